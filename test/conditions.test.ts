/** What conditions can say: every rule of who may serve what, two fields compared, attributes declared, functions; and hostile documents. */
import { readFileSync } from 'node:fs';
import {
  type ConditionFunction,
  createRouter,
  InputError,
  LimitError,
  planOrder,
  type RuleFunctions,
  rulesSchema,
  verifyPlan,
} from 'order-sourcing';
import { describe, expect, it } from 'vitest';
import type { Condition, NetworkInput, OrderInput, RulesInput } from '../src/model/types';
import { type Drawn, draw } from './drawn';
import { WORLD_FUNCTIONS } from './world-functions';
import { seededWorld } from './worlds';

type NodeInput = NetworkInput['nodes'][number];

const TWO = 'dc  120 km  500  tea 5, cup 5\nshop  3 km  700  tea 5, cup 5';

interface Changes {
  readonly dc?: Partial<NodeInput>;
  readonly order?: Partial<OrderInput>;
  readonly line?: Partial<OrderInput['lines'][number]>;
  readonly asOf?: string;
}

function drawn({ dc = {}, order = {}, line = {}, asOf }: Changes): Drawn {
  const world = draw(TWO, '2 tea');
  const [first, ...others] = world.network.nodes;
  return {
    ...world,
    ...(asOf === undefined ? {} : { asOf }),
    network: { ...world.network, nodes: [{ ...first, ...dc }, ...others] },
    order: { ...world.order, lines: [{ ...world.order.lines[0], ...line }], ...order },
  };
}

/** Who ships, with the plan verified. */
function shipper(world: Drawn, rules: RulesInput, functions?: RuleFunctions): string | undefined {
  const own = functions === undefined ? {} : { functions };
  const plan = planOrder({ ...world, rules, ...own });
  expect(verifyPlan(plan, { ...world, rules, ...own })).toEqual([]);
  return plan.shipments[0]?.node;
}

function holds(condition: Condition, changes: Changes): boolean {
  const answers = [condition, { not: condition }].map(
    (exclude) => shipper(drawn(changes), { filters: [{ id: 'f', exclude: { all: [exclude, IS_DC] } }] }) === 'shop',
  );
  expect(answers[0]).toBe(!answers[1]);
  return answers[0];
}

const IS_DC: Condition = { field: 'node.id', op: 'eq', value: 'dc' };

/** `code message` of every issue. */
function issuesOf(run: () => unknown): string[] {
  try {
    run();
  } catch (error) {
    if (error instanceof InputError) return error.issues.map(({ code, message }) => `${code} ${message}`);
    throw error;
  }
  return [];
}

function rulesIssues(rules: unknown, functions: RuleFunctions = {}): string[] {
  return issuesOf(() => createRouter({ network: drawn({}).network, rules: rules as RulesInput }, { functions }));
}

function conditionIssues(condition: unknown, more: object = {}, functions: RuleFunctions = {}): string[] {
  return rulesIssues({ ...more, filters: [{ id: 'f', exclude: condition }] }, functions);
}

