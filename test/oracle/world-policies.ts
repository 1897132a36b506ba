/** A world whose order asks for itself what the policies ask of it. Shares no code with `src/`. */
import type { World } from '../worlds';
import { destinationFacts, flat, holds, orderFacts } from './world-facts';
import { readGroups } from './world-groups';

type Policy = NonNullable<World['rules']['policies']>[number];

export function withoutPolicies(world: World): World {
  const { policies = [], ...rules } = world.rules;
  if (policies.length === 0) return world;
  const copy = structuredClone({ ...world, rules });
  const { order } = copy;
  for (const policy of policies) {
    if (holds(policy.when, orderFacts(world.order, world.order.level))) {
      lower(order, policy.maxShipments);
      if (policy.shipComplete === 'order') order.shipComplete = true;
    }
    for (const group of readGroups(world)) askGroup(world, copy, policy, group);
  }
  return copy;
}

function askGroup(world: World, copy: World, policy: Policy, group: ReturnType<typeof readGroups>[number]): void {
  const { order } = copy;
  const { order: seen } = group.view;
  const about = new Map([...orderFacts(seen, group.level), ...destinationFacts(seen.destination)]);
  const written = order.deliveryGroups?.find(({ id }) => id === group.id) ?? order;
  if (holds(policy.when, about)) {
    lower(written, policy.maxShipmentsPerGroup);
    if (policy.shipComplete === 'group') written.shipComplete = true;
  }
  for (const place of group.lines) {
    const line = order.lines[place];
    if (!holds(policy.when, new Map([...about, ...flat('line', world.order.lines[place])]))) continue;
    lower(line, policy.maxShipmentsPerLine);
    if (policy.shipComplete === 'line') line.shipComplete = true;
    if (policy.noSplit) line.noSplit = true;
    if (policy.shipTogether) line.shipTogether ??= `by policy ${policy.id} in ${group.id}`;
  }
}

function lower(thing: { maxShipments?: number | undefined }, limit: number | undefined): void {
  if (limit !== undefined) thing.maxShipments = Math.min(limit, thing.maxShipments ?? limit);
}
