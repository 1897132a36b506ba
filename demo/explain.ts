/** Why the split order is planned as it is, in the words of the package itself. */
import type { Router } from 'order-sourcing';
import type { Planned } from './day';
import { paint } from './paint';

/** Nodes told of each line, beside those that ship it. */
const NODES = 2;
const MOST_LINES = 35;

/** On the stock that the plan was made on. */
export function showExplanation(router: Router, { placed, positions }: Planned): string[] {
  const { order, asOf } = placed;
  const explanation = router.withInventory(positions).explain(order, { asOf, most: NODES });
  const told = String(explanation).split('\n');
  const text = told.slice(1, told.indexOf('What counts, in this order') - 1);
  const shown = text.slice(0, MOST_LINES);
  return [
    paint('bold', `Why: planner.explain of ${order.id}, the ${NODES} nearest to being chosen of each line`),
    ...shown,
    ...(text.length > MOST_LINES ? [`… and ${text.length - MOST_LINES} lines more`] : []),
  ];
}