describe('a condition compares', () => {
  const needBy = '2026-03-04T12:00:00Z';
  it.each<[boolean, Condition, Changes]>([
    [true, { field: 'line.quantity', op: 'between', value: [2, 2] }, {}],
    [false, { field: 'line.quantity', op: 'between', value: [3, 9] }, {}],
    [true, { field: 'node.id', op: 'between', value: ['da', 'dd'] }, {}],
    [false, { field: 'line.value', op: 'between', value: [0, 9] }, {}],
    [true, { field: 'order.needBy', op: 'before', value: '2026-03-04T12:00:00.001Z' }, { order: { needBy } }],
    [false, { field: 'order.needBy', op: 'before', value: '2026-03-04T12:00Z' }, { order: { needBy } }],
    // As text it would be after.
    [true, { field: 'order.needBy', op: 'before', value: '2026-03-04T12:00:00.5Z' }, { order: { needBy } }],
    [false, { field: 'order.needBy', op: 'after', value: needBy }, { order: { needBy } }],
    [false, { field: 'order.needBy', op: 'after', value: needBy }, {}],
    [true, { field: 'line.needBy', op: 'after', value: '2026-03-04T11:59:59.999Z' }, { line: { needBy } }],
    [
      true,
      { field: 'node.attributes.since', op: 'before', value: needBy },
      { dc: { attributes: { since: '2026-01-01T00:00:00Z' } } },
    ],
    [
      false,
      { field: 'node.attributes.since', op: 'before', value: needBy },
      { dc: { attributes: { since: 'long ago' } } },
    ],
    [
      false,
      { field: 'node.attributes.since', op: 'before', value: needBy },
      { dc: { attributes: { since: '2026-02-30T00:00:00Z' } } },
    ],
    [false, { field: 'node.attributes.since', op: 'before', value: needBy }, { dc: { attributes: { since: 12 } } }],
    [true, { field: 'order.value', op: 'eq', value: 600 }, { line: { value: 300 } }],
    [false, { field: 'order.value', op: 'exists', value: true }, {}],
    [true, { field: 'order.units', op: 'eq', value: 2 }, {}],
    [true, { field: 'order.lineCount', op: 'eq', value: 1 }, {}],
    [true, { field: 'order.weightGrams', op: 'le', value: 500 }, { line: { weightGrams: 250 } }],
    [true, { field: 'order.level', op: 'eq', value: 'ground' }, { order: { level: 'ground' } }],
    [false, { field: 'order.level', op: 'exists', value: true }, {}],
    [true, { field: 'service.level', op: 'eq', value: 'ground' }, {}],
    [true, { field: 'service.kind', op: 'eq', value: 'carrier' }, {}],
    [true, { field: 'line.itemClass', op: 'eq', value: 'big' }, { line: { itemClass: 'big' } }],
    [true, { field: 'node.timeZone', op: 'prefix', value: 'Europe/' }, { dc: { timeZone: 'Europe/Berlin' } }],
    [true, { field: 'destination.residential', op: 'eq', value: false }, {}],
    [
      true,
      { field: 'destination.residential', op: 'eq', value: true },
      { order: { destination: { place: 'home', residential: true } } },
    ],
    [
      true,
      { field: 'destination.timeZone', op: 'eq', value: 'UTC' },
      { order: { destination: { place: 'home', timeZone: 'UTC' } } },
    ],
  ])('%s: %j', (expected, condition, changes) => {
    expect(holds(condition, changes)).toBe(expected);
  });

  it.each<[boolean, Condition, Changes]>([
    [
      true,
      { field: 'node.id', op: 'in', valueField: 'order.attributes.no' },
      { order: { attributes: { no: ['dc'] } } },
    ],
    [
      false,
      { field: 'node.id', op: 'in', valueField: 'order.attributes.no' },
      { order: { attributes: { no: ['shop'] } } },
    ],
    [false, { field: 'node.id', op: 'in', valueField: 'order.attributes.no' }, { order: { attributes: { no: 'dc' } } }],
    [false, { field: 'node.id', op: 'in', valueField: 'order.attributes.no' }, {}],
    [true, { field: 'node.id', op: 'notIn', valueField: 'order.attributes.no' }, {}],
    [
      true,
      { field: 'node.id', op: 'eq', valueField: 'order.attributes.own' },
      { order: { attributes: { own: 'dc' } } },
    ],
    [true, { field: 'node.country', op: 'ne', valueField: 'destination.country' }, {}],
    [
      true,
      { field: 'node.attributes.never', op: 'contains', valueField: 'line.sku' },
      { dc: { attributes: { never: ['tea'] } } },
    ],
    [
      false,
      { field: 'node.attributes.never', op: 'contains', valueField: 'line.sku' },
      { dc: { attributes: { never: 'tea' } } },
    ],
    [
      true,
      { field: 'line.sku', op: 'in', valueField: 'node.attributes.never' },
      { dc: { attributes: { never: ['tea'] } } },
    ],
    [
      false,
      { field: 'line.sku', op: 'in', valueField: 'node.attributes.never' },
      { dc: { attributes: { never: 'tea' } } },
    ],
    [
      true,
      { field: 'node.groups', op: 'in', valueField: 'line.attributes.zones' },
      { dc: { groups: ['cold'] }, line: { attributes: { zones: ['warm', 'cold'] } } },
    ],
    [
      true,
      { field: 'node.attributes.least', op: 'gt', valueField: 'line.quantity' },
      { dc: { attributes: { least: 3 } } },
    ],
    [
      false,
      { field: 'node.attributes.least', op: 'gt', valueField: 'line.quantity' },
      { dc: { attributes: { least: '3' } } },
    ],
    [
      true,
      { field: 'order.value', op: 'lt', valueField: 'node.attributes.least' },
      { dc: { attributes: { least: 601 } }, line: { value: 300 } },
    ],
    [
      true,
      { field: 'distanceKm', op: 'gt', valueField: 'node.attributes.reach' },
      { dc: { attributes: { reach: 119 } } },
    ],
    [
      true,
      { field: 'order.needBy', op: 'before', valueField: 'node.attributes.opens' },
      { order: { needBy }, dc: { attributes: { opens: '2026-03-04T12:00:00.001Z' } } },
    ],
    [true, { field: 'service.level', op: 'eq', valueField: 'order.level' }, { order: { level: 'ground' } }],
  ])('two fields, %s: %j', (expected, condition, changes) => {
    expect(holds(condition, changes)).toBe(expected);
  });

  it('long lists as short ones', () => {
    const many = Array.from({ length: 1000 }, (_, nth) => `n${nth}`);
    expect(holds({ field: 'node.id', op: 'in', value: [...many, 'dc'] }, {})).toBe(true);
    expect(
      holds(
        { field: 'node.attributes.never', op: 'contains', valueField: 'line.sku' },
        { dc: { attributes: { never: [...many.slice(1), 'tea'] } } },
      ),
    ).toBe(true);
    expect(
      holds(
        { field: 'node.attributes.never', op: 'contains', value: 'tea' },
        { dc: { attributes: { never: [...many.slice(1), 'tea'] } } },
      ),
    ).toBe(true);
  });

  it('sums of an order only where they are exact', () => {
    const filters = [{ id: 'f', exclude: { field: 'order.value', op: 'gt', value: 1e15 } as const }];
    const line = { value: 1e12, quantity: 1e4 };
    expect(() => planOrder({ ...drawn({ line }), rules: { filters } })).toThrow(LimitError);
    expect(planOrder({ ...drawn({ line }), rules: {} }).status).toBe('partial');
  });

  it('anew for every order that differs, whatever was kept of its destination', () => {
    const world = drawn({});
    const dear: Condition = { all: [{ field: 'order.value', op: 'ge', value: 1000 }, IS_DC] };
    const rejected: Condition = { field: 'node.id', op: 'in', valueField: 'order.attributes.rejectedBy' };
    const urgent: Condition = { all: [{ field: 'order.level', op: 'eq', value: 'ground' }, IS_DC] };
    const filters = [dear, rejected, urgent].map((exclude, nth) => ({ id: `f${nth}`, exclude }));
    const planner = createRouter({ ...world, rules: { filters } }).withInventory(world.inventory);
    const by = (order: Partial<OrderInput>, value: number) =>
      planner.plan({ ...world.order, ...order, lines: [{ ...world.order.lines[0], value }] }, { asOf: world.asOf })
        .shipments[0].node;
    const rejectedBy = ['dc'];
    const asked = [
      by({}, 1),
      by({}, 500),
      by({}, 499),
      by({ attributes: { rejectedBy } }, 1),
      by({ level: 'ground' }, 1),
      by({}, 1),
    ];
    expect(asked).toEqual(['dc', 'shop', 'dc', 'shop', 'shop', 'dc']);
  });
});

