/** The judge is judged: plans worked out by hand pass, and every way to break one is noticed, with the right word at the right place. */
import fc from 'fast-check';
import {
  type Condition,
  type DistanceFunction,
  InputError,
  indexInventory,
  type OrderInput,
  type Plan,
  type PositionColumns,
  planOrder,
  type RulesInput,
  type ViolationCode,
  verifyPlan,
  type WorkItem,
} from 'order-sourcing';
import { afterAll, describe, expect, it } from 'vitest';
import type { RuleFunctions } from '../src/model/types';
import { holds } from '../src/verify/conditions';
import { orderReadable } from '../src/verify/orderReadable';
import { byCard, everyGoal, type HandMade, nothingShips, splitOrder, together } from './verified-plans';
import { seededWorld } from './worlds';

const HAND_MADE = { splitOrder, everyGoal, together, nothingShips, byCard };

describe('plans worked out by hand', () => {
  it.each(Object.entries(HAND_MADE))('%s passes', (_, make) => {
    const { world, plan } = make();
    expect(verifyPlan(plan, world)).toEqual([]);
  });

  it('may write the same instant in another way', () => {
    const { world, plan } = splitOrder();
    plan.asOf = '2026-03-02T09:00:00.000Z';
    plan.shipments[0].start = '2026-03-02T09:00Z';
    plan.claims.stock[0].start = '2026-03-02T09:00:00.0Z';
    expect(verifyPlan(plan, world)).toEqual([]);
  });

  it('may have come from any engine, snapshot and number of steps', () => {
    const { world, plan } = splitOrder();
    plan.engine = 'pencil and paper';
    plan.snapshot = { id: 'other', revision: 'monday' };
    plan.proof.steps = 5;
    plan.proof.ties = 'open';
    expect(verifyPlan(plan, world)).toEqual([]);
  });
});

/** Every code there is, and whether a test has seen it. */
const seen: Record<ViolationCode, boolean> = {
  shape: false,
  order: false,
  'as-of': false,
  currency: false,
  'rule-set': false,
  overrides: false,
  'after-action': false,
  'unknown-id': false,
  duplicate: false,
  sorting: false,
  sku: false,
  units: false,
  'delivery-group': false,
  'empty-shipment': false,
  ineligible: false,
  stock: false,
  'shelf-life': false,
  capacity: false,
  'max-shipments': false,
  'no-split': false,
  'ship-together': false,
  'ship-complete': false,
  promised: false,
  instant: false,
  distance: false,
  parcels: false,
  weight: false,
  'late-days': false,
  cost: false,
  'work-items': false,
  claims: false,
  status: false,
  reasons: false,
  proof: false,
};

afterAll(() => {
  expect(Object.entries(seen).filter(([, isSeen]) => !isSeen)).toEqual([]);
});

function expectViolation({ world, plan }: HandMade, code: ViolationCode, path: string): void {
  const violations = verifyPlan(plan, world);
  expect(violations.map((each) => `${each.code} at ${each.path.join('.')}`)).toContain(`${code} at ${path}`);
  seen[code] = true;
}

type Json = Record<string, unknown>;

/** Sets what stands at `a.0.b`. */
function put(root: object, path: string, value: unknown): void {
  const steps = path.split('.');
  const last = steps.pop() as string;
  const parent = steps.reduce((thing, step) => thing[step] as Json, root as Json);
  parent[last] = value;
}

