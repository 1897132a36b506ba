/** Prices by quantity, credits, templates, protected stock, stock of channels: stories, each plan verified. */
import { ConflictError, createRouter, InputError, planOrder, priceTemplates, verifyPlan } from 'order-sourcing';
import { describe, expect, it } from 'vitest';
import type { CostFunction, CostRuleInput, PositionInput, RuleFunctions, RulesInput } from '../src/model/types';
import { type Drawn, draw, planVerified, sketch, withLine } from './drawn';
import { seededWorld } from './worlds';

const TWO = `dc    120 km  500  tea 5
             shop    3 km  700  tea 5`;

function withNode(drawn: Drawn, id: string, more: object): Drawn {
  const nodes = drawn.network.nodes.map((node) => (node.id === id ? { ...node, ...more } : node));
  return { ...drawn, network: { ...drawn.network, nodes } };
}

function withPosition(drawn: Drawn, node: string, more: Partial<PositionInput>): Drawn {
  const inventory = drawn.inventory.map((each) => (each.node === node ? { ...each, ...more } : each));
  return { ...drawn, inventory };
}

function priced(drawn: Drawn, ...costs: CostRuleInput[]): Drawn {
  return { ...drawn, rules: { ...drawn.rules, costs } };
}

/** What the rules add at the dc, in 1/1000 minor unit, where only the dc may ship. */
function ruleMilli(drawn: Drawn): number {
  const plan = planVerified({ ...drawn, order: { ...drawn.order, pinnedNodes: ['dc'] } });
  return plan.cost.exact - 500_000;
}

