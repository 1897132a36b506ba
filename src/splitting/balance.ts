/**
 * The level `balance`: a maximum, decided by bounding every place. The smallest threshold is looked for under which no gauge becomes fuller
 * and a plan still is as good on the levels before.
 */
import { fullest, tighten } from './gauges';
import type { Call, Stage } from './levelLimits';
import { worth } from './levelLimits';
import type { Part } from './plan-value';
import type { Gauges } from './problem';
import { find } from './tolerances';

export interface Balanced {
  readonly parts: readonly Part[];
  /** Per mille. */
  readonly value: number;
  /** No plan that is as good on the levels before leaves less. */
  readonly bound: number;
}

/** @param stage its levels are settled, and `known` is worth the least on them */
export function leastFullest(call: Call, { problem, limits, lead, known }: Stage, gauges: Gauges): Balanced {
  const aims = problem.levels.map((level) => worth(problem, call.scratch, level, known));
  let parts = known;
  let value = fullest(problem, parts);
  let bound = 0;
  for (let low = 0; low < value; ) {
    const middle = Math.floor((low + value) / 2);
    const found = find(call, tighten(problem, gauges, middle), aims, limits, lead);
    if (found.parts === undefined) {
      low = middle + 1;
      if (found.isImpossible) bound = low;
    } else {
      parts = found.parts;
      value = fullest(problem, parts);
    }
  }
  return { parts, value, bound: Math.min(bound, value) };
}
