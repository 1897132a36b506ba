/**
 * What a raw world says about every pair of line and source, read as plainly as the semantics are written. Slow on purpose, and
 * shares no code with `src/`. Money in 1/1000 minor unit, distance in whole metres, weight in grams.
 */
import type { Condition, RuleFunctions } from '../../src/model/types';
import { WORLD_FUNCTIONS } from '../world-functions';
import type { World } from '../worlds';
import { SourceTimes, type Transit } from './world-dates';
import { type Room, roomOn, type Start, startsOf } from './world-days';
import { type Asked, divided, factorOf } from './world-factors';
import { asksGoal } from './world-goals';
import { type Group, readGroups, type View } from './world-groups';
import { cardOf, type Tariff, takesUnit, tariffOf } from './world-rates';
import { collectedIn, type SlotTimes } from './world-slots';

type Line = World['order']['lines'][number];
type Node = World['network']['nodes'][number];
type Service = World['network']['services'][number];
type Rules = World['rules'];

const UNKNOWN_METRES = 20_015_115;

/** A shipment that could be opened: a node, a service it hands to, when, and with how much work; and what it costs. */
export interface SourceFacts {
  readonly node: Node;
  readonly service: Service;
  readonly group: Group;
  readonly start: Start;
  /** Of work: those of the slowest line that it takes. */
  readonly minutes: number;
  /** Epoch ms; NaN: unknown. */
  readonly ready: number;
  readonly handOver: number;
  readonly delivery: number;
  readonly transit: Transit;
  /** As the objective counts them. */
  readonly metres: number;
  /** Handling and rule costs. */
  readonly perShipment: number;
  /** null: nothing can be sent. */
  readonly tariff: Tariff | null;
  /** Of the day of the start; null: no limits. */
  readonly room: Room | null;
  readonly tier: number;
}

/** A line at a source. */
export interface PairFacts {
  readonly eligible: boolean;
  /** Procurement, handling, rule costs, tables, soft tiers and lateness of one unit; not its freight. */
  readonly perUnit: number;
  readonly perLine: number;
  readonly lateDays: number;
}

export interface WorldFacts {
  readonly groups: readonly Group[];
  readonly sources: readonly SourceFacts[];
  /** line → source. */
  readonly pairs: readonly (readonly PairFacts[])[];
  /** line → price of an unfilled unit; null: none. */
  readonly unfilledPrices: readonly (number | null)[];
  /** Those listed, and one more for nodes in none of them; 0 without tiers. */
  readonly tiers: number;
}

export function readWorld(world: World): WorldFacts {
  const groups = readGroups(world);
  const sources = groups.flatMap((group) => {
    const slot = collectedIn(group.view, groups, group);
    if (slot === null) return [];
    return group.view.network.nodes.flatMap((node) => {
      const starts = startsOf(group.view, node);
      return servicesOf(world, node).flatMap((service) => readSources(group, node, service, starts, slot));
    });
  });
  const groupOf = (line: number) => groups.find(({ lines }) => lines.includes(line))!;
  return {
    groups,
    sources,
    pairs: world.order.lines.map((line, place) =>
      sources.map((source) => (source.group === groupOf(place) ? readPair(line, source) : NO_PAIR)),
    ),
    unfilledPrices: world.order.lines.map((line) => unfilledPrice(world.rules, line)),
    tiers: world.rules.tiers ? world.rules.tiers.list.length + 1 : 0,
  };
}

const NO_PAIR: PairFacts = { eligible: false, perUnit: 0, perLine: 0, lateDays: 0 };

function servicesOf(world: World, node: Node): Service[] {
  if (!node.services) return [...world.network.services];
  return node.services.map((own) => world.network.services.find((service) => service.id === own.id)!);
}

/** Whether the service is of the kind and level that the group asks for. */
function serves({ pickUpNode, level }: Group, node: Node, { id, kind = 'carrier', level: own = id }: Service): boolean {
  if (level !== undefined && own !== level) return false;
  if (pickUpNode === undefined) return kind === 'carrier';
  return kind === (pickUpNode === node.id ? 'pickUp' : 'transfer');
}

