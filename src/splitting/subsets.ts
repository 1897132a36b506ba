import type { Gathered } from './gather';
import { copyFloat, copyInt, grown } from './grow';
import type { Part } from './plan-value';
import type { Problem } from './problem';
import type { Scratch } from './scratch';

/** Rounds of coordinate ascent over the arms taken up. */
const NARROWING_ROUNDS = 3;

/** Up to so many arms every subset is looked at. */
export const MOST_ENUMERATED = 9;

/**
 * Plans over a handful of arms, for orders whose lines nothing couples: given the arms that may ship, every line takes its cheapest
 * units. Numbers are the gather's prices, in which alone plans are compared here.
 */
export class Subsets {
  /** Arms taken up; `chosen` says which may ship in the plan at hand. */
  private arms = 0;
  private armOf = new Int32Array(64);
  private chosen = new Uint8Array(64);
  private used = new Uint8Array(64);
  // candidates, grouped by line, cheapest first
  private lines = 0;
  private lineStart = new Int32Array(65);
  private place = new Int32Array(256);
  private pair = new Int32Array(256);
  private cost = new Float64Array(256);
  private key = new Float64Array(256);
  private reduced = new Float64Array(64);
  /** Two arms of one node are among them. */
  private siblings = false;
  /** Added to the number of every plan that ships anything. */
  private once = 0;
  private steps = 0;

  private readonly scratch: Scratch;

  constructor(scratch: Scratch) {
    this.scratch = scratch;
  }

  /** Candidates looked at since the last call. */
  spent(): number {
    const { steps } = this;
    this.steps = 0;
    return steps;
  }

  /** Lays out the pairs of the alive arms. */
  takeUp(problem: Problem, { arms, once }: Pick<Gathered, 'arms' | 'once'>): void {
    this.once = once;
    const { armCore, armAlive, armFirst } = this.scratch;
    this.arms = 0;
    this.lines = problem.lines.length;
    this.siblings = false;
    for (let arm = 0; arm < arms; arm += 1) {
      armCore[arm] = -1;
      if (armAlive[arm] === 0) continue;
      if (this.arms === this.armOf.length) this.growArms();
      if (this.arms > 0 && armFirst[this.armOf[this.arms - 1]] === armFirst[arm]) this.siblings = true;
      this.armOf[this.arms] = arm;
      armCore[arm] = this.arms;
      this.arms += 1;
    }
    this.layCandidates(problem);
  }

  private layCandidates(problem: Problem): void {
    const { armCore, armSource, linePairStart, pairArm, pairCost } = this.scratch;
    const { metres } = problem.columns;
    const { lines } = this;
    let count = 0;
    for (let line = 0; line < lines; line += 1) {
      this.reserve(line + 1, count + this.arms);
      const { cost, pair: pairOf, place: placeOf } = this;
      this.lineStart[line] = count;
      const end = linePairStart[line + 1];
      for (let pair = linePairStart[line]; pair < end; pair += 1) {
        const place = armCore[pairArm[pair]];
        if (place < 0) continue;
        const price = pairCost[pair];
        const source = armSource[pairArm[pair]];
        let at = count;
        for (; at > this.lineStart[line] && cost[at - 1] >= price; at -= 1) {
          const other = armSource[pairArm[pairOf[at - 1]]];
          // Equal prices: nearer first, then the lower rank.
          if (cost[at - 1] === price && (metres[other] - metres[source] || other - source) < 0) break;
          cost[at] = cost[at - 1];
          pairOf[at] = pairOf[at - 1];
          placeOf[at] = placeOf[at - 1];
        }
        cost[at] = price;
        pairOf[at] = pair;
        placeOf[at] = place;
        count += 1;
      }
    }
    this.lineStart[lines] = count;
  }

  /**
   * Coordinate ascent of the bound over the arms taken up (see `dual.ts`; arms of one node count apart, which is weaker but valid),
   * from the prices in `lineDual`; then arms that no plan with a number of at most `limit` can use are fixed out. Returns the arms
   * left.
   */
  narrow(limit: number): number {
    const { lineDual, lineDemand, linePenalty, armOpen, armAlive, pairUnits } = this.scratch;
    const { lines, lineStart, place: placeOf, cost, pair, reduced, key } = this;
    for (let place = 0; place < this.arms; place += 1) reduced[place] = armOpen[this.armOf[place]];
    for (let line = 0; line < lines; line += 1) this.gain(line, lineDual[line]);
    for (let round = 0; round < NARROWING_ROUNDS; round += 1) {
      for (let line = 0; line < lines; line += 1) {
        if (lineDemand[line] === 0) continue;
        this.gain(line, lineDual[line], -1);
        for (let at = lineStart[line]; at < lineStart[line + 1]; at += 1) {
          const left = reduced[placeOf[at]];
          key[at] = cost[at] + (left > 0 ? left / Math.min(pairUnits[pair[at]], lineDemand[line]) : 0);
        }
        lineDual[line] = this.priceAt(line, lineDemand[line], linePenalty[line]);
        this.gain(line, lineDual[line]);
      }
    }
    let bound = this.once;
    for (let line = 0; line < lines; line += 1) bound += lineDemand[line] * lineDual[line];
    for (let place = 0; place < this.arms; place += 1) if (reduced[place] < 0) bound += reduced[place];
    let alive = 0;
    for (let place = 0; place < this.arms; place += 1) {
      const keep = reduced[place] <= 0 || bound + reduced[place] <= limit;
      armAlive[this.armOf[place]] = keep ? 1 : 0;
      if (keep) alive += 1;
    }
    this.steps += (2 * NARROWING_ROUNDS + 1) * lineStart[lines];
    return alive;
  }

