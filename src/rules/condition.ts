/**
 * Conditions as data become small trees of tests. What reads nothing but the node, or nothing but the service, is answered for all of
 * them at once, whole branches as one set of bits. What is left can be decided step by step, as more of what it reads is known: once per
 * order and destination, once per line, then for each source.
 */
import { LimitError } from '../model/errors';
import type { NetworkIndex } from '../model/network';
import type { OrderView } from '../model/orderView';
import type { Condition, Destination, FieldTest, FunctionTest, OrderLine } from '../model/types';
import { asSet, comparisonWith, meets, type Value } from './comparison';
import { readerOf, splitField } from './fields';
import { type CallerFunctions, DESTINATION_FIELDS } from './functions';
import { NodeWords, wordTest } from './nodeWords';

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
  order: OrderView;
  destination: Destination;
  line: OrderLine | undefined;
  /** Indices into the network. */
  node: number;
  service: number;
  /** Kilometres; undefined = unknown. */
  distanceKm: number | undefined;
}

export type Test =
  | { readonly kind: 'always' | 'never'; readonly scope: 0 }
  /** node or service: 1 = holds. */
  | { readonly kind: 'bits'; readonly scope: typeof NODE | typeof SERVICE; readonly bits: Uint8Array }
  | Leaf
  | Group
  | { readonly kind: 'not'; readonly scope: number; readonly test: Test };

interface Leaf {
  readonly kind: 'leaf';
  readonly scope: number;
  /** All that it reads of order and destination: `order.attributes.vip`. */
  readonly reads: readonly string[];
  readonly holds: (facts: Facts) => boolean;
  /** What is left once all but the node is known, where that is less than to ask it for each. */
  readonly narrow?: (facts: Facts) => Test;
}

interface Reader extends Pick<Leaf, 'scope' | 'reads'> {
  readonly read: (facts: Facts) => Value | undefined;
}

interface Group {
  readonly kind: 'all' | 'any';
  readonly scope: number;
  readonly tests: readonly Test[];
}

export const ALWAYS: Test = { kind: 'always', scope: 0 };
export const NEVER: Test = { kind: 'never', scope: 0 };

/** Tests of node fields are answered once for every node; so many answers may be made. */
const MOST_NODE_ANSWERS = 2e8;

export class ConditionCompiler {
  #answers = 0;
  readonly #readers = new Map<string, Reader>();
  readonly #words = new Map<string, NodeWords>();

  constructor(
    readonly index: NetworkIndex,
    readonly functions: CallerFunctions,
  ) {}

  /** @param rule id of the rule that asks: for what goes wrong in a caller's function */
  compile(condition: Condition, rule: string): Test {
    if ('not' in condition) return negated(this.compile(condition.not, rule));
    if ('function' in condition) return this.#asked(condition, rule);
    if ('field' in condition) return this.#leaf(condition);
    const kind = 'all' in condition ? 'all' : 'any';
    const parts = 'all' in condition ? condition.all : condition.any;
    return grouped(
      kind,
      parts.map((part) => this.compile(part, rule)),
    );
  }

