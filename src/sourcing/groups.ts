/** The delivery groups of an order, as the engine reads them. */
import type { NetworkIndex } from '../model/network';
import type { Destination, Node, Order, Promised, SlotDate } from '../model/types';

/** Where some lines of an order go, by one method. */
export interface DeliveryGroup {
  /** undefined: the order has but one, without a name. */
  readonly id: string | undefined;
  /** With the location, region and zone of its postal area. Of a pick-up: the node's place. */
  readonly destination: Destination;
  /** Where it is collected; −1: it is shipped. */
  readonly pickUpNode: number;
  /** Only services of this level; undefined: all. */
  readonly level: string | undefined;
  readonly needBy: string | undefined;
  readonly maxShipments: number | undefined;
  readonly shipComplete: boolean | undefined;
  /** When it is collected; undefined: whenever it is ready. */
  readonly slot: SlotDate | undefined;
  /** It is collected where a slot must be named, and names none. */
  readonly lacksSlot: boolean;
  /** What the slot, or without one the node, must be able to do. */
  readonly skills: readonly string[];
  readonly promised: Promised | undefined;
}

type Written = Pick<
  Order,
  'destination' | 'pickUpNode' | 'level' | 'needBy' | 'maxShipments' | 'shipComplete' | 'slot' | 'skills' | 'promised'
>;

/** In code-unit order of their ids. @param order already checked: see `checkOrder` */
export function deliveryGroups(order: Order, index: NetworkIndex): DeliveryGroup[] {
  const { deliveryGroups: groups } = order;
  if (groups === undefined) return [read(order, undefined, index)];
  return [...groups].sort((a, b) => (a.id < b.id ? -1 : 1)).map((group) => read(group, group.id, index));
}

function read(written: Written, id: string | undefined, index: NetworkIndex): DeliveryGroup {
  const pickUpNode = written.pickUpNode === undefined ? -1 : (index.nodeOfId.get(written.pickUpNode) as number);
  const destination = pickUpNode < 0 ? (written.destination as Destination) : placeOf(index.nodes[pickUpNode]);
  const { level, needBy, maxShipments, shipComplete, slot, skills = [], promised } = written;
  return {
    id,
    destination: index.postal.complete(destination),
    pickUpNode,
    level,
    needBy,
    maxShipments,
    shipComplete,
    slot,
    lacksSlot: slot === undefined && pickUpNode >= 0 && index.nodes[pickUpNode].collectBySlot,
    skills,
    promised,
  };
}

/** A node as the destination of a transfer. */
function placeOf({ location, country, region, postalCode, timeZone }: Node): Destination {
  return {
    ...(location === undefined ? {} : { location }),
    ...(country === undefined ? {} : { country }),
    ...(region === undefined ? {} : { region }),
    ...(postalCode === undefined ? {} : { postalCode }),
    ...(timeZone === undefined ? {} : { timeZone }),
  };
}

/** The group, shipped by services of a level. */
export function groupShipped(group: DeliveryGroup, level: string): DeliveryGroup {
  return { ...group, level };
}

/** The group, collected at a node whenever it is ready, if that is allowed there. */
export function groupCollected(group: DeliveryGroup, index: NetworkIndex, node: number): DeliveryGroup {
  return {
    ...group,
    level: undefined,
    pickUpNode: node,
    slot: undefined,
    lacksSlot: index.nodes[node].collectBySlot,
    destination: index.postal.complete(placeOf(index.nodes[node])),
  };
}

/** The group, collected at its node in a slot. */
export function groupInSlot(group: DeliveryGroup, slot: SlotDate): DeliveryGroup {
  return { ...group, slot, lacksSlot: false };
}

/** The group as if anybody could collect it at its node, whenever it is ready. */
export function groupWithoutSlot(group: DeliveryGroup): DeliveryGroup {
  return { ...group, slot: undefined, lacksSlot: false, skills: [] };
}
