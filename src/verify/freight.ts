/** What a shipment costs by the rate card as it was written, in 1/1000 minor unit, and in how many parcels: every number that could be the best is tried. */
import type { RateInput } from '../model/types';
import type { Facts, Line, NodeInput, RateCardInput, ServiceInput } from './facts';
import { liesIn } from './places';
import { milli } from './prices';
import { cardOf, findRate } from './rates';
import { show } from './violations';

export interface Freight {
  readonly parcels: bigint;
  readonly price: bigint;
}

interface Loaded {
  readonly line: Line;
  readonly quantity: number;
}

/**
 * undefined: there is no rate, a measure that it takes is unknown, no number of parcels holds it, or it holds nothing or more than was
 * ordered (a wrong plan must not decide how many parcels are tried).
 */
export function freightOf(
  facts: Facts,
  node: NodeInput,
  service: ServiceInput,
  loads: readonly Loaded[],
): Freight | undefined {
  if (loads.length === 0 || loads.some(({ line, quantity }) => quantity > line.quantity)) return undefined;
  const card = cardOf(facts, node, service);
  if (card === undefined) return { parcels: 1n, price: 0n };
  const found = findRate(facts, node, service, card);
  const flat = flatPrice(facts, card);
  if ('why' in found || flat === 'unknown') return undefined;
  const needs = needsOf(card, flat === undefined ? found.rate : undefined);
  if (loads.some(({ line }) => whatIsUnknown(needs, line).length > 0)) return undefined;
  const cargo = weigh(loads);
  if (flat !== undefined) {
    const parcels = fewestParcels(card, cargo);
    return parcels > cargo.units ? undefined : { parcels, price: flat };
  }
  const surcharges = surchargesOn(facts, card, loads);
  const cheapest = cheapestParcels(card, found.rate, cargo, surcharges.parcel);
  return cheapest && { parcels: cheapest.parcels, price: cheapest.price + surcharges.shipment };
}

/** Why the line may not go by the card, as ends of sentences; none: it may. */
export function whyNoFreight(facts: Facts, line: Line, node: NodeInput, service: ServiceInput): string[] {
  const { reaches } = service;
  if (reaches !== undefined && !reaches.some((part) => liesIn(part, facts.order.destination))) {
    return ['the service does not reach the destination'];
  }
  const card = cardOf(facts, node, service);
  if (card === undefined) return [];
  const found = findRate(facts, node, service, card);
  if ('why' in found) return [found.why];
  const flat = flatPrice(facts, card);
  if (flat === 'unknown') return ['the rate depends on the value of the order, which is unknown'];
  const rate = flat === undefined ? found.rate : undefined;
  const unknown = whatIsUnknown(needsOf(card, rate), line);
  return unknown.length > 0 ? unknown.map((measure) => `the ${measure} is unknown`) : whyNoParcel(card, rate, line);
}

/** Instead of rate and surcharges, by what the order is worth; undefined: the rate holds. */
function flatPrice({ order }: Facts, { byOrderValue }: RateCardInput): bigint | 'unknown' | undefined {
  if (byOrderValue === undefined) return undefined;
  let worth = 0n;
  for (const { quantity, value } of order.lines) {
    if (value === undefined) return 'unknown';
    worth += BigInt(quantity) * BigInt(value);
  }
  const reached = byOrderValue.filter(({ atLeast }) => BigInt(atLeast) <= worth).at(-1);
  return reached && milli(reached.price);
}

const MEASURES = { weight: 'weightGrams', volume: 'volumeCm3', 'longest side': 'longestSideMm' } as const;

type Measure = keyof typeof MEASURES;

/** @param rate undefined: the price is flat, so only the parcels' limits ask */
function needsOf({ parcel, surcharges, divisorCm3PerKg }: RateCardInput, rate: RateInput | undefined): Measure[] {
  const oversize = rate && surcharges?.oversize;
  const isWeighed = rate !== undefined && (rate.breaks !== undefined || (rate.perKg ?? 0) > 0);
  const needs: Measure[] = [];
  if (isWeighed || parcel?.maxGrams !== undefined || oversize?.overGrams !== undefined) needs.push('weight');
  if ((rate && divisorCm3PerKg) !== undefined || parcel?.maxCm3 !== undefined) needs.push('volume');
  if (parcel?.maxLongestSideMm !== undefined || oversize?.overMm !== undefined) needs.push('longest side');
  return needs;
}

function whatIsUnknown(needs: readonly Measure[], line: Line): Measure[] {
  return needs.filter((measure) => line[MEASURES[measure]] === undefined);
}

function whyNoParcel(card: RateCardInput, rate: RateInput | undefined, line: Line): string[] {
  const { maxGrams, maxCm3, maxLongestSideMm } = card.parcel ?? {};
  const reasons: string[] = [];
  const limit = (what: Measure, most: number | undefined, unit: string) => {
    const size = line[MEASURES[what]];
    if (most !== undefined && size !== undefined && size > most)
      reasons.push(`its ${what}, ${size} ${unit}, is more than a parcel's ${most}`);
  };
  limit('weight', maxGrams, 'g');
  limit('volume', maxCm3, 'cm³');
  limit('longest side', maxLongestSideMm, 'mm');
  const alone = billableGrams(card, weigh([{ line, quantity: 1 }]), 1n);
  if (rate !== undefined && parcelPrice(card, rate, alone) === undefined) {
    reasons.push(`no break of the rate of card ${show(card.id)} holds a parcel of ${alone} g`);
  }
  return reasons;
}

