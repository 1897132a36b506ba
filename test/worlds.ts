/**
 * Small random worlds over the whole model: an order, a network, stock, rules and an instant, small enough to try every plan.
 * Everything the model knows turns up, and so do ties: few prices, few places, nodes on the same spot, ids that sort oddly.
 *
 * `seededWorld(seed)` for pinned and nightly runs, `worldArbitrary()` for fast-check. Both take the caller's own rules instead of
 * random ones: `worldArbitrary({ rules })`.
 */
import fc from 'fast-check';
import type { Condition, NetworkInput, OrderInput, PositionInput, RulesInput, SnapshotInput } from '../src/model/types';
import { asksGoal, levelsAsked } from './oracle/world-goals';
import {
  COUNTRIES,
  makeCard,
  makeDay,
  makeLaneEnd,
  makePostalAreas,
  makeUsed,
  POSTAL_CODES,
  REGIONS,
} from './world-cards';
import { type Dice, Draw, seededDice } from './world-draw';
import { nameFunctions } from './world-functions';
import { addGoals } from './world-goals';
import { addPrices } from './world-prices';
import { addSlots, addTimes } from './world-times';

export interface World {
  order: OrderInput;
  network: NetworkInput;
  inventory: PositionInput[];
  rules: RulesInput;
  asOf: string;
  snapshot?: SnapshotInput;
}

export interface WorldOptions {
  /** Used instead of random rules. */
  readonly rules?: RulesInput;
  /** With calendars, pick-ups, delivery groups and all that makes dates: all worlds or none. Absent: some. */
  readonly dated?: boolean;
  /** Conditions name functions, those of `world-functions.ts`. */
  readonly functions?: boolean;
  /** Objectives without weights, tolerances or `balance`: the laws are of such. */
  readonly plainGoals?: boolean;
  /** At most about so many ways to spread the lines, not counting stock that lines share. Default 2000. */
  readonly maxPlans?: number;
}

export { type Dice, seededDice };

export function seededWorld(seed: number, options: WorldOptions = {}): World {
  return makeWorld(seededDice(seed), options);
}

export function worldArbitrary(options: WorldOptions = {}): fc.Arbitrary<World> {
  return fc.gen().map((draw) => makeWorld({ int: (min, max) => draw(fc.integer, { min, max }) }, options));
}

export function makeWorld(dice: Dice, options: WorldOptions = {}): World {
  const draw = new Draw(dice);
  const plain = draw.chance(45);
  const cards = draw.chance(60);
  const network = makeNetwork(draw, plain, cards);
  const order = makeOrder(draw, network, plain, cards);
  const rules = options.rules ?? makeRules(draw, network, order, plain);
  if (options.functions === true) nameFunctions(draw, rules);
  const world: World = { order, network, inventory: makeInventory(draw, network, order), rules, asOf: AS_OF };
  if (options.dated ?? draw.chance(12)) addTimes(draw, world, options.rules === undefined);
  const used = makeUsed(draw, network.nodes, world.asOf);
  if (used.length > 0) world.snapshot = { used };
  if (options.rules === undefined && options.plainGoals !== true) addGoals(draw, world);
  satisfyObjective(draw, world);
  limitSize(world, options.maxPlans ?? 2000);
  // Last, so that what was drawn before is as it was without slots.
  addSlots(draw, world);
  addPrices(draw, world, options.rules === undefined, makeCondition);
  return world;
}

const AS_OF = '2026-03-02T09:00:00Z';
const NODE_IDS = ['b', 'a', 'B', 'n10', 'n2', 'é', '😀', '～', '__proto__', 'constructor', 'node with spaces'];
const SKUS = ['s', 'S', 't'];
const LINE_IDS = ['2', '10', 'a', 'B', 'toString', 'ä'];
const SERVICE_IDS = ['ground', 'Air', 'x'];
const CARD_IDS = ['c1', 'c2', 'c10'];
const WORDS = ['cold', 'haz'];
const PLACES = ['here', 'there'];
/** Two spots twice, so that nodes share a place, and one on the other side of the world. */
const SPOTS = [
  { lat: 0, lng: 0 },
  { lat: 0, lng: 0.1 },
  { lat: 48.85, lng: 2.35 },
  { lat: 48.85, lng: 2.35 },
  { lat: 48.9, lng: 2.4 },
  { lat: -33.9, lng: 151.2 },
];
const KM = [1, 5, 20, 500, 5000];
/** On the bands' ends and one metre beside them. */
const METRES = [0, 999, 1000, 1001, 5000, 5001, 20_000, 400_000];
const PRICES = [0, 1, 5, 10, 10, 25];
const FINE_PRICES = [0, 0.001, 0.125, 1, 2.5, 10, 10];

