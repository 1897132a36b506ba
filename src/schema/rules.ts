import * as z from 'zod';
import { currencySchema, idSchema, moneySchema, priceSchema } from './common';

const scalarSchema = z.union([z.string().max(1000), z.number(), z.boolean()]);

/** Fields a condition may read. `….attributes.<name>` reads a declared attribute. */
export const fieldSchema = z
  .string()
  .regex(
    /^(node\.(id|kind|country|region|postalCode|groups|capabilities|priority|attributes\..+)|service\.(id|carrier)|line\.(id|sku|quantity|weightGrams|volumeCm3|longestSideMm|value|capabilities|attributes\..+)|order\.(id|channel|type|attributes\..+)|destination\.(country|region|postalCode|place)|distanceKm)$/,
    'not a field that conditions can read',
  );

const testSchema = z.strictObject({
  field: fieldSchema,
  op: z.enum(['eq', 'ne', 'lt', 'le', 'gt', 'ge', 'in', 'notIn', 'prefix', 'contains', 'exists']),
  value: z.union([scalarSchema, z.array(scalarSchema).max(10_000)]),
});

export type Condition = z.infer<typeof testSchema> | { all: Condition[] } | { any: Condition[] } | { not: Condition };

/**
 * A condition as data, never code. A test on a field that is absent is false (`ne` and `notIn` are the negations of `eq` and
 * `in`, so they are true). `exists` takes true or false. `contains` is for lists, `prefix` for text.
 */
export const conditionSchema: z.ZodType<Condition, Condition> = z.lazy(() =>
  z.union([
    testSchema,
    z.strictObject({ all: z.array(conditionSchema).max(1000) }),
    z.strictObject({ any: z.array(conditionSchema).max(1000) }),
    z.strictObject({ not: conditionSchema }),
  ]),
);

/** Removes pairs of line and source: those that meet `exclude`, or those that do not meet `require`. Exactly one of the two. */
export const filterSchema = z
  .strictObject({
    id: idSchema,
    exclude: conditionSchema.optional(),
    require: conditionSchema.optional(),
  })
  .refine((filter) => (filter.exclude === undefined) !== (filter.require === undefined), {
    message: 'exactly one of exclude and require',
  });

/**
 * Ordered node groups; a node belongs to the first whose condition (over `node.*` only) it meets, else to one more after the last.
 * `hard`: an earlier tier first, a later one only for what it cannot fill (`perUnit` is not read). `soft`: each unit from tier i costs its `perUnit`.
 */
export const tiersSchema = z.strictObject({
  mode: z.enum(['hard', 'soft']),
  list: z
    .array(z.strictObject({ id: idSchema, nodes: conditionSchema, perUnit: priceSchema.optional() }))
    .min(1)
    .max(20),
});

/** A cost or preference by condition, in minor units. `perUnitKm` is rounded half-up to 1/1000 minor unit per unit. */
export const costRuleSchema = z.strictObject({
  id: idSchema,
  when: conditionSchema.optional(),
  perShipment: priceSchema.optional(),
  perLine: priceSchema.optional(),
  perUnit: priceSchema.optional(),
  perUnitKm: priceSchema.optional(),
});

/** Money per unit by node (rows) and SKU or line id (columns); null or absent = unknown, which makes the pair ineligible unless `missing` is `free`. */
export const costTableSchema = z.strictObject({
  id: idSchema,
  by: z.enum(['sku', 'line']),
  nodes: z.array(idSchema).max(100_000),
  keys: z.array(idSchema).max(100_000),
  perUnit: z.array(z.array(priceSchema.nullable())),
  missing: z.enum(['ineligible', 'free']).default('ineligible'),
});

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

/** Price of an unfilled unit where the line names none: an amount, or a share of the unit's value, or both added. */
export const unfilledSchema = z.strictObject({
  perUnit: moneySchema.optional(),
  percentOfValue: z.number().min(0).max(10_000).optional(),
});

export const policiesSchema = z.strictObject({
  maxShipments: z.int().min(1).max(1000).optional(),
  maxShipmentsPerLine: z.int().min(1).max(1000).optional(),
  shipComplete: z.enum(['order', 'line']).optional(),
  noSplit: z.boolean().optional(),
});

/** The rule document. Plans carry its `id` and `version`. */
export const rulesSchema = z.strictObject({
  id: idSchema.default('default'),
  version: idSchema.default('1'),
  currency: currencySchema.optional(),
  objective: objectiveSchema.default('fillFirst'),
  filters: z.array(filterSchema).max(1000).default([]),
  tiers: tiersSchema.optional(),
  costs: z.array(costRuleSchema).max(1000).default([]),
  costTables: z.array(costTableSchema).max(100).default([]),
  /** A price per unit and day late; or nothing may be late (`forbid`). */
  lateness: z.strictObject({ perUnitDay: moneySchema.optional(), forbid: z.boolean().default(false) }).optional(),
  split: z.strictObject({ perShipment: moneySchema }).optional(),
  unfilled: unfilledSchema.optional(),
  policies: policiesSchema.optional(),
  /** A distance that is needed but unknown: `error` makes the pair ineligible, `last` counts half the circumference. */
  unknownDistance: z.enum(['error', 'last']).default('error'),
  /** What customers pay for delivery: the last entry that fits (its level, if it names one) and whose `atLeast` the order's value reaches. */
  deliveryPrices: z
    .array(
      z.strictObject({
        method: z.enum(['ship', 'pickUp']).default('ship'),
        level: idSchema.optional(),
        atLeast: moneySchema.default(0),
        price: moneySchema,
      }),
    )
    .max(1000)
    .default([]),
  /** An order is held so long before nodes hear of it. */
  holdMinutes: z.int().min(0).max(525_600).default(0),
  /** Search steps per call; the default is about 20 ms of a modern core. */
  budget: z.int().min(0).max(1e9).optional(),
});