describe('a price times a factor', () => {
  const by = (of: string, curve: [number, number][], more: object = {}): CostRuleInput => ({
    id: 'priced',
    perUnit: 10,
    times: { of, shape: 'linear', curve, ...more },
  });
  const LINE: [number, number][] = [
    [100, 1],
    [200, 2],
  ];

  it.each<[string, CostRuleInput, number]>([
    ['between two points in proportion', by('distanceKm', LINE), 12_000],
    [
      'before the first point flat',
      by('distanceKm', [
        [130, 3],
        [140, 4],
      ]),
      30_000,
    ],
    [
      'after the last point flat',
      by('distanceKm', [
        [1, 3],
        [2, 4],
      ]),
      40_000,
    ],
    [
      'by steps, the last that is reached',
      by(
        'distanceKm',
        [
          [0, 1],
          [120, 2],
          [120.001, 3],
        ],
        { shape: 'steps' },
      ),
      20_000,
    ],
    ['rounded half-up, once', { ...by('distanceKm', [[0, 0.000_05]]), perUnit: 10 }, 1],
    ['a credit rounded half-up, too', { ...by('distanceKm', [[0, 0.000_05]]), perUnit: -10 }, 0],
    ['over the way, rounded once', { id: 'way', perUnitKm: 0.001, times: by('distanceKm', [[0, 0.004_167]]).times }, 1],
    ['of several amounts', { ...by('distanceKm', LINE), perLine: 5, perShipment: 1 }, 12_000 + 6000 + 1200],
    [
      'with an exact product beyond 2^53',
      { ...by('distanceKm', [[0, 0.333_333]]), perUnit: 9_000_000_000.001 },
      2_999_997_000_000,
    ],
  ])('%s', (_, cost, milli) => {
    expect(ruleMilli(priced(draw(TWO, '1 tea'), cost))).toBe(milli);
  });

  it('where the quantity is unknown: nothing, or not from there', () => {
    const free = by('node.attributes.score', [[0, 1]], { missing: 'free' });
    const drawn = withNode(draw(TWO, '1 tea'), 'shop', { attributes: { score: 3 } });
    expect(sketch(priced(drawn, { ...free, perUnit: 1000 }))).toEqual(['dc ships 1 tea for 500']);
    const strict = by('node.attributes.score', [[0, 1]]);
    expect(sketch(priced(drawn, strict))).toEqual(['shop ships 1 tea for 710']);
    const word = withNode(drawn, 'dc', { attributes: { score: 'high' } });
    expect(sketch(priced(word, strict))).toEqual(['shop ships 1 tea for 710']);
    const planner = createRouter(priced(drawn, strict)).withInventory(drawn.inventory);
    expect(planner.eligibility(drawn.order, { asOf: drawn.asOf })[0].nodes[0]).toEqual({
      node: 'dc',
      units: 5,
      services: [{ service: 'ground', reason: 'no-price', rule: 'priced' }],
    });
  });

  it.each<[string, (drawn: Drawn) => Drawn]>([
    ['load', (drawn) => drawn],
    ['order.value', (drawn) => drawn],
    ['line.value', (drawn) => drawn],
    ['line.attributes.__proto__', (drawn) => drawn],
    ['node.attributes.constructor', (drawn) => drawn],
    ['weeksOfSupply', (drawn) => withPosition(drawn, 'dc', { weeklyDemand: 0 })],
    ['distanceKm', (drawn) => ({ ...drawn, order: { ...drawn.order, destination: {} } })],
  ])('names the rule where %s is unknown', (of, change) => {
    const drawn = priced(change(draw(TWO, '1 tea')), by(of, [[0, 1]]));
    const planner = createRouter(drawn).withInventory(drawn.inventory);
    for (const node of planner.eligibility(drawn.order, { asOf: drawn.asOf })[0].nodes)
      expect(node.services).toEqual([{ service: 'ground', reason: 'no-price', rule: 'priced' }]);
    expect(planVerified(drawn).status).toBe('nothing');
  });

  it('reads the stock before the order, and load and stock as they are now', () => {
    const scarce = by('available', [
      [1, 2],
      [5, 0],
    ]);
    const drawn = priced(draw(`dc 120 km 500 tea 5`, '4 tea'), scarce);
    expect(planVerified(drawn).cost.total).toBe(500);
    const planner = createRouter(drawn).withInventory(drawn.inventory);
    planner.commit(planner.plan(drawn.order, { asOf: drawn.asOf }));
    const order = { ...drawn.order, id: 'next', lines: [{ id: 'tea', sku: 'tea', quantity: 1 }] };
    expect(planner.plan(order, { asOf: drawn.asOf }).cost.total).toBe(520);
    const loaded = withNode(
      priced(draw(TWO, '1 tea'), {
        ...by('load', [
          [0, 0],
          [1, 1],
        ]),
        perShipment: 1000,
      }),
      'dc',
      {
        timeZone: 'UTC',
        capacityPerDay: { shipments: 4, units: 100 },
      },
    );
    const free = {
      ...loaded.rules.costs![0],
      times: {
        ...by(
          'load',
          [
            [0, 0],
            [1, 1],
          ],
          { missing: 'free' },
        ).times!,
      },
    };
    const day = createRouter({ ...loaded, rules: { costs: [free] } }).withInventory(loaded.inventory);
    const nodes = ['1', '2', '3'].map((id) => {
      const plan = day.plan({ ...loaded.order, id }, { asOf: loaded.asOf });
      day.commit(plan);
      return `${plan.shipments[0].node} ${plan.cost.total}`;
    });
    // The first shipment makes the day of the dc a quarter full: 250 and 2.5 more.
    expect(nodes).toEqual(['dc 500', 'shop 700', 'shop 700']);
  });

  it('counts each of several limits of a day, and the fullest decides', () => {
    const rule = by('load', [
      [0, 0],
      [1, 1],
    ]);
    const drawn = withNode(priced(draw('dc 120 km 500 tea 5', '1 tea'), rule), 'dc', {
      timeZone: 'UTC',
      capacityPerDay: { shipments: 3, units: 100 },
    });
    const world = { ...drawn, snapshot: { used: [{ node: 'dc', day: '2026-03-01', shipments: 1, units: 90 }] } };
    const plan = planOrder(world);
    expect(verifyPlan(plan, world)).toEqual([]);
    expect(plan.cost.exact).toBe(509_000);
  });
});