/** @param cards whether rates are more than straight lines by distance */
function makeNetwork(draw: Draw, plain: boolean, cards: boolean): NetworkInput {
  const serviceIds = draw.sample(SERVICE_IDS, draw.chance(60) ? 1 : draw.int(2, 3));
  const cardIds = draw.sample(CARD_IDS, draw.int(1, 2));
  const nodeIds = draw.sample(NODE_IDS, draw.pick([1, 2, 3, 3, 4, 4]));
  const odds = plain ? 0.4 : 1;
  return {
    currency: 'EUR',
    nodes: nodeIds.map((id) => makeNode(draw, id, { serviceIds, cardIds, odds, cards })),
    services: serviceIds.map((id) => makeService(draw, id, nodeIds, cardIds)),
    rateCards: cardIds.map((id) => (cards ? makeCard(draw, id, ascendingEnds(draw)) : { id, bands: makeBands(draw) })),
    ...draw.maybe(65, () => ({ distance: makeDistance(draw, nodeIds) })),
    ...draw.maybe(25, () => ({ postalAreas: makePostalAreas(draw, SPOTS) })),
  };
}

interface NodeOptions {
  readonly serviceIds: string[];
  readonly cardIds: string[];
  readonly odds: number;
  readonly cards: boolean;
}

function makeNode(draw: Draw, id: string, options: NodeOptions): NetworkInput['nodes'][number] {
  const { serviceIds, cardIds, odds, cards } = options;
  return {
    id,
    ...draw.maybe(30, () => ({ kind: draw.pick(['distributionCentre', 'store', 'vendor'] as const) })),
    ...draw.maybe(20, () => ({ online: draw.chance(80) })),
    ...draw.maybe(7, () => ({ offline: makeOffline(draw) })),
    ...draw.maybe(94, () => ({ location: draw.pick(SPOTS) })),
    ...draw.maybe(cards ? 96 : 40, () => ({ country: draw.pick(COUNTRIES) })),
    ...draw.maybe(40, () => ({ region: draw.pick(REGIONS) })),
    ...draw.maybe(cards ? 96 : 30, () => ({ postalCode: draw.pick(POSTAL_CODES) })),
    ...draw.maybe(30, () => ({ groups: draw.subset(['east', 'west'], 50) })),
    ...draw.maybe(70, () => ({ capabilities: draw.subset(WORDS, 80) })),
    ...draw.maybe(30, () => ({ attributes: makeNodeAttributes(draw) })),
    ...draw.maybe(75, () => ({ priority: draw.int(0, 3) })),
    ...draw.maybe(35, () => ({ services: makeNodeServices(draw, serviceIds, cardIds) })),
    ...draw.maybe(40, () => ({ processingMinutes: draw.pick([0, 60, 1440, 2880]) })),
    ...draw.maybe(30 * odds, () => ({ capacityUnits: draw.pick([0, 1, 2, 3, 4, 6]) })),
    ...draw.maybe(18 * odds, () => makeDay(draw)),
    ...draw.maybe(15, () => ({ procurementPerUnit: draw.pick(FINE_PRICES) })),
    ...draw.maybe(45, () => ({ handling: makeHandling(draw) })),
  };
}

function makeNodeAttributes(draw: Draw): { [name: string]: string | number | boolean | string[] } {
  return {
    ...draw.maybe(60, () => ({ score: draw.int(0, 3) })),
    ...draw.maybe(60, () => ({ tags: draw.subset(['new', 'old'], 50) })),
    ...draw.maybe(40, () => ({ outlet: draw.chance(50) })),
    ...draw.maybe(40, () => ({ never: draw.subset(SKUS, 40) })),
    ...draw.maybe(30, () => ({ since: makeNeedBy(draw) })),
  };
}

/** Around the usual instant of the order: begun by then or not, over by then or not. */
function makeOffline(draw: Draw): NonNullable<NetworkInput['nodes'][number]['offline']> {
  return Array.from({ length: draw.int(0, 2) }, () => ({
    from: draw.pick(['2026-02-01T00:00:00Z', AS_OF, '2026-03-02T09:00:00.001Z', '2026-04-01T00:00:00Z']),
    until: draw.pick(['2027-01-01T00:00:00Z', '2026-04-02T00:00:00Z', AS_OF]),
  })).filter(({ from, until }) => Date.parse(from) < Date.parse(until));
}

