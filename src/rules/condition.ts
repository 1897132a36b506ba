/**
 * Conditions as data become small trees of tests. A tree can be decided while part of what it reads is still unknown, so the same
 * tree serves every phase: once per router (nodes), once per order and destination, per source, per line.
 */
import { LimitError } from '../model/errors';
import type { NetworkIndex } from '../model/network';
import type { Condition, Destination, Order, OrderLine } from '../model/types';

/** What a test reads: one bit each, so that phases can say what they know. */
export const NODE = 1;
export const SERVICE = 2;
export const LINE = 4;
export const ORDER = 8;
export const DESTINATION = 16;
export const DISTANCE = 32;
export const ALL = 63;

export const FALSE = 0;
export const TRUE = 1;
/** Not decided by what is known so far. */
export const OPEN = 2;

/** What conditions read, for one pair of line and source. Only the parts a phase calls known must be true. */
export interface Facts {
  order: Order;
  destination: Destination;
  line: OrderLine | undefined;
  /** Indices into the network. */
  node: number;
  service: number;
  /** Kilometres; undefined = unknown. */
  distanceKm: number | undefined;
}

export type Test =
  | { readonly kind: 'leaf'; readonly scope: number; readonly field: string; readonly holds: (facts: Facts) => boolean }
  | { readonly kind: 'all' | 'any'; readonly scope: number; readonly tests: readonly Test[] }
  | { readonly kind: 'not'; readonly scope: number; readonly test: Test };

type FieldTest = Extract<Condition, { field: string }>;
type Value = string | number | boolean | readonly (string | number | boolean)[];

/** Tests of node fields are answered once for every node; so many answers may be kept. */
const MOST_NODE_ANSWERS = 2e8;

export class ConditionCompiler {
  #answers = 0;

  constructor(readonly index: NetworkIndex) {}

  compile(condition: Condition): Test {
    if ('all' in condition) return this.#group('all', condition.all);
    if ('any' in condition) return this.#group('any', condition.any);
    if ('not' in condition) {
      const test = this.compile(condition.not);
      return { kind: 'not', scope: test.scope, test };
    }
    return this.#leaf(condition);
  }

  #group(kind: 'all' | 'any', conditions: readonly Condition[]): Test {
    const tests = conditions.map((condition) => this.compile(condition));
    return { kind, scope: tests.reduce((scope, test) => scope | test.scope, 0), tests };
  }

  #leaf(test: FieldTest): Test {
    const { field } = test;
    const dot = field.indexOf('.');
    const subject = dot < 0 ? field : field.slice(0, dot);
    const name = field.slice(dot + 1);
    switch (subject) {
      case 'node': {
        const bits = this.#answer(this.index.nodes, name, test);
        return { kind: 'leaf', scope: NODE, field, holds: (facts) => bits[facts.node] === 1 };
      }
      case 'service': {
        const bits = this.#answer(this.index.services, name, test);
        return { kind: 'leaf', scope: SERVICE, field, holds: (facts) => bits[facts.service] === 1 };
      }
      case 'line':
        return { kind: 'leaf', scope: LINE, field, holds: (facts) => meets(read(facts.line, name), test) };
      case 'order':
        return { kind: 'leaf', scope: ORDER, field, holds: (facts) => meets(read(facts.order, name), test) };
      case 'destination':
        return {
          kind: 'leaf',
          scope: DESTINATION,
          field,
          holds: (facts) => meets(read(facts.destination, name), test),
        };
      default:
        return { kind: 'leaf', scope: DISTANCE, field, holds: (facts) => meets(facts.distanceKm, test) };
    }
  }

  #answer(things: readonly object[], name: string, test: FieldTest): Uint8Array {
    this.#answers += things.length;
    if (this.#answers > MOST_NODE_ANSWERS) {
      throw new LimitError('nodeTests', `rules: nodes × tests of node fields is over ${MOST_NODE_ANSWERS}.`);
    }
    return Uint8Array.from(things, (thing) => (meets(read(thing, name), test) ? 1 : 0));
  }
}

/** TRUE or FALSE where the known parts decide, else OPEN. `known` is a sum of NODE, SERVICE, … */
export function decide(test: Test, facts: Facts, known: number): number {
  switch (test.kind) {
    case 'leaf':
      return (test.scope & ~known) !== 0 ? OPEN : test.holds(facts) ? TRUE : FALSE;
    case 'not': {
      const answer = decide(test.test, facts, known);
      return answer === OPEN ? OPEN : answer === TRUE ? FALSE : TRUE;
    }
    default: {
      const settles = test.kind === 'all' ? FALSE : TRUE;
      let open = false;
      for (const each of test.tests) {
        const answer = decide(each, facts, known);
        if (answer === settles) return settles;
        if (answer === OPEN) open = true;
      }
      return open ? OPEN : settles === FALSE ? TRUE : FALSE;
    }
  }
}

/** Every field the tree reads. */
export function fieldsOf(test: Test): string[] {
  if (test.kind === 'leaf') return [test.field];
  return test.kind === 'not' ? fieldsOf(test.test) : test.tests.flatMap(fieldsOf);
}

const ATTRIBUTES = 'attributes.';

/** A field of a node, service, line, order or destination; undefined where absent. Names come from the schema's closed list. */
export function read(thing: object | undefined, name: string): Value | undefined {
  if (thing === undefined) return undefined;
  if (!name.startsWith(ATTRIBUTES)) return (thing as Record<string, Value | undefined>)[name];
  const attributes = (thing as { attributes?: Record<string, Value> }).attributes;
  const key = name.slice(ATTRIBUTES.length);
  return attributes !== undefined && Object.hasOwn(attributes, key) ? attributes[key] : undefined;
}

function meets(value: Value | undefined, { op, value: wanted }: FieldTest): boolean {
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
      return Array.isArray(value) && value.includes(wanted as string);
    default:
      return compares(value, op, wanted);
  }
}

/** A list equals a word if one of its elements does. */
function equals(value: Value | undefined, wanted: Value): boolean {
  return Array.isArray(value) ? value.includes(wanted as string) : value === wanted;
}

function isOneOf(value: Value | undefined, wanted: Value): boolean {
  return Array.isArray(wanted) && wanted.some((each) => equals(value, each));
}

/** Numbers with numbers, text with text by code unit; anything else is false. */
function compares(value: Value | undefined, op: 'lt' | 'le' | 'gt' | 'ge', wanted: Value): boolean {
  const comparable =
    (typeof value === 'number' && typeof wanted === 'number') ||
    (typeof value === 'string' && typeof wanted === 'string');
  if (!comparable) return false;
  if (op === 'lt') return value < wanted;
  if (op === 'le') return value <= wanted;
  return op === 'gt' ? value > wanted : value >= wanted;
}
