/** From ready to the hand-over: the carrier's pick-ups, or the days that it works; and back. */
import type { PickUp } from '../model/types';
import { BLOCK_MS, Blocks, blockOf, datesAround, firstFrom } from './blocks';
import { minutesOf, type OpenDays, weekdayBits, weekdayOf } from './calendar';
import { localMinute } from './openTime';
import type { TimeZone } from './timeZone';

/** Epoch ms in and out; NaN: not by `limit`. */
export interface HandOver {
  after(ready: number, release: number, limit: number): number;
  /** The latest ready that is handed over by then. */
  latestReady(handOver: number): number;
  /** The latest release that an instant of `after` takes; Infinity: any. */
  cutOff(handOver: number): number;
  /** There is no hand-over again from here on, however far one looks. */
  isOver(from: number): boolean;
  readonly isAlways: boolean;
  readonly hasPickUps: boolean;
}

/** What is ready is handed over. */
export const AT_ONCE: HandOver = {
  after: (ready) => ready,
  latestReady: (handOver) => handOver,
  cutOff: () => Number.POSITIVE_INFINITY,
  isOver: () => false,
  isAlways: true,
  hasPickUps: false,
};

/** On dates that the carrier works; else at the midnight that begins the next. */
export class CarrierDays implements HandOver {
  readonly isAlways = false;
  readonly hasPickUps = false;
  readonly #zone: TimeZone;
  readonly #days: OpenDays;

  constructor(zone: TimeZone, days: OpenDays) {
    this.#zone = zone;
    this.#days = days;
  }

  after(ready: number, _release: number, limit: number): number {
    const day = this.#zone.day(ready);
    if (this.#days.isOpen(day)) return ready;
    const next = this.#days.next(day);
    const midnight = Number.isNaN(next) ? Number.NaN : this.#zone.midnight(next);
    return midnight <= limit ? midnight : Number.NaN;
  }

  latestReady(handOver: number): number {
    const day = this.#zone.day(handOver);
    return this.#days.isOpen(day) ? handOver : this.#zone.midnight(this.#days.previous(day) + 1) - 1;
  }

  cutOff(): number {
    return Number.POSITIVE_INFINITY;
  }

  isOver(from: number): boolean {
    return this.#days.isOver(this.#zone.day(from) - 2);
  }
}

/** Pick-ups in ascending order, each instant once. */
interface PickUpBlock {
  readonly index: number;
  readonly instants: Float64Array;
  /** Infinity: none. */
  readonly cutOffs: Float64Array;
}

/** A pick-up of the list, in minutes of its date. */
interface Slot {
  readonly weekdays: number;
  readonly minute: number;
  /** From the midnight that begins the date, negative for days before; null: none. */
  readonly cutOff: number | null;
}

export class PickUpTimes implements HandOver {
  readonly isAlways = false;
  readonly hasPickUps = true;
  readonly #zone: TimeZone;
  readonly #days: OpenDays;
  readonly #blocks: Blocks<PickUpBlock>;

  constructor(zone: TimeZone, days: OpenDays, pickUps: readonly PickUp[]) {
    this.#zone = zone;
    this.#days = days;
    const slots = pickUps.map(slotOf);
    this.#blocks = new Blocks((index) => pickUpBlock(zone, days, slots, index));
  }

  after(ready: number, release: number, limit: number): number {
    for (let index = blockOf(ready); index * BLOCK_MS <= limit; index += 1) {
      const { instants, cutOffs } = this.#blocks.at(index);
      for (let place = firstFrom(instants, ready); place < instants.length; place += 1) {
        if (instants[place] > limit) return Number.NaN;
        if (cutOffs[place] >= release) return instants[place];
      }
    }
    return Number.NaN;
  }

  latestReady(handOver: number): number {
    return handOver;
  }

  cutOff(handOver: number): number {
    const { instants, cutOffs } = this.#blocks.at(blockOf(handOver));
    return cutOffs[firstFrom(instants, handOver)];
  }

  isOver(from: number): boolean {
    return this.#days.isOver(this.#zone.day(from) - 2);
  }
}

function slotOf({ days, time, cutOff, cutOffDaysBefore }: PickUp): Slot {
  return {
    weekdays: weekdayBits(days),
    minute: minutesOf(time),
    cutOff: cutOff === undefined ? null : minutesOf(cutOff) - cutOffDaysBefore * 1440,
  };
}

function pickUpBlock(zone: TimeZone, days: OpenDays, slots: readonly Slot[], index: number): PickUpBlock {
  const from = index * BLOCK_MS;
  const [first, last] = datesAround(index);
  /** Instant → latest cut-off of the pick-ups then. */
  const cutOffs = new Map<number, number>();
  for (let day = first; day <= last; day += 1) {
    if (!days.isOpen(day)) continue;
    for (const slot of slots) {
      if ((slot.weekdays & (1 << weekdayOf(day))) === 0) continue;
      const instant = zone.toInstant(localMinute(day, slot.minute));
      if (instant < from || instant >= from + BLOCK_MS) continue;
      const cutOff = slot.cutOff === null ? Number.POSITIVE_INFINITY : zone.toInstant(localMinute(day, slot.cutOff));
      cutOffs.set(instant, Math.max(cutOff, cutOffs.get(instant) ?? Number.NEGATIVE_INFINITY));
    }
  }
  const instants = Float64Array.from(cutOffs.keys()).sort();
  return { index, instants, cutOffs: instants.map((instant) => cutOffs.get(instant) as number) };
}
