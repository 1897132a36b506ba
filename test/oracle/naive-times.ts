/**
 * The instants of one shipment by `docs/dates.md`, as slowly and plainly as can be: Temporal for local time, dates as texts, minutes counted
 * one by one. Shares no code with `src/`.
 */
import { Temporal } from 'temporal-polyfill';
import type { Calendar, PickUp } from '../../src/model/types';

const DAY = 86_400_000;
const MINUTE = 60_000;
const HORIZON = 400;
const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

export interface NaivePlace {
  readonly zone: string;
  readonly calendar?: Calendar | undefined;
}

export interface NaiveService {
  readonly kind: 'carrier' | 'pickUp' | 'transfer';
  readonly calendar?: Calendar | undefined;
  readonly pickUps?: readonly PickUp[] | undefined;
  readonly delivery?:
    | { readonly calendar?: Calendar | undefined; readonly windows?: NaiveWindows | undefined }
    | undefined;
  readonly count: 'elapsed' | 'calendar' | 'business';
  /** undefined: unknown. */
  readonly transit?: { readonly days: number } | { readonly minutes: number } | undefined;
}

export type NaiveWindows = readonly { readonly days: readonly string[]; readonly to: string }[];

export interface NaiveCase {
  readonly node: NaivePlace;
  readonly service: NaiveService;
  /** undefined: unknown. */
  readonly zone: string | undefined;
  readonly store?: (NaivePlace & { readonly minutes: number }) | undefined;
}

export interface NaiveAnswer {
  readonly start: number;
  readonly ready: number;
  readonly handOver: number;
  readonly delivery: number;
}

const CLOSED: NaiveAnswer = { start: Number.NaN, ready: Number.NaN, handOver: Number.NaN, delivery: Number.NaN };

/** A date, with what Temporal says of it. */
interface Day {
  readonly number: number;
  readonly date: Temporal.PlainDate;
  readonly text: string;
  readonly weekday: string;
}

/** Temporal is slow, so what it said is remembered. */
const days = new Map<number, Day>();
const instants = new Map<string, number>();

function dayOf(number: number): Day {
  const known = days.get(number);
  if (known !== undefined) return known;
  const date = new Temporal.PlainDate(1970, 1, 1).add({ days: number });
  const made = { number, date, text: date.toString(), weekday: WEEKDAYS[date.dayOfWeek - 1] };
  days.set(number, made);
  return made;
}

function after(day: Day, days: number): Day {
  return dayOf(day.number + days);
}

/** Local time → epoch ms. */
function instantOf(zone: string, day: Day, clock: string): number {
  const key = `${zone} ${day.text} ${clock}`;
  const known = instants.get(key);
  if (known !== undefined) return known;
  const date = clock === '24:00' ? day.date.add({ days: 1 }) : day.date;
  const time = Temporal.PlainTime.from(clock === '24:00' ? '00:00' : clock);
  const made = date.toPlainDateTime(time).toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds;
  instants.set(key, made);
  return made;
}

/** Calendar → zone and date → its open minutes. */
const openMinutes = new WeakMap<Calendar, Map<string, number[]>>();

export class NaiveTimes {
  constructor(readonly given: NaiveCase) {}

  answer(release: number, minutes: number): NaiveAnswer {
    const { node, service, store } = this.given;
    const limit = release + HORIZON * DAY;
    const worked = this.#work(node, release, minutes, limit);
    if (worked === undefined) return CLOSED;
    const handOver = this.#handOver(worked.ready, release, limit);
    if (handOver === undefined) return CLOSED;
    if (service.kind === 'pickUp') return { ...worked, handOver, delivery: handOver };
    const arrival = this.#arrival(handOver);
    if (arrival === undefined) return { ...worked, handOver, delivery: Number.NaN };
    if (store === undefined) return { ...worked, handOver, delivery: arrival };
    const inStore = this.#work(store, arrival, store.minutes, arrival + HORIZON * DAY);
    return { ...worked, handOver, delivery: inStore?.ready ?? Number.NaN };
  }

  /** Cut-offs and pick-ups of the dates around an instant: where it becomes interesting. */
  edges(around: number): number[] {
    const { node, service } = this.given;
    const date = dateOf(around, node.zone);
    return [0, 1, 2].flatMap((shift) => {
      const day = after(date, shift);
      return (service.pickUps ?? []).flatMap(({ time, cutOff, cutOffDaysBefore }) => [
        instantOf(node.zone, day, time),
        ...(cutOff === undefined ? [] : [instantOf(node.zone, after(day, -cutOffDaysBefore), cutOff)]),
      ]);
    });
  }