describe('a price by a function', () => {
  const calls: string[] = [];
  const functions: RuleFunctions = {
    costs: {
      far: {
        reads: 'node',
        factor: ({ node }) => {
          calls.push(`far ${node.id}`);
          return node.id === 'dc' ? 3 : 0.5;
        },
      },
      there: {
        reads: 'nodeDestination',
        factor: ({ node, destination }) => {
          calls.push(`there ${node.id} ${destination.country}`);
          return (node.id === 'dc' ? 12 : 2) / (destination.country === 'FR' ? 1 : 10);
        },
      },
      heavy: {
        reads: 'nodeLine',
        params: (given) => {
          const { most, ...rest } = (given ?? {}) as { readonly most?: unknown };
          if (typeof most === 'number' && Object.keys(rest).length === 0) return most;
          throw new Error('wants { most: a number }');
        },
        factor: ({ node, line }, most) => {
          calls.push(`heavy ${node.id} ${line.id}`);
          return Math.min(most, line.quantity);
        },
      } satisfies CostFunction<number>,
    },
  };
  const rule = (name: string, more: object = {}, params?: object): CostRuleInput => ({
    id: `by-${name}`,
    perUnit: 10,
    times: { function: name, ...(params === undefined ? {} : { params: params as never }) },
    ...more,
  });
  const costs = [rule('far'), rule('there', { perShipment: 1 }), rule('heavy', {}, { most: 1 })];

  it('is asked once for each node, node and destination, node and line, and judged by the same function', () => {
    const drawn = priced(draw(`${TWO.replace('tea 5', 'tea 5, cup 5')}`, '1 tea, 1 cup'), ...costs);
    const planner = createRouter(drawn, { functions }).withInventory(drawn.inventory);
    const seen = (act: () => void) => {
      calls.length = 0;
      act();
      return calls.length;
    };
    const orderTo = (country: string) => ({ ...drawn.order, destination: { place: 'home', country } });
    const plan = () => {
      const order = orderTo('FR');
      const made = planner.plan(order, { asOf: drawn.asOf });
      expect(verifyPlan(made, { ...drawn, order, functions })).toEqual([]);
    };
    expect(seen(() => createRouter(drawn, { functions }))).toBe(2);
    // Two nodes to the destination; three pairs of node and line that have stock.
    expect(seen(() => planner.plan(orderTo('FR'), { asOf: drawn.asOf }))).toBe(2 + 3);
    expect(seen(() => planner.plan(orderTo('FR'), { asOf: drawn.asOf }))).toBe(3);
    expect(seen(() => planner.plan(orderTo('DE'), { asOf: drawn.asOf }))).toBe(2 + 3);
    plan();
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, -1, 1e6 + 1, '3', undefined, null])(
    'refuses %s, naming rule and node',
    (answer) => {
      for (const reads of ['node', 'nodeDestination', 'nodeLine'] as const) {
        const wrong = { costs: { wrong: { reads, factor: () => answer } } } as unknown as RuleFunctions;
        const drawn = priced(draw(TWO, '1 tea'), rule('wrong'));
        expect(() => planOrder({ ...drawn, functions: wrong })).toThrow(
          /functions\.costs\.wrong.* must be a number from 0 to 1,000,000: asked by the rule "by-wrong" for the node "dc"/,
        );
      }
    },
  );

  it.each<[string, CostRuleInput, RegExp]>([
    [
      'no such function',
      rule('farr'),
      /times\.function: "farr" is not the name of a function that createRouter was given for costs\. Maybe "far"\?/,
    ],
    ['a name of JavaScript', rule('constructor'), /"constructor" is not the name of a function/],
    ['another kind of name', rule('__proto__'), /"__proto__" is not the name of a function/],
    ['params that it does not take', rule('far', {}, { a: 1 }), /params: .*is not for "far", which takes none/],
    ['wrong params', rule('heavy', {}, { most: 'all' }), /params: .*is refused by "heavy": wants \{ most: a number \}/],
    ['missing params', rule('heavy'), /params: .*is refused by "heavy": wants \{ most: a number \}/],
    [
      'a price per shipment by lines',
      rule('heavy', { perShipment: 3 }, { most: 1 }),
      /perShipment: 3 is per shipment, so it cannot be multiplied by the function "heavy"/,
    ],
  ])('refuses %s', (_, cost, message) => {
    expect(() => createRouter(priced(draw(TWO, '1 tea'), cost), { functions })).toThrow(message);
  });
});

