/** Bad input: every issue at once, with path, value and hint; hostile input; nothing half applied. */
import { createRouter, InputError, LimitError, planOrder, SourcingError } from 'order-sourcing';
import { describe, expect, it } from 'vitest';
import type { NetworkInput, OrderInput, RulesInput } from '../src/model/types';
import { draw } from './drawn';

const AS_OF = { asOf: '2026-03-01T12:00:00Z' };

function drawn() {
  return draw('dc  120 km  500  tea 5\nshop  3 km  300  tea 1', '2 tea');
}

/** `code path: message` of every issue. */
function issuesOf(run: () => unknown): string[] {
  try {
    run();
  } catch (error) {
    if (error instanceof InputError) return error.issues.map(({ code, message }) => `${code} ${message}`);
    throw error;
  }
  return [];
}

function networkIssues(change: (network: NetworkInput) => void): string[] {
  const { network, rules } = drawn();
  change(network);
  return issuesOf(() => createRouter({ network, rules }));
}

function rulesIssues(rules: unknown): string[] {
  return issuesOf(() => createRouter({ network: drawn().network, rules: rules as RulesInput }));
}

function orderIssues(change: object, line: object = {}, rules: RulesInput = {}): string[] {
  const { network, inventory, order } = drawn();
  const planner = createRouter({ network, rules }).withInventory(inventory);
  const bad = { ...order, lines: [{ ...order.lines[0], ...line }], ...change } as OrderInput;
  return issuesOf(() => planner.plan(bad, AS_OF));
}

function inventoryIssues(inventory: unknown): string[] {
  const { network, rules } = drawn();
  return issuesOf(() => createRouter({ network, rules }).withInventory(inventory as never));
}

