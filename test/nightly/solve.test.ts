/** The trials of `solve.test.ts` from other seeds: the least counts below over all shards, and on until the minutes are used. */
import { expect, it } from 'vitest';
import { createScratch, solve } from '../../src/splitting/solve';
import { loadMip } from '../oracle/mip';
import { Tally, tryExhaustive, tryMip } from '../oracle/trial';

const LEAST_EXHAUSTIVE = 42_000;
const LEAST_MIP = 2000;
/** Of them, with rate cells. */
const LEAST_EXHAUSTIVE_CELLS = 20_000;
const LEAST_MIP_CELLS = 500;
/** Of the small ones, in the default budget; without rate cells all. */
const LEAST_PROVEN = 0.999;
const minutes = Number(process.env.MINUTES ?? 10);
const [shard, shards] = (process.env.SHARD ?? '1/1').split('/').map(Number);
/** Above the seeds of CI. */
const FIRST_SEED = 1_000_000 + shard - 1;

const scratch = createScratch();
const solver = (problem: Parameters<typeof solve>[0]) => solve(problem, scratch);

it('finds the plan that an exhaustive search finds, to the last tie', () => {
  const tally = runUntilEnd(LEAST_EXHAUSTIVE, (trial, seed) => tryExhaustive(trial, solver, seed));
  expect(tally.cells).toBeGreaterThanOrEqual(LEAST_EXHAUSTIVE_CELLS / shards);
  expect(tally.unproven, 'not proven, without rate cells').toEqual([]);
  expect(tally.unprovenCells.length, `${tally.unprovenCells}`).toBeLessThanOrEqual(tally.cells * (1 - LEAST_PROVEN));
});

it('finds the values that a MIP solver finds', async () => {
  const mip = await loadMip();
  const tally = runUntilEnd(LEAST_MIP, (trial, seed) => tryMip(trial, solver, mip, seed));
  expect(tally.cells).toBeGreaterThanOrEqual(LEAST_MIP_CELLS / shards);
  expect(tally.provenRoomy).toBeGreaterThanOrEqual(tally.roomy * 0.9);
});

/** Half of the minutes each, with some left for the start. */
function runUntilEnd(least: number, run: (tally: Tally, seed: number) => void): Tally {
  const end = performance.now() + minutes * 60_000 * 0.4;
  const tally = new Tally();
  let seed = FIRST_SEED;
  for (; performance.now() < end && tally.faults.length === 0; seed += shards) run(tally, seed);
  console.log(`solve: seeds ${FIRST_SEED} to ${seed - shards} in steps of ${shards}: ${tally}`);
  expect(tally.faults).toEqual([]);
  expect(tally.compared, 'too few trials: give more minutes').toBeGreaterThanOrEqual(least / shards);
  return tally;
}
