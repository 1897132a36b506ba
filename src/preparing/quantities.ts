/** What prices may depend on beside node and destination, as it stands before the order: the day's load, the order's value, the stock. */
import type { Desk } from '../desk';
import type { Order, OrderLine } from '../model/types';
import { timesOver, toMilli } from '../model/units';
import type { Quantities, StockQuantity } from '../rules/factors';
import { orderValueOf } from '../sourcing/pricing';
import { type Need, needsOf } from '../sourcing/rows';
import { MEASURES } from '../sourcing/workloads';

/** @param releaseOf node → epoch ms */
export function quantitiesOf(desk: Desk, order: Order, releaseOf: (node: number) => number): Quantities {
  const value = orderValueOf(order);
  return {
    load: (node) => loadOf(desk, node, releaseOf(node)),
    orderValue: value === undefined ? Number.NaN : value * 1000,
    ofStock: (of, node, line, start) => ofLine(desk, of, node, line, start),
  };
}

/** Of the day on which the node starts what is released now: the most of its limits that is taken, up to 1000 thousandths. NaN: no limits. */
function loadOf({ compiled, ledger }: Desk, node: number, release: number): number {
  const limits = compiled.index.nodes[node].capacityPerDay;
  const day = limits === undefined ? undefined : compiled.days?.at(release)[node];
  if (limits === undefined || day === undefined) return Number.NaN;
  let most = Number.NaN;
  for (const measure of MEASURES) {
    const limit = limits[measure];
    if (limit === undefined) continue;
    const used = limit - (ledger.work.left(node, day, measure) as number);
    const share = used >= limit ? 1000 : Math.ceil((1000 * used) / limit);
    if (!(share <= most)) most = share;
  }
  return most;
}

/** Of a kit: how many of them; its weeks are those of the part that is gone first. */
function ofLine(desk: Desk, of: StockQuantity, node: number, line: OrderLine, start: number): number {
  return Math.min(...needsOf(line).map((need) => ofNeed(desk, of, node, need, start)));
}

function ofNeed({ stock }: Desk, of: StockQuantity, node: number, { sku, units }: Need, start: number): number {
  if (of === 'onHand') return 1000 * Math.floor(stock.amounts(node, sku).onHand / units);
  const available = Math.max(0, stock.available(node, sku, start));
  if (of === 'available') return 1000 * Math.floor(available / units);
  const demand = toMilli(stock.weeklyDemand(node, sku));
  return demand === 0 ? Number.NaN : timesOver(available, 1_000_000, demand);
}