describe('what a document may not say', () => {
  const issues = (rules: unknown) => {
    try {
      createRouter({ ...draw(TWO, '1 tea'), rules: rules as RulesInput });
    } catch (error) {
      expect(error).toBeInstanceOf(InputError);
      return (error as InputError).issues.map(({ code, message }) => `${code} ${message}`);
    }
    return [];
  };
  const times = (more: object) =>
    issues({ costs: [{ id: 'x', perUnit: 1, times: { of: 'load', shape: 'steps', curve: [[0, 1]], ...more } }] });

  it.each<[string, string[], string]>([
    [
      'a quantity that there is not',
      times({ of: 'moon' }),
      'times.of: "moon" not a quantity that prices can depend on',
    ],
    ['no points', times({ curve: [] }), 'times.curve'],
    [
      'points that do not ascend',
      times({
        curve: [
          [1, 1],
          [1, 2],
        ],
      }),
      'x must ascend',
    ],
    ['a factor below zero', times({ curve: [[1, -1]] }), 'times.curve[0][1]: -1'],
    ['NaN', times({ curve: [[Number.NaN, 1]] }), 'times.curve[0][0]: NaN'],
    ['too fine a factor', times({ curve: [[1, 0.000_000_1]] }), 'at most six decimals'],
    ['too many points', times({ curve: Array.from({ length: 1001 }, (_, x) => [x, 1]) }), 'times.curve'],
    [
      'a price per shipment by stock',
      issues({ costs: [{ id: 'x', perShipment: 1, times: { of: 'available', shape: 'steps', curve: [[0, 1]] } }] }),
      'cannot be multiplied by available',
    ],
    ['a credit per shipment', issues({ costs: [{ id: 'x', perShipment: -1 }] }), 'costs[0].perShipment: -1'],
    ['a credit per line', issues({ costs: [{ id: 'x', perLine: -1 }] }), 'costs[0].perLine: -1'],
    ['a credit per kilometre', issues({ costs: [{ id: 'x', perUnitKm: -1 }] }), 'costs[0].perUnitKm: -1'],
    ['protection of nothing', issues({ protection: [{ id: 'x' }] }), 'must have keepUnits or keepPercent'],
    [
      'protection by quantity',
      issues({ protection: [{ id: 'x', keepUnits: 1, when: { field: 'line.quantity', op: 'gt', value: 1 } }] }),
      '"line.quantity" cannot be read: stock is protected, by',
    ],
    [
      'protection by distance',
      issues({ protection: [{ id: 'x', keepUnits: 1, when: { field: 'distanceKm', op: 'gt', value: 1 } }] }),
      '"distanceKm" cannot be read',
    ],
    ['more than there is', issues({ protection: [{ id: 'x', keepPercent: 101 }] }), 'keepPercent: 101'],
    ['half units', issues({ protection: [{ id: 'x', keepUnits: 0.5 }] }), 'keepUnits: 0.5'],
    [
      'an id twice',
      issues({
        protection: [
          { id: 'x', keepUnits: 1 },
          { id: 'x', keepUnits: 2 },
        ],
      }),
      'is already at protection[0]',
    ],
  ])('%s', (_, found, message) => {
    expect(found.length).toBeGreaterThan(0);
    expect(found.join('\n')).toContain(message);
  });

  it('keeps a list of prices with points apart from the limit on conditions', () => {
    const curve = Array.from({ length: 1000 }, (_, x) => [x, 1]);
    const costs = Array.from({ length: 200 }, (_, id) => ({
      id: `c${id}`,
      perUnit: 1,
      times: { of: 'distanceKm', shape: 'steps', curve },
    }));
    expect(issues({ costs })).toEqual([]);
  });
});

