/** Functions of the caller's that rules name: each is asked once for what it reads, and its answers are kept. */
import { IssueList, maybe } from '../model/issues';
import type { NetworkIndex } from '../model/network';
import type {
  ConditionFunction,
  CostFunction,
  Destination,
  FunctionArguments,
  FunctionTest,
  LineFacts,
  NodeFacts,
  OrderLine,
  RuleFunctions,
} from '../model/types';
import { costFunctionNamed, functionNamed } from './fields';

const READS: readonly string[] = ['node', 'nodeDestination', 'nodeLine'] satisfies (keyof FunctionArguments)[];

/** What a function of each kind answers with. */
const ANSWERS: Readonly<Record<string, string>> = { conditions: 'test', costs: 'factor' } satisfies Record<
  keyof RuleFunctions,
  string
>;

/** @throws InputError for what is no set of functions */
export function readFunctions(given: unknown): RuleFunctions {
  const issues = new IssueList('functions', ['functions']);
  for (const [kind, functions] of entriesOf(given, [], issues)) {
    if (!Object.hasOwn(ANSWERS, kind)) {
      issues.add('unknown-key', [kind], undefined, 'is not a known key', maybe(kind, Object.keys(ANSWERS)));
      continue;
    }
    for (const [name, each] of entriesOf(functions, [kind], issues))
      checkFunction(each, ANSWERS[kind], [kind, name], issues);
  }
  issues.throwIfAny();
  return (given ?? {}) as RuleFunctions;
}

function entriesOf(given: unknown, path: readonly string[], issues: IssueList): [string, unknown][] {
  if (given === undefined) return [];
  if (typeof given === 'object' && given !== null && !Array.isArray(given)) return Object.entries(given);
  issues.add('invalid', path, given, 'must be an object');
  return [];
}

function checkFunction(given: unknown, answer: string, path: readonly string[], issues: IssueList): void {
  if (typeof given !== 'object' || given === null) {
    issues.add('invalid', path, given, 'must be an object');
    return;
  }
  const { reads, params, [answer]: asked } = given as Readonly<Record<string, unknown>>;
  const isKnown = typeof reads === 'string' && READS.includes(reads);
  if (!isKnown)
    issues.add('invalid', [...path, 'reads'], reads, `must be one of ${READS.join(', ')}`, maybe(reads, READS));
  if (typeof asked !== 'function') issues.add('invalid', [...path, answer], asked, 'must be a function');
  if (params !== undefined && typeof params !== 'function')
    issues.add('invalid', [...path, 'params'], params, 'must be a function');
}

/** What a rule may ask: the answer for a pair, by node and destination or line. Of tests: 1 = true, 0 = false. */
type AskedOf<Reads extends keyof FunctionArguments> = Reads extends 'node'
  ? (node: number) => number
  : Reads extends 'nodeDestination'
    ? (node: number, destination: Destination) => number
    : (node: number, line: OrderLine) => number;

export type Asked = {
  readonly [Reads in keyof FunctionArguments]: { readonly reads: Reads; readonly of: AskedOf<Reads> };
}[keyof FunctionArguments];

/** So many bytes of answers by destination are kept of a function. */
const ANSWER_BYTES = 8e6;
const UNASKED = -1;

/** Answers of a kind, by node. */
interface Kind {
  readonly bytes: number;
  readonly column: (nodes: number) => Int8Array | Float64Array;
}

const TESTS: Kind = { bytes: 1, column: (nodes) => new Int8Array(nodes) };
const FACTORS: Kind = { bytes: 8, column: (nodes) => new Float64Array(nodes) };

type Ask = (node: number, args: object) => number;

/** The functions of a router. */
export class CallerFunctions {
  readonly #asked = new Map<string, Asked>();
  readonly #nodes: readonly NodeFacts[];

  constructor(
    readonly given: RuleFunctions,
    readonly index: NetworkIndex,
  ) {
    const hasAny = given.conditions !== undefined || given.costs !== undefined;
    this.#nodes = hasAny ? index.nodes.map((node) => pick(node, NODE_FIELDS)) : [];
  }

