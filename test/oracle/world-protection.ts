/** What a raw world keeps from its order is written into its safety stock. Shares no code with `src/`. */
import type { World } from '../worlds';
import { takenBy } from './world-factors';
import { destinationFacts, flat, holds, orderFacts } from './world-facts';
import { readGroups } from './world-groups';

type Position = World['inventory'][number];

/** The positions as the order may draw on them. */
export function positionsFor(world: World): Position[] {
  return world.inventory.map((position) => {
    const { safetyStock = 0, allocations = [] } = position;
    const others = allocations.filter(({ channel }) => channel !== world.order.channel);
    const withheld = others.reduce((sum, { units }) => sum + units, keptOf(world, position));
    return { ...position, safetyStock: safetyStock + withheld };
  });
}

/** The most that any rule keeps of the position from any line that wants it. */
function keptOf(world: World, { node: id, sku, onHand }: Position): number {
  const node = world.network.nodes.find((each) => each.id === id)!;
  let kept = 0;
  for (const { view, lines, level } of readGroups(world)) {
    const located = view.network.nodes.find((each) => each.id === node.id)!;
    for (const place of lines) {
      const line = world.order.lines[place];
      if (!takenBy(line).has(sku)) continue;
      const about = new Map([
        ...flat('node', located),
        ...orderFacts(view.order, level),
        ...destinationFacts(view.order.destination),
        ...flat('line', line),
      ]);
      for (const { when, keepUnits = 0, keepPercent = 0 } of world.rules.protection ?? []) {
        if (holds(when, about))
          kept = Math.max(kept, keepUnits, Math.ceil((onHand * Math.round(keepPercent * 1000)) / 100_000));
      }
    }
  }
  return kept;
}
