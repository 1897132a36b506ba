import { IssueList, maybe } from '../model/issues';
import type { Delta } from '../model/types';
import type { Allocation } from './allocations';
import type { Arrival } from './inbound';
import type { Lot } from './lots';
import type { Amounts, Stock } from './stock';

const MOST_UNITS = 1e9;
const FIELDS = ['onHand', 'reserved', 'safetyStock'] as const;

/** A position in the making: what earlier deltas of the same update left. */
interface Draft {
  readonly node: number;
  readonly sku: string;
  amounts: Amounts;
  inbound: readonly Arrival[] | undefined;
  lots: readonly Lot[] | undefined;
  allocations: readonly Allocation[] | undefined;
  weeklyDemand: number | undefined;
}

/** Applies changes in order, all or none. @throws InputError naming every delta that cannot be; the stock is as before then */
export function updateStock(stock: Stock, deltas: readonly Delta[]): void {
  const issues = new IssueList('deltas');
  const drafts = new Map<string, Draft>();
  deltas.forEach((delta, place) => {
    const node = stock.index.nodeOfId.get(delta.node);
    if (node === undefined) {
      const hint = maybe(delta.node, stock.index.nodeOfId.keys());
      issues.add('unknown-reference', [place, 'node'], delta.node, 'is not the id of a node', hint);
      return;
    }
    const key = `${node} ${delta.sku}`;
    const draft = drafts.get(key) ?? draftOf(stock, node, delta.sku);
    draft.amounts = changed(draft.amounts, delta, place, issues);
    draft.inbound = delta.set?.inbound?.map(({ at, units }) => ({ at: Date.parse(at), units })) ?? draft.inbound;
    draft.lots = delta.set?.lots?.map(({ expires, units }) => ({ expires: Date.parse(expires), units })) ?? draft.lots;
    draft.allocations = delta.set?.allocations ?? draft.allocations;
    draft.weeklyDemand = delta.set?.weeklyDemand ?? draft.weeklyDemand;
    drafts.set(key, draft);
  });
  for (const { node, sku, amounts } of drafts.values()) {
    const { committed } = stock.amounts(node, sku);
    if (amounts.onHand - amounts.reserved - amounts.safetyStock - committed < -(2 ** 31)) {
      issues.add('invalid', [], sku, `would be short of more than 2^31 units at ${stock.index.nodes[node].id}`);
    }
  }
  issues.throwIfAny();
  for (const { node, sku, amounts, inbound, lots, allocations, weeklyDemand } of drafts.values()) {
    stock.setAmounts(node, sku, amounts);
    if (inbound !== undefined) stock.setArrivals(node, sku, inbound);
    if (lots !== undefined) stock.setLots(node, sku, lots);
    if (allocations !== undefined) stock.allocations.set(node, sku, allocations);
    if (weeklyDemand !== undefined) stock.setWeeklyDemand(node, sku, weeklyDemand);
  }
}

function draftOf(stock: Stock, node: number, sku: string): Draft {
  const unchanged = { inbound: undefined, lots: undefined, allocations: undefined, weeklyDemand: undefined };
  return { node, sku, amounts: stock.amounts(node, sku), ...unchanged };
}

function changed(before: Amounts, delta: Delta, place: number, issues: IssueList): Amounts {
  const after = { onHand: before.onHand, reserved: before.reserved, safetyStock: before.safetyStock };
  for (const field of FIELDS) {
    const kind = delta.set === undefined ? 'add' : 'set';
    const change = delta[kind]?.[field];
    if (change === undefined) continue;
    const units = kind === 'set' ? change : before[field] + change;
    if (units >= 0 && units <= MOST_UNITS) after[field] = units;
    else
      issues.add(
        'invalid',
        [place, kind, field],
        change,
        `would make it ${units}, and it must be from 0 to ${MOST_UNITS}`,
      );
  }
  return after;
}