/** @param slot in which the group is collected; undefined: in none */
function readSources(
  group: Group,
  node: Node,
  service: Service,
  starts: readonly Start[],
  slot: SlotTimes | undefined,
): SourceFacts[] {
  if (!serves(group, node, service)) return [];
  const { view } = group;
  const known = distance(group, node);
  const about = facts(group, node, service, undefined);
  const rules = (view.rules.costs ?? []).filter((rule) => (rule.perShipment ?? 0) > 0 && holds(rule.when, about));
  const isLast = view.rules.unknownDistance === 'last';
  const asked = { group, node, line: undefined, metres: knownToRules(group, node), start: Number.NaN };
  const ruleCosts = rules.reduce((sum, rule) => sum + amountOf(rule, 'perShipment', asked), 0);
  const times = new SourceTimes(group, node, service, known ?? (isLast ? UNKNOWN_METRES : null));
  const common = {
    node,
    service,
    group,
    transit: times.transit,
    metres: known ?? UNKNOWN_METRES,
    perShipment: milli(node.handling?.perShipment ?? 0) + ruleCosts,
    tariff: tariffOf(view, node, service, readMetres(group, node)),
    tier: tierOf(view, node),
  };
  const minutes = [...new Set(group.lines.map((line) => minutesOf(view.order.lines[line], node)))];
  return starts.flatMap((start) =>
    minutes.flatMap((each) => {
      const { ready, handOver, delivery: arrival } = times.of(start.release, each);
      if (Number.isNaN(handOver)) return [];
      if (slot !== undefined && !(arrival <= slot.start)) return [];
      const delivery = slot === undefined ? arrival : slot.end;
      const room = start.day === undefined ? null : roomOn(view, node, start.day);
      return [{ ...common, start, minutes: each, ready, handOver, delivery, room }];
    }),
  );
}

/** Of work on a line. */
function minutesOf({ itemClass }: Line, { processing, processingMinutes = 0 }: Node): number {
  return processing?.find((each) => each.itemClass === itemClass)?.minutes ?? processingMinutes;
}

/** Metres, or null where they are unknown. */
function distance({ view, pickUpNode }: Group, node: Node): number | null {
  const how = view.network.distance;
  const { destination } = view.order;
  if (pickUpNode === node.id) return 0;
  if (how?.kind === 'matrix') {
    const row = how.nodes.indexOf(node.id);
    const column = destination.place === undefined ? -1 : how.places.indexOf(destination.place);
    return row < 0 || column < 0 ? null : how.metres[row][column];
  }
  if (!node.location || !destination.location) return null;
  return haversine(node.location, destination.location, how?.radiusMetres ?? 6_371_008.8);
}

interface Point {
  readonly lat: number;
  readonly lng: number;
}

function haversine(a: Point, b: Point, radius: number): number {
  const toRadians = (degrees: number) => (degrees / 180) * Math.PI;
  const halfChord =
    Math.sin(toRadians(b.lat - a.lat) / 2) ** 2 +
    Math.cos(toRadians(a.lat)) * Math.cos(toRadians(b.lat)) * Math.sin(toRadians(b.lng - a.lng) / 2) ** 2;
  return Math.round(radius * 2 * Math.atan2(Math.sqrt(halfChord), Math.sqrt(1 - halfChord)));
}

/** The metres that bands and conditions read: unknown ones are half the circumference, which only counts where that is allowed. */
function readMetres(group: Group, node: Node): number {
  return distance(group, node) ?? UNKNOWN_METRES;
}

/** Does this order need to know how far the node is, for every line? */
function distanceNeeded(world: World, node: Node, service: Service): boolean {
  const bands = cardOf(world, node, service)?.bands;
  if (bands !== undefined && (bands.length > 1 || bands[0].upToKm !== undefined)) return true;
  if ((world.rules.costs ?? []).some((rule) => (rule.perUnitKm ?? 0) > 0)) return true;
  const conditions = [
    ...(world.rules.filters ?? []).flatMap((filter) => [filter.exclude, filter.require]),
    ...(world.rules.costs ?? []).map((rule) => rule.when),
  ];
  if (conditions.some((condition) => JSON.stringify(condition ?? null).includes('"distanceKm"'))) return true;
  return asks(world, 'unitDistance') || asks(world, 'shipmentDistance');
}

export function asks(world: World, goal: string): boolean {
  return asksGoal(world.rules, goal);
}

function latenessNeeded(world: View, line: Line): boolean {
  const needBy = line.needBy ?? world.order.needBy;
  return needBy !== undefined && ((world.rules.lateness?.perUnitDay ?? 0) > 0 || asks(world, 'lateness'));
}

