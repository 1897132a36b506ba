import { InputError } from '../model/errors';
import type { Condition, FunctionArguments, RuleFunctions } from '../model/types';
import { isInstant } from './shape';
import { show } from './violations';

type Subject = 'node' | 'service' | 'line' | 'order' | 'destination';
type Test = Extract<Condition, { field: string }>;
type FunctionTest = Extract<Condition, { function: string }>;

/** What a condition may read. Absent: nothing to read there. */
export interface Readable extends Partial<Record<Subject, object>> {
  readonly distanceKm?: number | undefined;
  /** The caller's own. */
  readonly functions?: RuleFunctions | undefined;
}

/** Whether the condition holds. Conditions come in as `unknown`: their schema is recursive. */
export function holds(condition: unknown, about: Readable): boolean {
  const test = condition as Condition;
  if ('all' in test) return test.all.every((each) => holds(each, about));
  if ('any' in test) return test.any.some((each) => holds(each, about));
  if ('not' in test) return !holds(test.not, about);
  if ('function' in test) return asks(test, about);
  const wanted = test.valueField === undefined ? test.value : read(test.valueField, about);
  return passes(test.op, read(test.field, about), wanted);
}

/** Whether the condition reads a field anywhere. */
export function readsField(condition: unknown, field: string): boolean {
  const test = condition as Condition;
  if ('all' in test) return test.all.some((each) => readsField(each, field));
  if ('any' in test) return test.any.some((each) => readsField(each, field));
  if ('not' in test) return readsField(test.not, field);
  return 'field' in test && (test.field === field || test.valueField === field);
}

/** What the caller's function says of the pair. */
function asks({ function: name, params }: FunctionTest, about: Readable): boolean {
  const given = about.functions?.conditions?.[name];
  if (given === undefined) throw refused('conditions', name, 'is not given, and a condition names it');
  const args = argumentsFor(given.reads, about);
  const answer: unknown = given.test(args as never, given.params?.(params));
  if (typeof answer === 'boolean') return answer;
  throw refused('conditions', name, `says ${show(answer)} of the node ${show(args.node.id)}, must say true or false`);
}

/** What a caller's function is shown. */
export function argumentsFor(reads: keyof FunctionArguments, about: Readable) {
  return {
    node: only(about.node, NODE_FIELDS),
    ...(reads === 'nodeLine' ? { line: only(about.line, LINE_FIELDS) } : {}),
    ...(reads === 'nodeDestination' ? { destination: about.destination } : {}),
  };
}

export function refused(kind: keyof RuleFunctions, name: string, why: string): InputError {
  const path = ['functions', kind, name];
  return new InputError([{ code: 'invalid', path, message: `functions.${kind}: ${show(name)} ${why}.` }]);
}

const NODE_FIELDS = 'id kind location country region postalCode timeZone groups capabilities priority attributes';
const LINE_FIELDS =
  'id sku quantity weightGrams volumeCm3 longestSideMm value needBy capabilities itemClass deliveryGroup attributes';

/** What functions are told of a thing. */
function only(thing: object | undefined, fields: string): Record<string, unknown> {
  const names = fields.split(' ');
  return Object.fromEntries(Object.entries(thing ?? {}).filter(([name]) => names.includes(name)));
}

function read(field: string, about: Readable): unknown {
  if (field === 'distanceKm') return about.distanceKm;
  const [subject, name, ...rest] = field.split('.');
  const thing = about[subject as Subject];
  if (name === 'attributes') return ownValue(ownValue(thing, 'attributes'), rest.join('.'));
  return ownValue(thing, name);
}

function ownValue(thing: unknown, name: string): unknown {
  if (typeof thing !== 'object' || thing === null || !Object.hasOwn(thing, name)) return undefined;
  return (thing as Record<string, unknown>)[name];
}

/** @param wanted undefined: the field that it is compared with is absent */
function passes(op: Test['op'], found: unknown, wanted: unknown): boolean {
  // A list equals a word if one of its elements does.
  const equals = (word: unknown) =>
    found !== undefined && word !== undefined && (Array.isArray(found) ? found.includes(word) : found === word);
  const isAmong = () => Array.isArray(wanted) && wanted.some(equals);
  if (op === 'ne') return !equals(wanted);
  if (op === 'notIn') return !isAmong();
  if (op === 'exists') return (found !== undefined) === wanted;
  if (found === undefined || wanted === undefined) return false;
  if (op === 'eq') return equals(wanted);
  if (op === 'in') return isAmong();
  if (op === 'contains') return Array.isArray(found) && equals(wanted);
  if (op === 'prefix') return typeof found === 'string' && typeof wanted === 'string' && found.startsWith(wanted);
  if (op === 'before' || op === 'after') return isOnSide(op, found, wanted);
  if (op === 'between') {
    const [low, high] = wanted as unknown[];
    return compares('ge', found, low) && compares('le', found, high);
  }
  return compares(op, found, wanted);
}

function isOnSide(op: 'before' | 'after', found: unknown, wanted: unknown): boolean {
  if (typeof found !== 'string' || typeof wanted !== 'string' || !isInstant(found) || !isInstant(wanted)) return false;
  const later = Date.parse(found) - Date.parse(wanted);
  return op === 'before' ? later < 0 : later > 0;
}

function compares(op: 'lt' | 'le' | 'gt' | 'ge', found: unknown, wanted: unknown): boolean {
  if (typeof found === 'number' && typeof wanted === 'number') return isOrdered(op, found, wanted);
  if (typeof found === 'string' && typeof wanted === 'string') return isOrdered(op, found, wanted);
  return false;
}

/** Numbers by size, text by code unit: both are what JavaScript's own comparison does. */
function isOrdered<T extends number | string>(op: 'lt' | 'le' | 'gt' | 'ge', found: T, wanted: T): boolean {
  if (op === 'lt') return found < wanted;
  if (op === 'le') return found <= wanted;
  return op === 'gt' ? found > wanted : found >= wanted;
}
