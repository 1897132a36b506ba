/** Bugs put back on purpose, and the search for the problem that gives them away. */
import { expect } from 'vitest';
import { type Patch, patchedSolver } from './patched-solver';
import type { Mode } from './random-problem';
import { type Solver, Tally, tryExhaustive } from './trial';

const MOST_TRIALS = 6000;
/** So many problems at least must show nothing without the bug, however soon it is found. */
const LEAST_TRIALS = 300;

/** How a bug shows: as a proof that does not hold, as a plan that is not the first, or as one that cannot be. */
export const BOUND = /above the optimum/;
export const TIES = /another plan comes first/;
export const PROOF = /above the optimum|is possible|another plan comes first/;

export interface Bug {
  readonly name: string;
  readonly why: string;
  /** The fault that gives it away: found otherwise, it is not this bug that was found. */
  readonly shows: RegExp;
  readonly modes: readonly Mode[];
  readonly patches: readonly Patch[];
}

interface Search {
  /** Problems until the fault, or all. */
  readonly trials: number;
  readonly faults: readonly string[];
}

export interface SearchOptions {
  readonly modes: readonly Mode[];
  readonly most: number;
  /** Whether rates have steps; default: half of them. */
  readonly cards?: boolean | undefined;
  readonly shows?: RegExp;
}

/** Problems in turn until a fault that `shows`; what is thrown is nobody's finding and ends the test. */
export function searchFault(solver: Solver, { modes, most, cards, shows = /./ }: SearchOptions): Search {
  for (let seed = 0; seed < most; seed += 1) {
    const tally = new Tally();
    tryExhaustive(tally, solver, 5_000_000 + seed, modes[seed % modes.length], cards);
    if (tally.faults.some((fault) => shows.test(fault))) return { trials: seed + 1, faults: tally.faults };
  }
  return { trials: most, faults: [] };
}

/** What the problems are drawn from, and the base → problems that showed nothing. */
const clean = new Map<string, number>();

/** @param base patches that bring small problems to the place of the bug */
export async function expectFound(bug: Bug, base: readonly Patch[], cards?: boolean): Promise<void> {
  const { patches, modes, shows } = bug;
  const found = searchFault(await patchedSolver([...base, ...patches]), { modes, most: MOST_TRIALS, cards, shows });
  expect(found.faults, 'with the bug').not.toEqual([]);
  const most = Math.max(found.trials, LEAST_TRIALS);
  const key = JSON.stringify([base, modes, cards]);
  if ((clean.get(key) ?? 0) >= most) return;
  const without = searchFault(await patchedSolver(base), { modes, most, cards });
  expect(without.faults, 'without it, on the same problems').toEqual([]);
  clean.set(key, most);
}
