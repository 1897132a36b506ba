import * as z from 'zod';
import { idSchema, instantSchema } from './common';

const stockSchema = z.int().min(-1e9).max(1e9);

/** What a node holds of a SKU, in units. Available = on hand − reserved − safety stock. */
export const positionSchema = z.strictObject({
  node: idSchema,
  sku: idSchema,
  onHand: z.int().min(0).max(1e9),
  reserved: z.int().min(0).max(1e9).optional(),
  safetyStock: z.int().min(0).max(1e9).optional(),
});

export const positionsSchema = z.array(positionSchema);

const amountsSchema = z.strictObject({
  onHand: stockSchema.optional(),
  reserved: stockSchema.optional(),
  safetyStock: stockSchema.optional(),
});

/** A change of one position: `add` is relative, `set` absolute. Exactly one of the two. */
export const deltaSchema = z
  .strictObject({ node: idSchema, sku: idSchema, add: amountsSchema.optional(), set: amountsSchema.optional() })
  .refine((delta) => (delta.add === undefined) !== (delta.set === undefined), {
    message: 'exactly one of add and set',
  });

export const deltasSchema = z.array(deltaSchema).max(10_000_000);

/** Names the stock a plan was made on. Both are the caller's. */
export const snapshotSchema = z.strictObject({
  id: idSchema.default('snapshot'),
  revision: z.union([idSchema, z.int().min(0)]).default(0),
});

export const planOptionsSchema = z.strictObject({ asOf: instantSchema, budget: z.int().min(0).max(1e9).optional() });
