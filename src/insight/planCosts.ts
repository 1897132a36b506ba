/** What is paid for a plan as a whole: splits, and what is not filled. */
import type { CostEntry } from '../model/explanation';
import { entry } from './entries';
import type { Inquiry } from './inquiry';
import { unfilledCost } from './shipmentCosts';

export function planCosts({ desk, prepared, plan }: Inquiry): CostEntry[] {
  const { problem, groups, order } = prepared;
  const splits = groups.reduce((sum, { id }) => {
    const shipments = plan.shipments.filter(({ group }) => group === id).length;
    return sum + Math.max(0, shipments - 1);
  }, 0);
  return [
    ...entry('split', 'split', splits, problem.splitMilli),
    ...plan.unfilled.flatMap((left) => {
      const milli = unfilledCost(order, desk.compiled.rules, left);
      return entry('unfilled', 'unfilled', left.quantity, milli / left.quantity, { line: left.line });
    }),
  ];
}
