import * as z from 'zod';
import { idSchema, priceSchema } from './common';
import { conditionSchema, functionSchema, ruleShape } from './conditions';

/** A price that may be below zero: a credit. At most three decimals of a minor unit. */
const signedPriceSchema = z
  .number()
  .min(-1e12)
  .max(1e12)
  .refine((price) => hasDecimals(price, 1000), { message: 'at most three decimals of a minor unit' });

/** Whether `value` × `scale` is a whole number, but for the last digits of a floating-point number. */
function hasDecimals(value: number, scale: number): boolean {
  return Math.abs(value * scale - Math.round(value * scale)) < 1e-6 * Math.max(1, Math.abs(value));
}

/** What a price may depend on. `….attributes.<name>` reads an attribute that is a number. */
const quantityFieldSchema = z
  .string()
  .regex(
    /^(distanceKm|load|onHand|available|weeksOfSupply|order\.value|line\.(value|weightGrams|attributes\..+)|node\.attributes\..+)$/,
    'not a quantity that prices can depend on',
  );

const pointSchema = z.tuple([
  z
    .number()
    .min(-1e12)
    .max(1e12)
    .refine((x) => hasDecimals(x, 1000), { message: 'at most three decimals' }),
  z
    .number()
    .min(0)
    .max(1e6)
    .refine((factor) => hasDecimals(factor, 1e6), { message: 'at most six decimals' }),
]);

/**
 * A factor by a quantity. `steps`: that of the last point whose x the quantity reaches (before the first point, the first factor).
 * `linear`: between two points in proportion, beyond them flat. Unknown quantities make the pair ineligible, or the rule costs nothing.
 */
const curveSchema = z.strictObject({
  of: quantityFieldSchema,
  shape: z.enum(['steps', 'linear']),
  curve: z
    .array(pointSchema)
    .min(1)
    .max(1000)
    .refine((points) => points.every(([x], place) => place === 0 || points[place - 1][0] < x), {
      message: 'x must ascend from point to point',
    }),
  missing: z.enum(['ineligible', 'free']).default('ineligible'),
});

/**
 * A cost or preference by condition, in minor units. `perUnitKm` is per kilometre of a unit's way. `times` multiplies all amounts of the
 * rule; each product is rounded half-up to 1/1000 minor unit, once.
 */
export const costRuleSchema = z.strictObject({
  ...ruleShape,
  when: conditionSchema.optional(),
  perShipment: priceSchema.optional(),
  perLine: priceSchema.optional(),
  perUnit: signedPriceSchema.optional(),
  perUnitKm: priceSchema.optional(),
  /** By a quantity, or by a function that `createRouter` was given. */
  times: z.union([curveSchema, functionSchema]).optional(),
});

/**
 * Money per unit by node (rows) and SKU or line id (columns), below zero a credit; null or absent = unknown, which makes the pair
 * ineligible unless `missing` is `free`.
 */
export const costTableSchema = z.strictObject({
  ...ruleShape,
  by: z.enum(['sku', 'line']),
  nodes: z.array(idSchema).max(100_000),
  keys: z.array(idSchema).max(100_000),
  perUnit: z.array(z.array(signedPriceSchema.nullable())),
  missing: z.enum(['ineligible', 'free']).default('ineligible'),
});
