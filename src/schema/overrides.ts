import * as z from 'zod';
import { idSchema, instantSchema, wordsSchema } from './common';

/** What holds for one call, beside the rules and before what the order says. A plan carries it, so that it survives re-planning. */
export const overridesSchema = z.strictObject({
  excludedNodes: wordsSchema.optional(),
  /** Only these nodes may serve the line, whatever it says itself. */
  pinnedLines: z
    .array(z.strictObject({ line: idSchema, nodes: z.array(idSchema).min(1).max(1000) }))
    .max(10_000)
    .optional(),
  /** The node starts nothing before that instant. */
  pausedNodes: z
    .array(z.strictObject({ node: idSchema, until: instantSchema }))
    .max(100_000)
    .optional(),
});
