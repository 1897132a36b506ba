import type { NetworkIndex } from '../model/network';
import { INELIGIBLE_REASONS, type IneligibleReason } from '../model/reasons';
import type { Deliveries, DestinationSchedules } from '../model/schedule';
import { toMilli, UNKNOWN_DISTANCE_METRES } from '../model/units';
import type { SourceColumns } from '../splitting/problem';
import { UNKNOWN } from './distance';
import { type FittingAlike, fittingAlike } from './fits';
import type { Offer, SourcePrices } from './pricing';

/** Everything about one destination that orders share, ready for the search. Cached; never changed. Index: source. */
export interface DestinationColumns {
  readonly columns: SourceColumns;
  /** node → metres as rates and rules count them; UNKNOWN where unknown is an error. */
  readonly metres: Int32Array;
  /** node → metres as a plan shows them; UNKNOWN = null. */
  readonly shownMetres: Int32Array;
  /** Why not usable: place in INELIGIBLE_REASONS, plus 1; 0 = usable. */
  readonly why: Uint8Array;
  /** Which filter says no: place in `rules.filters`, from 1. */
  readonly excludedBy: Uint16Array;
  /** Which cost rule has no price: place in the rules' costs that are cached, from 1; null: each has. */
  readonly unpricedBy: Uint16Array | null;
  /** Milli of `open` that the rate card charges. */
  readonly base: Float64Array;
  /** What each source charges by: place in `offers`, −1 = nothing. */
  readonly offer: Int32Array;
  readonly offers: readonly Offer[];
  readonly fitting: readonly FittingAlike[];
  /** Greatest value of each column over usable sources: for the check that sums stay exact. */
  readonly most: { [Column in 'open' | 'line' | 'gram' | 'unit' | 'metres' | 'delivery']: number };
}

/** The columns of a destination with the deliveries of a release. */
export interface DatedColumns {
  readonly columns: SourceColumns;
  readonly most: DestinationColumns['most'];
  /** Some usable source has an unknown delivery: then some lines need a mask. */
  readonly hasUnknownDelivery: boolean;
  /** See {@link columnsBy}. */
  readonly byLimit: Map<number, SourceColumns>;
}

/** So many limits on deliveries are kept. */
const KEPT_LIMITS = 8;

/** The columns without what is delivered later, or at an unknown instant. @param limit as deliveries are counted */
export function columnsBy({ columns, byLimit }: DatedColumns, limit: number): SourceColumns {
  const known = byLimit.get(limit);
  if (known !== undefined) return known;
  if (byLimit.size >= KEPT_LIMITS) byLimit.clear();
  const usable = columns.usable.slice();
  for (let source = 0; source < usable.length; source += 1)
    if (!(columns.delivery[source] <= limit)) usable[source] = 0;
  const made = { ...columns, usable };
  byLimit.set(limit, made);
  return made;
}

/** The deliveries of the last release that was asked, which hold until the first of them moves. For all levels of service. */
export class KnownDeliveries {
  #known: Deliveries | undefined;
  #minutes: ArrayLike<number> | undefined;
  #from = 0;

  constructor(readonly schedules: DestinationSchedules) {}

  /** @param release epoch ms; @param minutes node → minutes of work */
  at(release: number, minutes: ArrayLike<number>): Deliveries {
    const known = this.#known;
    if (known !== undefined && minutes === this.#minutes && release >= this.#from && release <= known.until)
      return known;
    const fresh = this.schedules.deliveries(release, minutes);
    this.#known = fresh;
    this.#minutes = minutes;
    this.#from = release;
    return fresh;
  }
}

/** The columns of a destination and level with the deliveries of a release. Keeps the last. */
export class Dating {
  #of: Deliveries | undefined;
  #known: DatedColumns | undefined;

  constructor(
    readonly destination: DestinationColumns,
    readonly deliveries: KnownDeliveries,
  ) {}