describe('one wrong field', () => {
  const rows: readonly (readonly [code: ViolationCode, path: string, value: unknown])[] = [
    ['shape', 'schema', 'order-sourcing/plan@2'],
    ['shape', 'engine', 1],
    ['shape', 'asOf', '2026-02-31T09:00:00Z'],
    ['shape', 'asOf', '2026-03-02T09:00:00+00:00'],
    ['shape', 'snapshot.revision', -1],
    ['shape', 'timeZones', 1],
    ['shape', 'status', 'done'],
    ['shape', 'shipments', { 0: 'x' }],
    ['shape', 'shipments.0', []],
    ['shape', 'shipments.0.parcels', 0],
    ['shape', 'shipments.0.delivery', undefined],
    ['shape', 'shipments.0.group', ''],
    ['shape', 'shipments.0.group', null],
    ['shape', 'workItems.0.handOver', null],
    ['shape', 'workItems.0.lines.0.picks.0.units', 0],
    ['shape', 'shipments.0.lines.0.quantity', 1.5],
    ['shape', 'shipments.0.lines.0.quantity', 0],
    ['shape', 'shipments.0.lines.0.lateDays', -1],
    ['shape', 'shipments.0.cost.exact', '1017645'],
    ['shape', 'shipments.0.cost.total', Number.NaN],
    ['shape', 'cost.total', 2 ** 53],
    ['shape', 'cost.split', -0],
    ['shape', 'cost.tax', 1],
    ['shape', 'unfilled.0.reasons.0', 'dog-ate-it'],
    ['shape', 'unfilled.0.line', ''],
    ['shape', 'proof.levels.0.gap', Number.POSITIVE_INFINITY],
    ['shape', 'proof.ties', 'maybe'],
    ['shape', 'proof.steps', -1],
    ['shape', 'claims.capacity.0.units', null],
    ['order', 'order', 'order-2'],
    ['as-of', 'asOf', '2026-03-02T09:00:00.001Z'],
    ['currency', 'currency', 'USD'],
    ['rule-set', 'rules.id', 'summer'],
    ['rule-set', 'rules.version', '4'],
    ['rule-set', 'rules.scope', 'web'],
    ['rule-set', 'rules.step', 'last'],
    ['rule-set', 'relaxed', { units: 1, cost: 0 }],
    ['overrides', 'overrides', { excludedNodes: ['store'] }],
    ['after-action', 'unfilled.0.after', { rule: 'all', action: 'cancel' }],
    ['unknown-id', 'shipments.0.node', 'Centre'],
    ['unknown-id', 'shipments.0.service', 'pigeon'],
    ['unknown-id', 'shipments.0.lines.0.line', 'hats'],
    ['unknown-id', 'unfilled.0.line', 'hats'],
    ['sku', 'shipments.0.lines.0.sku', 'mug'],
    ['sku', 'unfilled.0.sku', 'shirt'],
    ['units', 'unfilled.0.quantity', 2],
    ['delivery-group', 'shipments.0.group', 'home'],
    ['instant', 'shipments.0.start', '2026-03-02T09:00:01Z'],
    ['instant', 'shipments.0.ready', '2026-03-02T09:00:00Z'],
    ['instant', 'shipments.0.handOver', '2026-03-02T11:00:00.001Z'],
    ['instant', 'shipments.0.handOver', null],
    ['instant', 'shipments.0.delivery', '2026-03-03T11:00:00Z'],
    ['instant', 'shipments.0.delivery', null],
    ['instant', 'claims.stock.3.start', '2026-03-02T11:00:00Z'],
    ['distance', 'shipments.0.distanceMetres', 80_001],
    ['distance', 'shipments.0.distanceMetres', null],
    ['parcels', 'shipments.0.parcels', 2],
    ['weight', 'shipments.0.weightGrams', 3000],
    ['weight', 'shipments.0.weightGrams', null],
    // A weight that nobody knows is not the weight of the rest.
    ['weight', 'shipments.1.weightGrams', 666],
    ['late-days', 'shipments.0.lines.0.lateDays', 1],
    ['late-days', 'shipments.0.lines.1.lateDays', 0],
    ...['shipping', 'handling', 'procurement', 'lateness', 'rules', 'split', 'unfilled', 'total', 'exact'].flatMap(
      (term) =>
        ['shipments.0.cost', 'shipments.1.cost', 'cost'].map((cost) => ['cost', `${cost}.${term}`, 811] as const),
    ),
    ['work-items', 'workItems.0.node', 'store'],
    ['work-items', 'workItems.0.service', 'air'],
    ['work-items', 'workItems.0.group', 'home'],
    ['work-items', 'workItems.0.start', '2026-03-02T09:00:01Z'],
    ['work-items', 'workItems.0.pickBy', '2026-03-02T09:00:00Z'],
    ['work-items', 'workItems.0.handOver', '2026-03-02T09:00:00Z'],
    ['work-items', 'workItems.0.lines.0.line', 'shirts'],
    ['work-items', 'workItems.0.lines.0.sku', 'shirt'],
    ['work-items', 'workItems.0.lines.1.quantity', 2],
    ['work-items', 'workItems.1.lines', []],
    ['work-items', 'workItems', []],
    ['claims', 'claims.stock.1.units', 6],
    ['claims', 'claims.capacity.0.units', 7],
    ['status', 'status', 'complete'],
    ['status', 'status', 'nothing'],
    ['reasons', 'unfilled.0.reasons', []],
    ['reasons', 'unfilled.0.reasons.0', 'ship-complete'],
    ['reasons', 'unfilled.0.reasons.0', 'ship-together'],
    ['reasons', 'unfilled.0.reasons.0', 'no-split'],
    ['reasons', 'unfilled.0.reasons.0', 'max-shipments'],
    ['reasons', 'unfilled.0.reasons.0', 'dearer-than-unfilled'],
    ['reasons', 'unfilled.0.reasons.0', 'search-budget'],
    ['reasons', 'unfilled.0.reasons.1', 'no-eligible-stock'],
    ['proof', 'proof.levels.0.goal', 'shipments'],
    ['proof', 'proof.levels.0.value', 0],
    ['proof', 'proof.levels.1.value', 1_917_000],
    ['proof', 'proof.levels.1.bound', 1_917_303],
    ['proof', 'proof.levels.1.gap', 0.001],
    ['proof', 'proof.levels.0.status', 'feasible'],
    ['proof', 'proof.levels.1.status', 'feasible'],
  ];

  it.each(rows)('%s at %s: %j', (code, path, value) => {
    const made = splitOrder();
    put(made.plan, path, value);
    // An empty list of reasons, or a reason too much, is told of at its own place.
    expectViolation(made, code, path);
  });

  it.each<[string, WorkItem['lines'][number]['picks']]>([
    ['none', []],
    ['a part less', [{ sku: 'mug', units: 2 }]],
    [
      'units for one kit',
      [
        { sku: 'mug', units: 1 },
        { sku: 'shirt', units: 2 },
      ],
    ],
    [
      'parts swapped',
      [
        { sku: 'shirt', units: 4 },
        { sku: 'mug', units: 2 },
      ],
    ],
    ['the kit itself', [{ sku: 'box', units: 2 }]],
  ])('picks of a kit: %s', (_, picks) => {
    const made = splitOrder();
    made.plan.workItems[0].lines[0].picks = picks;
    expectViolation(made, 'work-items', 'workItems.0.lines.0.picks');
  });

  it('says what the plan says and what is right', () => {
    const { world, plan } = splitOrder();
    plan.shipments[0].weightGrams = 3000;
    expect(verifyPlan(plan, world)).toEqual([
      {
        code: 'weight',
        path: ['shipments', 0, 'weightGrams'],
        message: 'plan.shipments[0].weightGrams: says 3000, right is 2999.',
      },
    ]);
  });

  it('says which claims are missing, and what is null', () => {
    const { world, plan } = splitOrder();
    plan.claims.stock.splice(0, 1);
    plan.claims.capacity = [];
    plan.shipments[0].delivery = null;
    expect(verifyPlan(plan, world).map((each) => each.message)).toEqual([
      'plan.shipments[0].delivery: says null, right is "2026-03-05T11:00:00.000Z" (hand-over + transit).',
      'plan.claims.stock: claims 0 of SKU "mug" at "centre", shipments take 2.',
      'plan.claims.capacity: claims 0 units of "centre", shipments take 5.',
    ]);
  });

  it.each([
    ['unfilled', 0],
    ['tiers≤1', 4],
    ['tiers≤2', 0],
    ['shipments', 1],
    ['lateness', 6],
    ['tier', 13],
    ['priority', 14],
    ['unitDistance', 420_001],
    ['shipmentDistance', 84_999],
    ['cost', 974_979],
  ])('proof of %s: not %i', (goal, value) => {
    const made = everyGoal();
    const place = made.plan.proof.levels.findIndex((level) => level.goal === goal);
    Object.assign(made.plan.proof.levels[place], { value, bound: value });
    expectViolation(made, 'proof', `proof.levels.${place}.value`);
  });
});