function makeNodeServices(draw: Draw, serviceIds: string[], cardIds: string[]) {
  return draw.sample(serviceIds, draw.int(1, serviceIds.length)).map((id) => ({
    id,
    ...draw.maybe(40, () => ({ rateCard: draw.pick(cardIds) })),
    ...draw.maybe(25, () => ({ transferPerUnit: draw.pick(FINE_PRICES) })),
  }));
}

function makeHandling(draw: Draw) {
  return {
    ...draw.maybe(60, () => ({ perShipment: draw.pick(PRICES) })),
    ...draw.maybe(50, () => ({ perLine: draw.pick(PRICES) })),
    ...draw.maybe(50, () => ({ perUnit: draw.pick(PRICES) })),
  };
}

function makeService(draw: Draw, id: string, nodeIds: string[], cardIds: string[]): NetworkInput['services'][number] {
  return {
    id,
    rateCard: draw.pick(cardIds),
    ...draw.maybe(30, () => ({ carrier: draw.pick(['dhl', 'ups']) })),
    ...draw.maybe(8, () => ({ reaches: [makeLaneEnd(draw), makeLaneEnd(draw)] })),
    ...draw.maybe(94, () => ({ transit: makeTransit(draw, nodeIds) })),
  };
}

function makeTransit(draw: Draw, nodeIds: string[]) {
  const lane = () => ({
    ...draw.maybe(50, () => ({ node: draw.pick(nodeIds) })),
    to: makeLaneEnd(draw),
    days: draw.int(0, 3),
  });
  return {
    ...draw.maybe(50, () => ({ lanes: draw.chance(50) ? [lane()] : [lane(), lane()] })),
    ...draw.maybe(94, () => ({ bands: ascendingEnds(draw).map((end) => ({ ...end, days: draw.int(0, 4) })) })),
  };
}

/** Ends of distance bands, the last one open as a rule. */
function ascendingEnds(draw: Draw): { upToKm?: number }[] {
  const ends: { upToKm?: number }[] = draw
    .sample(KM, draw.int(0, 2))
    .sort((a, b) => a - b)
    .map((upToKm) => ({ upToKm }));
  if (ends.length === 0 || draw.chance(94)) ends.push({});
  return ends;
}

function makeBands(draw: Draw) {
  return ascendingEnds(draw).map((end) => ({
    ...end,
    base: draw.pick(PRICES),
    ...draw.maybe(50, () => ({ perKg: draw.pick([0, 1, 3, 10]) })),
  }));
}

function makeDistance(draw: Draw, nodeIds: string[]): NetworkInput['distance'] {
  if (draw.chance(35)) {
    return { kind: 'greatCircle', ...draw.maybe(30, () => ({ radiusMetres: 6_378_137 })) };
  }
  const nodes = draw.sample(nodeIds, draw.chance(92) ? nodeIds.length : draw.int(0, nodeIds.length));
  const places = draw.chance(85) ? draw.sample(PLACES, 2) : ['here'];
  return {
    kind: 'matrix',
    nodes,
    places,
    metres: nodes.map(() => places.map(() => (draw.chance(97) ? draw.pick(METRES) : null))),
  };
}

function makeOrder(draw: Draw, network: NetworkInput, plain: boolean, cards: boolean): OrderInput {
  const nodeIds = network.nodes.map((node) => node.id);
  const odds = plain ? 0.3 : 1;
  return {
    id: 'order-1',
    destination: makeDestination(draw, cards),
    lines: draw.sample(LINE_IDS, draw.int(1, 4)).map((id) => makeLine(draw, id, nodeIds, { odds, cards })),
    ...draw.maybe(15, () => ({ currency: 'EUR' })),
    ...draw.maybe(30, () => ({ channel: draw.pick(['web', 'shop']) })),
    ...draw.maybe(20, () => ({ type: 'gift' })),
    ...draw.maybe(30, () => ({ needBy: makeNeedBy(draw) })),
    ...draw.maybe(25 * odds, () => ({ maxShipments: draw.int(1, 3) })),
    ...draw.maybe(15 * odds, () => ({ shipComplete: draw.chance(85) })),
    ...draw.maybe(12 * odds, () => ({ excludedNodes: draw.sample(nodeIds, 1) })),
    ...draw.maybe(8 * odds, () => ({ pinnedNodes: draw.sample(nodeIds, draw.int(1, nodeIds.length)) })),
    ...draw.maybe(30, () => ({ attributes: makeOrderAttributes(draw, nodeIds) })),
  };
}

