/** What clocks and calendars on the wall say, asked of the JavaScript engine instant by instant. */
import { MS_PER_DAY, MS_PER_MINUTE } from '../model/units';

/** A wall clock as a number: the epoch ms at which a clock in UTC shows the same. */
type Wall = number;

/** Formatters and instants are kept as long as this lives: for the plans that one call judges. */
export class LocalTime {
  readonly #clocks = new Map<string, Intl.DateTimeFormat>();
  readonly #instants = new Map<string, number>();

  /** The date there, as `2026-03-01`. @throws RangeError for a zone that is none */
  dateAt(zone: string, at: number): string {
    return dateOf(this.#wallAt(zone, at));
  }

  /**
   * The instant at which a clock there shows `17:30` (or `24:00`, the next day's `00:00`) on a date. Of a time that comes twice the first;
   * one that does not come is moved later by what the clock leaves out.
   */
  instant(zone: string, date: string, clock: string): number {
    const key = `${date} ${clock} ${zone}`;
    const known = this.#instants.get(key);
    if (known !== undefined) return known;
    const wall = Date.parse(`${date}T00:00Z`) + minutesOf(clock) * MS_PER_MINUTE;
    // A clock goes back or forth at most once in two days: what it was ahead by the day before, or is the day after.
    const [before, after] = [wall - MS_PER_DAY, wall + MS_PER_DAY].map((at) => this.#wallAt(zone, at) - at);
    const candidates = [wall - before, wall - after].filter((at) => this.#wallAt(zone, at) === wall);
    const instant = candidates.length === 0 ? wall - before : Math.min(...candidates);
    this.#instants.set(key, instant);
    return instant;
  }

  #wallAt(zone: string, at: number): Wall {
    const parts = new Map<string, number>();
    for (const { type, value } of this.#clockOf(zone).formatToParts(at)) parts.set(type, Number(value));
    const part = (type: string) => parts.get(type) ?? 0;
    const day = Date.UTC(part('year'), part('month') - 1, part('day'));
    const seconds = (part('hour') * 60 + part('minute')) * 60 + part('second');
    return day + seconds * 1000 + (at - Math.floor(at / 1000) * 1000);
  }

  #clockOf(timeZone: string): Intl.DateTimeFormat {
    const known = this.#clocks.get(timeZone);
    if (known !== undefined) return known;
    const clock = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    this.#clocks.set(timeZone, clock);
    return clock;
  }
}

function minutesOf(clock: string): number {
  const [hours, minutes] = clock.split(':').map(Number);
  return hours * 60 + minutes;
}

function dateOf(wall: Wall): string {
  return new Date(wall).toISOString().slice(0, -'T00:00:00.000Z'.length);
}

export function addDays(date: string, days: number): string {
  return dateOf(Date.parse(`${date}T00:00Z`) + days * MS_PER_DAY);
}

const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

export function weekdayOf(date: string): (typeof WEEKDAYS)[number] {
  return WEEKDAYS[new Date(`${date}T00:00Z`).getUTCDay()];
}
