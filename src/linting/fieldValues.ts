/**
 * Values that stand for all that a field may have: every value that tests tell apart has one among them. So tests can be met together if
 * and only if one of these meets them.
 */
import type { Facts } from '../rules/condition';
import type { EngineTests, FieldTest } from './engineTests';

type Value = string | number | boolean | readonly string[];

export interface AskedTest {
  readonly test: FieldTest;
  readonly holds: boolean;
}

/** What values a field has. Integers from a least one on; any = attributes, whatever they are. */
type Kind = { readonly integerFrom: number } | 'distance' | 'text' | 'list' | 'any';

const INTEGERS = ['line.weightGrams', 'line.volumeCm3', 'line.longestSideMm', 'line.value'];
const TEXTS = ['line.id', 'line.sku', 'order.id', 'order.channel', 'order.type'];
const PLACE = ['destination.country', 'destination.region', 'destination.postalCode', 'destination.place'];
const KINDS = new Map<string, Kind>([
  ['line.quantity', { integerFrom: 1 }],
  ...INTEGERS.map((field) => [field, { integerFrom: 0 }] as const),
  ...[...TEXTS, ...PLACE].map((field) => [field, 'text'] as const),
  ['line.capabilities', 'list'],
  ['distanceKm', 'distance'],
]);
const REQUIRED = new Set(['line.id', 'line.sku', 'line.quantity', 'order.id']);

export class FieldValues {
  constructor(readonly engine: EngineTests) {}

  /**
   * Whether some value meets all of the tests of one field.
   * @param spend is told how much work it is; false: stop, and say that one does
   */
  canMeet(field: string, asked: readonly AskedTest[], spend: (work: number) => boolean): boolean {
    const work = asked.reduce((sum, { test }) => sum + (Array.isArray(test.value) ? test.value.length : 1), 0);
    for (const value of valuesOf(field, asked)) {
      if (!spend(work)) return true;
      const facts = factsOf(field, value);
      if (asked.every(({ test, holds }) => this.engine.holds(test, facts) === holds)) return true;
    }
    return false;
  }
}

/** An order, line, destination and distance of which only the field is known. */
function factsOf(field: string, value: Value | undefined): Facts {
  const dot = field.indexOf('.');
  const [subject, name] = dot < 0 ? ['', ''] : [field.slice(0, dot), field.slice(dot + 1)];
  const key = name.startsWith('attributes.') ? name.slice('attributes.'.length) : undefined;
  const owner = value === undefined ? {} : key === undefined ? { [name]: value } : { attributes: { [key]: value } };
  const facts: Record<string, unknown> = { order: {}, destination: {}, line: {}, node: 0, service: 0 };
  if (subject === '') facts.distanceKm = value;
  else facts[subject] = owner;
  return facts as unknown as Facts;
}

function* valuesOf(field: string, asked: readonly AskedTest[]): Generator<Value | undefined> {
  const kind = KINDS.get(field) ?? 'any';
  const named = asked.flatMap(({ test }) => test.value as Value | Value[]) as (string | number | boolean)[];
  if (!REQUIRED.has(field)) yield undefined;
  if (typeof kind === 'object') yield* integersBetween(named.filter(isNumber), kind.integerFrom);
  if (kind === 'any') yield* ['', true, false];
  if (kind === 'distance' || kind === 'any') {
    const least = kind === 'distance' ? 0 : -Number.MAX_VALUE;
    for (const value of numbersBetween(named.filter(isNumber))) if (value >= least) yield value;
  }
  if (kind === 'text' || kind === 'any') yield* textsBetween(asked, named.filter(isText));
  if (kind === 'list' || kind === 'any') yield longestList(asked, named.filter(isText));
}

const isNumber = (value: unknown) => typeof value === 'number';
const isText = (value: unknown) => typeof value === 'string';

/** Between two neighbours, all values answer every test alike: one of them is enough. */
function* integersBetween(named: readonly number[], least: number): Generator<number> {
  yield least;
  for (const value of new Set(named)) {
    if (Number.isInteger(value) && value >= least) yield value;
    if (Math.floor(value) + 1 >= least) yield Math.floor(value) + 1;
  }
}

function* numbersBetween(named: readonly number[]): Generator<number> {
  const sorted = [...new Set(named)].sort((a, b) => a - b);
  yield 0;
  for (const [place, value] of sorted.entries()) {
    yield value;
    if (place > 0) yield value / 2 + sorted[place - 1] / 2;
  }
  for (const end of [sorted.at(0), sorted.at(-1)]) if (end !== undefined) yield* [end - 1, end + 1];
  yield* [-Number.MAX_VALUE, Number.MAX_VALUE];
}

/** Texts that begin with a prefix lie between it and the first text after all of those. */
function* textsBetween(asked: readonly AskedTest[], named: readonly string[]): Generator<string> {
  const prefixes = asked.flatMap(({ test: { op, value } }) => (op === 'prefix' ? [String(value)] : []));
  const ends = prefixes.flatMap(afterPrefix);
  for (const value of new Set(['\0', ...named, ...ends])) yield* [value, `${value}\0`];
}

function afterPrefix(prefix: string): string[] {
  for (let length = prefix.length; length > 0; length -= 1) {
    const code = prefix.charCodeAt(length - 1);
    if (code < 0xffff) return [prefix.slice(0, length - 1) + String.fromCharCode(code + 1)];
  }
  return [];
}

/** Tests of lists ask for words, or that words are not there: the longest list without the latter meets what any list meets. */
function longestList(asked: readonly AskedTest[], named: readonly string[]): readonly string[] {
  const forbids = ({ test: { op }, holds }: AskedTest) =>
    op === 'ne' || op === 'notIn' ? holds : (op === 'eq' || op === 'in' || op === 'contains') && !holds;
  const forbidden = new Set(asked.filter(forbids).flatMap(({ test }) => test.value as Value | Value[]) as unknown[]);
  return [...new Set(named)].filter((word) => !forbidden.has(word));
}
