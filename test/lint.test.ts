/** The linter: every code has a document that calls for it, and one beside it that does not. */
import { readFileSync } from 'node:fs';
import { InputError, lintRules, networkSchema, orderSchema, planOrder, templates } from 'order-sourcing';
import { describe, expect, it } from 'vitest';
import { FINDING_CODES, type Finding, type FindingCode } from '../src/linting/findings';
import type { NetworkIndex } from '../src/model/network';
import { OrderView } from '../src/model/orderView';
import type { Condition, NetworkInput, OrderInput, Plan, RulesInput } from '../src/model/types';
import { ALL, ConditionCompiler, decide, type Facts, TRUE } from '../src/rules/condition';
import { CallerFunctions } from '../src/rules/functions';
import { indexNetwork } from '../src/sourcing/network';
import { seededWorld, type World } from './worlds';

const NETWORK: NetworkInput = {
  currency: 'EUR',
  nodes: [
    {
      id: 'dc',
      kind: 'distributionCentre',
      country: 'FR',
      groups: ['east'],
      capabilities: ['cold'],
      attributes: { score: 3, tags: ['new'] },
    },
    { id: 'shop', kind: 'store', country: 'FR', region: 'north', services: [{ id: 'ground' }] },
    { id: 'kiosk', kind: 'store', country: 'DE', groups: ['west'], online: false },
  ],
  services: [
    { id: 'ground', carrier: 'dhl', rateCard: 'flat' },
    { id: 'air', carrier: 'ups', level: 'express', rateCard: 'flat' },
  ],
  rateCards: [{ id: 'flat', bands: [{ base: 500 }] }],
};

const ASOF = '2026-03-02T09:00:00Z';

type Test = Extract<Condition, { field: string }>;
const is = (field: string, value: Test['value'], op: Test['op'] = 'eq'): Test => ({ field, op, value });
const web = is('order.channel', 'web');
const stores = is('node.kind', 'store');
const fr = is('node.country', 'FR');
const far = is('distanceKm', 300, 'gt');
const exclude = (id: string, condition: Condition) => ({ id, exclude: condition });
const require = (id: string, condition: Condition) => ({ id, require: condition });

/** `shadowed rules.filters[1]` of each finding. */
function found(rules: RulesInput, options?: Parameters<typeof lintRules>[2]): string[] {
  return lintRules(rules, NETWORK, options).map(
    ({ code, path }) => `${code} ${path.join('.').replace(/^rules\./, '')}`,
  );
}

const filters = (...list: NonNullable<RulesInput['filters']>): RulesInput => ({ filters: list });
const charge = (when: Condition): RulesInput => ({ costs: [{ id: 'charge', when, perUnit: 5 }] });
const tiers = (mode: 'hard' | 'soft', ...list: Condition[]): RulesInput => ({
  tiers: { mode, list: list.map((nodes, place) => ({ id: `tier-${place}`, nodes, perUnit: place })) },
});
const order: OrderInput = { id: 'o', destination: {}, lines: [{ id: 'l', sku: 'tea', quantity: 2 }] };
const samples = { orders: [order], inventory: [{ node: 'shop', sku: 'tea', onHand: 5 }], asOf: ASOF };
const giveWay = (...relaxation: NonNullable<RulesInput['relaxation']>): RulesInput => ({
  filters: [exclude('no stores', stores)],
  relaxation,
});

