/**
 * The floor of a promise: the least that any engine must do for it. It reads every pair of line and source once, on the same columns as
 * the engine, and keeps for each level of service the cheapest and the earliest source; it splits nothing, proves nothing and writes nothing.
 */
import type { Problem } from '../../src/splitting/problem';

/** @param levelOf source → place of its level, −1 = not shipped */
export class PromiseFloor {
  readonly #cheapest: Float64Array;
  readonly #earliest: Float64Array;
  readonly #costOfEarliest: Float64Array;

  constructor(
    private readonly levelOf: Int8Array,
    private readonly levels: number,
  ) {
    this.#cheapest = new Float64Array(levels);
    this.#earliest = new Float64Array(levels);
    this.#costOfEarliest = new Float64Array(levels);
  }

  /** Over lines and levels: Σ cost of the cheapest + cost of the earliest, in milli; 0 for who has none. */
  of({ nodeSourceStart, columns, lines }: Problem): number {
    const { usable, open, gram, unit, delivery } = columns;
    const levelOf = this.levelOf;
    const cheapest = this.#cheapest;
    const earliest = this.#earliest;
    const costOfEarliest = this.#costOfEarliest;
    let sum = 0;
    for (let l = 0; l < lines.length; l += 1) {
      const { rowNode, rowUnits, rowStart, rowEnd, grams, units } = lines[l];
      cheapest.fill(Number.POSITIVE_INFINITY);
      earliest.fill(Number.POSITIVE_INFINITY);
      costOfEarliest.fill(0);
      for (let entry = rowStart; entry < rowEnd; entry += 1) {
        const available = rowUnits[entry];
        if (available <= 0) continue;
        const sent = available < units ? available : units;
        const node = rowNode[entry];
        const last = nodeSourceStart[node + 1];
        for (let source = nodeSourceStart[node]; source < last; source += 1) {
          if (usable[source] === 0) continue;
          const level = levelOf[source];
          const cost = open[source] + (gram[source] * grams + unit[source]) * sent;
          if (cost < cheapest[level]) cheapest[level] = cost;
          const ms = delivery[source];
          if (ms > earliest[level] || Number.isNaN(ms)) continue;
          if (ms === earliest[level] && cost >= costOfEarliest[level]) continue;
          earliest[level] = ms;
          costOfEarliest[level] = cost;
        }
      }
      for (let level = 0; level < this.levels; level += 1) {
        if (cheapest[level] < Number.POSITIVE_INFINITY) sum += cheapest[level] + costOfEarliest[level];
      }
    }
    return sum;
  }
}