describe('credits', () => {
  it('are part of the cost, and may make it less than nothing', () => {
    const drawn = priced(draw('dc 120 km 5 tea 5', '2 tea'), { id: 'mark-down', perUnit: -10.5 });
    expect(planVerified(drawn).cost).toMatchObject({ shipping: 5, rules: -21, total: -16, exact: -16_000 });
    const half = planVerified(priced(draw('dc 120 km 5 tea 5', '1 tea'), { id: 'mark-down', perUnit: -10.5 }));
    expect(half.cost).toMatchObject({ shipping: 5, rules: -10, total: -5, exact: -5500 });
  });

  it('fill what would else stay, where the cost comes first', () => {
    const drawn = { ...draw(TWO, '2 tea'), rules: { objective: 'landedCost', unfilled: { perUnit: 1 } } as RulesInput };
    expect(sketch(drawn)).toEqual(['unfilled 2 tea: dearer-than-unfilled']);
    const credit: CostRuleInput = { id: 'clear', perUnit: -400, when: { field: 'node.id', op: 'eq', value: 'shop' } };
    expect(sketch(priced(drawn, credit))).toEqual(['shop ships 2 tea for -100']);
  });

  it('of the same amount everywhere move no plan, in whatever objective', () => {
    let moved = 0;
    for (let seed = 0; seed < 120; seed += 1) {
      const world = seededWorld(seed);
      const costs = [...(world.rules.costs ?? []), { id: 'same everywhere', perUnit: -7 }];
      const before = planOrder(world);
      const after = planOrder({ ...world, rules: { ...world.rules, costs } });
      expect(verifyPlan(after, { ...world, rules: { ...world.rules, costs } })).toEqual([]);
      if (before.unfilled.length > 0 || after.unfilled.length > 0) continue;
      if (before.proof.levels.some(({ status }) => status === 'feasible')) continue;
      moved += 1;
      const units = world.order.lines.reduce((sum, { quantity }) => sum + quantity, 0);
      expect(after.shipments.map(({ node, service, lines }) => [node, service, lines])).toEqual(
        before.shipments.map(({ node, service, lines }) => [node, service, lines]),
      );
      expect(after.cost.exact).toBe(before.cost.exact - 7000 * units);
    }
    expect(moved).toBeGreaterThan(20);
  });

  it('say what is known of a search that was cut off', () => {
    let open = 0;
    for (let seed = 0; seed < 400 && open < 5; seed += 1) {
      const world = seededWorld(seed);
      const costs = [...(world.rules.costs ?? []), { id: 'one more', perUnit: -30 }];
      const rules = { ...world.rules, costs, budget: 0 };
      const plan = planOrder({ ...world, rules });
      expect(verifyPlan(plan, { ...world, rules })).toEqual([]);
      if (plan.proof.levels.some(({ goal, status }) => goal === 'cost' && status === 'feasible')) open += 1;
    }
    expect(open).toBe(5);
  });
});

