/** The delivery groups of an order: where some of its lines go, by one method. */
import type { DestinationInput, NetworkInput, OrderInput } from '../model/types';
import { located } from './places';

type GroupInput = NonNullable<OrderInput['deliveryGroups']>[number];

export interface Group {
  /** undefined: the order has but this one, without a name. */
  readonly id: string | undefined;
  /** With what postal areas know of it. Of a pick-up the place of its node. */
  readonly destination: DestinationInput;
  /** Where it is collected; undefined: it is shipped. */
  readonly pickUpNode: string | undefined;
  /** Only services of this level. */
  readonly level: string | undefined;
  readonly needBy: string | undefined;
  /** Of this group alone: an order without groups has its own. */
  readonly maxShipments: number | undefined;
  readonly shipComplete: boolean | undefined;
  readonly promised: GroupInput['promised'];
  readonly slot: GroupInput['slot'];
  readonly skills: readonly string[];
}

/** Level and need-by of a group go before those of its order. */
export function groupsOf(network: NetworkInput, order: OrderInput): Group[] {
  const { level, needBy, slot, skills = [] } = order;
  const alone = { id: undefined, maxShipments: undefined, shipComplete: undefined, promised: undefined };
  if (order.deliveryGroups === undefined)
    return [{ ...alone, level, needBy, slot, skills, ...placeOf(network, order) }];
  return order.deliveryGroups.map((group) => ({
    id: group.id,
    maxShipments: group.maxShipments,
    shipComplete: group.shipComplete,
    promised: group.promised,
    slot: group.slot,
    skills: group.skills ?? [],
    level: group.level ?? level,
    needBy: group.needBy ?? needBy,
    ...placeOf(network, group),
  }));
}

function placeOf(
  network: NetworkInput,
  { destination = {}, pickUpNode }: Pick<GroupInput, 'destination' | 'pickUpNode'>,
): Pick<Group, 'destination' | 'pickUpNode'> {
  const store = network.nodes.find((node) => node.id === pickUpNode);
  return { pickUpNode, destination: located(network, store === undefined ? destination : placeOfNode(store)) };
}

function placeOfNode(node: NetworkInput['nodes'][number]): DestinationInput {
  const fields = ['location', 'country', 'region', 'postalCode', 'timeZone'] as const;
  const known = fields.filter((field) => node[field] !== undefined);
  return Object.fromEntries(known.map((field) => [field, node[field]]));
}

/** Whether the line belongs to the group. */
export function isOf({ id }: Group, { deliveryGroup }: OrderInput['lines'][number]): boolean {
  return id === undefined || deliveryGroup === id;
}