  /** Takes what a line pays at a price off the arms' reduced costs; sign −1 gives it back. */
  private gain(line: number, price: number, sign = 1): void {
    const { pairUnits, lineDemand } = this.scratch;
    const { cost, pair, place, reduced, lineStart } = this;
    const demand = lineDemand[line];
    const end = lineStart[line + 1];
    // Candidates stand by rising cost: behind the first that does not gain none does.
    for (let at = lineStart[line]; at < end && cost[at] < price; at += 1) {
      const units = pairUnits[pair[at]] < demand ? pairUnits[pair[at]] : demand;
      reduced[place[at]] -= sign * units * (price - cost[at]);
    }
  }

  /** The key at which the candidates' units reach demand; at most the penalty. */
  private priceAt(line: number, demand: number, penalty: number): number {
    const { pairUnits } = this.scratch;
    const { key, pair, lineStart } = this;
    let left = demand;
    for (;;) {
      let least = penalty;
      let chosen = -1;
      for (let at = lineStart[line]; at < lineStart[line + 1]; at += 1) {
        if (key[at] < least) {
          least = key[at];
          chosen = at;
        }
      }
      if (chosen < 0) return penalty;
      left -= pairUnits[pair[chosen]];
      if (left <= 0) return Math.floor(least);
      key[chosen] = Number.POSITIVE_INFINITY;
    }
  }

  /** Number of a good plan: the better of the arm alone and of all arms less those that do not pay, worst first. */
  descend(alone: number): number {
    const { armCore } = this.scratch;
    this.chosen.fill(0, 0, this.arms);
    this.chosen[armCore[alone]] = 1;
    const single = this.number();
    this.chosen.fill(1, 0, this.arms);
    let best = this.number();
    // Arms that the cheapest units do not use are out at once.
    for (let place = 0; place < this.arms; place += 1) this.chosen[place] = this.used[place];
    while (this.dropOne(best) < best) best = this.best;
    if (single >= best) return best;
    this.chosen.fill(0, 0, this.arms);
    this.chosen[armCore[alone]] = 1;
    return single;
  }

  /** Local search from the arms of the given sources: drop one, add one, swap two, the best move first, while the plan gets better. */
  improve(sources: readonly number[]): number {
    const { armSource } = this.scratch;
    for (let place = 0; place < this.arms; place += 1) {
      this.chosen[place] = sources.includes(armSource[this.armOf[place]]) ? 1 : 0;
    }
    let best = this.number();
    for (;;) {
      const before = best;
      while (this.dropOne(best) < best) best = this.best;
      while (this.addOne(best) < best) best = this.best;
      if (this.swapOne(best) < best) best = this.best;
      if (best === before) return best;
    }
  }

  /** Sources of the arms taken up. */
  sources(): number[] {
    return Array.from(this.armOf.subarray(0, this.arms), (arm) => this.scratch.armSource[arm]);
  }

  /** Number after the last move. */
  private best = 0;

  /** Drops the arm whose loss helps most; returns the number, `known` where none helps. */
  private dropOne(known: number): number {
    let at = -1;
    this.best = known;
    for (let place = 0; place < this.arms; place += 1) if (this.chosen[place] === 1 && this.tries(place)) at = place;
    if (at >= 0) this.chosen[at] = 0;
    return this.best;
  }

  private addOne(known: number): number {
    let at = -1;
    this.best = known;
    for (let place = 0; place < this.arms; place += 1) if (this.chosen[place] === 0 && this.tries(place)) at = place;
    if (at >= 0) this.chosen[at] = 1;
    return this.best;
  }

  private swapOne(known: number): number {
    let out = -1;
    let into = -1;
    this.best = known;
    for (let place = 0; place < this.arms; place += 1) {
      if (this.chosen[place] === 0) continue;
      this.chosen[place] = 0;
      for (let other = 0; other < this.arms; other += 1) {
        if (other === place || this.chosen[other] === 1 || !this.tries(other)) continue;
        out = place;
        into = other;
      }
      this.chosen[place] = 1;
    }
    if (out >= 0) {
      this.chosen[out] = 0;
      this.chosen[into] = 1;
    }
    return this.best;
  }

