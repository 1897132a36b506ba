import * as z from 'zod';
import { currencySchema, idSchema, moneySchema, priceSchema } from './common';
import { conditionSchema, declarationsSchema, effectiveSchema, ruleShape } from './conditions';
import { objectiveSchema } from './objective';
import { afterActionSchema, policySchema } from './policies';
import { costRuleSchema, costTableSchema } from './prices';
import { protectionSchema } from './protection';

/** Removes pairs of line and source: those that meet `exclude`, or those that do not meet `require`. Exactly one of the two. */
export const filterSchema = z
  .strictObject({
    ...ruleShape,
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

/** Price of an unfilled unit where the line names none: an amount, or a share of the unit's value, or both added. */
export const unfilledSchema = z.strictObject({
  perUnit: moneySchema.optional(),
  percentOfValue: z.number().min(0).max(10_000).optional(),
});

const listsShape = {
  filters: z.array(filterSchema).max(1000),
  costs: z.array(costRuleSchema).max(1000),
  costTables: z.array(costTableSchema).max(100),
  protection: z.array(protectionSchema).max(1000),
  policies: z.array(policySchema).max(1000),
  afterActions: z.array(afterActionSchema).max(1000),
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
    .max(1000),
};

const valuesShape = {
  objective: objectiveSchema,
  tiers: tiersSchema,
  /** A price per unit and day late; or nothing may be late (`forbid`). */
  lateness: z.strictObject({ perUnitDay: moneySchema.optional(), forbid: z.boolean().default(false) }),
  split: z.strictObject({ perShipment: moneySchema }),
  unfilled: unfilledSchema,
  /** A distance that is needed but unknown: `error` makes the pair ineligible, `last` counts half the circumference. */
  unknownDistance: z.enum(['error', 'last']),
  /** Nodes so near or nearer count as equally far in goals; prices, rates and conditions read the distance itself. */
  equallyNearKm: z.number().min(0).max(40_000),
  /** An order is held so long before nodes hear of it. */
  holdMinutes: z.int().min(0).max(525_600),
};

/**
 * How a document changes for some orders, or as a fallback. Rules of lists replace those with the same id and else come after them
 * (`deliveryPrices` come after); `without` names rules that go, or a part of the document; all else is taken in place of what it was.
 */
const changesShape = {
  without: z.array(idSchema).max(1000).optional(),
  ...z.strictObject({ ...listsShape, ...valuesShape }).partial().shape,
};

/** For the orders that meet `when` (over `order.*` and, for every delivery group, `destination.*`): the first scope that fits. */
export const scopeSchema = z.strictObject({ ...ruleShape, when: conditionSchema, ...changesShape });

/** What gives way where units would stay unfilled: see `docs/rules.md`. */
export const relaxationSchema = z.strictObject({ ...ruleShape, ...changesShape });

/** The rule document. Plans carry its `id` and `version`. */
export const rulesSchema = z.strictObject({
  schema: z.literal('order-sourcing/rules@1').optional(),
  id: idSchema.default('default'),
  version: idSchema.default('1'),
  /** Outside, nothing is planned by it. */
  effective: effectiveSchema.optional(),
  currency: currencySchema.optional(),
  attributes: declarationsSchema.optional(),
  filters: listsShape.filters.default([]),
  costs: listsShape.costs.default([]),
  costTables: listsShape.costTables.default([]),
  protection: listsShape.protection.default([]),
  policies: listsShape.policies.default([]),
  afterActions: listsShape.afterActions.default([]),
  deliveryPrices: listsShape.deliveryPrices.default([]),
  objective: valuesShape.objective.default('fillFirst'),
  tiers: valuesShape.tiers.optional(),
  lateness: valuesShape.lateness.optional(),
  split: valuesShape.split.optional(),
  unfilled: valuesShape.unfilled.optional(),
  unknownDistance: valuesShape.unknownDistance.default('error'),
  equallyNearKm: valuesShape.equallyNearKm.default(0),
  holdMinutes: valuesShape.holdMinutes.default(0),
  scopes: z.array(scopeSchema).max(100).default([]),
  relaxation: z.array(relaxationSchema).max(20).default([]),
  /** Search steps per call; the default is about 20 ms of a modern core. */
  budget: z.int().min(0).max(1e9).optional(),
});