  #leaf(test: FieldTest): Test {
    const left = this.#readerOf(test.field);
    if (test.valueField === undefined) {
      const holds = comparisonWith(test.op, test.value as NonNullable<FieldTest['value']>);
      return this.#known(left.scope, left.reads, (facts) => holds(left.read(facts)));
    }
    const right = this.#readerOf(test.valueField);
    const whole = this.#known(left.scope | right.scope, [...left.reads, ...right.reads], (facts) =>
      meets(test.op, left.read(facts), right.read(facts)),
    );
    return whole.kind === 'leaf' ? { ...whole, ...this.#narrow(test, left, right) } : whole;
  }

  /** Where a node's words are compared with those of something else. */
  #narrow({ op, field, valueField }: FieldTest, left: Reader, right: Reader): Pick<Leaf, 'narrow'> {
    const isField = left.scope === NODE;
    const [words, other] = isField ? [left, right] : [right, left];
    const way = words.scope === NODE ? wordTest(op, isField) : undefined;
    if (way === undefined || other.scope === DISTANCE) return {};
    const nodes = this.#wordsOf(isField ? field : (valueField as string), words, way.listsOnly);
    return {
      narrow: (facts) => {
        const found = nodes.with(way.wordsIn(other.read(facts)));
        if (found.size === 0) return way.isNegated ? ALWAYS : NEVER;
        return { kind: 'leaf', scope: NODE, reads: [], holds: ({ node }) => found.has(node) !== way.isNegated };
      },
    };
  }

  #wordsOf(field: string, { read }: Reader, listsOnly: boolean): NodeWords {
    const key = `${field} ${listsOnly}`;
    let words = this.#words.get(key);
    if (words === undefined) {
      const values = this.index.nodes.map((_, node) => read({ node } as Facts));
      words = new NodeWords(values, listsOnly);
      this.#words.set(key, words);
    }
    return words;
  }

  #asked(test: FunctionTest, rule: string): Test {
    const asked = this.functions.ask(test, rule);
    if (asked.reads === 'node') return this.#known(NODE, [], ({ node }) => asked.of(node) === 1);
    if (asked.reads === 'nodeDestination') {
      const reads = DESTINATION_FIELDS.map((field) => `destination.${field}`);
      return this.#known(NODE | DESTINATION, reads, ({ node, destination }) => asked.of(node, destination) === 1);
    }
    return this.#known(NODE | LINE, [], ({ node, line }) => asked.of(node, line as OrderLine) === 1);
  }

  /** Answered at once for every node, or every service, if it reads nothing else. */
  #known(scope: number, reads: readonly string[], holds: Leaf['holds']): Test {
    if (scope !== NODE && scope !== SERVICE) return { kind: 'leaf', scope, reads, holds };
    const count = scope === NODE ? this.index.nodes.length : this.index.services.length;
    this.#answers += count;
    if (this.#answers > MOST_NODE_ANSWERS) {
      throw new LimitError('nodeTests', `rules: nodes × tests of node fields is over ${MOST_NODE_ANSWERS}.`);
    }
    const facts = {} as Facts;
    const part = scope === NODE ? 'node' : 'service';
    const bits = new Uint8Array(count);
    for (facts[part] = 0; facts[part] < count; facts[part] += 1) if (holds(facts)) bits[facts[part]] = 1;
    return simple(scope, bits);
  }

  #readerOf(field: string): Reader {
    const reader = this.#readers.get(field) ?? this.#reader(field);
    this.#readers.set(field, reader);
    return reader;
  }

  /** Fields of nodes and services are read once, here. */
  #reader(field: string): Reader {
    const { subject, name } = splitField(field);
    if (subject === undefined) return { scope: DISTANCE, reads: [], read: (facts) => facts.distanceKm };
    const own = readerOf(subject, name);
    const { nodes, services } = this.index;
    switch (subject) {
      case 'node': {
        const values = nodes.map((node) => asSet(own(node)));
        return { scope: NODE, reads: [], read: (facts) => values[facts.node] };
      }
      case 'service': {
        const values = services.map((service) => asSet(own(service)));
        return { scope: SERVICE, reads: [], read: (facts) => values[facts.service] };
      }
      case 'line':
        return { scope: LINE, reads: [], read: (facts) => own(facts.line) };
      case 'order':
        return { scope: ORDER, reads: [field], read: (facts) => own(facts.order) };
      case 'destination':
        return { scope: DESTINATION, reads: [field], read: (facts) => own(facts.destination) };
    }
  }
}

/** A set of bits, or what it is if all are equal. */
function simple(scope: typeof NODE | typeof SERVICE, bits: Uint8Array): Test {
  if (!bits.includes(0)) return ALWAYS;
  return bits.includes(1) ? { kind: 'bits', scope, bits } : NEVER;
}

