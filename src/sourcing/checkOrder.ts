import { checkOrderAttributes } from '../model/attributes';
import type { IssueList, Path } from '../model/issues';
import type { NetworkIndex } from '../model/network';
import { indexIds, refer } from '../model/references';
import type { Order, Rules } from '../model/types';
import { unfilledMilli } from './prices';

/** What a schema cannot see of an order. Runs for every order, so it only looks things up. */
export function checkOrder(order: Order, index: NetworkIndex, rules: Rules, issues: IssueList): void {
  if (order.currency !== undefined && order.currency !== index.network.currency) {
    issues.add('currency', ['currency'], order.currency, `is not the network's currency (${index.network.currency})`);
  }
  const lines = order.lines.length > 1 ? indexIds(order.lines, ['lines'], issues) : undefined;
  checkGroups(order, index, lines, issues);
  checkOrderAttributes(order, rules, issues);
  checkNodes(order.excludedNodes, index, ['excludedNodes'], issues);
  checkNodes(order.pinnedNodes, index, ['pinnedNodes'], issues);
  order.lines.forEach(({ pinnedNodes }, place) => {
    checkNodes(pinnedNodes, index, ['lines', place, 'pinnedNodes'], issues);
  });
}

/** Levels that begin with the cost need a price for what is not filled. */
export function checkPrices(order: Order, rules: Rules, isCostFirst: boolean, issues: IssueList): void {
  if (!isCostFirst) return;
  order.lines.forEach((line, place) => {
    if (!Number.isNaN(unfilledMilli(line, rules))) return;
    const reason =
      'is missing, and the rules have no price for unfilled units of this line: an objective that begins with the cost needs one';
    issues.add('missing', ['lines', place, 'unfilledPrice'], undefined, reason);
  });
}

/** Where each line goes: one way for all, or delivery groups. */
function checkGroups(
  order: Order,
  index: NetworkIndex,
  lines: ReadonlyMap<string, number> | undefined,
  issues: IssueList,
): void {
  const { deliveryGroups: groups } = order;
  const ways = ['destination', 'pickUpNode', 'deliveryGroups'] as const;
  const given = ways.filter((way) => order[way] !== undefined);
  for (const way of given.slice(1))
    issues.add('invalid', [way], undefined, `is given, and ${given[0]} too: leave one out`);
  const lineIds = lines ?? new Map([[order.lines[0].id, 0]]);
  checkGroup(order, index, lineIds, [], issues);
  if (groups === undefined) {
    order.lines.forEach(({ deliveryGroup }, place) => {
      if (deliveryGroup === undefined) return;
      issues.add(
        'invalid',
        ['lines', place, 'deliveryGroup'],
        deliveryGroup,
        'is given, and the order has no deliveryGroups',
      );
    });
    return;
  }
  for (const key of ['level', 'slot', 'skills', 'promised'] as const) {
    if (order[key] !== undefined) issues.add('invalid', [key], undefined, 'is for each of the deliveryGroups to say');
  }
  const known = indexIds(groups, ['deliveryGroups'], issues);
  groups.forEach((group, place) => {
    checkGroup(group, index, lineIds, ['deliveryGroups', place], issues);
    if (order.lines.every(({ deliveryGroup }) => deliveryGroup !== group.id)) {
      issues.add('invalid', ['deliveryGroups', place], group.id, 'has no lines');
    }
  });
  checkLineGroups(order, known, issues);
}

function checkLineGroups({ lines }: Order, known: ReadonlyMap<string, number>, issues: IssueList): void {
  const together = new Map<string, string | undefined>();
  lines.forEach(({ deliveryGroup, shipTogether }, place) => {
    const path = ['lines', place, 'deliveryGroup'];
    if (deliveryGroup === undefined)
      issues.add('missing', path, undefined, 'is missing, and the order has deliveryGroups');
    else refer(known, deliveryGroup, path, 'delivery group', issues);
    if (shipTogether === undefined) return;
    if (together.has(shipTogether) && together.get(shipTogether) !== deliveryGroup) {
      issues.add(
        'invalid',
        ['lines', place, 'shipTogether'],
        shipTogether,
        'is in two delivery groups, which never share a shipment',
      );
    }
    together.set(shipTogether, deliveryGroup);
  });
}

function checkGroup(
  { pickUpNode, level, promised }: Pick<Order, 'pickUpNode' | 'level' | 'promised'>,
  index: NetworkIndex,
  lines: ReadonlyMap<string, number>,
  path: Path,
  issues: IssueList,
): void {
  if (pickUpNode !== undefined) refer(index.nodeOfId, pickUpNode, [...path, 'pickUpNode'], 'node', issues);
  if (level !== undefined) refer(index.levels, level, [...path, 'level'], 'level of a service', issues);
  promised?.unfilled.forEach(({ line }, place) => {
    refer(lines, line, [...path, 'promised', 'unfilled', place, 'line'], 'line', issues);
  });
  promised?.shipments.forEach((shipment, place) => {
    const at = [...path, 'promised', 'shipments', place];
    refer(index.nodeOfId, shipment.node, [...at, 'node'], 'node', issues);
    refer(index.serviceOfId, shipment.service, [...at, 'service'], 'service', issues);
    shipment.lines.forEach(({ line }, each) => {
      refer(lines, line, [...at, 'lines', each, 'line'], 'line', issues);
    });
  });
}

function checkNodes(ids: readonly string[] | undefined, index: NetworkIndex, path: Path, issues: IssueList): void {
  ids?.forEach((id, place) => {
    refer(index.nodeOfId, id, [...path, place], 'node', issues);
  });
}