/** Of the whole shipment. What no rate reads may be unknown: it is 0 here. */
interface Cargo {
  readonly units: bigint;
  readonly grams: bigint;
  readonly cm3: bigint;
}

function weigh(loads: readonly Loaded[]): Cargo {
  const total = (measure: (line: Line) => number) =>
    loads.reduce((sum, { line, quantity }) => sum + BigInt(measure(line)) * BigInt(quantity), 0n);
  return {
    units: total(() => 1),
    grams: total((line) => line.weightGrams ?? 0),
    cm3: total((line) => line.volumeCm3 ?? 0),
  };
}

/** Rounded up. */
function divide(amount: bigint, by: bigint): bigint {
  return (amount + by - 1n) / by;
}

function fewestParcels({ parcel }: RateCardInput, { grams, cm3 }: Cargo): bigint {
  let parcels = 1n;
  if (parcel?.maxGrams !== undefined) parcels = most(parcels, divide(grams, BigInt(parcel.maxGrams)));
  if (parcel?.maxCm3 !== undefined) parcels = most(parcels, divide(cm3, BigInt(parcel.maxCm3)));
  return parcels;
}

function most(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

/** Of each of so many parcels: its share of the weight, or of the volume where that counts for more, in whole steps. */
function billableGrams(card: RateCardInput, cargo: Cargo, parcels: bigint): bigint {
  const step = BigInt(card.stepGrams ?? 1);
  return shareOf(card, cargo, parcels * step) * step;
}

/** The weight, or what the volume counts for, divided by a number and rounded up. */
function shareOf({ divisorCm3PerKg }: RateCardInput, { grams, cm3 }: Cargo, by: bigint): bigint {
  const byWeight = divide(grams, by);
  return divisorCm3PerKg === undefined ? byWeight : most(byWeight, divide(cm3 * 1000n, BigInt(divisorCm3PerKg) * by));
}

/** The rate, at least the minimum, with fuel, half-up; no surcharges. undefined: heavier than the last break. */
function parcelPrice({ fuelPercent = 0 }: RateCardInput, rate: RateInput, grams: bigint): bigint | undefined {
  const weightBreak = rate.breaks?.find(({ upToGrams }) => grams <= BigInt(upToGrams));
  if (rate.breaks !== undefined && weightBreak === undefined) return undefined;
  // A price per kilogram in minor units is the same number per gram in thousandths.
  const bare = weightBreak ? milli(weightBreak.price) : milli(rate.base ?? 0) + BigInt(rate.perKg ?? 0) * grams;
  const share = 100_000n + BigInt(Math.round(fuelPercent * 1000));
  return (most(bare, milli(rate.minimum ?? 0)) * share + 50_000n) / 100_000n;
}

/**
 * The cheapest number of parcels, the fewest of equal price. More parcels are lighter, and none is lighter than of the greatest number,
 * as many as units: so once `parcels` × the cheapest of all those prices is no less than the best found, no greater number is cheaper.
 */
function cheapestParcels(card: RateCardInput, rate: RateInput, cargo: Cargo, surcharge: bigint): Freight | undefined {
  const floor = surcharge + cheapestFrom(card, rate, billableGrams(card, cargo, cargo.units));
  let best: Freight | undefined;
  let parcels = fewestParcels(card, cargo);
  while (parcels <= cargo.units && (best === undefined || parcels * floor < best.price)) {
    const grams = billableGrams(card, cargo, parcels);
    const one = parcelPrice(card, rate, grams);
    const price = one === undefined ? undefined : parcels * (one + surcharge);
    if (price !== undefined && (best === undefined || price < best.price)) best = { parcels, price };
    // Parcels in between would be billed for as many grams each, and be more.
    const lighter = grams - BigInt(card.stepGrams ?? 1);
    if (lighter <= 0n) break;
    parcels = shareOf(card, cargo, lighter);
  }
  return best;
}

/** No parcel of so many grams or more costs less. Only breaks may cost less for more weight, so their ends are all there is to try. */
function cheapestFrom(card: RateCardInput, rate: RateInput, grams: bigint): bigint {
  const ends = (rate.breaks ?? []).map(({ upToGrams }) => BigInt(upToGrams)).filter((end) => end >= grams);
  const prices = [grams, ...ends].map((each) => parcelPrice(card, rate, each) ?? 0n);
  return prices.reduce((least, price) => (price < least ? price : least));
}

/** What is charged on top of each parcel, and once. */
function surchargesOn(
  { order }: Facts,
  { surcharges }: RateCardInput,
  loads: readonly Loaded[],
): { parcel: bigint; shipment: bigint } {
  const { residential, remote, oversize } = surcharges ?? {};
  const isOver = (size: number | undefined, end: number | undefined) =>
    size !== undefined && end !== undefined && size > end;
  const isOversize = loads.some(
    ({ line }) => isOver(line.longestSideMm, oversize?.overMm) || isOver(line.weightGrams, oversize?.overGrams),
  );
  const charged = [
    order.destination.residential === true ? residential : undefined,
    remote?.to.some((part) => liesIn(part, order.destination)) === true ? remote : undefined,
    isOversize ? oversize : undefined,
  ];
  const sums = { parcel: 0n, shipment: 0n };
  for (const each of charged) if (each !== undefined) sums[each.per ?? 'parcel'] += milli(each.price);
  return sums;
}
