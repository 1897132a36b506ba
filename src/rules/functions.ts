/** Functions of the caller's that conditions name: each is asked once for what it reads, and its answers are kept. */
import { IssueList, maybe } from '../model/issues';
import type { NetworkIndex } from '../model/network';
import type {
  ConditionFunction,
  Destination,
  FunctionArguments,
  FunctionTest,
  LineFacts,
  NodeFacts,
  OrderLine,
  RuleFunctions,
} from '../model/types';
import { functionNamed } from './fields';

const READS: readonly string[] = ['node', 'nodeDestination', 'nodeLine'] satisfies (keyof FunctionArguments)[];

/** @throws InputError for what is no set of functions */
export function readFunctions(given: unknown): RuleFunctions {
  const issues = new IssueList('functions', ['functions']);
  for (const [kind, functions] of entriesOf(given, [], issues)) {
    if (kind !== 'conditions')
      issues.add('unknown-key', [kind], undefined, 'is not a known key', 'Maybe "conditions"?');
    else for (const [name, each] of entriesOf(functions, [kind], issues)) checkFunction(each, [kind, name], issues);
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

function checkFunction(given: unknown, path: readonly string[], issues: IssueList): void {
  if (typeof given !== 'object' || given === null) {
    issues.add('invalid', path, given, 'must be an object');
    return;
  }
  const { reads, params, test } = given as Readonly<Record<string, unknown>>;
  const isKnown = typeof reads === 'string' && READS.includes(reads);
  if (!isKnown)
    issues.add('invalid', [...path, 'reads'], reads, `must be one of ${READS.join(', ')}`, maybe(reads, READS));
  if (typeof test !== 'function') issues.add('invalid', [...path, 'test'], test, 'must be a function');
  if (params !== undefined && typeof params !== 'function')
    issues.add('invalid', [...path, 'params'], params, 'must be a function');
}

/** What a condition may ask: the answer for a pair, by node and destination or line. */
export type AskedOf<Reads extends keyof FunctionArguments> = Reads extends 'node'
  ? (node: number) => boolean
  : Reads extends 'nodeDestination'
    ? (node: number, destination: Destination) => boolean
    : (node: number, line: OrderLine) => boolean;

type Asked = {
  readonly [Reads in keyof FunctionArguments]: { readonly reads: Reads; readonly of: AskedOf<Reads> };
}[keyof FunctionArguments];

/** So many bytes of answers by destination are kept of a function. */
const ANSWER_BYTES = 8e6;
const UNASKED = -1;

/** The functions of a router. */
export class CallerFunctions {
  readonly #asked = new Map<string, Asked>();
  readonly #nodes: readonly NodeFacts[];

  constructor(
    readonly given: RuleFunctions,
    readonly index: NetworkIndex,
  ) {
    this.#nodes = given.conditions === undefined ? [] : index.nodes.map((node) => pick(node, NODE_FIELDS));
  }

  /** @param test as `checkRules` lets it pass; @param rule id of the rule that asks, for what goes wrong */
  ask(test: FunctionTest, rule: string): Asked {
    const key = JSON.stringify([test.function, test.params]);
    let asked = this.#asked.get(key);
    if (asked === undefined) {
      asked = this.#prepare(test, rule);
      this.#asked.set(key, asked);
    }
    return asked;
  }

  #prepare(leaf: FunctionTest, rule: string): Asked {
    const named = functionNamed(this.given, leaf.function) as ConditionFunction<unknown>;
    const params = named.params?.(leaf.params);
    const test = (node: number, args: object): boolean => {
      const answer: unknown = named.test({ node: this.#nodes[node], ...args } as never, params);
      if (typeof answer === 'boolean') return answer;
      const issues = new IssueList('functions', ['functions']);
      const why = `must be true or false: asked by the rule "${rule}" for the node "${this.#nodes[node].id}"`;
      issues.add('invalid', ['conditions', leaf.function], answer, why);
      throw issues.toError();
    };
    const { reads } = named;
    if (reads === 'node') return { reads, of: this.#byNode(test) };
    return reads === 'nodeDestination' ? { reads, of: this.#byDestination(test) } : { reads, of: this.#byLine(test) };
  }

  #byNode(test: (node: number, args: object) => boolean): AskedOf<'node'> {
    const answers = Int8Array.from(this.#nodes, (_, node) => (test(node, {}) ? 1 : 0));
    return (node) => answers[node] === 1;
  }

  #byDestination(test: (node: number, args: object) => boolean): AskedOf<'nodeDestination'> {
    const known = new Map<string, Int8Array>();
    const most = Math.max(4, Math.floor(ANSWER_BYTES / (1 + this.#nodes.length)));
    let last: Destination | undefined;
    let answers = new Int8Array(0);
    return (node, destination) => {
      if (destination !== last) {
        const key = keyOf(destination);
        let kept = known.get(key);
        if (kept === undefined) {
          if (known.size >= most) known.clear();
          kept = new Int8Array(this.#nodes.length).fill(UNASKED);
          known.set(key, kept);
        }
        last = destination;
        answers = kept as Int8Array<ArrayBuffer>;
      }
      if (answers[node] === UNASKED) answers[node] = test(node, { destination }) ? 1 : 0;
      return answers[node] === 1;
    };
  }

  #byLine(test: (node: number, args: object) => boolean): AskedOf<'nodeLine'> {
    const known = new WeakMap<OrderLine, { readonly line: LineFacts; readonly answers: Map<number, boolean> }>();
    return (node, line) => {
      let kept = known.get(line);
      if (kept === undefined) {
        kept = { line: pick(line, LINE_FIELDS), answers: new Map() };
        known.set(line, kept);
      }
      let answer = kept.answers.get(node);
      if (answer === undefined) {
        answer = test(node, { line: kept.line });
        kept.answers.set(node, answer);
      }
      return answer;
    };
  }
}

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
