/** Where the lines of a raw order go: each delivery group with the world as it sees it. Shares no code with `src/`. */
import type { World } from '../worlds';
import { type Destination, withPlaces } from './world-rates';

type Order = World['order'];

/** A world whose order goes to one place. */
export type View = World & { readonly order: Order & { readonly destination: Destination } };

export interface Group {
  /** undefined: the order has but this one. */
  readonly id: string | undefined;
  /** The order goes where the group goes, and is needed when the group is. All of its lines are there, for its value. */
  readonly view: View;
  readonly pickUpNode: string | undefined;
  readonly level: string | undefined;
  readonly slot: Order['slot'];
  readonly skills: readonly string[];
  /** Of this group alone: those of the order count beside it. */
  readonly maxShipments: number;
  readonly shipComplete: boolean;
  /** Places in the order's lines. */
  readonly lines: readonly number[];
}

export function readGroups(world: World): Group[] {
  const placed = withPlaces(world);
  const { order } = placed;
  const lines = [...order.lines.keys()];
  if (order.deliveryGroups === undefined) return [readGroup(placed, { ...order, id: undefined }, lines)];
  return order.deliveryGroups.map((group) => {
    const own = lines.filter((line) => order.lines[line].deliveryGroup === group.id);
    return readGroup(placed, group, own);
  });
}

type Written = Pick<
  Order,
  'destination' | 'pickUpNode' | 'level' | 'needBy' | 'maxShipments' | 'shipComplete' | 'slot' | 'skills'
>;

function readGroup(world: World, written: Written & { id: string | undefined }, lines: readonly number[]): Group {
  const { id, pickUpNode, level } = written;
  const destination = pickUpNode === undefined ? written.destination! : placeOfNode(world, pickUpNode);
  const { needBy: ofOrder, ...rest } = world.order;
  const needBy = written.needBy ?? ofOrder;
  return {
    id,
    view: { ...world, order: { ...rest, destination, ...(needBy === undefined ? {} : { needBy }) } },
    pickUpNode,
    level,
    slot: written.slot,
    skills: written.skills ?? [],
    maxShipments: written.maxShipments ?? 1e9,
    shipComplete: written.shipComplete ?? false,
    lines,
  };
}

/** What is collected at a store goes there. */
function placeOfNode({ network }: World, id: string): Destination {
  const node = network.nodes.find((each) => each.id === id)!;
  const { location, country, region, postalCode, timeZone } = node;
  return JSON.parse(JSON.stringify({ location, country, region, postalCode, timeZone }));
}
