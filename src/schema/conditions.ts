import * as z from 'zod';
import { attributeNameSchema, idSchema, instantSchema } from './common';

const scalarSchema = z.union([z.string().max(1000), z.number(), z.boolean()]);

/** Fields a condition may read: see `docs/rules.md`. `….attributes.<name>` reads an attribute. */
export const fieldSchema = z
  .string()
  .regex(
    /^(node\.(id|kind|country|region|postalCode|timeZone|groups|capabilities|priority|attributes\..{1,100})|service\.(id|carrier|level|kind)|line\.(id|sku|quantity|weightGrams|volumeCm3|longestSideMm|value|needBy|capabilities|itemClass|deliveryGroup|attributes\..{1,100})|order\.(id|channel|type|value|units|lineCount|weightGrams|needBy|level|attributes\..{1,100})|destination\.(country|region|postalCode|place|timeZone|residential)|distanceKm)$/,
    'not a field that conditions can read',
  );

const testSchema = z
  .strictObject({
    field: fieldSchema,
    op: z.enum([
      'eq',
      'ne',
      'lt',
      'le',
      'gt',
      'ge',
      'between',
      'before',
      'after',
      'in',
      'notIn',
      'prefix',
      'contains',
      'exists',
    ]),
    value: z.union([scalarSchema, z.array(scalarSchema).max(10_000)]).optional(),
    /** Another field of the same pair, in the value's place. */
    valueField: fieldSchema.optional(),
  })
  .refine(({ value, valueField }) => (value === undefined) !== (valueField === undefined), {
    message: 'exactly one of value and valueField',
  });

/** Plain data that a function of the caller's is given. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

const jsonSchema: z.ZodType<Json, Json> = z.lazy(() =>
  z.union([
    z.string().max(1000),
    z.number(),
    z.boolean(),
    z.null(),
    z.array(jsonSchema).max(10_000),
    z.record(z.string().max(200), jsonSchema),
  ]),
);

/** A function that the caller gave to `createRouter`, by its name, and what it is to know. */
export const functionSchema = z.strictObject({ function: idSchema, params: jsonSchema.optional() });

export type FieldTest = z.infer<typeof testSchema>;
export type FunctionTest = z.infer<typeof functionSchema>;
export type Condition = FieldTest | FunctionTest | { all: Condition[] } | { any: Condition[] } | { not: Condition };

/**
 * A condition as data, never code. A test on a field that is absent is false (`ne` and `notIn` are the negations of `eq` and
 * `in`, so they are true). `exists` takes true or false. `contains` is for lists, `prefix` for text, `between` takes `[low, high]`, both
 * included, `before` and `after` compare instants.
 */
export const conditionSchema: z.ZodType<Condition, Condition> = z.lazy(() =>
  z.union([
    testSchema,
    functionSchema,
    z.strictObject({ all: z.array(conditionSchema).max(1000) }),
    z.strictObject({ any: z.array(conditionSchema).max(1000) }),
    z.strictObject({ not: conditionSchema }),
  ]),
);

/** What an attribute is: `text`, `number`, `boolean`, a `list` of text, an `instant` in UTC. */
export const attributeTypeSchema = z.enum(['text', 'number', 'boolean', 'list', 'instant']);

const declaredSchema = z.record(attributeNameSchema, attributeTypeSchema);

/**
 * The attributes of nodes, orders and lines. Where a subject is declared, conditions may read no other attribute of it, and those are of
 * their type; nodes and orders may have more.
 */
export const declarationsSchema = z.strictObject({
  node: declaredSchema.optional(),
  order: declaredSchema.optional(),
  line: declaredSchema.optional(),
});

/** When a rule holds: `from ≤ asOf < until`. Absent: always. */
export const effectiveSchema = z
  .strictObject({ from: instantSchema.optional(), until: instantSchema.optional() })
  .refine(({ from, until }) => from === undefined || until === undefined || Date.parse(from) < Date.parse(until), {
    message: 'from must be before until',
  });

/** What every rule of a list has. */
export const ruleShape = { id: idSchema, effective: effectiveSchema.optional() };