describe('wrong in more than one place', () => {
  const rows: readonly (readonly [
    what: string,
    code: ViolationCode,
    path: string,
    change: (made: HandMade) => void,
  ])[] = [
    ['shipments swapped', 'sorting', 'shipments.1', ({ plan }) => plan.shipments.reverse()],
    ['lines swapped', 'sorting', 'shipments.0.lines.1', ({ plan }) => plan.shipments[0].lines.reverse()],
    ['claims swapped', 'sorting', 'claims.stock.1', ({ plan }) => plan.claims.stock.reverse()],
    ['a shipment twice', 'duplicate', 'shipments.1', ({ plan }) => plan.shipments.unshift(plan.shipments[0])],
    ['a shipment cut in two', 'duplicate', 'shipments.1', cutShipment],
    ['a claim twice', 'duplicate', 'claims.stock.1', ({ plan }) => plan.claims.stock.unshift(plan.claims.stock[0])],
    ['an unfilled line twice', 'duplicate', 'unfilled.1', ({ plan }) => plan.unfilled.push(plan.unfilled[0])],
    [
      'a line twice',
      'duplicate',
      'shipments.1.lines.2',
      ({ plan }) => plan.shipments[1].lines.push(plan.shipments[1].lines[1]),
    ],
    [
      'a shipment without lines',
      'empty-shipment',
      'shipments.0.lines',
      ({ plan }) => plan.shipments[0].lines.splice(0),
    ],
    ['units that vanish', 'units', 'unfilled', ({ plan }) => plan.unfilled.splice(0)],
    [
      'units that appear',
      'units',
      'unfilled',
      ({ plan }) => {
        plan.shipments[0].lines[1].quantity = 4;
      },
    ],
    ['a claim left out', 'claims', 'claims.stock', ({ plan }) => plan.claims.stock.splice(1, 1)],
    ['a capacity claim left out', 'claims', 'claims.capacity', ({ plan }) => plan.claims.capacity.splice(0)],
    [
      'a capacity claim of a node without a limit',
      'claims',
      'claims.capacity.1.units',
      ({ plan }) => plan.claims.capacity.push({ node: 'store', units: 4 }),
    ],
    ['no proof', 'proof', 'proof.levels', ({ plan }) => plan.proof.levels.splice(0)],
    ['a level too much', 'proof', 'proof.levels', ({ plan }) => plan.proof.levels.push(plan.proof.levels[1])],
    [
      'optimal after feasible',
      'proof',
      'proof.levels.1.status',
      ({ plan }) => Object.assign(plan.proof.levels[0], { status: 'feasible', bound: 0, gap: 1 }),
    ],
    [
      'optimal below its value',
      'proof',
      'proof.levels.1.status',
      ({ plan }) => Object.assign(plan.proof.levels[1], { bound: 0, gap: 1 }),
    ],
    [
      'a bound over the value',
      'proof',
      'proof.levels.0.bound',
      ({ plan }) => Object.assign(plan.proof.levels[0], { status: 'feasible', bound: 2 }),
    ],
  ];

  it.each(rows)('%s', (_, code, path, change) => {
    const made = splitOrder();
    change(made);
    expectViolation(made, code, path);
  });

  function cutShipment({ plan }: HandMade): void {
    const [shirts, boxes] = [structuredClone(plan.shipments[0]), structuredClone(plan.shipments[0])];
    boxes.lines.splice(1);
    shirts.lines.splice(0, 1);
    plan.shipments.splice(0, 1, boxes, shirts);
  }
});

