/** The instants of a raw world: what its defaults leave out is filled in, then minutes are counted. Shares no code with `src/`. */
import { Temporal } from 'temporal-polyfill';
import type { Calendar, PickUp } from '../../src/model/types';
import type { World } from '../worlds';
import { type NaiveAnswer, type NaivePlace, type NaiveService, NaiveTimes } from './naive-times';
import type { Group, View } from './world-groups';
import { leadsThere } from './world-rates';

type Node = World['network']['nodes'][number];
type Service = World['network']['services'][number];
type Weekday = PickUp['days'][number];

const WEEK: Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

export interface Transit {
  /** undefined: unknown. */
  readonly time: { readonly days: number } | { readonly minutes: number } | undefined;
  /** It would be another one if the distance were. */
  readonly readsDistance: boolean;
}

/** @param metres null: unknown, and bands that end cannot be read */
export function transitOf({ order }: View, node: Node, { transit }: Service, metres: number | null): Transit {
  const { destination } = order;
  const lane = transit?.lanes?.find(
    ({ node: from, to }) => (from === undefined || from === node.id) && leadsThere(to, destination),
  );
  if (lane !== undefined) return { time: timeOf(lane), readsDistance: false };
  const days = zoneDays(transit?.zones, node, destination);
  if (days !== undefined) return { time: days === null ? undefined : { days }, readsDistance: false };
  const bands = transit?.bands ?? [];
  const readsDistance = bands.some(({ upToKm }) => upToKm !== undefined);
  const band =
    metres === null && bands[0]?.upToKm !== undefined
      ? undefined
      : bands.find(({ upToKm }) => upToKm === undefined || metres! <= Math.round(upToKm * 1000));
  return { time: band && timeOf(band), readsDistance };
}

function timeOf({ days, minutes }: { days?: number | undefined; minutes?: number | undefined }) {
  return minutes === undefined ? { days: days! } : { minutes };
}

type Place = Pick<Node, 'country' | 'region'>;

/** null: unknown; undefined: the zones do not speak of the one or the other. */
function zoneDays(
  zones: NonNullable<Service['transit']>['zones'],
  node: Place,
  destination: Place,
): number | null | undefined {
  if (zones === undefined) return undefined;
  const placeIn = (words: readonly string[], { region, country }: Place) =>
    words.indexOf([region, country].find((word) => word !== undefined && words.includes(word)) ?? '');
  return zones.days[placeIn(zones.from, node)]?.[placeIn(zones.to, destination)];
}

/** Times of a node's service for a group. */
export class SourceTimes {
  readonly #naive: NaiveTimes;
  readonly transit: Transit;

  constructor({ view, pickUpNode }: Group, node: Node, service: Service, metres: number | null) {
    const { network, order } = view;
    const kind = service.kind ?? 'carrier';
    this.transit = transitOf(view, node, service, metres);
    const own = node.services?.find(({ id }) => id === service.id)?.pickUps ?? service.pickUps;
    const naive: NaiveService = {
      kind,
      calendar: calendarOf(view, service.calendar),
      pickUps: own?.map(({ days = WEEK, time = '24:00', cutOffDaysBefore = 0, cutOff }) => {
        return { days, time, cutOffDaysBefore, ...(cutOff === undefined ? {} : { cutOff }) };
      }),
      delivery: service.delivery && {
        calendar: calendarOf(view, service.delivery.calendar),
        windows: service.delivery.windows?.map(({ days = WEEK, to }) => ({ days, to })),
      },
      count: service.transit?.count ?? 'elapsed',
      transit: this.transit.time,
    };
    const store = kind === 'transfer' ? network.nodes.find(({ id }) => id === pickUpNode) : undefined;
    this.#naive = new NaiveTimes({
      node: placeOf(view, node),
      service: naive,
      zone: order.destination.timeZone,
      store: store && { ...placeOf(view, store), minutes: store.processingMinutes ?? 0 },
    });
  }

  /** NaN throughout: it cannot; a delivery of NaN: unknown. */
  of(release: number, minutes: number): NaiveAnswer {
    return this.#naive.answer(release, minutes);
  }
}

function placeOf(world: World, { timeZone = 'UTC', calendar }: Node): NaivePlace {
  return { zone: timeZone, calendar: calendarOf(world, calendar) };
}

/** What was filled in, by what was written: what is known of a calendar is kept with it. */
const filled = new WeakMap<object, Calendar>();

function calendarOf({ network }: World, id: string | undefined): Calendar | undefined {
  const found = network.calendars?.find((calendar) => calendar.id === id);
  if (found === undefined) return undefined;
  const known = filled.get(found) ?? fill(found);
  filled.set(found, known);
  return known;
}

function fill(found: NonNullable<World['network']['calendars']>[number]): Calendar {
  return {
    id: found.id,
    week: found.week.map(({ days = WEEK, open = '00:00', close = '24:00' }) => ({ days, open, close })),
    except: (found.except ?? []).map(({ date, hours = [] }) => ({
      date,
      hours: hours.map(({ open = '00:00', close = '24:00' }) => ({ open, close })),
    })),
  };
}

/** The first instant from then on at which the node is open; NaN: never. */
export function opensAt(world: World, node: Node, from: number): number {
  const place = placeOf(world, node);
  return new NaiveTimes({ node: place, service: { kind: 'pickUp', count: 'elapsed' }, zone: undefined }).answer(from, 0)
    .start;
}

/** The date at a node. */
export function dateAt({ timeZone = 'UTC' }: Node, instant: number): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone).toPlainDate();
}

/** When a date begins at a node. */
export function midnightOf({ timeZone = 'UTC' }: Node, date: Temporal.PlainDate): number {
  return date.toZonedDateTime(timeZone).epochMilliseconds;
}
