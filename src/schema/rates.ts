import * as z from 'zod';
import { idSchema, laneEndSchema, moneySchema } from './common';

/** Parcels of more than the break before it, up to and including `upToGrams`, cost `price` minor units. */
export const weightBreakSchema = z.strictObject({ upToGrams: z.int().min(1).max(1e9), price: moneySchema });

const rateShape = {
  base: moneySchema.optional(),
  perKg: moneySchema.optional(),
  breaks: z.array(weightBreakSchema).min(1).max(1000).optional(),
  minimum: moneySchema.optional(),
};

const isOneKind = ({ base, perKg, breaks }: { base?: unknown; perKg?: unknown; breaks?: unknown }) =>
  breaks === undefined ? base !== undefined : base === undefined && perKg === undefined;
const ONE_KIND = { message: 'either base (and perKg) or breaks' };

/**
 * What one parcel costs by its billable weight, in minor units: `base` + `perKg`, or the price of the break that holds it (none: it
 * must travel in lighter parcels); at least `minimum`.
 */
export const rateSchema = z.strictObject(rateShape).refine(isOneKind, ONE_KIND);

/** A rate up to and including `upToKm` (the last band may be open). */
export const rateBandSchema = z
  .strictObject({ upToKm: z.number().positive().max(40_000).optional(), ...rateShape })
  .refine(isOneKind, ONE_KIND);

export const zoneRateSchema = z.strictObject({ zone: idSchema, ...rateShape }).refine(isOneKind, ONE_KIND);

/**
 * Zones that distance does not give. `region`: a matrix from the node's region or country (rows) to the destination's (columns), the
 * region first; null = not served. `postalPrefix`: the longest `from` that begins the node's postal code and has a `to` that begins
 * the destination's, the longest of those; with `country`, only within it.
 */
export const zonesSchema = z.discriminatedUnion('by', [
  z.strictObject({
    by: z.literal('region'),
    from: z.array(idSchema).min(1).max(10_000),
    to: z.array(idSchema).min(1).max(10_000),
    zone: z.array(z.array(idSchema.nullable())),
  }),
  z.strictObject({
    by: z.literal('postalPrefix'),
    country: idSchema.optional(),
    rows: z
      .array(z.strictObject({ from: idSchema, to: idSchema, zone: idSchema }))
      .min(1)
      .max(1_000_000),
  }),
]);

const surchargeShape = { price: moneySchema, per: z.enum(['parcel', 'shipment']).default('parcel') };

/** Added after the rate's percentages. `oversize`: a shipment that holds a unit longer or heavier than said, on every parcel of it. */
export const surchargesSchema = z.strictObject({
  residential: z.strictObject(surchargeShape).optional(),
  remote: z.strictObject({ ...surchargeShape, to: z.array(laneEndSchema).min(1).max(100_000) }).optional(),
  oversize: z
    .strictObject({
      ...surchargeShape,
      overMm: z.int().min(1).max(1e6).optional(),
      overGrams: z.int().min(1).max(1e9).optional(),
    })
    .refine(({ overMm, overGrams }) => overMm !== undefined || overGrams !== undefined, {
      message: 'at least one of overMm and overGrams',
    })
    .optional(),
});

/** What one parcel holds at most. */
export const parcelLimitSchema = z.strictObject({
  maxGrams: z.int().min(1).max(1e9).optional(),
  maxCm3: z.int().min(1).max(1e12).optional(),
  maxLongestSideMm: z.int().min(1).max(1e6).optional(),
});

/**
 * A carrier's prices: rates by distance `bands`, or by `zones` with their `rates`. Billable weight is the greater of weight and volume
 * ÷ divisor, of each parcel, rounded up to `stepGrams` (1 g). `byOrderValue`: the last entry that the order's value reaches replaces
 * rate and surcharges of each shipment by its flat `price` (0 = free).
 */
export const rateCardSchema = z
  .strictObject({
    id: idSchema,
    bands: z.array(rateBandSchema).min(1).max(100).optional(),
    zones: zonesSchema.optional(),
    rates: z.array(zoneRateSchema).min(1).max(1000).optional(),
    divisorCm3PerKg: z.int().min(1).max(1e6).optional(),
    stepGrams: z.int().min(1).max(1e6).optional(),
    fuelPercent: z
      .number()
      .min(0)
      .max(1000)
      .refine((percent) => Math.abs(percent * 1000 - Math.round(percent * 1000)) < 1e-6, {
        message: 'at most three decimals',
      })
      .optional(),
    parcel: parcelLimitSchema.optional(),
    surcharges: surchargesSchema.optional(),
    byOrderValue: z
      .array(z.strictObject({ atLeast: moneySchema, price: moneySchema }))
      .min(1)
      .max(100)
      .optional(),
  })
  .refine(
    ({ bands, zones, rates }) =>
      bands === undefined ? zones !== undefined && rates !== undefined : zones === undefined && rates === undefined,
    { message: 'either bands, or zones and rates' },
  );
