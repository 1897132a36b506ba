/**
 * An order becomes a problem. Mostly every node starts it at once, and the sources of the network are all that could be opened; else
 * (stock on its way, days that are full, several delivery groups, lines that take different time) departures are: see `sourcing/departures`.
 */
import type { Compiled, Desk, KnownDestination } from './desk';
import { readOrder } from './input';
import { IssueList, maybe, type Path } from './model/issues';
import type { Destination, Order, OrderLine } from './model/types';
import { compareIds, MS_PER_MINUTE } from './model/units';
import {
  bundleLateDays,
  bundleParts,
  factsOf,
  type GroupScene,
  hasSeveralDates,
  lastDelivery,
  roomAt,
  usableSources,
} from './pairs';
import type { Schedules } from './promising/schedules';
import { timeZoneNames } from './promising/timeZone';
import type { RuleSet } from './rules/ruleSet';
import { sourceRules } from './rules/sourceRules';
import { type Bundle, bundleLines, isShipComplete, maxShipmentsOf, NO_LIMIT } from './sourcing/bundles';
import { checkOrder } from './sourcing/checkOrder';
import { columnsOfLevel, countedMetres, Dating, destinationColumns, KnownDeliveries } from './sourcing/columns';
import {
  type Departure,
  type DepartureList,
  departureField,
  departurePairs,
  listDepartures,
  rankByDelivery,
  rankTable,
} from './sourcing/departures';
import { cacheKey } from './sourcing/destinationCache';
import { type DeliveryGroup, deliveryGroups } from './sourcing/groups';
import { orderValueOf } from './sourcing/pricing';
import { type BundleParts, type Field, makeProblem, type OrderTerms } from './sourcing/problem';
import { type RankTable, rankedRows } from './sourcing/rankedRows';
import type { NodeRoom } from './sourcing/room';
import { bundleRows, skusOf } from './sourcing/rows';
import type { Stock } from './sourcing/stock';
import type { Problem } from './splitting/problem';
import { leftOn, type OrderStarts, orderStarts, sizeOf, startsAt, takesAll } from './starts';

/** Search steps of a call that names no budget: about 20 ms of a modern core. */
export const DEFAULT_BUDGET = 2_000_000;

/** An order that holds, and its delivery groups in code-unit order. */
export interface CheckedOrder {
  readonly order: Order;
  readonly groups: readonly DeliveryGroup[];
}

/** When (epoch ms), and with what budget (undefined: the rules', else the usual one). */
export interface Ask {
  readonly asOf: number;
  readonly budget: number | undefined;
}

/** An order, ready to solve: the problem, and what turns its numbers back into ids. */
export interface Prepared extends CheckedOrder {
  readonly asOf: number;
  /** The problem's deliveries are in ms after this. */
  readonly origin: number;
  readonly scenes: readonly GroupScene[];
  readonly bundles: readonly BundleParts[];
  /** What a source of the problem is. */
  readonly departureOf: (source: number) => Departure;
  readonly problem: Problem;
}

/** @throws InputError with every issue */
export function readCheckedOrder({ index, rules, isCostFirst, schedules }: Compiled, input: unknown): CheckedOrder {
  const order = readOrder(input);
  const issues = new IssueList('order');
  checkOrder(order, index, rules.document, isCostFirst, issues);
  checkZone(schedules, order.destination, ['destination'], issues);
  order.deliveryGroups?.forEach(({ destination }, place) => {
    checkZone(schedules, destination, ['deliveryGroups', place, 'destination'], issues);
  });
  issues.throwIfAny();
  return { order, groups: deliveryGroups(order, index) };
}

export function checkZone(
  schedules: Schedules,
  destination: Destination | undefined,
  path: Path,
  issues: IssueList,
): void {
  const timeZone = destination?.timeZone;
  if (timeZone === undefined || schedules.isTimeZone(timeZone)) return;
  issues.add('invalid', [...path, 'timeZone'], timeZone, 'is not a time zone', maybe(timeZone, timeZoneNames()));
}

