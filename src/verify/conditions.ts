import type { Condition } from '../model/types';

type Subject = 'node' | 'service' | 'line' | 'order' | 'destination';
type Test = Extract<Condition, { field: string }>;

/** What a condition may read. Absent: nothing to read there. */
export interface Readable extends Partial<Record<Subject, object>> {
  readonly distanceKm?: number | undefined;
}

/** Whether the condition holds. Conditions come in as `unknown`: their schema is recursive. */
export function holds(condition: unknown, about: Readable): boolean {
  const test = condition as Condition;
  if ('all' in test) return test.all.every((each) => holds(each, about));
  if ('any' in test) return test.any.some((each) => holds(each, about));
  if ('not' in test) return !holds(test.not, about);
  return passes(test, read(test.field, about));
}

/** Whether the condition reads a field anywhere. */
export function readsField(condition: unknown, field: string): boolean {
  const test = condition as Condition;
  if ('all' in test) return test.all.some((each) => readsField(each, field));
  if ('any' in test) return test.any.some((each) => readsField(each, field));
  return 'not' in test ? readsField(test.not, field) : test.field === field;
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

function passes({ op, value: wanted }: Test, found: unknown): boolean {
  // A list equals a word if one of its elements does.
  const equals = (word: unknown) => (Array.isArray(found) ? found.includes(word) : found === word);
  const isAmong = () => Array.isArray(wanted) && wanted.some(equals);
  if (op === 'ne') return !equals(wanted);
  if (op === 'notIn') return !isAmong();
  if (op === 'exists') return (found !== undefined) === wanted;
  if (found === undefined) return false;
  if (op === 'eq') return equals(wanted);
  if (op === 'in') return isAmong();
  if (op === 'contains') return Array.isArray(found) && equals(wanted);
  if (op === 'prefix') return typeof found === 'string' && typeof wanted === 'string' && found.startsWith(wanted);
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