describe('templates', () => {
  const when = { field: 'line.sku', op: 'eq' as const, value: 'tea' };

  it.each<[string, CostRuleInput, (drawn: Drawn) => Drawn, string]>([
    [
      'labour',
      priceTemplates.labour({ id: 'x', attribute: 'pick', per: 'unit', missing: 'free' }),
      (drawn) => withNode(drawn, 'dc', { attributes: { pick: 210.5 } }),
      'shop',
    ],
    [
      'labour, cheap enough',
      priceTemplates.labour({ id: 'x', attribute: 'pick', per: 'line', missing: 'free' }),
      (drawn) => withNode(drawn, 'dc', { attributes: { pick: 199 } }),
      'dc',
    ],
    [
      'labour of a group',
      priceTemplates.labourOfGroup({ id: 'x', group: 'slow', perUnit: 100, perLine: 101, when }),
      (drawn) => withNode(drawn, 'dc', { groups: ['slow'] }),
      'shop',
    ],
    [
      'scarcity',
      priceTemplates.scarcity({ id: 'x', perUnit: 300, units: 9 }),
      (drawn) => withPosition(drawn, 'dc', { onHand: 1 }),
      'dc',
    ],
    [
      'scarcity, nothing left but this',
      priceTemplates.scarcity({ id: 'x', perUnit: 600, units: 4 }),
      (drawn) => withPosition(drawn, 'dc', { onHand: 2 }),
      'shop',
    ],
    [
      'last units',
      priceTemplates.lastUnits({ id: 'x', perUnit: 201, units: 3 }),
      (drawn) => withPosition(drawn, 'dc', { onHand: 3 }),
      'shop',
    ],
    [
      'last units, one more',
      priceTemplates.lastUnits({ id: 'x', perUnit: 201, units: 3 }),
      (drawn) => withPosition(drawn, 'dc', { onHand: 4 }),
      'dc',
    ],
    [
      'weeks of supply',
      priceTemplates.weeksOfSupply({ id: 'x', perUnit: 500, scarce: 1, ample: 4, missing: 'free' }),
      (drawn) => withPosition(drawn, 'dc', { weeklyDemand: 2.5 }),
      'shop',
    ],
    [
      'mark-down',
      priceTemplates.markDownCredit({ id: 'x', credit: 201, ample: 10, excess: 50, missing: 'free' }),
      (drawn) => withPosition(drawn, 'shop', { weeklyDemand: 0.1 }),
      'shop',
    ],
    [
      'workload',
      priceTemplates.workloadBalance({ id: 'x', perShipment: 401, from: 0.5 }),
      (drawn) => withNode(drawn, 'dc', { timeZone: 'UTC', capacityPerDay: { shipments: 4 } }),
      'shop',
    ],
    [
      'reliability',
      priceTemplates.reliability({ id: 'x', attribute: 'rejects', rejection: 2010, missing: 'free' }),
      (drawn) => withNode(drawn, 'dc', { attributes: { rejects: 0.1 } }),
      'shop',
    ],
    ['carbon', priceTemplates.carbon({ id: 'x', gramsPerUnitKm: 85.5, pricePerKg: 20 }), (drawn) => drawn, 'shop'],
    [
      'carbon, cheap enough',
      priceTemplates.carbon({ id: 'x', gramsPerUnitKm: 85, pricePerKg: 20 }),
      (drawn) => drawn,
      'dc',
    ],
  ])('%s', (_, rule, change, node) => {
    expect(JSON.parse(JSON.stringify(rule))).toEqual(rule);
    const world = {
      ...priced(change(draw(TWO, '1 tea')), rule),
      snapshot: {
        used: change(draw(TWO, '1 tea')).network.nodes[0].capacityPerDay
          ? [{ node: 'dc', day: '2026-03-01', shipments: 3 }]
          : [],
      },
    };
    const plan = planOrder(world);
    expect(verifyPlan(plan, world)).toEqual([]);
    expect(plan.shipments.map((shipment) => shipment.node)).toEqual([node]);
  });
});

describe('protected stock', () => {
  const keep = (drawn: Drawn, ...protection: NonNullable<RulesInput['protection']>): Drawn => ({
    ...drawn,
    rules: { protection },
  });

  it('is kept in units and in percent of what is on hand, rounded up; the most counts', () => {
    expect(sketch(keep(draw(TWO, '5 tea'), { id: 'two', keepUnits: 2 }))).toEqual([
      'dc ships 2 tea for 500',
      'shop ships 3 tea for 700',
    ]);
    expect(sketch(keep(draw(TWO, '9 tea'), { id: 'p', keepPercent: 50, keepUnits: 1 }))).toEqual([
      'dc ships 2 tea for 500',
      'shop ships 2 tea for 700',
      'unfilled 5 tea: no-eligible-stock',
    ]);
    expect(sketch(keep(draw(TWO, '1 tea'), { id: 'all', keepPercent: 100 }))).toEqual([
      'unfilled 1 tea: no-eligible-stock',
    ]);
    expect(sketch(keep(draw(TWO, '1 tea'), { id: 'more', keepUnits: 1e9 }))).toEqual([
      'unfilled 1 tea: no-eligible-stock',
    ]);
  });

  it('by node, channel, and line; where lines share a SKU the strictest holds for all', () => {
    const web = { field: 'order.channel', op: 'eq' as const, value: 'web' };
    const shops = { field: 'node.id', op: 'eq' as const, value: 'dc' };
    const rule = { id: 'r', keepUnits: 5, when: { all: [web, shops] } };
    expect(sketch(keep(draw(TWO, '1 tea', { channel: 'web' }), rule))).toEqual(['shop ships 1 tea for 700']);
    expect(sketch(keep(draw(TWO, '1 tea', { channel: 'shop' }), rule))).toEqual(['dc ships 1 tea for 500']);
    const gift = {
      id: 'g',
      keepUnits: 4,
      when: { field: 'line.attributes.gift' as const, op: 'eq' as const, value: true },
    };
    const lines = [
      { id: '1', sku: 'tea', quantity: 1, attributes: { gift: true } },
      { id: '2', sku: 'tea', quantity: 1 },
    ];
    const two = keep(draw('dc 120 km 500 tea 5', '1 tea', { lines }), gift);
    expect(sketch(two)[0]).toBe('dc ships 1 1 for 500');
    expect(sketch(keep(draw('dc 120 km 500 tea 5', '1 tea', { lines: [lines[1]] }), gift))).toEqual([
      'dc ships 1 2 for 500',
    ]);
  });

  it('keeps parts of kits, by what is said of the kit', () => {
    const rule = { id: 'r', keepUnits: 3, when: { field: 'line.sku', op: 'eq' as const, value: 'box' } };
    const kit = [{ sku: 'tea', quantity: 2 }];
    const drawn = keep(draw('dc 120 km 500 tea 5', '2 box'), rule);
    expect(sketch(withLine(drawn, 'box', { kit }))).toEqual([
      'dc ships 1 box for 500',
      'unfilled 1 box: no-eligible-stock',
    ]);
  });

  it('shows in eligibility, and in stock that is on its way', () => {
    const drawn = keep(draw(TWO, '1 tea'), { id: 'r', keepUnits: 4 });
    const planner = createRouter(drawn).withInventory(drawn.inventory);
    expect(planner.eligibility(drawn.order, { asOf: drawn.asOf })[0].nodes.map(({ units }) => units)).toEqual([1, 1]);
    const later = withPosition(keep(draw('dc 120 km 500 tea 2', '2 tea'), { id: 'r', keepUnits: 1 }), 'dc', {
      inbound: [{ at: '2026-03-05T12:00:00Z', units: 3 }],
    });
    const plan = planVerified(later);
    expect(plan.shipments.map(({ start }) => start)).toEqual(['2026-03-05T12:00:00.000Z']);
  });
});