  #work(
    place: NaivePlace,
    release: number,
    minutes: number,
    limit: number,
  ): { start: number; ready: number } | undefined {
    if (place.calendar === undefined) {
      const ready = release + minutes * MINUTE;
      return ready <= limit ? { start: release, ready } : undefined;
    }
    const first = after(dateOf(release, place.zone), -1);
    let start: number | undefined;
    let left = minutes * MINUTE;
    for (let shift = 0; shift <= HORIZON + 2; shift += 1) {
      for (const minute of minutesOn(place.zone, place.calendar, after(first, shift))) {
        if (minute + MINUTE <= release) continue;
        const at = Math.max(minute, release);
        start ??= at;
        const ready = at + left;
        if (ready <= minute + MINUTE) return start <= limit && ready <= limit ? { start, ready } : undefined;
        left -= minute + MINUTE - at;
      }
    }
    return undefined;
  }

  #handOver(ready: number, release: number, limit: number): number | undefined {
    const { node, service } = this.given;
    const { pickUps, calendar, kind } = service;
    if (kind === 'pickUp') return ready;
    const first = dateOf(ready, node.zone);
    if (pickUps === undefined) {
      if (isOpen(calendar, first)) return ready;
      for (let shift = 1; shift <= HORIZON; shift += 1) {
        const date = after(first, shift);
        if (!isOpen(calendar, date)) continue;
        const midnight = instantOf(node.zone, date, '00:00');
        return midnight <= limit ? midnight : undefined;
      }
      return undefined;
    }
    let best = Number.POSITIVE_INFINITY;
    for (let shift = -2; shift <= HORIZON + 2; shift += 1) {
      const date = after(first, shift);
      // Nothing of a later date is earlier than this.
      if (best < (date.number - 1) * DAY) break;
      if (!isOpen(calendar, date)) continue;
      for (const { days, time, cutOff, cutOffDaysBefore } of pickUps) {
        if (!days.includes(date.weekday as PickUp['days'][number])) continue;
        const instant = instantOf(node.zone, date, time);
        if (instant < ready || instant > limit || instant >= best) continue;
        if (cutOff !== undefined && instantOf(node.zone, after(date, -cutOffDaysBefore), cutOff) < release) continue;
        best = instant;
      }
    }
    return best === Number.POSITIVE_INFINITY ? undefined : best;
  }

  #arrival(handOver: number): number | undefined {
    const { node, service, zone } = this.given;
    const { transit, count, delivery, calendar } = service;
    if (transit === undefined) return undefined;
    if ('minutes' in transit || count === 'elapsed') {
      const at = handOver + ('minutes' in transit ? transit.minutes * MINUTE : transit.days * DAY);
      if (delivery === undefined) return at;
      return zone === undefined ? undefined : this.#window(zone, dateOf(at, zone), at);
    }
    if (zone === undefined) return undefined;
    let date = dateOf(handOver, node.zone);
    for (let left = transit.days; left > 0; left -= 1) {
      const before = date;
      do {
        date = after(date, 1);
        if (date.number - before.number > HORIZON) return undefined;
      } while (count === 'business' && !isOpen(calendar, date));
    }
    return this.#window(zone, date, handOver);
  }

  #window(zone: string, first: Day, notBefore: number): number | undefined {
    const { delivery, calendar } = this.given.service;
    const windows = delivery?.windows ?? [{ days: WEEKDAYS, to: '20:00' }];
    for (let shift = 0; shift <= HORIZON; shift += 1) {
      const date = after(first, shift);
      if (!isOpen(delivery?.calendar ?? calendar, date)) continue;
      const ends = windows
        .filter(({ days }) => days.includes(date.weekday))
        .map(({ to }) => instantOf(zone, date, to))
        .filter((end) => end >= notBefore);
      if (ends.length > 0) return Math.min(...ends);
    }
    return undefined;
  }
}

/**
 * The open minutes from one midnight to the next. What a gap moved later may lie on another date than its own, so the neighbours are read
 * too.
 */
function minutesOn(zone: string, calendar: Calendar, date: Day): number[] {
  let ofCalendar = openMinutes.get(calendar);
  if (ofCalendar === undefined) {
    ofCalendar = new Map();
    openMinutes.set(calendar, ofCalendar);
  }
  const key = `${zone} ${date.text}`;
  const known = ofCalendar.get(key);
  if (known !== undefined) return known;
  const spans = [-2, -1, 0, 1, 2].flatMap((shift) => {
    const day = after(date, shift);
    return united(hoursOf(calendar, day)).map(({ open, close }) => ({
      from: instantOf(zone, day, open),
      to: instantOf(zone, day, close),
    }));
  });
  const end = instantOf(zone, date, '24:00');
  const made: number[] = [];
  for (let minute = instantOf(zone, date, '00:00'); minute < end; minute += MINUTE) {
    if (spans.some(({ from, to }) => from <= minute && minute < to)) made.push(minute);
  }
  ofCalendar.set(key, made);
  return made;
}

interface Hours {
  readonly open: string;
  readonly close: string;
}

/** Those that touch or overlap on the wall are one, before any clock changes. */
function united(hours: readonly Hours[]): Hours[] {
  const one: Hours[] = [];
  for (const next of [...hours].sort((a, b) => (a.open < b.open ? -1 : 1))) {
    const last = one.at(-1);
    if (last === undefined || last.close < next.open) one.push(next);
    else one[one.length - 1] = { open: last.open, close: last.close < next.close ? next.close : last.close };
  }
  return one;
}

function dateOf(instant: number, zone: string): Day {
  const date = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainDate();
  return dayOf(new Temporal.PlainDate(1970, 1, 1).until(date).days);
}

function hoursOf(calendar: Calendar | undefined, date: Day): readonly Hours[] {
  if (calendar === undefined) return [{ open: '00:00', close: '24:00' }];
  const special = calendar.except.find((each) => each.date === date.text);
  if (special !== undefined) return special.hours;
  return calendar.week.filter(({ days }) => (days as string[]).includes(date.weekday));
}

function isOpen(calendar: Calendar | undefined, date: Day): boolean {
  return hoursOf(calendar, date).length > 0;
}