/** What calls for the code, where, and what is beside it. */
const CASES: readonly [FindingCode, string, RulesInput, RulesInput, options?: Parameters<typeof lintRules>[2]][] = [
  ['invalid', 'filters.0.exclude.function', { filters: [{ id: 'f', exclude: {} as never }] }, filters()],
  ['invalid', 'id', { id: '' }, { id: 'x' }],
  ['unknown-node', 'costs.0.when.value', charge(is('node.id', 'Dc', 'ne')), charge(is('node.id', 'dc', 'ne'))],
  [
    'unknown-node',
    'costs.0.when.any.1.value.1',
    charge({ any: [web, is('node.id', ['dc', 'x'], 'in')] }),
    charge({ any: [web, is('node.id', ['dc'], 'in')] }),
  ],
  [
    'unknown-attribute',
    'costs.0.when.field',
    charge(is('node.attributes.scor', 3, 'ne')),
    charge(is('node.attributes.score', 3, 'ne')),
  ],
  [
    'unknown-value',
    'costs.0.when.value',
    charge(is('node.kind', 'vendor', 'ne')),
    charge(is('node.kind', 'store', 'ne')),
  ],
  [
    'unknown-value',
    'costs.0.when.value',
    charge(is('node.region', 'south', 'ne')),
    charge(is('node.region', 'north', 'ne')),
  ],
  [
    'unknown-value',
    'costs.0.when.value',
    charge(is('node.groups', 'easy', 'ne')),
    charge(is('node.groups', 'east', 'ne')),
  ],
  [
    'unknown-value',
    'costs.0.when.value',
    charge(is('service.carrier', 'gls', 'ne')),
    charge(is('service.carrier', 'dhl', 'ne')),
  ],
  [
    'unknown-value',
    'deliveryPrices.0.level',
    { deliveryPrices: [{ level: 'fast', price: 5 }] },
    { deliveryPrices: [{ level: 'express', price: 5 }] },
  ],
  [
    'never-true',
    'costs.0.when',
    charge({ all: [is('line.quantity', 5, 'gt'), is('line.quantity', 6, 'lt')] }),
    charge({ all: [is('line.quantity', 5, 'gt'), is('line.quantity', 7, 'lt')] }),
  ],
  [
    'never-true',
    'costs.0.when',
    charge({ all: [is('order.channel', 'web'), is('order.channel', 'app')] }),
    charge({ any: [is('order.channel', 'web'), is('order.channel', 'app')] }),
  ],
  [
    'never-true',
    'costs.0.when',
    charge({ all: [web, { not: { any: [far, web] } }] }),
    charge({ all: [web, { not: { all: [far, web] } }] }),
  ],
  [
    'never-true',
    'costs.0.when',
    charge({ all: [stores, is('node.groups', 'east', 'contains')] }),
    charge({ all: [stores, is('node.groups', 'west', 'contains')] }),
  ],
  [
    'never-true',
    'costs.0.when',
    charge({ all: [is('node.id', 'shop'), is('service.id', 'air')] }),
    charge({ all: [is('node.id', 'dc'), is('service.id', 'air')] }),
  ],
  [
    'never-true',
    'costs.0.when',
    charge({ all: [is('order.type', 'gift', 'prefix'), is('order.type', 'gifu', 'ge')] }),
    charge({ all: [is('order.type', 'gift', 'prefix'), is('order.type', 'gift', 'gt')] }),
  ],
  [
    'never-true',
    'costs.0.when.any.1',
    charge({ any: [web, is('distanceKm', 0, 'lt')] }),
    charge({ any: [web, is('distanceKm', 0, 'le')] }),
  ],
  [
    'never-true',
    'policies.0.when',
    { policies: [{ id: 'p', noSplit: true, when: { all: [web, { not: web }] } }] },
    { policies: [{ id: 'p', noSplit: true, when: { not: web } }] },
  ],
  [
    'never-true',
    'afterActions.0.when',
    { afterActions: [{ id: 'a', action: 'hold', when: { any: [] } }] },
    { afterActions: [{ id: 'a', action: 'hold', when: web }] },
  ],
  [
    'never-true',
    'tiers.list.0.nodes',
    tiers('hard', is('node.priority', 1), fr),
    tiers('hard', is('node.priority', false, 'exists')),
  ],
  ['never-true', 'scopes.0.when', { scopes: [{ id: 's', when: { any: [] } }] }, { scopes: [{ id: 's', when: web }] }],
  [
    'never-true',
    'filters.0.exclude',
    filters(exclude('nowhere', is('distanceKm', 0, 'lt'))),
    filters(exclude('far', far)),
  ],
  ['always-true', 'costs.0.when', charge(is('line.quantity', 1, 'ge')), charge(is('line.quantity', 2, 'ge'))],
  [
    'always-true',
    'costs.0.when',
    charge({ any: [fr, is('node.country', 'DE')] }),
    charge({ any: [fr, is('node.region', 'north')] }),
  ],
  ['always-true', 'scopes.0.when', { scopes: [{ id: 's', when: { all: [] } }] }, { scopes: [{ id: 's', when: web }] }],
  [
    'always-true',
    'policies.0.when',
    { policies: [{ id: 'p', noSplit: true, when: { not: { any: [] } } }] },
    { policies: [{ id: 'p', noSplit: true }] },
  ],
  [
    'dead-rule',
    'filters.0',
    filters(exclude('none', { all: [fr, is('node.country', 'DE')] })),
    filters(exclude('north', is('node.region', 'north'))),
  ],
  [
    'dead-rule',
    'filters.0',
    filters(require('all', is('node.country', true, 'exists'))),
    filters(require('some', is('node.region', true, 'exists'))),
  ],
  [
    'dead-rule',
    'costs.0',
    { costs: [{ id: 'c', perUnit: 0, perLine: 0 }] },
    { costs: [{ id: 'c', perUnit: 0, perLine: 0.5 }] },
  ],
  [
    'dead-rule',
    'costTables.0',
    { costTables: [{ id: 't', by: 'sku', nodes: ['dc'], keys: ['k'], perUnit: [[0]], missing: 'free' }] },
    { costTables: [{ id: 't', by: 'sku', nodes: ['dc'], keys: ['k'], perUnit: [[0]] }] },
  ],
  ['dead-rule', 'policies.0', { policies: [{ id: 'p', noSplit: false }] }, { policies: [{ id: 'p', noSplit: true }] }],
  [
    'dead-rule',
    'filters.0.effective.until',
    { filters: [{ ...exclude('north', is('node.region', 'north')), effective: { until: ASOF } }] },
    {
      filters: [{ ...exclude('north', is('node.region', 'north')), effective: { until: '2026-03-02T09:00:00.001Z' } }],
    },
    { asOf: ASOF },
  ],
  ['dead-rule', 'effective.until', { effective: { until: ASOF } }, { effective: { from: ASOF } }, { asOf: ASOF }],
  [
    'dead-rule',
    'split',
    { split: { perShipment: 5 }, policies: [{ id: 'p', maxShipments: 1 }] },
    { split: { perShipment: 5 }, policies: [{ id: 'p', maxShipments: 2 }] },
  ],
  [
    'dead-rule',
    'objective.0',
    { ...tiers('hard', fr), objective: [{ goal: 'tier' }] },
    { ...tiers('soft', fr), objective: [{ goal: 'tier' }] },
  ],
  [
    'dead-rule',
    'objective.1',
    { lateness: { forbid: true }, objective: [{ goal: 'unfilled' }, { goal: 'lateness' }] },
    { lateness: { forbid: false }, objective: [{ goal: 'unfilled' }, { goal: 'lateness' }] },
  ],
  ['dead-rule', 'lateness.perUnitDay', { lateness: { forbid: true, perUnitDay: 5 } }, { lateness: { perUnitDay: 5 } }],
  [
    'dead-rule',
    'relaxation.0',
    giveWay({ id: 's', filters: [exclude('no stores', stores)] }),
    giveWay({ id: 's', without: ['no stores'] }),
  ],
  [
    'excludes-everything',
    'filters.0',
    filters(exclude('all', is('node.id', ['dc', 'shop', 'kiosk'], 'in'))),
    filters(exclude('most', is('node.id', ['dc', 'shop'], 'in'))),
  ],
  [
    'excludes-everything',
    'filters.0',
    filters(require('none', is('node.groups', 'west', 'prefix'))),
    filters(require('some', is('node.groups', 'west'))),
  ],
  [
    'excludes-everything',
    'filters.1',
    filters(require('one', fr), require('other', is('node.country', 'DE'))),
    filters(require('one', fr), exclude('other', is('node.country', 'DE'))),
  ],
  [
    'excludes-everything',
    'filters.1',
    filters(exclude('light', is('line.weightGrams', 500, 'lt')), require('heavy', is('line.weightGrams', 500, 'lt'))),
    filters(exclude('light', is('line.weightGrams', 500, 'lt')), require('known', is('line.weightGrams', 700, 'lt'))),
  ],
  [
    'excludes-everything',
    'filters',
    filters(
      exclude('a', is('node.id', 'dc')),
      exclude('b', is('node.id', 'shop')),
      exclude('c', is('node.id', 'kiosk')),
    ),
    filters(exclude('a', is('node.id', 'dc')), exclude('b', is('node.id', 'shop')), {
      ...exclude('c', is('node.id', 'kiosk')),
      effective: { from: ASOF },
    }),
  ],
  [
    'contradiction',
    'filters.1',
    filters(
      exclude('web', { all: [web, stores] }),
      exclude('gift', { all: [is('order.type', 'gift'), is('node.id', 'dc')] }),
    ),
    filters(
      exclude('web', { all: [web, stores] }),
      exclude('shop', { all: [is('order.channel', 'shop'), is('node.id', 'dc')] }),
    ),
  ],
  [
    'shadowed',
    'filters.1',
    filters(exclude('far', far), exclude('further', is('distanceKm', 500, 'gt'))),
    filters(
      exclude('further', is('distanceKm', 500, 'gt')),
      exclude('stores far', { all: [is('distanceKm', 400, 'ge'), stores] }),
    ),
  ],
  [
    'shadowed',
    'filters.0',
    filters(exclude('shop', is('node.id', 'shop')), exclude('stores', stores)),
    filters(exclude('shop', is('node.id', 'shop')), { ...exclude('stores', stores), effective: { from: ASOF } }),
  ],
  [
    'shadowed',
    'filters.0',
    filters(exclude('web stores', { all: [web, stores] }), require('no stores', { not: stores })),
    filters(
      exclude('web stores', { all: [web, stores] }),
      exclude('app stores', { all: [is('order.channel', 'app'), stores] }),
    ),
  ],
  ['shadowed', 'tiers.list.1', tiers('hard', fr, is('node.id', 'shop')), tiers('hard', is('node.id', 'shop'), fr)],
  [
    'shadowed',
    'tiers.list.0',
    { ...tiers('hard', stores), filters: [exclude('stores', stores)] },
    { ...tiers('hard', stores), filters: [exclude('shop', is('node.id', 'shop'))] },
  ],
  [
    'shadowed',
    'scopes.1',
    {
      scopes: [
        { id: 'web', when: web },
        { id: 'vip', when: { all: [web, is('order.attributes.vip', true)] } },
      ],
    },
    {
      scopes: [
        { id: 'vip', when: { all: [web, is('order.attributes.vip', true)] } },
        { id: 'web', when: web },
      ],
    },
  ],
  [
    'shadowed',
    'scopes.2',
    {
      scopes: [
        { id: 'web', when: web },
        { id: 'not', when: { not: web } },
        { id: 'gift', when: is('order.type', 'gift') },
      ],
    },
    {
      scopes: [
        { id: 'web', when: web },
        { id: 'app', when: is('order.channel', 'app') },
        { id: 'gift', when: is('order.type', 'gift') },
      ],
    },
  ],
  [
    'shadowed',
    'policies.0',
    {
      policies: [
        { id: 'three', maxShipments: 3, when: web },
        { id: 'two', maxShipments: 2 },
      ],
    },
    {
      policies: [
        { id: 'three', maxShipments: 3 },
        { id: 'two', maxShipments: 2, when: web },
      ],
    },
  ],
  [
    'shadowed',
    'afterActions.1',
    {
      afterActions: [
        { id: 'hold', action: 'hold', when: web },
        { id: 'gift', action: 'cancel', when: { all: [web, is('order.type', 'gift')] } },
      ],
    },
    {
      afterActions: [
        { id: 'hold', action: 'hold', when: web, reasons: ['capacity'] },
        { id: 'gift', action: 'cancel', when: { all: [web, is('order.type', 'gift')] } },
      ],
    },
  ],
  [
    'shadowed',
    'deliveryPrices.0',
    { deliveryPrices: [{ level: 'express', atLeast: 50, price: 0 }, { price: 5 }] },
    { deliveryPrices: [{ price: 5 }, { level: 'express', atLeast: 50, price: 0 }] },
  ],
  [
    'duplicate',
    'filters.1',
    filters(exclude('a', { all: [web, stores] }), exclude('b', { not: { any: [{ not: stores }, { not: web }] } })),
    filters(exclude('a', { all: [web, stores] }), exclude('b', { all: [web, is('node.id', 'dc')] })),
  ],
  [
    'duplicate',
    'costs.1',
    {
      costs: [
        { id: 'a', when: web, perUnit: 5 },
        { perUnit: 5, id: 'b', when: web },
      ],
    },
    {
      costs: [
        { id: 'a', when: web, perUnit: 5 },
        { id: 'b', when: web, perUnit: 6 },
      ],
    },
  ],
  [
    'duplicate',
    'policies.1',
    {
      policies: [
        { id: 'a', noSplit: true },
        { id: 'b', noSplit: true },
      ],
    },
    {
      policies: [
        { id: 'a', noSplit: true },
        { id: 'b', shipComplete: 'line' },
      ],
    },
  ],
  [
    'always-relaxed',
    'relaxation.0',
    giveWay({ id: 'stores too', without: ['no stores'] }),
    giveWay({ id: 'late', holdMinutes: 5 }),
    samples,
  ],
];

