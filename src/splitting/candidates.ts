import type { Gathered } from './gather';
import { copyFloat, copyInt, grown } from './grow';
import type { Problem } from './problem';
import type { Scratch } from './scratch';

/** What is decided about an arm. */
export const UNDECIDED = 0;
export const OPEN = 1;
export const CLOSED = 2;

/**
 * The alive arms of an order whose lines nothing couples, laid out for `arm-bound.ts` and `subsets.ts`: a *place* is an arm taken up, a
 * *candidate* a pair of it. Candidates stand by line, cheapest first, so that a loop ends at the first that is too dear. Numbers are the
 * gather's prices.
 */
export class Candidates {
  /** Places in use. */
  arms = 0;
  lines = 0;
  /** Two arms of one node are among them. */
  siblings = false;
  /** See `Gathered`. */
  once = 0;
  perGroup = 0;
  /** source: its delivery group; null = there is one. */
  sourceGroup: Int32Array | null = null;
  /** Lower bound of every plan over these arms, that of the reduced costs at hand. */
  bound = 0;

  // ---- index: place
  armOf = new Int32Array(64);
  open = new Float64Array(64);
  reduced = new Float64Array(64);
  /** `UNDECIDED` all, but while `subsets.ts` branches. */
  state = new Uint8Array(64);

  // ---- index: candidate; those of a line stand at lineStart[line] …
  lineStart = new Int32Array(65);
  place = new Int32Array(256);
  cost = new Float64Array(256);
  /** At most the line's demand. */
  units = new Int32Array(256);
  key = new Float64Array(256);

  readonly scratch: Scratch;

  constructor(scratch: Scratch) {
    this.scratch = scratch;
  }

  /** Lays out the pairs of the alive arms; returns how many there are. */
  takeUp(problem: Problem, { arms, once, perGroup }: Pick<Gathered, 'arms' | 'once' | 'perGroup'>): number {
    const { armCore, armAlive, armFirst, armOpen } = this.scratch;
    this.once = once;
    this.perGroup = perGroup;
    this.sourceGroup = problem.groups?.sourceGroup ?? null;
    this.lines = problem.lines.length;
    this.arms = 0;
    this.siblings = false;
    for (let arm = 0; arm < arms; arm += 1) {
      armCore[arm] = -1;
      if (armAlive[arm] === 0) continue;
      if (this.arms === this.armOf.length) this.growArms();
      if (this.arms > 0 && armFirst[this.armOf[this.arms - 1]] === armFirst[arm]) this.siblings = true;
      this.armOf[this.arms] = arm;
      this.open[this.arms] = armOpen[arm];
      armCore[arm] = this.arms;
      this.arms += 1;
    }
    this.layCandidates(problem);
    return this.lineStart[this.lines];
  }

  private layCandidates({ columns }: Problem): void {
    const { armCore, linePairStart, pairArm, pairUnits, pairCost, lineDemand } = this.scratch;
    let count = 0;
    for (let line = 0; line < this.lines; line += 1) {
      this.reserve(line + 1, count + this.arms);
      const { cost, units, place: placeOf } = this;
      const demand = lineDemand[line];
      const end = linePairStart[line + 1];
      this.lineStart[line] = count;
      for (let pair = linePairStart[line]; pair < end; pair += 1) {
        const place = armCore[pairArm[pair]];
        if (place < 0) continue;
        cost[count] = pairCost[pair];
        units[count] = pairUnits[pair] < demand ? pairUnits[pair] : demand;
        placeOf[count] = place;
        count += 1;
      }
      this.sortLine(this.lineStart[line], count, columns.metres);
    }
    this.lineStart[this.lines] = count;
  }

  /** Cheapest first; equal prices: nearer first, then the lower rank. Insertion sort, over shrinking gaps where a line is long. */
  private sortLine(first: number, end: number, metres: Float64Array): void {
    const { armSource } = this.scratch;
    const { armOf, cost, units, place: placeOf } = this;
    let gap = 1;
    while (9 * gap < end - first) gap = 3 * gap + 1;
    for (; gap > 0; gap = Math.floor(gap / 3)) {
      for (let next = first + gap; next < end; next += 1) {
        const price = cost[next];
        const place = placeOf[next];
        const held = units[next];
        const source = armSource[armOf[place]];
        let at = next;
        for (; at - gap >= first && cost[at - gap] >= price; at -= gap) {
          const other = armSource[armOf[placeOf[at - gap]]];
          if (cost[at - gap] === price && (metres[other] - metres[source] || other - source) < 0) break;
          cost[at] = cost[at - gap];
          units[at] = units[at - gap];
          placeOf[at] = placeOf[at - gap];
        }
        cost[at] = price;
        units[at] = held;
        placeOf[at] = place;
      }
    }
  }

