/**
 * Everything that knows zod: unknown input becomes a typed value, or an InputError that lists every issue with its path, the
 * value and a hint. Valid orders take the compiled schema; only what failed pays for finding out why.
 */
import * as z from 'zod';
import { LimitError } from './model/errors';
import { IssueList, maybe, type Path } from './model/issues';
import type { Delta, Network, Order, Rate, Rules, Snapshot } from './model/types';
import { otherKey, whyUnsupported } from './model/unsupported';
import { explainOptionsSchema } from './schema/explain';
import { networkSchema } from './schema/network';
import { orderSchema } from './schema/order';
import { heldPlanSchema } from './schema/plan';
import { deltasSchema, planOptionsSchema, snapshotSchema } from './schema/positions';
import { listingSchema, promiseOptionsSchema } from './schema/promise';
import { rateSchema } from './schema/rates';
import { rulesSchema } from './schema/rules';

/** What `commit` reads of a plan. */
export type HeldPlan = z.output<typeof heldPlanSchema>;
export type PlanOptions = z.output<typeof planOptionsSchema>;

/** Conditions may be nested so deep, and a rule document may hold so many tests. */
const DEEPEST_CONDITION = 64;
const MOST_CONDITIONS = 100_000;

export function readNetwork(input: unknown): { value: Network } | { issues: IssueList } {
  const answer = read(networkSchema, input, 'network', ['network']);
  if (!('value' in answer)) return answer;
  const issues = new IssueList('network', ['network']);
  (input as Network).nodes.forEach((node, place) => {
    refuseProto(issues, node, ['nodes', place]);
  });
  return issues.isEmpty ? answer : { issues };
}

/** @throws LimitError for conditions that are nested too deep (or in a circle) or too many. */
export function readRules(input: unknown): { value: Rules } | { issues: IssueList } {
  limitConditions(input);
  return read(rulesSchema, input, 'rules', ['rules']);
}

export function readOrder(input: unknown): Order {
  const answer = read(compiled('order', orderSchema), input, 'order', []);
  const issues = 'issues' in answer ? answer.issues : new IssueList('order');
  const isPlaced = ['destination', 'pickUpNode', 'deliveryGroups'].some((way) => valueAt(input, [way]) !== undefined);
  if (typeof input === 'object' && input !== null && !isPlaced)
    issues.add('missing', ['destination'], undefined, 'is missing', 'Maybe pickUpNode, or deliveryGroups?');
  if (!('value' in answer)) throw issues.toError();
  const order = answer.value;
  refuseProto(issues, input as Order, []);
  for (let place = 0; place < order.lines.length; place += 1) {
    refuseProto(issues, (input as Order).lines[place], ['lines', place]);
  }
  issues.throwIfAny();
  return order;
}

/** The schema's records drop the one key that JavaScript gives a meaning of its own; dropping is not refusing. */
function refuseProto(issues: IssueList, owner: { readonly attributes?: object | undefined }, path: Path): void {
  const { attributes } = owner;
  if (attributes === undefined || !Object.hasOwn(attributes, '__proto__')) return;
  issues.add('invalid', [...path, 'attributes', '__proto__'], undefined, 'is a name that JavaScript keeps for itself');
}

/** What a caller's rate function answered for a node and a service. */
export function readRate(answer: unknown, node: string, service: string): { value: Rate } | { issues: IssueList } {
  return read(compiled('rate', rateSchema), answer, `rate(${node}, ${service})`, [node, service]);
}

export function readPlanOptions(input: unknown): PlanOptions {
  return readOrThrow(compiled('options', planOptionsSchema), input, 'options');
}

export function readExplainOptions(input: unknown): z.output<typeof explainOptionsSchema> {
  return readOrThrow(compiled('explain', explainOptionsSchema), input, 'options');
}

export function readPromiseOptions(input: unknown): z.output<typeof promiseOptionsSchema> {
  return readOrThrow(compiled('promise', promiseOptionsSchema), input, 'options');
}

export function readListing(input: unknown): z.output<typeof listingSchema> {
  return readOrThrow(compiled('listing', listingSchema), input, 'listing');
}

export function readSnapshot(input: unknown): Snapshot {
  return readOrThrow(snapshotSchema, input ?? {}, 'snapshot');
}