describe('a node that a filter takes away', () => {
  const isBanned: Condition = { field: 'node.groups', op: 'contains', value: 'banned' };
  it.each<[string, Condition]>([
    ['by its group', isBanned],
    ['by its group, from every line', { all: [isBanned, { field: 'line.quantity', op: 'ge', value: 1 }] }],
    ['by its list', { field: 'node.attributes.never', op: 'contains', valueField: 'line.sku' }],
  ])('%s, changes no plan', (_, exclude) => {
    let shipping = 0;
    for (let seed = 0; seed < 200; seed += 1) {
      const world = seededWorld(70_000 + seed, { dated: false });
      world.rules.filters = [...(world.rules.filters ?? []), { id: 'banned', exclude }];
      for (const { attributes } of world.network.nodes) delete attributes?.never;
      const never = world.order.lines.map(({ sku }) => sku);
      const parts = world.order.lines.flatMap(({ sku, kit }) => kit?.map((part) => part.sku) ?? [sku]);
      const banned = { ...world.network.nodes[0], id: 'z-banned', groups: ['banned'], attributes: { never } };
      const more = {
        ...world,
        network: { ...world.network, nodes: [...world.network.nodes, banned] },
        inventory: [...world.inventory, ...[...new Set(parts)].map((sku) => ({ node: 'z-banned', sku, onHand: 9 }))],
      };
      const plan = planOrder(world);
      const other = planOrder(more);
      // It may be looked at before it is found to be out.
      const { steps } = plan.proof;
      expect({ ...other, proof: { ...other.proof, steps } }, `seed ${seed}`).toEqual(plan);
      if (plan.shipments.length > 0) shipping += 1;
    }
    expect(shipping).toBeGreaterThan(50);
  });
});