function makeOrderAttributes(draw: Draw, nodeIds: string[]): { [name: string]: boolean | string[] } {
  return {
    ...draw.maybe(60, () => ({ vip: draw.chance(50) })),
    ...draw.maybe(60, () => ({ rejectedBy: draw.sample(nodeIds, draw.int(0, 2)) })),
  };
}

function makeDestination(draw: Draw, cards: boolean): OrderInput['destination'] {
  return {
    ...draw.maybe(90, () => ({ location: draw.pick(SPOTS) })),
    ...draw.maybe(97, () => ({ place: draw.pick([...PLACES, 'here', 'here']) })),
    ...draw.maybe(cards ? 96 : 60, () => ({ country: draw.pick(COUNTRIES) })),
    ...draw.maybe(40, () => ({ region: draw.pick(REGIONS) })),
    ...draw.maybe(cards ? 96 : 60, () => ({ postalCode: draw.pick(POSTAL_CODES) })),
    ...draw.maybe(50, () => ({ residential: draw.chance(75) })),
  };
}

/** Around the ends of whole days: exactly on time, one millisecond late. */
function makeNeedBy(draw: Draw): string {
  return draw.pick([
    '2026-03-01T09:00:00Z',
    '2026-03-02T09:00:00Z',
    '2026-03-03T09:00:00Z',
    '2026-03-03T08:59:59.999Z',
    '2026-03-04T10:00:00Z',
    '2026-03-09T09:00:00Z',
  ]);
}

interface LineOptions {
  readonly odds: number;
  readonly cards: boolean;
}

function makeLine(draw: Draw, id: string, nodeIds: string[], options: LineOptions): OrderInput['lines'][number] {
  const { odds, cards } = options;
  const kit = draw.chance(18);
  return {
    id,
    sku: kit ? draw.pick(['kit', ...SKUS]) : draw.pick(SKUS),
    quantity: draw.pick([1, 2, 2, 3, 4, 5]),
    ...draw.maybe(cards ? 97 : 90, () => ({ weightGrams: draw.pick([0, 100, 500, 500, 1500]) })),
    ...draw.maybe(cards ? 96 : 20, () => ({ volumeCm3: draw.pick([0, 500, 2500, 8000]) })),
    ...draw.maybe(cards ? 96 : 20, () => ({ longestSideMm: draw.pick([100, 300, 301, 700]) })),
    ...draw.maybe(cards ? 90 : 50, () => ({ value: draw.pick([0, 100, 333]) })),
    ...draw.maybe(25, () => ({ needBy: makeNeedBy(draw) })),
    ...draw.maybe(10 * odds, () => ({ capabilities: draw.sample(WORDS, 1) })),
    ...draw.maybe(50, () => ({
      unfilledPrice: draw.pick(cards ? [0, 60, 100, 1000, 1000] : [0, 5, 20, 60, 100, 1000]),
    })),
    ...(kit ? { kit: makeKit(draw) } : {}),
    ...draw.maybe(18 * odds, () => ({ maxShipments: draw.int(1, 2) })),
    ...draw.maybe(18 * odds, () => ({ noSplit: draw.chance(85) })),
    ...draw.maybe(15 * odds, () => ({ shipComplete: draw.chance(85) })),
    ...draw.maybe(40 * odds, () => ({ shipTogether: draw.pick(['one', 'one', 'one', 'two']) })),
    ...draw.maybe(6 * odds, () => ({ pinnedNodes: draw.sample(nodeIds, draw.int(1, 2)) })),
    ...draw.maybe(20, () => ({ attributes: { class: draw.pick(['x', 'y']), ...draw.maybe(50, () => ({ rank: 2 })) } })),
  };
}

function makeKit(draw: Draw) {
  return draw.sample(SKUS, draw.int(1, 2)).map((sku) => ({ sku, quantity: draw.int(1, 2) }));
}

function makeInventory(draw: Draw, network: NetworkInput, order: OrderInput): PositionInput[] {
  const asked = new Set(order.lines.flatMap((line) => [line.sku, ...(line.kit ?? []).map((part) => part.sku)]));
  const pairs = network.nodes.flatMap((node) => [...asked, 'other'].map((sku) => ({ node: node.id, sku })));
  return draw.subset(pairs, 88).map((pair) => ({
    ...pair,
    onHand: draw.pick([0, 1, 2, 3, 3, 4, 6, 9]),
    ...draw.maybe(20, () => ({ reserved: draw.int(0, 3) })),
    ...draw.maybe(15, () => ({ safetyStock: draw.int(0, 2) })),
  }));
}

