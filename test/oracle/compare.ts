/** Holds an assignment against the best plan there is: what it says to have proven, and every bound it gives. */
import type { Assignment, Problem } from '../../src/splitting/problem';
import { compareParts, judge } from './judge-assignment';

interface BestKnown {
  /** One per asked level. */
  readonly values: readonly number[];
  /** The plan that the last ties choose; absent where only the values are known. */
  readonly parts?: Assignment['parts'];
}

/** Everything that is wrong with it, in words; empty if nothing is. */
export function faultsAgainst(problem: Problem, assignment: Assignment, best: BestKnown): string[] {
  const faults = judge(problem, assignment);
  if (faults.length > 0) return faults;
  for (const [index, { value, bound, optimal }] of assignment.levels.entries()) {
    const known = best.values[index];
    const at = `level ${index} (${problem.levels[index].goal})`;
    if (bound > known) faults.push(`${at}: bound ${bound} above the optimum ${known}`);
    if (value < known) faults.push(`${at}: ${value} is better than the optimum ${known}: the judge is wrong`);
    if (optimal && value !== known) faults.push(`${at}: optimal at ${value}, but ${known} is possible`);
    if (value !== known) return faults;
  }
  if (assignment.tiesSettled && best.parts !== undefined && compareParts(assignment.parts, best.parts) !== 0) {
    faults.push(`ties settled, but another plan comes first: ${JSON.stringify(best.parts)}`);
  }
  return faults;
}

/** Proven on every level and settled to the last tie. */
export function isProven(assignment: Assignment): boolean {
  return assignment.tiesSettled && assignment.levels.every((level) => level.optimal);
}
