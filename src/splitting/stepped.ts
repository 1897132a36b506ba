import type { Gathered } from './gather';
import { greedyPlan } from './greedy';
import type { Judge, ValuedPlan } from './plan-value';
import { polish } from './polish';
import type { Assignment } from './problem';
import { feasible, proven } from './proof';
import { boundAtRoot, fixArms } from './root';
import type { Scratch } from './scratch';

/** So many arms are narrowed by a second bound before patterns are made. */
const MOST_NARROWED = 400;
/** More patterns than that are worth better prices first. */
const FEW_PATTERNS = 48;
const POLISHING = 24;
/** States kept in the first look, and how many times more in each later one. */
const STATES = 4_000;
const GROWTH = 8;

/**
 * Orders whose rates have steps. The straight lines under the rates bound the network and fix out most arms; of the rest each node's
 * patterns are made at their true price, and chosen exactly (`patterns.ts`, `cover.ts`).
 */
export function solveStepped(judge: Judge, scratch: Scratch, gathered: Gathered, nothing: ValuedPlan): Assignment {
  return new Stepped(judge, scratch, gathered, nothing).run();
}

class Stepped {
  private steps: number;
  private best: ValuedPlan;
  private bestNumber: number;
  /** Proven so far: no plan has a lower number. */
  private bound = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly judge: Judge,
    private readonly scratch: Scratch,
    private readonly gathered: Gathered,
    nothing: ValuedPlan,
  ) {
    this.steps = gathered.pairs;
    this.best = nothing;
    this.bestNumber = this.numberOf(nothing);
  }

  run(): Assignment {
    const { scratch, gathered, judge } = this;
    this.bound = boundAtRoot(judge.problem, scratch, gathered);
    scratch.armAlive.fill(1, 0, gathered.arms);
    this.steps += 2 * gathered.pairs;
    this.offer(greedyPlan(judge, scratch, gathered));
    this.steps += 6 * gathered.pairs;
    const alive = fixArms(scratch, gathered.arms, this.bound, this.bestNumber);
    if (alive <= MOST_NARROWED && alive > 2) {
      scratch.subsets.takeUp(judge.problem, gathered);
      scratch.subsets.narrow(this.bestNumber);
      this.steps += scratch.subsets.spent();
    }
    this.cover();
    if (this.bound >= this.bestNumber) return proven(judge, this.best, this.steps);
    return feasible(judge, scratch, gathered.packing, this.best, this.bound, this.steps);
  }

  /** Patterns within what is open, then within less of it if they are too many; more states each time, until all is proven or spent. */
  private cover(): void {
    const { scratch, gathered, judge } = this;
    const { patterns, wanted } = scratch;
    const { budget } = judge.problem;
    wanted.layOut(judge.problem, scratch);
    patterns.takeUp(judge, gathered, wanted);
    let states = STATES;
    let share = 1;
    for (;;) {
      patterns.dual.set(scratch.lineDual.subarray(0, wanted.lines));
      if (wanted.fields > wanted.lines) patterns.dual.fill(0, wanted.lines, wanted.fields);
      const low = patterns.boundByLines();
      const open = this.bestNumber - low;
      if (open < 0) {
        this.bound = this.bestNumber;
        return;
      }
      this.bound = Math.max(this.bound, low);
      patterns.budget = patterns.steps + Math.max(1000, (budget - this.steps) / 4);
      const most = Math.floor(open * share);
      let bound = patterns.enumerate(most);
      this.spend(patterns.steps);
      patterns.steps = 0;
      if (patterns.overflown) {
        share /= 4;
        if (this.steps > budget || share < 1e-4) return;
        continue;
      }
      if (patterns.count > FEW_PATTERNS) bound = this.polish();
      const { cover } = scratch;
      cover.run(patterns, judge, this.best, this.bestNumber, bound, states);
      this.spend(cover.steps);
      this.best = cover.best;
      this.bestNumber = cover.bestNumber;
      // Plans with a pattern that was not made, with a way that was dropped, and all others.
      const unmade = share === 1 ? Number.POSITIVE_INFINITY : low + most + 1;
      const reached = Math.min(unmade, bound + cover.cut);
      if (reached > this.bestNumber) {
        this.bound = this.bestNumber;
        return;
      }
      this.bound = Math.max(this.bound, reached);
      if (this.steps > budget) return;
      if (cover.cut !== Number.POSITIVE_INFINITY) states *= GROWTH;
      if (share < 1) share = Math.min(1, share * 2);
    }
  }

  private polish(): number {
    const { patterns } = this.scratch;
    const bound = polish(patterns, this.bestNumber, POLISHING);
    patterns.drop(this.bestNumber - bound);
    this.spend(patterns.steps);
    patterns.steps = 0;
    return bound;
  }

  private spend(steps: number): void {
    this.steps += steps;
  }

  private offer(plan: ValuedPlan): void {
    if (this.judge.compare(plan, this.best) >= 0) return;
    this.best = plan;
    this.bestNumber = this.numberOf(plan);
  }

  /** The plan's packed number, without the units that eligible stock cannot fill anyway. */
  private numberOf(plan: ValuedPlan): number {
    const { weights, last } = this.gathered.packing;
    const { lineDemand, linePenalty } = this.scratch;
    let number = 0;
    for (let level = 0; level <= last; level += 1) number += weights[level] * plan.values[level];
    this.judge.problem.lines.forEach(({ units }, line) => {
      number -= (units - lineDemand[line]) * linePenalty[line];
    });
    return number;
  }
}
