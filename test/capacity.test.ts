/** What a node takes on in one of its local days: limits, counters, claims; against a model in plain objects. */
import fc from 'fast-check';
import {
  ConflictError,
  createRouter,
  InputError,
  type Planner,
  planOrder,
  type Router,
  verifyPlan,
} from 'order-sourcing';
import { describe, expect, it } from 'vitest';
import type {
  Condition,
  NetworkInput,
  OrderInput,
  Plan,
  PositionInput,
  RulesInput,
  SnapshotInput,
  Workload,
} from '../src/model/types';
import { sketchPlan } from './drawn';

const MEASURES = ['orders', 'shipments', 'lines', 'units'] as const;
type Limits = { [Measure in (typeof MEASURES)[number]]?: number | undefined };

const NOON = '2026-03-02T12:00:00Z';
const DAY = '2026-03-02';
const BERLIN = 'Europe/Berlin';
const NEXT_DAY = '2026-03-03';

/** Everything a plan is made of, but the order. */
interface World {
  network: NetworkInput;
  rules: RulesInput;
  inventory: PositionInput[];
  snapshot?: SnapshotInput;
}

/** Nodes in Berlin, dearer one by one, with 9 of each SKU; by ground everything but glass goes, by air only glass. */
function world(limits: Readonly<Record<string, Limits | undefined>>, timeZone = BERLIN): World {
  const ids = Object.keys(limits);
  return {
    network: {
      currency: 'EUR',
      nodes: ids.map((id, place) => {
        const node = { id, timeZone, handling: { perShipment: place * 1000 } };
        return limits[id] === undefined ? node : { ...node, capacityPerDay: limits[id] };
      }),
      services: [
        { id: 'air', rateCard: 'flat' },
        { id: 'ground', rateCard: 'flat' },
      ],
      rateCards: [{ id: 'flat', bands: [{ base: 100 }] }],
    },
    rules: {
      filters: [
        { id: 'glass flies', exclude: { all: [sku('in', 'glass'), service('ground')] } },
        { id: 'the rest rolls', exclude: { all: [sku('notIn', 'glass'), service('air')] } },
      ],
    },
    inventory: ids.flatMap((node) => ['cup', 'glass', 'tea'].map((each) => ({ node, sku: each, onHand: 9 }))),
  };
}

function sku(op: 'in' | 'notIn', value: string): Condition {
  return { field: 'line.sku', op, value: [value] };
}

function service(value: string): Condition {
  return { field: 'service.id', op: 'eq', value };
}

/** @param lines `3 tea, 1 cup` */
function orderOf(lines: string, id = 'order'): OrderInput {
  const rows = lines.split(', ').map((each) => each.split(' '));
  return { id, destination: {}, lines: rows.map(([quantity, each]) => ({ id: each, sku: each, quantity: +quantity })) };
}

function routerOf({ network, rules }: World): Router {
  return createRouter({ network, rules });
}

function plannerOf(world: World): Planner {
  return routerOf(world).withInventory(world.inventory, world.snapshot);
}

/** The plan, verified on what the planner held before it. */
function plan(world: World, planner: Planner, order: OrderInput, asOf = NOON): Plan {
  const made = planner.plan(order, { asOf });
  const inventory = planner.positions(['cup', 'glass', 'tea']);
  const snapshot = { used: planner.used() };
  expect(verifyPlan(made, { ...world, inventory, snapshot, order, asOf })).toEqual([]);
  return made;
}

function sketch(world: World, lines: string, more: Partial<OrderInput> = {}): string[] {
  return sketchDays(plan(world, plannerOf(world), { ...orderOf(lines), ...more }));
}

/** As `sketchPlan`, with how many days shipments wait before their nodes start. */
function sketchDays(made: Plan): string[] {
  const dateOf = (instant: string) => Date.parse(new Date(instant).toLocaleDateString('sv-SE', { timeZone: BERLIN }));
  const days = made.shipments.map(({ start }) => (dateOf(start) - dateOf(made.asOf)) / 86_400_000);
  return sketchPlan(made).map((row, place) => (days[place] > 0 ? `${row}, +${days[place]}` : row));
}