describe('a plan for another world', () => {
  const node = (id: string, change: object) => (made: HandMade) => {
    Object.assign(made.world.network.nodes.find((each) => each.id === id) as object, change);
  };
  const line = (id: string, change: Partial<OrderInput['lines'][number]>) => (made: HandMade) => {
    Object.assign(made.world.order.lines.find((each) => each.id === id) as object, change);
  };
  const order = (change: Partial<OrderInput>) => (made: HandMade) => void Object.assign(made.world.order, change);
  const rules = (change: Partial<RulesInput>) => (made: HandMade) => void Object.assign(made.world.rules, change);
  const stock = (at: number, change: object) => (made: HandMade) =>
    void Object.assign(made.world.inventory[at], change);
  const promised = (deliverBy: string, units: number) =>
    order({ promised: { deliverBy, unfilled: units === 0 ? [] : [{ line: 'lamps', units }], shipments: [] } });
  const filter = (exclude: Condition) => rules({ filters: [{ id: 'no', exclude }] });

  const rows: readonly (readonly [
    what: string,
    code: ViolationCode,
    path: string,
    change: (made: HandMade) => void,
  ])[] = [
    ['a node offline', 'ineligible', 'shipments.0.lines.0', node('centre', { online: false })],
    [
      'a service that the node does not have',
      'ineligible',
      'shipments.0.lines.0',
      node('centre', { services: [{ id: 'air' }] }),
    ],
    ['a node excluded', 'ineligible', 'shipments.0.lines.1', order({ excludedNodes: ['centre'] })],
    ['an order pinned elsewhere', 'ineligible', 'shipments.0.lines.0', order({ pinnedNodes: ['store'] })],
    ['a line pinned elsewhere', 'ineligible', 'shipments.0.lines.1', line('shirts', { pinnedNodes: ['store'] })],
    ['a capability missing', 'ineligible', 'shipments.0.lines.0', node('centre', { capabilities: ['warm'] })],
    ['a node without capacity', 'ineligible', 'shipments.0.lines.0', node('centre', { capacityUnits: 0 })],
    ['a filter by node', 'ineligible', 'shipments.1.lines.0', filter({ field: 'node.kind', op: 'eq', value: 'store' })],
    [
      'a filter by line',
      'ineligible',
      'shipments.1.lines.0',
      filter({ field: 'line.weightGrams', op: 'exists', value: false }),
    ],
    ['a filter by distance', 'ineligible', 'shipments.0.lines.0', filter({ field: 'distanceKm', op: 'ge', value: 80 })],
    [
      'a filter that requires',
      'ineligible',
      'shipments.0.lines.0',
      rules({ filters: [{ id: 'only', require: { field: 'distanceKm', op: 'lt', value: 80 } }] }),
    ],
    ['an unknown place', 'ineligible', 'shipments.0.lines.0', order({ destination: { place: 'moon' } })],
    [
      'no table price',
      'ineligible',
      'shipments.0.lines.0',
      ({ world }) => put(world.rules, 'costTables.0.missing', 'ineligible'),
    ],
    ['a weight unknown', 'ineligible', 'shipments.0.lines.1', line('shirts', { weightGrams: undefined } as never)],
    [
      'no rate so far out',
      'ineligible',
      'shipments.0.lines.0',
      ({ world }) => put(world.network, 'rateCards.1.bands', [{ upToKm: 79.999, base: 1 }]),
    ],
    [
      'a transit unknown',
      'ineligible',
      'shipments.0.lines.0',
      ({ world }) => put(world.network, 'services.0.transit', {}),
    ],
    ['less stock', 'stock', 'shipments.0', stock(2, { onHand: 8 })],
    ['more reserved than there is', 'stock', 'shipments.0', stock(2, { reserved: 99 })],
    ['more safety stock', 'stock', 'shipments.0', stock(3, { safetyStock: 4 })],
    ['no position', 'stock', 'shipments.1', ({ world }) => world.inventory.splice(0, 1)],
    [
      'what must keep, of lots that do not',
      'shelf-life',
      'shipments.0',
      ({ world }) => {
        put(world.inventory, '2.lots', [{ expires: '2026-03-02T09:00:00Z', units: 99 }]);
        for (const line of world.order.lines) put(line, 'minShelfLifeDays', 0);
      },
    ],
    ['kits of more parts', 'stock', 'shipments.0', ({ world }) => put(world.order, 'lines.1.kit.0.quantity', 3)],
    ['less capacity', 'capacity', 'shipments.0', node('centre', { capacityUnits: 4 })],
    ['one shipment at most', 'max-shipments', 'shipments', order({ maxShipments: 1 })],
    [
      'one shipment at most, by policy',
      'max-shipments',
      'shipments',
      rules({ policies: [{ id: 'policy', maxShipments: 1 }] }),
    ],
    ['one shipment per line', 'max-shipments', 'shipments', line('shirts', { maxShipments: 1 })],
    [
      'one shipment per line, by policy',
      'max-shipments',
      'shipments',
      rules({ policies: [{ id: 'policy', maxShipmentsPerLine: 1 }] }),
    ],
    ['a line that may not be split', 'no-split', 'shipments', line('shirts', { noSplit: true })],
    ['no line may be split', 'no-split', 'shipments', rules({ policies: [{ id: 'policy', noSplit: true }] })],
    ['part of a line that may not be split', 'no-split', 'shipments', line('lamps', { noSplit: true })],
    ['a line that must be complete', 'ship-complete', 'shipments', line('lamps', { shipComplete: true })],
    [
      'lines that must be complete',
      'ship-complete',
      'shipments',
      rules({ policies: [{ id: 'policy', shipComplete: 'line' }] }),
    ],
    ['an order that must be complete', 'ship-complete', 'shipments', order({ shipComplete: true })],
    [
      'orders that must be complete',
      'ship-complete',
      'shipments',
      rules({ policies: [{ id: 'policy', shipComplete: 'order' }] }),
    ],
    ['a line together with itself', 'ship-together', 'shipments', line('shirts', { shipTogether: 'set' })],
    ['more processing', 'instant', 'shipments.0.ready', node('centre', { processingMinutes: 121 })],
    [
      'a lane',
      'instant',
      'shipments.0.delivery',
      ({ world }) => put(world.network, 'services.0.transit.lanes', [{ to: {}, days: 2 }]),
    ],
    ['an earlier need-by', 'late-days', 'shipments.1.lines.0.lateDays', order({ needBy: '2026-03-03T08:59:59.999Z' })],
    [
      'a need-by of the line',
      'late-days',
      'shipments.0.lines.0.lateDays',
      line('boxes', { needBy: '2026-03-04T11:00:00Z' }),
    ],
    [
      'a band that ends a metre earlier',
      'cost',
      'shipments.0.cost.exact',
      ({ world }) => put(world.network, 'rateCards.1.bands.0.upToKm', 80),
    ],
    ['a price of the line', 'cost', 'cost.exact', line('lamps', { unfilledPrice: 224 })],
    ['a share of the value', 'cost', 'cost.exact', rules({ unfilled: { perUnit: 100, percentOfValue: 12 } })],
    ['no price to split', 'cost', 'cost.exact', rules({ split: undefined } as never)],
    [
      'a node more in the tiers',
      'proof',
      'proof.levels',
      rules({ tiers: { mode: 'hard', list: [{ id: 'all', nodes: { field: 'node.id', op: 'ne', value: 'attic' } }] } }),
    ],
    ['nothing unfilled promised', 'promised', 'promise', promised('2026-03-05T11:00:00Z', 0)],
    ['an earlier date promised', 'promised', 'shipments.0.delivery', promised('2026-03-05T10:59:59.999Z', 1)],
    ['other levels', 'proof', 'proof.levels', rules({ objective: 'landedCost' })],
  ];

  it.each(rows)('%s', (_, code, path, change) => {
    const made = splitOrder();
    change(made);
    expectViolation(made, code, path);
  });

  it('lines that are together, but not all of them, or in two shipments', () => {
    const half = together();
    half.plan.shipments[0].lines.splice(1);
    expectViolation(half, 'ship-together', 'shipments');
    const apart = together();
    const second = structuredClone(apart.plan.shipments[0]);
    second.node = 'west';
    second.lines.splice(0, 1);
    apart.plan.shipments[0].lines.splice(1);
    apart.plan.shipments.push(second);
    expectViolation(apart, 'ship-together', 'shipments');
  });
});