describe('every code', () => {
  it.each(CASES)('%s at %s', (code, path, rules, beside, options) => {
    expect(found(rules, options)).toContain(`${code} ${path}`);
    const codes = lintRules(beside, NETWORK, options).map((finding) => finding.code);
    expect(codes).not.toContain(code);
  });

  it('has a case', () => {
    const elsewhere = ['limit', 'unfinished'];
    expect(new Set(CASES.map(([code]) => code))).toEqual(
      new Set(FINDING_CODES.filter((code) => !elsewhere.includes(code))),
    );
  });
});

describe('a finding', () => {
  it('is plain data in the order of the document, and reads alone', () => {
    const rules = {
      ...charge(is('node.id', 'Shop')),
      ...filters(exclude('a', far), exclude('b', is('distanceKm', 500, 'gt'))),
    };
    const findings = lintRules(rules, NETWORK);
    expect(JSON.parse(JSON.stringify(findings))).toEqual(findings);
    expect(findings.map(({ message }) => message)).toEqual([
      'rules.costs[0].when: can never hold: nothing in the network meets it, or it contradicts itself.',
      'rules.costs[0].when.value: "Shop": there is no node (Maybe "shop"?).',
      'rules.filters[1]: "b" excludes only what "a" excludes too.',
    ]);
    expect(findings.at(-1)).toMatchObject({ severity: 'warning', rule: 'b', params: { by: 'a' } });
  });

  it('is the same whatever order nodes and keys came in', () => {
    const rules = filters(exclude('a', { all: [web, stores] }), exclude('b', is('node.id', 'x')), exclude('c', stores));
    const turned = { ...NETWORK, nodes: [...NETWORK.nodes].reverse(), services: [...NETWORK.services].reverse() };
    expect(lintRules(rules, turned)).toEqual(lintRules(rules, NETWORK));
  });

  it('leaves a sound document alone, and the templates', () => {
    const all = [
      templates.cheapest(),
      templates.fastest({ shipComplete: 'order' }),
      templates.nearest(),
      templates.fewestSplits({ noSplit: true }),
      templates.singleNodeFirst(),
      templates.rankedRules([
        { dc: 1, shop: 2, kiosk: 2 },
        { dc: 1, shop: 1, kiosk: 2 },
      ]),
      templates.groupedBrokering([
        { id: 'warehouses', nodes: is('node.kind', 'distributionCentre') },
        { id: 'stores', nodes: stores },
      ]),
      templates.highestStock([
        { node: 'dc', sku: 'tea', onHand: 5 },
        { node: 'shop', sku: 'tea', onHand: 1 },
      ]),
      templates.weightedScore({ perUnitKm: 0.01, perShipment: 100, perUnitDayLate: 50 }),
    ];
    expect(all.map((rules) => found(rules))).toEqual(all.map(() => []));
  });

  it('of a scope stands in the scope, and speaks of the document as it is there', () => {
    const scopes = [{ id: 'web', when: web, filters: [exclude('shop', is('node.id', 'shop'))] }];
    expect(found({ ...filters(exclude('stores', stores)), scopes })).toEqual(['shadowed scopes.0.filters.0']);
    const without = [{ ...scopes[0], without: ['stores'] }];
    expect(found({ ...filters(exclude('stores', stores)), scopes: without })).toEqual([]);
  });

  it('is not made of a rule that another part of the document may take away', () => {
    const both = filters(exclude('shop', is('node.id', 'shop')), exclude('stores', stores));
    expect(found(both)).toEqual(['shadowed filters.0']);
    expect(found({ ...both, relaxation: [{ id: 'stores too', without: ['stores'] }] })).toEqual([]);
  });
});

