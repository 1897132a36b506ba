/** Rules as data: who may serve what, at which price, and what a person is told about it. Every plan is verified. */
import { createRouter } from 'order-sourcing';
import { describe, expect, it } from 'vitest';
import type { Condition, OrderInput, RulesInput } from '../src/model/types';
import { type Drawn, draw, planVerified, sketch, withLine } from './drawn';
import { seededWorld } from './worlds';

const TWO = `dc    120 km  500  tea 5
             shop    3 km  700  tea 5`;

/** Sets fields of a node. */
function withNode(drawn: Drawn, id: string, more: object): Drawn {
  const nodes = drawn.network.nodes.map((node) => (node.id === id ? { ...node, ...more } : node));
  return { ...drawn, network: { ...drawn.network, nodes } };
}

/** `dc: usable, shop: not-pinned` of the first line. */
function reasons(drawn: Drawn): Record<string, string> {
  const planner = createRouter(drawn).withInventory(drawn.inventory);
  const [line] = planner.eligibility(drawn.order, { asOf: drawn.asOf });
  return Object.fromEntries(
    line.nodes.map(({ node, services: [{ reason, rule }] }) => [
      node,
      [reason ?? 'usable', rule].filter(Boolean).join(' '),
    ]),
  );
}

describe('who may serve', () => {
  it.each<[string, Record<string, string>, (drawn: Drawn) => Drawn]>([
    ['all', { dc: 'usable', shop: 'usable' }, (drawn) => drawn],
    ['offline', { dc: 'offline', shop: 'usable' }, (drawn) => withNode(drawn, 'dc', { online: false })],
    [
      'excluded-by-order',
      { dc: 'excluded-by-order', shop: 'usable' },
      (drawn) => ({ ...drawn, order: { ...drawn.order, excludedNodes: ['dc'] } }),
    ],
    [
      'not-pinned',
      { dc: 'not-pinned', shop: 'usable' },
      (drawn) => ({ ...drawn, order: { ...drawn.order, pinnedNodes: ['shop'] } }),
    ],
    [
      'not-pinned, by line',
      { dc: 'not-pinned', shop: 'usable' },
      (drawn) => withLine(drawn, 'tea', { pinnedNodes: ['shop'] }),
    ],
    [
      'missing-capability',
      { dc: 'missing-capability', shop: 'usable' },
      (drawn) =>
        withNode(withLine(drawn, 'tea', { capabilities: ['cold'] }), 'shop', { capabilities: ['wrap', 'cold'] }),
    ],
    ['node-full', { dc: 'node-full', shop: 'usable' }, (drawn) => withNode(drawn, 'dc', { capacityUnits: 0 })],
    [
      'no-rate',
      { dc: 'no-rate', shop: 'usable' },
      (drawn) => {
        drawn.network.rateCards[0].bands = [{ upToKm: 100, base: 500 }];
        return drawn;
      },
    ],
    [
      'unknown-weight',
      { dc: 'unknown-weight', shop: 'usable' },
      (drawn) => {
        drawn.network.rateCards[0].bands = [{ base: 500, perKg: 1 }];
        return drawn;
      },
    ],
    [
      'unknown-transit',
      { dc: 'unknown-transit', shop: 'usable' },
      (drawn) => {
        drawn.network.services[0].transit = { bands: [{ upToKm: 100, days: 1 }] };
        drawn.rules = { lateness: { perUnitDay: 1 } };
        drawn.order.needBy = '2026-03-09T12:00:00Z';
        return drawn;
      },
    ],
    [
      'no-price',
      { dc: 'no-price prices', shop: 'usable' },
      (drawn) => {
        const costTables = [
          { id: 'prices', by: 'sku' as const, nodes: ['dc', 'shop'], keys: ['tea'], perUnit: [[null], [3]] },
        ];
        return { ...drawn, rules: { costTables } };
      },
    ],
    [
      'excluded-by-rule',
      { dc: 'excluded-by-rule no-dc', shop: 'usable' },
      (drawn) => ({
        ...drawn,
        rules: { filters: [{ id: 'no-dc', exclude: { field: 'node.id', op: 'eq', value: 'dc' } }] },
      }),
    ],
  ])('%s', (_, expected, change) => {
    const drawn = change(draw(TWO, '2 tea'));
    expect(reasons(drawn)).toEqual(expected);
    const usable = Object.keys(expected).filter((node) => expected[node] === 'usable');
    expect(planVerified(drawn).shipments.map(({ node }) => node)).toEqual([usable[0]]);
  });

  it('unknown-distance, where a rate needs it', () => {
    const drawn = draw(TWO.replace('120 km', '? km'), '2 tea');
    expect(reasons(drawn)).toEqual({ dc: 'usable', shop: 'usable' });
    expect(planVerified(drawn).shipments[0]).toMatchObject({ node: 'dc', distanceMetres: null });
    drawn.network.rateCards[0].bands = [{ upToKm: 100, base: 500 }, { base: 600 }];
    expect(reasons(drawn)).toEqual({ dc: 'unknown-distance', shop: 'usable' });
    expect(planVerified(drawn).shipments[0].node).toBe('shop');
    drawn.rules = { unknownDistance: 'last' };
    expect(planVerified(drawn).shipments[0]).toMatchObject({
      node: 'dc',
      distanceMetres: null,
      cost: { shipping: 600 },
    });
  });

  it('looks only at nodes that hold at least one unit', () => {
    const drawn = draw('dc  1 km  500  tea 5\nshop  1 km  400  cup 5', '1 tea');
    expect(Object.keys(reasons(drawn))).toEqual(['dc']);
  });
});