describe('what is not known', () => {
  /** The same plan, from a node that is nowhere. */
  function fromNowhere(): HandMade {
    const made = together();
    made.plan.shipments[0].node = 'nowhere';
    made.plan.workItems[0].node = 'nowhere';
    made.plan.shipments[0].distanceMetres = null;
    for (const claim of made.plan.claims.stock) claim.node = 'nowhere';
    return made;
  }

  const known: Condition = { field: 'node.id', op: 'exists', value: true };

  it('is no obstacle where nothing reads it', () => {
    const { world, plan } = fromNowhere();
    expect(verifyPlan(plan, world)).toEqual([]);
  });

  it.each<[string, (world: HandMade['world']) => void]>([
    [
      'a rate with bands',
      (world) => put(world.network, 'rateCards.0.bands', [{ upToKm: 1, base: 499 }, { base: 499 }]),
    ],
    ['a rate that ends', (world) => put(world.network, 'rateCards.0.bands', [{ upToKm: 40_000, base: 499 }])],
    ['a price per kilometre', (world) => put(world.rules, 'costs', [{ id: 'km', when: { any: [] }, perUnitKm: 1 }])],
    [
      'a condition',
      (world) =>
        put(world.rules, 'filters', [
          {
            id: 'far',
            exclude: { all: [known, { any: [{ not: known }, { field: 'distanceKm', op: 'lt', value: 0 }] }] },
          },
        ]),
    ],
    ['a level', (world) => put(world.rules, 'objective', [{ goal: 'cost' }, { goal: 'shipmentDistance' }])],
    [
      'transit by distance, for a date that is waited for',
      (world) => {
        put(world.network, 'services.0.transit', { bands: [{ upToKm: 40_000, days: 1 }] });
        put(world.order, 'needBy', '2026-04-01T00:00:00Z');
        put(world.rules, 'lateness', { perUnitDay: 1 });
      },
    ],
  ])('is an obstacle for %s, unless unknown is last', (_, change) => {
    const made = fromNowhere();
    change(made.world);
    expectViolation(made, 'ineligible', 'shipments.0.lines.0');
    put(made.world.rules, 'unknownDistance', 'last');
    expect(verifyPlan(made.plan, made.world).map((each) => each.code)).not.toContain('ineligible');
  });

  it('counts half the circumference where unknown is last', () => {
    const { world, plan } = fromNowhere();
    world.rules.unknownDistance = 'last';
    world.rules.objective = [{ goal: 'cost' }, { goal: 'unitDistance' }];
    const level = { goal: 'unitDistance', value: 80_060_460, status: 'optimal', bound: 80_060_460, gap: 0 } as const;
    plan.proof.levels.push(level);
    expect(verifyPlan(plan, world)).toEqual([]);
    put(world.network, 'rateCards.0.bands', [
      { upToKm: 20_015.114, base: 1 },
      { upToKm: 20_015.115, base: 499 },
      { base: 2 },
    ]);
    expect(verifyPlan(plan, world)).toEqual([]);
  });
});

describe('money', () => {
  it('that is missing goes to the largest remainder, the earlier among equals', () => {
    const { world, plan } = together();
    put(world.network, 'rateCards.0.bands', [{ base: 499, perKg: 2 }]);
    put(world.order, 'lines.1.weightGrams', 25);
    world.rules.costs = [{ id: 'stamp', perShipment: 0.5 }];
    plan.shipments[0].weightGrams = 250;
    // shipping 499.5, rules 0.5
    for (const cost of [plan.cost, plan.shipments[0].cost])
      Object.assign(cost, { shipping: 500, total: 500, exact: 500_000 });
    Object.assign(plan.proof.levels[0], { value: 500_000, bound: 500_000 });
    expect(verifyPlan(plan, world)).toEqual([]);
    Object.assign(plan.cost, { shipping: 499, rules: 1 });
    expectViolation({ world, plan }, 'cost', 'cost.shipping');
    expectViolation({ world, plan }, 'cost', 'cost.rules');
  });

  it('per unit and kilometre is rounded half-up for each unit', () => {
    const { world, plan } = together();
    world.distance = () => 500;
    plan.shipments[0].distanceMetres = 500;
    world.rules.costs = [{ id: 'fuel', perUnitKm: 0.001 }];
    for (const cost of [plan.cost, plan.shipments[0].cost]) cost.exact = 499_004;
    Object.assign(plan.proof.levels[0], { value: 499_004, bound: 499_004 });
    expect(verifyPlan(plan, world)).toEqual([]);
  });

  it('is not summed up where a part of it cannot be said', () => {
    const { world, plan } = splitOrder();
    plan.shipments[0].node = 'Centre';
    expect(verifyPlan(plan, world).map((each) => each.code)).not.toContain('cost');
  });
});