function readPair(line: Line, source: SourceFacts): PairFacts {
  const { node, service, group, delivery, transit } = source;
  const { rules: document } = group.view;
  const late = latenessNeeded(group.view, line);
  const isUnknown = Number.isNaN(delivery);
  const lateDays = late && !isUnknown ? daysLate(group.view, line, delivery) : 0;
  const table = tableCost(group.view, line, node);
  const rules = (document.costs ?? []).filter((rule) => holds(rule.when, facts(group, node, service, line)));
  const asked = { group, node, line, metres: knownToRules(group, node), start: source.start.start };
  const perUnitRules = rules.map((rule) => amountOf(rule, 'perUnit', asked) + perKmCost(rule, source.metres, asked));
  const unpriced = rules.some((rule) => factorOf(rule, asked) === null);
  const distanceMissing =
    distance(group, node) === null && (distanceNeeded(group.view, node, service) || (late && transit.readsDistance));
  const eligible =
    mayServe(group, line, node, service) &&
    minutesOf(line, node) <= source.minutes &&
    !(distanceMissing && (document.unknownDistance ?? 'error') === 'error') &&
    source.tariff !== null &&
    takesUnit(source.tariff, line) &&
    (node.capacityUnits ?? 1) > 0 &&
    !(late && isUnknown) &&
    !unpriced &&
    table !== null;
  return {
    eligible,
    perUnit:
      milli(node.handling?.perUnit ?? 0) +
      milli(node.procurementPerUnit ?? 0) +
      milli(node.services?.find((own) => own.id === service.id)?.transferPerUnit ?? 0) +
      perUnitRules.reduce((sum, cost) => sum + cost, 0) +
      (table ?? 0) +
      softTierCost(document, source.tier) +
      lateDays * milli(document.lateness?.perUnitDay ?? 0),
    perLine:
      milli(node.handling?.perLine ?? 0) + rules.reduce((sum, rule) => sum + amountOf(rule, 'perLine', asked), 0),
    lateDays,
  };
}

function mayServe(group: Group, line: Line, node: Node, service: Service): boolean {
  const { order, rules } = group.view;
  const about = facts(group, node, service, line);
  return (
    node.online !== false &&
    !isAway(node, Date.parse(group.view.asOf)) &&
    !(order.excludedNodes ?? []).includes(node.id) &&
    (order.pinnedNodes === undefined || order.pinnedNodes.includes(node.id)) &&
    (line.pinnedNodes === undefined || line.pinnedNodes.includes(node.id)) &&
    (line.capabilities ?? []).every((capability) => (node.capabilities ?? []).includes(capability)) &&
    (rules.filters ?? []).every((filter) =>
      filter.exclude === undefined ? holds(filter.require, about) : !holds(filter.exclude, about),
    )
  );
}

function isAway({ offline = [] }: Node, now: number): boolean {
  return offline.some(({ from, until }) => now >= Date.parse(from) && now < Date.parse(until));
}

function daysLate(view: View, line: Line, delivery: number): number {
  const needBy = Date.parse((line.needBy ?? view.order.needBy)!);
  return Math.ceil(Math.max(0, delivery - needBy) / 86_400_000);
}

/** Money of all tables per unit; null: some table has no price and does not let the pair go free. */
function tableCost(world: World, line: Line, node: Node): number | null {
  let sum = 0;
  for (const table of world.rules.costTables ?? []) {
    const row = table.nodes.indexOf(node.id);
    const column = table.keys.indexOf(table.by === 'sku' ? line.sku : line.id);
    const price = row < 0 || column < 0 ? null : table.perUnit[row][column];
    if (price === null && table.missing !== 'free') return null;
    sum += milli(price ?? 0);
  }
  return sum;
}

function tierOf(world: World, node: Node): number {
  if (!world.rules.tiers) return 0;
  const { list } = world.rules.tiers;
  const about = nodeFacts(node);
  const index = list.findIndex((tier) => holds(tier.nodes, about));
  return index < 0 ? list.length + 1 : index + 1;
}

function softTierCost(rules: Rules, tier: number): number {
  if (rules.tiers?.mode !== 'soft') return 0;
  const { list } = rules.tiers;
  return milli(list[Math.min(tier, list.length) - 1].perUnit ?? 0);
}

function unfilledPrice(rules: Rules, line: Line): number | null {
  if (line.unfilledPrice !== undefined) return milli(line.unfilledPrice);
  if (!rules.unfilled) return null;
  const { perUnit, percentOfValue } = rules.unfilled;
  if (percentOfValue !== undefined && line.value === undefined) return null;
  return milli(perUnit ?? 0) + halfUp(((line.value ?? 0) * 1000 * (percentOfValue ?? 0)) / 100);
}

type CostRule = NonNullable<Rules['costs']>[number];

/** The metres that rules read; null: unknown, and that is not said to be far. */
function knownToRules(group: Group, node: Node): number | null {
  return distance(group, node) ?? (group.view.rules.unknownDistance === 'last' ? UNKNOWN_METRES : null);
}

/** An amount of the rule × its factor; 0 where that is unknown, for then nothing is sent. */
function amountOf(rule: CostRule, amount: 'perShipment' | 'perLine' | 'perUnit', asked: Asked): number {
  return Number(divided(BigInt(milli(rule[amount] ?? 0)) * (factorOf(rule, asked) ?? 0n), 1_000_000n));
}

