/** The slots that a place of collection offers: the first by which nothing is shorter than without one. */
import type { Desk } from '../desk';
import type { SlotDate } from '../model/types';
import type { Ask } from '../preparing/checkedOrder';
import { bookingsLeft, canServe, lastStart, slotsFrom } from '../preparing/slots';
import { type DeliveryGroup, groupInSlot, groupWithoutSlot } from '../sourcing/groups';
import type { Assignment, Problem } from '../splitting/problem';
import type { CartSteps } from './cartSteps';
import type { DeliveryOption } from './options';
import type { Purse } from './purse';
import { bothOf, type SolvedBoth, writeBoth } from './solving';
import { searchesOf, type Way } from './ways';

/** After so many slots with a plan that is shorter, no later one is looked at. */
const MOST_SHORTER = 8;

/** The way without a slot, where that is allowed, then each slot with room that can do what is asked. @param place of the way's group */
export function slotOptions(cart: CartSteps, way: Way, place: number, purse: Purse): DeliveryOption[] {
  const { desk } = cart.opened;
  const { group } = way;
  let searches = searchesOf(way, cart.tries);
  const solved = (of: DeliveryGroup) => {
    searches -= cart.tries + 1;
    return bothOf(cart.cheapestBy({ ...way, group: of }, place), place, purse);
  };
  const free = solved(groupWithoutSlot(group));
  const isFree = !group.lacksSlot && canServe(desk.compiled.index.nodes[group.pickUpNode], undefined, group.skills);
  const options = isFree ? writeBoth(free, way, place) : [];
  let found = 0;
  let shorter = 0;
  for (const slot of slotsWithRoom(desk, cart.ask, group, free.earliest.delivery.value)) {
    if (found === way.slots || shorter === MOST_SHORTER) break;
    const own = { ...way, group: groupInSlot(group, slot) };
    const both = solved(own.group);
    const written = isShorter(both, free) ? [] : writeBoth(both, own, place);
    if (written.length === 0) shorter += 1;
    else found += 1;
    options.push(...written);
  }
  for (; searches > 0; searches -= 1) purse.finish();
  return options;
}

/**
 * In the order of their ends, which is when they deliver. What begins before the earliest plan is there has none that is as filled.
 * @param earliest of the group's plans without a slot, epoch ms; 0: there is none; Infinity: its delivery is unknown
 */
function* slotsWithRoom(
  { compiled, ledger }: Desk,
  { asOf }: Ask,
  group: DeliveryGroup,
  earliest: number,
): Generator<SlotDate> {
  if (earliest === 0 || earliest === Number.POSITIVE_INFINITY) return;
  const node = compiled.index.nodes[group.pickUpNode];
  const able = (node.slots ?? []).flatMap(({ id, bookings }, at) =>
    bookings > 0 && canServe(node, id, group.skills) ? [at] : [],
  );
  for (const slot of slotsFrom(compiled, group.pickUpNode, able, earliest, lastStart(compiled, asOf))) {
    if (bookingsLeft(ledger, groupInSlot(group, slot)) > 0) yield slot;
  }
}

/** Whether the cheapest or the earliest plan fills less: goods keep too short, or another group of the order has the last booking. */
function isShorter(slotted: SolvedBoth, free: SolvedBoth): boolean {
  const isLess = filled(slotted.problem, slotted.cheapest) < filled(free.problem, free.cheapest);
  return (
    isLess ||
    filled(slotted.earliest.problem, slotted.earliest.answer) < filled(free.earliest.problem, free.earliest.answer)
  );
}

/** Order units. */
function filled({ lines }: Problem, { parts }: Assignment): number {
  return parts.reduce((sum, { line, units }) => sum + units * lines[line].weight, 0);
}
