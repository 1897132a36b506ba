/** What sample orders say: rules that give way for every one of them. */
import { SourcingError } from '../model/errors';
import type { Inventory, OrderInput, Rules } from '../model/types';
import type { Router } from '../router';
import type { FindingList } from './findings';
import { addIssues } from './issues';

export interface Samples {
  readonly orders: readonly OrderInput[];
  readonly inventory: Inventory;
  readonly asOf: string;
}

/** A step of relaxation that the plan of every sample takes: what it leaves out might as well not be there. */
export function lintSamples(
  router: Router,
  { relaxation }: Rules,
  { orders, inventory, asOf }: Samples,
  findings: FindingList,
): void {
  const planner = router.withInventory(inventory);
  let fewest = relaxation.length;
  let planned = 0;
  orders.forEach((order, place) => {
    try {
      const { step } = planner.plan(order, { asOf }).rules;
      fewest = Math.min(fewest, 1 + relaxation.findIndex(({ id }) => id === step));
      planned += 1;
    } catch (error) {
      if (!SourcingError.is(error)) throw error;
      addIssues(findings, error, ['orders', place]);
    }
  });
  if (planned === 0) return;
  relaxation.slice(0, fewest).forEach(({ id, without = [] }, place) => {
    const says = `"${id}" is taken by the plan of every sample (${planned}): what it changes never holds`;
    findings.add('always-relaxed', ['rules', 'relaxation', place], id, says, { orders: planned, without });
  });
}