  /** The same from a layout that has every alive arm, with its reduced costs; the bound is that of these arms alone. */
  takeFrom(from: Candidates): void {
    const { armCore, armAlive } = this.scratch;
    const { arms, lines, armOf } = from;
    this.once = from.once;
    this.perGroup = from.perGroup;
    this.sourceGroup = from.sourceGroup;
    this.lines = lines;
    this.siblings = from.siblings;
    this.arms = 0;
    this.bound = from.bound;
    for (let place = 0; place < arms; place += 1) {
      const alive = armAlive[armOf[place]] === 1;
      armCore[place] = alive ? this.arms : -1;
      if (!alive) {
        if (from.reduced[place] < 0) this.bound -= from.reduced[place];
        continue;
      }
      if (this.arms === this.armOf.length) this.growArms();
      this.armOf[this.arms] = armOf[place];
      this.open[this.arms] = from.open[place];
      this.reduced[this.arms] = from.reduced[place];
      this.arms += 1;
    }
    this.reserve(lines, from.lineStart[lines]);
    const { lineStart, place: placeOf, cost, units } = this;
    let count = 0;
    lineStart[0] = 0;
    for (let line = 0; line < lines; line += 1) {
      const end = from.lineStart[line + 1];
      for (let at = from.lineStart[line]; at < end; at += 1) {
        const place = armCore[from.place[at]];
        if (place < 0) continue;
        placeOf[count] = place;
        cost[count] = from.cost[at];
        units[count] = from.units[at];
        count += 1;
      }
      lineStart[line + 1] = count;
    }
  }

  /** Closes the ranks over the arms that are no longer alive; reduced costs and bound stay those of the dual at hand. */
  keepAlive(): void {
    const { armAlive, armCore } = this.scratch;
    const { armOf, open, reduced, lineStart, place, cost, units, lines } = this;
    const before = this.arms;
    let kept = 0;
    for (let at = 0; at < before; at += 1) {
      const arm = armOf[at];
      const alive = armAlive[arm] === 1;
      // `armCore` by old place, until the candidates have been renumbered.
      armCore[at] = alive ? kept : -1;
      if (!alive) continue;
      armOf[kept] = arm;
      open[kept] = open[at];
      reduced[kept] = reduced[at];
      kept += 1;
    }
    this.arms = kept;
    let count = 0;
    let start = 0;
    for (let line = 0; line < lines; line += 1) {
      const end = lineStart[line + 1];
      for (let at = start; at < end; at += 1) {
        const now = armCore[place[at]];
        if (now < 0) continue;
        place[count] = now;
        cost[count] = cost[at];
        units[count] = units[at];
        count += 1;
      }
      start = end;
      lineStart[line + 1] = count;
    }
  }

  /** Leaves alive so many arms of least reduced cost, and those of a plan. */
  keepLeast(most: number, parts: readonly { readonly source: number }[]): void {
    const { armAlive, armSource } = this.scratch;
    const { arms, armOf, reduced } = this;
    if (arms <= most) return;
    const least = Array.from(reduced.subarray(0, arms)).sort((a, b) => a - b)[most - 1];
    const kept = new Set(parts.map((part) => part.source));
    for (let place = 0; place < arms; place += 1) {
      armAlive[armOf[place]] = reduced[place] <= least || kept.has(armSource[armOf[place]]) ? 1 : 0;
    }
  }

  /** The arms taken up are the alive ones, whatever was tried meanwhile. */
  markAlive(arms: number): void {
    const { armAlive } = this.scratch;
    armAlive.fill(0, 0, arms);
    for (let place = 0; place < this.arms; place += 1) armAlive[this.armOf[place]] = 1;
  }

  private growArms(): void {
    const size = 2 * this.armOf.length;
    this.armOf = copyInt(this.armOf, size);
    this.open = copyFloat(this.open, size);
    this.reduced = copyFloat(this.reduced, size);
    this.state = new Uint8Array(size);
  }

  private reserve(lines: number, candidates: number): void {
    if (this.lineStart.length <= lines) this.lineStart = copyInt(this.lineStart, grown(lines + 1));
    if (this.cost.length >= candidates) return;
    const size = grown(candidates);
    this.place = copyInt(this.place, size);
    this.cost = copyFloat(this.cost, size);
    this.units = copyInt(this.units, size);
    this.key = new Float64Array(size);
  }
}
