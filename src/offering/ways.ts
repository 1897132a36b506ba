/** The ways to get a delivery group that a checkout may offer. */
import type { Desk } from '../desk';
import { IssueList } from '../model/issues';
import type { NetworkIndex } from '../model/network';
import { refer } from '../model/references';
import type { Order } from '../model/types';
import { destinationOf } from '../preparing/destinations';
import { offlineAt } from '../preparing/pairs';
import { type DeliveryGroup, groupCollected, groupShipped } from '../sourcing/groups';

/** A way to get a group: how it changes it. */
export interface Way {
  readonly method: 'ship' | 'pickUp';
  readonly group: DeliveryGroup;
  /** So many slots of the place are offered, each as a way of its own. */
  readonly slots: number;
}

interface PickUpWish {
  readonly limit: number;
  readonly nodes?: readonly string[] | undefined;
  readonly slots?: number | undefined;
}

/** Searches for the plans of a way: the cheapest and the earliest, without a slot and in each. @param tries set aside for a cheapest one */
export function searchesOf({ slots }: Way, tries: number): number {
  return (tries + 1) * (1 + slots);
}

/** The group as it goes by a way, whatever edition of the rules asks something of it. */
export function goingBy(group: DeliveryGroup, way: Way | undefined): DeliveryGroup {
  if (way === undefined) return group;
  const { level, pickUpNode, destination, slot, lacksSlot, skills } = way.group;
  return { ...group, level, pickUpNode, destination, slot, lacksSlot, skills };
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

/** Levels of service in code-unit order, then places to collect, nearest first. A group that says which keeps to it. @param asOf epoch ms */
export function waysOf(
  desk: Desk,
  order: Order,
  group: DeliveryGroup,
  asOf: number,
  levels: readonly string[] | undefined,
  pickUp: PickUpWish | undefined,
): Way[] {
  const { index } = desk.compiled;
  if (group.pickUpNode >= 0) return [collected(index, group, pickUp?.slots)];
  const wanted = group.level === undefined ? (levels ?? [...index.levels.keys()].sort()) : [group.level];
  const shipped = wanted.filter((level) =>
    index.levels.get(level)?.some((service) => index.services[service].kind === 'carrier'),
  );
  const ways: Way[] = shipped.map((level) => ({ method: 'ship', group: groupShipped(group, level), slots: 0 }));
  if (pickUp === undefined || group.level !== undefined) return ways;
  const nodes = nearestPickUps(desk, order, group, asOf, pickUp.limit, pickUp.nodes);
  return [...ways, ...nodes.map((node) => collected(index, groupCollected(group, index, node), pickUp.slots))];
}

/** A slot that is named, and what was promised, stay. Where a slot must be named, one is found. */
function collected({ nodes }: NetworkIndex, group: DeliveryGroup, asked: number | undefined): Way {
  const isOpen = group.slot === undefined && group.promised === undefined;
  const isOffered = isOpen && (nodes[group.pickUpNode].slots ?? []).length > 0;
  return { method: 'pickUp', group, slots: isOffered ? (asked ?? (group.lacksSlot ? 1 : 0)) : 0 };
}

/** Nodes that hand to a service of kind `pickUp`, by distance (unknown ones last), then id. */
function nearestPickUps(
  { compiled }: Desk,
  order: Order,
  group: DeliveryGroup,
  asOf: number,
  limit: number,
  only: readonly string[] | undefined,
): number[] {
  const { sources, sourceNode, sourceService, services, nodes } = compiled.index;
  const { shownMetres } = destinationOf(compiled, order, group).columns;
  const far = (node: number) => (shownMetres[node] < 0 ? Number.POSITIVE_INFINITY : shownMetres[node]);
  const offline = offlineAt(compiled.index, asOf);
  const wanted = only === undefined ? undefined : new Set(only);
  const nearest: number[] = [];
  // Sources, and so their nodes, come in the order of ids.
  for (let source = 0; source < sources; source += 1) {
    const node = sourceNode[source];
    if (services[sourceService[source]].kind !== 'pickUp' || nearest.includes(node) || offline?.[node] === 1) continue;
    let place = nearest.length;
    while (place > 0 && far(node) < far(nearest[place - 1])) place -= 1;
    if (place >= limit || wanted?.has(nodes[node].id) === false) continue;
    nearest.splice(place, 0, node);
    if (nearest.length > limit) nearest.pop();
  }
  return nearest;
}
