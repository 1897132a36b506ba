import { takesLines } from './node-room';
import type { Problem, StockRow } from './problem';
import type { Scratch } from './scratch';

/**
 * Places in the order of the last ties: counting from 1 over the sources, in code-unit order, that may serve a line of which their
 * node holds at least one unit. Written to `sourceRank`.
 */
export function rankSources(problem: Problem, scratch: Scratch): void {
  const { sourceStamp, epoch } = scratch;
  for (const line of problem.lines) {
    if (line.rankRows.length === 0) mark(problem, scratch, line, line.mask);
    for (const row of line.rankRows) mark(problem, scratch, row, line.mask);
  }
  let rank = 0;
  const rankOf = scratch.sourceRank;
  for (let source = 0; source < problem.sources; source += 1) {
    if (sourceStamp[source] === epoch) {
      rank += 1;
      rankOf[source] = rank;
    }
  }
}

function mark(problem: Problem, scratch: Scratch, row: StockRow, mask: Uint8Array | null): void {
  const { nodeSourceStart, columns, hasCapacity, nodeCapacity } = problem;
  const { sourceStamp, epoch } = scratch;
  for (let entry = row.rowStart; entry < row.rowEnd; entry += 1) {
    if (row.rowUnits[entry] < 1) continue;
    const node = row.rowNode[entry];
    if (hasCapacity && (nodeCapacity[node] < 1 || !takesLines(problem, node, 1))) continue;
    const end = nodeSourceStart[node + 1];
    for (let source = nodeSourceStart[node]; source < end; source += 1) {
      if (columns.usable[source] === 1 && (mask === null || mask[source] === 1)) sourceStamp[source] = epoch;
    }
  }
}