describe('a rule that reads the distance', () => {
  const near = { all: [stores, far] };

  it('is not superfluous because of one that does not: it refuses pairs whose distance is unknown', () => {
    const rules = filters(exclude('stores far', near), exclude('stores', stores));
    expect(found(rules)).toEqual([]);
    expect(found({ ...rules, unknownDistance: 'last' })).toEqual(['shadowed filters.0']);
    const world = { network: NETWORK, order, asOf: ASOF, inventory: [{ node: 'dc', sku: 'tea', onHand: 5 }] };
    expect(planOrder({ ...world, rules }).status).toBe('nothing');
    expect(planOrder({ ...world, rules: filters(exclude('stores', stores)) }).status).toBe('complete');
  });

  it('and costs nothing is not dead for the same reason', () => {
    const rules: RulesInput = { costs: [{ id: 'free', when: near, perUnit: 0 }] };
    expect(found(rules)).toEqual([]);
    expect(found({ ...rules, unknownDistance: 'last' })).toEqual(['dead-rule costs.0']);
  });
});

describe('input that is wrong', () => {
  it('has its issues as findings, those of the network too', () => {
    const network = { ...NETWORK, nodes: [...NETWORK.nodes, { id: 'dc' }] };
    const findings = lintRules({ filters: [exclude('f', is('node.colour', 'red'))] }, network);
    expect(findings.map(({ path }) => path.join('.'))).toEqual(['network.nodes.3.id', 'rules.filters.0.exclude.field']);
    expect(findings.every(({ code, severity }) => code === 'invalid' && severity === 'error')).toBe(true);
  });

  it('of sample orders is a finding, of options an error', () => {
    const wrong = { ...samples, orders: [{ ...order, lines: [] }, order] };
    expect(found(giveWay({ id: 'stores too', without: ['no stores'] }), wrong)).toEqual([
      'invalid orders.0.lines',
      'always-relaxed relaxation.0',
    ]);
    expect(() => lintRules({}, NETWORK, { orders: [] })).toThrow(InputError);
    expect(() => lintRules({}, NETWORK, { asOf: 'today' })).toThrow(InputError);
  });

  it.each<[string, unknown, string]>([
    ['nested too deep', { filters: [exclude('f', nested(500))] }, 'limit rules'],
    ['no object', null, 'invalid rules'],
    ['a prototype key', JSON.parse('{"__proto__":{"filters":[]},"filters":[]}'), 'invalid __proto__'],
    ['NaN', charge(is('line.value', Number.NaN, 'lt')), 'invalid costs.0.when.value'],
  ])('%s', (_, rules, expected) => {
    expect(found(rules as RulesInput)).toEqual([expected]);
  });

  it('is read as text, never as a path into JavaScript', () => {
    const network: NetworkInput = { ...NETWORK, nodes: [{ id: '__proto__', kind: 'store' }, { id: 'constructor' }] };
    const rules = filters(
      exclude('a', is('node.id', ['__proto__', 'constructor', 'toString'], 'in')),
      exclude('b', is('node.attributes.constructor', 'x')),
    );
    expect(lintRules(rules, network).map(({ code }) => code)).toEqual([
      'excludes-everything',
      'unknown-node',
      'dead-rule',
      'unknown-attribute',
    ]);
  });
});

