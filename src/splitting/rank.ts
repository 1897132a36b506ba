import { dayTakes } from './day-room';
import { takesLines } from './node-room';
import type { Problem, StockRow } from './problem';
import type { Scratch } from './scratch';
import { unitsAt, unitsAtLast } from './starts';

/**
 * Places in the order of the last ties: counting from 1 over the (node, service), in code-unit order, that may serve a line of which the
 * node holds at least one unit for one of their starts. Written to `sourceRank`.
 */
export function rankSources(problem: Problem, scratch: Scratch): void {
  const { sourceStamp, epoch } = scratch;
  for (const line of problem.lines) {
    if (line.rankRows.length === 0) mark(problem, scratch, line, line.mask);
    for (const row of line.rankRows) mark(problem, scratch, row, line.mask);
  }
  const { starts } = problem;
  let rank = 0;
  let pair = -1;
  const rankOf = scratch.sourceRank;
  for (let source = 0; source < problem.sources; source += 1) {
    if (sourceStamp[source] !== epoch) continue;
    // The starts of a (node, service) share its rank.
    if (starts === null || starts.sourcePair[source] !== pair) rank += 1;
    if (starts !== null) pair = starts.sourcePair[source];
    rankOf[source] = rank;
  }
}

function mark(problem: Problem, scratch: Scratch, row: StockRow, mask: Uint8Array | null): void {
  const { nodeSourceStart, columns, hasCapacity, nodeCapacity } = problem;
  const { sourceStamp, epoch } = scratch;
  for (let entry = row.rowStart; entry < row.rowEnd; entry += 1) {
    if (unitsAtLast(problem, row, entry) < 1) continue;
    const node = row.rowNode[entry];
    if (hasCapacity && (nodeCapacity[node] < 1 || !takesLines(problem, node, 1))) continue;
    const end = nodeSourceStart[node + 1];
    for (let source = nodeSourceStart[node]; source < end; source += 1) {
      if (columns.usable[source] === 0 || (mask !== null && mask[source] === 0)) continue;
      if (unitsAt(problem, row, entry, source) < 1 || dayTakes(problem, source, 1) < 1) continue;
      sourceStamp[source] = epoch;
    }
  }
}
