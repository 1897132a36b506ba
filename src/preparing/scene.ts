/** A delivery group on the day: its destination, dated, and what of it the order may use; and what the order asks as a whole. */
import type { Desk } from '../desk';
import type { Order } from '../model/types';
import type { RuleSet } from '../rules/ruleSet';
import { NO_LIMIT } from '../sourcing/bundles';
import type { DeliveryGroup } from '../sourcing/groups';
import type { OrderTerms } from '../sourcing/problem';
import { destinationOf } from './destinations';
import { withOrderCosts } from './orderPrices';
import { factsOf, type GroupScene, usableSources } from './pairs';
import { quantitiesOf } from './quantities';

/** Search steps of a call that names no budget: about 20 ms of a modern core. */
export const DEFAULT_BUDGET = 2_000_000;

/** @param minutes node → minutes of work; @param dayFull see `usableSources` */
export function groupScene(
  desk: Desk,
  order: Order,
  group: DeliveryGroup,
  place: number,
  release: number,
  minutes: Int32Array,
  dayFull: Uint8Array | null,
): GroupScene {
  const { compiled } = desk;
  const { columns, schedules, dating } = destinationOf(compiled, order, group);
  const origin = compiled.schedules.isElapsed ? release : 0;
  const dated = dating.at(release - origin, minutes);
  const usable = usableSources(desk, order, dated, dayFull);
  const facts = factsOf(order, group);
  const quantities = quantitiesOf(desk, order, release);
  const priced = withOrderCosts(desk, facts, { destination: columns, dated, usable }, quantities);
  return { place, group, origin, facts, schedules, quantities, ...priced };
}

/** @param group the order's only one: its limits are the order's */
export function orderTerms(
  order: Order,
  { document, levels, hasCredits }: RuleSet,
  budget: number | undefined,
  group: DeliveryGroup | undefined,
): OrderTerms {
  return {
    maxShipments: Math.min(order.maxShipments ?? NO_LIMIT, group?.maxShipments ?? NO_LIMIT),
    shipComplete: order.shipComplete === true || group?.shipComplete === true,
    splitMilli: (document.split?.perShipment ?? 0) * 1000,
    lateMilli: (document.lateness?.perUnitDay ?? 0) * 1000,
    levels,
    hasCredits,
    budget: budget ?? document.budget ?? DEFAULT_BUDGET,
  };
}