it('a shipment without lines is none', () => {
  const { world, plan } = together();
  world.order.maxShipments = 1;
  world.rules.objective = [{ goal: 'cost' }, { goal: 'shipments' }];
  plan.proof.levels.push({ goal: 'shipments', value: 1, status: 'optimal', bound: 1, gap: 0 });
  plan.shipments.push({ ...structuredClone(plan.shipments[0]), node: 'west', lines: [] });
  const places = verifyPlan(plan, world).map((each) => `${each.code} at ${each.path.join('.')}`);
  expect(places).toContain('empty-shipment at shipments.1.lines');
  expect(places).not.toContain('max-shipments at shipments');
  expect(places).not.toContain('proof at proof.levels.1.value');
});

it('a search that ended early may be a reason', () => {
  const { world, plan } = splitOrder();
  Object.assign(plan.proof.levels[1], { status: 'feasible', bound: 0, gap: 1 });
  plan.unfilled[0].reasons = ['search-budget'];
  expect(verifyPlan(plan, world)).toEqual([]);
});

it('the first lane that leads here goes before the bands', () => {
  const { world, plan } = together();
  put(world.order, 'destination.region', 'IDF');
  const lanes = [
    { to: { region: 'PACA' }, days: 9 },
    { to: { country: 'DE' }, days: 8 },
    { to: { postalPrefix: '7' }, days: 7 },
    { node: 'west', to: {}, days: 6 },
    { node: 'east', to: { country: 'FR', region: 'IDF' }, days: 2 },
    { to: {}, days: 5 },
  ];
  put(world.network, 'services.0.transit', { lanes, bands: [{ days: 4 }] });
  plan.shipments[0].delivery = '2026-03-04T09:00:00Z';
  expect(verifyPlan(plan, world)).toEqual([]);
});

describe('how far', () => {
  it('is what the caller measures', () => {
    const { world, plan } = together();
    const distance = ({ id }: { id: string }) => (id === 'east' ? 7 : null);
    plan.shipments[0].distanceMetres = 7;
    expect(verifyPlan(plan, { ...world, distance })).toEqual([]);
    expectViolation({ world: { ...world, distance: () => 8 }, plan }, 'distance', 'shipments.0.distanceMetres');
    expectViolation({ world: { ...world, distance: () => null }, plan }, 'distance', 'shipments.0.distanceMetres');
    for (const metres of [Number.NaN, 0.5, -1]) {
      expect(() => verifyPlan(plan, { ...world, distance: () => metres })).toThrow(InputError);
    }
  });

  it('is measured from where the node is', () => {
    const { world, plan } = together();
    const distance: DistanceFunction = ({ id, location }) => (id === 'east' && location?.lng === 1 ? 0 : 1);
    plan.shipments[0].distanceMetres = 0;
    expect(verifyPlan(plan, { ...world, distance })).toEqual([]);
  });

  it('is measured on the given earth', () => {
    const { world, plan } = together();
    put(world.network, 'distance', { kind: 'greatCircle', radiusMetres: 6_378_137 });
    plan.shipments[0].distanceMetres = 111_319;
    expect(verifyPlan(plan, world)).toEqual([]);
  });
});

describe('stock', () => {
  const nodes = ['centre', 'store'];
  const skus = ['shirt', 'mug', 'lamp', 'cup'];
  const columns: PositionColumns = {
    nodes,
    skus,
    node: [0, 0, 1, 1, 1],
    sku: [0, 1, 0, 2, 3],
    onHand: [9, 5, 2, 2, 1],
    reserved: [2, 0, 0, 0, 0],
    safetyStock: new Int32Array([0, 3, 0, 0, 0]),
  };
  const { world, plan } = splitOrder();
  const forms = {
    positions: world.inventory,
    'an iterable': new Set(world.inventory),
    columns,
    'an index of positions': indexInventory(world.inventory),
    'an index of columns': indexInventory(columns),
  };

  it.each(Object.entries(forms))('as %s', (_, inventory) => {
    expect(verifyPlan(plan, { ...world, inventory })).toEqual([]);
    const more = splitOrder().plan;
    more.shipments[1].lines[1].quantity = 3;
    const messages = verifyPlan(more, { ...world, inventory }).map((each) => each.message);
    expect(messages).toContain('plan.shipments[1]: takes 3 of SKU "shirt" at "store", 2 are available.');
  });
});

