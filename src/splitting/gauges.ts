/** How full a plan leaves what it draws on, and the problem in which nothing may become fuller than so much. */
import type { Part } from './plan-value';
import type { Days, Gauges, Problem } from './problem';
import { nodeOf } from './starts';

/** Whole per mille, rounded up, of the fullest gauge that the plan draws on; 0 where it draws on none that is limited. */
export function fullest(problem: Problem, parts: readonly Part[]): number {
  const { gauges, lines } = problem;
  if (gauges === null) return 0;
  const ofNodes = new Map<number, number>();
  const ofDays = new Map<number, number>();
  for (const { line, source, units } of parts) {
    const taken = units * lines[line].weight;
    add(ofNodes, nodeOf(problem, source), taken);
    add(ofDays, gauges.sourceDay[source], taken);
  }
  let most = 0;
  for (const [node, taken] of ofNodes) most = Math.max(most, perMille(gauges.nodeTotal, gauges.nodeUsed, node, taken));
  for (const [day, taken] of ofDays) {
    if (day >= 0) most = Math.max(most, perMille(gauges.dayTotal, gauges.dayUsed, day, taken));
  }
  return most;
}

function add(sums: Map<number, number>, key: number, more: number): void {
  sums.set(key, (sums.get(key) ?? 0) + more);
}

function perMille(total: Int32Array, used: Int32Array, gauge: number, taken: number): number {
  return total[gauge] === 0 ? 0 : Math.ceil(((used[gauge] + taken) * 1000) / total[gauge]);
}

/** Units that the gauge takes before it is fuller than that; 2^30 = it has no limit. */
function roomUnder(total: Int32Array, used: Int32Array, gauge: number, most: number): number {
  if (total[gauge] === 0) return 2 ** 30;
  return Math.max(0, Math.floor((total[gauge] * most) / 1000) - used[gauge]);
}

/** The problem, where no plan may leave a gauge that it draws on fuller than `most` per mille. */
export function tighten(problem: Problem, gauges: Gauges, most: number): Problem {
  const { nodeTotal, nodeUsed, dayTotal, dayUsed } = gauges;
  const nodeCapacity = problem.nodeCapacity.map((units, node) =>
    Math.min(units, roomUnder(nodeTotal, nodeUsed, node, most)),
  );
  let days: Days | null = null;
  if (problem.days === null) {
    dayTotal.forEach((_, node) => {
      nodeCapacity[node] = Math.min(nodeCapacity[node], roomUnder(dayTotal, dayUsed, node, most));
    });
  } else {
    const dayUnits = problem.days.dayUnits.map((units, day) =>
      Math.min(units, roomUnder(dayTotal, dayUsed, day, most)),
    );
    days = { ...problem.days, dayUnits };
  }
  return { ...problem, nodeCapacity, days, hasCapacity: true, tightened: problem.tightened ?? problem };
}