/** A line of the problem in the making, and the place of its delivery group. */
interface Placed {
  readonly bundle: Bundle;
  readonly place: number;
  /** node → minutes of work. */
  readonly minutes: Int32Array;
}

export function prepareOrder(desk: Desk, checked: CheckedOrder, ask: Ask): Prepared {
  return prepareGroups(desk, outlineOf(desk, checked, ask), checked.groups);
}

/** What an order asks, whatever level of service its groups have. */
export interface Outline {
  readonly checked: CheckedOrder;
  readonly ask: Ask;
  /** Epoch ms. */
  readonly release: number;
  readonly placed: readonly Placed[];
  readonly room: NodeRoom;
  readonly isAtOnce: boolean;
}

export function outlineOf(desk: Desk, checked: CheckedOrder, ask: Ask): Outline {
  const { compiled } = desk;
  const { document } = compiled.rules;
  const { order, groups } = checked;
  const release = ask.asOf + document.holdMinutes * MS_PER_MINUTE;
  const placed = groups.flatMap((group, place) =>
    bundleLines(linesOf(order, group), document).map((bundle) => {
      return { bundle, place, minutes: compiled.processing.of(bundle.members) };
    }),
  );
  if (groups.length > 1) placed.sort((a, b) => compareIds(a.bundle.members[0].id, b.bundle.members[0].id));
  const room = roomAt(desk, release);
  return { checked, ask, release, placed, room, isAtOnce: isAtOnce(desk, checked, placed, room) };
}

/** Forgets what was prepared before. @param groups the outline's, perhaps by another level or to another place */
export function prepareGroups(desk: Desk, outline: Outline, groups: CheckedOrder['groups']): Prepared {
  desk.arena.reset();
  return outline.isAtOnce ? prepareAtOnce(desk, outline, groups) : prepareDepartures(desk, outline, groups);
}

export function linesOf({ lines, deliveryGroups: groups }: Order, { id }: DeliveryGroup): readonly OrderLine[] {
  return groups === undefined ? lines : lines.filter(({ deliveryGroup }) => deliveryGroup === id);
}

/** Some lines take longer than others. */
function isMixed(placed: readonly Placed[]): boolean {
  return placed.some(({ minutes }) => minutes !== placed[0].minutes);
}

/** Some line wants units that keep, and lots are known. */
function asksShelfLife(stock: Stock, placed: readonly Placed[]): boolean {
  return placed.some(({ bundle }) =>
    bundle.members.some(
      (line) => line.minShelfLifeDays !== undefined && skusOf(bundle).some((sku) => stock.hasLots(sku)),
    ),
  );
}

/** One group, one time to process, and neither stock on its way, lots that may be too old, nor a day that could be short where there is stock. */
function isAtOnce(desk: Desk, { order, groups }: CheckedOrder, placed: readonly Placed[], room: NodeRoom): boolean {
  const { stock } = desk;
  if (groups.length > 1 || isMixed(placed)) return false;
  if (asksShelfLife(stock, placed)) return false;
  if (!stock.hasInbound && room.dayFull === null) return true;
  const skus = placed.flatMap(({ bundle }) => skusOf(bundle));
  if (skus.some((sku) => stock.inboundOf(sku) !== undefined)) return false;
  const { days } = room;
  if (days === null) return true;
  const size = sizeOf(order);
  const isShort = (node: number) => {
    const day = days[node];
    const left = day === undefined ? size : leftOn(desk, node, day);
    return left === undefined || !takesAll(left, size);
  };
  return skus.every((sku) => {
    const { start, end } = stock.row(sku);
    for (let entry = start; entry < end; entry += 1) if (isShort(stock.rowNode[entry])) return false;
    return true;
  });
}

