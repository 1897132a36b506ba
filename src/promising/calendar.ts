/** Calendars as integers: hours in local minutes, by the number of the local date (days from 1970-01-01). */
import type { Calendar, PickUp } from '../model/types';
import { dayOfText } from './timeZone';

/** What does not come within so many days never comes. */
export const HORIZON_DAYS = 400;
/** How far back a date may lie that was reached going forward: from the carrier over a window to a store that opens, each the horizon away. */
const MOST_BACK_DAYS = 4 * HORIZON_DAYS;

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = PickUp['days'][number];
interface Hours {
  readonly open: string;
  readonly close: string;
}

const CLOSED = new Int32Array(0);

/** Mon = 0. 1970-01-01 was a Thursday. */
export function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

/** Weekdays as seven bits, Monday lowest. */
export function weekdayBits(days: readonly Weekday[]): number {
  let bits = 0;
  for (const day of days) bits |= 1 << WEEKDAYS.indexOf(day);
  return bits;
}

/** `17:30` → minutes from the local midnight. */
export function minutesOf(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
}

export class OpenDays {
  /** Mon … sun → open, close, open, close …, in minutes, merged. */
  readonly #week: readonly Int32Array[];
  readonly #except: ReadonlyMap<number, Int32Array>;
  readonly #isEmptyWeek: boolean;
  #lastOpenException = Number.NEGATIVE_INFINITY;

  constructor({ week, except }: Pick<Calendar, 'week' | 'except'>) {
    this.#week = WEEKDAYS.map((day) => merged(week.filter(({ days }) => days.includes(day))));
    this.#except = new Map(except.map(({ date, hours }) => [dayOfText(date), merged(hours)]));
    this.#isEmptyWeek = this.#week.every(({ length }) => length === 0);
    for (const [day, hours] of this.#except) {
      if (hours.length > 0) this.#lastOpenException = Math.max(this.#lastOpenException, day);
    }
  }

  /** Open, close, open, close …, in minutes of the date. */
  hours(day: number): Int32Array {
    const special = this.#except.size === 0 ? undefined : this.#except.get(day);
    return special ?? this.#week[weekdayOf(day)];
  }

  isOpen(day: number): boolean {
    return this.hours(day).length > 0;
  }

  /** It does not open again from this date on, however far one looks. */
  isOver(day: number): boolean {
    return this.#isEmptyWeek && this.#lastOpenException < day;
  }

  /** The first open date from this one on, within the horizon; NaN: none. */
  next(day: number): number {
    return this.#firstOf(day, day + HORIZON_DAYS);
  }

  /** The last open date up to this one; there must be one that was reached from before. */
  previous(day: number): number {
    for (let date = day; date >= day - MOST_BACK_DAYS; date -= 1) if (this.isOpen(date)) return date;
    return Number.NaN;
  }

  /** The n-th open date after this one, each within the horizon of the one before; NaN: none. 0: the date itself. */
  nthAfter(day: number, n: number): number {
    let date = day;
    for (let left = n; left > 0; left -= 1) date = this.#firstOf(date + 1, date + HORIZON_DAYS);
    return date;
  }

  /** The last date whose `nthAfter` is no later than this one; there must be one. */
  nthBefore(day: number, n: number): number {
    let date = day;
    for (let left = n; left > 0; left -= 1) date = this.previous(date) - 1;
    return date;
  }

  #firstOf(first: number, last: number): number {
    for (let date = first; date <= last; date += 1) if (this.isOpen(date)) return date;
    return Number.NaN;
  }
}

/** Hours that touch or overlap are one. */
function merged(hours: readonly Hours[]): Int32Array {
  if (hours.length === 0) return CLOSED;
  const sorted = hours.map(({ open, close }) => [minutesOf(open), minutesOf(close)]).sort((a, b) => a[0] - b[0]);
  const out: number[] = [];
  for (const [open, close] of sorted) {
    const last = out.length - 1;
    if (last > 0 && open <= out[last]) out[last] = Math.max(out[last], close);
    else out.push(open, close);
  }
  return Int32Array.from(out);
}

/** Open on every date, all day. */
export const EVERY_DAY: OpenDays = new OpenDays({
  week: [{ days: [...WEEKDAYS], open: '00:00', close: '24:00' }],
  except: [],
});
