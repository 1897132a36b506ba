/** Snapshots, updates, commits: what a planner holds, against a model of it in plain objects. */
import fc from 'fast-check';
import { ConflictError, createRouter, InputError, type Planner, verifyPlan } from 'order-sourcing';
import { describe, expect, it } from 'vitest';
import type { DeltaInput, NetworkInput, Plan, Position, PositionInput } from '../src/model/types';
import { draw } from './drawn';

const AS_OF = { asOf: '2026-03-01T12:00:00Z' };
const NODES = ['b', 'a', 'c'];
const SKUS = ['tea', 'cup'];

const network: NetworkInput = {
  currency: 'EUR',
  nodes: NODES.map((id) => (id === 'c' ? { id, capacityUnits: 4 } : { id })),
  services: [{ id: 'ground', rateCard: 'flat' }],
  rateCards: [{ id: 'flat', bands: [{ base: 100 }] }],
};
const router = createRouter({ network, rules: {} });

function orderOf(id: string, lines: Record<string, number>) {
  return {
    id,
    destination: {},
    lines: Object.entries(lines).map(([sku, quantity]) => ({ id: sku, sku, quantity })),
  };
}

/** A plan that claims by hand, to commit what no planner would make. */
function claiming(
  order: string,
  stock: [node: string, sku: string, units: number][],
  capacity: [string, number][] = [],
): Plan {
  const plan = router.withInventory([]).plan(orderOf(order, { tea: 1 }), AS_OF);
  const start = plan.asOf;
  return {
    ...plan,
    claims: {
      stock: stock.map(([node, sku, units]) => ({ node, sku, start, units })),
      capacity: capacity.map(([node, units]) => ({ node, units })),
      days: [],
    },
  };
}

function held(planner: Planner): Position[] {
  return planner.positions(SKUS);
}

describe('a snapshot', () => {
  const positions: PositionInput[] = [
    { node: 'b', sku: 'tea', onHand: 5, reserved: 1 },
    { node: 'a', sku: 'cup', onHand: 0, safetyStock: 2 },
    { node: 'a', sku: 'tea', onHand: 7 },
  ];

  it('gives back what it was given, by node', () => {
    const planner = router.withInventory(positions);
    expect(planner.positions(['cup', 'tea', 'cup', 'moon'])).toEqual([
      { node: 'a', sku: 'cup', onHand: 0, reserved: 0, safetyStock: 2 },
      { node: 'a', sku: 'tea', onHand: 7, reserved: 0, safetyStock: 0 },
      { node: 'b', sku: 'tea', onHand: 5, reserved: 1, safetyStock: 0 },
    ]);
  });

  it('is the same from positions, a generator and columns', () => {
    function* generate() {
      yield* positions;
    }
    const columns = {
      nodes: ['a', 'b'],
      skus: ['cup', 'tea'],
      node: Int32Array.of(1, 0, 0),
      sku: [1, 0, 1],
      onHand: Float64Array.of(5, 0, 7),
      reserved: [1, 0, 0],
      safetyStock: [0, 2, 0],
    };
    expect(held(router.withInventory(generate()))).toEqual(held(router.withInventory(positions)));
    expect(held(router.withInventory(columns))).toEqual(held(router.withInventory(positions)));
  });

  it('is loaded whole or not at all', () => {
    expect(() => router.withInventory([...positions, positions[0]])).toThrow(InputError);
  });
});

