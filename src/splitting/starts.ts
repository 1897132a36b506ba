import type { Problem, StockRow } from './problem';

/**
 * Starts of a node draw on one stock that grows with time: what starts up to a rank draw together is limited, for every rank (see
 * `Starts`). A *ladder* is what is left of a row or item under each of those limits: `ranks` numbers from `first` on.
 */

/** Ranks of starts: 1 where all sources start at once. */
export function ranksOf({ starts }: Pick<Problem, 'starts'>): number {
  return starts === null ? 1 : starts.ranks;
}

/** Rank of the source's start. */
export function rankOf({ starts }: Pick<Problem, 'starts'>, source: number): number {
  return starts === null ? 0 : starts.sourceRank[source];
}

/** Units of a row's entry that the source could draw alone. */
export function unitsAt(
  { starts }: Pick<Problem, 'starts'>,
  { rowUnits }: StockRow,
  entry: number,
  source: number,
): number {
  return starts === null ? rowUnits[entry] : rowUnits[entry * starts.ranks + starts.sourceRank[source]];
}

/** Units of a row's entry that all starts could draw together: those of the last rank. */
export function unitsAtLast({ starts }: Pick<Problem, 'starts'>, { rowUnits }: StockRow, entry: number): number {
  return starts === null ? rowUnits[entry] : rowUnits[(entry + 1) * starts.ranks - 1];
}

/** What a start of the rank may still draw: it must fit under its own limit and under those of all later ranks. */
export function leftOf(ladder: ArrayLike<number>, first: number, ranks: number, rank: number): number {
  let least = ladder[first + rank];
  for (let later = rank + 1; later < ranks; later += 1)
    if (ladder[first + later] < least) least = ladder[first + later];
  return least;
}

/** Draws units for a start of the rank; negative units are given back. */
export function drawFrom(ladder: Float64Array, first: number, ranks: number, rank: number, units: number): void {
  for (let later = rank; later < ranks; later += 1) ladder[first + later] -= units;
}

/** Units of a row that the source could draw alone. */
export function stockOf(problem: Problem, row: StockRow, source: number): number {
  const entry = entryOf(row, nodeOf(problem, source));
  return entry < 0 ? 0 : unitsAt(problem, row, entry, source);
}

/** The row's entry of a node; −1 = it has none. */
export function entryOf({ rowNode, rowStart, rowEnd }: StockRow, node: number): number {
  let low = rowStart;
  let high = rowEnd;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rowNode[middle] < node) low = middle + 1;
    else high = middle;
  }
  return low < rowEnd && rowNode[low] === node ? low : -1;
}

/** The node of a source. */
export function nodeOf({ nodeSourceStart, nodes }: Pick<Problem, 'nodeSourceStart' | 'nodes'>, source: number): number {
  let low = 0;
  let high = nodes - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (nodeSourceStart[middle] <= source) low = middle;
    else high = middle - 1;
  }
  return low;
}
