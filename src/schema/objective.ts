import * as z from 'zod';

export const goalSchema = z.enum([
  'unfilled',
  'lateness',
  'shipments',
  'tier',
  'priority',
  'unitDistance',
  'shipmentDistance',
  'cost',
]);

/** A preset, or levels compared in order. */
export const objectiveSchema = z.union([
  z.enum(['landedCost', 'fillFirst']),
  z
    .array(z.strictObject({ goal: goalSchema }))
    .min(1)
    .max(8),
]);
