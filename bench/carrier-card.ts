/**
 * A parcel carrier's rate card, made up: no carrier's prices, but the shape of theirs. A price for every pound up to 20 lb, for every
 * 5 lb up to 65 lb, and for 30 kg, by distance zone; now and then a break costs no more than the one before it; parcels up to 30 kg and
 * 120 l; bulky ones are billed by volume; fuel in percent on top.
 */
import type { NetworkInput } from 'order-sourcing';
import { randomFor } from './random';

type RateCard = NetworkInput['rateCards'][number];
export type WeightBreak = NonNullable<NonNullable<RateCard['bands']>[number]['breaks']>[number];

const GRAMS_PER_POUND = 453.592_37;
const MOST_GRAMS = 30_000;
const MOST_CM3 = 120_000;

/** Carriers round a parcel up to the pound, later to five; the last break is the parcel limit. */
const BREAK_GRAMS = [
  ...Array.from({ length: 20 }, (_, index) => index + 1),
  ...Array.from({ length: 9 }, (_, index) => 25 + 5 * index),
]
  .map((pounds) => Math.floor(pounds * GRAMS_PER_POUND))
  .concat(MOST_GRAMS);

/** The heavier, the cheaper by the kilogram. */
const WEIGHT_EXPONENT = 0.92;
const FLAT_SHARE = 0.18;

/** What a card says beside its prices. */
export const CARD_TERMS = {
  divisorCm3PerKg: 5000,
  parcel: { maxGrams: MOST_GRAMS, maxCm3: MOST_CM3 },
} as const;

/** @param base cents; @param perKg cents at 1 kg; @param permille of the list price; @param name which steps are flat follows from it */
export function weightBreaks(base: number, perKg: number, permille: number, name: string): WeightBreak[] {
  const random = randomFor(1, `flat steps of ${name}`);
  let list = 0;
  return BREAK_GRAMS.map((upToGrams, index) => {
    const isFlat = random.chance(FLAT_SHARE) && index > 0;
    if (!isFlat) list = base + perKg * (upToGrams / 1000) ** WEIGHT_EXPONENT;
    return { upToGrams, price: Math.round((list * permille) / 1000) };
  });
}
