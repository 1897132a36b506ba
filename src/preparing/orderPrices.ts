/** What rules charge by the load of days or the value of the order: it changes from order to order, so no cache may hold it. */
import type { Desk } from '../desk';
import type { Facts } from '../rules/condition';
import type { Quantities } from '../rules/factors';
import { addAmounts, eachPriced } from '../rules/sourceRules';
import { type DatedColumns, type DestinationColumns, mostOf } from '../sourcing/columns';

/** The columns of a destination as one order sees them. */
export interface OrderColumns {
  readonly destination: DestinationColumns;
  readonly dated: DatedColumns;
  readonly usable: Uint8Array;
}

/** The same where no rule asks for it. */
export function withOrderCosts(desk: Desk, facts: Facts, columns: OrderColumns, quantities: Quantities): OrderColumns {
  const { compiled, arena } = desk;
  const { index, rules } = compiled;
  if (rules.orderCosts.length === 0) return columns;
  const { destination, dated } = columns;
  const usable = arena.bytes();
  usable.set(columns.usable);
  const copyOf = (column: Float64Array) => {
    const copy = arena.floats();
    copy.set(column);
    return copy;
  };
  const { open, line, unit } = destination.columns;
  const added = { perShipment: copyOf(open), perLine: copyOf(line), perUnit: copyOf(unit) };
  for (const cost of rules.orderCosts) {
    eachPriced(cost, index, facts, destination.metres, quantities, (source, amounts) => {
      if (amounts === undefined) usable[source] = 0;
      else addAmounts(added, source, amounts);
    });
  }
  const own = {
    open: added.perShipment,
    line: added.perLine,
    // By the rules alone: what nodes that can serve nothing would charge must not matter.
    hasLine: destination.columns.hasLine || rules.orderCosts.some(({ perLine }) => perLine !== 0),
    unit: added.perUnit,
  };
  const shared = { ...dated.columns, ...own, usable };
  const most = { ...mostOf(shared), delivery: dated.most.delivery };
  return {
    destination: { ...destination, columns: { ...destination.columns, ...own }, most },
    dated: { ...dated, columns: shared, most, byLimit: new Map() },
    usable,
  };
}
