/**
 * What a promise fixed, when the order is placed: nothing is delivered later, and the plan is no less filled and no dearer than the one that
 * was promised, which is offered to the search as an answer.
 */
import type { Desk } from './desk';
import type { CheckedOrder } from './preparing/checkedOrder';
import type { Prepared } from './preparing/prepare';
import { columnsBy } from './sourcing/columns';
import { answerGiven, costOf } from './splitting/given';
import { isPossible } from './splitting/limits';
import type { Assignment, Problem } from './splitting/problem';

/** By when each group was promised, in epoch ms; Infinity = it was not. */
export function promisedBy({ groups }: CheckedOrder): number[] {
  return groups.map(({ promised }) => {
    const deliverBy = promised?.deliverBy ?? undefined;
    return deliverBy === undefined ? Number.POSITIVE_INFINITY : Date.parse(deliverBy);
  });
}

/** The problem without what is delivered later, or at an unknown instant. @param deliverBy by group, epoch ms; Infinity = no limit */
export function inTime({ problem, origin, scenes }: Prepared, deliverBy: readonly number[]): Problem {
  if (deliverBy.every((limit) => limit === Number.POSITIVE_INFINITY)) return problem;
  const limits = deliverBy.map((limit) => limit - origin);
  const [{ dated }] = scenes;
  if (problem.columns === dated.columns && problem.lines.every(({ mask }) => mask === null)) {
    return { ...problem, columns: columnsBy(dated, limits[0]) };
  }
  const without = (mask: Uint8Array) => withoutLate(problem, mask, limits);
  const lines = problem.lines.map((line) => (line.mask === null ? line : { ...line, mask: without(line.mask) }));
  return { ...problem, columns: { ...problem.columns, usable: without(problem.columns.usable) }, lines };
}

/** @param limits by group, as deliveries are counted; Infinity = none */
function withoutLate({ columns, groups }: Problem, mask: Uint8Array, limits: readonly number[]): Uint8Array {
  const { delivery } = columns;
  const sourceGroup = groups === null ? null : groups.sourceGroup;
  const kept = mask.slice();
  for (let source = 0; source < kept.length; source += 1) {
    const limit = limits[sourceGroup === null ? 0 : sourceGroup[source]];
    if (limit !== Number.POSITIVE_INFINITY && !(delivery[source] <= limit)) kept[source] = 0;
  }
  return kept;
}

/** The answer, or the promised plan where that is more filled or cheaper and still possible. */
export function keepPromise(desk: Desk, prepared: Prepared, problem: Problem, answer: Assignment): Assignment {
  if (prepared.groups.some(({ promised }) => promised === undefined)) return answer;
  const given = promisedParts(desk, prepared, problem);
  if (given === undefined || !isPossible(problem, given)) return answer;
  const { scratch } = desk;
  const isDearer = costOf(problem, scratch, answer.parts) > costOf(problem, scratch, given);
  return !isDearer && isFilled(prepared, problem, answer.parts) ? answer : answerGiven(problem, scratch, given, answer);
}

/** Whether no line has more units unfilled than was promised. */
export function isFilled({ groups, bundles }: Prepared, { lines }: Problem, parts: Assignment['parts']): boolean {
  const ceilings = new Map(
    groups.flatMap(({ promised }) => promised?.unfilled ?? []).map((each) => [each.line, each.units]),
  );
  return lines.every(({ units }, place) => {
    const left = parts.reduce((rest, part) => (part.line === place ? rest - part.units : rest), units);
    const { bundle, group } = bundles[place];
    if (groups[group].promised === undefined) return true;
    return bundle.members.every((line) => (bundle.whole ? left * line.quantity : left) <= (ceilings.get(line.id) ?? 0));
  });
}

/** The promised shipments in the problem's numbers; undefined: some cannot be named in them. */
function promisedParts(desk: Desk, prepared: Prepared, problem: Problem): Assignment['parts'] | undefined {
  const { index } = desk.compiled;
  const placeOf = new Map(
    prepared.bundles.flatMap(({ bundle }, place) => bundle.members.map((line) => [line.id, place])),
  );
  const parts = new Map<string, Assignment['parts'][number]>();
  for (const [group, { promised }] of prepared.groups.entries()) {
    for (const { node: id, service, start, lines } of promised?.shipments ?? []) {
      const node = index.nodeOfId.get(id) as number;
      const places = [...new Set(lines.map(({ line }) => placeOf.get(line) as number))];
      const source = sourcesOf(problem, node).find((each) => {
        const departure = prepared.departureOf(each);
        return (
          departure.group === group &&
          index.sourceService[departure.source] === index.serviceOfId.get(service) &&
          departure.start === Date.parse(start) &&
          places.every((place) => (problem.lines[place].mask ?? problem.columns.usable)[each] === 1)
        );
      });
      if (source === undefined) return undefined;
      for (const { line, quantity } of lines) {
        const place = placeOf.get(line) as number;
        const { whole } = prepared.bundles[place].bundle;
        const before = parts.get(`${place} ${source}`)?.units ?? 0;
        parts.set(`${place} ${source}`, { line: place, source, units: whole ? 1 : before + quantity });
      }
    }
  }
  return [...parts.values()];
}

function sourcesOf({ nodeSourceStart }: Problem, node: number): number[] {
  const first = nodeSourceStart[node];
  return Array.from({ length: nodeSourceStart[node + 1] - first }, (_, place) => first + place);
}