describe('commit and release', () => {
  it('take the claims and give them back', () => {
    const planner = router.withInventory([{ node: 'a', sku: 'tea', onHand: 5, reserved: 1 }]);
    const plan = planner.plan(orderOf('1', { tea: 3 }), AS_OF);
    expect(planner.commit(plan)).toBe(true);
    expect(held(planner)).toEqual([{ node: 'a', sku: 'tea', onHand: 5, reserved: 4, safetyStock: 0 }]);
    expect(planner.plan(orderOf('2', { tea: 3 }), AS_OF).status).toBe('partial');
    expect(planner.release('1')).toBe(true);
    expect(planner.release('1')).toBe(false);
    expect(held(planner)).toEqual([{ node: 'a', sku: 'tea', onHand: 5, reserved: 1, safetyStock: 0 }]);
  });

  it('have no effect twice', () => {
    const planner = router.withInventory([{ node: 'a', sku: 'tea', onHand: 5 }]);
    const plan = planner.plan(orderOf('1', { tea: 3 }), AS_OF);
    planner.commit(plan);
    const before = held(planner);
    expect(planner.commit(JSON.parse(JSON.stringify(plan)))).toBe(false);
    expect(held(planner)).toEqual(before);
  });

  it('refuse another plan of an order that holds claims, naming every claim', () => {
    const planner = router.withInventory([{ node: 'a', sku: 'tea', onHand: 5 }]);
    planner.commit(claiming('1', [['a', 'tea', 3]]));
    const conflict = conflictOf(() => planner.commit(claiming('1', [['b', 'cup', 1]])));
    expect(conflict.orderId).toBe('1');
    expect(conflict.claims).toEqual([
      { node: 'b', sku: 'cup', asked: 1, available: 0 },
      { node: 'a', sku: 'tea', asked: 0, available: 2 },
    ]);
  });

  it('refuse claims that no longer fit, naming each, and change nothing', () => {
    const planner = router.withInventory([
      { node: 'a', sku: 'tea', onHand: 5, safetyStock: 1 },
      { node: 'c', sku: 'cup', onHand: 9 },
    ]);
    const before = held(planner);
    const plan = claiming(
      '1',
      [
        ['a', 'tea', 3],
        ['c', 'cup', 5],
        ['a', 'tea', 2],
        ['b', 'moon', 1],
      ],
      [['c', 5]],
    );
    expect(conflictOf(() => planner.commit(plan)).claims).toEqual([
      { node: 'a', sku: 'tea', asked: 5, available: 4 },
      { node: 'b', sku: 'moon', asked: 1, available: 0 },
      { node: 'c', asked: 5, available: 4 },
    ]);
    expect(held(planner)).toEqual(before);
  });

  it('lower and raise the capacity of a node', () => {
    const planner = router.withInventory([{ node: 'c', sku: 'tea', onHand: 9 }]);
    const first = planner.plan(orderOf('1', { tea: 3 }), AS_OF);
    expect(first.claims.capacity).toEqual([{ node: 'c', units: 3 }]);
    planner.commit(first);
    const second = planner.plan(orderOf('2', { tea: 3 }), AS_OF);
    expect(second.unfilled).toEqual([{ line: 'tea', sku: 'tea', quantity: 2, reasons: ['capacity'] }]);
    planner.commit(second);
    const third = planner.plan(orderOf('3', { tea: 3 }), AS_OF);
    expect(third.status).toBe('nothing');
    expect(planner.eligibility(orderOf('3', { tea: 1 }), AS_OF)[0].nodes[0].services).toEqual([
      { service: 'ground', reason: 'node-full' },
    ]);
    planner.release('1');
    expect(planner.plan(orderOf('3', { tea: 3 }), AS_OF).status).toBe('complete');
  });

  it('refuse plans of another network', () => {
    const planner = router.withInventory([]);
    expect(() => planner.commit(claiming('1', [['moon', 'tea', 1]]))).toThrow(/"moon" is not the id of a node/);
    expect(() => planner.commit(claiming('1', [], [['a', 1]]))).toThrow(/has no capacityUnits to claim/);
    expect(() => planner.commit({ ...claiming('1', []), schema: 'other' } as never)).toThrow(InputError);
    expect(() => planner.commit(claiming('1', [['a', 'tea', 0.5]]))).toThrow(/units/);
  });
});