describe('conditions', () => {
  const about = {
    node: { id: 'a', groups: ['x', 'y'], priority: 3, attributes: { 'floor.area': 12, open: false } },
    line: { sku: 'shirt' },
    distanceKm: 5.5,
  };
  it.each<[boolean, string, string, unknown]>([
    [true, 'node.id', 'eq', 'a'],
    [false, 'node.id', 'eq', 'b'],
    [false, 'node.id', 'ne', 'a'],
    [true, 'node.country', 'ne', 'FR'],
    [false, 'node.country', 'eq', 'FR'],
    [true, 'node.country', 'notIn', ['FR']],
    [false, 'node.country', 'in', ['FR']],
    [true, 'node.country', 'exists', false],
    [false, 'node.country', 'exists', true],
    [true, 'node.id', 'exists', true],
    [true, 'node.groups', 'eq', 'y'],
    [false, 'node.groups', 'ne', 'y'],
    [true, 'node.groups', 'in', ['z', 'x']],
    [false, 'node.groups', 'notIn', ['z', 'x']],
    [true, 'node.groups', 'contains', 'x'],
    [false, 'node.groups', 'contains', 'z'],
    [false, 'node.id', 'contains', 'a'],
    [false, 'node.groups', 'prefix', 'x'],
    [true, 'line.sku', 'prefix', 'shi'],
    [false, 'line.sku', 'prefix', 'hi'],
    [true, 'node.priority', 'ge', 3],
    [false, 'node.priority', 'gt', 3],
    [true, 'node.priority', 'le', 3],
    [false, 'node.priority', 'lt', 3],
    [false, 'node.priority', 'ge', '3'],
    [true, 'node.id', 'gt', 'B'],
    [false, 'node.id', 'lt', 'B'],
    [false, 'line.weightGrams', 'lt', 5],
    [true, 'distanceKm', 'lt', 5.501],
    [true, 'node.attributes.floor.area', 'eq', 12],
    [true, 'node.attributes.open', 'eq', false],
    [false, 'node.attributes.toString', 'exists', true],
    [false, 'service.id', 'eq', 'a'],
  ])('%s: %s %s %j', (expected, field, op, value) => {
    const test = { field, op, value };
    expect(holds(test, about)).toBe(expected);
    expect(holds({ not: test }, about)).toBe(!expected);
    expect(holds({ all: [test, { any: [test] }] }, about)).toBe(expected);
  });

  it.each<[boolean, object]>([
    [true, { field: 'node.priority', op: 'between', value: [3, 3] }],
    [false, { field: 'node.priority', op: 'between', value: [4, 9] }],
    [false, { field: 'node.groups', op: 'between', value: ['a', 'z'] }],
    [true, { field: 'node.attributes.since', op: 'before', value: '2026-01-01T00:00:00.001Z' }],
    [false, { field: 'node.attributes.since', op: 'before', value: '2026-01-01T00:00Z' }],
    [false, { field: 'node.attributes.since', op: 'after', value: '2026-01-01T00:00:00.000Z' }],
    [false, { field: 'node.id', op: 'before', value: '2026-01-01T00:00Z' }],
    [false, { field: 'node.region', op: 'after', value: '2026-01-01T00:00Z' }],
    [true, { field: 'node.id', op: 'in', valueField: 'order.attributes.rejectedBy' }],
    [false, { field: 'node.id', op: 'notIn', valueField: 'order.attributes.rejectedBy' }],
    [false, { field: 'node.id', op: 'in', valueField: 'order.channel' }],
    [true, { field: 'node.id', op: 'notIn', valueField: 'order.channel' }],
    [true, { field: 'node.groups', op: 'contains', valueField: 'line.sku' }],
    [false, { field: 'node.region', op: 'eq', valueField: 'order.channel' }],
    [true, { field: 'node.region', op: 'ne', valueField: 'order.channel' }],
    [false, { field: 'node.priority', op: 'lt', valueField: 'distance' }],
    [true, { field: 'node.priority', op: 'lt', valueField: 'distanceKm' }],
    [true, { function: 'isNode', params: 'a' }],
    [false, { function: 'isNode', params: 'b' }],
    [true, { function: 'isLine', params: 'y' }],
  ])('%s: %j', (expected, test) => {
    const functions: RuleFunctions = {
      conditions: {
        isNode: { reads: 'node', params: (id) => id, test: ({ node }, id) => node.id === id },
        isLine: { reads: 'nodeLine', params: (sku) => sku, test: ({ line }, sku) => line.sku === sku },
      },
    };
    const node = { ...about.node, attributes: { since: '2026-01-01T00:00:00Z' } };
    const order = { attributes: { rejectedBy: ['b', 'a'] } };
    const known = { ...about, node, order, line: { sku: 'y' }, functions };
    expect(holds(test, known)).toBe(expected);
    expect(holds({ not: test }, known)).toBe(!expected);
  });

  it('what an order is worth and weighs, only where every line says', () => {
    const line = { id: 'a', sku: 's', quantity: 3, value: 5, weightGrams: 7 };
    const of = (lines: (typeof line)[]) => orderReadable({ id: 'o', lines }).order as Record<string, unknown>;
    expect(of([line, { ...line, quantity: 1 }])).toMatchObject({ units: 4, lineCount: 2, value: 20, weightGrams: 28 });
    const { value: _, ...unvalued } = line;
    expect(of([line, unvalued as typeof line])).toMatchObject({ value: undefined, weightGrams: 42 });
  });

  it('a node that is away at the instant may not ship', () => {
    const { world, plan } = splitOrder();
    const { node } = plan.shipments[0];
    const away = (from: string, until: string) => {
      const nodes = world.network.nodes.map((each) =>
        each.id === node ? { ...each, offline: [{ from, until }] } : each,
      );
      return verifyPlan(plan, { ...world, network: { ...world.network, nodes } }).map(({ code }) => code);
    };
    const later = (ms: number) => new Date(Date.parse(world.asOf) + ms).toISOString();
    expect(away(later(0), later(1))).toContain('ineligible');
    expect(away(later(-1), later(1))).toContain('ineligible');
    expect(away(later(1), later(2))).toEqual([]);
    expect(away(later(-1), later(0))).toEqual([]);
  });

  it('all of none holds, any of none does not', () => {
    expect([holds({ all: [] }, about), holds({ any: [] }, about)]).toEqual([true, false]);
  });
});

/** Hand-made plans, and real ones of random worlds. */
const goodPlans: readonly HandMade[] = [
  ...Object.values(HAND_MADE).map((make) => make()),
  ...Array.from({ length: 400 }, (_, index) => {
    const world = seededWorld(index + 1);
    return { world, plan: planOrder(world) };
  }),
];

