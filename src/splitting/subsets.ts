import { evaluateArms } from './arm-bound';
import { Candidates } from './candidates';
import type { Gathered } from './gather';
import { grown } from './grow';
import type { Part } from './plan-value';
import type { Problem } from './problem';
import type { Scratch } from './scratch';

/** So many subsets at most are valued one by one. */
const MOST_VALUED = 64;
/** So few arms need no more narrowing. */
export const MOST_ENUMERATED = 9;
/** More arms than that have too many subsets, whatever the bound says. */
export const MOST_TRIED = 28;

/**
 * Plans over a handful of arms, for orders whose lines nothing couples: given the arms that may ship, every line takes its cheapest
 * units. Numbers are the gather's prices, in which alone plans are compared here.
 *
 * At fixed prices the bound of a set of arms is a sum: D, what each arm in it costs beyond what it gains, and what each arm left out
 * would have gained beyond its cost. Sets that this shows to be beaten are not valued.
 */
export class Subsets {
  private readonly candidates: Candidates;
  /** place: may ship in the plan at hand. */
  private chosen = new Uint8Array(64);
  private used = new Uint8Array(64);
  /** The bound of the chosen set. */
  private floor = 0;
  /** Places by falling size of their reduced cost. */
  private readonly order: number[] = [];
  /** Sets that reach `best`, as bits, and how many were valued. */
  private ties: number[] = [];
  private valued = 0;
  private steps = 0;

  private readonly scratch: Scratch;

  constructor(scratch: Scratch) {
    this.scratch = scratch;
    this.candidates = new Candidates(scratch);
  }

  /** Candidates looked at since the last call. */
  spent(): number {
    const { steps } = this;
    this.steps = 0;
    return steps;
  }

  /** Lays out the pairs of the alive arms, with their bound at the prices in `lineDual`. */
  takeUp(problem: Problem, gathered: Pick<Gathered, 'arms' | 'once'>): void {
    this.candidates.takeUp(problem, gathered);
    this.steps += evaluateArms(this.candidates);
    this.reserve();
  }

  /** The same from a layout that has them, at the prices it was evaluated at. */
  takeFrom(candidates: Candidates): void {
    this.candidates.takeFrom(candidates);
    this.reserve();
  }

  private reserve(): void {
    const { arms } = this.candidates;
    if (this.chosen.length >= arms) return;
    this.chosen = new Uint8Array(grown(arms));
    this.used = new Uint8Array(grown(arms));
  }

  /** Number of a good plan: the better of the arm alone and of all arms less those that do not pay, worst first. */
  descend(alone: number): number {
    const { arms } = this.candidates;
    const only = this.scratch.armCore[alone];
    this.chosen.fill(0, 0, arms);
    this.chosen[only] = 1;
    const single = this.number();
    this.chosen.fill(1, 0, arms);
    let best = this.settle();
    while (this.dropOne(best) < best) best = this.settle();
    if (single >= best) return best;
    this.chosen.fill(0, 0, arms);
    this.chosen[only] = 1;
    return single;
  }

  /** Number of a good plan from the arms that pay at the prices in `lineDual`: those that do not help fall, others come in. */
  descendTight(): number {
    const { arms, reduced } = this.candidates;
    for (let place = 0; place < arms; place += 1) this.chosen[place] = reduced[place] <= 0 ? 1 : 0;
    return this.dropAndAdd(this.settle());
  }

  /** Local search from the arms of the given sources: drop one, add one, swap two, the best move first, while the plan gets better. */
  improve(sources: readonly number[]): number {
    const { armSource } = this.scratch;
    const { arms, armOf } = this.candidates;
    for (let place = 0; place < arms; place += 1) {
      this.chosen[place] = sources.includes(armSource[armOf[place]]) ? 1 : 0;
    }
    let best = this.settle();
    for (;;) {
      const before = best;
      best = this.dropAndAdd(best);
      if (this.swapOne(best) < best) best = this.settle();
      if (best === before) return best;
    }
  }

  private dropAndAdd(known: number): number {
    let best = known;
    while (this.dropOne(best) < best) best = this.settle();
    while (this.addOne(best) < best) best = this.settle();
    return best;
  }

  /** Number after the last move. */
  private best = 0;

  /** Values the chosen set and leaves out the arms that do not ship in it. */
  private settle(): number {
    const { reduced, arms, bound } = this.candidates;
    const number = this.number();
    let floor = bound;
    for (let place = 0; place < arms; place += 1) {
      this.chosen[place] = this.used[place];
      if (this.used[place] === 1 ? reduced[place] > 0 : reduced[place] < 0) floor += Math.abs(reduced[place]);
    }
    this.floor = floor;
    return number;
  }

  /** Drops the arm whose loss helps most; returns the number, `known` where none helps. */
  private dropOne(known: number): number {
    return this.turnBest(known, 1);
  }

  private addOne(known: number): number {
    return this.turnBest(known, 0);
  }

  private turnBest(known: number, state: number): number {
    let at = -1;
    this.best = known;
    for (let place = 0; place < this.candidates.arms; place += 1) {
      if (this.chosen[place] === state && this.tries(place)) at = place;
    }
    if (at >= 0) this.turn(at);
    return this.best;
  }

  private swapOne(known: number): number {
    let out = -1;
    let into = -1;
    this.best = known;
    for (let place = 0; place < this.candidates.arms; place += 1) {
      if (this.chosen[place] === 0) continue;
      this.turn(place);
      for (let other = 0; other < this.candidates.arms; other += 1) {
        if (other === place || this.chosen[other] === 1 || !this.tries(other)) continue;
        out = place;
        into = other;
      }
      this.turn(place);
    }
    if (out >= 0) {
      this.turn(out);
      this.turn(into);
    }
    return this.best;
  }

