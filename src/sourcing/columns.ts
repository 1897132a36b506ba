import type { NetworkIndex } from '../model/network';
import { INELIGIBLE_REASONS, type IneligibleReason } from '../model/reasons';
import { toMilli, UNKNOWN_DISTANCE_METRES } from '../model/units';
import type { SourceColumns } from '../splitting/problem';
import { UNKNOWN } from './distance';
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
  /** Milli of `open` that the rate card charges. */
  readonly base: Float64Array;
  /** What each source charges by: place in `offers`, −1 = nothing. */
  readonly offer: Int32Array;
  readonly offers: readonly Offer[];
  /** Some usable source has an unknown delivery: then some lines need a mask. */
  readonly hasUnknownDelivery: boolean;
  /** Greatest value of each column over usable sources: for the check that sums stay exact. */
  readonly most: { readonly [Column in 'open' | 'line' | 'gram' | 'unit' | 'metres' | 'delivery']: number };
}

/** Rule answers by source, money in milli: see `rules/sourceRules`. */
export interface RuleColumns {
  readonly excludedBy: Uint16Array;
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

/** @param needsDistance a rule or asked level reads every distance */
export function destinationColumns(
  index: NetworkIndex,
  shownMetres: Int32Array,
  metres: Int32Array,
  rules: RuleColumns,
  delivery: Float64Array,
  prices: SourcePrices,
  needsDistance: boolean,
): DestinationColumns {
  const { sources } = index;
  const usable = new Uint8Array(sources);
  const why = new Uint8Array(sources);
  const { open: base, gram, cell, cells } = prices;
  const counted = new Float64Array(sources);
  const { perShipment: open, perLine: line, perUnit: unit } = rules;
  for (let source = 0; source < sources; source += 1) {
    const node = index.sourceNode[source];
    counted[source] = metres[node] === UNKNOWN ? UNKNOWN_DISTANCE_METRES : metres[node];
    const reason = whyNot(prices.why[source], metres[node], needsDistance, rules.excludedBy[source]);
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
    delivery,
  };
  return {
    columns,
    metres,
    shownMetres,
    why,
    excludedBy: rules.excludedBy,
    base,
    offer: prices.offer,
    offers: prices.offers,
    hasUnknownDelivery: delivery.some((ms, source) => usable[source] === 1 && Number.isNaN(ms)),
    most: mostOf(columns),
  };
}

function whyNot(
  unpriced: IneligibleReason | undefined,
  metres: number,
  needsDistance: boolean,
  excludedBy: number,
): IneligibleReason | undefined {
  if (metres === UNKNOWN && needsDistance) return 'unknown-distance';
  if (unpriced !== undefined) return unpriced;
  return excludedBy === 0 ? undefined : 'excluded-by-rule';
}

function mostOf(columns: SourceColumns): DestinationColumns['most'] {
  const most = { open: 0, line: 0, gram: 0, unit: 0, metres: 0, delivery: 0 };
  for (const name of ['open', 'line', 'gram', 'unit', 'metres', 'delivery'] as const) {
    const column = columns[name];
    for (let source = 0; source < column.length; source += 1) {
      if (columns.usable[source] === 1 && column[source] > most[name]) most[name] = column[source];
    }
  }
  return most;
}
