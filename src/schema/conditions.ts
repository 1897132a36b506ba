import * as z from 'zod';
import { idSchema, instantSchema } from './common';

const scalarSchema = z.union([z.string().max(1000), z.number(), z.boolean()]);

/** Fields a condition may read. `….attributes.<name>` reads a declared attribute. */
export const fieldSchema = z
  .string()
  .regex(
    /^(node\.(id|kind|country|region|postalCode|groups|capabilities|priority|attributes\..+)|service\.(id|carrier)|line\.(id|sku|quantity|weightGrams|volumeCm3|longestSideMm|value|capabilities|itemClass|attributes\..+)|order\.(id|channel|type|attributes\..+)|destination\.(country|region|postalCode|place)|distanceKm)$/,
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

/** When a rule holds: `from ≤ asOf < until`. Absent: always. */
export const effectiveSchema = z
  .strictObject({ from: instantSchema.optional(), until: instantSchema.optional() })
  .refine(({ from, until }) => from === undefined || until === undefined || Date.parse(from) < Date.parse(until), {
    message: 'from must be before until',
  });

/** What every rule of a list has. */
export const ruleShape = { id: idSchema, effective: effectiveSchema.optional() };
