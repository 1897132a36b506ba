import { LimitError } from '../model/errors';
import type { NetworkIndex } from '../model/network';
import { compareIds, daysLate, UNKNOWN_DISTANCE_METRES } from '../model/units';
import type { FreightCells, Level, Problem, ProblemLine, SourceColumns } from '../splitting/problem';
import type { Bundle } from './bundles';
import type { DestinationColumns } from './columns';
import { type RankTable, rankedItem } from './rankedRows';
import type { NodeRoom } from './room';
import { type BundleRows, bundleNeeds } from './rows';
import type { Supply } from './supply';

/** A line of the problem in the making: everything that was found out about a bundle. */
export interface BundleParts {
  readonly bundle: Bundle;
  /** Place of its delivery group. */
  readonly group: number;
  readonly rows: BundleRows;
  readonly mask: Uint8Array | null;
  readonly unitMilli: Float64Array | null;
  readonly lineMilli: Float64Array | null;
  readonly lateDays: Int32Array | null;
  /** Milli per unit of each member, NaN = no price. */
  readonly unfilledMilli: readonly number[];
  /** Need-by of each member in epoch ms; Infinity = none. */
  readonly needs: readonly number[];
}

/** What an order asks of its plan as a whole. */
export interface OrderTerms {
  readonly maxShipments: number;
  readonly shipComplete: boolean;
  readonly splitMilli: number;
  readonly lateMilli: number;
  readonly levels: readonly Level[];
  readonly budget: number;
  readonly hasCredits: boolean;
}

/** What the router knows once for all orders. Index: source. */
export interface RouterColumns {
  readonly sourceTier: Int32Array | null;
  readonly tiers: number;
  readonly sourcePriority: Int32Array | null;
}

/** What can be opened: the sources of the network, or its departures (see `departures.ts`). */
export interface Field
  extends Pick<
    Problem,
    'sources' | 'nodeSourceStart' | 'sourceTier' | 'sourcePriority' | 'starts' | 'groups' | 'days' | 'gauges'
  > {
  readonly columns: SourceColumns;
  readonly most: DestinationColumns['most'];
  /** Deliveries are in ms after this, which is epoch ms. */
  readonly origin: number;
}

/** Ids are gone: what comes out is numbers only, and all the search reads. @param table null: one start per node */
export function makeProblem(
  index: NetworkIndex,
  tiers: number,
  room: NodeRoom,
  field: Field,
  stock: Supply,
  parts: readonly BundleParts[],
  table: RankTable | null,
  terms: OrderTerms,
): Problem {
  const items = sharedItems(parts);
  const { most, origin, ...sources } = field;
  const lines = parts.map((part) => problemLine(part, items, origin));
  limitSums(lines, field, terms);
  const isLimited = index.hasCapacity || room.dayFull !== null || field.days !== null;
  const hasCapacity = isLimited && (field.days !== null || canCapacityBind(field, room, lines));
  return {
    nodes: index.nodes.length,
    ...sources,
    nodeCapacity: room.units,
    nodeShipments: hasCapacity ? room.shipments : null,
    nodeLines: hasCapacity ? room.lines : null,
    hasCapacity,
    lines,
    items: items.map((sku) => (table === null ? stock.stockRow(sku) : rankedItem(stock, sku, table))),
    ...terms,
    tiers,
    tightened: null,
  };
}

/**
 * Whether a node that can serve something takes less than the whole order, fewer shipments than it has services for it, or fewer lines
 * than those could carry. Other limits are no limits for this order.
 */