describe('a node that is offline for a time', () => {
  const dc = { offline: [{ from: '2026-03-01T12:00:00Z', until: '2026-03-02T00:00:00Z' }] };
  it.each([
    ['2026-03-01T11:59:59.999Z', 'dc', undefined],
    ['2026-03-01T12:00:00Z', 'shop', 'offline'],
    ['2026-03-01T23:59:59.999Z', 'shop', 'offline'],
    ['2026-03-02T00:00:00Z', 'dc', undefined],
  ])('at %s: %s ships', (asOf, node, reason) => {
    const world = drawn({ dc, asOf });
    expect(shipper(world, {})).toBe(node);
    const planner = createRouter({ ...world, rules: {} }).withInventory(world.inventory);
    expect(planner.eligibility(world.order, { asOf })[0].nodes[0].services[0].reason).toBe(reason);
  });

  it('is promised until it goes', () => {
    const world = drawn({ dc });
    const pickUps = [{ days: ['sun' as const], time: '20:00' }];
    const nodes = world.network.nodes.map((node) => ({ ...node, timeZone: 'UTC' }));
    const services = world.network.services.map((service) => ({ ...service, pickUps }));
    const network = { ...world.network, nodes, services };
    const planner = createRouter({ network, rules: {} }).withInventory(world.inventory);
    const [{ options }] = planner.promise(world.order, { asOf: '2026-03-01T09:00:00Z' }).groups;
    expect(options[0].validUntil).toBe('2026-03-01T12:00:00.000Z');
    const [item] = planner.list({
      asOf: '2026-03-01T09:00:00Z',
      destination: { place: 'home' },
      items: [{ sku: 'tea' }],
    }).items;
    expect(item.options[0].validUntil).toBe('2026-03-01T12:00:00.000Z');
  });

  it('must go before it comes back', () => {
    const { network } = drawn({ dc: { offline: [{ from: '2026-03-02T00:00:00Z', until: '2026-03-02T00:00:00Z' }] } });
    expect(issuesOf(() => createRouter({ network, rules: {} }))).toEqual([
      'invalid network.nodes[0].offline[0]: an object from must be before until.',
    ]);
  });
});

describe('a listing', () => {
  it('shows each level as it would be promised, where rules read the level', () => {
    const world = drawn({});
    const [ground] = world.network.services;
    const network = {
      ...world.network,
      nodes: world.network.nodes.map(({ services: _, ...node }) => node),
      services: [ground, { ...ground, id: 'air', level: 'fast' }],
    };
    const exclude: Condition = { all: [{ field: 'order.level', op: 'eq', value: 'fast' }, IS_DC] };
    const planner = createRouter({ network, rules: { filters: [{ id: 'fast from shop', exclude }] } }).withInventory(
      world.inventory.filter(({ node }) => node === 'dc'),
    );
    const { asOf } = world;
    const levels = (list: readonly { readonly level?: string }[]) => [...new Set(list.map(({ level }) => level))];
    const [item] = planner.list({ asOf, destination: { place: 'home' }, items: [{ sku: 'tea' }] }).items;
    const [group] = planner.promise(world.order, { asOf }).groups;
    expect([levels(item.options), levels(group.options)]).toEqual([['ground'], ['ground']]);
  });
});

describe('conditions that could never mean anything', () => {
  it.each<[string, unknown]>([
    [
      'invalid rules.filters[0].exclude: an object exactly one of value and valueField.',
      { field: 'node.id', op: 'eq' },
    ],
    [
      'invalid rules.filters[0].exclude: an object exactly one of value and valueField.',
      { field: 'node.id', op: 'eq', value: 'a', valueField: 'line.sku' },
    ],
    [
      'unknown-key rules.filters[0].exclude.valueOf: is not a known key. That is the valueField of a test.',
      { field: 'node.id', op: 'eq', value: 1, valueOf: 'line.sku' },
    ],
    [
      'condition rules.filters[0].exclude.value: a list of 2 must be a list of two numbers, or of two texts, the lower first, for "between".',
      { field: 'line.quantity', op: 'between', value: [3, 2] },
    ],
    [
      'condition rules.filters[0].exclude.value: a list of 2 must be a list of two',
      { field: 'line.quantity', op: 'between', value: [1, '2'] },
    ],
    [
      'condition rules.filters[0].exclude.value: 5 must be a list of two',
      { field: 'line.quantity', op: 'between', value: 5 },
    ],
    [
      'condition rules.filters[0].exclude.value: "2026-03-01" must be an instant in UTC for "before".',
      { field: 'order.needBy', op: 'before', value: '2026-03-01' },
    ],
    [
      'condition rules.filters[0].exclude.op: "after" is not for line.sku, which is text',
      { field: 'line.sku', op: 'after', value: '2026-03-01T00:00:00Z' },
    ],
    [
      'condition rules.filters[0].exclude.value[0]: "a" must be a number: line.quantity is a number.',
      { field: 'line.quantity', op: 'between', value: ['a', 'b'] },
    ],
    [
      'condition rules.filters[0].exclude.valueField: "line.sku" is not for "exists", which takes a value.',
      { field: 'node.id', op: 'exists', valueField: 'line.sku' },
    ],
    [
      'condition rules.filters[0].exclude.valueField: "line.quantity" is a number: "eq" cannot compare node.id with it.',
      { field: 'node.id', op: 'eq', valueField: 'line.quantity' },
    ],
    [
      'condition rules.filters[0].exclude.valueField: "line.sku" is text: "in" cannot compare node.id with it.',
      { field: 'node.id', op: 'in', valueField: 'line.sku' },
    ],
    [
      'condition rules.filters[0].exclude.op: "lt" is not for node.groups, which is a list',
      { field: 'node.groups', op: 'lt', valueField: 'line.sku' },
    ],
    ['invalid rules.filters[0].exclude.field: "node.salary" not a field', { field: 'node.salary', op: 'eq', value: 1 }],
    [
      'invalid rules.filters[0].exclude.valueField: "sku" not a field',
      { field: 'node.id', op: 'eq', valueField: 'sku' },
    ],
  ])('%s', (message, condition) => {
    expect(conditionIssues(condition)).toEqual([expect.stringContaining(message)]);
  });

  it('policies cannot read the level, of which a checkout offers several', () => {
    const when = { field: 'order.level', op: 'eq', value: 'fast' };
    expect(rulesIssues({ policies: [{ id: 'p', when, shipComplete: 'order' }] })).toEqual([
      expect.stringContaining('condition rules.policies[0].when: "order.level" cannot be read here'),
    ]);
  });
});