function perKmCost(rule: CostRule, metres: number, asked: Asked): number {
  const way = BigInt(milli(rule.perUnitKm ?? 0)) * BigInt(metres);
  return Number(divided(way * (factorOf(rule, asked) ?? 0n), 1_000_000_000n));
}

function milli(minor: number): number {
  return Math.round(minor * 1000);
}

function halfUp(value: number): number {
  return Math.floor(value + 0.5);
}

type Facts = ReadonlyMap<string, unknown>;

function nodeFacts(node: Node): Map<string, unknown> {
  return new Map([...flat('node', node), ['functions', { node }]]);
}

function facts(group: Group, node: Node, service: Service, line: Line | undefined): Facts {
  const { order } = group.view;
  return new Map<string, unknown>([
    ...nodeFacts(node),
    ...flat('service', service),
    ['service.kind', service.kind ?? 'carrier'],
    ['service.level', service.level ?? service.id],
    ...(line ? flat('line', line) : []),
    ...orderFacts(order, group.level),
    ...destinationFacts(order.destination),
    ['distanceKm', readMetres(group, node) / 1000],
    ['functions', { node, line, destination: order.destination }],
  ]);
}

/** Every field of an order, and its sums. @param level that its delivery group asks for */
export function orderFacts(order: World['order'], level: string | undefined): Map<string, unknown> {
  const fields = flat('order', order);
  if (level !== undefined) fields.set('order.level', level);
  fields.set('order.lineCount', order.lines.length);
  let units = 0;
  for (const { quantity } of order.lines) units += quantity;
  fields.set('order.units', units);
  for (const name of ['value', 'weightGrams'] as const) {
    let sum: number | undefined = 0;
    for (const line of order.lines) {
      const each = line[name];
      sum = sum === undefined || each === undefined ? undefined : sum + each * line.quantity;
    }
    if (sum !== undefined) fields.set(`order.${name}`, sum);
  }
  return fields;
}

export function destinationFacts(destination: object): Map<string, unknown> {
  return new Map([['destination.residential', false as unknown], ...flat('destination', destination)]);
}

export function flat(subject: string, thing: object): Map<string, unknown> {
  const fields = new Map<string, unknown>();
  for (const [key, value] of Object.entries(thing)) {
    if (key !== 'attributes') fields.set(`${subject}.${key}`, value);
    else for (const [name, each] of Object.entries(value)) fields.set(`${subject}.attributes.${name}`, each);
  }
  return fields;
}

/** Without a condition always. */
export function holds(condition: Condition | undefined, about: Facts): boolean {
  if (condition === undefined) return true;
  if ('all' in condition) return condition.all.every((part) => holds(part, about));
  if ('any' in condition) return condition.any.some((part) => holds(part, about));
  if ('not' in condition) return !holds(condition.not, about);
  if ('function' in condition) return asksFunction(condition, about);
  const { field, op, value, valueField } = condition;
  return meets(about.get(field), op, valueField === undefined ? value : about.get(valueField));
}

function asksFunction({ function: name, params }: { function: string; params?: unknown }, about: Facts): boolean {
  const { conditions }: RuleFunctions = WORLD_FUNCTIONS;
  const given = conditions![name];
  return given.test(about.get('functions') as never, given.params?.(params));
}

function meets(actual: unknown, op: string, wanted: unknown): boolean {
  if (op === 'exists') return (actual !== undefined) === wanted;
  if (op === 'ne') return !meets(actual, 'eq', wanted);
  if (op === 'notIn') return !meets(actual, 'in', wanted);
  if (actual === undefined || wanted === undefined) return false;
  const elements: unknown[] = Array.isArray(actual) ? actual : [actual];
  if (op === 'eq') return elements.includes(wanted);
  if (op === 'in') return Array.isArray(wanted) && elements.some((element) => wanted.includes(element));
  if (op === 'contains') return Array.isArray(actual) && elements.includes(wanted);
  if (op === 'prefix') return typeof actual === 'string' && actual.startsWith(String(wanted));
  if (op === 'between') {
    const [low, high] = wanted as unknown[];
    return ordered(actual, 'ge', low) && ordered(actual, 'le', high);
  }
  // The worlds' texts that are compared so are instants, all of them.
  if (op === 'before') return Date.parse(String(actual)) < Date.parse(String(wanted));
  if (op === 'after') return Date.parse(String(actual)) > Date.parse(String(wanted));
  return ordered(actual, op, wanted);
}

function ordered(actual: unknown, op: string, wanted: unknown): boolean {
  const numbers = typeof actual === 'number' && typeof wanted === 'number';
  const texts = typeof actual === 'string' && typeof wanted === 'string';
  if (!numbers && !texts) return false;
  if (op === 'lt') return actual < wanted;
  if (op === 'le') return actual <= wanted;
  if (op === 'gt') return actual > wanted;
  return actual >= wanted;
}