describe('an update', () => {
  it('adds and sets, in order, and makes positions that were not there', () => {
    const planner = router.withInventory([{ node: 'b', sku: 'tea', onHand: 5 }], { id: 'morning', revision: 1 });
    planner.update(
      [
        { node: 'b', sku: 'tea', add: { onHand: -2, reserved: 1 } },
        { node: 'a', sku: 'tea', set: { onHand: 4 } },
        { node: 'a', sku: 'tea', add: { onHand: 1, safetyStock: 1 } },
        { node: 'c', sku: 'new', set: { onHand: 1 } },
      ],
      { revision: 2 },
    );
    expect(planner.positions(['tea', 'new'])).toEqual([
      { node: 'a', sku: 'tea', onHand: 5, reserved: 0, safetyStock: 1 },
      { node: 'b', sku: 'tea', onHand: 3, reserved: 1, safetyStock: 0 },
      { node: 'c', sku: 'new', onHand: 1, reserved: 0, safetyStock: 0 },
    ]);
    expect(planner.plan(orderOf('1', { tea: 1 }), AS_OF).snapshot).toEqual({ id: 'morning', revision: 2 });
  });

  it('is all or none, and names every delta that cannot be', () => {
    const planner = router.withInventory([{ node: 'b', sku: 'tea', onHand: 5 }], { revision: 1 });
    const before = held(planner);
    const deltas: DeltaInput[] = [
      { node: 'b', sku: 'tea', add: { onHand: 1 } },
      { node: 'b', sku: 'tea', add: { onHand: -7 } },
      { node: 'x', sku: 'tea', set: { onHand: 1 } },
      { node: 'a', sku: 'tea', set: { reserved: -1 } },
    ];
    try {
      planner.update(deltas, { revision: 2 });
      expect.unreachable();
    } catch (error) {
      expect((error as InputError).issues.map(({ message }) => message)).toEqual([
        'deltas[1].add.onHand: -7 would make it -1, and it must be from 0 to 1000000000.',
        'deltas[2].node: "x" is not the id of a node. Maybe "a"?',
        'deltas[3].set.reserved: -1 would make it -1, and it must be from 0 to 1000000000.',
      ]);
    }
    expect(held(planner)).toEqual(before);
    expect(planner.plan(orderOf('1', { tea: 1 }), AS_OF).snapshot.revision).toBe(1);
    expect(() => planner.update([{ node: 'b', sku: 'tea' }], { revision: 2 })).toThrow(/exactly one of add and set/);
    expect(() => planner.update([], { revision: -1 })).toThrow(InputError);
  });

  it('leaves claims in place: stock that was promised is not promised again', () => {
    const planner = router.withInventory([{ node: 'b', sku: 'tea', onHand: 5 }]);
    planner.commit(planner.plan(orderOf('1', { tea: 4 }), AS_OF));
    planner.update([{ node: 'b', sku: 'tea', set: { onHand: 3 } }], { revision: 2 });
    expect(held(planner)).toEqual([{ node: 'b', sku: 'tea', onHand: 3, reserved: 4, safetyStock: 0 }]);
    expect(planner.plan(orderOf('2', { tea: 1 }), AS_OF).status).toBe('nothing');
    planner.release('1');
    expect(held(planner)).toEqual([{ node: 'b', sku: 'tea', onHand: 3, reserved: 0, safetyStock: 0 }]);
  });
});

describe('a planner, whatever is done to it', () => {
  const amount = fc.integer({ min: 0, max: 6 });
  const node = fc.constantFrom(...NODES);
  const sku = fc.constantFrom(...SKUS);
  const step = fc.oneof(
    fc.record({ kind: fc.constant('plan' as const), order: fc.constantFrom('1', '2', '3'), tea: amount, cup: amount }),
    fc.record({ kind: fc.constant('release' as const), order: fc.constantFrom('1', '2', '3') }),
    fc.record({
      kind: fc.constant('set' as const),
      node,
      sku,
      onHand: amount,
      safetyStock: fc.integer({ min: 0, max: 2 }),
    }),
    fc.record({ kind: fc.constant('add' as const), node, sku, onHand: fc.integer({ min: -3, max: 3 }) }),
  );
  const snapshot = fc.uniqueArray(fc.record({ node, sku, onHand: amount }), {
    selector: (each) => `${each.node} ${each.sku}`,
  });

  it('holds what a ledger in plain objects says, and every plan on it is right', () => {
    let commits = 0;
    let refusals = 0;
    fc.assert(
      fc.property(snapshot, fc.array(step, { maxLength: 12 }), (positions, steps) => {
        const planner = router.withInventory(positions);
        const model = new Model(positions);
        for (const each of steps) {
          if (each.kind === 'plan') {
            if (each.tea + each.cup === 0) continue;
            const order = orderOf(
              each.order,
              Object.fromEntries(Object.entries({ tea: each.tea, cup: each.cup }).filter(([, units]) => units > 0)),
            );
            const plan = planner.plan(order, AS_OF);
            // What the planner holds, claims as reserved and capacity as used, gives the same plan to anyone.
            const now = { order, network: model.network(), inventory: held(planner), rules: {}, ...AS_OF };
            expect(verifyPlan(plan, now)).toEqual([]);
            if (model.commit(plan)) commits += 1;
            else refusals += 1;
            expect(attempt(() => planner.commit(plan))).toBe(model.accepted);
          } else if (each.kind === 'release') {
            expect(planner.release(each.order)).toBe(model.release(each.order));
          } else {
            const delta: DeltaInput =
              each.kind === 'set'
                ? { node: each.node, sku: each.sku, set: { onHand: each.onHand, safetyStock: each.safetyStock } }
                : { node: each.node, sku: each.sku, add: { onHand: each.onHand } };
            expect(attempt(() => planner.update([delta], { revision: 1 }))).toBe(model.update(delta));
          }
          expect(held(planner)).toEqual(model.positions());
        }
      }),
      { numRuns: 1000, seed: 20_260_301 },
    );
    expect(commits).toBeGreaterThan(300);
    expect(refusals).toBeGreaterThan(100);
  });
});

