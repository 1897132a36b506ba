/** Whether what a line's units are fits what a rate asks and holds. */
import type { IneligibleReason } from '../model/reasons';
import type { OrderLine } from '../model/types';
import type { Offer } from './pricing';

type Measures = Pick<OrderLine, 'weightGrams' | 'volumeCm3' | 'longestSideMm'>;

/** What an offer asks of a unit of a line, and what it holds. */
interface Terms {
  readonly maxGrams: number | undefined;
  readonly maxCm3: number | undefined;
  readonly maxLongestSideMm: number | undefined;
  readonly overMm: number | undefined;
  readonly overGrams: number | undefined;
  readonly isWeighed: boolean;
  readonly divisor: number | undefined;
  readonly step: number;
  /** The last break; undefined: it has none. */
  readonly last: number | undefined;
}

function termsOf({ card, rate }: Offer): Terms {
  const { maxGrams, maxCm3, maxLongestSideMm } = card.parcel ?? {};
  const { overMm, overGrams } = (rate === null ? undefined : card.surcharges?.oversize) ?? {};
  const isWeighed = rate !== null && (rate.breaks !== undefined || (rate.perKg ?? 0) > 0);
  const divisor = rate === null ? undefined : card.divisorCm3PerKg;
  const last = rate?.breaks?.at(-1)?.upToGrams;
  return { maxGrams, maxCm3, maxLongestSideMm, overMm, overGrams, isWeighed, divisor, step: card.stepGrams ?? 1, last };
}

/** Offers that fit the same lines: one of them, and the places of all. */
export interface FittingAlike {
  readonly offer: Offer;
  readonly places: readonly number[];
}

/** Cards differ much in their prices and little in what they take. */
export function fittingAlike(offers: readonly Offer[]): FittingAlike[] {
  const alike = new Map<string, { offer: Offer; places: number[] }>();
  offers.forEach((offer, place) => {
    const key = Object.values(termsOf(offer)).join();
    const known = alike.get(key);
    if (known === undefined) alike.set(key, { offer, places: [place] });
    else known.places.push(place);
  });
  return [...alike.values()];
}

/** Why a unit of the line cannot be priced or packed; undefined: it can. */
export function whyNotFits(offer: Offer, line: Measures): IneligibleReason | undefined {
  const { weightGrams: grams, volumeCm3: cm3, longestSideMm: mm } = line;
  const { maxGrams, maxCm3, maxLongestSideMm, overMm, overGrams, isWeighed, divisor, step, last } = termsOf(offer);
  if (grams === undefined && (isWeighed || maxGrams !== undefined || overGrams !== undefined)) return 'unknown-weight';
  if (cm3 === undefined && (divisor !== undefined || maxCm3 !== undefined)) return 'unknown-volume';
  if (mm === undefined && (maxLongestSideMm !== undefined || overMm !== undefined)) return 'unknown-size';
  const isTooLarge =
    (grams ?? 0) > (maxGrams ?? Number.POSITIVE_INFINITY) ||
    (cm3 ?? 0) > (maxCm3 ?? Number.POSITIVE_INFINITY) ||
    (mm ?? 0) > (maxLongestSideMm ?? Number.POSITIVE_INFINITY);
  if (isTooLarge) return 'fits-no-parcel';
  if (last === undefined) return undefined;
  return billedAlone(grams ?? 0, cm3 ?? 0, divisor, step) > last ? 'fits-no-parcel' : undefined;
}

/** Grams that one unit in a parcel of its own is billed for. Exact for units that a schema lets through. */
function billedAlone(grams: number, cm3: number, divisor: number | undefined, step: number): number {
  const weight = Math.ceil(grams / step);
  const volume = divisor === undefined ? 0 : Math.ceil((cm3 * 1000) / (divisor * step));
  return step * Math.max(weight, volume);
}
