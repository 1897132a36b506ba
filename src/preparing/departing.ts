/** The way of departures: an order whose nodes do not all start it at once, or that goes to several places. See `sourcing/departures.ts`. */
import type { Desk } from '../desk';
import { dayText } from '../promising/timeZone';
import type { EachPlace } from '../rules/lineRules';
import { asksFor } from '../rules/objective';
import { NO_LIMIT } from '../sourcing/bundles';
import {
  type Departure,
  type DepartureList,
  departureField,
  departurePairs,
  listDepartures,
  rankByDelivery,
  rankTable,
} from '../sourcing/departures';
import { gaugesOf } from '../sourcing/gauges';
import type { DeliveryGroup } from '../sourcing/groups';
import { type BundleParts, makeProblem } from '../sourcing/problem';
import { type RankTable, rankedRows } from '../sourcing/rankedRows';
import { skusOf } from '../sourcing/rows';
import type { Supply } from '../sourcing/supply';
import type { Gauges, Problem } from '../splitting/problem';
import type { CheckedOrder } from './checkedOrder';
import { asksShelfLife, type Outline, type Placed } from './outline';
import { releaseAt } from './overrides';
import { addStockPrices, bundleLateDays, bundleParts, type GroupScene, hasSeveralDates, lastDelivery } from './pairs';
import type { Prepared } from './prepare';
import { budgetOf, groupScene, orderTerms } from './scene';
import { nodesHolding, type OrderStarts, orderStarts, sizeOf, startsAt, takesAll } from './starts';

/** undefined: of the nodes that may serve it, each starts it at once. */
export function prepareDepartures(
  desk: Desk,
  outline: Outline,
  groups: CheckedOrder['groups'],
  supply: Supply,
): Prepared | undefined {
  const { order, pauses } = outline.checked;
  const { usual } = desk.compiled.processing;
  const scenes = groups.map((_, place) => groupScene(desk, outline, groups, place, usual, null));
  const skus = [...new Set(outline.placed.flatMap(({ bundle }) => skusOf(bundle)))];
  const starts = orderStarts(desk, order, releaseAt(outline.release, pauses), skus, nodesHolding(desk, skus));
  const board = departureBoard(desk, outline, scenes, starts, supply);
  // A node that can serve nothing changes nothing, whatever is on its way to it.
  const useful = servingNodes(board);
  const own = startsAt(starts, useful);
  if (outline.isUniform && areAtOnce(desk, outline, skus, own)) return undefined;
  if (useful.size === starts.of.size) return prepareOn(desk, outline, groups, scenes, starts, board, supply);
  return prepareOn(desk, outline, groups, scenes, own, departureBoard(desk, outline, scenes, own, supply), supply);
}

/** Each node starts once, at the release, on a day that takes the whole order, and nothing is on its way there. */
function areAtOnce(
  { stock }: Desk,
  { checked, release }: Outline,
  skus: readonly string[],
  { of, days }: OrderStarts,
): boolean {
  const size = sizeOf(checked.order);
  const isOnce = [...of.values()].every((starts) => starts.length === 1 && starts[0].release === release);
  const isHere = skus.every((sku) => [...(stock.inboundOf(sku)?.keys() ?? [])].every((node) => !of.has(node)));
  return isOnce && isHere && days.every((day) => takesAll(day, size));
}

/** Everything that could be opened, and what each line may use of it. */
interface Board {
  readonly list: DepartureList;
  readonly table: RankTable;
  /** By source of the network, and by departure. */
  readonly bundles: readonly BundleParts[];
  readonly spread: readonly BundleParts[];
}