describe('declared attributes', () => {
  const attributes = {
    node: { size: 'number', open: 'boolean', never: 'list', since: 'instant', area: 'text' },
    order: { vip: 'boolean' },
  };

  it.each<[string | undefined, unknown]>([
    [undefined, { field: 'node.attributes.size', op: 'ge', value: 3 }],
    [undefined, { field: 'node.attributes.never', op: 'contains', valueField: 'line.sku' }],
    [undefined, { field: 'node.attributes.since', op: 'before', valueField: 'order.needBy' }],
    [undefined, { field: 'line.attributes.anything', op: 'eq', value: 3 }],
    [undefined, { field: 'node.attributes.size', op: 'lt', valueField: 'line.attributes.anything' }],
    [
      'unknown-reference rules.filters[0].exclude.field: "node.attributes.sise" is not among the attributes that the rules declare for "node". Maybe "node.attributes.size"?',
      { field: 'node.attributes.sise', op: 'ge', value: 3 },
    ],
    [
      'unknown-reference rules.filters[0].exclude.valueField: "order.attributes.constructor"',
      { field: 'node.id', op: 'in', valueField: 'order.attributes.constructor' },
    ],
    [
      'condition rules.filters[0].exclude.op: "prefix" is not for node.attributes.size, which is a number: eq, ne',
      { field: 'node.attributes.size', op: 'prefix', value: '3' },
    ],
    [
      'condition rules.filters[0].exclude.value: "3" must be a number: node.attributes.size is a number.',
      { field: 'node.attributes.size', op: 'ge', value: '3' },
    ],
    [
      'condition rules.filters[0].exclude.value[1]: "b" must be a number',
      { field: 'node.attributes.size', op: 'in', value: [1, 'b'] },
    ],
    [
      'condition rules.filters[0].exclude.op: "lt" is not for node.attributes.since, which is an instant in UTC',
      { field: 'node.attributes.since', op: 'lt', value: '2026-01-01T00:00:00Z' },
    ],
    [
      'condition rules.filters[0].exclude.op: "before" is not for node.attributes.area',
      { field: 'node.attributes.area', op: 'before', value: '2026-01-01T00:00:00Z' },
    ],
    [
      'condition rules.filters[0].exclude.value: 1 must be true or false',
      { field: 'node.attributes.open', op: 'eq', value: 1 },
    ],
    [
      'condition rules.filters[0].exclude.value: 7 must be text: node.attributes.never is a list',
      { field: 'node.attributes.never', op: 'contains', value: 7 },
    ],
    [
      'condition rules.filters[0].exclude.valueField: "order.attributes.vip" is true or false: "eq" cannot compare node.attributes.size',
      { field: 'node.attributes.size', op: 'eq', valueField: 'order.attributes.vip' },
    ],
  ])('%s', (message, condition) => {
    expect(conditionIssues(condition, { attributes })).toEqual(
      message === undefined ? [] : [expect.stringContaining(message)],
    );
  });

  it('hold for nodes, orders and lines', () => {
    const { network } = drawn({ dc: { attributes: { size: '3', open: true, since: 'soon', other: 1 } } });
    expect(issuesOf(() => createRouter({ network, rules: { attributes } as RulesInput }))).toEqual([
      'attribute network.nodes[0].attributes.size: "3" must be a number: the rules declare it so.',
      'attribute network.nodes[0].attributes.since: "soon" must be an instant in UTC: the rules declare it so.',
    ]);
    const world = drawn({ order: { attributes: { vip: 'yes', other: 2 } }, line: { attributes: { rank: [] } } });
    const rules: RulesInput = { attributes: { order: { vip: 'boolean' }, line: { rank: 'number' } } };
    expect(issuesOf(() => planOrder({ ...world, rules }))).toEqual([
      'attribute order.attributes.vip: "yes" must be true or false: the rules declare it so.',
      'attribute order.lines[0].attributes.rank: a list of 0 must be a number: the rules declare it so.',
    ]);
  });

  it('have names and types', () => {
    expect(rulesIssues({ attributes: { node: { size: 'integer' } } })).toEqual([
      expect.stringContaining('invalid rules.attributes.node.size: "integer" must be "text" or "number"'),
    ]);
    expect(rulesIssues({ attributes: { nodes: {} } })).toEqual([
      'unknown-key rules.attributes.nodes: is not a known key. Maybe "node"?',
    ]);
    expect(rulesIssues(JSON.parse('{"attributes":{"node":{"constructor":"text"}}}'))).toHaveLength(1);
    expect(rulesIssues(JSON.parse('{"attributes":{"node":{"__proto__":"text"}}}'))).toEqual([
      'invalid rules.attributes.node.__proto__: is a name that JavaScript keeps for itself.',
    ]);
  });
});

