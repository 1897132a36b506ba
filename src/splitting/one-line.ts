import { dayTakes } from './day-room';
import { addToLoad, emptyLoad, freightOf } from './freight';
import { isCostObjective, isPlain } from './gather';
import { takesLines } from './node-room';
import { lineCost, MS_PER_DAY, unfilledCost, unitCost } from './objective';
import { Judge, type ValuedPlan } from './plan-value';
import type { Assignment, Problem } from './problem';
import { proven } from './proof';
import type { Scratch } from './scratch';
import { ranksOf, unitsAt } from './starts';

/**
 * An order of one line, where looking at each source once decides: null where it does not. Nothing couples, and a source of lower index
 * has no higher rank, so (levels, unfilled, metres, index) orders plans of one shipment.
 */
export function solveOneLine(problem: Problem, scratch: Scratch, isStepped: boolean): Assignment | null {
  const line = problem.lines[0];
  if (isCostObjective(problem)) {
    if (!isStepped && isPlain(line) && !problem.columns.hasLine) return byPlainCost(problem);
    return line.units === 1 ? byCost(problem, scratch) : null;
  }
  return line.units === 1 ? byLevels(problem, scratch) : null;
}

/**
 * [cost] and [unfilled, cost], prices of the source alone. The loop that half of all orders spend their time in. Every unit costs at
 * least the smallest of price + open ÷ units that the source could ship; where a source that ships all of them reaches it alone, no split
 * is as good. Where a source that cannot comes near, the search must decide.
 */
function byPlainCost(problem: Problem): Assignment | null {
  const { nodeSourceStart, nodeCapacity, hasCapacity, days, starts, columns, lateMilli } = problem;
  const { rowNode, rowUnits, rowStart, rowEnd, grams, need, units: asked } = problem.lines[0];
  const ranks = ranksOf(problem);
  const { usable, open, gram, unit, metres, delivery } = columns;
  const late = lateMilli > 0 && need !== Number.POSITIVE_INFINITY;
  let best = -1;
  let bestCost = Number.POSITIVE_INFINITY;
  let partial = Number.POSITIVE_INFINITY;
  let steps = 0;
  for (let entry = rowStart; entry < rowEnd; entry += 1) {
    let most = rowUnits[(entry + 1) * ranks - 1];
    const node = rowNode[entry];
    if (hasCapacity && nodeCapacity[node] < most) most = nodeCapacity[node];
    if (most < 1 || !takesLines(problem, node, 1)) continue;
    const end = nodeSourceStart[node + 1];
    for (let source = nodeSourceStart[node]; source < end; source += 1) {
      if (usable[source] === 0) continue;
      let held = starts === null ? most : Math.min(most, unitsAt(problem, problem.lines[0], entry, source));
      if (days !== null) held = Math.min(held, dayTakes(problem, source, 1));
      if (held < 1) continue;
      steps += 1;
      let price = gram[source] * grams + unit[source];
      if (late && delivery[source] > need) price += lateMilli * Math.ceil((delivery[source] - need) / MS_PER_DAY);
      if (held < asked) {
        const share = price + open[source] / held;
        if (share < partial) partial = share;
        continue;
      }
      const cost = open[source] + asked * price;
      if (cost < bestCost || (cost === bestCost && metres[source] < metres[best])) {
        best = source;
        bestCost = cost;
      }
    }
  }
  // Shares are rounded in their last digits, so what comes near is not decided here.
  const least = isFillFirst(problem) ? bestCost : Math.min(bestCost, unfilledCost(problem, 0) * asked);
  if (partial !== Number.POSITIVE_INFINITY && !(partial * asked * (1 - 1e-12) > least)) return null;
  return answer(problem, best, bestCost, steps);
}