function prepareAtOnce(
  desk: Desk,
  { checked: { order }, ask, release, placed, room }: Outline,
  groups: CheckedOrder['groups'],
): Prepared {
  const { compiled, stock, arena } = desk;
  const { index, rules, schedules } = compiled;
  const origin = schedules.isElapsed ? release : 0;
  const [{ minutes }] = placed;
  const scene = groupScene(desk, order, groups[0], 0, release, minutes, room.dayFull);
  const { dated, usable } = scene;
  const bundles = placed.map(({ bundle }) =>
    bundleParts(compiled, scene, bundle, bundleRows(stock, bundle, arena), arena, origin, true),
  );
  const columns = usable === dated.columns.usable ? dated.columns : { ...dated.columns, usable };
  const field: Field = {
    sources: index.sources,
    nodeSourceStart: index.nodeSourceStart,
    columns,
    most: dated.most,
    origin,
    ...compiled.columns,
    starts: null,
    groups: null,
    days: null,
  };
  const terms = orderTerms(order, rules, ask.budget, groups[0]);
  const problem = makeProblem(index, rules.tiers, room, field, stock, bundles, null, terms);
  const departureOf = (source: number): Departure => {
    const node = index.sourceNode[source];
    const start = schedules.start(node, release);
    const delivery = columns.delivery[source] + origin;
    return { source, group: 0, release, minutes: minutes[node], start, delivery, rank: 0, day: -1 };
  };
  return { order, groups, asOf: ask.asOf, origin, scenes: [scene], bundles, departureOf, problem };
}

function prepareDepartures(desk: Desk, outline: Outline, groups: CheckedOrder['groups']): Prepared {
  const { checked, release, placed } = outline;
  const { compiled } = desk;
  const scenes = groups.map((group, place) =>
    groupScene(desk, checked.order, group, place, release, compiled.processing.usual, null),
  );
  const skus = [...new Set(placed.flatMap(({ bundle }) => skusOf(bundle)))];
  const starts = orderStarts(desk, checked.order, release, skus, nodesHolding(desk, skus));
  const board = departureBoard(desk, outline, scenes, starts);
  const useful = servingNodes(board);
  // A node that can serve nothing changes nothing, whatever is on its way to it.
  const own = startsAt(starts, useful);
  const size = sizeOf(checked.order);
  const isOnce =
    [...own.of.values()].every((each) => each.length === 1 && each[0].release === release) &&
    own.days.every((day) => takesAll(day, size));
  const isHere = skus.every((sku) => [...(desk.stock.inboundOf(sku)?.keys() ?? [])].every((node) => !useful.has(node)));
  const isPlain = isHere && groups.length === 1 && !isMixed(placed) && !asksShelfLife(desk.stock, placed);
  if (isPlain && isOnce) return prepareAtOnce(desk, outline, groups);
  if (useful.size === starts.of.size) return prepareOn(desk, outline, groups, scenes, starts, board);
  return prepareOn(desk, outline, groups, scenes, own, departureBoard(desk, outline, scenes, own));
}

/** Everything that could be opened, and what each line may use of it. */
interface Board {
  readonly list: DepartureList;
  readonly table: RankTable;
  /** By source of the network, and by departure. */
  readonly bundles: readonly BundleParts[];
  readonly spread: readonly BundleParts[];
}

function departureBoard(desk: Desk, outline: Outline, scenes: readonly GroupScene[], starts: OrderStarts): Board {
  const { compiled, stock, arena } = desk;
  const { release, placed } = outline;
  const { index, rules, schedules } = compiled;
  // One start: then what limits departures may be how long lots keep.
  const isPerishable = asksShelfLife(stock, placed);
  const isByDelivery = (node: number) => isPerishable && starts.of.get(node)?.length === 1;
  const list = listDepartures(index, starts.of.keys(), (node) => {
    const departures = departuresOf(desk, scenes, starts, placed, node);
    return isByDelivery(node) ? rankByDelivery(departures) : departures;
  });
  const table = rankTable(list, isByDelivery);
  const { all } = list;
  const origin = schedules.isElapsed ? release : 0;
  const delivery = Float64Array.from(all, (departure) => departure.delivery);
  const bundles = placed.map(({ bundle, place }) =>
    bundleParts(compiled, scenes[place], bundle, rankedRows(stock, bundle, table), arena, origin, false),
  );
  const spread = bundles.map((parts, line) => {
    const { place, minutes } = placed[line];
    const lateDays = hasSeveralDates(parts.needs)
      ? bundleLateDays(parts.bundle, parts.needs, delivery, 0, new Int32Array(all.length))
      : null;
    const asked = { group: place, minutes, last: lastDelivery(rules, parts.needs) };
    const pairs = departurePairs(index, all, asked, parts, scenes[place].usable);
    return { ...parts, ...pairs, lateDays };
  });
  return { list, table, bundles, spread };
}