describe('functions of the caller', () => {
  const open = (test: () => unknown): RuleFunctions => ({
    conditions: { mine: { reads: 'node', test: test as () => boolean } },
  });

  it('are asked once for each node, node and destination, or node and line', () => {
    const calls = { node: [] as string[], nodeDestination: [] as string[], nodeLine: [] as string[] };
    const counted = <Reads extends keyof typeof calls>(reads: Reads): ConditionFunction =>
      ({
        reads,
        test: ({ node, ...rest }: { node: { id: string } }) => {
          calls[reads].push([node.id, ...Object.values(rest).map((each) => JSON.stringify(each))].join(' '));
          return false;
        },
      }) as unknown as ConditionFunction;
    const conditions = { n: counted('node'), d: counted('nodeDestination'), l: counted('nodeLine') };
    const leaves = Object.keys(conditions).map((name): Condition => ({ function: name }));
    const world = drawn({
      order: {
        lines: [
          { id: 'a', sku: 'tea', quantity: 1 },
          { id: 'b', sku: 'cup', quantity: 1 },
        ],
      },
    });
    const varying: Condition = { field: 'order.id', op: 'ne', value: 'nobody' };
    const rules: RulesInput = {
      filters: [
        ...leaves.map((exclude, nth) => ({ id: `f${nth}`, exclude })),
        { id: 'again', exclude: { all: [{ any: leaves }, varying] } },
        { id: 'with the line', exclude: { all: [{ field: 'line.quantity', op: 'ge', value: 1 }, { any: leaves }] } },
      ],
      costs: leaves.map((when, nth) => ({ id: `c${nth}`, when, perUnit: 1 })),
    };
    const planner = createRouter({ ...world, rules }, { functions: { conditions } }).withInventory(world.inventory);
    expect([calls.node, calls.nodeDestination.length, calls.nodeLine.length]).toEqual([['dc', 'shop'], 0, 0]);
    planner.plan(world.order, { asOf: world.asOf });
    expect(calls.nodeDestination).toEqual(['dc {"place":"home"}', 'shop {"place":"home"}']);
    expect(calls.nodeLine.length).toBe(4);
    expect(new Set(calls.nodeLine).size).toBe(4);
    planner.plan({ ...world.order, id: 'other' }, { asOf: world.asOf });
    expect([calls.node.length, calls.nodeDestination.length, calls.nodeLine.length]).toEqual([2, 2, 8]);
    planner.promise(world.order, { asOf: world.asOf });
    expect([calls.node.length, calls.nodeDestination.length, calls.nodeLine.length]).toEqual([2, 2, 12]);
  });

  it('decide who ships, in filters, costs and tiers', () => {
    const functions: RuleFunctions = { conditions: { far: { reads: 'node', test: ({ node }) => node.id === 'dc' } } };
    const far: Condition = { function: 'far' };
    expect(shipper(drawn({}), { filters: [{ id: 'f', exclude: far }] }, functions)).toBe('shop');
    expect(shipper(drawn({}), { costs: [{ id: 'c', when: far, perUnit: 900 }] }, functions)).toBe('shop');
    const list = [{ id: 't', nodes: { not: far } }];
    expect(shipper(drawn({}), { tiers: { mode: 'hard', list } }, functions)).toBe('shop');
  });

  it('get what the document says, checked', () => {
    const { scored } = WORLD_FUNCTIONS.conditions;
    const functions: RuleFunctions = { conditions: { scored, mine: { reads: 'node', test: () => true } } };
    const world = drawn({ dc: { attributes: { score: 2 } } });
    const by = (least: number) =>
      shipper(world, { filters: [{ id: 'f', require: { function: 'scored', params: { least } } }] }, functions);
    expect([by(2), by(3), by(0)]).toEqual(['dc', undefined, 'dc']);
    expect(conditionIssues({ function: 'scored', params: 3 }, {}, functions)).toEqual([
      'invalid rules.filters[0].exclude.params: 3 is refused by "scored": wants { least }.',
    ]);
    expect(conditionIssues({ not: { function: 'mine', params: {} } }, {}, functions)).toEqual([
      'invalid rules.filters[0].exclude.not.params: an object is not for "mine", which takes none.',
    ]);
    expect(conditionIssues({ function: 'scord' }, {}, functions)).toEqual([
      'unknown-reference rules.filters[0].exclude.function: "scord" is not the name of a function that createRouter was given for conditions. Maybe "scored"?',
    ]);
    for (const name of ['constructor', '__proto__', 'toString'])
      expect(conditionIssues({ function: name }, {}, functions)).toHaveLength(1);
  });

  it.each([1, 'yes', null, undefined, Promise.resolve(true)])('must say true or false, not %s', (answer) => {
    const rules: RulesInput = { filters: [{ id: 'who', exclude: { function: 'mine' } }] };
    const run = () => planOrder({ ...drawn({}), rules, functions: open(() => answer) });
    expect(issuesOf(run)).toEqual([
      expect.stringMatching(
        /^invalid functions.conditions.mine:.* must be true or false: asked by the rule "who" for the node "dc".$/,
      ),
    ]);
    const world = drawn({});
    const plan = planOrder({ ...world, rules: {} });
    expect(() => verifyPlan(plan, { ...world, rules, functions: open(() => answer) })).toThrow(InputError);
    expect(() => verifyPlan(plan, { ...world, rules })).toThrow(/"mine" is not given/);
  });

  it('may say what goes wrong themselves', () => {
    const rules: RulesInput = { filters: [{ id: 'who', exclude: { function: 'mine' } }] };
    const fails = open(() => {
      throw new Error('no connection');
    });
    expect(() => planOrder({ ...drawn({}), rules, functions: fails })).toThrow('no connection');
  });

  it('are read where their rule may read', () => {
    const functions: RuleFunctions = {
      conditions: {
        line: { reads: 'nodeLine', test: () => true },
        place: { reads: 'nodeDestination', test: () => true },
      },
    };
    const issues = rulesIssues(
      {
        costs: [{ id: 'c', when: { function: 'line' }, perShipment: 1 }],
        policies: [{ id: 'p', when: { function: 'place' }, maxShipments: 1 }],
        tiers: { mode: 'hard', list: [{ id: 't', nodes: { function: 'place' } }] },
      },
      functions,
    );
    expect(issues).toEqual([
      expect.stringContaining('rules.costs[0].perShipment: is per shipment, so its condition cannot read line.*'),
      expect.stringContaining('rules.policies[0].when: "node.*" cannot be read'),
      expect.stringContaining('rules.policies[0].when: "destination.*" cannot be read'),
      expect.stringContaining('rules.tiers.list[0].nodes: "destination.*" cannot be read'),
    ]);
  });

  it('are a set of functions', () => {
    const given = { conditions: { a: { reads: 'nodes', test: 1, params: {} }, b: 7 }, condition: {} };
    expect(rulesIssues({}, given as never)).toEqual([
      'invalid functions.conditions.a.reads: "nodes" must be one of node, nodeDestination, nodeLine. Maybe "node"?',
      'invalid functions.conditions.a.test: 1 must be a function.',
      'invalid functions.conditions.a.params: an object must be a function.',
      'invalid functions.conditions.b: 7 must be an object.',
      'unknown-key functions.condition: is not a known key. Maybe "conditions"?',
    ]);
    expect(rulesIssues({}, [] as never)).toEqual(['invalid functions: a list of 0 must be an object.']);
  });
});

