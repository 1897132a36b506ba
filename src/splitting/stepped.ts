import { ascendArms, climbArms } from './arm-bound';
import { dive } from './dive';
import type { Gathered } from './gather';
import type { Judge, ValuedPlan } from './plan-value';
import { polish } from './polish';
import type { Assignment } from './problem';
import { feasible, proven } from './proof';
import { boundAtRoot, fixArms } from './root';
import type { Scratch } from './scratch';

/** Arms of the first look beside those that some line finds cheap; arms that a later one adds at most, and how many looks. */
const FIRST_ARMS = 12;
const MORE_ARMS = 12;
const LOOKS = 16;
/** A look ends the looks where the bound of all arms comes so near that of the few, in parts of it. */
const SETTLED = 0.005;
/** Rounds over the lines, and steps, by the straight lines under the rates. */
const ASCENTS = 6;
const CLIMBS = 30;
/** Arms of the local search by them. */
const SMOOTHED_ARMS = 28;
/** So many times the units asked are held by the arms of the first look. */
const ENOUGH = 1.5;
/** What a look may take, and the states it keeps. */
const LOOK_STEPS = 50_000;
const LOOK_STATES = 128;
/** Parts of the bound within which a look's patterns lie, until they are many. */
const LOOK_WIDTHS = [0.05, 0.2, Number.POSITIVE_INFINITY];
const MANY_PATTERNS = 500;
/** More patterns than that are worth better prices first. */
const FEW_PATTERNS = 24;
const POLISHING = 20;
/** The part of the bound that is searched first, and how many times more each time after. */
const FIRST_WIDTH = 0.02;
const WIDENING = 2;
/** What is begun near the end of the budget may take that part of it. */
const RESERVE = 0.15;
/** States kept in a proof, and how many times more when they were too few. */
const STATES = 4_000;
const MORE_STATES = 8;

/** Orders that want little; null where that does not decide. */
export function solveLight(judge: Judge, scratch: Scratch): Assignment | null {
  scratch.reserveNetwork(judge.problem);
  const plan = scratch.light.solve(judge);
  return plan === null ? null : proven(judge, plan, scratch.light.steps);
}

/**
 * Orders whose rates have steps. The straight lines under the rates bound the network; patterns of a few arms, at their true price,
 * give a plan and prices, with which the whole network is bounded truly; then plans within a limit are searched exactly
 * (`patterns.ts`, `cover.ts`), and the limit is raised until the best one lies within.
 */
export function solveStepped(judge: Judge, scratch: Scratch, gathered: Gathered, nothing: ValuedPlan): Assignment {
  return new Stepped(judge, scratch, gathered, nothing).run();
}

class Stepped {
  private readonly budget: number;
  private steps: number;
  private best: ValuedPlan;
  private bestNumber: number;
  /** No plan has a lower number. */
  private bound: number;
  /** The bound at the prices in `dual`, to which the arms' reduced costs belong. */
  private low = Number.NEGATIVE_INFINITY;
  private dual = new Float64Array(0);
  /** Looks walk over all loads near the prices; false once even the nearest were too many: then those that fill a step must do. */
  private walks = true;

  constructor(
    private readonly judge: Judge,
    private readonly scratch: Scratch,
    private readonly gathered: Gathered,
    nothing: ValuedPlan,
  ) {
    const { wanted, patterns } = scratch;
    this.budget = Math.floor(judge.problem.budget * (1 - RESERVE));
    this.steps = gathered.pairs;
    this.best = nothing;
    this.bestNumber = this.numberOf(nothing);
    this.bound = boundAtRoot(judge.problem, scratch, gathered);
    wanted.layOut(judge.problem, scratch);
    patterns.takeUp(judge, gathered, wanted);
  }

  run(): Assignment {
    this.look();
    const isProven = this.search();
    if (isProven) return proven(this.judge, this.best, this.steps);
    const bound = Math.min(this.bound, this.bestNumber);
    return feasible(this.judge, this.scratch, this.gathered.packing, this.best, bound, this.steps);
  }

