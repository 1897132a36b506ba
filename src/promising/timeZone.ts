/**
 * Local time by the JavaScript engine's own time-zone data. A zone's offsets are read once, as a table of transitions, a stretch of a year
 * at a time; from then on an instant becomes a local time, and back, by integer arithmetic.
 *
 * A *local* time is a number too: the milliseconds of the epoch that a clock in UTC would show the same date and time at.
 */
import { MS_PER_DAY } from '../model/units';

const MS_PER_SECOND = 1000;
const SECONDS_PER_DAY = 86_400;
/** A year on average: 365.2425 days, in whole seconds. */
const STRETCH_MS = 31_556_952_000;
/** Stretches that a zone keeps; as many instants far from each other cost a new look, no more. */
const KEPT_STRETCHES = 64;
/** Two transitions that undo each other are further apart: the closest known are the weeks of Ramadan. */
const STEP_MS = 8 * MS_PER_DAY;
/** Zones kept by name; a network has a few. */
const KEPT_ZONES = 1000;

/** From `starts[i]` to `starts[i + 1]` (or the stretch's end) local time is UTC + `offsets[i]` ms. */
interface Stretch {
  readonly index: number;
  readonly starts: readonly number[];
  readonly offsets: readonly number[];
}

export interface Transition {
  readonly at: number;
  readonly offset: number;
}

export class TimeZone {
  readonly #clock: Intl.DateTimeFormat;
  readonly #stretches = new Array<Stretch | undefined>(KEPT_STRETCHES);
  /** The piece with one offset that was asked last. */
  #from = Number.POSITIVE_INFINITY;
  #to = Number.NEGATIVE_INFINITY;
  #offset = 0;

  /** @throws RangeError for what is not a time zone */
  constructor(readonly name: string) {
    this.#clock = clockIn(name);
  }

  /** Local time − UTC, in ms. */
  offsetAt(instant: number): number {
    return instant >= this.#from && instant < this.#to ? this.#offset : this.#seek(instant);
  }

  toLocal(instant: number): number {
    return instant + this.offsetAt(instant);
  }

  /** "Compatible": a time that does not exist is moved later by the gap, of one that comes twice the first counts. */
  toInstant(local: number): number {
    // No zone is a day away from UTC, and no two transitions are within two days.
    const before = this.offsetAt(local - MS_PER_DAY);
    const after = this.offsetAt(local + MS_PER_DAY);
    const instant = local - before;
    if (before === after || this.offsetAt(instant) === before) return instant;
    return this.offsetAt(local - after) === after ? local - after : instant;
  }

  /** Days from 1970-01-01 to the local date. */
  day(instant: number): number {
    return Math.floor(this.toLocal(instant) / MS_PER_DAY);
  }

  /** When the local date begins. */
  midnight(day: number): number {
    return this.toInstant(day * MS_PER_DAY);
  }

  /** Where the offset changes from `from` (there in any case) to `to`. */
  transitions(from: number, to: number): Transition[] {
    const found: Transition[] = [{ at: from, offset: this.offsetAt(from) }];
    for (let index = indexOf(from); index * STRETCH_MS < to; index += 1) {
      const { starts, offsets } = this.#stretch(index);
      starts.forEach((at, piece) => {
        const isChange = at > from && at < to && offsets[piece] !== found[found.length - 1].offset;
        if (isChange) found.push({ at, offset: offsets[piece] });
      });
    }
    return found;
  }

  #seek(instant: number): number {
    const index = indexOf(instant);
    const { starts, offsets } = this.#stretch(index);
    let piece = starts.length - 1;
    while (starts[piece] > instant) piece -= 1;
    this.#from = starts[piece];
    this.#to = piece + 1 < starts.length ? starts[piece + 1] : (index + 1) * STRETCH_MS;
    this.#offset = offsets[piece];
    return this.#offset;
  }

  #stretch(index: number): Stretch {
    const slot = index & (KEPT_STRETCHES - 1);
    const kept = this.#stretches[slot];
    if (kept !== undefined && kept.index === index) return kept;
    const made = readStretch(this.#clock, index);
    this.#stretches[slot] = made;
    return made;
  }
}

function indexOf(instant: number): number {
  return Math.floor(instant / STRETCH_MS);
}

/** Looks at every step, and where the offset has changed halves down to the second. */
function readStretch(clock: Intl.DateTimeFormat, index: number): Stretch {
  const from = index * STRETCH_MS;
  const starts = [from];
  const offsets = [readOffset(clock, from)];
  for (let low = from; low < from + STRETCH_MS; low += STEP_MS) {
    const high = Math.min(low + STEP_MS, from + STRETCH_MS - MS_PER_SECOND);
    const offset = readOffset(clock, high);
    let last = offsets[offsets.length - 1];
    let start = low;
    while (last !== offset) {
      start = changeAfter(clock, start, high, last);
      last = readOffset(clock, start);
      starts.push(start);
      offsets.push(last);
    }
  }
  return { index, starts, offsets };
}