/** @param input any iterable of deltas */
export function readDeltas(input: unknown): Delta[] {
  const isIterable = typeof input === 'object' && input !== null && Symbol.iterator in input;
  const deltas = isIterable && !Array.isArray(input) ? [...(input as Iterable<unknown>)] : input;
  return readOrThrow(compiled('deltas', deltasSchema), deltas, 'deltas');
}

export function readHeldPlan(input: unknown): HeldPlan {
  return readOrThrow(compiled('plan', heldPlanSchema), input, 'plan');
}

/** Compiled when first used: importing the package costs nothing. Where code generation is banned zod keeps its plain parser. */
const compiledSchemas = new Map<string, z.ZodType>();

function compiled<Schema extends z.ZodType>(name: string, schema: Schema): Schema {
  let known = compiledSchemas.get(name);
  if (known === undefined) {
    known = z.compile(schema);
    compiledSchemas.set(name, known);
  }
  return known as Schema;
}

function readOrThrow<Schema extends z.ZodType>(schema: Schema, input: unknown, root: string): z.output<Schema> {
  const answer = read(schema, input, root, []);
  if ('value' in answer) return answer.value;
  throw answer.issues.toError();
}

/** @param prefix put in front of every issue's path (not of its message, which begins with `root`) */
function read<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  root: string,
  prefix: Path,
): { value: z.output<Schema> } | { issues: IssueList } {
  const answer = schema.safeParse(input, { reportInput: true });
  if (answer.success) return { value: answer.data };
  const issues = new IssueList(root, prefix);
  const places = new Set<string>();
  for (const issue of answer.error.issues) {
    // One thing is wrong with a value at a time: what follows at the same place follows from it.
    const place = JSON.stringify(issue.path);
    if (issue.code === 'unrecognized_keys' || !places.has(place)) translate(issues, schema, input, issue, []);
    places.add(place);
  }
  return { issues };
}

type ZodIssue = z.core.$ZodIssue;

function translate(issues: IssueList, schema: z.ZodType, input: unknown, issue: ZodIssue, above: Path): void {
  const path = [...above, ...issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))];
  const value = valueAt(input, path);
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys) refuseKey(issues, schema, input, [...path, key], key);
  } else if (typeof value === 'function') {
    const hint = 'Functions are given to createRouter, and conditions name them.';
    issues.add('invalid', path, value, 'is no data', schema === rulesSchema ? hint : '');
  } else if (issue.code === 'invalid_union' && 'options' in issue) {
    // The word that says which of the alternatives is meant.
    refuseWord(issues, path, value, (issue.options as readonly unknown[]).map(String));
  } else if (issue.code === 'invalid_union') {
    translateUnion(issues, schema, input, issue, path, value);
  } else if (issue.code === 'invalid_value') {
    refuseWord(issues, path, value, issue.values.map(String));
  } else if (issue.code === 'invalid_type' && value === undefined) {
    issues.add('missing', path, undefined, 'is missing');
  } else {
    issues.add('invalid', path, value, lowerFirst(issue.message));
  }
}

function refuseKey(issues: IssueList, schema: z.ZodType, input: unknown, path: Path, key: string): void {
  const why = whyUnsupported(key);
  const hint = otherKey(key) ?? maybe(key, keysAt(schema, path.slice(0, -1)));
  if (why !== undefined) issues.add('unsupported', path, valueAt(input, path), why);
  else issues.add('unknown-key', path, undefined, 'is not a known key', hint);
}

function refuseWord(issues: IssueList, path: Path, value: unknown, words: readonly string[]): void {
  const why = typeof value === 'string' ? whyUnsupported(value) : undefined;
  if (why !== undefined) issues.add('unsupported', path, value, why);
  else if (value === undefined) issues.add('missing', path, undefined, 'is missing');
  else
    issues.add('invalid', path, value, `must be ${words.map((word) => `"${word}"`).join(' or ')}`, maybe(value, words));
}

