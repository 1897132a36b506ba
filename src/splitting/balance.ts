/**
 * The level `balance`: a maximum, decided by bounding every place. The smallest threshold is looked for under which no gauge becomes fuller
 * and a plan still is as good on the levels before.
 */
import { fullest, tighten } from './gauges';
import type { Call, Stage } from './levelLimits';
import { worth } from './levelLimits';
import type { Part } from './plan-value';
import type { Gauges, Problem, ProblemLine } from './problem';
import { unitsAtLast } from './starts';
import { find } from './tolerances';

export interface Balanced {
  readonly parts: readonly Part[];
  /** Per mille. */
  readonly value: number;
  /** No plan that is as good on the levels before leaves less. */
  readonly bound: number;
}

/** Whether what nodes take and hold is too little to fill as much as the plan does, where that is asked: a quick no. */
function isShort(problem: Problem, parts: readonly Part[]): boolean {
  if (!problem.levels.some(({ goal }) => goal === 'unfilled')) return false;
  const { lines, nodeCapacity } = problem;
  let short = -lines.reduce((sum, { units, weight }) => sum + units * weight, 0);
  for (const { line, units } of parts) short += units * lines[line].weight;
  for (const line of lines) {
    let units = 0;
    for (let entry = line.rowStart; entry < line.rowEnd; entry += 1) {
      const node = line.rowNode[entry];
      const held = Math.min(line.units, unitsAtLast(problem, line, entry));
      if (held < 1 || !mayServe(problem, line, node)) continue;
      units += Math.min(held, Math.floor(nodeCapacity[node] / line.weight));
    }
    short += Math.max(0, line.units - units) * line.weight;
  }
  return short > 0;
}

function mayServe({ nodeSourceStart, columns }: Problem, { mask }: ProblemLine, node: number): boolean {
  for (let source = nodeSourceStart[node]; source < nodeSourceStart[node + 1]; source += 1) {
    if ((mask ?? columns.usable)[source] === 1) return true;
  }
  return false;
}

/** @param stage its levels are settled, and `known` is worth the least on them */
export function leastFullest(call: Call, { problem, limits, lead, known }: Stage, gauges: Gauges): Balanced {
  const aims = problem.levels.map((level) => worth(problem, call.scratch, level, known));
  let parts = known;
  let value = fullest(problem, parts);
  let bound = 0;
  for (let low = 0; low < value; ) {
    const middle = Math.floor((low + value) / 2);
    const tight = tighten(problem, gauges, middle);
    if (isShort(tight, parts)) {
      low = middle + 1;
      bound = low;
      continue;
    }
    const found = find(call, tight, aims, limits, lead);
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
