/** What a customer chose: how it makes a promise hold, and how it goes into the order. */
import { IssueList } from '../model/issues';
import type { OrderInput, Plan, Promised } from '../model/types';
import { instant } from '../model/units';
import type { DeliveryGroup } from '../sourcing/groups';

/** What makes a promise hold: goes into the order, or into its delivery group. */
export interface OrderFragment {
  readonly group?: string;
  readonly level?: string;
  readonly pickUpNode?: string;
  readonly promised: Promised;
}

/** @param delivery epoch ms; null: unknown */
export function promisedOf(
  plan: Plan,
  group: DeliveryGroup,
  delivery: number | null,
  short: Plan['unfilled'],
): Promised {
  const { step } = plan.rules;
  return {
    ...(step === undefined ? {} : { step }),
    deliverBy: delivery === null ? null : instant(delivery),
    unfilled: short.map(({ line, quantity }) => ({ line, units: quantity })),
    shipments: plan.shipments
      .filter((shipment) => shipment.group === group.id)
      .map(({ node, service, start, lines }) => ({
        node,
        service,
        start,
        lines: lines.map(({ line, quantity }) => ({ line, quantity })),
      })),
  };
}

export function groupName({ id }: DeliveryGroup): { readonly group?: string } {
  return id === undefined ? {} : { group: id };
}

/**
 * The cart with what its customer chose: ready to be placed, and to be planned no later, no less filled and no dearer than was promised. Give
 * one fragment, or one for each of its delivery groups.
 * @throws InputError for a fragment of a group that the cart does not have
 */
export function orderWith(cart: OrderInput, ...fragments: readonly OrderFragment[]): OrderInput {
  const issues = new IssueList('fragments');
  let order = cart;
  fragments.forEach(({ group: id, ...fragment }, place) => {
    const groups = order.deliveryGroups;
    if (id === undefined && groups === undefined) {
      order = changed(order, fragment);
      return;
    }
    if (groups?.some((group) => group.id === id) !== true) {
      issues.add('unknown-reference', [place, 'group'], id, 'is not the id of a delivery group of the cart');
      return;
    }
    order = { ...order, deliveryGroups: groups.map((group) => (group.id === id ? changed(group, fragment) : group)) };
  });
  issues.throwIfAny();
  return order;
}

/** What is collected has no destination. */
function changed<Written extends Pick<OrderInput, 'destination' | 'pickUpNode' | 'level'>>(
  written: Written,
  fragment: Omit<OrderFragment, 'group'>,
): Written {
  const { destination, pickUpNode, level, ...rest } = written;
  const way = fragment.pickUpNode === undefined ? { destination } : {};
  return { ...(rest as Written), ...way, ...fragment };
}
