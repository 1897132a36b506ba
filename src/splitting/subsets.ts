import { ascendArms, evaluateArms } from './arm-bound';
import { Candidates, CLOSED, OPEN, UNDECIDED } from './candidates';
import type { Gathered } from './gather';
import { grown } from './grow';
import type { Part } from './plan-value';
import type { Problem } from './problem';
import type { Scratch } from './scratch';

/** So many branches at most: a tree that does not close by then wants the better bounds of `search.ts`. */
const MOST_BRANCHES = 200;
/** Rounds of ascent in a branch. */
const ROUNDS = 2;
/** So few arms need no more narrowing. */
export const MOST_ENUMERATED = 20;
/** More arms than that are no handful. */
export const MOST_TRIED = 64;

/**
 * Plans over a handful of arms, for orders whose lines nothing couples: given the arms that may ship, every line takes its cheapest
 * units. Numbers are the gather's prices, in which alone plans are compared here.
 *
 * At fixed prices the bound of a set of arms is a sum: D, what each arm in it costs beyond what it gains, and what each arm left out
 * would have gained beyond its cost. The local search does not value a move that this shows to be no better.
 */
export class Subsets {
  private readonly candidates: Candidates;
  /** place: may ship in the plan at hand. */
  private chosen = new Uint8Array(64);
  private used = new Uint8Array(64);
  /** The bound of the chosen set. */
  private floor = 0;
  /** Sets that reach `best`. */
  private ties: Uint8Array[] = [];
  private branches = 0;
  /** Places decided, in order. */
  private readonly trail: number[] = [];
  /** Prices by depth, to go on from where a branch began. */
  private prices = new Float64Array(0);
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
  takeUp(problem: Problem, gathered: Pick<Gathered, 'arms' | 'once' | 'perGroup'>): void {
    this.steps += this.candidates.takeUp(problem, gathered) + evaluateArms(this.candidates);
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

  /** Sources of the arms taken up. */
  sources(): number[] {
    const { arms, armOf } = this.candidates;
    return Array.from(armOf.subarray(0, arms), (arm) => this.scratch.armSource[arm]);
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
   * The best plans over all subsets whose number is at most `known`: one, or several where they are equal; null where that takes too
   * many branches. Only for the cost, perhaps after the fill: there equal numbers are equal on every asked level, and candidates stand
   * in the order of the closing ties.
   */
  enumerate(known: number): Part[][] | null {
    const { candidates, scratch } = this;
    const { arms, lines, state } = candidates;
    const size = (arms + 1) * lines;
    if (this.prices.length < size) this.prices = new Float64Array(grown(size));
    state.fill(UNDECIDED, 0, arms);
    this.best = known;
    this.ties = [];
    this.branches = 0;
    this.trail.length = 0;
    this.branch(0);
    this.undo(0);
    for (let line = 0; line < lines; line += 1) scratch.lineDual[line] = this.prices[line];
    if (this.branches > MOST_BRANCHES) return null;
    return this.ties.map((used) => {
      this.chosen.set(used);
      return this.parts();
    });
  }

  /** Depth first on "this arm ships" / "it does not", each step bounded and fixed as at the root. */
  private branch(depth: number): void {
    const { lines, state } = this.candidates;
    const { lineDual } = this.scratch;
    const start = this.trail.length;
    const saved = depth * lines;
    for (let line = 0; line < lines; line += 1) this.prices[saved + line] = lineDual[line];
    for (;;) {
      this.steps += ascendArms(this.candidates, this.best, ROUNDS);
      if (this.candidates.bound > this.best) break;
      this.valueTempting();
      const place = this.decide();
      if (place < 0) {
        this.valueTempting();
        break;
      }
      this.branches += 1;
      if (this.branches > MOST_BRANCHES) break;
      const mark = this.trail.length;
      state[place] = OPEN;
      this.trail.push(place);
      this.branch(depth + 1);
      this.undo(mark);
      state[place] = CLOSED;
      this.trail.push(place);
      if (this.branches > MOST_BRANCHES) break;
    }
    this.undo(start);
    for (let line = 0; line < lines; line += 1) lineDual[line] = this.prices[saved + line];
  }

  /** Decides the arms that the bound decides; returns the one to branch on, whose reduced cost is nearest zero; −1 where none is left. */
  private decide(): number {
    const { arms, reduced, state, bound } = this.candidates;
    let chosen = -1;
    for (let place = 0; place < arms; place += 1) {
      if (state[place] !== UNDECIDED) continue;
      const size = Math.abs(reduced[place]);
      if (bound + size > this.best) {
        state[place] = reduced[place] < 0 ? OPEN : CLOSED;
        this.trail.push(place);
      } else if (chosen < 0 || size < Math.abs(reduced[chosen])) chosen = place;
    }
    return chosen;
  }

  private undo(mark: number): void {
    while (this.trail.length > mark) this.candidates.state[this.trail.pop() as number] = UNDECIDED;
  }

  /** Values the set that the bound likes; notes it where it is the best, or equal to it. */
  private valueTempting(): void {
    const { arms, reduced, state } = this.candidates;
    for (let place = 0; place < arms; place += 1) {
      this.chosen[place] = state[place] === OPEN || (state[place] === UNDECIDED && reduced[place] < 0) ? 1 : 0;
    }
    const number = this.number();
    if (number > this.best) return;
    if (number < this.best) this.ties = [];
    this.best = number;
    if (!this.ties.some((tie) => tie.every((bit, place) => bit === this.used[place]))) {
      this.ties.push(this.used.slice(0, arms));
    }
  }

  /** Number of the plan that the chosen arms make; `used` tells which of them ship. */
  private number(): number {
    const { lineDemand, linePenalty } = this.scratch;
    const { chosen, used } = this;
    const { arms, lines, siblings, open, place: placeOf, cost, units: unitsOf, lineStart } = this.candidates;
    let number = 0;
    let ships = false;
    for (let place = 0; place < arms; place += 1) used[place] = 0;
    for (let line = 0; line < lines; line += 1) {
      let left = lineDemand[line];
      const penalty = linePenalty[line];
      const end = lineStart[line + 1];
      for (let at = lineStart[line]; at < end && left > 0; at += 1) {
        const place = placeOf[at];
        if (chosen[place] === 0) continue;
        if (cost[at] > penalty) break;
        const held = siblings ? unitsOf[at] - this.drawnBefore(line, at) : unitsOf[at];
        if (held <= 0) continue;
        if (used[place] === 0) number += open[place];
        used[place] = 1;
        ships = true;
        const units = held < left ? held : left;
        number += units * cost[at];
        left -= units;
      }
      number += left * penalty;
    }
    this.steps += 2 * lines;
    return ships ? number + this.once() : number;
  }

  /** What the delivery groups add that ship by the arms in use. */
  private once(): number {
    const { perGroup, sourceGroup, arms, armOf } = this.candidates;
    if (sourceGroup === null) return perGroup;
    const groups = new Set<number>();
    for (let place = 0; place < arms; place += 1) {
      if (this.used[place] === 1) groups.add(sourceGroup[this.scratch.armSource[armOf[place]]]);
    }
    return perGroup * groups.size;
  }

  /** What cheaper services and starts of the same node already draw of its stock: as much as the latest of them can. */
  private drawnBefore(line: number, at: number): number {
    const { armFirst } = this.scratch;
    const { armOf, place: placeOf, units, lineStart } = this.candidates;
    const first = armFirst[armOf[placeOf[at]]];
    let drawn = 0;
    for (let earlier = lineStart[line]; earlier < at; earlier += 1) {
      const place = placeOf[earlier];
      if (this.chosen[place] === 1 && armFirst[armOf[place]] === first && units[earlier] > drawn)
        drawn = units[earlier];
    }
    return drawn;
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
        if (this.chosen[placeOf[at]] === 0) continue;
        if (cost[at] > linePenalty[line]) break;
        const units = Math.min(left, siblings ? unitsOf[at] - this.drawnBefore(line, at) : unitsOf[at]);
        if (units <= 0) continue;
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