type Test = Extract<Condition, { field: string }>;

const TEXT_FIELDS: { [field: string]: string[] } = {
  'node.id': NODE_IDS.slice(0, 4),
  'node.kind': ['store', 'vendor'],
  'node.country': ['FR', 'DE'],
  'node.region': REGIONS,
  'service.id': SERVICE_IDS,
  'service.carrier': ['dhl', 'ups'],
  'line.id': LINE_IDS.slice(0, 3),
  'line.sku': SKUS,
  'line.attributes.class': ['x', 'y'],
  'order.channel': ['web', 'shop'],
  'order.type': ['gift'],
  'destination.country': ['FR', 'DE'],
  'destination.region': REGIONS,
  'destination.postalCode': ['75001', '7', '10'],
  'destination.place': PLACES,
  'node.timeZone': ['UTC', 'Europe/'],
  'destination.timeZone': ['UTC', 'Europe/Berlin'],
  'service.level': ['fast', 'Air'],
  'service.kind': ['carrier', 'pickUp'],
  'line.itemClass': ['big'],
  'line.deliveryGroup': ['g2', 'G'],
  'order.level': ['fast', 'slow'],
};
const NUMBER_FIELDS = [
  'node.priority',
  'node.attributes.score',
  'line.quantity',
  'line.weightGrams',
  'line.value',
  'line.attributes.rank',
  'order.value',
  'order.units',
  'order.lineCount',
  'order.weightGrams',
  'distanceKm',
];
const LIST_FIELDS: { [field: string]: string[] } = {
  'node.groups': ['east', 'west'],
  'node.capabilities': WORDS,
  'line.capabilities': WORDS,
  'node.attributes.tags': ['new', 'old'],
};
const FLAG_FIELDS = ['node.attributes.outlet', 'order.attributes.vip', 'destination.residential'];
const INSTANT_FIELDS = ['order.needBy', 'line.needBy', 'node.attributes.since'];
/** Fields that are compared with each other. */
const PAIRS: readonly (readonly [field: string, ops: readonly Test['op'][], valueField: string])[] = [
  ['node.id', ['in', 'notIn'], 'order.attributes.rejectedBy'],
  ['node.attributes.never', ['contains', 'eq', 'ne'], 'line.sku'],
  ['line.sku', ['in', 'notIn'], 'node.attributes.never'],
  ['node.country', ['eq', 'ne', 'prefix'], 'destination.country'],
  ['node.attributes.score', ['lt', 'le', 'gt', 'ge', 'eq'], 'line.quantity'],
  ['node.priority', ['lt', 'ge'], 'order.lineCount'],
  ['distanceKm', ['le', 'gt'], 'order.units'],
  ['order.value', ['lt', 'ge'], 'order.weightGrams'],
  ['line.needBy', ['before', 'after', 'eq'], 'order.needBy'],
  ['node.attributes.since', ['before', 'after'], 'order.needBy'],
  ['service.level', ['eq', 'ne'], 'order.level'],
  ['node.groups', ['in', 'notIn'], 'node.capabilities'],
];

/** A condition over the fields that start with one of `subjects`. */
function makeCondition(draw: Draw, subjects: readonly string[], depth = 2): Condition {
  if (depth > 0 && draw.chance(25)) {
    const parts = Array.from({ length: draw.int(0, 2) }, () => makeCondition(draw, subjects, depth - 1));
    return draw.chance(50) ? { all: parts } : { any: parts };
  }
  if (depth > 0 && draw.chance(15)) return { not: makeCondition(draw, subjects, depth - 1) };
  const isOfPolicy = !subjects.includes('node.');
  const readable = (field: string) =>
    subjects.some((subject) => field.startsWith(subject)) && !(isOfPolicy && field === 'order.level');
  const pairs = PAIRS.filter(([field, , other]) => readable(field) && readable(other));
  if (pairs.length > 0 && draw.chance(15)) {
    const [field, ops, valueField] = draw.pick(pairs);
    return { field, op: draw.pick(ops), valueField };
  }
  const fields = [
    ...Object.keys(TEXT_FIELDS),
    ...NUMBER_FIELDS,
    ...Object.keys(LIST_FIELDS),
    ...FLAG_FIELDS,
    ...INSTANT_FIELDS,
  ];
  return makeTest(draw, draw.pick(fields.filter(readable)));
}

