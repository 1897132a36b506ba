/**
 * What an order could open where one start per source does not say it all: nodes that start it at several instants (stock arrives, a day
 * is full), lines that take different time to process, several delivery groups.
 */
import { LimitError } from '../model/errors';
import type { NetworkIndex } from '../model/network';
import type { FreightCells, Problem, ProblemLine, SourceColumns } from '../splitting/problem';
import type { DestinationColumns } from './columns';
import type { Field } from './problem';
import type { RankAt, RankTable } from './rankedRows';

/** A shipment that could be opened: a source for a delivery group, released at an instant, with so many minutes of work. */
export interface Departure {
  readonly source: number;
  /** Place in the order's delivery groups. */
  readonly group: number;
  /** Epoch ms: see `docs/dates.md`. */
  readonly release: number;
  /** Minutes of the node's open time. */
  readonly minutes: number;
  /** When the shipment starts (draws stock and capacity) and is delivered: epoch ms, NaN = unknown. */
  readonly start: number;
  readonly delivery: number;
  /** What it can be promised, among those of the node (a higher rank, more), and the node's day that it starts on (−1: no limits per day). */
  readonly rank: number;
  readonly day: number;
}

/** Departures by node, each node's in the order of (service, start, minutes, group). */
export interface DepartureList {
  readonly all: readonly Departure[];
  /** node + 1 → first departure. */
  readonly nodeStart: Int32Array;
  readonly ranks: number;
}

const MOST_DEPARTURES = 4_000_000;

/** @param of departures of a node, in any order */
export function listDepartures(
  index: NetworkIndex,
  nodes: Iterable<number>,
  of: (node: number) => Departure[],
): DepartureList {
  const nodeStart = new Int32Array(index.nodes.length + 1);
  const byNode = new Map<number, Departure[]>();
  let ranks = 1;
  let count = 0;
  for (const node of nodes) {
    const departures = withDenseRanks(of(node)).sort(compareDepartures);
    byNode.set(node, departures);
    count += departures.length;
    for (const { rank } of departures) ranks = Math.max(ranks, rank + 1);
    if (count > MOST_DEPARTURES) {
      throw new LimitError('departures', `order: more than ${MOST_DEPARTURES} starts × services × delivery groups.`);
    }
  }
  const all: Departure[] = [];
  for (let node = 0; node < index.nodes.length; node += 1) {
    for (const departure of byNode.get(node) ?? []) all.push(departure);
    nodeStart[node + 1] = all.length;
  }
  return { all, nodeStart, ranks };
}

/**
 * Ranks by delivery instead of start, where all of a node start at once: the sooner it is there, the more lots are fresh enough. What is
 * delivered at an unknown instant comes first.
 */
export function rankByDelivery(departures: readonly Departure[]): Departure[] {
  const late = (delivery: number) => (Number.isNaN(delivery) ? Number.POSITIVE_INFINITY : delivery);
  const dates = [...new Set(departures.map(({ delivery }) => late(delivery)))].sort((a, b) => b - a);
  return departures.map((departure) => ({ ...departure, rank: dates.indexOf(late(departure.delivery)) }));
}

/** What departures of each rank can be promised. @param isByDelivery whether the ranks of a node are those of `rankByDelivery` */
export function rankTable(
  { all, nodeStart, ranks }: DepartureList,
  isByDelivery: (node: number) => boolean,
): RankTable {
  const ofNode = new Map<number, RankAt[]>();
  for (let node = 0; node + 1 < nodeStart.length; node += 1) {
    const own = all.slice(nodeStart[node], nodeStart[node + 1]);
    if (own.length === 0) continue;
    // Of several starts none may be too late for lots, so the last delivery of all speaks for each.
    const last = own.reduce((latest, { delivery }) => Math.max(latest, delivery), 0);
    const table: RankAt[] = [];
    for (const { rank, start, delivery } of own) {
      table[rank] = { start, delivery: isByDelivery(node) ? delivery : last };
    }
    ofNode.set(node, table);
  }
  return { ranks, ofNode };
}

/** The same order of ranks, without those that no departure has. */
function withDenseRanks(departures: readonly Departure[]): Departure[] {
  const taken = [...new Set(departures.map(({ rank }) => rank))].sort((a, b) => a - b);
  return departures.map((departure) => ({ ...departure, rank: taken.indexOf(departure.rank) }));
}

function compareDepartures(a: Departure, b: Departure): number {
  return (
    a.source - b.source || a.start - b.start || a.release - b.release || a.minutes - b.minutes || a.group - b.group
  );
}

