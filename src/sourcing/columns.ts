import type { NetworkIndex, RateCard } from '../model/network';
import { INELIGIBLE_REASONS, type IneligibleReason } from '../model/reasons';
import { kmToMetres, toMilli, UNKNOWN_DISTANCE_METRES } from '../model/units';
import type { SourceColumns } from '../splitting/problem';
import { UNKNOWN } from './distance';

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
  /** Milli of the rate's base. */
  readonly base: Float64Array;
  /** Some usable source has an unknown delivery, or a price by weight: then some lines need a mask. */
  readonly hasUnknownDelivery: boolean;
  readonly hasGram: boolean;
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
  needsDistance: boolean,
): DestinationColumns {
  const { sources } = index;
  const usable = new Uint8Array(sources);
  const why = new Uint8Array(sources);
  const base = new Float64Array(sources);
  const gram = new Float64Array(sources);
  const counted = new Float64Array(sources);
  const { perShipment: open, perLine: line, perUnit: unit } = rules;
  for (let source = 0; source < sources; source += 1) {
    const node = index.sourceNode[source];
    const card = index.cards[index.sourceCard[source]];
    const band = bandAt(card, metres[node]);
    counted[source] = metres[node] === UNKNOWN ? UNKNOWN_DISTANCE_METRES : metres[node];
    const reason = whyNot(card, band, metres[node], needsDistance, rules.excludedBy[source]);
    if (reason === undefined) usable[source] = 1;
    else why[source] = INELIGIBLE_REASONS.indexOf(reason) + 1;
    if (band >= 0) {
      base[source] = toMilli(card.bands[band].base);
      gram[source] = card.bands[band].perKg;
    }
    const { handling } = index.nodes[node];
    open[source] += base[source];
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
    hasUnknownDelivery: delivery.some((ms, source) => usable[source] === 1 && Number.isNaN(ms)),
    hasGram: gram.some((milli, source) => usable[source] === 1 && milli > 0),
    most: mostOf(columns),
  };
}

/** First band that reaches so far; −1 = none, or a bounded one and an unknown distance. */
function bandAt(card: RateCard, metres: number): number {
  for (let band = 0; band < card.bands.length; band += 1) {
    const { upToKm } = card.bands[band];
    if (upToKm === undefined) return metres === UNKNOWN && band > 0 ? -1 : band;
    if (metres !== UNKNOWN && metres <= kmToMetres(upToKm)) return band;
  }
  return -1;
}

function whyNot(
  card: RateCard,
  band: number,
  metres: number,
  needsDistance: boolean,
  excludedBy: number,
): IneligibleReason | undefined {
  const rateNeeds = card.bands.length > 1 || card.bands[0].upToKm !== undefined;
  if (metres === UNKNOWN && (needsDistance || rateNeeds)) return 'unknown-distance';
  if (band < 0) return 'no-rate';
  return excludedBy === 0 ? undefined : 'excluded-by-rule';
}

function mostOf(columns: Omit<SourceColumns, 'hasLine'>): DestinationColumns['most'] {
  const most = { open: 0, line: 0, gram: 0, unit: 0, metres: 0, delivery: 0 };
  for (const name of ['open', 'line', 'gram', 'unit', 'metres', 'delivery'] as const) {
    const column = columns[name];
    for (let source = 0; source < column.length; source += 1) {
      if (columns.usable[source] === 1 && column[source] > most[name]) most[name] = column[source];
    }
  }
  return most;
}