describe('stock of channels', () => {
  const drawn = withPosition(draw('dc 120 km 500 tea 5', '5 tea'), 'dc', {
    allocations: [
      { channel: 'web', units: 2 },
      { channel: 'shop', units: 1 },
    ],
  });
  const orderOf = (id: string, quantity: number, channel?: string) => ({
    ...drawn.order,
    id,
    ...(channel === undefined ? {} : { channel }),
    lines: [{ id: 'tea', sku: 'tea', quantity }],
  });
  const shippable = (channel?: string) => {
    const world = { ...drawn, order: orderOf('o', 9, channel) };
    const plan = planOrder(world);
    expect(verifyPlan(plan, world)).toEqual([]);
    return plan.shipments.flatMap(({ lines }) => lines).reduce((sum, { quantity }) => sum + quantity, 0);
  };

  it('is for the orders of that channel only', () => {
    expect([shippable('web'), shippable('shop'), shippable('b2b'), shippable()]).toEqual([4, 3, 2, 2]);
  });

  it('is used up by commits of its channel first, and given back', () => {
    const planner = createRouter(drawn).withInventory(drawn.inventory);
    const at = { asOf: drawn.asOf };
    const before = planner.positions(['tea']);
    const first = planner.plan(orderOf('1', 1, 'web'), at);
    expect(first.claims.stock[0].channel).toBe('web');
    planner.commit(first);
    expect(planner.positions(['tea'])[0]).toMatchObject({
      onHand: 5,
      reserved: 1,
      allocations: [
        { channel: 'shop', units: 1 },
        { channel: 'web', units: 1 },
      ],
    });
    planner.commit(planner.plan(orderOf('2', 2, 'web'), at));
    expect(planner.positions(['tea'])[0].allocations).toEqual([{ channel: 'shop', units: 1 }]);
    // Two are left, one of them for the shop.
    expect(planner.plan(orderOf('3', 2), at).unfilled[0].quantity).toBe(1);
    const reloaded = createRouter(drawn).withInventory(planner.positions(['tea']));
    expect(reloaded.plan(orderOf('3', 2), at).unfilled[0].quantity).toBe(1);
    expect(reloaded.plan(orderOf('3', 2, 'shop'), at).unfilled).toEqual([]);
    planner.release('2');
    planner.release('1');
    expect(planner.positions(['tea'])).toEqual(before);
  });

  it('is not eaten by a commit that was planned before it was set aside', () => {
    const planner = createRouter(drawn).withInventory([{ node: 'dc', sku: 'tea', onHand: 5 }]);
    const plan = planner.plan(orderOf('1', 4, 'b2b'), { asOf: drawn.asOf });
    const set = { allocations: [{ channel: 'web', units: 2 }], weeklyDemand: 3 };
    planner.update([{ node: 'dc', sku: 'tea', set }], { revision: 2 });
    expect(() => planner.commit(plan)).toThrow(ConflictError);
    expect(() => planner.commit(plan)).toThrow(/dc × tea: 4 asked, 3 available/);
    expect(planner.positions(['tea'])[0]).toEqual({
      node: 'dc',
      sku: 'tea',
      onHand: 5,
      reserved: 0,
      safetyStock: 0,
      ...set,
    });
    planner.update([{ node: 'dc', sku: 'tea', set: { allocations: [] } }], { revision: 3 });
    expect(planner.commit(plan)).toBe(true);
  });

  it('held by plans elsewhere counts for the judge', () => {
    const world = { ...drawn, order: orderOf('o', 3) };
    const start = '2026-03-01T12:00:00.000Z';
    const claims = [{ node: 'dc', sku: 'tea', start, units: 2, channel: 'web' }];
    const planner = createRouter(world).withInventory(world.inventory);
    planner.commit({ ...planner.plan(orderOf('w', 2, 'web'), { asOf: drawn.asOf }) });
    const plan = planner.plan(world.order, { asOf: drawn.asOf });
    expect(plan.unfilled[0].quantity).toBe(1);
    expect(verifyPlan(plan, { ...world, claims })).toEqual([]);
    const greedy = planOrder({ ...world, inventory: [{ node: 'dc', sku: 'tea', onHand: 5 }] });
    expect(verifyPlan(greedy, world).map(({ code }) => code)).toEqual(['stock']);
    const other = {
      ...plan,
      claims: { ...plan.claims, stock: plan.claims.stock.map((each) => ({ ...each, channel: 'web' })) },
    };
    expect(verifyPlan(other, { ...world, claims }).map(({ code }) => code)).toEqual(['claims']);
  });

  it.each<[string, unknown, string]>([
    ['no list', 3, 'allocations: 3 must be a list of at most 1000'],
    ['no channel', [{ units: 1 }], 'allocations[0].channel: must be text'],
    ['half a unit', [{ channel: 'web', units: 0.5 }], 'allocations[0].units: 0.5 must be a whole number'],
    [
      'a channel twice',
      [
        { channel: 'web', units: 1 },
        { channel: 'web', units: 1 },
      ],
      'is already at inventory[0].allocations[0]',
    ],
    ['another key', [{ channel: 'web', units: 1, from: 1 }], 'allocations[0].from: is not a known key'],
    ['nothing', [null], 'allocations[0].channel'],
  ])('is refused where it is %s', (_, allocations, message) => {
    const position = { node: 'dc', sku: 'tea', onHand: 1, allocations } as PositionInput;
    expect(() => createRouter(drawn).withInventory([position])).toThrow(message);
  });

  it('weekly demand comes by position and by column', () => {
    const columns = { nodes: ['dc'], skus: ['tea'], node: [0], sku: [0], onHand: [5], weeklyDemand: [2.5] };
    const planner = createRouter(drawn).withInventory(columns);
    expect(planner.positions(['tea'])[0].weeklyDemand).toBe(2.5);
    for (const weeklyDemand of [-1, Number.NaN, 0.0001, 1e10, '3'])
      expect(() =>
        createRouter(drawn).withInventory([{ node: 'dc', sku: 'tea', onHand: 1, weeklyDemand } as PositionInput]),
      ).toThrow(/weeklyDemand/);
    expect(() => createRouter(drawn).withInventory({ ...columns, weeklyDemand: [1, 2] })).toThrow(/weeklyDemand/);
    expect(() => createRouter(drawn).withInventory({ ...columns, weeklyDemand: [-2] })).toThrow(/weeklyDemand/);
  });
});
