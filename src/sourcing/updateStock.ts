import { IssueList, maybe } from '../model/issues';
import type { Delta } from '../model/types';
import type { Amounts, Stock } from './stock';

const MOST_UNITS = 1e9;
const FIELDS = ['onHand', 'reserved', 'safetyStock'] as const;

/** A position in the making: what earlier deltas of the same update left. */
interface Draft {
  readonly node: number;
  readonly sku: string;
  amounts: Amounts;
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
    const draft = drafts.get(key) ?? { node, sku: delta.sku, amounts: stock.amounts(node, delta.sku) };
    draft.amounts = changed(draft.amounts, delta, place, issues);
    drafts.set(key, draft);
  });
  for (const { node, sku, amounts } of drafts.values()) {
    const { committed } = stock.amounts(node, sku);
    if (amounts.onHand - amounts.reserved - amounts.safetyStock - committed < -(2 ** 31)) {
      issues.add('invalid', [], sku, `would be short of more than 2^31 units at ${stock.index.nodes[node].id}`);
    }
  }
  issues.throwIfAny();
  for (const { node, sku, amounts } of drafts.values()) stock.setAmounts(node, sku, amounts);
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
