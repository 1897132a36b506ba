/** The ways to get a delivery group that a checkout may offer. */
import type { Desk } from '../desk';
import { IssueList } from '../model/issues';
import { refer } from '../model/references';
import type { Order } from '../model/types';
import { destinationOf } from '../preparing/destinations';
import { type DeliveryGroup, groupCollected, groupShipped } from '../sourcing/groups';

/** A way to get a group: how it changes it. */
export interface Way {
  readonly method: 'ship' | 'pickUp';
  readonly group: DeliveryGroup;
}

/** The group as it goes by a way, whatever edition of the rules asks something of it. */
export function goingBy(group: DeliveryGroup, way: Way | undefined): DeliveryGroup {
  if (way === undefined) return group;
  const { level, pickUpNode, destination } = way.group;
  return { ...group, level, pickUpNode, destination };
}

/** @throws InputError for levels and nodes that the network does not have */
export function checkWishes(
  { compiled }: Desk,
  levels: readonly string[] | undefined,
  nodes: readonly string[] | undefined,
): void {
  const issues = new IssueList('options');
  levels?.forEach((level, place) => {
    refer(compiled.index.levels, level, ['levels', place], 'level of a service', issues);
  });
  nodes?.forEach((node, place) => {
    refer(compiled.index.nodeOfId, node, ['pickUp', 'nodes', place], 'node', issues);
  });
  issues.throwIfAny();
}

/** Levels of service in code-unit order, then places to collect, nearest first. A group that says which keeps to it. */
export function waysOf(
  desk: Desk,
  order: Order,
  group: DeliveryGroup,
  levels: readonly string[] | undefined,
  pickUp: { readonly limit: number; readonly nodes?: readonly string[] | undefined } | undefined,
): Way[] {
  const { index } = desk.compiled;
  if (group.pickUpNode >= 0) return [{ method: 'pickUp', group }];
  const wanted = group.level === undefined ? (levels ?? [...index.levels.keys()].sort()) : [group.level];
  const shipped = wanted.filter((level) =>
    index.levels.get(level)?.some((service) => index.services[service].kind === 'carrier'),
  );
  const ways: Way[] = shipped.map((level) => ({ method: 'ship', group: groupShipped(group, level) }));
  if (pickUp === undefined || group.level !== undefined) return ways;
  const nodes = nearestPickUps(desk, order, group, pickUp.limit, pickUp.nodes);
  return [...ways, ...nodes.map((node): Way => ({ method: 'pickUp', group: groupCollected(group, index, node) }))];
}

/** Nodes that hand to a service of kind `pickUp`, by distance (unknown ones last), then id. */
function nearestPickUps(
  { compiled }: Desk,
  order: Order,
  group: DeliveryGroup,
  limit: number,
  only: readonly string[] | undefined,
): number[] {
  const { sources, sourceNode, sourceService, services, nodes } = compiled.index;
  const { shownMetres } = destinationOf(compiled, order, group).columns;
  const far = (node: number) => (shownMetres[node] < 0 ? Number.POSITIVE_INFINITY : shownMetres[node]);
  const wanted = only === undefined ? undefined : new Set(only);
  const nearest: number[] = [];
  // Sources, and so their nodes, come in the order of ids.
  for (let source = 0; source < sources; source += 1) {
    const node = sourceNode[source];
    if (services[sourceService[source]].kind !== 'pickUp' || nearest.includes(node)) continue;
    let place = nearest.length;
    while (place > 0 && far(node) < far(nearest[place - 1])) place -= 1;
    if (place >= limit || wanted?.has(nodes[node].id) === false) continue;
    nearest.splice(place, 0, node);
    if (nearest.length > limit) nearest.pop();
  }
  return nearest;
}