  /** @param test as `checkRules` lets it pass; @param rule id of the rule that asks, for what goes wrong */
  ask(test: FunctionTest, rule: string): Asked {
    const { test: ask, params, reads } = functionNamed(this.given, test.function) as ConditionFunction<unknown>;
    return this.#once('conditions', test, () => {
      const own = params?.(test.params);
      return this.#keep(reads, TESTS, (node, args) => {
        const answer: unknown = ask(this.#argumentsOf(node, args), own);
        if (typeof answer === 'boolean') return answer ? 1 : 0;
        throw this.#refused('conditions', test, rule, node, answer, 'true or false');
      });
    });
  }

  /** Factors as they are given. @param call as `checkRules` lets it pass; @param rule see `ask` */
  askFactor(call: FunctionTest, rule: string): Asked {
    const { factor, params, reads } = costFunctionNamed(this.given, call.function) as CostFunction<unknown>;
    return this.#once('costs', call, () => {
      const own = params?.(call.params);
      return this.#keep(reads, FACTORS, (node, args) => {
        const answer: unknown = factor(this.#argumentsOf(node, args), own);
        if (typeof answer === 'number' && answer >= 0 && answer <= MOST_FACTOR) return answer;
        throw this.#refused('costs', call, rule, node, answer, 'a number from 0 to 1,000,000');
      });
    });
  }

  #argumentsOf(node: number, args: object): never {
    return { node: this.#nodes[node], ...args } as never;
  }

  #refused(kind: keyof RuleFunctions, call: FunctionTest, rule: string, node: number, answer: unknown, wanted: string) {
    const issues = new IssueList('functions', ['functions']);
    const why = `must be ${wanted}: asked by the rule "${rule}" for the node "${this.#nodes[node].id}"`;
    issues.add('invalid', [kind, call.function], answer, why);
    return issues.toError();
  }

  #once(kind: keyof RuleFunctions, call: FunctionTest, make: () => Asked): Asked {
    const key = JSON.stringify([kind, call.function, call.params]);
    let asked = this.#asked.get(key);
    if (asked === undefined) {
      asked = make();
      this.#asked.set(key, asked);
    }
    return asked;
  }

  #keep(reads: keyof FunctionArguments, kind: Kind, ask: Ask): Asked {
    if (reads === 'node') return { reads, of: this.#byNode(kind, ask) };
    return reads === 'nodeDestination'
      ? { reads, of: this.#byDestination(kind, ask) }
      : { reads, of: this.#byLine(ask) };
  }

  #byNode({ column }: Kind, ask: Ask): AskedOf<'node'> {
    const answers = column(this.#nodes.length);
    this.#nodes.forEach((_, node) => {
      answers[node] = ask(node, {});
    });
    return (node) => answers[node];
  }

  #byDestination({ bytes, column }: Kind, ask: Ask): AskedOf<'nodeDestination'> {
    const known = new Map<string, ReturnType<typeof column>>();
    const most = Math.max(4, Math.floor(ANSWER_BYTES / (1 + bytes * this.#nodes.length)));
    let last: Destination | undefined;
    let answers = column(0);
    return (node, destination) => {
      if (destination !== last) {
        const key = keyOf(destination);
        let kept = known.get(key);
        if (kept === undefined) {
          if (known.size >= most) known.clear();
          kept = column(this.#nodes.length).fill(UNASKED);
          known.set(key, kept);
        }
        last = destination;
        answers = kept;
      }
      if (answers[node] === UNASKED) answers[node] = ask(node, { destination });
      return answers[node];
    };
  }

  #byLine(ask: Ask): AskedOf<'nodeLine'> {
    const known = new WeakMap<OrderLine, { readonly line: LineFacts; readonly answers: Map<number, number> }>();
    return (node, line) => {
      let kept = known.get(line);
      if (kept === undefined) {
        kept = { line: pick(line, LINE_FIELDS), answers: new Map() };
        known.set(line, kept);
      }
      let answer = kept.answers.get(node);
      if (answer === undefined) {
        answer = ask(node, { line: kept.line });
        kept.answers.set(node, answer);
      }
      return answer;
    };
  }
}

/** Of a cost function. */
const MOST_FACTOR = 1e6;

/** Everything of a destination: equal text, equal answers. */
export const DESTINATION_FIELDS = [
  'location',
  'place',
  'country',
  'region',
  'postalCode',
  'timeZone',
  'residential',
] as const satisfies (keyof Destination)[];

function keyOf(destination: Destination): string {
  return JSON.stringify(DESTINATION_FIELDS.map((field) => destination[field]));
}

const NODE_FIELDS = [
  'id',
  'kind',
  'location',
  'country',
  'region',
  'postalCode',
  'timeZone',
  'groups',
  'capabilities',
  'priority',
  'attributes',
] as const satisfies (keyof NodeFacts)[];

const LINE_FIELDS = [
  'id',
  'sku',
  'quantity',
  'weightGrams',
  'volumeCm3',
  'longestSideMm',
  'value',
  'needBy',
  'capabilities',
  'itemClass',
  'deliveryGroup',
  'attributes',
] as const satisfies (keyof LineFacts)[];

function pick<Thing, Field extends keyof Thing>(thing: Thing, fields: readonly Field[]): Pick<Thing, Field> {
  const known = fields.filter((field) => thing[field] !== undefined);
  return Object.fromEntries(known.map((field) => [field, thing[field]])) as unknown as Pick<Thing, Field>;
}
