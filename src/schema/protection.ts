import * as z from 'zod';
import { conditionSchema, ruleShape } from './conditions';

/**
 * Stock that orders do not get: so many units of a SKU at a node, or so many percent of what is on hand there (rounded up); of both, and of
 * several rules that hold, the most. `when` reads `node.*`, `order.*`, `destination.*`, and of a line `sku`, `itemClass` and `attributes`.
 */
export const protectionSchema = z
  .strictObject({
    ...ruleShape,
    when: conditionSchema.optional(),
    keepUnits: z.int().min(0).max(1e9).optional(),
    keepPercent: z
      .number()
      .min(0)
      .max(100)
      .refine((percent) => Math.abs(percent * 1000 - Math.round(percent * 1000)) < 1e-6, {
        message: 'at most three decimals of a percent',
      })
      .optional(),
  })
  .refine((rule) => rule.keepUnits !== undefined || rule.keepPercent !== undefined, {
    message: 'must have keepUnits or keepPercent',
  });