/** The columns of departures: those of their sources and destinations. @param groups limits of the order's delivery groups; null: one */
export function departureField(
  { all, nodeStart, ranks }: DepartureList,
  destinations: readonly DestinationColumns[],
  router: Pick<Field, 'sourceTier' | 'sourcePriority'>,
  groups: Omit<NonNullable<Problem['groups']>, 'sourceGroup'> | null,
  days: Omit<NonNullable<Problem['days']>, 'sourceDay'> | null,
): Omit<Field, 'gauges'> {
  const floats = (column: (columns: SourceColumns) => Float64Array) =>
    Float64Array.from(all, ({ source, group }) => column(destinations[group].columns)[source]);
  const ofSource = (column: Int32Array | null) =>
    column === null ? null : Int32Array.from(all, ({ source }) => column[source]);
  const delivery = Float64Array.from(all, (departure) => departure.delivery);
  const columns: SourceColumns = {
    usable: new Uint8Array(all.length).fill(1),
    open: floats(({ open }) => open),
    line: floats(({ line }) => line),
    hasLine: destinations.some((each) => each.columns.hasLine),
    gram: floats(({ gram }) => gram),
    unit: floats(({ unit }) => unit),
    metres: floats(({ metres }) => metres),
    delivery,
    ...cellColumns(all, destinations),
  };
  const most = { ...destinations[0].most, delivery: 0 };
  for (const { most: other } of destinations) {
    for (const name of ['open', 'line', 'gram', 'unit', 'metres'] as const)
      most[name] = Math.max(most[name], other[name]);
  }
  for (const ms of delivery) if (ms > most.delivery) most.delivery = ms;
  return {
    sources: all.length,
    nodeSourceStart: nodeStart,
    columns,
    most,
    origin: 0,
    sourceTier: ofSource(router.sourceTier),
    sourcePriority: ofSource(router.sourcePriority),
    starts: {
      ranks,
      sourceRank: Int32Array.from(all, ({ rank }) => rank),
      sourcePair: Int32Array.from(all, ({ source }) => source),
    },
    groups: groups === null ? null : { ...groups, sourceGroup: Int32Array.from(all, ({ group }) => group) },
    days: days === null ? null : { ...days, sourceDay: Int32Array.from(all, ({ day }) => day) },
  };
}

/** Each destination has rate cells of its own; side by side they are one table. */
function cellColumns(
  all: readonly Departure[],
  destinations: readonly DestinationColumns[],
): Pick<SourceColumns, 'cell' | 'cells'> {
  const tables = destinations.map(({ columns }) => columns.cells);
  const firsts: number[] = [];
  let cells = 0;
  for (const table of tables) {
    firsts.push(cells);
    cells += table?.cells ?? 0;
  }
  if (cells === 0) return { cell: null, cells: null };
  const cell = Int32Array.from(all, ({ source, group }) => {
    const own = destinations[group].columns.cell?.[source] ?? -1;
    return own < 0 ? own : firsts[group] + own;
  });
  const given = tables.filter((table) => table !== null);
  return { cell, cells: given.length === 1 ? given[0] : joinCells(given, cells) };
}

function joinCells(tables: readonly FreightCells[], cells: number): FreightCells {
  const breakStart = new Int32Array(cells + 1);
  let first = 0;
  let breaks = 0;
  for (const table of tables) {
    for (let cell = 1; cell <= table.cells; cell += 1) breakStart[first + cell] = breaks + table.breakStart[cell];
    first += table.cells;
    breaks += table.breakStart[table.cells];
  }
  const joined = (column: (table: FreightCells) => Float64Array) => {
    const all = new Float64Array(tables.reduce((length, table) => length + column(table).length, 0));
    let at = 0;
    for (const table of tables) {
      all.set(column(table), at);
      at += column(table).length;
    }
    return all;
  };
  return {
    cells,
    breakStart,
    breakGrams: joined((table) => table.breakGrams),
    breakMilli: joined((table) => table.breakMilli),
    base: joined((table) => table.base),
    gram: joined((table) => table.gram),
    minimum: joined((table) => table.minimum),
    fuel: joined((table) => table.fuel),
    extra: joined((table) => table.extra),
    step: joined((table) => table.step),
    divisor: joined((table) => table.divisor),
    parcelGrams: joined((table) => table.parcelGrams),
    parcelCm3: joined((table) => table.parcelCm3),
    oversizeMm: joined((table) => table.oversizeMm),
    oversizeGrams: joined((table) => table.oversizeGrams),
    oversizeExtra: joined((table) => table.oversizeExtra),
    oversizeOnce: joined((table) => table.oversizeOnce),
  };
}

/** What a line asks of departures. */
interface Asked {
  readonly group: number;
  /** node → minutes that the line takes there. */
  readonly minutes: ArrayLike<number>;
  /** The last delivery that it allows, epoch ms; Infinity = any. */
  readonly last: number;
}

/** What a line may use, and its prices, by departure. */
export function departurePairs(
  index: NetworkIndex,
  all: readonly Departure[],
  { group, minutes, last }: Asked,
  { mask, unitMilli, lineMilli }: Pick<ProblemLine, 'mask' | 'unitMilli' | 'lineMilli'>,
  usable: Uint8Array,
): { mask: Uint8Array; unitMilli: Float64Array | null; lineMilli: Float64Array | null } {
  const own = mask ?? usable;
  const spread = (column: Float64Array | null) =>
    column === null ? null : Float64Array.from(all, ({ source }) => column[source]);
  return {
    mask: Uint8Array.from(all, (departure) => {
      const { source } = departure;
      if (departure.group !== group || departure.minutes < minutes[index.sourceNode[source]]) return 0;
      return last === Number.POSITIVE_INFINITY || departure.delivery <= last ? own[source] : 0;
    }),
    unitMilli: spread(unitMilli),
    lineMilli: spread(lineMilli),
  };
}
