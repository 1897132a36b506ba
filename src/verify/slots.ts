/** Slots in which orders are collected: when they are, whether they have room, and whether a plan claims its bookings rightly. */
import type { BookingInput, NetworkInput, Plan } from '../model/types';
import { MS_PER_DAY } from '../model/units';
import { calendarOf, isOpenOn, MOST_DAYS_AHEAD, zoneOf } from './calendars';
import { type Facts, type NodeInput, nodeOf, type OrderFacts } from './facts';
import type { Group } from './groups';
import { weekdayOf } from './localTime';
import type { Judged } from './shipments';
import { type Findings, show } from './violations';

type SlotInput = NonNullable<NetworkInput['nodes'][number]['slots']>[number];

/** Epoch ms. */
export interface SlotTimes {
  readonly start: number;
  readonly end: number;
}

/** The node where a group is collected, and the slot that it names there. */
function placeOf(facts: OrderFacts, { pickUpNode, slot }: Group): { node?: NodeInput; slot?: SlotInput } {
  const node = pickUpNode === undefined ? undefined : nodeOf(facts, pickUpNode);
  if (node === undefined) return {};
  const found = node.slots?.find(({ id }) => id === slot?.id);
  return found === undefined ? { node } : { node, slot: found };
}

/** When a group is collected; undefined: in no slot, or in one that does not happen then. */
export function slotTimes(facts: Facts): SlotTimes | undefined {
  const { node, slot } = placeOf(facts, facts.group);
  const date = facts.group.slot?.date;
  if (node === undefined || slot === undefined || date === undefined) return undefined;
  const { days, dates, from, until } = slot;
  const isEvery = days === undefined && dates === undefined;
  const isMeant = isEvery || days?.includes(weekdayOf(date)) || dates?.includes(date);
  if (!isMeant || !isOpenOn(calendarOf(facts, node.calendar), date)) return undefined;
  const [start, end] = [from, until].map((clock) => facts.local.instant(zoneOf(node), date, clock));
  return start < end ? { start, end } : undefined;
}

/** Why nothing of the group may be collected, as ends of sentences; none: it may, or it is shipped. */
export function whyNotCollected(facts: Facts): string[] {
  const { group } = facts;
  const { node, slot } = placeOf(facts, group);
  if (node === undefined) return [];
  const reasons: string[] = [];
  const able = [...(node.capabilities ?? []), ...(slot?.capabilities ?? [])];
  for (const word of group.skills) {
    if (!able.includes(word)) reasons.push(`nobody there can do "${word}" then`);
  }
  if (group.slot === undefined) return node.collectBySlot === true ? [...reasons, 'no slot is named'] : reasons;
  const times = slotTimes(facts);
  if (times === undefined) return [...reasons, 'the slot does not happen'];
  if (times.start < facts.asOf) reasons.push('the slot has begun');
  if (times.start > facts.release + MOST_DAYS_AHEAD * MS_PER_DAY) reasons.push('the slot is too far away');
  // Groups book in the order of their ids.
  const before = facts.groups.filter((other) => isSame(other, group) && (other.id ?? '') < (group.id ?? ''));
  if (leftOf(facts, claimOf(group, 1)) <= before.length) reasons.push('the slot has no bookings left');
  return reasons;
}

function isSame(a: Group, b: Group): boolean {
  return a.pickUpNode === b.pickUpNode && a.slot?.id === b.slot?.id && a.slot?.date === b.slot?.date;
}

function claimOf({ pickUpNode, slot }: Group, bookings: number): BookingInput {
  return { node: pickUpNode ?? '', slot: slot?.id ?? '', date: slot?.date ?? '', bookings };
}

function leftOf({ network, booked }: OrderFacts, claim: BookingInput): number {
  const slot = network.nodes.find(({ id }) => id === claim.node)?.slots?.find(({ id }) => id === claim.slot);
  const taken = booked.find((each) => keyOf(each) === keyOf(claim))?.bookings ?? 0;
  return (slot?.bookings ?? 0) - taken;
}

function keyOf({ node, slot, date }: BookingInput): string {
  return JSON.stringify([node, slot, date]);
}

/** One booking for each group that ships something, no more than are left. */
export function checkBookings(facts: OrderFacts, plan: Plan, shipments: readonly Judged[], found: Findings): void {
  const right = new Map<string, BookingInput>();
  for (const group of facts.groups) {
    const ships = shipments.some((shipment) => shipment.facts?.group.id === group.id && shipment.loads.length > 0);
    if (!ships || group.slot === undefined) continue;
    const claim = claimOf(group, 1);
    right.set(keyOf(claim), { ...claim, bookings: 1 + (right.get(keyOf(claim))?.bookings ?? 0) });
  }
  for (const claim of right.values()) {
    const left = leftOf(facts, claim);
    if (claim.bookings <= left) continue;
    const what = `take ${claim.bookings} bookings of ${nameOf(claim)}, ${Math.max(0, left)} are left`;
    found.add('capacity', ['shipments'], what);
  }
  checkClaims(plan.claims.slots ?? [], right, found);
}

function checkClaims(claims: readonly BookingInput[], right: ReadonlyMap<string, BookingInput>, found: Findings): void {
  const path = ['claims', 'slots'];
  claims.forEach((claim, place) => {
    const bookings = right.get(keyOf(claim))?.bookings ?? 0;
    found.same(
      'claims',
      [...path, place, 'bookings'],
      claim.bookings,
      bookings,
      `what is collected in ${nameOf(claim)}`,
    );
  });
  const claimed = new Set(claims.map(keyOf));
  for (const [key, claim] of right) {
    if (!claimed.has(key))
      found.add('claims', path, `claim 0 bookings of ${nameOf(claim)}, right is ${claim.bookings}`);
  }
}

function nameOf({ node, slot, date }: BookingInput): string {
  return `slot ${show(slot)} at ${show(node)} on ${date}`;
}