describe('a network', () => {
  it('says everything that is wrong at once, of the rules too', () => {
    const { network } = drawn();
    const bad = { ...network, currency: 'euro', nodes: [{ id: 'dc', onlin: true }, { id: '' }], services: 7 };
    const issues = issuesOf(() => createRouter({ network: bad as never, rules: { objectiv: 'landedCost' } as never }));
    expect(issues).toEqual([
      'invalid network.currency: "euro" three capital letters, as in ISO 4217.',
      'unknown-key network.nodes[0].onlin: is not a known key. Maybe "online"?',
      expect.stringContaining('invalid network.nodes[1].id: ""'),
      expect.stringContaining('invalid network.services: 7'),
      'unknown-key rules.objectiv: is not a known key. Maybe "objective"?',
    ]);
  });

  it('gives paths that machines can follow', () => {
    const { network } = drawn();
    try {
      createRouter({ network: { ...network, currency: 7 } as never, rules: { version: 1 } as never });
      expect.unreachable();
    } catch (error) {
      expect(SourcingError.is(error)).toBe(true);
      expect((error as InputError).issues.map(({ path }) => path)).toEqual([
        ['network', 'currency'],
        ['rules', 'version'],
      ]);
    }
  });

  it('finds duplicates, with both places', () => {
    const issues = networkIssues((network) => {
      network.nodes = [...network.nodes, { id: 'dc' }];
      network.services = [...network.services, ...network.services];
    });
    expect(issues).toEqual([
      'duplicate network.nodes[2].id: "dc" is already at nodes[0].',
      'duplicate network.services[1].id: "ground" is already at services[0].',
    ]);
  });

  it('finds references to nothing, with a hint', () => {
    const issues = networkIssues((network) => {
      network.nodes[0].services = [{ id: 'groud' }, { id: 'ground', rateCard: 'card-dcc' }];
      network.services[0].transit = { lanes: [{ node: 'shpo', to: {}, days: 1 }] };
      network.services[0].rateCard = 'gold';
    });
    expect(issues).toEqual([
      'unknown-reference network.nodes[0].services[0].id: "groud" is not the id of a service. Maybe "ground"?',
      'unknown-reference network.nodes[0].services[1].rateCard: "card-dcc" is not the id of a rate card. Maybe "card-dc"?',
      'unknown-reference network.services[0].rateCard: "gold" is not the id of a rate card.',
      'unknown-reference network.services[0].transit.lanes[0].node: "shpo" is not the id of a node. Maybe "shop"?',
    ]);
  });

  it('finds bands that do not ascend or are open too early, and matrices that do not fit', () => {
    const issues = networkIssues((network) => {
      network.rateCards[0].bands = [{ base: 1 }, { upToKm: 9, base: 1 }, { upToKm: 9, base: 2 }];
      network.services[0].transit = { bands: [{ days: 1 }, { days: 2 }] };
      network.distance = { kind: 'matrix', nodes: ['dc', 'dc', 'moon'], places: ['home'], metres: [[1], [1, 2]] };
    });
    expect(issues).toEqual([
      'bands network.rateCards[0].bands[0]: is open, which only the last band may be.',
      'bands network.rateCards[0].bands[2].upToKm: 9 must be more than the band before it (9).',
      'bands network.services[0].transit.bands[0]: is open, which only the last band may be.',
      'duplicate network.distance.nodes[1]: "dc" is already at distance.nodes[0].',
      'unknown-reference network.distance.nodes[2]: "moon" is not the id of a node.',
      'shape network.distance.metres: a list of 2 must have 3 rows, one for each node.',
      'shape network.distance.metres[1]: a list of 2 must have 1 columns.',
    ]);
  });

  it('refuses numbers that are none', () => {
    const issues = networkIssues((network) => {
      network.nodes[0].capacityUnits = -1;
      network.nodes[1].processingMinutes = 1.5;
      network.rateCards[0].bands = [{ base: Number.NaN, perKg: 2 ** 60, upToKm: Number.POSITIVE_INFINITY }];
    });
    expect(issues.map((issue) => issue.split(' ').slice(0, 3).join(' '))).toEqual([
      'invalid network.nodes[0].capacityUnits: -1',
      'invalid network.nodes[1].processingMinutes: 1.5',
      'invalid network.rateCards[0].bands[0].upToKm: Infinity',
      'invalid network.rateCards[0].bands[0].base: NaN',
      'invalid network.rateCards[0].bands[0].perKg: 1152921504606847000',
    ]);
  });

  it('refuses a distance function beside a distance', () => {
    const { network, rules } = drawn();
    const issues = issuesOf(() => createRouter({ network, rules }, { distance: () => 1 }));
    expect(issues).toEqual([
      expect.stringContaining('invalid network.distance: is given, and a distance function too'),
    ]);
  });

  it('names the node whose distance function gives no number', () => {
    const { network, rules, inventory, order } = drawn();
    const { distance: _, ...rest } = network;
    const distance = ({ id }: { id: string }) => (id === 'dc' ? Number.NaN : 5);
    const planner = createRouter({ network: rest, rules }, { distance }).withInventory(inventory);
    expect(issuesOf(() => planner.plan(order, AS_OF))).toEqual([
      'invalid distance.dc: NaN must be whole metres from 0 to 1e9, or null where unknown.',
    ]);
  });
});

describe('what this version does not do', () => {
  it('is refused by name, never ignored', () => {
    const issues = networkIssues((network) => {
      Object.assign(network, { hubs: [] });
      Object.assign(network.nodes[0], { frozen: {} });
      Object.assign(network.rateCards[0], { expression: 'base * 2' });
    });
    expect(issues).toHaveLength(3);
    expect(issues.every((issue) => issue.startsWith('unsupported'))).toBe(true);
    expect(issues[0]).toBe(
      'unsupported network.nodes[0].frozen: an object asks for what this version does not do: stability.',
    );
    expect(orderIssues({ alternatives: 3 }, { substitutes: ['cup'], packMultiple: 6 })).toEqual([
      expect.stringContaining('unsupported order.lines[0].substitutes'),
      expect.stringContaining(
        'unsupported order.lines[0].packMultiple: 6 asks for what this version does not do: packs.',
      ),
      expect.stringContaining('unsupported order.alternatives'),
    ]);
    expect(rulesIssues({ minShipment: {} })).toEqual([expect.stringContaining('unsupported rules.minShipment')]);
    expect(rulesIssues({ costs: [{ id: 'mine', perUnit: () => 3 }] })).toEqual([
      'unsupported rules.costs[0].perUnit: a function asks for what this version does not do: functions.',
    ]);
    expect(inventoryIssues([{ node: 'dc', sku: 'tea', onHand: 1, packs: [] }])).toEqual([
      expect.stringContaining('unsupported inventory[0].packs'),
    ]);
  });
});

