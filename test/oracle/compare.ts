/** Holds an assignment against the best plan there is: what it says to have proven, and every bound it gives. */
import type { Assignment, Problem } from '../../src/splitting/problem';
import { allowedFrom, compareParts, judge } from './judge-assignment';

interface BestKnown {
  /** One per asked level. */
  readonly values: readonly number[];
  /** One per asked level, its own optimum; absent where none has a tolerance. */
  readonly optima?: readonly number[];
  /** The plan that the last ties choose; absent where only the values are known. */
  readonly parts?: Assignment['parts'];
}

/** Everything that is wrong with it, in words; empty if nothing is. */
export function faultsAgainst(problem: Problem, assignment: Assignment, best: BestKnown): string[] {
  const faults = judge(problem, assignment);
  if (faults.length > 0) return faults;
  for (const [index, { value, bound, optimal }] of assignment.levels.entries()) {
    const known = best.values[index];
    const { goal, tolerance } = problem.levels[index];
    const at = `level ${index} (${goal})`;
    if (tolerance !== undefined) {
      const optimum = best.optima?.[index] ?? known;
      if (bound > optimum) faults.push(`${at}: bound ${bound} above the optimum ${optimum}`);
      if (value < optimum) faults.push(`${at}: ${value} is better than the optimum ${optimum}: the judge is wrong`);
      if (optimal && bound !== optimum) faults.push(`${at}: optimal at ${bound}, but ${optimum} is possible`);
      const most = allowedFrom(optimum, tolerance);
      if (optimal && value > most) faults.push(`${at}: ${value} is above ${most}, which its tolerance allows`);
      if (value > most) return faults;
      continue;
    }
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
