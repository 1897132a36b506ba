import * as z from 'zod';

/** Goals that are sums over what a plan does. */
const sumSchema = z.enum([
  'unfilled',
  'lateness',
  'shipments',
  'tier',
  'priority',
  'unitDistance',
  'shipmentDistance',
  'cost',
]);

export const goalSchema = z.enum([...sumSchema.options, 'balance']);

const hasThreeDecimals = (number: number) =>
  Math.abs(number * 1000 - Math.round(number * 1000)) < 1e-6 * Math.max(1, number);

/** A positive number of at most three decimals. */
const weightSchema = z.number().min(0.001).max(1e6).refine(hasThreeDecimals, { message: 'at most three decimals' });

/**
 * How far above its own optimum a level may be where a later one gains by it: the greater of both. `percent` of the optimum; `amount` in
 * the unit in which a proof shows the level.
 */
export const toleranceSchema = z
  .strictObject({
    percent: z.number().min(0).max(1000).refine(hasThreeDecimals, { message: 'at most three decimals' }).optional(),
    amount: z.int().min(0).max(1e15).optional(),
  })
  .refine(({ percent, amount }) => percent !== undefined || amount !== undefined, {
    message: 'must have percent, amount or both',
  });

/** A goal, or several weighed against each other: Σ weight × goal. */
export const levelSchema = z
  .strictObject({
    goal: goalSchema.optional(),
    weights: z
      .array(z.strictObject({ goal: sumSchema, weight: weightSchema }))
      .min(2)
      .max(8)
      .optional(),
    tolerance: toleranceSchema.optional(),
  })
  .refine(({ goal, weights }) => (goal === undefined) !== (weights === undefined), {
    message: 'must have exactly one of goal and weights',
  });

/** What presets stand for: see `docs/rules.md`. */
export const presetSchema = z.enum([
  'landedCost',
  'cheapest',
  'fillFirst',
  'onTime',
  'fewestShipments',
  'nearest',
  'priority',
  'balanced',
]);

/** A preset, or levels compared in order. */
export const objectiveSchema = z.union([presetSchema, z.array(levelSchema).min(1).max(8)]);