/** The same in plain objects, as naive as can be. */
class Model {
  readonly #rows = new Map<string, { onHand: number; safetyStock: number }>();
  readonly #orders = new Map<string, Plan['claims']>();
  accepted = false;

  constructor(positions: readonly { node: string; sku: string; onHand: number }[]) {
    for (const { node, sku, onHand } of positions) this.#rows.set(`${sku} ${node}`, { onHand, safetyStock: 0 });
  }

  /** @returns whether it is committed now; `accepted`: no conflict */
  commit(plan: Plan): boolean {
    const held = this.#orders.get(plan.order);
    const same = held !== undefined && JSON.stringify(held) === JSON.stringify(plan.claims);
    this.accepted = held === undefined || same;
    if (!this.accepted || same || plan.claims.stock.length === 0) return false;
    this.#orders.set(plan.order, plan.claims);
    return true;
  }

  release(order: string): boolean {
    return this.#orders.delete(order);
  }

  update({ node, sku, set, add }: DeltaInput): boolean {
    const key = `${sku} ${node}`;
    const before = this.#rows.get(key) ?? { onHand: 0, safetyStock: 0 };
    const onHand = set?.onHand ?? before.onHand + (add?.onHand ?? 0);
    if (onHand < 0) return false;
    this.#rows.set(key, { onHand, safetyStock: set?.safetyStock ?? before.safetyStock });
    return true;
  }

  positions(): Position[] {
    const positions: Position[] = [];
    for (const sku of SKUS) {
      for (const node of [...NODES].sort()) {
        const row = this.#rows.get(`${sku} ${node}`);
        if (row === undefined) continue;
        const claims = [...this.#orders.values()].flatMap(({ stock }) => stock);
        const mine = claims.filter((claim) => claim.node === node && claim.sku === sku);
        const reserved = mine.reduce((sum, { units }) => sum + units, 0);
        positions.push({ node, sku, onHand: row.onHand, reserved, safetyStock: row.safetyStock });
      }
    }
    return positions;
  }

  network(): NetworkInput {
    const used = [...this.#orders.values()].flatMap(({ capacity }) => capacity);
    const nodes = network.nodes.map((each) => {
      if (each.capacityUnits === undefined) return each;
      const units = used.reduce((sum, claim) => (claim.node === each.id ? sum + claim.units : sum), 0);
      return { ...each, capacityUnits: each.capacityUnits - units };
    });
    return { ...network, nodes };
  }
}

function attempt(run: () => unknown): boolean {
  try {
    run();
    return true;
  } catch (error) {
    if (error instanceof ConflictError || error instanceof InputError) return false;
    throw error;
  }
}

function conflictOf(run: () => unknown): ConflictError {
  try {
    run();
  } catch (error) {
    if (error instanceof ConflictError) return error;
    throw error;
  }
  throw new Error('no conflict');
}

describe('a day of orders', () => {
  it('never promises a unit twice', () => {
    const drawn = draw('dc  9 km  500  tea 5, cup 3\nshop  1 km  400  tea 2', '2 tea, 1 cup');
    const planner = createRouter(drawn).withInventory(drawn.inventory);
    const shipped = { tea: 0, cup: 0 };
    for (let place = 0; place < 6; place += 1) {
      const plan = planner.plan({ ...drawn.order, id: `order-${place}` }, AS_OF);
      for (const { lines } of plan.shipments) {
        for (const { sku, quantity } of lines) shipped[sku as 'tea' | 'cup'] += quantity;
      }
      planner.commit(plan);
    }
    expect(shipped).toEqual({ tea: 7, cup: 3 });
  });
});
