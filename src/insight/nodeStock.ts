/** What a node has of what a line takes. */
import type { Desk } from '../desk';
import type { StockSeen } from '../model/explanation';
import { compareIds, instant, MS_PER_DAY } from '../model/units';
import type { Need } from '../sourcing/rows';

/** By SKU. @param delivery of the best service there, epoch ms; NaN: unknown */
export function stockSeen({ stock }: Desk, node: number, needs: readonly Need[], delivery: number): StockSeen[] {
  return [...needs]
    .sort((a, b) => compareIds(a.sku, b.sku))
    .map(({ sku, units: each, shelfDays }) => {
      const { onHand, reserved, safetyStock, committed: claimed } = stock.amounts(node, sku);
      const inbound = stock.inboundOf(sku)?.get(node)?.arrivals ?? [];
      return {
        sku,
        each,
        ...{ onHand, reserved, safetyStock, claimed },
        inbound: inbound.map(({ at, units }) => ({ at: instant(at), units })),
        available: stock.available(node, sku, Number.POSITIVE_INFINITY),
        ...(shelfDays === undefined ? {} : freshSeen(stock, node, sku, shelfDays, delivery)),
      };
    });
}

function freshSeen(stock: Desk['stock'], node: number, sku: string, shelfLifeDays: number, delivery: number) {
  if (Number.isNaN(delivery)) return { shelfLifeDays, fresh: 0 };
  const fresh = stock.fresh(node, sku, delivery + shelfLifeDays * MS_PER_DAY);
  return fresh === Number.POSITIVE_INFINITY ? {} : { shelfLifeDays, fresh };
}
