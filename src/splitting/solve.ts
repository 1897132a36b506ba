import { ascendArms, climbArms, fixArmsOut } from './arm-bound';
import type { Core } from './core';
import { withCredits } from './credits';
import { fixDominatedArms } from './dominance';
import { type Gathered, gather, isCostObjective } from './gather';
import { dropHopelessLines } from './groups';
import { lay } from './lay';
import { isPriced } from './objective';
import { solveOneLine } from './one-line';
import { planNumber } from './packing';
import { Judge, type ValuedPlan } from './plan-value';
import type { Assignment, Problem } from './problem';
import { feasible, proven } from './proof';
import { bestSingleArm, boundAtRoot, fixArms } from './root';
import { Scratch } from './scratch';
import { search } from './search';
import { isStaged, solveInStages } from './stages';
import { settleStarts } from './start-ties';
import { solveStepped } from './stepped';
import { MOST_ENUMERATED, MOST_TRIED } from './subsets';

/** So few arms are enumerated at once. */
const FEW_ENUMERATED = 5;
/** Rounds of local search and subgradient steps before the search proper. */
const NARROWING_ROUNDS = 3;
/** Rounds of coordinate ascent before them. */
const ASCENTS = 6;
/** Subgradient steps of one round. */
const CLIMBS = 20;
/** Arms that the local search may use. */
const IMPROVED_ARMS = 20;
/** Arms that a first, restricted search may use to find a good plan. */
const RESTRICTED_ARMS = 24;

export type { Scratch };

/** Working memory for `solve`: one per planner. */
export function createScratch(): Scratch {
  return new Scratch();
}

/**
 * Who ships what, with a proof: gather the pairs, bound the whole network, fix out what cannot matter, search the rest. The same
 * problem gives the same answer, whatever was solved before with the same scratch.
 */
export function solve(problem: Problem, scratch: Scratch): Assignment {
  if (!problem.hasCredits) return solvePriced(problem, scratch);
  const without = scratch.credits.withoutCredits(problem);
  return withCredits(without, solvePriced(without, scratch));
}

/** @param problem no price is below zero */
function solvePriced(problem: Problem, scratch: Scratch): Assignment {
  return isStaged(problem)
    ? solveInStages(problem, scratch, (each) => solveAtOnce(each, scratch))
    : solveAtOnce(problem, scratch);
}

/** The same where one comparison of sums decides. */
function solveAtOnce(problem: Problem, scratch: Scratch): Assignment {
  // Where the cost is no level, what cells charge decides nothing.
  const isStepped = problem.columns.cells !== null && problem.levels.some(isPriced);
  const decided = problem.lines.length === 1 ? solveOneLine(problem, scratch, isStepped) : null;
  if (decided !== null) return decided;
  const judge = new Judge(problem, scratch);
  if (isStepped && isCostObjective(problem)) {
    scratch.reserveNetwork(problem);
    const light = scratch.light.solve(judge);
    if (light !== null) return proven(judge, light, scratch.light.spent());
  }
  const gathered = gather(judge, scratch);
  dropHopelessLines(problem, scratch.lineDemand);
  const nothing = judge.value([]);
  if (problem.shipComplete && problem.lines.some((line, index) => scratch.lineDemand[index] < line.units)) {
    return proven(judge, nothing, gathered.pairs);
  }
  if (isStepped) return solveStepped(judge, scratch, gathered, nothing);
  return new Solve(judge, scratch, gathered, nothing).run();
}

class Solve {
  private steps: number;
  private best: ValuedPlan;
  /** The number of the best plan, in the gather's prices. */
  private known = 0;

  constructor(
    private readonly judge: Judge,
    private readonly scratch: Scratch,
    private readonly gathered: Gathered,
    nothing: ValuedPlan,
  ) {
    this.best = nothing;
    this.steps = gathered.pairs;
  }

  run(): Assignment {
    const { scratch, gathered } = this;
    const { problem } = this.judge;
    const bound = boundAtRoot(problem, scratch, gathered);
    this.steps += 2 * gathered.pairs;
    if (gathered.separable && gathered.unlimited) {
      const alive = this.fixByFirstPlan(bound);
      if (alive <= MOST_TRIED && isCostObjective(problem) && this.enumerate()) {
        return proven(this.judge, this.best, this.steps);
      }
    } else if (this.fix(bound) > RESTRICTED_ARMS) {
      this.restrictedSearch();
      this.fix(bound);
    }
    fixDominatedArms(this.judge, scratch, gathered);
    return this.search();
  }

  /** Finds a good plan among the arms that the root's prices like and fixes out what cannot beat it; returns the arms left. */
  private fixByFirstPlan(bound: number): number {
    const { scratch, gathered } = this;
    const { subsets, armAlive, noted } = scratch;
    this.known = 0;
    for (let line = 0; line < this.judge.problem.lines.length; line += 1) {
      this.known += scratch.lineDemand[line] * scratch.linePenalty[line];
    }
    const single = bestSingleArm(scratch, gathered.arms);
    if (single >= 0) {
      armAlive.fill(0, 0, gathered.arms);
      armAlive[single] = 1;
      for (const arm of noted) armAlive[arm] = 1;
      subsets.takeUp(this.judge.problem, gathered);
      this.known = Math.min(this.known, subsets.descend(single));
      this.steps += subsets.spent();
    }
    const { slack } = gathered.packing;
    const alive = fixArms(scratch, gathered.arms, bound, this.known + slack);
    if (alive <= FEW_ENUMERATED && isCostObjective(this.judge.problem)) return alive;
    if (single >= 0) this.offer(subsets.parts());
    return this.narrow();
  }

