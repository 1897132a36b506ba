/** When a service delivers at a place: the ends of its windows. */
import type { Network } from '../model/types';
import { MS_PER_DAY } from '../model/units';
import { BLOCK_MS, Blocks, blockOf, datesAround, firstFrom } from './blocks';
import { HORIZON_DAYS, minutesOf, type OpenDays, weekdayBits, weekdayOf } from './calendar';
import { localMinute } from './openTime';
import type { TimeZone } from './timeZone';

export type WindowRows = NonNullable<NonNullable<Network['services'][number]['delivery']>['windows']>;

/** Until 20:00 on every day. */
export const DEFAULT_WINDOWS: WindowRows = [{ days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], to: '20:00' }];

/** Ends of windows in ascending order, each instant once. */
interface WindowBlock {
  readonly index: number;
  readonly ends: Float64Array;
  /** The latest date that has a window with that end: 24:00 of one is 00:00 of the next. */
  readonly dates: Float64Array;
}

/** Blocks that are walked back for a window that was reached going forward. */
const MOST_BACK = 256;

export class Windows {
  readonly #blocks: Blocks<WindowBlock>;

  constructor(
    readonly zone: TimeZone,
    days: OpenDays,
    rows: WindowRows,
  ) {
    const slots = rows.map(({ days: each, to }) => ({ weekdays: weekdayBits(each), minute: minutesOf(to) }));
    this.#blocks = new Blocks((index) => windowBlock(zone, days, slots, index));
  }

  /** End of the first window on or after a date that does not end before an instant; NaN: none within the horizon from that date. */
  first(date: number, instant: number): number {
    const lastDate = date + HORIZON_DAYS;
    // A date begins less than a day from its midnight in UTC.
    const from = Math.max(instant, (date - 1) * MS_PER_DAY);
    for (let index = blockOf(from); index * BLOCK_MS <= (lastDate + 3) * MS_PER_DAY; index += 1) {
      const { ends, dates } = this.#blocks.at(index);
      for (let place = firstFrom(ends, from); place < ends.length; place += 1) {
        if (dates[place] >= date && dates[place] <= lastDate) return ends[place];
      }
    }
    return Number.NaN;
  }

  /** The last window that ends by then: its end and date. There must be one. */
  lastBy(instant: number): { readonly end: number; readonly date: number } {
    const from = blockOf(instant);
    for (let index = from; index > from - MOST_BACK; index -= 1) {
      const { ends, dates } = this.#blocks.at(index);
      const place = firstFrom(ends, instant + 1) - 1;
      if (place >= 0) return { end: ends[place], date: dates[place] };
    }
    return { end: Number.NaN, date: Number.NaN };
  }
}

interface Slot {
  readonly weekdays: number;
  readonly minute: number;
}

function windowBlock(zone: TimeZone, days: OpenDays, slots: readonly Slot[], index: number): WindowBlock {
  const from = index * BLOCK_MS;
  const [first, last] = datesAround(index);
  const dates = new Map<number, number>();
  for (let day = first; day <= last; day += 1) {
    if (!days.isOpen(day)) continue;
    for (const { weekdays, minute } of slots) {
      if ((weekdays & (1 << weekdayOf(day))) === 0) continue;
      const end = zone.toInstant(localMinute(day, minute));
      // Ascending, so the latest date stays.
      if (end >= from && end < from + BLOCK_MS) dates.set(end, day);
    }
  }
  const ends = Float64Array.from(dates.keys()).sort();
  return { index, ends, dates: ends.map((end) => dates.get(end) as number) };
}