function negated(test: Test): Test {
  switch (test.kind) {
    case 'always':
      return NEVER;
    case 'never':
      return ALWAYS;
    case 'not':
      return test.test;
    case 'bits':
      return { ...test, bits: test.bits.map((bit) => 1 - bit) };
    default:
      return { kind: 'not', scope: test.scope, test };
  }
}

/** Bits of the same things become one. */
function grouped(kind: 'all' | 'any', tests: readonly Test[]): Test {
  const left: Test[] = [];
  for (const scope of [NODE, SERVICE] as const) {
    const sets = tests.flatMap((test) => (test.kind === 'bits' && test.scope === scope ? [test.bits] : []));
    if (sets.length > 0) left.push(simple(scope, joined(kind, sets)));
  }
  left.push(...tests.filter((test) => test.kind !== 'bits'));
  return shortened(kind, left);
}

/** What decides is left alone, what does not matter goes. */
function shortened(kind: 'all' | 'any', tests: readonly Test[]): Test {
  const [neutral, settles] = kind === 'all' ? [ALWAYS, NEVER] : [NEVER, ALWAYS];
  if (tests.some((test) => test.kind === settles.kind)) return settles;
  const left = tests.filter((test) => test.kind !== neutral.kind);
  if (left.length === 0) return neutral;
  if (left.length === 1) return left[0];
  return { kind, scope: left.reduce((scope, test) => scope | test.scope, 0), tests: left };
}

function joined(kind: 'all' | 'any', sets: readonly Uint8Array[]): Uint8Array {
  const settles = kind === 'all' ? 0 : 1;
  return sets.reduce((bits, set) => bits.map((bit, place) => (bit === settles ? settles : set[place])));
}

/** TRUE or FALSE where the known parts decide, else OPEN. `known` is a sum of NODE, SERVICE, … */
export function decide(test: Test, facts: Facts, known: number): number {
  switch (test.kind) {
    case 'always':
      return TRUE;
    case 'never':
      return FALSE;
    case 'bits':
      return (test.scope & ~known) !== 0 ? OPEN : test.bits[test.scope === NODE ? facts.node : facts.service];
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

/** What is left to decide once these parts are known: a smaller test, mostly `always` or `never`. Makes no bits. */
export function residual(test: Test, facts: Facts, known: number): Test {
  if ((test.scope & known) === 0) return test;
  switch (test.kind) {
    case 'not': {
      const rest = residual(test.test, facts, known);
      return rest.kind === 'bits' ? { kind: 'not', scope: rest.scope, test: rest } : negated(rest);
    }
    case 'all':
    case 'any': {
      const rests = test.tests.map((each) => residual(each, facts, known));
      return shortened(test.kind, rests);
    }
    default: {
      if (test.kind === 'leaf' && test.narrow !== undefined && (test.scope & ~known) === NODE)
        return test.narrow(facts);
      const answer = decide(test, facts, known);
      return answer === OPEN ? test : answer === TRUE ? ALWAYS : NEVER;
    }
  }
}

/** The largest parts of the test that read nothing but these, by their answers, and what the rest reads of order and destination. */
export function partsOf(
  test: Test,
  scope: number,
): { readonly parts: readonly Test[]; readonly reads: readonly string[] } {
  if ((test.scope & scope) === 0) return { parts: [], reads: [] };
  if ((test.scope & ~scope) === 0) return { parts: [test], reads: [] };
  if (test.kind === 'leaf') return { parts: [], reads: test.reads };
  const below = test.kind === 'not' ? [test.test] : test.kind === 'all' || test.kind === 'any' ? test.tests : [];
  const found = below.map((each) => partsOf(each, scope));
  return { parts: found.flatMap(({ parts }) => parts), reads: found.flatMap(({ reads }) => reads) };
}