/** The days that a plan takes some of. */
function daysOf({ claims }: Plan): string[] {
  return claims.days.map(({ day }) => day);
}

function reasonAt(planner: Planner, node: string, asOf = NOON): string {
  const [line] = planner.eligibility(orderOf('1 tea'), { asOf });
  const found = line.nodes.find((each) => each.node === node);
  return found?.services.find((each) => each.service === 'ground')?.reason ?? 'usable';
}

function work(node: string, day: string, orders: number, shipments: number, lines: number, units: number): Workload {
  return { node, day, orders, shipments, lines, units };
}

function messagesOf(run: () => unknown): string[] {
  try {
    run();
  } catch (error) {
    if (error instanceof InputError) return error.issues.map(({ message }) => message);
    throw error;
  }
  return [];
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

const SHIPMENTS_APART = ['a ships 3 glass for 100, +1', 'a ships 2 cup, 4 tea for 100'];
const EVERY_DAY_SOME = ['a ships 3 glass for 100, +1', 'a ships 2 cup for 100', 'a ships 3 tea for 100, +2'];

describe('a day of a node', () => {
  it.each<[Limits, string, string[]]>([
    [{}, '5 tea, 1 cup', ['a ships 1 cup, 5 tea for 100']],
    [{ units: 3 }, '5 tea', ['a ships 2 tea for 100', 'a ships 3 tea for 100, +1']],
    [{ units: 6 }, '5 tea, 1 cup', ['a ships 1 cup, 5 tea for 100']],
    [{ lines: 1 }, '2 cup, 5 tea', ['a ships 2 cup for 100', 'a ships 5 tea for 100, +1']],
    [{ lines: 2 }, '2 cup, 5 tea', ['a ships 2 cup, 5 tea for 100']],
    [{ shipments: 1 }, '2 cup, 3 glass, 4 tea', SHIPMENTS_APART],
    [{ shipments: 2 }, '2 cup, 3 glass', ['a ships 3 glass for 100', 'a ships 2 cup for 100']],
    [{ orders: 1 }, '2 cup, 3 glass', ['a ships 3 glass for 100', 'a ships 2 cup for 100']],
    [{ orders: 0 }, '2 cup', ['unfilled 2 cup: no-eligible-stock']],
    [{ orders: 1, shipments: 1, lines: 1, units: 3 }, '2 cup, 3 glass, 3 tea', EVERY_DAY_SOME],
  ])('takes %j of %s', (limits, lines, answer) => {
    const here = world({ a: Object.keys(limits).length === 0 ? undefined : limits });
    expect(sketch(here, lines)).toEqual(answer);
  });

  it('goes on the next day rather than to a dearer node, unless there may be no further shipment', () => {
    const here = world({ a: { lines: 1 }, b: undefined });
    expect(sketch(here, '2 cup, 5 tea')).toEqual(['a ships 2 cup for 100', 'a ships 5 tea for 100, +1']);
    expect(sketch(here, '2 cup, 5 tea', { maxShipments: 1 })).toEqual(['b ships 2 cup, 5 tea for 1100']);
  });

  it('leaves to other nodes what would be late', () => {
    const here = world({ a: { units: 4 }, b: { units: 3 } });
    for (const each of here.network.services) each.transit = { bands: [{ days: 0 }] };
    here.rules.lateness = { perUnitDay: 2000 };
    const wanted = { needBy: NOON };
    expect(sketch(here, '5 tea', wanted)).toEqual(['a ships 4 tea for 100', 'b ships 1 tea for 1100']);
    expect(sketch(here, '5 tea')).toEqual(['a ships 1 tea for 100', 'a ships 4 tea for 100, +1']);
  });

  it('is full for good where a limit is 0, and not asked again', () => {
    expect(reasonAt(plannerOf(world({ a: { units: 0 }, b: { units: 1 } })), 'a')).toBe('day-full');
    const here = world({ a: { units: 1 } });
    const until = (days: number) =>
      Array.from({ length: days }, (_, ahead) => ({
        node: 'a',
        day: new Date(Date.parse(DAY) + ahead * 86_400_000).toISOString().slice(0, 10),
        units: 1,
      }));
    here.snapshot = { used: until(400) };
    expect(sketch(here, '1 tea')).toEqual(['a ships 1 tea for 100, +400']);
    here.snapshot = { used: until(401) };
    expect(reasonAt(plannerOf(here), 'a')).toBe('day-full');
  });

  it('takes lines that travel together whole or not at all', () => {
    const order = orderOf('1 cup, 1 tea');
    order.lines = order.lines.map((line) => ({ ...line, shipTogether: 'set' }));
    const here = world({ a: { lines: 1 } });
    const made = plan(here, plannerOf(here), order);
    expect(made.unfilled.map(({ reasons }) => reasons)).toEqual([['capacity'], ['capacity']]);
  });

  it.each(['a straight line', 'steps'])('goes to more units, whatever unfilled ones cost: a rate of %s', (rate) => {
    const here = world({ a: { units: 4 } });
    if (rate === 'steps')
      here.network.rateCards[0] = { id: 'flat', bands: [{ breaks: [{ upToGrams: 9000, price: 100 }] }] };
    const order = orderOf('3 cup, 4 tea');
    order.lines = order.lines.map((line) => ({ ...line, weightGrams: 1, noSplit: true, unfilledPrice: 0 }));
    order.lines[0].unfilledPrice = 1_000_000;
    const once = plan(here, plannerOf(here), { ...order, maxShipments: 1 });
    expect(sketchDays(once)).toEqual(['a ships 4 tea for 100', 'unfilled 3 cup: max-shipments']);
    const made = plan(here, plannerOf(here), order);
    expect(sketchDays(made)).toEqual(['a ships 3 cup for 100', 'a ships 4 tea for 100, +1']);
  });

  it('takes less where `capacityUnits` leaves less', () => {
    const here = world({ a: { units: 4 } });
    here.network.nodes[0].capacityUnits = 2;
    const made = plan(here, plannerOf(here), orderOf('5 tea'));
    expect(made.claims.capacity).toEqual([{ node: 'a', units: 2 }]);
    expect(made.claims.days).toEqual([work('a', DAY, 1, 1, 1, 2)]);
    here.network.nodes[0].capacityUnits = 0;
    expect(reasonAt(plannerOf(here), 'a')).toBe('node-full');
  });

  it('is claimed by its measures, also those without a limit', () => {
    const here = world({ a: { units: 5 }, b: { orders: 9 }, c: undefined });
    const made = plan(here, plannerOf(here), { ...orderOf('4 cup, 4 glass, 9 tea'), maxShipments: 2 });
    expect(sketchDays(made)).toEqual(['a ships 4 glass for 100', 'b ships 4 cup, 9 tea for 1100']);
    expect(made.claims.days).toEqual([work('a', DAY, 1, 1, 1, 4), work('b', DAY, 1, 1, 2, 13)]);
  });
});

describe('several orders', () => {
  it.each<[Limits, string]>([
    [{ orders: 2 }, NEXT_DAY],
    [{ shipments: 2 }, NEXT_DAY],
    [{ lines: 4 }, NEXT_DAY],
    [{ units: 6 }, NEXT_DAY],
    [{ orders: 3, shipments: 3, lines: 5, units: 7 }, DAY],
    [{ orders: 3, shipments: 3, lines: 5, units: 6 }, NEXT_DAY],
  ])('share the day of %j, and what comes after starts on %s', (limits, day) => {
    const here = world({ a: limits });
    const planner = plannerOf(here);
    for (const id of ['1', '2']) {
      const made = plan(here, planner, orderOf('2 tea, 1 cup', id));
      expect(made.status).toBe('complete');
      planner.commit(made);
    }
    expect(planner.used()).toEqual([work('a', DAY, 2, 2, 4, 6)]);
    expect(reasonAt(planner, 'a')).toBe('usable');
    expect(daysOf(plan(here, planner, orderOf('1 tea', '3')))).toEqual([day]);
    expect(daysOf(plan(here, planner, orderOf('1 tea', '3'), '2026-03-03T12:00:00Z'))).toEqual([NEXT_DAY]);
    planner.release('1');
    expect(planner.used()).toEqual([work('a', DAY, 1, 1, 2, 3)]);
    expect(daysOf(plan(here, planner, orderOf('1 tea', '3')))).toEqual([DAY]);
    planner.release('2');
    expect(planner.used()).toEqual([]);
  });

  it('spill from day to day, and to the next node where that is cheaper', () => {
    const here = world({ a: { orders: 1 }, b: { orders: 1 } });
    const wanted = { needBy: '2026-03-03T12:00:00Z' };
    for (const each of here.network.services) each.transit = { bands: [{ days: 0 }] };
    here.rules.lateness = { perUnitDay: 600 };
    const planner = plannerOf(here);
    const starts = ['1', '2', '3', '4', '5'].map((id) => {
      const made = plan(here, planner, { ...orderOf('1 tea', id), ...wanted });
      planner.commit(made);
      return made.claims.days.map(({ node, day }) => `${node} ${day}`).join();
    });
    // A third day costs 600 for being late, node b costs 1000 more, a fourth day 1200.
    expect(starts).toEqual(['a 2026-03-02', 'a 2026-03-03', 'a 2026-03-04', 'b 2026-03-02', 'b 2026-03-03']);
  });
});

describe('the local day', () => {
  it.each<[string, string, [asOf: string, day: string][]]>([
    [
      'far east',
      'Pacific/Auckland',
      [
        ['2026-03-01T10:59:59.999Z', '2026-03-01'],
        ['2026-03-01T11:00:00Z', '2026-03-02'],
      ],
    ],
    [
      'far west, over a new year',
      'Pacific/Honolulu',
      [
        ['2026-01-01T09:59:59.999Z', '2025-12-31'],
        ['2026-01-01T10:00:00Z', '2026-01-01'],
      ],
    ],
    [
      'at half an hour',
      'Asia/Kolkata',
      [
        ['2024-02-28T18:29:59Z', '2024-02-28'],
        ['2024-02-28T18:30:00Z', '2024-02-29'],
      ],
    ],
    [
      'of 23 and of 25 hours',
      'Europe/Berlin',
      [
        ['2026-03-28T23:00:00Z', '2026-03-29'],
        ['2026-03-29T21:59:59.999Z', '2026-03-29'],
        ['2026-03-29T22:00:00Z', '2026-03-30'],
        ['2026-10-24T22:00:00Z', '2026-10-25'],
        ['2026-10-25T22:59:59.999Z', '2026-10-25'],
        ['2026-10-25T23:00:00Z', '2026-10-26'],
      ],
    ],
    [
      'without a midnight, and with two',
      'America/Sao_Paulo',
      [
        ['2018-11-04T02:59:59.999Z', '2018-11-03'],
        ['2018-11-04T03:00:00Z', '2018-11-04'],
        ['2018-02-18T02:00:00Z', '2018-02-17'],
        ['2018-02-18T02:59:59.999Z', '2018-02-17'],
        ['2018-02-18T03:00:00Z', '2018-02-18'],
      ],
    ],
    [
      'that a country left out',
      'Pacific/Apia',
      [
        ['2011-12-30T09:59:59.999Z', '2011-12-29'],
        ['2011-12-30T10:00:00Z', '2011-12-31'],
      ],
    ],
  ])('%s', (_, timeZone, instants) => {
    const here = world({ a: { orders: 1 } }, timeZone);
    const planner = plannerOf(here);
    const seen = new Set<string>();
    instants.forEach(([asOf, day], place) => {
      const made = plan(here, planner, orderOf('1 tea', `${place}`), asOf);
      if (seen.has(day)) {
        // Full, so it starts as the day after begins.
        const next = new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
        expect(
          daysOf(made).every((later) => later >= next),
          asOf,
        ).toBe(true);
        const begins = instants.find(([, other]) => other === next)?.[0];
        if (begins !== undefined) expect(Date.parse(made.shipments[0].start), asOf).toBe(Date.parse(begins));
        return;
      }
      expect(made.claims.days, asOf).toEqual([work('a', day, 1, 1, 1, 1)]);
      planner.commit(made);
      seen.add(day);
    });
    expect(planner.used().map(({ day }) => day)).toEqual([...seen].sort());
  });

  it('is each node’s own', () => {
    const here = world({ a: { orders: 1 }, b: { orders: 1 } });
    here.network.nodes[1].timeZone = 'Pacific/Auckland';
    const planner = plannerOf(here);
    const evening = '2026-03-02T20:00:00Z';
    for (const node of ['a', 'b']) {
      planner.commit(plan(here, planner, { ...orderOf('1 tea', node), pinnedNodes: [node] }, evening));
    }
    expect(planner.used()).toEqual([work('a', '2026-03-02', 1, 1, 1, 1), work('b', '2026-03-03', 1, 1, 1, 1)]);
    const morning = '2026-03-03T08:00:00Z';
    const days = ['a', 'b'].map((node) =>
      daysOf(plan(here, planner, { ...orderOf('1 tea'), pinnedNodes: [node] }, morning)),
    );
    expect(days).toEqual([['2026-03-03'], ['2026-03-04']]);
  });

  it('needs a time zone that there is', () => {
    const here = world({ a: { orders: 1 }, b: undefined, c: undefined });
    delete here.network.nodes[0].timeZone;
    here.network.nodes[1].timeZone = 'Europe/Berlln';
    delete here.network.nodes[2].timeZone;
    expect(messagesOf(() => routerOf(here))).toEqual([
      'network.nodes[0].timeZone: is missing, and capacityPerDay counts local days.',
      'network.nodes[1].timeZone: "Europe/Berlln" is not a time zone. Maybe "Europe/Berlin"?',
    ]);
  });

  it('has limits, if it has a capacity at all', () => {
    expect(messagesOf(() => routerOf(world({ a: {} })))).toEqual([
      'network.nodes[0].capacityPerDay: an object at least one of orders, shipments, lines and units.',
    ]);
  });
});

describe('counters', () => {
  it('count against the day, and are told with what was committed', () => {
    const here = world({ a: { units: 5, orders: 4 }, b: { lines: 1, units: 2 } });
    here.snapshot = {
      used: [
        { node: 'b', day: DAY },
        { node: 'a', day: '2026-03-01', units: 9 },
        { node: 'a', day: DAY, units: 3, orders: 1 },
      ],
    };
    for (const each of here.network.services) each.transit = { bands: [{ days: 0 }] };
    here.rules.lateness = { perUnitDay: 2000 };
    const planner = plannerOf(here);
    expect(planner.used()).toEqual([work('a', '2026-03-01', 0, 0, 0, 9), work('a', DAY, 1, 0, 0, 3)]);
    const made = plan(here, planner, { ...orderOf('3 tea'), needBy: NOON });
    expect(sketchDays(made)).toEqual(['a ships 2 tea for 100', 'b ships 1 tea for 1100']);
    planner.commit(made);
    const after = [work('a', '2026-03-01', 0, 0, 0, 9), work('a', DAY, 2, 1, 1, 5), work('b', DAY, 1, 1, 1, 1)];
    expect(planner.used()).toEqual(after);
    const starts = (asOf: string) =>
      ['a', 'b'].flatMap((node) => daysOf(plan(here, planner, { ...orderOf('1 tea'), pinnedNodes: [node] }, asOf)));
    expect(starts(NOON)).toEqual([NEXT_DAY, NEXT_DAY]);
    expect(starts('2026-03-01T12:00:00Z')).toEqual([NEXT_DAY, '2026-03-01']);
    // What one planner tells another one starts with.
    const inventory = planner.positions(['tea']);
    const other = routerOf(here).withInventory(inventory, { used: planner.used() });
    expect(other.used()).toEqual(after);
    expect(daysOf(plan(here, other, { ...orderOf('1 tea'), pinnedNodes: ['a'] }))).toEqual([NEXT_DAY]);
  });

  it('may be beyond a limit, which only means that the day is full', () => {
    const here = world({ a: { units: 5 } });
    here.snapshot = { used: [{ node: 'a', day: DAY, units: 8 }] };
    expect(sketch(here, '1 tea')).toEqual(['a ships 1 tea for 100, +1']);
  });

  it('are refused where they are of no node, of one without a day, or there twice', () => {
    const here = world({ store: { units: 5 }, hub: undefined });
    const snapshot: SnapshotInput = {
      used: [
        { node: 'store', day: DAY, units: 1 },
        { node: 'stor', day: DAY, units: 1 },
        { node: 'hub', day: DAY },
        { node: 'store', day: '2026-03-03' },
        { node: 'store', day: DAY, orders: 1 },
      ],
    };
    const issues = [
      'snapshot.used[1].node: "stor" is not the id of a node. Maybe "store"?',
      'snapshot.used[2].node: "hub" has no capacityPerDay to count against.',
      'snapshot.used[4]: "store on 2026-03-02" is already at used[0].',
    ];
    expect(messagesOf(() => routerOf(here).withInventory([], snapshot))).toEqual(issues);
    expect(messagesOf(() => planOrder({ ...here, snapshot, order: orderOf('1 tea'), asOf: NOON }))).toEqual(issues);
    const wrong = { used: [{ node: 'store', day: '2026-02-30', units: -1 }] };
    expect(messagesOf(() => routerOf(here).withInventory([], wrong))).toEqual([
      'snapshot.used[0].day: "2026-02-30" must be a local date, as in 2026-03-01.',
      expect.stringMatching(/^snapshot\.used\[0\]\.units: -1 /),
    ]);
  });

  it('bind in one call, too', () => {
    const here = world({ a: { units: 5 } });
    const snapshot = { used: [{ node: 'a', day: DAY, units: 3 }] };
    const input = { ...here, snapshot, order: orderOf('3 tea'), asOf: NOON };
    const made = planOrder(input);
    expect(verifyPlan(made, input)).toEqual([]);
    expect(sketchDays(made)).toEqual(['a ships 3 tea for 100, +1']);
  });
});

describe('claims of a day', () => {
  const here = world({ a: { orders: 2, shipments: 5, units: 5 }, b: { lines: 3 } });

  /** A plan that claims by hand, to commit what no planner would make. */
  function claiming(order: string, ...days: Workload[]): Plan {
    return {
      ...planOrder({ ...here, order: orderOf('1 tea', order), asOf: NOON }),
      claims: { stock: [], capacity: [], days },
    };
  }

  it('have no effect twice, in whatever order they stand', () => {
    const planner = plannerOf(here);
    const rows = [work('a', DAY, 1, 1, 1, 2), work('b', DAY, 1, 1, 1, 1)];
    expect(planner.commit(claiming('1', ...rows))).toBe(true);
    expect(planner.commit(claiming('1', ...[...rows].reverse()))).toBe(false);
    expect(planner.used()).toEqual(rows);
    expect(planner.release('1')).toBe(true);
    expect(planner.release('1')).toBe(false);
    expect(planner.used()).toEqual([]);
    expect(planner.commit(claiming('1'))).toBe(false);
  });

  it('are refused where they no longer fit, naming every measure, and nothing is changed', () => {
    const planner = plannerOf(here);
    planner.commit(claiming('1', work('a', DAY, 1, 1, 1, 4)));
    const before = planner.used();
    const again = claiming(
      '2',
      work('a', DAY, 2, 9, 1, 2),
      work('b', DAY, 9, 9, 3, 9),
      work('a', '2026-03-03', 1, 1, 1, 5),
    );
    const conflict = conflictOf(() => planner.commit(again));
    expect(conflict.claims).toEqual([
      { node: 'a', day: DAY, measure: 'orders', asked: 2, available: 1 },
      { node: 'a', day: DAY, measure: 'shipments', asked: 9, available: 4 },
      { node: 'a', day: DAY, measure: 'units', asked: 2, available: 1 },
    ]);
    expect(conflict.message).toContain('a × units on 2026-03-02: 2 asked, 1 available');
    expect(planner.used()).toEqual(before);
    expect(planner.commit(claiming('2', work('a', DAY, 1, 4, 7, 1)))).toBe(true);
  });

  it('hold nothing where stock is what does not fit', () => {
    const planner = plannerOf(here);
    const made = plan(here, planner, orderOf('2 tea'));
    planner.update([{ node: 'a', sku: 'tea', set: { onHand: 1 } }], { revision: 1 });
    expect(conflictOf(() => planner.commit(made)).claims).toEqual([{ node: 'a', sku: 'tea', asked: 2, available: 1 }]);
    expect(planner.used()).toEqual([]);
  });

  it('of another plan of the order are refused, naming both', () => {
    const planner = plannerOf(here);
    planner.commit(claiming('1', work('a', DAY, 1, 1, 1, 4)));
    const conflict = conflictOf(() => planner.commit(claiming('1', work('b', DAY, 1, 1, 2, 2))));
    expect(conflict.claims).toEqual([
      { node: 'b', day: DAY, measure: 'lines', asked: 2, available: 3 },
      { node: 'a', day: DAY, measure: 'orders', asked: 0, available: 1 },
      { node: 'a', day: DAY, measure: 'shipments', asked: 0, available: 4 },
      { node: 'a', day: DAY, measure: 'units', asked: 0, available: 1 },
    ]);
  });

  it('of another network are refused', () => {
    const planner = plannerOf(world({ a: { orders: 1 }, b: undefined }));
    const made = claiming('1', work('moon', DAY, 1, 1, 1, 1), work('b', DAY, 1, 1, 1, 1), work('a', DAY, 1, 1, 1, 1));
    expect(messagesOf(() => planner.commit(made))).toEqual([
      'plan.claims.days[0].node: "moon" is not the id of a node.',
      'plan.claims.days[1].node: "b" has no capacityPerDay to count against.',
    ]);
    expect(planner.used()).toEqual([]);
  });
});

describe('a planner, whatever is committed and released', () => {
  const limit = fc.option(fc.integer({ min: 0, max: 4 }), { nil: undefined });
  const limits = fc.record({
    orders: limit,
    shipments: limit,
    lines: limit,
    units: fc.option(fc.integer({ min: 0, max: 9 }), { nil: undefined }),
  });
  const count = fc.integer({ min: 0, max: 3 });
  const asOf = fc.constantFrom('2026-03-28T22:30:00Z', '2026-03-28T23:30:00Z', '2026-03-29T22:30:00Z');
  const id = fc.constantFrom('1', '2', '3', '4');
  const step = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constant('plan' as const), id, asOf, cup: count, glass: count, tea: count }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('release' as const), id }) },
  );
  const used = fc.record({ orders: count, shipments: count, lines: count, units: count });

  it('counts what a ledger in plain objects counts, and every plan keeps the limits', () => {
    let commits = 0;
    let refusals = 0;
    let bound = 0;
    fc.assert(
      fc.property(limits, limits, used, fc.array(step, { maxLength: 10 }), (a, b, start, steps) => {
        const here = world({ a: given(a), b: given(b), c: { orders: 1 } });
        const first = { node: 'c', day: '2026-03-28', ...start };
        here.snapshot = { used: [first] };
        const planner = plannerOf(here);
        const held = new Map<string, Plan['claims']>();
        const days = () => [first, ...[...held.values()].flatMap((claims) => claims.days)];
        for (const each of steps) {
          if (each.kind === 'release') {
            expect(planner.release(each.id)).toBe(held.delete(each.id));
          } else {
            const { cup, glass, tea } = each;
            const lines = Object.entries({ cup, glass, tea }).filter(([, units]) => units > 0);
            if (lines.length === 0) continue;
            const order = orderOf(lines.map(([name, units]) => `${units} ${name}`).join(', '), each.id);
            const made = plan(here, planner, order, each.asOf);
            expect(made.claims.days).toEqual(workOf(here, made));
            expect(overfull(here, sum([...days(), ...made.claims.days]), made)).toEqual([]);
            if (made.shipments.some(({ start }) => start !== made.asOf)) bound += 1;
            const before = held.get(each.id);
            const isSame = JSON.stringify(before) === JSON.stringify(made.claims);
            expect(isRefused(() => planner.commit(made))).toBe(before !== undefined && !isSame);
            if (before !== undefined) refusals += isSame ? 0 : 1;
            else if (made.claims.stock.length > 0) held.set(each.id, made.claims);
            if (before === undefined) commits += 1;
          }
          expect(planner.used()).toEqual(sum(days()));
        }
      }),
      { numRuns: 300, seed: 20_260_302 },
    );
    expect(commits).toBeGreaterThan(250);
    expect(refusals).toBeGreaterThan(60);
    expect(bound).toBeGreaterThan(60);
  });
});

