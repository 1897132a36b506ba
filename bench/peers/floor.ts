/**
 * The floor: the least that anything exact can do. It reads the order's stock rows and costs each candidate once, in the same
 * process and on the same columns as the engine, and decides nothing.
 */
import type { Problem } from '../../src/splitting/problem';

const MS_PER_DAY = 86_400_000;

/** Sum over the lines of the cheapest single candidate, in milli: a number that needs every candidate's cost. */
export function floor(problem: Problem): number {
  const { nodeSourceStart, columns, lateMilli, lines } = problem;
  const { usable, open, gram, unit, delivery } = columns;
  let sum = 0;
  for (let l = 0; l < lines.length; l += 1) {
    const { rowNode, rowUnits, rowStart, rowEnd, grams, need, units } = lines[l];
    let best = Number.POSITIVE_INFINITY;
    for (let entry = rowStart; entry < rowEnd; entry += 1) {
      const available = rowUnits[entry];
      if (available <= 0) continue;
      const node = rowNode[entry];
      const last = nodeSourceStart[node + 1];
      for (let source = nodeSourceStart[node]; source < last; source += 1) {
        if (usable[source] === 0) continue;
        const late = delivery[source] - need;
        let cost = gram[source] * grams + unit[source];
        if (late > 0) cost += lateMilli * Math.ceil(late / MS_PER_DAY);
        cost = open[source] + cost * (available < units ? available : units);
        if (cost < best) best = cost;
      }
    }
    sum += best;
  }
  return sum;
}