  /** A plan and prices from a few arms, then from those too that the prices find worth opening (column generation). */
  private look(): void {
    const { scratch, gathered } = this;
    const { patterns, wanted } = scratch;
    const chosen = new Uint8Array(gathered.arms);
    for (const arm of scratch.noted) chosen[arm] = 1;
    this.choose(chosen, FIRST_ARMS, Number.POSITIVE_INFINITY);
    for (let line = 0; line < wanted.lines; line += 1) this.chooseEnough(chosen, line);
    scratch.armAlive.set(chosen);
    this.offer(dive(this.judge, this.scratch, this.gathered, this.best));
    this.ascend();
    this.choose(chosen, FIRST_ARMS, 0);
    for (let round = 0; round < LOOKS; round += 1) {
      scratch.armAlive.set(chosen);
      const few = this.coverFew();
      const bound = patterns.boundAll();
      this.spend();
      if (bound > this.low) {
        this.low = bound;
        this.dual = patterns.dual.slice(0, wanted.fields);
      }
      const added = this.choose(chosen, MORE_ARMS, 0);
      const isSettled = bound >= few - SETTLED * Math.abs(few);
      if (this.low > this.bestNumber || (!added && isSettled) || this.steps > this.budget / (this.walks ? 4 : 2)) break;
    }
    patterns.dual.set(this.dual);
    this.low = patterns.boundAll();
    this.bound = Math.max(this.bound, this.low);
    if (this.low < this.bestNumber) {
      scratch.armAlive.set(chosen);
      this.offer(dive(this.judge, this.scratch, this.gathered, this.best));
    }
    this.spend();
  }

  /** Prices by the straight lines alone, made good over the whole network before any load is looked at. */
  private ascend(): void {
    const { scratch, gathered, judge } = this;
    const { candidates, patterns, wanted } = scratch;
    scratch.armAlive.fill(1, 0, gathered.arms);
    this.steps += candidates.takeUp(judge.problem, gathered);
    this.steps += ascendArms(candidates, this.bestNumber, ASCENTS);
    this.steps += climbArms(candidates, this.bestNumber, CLIMBS, 1);
    if (gathered.separable && gathered.unlimited) this.smooth();
    for (let line = 0; line < wanted.lines; line += 1) {
      patterns.dual[line] = wanted.most[line] === 0 ? 0 : scratch.lineDual[line];
    }
    this.low = patterns.boundAll();
    this.dual = patterns.dual.slice(0, wanted.fields);
    this.bound = Math.max(this.bound, this.low);
    this.spend();
  }

  /** The plan of a local search by the straight lines, at its true price: good where there are too many loads to look at. */
  private smooth(): void {
    const { candidates, subsets, armAlive, armSource } = this.scratch;
    const { armOf, arms, reduced } = candidates;
    const kept = Array.from(reduced.subarray(0, arms)).sort((a, b) => a - b);
    const least = kept[Math.min(arms, SMOOTHED_ARMS) - 1];
    const from = this.best.parts.map((part) => part.source);
    for (let place = 0; place < arms; place += 1) {
      armAlive[armOf[place]] = reduced[place] <= least || from.includes(armSource[armOf[place]]) ? 1 : 0;
    }
    subsets.takeFrom(candidates);
    subsets.descendTight();
    const sources = subsets.parts().map((part) => part.source);
    this.offer(this.judge.value(subsets.parts()));
    subsets.improve(sources);
    this.offer(this.judge.value(subsets.parts()));
    this.steps += subsets.spent();
  }

  /** Chooses the arms that are cheapest for a line until they hold more than enough of it. */
  private chooseEnough(chosen: Uint8Array, line: number): void {
    const { linePairStart, pairArm, pairUnits, pairCost, armOpen, armFirst, lineDemand } = this.scratch;
    const demand = lineDemand[line];
    let held = 0;
    const keys: { readonly arm: number; readonly units: number; readonly key: number }[] = [];
    let counted = -1;
    for (let pair = linePairStart[line]; pair < linePairStart[line + 1]; pair += 1) {
      const arm = pairArm[pair];
      const units = Math.min(pairUnits[pair], demand);
      if (chosen[arm] === 0) keys.push({ arm, units, key: pairCost[pair] + armOpen[arm] / units });
      else if (armFirst[arm] !== counted) {
        held += units;
        counted = armFirst[arm];
      }
    }
    this.steps += keys.length;
    if (held >= ENOUGH * demand) return;
    keys.sort((a, b) => a.key - b.key || a.arm - b.arm);
    for (const { arm, units } of keys) {
      if (held >= ENOUGH * demand) return;
      chosen[arm] = 1;
      held += units;
    }
  }

