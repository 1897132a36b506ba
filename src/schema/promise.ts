import * as z from 'zod';
import { idSchema, instantSchema, wordsSchema } from './common';
import { destinationSchema, lineSchema } from './order';
import { overridesSchema } from './overrides';

/** Places to collect: the nearest that offer it, of `nodes` if given. */
const pickUpSchema = z.strictObject({
  limit: z.int().min(1).max(100).default(3),
  nodes: wordsSchema.optional(),
});

const askSchema = {
  asOf: instantSchema,
  /** Search steps that the whole call may take, over all options. */
  budget: z.int().min(0).max(1e9).optional(),
  /** Absent: every level of the network's services. */
  levels: z.array(idSchema).min(1).max(100).optional(),
};

export const promiseOptionsSchema = z.strictObject({
  ...askSchema,
  overrides: overridesSchema.optional(),
  /** Absent: nothing that is shipped is offered for collection. */
  pickUp: pickUpSchema.optional(),
});

/** What a listing page shows: each with one line's facts, `quantity` 1 where it says none. */
export const listingSchema = z.strictObject({
  ...askSchema,
  destination: destinationSchema,
  channel: idSchema.optional(),
  items: z
    .array(
      lineSchema.omit({ id: true, deliveryGroup: true }).extend({ quantity: lineSchema.shape.quantity.default(1) }),
    )
    .min(1)
    .max(10_000),
});