  /** True: turning the arm over gives a better number than any before, which is then `best`. */
  private tries(place: number): boolean {
    if (this.floor + this.turned(place) >= this.best) return false;
    this.chosen[place] = 1 - this.chosen[place];
    const number = this.number();
    this.chosen[place] = 1 - this.chosen[place];
    if (number >= this.best) return false;
    this.best = number;
    return true;
  }

  /** What turning the arm over adds to the bound of the chosen set. */
  private turned(place: number): number {
    return this.chosen[place] === 1 ? -this.candidates.reduced[place] : this.candidates.reduced[place];
  }

  private turn(place: number): void {
    this.floor += this.turned(place);
    this.chosen[place] = 1 - this.chosen[place];
  }

  /**
   * The best plans over all subsets whose number is at most `known`: one, or several where they are equal; null where too many would
   * have to be valued. Only for the cost, perhaps after the fill: there equal numbers are equal on every asked level, and candidates
   * stand in the order of the closing ties.
   */
  enumerate(known: number): Part[][] | null {
    const { reduced, arms, bound } = this.candidates;
    const { order } = this;
    order.length = 0;
    for (let place = 0; place < arms; place += 1) {
      let at = order.push(place) - 1;
      for (; at > 0 && Math.abs(reduced[order[at - 1]]) < Math.abs(reduced[place]); at -= 1) order[at] = order[at - 1];
      order[at] = place;
    }
    this.best = known;
    this.ties = [];
    this.valued = 0;
    this.decide(0, bound);
    if (this.valued > MOST_VALUED) return null;
    return this.ties.map((subset) => {
      for (let place = 0; place < arms; place += 1) this.chosen[place] = (subset >> place) & 1;
      return this.parts();
    });
  }

  /** Depth first over the arms in order, first what the bound likes; `floor` bounds every set that the decisions so far allow. */
  private decide(depth: number, floor: number): void {
    if (floor > this.best || this.valued > MOST_VALUED) return;
    if (depth === this.candidates.arms) {
      this.valueSet();
      return;
    }
    this.steps += 1;
    const place = this.order[depth];
    const reduced = this.candidates.reduced[place];
    this.chosen[place] = reduced < 0 ? 1 : 0;
    this.decide(depth + 1, floor);
    this.chosen[place] = reduced < 0 ? 0 : 1;
    this.decide(depth + 1, floor + Math.abs(reduced));
  }

  private valueSet(): void {
    this.valued += 1;
    const number = this.number();
    if (number > this.best || !this.usesAll()) return;
    if (number < this.best) this.ties = [];
    this.best = number;
    let subset = 0;
    for (let place = 0; place < this.candidates.arms; place += 1) subset |= this.chosen[place] << place;
    this.ties.push(subset);
  }

  private usesAll(): boolean {
    for (let place = 0; place < this.candidates.arms; place += 1) if (this.chosen[place] !== this.used[place]) return false;
    return true;
  }

  /** Number of the plan that the chosen arms make; `used` tells which of them ship. */
  private number(): number {
    const { lineDemand, linePenalty } = this.scratch;
    const { chosen, used } = this;
    const { arms, lines, siblings, once, open, place: placeOf, cost, units: unitsOf, lineStart } = this.candidates;
    let number = 0;
    let ships = false;
    for (let place = 0; place < arms; place += 1) used[place] = 0;
    for (let line = 0; line < lines; line += 1) {
      let left = lineDemand[line];
      const penalty = linePenalty[line];
      const end = lineStart[line + 1];
      for (let at = lineStart[line]; at < end && left > 0; at += 1) {
        const place = placeOf[at];
        if (chosen[place] === 0 || (siblings && this.sharesStock(line, at))) continue;
        if (cost[at] > penalty) break;
        if (used[place] === 0) number += open[place];
        used[place] = 1;
        ships = true;
        const units = unitsOf[at] < left ? unitsOf[at] : left;
        number += units * cost[at];
        left -= units;
      }
      number += left * penalty;
    }
    this.steps += 2 * lines;
    return ships ? number + once : number;
  }

  /** A cheaper service of the same node already draws this stock. */
  private sharesStock(line: number, at: number): boolean {
    const { armFirst } = this.scratch;
    const { armOf, place: placeOf, lineStart } = this.candidates;
    const first = armFirst[armOf[placeOf[at]]];
    for (let earlier = lineStart[line]; earlier < at; earlier += 1) {
      const place = placeOf[earlier];
      if (this.chosen[place] === 1 && armFirst[armOf[place]] === first) return true;
    }
    return false;
  }

  /** The plan that the chosen arms make (after `descend`: the one it found), sorted by (line, source). */
  parts(): Part[] {
    const { lineDemand, linePenalty, armSource } = this.scratch;
    const { lines, siblings, armOf, place: placeOf, cost, units: unitsOf, lineStart } = this.candidates;
    const parts: Part[] = [];
    for (let line = 0; line < lines; line += 1) {
      const first = parts.length;
      let left = lineDemand[line];
      for (let at = lineStart[line]; at < lineStart[line + 1] && left > 0; at += 1) {
        if (this.chosen[placeOf[at]] === 0 || (siblings && this.sharesStock(line, at))) continue;
        if (cost[at] > linePenalty[line]) break;
        const units = Math.min(left, unitsOf[at]);
        const part = { line, source: armSource[armOf[placeOf[at]]], units };
        let place = parts.push(part) - 1;
        for (; place > first && parts[place - 1].source > part.source; place -= 1) parts[place] = parts[place - 1];
        parts[place] = part;
        left -= units;
      }
    }
    return parts;
  }
}