describe('other words for what this version does', () => {
  it('are unknown keys that say where it is written', () => {
    const issues = networkIssues((network) => {
      Object.assign(network.nodes[0], { openingHours: {}, cutOff: '17:00' });
      Object.assign(network.services[0], { pickUpDays: [1, 2], deliveryWindow: {} });
    });
    expect(issues).toEqual([
      'unknown-key network.nodes[0].openingHours: is not a known key. That is the calendar, the id of one of the calendars of the network.',
      'unknown-key network.nodes[0].cutOff: is not a known key.',
      'unknown-key network.services[0].pickUpDays: is not a known key. That is the pickUps of a service, or of a service of a node.',
      'unknown-key network.services[0].deliveryWindow: is not a known key. That is the delivery of a service.',
    ]);
    expect(orderIssues({ method: 'pickup' }, { group: 'gift' })).toEqual([
      'unknown-key order.lines[0].group: is not a known key. That is the deliveryGroup of a line.',
      'unknown-key order.method: is not a known key. That is the pickUpNode of an order or delivery group.',
    ]);
    expect(inventoryIssues([{ node: 'dc', sku: 'tea', onHand: 1, backorder: true }])).toEqual([
      'unknown-key inventory[0].backorder: is not a known key. That is the inbound of a position.',
    ]);
  });

  it('are unknown keys, with a hint where one is near', () => {
    const issues = networkIssues((network) => {
      Object.assign(network.nodes[0], {
        capacity: { perDay: 3 },
        capacityPerDays: { orders: 3 },
        procurmentPerUnit: 1,
      });
      Object.assign(network.rateCards[0], { weightBreaks: [], parcels: {}, surcharge: {}, fuelPercents: 1 });
      Object.assign(network.services[0], { reach: [] });
    });
    expect(issues).toEqual([
      'unknown-key network.nodes[0].capacity: is not a known key.',
      'unknown-key network.nodes[0].capacityPerDays: is not a known key. Maybe "capacityPerDay"?',
      'unknown-key network.nodes[0].procurmentPerUnit: is not a known key. Maybe "procurementPerUnit"?',
      'unknown-key network.services[0].reach: is not a known key.',
      'unknown-key network.rateCards[0].weightBreaks: is not a known key.',
      'unknown-key network.rateCards[0].parcels: is not a known key. Maybe "parcel"?',
      'unknown-key network.rateCards[0].surcharge: is not a known key. Maybe "surcharges"?',
      'unknown-key network.rateCards[0].fuelPercents: is not a known key. Maybe "fuelPercent"?',
    ]);
  });
});

