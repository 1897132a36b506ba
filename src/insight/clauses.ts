/** Which tests of a condition decided, and what they saw. */
import type { Clause } from '../model/explanation';
import type { NetworkIndex } from '../model/network';
import type { Condition } from '../model/types';
import { ALL, decide, type Facts, read, type Test, TRUE } from '../rules/condition';

type Path = readonly (string | number)[];

/**
 * The tests that make the condition what it is: all that hold of an `all` that holds, the first that does not of one that does not; of an `any` the
 * other way round.
 * @param test the condition, compiled: the same tree
 */
export function decisiveClauses(
  condition: Condition,
  test: Test,
  index: NetworkIndex,
  facts: Facts,
  path: Path,
): Clause[] {
  if (test.kind === 'leaf') return [clauseOf(condition as Leaf, test, index, facts, path)];
  if (test.kind === 'not') {
    const { not } = condition as Extract<Condition, { not: unknown }>;
    return decisiveClauses(not, test.test, index, facts, [...path, 'not']);
  }
  const parts = (condition as Readonly<Record<'all' | 'any', Condition[]>>)[test.kind];
  const holds = decide(test, facts, ALL) === TRUE;
  const tell = (part: number) =>
    decisiveClauses(parts[part], test.tests[part], index, facts, [...path, test.kind, part]);
  // One that holds of an `any`, or fails of an `all`, decides alone.
  const isAlone = holds === (test.kind === 'any');
  const decisive = test.tests.findIndex((each) => (decide(each, facts, ALL) === TRUE) === holds);
  if (isAlone) return decisive < 0 ? [] : tell(decisive);
  return test.tests.flatMap((_, part) => tell(part));
}

type Leaf = Extract<Condition, { field: string }>;

function clauseOf({ field, op, value }: Leaf, test: Test, index: NetworkIndex, facts: Facts, path: Path): Clause {
  const held = decide(test, facts, ALL) === TRUE;
  const seen = seenBy(field, index, facts) ?? null;
  // Lists of words are sets: in whatever order they came in.
  return { path, field, op, wanted: value, seen: Array.isArray(seen) ? [...seen].sort() : seen, held };
}

/** What stands in a field; undefined: nothing. */
function seenBy(field: string, index: NetworkIndex, facts: Facts): unknown {
  if (field === 'distanceKm') return facts.distanceKm;
  const dot = field.indexOf('.');
  const subjects: Readonly<Record<string, object | undefined>> = {
    node: index.nodes[facts.node],
    service: index.services[facts.service],
    line: facts.line,
    order: facts.order,
    destination: facts.destination,
  };
  return read(subjects[field.slice(0, dot)], field.slice(dot + 1));
}