  /** Better plans and better bounds in turn, each of which fixes arms out; returns the arms left. */
  private narrow(): number {
    const { gathered } = this;
    const { candidates } = this.scratch;
    const { slack } = gathered.packing;
    this.steps += candidates.takeUp(this.judge.problem, gathered);
    this.steps += ascendArms(candidates, this.known + slack, ASCENTS);
    fixArmsOut(candidates, this.known + slack);
    let stuck = false;
    for (let round = 0; round < NARROWING_ROUNDS && candidates.arms > MOST_ENUMERATED; round += 1) {
      const { arms } = candidates;
      const { known } = this;
      this.improve(stuck || round === NARROWING_ROUNDS - 1);
      if (candidates.arms <= MOST_ENUMERATED || candidates.bound > this.known + slack) break;
      this.steps += climbArms(candidates, this.known + slack, CLIMBS, 1 / (1 + round));
      if (stuck && this.known === known) break;
      stuck = candidates.arms > 0.8 * arms && this.known === known;
    }
    candidates.markAlive(gathered.arms);
    return candidates.arms;
  }

  /** Looks for a better plan among the arms of least reduced cost and those of the best plan, and fixes by it. */
  private improve(thorough: boolean): void {
    const { scratch, gathered } = this;
    const { subsets, candidates } = scratch;
    candidates.keepLeast(IMPROVED_ARMS, this.best.parts);
    subsets.takeFrom(candidates);
    this.takeNumber(subsets.descendTight());
    if (thorough) this.takeNumber(subsets.improve(this.best.parts.map((part) => part.source)));
    this.steps += subsets.spent();
    candidates.markAlive(gathered.arms);
    fixArmsOut(candidates, this.known + gathered.packing.slack);
  }

  /** The plan that `subsets` found last, by its number. */
  private takeNumber(number: number): void {
    if (number >= this.known) return;
    this.known = number;
    this.offer(this.scratch.subsets.parts());
  }

  /** Settles the arms left, by the best plans over them; false where that takes too many branches. */
  private enumerate(): boolean {
    const { subsets } = this.scratch;
    subsets.takeUp(this.judge.problem, this.gathered);
    const plans = subsets.enumerate(this.known + this.gathered.packing.slack);
    this.steps += subsets.spent();
    if (plans === null) return false;
    for (const parts of plans) this.offer(parts);
    return true;
  }

  private search(): Assignment {
    const { problem } = this.judge;
    const core = this.core(problem.budget);
    const left = search(core);
    this.steps += core.steps;
    this.take(core);
    if (left === Number.POSITIVE_INFINITY && !core.crowded) return proven(this.judge, this.best, this.steps);
    // In a crowded core not every arm was looked at: only what each line costs alone bounds the rest.
    const bound = core.crowded ? 0 : left;
    return feasible(this.judge, this.scratch, core.packing, this.best, bound, this.steps);
  }

  private offer(parts: ValuedPlan['parts']): void {
    const plan = this.judge.value(settleStarts(this.judge, parts));
    if (this.judge.compare(plan, this.best) < 0) this.best = plan;
  }

  private take(core: Core): void {
    if (this.judge.compare(core.best, this.best) < 0) this.best = core.best;
  }

  /** The best plan's number in the prices of the gather, against the root bound. */
  private fix(bound: number): number {
    const { scratch, gathered, judge } = this;
    const demand = scratch.lineDemand.subarray(0, judge.problem.lines.length);
    const shipping = judge.shippingGroups(this.best.parts);
    const known = planNumber(gathered.packing, judge.terms, demand, this.best.parts, shipping);
    return fixArms(scratch, gathered.arms, bound, known + gathered.packing.slack);
  }

  /** A search over the arms that are cheap for some line and those of least reduced cost: a good plan makes the fixing sharp. */
  private restrictedSearch(): void {
    const { scratch, gathered } = this;
    const order = Array.from({ length: gathered.arms }, (_, arm) => arm)
      .filter((arm) => scratch.armAlive[arm] === 1)
      .sort((a, b) => scratch.armReduced[a] - scratch.armReduced[b] || a - b);
    scratch.armAlive.fill(0, 0, gathered.arms);
    for (const arm of [...scratch.noted, ...order].slice(0, RESTRICTED_ARMS)) scratch.armAlive[arm] = 1;
    fixDominatedArms(this.judge, scratch, gathered);
    const core = this.core(Math.floor(this.judge.problem.budget / 8));
    search(core);
    this.steps += core.steps;
    this.take(core);
  }

  private core(budget: number): Core {
    const core = this.scratch.core;
    lay(core, this.judge, this.scratch, this.gathered, this.best);
    core.steps = 0;
    core.budget = Math.min(budget, Math.max(0, this.judge.problem.budget - this.steps));
    return core;
  }
}
