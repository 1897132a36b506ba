/** Plans that come from outside: whether one holds for a problem, and what it is worth. */
import { creditsOf } from './credits';
import { worth } from './levelLimits';
import { termsOf } from './objective';
import { Judge, type Part, sortParts } from './plan-value';
import type { Assignment, Problem } from './problem';
import type { Scratch } from './scratch';

/** Cost in milli of a plan, whatever the problem's levels are. */
export function costOf(problem: Problem, scratch: Scratch, parts: readonly Part[]): number {
  return new Judge({ ...problem, levels: [{ goal: 'cost' }] }, scratch).value(parts).values[0];
}

/**
 * A given plan as the answer, with the bounds of a search for a better one. The bound of a level counts plans no worse than the answer on
 * the levels before; where the given plan is worse on one of those, only nothing bounds what follows.
 */
export function answerGiven(problem: Problem, scratch: Scratch, given: readonly Part[], found: Assignment): Assignment {
  const judge = new Judge(problem, scratch);
  const parts = sortParts([...given]);
  let isNoWorse = true;
  let isOptimal = true;
  const levels = problem.levels.map((asked, level) => {
    const value = worth(problem, scratch, asked, parts);
    const least = 0 - creditsOf(problem) * termsOf(problem, asked).priced;
    const bound = Math.min(value, isNoWorse ? found.levels[level].bound : least);
    isOptimal &&= bound === value;
    isNoWorse &&= value <= found.levels[level].value;
    return { value, bound, optimal: isOptimal };
  });
  return { parts, shipments: judge.shipments(parts), levels, tiesSettled: false, steps: found.steps };
}