describe('rules', () => {
  const isStore = { field: 'node.kind', op: 'eq', value: 'store' } as const;

  it('find two currencies', () => {
    expect(rulesIssues({ currency: 'USD' })).toEqual([
      `currency rules.currency: "USD" is not the network's currency (EUR).`,
    ]);
  });

  it('find duplicates, unknown nodes and tables of the wrong shape', () => {
    const issues = rulesIssues({
      filters: [
        { id: 'a', exclude: isStore },
        { id: 'a', exclude: isStore },
      ],
      costTables: [{ id: 't', by: 'sku', nodes: ['dc', 'shpo'], keys: ['tea', 'tea'], perUnit: [[1, 2], [1]] }],
    });
    expect(issues).toEqual([
      'duplicate rules.filters[1].id: "a" is already at filters[0].',
      'duplicate rules.costTables[0].keys[1]: "tea" is already at costTables[0].keys[0].',
      'unknown-reference rules.costTables[0].nodes[1]: "shpo" is not the id of a node. Maybe "shop"?',
      'shape rules.costTables[0].perUnit[1]: a list of 1 must have 2 columns.',
    ]);
  });

  it('find fields that cannot be read where they stand', () => {
    const vip = { field: 'order.attributes.vip', op: 'eq', value: true } as const;
    const heavy = { field: 'line.weightGrams', op: 'gt', value: 1000 } as const;
    const issues = rulesIssues({
      tiers: { mode: 'hard', list: [{ id: 'one', nodes: vip }] },
      costs: [{ id: 'heavy', when: { all: [isStore, heavy] }, perShipment: 3 }],
      filters: [{ id: 'typo', exclude: { field: 'node.knid', op: 'eq', value: 'store' } }],
    });
    expect(issues).toEqual([
      'invalid rules.filters[0].exclude.field: "node.knid" not a field that conditions can read.',
    ]);
    const deeper = rulesIssues({
      tiers: { mode: 'hard', list: [{ id: 'one', nodes: vip }] },
      costs: [{ id: 'heavy', when: { all: [isStore, heavy] }, perShipment: 3 }],
    });
    expect(deeper).toEqual([
      'condition rules.costs[0].perShipment: is per shipment, so its condition cannot read line.weightGrams. Maybe perLine?',
      'condition rules.tiers.list[0].nodes: "order.attributes.vip" cannot be read: tiers group nodes by node.* only.',
    ]);
  });

  it('find values that no test could meet', () => {
    const test = (op: string, value: unknown) => ({ id: op, exclude: { field: 'node.kind', op, value } });
    const issues = rulesIssues({
      filters: [test('in', 'store'), test('eq', ['store']), test('exists', 1), test('prefix', 1), test('lt', true)],
    });
    expect(issues).toEqual([
      'condition rules.filters[0].exclude.value: "store" must be a list for "in".',
      'condition rules.filters[1].exclude.value: a list of 1 must be one value, no list for "eq".',
      'condition rules.filters[2].exclude.value: 1 must be true or false for "exists".',
      'condition rules.filters[3].exclude.value: 1 must be text for "prefix".',
      'condition rules.filters[4].exclude.value: true must be a number or text for "lt".',
    ]);
  });

  it('find objectives that contradict themselves', () => {
    const goals = (...names: string[]) => ({ objective: names.map((goal) => ({ goal })) });
    expect(rulesIssues(goals('cost', 'shipments', 'cost'))).toEqual([
      'duplicate rules.objective[2].goal: "cost" is already at objective[0].',
    ]);
    expect(rulesIssues(goals('tier'))).toEqual([
      'objective rules.objective[0]: "tier" needs tiers, and the rules have none.',
    ]);
    expect(rulesIssues(goals('priority'))).toHaveLength(2);
    const tiers = { mode: 'hard', list: [{ id: 'one', nodes: isStore }] };
    expect(rulesIssues({ objective: 'landedCost', tiers })).toEqual([
      expect.stringContaining(
        'objective rules.objective: begins with the cost, but hard tiers come right after unfilled',
      ),
    ]);
    expect(rulesIssues({ tiers: { ...tiers, mode: 'soft' } })).toEqual([
      'missing rules.tiers.list[0].perUnit: is missing: a soft tier has a cost per unit.',
    ]);
  });

  it('take conditions to a depth, and no circles', () => {
    let deep: object = isStore;
    for (let level = 0; level < 60; level += 1) deep = { not: deep };
    expect(rulesIssues({ filters: [{ id: 'deep', exclude: deep }] })).toEqual([]);
    for (let level = 0; level < 100_000; level += 1) deep = { not: deep };
    expect(() => rulesIssues({ filters: [{ id: 'deep', exclude: deep }] })).toThrow(LimitError);
    const circle: { all: unknown[] } = { all: [] };
    circle.all.push(circle);
    expect(() => rulesIssues({ filters: [{ id: 'circle', exclude: circle }] })).toThrow(LimitError);
    let wide: object = isStore;
    for (let level = 0; level < 50; level += 1) wide = { all: [wide, wide] };
    expect(() => rulesIssues({ filters: [{ id: 'wide', exclude: wide }] })).toThrow(LimitError);
  });
});

