/** Units that an order does not get: what rules protect from it, and what is set aside for other channels. */
import { holds } from './conditions';
import { factsOfLine, nodeOf, type OrderFacts, partsOf } from './facts';
import { orderReadable } from './orderReadable';

/** Of a SKU at a node. The strictest of all rules that hold for any line that takes it counts for the order. */
export function keptBack(order: OrderFacts, nodeId: string, sku: string): number {
  const { onHand, allocations } = order.stock.position(nodeId, sku);
  const node = nodeOf(order, nodeId);
  let kept = 0;
  for (const line of order.order.lines) {
    const facts = factsOfLine(order, line);
    if (facts === undefined || node === undefined || !partsOf(line).some((part) => part.sku === sku)) continue;
    const about = { node, line, ...orderReadable(facts.order, facts.group), functions: order.functions };
    for (const { when, keepUnits = 0, keepPercent = 0 } of order.rules.protection ?? []) {
      if (when !== undefined && !holds(when, about)) continue;
      kept = Math.max(kept, keepUnits, percentOf(onHand, keepPercent));
    }
  }
  const others = allocations.filter(({ channel }) => channel !== order.order.channel);
  return (
    kept + others.reduce((sum, { channel, units }) => sum + Math.max(0, units - heldBy(order, nodeId, sku, channel)), 0)
  );
}

function percentOf(units: number, percent: number): number {
  const share = BigInt(units) * BigInt(Math.round(percent * 1000));
  return Number((share + 99_999n) / 100_000n);
}

/** What other plans of the channel hold, where the inventory does not count that as reserved. */
function heldBy({ held }: OrderFacts, node: string, sku: string, channel: string): number {
  const own = held.filter((each) => each.node === node && each.sku === sku && each.channel === channel);
  return own.reduce((sum, { units }) => sum + units, 0);
}
