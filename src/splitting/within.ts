import type { Choices } from './knapsack';
import { restByOther, sortByMeasure, sortByOther } from './knapsack';
import type { Stairs } from './staircase';

/** Steps of a look at a step of the stairs. */
const LOOK = 3;

/**
 * All loads of an arm whose reduced cost by the steps of its rate is at most a limit: depth first over its lines, those that pay best by
 * measure first. A branch goes on while some step holds what is taken and, filled up with what pays best of the lines to come (the last
 * unit in part), stays within the limit.
 */
export class Within {
  work = 0;
  /** Ends the search; so does more work than `most`. */
  stop = false;
  most = 0;
  private choices!: Choices;
  private stairs!: Stairs;
  private weight = 0;
  private limit = 0;
  private visit!: () => void;
  /** place: what the lines from it on could be worth. */
  private rest = new Float64Array(64);
  /** The step that let the last branch go on. */
  private hint = 0;

  run(choices: Choices, stairs: Stairs, weight: number, opening: number, limit: number, visit: () => void): void {
    sortByMeasure(choices);
    sortByOther(choices);
    const { depth, gain, most } = choices;
    if (this.rest.length <= depth) this.rest = new Float64Array(2 * depth + 2);
    this.rest[depth] = 0;
    for (let at = depth - 1; at >= 0; at -= 1) this.rest[at] = this.rest[at + 1] + Math.min(0, most[at] * gain[at]);
    this.choices = choices;
    this.stairs = stairs;
    this.weight = weight;
    this.limit = limit;
    this.visit = visit;
    this.hint = 0;
    this.work = depth;
    this.stop = false;
    this.extend(0, 0, 0, opening, 0);
  }

  private extend(at: number, carried: number, carriedOther: number, low: number, lowest: number): void {
    const { depth, gain, most, measure, other, units } = this.choices;
    if (this.work > this.most) this.stop = true;
    if (this.stop) return;
    const first = this.stepOf(carried, carriedOther, lowest);
    if (!this.goesOn(at, carried, carriedOther, low, first)) return;
    if (at === depth) {
      this.visit();
      return;
    }
    for (let count = most[at]; count >= 0; count -= 1) {
      units[at] = count;
      this.extend(
        at + 1,
        carried + count * measure[at],
        carriedOther + count * other[at],
        low + count * gain[at],
        first,
      );
      if (this.stop) return;
    }
  }

  /** The cheapest step that holds so much, from `lowest` on. */
  private stepOf(carried: number, carriedOther: number, lowest: number): number {
    const { holds, holdsOther, count } = this.stairs;
    let step = lowest;
    while (step < count && (holds[step] < carried || holdsOther[step] < carriedOther)) step += 1;
    this.work += step - lowest;
    return step;
  }

  /** Some step from `first` on keeps the branch within the limit. */
  private goesOn(at: number, carried: number, carriedOther: number, low: number, first: number): boolean {
    const { holds, holdsOther, price, count } = this.stairs;
    const { hint, limit, weight } = this;
    if (hint >= first && hint < count && holds[hint] >= carried && holdsOther[hint] >= carriedOther) {
      if (this.isWithin(at, hint, carried, carriedOther, low)) return true;
    }
    for (let step = first; step < count; step += 1) {
      if (low + weight * price[step] + this.rest[at] > limit) return false;
      if (holds[step] < carried || holdsOther[step] < carriedOther) continue;
      if (step === hint || !this.isWithin(at, step, carried, carriedOther, low)) continue;
      this.hint = step;
      return true;
    }
    return false;
  }

  /** Whether the branch may stay within the limit if the step is the one that is paid, by either measure. */
  private isWithin(at: number, step: number, carried: number, carriedOther: number, low: number): boolean {
    const { depth, gain, most, measure } = this.choices;
    const { holds, holdsOther, price } = this.stairs;
    const fixed = low + this.weight * price[step] - 1e-3;
    let left = holds[step] - carried;
    let sum = fixed;
    let line = at;
    for (; line < depth && left > 0 && gain[line] < 0; line += 1) {
      const size = most[line] * measure[line];
      sum += size <= left ? most[line] * gain[line] : (left / measure[line]) * gain[line];
      left -= size;
    }
    this.work += LOOK + line - at;
    if (sum > this.limit) return false;
    if (fixed + this.rest[at] > this.limit) return false;
    this.work += depth >> 1;
    return fixed + restByOther(this.choices, at, holdsOther[step] - carriedOther) <= this.limit;
  }
}