describe('an order', () => {
  it('says everything that is wrong at once', () => {
    const issues = orderIssues({ id: 7, destination: undefined, needBy: 'soon' }, { quantity: 1.5, wieghtGrams: 3 });
    expect(issues).toEqual([
      expect.stringContaining('invalid order.id: 7'),
      expect.stringContaining('invalid order.lines[0].quantity: 1.5'),
      'unknown-key order.lines[0].wieghtGrams: is not a known key. Maybe "weightGrams"?',
      'invalid order.needBy: "soon" must be an instant in UTC, as in 2026-03-01T12:00:00Z.',
      'missing order.destination: is missing. Maybe pickUpNode, or deliveryGroups?',
    ]);
  });

  it.each([
    ['empty', { lines: [] }, {}, 'order.lines'],
    ['negative', {}, { quantity: -1 }, 'order.lines[0].quantity: -1'],
    ['zero', {}, { quantity: 0 }, 'order.lines[0].quantity: 0'],
    ['NaN', {}, { quantity: Number.NaN }, 'order.lines[0].quantity: NaN'],
    ['unsafe', {}, { quantity: 2 ** 53 }, 'order.lines[0].quantity: 9007199254740992'],
    ['text', {}, { quantity: '2' }, 'order.lines[0].quantity: "2"'],
    ['another currency', { currency: 'USD' }, {}, 'order.currency: "USD"'],
    [
      'an unknown pin',
      { pinnedNodes: ['dcc'] },
      {},
      'order.pinnedNodes[0]: "dcc" is not the id of a node. Maybe "dc"?',
    ],
    ['an unknown exclusion', { excludedNodes: ['x'] }, {}, 'order.excludedNodes[0]: "x"'],
    ['an unknown pin of a line', {}, { pinnedNodes: ['x'] }, 'order.lines[0].pinnedNodes[0]: "x"'],
    ['microseconds', { needBy: '2026-03-01T12:00:00.123456Z' }, {}, 'order.needBy: "2026-03-01T12:00:00.123456Z"'],
    ['a day that is none', { needBy: '2026-02-30T12:00:00Z' }, {}, 'order.needBy: "2026-02-30T12:00:00Z"'],
    ['a hostile key', { attributes: JSON.parse('{"__proto__": 1}') }, {}, 'order.attributes.__proto__'],
  ])('is refused: %s', (_, change, line, message) => {
    const issues = orderIssues(change, line);
    expect(issues).toHaveLength(1);
    expect(issues[0]).toContain(message);
  });

  it('finds duplicate lines, with both places', () => {
    const line = { id: 'a', sku: 'tea', quantity: 1 };
    expect(orderIssues({ lines: [line, { ...line, id: 'b' }, line] })).toEqual([
      'duplicate order.lines[2].id: "a" is already at lines[0].',
    ]);
  });

  it('needs a price for unfilled units where the cost comes first', () => {
    const rules = { objective: 'landedCost', unfilled: { percentOfValue: 50 } } as const;
    expect(orderIssues({}, {}, rules)).toEqual([
      expect.stringContaining('missing order.lines[0].unfilledPrice: is missing'),
    ]);
    expect(orderIssues({}, { value: 100 }, rules)).toEqual([]);
    expect(orderIssues({}, { unfilledPrice: 0 }, { objective: 'landedCost' })).toEqual([]);
  });

  it('must keep sums exact', () => {
    expect(() => orderIssues({}, { quantity: 1e9, unfilledPrice: 1e12 })).toThrow(LimitError);
    expect(() => orderIssues({}, { quantity: 1e8, weightGrams: 1e9 })).toThrow(LimitError);
    const late = { quantity: 1e8, shipTogether: 'x', sku: 'tea' };
    const lines = [
      { ...late, id: 'a', needBy: '1970-01-01T00:00:00Z' },
      { ...late, id: 'b' },
    ];
    expect(() => orderIssues({ lines })).toThrow(LimitError);
  });

  it('needs an instant', () => {
    const { network, inventory, order, rules } = drawn();
    const planner = createRouter({ network, rules }).withInventory(inventory);
    const at = (options: object) => issuesOf(() => planner.plan(order, options as never));
    expect(at({ asOf: '2026-03-01' })).toEqual([expect.stringContaining('invalid options.asOf: "2026-03-01"')]);
    expect(at({ asOf: '2026-03-01T12:00:00+01:00' })).toHaveLength(1);
    expect(at({ ...AS_OF, budget: -1 })).toEqual([expect.stringContaining('invalid options.budget: -1')]);
    expect(at({})).toEqual(['missing options.asOf: is missing.']);
  });
});