describe('a condition', () => {
  const store = { kind: 'store', groups: ['north', 'malls'], attributes: { open: true, size: 40, tags: ['x'] } };

  /** Whether the condition holds for a node like `store`, seen by whether a filter lets it through. */
  function holds(condition: Condition, order: Partial<OrderInput> = {}): boolean {
    const drawn = withNode(draw('shop  3 km  700  tea 5', '2 tea', order), 'shop', store);
    return planVerified({ ...drawn, rules: { filters: [{ id: 'f', require: condition }] } }).status === 'complete';
  }

  it.each<[Condition, boolean]>([
    [{ field: 'node.kind', op: 'eq', value: 'store' }, true],
    [{ field: 'node.kind', op: 'ne', value: 'store' }, false],
    [{ field: 'node.kind', op: 'in', value: ['vendor', 'store'] }, true],
    [{ field: 'node.kind', op: 'notIn', value: ['vendor', 'store'] }, false],
    [{ field: 'node.kind', op: 'prefix', value: 'sto' }, true],
    [{ field: 'node.groups', op: 'contains', value: 'north' }, true],
    [{ field: 'node.groups', op: 'eq', value: 'north' }, true],
    [{ field: 'node.groups', op: 'in', value: ['south', 'malls'] }, true],
    [{ field: 'node.groups', op: 'ne', value: 'south' }, true],
    [{ field: 'node.groups', op: 'prefix', value: 'nor' }, false],
    [{ field: 'node.attributes.open', op: 'eq', value: true }, true],
    [{ field: 'node.attributes.size', op: 'ge', value: 40 }, true],
    [{ field: 'node.attributes.size', op: 'lt', value: 40 }, false],
    [{ field: 'node.attributes.size', op: 'gt', value: '3' }, false],
    [{ field: 'node.attributes.tags', op: 'contains', value: 'x' }, true],
    [{ field: 'node.kind', op: 'le', value: 'store' }, true],
    [{ field: 'node.region', op: 'eq', value: 'x' }, false],
    [{ field: 'node.region', op: 'ne', value: 'x' }, true],
    [{ field: 'node.region', op: 'notIn', value: ['x'] }, true],
    [{ field: 'node.region', op: 'exists', value: false }, true],
    [{ field: 'node.kind', op: 'exists', value: false }, false],
    [{ field: 'node.attributes.constructor', op: 'exists', value: true }, false],
    [{ field: 'service.id', op: 'eq', value: 'ground' }, true],
    [{ field: 'line.sku', op: 'eq', value: 'tea' }, true],
    [{ field: 'line.quantity', op: 'le', value: 1 }, false],
    [{ field: 'order.id', op: 'eq', value: 'order' }, true],
    [{ field: 'destination.place', op: 'eq', value: 'home' }, true],
    [{ field: 'distanceKm', op: 'le', value: 3 }, true],
    [{ field: 'distanceKm', op: 'lt', value: 3 }, false],
    [{ all: [] }, true],
    [{ any: [] }, false],
    [{ not: { any: [] } }, true],
  ])('%j → %s', (condition, expected) => {
    expect(holds(condition)).toBe(expected);
    expect(holds({ not: condition })).toBe(!expected);
    expect(holds({ all: [condition, { field: 'line.quantity', op: 'eq', value: 2 }] })).toBe(expected);
    expect(holds({ any: [condition, { field: 'order.channel', op: 'eq', value: 'web' }] })).toBe(expected);
  });

  it('is decided anew for an order that differs in what it reads', () => {
    const drawn = draw(TWO, '2 tea');
    const isStaff = { field: 'order.attributes.staff', op: 'eq', value: true } as const;
    const rules: RulesInput = {
      filters: [{ id: 'staff-from-shop', exclude: { all: [isStaff, { field: 'node.id', op: 'eq', value: 'dc' }] } }],
    };
    const planner = createRouter({ ...drawn, rules }).withInventory(drawn.inventory);
    const nodeFor = (attributes: object) =>
      planner.plan({ ...drawn.order, attributes: { ...attributes } }, { asOf: drawn.asOf }).shipments[0].node;
    expect([nodeFor({}), nodeFor({ staff: true }), nodeFor({ staff: false })]).toEqual(['dc', 'shop', 'dc']);
  });
});

