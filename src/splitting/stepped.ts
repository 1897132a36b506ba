import type { Gathered } from './gather';
import type { Judge, ValuedPlan } from './plan-value';
import { polish } from './polish';
import type { Assignment } from './problem';
import { feasible, proven } from './proof';
import { boundAtPrices, boundAtRoot, fixArms } from './root';
import type { Scratch } from './scratch';

/** Arms of a first look: those that some line finds cheap, and those of least reduced cost. */
const FIRST_ARMS = 16;
/** Arms that a round of prices adds at most, and such rounds. */
const MORE_ARMS = 8;
const ROUNDS = 3;
/** More patterns than that are worth better prices first. */
const FEW_PATTERNS = 24;
const POLISHING = 16;
/** States kept in a first look, in the first proof, and how many times more in each later one. */
const FEW_STATES = 128;
const STATES = 4_000;
const GROWTH = 8;

/**
 * Orders whose rates have steps. The straight lines under the rates bound the network and fix out most arms; of the rest each node's
 * patterns are made at their true price, and chosen exactly (`patterns.ts`, `cover.ts`).
 */
export function solveStepped(judge: Judge, scratch: Scratch, gathered: Gathered, nothing: ValuedPlan): Assignment {
  return new Stepped(judge, scratch, gathered, nothing).run();
}

/** Orders that want little; null where that does not decide. */
export function solveLight(judge: Judge, scratch: Scratch): Assignment | null {
  scratch.reserveNetwork(judge.problem);
  scratch.light.steps = 0;
  const plan = scratch.light.solve(judge);
  return plan === null ? null : proven(judge, plan, scratch.light.steps);
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
    this.steps += 2 * gathered.pairs;
    scratch.wanted.layOut(judge.problem, scratch);
    scratch.patterns.takeUp(judge, gathered, scratch.wanted);
    this.improve();
    this.cover();
    if (this.bound >= this.bestNumber) return proven(judge, this.best, this.steps);
    return feasible(judge, scratch, gathered.packing, this.best, this.bound, this.steps);
  }

  /**
   * A good plan and good prices from a few arms: their patterns are priced and covered, the prices tried on the whole network, and the
   * arms that they find cheap are added (column generation, by the straight lines).
   */
  private improve(): void {
    const { scratch, gathered, judge } = this;
    const { patterns, wanted, armAlive, lineDual } = scratch;
    const lines = judge.problem.lines.length;
    armAlive.fill(0, 0, gathered.arms);
    for (const arm of scratch.noted) armAlive[arm] = 1;
    this.addArms(FIRST_ARMS);
    const bestDual = lineDual.slice(0, lines);
    let perShipment = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      this.coverFew();
      lineDual.set(patterns.dual.subarray(0, lines));
      const price = wanted.shipments < 0 ? 0 : patterns.dual[wanted.shipments];
      const bound = boundAtPrices(
        scratch,
        gathered,
        lines,
        price,
        wanted.shipments < 0 ? 0 : wanted.most[wanted.shipments],
      );
      this.steps += gathered.pairs;
      if (bound > this.bound) {
        this.bound = bound;
        bestDual.set(lineDual.subarray(0, lines));
        perShipment = price;
      }
      if (!this.addArms(MORE_ARMS)) break;
    }
    lineDual.set(bestDual);
    this.perShipment = perShipment;
    boundAtPrices(scratch, gathered, lines, perShipment, wanted.shipments < 0 ? 0 : wanted.most[wanted.shipments]);
    fixArms(scratch, gathered.arms, this.bound, this.bestNumber);
  }

  private perShipment = 0;

  /** The best plan of the arms at hand, or a good one, and prices that suit them. */
  private coverFew(): void {
    const { scratch, judge } = this;
    const { patterns, cover } = scratch;
    this.startPrices();
    patterns.budget = patterns.steps + 20_000;
    patterns.enumerate(Number.POSITIVE_INFINITY);
    const bound = polish(patterns, this.bestNumber, POLISHING);
    cover.run(patterns, judge, this.best, this.bestNumber, bound, FEW_STATES);
    this.spend(patterns.steps + cover.steps);
    patterns.steps = 0;
    this.best = cover.best;
    this.bestNumber = cover.bestNumber;
  }

  private startPrices(): void {
    const { patterns, wanted, lineDual } = this.scratch;
    patterns.dual.fill(0, 0, wanted.fields);
    for (let line = 0; line < wanted.lines; line += 1)
      patterns.dual[line] = wanted.most[line] === 0 ? 0 : lineDual[line];
    if (wanted.shipments >= 0) patterns.dual[wanted.shipments] = this.perShipment;
  }

  /** Takes up arms of negative reduced cost that are not yet, the least first; false where there is none. */
  private addArms(most: number): boolean {
    const { armAlive, armReduced } = this.scratch;
    const chosen: number[] = [];
    for (let arm = 0; arm < this.gathered.arms; arm += 1) {
      if (armAlive[arm] === 1 || armReduced[arm] >= 0) continue;
      let at = chosen.length;
      for (; at > 0 && armReduced[chosen[at - 1]] > armReduced[arm]; at -= 1) chosen[at] = chosen[at - 1];
      if (at < most) chosen[at] = arm;
      if (chosen.length > most) chosen.length = most;
    }
    for (const arm of chosen) armAlive[arm] = 1;
    return chosen.length > 0;
  }

  /** Patterns within what is open, then within less of it if they are too many; more states each time, until all is proven or spent. */
  private cover(): void {
    const { scratch, judge } = this;
    const { patterns } = scratch;
    const { budget } = judge.problem;
    let states = STATES;
    let share = 1;
    for (;;) {
      this.startPrices();
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