describe('delivery groups', () => {
  const line = (id: string, deliveryGroup?: string, more: object = {}) => ({
    id,
    sku: 'tea',
    quantity: 1,
    ...(deliveryGroup === undefined ? {} : { deliveryGroup }),
    ...more,
  });
  const home = { id: 'home', destination: { place: 'home' } };
  const store = { id: 'store', pickUpNode: 'shop' };
  const none = { destination: undefined };

  it('are one way of three to say where an order goes', () => {
    expect(orderIssues({ pickUpNode: 'shop' })).toEqual([
      'invalid order.pickUpNode: is given, and destination too: leave one out.',
    ]);
    expect(orderIssues({ deliveryGroups: [home], lines: [line('a', 'home')] })).toEqual([
      'invalid order.deliveryGroups: is given, and destination too: leave one out.',
    ]);
    expect(orderIssues(none)).toEqual(['missing order.destination: is missing. Maybe pickUpNode, or deliveryGroups?']);
    const both = { id: 'both', destination: {}, pickUpNode: 'shop' };
    expect(orderIssues({ ...none, deliveryGroups: [both, { id: 'no' }], lines: [line('a', 'both')] })).toEqual([
      'invalid order.deliveryGroups[0]: an object exactly one of destination and pickUpNode.',
      'invalid order.deliveryGroups[1]: an object exactly one of destination and pickUpNode.',
    ]);
    expect(
      orderIssues({ ...none, deliveryGroups: [home, store], lines: [line('a', 'home'), line('b', 'store')] }),
    ).toEqual([]);
    expect(orderIssues({ ...none, pickUpNode: 'shop' })).toEqual([]);
  });

  it('have lines, each in one of them', () => {
    expect(
      orderIssues({
        ...none,
        deliveryGroups: [home, store, home],
        lines: [line('a', 'hom'), line('b'), line('c', 'home')],
      }),
    ).toEqual([
      'duplicate order.deliveryGroups[2].id: "home" is already at deliveryGroups[0].',
      'invalid order.deliveryGroups[1]: "store" has no lines.',
      'unknown-reference order.lines[0].deliveryGroup: "hom" is not the id of a delivery group. Maybe "home"?',
      'missing order.lines[1].deliveryGroup: is missing, and the order has deliveryGroups.',
    ]);
    expect(orderIssues({}, { deliveryGroup: 'home' })).toEqual([
      'invalid order.lines[0].deliveryGroup: "home" is given, and the order has no deliveryGroups.',
    ]);
  });

  it('never share a shipment', () => {
    const lines = [line('a', 'home', { shipTogether: 'set' }), line('b', 'store', { shipTogether: 'set' })];
    expect(orderIssues({ ...none, deliveryGroups: [home, store], lines })).toEqual([
      'invalid order.lines[1].shipTogether: "set" is in two delivery groups, which never share a shipment.',
    ]);
  });

  it('say themselves by which level and what was promised', () => {
    const promised = { deliverBy: null, unfilled: [], shipments: [] };
    const order = { ...none, deliveryGroups: [home], lines: [line('a', 'home')] };
    expect(orderIssues({ ...order, level: 'ground', promised })).toEqual([
      'invalid order.level: is for each of the deliveryGroups to say.',
      'invalid order.promised: is for each of the deliveryGroups to say.',
    ]);
    const wrong = {
      deliverBy: null,
      unfilled: [{ line: 'b', units: 1 }],
      shipments: [{ node: 'dcc', service: 'grund', start: AS_OF.asOf, lines: [{ line: 'c', quantity: 1 }] }],
    };
    expect(orderIssues({ ...order, deliveryGroups: [{ ...home, level: 'grond', promised: wrong }] })).toEqual([
      'unknown-reference order.deliveryGroups[0].level: "grond" is not the id of a level of a service. Maybe "ground"?',
      'unknown-reference order.deliveryGroups[0].promised.unfilled[0].line: "b" is not the id of a line. Maybe "a"?',
      'unknown-reference order.deliveryGroups[0].promised.shipments[0].node: "dcc" is not the id of a node. Maybe "dc"?',
      'unknown-reference order.deliveryGroups[0].promised.shipments[0].service: "grund" is not the id of a service. Maybe "ground"?',
      'unknown-reference order.deliveryGroups[0].promised.shipments[0].lines[0].line: "c" is not the id of a line. Maybe "a"?',
    ]);
  });

  it('are collected at nodes that there are', () => {
    expect(orderIssues({ ...none, pickUpNode: 'shp' })).toEqual([
      'unknown-reference order.pickUpNode: "shp" is not the id of a node. Maybe "shop"?',
    ]);
    expect(
      orderIssues({ ...none, deliveryGroups: [{ ...store, pickUpNode: 'x' }], lines: [line('a', 'store')] }),
    ).toEqual(['unknown-reference order.deliveryGroups[0].pickUpNode: "x" is not the id of a node.']);
  });
});

