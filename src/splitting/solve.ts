import { buildCore, type Core } from './core';
import { type Gathered, gather } from './gather';
import type { LevelTerms } from './objective';
import { solveOneUnit } from './one-unit';
import { planNumber } from './packing';
import { comparePlans, levelTerms, type ValuedPlan, valuePlan } from './plan-value';
import type { Assignment, Problem } from './problem';
import { feasible, proven } from './proof';
import { rankSources } from './rank';
import { bestSingleArm, boundAtRoot, fixArms, singlePlan } from './root';
import { Scratch } from './scratch';
import { search } from './search';

export { Scratch };

/** Arms that a first, restricted search may use to find a good plan. */
const RESTRICTED_ARMS = 24;

/** Working memory for `solve`: one per planner. */
export function createScratch(): Scratch {
  return new Scratch();
}

/**
 * Who ships what, with a proof: gather the pairs, bound the whole network, fix out what cannot matter, search the rest. The same
 * problem gives the same answer, whatever was solved before with the same scratch.
 */
export function solve(problem: Problem, scratch: Scratch): Assignment {
  if (problem.lines.length === 1 && problem.lines[0].units === 1) return solveOneUnit(problem, scratch);
  const gathered = gather(problem, scratch);
  dropHopelessLines(problem, scratch);
  const terms = levelTerms(problem);
  rankSources(problem, scratch);
  const nothing = valuePlan(problem, scratch, terms, []);
  if (problem.shipComplete && problem.lines.some((line, index) => scratch.lineDemand[index] < line.units)) {
    return proven(problem, nothing, gathered.pairs);
  }
  return new Solve(problem, scratch, gathered, terms, nothing).run();
}

class Solve {
  private steps: number;
  private best: ValuedPlan;

  constructor(
    private readonly problem: Problem,
    private readonly scratch: Scratch,
    private readonly gathered: Gathered,
    private readonly terms: readonly LevelTerms[],
    nothing: ValuedPlan,
  ) {
    this.best = nothing;
    this.steps = gathered.pairs;
  }

  run(): Assignment {
    const { problem, scratch, gathered } = this;
    const bound = boundAtRoot(problem, scratch, gathered);
    this.steps += 2 * gathered.pairs;
    if (gathered.separable) {
      const arm = bestSingleArm(scratch, gathered.arms);
      if (arm >= 0) this.offer(singlePlan(problem, scratch, arm));
    }
    let alive = this.fix(bound);
    if (alive > RESTRICTED_ARMS) {
      this.restrictedSearch();
      alive = this.fix(bound);
    }
    const core = this.core(problem.budget);
    const left = search(core);
    this.steps += core.steps;
    this.take(core);
    if (left === Number.POSITIVE_INFINITY) return proven(problem, this.best, this.steps);
    return feasible(problem, scratch, this.terms, core.packing, this.best, left, this.steps);
  }

  private offer(parts: ValuedPlan['parts']): void {
    const plan = valuePlan(this.problem, this.scratch, this.terms, parts);
    if (comparePlans(plan, this.best) < 0) this.best = plan;
  }

  private take(core: Core): void {
    if (comparePlans(core.best, this.best) < 0) this.best = core.best;
  }

  /** The best plan's number in the prices of the gather, against the root bound. */
  private fix(bound: number): number {
    const { problem, scratch, gathered, terms } = this;
    const known = planNumber(problem, gathered.packing, terms, scratch.lineDemand, this.best.parts);
    return fixArms(scratch, gathered.arms, bound, known + gathered.packing.slack);
  }

  /** A search over the arms of least reduced cost only: a good plan makes the fixing sharp. */
  private restrictedSearch(): void {
    const { scratch, gathered, problem } = this;
    const order = Array.from({ length: gathered.arms }, (_, arm) => arm)
      .filter((arm) => scratch.armAlive[arm] === 1)
      .sort((a, b) => scratch.armReduced[a] - scratch.armReduced[b] || a - b);
    scratch.armAlive.fill(0, 0, gathered.arms);
    for (const arm of order.slice(0, RESTRICTED_ARMS)) scratch.armAlive[arm] = 1;
    const core = this.core(Math.floor(problem.budget / 8));
    search(core);
    this.steps += core.steps;
    this.take(core);
  }

  private core(budget: number): Core {
    const core = buildCore(this.problem, this.scratch, this.gathered, this.terms, this.best);
    core.budget = Math.min(budget, Math.max(0, this.problem.budget - this.steps));
    return core;
  }
}

/** A line that ships whole or not at all, and whose eligible stock is short, is unfilled. */
function dropHopelessLines(problem: Problem, scratch: Scratch): void {
  problem.lines.forEach((line, index) => {
    if (line.complete && scratch.lineDemand[index] < line.units) scratch.lineDemand[index] = 0;
  });
}
