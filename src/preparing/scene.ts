/** A delivery group on the day: its destination, dated, and what of it the order may use; and what the order asks as a whole. */
import type { Desk, PlannerState } from '../desk';
import type { Order } from '../model/types';
import type { RuleSet } from '../rules/ruleSet';
import { NO_LIMIT } from '../sourcing/bundles';
import type { DeliveryGroup } from '../sourcing/groups';
import type { OrderTerms } from '../sourcing/problem';
import type { Ask } from './checkedOrder';
import { destinationOf } from './destinations';
import { withOrderCosts } from './orderPrices';
import type { Outline } from './outline';
import { releaseAt } from './overrides';
import { factsOf, type GroupScene, usableSources } from './pairs';
import { quantitiesOf } from './quantities';
import { slotOf, whyNotCollected } from './slots';

/** Search steps of a call that names no budget: about 20 ms of a modern core. */
export const DEFAULT_BUDGET = 2_000_000;

export function budgetOf({ editions }: PlannerState, { budget }: Pick<Ask, 'budget'>): number {
  return budget ?? editions.document.budget ?? DEFAULT_BUDGET;
}

/**
 * @param groups the order's; @param place of the group; @param minutes node → minutes of work, by which the scene is dated, as if there were no slot;
 * @param dayFull see `usableSources`
 */
export function groupScene(
  desk: Desk,
  { checked: { order, pauses }, ask, release }: Outline,
  groups: readonly DeliveryGroup[],
  place: number,
  minutes: Int32Array,
  dayFull: Uint8Array | null,
): GroupScene {
  const { compiled } = desk;
  const group = groups[place];
  const { columns, schedules: own, dating } = destinationOf(compiled, order, group);
  const origin = compiled.schedules.isElapsed ? release : 0;
  const dated = dating.at(release - origin, minutes);
  const slot = slotOf(compiled, group);
  const schedules = slot === undefined ? own : own.inSlot(slot);
  const isOut = whyNotCollected(desk, groups, place, ask.asOf) !== undefined;
  const usable = isOut ? new Uint8Array(compiled.index.sources) : usableSources(desk, order, dated, ask.asOf, dayFull);
  const facts = factsOf(order, group);
  const quantities = quantitiesOf(desk, order, releaseAt(release, pauses));
  const priced = withOrderCosts(desk, facts, { destination: columns, dated, usable }, quantities);
  return { place, origin, group, slot, facts, schedules, quantities, ...priced };
}

/** @param group the order's only one: its limits are the order's */
export function orderTerms(
  order: Order,
  { document, levels, hasCredits }: RuleSet,
  budget: number,
  group: DeliveryGroup | undefined,
): OrderTerms {
  return {
    maxShipments: Math.min(order.maxShipments ?? NO_LIMIT, group?.maxShipments ?? NO_LIMIT),
    shipComplete: order.shipComplete === true || group?.shipComplete === true,
    splitMilli: (document.split?.perShipment ?? 0) * 1000,
    lateMilli: (document.lateness?.perUnitDay ?? 0) * 1000,
    levels,
    hasCredits,
    budget,
  };
}
