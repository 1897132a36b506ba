import * as z from 'zod';
import { idSchema, priceSchema } from './common';
import { conditionSchema, ruleShape } from './conditions';

/** A cost or preference by condition, in minor units. `perUnitKm` is rounded half-up to 1/1000 minor unit per unit. */
export const costRuleSchema = z.strictObject({
  ...ruleShape,
  when: conditionSchema.optional(),
  perShipment: priceSchema.optional(),
  perLine: priceSchema.optional(),
  perUnit: priceSchema.optional(),
  perUnitKm: priceSchema.optional(),
});

/** Money per unit by node (rows) and SKU or line id (columns); null or absent = unknown, which makes the pair ineligible unless `missing` is `free`. */
export const costTableSchema = z.strictObject({
  ...ruleShape,
  by: z.enum(['sku', 'line']),
  nodes: z.array(idSchema).max(100_000),
  keys: z.array(idSchema).max(100_000),
  perUnit: z.array(z.array(priceSchema.nullable())),
  missing: z.enum(['ineligible', 'free']).default('ineligible'),
});