describe('limits', () => {
  it('more than 1,000 findings are counted', () => {
    const rules = charge(
      is(
        'node.id',
        Array.from({ length: 1200 }, (_, n) => `x${n}`),
        'in',
      ),
    );
    const findings = lintRules(rules, NETWORK);
    expect(findings).toHaveLength(1001);
    expect(findings[0]).toMatchObject({ code: 'unfinished', path: [], params: { count: 201 } });
  });

  it('tangled conditions are given up, and it is said', () => {
    const tangle = (n: number): Condition => ({
      all: Array.from({ length: 14 }, (_, each) => ({
        any: [0, 1, 2].map((way) => is('order.attributes.words', `${(n + each * way) % 17}`, 'ne')),
      })),
    });
    const rules = filters(...Array.from({ length: 200 }, (_, n) => exclude(`f${n}`, tangle(n))));
    expect(found(rules)).toContain('unfinished filters');
  }, 60_000);
});

function nested(depth: number): Condition {
  let condition: Condition = web;
  for (let level = 0; level < depth; level += 1) condition = { not: condition };
  return condition;
}

/** Rules that may go without a plan's changing: the codes say so. */
function superfluous(findings: readonly Finding[]): { list: 'filters' | 'policies' | 'costs'; place: number }[] {
  const codes: readonly FindingCode[] = ['dead-rule', 'shadowed', 'duplicate'];
  return findings.flatMap(({ code, path: [, list, place, ...rest] }) => {
    const isRule =
      (list === 'filters' || list === 'policies' || (list === 'costs' && code === 'dead-rule')) && rest.length === 0;
    return isRule && codes.includes(code) ? [{ list: list as 'filters', place: place as number }] : [];
  });
}

