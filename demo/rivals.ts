/** The same orders, sourced the other ways: each way on stock of its own, which it uses up as the day goes on. */
import type { Router } from 'order-sourcing';
import type { PlacedOrder, World } from '../bench/generator';
import { Greedy } from '../bench/peers/greedy';
import { nodeOfSource, type Part } from '../bench/peers/price';
import { Waterfall } from '../bench/peers/waterfall';
import type { Problem } from '../src/splitting/problem';
import { Ids } from './day';
import type { Progress } from './progress';
import { Tally, type Totals } from './totals';

type Decide = (placed: PlacedOrder, problem: Problem) => Part[];

export function runWaterfall(world: World, router: Router, progress: Progress): Totals {
  const waterfall = new Waterfall(world.positions);
  return runRival(
    world,
    router,
    progress,
    ({ order }, problem) => waterfall.plan(order, problem),
    ({ order }, problem, parts) =>
      waterfall.commit(
        order,
        parts.map((part) => ({ ...part, node: nodeOfSource(problem, part.source) })),
      ),
  );
}

export function runGreedy(world: World, router: Router, progress: Progress): Totals {
  const greedy = new Greedy();
  return runRival(
    world,
    router,
    progress,
    (_, problem) => greedy.plan(problem, true),
    () => undefined,
  );
}

/** Only deciding is timed: making the numbers ready, pricing and keeping the books are not. */
function runRival(
  world: World,
  router: Router,
  progress: Progress,
  decide: Decide,
  commit: (placed: PlacedOrder, problem: Problem, parts: readonly Part[]) => void,
): Totals {
  const planner = router.withInventory(world.positions, { id: 'morning' });
  const { nodes } = new Ids(world);
  const tally = new Tally(nodes);
  world.orders.forEach((placed, done) => {
    const { order, asOf } = placed;
    const problem = planner.prepare(order, { asOf });
    const start = performance.now();
    const parts = decide(placed, problem);
    tally.add(problem, parts, 1000 * (performance.now() - start));
    commit(placed, problem, parts);
    const deltas = parts.map(({ line, source, units }) => ({
      node: nodes[nodeOfSource(problem, source)].id,
      sku: order.lines[line].sku,
      add: { onHand: -units },
    }));
    if (deltas.length > 0) planner.update(deltas, { revision: done + 1 });
    progress.step(done + 1);
  });
  progress.stop();
  return tally.totals();
}
