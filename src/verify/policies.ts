/** What policies ask of an order, written into it. */
import type { NetworkInput, OrderInput, RulesInput } from '../model/types';
import { holds, type Readable } from './conditions';
import { type Group, groupsOf, isOf } from './groups';
import { orderReadable } from './orderReadable';

type PolicyInput = NonNullable<RulesInput['policies']>[number];
type LineInput = OrderInput['lines'][number];

/** The order as it would be if it asked for itself what the policies ask of it. */
export function underPolicies(network: NetworkInput, rules: RulesInput, order: OrderInput): OrderInput {
  const policies = rules.policies ?? [];
  if (policies.length === 0) return order;
  const groups = groupsOf(network, order);
  const ofGroups = groups.map((group) => ({
    group,
    held: heldFor(policies, orderReadable(order, group)),
  }));
  const lines = order.lines.map((line) => {
    const group = groups.find((each) => isOf(each, line));
    if (group === undefined) return line;
    return lineUnder(policies, group, line, { ...orderReadable(order, group), line });
  });
  const limits = strictest(order, heldFor(policies, orderReadable(order)), 'maxShipments', 'order');
  if (order.deliveryGroups === undefined) {
    const asGroup = strictest({ ...order, ...limits }, ofGroups[0].held, 'maxShipmentsPerGroup', 'group');
    return { ...order, ...limits, ...asGroup, lines };
  }
  const deliveryGroups = order.deliveryGroups.map((group) => {
    const held = ofGroups.find((each) => each.group.id === group.id)?.held ?? [];
    return { ...group, ...strictest(group, held, 'maxShipmentsPerGroup', 'group') };
  });
  return { ...order, ...limits, deliveryGroups, lines };
}

/** A policy whose condition reads more than is there (a line, say) does not hold: it asks nothing here. */
function heldFor(policies: readonly PolicyInput[], about: Readable): PolicyInput[] {
  return policies.filter(({ when }) => when === undefined || holds(when, about));
}

function lineUnder(policies: readonly PolicyInput[], { id }: Group, line: LineInput, about: Readable): LineInput {
  const held = heldFor(policies, about);
  const answer = { ...line, ...strictest(line, held, 'maxShipmentsPerLine', 'line') };
  if (held.some(({ noSplit }) => noSplit)) answer.noSplit = true;
  const word = held.find(({ shipTogether }) => shipTogether)?.id;
  if (word !== undefined) answer.shipTogether ??= JSON.stringify({ policy: word, group: id });
  return answer;
}

function strictest(
  own: { readonly maxShipments?: number | undefined; readonly shipComplete?: boolean | undefined },
  held: readonly PolicyInput[],
  limit: 'maxShipments' | 'maxShipmentsPerGroup' | 'maxShipmentsPerLine',
  whole: PolicyInput['shipComplete'],
): { maxShipments?: number; shipComplete?: boolean } {
  const limits = [own, ...held.map((policy) => ({ maxShipments: policy[limit] }))].flatMap(
    (each) => each.maxShipments ?? [],
  );
  const isComplete = own.shipComplete === true || held.some(({ shipComplete }) => shipComplete === whole);
  return {
    ...(limits.length > 0 ? { maxShipments: Math.min(...limits) } : {}),
    ...(isComplete ? { shipComplete: true } : {}),
  };
}
