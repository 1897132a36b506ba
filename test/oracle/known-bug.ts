/** Bugs put back on purpose: how one is written down, and the search for the first problem that shows it. */
import type { Patch } from './patched-solver';
import type { Mode } from './random-problem';
import { type Solver, Tally, tryExhaustive } from './trial';

export interface KnownBug {
  readonly name: string;
  readonly why: string;
  /** The fault that gives it away: found otherwise, it is not this bug that was found. */
  readonly shows: RegExp;
  readonly modes: readonly Mode[];
  readonly patches: readonly Patch[];
}

/** How a bug shows: as a proof that does not hold, as a plan that is not the first, or as any of both. */
export const BOUND = /above the optimum/;
export const TIES = /another plan comes first/;
export const PROOF = /above the optimum|is possible|another plan comes first/;

export interface BugHunt {
  readonly modes: readonly Mode[];
  /** Problems looked at, at most. */
  readonly most: number;
  /** Default: any fault. */
  readonly shows?: RegExp;
  /** Whether the problems have rate cells; default: half of them. */
  readonly cards?: boolean;
}

export interface Found {
  /** Problems until the fault, or all. */
  readonly trials: number;
  readonly faults: readonly string[];
}

const FIRST_SEED = 5_000_000;

/** Problems in turn until a fault that `shows`; what is thrown is nobody's finding and ends the test. */
export function searchFault(solver: Solver, { modes, most, shows = /./, cards }: BugHunt): Found {
  for (let trial = 0; trial < most; trial += 1) {
    const tally = new Tally();
    tryExhaustive(tally, solver, FIRST_SEED + trial, modes[trial % modes.length], cards);
    if (tally.faults.some((fault) => shows.test(fault))) return { trials: trial + 1, faults: tally.faults };
  }
  return { trials: most, faults: [] };
}