/** Of the alternatives, the one that the value seems to mean speaks: the one whose complaints lie deepest, then are fewest. */
function translateUnion(
  issues: IssueList,
  schema: z.ZodType,
  input: unknown,
  issue: z.core.$ZodIssueInvalidUnion,
  path: Path,
  value: unknown,
): void {
  let best: readonly ZodIssue[] | undefined;
  let bestMark = -1;
  for (const option of issue.errors) {
    const shallowest = Math.min(...option.map((each) => each.path.length + (each.code === 'invalid_value' ? 1 : 0)));
    const mark = shallowest * 1000 - Math.min(999, option.length);
    if (mark > bestMark || best === undefined) {
      best = option;
      bestMark = mark;
    }
  }
  if (best === undefined || best.length === 0) issues.add('invalid', path, value, lowerFirst(issue.message));
  else for (const each of best) translate(issues, schema, input, each, path);
}

function valueAt(input: unknown, path: Path): unknown {
  let value = input;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}

/** Names of the keys that a schema knows at a path: what a misspelt key is compared with. */
function keysAt(schema: z.ZodType, path: Path): string[] {
  let found: z.core.$ZodType[] = [schema];
  for (const step of path) found = found.flatMap(unwrap).flatMap((each) => childAt(each, step));
  return found.flatMap(unwrap).flatMap((each) => (each instanceof z.ZodObject ? Object.keys(each.shape) : []));
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return unwrap(schema.unwrap());
  if (schema instanceof z.ZodDefault) return unwrap(schema.unwrap());
  if (schema instanceof z.ZodLazy) return unwrap(schema.unwrap());
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => unwrap(option));
  return [schema];
}

function childAt(schema: z.core.$ZodType, step: string | number): z.core.$ZodType[] {
  if (schema instanceof z.ZodArray) return [schema.element];
  if (schema instanceof z.ZodObject && Object.hasOwn(schema.shape, step)) return [schema.shape[step]];
  return [];
}

function lowerFirst(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1).replace(/\.$/, '');
}

interface Step {
  readonly value: object;
  readonly key: string | number;
  readonly depth: number;
  readonly above: Step | undefined;
}

/**
 * Walks every object of the rules with a stack of its own: a hostile document must not overflow JavaScript's.
 * @throws InputError for the one key that JavaScript gives a meaning of its own, which the schema's records would drop
 */
function limitConditions(rules: unknown): void {
  if (typeof rules !== 'object' || rules === null) return;
  const waiting: Step[] = [{ value: rules, key: '', depth: 0, above: undefined }];
  let seen = 0;
  for (let step = waiting.pop(); step !== undefined; step = waiting.pop()) {
    seen += 1;
    if (step.depth > 2 * DEEPEST_CONDITION) {
      throw new LimitError(
        'conditionDepth',
        `rules: conditions may be nested ${DEEPEST_CONDITION} deep, not in a circle.`,
      );
    }
    if (seen > MOST_CONDITIONS) {
      throw new LimitError('conditions', `rules: at most ${MOST_CONDITIONS} tests and groups of tests.`);
    }
    refuseProtoKey(step);
    for (const key of keysOf(step)) {
      const child: unknown = (step.value as Record<string | number, unknown>)[key];
      if (typeof child === 'object' && child !== null)
        waiting.push({ value: child, key, depth: step.depth + 1, above: step });
    }
  }
}

const TABLE_KEYS: readonly (string | number)[] = ['perUnit', 'nodes', 'keys'];

/** Tables and curves are numbers and ids by the thousand, and the schema looks no deeper into them. */
function keysOf({ value, key, above }: Step): Iterable<string | number> {
  if (!Array.isArray(value)) return Object.keys(value);
  if (above === undefined || isOfParams(above)) return value.keys();
  const isTable = ('by' in above.value && TABLE_KEYS.includes(key)) || ('of' in above.value && key === 'curve');
  return isTable ? [] : value.keys();
}

/** Whether it is part of what a function is given, which may be of any shape. */
function isOfParams({ key, above }: Step): boolean {
  return key === 'params' || (above !== undefined && isOfParams(above));
}

function refuseProtoKey(step: Step): void {
  if (Array.isArray(step.value) || !Object.hasOwn(step.value, '__proto__')) return;
  const path: (string | number)[] = ['__proto__'];
  for (let at: Step | undefined = step; at?.above !== undefined; at = at.above) path.unshift(at.key);
  const issues = new IssueList('rules', ['rules']);
  issues.add('invalid', path, undefined, 'is a name that JavaScript keeps for itself');
  issues.throwIfAny();
}
