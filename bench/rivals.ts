/** Runs the peers on the very orders of a cell, and holds their answers against ours. */

import type { Problem } from '../src/splitting/problem';
import type { OrderRecord, Stage } from './cell';
import { hasCbc, solveWithCbc } from './peers/cbc';
import { Greedy } from './peers/greedy';
import { type createHighs, MOST_HIGHS_ROWS } from './peers/highs';
import { countMipRows } from './peers/mip';
import { type Part, priceParts } from './peers/price';
import { Waterfall } from './peers/waterfall';
import { MOST_YALPS_ROWS, solveWithYalps } from './peers/yalps';
import type { PeerName, PeerResult } from './results';
import { mean, quantiles, timeEach } from './timing';

/** General solvers take seconds where we take microseconds. */
const MOST_SOLVER_ORDERS = 10;
const EMPTY_MODEL_RUNS = 20;
/** A solver runs so long before it is timed: WebAssembly too is compiled for speed only while it runs. */
const WARM_SOLVER_MS = 500;

/** One order, as a peer did it. */
interface Run {
  readonly record: OrderRecord;
  readonly parts: readonly Part[];
  readonly us: number;
}

/** All runs of one peer in one cell. */
export interface PeerRuns {
  readonly runs: readonly Run[];
  readonly emptyModelUs?: number;
  /** Why there are none, or not of all orders. */
  readonly reason?: string;
}

export type Highs = Awaited<ReturnType<typeof createHighs>>;

/** The peers that build a model for each order know landed cost only. */
export function runPeers(
  records: readonly OrderRecord[],
  stage: Stage,
  highs: Highs | null,
): Record<PeerName, PeerRuns> {
  const fillFirst = stage.options.objective === 'fillFirst';
  const { model } = stage.options;
  const none = (reason: string): PeerRuns => ({ runs: [], reason });
  const solver = (most: number, run: Solver) =>
    fillFirst ? none('its model is landed cost') : runSolver(records, most, run);
  const straightOnly = (most: number, run: Solver) =>
    model === 'core' ? solver(most, run) : none('a binary for every break of every source is too much for it');
  return {
    waterfall: model === 'cards+k' ? none('it knows no limit on shipments') : runWaterfall(records, stage),
    greedy: runGreedy(records, fillFirst),
    highs: highs === null ? none('left out by --quick') : withEmptyModel(solver(MOST_HIGHS_ROWS, highs.solve), highs),
    yalps: straightOnly(MOST_YALPS_ROWS, solveWithYalps),
    cbc: hasCbc() ? straightOnly(MOST_HIGHS_ROWS, solveWithCbc) : none('not installed on this machine'),
  };
}

function runWaterfall(records: readonly OrderRecord[], { world }: Stage): PeerRuns {
  const waterfall = new Waterfall(world.positions);
  const run = ({ placed, problem }: OrderRecord) => waterfall.plan(placed.order, problem);
  const times = timeEach(records, run, 3);
  return { runs: records.map((record, index) => ({ record, parts: run(record), us: times[index] })) };
}

function runGreedy(records: readonly OrderRecord[], fillFirst: boolean): PeerRuns {
  const greedy = new Greedy();
  const run = ({ problem }: OrderRecord) => greedy.plan(problem, fillFirst);
  const times = timeEach(records, run, 3);
  return { runs: records.map((record, index) => ({ record, parts: run(record), us: times[index] })) };
}

type Solver = (problem: Problem) => { parts: Part[]; solveUs: number } | null;

function runSolver(records: readonly OrderRecord[], mostRows: number, solver: Solver): PeerRuns {
  const tried = records.slice(0, MOST_SOLVER_ORDERS);
  const small = tried.filter(({ problem }) => countMipRows(problem) <= mostRows);
  warmSolver(small, solver);
  const runs = small.flatMap((record): Run[] => {
    const answer = solver(record.problem);
    return answer === null ? [] : [{ record, parts: answer.parts, us: answer.solveUs }];
  });
  const reasons = [`${tried.length} of ${records.length} orders tried`];
  if (small.length < tried.length) reasons.push(`${tried.length - small.length} over ${mostRows} rows`);
  if (runs.length < small.length) reasons.push(`${small.length - runs.length} without an answer in its limits`);
  return { runs, reason: reasons.join(', ') };
}

/** On the smallest model: the others may take seconds. */
function warmSolver(records: readonly OrderRecord[], solver: Solver): void {
  const [smallest] = [...records].sort((a, b) => countMipRows(a.problem) - countMipRows(b.problem));
  if (smallest === undefined) return;
  const end = performance.now() + WARM_SOLVER_MS;
  while (performance.now() < end) solver(smallest.problem);
}

function withEmptyModel(peer: PeerRuns, highs: Highs): PeerRuns {
  if (peer.runs.length === 0) return peer;
  const times = Array.from({ length: EMPTY_MODEL_RUNS }, () => highs.emptyModelUs());
  return { ...peer, emptyModelUs: quantiles(times).p50 };
}

/**
 * HiGHS is the judge: where we say optimal, it must find exactly the same cost. The others only must not find a better one.
 * @throws on the first order that differs
 */
export function checkOptima(peers: Record<PeerName, PeerRuns>): void {
  for (const name of ['highs', 'yalps', 'cbc'] as const) {
    for (const { record, parts } of peers[name].runs) {
      const theirs = costOf(record.problem, parts);
      const ours = costOf(record.problem, record.assignment.parts);
      const differs = name === 'highs' ? theirs !== ours : theirs < ours;
      if (!differs || (!record.proven && theirs < ours)) continue;
      throw new Error(`${record.placed.order.id}: ${name} finds ${theirs} where we find ${ours} (1/1000 minor unit).`);
    }
  }
}

/** null: it ran on no order. */
export function summarisePeer(
  { runs, emptyModelUs, reason }: PeerRuns,
  keep: (record: OrderRecord) => boolean,
): PeerResult | null {
  const kept = runs.filter(({ record }) => keep(record));
  if (kept.length === 0) return null;
  const gaps = kept.flatMap(({ record, parts }) => gapOf(record, parts));
  return {
    solveUs: quantiles(kept.map(({ us }) => us)),
    ...(emptyModelUs === undefined ? {} : { emptyModelUs }),
    orders: kept.length,
    meanGap: gaps.length === 0 ? 0 : mean(gaps),
    optimalShare: gaps.filter((gap) => gap <= 0).length / kept.length,
    ...(reason === undefined ? {} : { reason }),
    ourSolveUs: quantiles(kept.map(({ record }) => record.solveUs)).p50,
  };
}

/** How much dearer; under `fillFirst` nothing where it does not fill as much as we do. */
function gapOf({ problem, assignment }: OrderRecord, parts: readonly Part[]): number[] {
  const theirs = priceParts(problem, parts);
  const ours = priceParts(problem, assignment.parts);
  const fillFirst = problem.levels[0]?.goal === 'unfilled';
  if (fillFirst && theirs.unfilledUnits > ours.unfilledUnits) return [];
  const ourCost = ours.shippedMilli + ours.unfilledMilli;
  return [(theirs.shippedMilli + theirs.unfilledMilli - ourCost) / Math.max(1, ourCost)];
}

function costOf(problem: Problem, parts: readonly Part[]): number {
  const { shippedMilli, unfilledMilli } = priceParts(problem, parts);
  return shippedMilli + unfilledMilli;
}