describe('planned plans', () => {
  it('pass', () => {
    for (const { world, plan } of goodPlans) expect(verifyPlan(plan, world)).toEqual([]);
  });

  it('are of every kind', () => {
    const share = (has: (plan: Plan) => boolean) => goodPlans.filter(({ plan }) => has(plan)).length;
    expect(share((plan) => plan.shipments.length > 1)).toBeGreaterThan(20);
    expect(share((plan) => plan.unfilled.length > 0 && plan.shipments.length > 0)).toBeGreaterThan(20);
    expect(share((plan) => plan.claims.capacity.length > 0)).toBeGreaterThan(20);
    expect(share((plan) => plan.status === 'nothing')).toBeGreaterThan(5);
  });
});

/** What the plan may say freely, and what only a search could judge. */
const FREE = /^(engine|timeZones|snapshot\.(id|revision)|proof\.(steps|ties)|unfilled\.\d+\.reasons\.\d+)$/;

interface Place {
  readonly path: string;
  readonly value: unknown;
}

/** Every place in a plan: leaves, lists, objects. */
function placesIn(value: unknown, path: readonly string[] = []): Place[] {
  const inside = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return [{ path: path.join('.'), value }, ...inside.flatMap(([key, each]) => placesIn(each, [...path, key]))];
}

function isList(value: unknown): value is unknown[] {
  return Array.isArray(value);
}

function isLeaf({ path, value }: Place): boolean {
  return (typeof value !== 'object' || value === null) && !FREE.test(path);
}

const good = fc.constantFrom(...goodPlans);
const runs = { numRuns: 3000, seed: 20260302 };

/** A good plan with one place in it. */
function somewhere(accept: (place: Place) => boolean): fc.Arbitrary<{ made: HandMade; place: Place }> {
  return good.chain((made) => {
    const places = placesIn(made.plan).filter(accept);
    return places.length === 0
      ? fc.constant({ made: { ...made, plan: {} as Plan }, place: { path: 'engine', value: '' } })
      : fc.constantFrom(...places).map((place) => ({ made, place }));
  });
}

function expectNoticed(made: HandMade, change: (plan: Plan) => void): void {
  const plan = structuredClone(made.plan);
  change(plan);
  expect(verifyPlan(plan, made.world)).not.toEqual([]);
}

function isSameInstant(a: unknown, b: unknown): boolean {
  const isInstant = (text: unknown): text is string => typeof text === 'string' && /^\d{4}-\d\d-\d\dT/.test(text);
  return isInstant(a) && isInstant(b) && Date.parse(a) === Date.parse(b);
}

describe('any good plan, broken anywhere, is noticed', () => {
  it('a leaf that says something else', () => {
    const otherLeaf = somewhere(isLeaf).chain(({ made, place }) => {
      const words = placesIn(made.plan).flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
      // Another service of the same node may be just as good a plan, so only an unknown one must be noticed.
      const pool = place.path.endsWith('.service') ? ['unknown'] : words;
      const others: fc.Arbitrary<unknown>[] = [fc.constantFrom(...pool), fc.string(), fc.constant(null)];
      if (typeof place.value === 'number') {
        others.push(
          fc.constantFrom(-1, 1, 2, 1000, 0.5).map((by) => (place.value as number) + by),
          fc.integer(),
        );
      }
      return fc.oneof(...others).map((value) => ({ made, place, value }));
    });
    fc.assert(
      fc.property(otherLeaf, ({ made, place, value }) => {
        fc.pre(value !== place.value && !isSameInstant(value, place.value));
        expectNoticed(made, (plan) => put(plan, place.path, value));
      }),
      runs,
    );
  });

  it('an element of a list that is missing, twice or out of order', () => {
    const lists = somewhere(({ path, value }) => isList(value) && value.length > 0 && !path.endsWith('.reasons'));
    const how = fc.constantFrom('missing', 'twice', 'first');
    fc.assert(
      fc.property(lists, how, fc.nat(), ({ made, place }, what, at) => {
        const list = structuredClone(place.value) as unknown[];
        const index = at % list.length;
        if (what === 'missing') list.splice(index, 1);
        else if (what === 'twice') list.splice(index, 0, list[index]);
        else list.unshift(...list.splice(index, 1));
        fc.pre(what !== 'first' || index > 0);
        expectNoticed(made, (plan) => put(plan, place.path, list));
      }),
      runs,
    );
  });

  it('a field that is missing, or one too many', () => {
    const objects = somewhere(
      ({ path, value }) => path !== '' && typeof value === 'object' && value !== null && !isList(value),
    );
    fc.assert(
      fc.property(objects, fc.nat(), fc.boolean(), ({ made, place }, at, isMissing) => {
        const keys = Object.keys(place.value as object);
        const changed = structuredClone(place.value) as Json;
        if (isMissing) delete changed[keys[at % keys.length]];
        else changed.extra = 1;
        expectNoticed(made, (plan) => put(plan, place.path, changed));
      }),
      runs,
    );
  });

  it('anything at all, anywhere, without an error', () => {
    fc.assert(
      fc.property(
        somewhere(({ path }) => path !== ''),
        fc.anything(),
        ({ made, place }, value) => {
          const plan = structuredClone(made.plan);
          put(plan, place.path, value);
          expect(() => verifyPlan(plan, made.world)).not.toThrow();
        },
      ),
      runs,
    );
  });

  it('what is no plan', () => {
    fc.assert(
      fc.property(fc.anything(), good, (thing, { world }) => {
        expect(verifyPlan(thing, world).map((each) => each.code)).toContain('shape');
      }),
      { ...runs, numRuns: 500 },
    );
  });
});

it('asks for an instant', () => {
  const { world, plan } = splitOrder();
  expect(() => verifyPlan(plan, { ...world, asOf: 'now' })).toThrow(InputError);
});
