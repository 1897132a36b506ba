/** Which tests of a condition decided, and what they saw. */
import type { Clause } from '../model/explanation';
import type { NetworkIndex } from '../model/network';
import type { Condition } from '../model/types';
import { ALL, ConditionCompiler, decide, type Facts, type Test, TRUE } from '../rules/condition';
import { readerOf, splitField } from '../rules/fields';
import type { CallerFunctions } from '../rules/functions';

type Path = readonly (string | number)[];

/** Conditions part by part: the rules' own tests are put together, and so tell no part from another. */
export class Clauses {
  readonly #compiler: ConditionCompiler;
  readonly #tests = new Map<Condition, Test>();

  constructor(
    readonly index: NetworkIndex,
    functions: CallerFunctions,
  ) {
    this.#compiler = new ConditionCompiler(index, functions);
  }

  /**
   * The tests that make the condition what it is: all that hold of an `all` that holds, the first that does not of one that does not; of an `any`
   * the other way round.
   * @param rule id of the rule that asks; @param path of the condition in the document
   */
  decisive(condition: Condition, rule: string, facts: Facts, path: Path): Clause[] {
    if ('not' in condition) return this.decisive(condition.not, rule, facts, [...path, 'not']);
    if ('field' in condition || 'function' in condition) return [this.#clause(condition, rule, facts, path)];
    const kind = 'all' in condition ? 'all' : 'any';
    const parts = 'all' in condition ? condition.all : condition.any;
    const holds = this.#holds(condition, rule, facts);
    const tell = (part: number) => this.decisive(parts[part], rule, facts, [...path, kind, part]);
    // One that holds of an `any`, or fails of an `all`, decides alone.
    const isAlone = holds === (kind === 'any');
    if (!isAlone) return parts.flatMap((_, part) => tell(part));
    const decisive = parts.findIndex((part) => this.#holds(part, rule, facts) === holds);
    return decisive < 0 ? [] : tell(decisive);
  }

  #holds(condition: Condition, rule: string, facts: Facts): boolean {
    let test = this.#tests.get(condition);
    if (test === undefined) {
      test = this.#compiler.compile(condition, rule);
      this.#tests.set(condition, test);
    }
    return decide(test, facts, ALL) === TRUE;
  }

  #clause(leaf: Leaf, rule: string, facts: Facts, path: Path): Clause {
    const held = this.#holds(leaf, rule, facts);
    if ('function' in leaf)
      return { path, field: leaf.function, op: 'function', wanted: leaf.params ?? null, seen: held, held };
    const { field, op, value, valueField } = leaf;
    const seen = this.#seen(field, facts);
    if (valueField === undefined) return { path, field, op, wanted: value, seen, held };
    return { path, field, op, wanted: this.#seen(valueField, facts), wantedField: valueField, seen, held };
  }

  /** What stands in a field; null: nothing. */
  #seen(field: string, facts: Facts): unknown {
    const { subject, name } = splitField(field);
    if (subject === undefined) return facts.distanceKm ?? null;
    const subjects: Readonly<Record<string, object | undefined>> = {
      node: this.index.nodes[facts.node],
      service: this.index.services[facts.service],
      line: facts.line,
      order: facts.order,
      destination: facts.destination,
    };
    const seen = readerOf(subject, name)(subjects[subject]) ?? null;
    // Lists of words are sets: in whatever order they came in.
    return Array.isArray(seen) ? [...seen].sort() : seen;
  }
}

type Leaf = Extract<Condition, { field: string } | { function: string }>;