function prepareOn(
  desk: Desk,
  { checked: { order }, ask, placed }: Outline,
  groups: CheckedOrder['groups'],
  scenes: readonly GroupScene[],
  starts: OrderStarts,
  { list, table, bundles, spread }: Board,
): Prepared {
  const { compiled, stock, ledger } = desk;
  const { index, rules } = compiled;
  const field = departureField(
    list,
    scenes.map(({ destination }) => destination),
    compiled.columns,
    groups.length === 1 ? null : groupLimits(groups, placed),
    starts.days.length === 0 ? null : dayLimits(starts),
  );
  const room = { days: null, units: ledger.capacity, shipments: null, lines: null, dayFull: null };
  const terms = orderTerms(order, rules, ask.budget, groups.length === 1 ? groups[0] : undefined);
  const problem = makeProblem(index, rules.tiers, room, field, stock, spread, table, terms);
  const departureOf = (source: number): Departure => list.all[source];
  return { order, groups, asOf: ask.asOf, origin: 0, scenes, bundles, departureOf, problem };
}

/** Nodes that hold at least one unit of a line, at any of their starts, and may ship it. */
function servingNodes({ list: { nodeStart }, spread }: Board): Set<number> {
  const nodes = new Set<number>();
  for (const { rows, mask } of spread) {
    const every = [rows.row, ...rows.rankRows];
    for (const { rowNode, rowEnd } of every) {
      for (let entry = 0; entry < rowEnd; entry += 1) {
        const node = rowNode[entry];
        const own = (mask as Uint8Array).subarray(nodeStart[node], nodeStart[node + 1]);
        if (own.includes(1)) nodes.add(node);
      }
    }
  }
  return nodes;
}

function groupScene(
  desk: Desk,
  order: Order,
  group: DeliveryGroup,
  place: number,
  release: number,
  minutes: Int32Array,
  dayFull: Uint8Array | null,
): GroupScene {
  const { compiled } = desk;
  const { columns: destination, schedules, dating } = destinationOf(compiled, order, group);
  const origin = compiled.schedules.isElapsed ? release : 0;
  const dated = dating.at(release - origin, minutes);
  const usable = usableSources(desk, order, dated, dayFull);
  return { place, group, facts: factsOf(order, group), destination, schedules, dated, usable };
}

/** Nodes with a position of any of the SKUs: whatever it holds, more may arrive. */
export function nodesHolding({ stock }: Desk, skus: readonly string[]): Set<number> {
  const nodes = new Set<number>();
  for (const sku of skus) {
    const { start, end } = stock.row(sku);
    for (let entry = start; entry < end; entry += 1) nodes.add(stock.rowNode[entry]);
  }
  return nodes;
}

