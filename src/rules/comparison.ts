/** What the operators of conditions mean. A value that is absent meets none of them, but `ne`, `notIn` and `exists: false`. */
import type { FieldTest } from '../model/types';
import { instantMs } from '../model/units';

export type Scalar = string | number | boolean;
/** Long lists are sets, so that no test costs more for them. */
export type Value = Scalar | readonly Scalar[] | ReadonlySet<Scalar>;
export type Op = FieldTest['op'];

/** Lists no longer than this are walked. */
const SHORT = 8;

export function asSet(value: Value | undefined): Value | undefined {
  return Array.isArray(value) && value.length > SHORT ? new Set<Scalar>(value) : value;
}

/** The test of a value against what the document says, made ready. */
export function comparisonWith(op: Op, given: NonNullable<FieldTest['value']>): (value: Value | undefined) => boolean {
  if (op === 'between') {
    const [low, high] = given as readonly Scalar[];
    return (value) => ordered(value, 'ge', low) && ordered(value, 'le', high);
  }
  if (op === 'before' || op === 'after') {
    const limit = msOf(given);
    return (value) => isOnSide(op, msOf(value), limit);
  }
  const wanted = asSet(given);
  return (value) => meets(op, value, wanted);
}

/** @param wanted what the value is compared with; absent: like an absent value */
export function meets(op: Op, value: Value | undefined, wanted: Value | undefined): boolean {
  switch (op) {
    case 'exists':
      return (value !== undefined) === wanted;
    case 'eq':
      return equals(value, wanted);
    case 'ne':
      return !equals(value, wanted);
    case 'in':
      return isOneOf(value, wanted);
    case 'notIn':
      return !isOneOf(value, wanted);
    case 'prefix':
      return typeof value === 'string' && typeof wanted === 'string' && value.startsWith(wanted);
    case 'contains':
      return isList(value) && has(value, wanted);
    case 'before':
    case 'after':
      return isOnSide(op, msOf(value), msOf(wanted));
    case 'between':
      return false;
    default:
      return ordered(value, op, wanted);
  }
}

type List = readonly Scalar[] | ReadonlySet<Scalar>;

export function isList(value: Value | undefined): value is List {
  return typeof value === 'object';
}

/** No list holds a list. */
function has(list: List, word: Value | undefined): boolean {
  return list instanceof Set ? list.has(word) : (list as readonly unknown[]).includes(word);
}

/** A list equals a word if one of its elements does. */
function equals(value: Value | undefined, wanted: Value | undefined): boolean {
  if (value === undefined || wanted === undefined) return false;
  return isList(value) ? has(value, wanted) : value === wanted;
}

function isOneOf(value: Value | undefined, wanted: Value | undefined): boolean {
  if (value === undefined || !isList(wanted)) return false;
  if (!isList(value)) return has(wanted, value);
  for (const each of value) if (has(wanted, each)) return true;
  return false;
}

/** Numbers with numbers, text with text by code unit; anything else is false. */
function ordered(value: Value | undefined, op: 'lt' | 'le' | 'gt' | 'ge', wanted: Value | undefined): boolean {
  const comparable =
    (typeof value === 'number' && typeof wanted === 'number') ||
    (typeof value === 'string' && typeof wanted === 'string');
  if (!comparable) return false;
  if (op === 'lt') return value < wanted;
  if (op === 'le') return value <= wanted;
  return op === 'gt' ? value > wanted : value >= wanted;
}

/** Epoch ms; NaN: no instant. */
function msOf(value: Value | undefined): number {
  return typeof value === 'string' ? instantMs(value) : Number.NaN;
}

function isOnSide(op: 'before' | 'after', ms: number, limit: number): boolean {
  return op === 'before' ? ms < limit : ms > limit;
}
