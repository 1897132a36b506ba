/**
 * One unit of one item, by every level of service at once: a walk over its stock row finds the cheapest and the earliest source of each, as
 * the search would, level by level and choice by choice.
 */
import { isCostObjective, isPlain } from './gather';
import { MS_PER_DAY } from './objective';
import type { Problem } from './problem';

/** By level: the source that is cheapest, and the one that is earliest of those whose delivery is known. −1: none. Costs in milli. */
export interface Picks {
  readonly cheapest: Int32Array;
  readonly cheapestMilli: Float64Array;
  readonly earliest: Int32Array;
  readonly earliestMilli: Float64Array;
  /** Pairs looked at. */
  readonly steps: Int32Array;
}

/** Whether such a walk decides: one unit, at once, at prices of the source alone, and only the cost is asked, perhaps after the fill. */
export function isPicked(problem: Problem): boolean {
  const { lines, columns, hasCapacity, starts } = problem;
  const isOneUnit = lines.length === 1 && lines[0].units === 1 && isPlain(lines[0]);
  const isOfSource = columns.cells === null && !columns.hasLine && !hasCapacity && starts === null;
  return isOneUnit && isOfSource && isCostObjective(problem);
}

/** @param levelOf source → its level, from 0; −1: none that is asked */
export function pickByLevel(problem: Problem, levelOf: Int16Array, levels: number): Picks {
  const { nodeSourceStart, columns, lateMilli } = problem;
  const { usable, open, gram, unit, metres, delivery } = columns;
  const { rowNode, rowUnits, rowStart, rowEnd, grams, need } = problem.lines[0];
  const cheapest = new Int32Array(levels).fill(-1);
  const earliest = new Int32Array(levels).fill(-1);
  const cheapestMilli = new Float64Array(levels).fill(Number.POSITIVE_INFINITY);
  const earliestMilli = new Float64Array(levels).fill(Number.POSITIVE_INFINITY);
  const steps = new Int32Array(levels);
  for (let entry = rowStart; entry < rowEnd; entry += 1) {
    if (rowUnits[entry] < 1) continue;
    const end = nodeSourceStart[rowNode[entry] + 1];
    for (let source = nodeSourceStart[rowNode[entry]]; source < end; source += 1) {
      const level = levelOf[source];
      if (level < 0 || usable[source] === 0) continue;
      steps[level] += 1;
      const ms = delivery[source];
      let milli = open[source] + gram[source] * grams + unit[source];
      if (ms > need) milli += lateMilli * Math.ceil((ms - need) / MS_PER_DAY);
      // Of equal cost the nearest, then the first.
      const first = cheapest[level];
      const most = cheapestMilli[level];
      if (milli < most || (milli === most && metres[source] < metres[first])) {
        cheapest[level] = source;
        cheapestMilli[level] = milli;
      }
      const soonest = earliest[level];
      const by = soonest < 0 ? Number.POSITIVE_INFINITY : delivery[soonest];
      if (!(ms <= by)) continue;
      const before = ms < by ? Number.POSITIVE_INFINITY : earliestMilli[level];
      if (milli < before || (milli === before && metres[source] < metres[soonest])) {
        earliest[level] = source;
        earliestMilli[level] = milli;
      }
    }
  }
  return { cheapest, cheapestMilli, earliest, earliestMilli, steps };
}
