/**
 * The search against outside judges that share no code with it: every plan there is on small problems, a MIP solver on larger ones.
 * Same seeds every time; `npm run nightly` runs many more.
 */
import { describe, expect, it } from 'vitest';
import { createScratch, solve } from '../src/splitting/solve';
import { loadMip } from './oracle/mip';
import { MODES, randomProblem } from './oracle/random-problem';
import { Tally, tryExhaustive, tryMip } from './oracle/trial';

const EXHAUSTIVE_TRIALS = 4500;
const MIP_TRIALS = 200;

describe('the search', () => {
  const scratch = createScratch();
  const solver = (problem: Parameters<typeof solve>[0]) => solve(problem, scratch);

  it('finds the plan that an exhaustive search finds, to the last tie', { timeout: 60_000 }, () => {
    const tally = new Tally();
    for (let seed = 0; seed < EXHAUSTIVE_TRIALS; seed += 1) tryExhaustive(tally, solver, seed);
    expect(tally.faults).toEqual([]);
    expect(tally.unproven, 'not proven').toEqual([]);
    // Now and then freight is free, and there are more equal plans than the budget has steps.
    expect(tally.unprovenCells.length, 'not proven').toBeLessThanOrEqual(1);
    expect(tally.compared).toBeGreaterThanOrEqual(EXHAUSTIVE_TRIALS * 0.97);
    for (const mode of MODES) expect(tally.perMode.get(mode), mode).toBeGreaterThanOrEqual(50);
    expect(tally.split).toBeGreaterThanOrEqual(EXHAUSTIVE_TRIALS * 0.2);
    expect(tally.lineSplit).toBeGreaterThanOrEqual(EXHAUSTIVE_TRIALS * 0.1);
    expect(tally.partial).toBeGreaterThanOrEqual(EXHAUSTIVE_TRIALS * 0.1);
    expect(tally.credits).toBeGreaterThanOrEqual(700);
    expect(tally.earning).toBeGreaterThanOrEqual(60);
    expect(tally.cells).toBeGreaterThanOrEqual(2200);
    expect(tally.byCell).toBeGreaterThanOrEqual(1500);
    expect(tally.parcels).toBeGreaterThanOrEqual(500);
    expect(tally.moreParcels).toBeGreaterThanOrEqual(250);
  });

  it('finds the values that a MIP solver finds', { timeout: 120_000 }, async () => {
    const mip = await loadMip();
    const tally = new Tally();
    for (let seed = 0; seed < MIP_TRIALS; seed += 1) tryMip(tally, solver, mip, seed);
    expect(tally.faults).toEqual([]);
    expect(tally.compared).toBeGreaterThanOrEqual(MIP_TRIALS * 0.97);
    expect(tally.provenRoomy).toBeGreaterThanOrEqual(tally.roomy * 0.9);
  });

  it('answers the same whatever its scratch held before', () => {
    for (let seed = 0; seed < 300; seed += 1) {
      const problem = randomProblem(seed, undefined, seed % 3 === 0 ? 'large' : 'small');
      expect(solve(problem, scratch), `seed ${seed}`).toEqual(solve(problem, createScratch()));
    }
  });
});
