/** What later levels must keep to: values of earlier ones, each its own optimum and what its tolerance adds. */
import { fullest } from './gauges';
import { Judge, type Part } from './plan-value';
import type { Assignment, Level, Problem, Tolerance } from './problem';
import { proven } from './proof';
import type { Scratch } from './scratch';

export interface Limit {
  readonly level: Level;
  readonly most: number;
}

/** Levels to make least in order, those of `problem`, by a plan within limits. */
export interface Stage {
  readonly problem: Problem;
  readonly limits: readonly Limit[];
  /** So many of the levels were settled before the first limit: what they are worth no limit changes. */
  readonly lead: number;
  /** So many are settled: `known` has their least values. */
  readonly settled: number;
  /** A plan within the limits; without any, it may be that nothing ships. */
  readonly known: readonly Part[];
}

/** What a value may rise to. */
export function allowed(value: number, { amount, milliPercent }: Tolerance): number {
  return value + Math.max(amount, shareOf(Math.abs(value), milliPercent));
}

/** ⌊value × milliPercent ÷ 100,000⌋, in steps that stay exact. */
function shareOf(value: number, milliPercent: number): number {
  const whole = Math.floor(value / 100_000);
  return whole * milliPercent + Math.floor(((value - whole * 100_000) * milliPercent) / 100_000);
}

/** What a plan is worth on one level. */
export function worth(problem: Problem, scratch: Scratch, level: Level, parts: readonly Part[]): number {
  if (level.goal === 'balance') return fullest(problem, parts);
  return new Judge({ ...problem, levels: [level] }, scratch).value(parts).values[0];
}

export function keeps({ problem, limits }: Stage, scratch: Scratch, parts: readonly Part[]): boolean {
  return limits.every(({ level, most }) => worth(problem, scratch, level, parts) <= most);
}

/** Solves lists of levels that are sums, for one call: every search may take a part of the steps that are left. */
export class Call {
  steps = 0;

  constructor(
    readonly scratch: Scratch,
    private readonly budget: number,
    private readonly search: (problem: Problem) => Assignment,
  ) {}

  get left(): number {
    return Math.max(0, this.budget - this.steps);
  }

  solve(problem: Problem, part = 0.5): Assignment {
    const judge = new Judge(problem, this.scratch);
    if (problem.maxShipments === 0) return proven(judge, judge.value([]), 0);
    const answer = this.search({ ...problem, budget: Math.floor(this.left * part) });
    this.steps += answer.steps;
    return answer;
  }

  /** A bound of the level over every plan of the problem, whatever it is worth on others. */
  boundAlone(problem: Problem, level: Level): number {
    return this.solve({ ...problem, levels: [level] }, 0).levels[0].bound;
  }
}
