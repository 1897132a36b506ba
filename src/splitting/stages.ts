/**
 * Objectives that one search does not compare: levels with a tolerance, and `balance`. Level after level is brought to its optimum; a
 * tolerance leaves a limit to those after it, `balance` tighter limits on what nodes take. Levels with a tolerance come once more after all
 * others, without it: what no later level gains by is not given away.
 */
import { leastFullest } from './balance';
import { addedTo } from './credits';
import { tighten } from './gauges';
import { allowed, Call, type Limit, type Stage, worth } from './levelLimits';
import { Judge, type Part } from './plan-value';
import type { Assignment, Gauges, Level, Problem, Tolerance } from './problem';
import type { Scratch } from './scratch';
import { solveWithin } from './tolerances';

/** Whether the levels need stages. */
export function isStaged({ levels }: Problem): boolean {
  return levels.some(({ goal, tolerance }) => goal === 'balance' || tolerance !== undefined);
}

/** @param search solves a problem whose levels are sums without tolerances */
export function solveInStages(
  problem: Problem,
  scratch: Scratch,
  search: (problem: Problem) => Assignment,
): Assignment {
  const stages = new Stages(new Call(scratch, problem.budget, search), problem);
  for (const { tolerance, ...level } of problem.levels) stages.add(level, tolerance);
  for (const { tolerance, ...level } of problem.levels) if (tolerance !== undefined) stages.add(level, undefined);
  return stages.finish();
}

class Stages {
  /** Narrower with every limit on shipments and every threshold. */
  private region: Problem;
  private readonly limits: Limit[] = [];
  /** Levels whose least values are known, in order; how many of them were before the first limit; and what comes next. */
  private settled: Level[] = [];
  private lead = 0;
  private pending: Level[] = [];
  /** A plan that has the least values. */
  private parts: readonly Part[] = [];
  private tiesSettled = false;
  /** The plan at hand is one of several, not the one that the last ties choose. */
  private isStale = true;
  /** Asked level: its bound; undefined where a level before it is not proven. */
  private readonly bounds: { readonly bound: number; readonly isProven: boolean }[] = [];
  private isProven = true;

  constructor(
    private readonly call: Call,
    private readonly problem: Problem,
  ) {
    this.region = problem;
  }

  add(level: Level, tolerance: Tolerance | undefined): void {
    if (level.goal === 'balance') {
      if (this.pending.length > 0) this.settle();
      this.addBalance(tolerance);
      return;
    }
    this.pending.push(level);
    if (tolerance === undefined) return;
    this.settle();
    this.settled.pop();
    const value = worth(this.problem, this.call.scratch, level, this.parts);
    this.limit(level, this.mostOf(value, tolerance, addedTo(this.problem, level)));
  }

  /**
   * Of the level that was bounded last. Where its optimum is not known, what its bound allows is within the tolerance for certain: but for
   * more than all of a negative one, which allows the more the less it is.
   * @param added credits that are in the value, of which a share is none of the level's own
   */
  private mostOf(value: number, tolerance: Tolerance, added: number): number {
    const { bound } = this.bounds[this.bounds.length - 1];
    const isCertain = bound === value || bound >= added || tolerance.milliPercent <= 100_000;
    if (bound === Number.NEGATIVE_INFINITY || !isCertain) return value;
    return Math.max(value, allowed(bound - added, tolerance) + added);
  }

  private limit(level: Level, most: number): void {
    if (level.goal === 'shipments') {
      this.region = { ...this.region, maxShipments: Math.min(this.region.maxShipments, most) };
      return;
    }
    if (this.limits.length === 0) this.lead = this.settled.length;
    this.limits.push({ level, most });
  }

  /** The least values of the levels that came since. */
  private settle(): void {
    const levels = [...this.settled, ...this.pending];
    const answer = solveWithin(this.call, this.stage(levels.length === 0 ? [{ goal: 'unfilled' }] : levels));
    this.pending.forEach((_, place) => {
      const { value, bound, optimal } = answer.levels[this.settled.length + place];
      this.note(value, bound, optimal);
    });
    this.settled.push(...this.pending);
    this.pending = [];
    this.parts = answer.parts;
    this.tiesSettled = answer.tiesSettled;
    this.isStale = false;
  }

  private stage(levels: readonly Level[]): Stage {
    const { region, limits, settled, parts } = this;
    const lead = limits.length === 0 ? settled.length : this.lead;
    return { problem: { ...region, levels }, limits, lead, settled: settled.length, known: parts };
  }

  private note(value: number, bound: number, isMet: boolean): void {
    const known = this.isProven ? Math.min(bound, value) : Number.NEGATIVE_INFINITY;
    this.isProven &&= isMet;
    this.bounds.push({ bound: known, isProven: this.isProven });
  }

  private addBalance(tolerance: Tolerance | undefined): void {
    const gauges = this.problem.gauges as Gauges;
    const { parts, value, bound } = leastFullest(this.call, this.stage(this.settled), gauges);
    this.parts = parts;
    this.note(value, bound, bound === value);
    const most = tolerance === undefined ? value : this.mostOf(value, tolerance, 0);
    this.region = tighten(this.region, gauges, most);
    this.isStale = true;
  }

  finish(): Assignment {
    const { problem, call, bounds } = this;
    if (this.pending.length > 0 || this.isStale) this.settle();
    const { parts } = this;
    let isMet = true;
    const levels = problem.levels.map((level, place) => {
      const value = worth(problem, call.scratch, level, parts);
      const { bound, isProven } = bounds[place];
      const least = bound === Number.NEGATIVE_INFINITY ? this.boundAlone(level) : bound;
      // What one stage left open a later one may have reached.
      isMet &&= isProven || least >= value;
      return { value, bound: Math.min(value, least), optimal: isMet };
    });
    const shipments = new Judge({ ...problem, levels: [{ goal: 'unfilled' }] }, call.scratch).shipments(parts);
    return { parts, shipments, levels, tiesSettled: this.tiesSettled && this.isProven, steps: call.steps };
  }

  private boundAlone(level: Level): number {
    return level.goal === 'balance' ? 0 : this.call.boundAlone(this.problem, level);
  }
}
