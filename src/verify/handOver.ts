/** When the carrier takes a shipment from its node. */
import { calendarOf, isOpenOn, MOST_DAYS_AHEAD, zoneOf } from './calendars';
import type { Facts, NodeInput, ServiceInput } from './facts';
import { addDays, weekdayOf } from './localTime';

type PickUp = NonNullable<ServiceInput['pickUps']>[number];

/** Those of the node's entry for the service, else of the service; undefined: the carrier comes at any time. */
export function pickUpsOf(node: NodeInput, service: ServiceInput): readonly PickUp[] | undefined {
  return node.services?.find((each) => each.id === service.id)?.pickUps ?? service.pickUps;
}

/** @param release cut-offs are compared with it; @returns undefined: the carrier never comes */
export function handOverAt(
  facts: Facts,
  node: NodeInput,
  service: ServiceInput,
  release: number,
  ready: number,
): number | undefined {
  // Who collects it comes when it is ready.
  if (service.kind === 'pickUp') return ready;
  const pickUps = pickUpsOf(node, service);
  if (pickUps === undefined) return nextOpenDay(facts, node, service, ready);
  const calendar = calendarOf(facts, service.calendar);
  const zone = zoneOf(node);
  const today = facts.local.dateAt(zone, ready);
  // A pick-up at 24:00 of the day before may be right now.
  for (let ahead = -1; ahead <= MOST_DAYS_AHEAD; ahead += 1) {
    const date = addDays(today, ahead);
    if (!isOpenOn(calendar, date)) continue;
    const instants = pickUps.flatMap((pickUp) => pickUpOn(facts, zone, date, pickUp, release) ?? []);
    const first = Math.min(...instants.filter((instant) => instant >= ready));
    if (first < Number.POSITIVE_INFINITY) return first;
  }
  return undefined;
}

/** undefined: not on this date, or the cut-off for it has passed. */
function pickUpOn(
  { local }: Facts,
  zone: string,
  date: string,
  { days, time = '24:00', cutOff, cutOffDaysBefore = 0 }: PickUp,
  release: number,
): number | undefined {
  if (days !== undefined && !days.includes(weekdayOf(date))) return undefined;
  const isLate = cutOff !== undefined && local.instant(zone, addDays(date, -cutOffDaysBefore), cutOff) < release;
  return isLate ? undefined : local.instant(zone, date, time);
}

/** Without pick-ups: at once, or where the carrier does not work on that day, when its next day begins. */
function nextOpenDay(facts: Facts, node: NodeInput, service: ServiceInput, ready: number): number | undefined {
  const calendar = calendarOf(facts, service.calendar);
  if (calendar === undefined) return ready;
  const zone = zoneOf(node);
  const today = facts.local.dateAt(zone, ready);
  if (isOpenOn(calendar, today)) return ready;
  for (let ahead = 1; ahead <= MOST_DAYS_AHEAD; ahead += 1) {
    const date = addDays(today, ahead);
    if (isOpenOn(calendar, date)) return facts.local.instant(zone, date, '00:00');
  }
  return undefined;
}
