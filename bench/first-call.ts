/** The first plan of a fresh process: nothing is warm, not even the code. */
import { spawnSync } from 'node:child_process';
import { createRouter } from 'order-sourcing';
import { generateWorld } from './generator';
import { type CellOptions, skusFor } from './grid';
import { type Quantiles, quantiles, timeOnce } from './timing';

const PROCESSES = 3;
export const FIRST_CALL_FLAG = '--first-call';

/** Starts this program again, which then runs `printFirstCall`. */
export function measureFirstCall(cell: CellOptions, seed: number): Quantiles {
  const times = Array.from({ length: PROCESSES }, (_, nth) => {
    const job = JSON.stringify({ cell, seed, nth });
    const child = spawnSync(process.execPath, [process.argv[1], FIRST_CALL_FLAG, job], { encoding: 'utf8' });
    if (child.status !== 0) throw new Error(`The process for the first call failed: ${child.stderr}`);
    return Number(child.stdout);
  });
  return quantiles(times);
}

export function printFirstCall(job: string): void {
  const { cell, seed, nth } = JSON.parse(job) as { cell: CellOptions; seed: number; nth: number };
  const world = generateWorld({ ...cell, seed, skus: skusFor(cell), orders: PROCESSES });
  const router = createRouter({ network: world.network, rules: world.rules });
  const planner = router.withInventory(world.positions, { id: 'bench' });
  const { order, asOf } = world.orders[nth];
  console.log(timeOnce(() => planner.plan(order, { asOf })).us);
}