function canCapacityBind(field: Field, room: NodeRoom, lines: readonly ProblemLine[]): boolean {
  const { usable } = field.columns;
  const ranks = field.starts?.ranks ?? 1;
  const orderUnits = lines.reduce((sum, line) => sum + line.units * line.weight, 0);
  const orderLines = lines.reduce((sum, line) => sum + line.members, 0);
  const binds = (node: number) => {
    if (room.units[node] < orderUnits) return true;
    if (room.shipments === null && room.lines === null) return false;
    const services = usableAt(field, usable, node);
    const shipments = Math.min(services, room.shipments === null ? services : room.shipments[node]);
    return shipments < services || (room.lines !== null && room.lines[node] < orderLines * shipments);
  };
  return lines.some(({ rowNode, rowUnits, rowStart, rowEnd, mask }) => {
    for (let entry = rowStart; entry < rowEnd; entry += 1) {
      const node = rowNode[entry];
      if (rowUnits[(entry + 1) * ranks - 1] > 0 && binds(node) && usableAt(field, mask ?? usable, node) > 0)
        return true;
    }
    return false;
  });
}

function usableAt({ nodeSourceStart }: Field, mask: Uint8Array, node: number): number {
  let sources = 0;
  for (let source = nodeSourceStart[node]; source < nodeSourceStart[node + 1]; source += 1) {
    sources += mask[source];
  }
  return sources;
}

function problemLine(part: BundleParts, items: readonly string[], origin: number): ProblemLine {
  const { bundle } = part;
  const { row, rankRows } = part.rows;
  let weight = 0;
  let grams = 0;
  let cm3 = 0;
  let longestMm = 0;
  let heaviestGrams = 0;
  let unfilled = Number.NaN;
  bundle.members.forEach((member, place) => {
    const factor = bundle.whole ? member.quantity : 1;
    weight += factor;
    grams += factor * (member.weightGrams ?? 0);
    cm3 += factor * (member.volumeCm3 ?? 0);
    longestMm = Math.max(longestMm, member.longestSideMm ?? 0);
    heaviestGrams = Math.max(heaviestGrams, member.weightGrams ?? 0);
    const price = part.unfilledMilli[place];
    if (!Number.isNaN(price)) unfilled = (Number.isNaN(unfilled) ? 0 : unfilled) + factor * price;
  });
  return {
    units: bundle.whole ? 1 : bundle.members[0].quantity,
    weight,
    members: bundle.members.length,
    grams,
    cm3,
    longestMm,
    heaviestGrams,
    unfilledMilli: unfilled,
    need: part.needs[0] - origin,
    complete: bundle.complete,
    maxShipments: bundle.maxShipments,
    rowNode: row.rowNode,
    rowUnits: row.rowUnits,
    rowStart: row.rowStart,
    rowEnd: row.rowEnd,
    rankRows,
    mask: part.mask,
    unitMilli: part.unitMilli,
    lineMilli: part.lineMilli,
    lateDays: part.lateDays,
    draws: items.length === 0 ? NO_DRAWS : drawsOf(bundle, items),
  };
}

const NO_DRAWS: ProblemLine['draws'] = [];

function drawsOf(bundle: Bundle, items: readonly string[]): ProblemLine['draws'] {
  const draws = bundleNeeds(bundle).map(({ sku, units }) => ({ item: items.indexOf(sku), units }));
  return draws.filter(({ item }) => item >= 0).sort((a, b) => a.item - b.item);
}

/** SKUs that two lines of the problem draw on, in code-unit order. */
function sharedItems(parts: readonly BundleParts[]): string[] {
  if (parts.length < 2) return [];
  const seen = new Set<string>();
  const shared = new Set<string>();
  for (const { bundle } of parts) {
    const skus = isPlain(bundle) ? [bundle.members[0].sku] : bundleNeeds(bundle).map((need) => need.sku);
    for (const sku of skus) {
      if (seen.has(sku)) shared.add(sku);
      seen.add(sku);
    }
  }
  return shared.size === 0 ? [] : [...shared].sort(compareIds);
}

function isPlain({ members }: Bundle): boolean {
  return members.length === 1 && members[0].kit === undefined;
}

