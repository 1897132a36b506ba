/** What a node has of what a line takes. */
import type { Desk } from '../desk';
import type { StockSeen } from '../model/explanation';
import { compareIds, instant, MS_PER_DAY } from '../model/units';
import type { Need } from '../sourcing/rows';
import type { Supply } from '../sourcing/supply';

/** By SKU. @param supply the stock as the order may draw on it; @param delivery of the best service there, epoch ms; NaN: unknown */
export function stockSeen(
  { stock }: Desk,
  supply: Supply,
  node: number,
  needs: readonly Need[],
  delivery: number,
): StockSeen[] {
  return [...needs]
    .sort((a, b) => compareIds(a.sku, b.sku))
    .map(({ sku, units: each, shelfDays }) => {
      const { onHand, reserved, safetyStock, committed: claimed } = stock.amounts(node, sku);
      const available = supply.available(node, sku, Number.POSITIVE_INFINITY);
      const kept = stock.available(node, sku, Number.POSITIVE_INFINITY) - available;
      const inbound = stock.inboundOf(sku)?.get(node)?.arrivals ?? [];
      return {
        sku,
        each,
        ...{ onHand, reserved, safetyStock, claimed },
        ...(kept === 0 ? {} : { kept }),
        inbound: inbound.map(({ at, units }) => ({ at: instant(at), units })),
        available,
        ...(shelfDays === undefined ? {} : freshSeen(supply, node, sku, shelfDays, delivery)),
      };
    });
}

function freshSeen(supply: Supply, node: number, sku: string, shelfLifeDays: number, delivery: number) {
  if (Number.isNaN(delivery)) return { shelfLifeDays, fresh: 0 };
  const fresh = supply.fresh(node, sku, delivery + shelfLifeDays * MS_PER_DAY);
  return fresh === Number.POSITIVE_INFINITY ? {} : { shelfLifeDays, fresh };
}