describe('costs by rule', () => {
  const isShop = { field: 'node.id', op: 'eq', value: 'shop' } as const;
  const isTea = { field: 'line.sku', op: 'eq', value: 'tea' } as const;

  it('count per shipment, line, unit and unit-kilometre, where the condition holds', () => {
    const rules: RulesInput = {
      costs: [
        { id: 'pick-up fee', when: isShop, perShipment: 11 },
        { id: 'gift', when: { all: [isShop, isTea] }, perLine: 2, perUnit: 0.5 },
        { id: 'freight', perUnitKm: 0.001 },
      ],
    };
    const plan = planVerified(draw('shop  3 km  700  tea 5, cup 5', '2 tea, 1 cup', {}, rules));
    // 11 + 2 + 2 × 0.5 + 3 units × 3 km × 0.001
    expect(plan.shipments[0].cost).toMatchObject({ shipping: 700, rules: 14, exact: 700_000 + 14_009 });
  });

  it('round the price of a unit over its distance half-up', () => {
    const rules: RulesInput = { costs: [{ id: 'freight', perUnitKm: 0.001 }] };
    const drawn = draw('shop  1 km  700  tea 5', '3 tea', {}, rules);
    drawn.network.distance = { kind: 'matrix', nodes: ['shop'], places: ['home'], metres: [[1500]] };
    expect(planVerified(drawn).shipments[0].cost.exact).toBe(700_000 + 3 * 2);
  });

  it('read prices of node and SKU, or node and line, from a table', () => {
    const table = { id: 't', nodes: ['shop', 'dc'], keys: ['tea'], perUnit: [[0], [150.5]] };
    const bySku = draw(TWO, '2 tea', {}, { costTables: [{ ...table, by: 'sku' }] });
    expect(sketch(bySku)).toEqual(['shop ships 2 tea for 700']);
    const cheaper = { ...table, perUnit: [[0], [99.999]] };
    const byLine = draw(TWO, '2 tea', {}, { costTables: [{ ...cheaper, by: 'line' }] });
    expect(planVerified(byLine).shipments[0]).toMatchObject({ node: 'dc', cost: { rules: 200, exact: 699_998 } });
  });

  it('make a pair without a price ineligible, unless missing is free', () => {
    const table = { id: 't', by: 'sku' as const, nodes: ['shop'], keys: ['cup'], perUnit: [[1]] };
    expect(sketch(draw(TWO, '2 tea', {}, { costTables: [table] }))).toEqual(['unfilled 2 tea: no-eligible-stock']);
    const free = draw(TWO, '2 tea', {}, { costTables: [{ ...table, missing: 'free' }] });
    expect(sketch(free)).toEqual(['dc ships 2 tea for 500']);
  });
});