function makeTest(draw: Draw, field: string): Test {
  if (draw.chance(10)) return { field, op: 'exists', value: draw.chance(60) };
  if (FLAG_FIELDS.includes(field)) return { field, op: draw.pick(['eq', 'ne']), value: draw.chance(50) };
  if (NUMBER_FIELDS.includes(field)) return makeNumberTest(draw, field);
  if (INSTANT_FIELDS.includes(field)) return { field, op: draw.pick(['before', 'after']), value: makeNeedBy(draw) };
  const words = TEXT_FIELDS[field] ?? LIST_FIELDS[field];
  const op = draw.pick(TEXT_FIELDS[field] ? TEXT_OPS : LIST_OPS);
  if (op === 'in' || op === 'notIn') return { field, op, value: draw.subset(words, 60) };
  if (op === 'between') return { field, op, value: [draw.pick(words), draw.pick(words)].sort() };
  return { field, op, value: draw.pick(words) };
}

const TEXT_OPS = ['eq', 'ne', 'in', 'notIn', 'prefix', 'lt', 'ge', 'between'] as const;
const LIST_OPS = ['eq', 'ne', 'in', 'notIn', 'contains'] as const;

const NUMBERS: { [field: string]: number[] } = {
  distanceKm: [0, 1, 5, 20, 500],
  'line.weightGrams': [100, 500],
  'order.value': [0, 100, 333, 1000],
  'order.units': [1, 2, 4, 7],
  'order.weightGrams': [0, 500, 1500, 4000],
};

function makeNumberTest(draw: Draw, field: string): Test {
  const values = NUMBERS[field] ?? [0, 1, 2, 3];
  const op = draw.pick(['eq', 'ne', 'lt', 'le', 'gt', 'ge', 'in', 'notIn', 'between'] as const);
  if (op === 'between') return { field, op, value: [draw.pick(values), draw.pick(values)].sort((a, b) => a - b) };
  if (op === 'in' || op === 'notIn') return { field, op, value: draw.subset(values, 50) };
  return { field, op, value: draw.pick(values) };
}

/** Everything that worlds have. */
const DECLARED: NonNullable<RulesInput['attributes']> = {
  node: { score: 'number', tags: 'list', outlet: 'boolean', never: 'list', since: 'instant' },
  order: { vip: 'boolean', rejectedBy: 'list' },
  line: { class: 'text', rank: 'number' },
};

const ANY_SUBJECT = ['node.', 'service.', 'line.', 'order.', 'destination.', 'distanceKm'];
/** What a price per shipment may read: not what is in it. */
const SHIPMENT_SUBJECT = ANY_SUBJECT.filter((subject) => subject !== 'line.');

function makeRules(draw: Draw, network: NetworkInput, order: OrderInput, plain: boolean): RulesInput {
  const tiers = draw.maybe(plain ? 10 : 30, () => ({ tiers: makeTiers(draw) }));
  return {
    id: 'rules-1',
    version: '7',
    objective: makeObjective(draw, tiers.tiers),
    ...draw.maybe(15, () => ({ attributes: DECLARED })),
    ...tiers,
    ...draw.maybe(plain ? 10 : 25, () => ({ filters: makeFilters(draw) })),
    ...draw.maybe(plain ? 20 : 45, () => ({ costs: makeCosts(draw) })),
    ...draw.maybe(30, () => ({ costTables: makeCostTables(draw, network, order) })),
    ...draw.maybe(40, () => ({ lateness: { perUnitDay: draw.pick([0, 1, 5, 50]) } })),
    ...draw.maybe(30, () => ({ split: { perShipment: draw.pick(PRICES) } })),
    ...draw.maybe(50, () => ({ unfilled: makeUnfilled(draw) })),
    ...draw.maybe(plain ? 8 : 30, () => ({ policies: makePolicies(draw) })),
    ...draw.maybe(15, () => ({ equallyNearKm: draw.pick([1, 20, 400]) })),
    ...draw.maybe(60, () => ({ unknownDistance: draw.pick(['error', 'last'] as const) })),
  };
}

function makeFilters(draw: Draw): RulesInput['filters'] {
  return Array.from({ length: draw.chance(75) ? 1 : 2 }, (_, index) => {
    const condition = makeCondition(draw, ANY_SUBJECT);
    return { id: `filter-${index}`, ...(draw.chance(85) ? { exclude: condition } : { require: condition }) };
  });
}