function without(rules: RulesInput, gone: ReturnType<typeof superfluous>): RulesInput {
  const keep = (list: 'filters' | 'policies' | 'costs') => (_: unknown, place: number) =>
    !gone.some((each) => each.list === list && each.place === place);
  return {
    ...rules,
    filters: rules.filters?.filter(keep('filters')) ?? [],
    policies: rules.policies?.filter(keep('policies')) ?? [],
    costs: rules.costs?.filter(keep('costs')) ?? [],
  };
}

/** The world with rules of its neighbours too, and some that follow from others. */
function crowded(seed: number): World {
  const world = seededWorld(seed, { maxPlans: 500, dated: false });
  const others = [1, 2, 3].map((step) => seededWorld(seed * 31 + step).rules);
  const conditions = others.flatMap(({ filters: list = [], costs = [] }) => [
    ...list.flatMap(({ exclude: out, require: only }) => out ?? only ?? []),
    ...costs.flatMap(({ when }) => when ?? []),
  ]);
  const [one = web, two = stores] = conditions;
  const made: Condition[] = [
    ...conditions,
    { all: [one, two] },
    { any: [one, two] },
    { not: { any: [{ not: two }, { not: one }] } },
  ];
  const policies = [world.rules, ...others].flatMap(({ policies: list = [] }) => list);
  return {
    ...world,
    rules: {
      ...world.rules,
      filters: made.map((condition, place) => exclude(`filter-${place}`, condition)),
      policies: policies.flatMap((policy, place) => [
        { ...policy, id: `policy-${place}` },
        { ...policy, id: `weaker-${place}`, ...('maxShipments' in policy ? { maxShipments: 3 } : {}) },
      ]),
    },
  };
}