/** Every sum that the search or the plan could make must stay an exact integer. */
function limitSums(lines: readonly ProblemLine[], field: Field, terms: OrderTerms): void {
  const { most, columns, sources } = field;
  let units = 0;
  let grams = 0;
  let cm3 = 0;
  let lateDays = 0;
  let money = 0;
  for (const line of lines) {
    const count = line.units * line.weight;
    const days = line.lateDays === null ? line.weight * daysLate(most.delivery, line.need) : greatest(line.lateDays);
    // The search adds a credit to all prices of its line: see `splitting/credits.ts`.
    const credit = terms.hasCredits ? line.weight * -least(columns.unit) - least(line.unitMilli) : 0;
    const shipped =
      line.grams * most.gram + line.weight * most.unit + terms.lateMilli * days + greatest(line.unitMilli) + credit;
    units += count;
    grams += line.units * line.grams;
    cm3 += line.units * line.cm3;
    lateDays += line.units * days;
    money += line.units * Math.max(shipped, credit + (Number.isNaN(line.unfilledMilli) ? 0 : line.unfilledMilli));
    money += Math.min(count, sources) * (line.members * most.line + greatest(line.lineMilli));
  }
  money += Math.min(units, sources) * (most.open + terms.splitMilli);
  money += dearestFreight(columns.cells, units, grams, cm3);
  const metres = units * Math.max(most.metres, UNKNOWN_DISTANCE_METRES);
  const sums = {
    unfilled: units,
    lateness: lateDays,
    shipments: Math.min(units, sources),
    tier: units * greatest(field.sourceTier),
    priority: units * greatest(field.sourcePriority),
    unitDistance: metres,
    shipmentDistance: metres,
    cost: money,
  };
  const weighted = Math.max(0, ...terms.levels.map((level) => weightedSum(level, sums)));
  if (Math.max(money, metres, grams, cm3 * 1000, lateDays, weighted) <= Number.MAX_SAFE_INTEGER) return;
  const what = 'order: quantities × prices, distances, weights, volumes, days late or weights of goals';
  throw new LimitError('exactSums', `${what} are more than exact numbers hold (2^53).`);
}

type Sums = Readonly<Record<Exclude<Level['goal'], 'tiersUpTo' | 'weighted' | 'balance'>, number>>;

/** What a level of weighted goals could be worth at most; 0 for others. */
function weightedSum(level: Level, sums: Sums): number {
  if (level.goal !== 'weighted') return 0;
  return level.weights.reduce((sum, { level: { goal }, factor }) => sum + factor * sums[goal as keyof Sums], 0);
}

/** At least what all shipments of an order could be charged together: every unit in a parcel of its own, at the dearest rate. */
function dearestFreight(cells: FreightCells | null, units: number, grams: number, cm3: number): number {
  if (cells === null) return 0;
  let parcel = greatest(cells.breakMilli);
  let perGram = 0;
  let billed = grams;
  for (let cell = 0; cell < cells.cells; cell += 1) {
    const factor = 1 + cells.fuel[cell] / 100_000;
    parcel = Math.max(parcel, (cells.base[cell] + cells.minimum[cell]) * factor + 1);
    perGram = Math.max(perGram, cells.gram[cell] * factor);
    const volume = cells.divisor[cell] > 0 ? (cm3 * 1000) / cells.divisor[cell] : 0;
    billed = Math.max(billed, grams + volume + units * cells.step[cell]);
  }
  const surcharges = greatest(cells.extra) + greatest(cells.oversizeExtra) + greatest(cells.oversizeOnce);
  return units * (parcel + surcharges) + perGram * billed;
}

function greatest(column: ArrayLike<number> | null): number {
  let most = 0;
  if (column === null) return most;
  for (let source = 0; source < column.length; source += 1) if (column[source] > most) most = column[source];
  return most;
}

/** The least of a column, at most 0. */
function least(column: ArrayLike<number> | null): number {
  let lowest = 0;
  if (column === null) return lowest;
  for (let source = 0; source < column.length; source += 1) if (column[source] < lowest) lowest = column[source];
  return lowest;
}