function makeTiers(draw: Draw): NonNullable<RulesInput['tiers']> {
  const mode = draw.pick(['hard', 'soft'] as const);
  return {
    mode,
    list: Array.from({ length: draw.int(1, 2) }, (_, index) => ({
      id: `tier-${index}`,
      nodes: makeCondition(draw, ['node.'], 1),
      ...(mode === 'soft' ? { perUnit: draw.pick(FINE_PRICES) } : {}),
    })),
  };
}

function makeObjective(draw: Draw, tiers: RulesInput['tiers']): RulesInput['objective'] {
  const hard = tiers?.mode === 'hard';
  if (draw.chance(55)) return draw.chance(60) && !hard ? 'landedCost' : 'fillFirst';
  const goals = ['lateness', 'shipments', 'priority', 'unitDistance', 'shipmentDistance', 'cost'] as const;
  const asked: { goal: (typeof goals)[number] | 'unfilled' | 'tier' }[] = draw
    .sample(tiers ? [...goals, 'tier' as const] : goals, draw.int(1, 3))
    .map((goal) => ({ goal }));
  if (draw.chance(30) || (hard && asked[0].goal === 'cost')) asked.unshift({ goal: 'unfilled' });
  return asked;
}

function makeCosts(draw: Draw): RulesInput['costs'] {
  return Array.from({ length: draw.int(1, 3) }, (_, index) => {
    const byShipment = draw.maybe(35, () => ({ perShipment: draw.pick(FINE_PRICES) }));
    const subjects = byShipment.perShipment === undefined ? ANY_SUBJECT : SHIPMENT_SUBJECT;
    return {
      id: `cost-${index}`,
      ...draw.maybe(75, () => ({ when: makeCondition(draw, subjects) })),
      ...byShipment,
      ...draw.maybe(45, () => ({ perLine: draw.pick(FINE_PRICES) })),
      ...draw.maybe(50, () => ({ perUnit: draw.pick(FINE_PRICES) })),
      ...draw.maybe(25, () => ({ perUnitKm: draw.pick([0, 0.001, 0.005, 1]) })),
    };
  });
}

function makeCostTables(draw: Draw, network: NetworkInput, order: OrderInput): RulesInput['costTables'] {
  return Array.from({ length: draw.chance(80) ? 1 : 2 }, (_, index) => {
    const by = draw.pick(['sku', 'line'] as const);
    const all = by === 'sku' ? [...new Set(order.lines.map((line) => line.sku))] : order.lines.map((line) => line.id);
    const keys = draw.sample(all, draw.chance(88) ? all.length : draw.int(0, all.length));
    const nodeIds = network.nodes.map((node) => node.id);
    const nodes = draw.sample(nodeIds, draw.chance(88) ? nodeIds.length : draw.int(0, nodeIds.length));
    return {
      id: `table-${index}`,
      by,
      nodes,
      keys,
      perUnit: nodes.map(() => keys.map(() => (draw.chance(95) ? draw.pick(FINE_PRICES) : null))),
      ...draw.maybe(70, () => ({ missing: draw.pick(['ineligible', 'free', 'free'] as const) })),
    };
  });
}

function makeUnfilled(draw: Draw): NonNullable<RulesInput['unfilled']> {
  return {
    ...draw.maybe(70, () => ({ perUnit: draw.pick([0, 5, 20, 100]) })),
    ...draw.maybe(40, () => ({ percentOfValue: draw.pick([0, 2.5, 33.333, 100]) })),
  };
}

function makePolicies(draw: Draw): NonNullable<RulesInput['policies']> {
  const kinds: readonly (() => Partial<NonNullable<RulesInput['policies']>[number]>)[] = [
    () => ({ maxShipments: draw.int(1, 3) }),
    () => ({ maxShipmentsPerGroup: draw.int(1, 2) }),
    () => ({ maxShipmentsPerLine: draw.int(1, 2) }),
    () => ({ shipComplete: draw.pick(['order', 'group', 'line'] as const) }),
    () => ({ noSplit: true }),
    () => ({ shipTogether: true }),
  ];
  const asked = kinds.filter(() => draw.chance(35)).map((make) => make());
  return asked.map((asks, place) => {
    const subjects = ['order.'];
    if (!('maxShipments' in asks) && asks.shipComplete !== 'order') subjects.push('destination.');
    if (!('maxShipmentsPerGroup' in asks) && asks.shipComplete !== 'group' && subjects.length > 1)
      subjects.push('line.');
    return { id: `policy-${place}`, ...draw.maybe(40, () => ({ when: makeCondition(draw, subjects) })), ...asks };
  });
}