  /** The best plan of the arms at hand, or a good one, and prices that suit them; returns the bound of those arms. */
  private coverFew(): number {
    const { patterns } = this.scratch;
    let within = 0;
    for (const width of this.walks ? LOOK_WIDTHS : []) {
      patterns.budget = patterns.steps + LOOK_STEPS;
      const most = width === Number.POSITIVE_INFINITY ? width : Math.floor(width * Math.abs(this.bound));
      patterns.enumerate(most, true);
      if (patterns.overflown) break;
      within = most;
      if (patterns.count > MANY_PATTERNS) break;
    }
    if (!this.walks || patterns.overflown) {
      this.walks &&= within > 0;
      patterns.budget = patterns.steps + LOOK_STEPS;
      patterns.enumerate(within, true, this.walks);
    }
    const bound = polish(patterns, this.bestNumber, this.polishing(4 * LOOK_STEPS));
    this.cover(Number.POSITIVE_INFINITY, bound, LOOK_STATES, LOOK_STEPS);
    return bound;
  }

  private cover(limit: number, bound: number, states: number, budget: number): void {
    const { patterns, cover } = this.scratch;
    cover.run(patterns, this.judge, this.best, this.bestNumber, limit, bound, states, budget);
    this.steps += cover.steps;
    this.best = cover.best;
    this.bestNumber = cover.bestNumber;
  }

  /** Chooses arms of a reduced cost below `below` that are not chosen yet, the least first; false where there is none. */
  private choose(chosen: Uint8Array, most: number, below: number): boolean {
    const { armReduced } = this.scratch;
    const least: number[] = [];
    for (let arm = 0; arm < chosen.length; arm += 1) {
      if (chosen[arm] === 1 || armReduced[arm] >= below) continue;
      let at = least.length;
      for (; at > 0 && armReduced[least[at - 1]] > armReduced[arm]; at -= 1) least[at] = least[at - 1];
      if (at < most) least[at] = arm;
      if (least.length > most) least.length = most;
    }
    for (const arm of least) chosen[arm] = 1;
    return least.length > 0;
  }

  /** All plans up to a limit, which is raised until the best plan is within it. True: that is proven. */
  private search(): boolean {
    const { scratch, gathered, low } = this;
    const { budget } = this;
    let width = Math.max(1, Math.floor(Math.abs(low) * FIRST_WIDTH));
    let states = STATES;
    for (;;) {
      if (low > this.bestNumber) return true;
      const limit = this.bestNumber - low <= 2 * width ? this.bestNumber : low + width;
      fixArms(scratch, gathered.arms, low, limit);
      const answer = this.searchWithin(limit, states);
      if (answer === 'all') {
        if (this.bestNumber <= limit) return true;
        this.bound = Math.max(this.bound, limit + 1);
        width *= WIDENING;
      } else if (answer === 'more-states') states *= MORE_STATES;
      if (answer === 'too-many' || this.steps > budget) return false;
    }
  }

  /** Whether all plans with a number of at most `limit` were looked at. */
  private searchWithin(limit: number, states: number): 'all' | 'more-states' | 'too-many' {
    const { patterns, cover } = this.scratch;
    const left = Math.max(1000, this.budget - this.steps);
    patterns.dual.set(this.dual);
    patterns.budget = patterns.steps + left;
    let bound = patterns.enumerate(limit - this.low);
    this.spend();
    if (patterns.overflown) return 'too-many';
    if (patterns.count > FEW_PATTERNS) {
      bound = polish(patterns, limit, this.polishing((this.budget - this.steps) / 4));
      patterns.drop(limit - bound);
      this.spend();
    }
    if (bound > limit) return 'all';
    this.cover(limit, bound, states, Math.max(1000, this.budget - this.steps));
    if (bound + cover.cut > Math.min(limit, this.bestNumber)) return 'all';
    this.bound = Math.max(this.bound, Math.min(limit + 1, bound + cover.cut));
    return 'more-states';
  }

  private offer(plan: ValuedPlan): void {
    if (this.judge.compare(plan, this.best) >= 0) return;
    this.best = plan;
    this.bestNumber = this.numberOf(plan);
  }

  /** Rounds of prices that so many steps allow. */
  private polishing(steps: number): number {
    return Math.max(2, Math.min(POLISHING, Math.floor(steps / (this.scratch.patterns.parts + 1))));
  }

  /** Takes over the steps of the patterns. */
  private spend(): void {
    const { patterns } = this.scratch;
    this.steps += patterns.steps;
    patterns.steps = 0;
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