/** Fewer rules may be less to search. */
function withoutSteps({ proof: { steps: _, ...proof }, ...plan }: Plan): object {
  return { ...plan, proof };
}

describe('a rule that is superfluous', () => {
  it('can go, and no plan changes', () => {
    let worlds = 0;
    let shipped = 0;
    const gone = { filters: 0, policies: 0, costs: 0 };
    for (let seed = 1; worlds < 300; seed += 1) {
      const world = crowded(seed);
      const found = superfluous(lintRules(world.rules, world.network));
      if (found.length === 0) continue;
      worlds += 1;
      for (const { list } of found) gone[list] += 1;
      const lean = { ...world, rules: without(world.rules, found) };
      const plan = planOrder(world);
      if (plan.shipments.length > 0) shipped += 1;
      expect({ seed, plan: withoutSteps(planOrder(lean)) }).toEqual({ seed, plan: withoutSteps(plan) });
    }
    expect(gone.filters).toBeGreaterThan(300);
    expect(gone.policies).toBeGreaterThan(50);
    expect(shipped).toBeGreaterThan(35);
  }, 60_000);
});

describe('never and always', () => {
  it('are so for every pair of line and source of random worlds', () => {
    let checked = 0;
    for (let seed = 1; checked < 150; seed += 1) {
      const { network, order: asked, rules } = crowded(seed);
      const conditions = (rules.filters ?? []).flatMap(({ exclude: condition }) => condition ?? []);
      const verdicts = lintRules(
        { costs: conditions.map((when, place) => ({ id: `${place}`, when, perUnit: place + 1 })) },
        network,
      );
      const index = indexNetwork(networkSchema.parse(network));
      const compiler = new ConditionCompiler(index, new CallerFunctions({}, index));
      for (const { code, path } of verdicts) {
        if (path.length !== 4 || (code !== 'never-true' && code !== 'always-true')) continue;
        checked += 1;
        const test = compiler.compile(conditions[path[2] as number], 'rule');
        const answers = factsOf(asked, index).map((facts) => decide(test, facts, ALL) === TRUE);
        expect(new Set(answers)).toEqual(new Set(answers.length === 0 ? [] : [code === 'always-true']));
      }
    }
  });
});

