import { isCostObjective, isPlain } from './gather';
import { unfilledCost, unitCost } from './objective';
import { Judge, type ValuedPlan } from './plan-value';
import type { Assignment, Problem } from './problem';
import { proven } from './proof';
import type { Scratch } from './scratch';

/**
 * An order of one line and one unit: the best source is found by looking at each once. Nothing couples, nothing splits, and a source
 * of lower index has the lower rank, so (levels, unfilled, metres, index) decides.
 */
export function solveOneUnit(problem: Problem, scratch: Scratch): Assignment {
  return isCostObjective(problem) ? byCost(problem) : byLevels(problem, scratch);
}

/** [cost] and [unfilled, cost]. The loop that half of all orders spend their time in. */
function byCost(problem: Problem): Assignment {
  const { nodeSourceStart, nodeCapacity, hasCapacity, columns, lateMilli } = problem;
  const line = problem.lines[0];
  const { rowNode, rowUnits, rowStart, rowEnd, grams, need, weight } = line;
  const { usable, open, gram, unit, metres, delivery } = columns;
  const plain = isPlain(line) && !columns.hasLine;
  const late = lateMilli > 0 && need !== Number.POSITIVE_INFINITY;
  let best = -1;
  let bestCost = Number.POSITIVE_INFINITY;
  let steps = 0;
  for (let entry = rowStart; entry < rowEnd; entry += 1) {
    if (rowUnits[entry] < 1) continue;
    const node = rowNode[entry];
    if (hasCapacity && nodeCapacity[node] < weight) continue;
    const end = nodeSourceStart[node + 1];
    for (let source = nodeSourceStart[node]; source < end; source += 1) {
      if (usable[source] === 0) continue;
      let cost = open[source];
      if (plain) {
        cost += gram[source] * grams + unit[source];
        if (late && delivery[source] > need) cost += lateMilli * Math.ceil((delivery[source] - need) / 86_400_000);
      } else {
        if (line.mask !== null && line.mask[source] === 0) continue;
        cost += unitCost(problem, 0, source) + columns.line[source] * line.members;
        if (line.lineMilli !== null) cost += line.lineMilli[source];
      }
      steps += 1;
      if (cost < bestCost || (cost === bestCost && metres[source] < metres[best])) {
        best = source;
        bestCost = cost;
      }
    }
  }
  const unfilled = unfilledCost(problem, 0);
  const fillFirst = problem.levels[0].goal === 'unfilled';
  const ships = best >= 0 && (fillFirst || bestCost <= unfilled);
  const values = fillFirst ? [ships ? 0 : weight] : [];
  values.push(ships ? bestCost : unfilled);
  return {
    parts: ships ? [{ line: 0, source: best, units: 1 }] : [],
    levels: values.map((value) => ({ value, bound: value, optimal: true })),
    tiesSettled: true,
    steps,
  };
}

/** Any other levels: every source as a plan of its own. */
function byLevels(problem: Problem, scratch: Scratch): Assignment {
  const { nodeSourceStart, nodeCapacity, hasCapacity, columns } = problem;
  const { rowNode, rowUnits, rowStart, rowEnd, weight, mask } = problem.lines[0];
  scratch.reserveNetwork(problem);
  const judge = new Judge(problem, scratch);
  let best: ValuedPlan = judge.value([]);
  let steps = 0;
  for (let entry = rowStart; entry < rowEnd; entry += 1) {
    if (rowUnits[entry] < 1) continue;
    const node = rowNode[entry];
    if (hasCapacity && nodeCapacity[node] < weight) continue;
    for (let source = nodeSourceStart[node]; source < nodeSourceStart[node + 1]; source += 1) {
      if (columns.usable[source] === 0 || (mask !== null && mask[source] === 0)) continue;
      const plan = judge.value([{ line: 0, source, units: 1 }]);
      steps += 1;
      if (judge.compare(plan, best) < 0) best = plan;
    }
  }
  return proven(problem, best, steps);
}