/** Limits of a node; none at all is no `capacityPerDay`. */
function given(limits: Limits): Limits | undefined {
  return Object.values(limits).every((limit) => limit === undefined) ? undefined : limits;
}

/** What a plan's shipments are for the days of their nodes, read off the shipments. */
function workOf({ network }: World, { shipments }: Plan): Workload[] {
  return network.nodes.flatMap(({ id, capacityPerDay, timeZone }) => {
    if (capacityPerDay === undefined) return [];
    const dayOf = (start: string) => new Date(start).toLocaleDateString('sv-SE', { timeZone });
    const mine = shipments.filter(({ node }) => node === id);
    return [...new Set(mine.map(({ start }) => dayOf(start)))].sort().map((day) => {
      const today = mine.filter(({ start }) => dayOf(start) === day);
      const lines = today.flatMap((shipment) => shipment.lines);
      const units = lines.reduce((total, { quantity }) => total + quantity, 0);
      return work(id, day, 1, today.length, lines.length, units);
    });
  });
}

/** Adds up by node and day; without those that are all zero. */
function sum(rows: readonly Workload[]): Workload[] {
  const totals = new Map<string, Workload>();
  for (const row of rows) {
    const key = `${row.node} ${row.day}`;
    const total = totals.get(key) ?? work(row.node, row.day, 0, 0, 0, 0);
    for (const measure of MEASURES) total[measure] += row[measure];
    totals.set(key, total);
  }
  const busy = [...totals.values()].filter((row) => MEASURES.some((measure) => row[measure] > 0));
  return busy.sort((a, b) => (`${a.node} ${a.day}` < `${b.node} ${b.day}` ? -1 : 1));
}

/** Days that the plan adds to and that are over a limit then. */
function overfull({ network }: World, rows: readonly Workload[], { claims }: Plan): string[] {
  return rows.flatMap((row) => {
    const limits: Limits = network.nodes.find(({ id }) => id === row.node)?.capacityPerDay ?? {};
    const isClaimed = claims.days.some(({ node, day }) => node === row.node && day === row.day);
    const over = MEASURES.filter((measure) => row[measure] > (limits[measure] ?? Number.POSITIVE_INFINITY));
    return isClaimed ? over.map((measure) => `${row.node} ${row.day} ${measure}`) : [];
  });
}

function isRefused(run: () => unknown): boolean {
  try {
    run();
  } catch (error) {
    if (error instanceof ConflictError) return true;
    throw error;
  }
  return false;
}
