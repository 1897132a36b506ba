import type { Gathered } from './gather';
import type { Judge, ValuedPlan } from './plan-value';
import { type Pace, polish, priceShipments } from './polish';
import type { Scratch } from './scratch';

/** What is begun near the end of the budget may take that part of it. */
const RESERVE = 0.15;
const MOST_POLISHING = 20;
/** How far the prices of patterns aim at first and at last, in parts of the bound. */
const REACH = { reach: 0.25, least: 0.0125 };

/** Where the search of an order by steps stands: the best plan, what is proven, and the steps taken. */
export class Standing {
  /** Steps after which nothing is begun. */
  readonly budget: number;
  steps: number;
  best: ValuedPlan;
  /** The best plan's packed number, without the units that eligible stock cannot fill anyway. */
  bestNumber: number;
  /** No plan has a lower number. */
  bound = Number.NEGATIVE_INFINITY;
  /** The best bound over all arms, and the prices that made it. */
  low = Number.NEGATIVE_INFINITY;
  private dual = new Float64Array(0);

  constructor(
    readonly judge: Judge,
    readonly scratch: Scratch,
    readonly gathered: Gathered,
    nothing: ValuedPlan,
  ) {
    this.budget = Math.floor(judge.problem.budget * (1 - RESERVE));
    this.steps = gathered.pairs;
    this.best = nothing;
    this.bestNumber = this.numberOf(nothing);
  }

  offer(plan: ValuedPlan): void {
    if (this.judge.compare(plan, this.best) >= 0) return;
    this.best = plan;
    this.bestNumber = this.numberOf(plan);
  }

  /** Bounds the network at the prices at hand, and notes bound and prices if they are the best so far. Returns the bound. */
  boundAll(): number {
    const { openings, wanted } = this.scratch;
    const bound = openings.boundAll();
    this.spend();
    if (bound > this.low) {
      this.low = bound;
      this.dual = wanted.dual.slice(0, wanted.fields);
      this.bound = Math.max(this.bound, bound);
    }
    return bound;
  }

  /** The best prices again; the arms' reduced costs are theirs after `boundAll`. */
  takeBestPrices(): void {
    this.scratch.wanted.dual.set(this.dual);
  }

  /** Better prices for the patterns at hand, in about so many steps; returns their bound. */
  polish(limit: number, steps: number): number {
    const { patterns, wanted } = this.scratch;
    const rounds = Math.max(2, Math.min(MOST_POLISHING, Math.floor(steps / (patterns.parts + 1))));
    priceShipments(patterns);
    const bound = polish(patterns, wanted, limit, rounds, { ...REACH });
    this.spend();
    return bound;
  }

  /** Better prices over the few arms of `openings`, by their rates' steps, in about so many steps at most. */
  climb(rounds: number, steps: number, pace: Pace): void {
    const { openings, wanted } = this.scratch;
    const before = this.steps;
    openings.reprice();
    this.spend();
    const affordable = Math.floor(steps / (this.steps - before + 1));
    polish(openings, wanted, this.bestNumber, Math.min(rounds, affordable), pace);
    this.spend();
  }

  /** Chooses among the patterns at hand, whose bound is given; see `Cover.run`. Returns the least slack of what was cut off. */
  cover(limit: number, bound: number, states: number, budget: number): number {
    const { patterns, cover } = this.scratch;
    cover.run(patterns, this.judge, this.best, this.bestNumber, limit, bound, states, budget);
    this.steps += cover.steps;
    this.best = cover.best;
    this.bestNumber = cover.bestNumber;
    return cover.cut;
  }

  /** Steps left, enough to finish what is begun. */
  left(): number {
    return Math.max(1000, this.budget - this.steps);
  }

  /** Takes over the steps of the walk and of the linear program. */
  spend(): void {
    const { walk, master } = this.scratch;
    this.steps += walk.steps + master.steps;
    walk.steps = 0;
    master.steps = 0;
  }

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