/** What an objective needs of its input: a price on every line where cost comes first, a rank on every node for `priority`. */
function satisfyObjective(draw: Draw, world: World): void {
  const [first] = levelsAsked({ ...world.rules, tiers: undefined }, 0);
  if (first.name === 'cost') {
    for (const line of world.order.lines) line.unfilledPrice ??= draw.pick([0, 20, 100, 1000]);
  }
  if (asksGoal(world.rules, 'priority')) for (const node of world.network.nodes) node.priority ??= draw.int(0, 3);
}

/** Asks for fewer units, then fewer lines, until there are few enough ways to spread them. */
function limitSize(world: World, maxPlans: number): void {
  const { lines } = world.order;
  for (;;) {
    const ways = lines.map((line) => waysToSpread(world, line));
    if (ways.reduce((product, count) => product * count, 1) <= maxPlans) return;
    const largest = ways.indexOf(Math.max(...ways));
    if (lines[largest].quantity > 1) lines[largest].quantity -= 1;
    else lines.splice(largest, 1);
    const { deliveryGroups: groups } = world.order;
    if (groups === undefined) continue;
    world.order.deliveryGroups = groups.filter(({ id }) => lines.some((line) => line.deliveryGroup === id));
  }
}

/** In how many ways one line alone can be spread over the services and starts of the nodes that stock it. */
function waysToSpread(world: World, line: OrderInput['lines'][number]): number {
  const ways = new Array<number>(line.quantity + 1).fill(0);
  ways[0] = 1;
  for (const node of world.network.nodes) {
    const most = stockOf(world, node.id, line);
    const sources = servicesFor(world, node, line) * startsAt(world, node);
    // Spreading `units` over the node's sources: each in turn adds 0 … units.
    const atNode = Array.from({ length: Math.min(most, line.quantity) + 1 }, (_, units) =>
      choose(units + sources - 1, units),
    );
    const before = [...ways];
    for (let total = 0; total <= line.quantity; total++) {
      ways[total] = 0;
      for (let here = 0; here <= total && here < atNode.length; here++)
        ways[total] += before[total - here] * atNode[here];
    }
  }
  return ways.reduce((sum, count) => sum + count, 0);
}

type NodeInput = NetworkInput['nodes'][number];

/** Services of the node that are of the kind that the line's delivery group asks for. */
function servicesFor({ network, order }: World, node: NodeInput, line: OrderInput['lines'][number]): number {
  const { pickUpNode } = order.deliveryGroups?.find(({ id }) => id === line.deliveryGroup) ?? order;
  const kind = pickUpNode === undefined ? 'carrier' : pickUpNode === node.id ? 'pickUp' : 'transfer';
  const ids = node.services?.map(({ id }) => id) ?? network.services.map(({ id }) => id);
  return network.services.filter((service) => (service.kind ?? 'carrier') === kind && ids.includes(service.id)).length;
}

/** About so many starts at a node, by the times that lines take: one more for each arrival of stock and each day that is short. */
function startsAt(
  { inventory, order }: World,
  { id, capacityPerDay, processing, processingMinutes }: NodeInput,
): number {
  const arrivals = inventory.flatMap((position) => (position.node === id ? (position.inbound ?? []) : [])).length;
  const units = order.lines.reduce((sum, line) => sum + line.quantity, 0);
  const { units: most = units, lines = order.lines.length, shipments = order.lines.length } = capacityPerDay ?? {};
  const days = Math.max(units / most, order.lines.length / lines, order.lines.length / shipments);
  const times = order.lines.map(({ itemClass }) => processing?.find((each) => each.itemClass === itemClass)?.minutes);
  return (arrivals + Math.ceil(Math.min(4, days))) * new Set(times.map((minutes) => minutes ?? processingMinutes)).size;
}

function stockOf(world: World, node: string, line: OrderInput['lines'][number]): number {
  const parts = line.kit ?? [{ sku: line.sku, quantity: 1 }];
  const stock = parts.map((part) => {
    const position = world.inventory.find((candidate) => candidate.node === node && candidate.sku === part.sku);
    if (!position) return 0;
    const arriving = (position.inbound ?? []).reduce((sum, { units }) => sum + units, 0);
    const available = position.onHand + arriving - (position.reserved ?? 0) - (position.safetyStock ?? 0);
    return Math.max(0, Math.floor(available / part.quantity));
  });
  return Math.min(...stock);
}

function choose(n: number, k: number): number {
  let result = 1;
  for (let i = 1; i <= k; i++) result = (result * (n - k + i)) / i;
  return result;
}
