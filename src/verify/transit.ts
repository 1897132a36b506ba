/** From the hand-over to the delivery: days on the way, how they are counted, when the carrier delivers, what a store has to do yet. */
import { MS_PER_DAY, MS_PER_MINUTE } from '../model/units';
import { calendarOf, isOpenOn, MOST_DAYS_AHEAD, opensAt, workedAt, zoneOf } from './calendars';
import { type Facts, type NodeInput, nodeOf, type ServiceInput } from './facts';
import { addDays, weekdayOf } from './localTime';
import { liesIn, namesOf } from './places';
import { bandAt, readMetres } from './travel';

type TransitInput = NonNullable<ServiceInput['transit']>;

/** One of the two. */
interface Transit {
  readonly days?: number | undefined;
  readonly minutes?: number | undefined;
}

/** Epoch ms; `unknown`: the transit is, or the time zone that it takes, or it does not come within the days that are looked at. */
export type Arrival = number | 'unknown';

export function deliveryAt(facts: Facts, node: NodeInput, service: ServiceInput, handOver: number): Arrival {
  if (service.kind === 'pickUp') return handOver;
  const arrival = arrivalAt(facts, node, service, handOver);
  const { pickUpNode } = facts.group;
  const store = pickUpNode === undefined ? undefined : nodeOf(facts, pickUpNode);
  if (service.kind !== 'transfer' || store === undefined || typeof arrival !== 'number') return arrival;
  const begin = opensAt(facts, store, arrival);
  return (begin === undefined ? undefined : workedAt(facts, store, begin, store.processingMinutes ?? 0)) ?? 'unknown';
}

function arrivalAt(facts: Facts, node: NodeInput, service: ServiceInput, handOver: number): Arrival {
  const transit = transitOf(facts, node, service);
  if (transit === undefined) return 'unknown';
  const { days, minutes } = transit;
  const count = service.transit?.count ?? 'elapsed';
  if (days !== undefined && count !== 'elapsed') return afterDays(facts, node, service, handOver, days, count);
  const there = handOver + (minutes === undefined ? (days ?? 0) * MS_PER_DAY : minutes * MS_PER_MINUTE);
  if (service.delivery === undefined) return there;
  const zone = facts.order.destination.timeZone;
  return zone === undefined ? 'unknown' : deliveredAt(facts, service, zone, facts.local.dateAt(zone, there), there);
}

/** Days on the way are counted from the date of the hand-over at the node. */
function afterDays(
  facts: Facts,
  node: NodeInput,
  service: ServiceInput,
  handOver: number,
  days: number,
  count: 'calendar' | 'business',
): Arrival {
  const zone = facts.order.destination.timeZone;
  if (zone === undefined) return 'unknown';
  const today = facts.local.dateAt(zoneOf(node), handOver);
  const calendar = count === 'calendar' ? undefined : calendarOf(facts, service.calendar);
  let passed = 0;
  for (let ahead = 0; ahead <= MOST_DAYS_AHEAD; ahead += 1) {
    const date = addDays(today, ahead);
    if (ahead > 0 && isOpenOn(calendar, date)) passed += 1;
    if (passed === days) return deliveredAt(facts, service, zone, date, handOver);
  }
  return 'unknown';
}

/** The end of the first delivery window from a date on, not before an instant. */
function deliveredAt(facts: Facts, service: ServiceInput, zone: string, from: string, notBefore: number): Arrival {
  const { windows = [{ to: '20:00' }], calendar = service.calendar } = service.delivery ?? {};
  const working = calendarOf(facts, calendar);
  for (let ahead = 0; ahead <= MOST_DAYS_AHEAD; ahead += 1) {
    const date = addDays(from, ahead);
    if (!isOpenOn(working, date)) continue;
    const open = windows.filter(({ days }) => days === undefined || days.includes(weekdayOf(date)));
    const ends = open.map(({ to }) => facts.local.instant(zone, date, to)).filter((end) => end >= notBefore);
    if (ends.length > 0) return Math.min(...ends);
  }
  return 'unknown';
}

/** undefined: unknown. */
function transitOf(facts: Facts, node: NodeInput, { transit }: ServiceInput): Transit | undefined {
  if (transit === undefined) return undefined;
  const { destination } = facts.order;
  const fits = ({ node: from, to }: NonNullable<TransitInput['lanes']>[number]) =>
    (from === undefined || from === node.id) && liesIn(to, destination);
  const lane = transit.lanes?.find(fits);
  if (lane !== undefined) return lane;
  const days = transit.zones && zoneDays(transit.zones, node, destination);
  if (days !== undefined) return days === null ? undefined : { days };
  return bandAt(transit.bands ?? [], readMetres(facts, node));
}

/** Of the region, else of the country, of either end; null: unknown; undefined: the zones do not know the one or the other. */
function zoneDays(
  { from, to, days }: NonNullable<TransitInput['zones']>,
  node: NodeInput,
  destination: Facts['order']['destination'],
): number | null | undefined {
  const row = from.indexOf(namesOf(node).find((name) => from.includes(name)) ?? '');
  const column = to.indexOf(namesOf(destination).find((name) => to.includes(name)) ?? '');
  return days[row]?.[column];
}
