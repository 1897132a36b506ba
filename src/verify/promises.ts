/** What was promised of an order or a delivery group: no later than that, and no less filled. */
import type { Plan } from '../model/types';
import type { Line, OrderFacts } from './facts';
import { isOf } from './groups';
import { type Shipped, unitsOf } from './lines';
import type { Judged } from './shipments';
import { type Findings, show } from './violations';

type Promised = NonNullable<OrderFacts['order']['promised']>;

/** No shipment is later than promised; whether every line is as filled as promised, the plan must say. */
export function checkPromises(
  facts: OrderFacts,
  plan: Plan,
  shipments: readonly Judged[],
  shipped: Shipped,
  found: Findings,
): void {
  const { order, groups } = facts;
  const promises = [
    ...(order.promised === undefined ? [] : [{ promised: order.promised, own: shipments, lines: order.lines }]),
    ...groups.flatMap((group) => {
      if (group.promised === undefined) return [];
      const own = shipments.filter((shipment) => shipment.facts?.group.id === group.id);
      return [{ promised: group.promised, own, lines: order.lines.filter((line) => isOf(group, line)) }];
    }),
  ];
  for (const { promised, own } of promises) checkDates(promised, own, found);
  const short = promises.flatMap(({ promised, lines }) => lines.filter((line) => isShort(promised, line, shipped)));
  const right = promises.length === 0 ? undefined : short.length === 0 ? 'kept' : 'broken';
  if (plan.promise === right) return;
  const which = short.length === 0 ? '' : `, of ${short.map(({ id }) => show(id)).join(', ')} more is unfilled`;
  found.add('promised', ['promise'], `says ${show(plan.promise ?? null)}, right is ${show(right ?? null)}${which}`);
}

function checkDates({ deliverBy }: Promised, shipments: readonly Judged[], found: Findings): void {
  for (const { path, times } of shipments) {
    if (deliverBy === null || times === undefined) continue;
    if (times.delivery !== undefined && times.delivery <= Date.parse(deliverBy)) continue;
    const when = times.delivery === undefined ? 'nobody knows when' : `on ${new Date(times.delivery).toISOString()}`;
    found.add('promised', [...path, 'delivery'], `is delivered ${when}, promised is ${deliverBy}`);
  }
}

/** A line that is not listed was promised whole. */
function isShort({ unfilled }: Promised, line: Line, shipped: Shipped): boolean {
  const most = unfilled.find((each) => each.line === line.id)?.units ?? 0;
  return line.quantity - unitsOf(shipped, line) > most;
}
