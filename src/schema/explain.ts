import * as z from 'zod';
import { idSchema, instantSchema } from './common';
import { overridesSchema } from './overrides';
import { planSchema } from './plan';

/** What `explain` is asked. Without a plan the order is planned first. */
export const explainOptionsSchema = z.strictObject({
  asOf: instantSchema,
  budget: z.int().min(0).max(1e9).optional(),
  overrides: overridesSchema.optional(),
  /** The plan to explain, ours or made elsewhere. */
  plan: planSchema.optional(),
  /** Only these lines, and at these nodes, are told in detail; what is counted stays complete. */
  lines: z.array(idSchema).max(10_000).optional(),
  nodes: z.array(idSchema).max(100_000).optional(),
  /** So many nodes are told of each line, beside those that ship it. Default: 20, fewer for orders of more than 50 lines. */
  most: z.int().min(0).max(100_000).optional(),
});