describe('an inventory', () => {
  it('says what is wrong with what is on its way', () => {
    const issues = inventoryIssues([
      {
        node: 'dc',
        sku: 'tea',
        onHand: 1,
        inbound: [{ at: 'soon', units: 1 }, { at: '2026-03-01T12:00:00Z', units: 0 }, { units: 1, eta: 1 }, {}],
      },
      { node: 'shop', sku: 'tea', onHand: 1, inbound: {} },
    ]);
    expect(issues.map((issue) => issue.split(' ').slice(0, 2).join(' '))).toEqual([
      'invalid inventory[0].inbound[0].at:',
      'invalid inventory[0].inbound[1].units:',
      'unknown-key inventory[0].inbound[2].eta:',
      'missing inventory[0].inbound[2].at:',
      'missing inventory[0].inbound[3].at:',
      'invalid inventory[0].inbound[3].units:',
      'invalid inventory[1].inbound:',
    ]);
  });

  it('says everything that is wrong at once, duplicates with both places', () => {
    const issues = inventoryIssues([
      { node: 'dc', sku: 'tea', onHand: 1 },
      { node: 'dcc', sku: '', onHand: Number.NaN },
      { node: 'shop', sku: 7, onHand: -1, reserved: 0.5, safteyStock: 1 },
      { sku: 'tea', onHand: 2 ** 53, safetyStock: Number.POSITIVE_INFINITY },
      'tea',
    ]);
    expect(issues).toEqual([
      'unknown-reference inventory[1].node: "dcc" is not the id of a node. Maybe "dc"?',
      'invalid inventory[1].sku: "" must be text of 1 to 200 characters.',
      'invalid inventory[1].onHand: NaN must be a whole number from 0 to 1000000000.',
      'unknown-key inventory[2].safteyStock: is not a known key. Maybe "safetyStock"?',
      'invalid inventory[2].sku: 7 must be text of 1 to 200 characters.',
      'invalid inventory[2].onHand: -1 must be a whole number from 0 to 1000000000.',
      'invalid inventory[2].reserved: 0.5 must be a whole number from 0 to 1000000000.',
      'missing inventory[3].node: is missing.',
      'invalid inventory[3].onHand: 9007199254740992 must be a whole number from 0 to 1000000000.',
      'invalid inventory[3].safetyStock: Infinity must be a whole number from 0 to 1000000000.',
      'invalid inventory[4]: "tea" must be a position, an object.',
      'missing inventory[4].node: is missing.',
      'missing inventory[4].sku: is missing.',
      'missing inventory[4].onHand: is missing.',
    ]);
    const twice = { node: 'dc', sku: 'tea', onHand: 1 };
    expect(inventoryIssues([twice, { ...twice, node: 'shop' }, twice])).toEqual([
      'duplicate inventory[2]: "dc × tea" is already at inventory[0].',
    ]);
  });

  it('takes columns with the same rules', () => {
    const columns = { nodes: ['dc', 'shop'], skus: ['tea', 'cup'], node: [0, 1], sku: [0, 1], onHand: [1, 2] };
    expect(inventoryIssues(columns)).toEqual([]);
    expect(inventoryIssues({ ...columns, nodes: ['dc', 'shpo'], skus: ['tea', 'tea'] })).toEqual([
      'unknown-reference inventory.nodes[1]: "shpo" is not the id of a node. Maybe "shop"?',
      'duplicate inventory.skus[1]: "tea" is already at skus[0].',
    ]);
    expect(inventoryIssues({ ...columns, node: [0, 2], onHand: [1], reserved: [0.5, 0] })).toEqual([
      'unknown-reference inventory.node[1]: 2 is not a place in nodes.',
      'shape inventory.onHand: a list of 1 must be as long as node (2).',
      'invalid inventory.reserved[0]: 0.5 must be a whole number from 0 to 1000000000.',
    ]);
    expect(inventoryIssues({ ...columns, node: [0, 0], sku: [0, 0] })).toHaveLength(1);
    expect(inventoryIssues(undefined)).toEqual(['invalid inventory: must be an iterable of positions, or columns.']);
    expect(inventoryIssues({ nodes: 1 })).toHaveLength(5);
  });

  it('lists at most so many issues, and counts the rest', () => {
    const issues = inventoryIssues(Array.from({ length: 5000 }, () => ({ node: 'moon', sku: 'tea', onHand: 1 })));
    expect(issues).toHaveLength(1001);
    expect(issues[1000]).toBe('more … and 4000 more issues.');
  });
});

describe('hostile words', () => {
  const words = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '💥', 'a b', "'; drop table"];

  it('are ids like any other', () => {
    const nodes = words.map((id) => ({ id }));
    const plan = planOrder({
      network: {
        currency: 'EUR',
        nodes,
        services: [{ id: 'constructor', rateCard: '__proto__' }],
        rateCards: [{ id: '__proto__', bands: [{ base: 1 }] }],
      },
      inventory: words.map((word) => ({ node: word, sku: word, onHand: 1 })),
      rules: {},
      order: {
        id: '__proto__',
        destination: {},
        lines: words.map((word) => ({ id: word, sku: word, quantity: 2 })),
      },
      ...AS_OF,
    });
    expect(plan.shipments.map(({ node, lines }) => [node, lines[0].sku])).toEqual(
      [...words].sort((a, b) => (a < b ? -1 : 1)).map((word) => [word, word]),
    );
    expect(plan.unfilled).toHaveLength(words.length);
  });

  it('do not reach messages whole', () => {
    const issues = orderIssues({ id: 'x'.repeat(100_000) });
    expect(issues[0].length).toBeLessThan(200);
  });
});