describe('a hostile document', () => {
  /** Refused, and soon. */
  function refusal(rules: unknown): string {
    const start = performance.now();
    try {
      createRouter({ network: drawn({}).network, rules: rules as RulesInput });
    } catch (error) {
      expect(performance.now() - start).toBeLessThan(5000);
      if (error instanceof InputError || error instanceof LimitError) return error.message;
      throw error;
    }
    return '';
  }
  const excluding = (exclude: unknown) => ({ filters: [{ id: 'f', exclude }] });
  const nested = (depth: number, wrap: (inner: unknown) => unknown, core: unknown) => {
    let value = core;
    for (let level = 0; level < depth; level += 1) value = wrap(value);
    return value;
  };

  it.each<[string, unknown, string]>([
    ['nested conditions', excluding(nested(1e5, (all) => ({ all: [all] }), IS_DC)), '64 deep'],
    ['nested params', excluding({ function: 'f', params: nested(1e5, (inner) => [inner], 1) }), '64 deep'],
    [
      'nested params that look like a table',
      excluding({ function: 'f', params: { by: 'sku', nodes: nested(1e5, (inner) => [inner], 1) } }),
      '64 deep',
    ],
    ['a long list', excluding({ field: 'node.id', op: 'in', value: Array(1e6).fill('x') }), 'a list of 1000000'],
    ['a list of a million conditions', excluding({ any: Array(1e6).fill(IS_DC) }), 'at most 100000 tests'],
    ['a long list of params', excluding({ function: 'f', params: Array(1e6).fill(0) }), 'a list of 1000000'],
    ['NaN', excluding({ field: 'line.quantity', op: 'lt', value: Number.NaN }), 'NaN'],
    [
      'Infinity',
      excluding({ field: 'line.quantity', op: 'between', value: [0, Number.POSITIVE_INFINITY] }),
      'Infinity',
    ],
    ['NaN for a function', excluding({ function: 'f', params: { a: Number.NaN } }), 'params.a: NaN'],
    ['a huge text', excluding({ field: 'node.id', op: 'eq', value: 'x'.repeat(1e7) }), 'exclude.value: "xxx'],
    ['a huge field', excluding({ field: `node.attributes.${'x'.repeat(1e7)}`, op: 'eq', value: 1 }), 'exclude.field'],
    ['a huge prefix', excluding({ field: 'node.id', op: 'prefix', value: 'a'.repeat(1001) }), 'exclude.value'],
    [
      'a prototype key',
      JSON.parse('{"filters":[{"id":"f","exclude":{"__proto__":{"field":"node.id"}}}]}'),
      'filters[0].exclude.__proto__',
    ],
    [
      'a prototype key for a function',
      JSON.parse('{"filters":[{"id":"f","exclude":{"function":"f","params":{"a":[{"__proto__":1}]}}}]}'),
      'params.a[0].__proto__',
    ],
    ['a function', excluding(() => true), 'filters[0].exclude: a function is no data'],
    ['code', excluding('node.id === "dc"'), 'filters[0].exclude'],
    [
      'an operator of its own',
      excluding({ field: 'node.id', op: 'matches', value: '(a+)+$' }),
      'exclude.op: "matches" must be',
    ],
    ['a prototype operator', excluding({ field: 'node.id', op: 'constructor', value: 'x' }), 'exclude.op'],
  ])('is refused: %s', (_, rules, message) => {
    const found = refusal(rules);
    expect(found).toContain(message);
    expect(found.length).toBeLessThan(20_000);
  });

  it('may have patterns that would be catastrophic as regular expressions: prefixes are text', () => {
    const value = '(a+)+$';
    const world = drawn({ order: { attributes: { code: 'a'.repeat(1000) } } });
    const exclude: Condition = { field: 'order.attributes.code', op: 'prefix', value };
    expect(shipper(world, { filters: [{ id: 'f', exclude }] })).toBe('dc');
  });

  it('reads no attribute that is not there', () => {
    for (const name of ['constructor', '__proto__', 'hasOwnProperty', 'toString']) {
      const test: Condition = { field: `node.attributes.${name}`, op: 'exists', value: true };
      expect(holds(test, { dc: { attributes: { a: 1 } } })).toBe(false);
    }
  });
});

describe('docs/rules.md', () => {
  it('has filters that work as they stand', () => {
    const text = readFileSync(new URL('../docs/rules.md', import.meta.url), 'utf8');
    const filters = [...text.matchAll(/`(\{ "id": [^`]*(?:require|exclude)[^`]*)`/g)].map(([, filter]) =>
      JSON.parse(filter),
    );
    expect(filters.length).toBeGreaterThanOrEqual(13);
    expect(rulesIssues({ filters })).toEqual([]);
  });
});

describe('a parsed document', () => {
  it('is parsed from its JSON to the same', () => {
    for (let seed = 0; seed < 500; seed += 1) {
      const { rules } = seededWorld(seed, { functions: seed % 2 === 0 });
      const parsed = rulesSchema.parse(rules);
      expect(rulesSchema.parse(JSON.parse(JSON.stringify(parsed)))).toEqual(parsed);
    }
  });
});
