import type { Gathered } from './gather';
import type { Judge } from './plan-value';
import type { Problem } from './problem';
import type { Scratch } from './scratch';
import { rankOf } from './starts';

/**
 * Services of one node that another service of the node makes pointless: nowhere dearer or later, and cheaper to open or (by its lower
 * rank) first in every tie, so whatever the one ships the other ships as well, from the same stock. Never between nodes: with partial
 * stock both may be needed.
 */

/**
 * Usable sources that are not dominated, found once per destination. Sound for orders that ask for the cost only, whose lines bring
 * no price, mask or date of their own by source and whose sources all start at once, at linear rates: two shipments by steps can be cheaper than one that carries both.
 */
export function liveSources(problem: Problem, scratch: Scratch): Uint8Array {
  const { columns, nodeSourceStart } = problem;
  let live = scratch.liveOf.get(columns);
  if (live === undefined) {
    live = columns.usable.slice();
    for (let node = 0; node < problem.nodes; node += 1) {
      const end = nodeSourceStart[node + 1];
      for (let source = nodeSourceStart[node]; source < end; source += 1) {
        if (live[source] === 1 && isDominated(problem, source, nodeSourceStart[node], end)) live[source] = 0;
      }
    }
    scratch.liveOf.set(columns, live);
  }
  return live;
}

function isDominated(problem: Problem, source: number, start: number, end: number): boolean {
  const { usable, open, line, gram, unit, delivery } = problem.columns;
  for (let other = start; other < end; other += 1) {
    if (
      other !== source &&
      usable[other] === 1 &&
      open[other] <= open[source] &&
      line[other] <= line[source] &&
      gram[other] <= gram[source] &&
      unit[other] <= unit[source] &&
      (problem.lateMilli === 0 || !(delivery[other] > delivery[source])) &&
      (open[other] < open[source] || other < source)
    ) {
      return true;
    }
  }
  return false;
}

/** The same for any order: alive arms that another alive arm of the node dominates on every level and line are fixed out. */
export function fixDominatedArms(judge: Judge, scratch: Scratch, { arms }: Pick<Gathered, 'arms'>): void {
  const { armAlive, armFirst } = scratch;
  for (let arm = 0; arm < arms; arm += 1) {
    if (armAlive[arm] === 0) continue;
    for (let other = armFirst[arm]; other < arms && armFirst[other] === armFirst[arm]; other += 1) {
      if (other === arm || armAlive[other] === 0) continue;
      if (!dominates(judge, scratch.armSource[other], scratch.armSource[arm])) continue;
      armAlive[arm] = 0;
      break;
    }
  }
}

/** Whether the one source's day takes all that the other's does. */
function isWithinDay({ days }: Problem, source: number, other: number): boolean {
  return days === null || days.sourceDay[source] < 0 || days.sourceDay[source] === days.sourceDay[other];
}

function dominates({ problem, terms }: Judge, source: number, other: number): boolean {
  // An earlier start finds less stock.
  if (rankOf(problem, source) < rankOf(problem, other) || !isWithinDay(problem, source, other)) return false;
  let cheaper = source < other;
  for (const { open } of terms) {
    if (open(source) > open(other)) return false;
    if (open(source) < open(other)) cheaper = true;
  }
  if (!cheaper) return false;
  return problem.lines.every(({ mask }, line) => {
    if (mask !== null && mask[other] === 0) return true;
    if (mask !== null && mask[source] === 0) return false;
    return terms.every(
      ({ unit, line: once }) => unit(line, source) <= unit(line, other) && once(line, source) <= once(line, other),
    );
  });
}