function departureBoard(
  desk: Desk,
  outline: Outline,
  scenes: readonly GroupScene[],
  starts: OrderStarts,
  supply: Supply,
): Board {
  const { compiled, stock, arena } = desk;
  const { placed } = outline;
  const { index, rules } = compiled;
  // One start: then what limits departures may be how long lots keep.
  const isPerishable = asksShelfLife(stock, placed);
  const isByDelivery = (node: number) => isPerishable && starts.of.get(node)?.length === 1;
  const list = listDepartures(index, starts.of.keys(), (node) => {
    const departures = departuresOf(desk, scenes, starts, placed, node);
    return isByDelivery(node) ? rankByDelivery(departures) : departures;
  });
  const table = rankTable(list, isByDelivery);
  const { all } = list;
  const delivery = Float64Array.from(all, (departure) => departure.delivery);
  const newColumn = () => new Float64Array(all.length);
  const bundles = placed.map(({ bundle, place }) =>
    bundleParts(compiled, scenes[place], bundle, rankedRows(supply, bundle, table), arena, false),
  );
  const spread = bundles.map((parts, line) => {
    const { place, minutes } = placed[line];
    const lateDays = hasSeveralDates(parts.needs)
      ? bundleLateDays(parts.bundle, parts.needs, delivery, 0, new Int32Array(all.length))
      : null;
    const asked = { group: place, minutes, last: lastDelivery(rules, parts.needs) };
    const pairs = departurePairs(index, all, asked, parts, scenes[place].usable);
    addStockPrices(compiled, scenes[place], parts.bundle, pairs, eachDeparture(all), newColumn);
    return { ...parts, ...pairs, lateDays };
  });
  return { list, table, bundles, spread };
}

function eachDeparture(all: readonly Departure[]): EachPlace {
  return (take) => {
    all.forEach(({ source, start }, place) => {
      take(place, source, start);
    });
  };
}

function prepareOn(
  desk: Desk,
  { checked, ask, placed }: Outline,
  groups: CheckedOrder['groups'],
  scenes: readonly GroupScene[],
  starts: OrderStarts,
  { list, table, bundles, spread }: Board,
  supply: Supply,
): Prepared {
  const { compiled, ledger } = desk;
  const { order } = checked;
  const { index, rules } = compiled;
  const asksBalance = asksFor(rules.levels, 'balance');
  const columns = departureField(
    list,
    scenes.map(({ destination }) => destination),
    compiled.columns,
    groups.length === 1 ? null : groupLimits(groups, placed),
    starts.days.length === 0 ? null : dayLimits(starts),
  );
  const field = { ...columns, gauges: asksBalance ? departureGauges(desk, list, starts) : null };
  const room = { days: null, units: ledger.capacity, shipments: null, lines: null, dayFull: null };
  const terms = orderTerms(order, rules, budgetOf(desk, ask), groups.length === 1 ? groups[0] : undefined);
  const problem = makeProblem(index, rules.tiers, room, field, supply, spread, table, terms);
  const departureOf = (source: number): Departure => list.all[source];
  return { ...checked, groups, asOf: ask.asOf, origin: 0, scenes, bundles, departureOf, problem, supply };
}

/** How full the nodes are, and the days that departures start on. */
function departureGauges({ compiled: { index }, ledger }: Desk, { all }: DepartureList, { days }: OrderStarts): Gauges {
  const list = days.map(({ node, day }) => ({ node, day: dayText(day) }));
  return gaugesOf(
    index,
    ledger,
    list,
    Int32Array.from(all, ({ day }) => day),
  );
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
  for (const { place: group, slot, schedules, usable } of scenes) {
    const lines = placed.filter(({ place }) => place === group);
    const times = [...new Set(lines.map(({ minutes }) => minutes[node]))];
    for (let source = nodeSourceStart[node]; source < nodeSourceStart[node + 1]; source += 1) {
      if (usable[source] === 0) continue;
      for (const { release, rank, day } of of.get(node) ?? []) {
        for (const minutes of times) {
          const { start, handOver, delivery } = schedules.of(source, release, minutes);
          const isMissed = slot !== undefined && Number.isNaN(delivery);
          if (Number.isNaN(handOver) || isMissed) continue;
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
