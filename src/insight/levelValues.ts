import { fullest } from '../splitting/gauges';
import { closedLevels } from '../splitting/objective';
import type { ValuedPlan } from '../splitting/plan-value';
import type { Level, Problem } from '../splitting/problem';

/** What a plan is worth on the asked levels and the closing ones. The judge adds up; how full the fullest node gets is no sum. */
export function levelValues(problem: Problem, { parts, values }: ValuedPlan): number[] {
  return closedLevels(problem).map((level, place) =>
    level.goal === 'balance' ? fullest(problem, parts) : values[place],
  );
}

/** The level that decides between two plans: the first that differs, but for those that later levels may make worse. −1: none differs. */
export function decisiveLevel(levels: readonly Level[], differences: readonly number[]): number {
  const differs = (place: number) => differences[place] !== 0;
  const strict = levels.findIndex(({ tolerance }, place) => tolerance === undefined && differs(place));
  return strict >= 0 ? strict : levels.findIndex((_, place) => differs(place));
}