describe('tiers', () => {
  const list = (perUnit?: number) => [
    {
      id: 'stores',
      nodes: { field: 'node.id', op: 'eq', value: 'shop' } as const,
      ...(perUnit === undefined ? {} : { perUnit: 0 }),
    },
    {
      id: 'centres',
      nodes: { field: 'node.id', op: 'prefix', value: 'd' } as const,
      ...(perUnit === undefined ? {} : { perUnit }),
    },
  ];

  it('hard: a later tier only for what an earlier one cannot fill', () => {
    const drawn = draw(TWO, '7 tea', {}, { tiers: { mode: 'hard', list: list() } });
    expect(sketch(drawn)).toEqual(['dc ships 2 tea for 500', 'shop ships 5 tea for 700']);
    expect(planVerified(drawn).proof.levels.map(({ goal, value }) => [goal, value])).toEqual([
      ['unfilled', 0],
      ['tiers≤1', 2],
      ['tiers≤2', 0],
      ['cost', 1_200_000],
    ]);
  });

  it('hard, with nodes of no tier after the last', () => {
    const drawn = draw(`${TWO}\n  other  1 km  10  tea 9`, '12 tea', {}, { tiers: { mode: 'hard', list: list() } });
    expect(sketch(drawn)).toEqual(['dc ships 5 tea for 500', 'other ships 2 tea for 10', 'shop ships 5 tea for 700']);
    expect(planVerified(drawn).proof.levels.map(({ goal }) => goal)).toEqual([
      'unfilled',
      'tiers≤1',
      'tiers≤2',
      'cost',
    ]);
  });

  it('soft: a tier is a cost per unit, and nodes of no tier pay the last', () => {
    const soft = (perUnit: number): RulesInput => ({ tiers: { mode: 'soft', list: list(perUnit) } });
    expect(sketch(draw(TWO, '2 tea', {}, soft(99)))).toEqual(['dc ships 2 tea for 698']);
    expect(sketch(draw(TWO, '2 tea', {}, soft(101)))).toEqual(['shop ships 2 tea for 700']);
    const other = `other  1 km  550  tea 9\n${TWO}`;
    expect(sketch(draw(other, '2 tea', {}, soft(60)))).toEqual(['dc ships 2 tea for 620']);
  });

  it('and priorities can be levels of their own', () => {
    const levels = (goal: 'tier' | 'priority'): RulesInput => ({
      objective: [{ goal: 'unfilled' }, { goal }, { goal: 'cost' }],
      tiers: { mode: 'soft', list: list(0) },
    });
    expect(sketch(draw(TWO, '2 tea', {}, levels('tier')))).toEqual(['shop ships 2 tea for 700']);
    const ranked = `dc    120 km  500  tea 5  priority 2
                    shop    3 km  700  tea 5  priority 1`;
    expect(sketch(draw(ranked, '2 tea', {}, levels('priority')))).toEqual(['shop ships 2 tea for 700']);
  });
});

