/** Many random problems through one solver, each held against the best plan there is; what went wrong, and what was seen. */
import type { Assignment, Problem } from '../../src/splitting/problem';
import { faultsAgainst, isProven } from './compare';
import { bestPlan } from './exhaustive';
import { judge } from './judge-assignment';
import type { MipSolver } from './mip';
import { freightOfParts, leastParcels } from './price-parcels';
import { hasCards, type Mode, modeOf, randomProblem } from './random-problem';

export type Solver = (problem: Problem) => Assignment;

/** Counts over the trials; a test that never splits or never proves is caught by a floor on them. */
export class Tally {
  trials = 0;
  /** Held against the best plan; the others were only judged alone. */
  compared = 0;
  /** Of the compared ones without a tight budget. */
  roomy = 0;
  provenRoomy = 0;
  split = 0;
  lineSplit = 0;
  partial = 0;
  empty = 0;
  /** With prices of units below zero; of those, that cost less than nothing. */
  credits = 0;
  earning = 0;
  /** With rate cells; of those, that ship by one; in several parcels; in more parcels than the limits need. */
  cells = 0;
  byCell = 0;
  parcels = 0;
  moreParcels = 0;
  solverMs = 0;
  readonly perMode = new Map<Mode, number>();
  readonly faults: string[] = [];

  see(seed: number, mode: Mode, problem: Problem, assignment: Assignment): void {
    this.trials += 1;
    this.perMode.set(mode, (this.perMode.get(mode) ?? 0) + 1);
    const { parts } = assignment;
    if (new Set(parts.map((part) => part.source)).size > 1) this.split += 1;
    if (new Set(parts.map((part) => part.line)).size < parts.length) this.lineSplit += 1;
    const units = problem.lines.reduce((total, line) => total + line.units, 0);
    const shipped = parts.reduce((total, part) => total + part.units, 0);
    if (shipped === 0) this.empty += 1;
    else if (shipped < units) this.partial += 1;
    this.seeCells(problem, assignment);
    if (problem.hasCredits) this.credits += 1;
    if (problem.levels.some(({ goal }, level) => goal === 'cost' && assignment.levels[level].value < 0))
      this.earning += 1;
    if (problem.budget < 1000) return;
    this.roomy += 1;
    if (isProven(assignment)) this.provenRoomy += 1;
    else (problem.columns.cells === null ? this.unproven : this.unprovenCells).push(seed);
  }

  private seeCells({ columns, lines }: Problem, { parts, shipments }: Assignment): void {
    const { cell, cells } = columns;
    if (cell === null || cells === null) return;
    this.cells += 1;
    const by = shipments.filter(({ source }) => cell[source] >= 0);
    if (by.length > 0) this.byCell += 1;
    if (by.some(({ parcels }) => parcels > 1)) this.parcels += 1;
    const isMore = by.some(({ source, parcels }) => {
      const mine = parts.filter((part) => part.source === source);
      return parcels > leastParcels(cells, cell[source], freightOfParts(lines, mine));
    });
    if (isMore) this.moreParcels += 1;
  }

  /** Seeds that were not proven in a roomy budget: without rate cells, and with. */
  readonly unproven: number[] = [];
  readonly unprovenCells: number[] = [];

  toString(): string {
    const { trials, compared, roomy, provenRoomy, split, lineSplit, partial, empty, cells, byCell, parcels } = this;
    const ms = Math.round(this.solverMs);
    const cards = `${cells} with rate cells, ${byCell} ship by one, ${parcels} in several parcels, ${this.moreParcels} in more than needed`;
    return `${trials} trials, ${compared} compared, ${provenRoomy} of ${roomy} proven, ${split} split, ${lineSplit} with a split line, ${partial} partial, ${empty} empty, ${cards}, ${ms} ms in the solver`;
  }
}

/** One small problem against every plan there is. */
export function tryExhaustive(
  tally: Tally,
  solve: Solver,
  seed: number,
  mode: Mode = modeOf(seed),
  cards = hasCards(seed, mode),
): void {
  const problem = randomProblem(seed, mode, 'small', cards);
  const assignment = timed(tally, solve, problem);
  const best = bestPlan(problem);
  if (best !== null) tally.compared += 1;
  const faults = best === null ? judge(problem, assignment) : faultsAgainst(problem, assignment, best);
  for (const fault of faults) tally.faults.push(`seed ${seed}, mode ${mode}${cards ? ', cards' : ''}: ${fault}`);
  tally.see(seed, mode, problem, assignment);
}

/** One larger problem against the MIP. Where ours is the better one, the MIP was imprecise: its values prove nothing. */
export function tryMip(tally: Tally, solve: Solver, mip: MipSolver, seed: number, mode: Mode = modeOf(seed)): void {
  const problem = randomProblem(seed, mode, 'large');
  const assignment = timed(tally, solve, problem);
  const best = mip(problem);
  const isUsable = best !== null && !isBelow(assignment, best.values);
  if (isUsable) tally.compared += 1;
  const faults = isUsable ? faultsAgainst(problem, assignment, { values: best.values }) : judge(problem, assignment);
  for (const fault of faults) tally.faults.push(`seed ${seed}, mode ${mode}, large: ${fault}`);
  tally.see(seed, mode, problem, assignment);
}

function timed(tally: Tally, solve: Solver, problem: Problem): Assignment {
  const start = performance.now();
  const assignment = solve(problem);
  tally.solverMs += performance.now() - start;
  return assignment;
}

function isBelow(assignment: Assignment, values: readonly number[]): boolean {
  const index = assignment.levels.findIndex((level, at) => level.value !== values[at]);
  return index >= 0 && assignment.levels[index].value < values[index];
}