/** Every start of a node × time to process × service × group. */
function departuresOf(
  { compiled }: Desk,
  scenes: readonly GroupScene[],
  { of }: OrderStarts,
  placed: readonly Placed[],
  node: number,
): Departure[] {
  const { nodeSourceStart } = compiled.index;
  const departures: Departure[] = [];
  for (const { place: group, schedules, usable } of scenes) {
    const lines = placed.filter(({ place }) => place === group);
    const times = [...new Set(lines.map(({ minutes }) => minutes[node]))];
    for (let source = nodeSourceStart[node]; source < nodeSourceStart[node + 1]; source += 1) {
      if (usable[source] === 0) continue;
      for (const { release, rank, day } of of.get(node) ?? []) {
        for (const minutes of times) {
          const { start, handOver, delivery } = schedules.of(source, release, minutes);
          if (Number.isNaN(handOver)) continue;
          departures.push({ source, group, release, minutes, start, delivery, rank, day });
        }
      }
    }
  }
  return departures;
}

function groupLimits(
  groups: readonly DeliveryGroup[],
  placed: readonly Placed[],
): Omit<NonNullable<Problem['groups']>, 'sourceGroup'> {
  return {
    maxShipments: Int32Array.from(groups, ({ maxShipments }) => maxShipments ?? NO_LIMIT),
    shipComplete: Uint8Array.from(groups, ({ shipComplete }) => (shipComplete === true ? 1 : 0)),
    lineGroup: Int32Array.from(placed, ({ place }) => place),
  };
}

function dayLimits({ days }: OrderStarts): Omit<NonNullable<Problem['days']>, 'sourceDay'> {
  return {
    dayUnits: Int32Array.from(days, ({ units }) => units),
    dayShipments: Int32Array.from(days, ({ shipments }) => shipments),
    dayLines: Int32Array.from(days, ({ lines }) => lines),
  };
}

/** What is known of a destination (and the tier of the order's value) by the group's level: from the cache, or made. */
export function destinationOf(compiled: Compiled, order: Order, group: DeliveryGroup): KnownDestination {
  const value = orderValueOf(order);
  const key = `${cacheKey(compiled.cacheFields, order, group)}${compiled.pricing.valueKey(value)}`;
  let levels = compiled.cache.get(key);
  if (levels === undefined) {
    levels = new Map([[undefined, makeDestination(compiled, order, group, value)]]);
    compiled.cache.set(key, levels);
  }
  const known = levels.get(group.level);
  if (known !== undefined) return known;
  const { columns: all, schedules, dating } = levels.get(undefined) as KnownDestination;
  const columns = columnsOfLevel(compiled.index, all, group.level as string);
  const fresh = { columns, schedules, dating: new Dating(columns, dating.deliveries) };
  levels.set(group.level, fresh);
  return fresh;
}

/** Distance → rules → rates → schedules, of every level. */
function makeDestination(
  compiled: Compiled,
  order: Order,
  group: DeliveryGroup,
  value: number | undefined,
): KnownDestination {
  const { index, rules, distance } = compiled;
  const { destination, pickUpNode } = group;
  const shown = distance.measure(destination);
  // A customer who collects is at the node.
  if (pickUpNode >= 0) shown[pickUpNode] = 0;
  const metres = countedMetres(shown, rules.document.unknownDistance);
  const ruled = sourceRules(rules, index, factsOf(order, group), metres);
  const prices = compiled.pricing.priceTo(destination, metres, value);
  const columns = destinationColumns(index, shown, metres, ruled, prices, rules.needsDistance, pickUpNode);
  const schedules = compiled.schedules.to(destination, pickUpNode, metres);
  return { columns, schedules, dating: new Dating(columns, new KnownDeliveries(schedules)) };
}

/** @param group the order's only one: its limits are the order's */
function orderTerms(
  order: Order,
  { document, levels }: RuleSet,
  budget: number | undefined,
  group: DeliveryGroup | undefined,
): OrderTerms {
  return {
    maxShipments: Math.min(maxShipmentsOf(order, document), group?.maxShipments ?? NO_LIMIT),
    shipComplete: isShipComplete(order, document) || group?.shipComplete === true,
    splitMilli: (document.split?.perShipment ?? 0) * 1000,
    lateMilli: (document.lateness?.perUnitDay ?? 0) * 1000,
    levels,
    budget: budget ?? document.budget ?? DEFAULT_BUDGET,
  };
}