describe('instants', () => {
  function drawnWith(transit: object, minutes = 0): Drawn {
    const drawn = draw(`dc  120 km  500  tea 5  minutes ${minutes}`, '2 tea', {
      destination: { place: 'home', country: 'FR', postalCode: '75011' },
      needBy: '2026-03-02T12:00:00Z',
    });
    drawn.network.services[0].transit = transit;
    drawn.rules = { lateness: { perUnitDay: 10 } };
    return drawn;
  }

  it.each([
    [
      {
        lanes: [
          { to: { country: 'DE' }, days: 1 },
          { to: { postalPrefix: '75' }, days: 2 },
        ],
      },
      0,
      1,
    ],
    [
      {
        lanes: [
          { node: 'dc', to: {}, days: 1 },
          { to: {}, days: 5 },
        ],
      },
      0,
      0,
    ],
    [
      {
        lanes: [
          { to: {}, days: 5 },
          { node: 'dc', to: {}, days: 1 },
        ],
      },
      0,
      4,
    ],
    [{ bands: [{ upToKm: 120, days: 1 }, { days: 3 }] }, 0, 0],
    [{ bands: [{ upToKm: 119.999, days: 1 }, { days: 3 }] }, 0, 2],
    [{ bands: [{ days: 1 }] }, 1, 1],
    [{ lanes: [{ to: { region: 'x' }, days: 1 }], bands: [{ days: 2 }] }, 0, 1],
  ])('%j, %d minutes: %d days late', (transit, minutes, late) => {
    const [shipment] = planVerified(drawnWith(transit, minutes)).shipments;
    expect(shipment.lines[0].lateDays).toBe(late);
    expect(shipment.cost.lateness).toBe(2 * late * 10);
  });

  it('take lines that travel as one to their own dates', () => {
    const drawn = drawnWith({ bands: [{ days: 3 }] });
    const line = { sku: 'tea', quantity: 1, shipTogether: 'box' };
    drawn.order.lines = [
      { ...line, id: 'soon', needBy: '2026-03-03T00:00:00Z' },
      { ...line, id: 'later', quantity: 2 },
      { ...line, id: 'whenever', needBy: '2026-04-01T00:00:00Z' },
    ];
    const [shipment] = planVerified(drawn).shipments;
    expect(shipment.lines.map(({ line: id, lateDays }) => [id, lateDays])).toEqual([
      ['later', 2],
      ['soon', 2],
      ['whenever', 0],
    ]);
    expect(shipment.cost.lateness).toBe(60);
  });
});

describe('what a person is told and what the search reads', () => {
  it('are the same for every pair of random worlds', () => {
    let pairs = 0;
    let refused = 0;
    for (let seed = 0; seed < 400; seed += 1) {
      const { network, inventory, order, asOf, rules: drawn } = seededWorld(seed, { dated: false });
      const rules = { ...drawn, policies: (drawn.policies ?? []).filter(({ shipTogether }) => !shipTogether) };
      const lines = order.lines.map(({ shipTogether: _, ...line }) => line);
      const planner = createRouter({ network, rules }).withInventory(inventory);
      const alone = { ...order, lines };
      const problem = planner.prepare(alone, { asOf });
      // Departures are what may serve: there are no others to be told apart.
      if (problem.starts !== null) continue;
      const nodes = [...network.nodes].sort((a, b) => (a.id < b.id ? -1 : 1));
      const sorted = [...lines].sort((a, b) => (a.id < b.id ? -1 : 1));
      for (const told of planner.eligibility(alone, { asOf })) {
        const line = problem.lines[sorted.findIndex(({ id }) => id === told.line)];
        for (const { node, services } of told.nodes) {
          const place = nodes.findIndex(({ id }) => id === node);
          const first = problem.nodeSourceStart[place];
          if (problem.nodeSourceStart[place + 1] === first) continue;
          const read = services.map((_, service) => {
            const source = first + service;
            return problem.columns.usable[source] === 1 && (line.mask === null || line.mask[source] === 1);
          });
          expect(read, `seed ${seed}, ${told.line}, ${node}`).toEqual(
            services.map(({ reason }) => reason === undefined),
          );
          pairs += read.length;
          refused += read.filter((usable) => !usable).length;
        }
      }
    }
    expect(pairs).toBeGreaterThan(1500);
    expect(refused).toBeGreaterThan(300);
  });
});