  /** @param release epoch ms; @param minutes node → minutes of work */
  at(release: number, minutes: ArrayLike<number>): DatedColumns {
    const deliveries = this.deliveries.at(release, minutes);
    if (this.#known !== undefined && deliveries === this.#of) return this.#known;
    const known = datedColumns(this.destination, deliveries);
    this.#known = known;
    this.#of = deliveries;
    return known;
  }
}

function datedColumns({ columns, most }: DestinationColumns, { delivery, closed }: Deliveries): DatedColumns {
  const usable = columns.usable.slice();
  let last = 0;
  let hasUnknownDelivery = false;
  for (let source = 0; source < usable.length; source += 1) {
    if (usable[source] === 0) continue;
    if (closed?.[source] === 1) {
      usable[source] = 0;
      continue;
    }
    const ms = delivery[source];
    if (Number.isNaN(ms)) hasUnknownDelivery = true;
    else if (ms > last) last = ms;
  }
  return {
    columns: { ...columns, usable, delivery },
    most: { ...most, delivery: last },
    hasUnknownDelivery,
    byLimit: new Map(),
  };
}

/** Rule answers by source, money in milli: see `rules/sourceRules`. */
export interface RuleColumns {
  readonly excludedBy: Uint16Array;
  readonly unpricedBy: Uint16Array | null;
  readonly perShipment: Float64Array;
  readonly perLine: Float64Array;
  readonly perUnit: Float64Array;
}

/** Unknown metres as rules and rates count them: under `last`, half the circumference. */
export function countedMetres(shown: Int32Array, unknownDistance: 'error' | 'last'): Int32Array {
  return unknownDistance === 'error'
    ? shown
    : shown.map((metres) => (metres === UNKNOWN ? UNKNOWN_DISTANCE_METRES : metres));
}

/** Of every level. @param needsDistance a rule or asked level reads every distance; @param nearMetres counts for what is nearer; @param pickUpNode where it is collected; −1: it is shipped */
export function destinationColumns(
  index: NetworkIndex,
  shownMetres: Int32Array,
  metres: Int32Array,
  rules: RuleColumns,
  prices: SourcePrices,
  needsDistance: boolean,
  nearMetres: number,
  pickUpNode: number,
): DestinationColumns {
  const { sources } = index;
  const usable = new Uint8Array(sources);
  const why = new Uint8Array(sources);
  const { open: base, gram, cell, cells } = prices;
  const counted = new Float64Array(sources);
  const { perShipment: open, perLine: line, perUnit: unit } = rules;
  for (let source = 0; source < sources; source += 1) {
    const node = index.sourceNode[source];
    counted[source] = metres[node] === UNKNOWN ? UNKNOWN_DISTANCE_METRES : Math.max(nearMetres, metres[node]);
    const reason = isAsked(index, source, pickUpNode)
      ? whyNot(
          prices.why[source],
          metres[node],
          needsDistance,
          rules.excludedBy[source],
          rules.unpricedBy?.[source] ?? 0,
        )
      : 'other-service';
    if (reason === undefined) usable[source] = 1;
    else why[source] = INELIGIBLE_REASONS.indexOf(reason) + 1;
    const { handling } = index.nodes[node];
    open[source] += base[source];
    unit[source] += index.sourceProcurement[source];
    if (handling === undefined) continue;
    open[source] += toMilli(handling.perShipment);
    line[source] += toMilli(handling.perLine);
    unit[source] += toMilli(handling.perUnit);
  }
  const columns = {
    usable,
    open,
    line,
    hasLine: line.some((milli) => milli !== 0),
    gram,
    cell,
    cells,
    unit,
    metres: counted,
    delivery: UNDATED,
  };
  return {
    columns,
    metres,
    shownMetres,
    why,
    excludedBy: rules.excludedBy,
    unpricedBy: rules.unpricedBy,
    base,
    offer: prices.offer,
    offers: prices.offers,
    fitting: fittingAlike(prices.offers),
    most: mostOf(columns),
  };
}

/** Whether the source is of the kind that the group asks: see `docs/dates.md`. */
function isAsked({ services, sourceService, sourceNode }: NetworkIndex, source: number, pickUpNode: number): boolean {
  const { kind } = services[sourceService[source]];
  if (pickUpNode < 0) return kind === 'carrier';
  return kind === (sourceNode[source] === pickUpNode ? 'pickUp' : 'transfer');
}

const OTHER_SERVICE = INELIGIBLE_REASONS.indexOf('other-service') + 1;

/** The columns without what is not of the level. */
export function columnsOfLevel(index: NetworkIndex, all: DestinationColumns, level: string): DestinationColumns {
  const services = index.levels.get(level) ?? [];
  const usable = all.columns.usable.slice();
  const why = all.why.slice();
  for (let source = 0; source < usable.length; source += 1) {
    if (services.includes(index.sourceService[source])) continue;
    usable[source] = 0;
    why[source] = OTHER_SERVICE;
  }
  const columns = { ...all.columns, usable };
  return { ...all, columns, why, most: mostOf(columns) };
}

/** Until a release is known: see {@link Dating}. */
const UNDATED = new Float64Array(0);

function whyNot(
  unpriced: IneligibleReason | undefined,
  metres: number,
  needsDistance: boolean,
  excludedBy: number,
  unpricedBy: number,
): IneligibleReason | undefined {
  if (metres === UNKNOWN && needsDistance) return 'unknown-distance';
  if (unpriced !== undefined) return unpriced;
  if (excludedBy !== 0) return 'excluded-by-rule';
  return unpricedBy === 0 ? undefined : 'no-price';
}

/** Greatest value of each column over usable sources. */
export function mostOf(columns: SourceColumns): DestinationColumns['most'] {
  const most = { open: 0, line: 0, gram: 0, unit: 0, metres: 0, delivery: 0 };
  for (const name of ['open', 'line', 'gram', 'unit', 'metres'] as const) {
    const column = columns[name];
    for (let source = 0; source < column.length; source += 1) {
      if (columns.usable[source] === 1 && column[source] > most[name]) most[name] = column[source];
    }
  }
  return most;
}