  /** True: turning the arm over gives a better number than any before, which is then `best`. */
  private tries(place: number): boolean {
    this.chosen[place] = 1 - this.chosen[place];
    const number = this.number();
    this.chosen[place] = 1 - this.chosen[place];
    if (number >= this.best) return false;
    this.best = number;
    return true;
  }

  /**
   * The best plans over all subsets: one, or several where they are equal. Only for the cost, perhaps after the fill: there equal
   * numbers are equal on every asked level, and candidates stand in the order of the closing ties.
   */
  enumerate(): Part[][] {
    const subsets = 1 << this.arms;
    let best = Number.POSITIVE_INFINITY;
    let ties: number[] = [];
    for (let subset = 0; subset < subsets; subset += 1) {
      for (let place = 0; place < this.arms; place += 1) this.chosen[place] = (subset >> place) & 1;
      const number = this.number();
      if (number > best || !this.usesAll()) continue;
      if (number < best) ties = [];
      best = number;
      ties.push(subset);
    }
    return ties.map((subset) => {
      for (let place = 0; place < this.arms; place += 1) this.chosen[place] = (subset >> place) & 1;
      return this.parts();
    });
  }

  private usesAll(): boolean {
    for (let place = 0; place < this.arms; place += 1) if (this.chosen[place] !== this.used[place]) return false;
    return true;
  }

  /** Number of the plan that the chosen arms make; `used` tells which of them ship. */
  private number(): number {
    const { lineDemand, linePenalty, pairUnits, armOpen } = this.scratch;
    const { lines, chosen, used, place: placeOf, cost, pair, lineStart, armOf } = this;
    let number = 0;
    let ships = false;
    for (let place = 0; place < this.arms; place += 1) used[place] = 0;
    for (let line = 0; line < lines; line += 1) {
      let left = lineDemand[line];
      const end = lineStart[line + 1];
      for (let at = lineStart[line]; at < end && left > 0; at += 1) {
        const place = placeOf[at];
        if (chosen[place] === 0 || (this.siblings && this.sharesStock(line, at))) continue;
        if (cost[at] > linePenalty[line]) break;
        if (used[place] === 0) number += armOpen[armOf[place]];
        used[place] = 1;
        ships = true;
        const units = pairUnits[pair[at]] < left ? pairUnits[pair[at]] : left;
        number += units * cost[at];
        left -= units;
      }
      number += left * linePenalty[line];
    }
    this.steps += 2 * lines;
    return ships ? number + this.once : number;
  }

  /** A cheaper service of the same node already draws this stock. */
  private sharesStock(line: number, at: number): boolean {
    const { armFirst } = this.scratch;
    const first = armFirst[this.armOf[this.place[at]]];
    for (let earlier = this.lineStart[line]; earlier < at; earlier += 1) {
      const place = this.place[earlier];
      if (this.chosen[place] === 1 && armFirst[this.armOf[place]] === first) return true;
    }
    return false;
  }

  /** The plan that the chosen arms make (after `descend`: the one it found), sorted by (line, source). */
  parts(): Part[] {
    const { lineDemand, linePenalty, pairUnits, armSource } = this.scratch;
    const parts: Part[] = [];
    for (let line = 0; line < this.lines; line += 1) {
      const first = parts.length;
      let left = lineDemand[line];
      for (let at = this.lineStart[line]; at < this.lineStart[line + 1] && left > 0; at += 1) {
        if (this.chosen[this.place[at]] === 0 || (this.siblings && this.sharesStock(line, at))) continue;
        if (this.cost[at] > linePenalty[line]) break;
        const units = Math.min(left, pairUnits[this.pair[at]]);
        const part = { line, source: armSource[this.armOf[this.place[at]]], units };
        let place = parts.push(part) - 1;
        for (; place > first && parts[place - 1].source > part.source; place -= 1) parts[place] = parts[place - 1];
        parts[place] = part;
        left -= units;
      }
    }
    return parts;
  }

  private growArms(): void {
    const size = 2 * this.armOf.length;
    this.armOf = copyInt(this.armOf, size);
    this.chosen = new Uint8Array(size);
    this.used = new Uint8Array(size);
    this.reduced = new Float64Array(size);
  }

  private reserve(lines: number, candidates: number): void {
    if (this.lineStart.length <= lines) this.lineStart = copyInt(this.lineStart, grown(lines + 1));
    if (this.pair.length >= candidates) return;
    const size = grown(candidates);
    this.place = copyInt(this.place, size);
    this.pair = copyInt(this.pair, size);
    this.cost = copyFloat(this.cost, size);
    this.key = new Float64Array(size);
  }
}