/** The first second after `low` with another offset than `offset`; there is one by `high`. */
function changeAfter(clock: Intl.DateTimeFormat, low: number, high: number, offset: number): number {
  let same = low / MS_PER_SECOND;
  let other = high / MS_PER_SECOND;
  while (other - same > 1) {
    const middle = Math.floor((same + other) / 2);
    if (readOffset(clock, middle * MS_PER_SECOND) === offset) same = middle;
    else other = middle;
  }
  return other * MS_PER_SECOND;
}

/** Locale, calendar and digits are fixed, so that it is plain numbers everywhere: day of the month, hour, minute, second. */
function clockIn(timeZone: string): Intl.DateTimeFormat {
  // Engines differ in whether they take offsets for zones: here none does.
  if (/^[+-]/.test(timeZone)) throw new RangeError(`${timeZone} is not a time zone.`);
  const fixed = { calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23' } as const;
  const fields = { day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' } as const;
  return new Intl.DateTimeFormat('en-US', { ...fixed, ...fields, timeZone });
}

/** @param instant a whole second */
function readOffset(clock: Intl.DateTimeFormat, instant: number): number {
  const [day, hour, minute, second] = (clock.format(instant).match(/\d+/g) as string[]).map(Number);
  const seconds = (hour % 24) * 3600 + minute * 60 + second;
  const utc = Math.floor(instant / MS_PER_SECOND);
  const utcDay = Math.floor(utc / SECONDS_PER_DAY);
  const dayShift = [0, 1, -1].find((shift) => dayOfMonth(utcDay + shift) === day) as number;
  return ((utcDay + dayShift) * SECONDS_PER_DAY + seconds - utc) * MS_PER_SECOND;
}

/** Days next to each other have different numbers, so the number says which of three dates it is. */
function dayOfMonth(day: number): number {
  return new Date(day * MS_PER_DAY).getUTCDate();
}

export function isTimeZone(name: string): boolean {
  try {
    clockIn(name);
    return true;
  } catch (error) {
    // What Intl throws for a zone it does not know.
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** For hints. */
export function timeZoneNames(): string[] {
  return Intl.supportedValuesOf('timeZone');
}

/** Days from 1970-01-01 → `2026-03-01`. */
export function dayText(day: number): string {
  const text = new Date(day * MS_PER_DAY).toISOString();
  return text.slice(0, text.indexOf('T'));
}

/** `2026-03-01` → days from 1970-01-01. */
export function dayOfText(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / MS_PER_DAY;
}

/** Zones by name, each read once: clocks are dear to make. Belongs to whoever asks. */
export class TimeZones {
  readonly #zones = new Map<string, TimeZone>();
  readonly #prints = new Map<string, string>();

  /** @throws RangeError for what is not a time zone */
  of(name: string): TimeZone {
    const known = this.#zones.get(name);
    if (known !== undefined) return known;
    if (this.#zones.size >= KEPT_ZONES) this.#zones.clear();
    const made = new TimeZone(name);
    this.#zones.set(name, made);
    return made;
  }

  has(name: string): boolean {
    return this.#zones.has(name) || isTimeZone(name);
  }

  /**
   * Sixteen hexadecimal digits that say what these zones are like in the years from the one before `asOf` to the second after it, in UTC; in whatever
   * order and however often they come. No zones: the empty text.
   */
  fingerprint(names: Iterable<string>, asOf: number): string {
    const sorted = [...new Set(names)].sort();
    if (sorted.length === 0) return '';
    const year = new Date(asOf).getUTCFullYear();
    const key = `${year} ${sorted.join(' ')}`;
    const known = this.#prints.get(key);
    if (known !== undefined) return known;
    if (this.#prints.size >= KEPT_ZONES) this.#prints.clear();
    const made = hash(sorted.map((name) => this.#rows(name, year)).join('\n'));
    this.#prints.set(key, made);
    return made;
  }

  #rows(name: string, year: number): string {
    const from = startOfYear(year - 1);
    const rows = this.of(name).transitions(from, startOfYear(year + 3));
    return `${name}\n${rows.map(({ at, offset }) => `${at} ${offset}`).join('\n')}`;
  }
}

/** `Date.UTC` takes the years 0 to 99 for those of the last century. */
function startOfYear(year: number): number {
  return new Date(0).setUTCFullYear(year, 0, 1);
}

/** FNV-1a over UTF-16 code units, twice with different starts. */
function hash(text: string): string {
  let a = 0x811c9dc5;
  let b = 0x1b873593;
  for (let place = 0; place < text.length; place += 1) {
    const unit = text.charCodeAt(place);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit, 0x85ebca6b);
    b ^= b >>> 13;
  }
  const hex = (word: number) => (word >>> 0).toString(16).padStart(8, '0');
  return hex(a) + hex(b);
}
