/** When a place works: from a release to the start and the end of its work, and back. */
import { MS_PER_MINUTE } from '../model/units';
import { BLOCK_MS, Blocks, blockOf, datesAround, firstFrom } from './blocks';
import type { OpenDays } from './calendar';
import type { TimeZone } from './timeZone';

/** Epoch ms in and out; NaN: not by `limit`. */
export interface OpenTime {
  /** The first instant from here on at which it is open. */
  start(from: number, limit: number): number;
  /** When so many minutes of open time have passed. @param start an instant at which it is open */
  ready(start: number, minutes: number, limit: number): number;
  /** The latest instant from which work is ready by then. */
  latest(ready: number, minutes: number): number;
  /** It never opens again from here on, however far one looks. */
  isOver(from: number): boolean;
  readonly isAlways: boolean;
}

export const ALWAYS_OPEN: OpenTime = {
  start: (from, limit) => (from <= limit ? from : Number.NaN),
  ready: (start, minutes, limit) => {
    const ready = start + minutes * MS_PER_MINUTE;
    return ready <= limit ? ready : Number.NaN;
  },
  latest: (ready, minutes) => ready - minutes * MS_PER_MINUTE,
  isOver: () => false,
  isAlways: true,
};

/** Open from `opens[i]` until before `closes[i]`; ascending, apart from each other, cut at the block's ends. */
interface OpenBlock {
  readonly index: number;
  readonly opens: Float64Array;
  readonly closes: Float64Array;
  /** ms that it is open. */
  readonly total: number;
}

/** Blocks that are walked back for what was reached going forward: as many as the year of the longest work and the horizon hold. */
const MOST_BACK = 256;

export class CalendarTime implements OpenTime {
  readonly isAlways = false;
  readonly #blocks: Blocks<OpenBlock>;
  readonly #zone: TimeZone;
  readonly #days: OpenDays;

  constructor(zone: TimeZone, days: OpenDays) {
    this.#zone = zone;
    this.#days = days;
    this.#blocks = new Blocks((index) => openBlock(zone, days, index));
  }

  isOver(from: number): boolean {
    return this.#days.isOver(this.#zone.day(from) - 2);
  }

  start(from: number, limit: number): number {
    for (let index = blockOf(from); index * BLOCK_MS <= limit; index += 1) {
      const { opens, closes } = this.#blocks.at(index);
      // Whole ms: what closes at `from` is closed.
      const place = firstFrom(closes, from + 1);
      if (place === closes.length) continue;
      const start = Math.max(opens[place], from);
      return start <= limit ? start : Number.NaN;
    }
    return Number.NaN;
  }

  ready(start: number, minutes: number, limit: number): number {
    if (minutes === 0) return start;
    let left = minutes * MS_PER_MINUTE;
    for (let index = blockOf(start); index * BLOCK_MS <= limit; index += 1) {
      const { opens, closes, total } = this.#blocks.at(index);
      if (start <= index * BLOCK_MS && total < left) {
        left -= total;
        continue;
      }
      for (let place = firstFrom(closes, start + 1); place < closes.length; place += 1) {
        const from = Math.max(opens[place], start);
        const length = closes[place] - from;
        if (length >= left) return from + left <= limit ? from + left : Number.NaN;
        left -= length;
      }
    }
    return Number.NaN;
  }

  latest(ready: number, minutes: number): number {
    let left = minutes * MS_PER_MINUTE;
    const from = blockOf(ready);
    for (let index = from; index > from - MOST_BACK; index -= 1) {
      const { opens, closes } = this.#blocks.at(index);
      for (let place = closes.length - 1; place >= 0; place -= 1) {
        if (opens[place] > ready) continue;
        if (minutes === 0) return ready < closes[place] ? ready : closes[place] - 1;
        const until = Math.min(closes[place], ready);
        const length = until - opens[place];
        if (length >= left) return until - left;
        left -= length;
      }
    }
    return Number.NaN;
  }
}

function openBlock(zone: TimeZone, days: OpenDays, index: number): OpenBlock {
  const from = index * BLOCK_MS;
  const to = from + BLOCK_MS;
  const [first, last] = datesAround(index);
  const spans: [number, number][] = [];
  for (let day = first; day <= last; day += 1) {
    const hours = days.hours(day);
    for (let place = 0; place < hours.length; place += 2) {
      const open = Math.max(from, zone.toInstant(localMinute(day, hours[place])));
      const close = Math.min(to, zone.toInstant(localMinute(day, hours[place + 1])));
      if (open < close) spans.push([open, close]);
    }
  }
  return unionOf(index, spans);
}

export function localMinute(day: number, minute: number): number {
  return (day * 1440 + minute) * MS_PER_MINUTE;
}

/** On a day with a gap, hours that were apart may overlap, and not be in order. */
function unionOf(index: number, spans: [number, number][]): OpenBlock {
  const united: [number, number][] = [];
  for (const span of spans.sort((a, b) => a[0] - b[0])) {
    const last = united[united.length - 1];
    if (last !== undefined && span[0] <= last[1]) last[1] = Math.max(last[1], span[1]);
    else united.push(span);
  }
  return {
    index,
    opens: Float64Array.from(united, ([open]) => open),
    closes: Float64Array.from(united, ([, close]) => close),
    total: united.reduce((sum, [open, close]) => sum + close - open, 0),
  };
}
