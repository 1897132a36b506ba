import { closedLevels, type LevelTerms, termsOf } from './objective';
import type { Problem } from './problem';
import type { Scratch } from './scratch';

/** So many units of a line shipped by a source. */
export interface Part {
  readonly line: number;
  readonly source: number;
  readonly units: number;
}

/** A plan with everything that decides which of two is better. Parts are sorted by (line, source). */
export interface ValuedPlan {
  readonly parts: readonly Part[];
  /** Asked levels, then the closing sums. */
  readonly values: readonly number[];
  readonly shipmentRanks: number;
  readonly unitRanks: number;
}

/** The levels of a problem as terms, made once per call. */
export function levelTerms(problem: Problem): LevelTerms[] {
  return closedLevels(problem).map((level) => termsOf(problem, level));
}

/** Values a plan from the sheet's columns. `parts` must be sorted by (line, source), each pair once; ranks must be made. */
export function valuePlan(
  problem: Problem,
  scratch: Scratch,
  terms: readonly LevelTerms[],
  parts: readonly Part[],
): ValuedPlan {
  const left = problem.lines.map((line) => line.units);
  const sources = new Set<number>();
  const values = terms.map(() => 0);
  let unitRanks = 0;
  for (const { line, source, units } of parts) {
    left[line] -= units;
    sources.add(source);
    unitRanks += units * problem.lines[line].weight * scratch.sourceRank[source];
    for (let level = 0; level < terms.length; level += 1) {
      values[level] += units * terms[level].unit(line, source) + terms[level].line(line, source);
    }
  }
  let shipmentRanks = 0;
  for (const source of sources) shipmentRanks += scratch.sourceRank[source];
  for (let level = 0; level < terms.length; level += 1) {
    if (sources.size > 0) values[level] += terms[level].once;
    for (const source of sources) values[level] += terms[level].open(source);
    for (let line = 0; line < left.length; line += 1) values[level] += left[line] * terms[level].unfilled(line);
  }
  return { parts, values, shipmentRanks, unitRanks };
}

/** The one definition of better, total to the last tie: negative where `a` is the better plan, 0 only for the same plan. */
export function comparePlans(a: ValuedPlan, b: ValuedPlan): number {
  for (let level = 0; level < a.values.length; level += 1) {
    if (a.values[level] !== b.values[level]) return a.values[level] - b.values[level];
  }
  return a.shipmentRanks - b.shipmentRanks || a.unitRanks - b.unitRanks || compareParts(a.parts, b.parts);
}

function compareParts(a: readonly Part[], b: readonly Part[]): number {
  const shorter = Math.min(a.length, b.length);
  for (let index = 0; index < shorter; index += 1) {
    const difference =
      a[index].line - b[index].line || a[index].source - b[index].source || a[index].units - b[index].units;
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Parts in the order of the last tie. */
export function sortParts(parts: Part[]): Part[] {
  return parts.sort((a, b) => a.line - b.line || a.source - b.source);
}
