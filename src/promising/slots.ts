/** When the slots of a node are: see `docs/dates.md`, "Slots". */
import type { SlotInstants } from '../model/schedule';
import type { Slot } from '../model/types';
import { minutesOf, type OpenDays, weekdayBits, weekdayOf } from './calendar';
import { localMinute } from './openTime';
import { dayOfText, type TimeZone } from './timeZone';

export class SlotTimes {
  readonly #zone: TimeZone;
  readonly #days: OpenDays;
  /** 0: none. */
  readonly #weekdays: number;
  readonly #dates: ReadonlySet<number>;
  readonly #from: number;
  readonly #until: number;

  /** @param days those on which the node is open */
  constructor(zone: TimeZone, days: OpenDays, { days: weekdays, dates, from, until }: Slot) {
    this.#zone = zone;
    this.#days = days;
    this.#weekdays = weekdays === undefined ? (dates === undefined ? EVERY_WEEKDAY : 0) : weekdayBits(weekdays);
    this.#dates = new Set(dates?.map(dayOfText));
    this.#from = minutesOf(from);
    this.#until = minutesOf(until);
  }

  /** undefined: it does not happen on this date. @param day since 1970-01-01 */
  on(day: number): SlotInstants | undefined {
    const isMeant = (this.#weekdays & (1 << weekdayOf(day))) !== 0 || this.#dates.has(day);
    if (!isMeant || !this.#days.isOpen(day)) return undefined;
    const start = this.#zone.toInstant(localMinute(day, this.#from));
    const end = this.#zone.toInstant(localMinute(day, this.#until));
    // A gap of the clock may swallow it, or turn it around.
    return start < end ? { start, end } : undefined;
  }
}

const EVERY_WEEKDAY = 0b1111111;