/** Every pair of line and source, near, far and at no known distance. */
function factsOf(asked: OrderInput, index: NetworkIndex): Facts[] {
  const read = orderSchema.parse(asked);
  const places = [read.destination, ...(read.deliveryGroups ?? []).map(({ destination }) => destination)];
  return places.flatMap((destination) =>
    read.lines.flatMap((line) =>
      Array.from(index.sourceNode).flatMap((node, source) =>
        [undefined, 0, 3, 20, 7000].map((distanceKm) => ({
          order: new OrderView(read),
          destination: destination ?? {},
          line,
          node,
          service: index.sourceService[source],
          distanceKm,
        })),
      ),
    ),
  );
}

describe('size', () => {
  it('ten thousand rules over a thousand nodes take bounded work', () => {
    const nodes = Array.from({ length: 1000 }, (_, n) => ({
      id: `n${n}`,
      groups: [`g${n % 37}`],
      country: 'FR',
      attributes: { score: n % 101 },
    }));
    const some = (n: number): Condition => ({
      all: [
        is('node.groups', `g${n % 37}`),
        is('node.attributes.score', n % 101, 'lt'),
        is('order.channel', `c${n % 13}`),
      ],
    });
    const list = <T>(make: (n: number) => T) => Array.from({ length: 1000 }, (_, n) => make(n));
    const changes = {
      filters: list((n) => exclude(`f${n}`, some(n))),
      costs: list((n) => ({ id: `c${n}`, when: some(n + 7), perUnit: 1 })),
      policies: list((n) => ({ id: `p${n}`, maxShipments: 2 + (n % 5), when: is('order.attributes.rank', n, 'gt') })),
      afterActions: list((n) => ({ id: `a${n}`, action: 'hold' as const, when: is('line.value', n, 'gt') })),
    };
    const rules = {
      ...changes,
      scopes: [1, 2].map((n) => ({ id: `s${n}`, when: is('order.type', `t${n}`), ...changes })),
    };
    const findings = lintRules(rules, { ...NETWORK, nodes });
    expect(findings.length).toBeGreaterThan(0);
  }, 60_000);
});

it('docs/rules.md lists every code', () => {
  const page = readFileSync(new URL('../docs/rules.md', import.meta.url), 'utf8');
  expect(FINDING_CODES.filter((code) => !page.includes(`\`${code}\``))).toEqual([]);
});