/** The same for one unit, with everything a line can bring; a rate cell is looked up once. */
function byCost(problem: Problem, scratch: Scratch): Assignment {
  const { nodeSourceStart, nodeCapacity, hasCapacity, days, starts, columns, lateMilli } = problem;
  const [line] = problem.lines;
  const { rowNode, rowUnits, rowStart, rowEnd, weight, members, mask, grams, need } = line;
  const ranks = ranksOf(problem);
  const { usable, open, gram, unit, delivery, metres, cell: cellOf } = columns;
  const freight = scratch.reserveCells(columns.cells?.cells ?? 0);
  const plain = isPlain(line) && !columns.hasLine;
  let best = -1;
  let bestCost = Number.POSITIVE_INFINITY;
  let steps = 0;
  for (let entry = rowStart; entry < rowEnd; entry += 1) {
    const node = rowNode[entry];
    if (rowUnits[(entry + 1) * ranks - 1] < 1 || (hasCapacity && nodeCapacity[node] < weight)) continue;
    if (hasCapacity && !takesLines(problem, node, members)) continue;
    const end = nodeSourceStart[node + 1];
    for (let source = nodeSourceStart[node]; source < end; source += 1) {
      if (usable[source] === 0 || (mask !== null && mask[source] === 0)) continue;
      if (starts !== null && unitsAt(problem, line, entry, source) < 1) continue;
      if (days !== null && dayTakes(problem, source, members) < weight) continue;
      steps += 1;
      let cost = open[source];
      if (plain) {
        cost += gram[source] * grams + unit[source];
        if (delivery[source] > need) cost += lateMilli * Math.ceil((delivery[source] - need) / MS_PER_DAY);
      } else cost += unitCost(problem, 0, source) + lineCost(problem, 0, source);
      const cell = cellOf === null ? -1 : cellOf[source];
      if (cell >= 0) {
        if (freight[cell] < 0) freight[cell] = unitFreight(problem, scratch, source);
        cost += freight[cell];
      }
      if (cost < bestCost || (cost === bestCost && metres[source] < metres[best])) {
        best = source;
        bestCost = cost;
      }
    }
  }
  const found = answer(problem, best, bestCost, steps);
  if (found.parts.length === 0 || cellOf === null) return found;
  const freightMilli = unitFreight(problem, scratch, best);
  return { ...found, shipments: [{ source: best, parcels: scratch.freight.parcels, freightMilli }] };
}

function unitFreight(problem: Problem, scratch: Scratch, source: number): number {
  const load = emptyLoad();
  addToLoad(load, problem.lines[0], 1);
  return freightOf(problem, scratch.freight, source, load);
}

/** All of the line from `best` (−1: nobody) at this cost, or nothing where that is dearer. */
function answer(problem: Problem, best: number, bestCost: number, steps: number): Assignment {
  const { units, weight } = problem.lines[0];
  const unfilled = unfilledCost(problem, 0) * units;
  const ships = best >= 0 && (isFillFirst(problem) || bestCost <= unfilled);
  const cost = ships ? bestCost : unfilled;
  const levels = [{ value: cost, bound: cost, optimal: true }];
  if (isFillFirst(problem)) {
    const left = ships ? 0 : units * weight;
    levels.unshift({ value: left, bound: left, optimal: true });
  }
  const parts = ships ? [{ line: 0, source: best, units }] : [];
  const shipments = ships ? [{ source: best, parcels: 1, freightMilli: 0 }] : [];
  return { parts, shipments, levels, tiesSettled: true, steps };
}

function isFillFirst({ levels }: Problem): boolean {
  return levels[0].goal === 'unfilled';
}

/** Any other levels: every source as a plan of its own. */
function byLevels(problem: Problem, scratch: Scratch): Assignment {
  const { nodeSourceStart, nodeCapacity, hasCapacity, columns } = problem;
  const [line] = problem.lines;
  const { rowNode, rowUnits, rowStart, rowEnd, weight, members, mask } = line;
  const ranks = ranksOf(problem);
  scratch.reserveNetwork(problem);
  const judge = new Judge(problem, scratch);
  let best: ValuedPlan = judge.value([]);
  let steps = 0;
  for (let entry = rowStart; entry < rowEnd; entry += 1) {
    if (rowUnits[(entry + 1) * ranks - 1] < 1) continue;
    const node = rowNode[entry];
    if (hasCapacity && nodeCapacity[node] < weight) continue;
    if (!takesLines(problem, node, members)) continue;
    for (let source = nodeSourceStart[node]; source < nodeSourceStart[node + 1]; source += 1) {
      if (columns.usable[source] === 0 || (mask !== null && mask[source] === 0)) continue;
      if (unitsAt(problem, line, entry, source) < 1 || dayTakes(problem, source, members) < weight) continue;
      const plan = judge.value([{ line: 0, source, units: 1 }]);
      steps += 1;
      if (judge.compare(plan, best) < 0) best = plan;
    }
  }
  return proven(judge, best, steps);
}
