/** The worlds of `plan-oracle.test.ts` from other seeds: at least 20,000 over all shards, and on until the minutes are used. */
import { expect, it } from 'vitest';
import { judgeWorld } from '../oracle/world-judge';
import { shrinkWorld } from '../shrink-world';
import { seededWorld, type World } from '../worlds';

const LEAST = 20_000;
const minutes = Number(process.env.MINUTES ?? 10);
const [shard, shards] = (process.env.SHARD ?? '1/1').split('/').map(Number);
/** Above the seeds of CI. */
const FIRST_SEED = 1_000_000;
/** Of the worlds, in the default budget. */
const LEAST_PROVEN = 0.99;

/** Smaller worlds on the way may be no valid input: those do not count as failures. */
function isFaulty(world: World): boolean {
  try {
    return judgeWorld(world).faults.length > 0;
  } catch {
    return false;
  }
}

it('plans every world exactly as the exhaustive search', () => {
  const end = performance.now() + minutes * 60_000 * 0.8;
  let judged = 0;
  const open: number[] = [];
  for (let seed = FIRST_SEED + shard - 1; performance.now() < end; seed += shards) {
    // Every fourth world is larger: more ways, deeper searches. Every third has dates.
    const dated = seed % 3 === 0 ? { dated: true } : {};
    const world = seededWorld(seed, { maxPlans: seed % 4 === 0 ? 20_000 : 2000, ...dated });
    const { faults, proven } = judgeWorld(world);
    if (faults.length > 0) {
      const small = shrinkWorld(world, isFaulty);
      throw new Error(
        `seed ${seed}: ${faults.join('; ')}\nmade small, for test/fixtures/worlds.json: ${JSON.stringify(small)}`,
      );
    }
    if (!proven) open.push(seed);
    judged += 1;
  }
  console.log(
    `plan-oracle: ${judged} worlds, seeds from ${FIRST_SEED + shard - 1} in steps of ${shards}; open: ${open}`,
  );
  expect(judged, 'too few worlds: give more minutes').toBeGreaterThanOrEqual(LEAST / shards);
  expect(open.length).toBeLessThanOrEqual(judged * (1 - LEAST_PROVEN));
});
