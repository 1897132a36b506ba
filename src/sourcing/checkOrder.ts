import type { IssueList, Path } from '../model/issues';
import type { NetworkIndex } from '../model/network';
import { indexIds, refer } from '../model/references';
import type { Order, OrderLine, Rules } from '../model/types';
import { unfilledMilli } from './prices';

/** What a schema cannot see of an order. Runs for every order, so it only looks things up. */
export function checkOrder(
  order: Order,
  index: NetworkIndex,
  rules: Rules,
  costFirst: boolean,
  issues: IssueList,
): void {
  if (order.currency !== undefined && order.currency !== index.network.currency) {
    issues.add('currency', ['currency'], order.currency, `is not the network's currency (${index.network.currency})`);
  }
  if (order.lines.length > 1) indexIds(order.lines, ['lines'], issues);
  checkNodes(order.excludedNodes, index, ['excludedNodes'], issues);
  checkNodes(order.pinnedNodes, index, ['pinnedNodes'], issues);
  for (let place = 0; place < order.lines.length; place += 1) {
    checkLine(order.lines[place], index, rules, costFirst, place, issues);
  }
}

function checkLine(
  line: OrderLine,
  index: NetworkIndex,
  rules: Rules,
  costFirst: boolean,
  place: number,
  issues: IssueList,
): void {
  if (line.pinnedNodes !== undefined) checkNodes(line.pinnedNodes, index, ['lines', place, 'pinnedNodes'], issues);
  if (costFirst && Number.isNaN(unfilledMilli(line, rules))) {
    const reason =
      'is missing, and the rules have no price for unfilled units of this line: an objective that begins with the cost needs one';
    issues.add('missing', ['lines', place, 'unfilledPrice'], undefined, reason);
  }
}

function checkNodes(ids: readonly string[] | undefined, index: NetworkIndex, path: Path, issues: IssueList): void {
  ids?.forEach((id, place) => {
    refer(index.nodeOfId, id, [...path, place], 'node', issues);
  });
}
