/** From the hand-over to the delivery, by one service with one time of transit; and back. */
import type { SlotInstants } from '../model/schedule';
import { MS_PER_DAY } from '../model/units';
import { HORIZON_DAYS, type OpenDays } from './calendar';
import type { OpenTime } from './openTime';
import type { TimeZone } from './timeZone';
import type { Windows } from './windows';

/** Epoch ms in and out; NaN: unknown. */
export interface Journey {
  after(handOver: number): number;
  /** The latest hand-over that is delivered by then. */
  latest(delivery: number): number;
  /** Whatever the hand-over, the delivery is unknown. */
  readonly isUnknown: boolean;
}

export const UNKNOWN_JOURNEY: Journey = { after: () => Number.NaN, latest: (delivery) => delivery, isUnknown: true };

/** Collected where and when it is ready. */
export const COLLECTED: Journey = {
  after: (handOver) => handOver,
  latest: (delivery) => delivery,
  isUnknown: false,
};

/** So many ms, day and night. */
export function elapsed(ms: number): Journey {
  return { after: (handOver) => handOver + ms, latest: (delivery) => delivery - ms, isUnknown: false };
}

/** So many ms, then the first window on or after the date there. */
export function elapsedToWindow(ms: number, windows: Windows): Journey {
  const { zone } = windows;
  return {
    after: (handOver) => windows.first(zone.day(handOver + ms), handOver + ms),
    latest: (delivery) => {
      const { end, date } = windows.lastBy(delivery);
      return Math.min(end, endOf(zone, date)) - ms;
    },
    isUnknown: false,
  };
}

/** So many open dates after the one of the hand-over at the node, then the first window. @param zone of the node */
export function counted(days: number, zone: TimeZone, openDays: OpenDays, windows: Windows): Journey {
  return {
    after: (handOver) => {
      const date = openDays.nthAfter(zone.day(handOver), days);
      return Number.isNaN(date) ? Number.NaN : windows.first(date, handOver);
    },
    latest: (delivery) => {
      const { end, date } = windows.lastBy(delivery);
      return Math.min(end, endOf(zone, openDays.nthBefore(date, days)));
    },
    isUnknown: false,
  };
}

/** The last ms of a date. */
function endOf(zone: TimeZone, date: number): number {
  return zone.midnight(date + 1) - 1;
}

/** On arrival a store works on it, from when it opens. */
export function thenStore(transit: Journey, store: OpenTime, minutes: number): Journey {
  return {
    after: (handOver) => {
      const arrival = transit.after(handOver);
      if (Number.isNaN(arrival)) return arrival;
      const limit = arrival + HORIZON_DAYS * MS_PER_DAY;
      const start = store.start(arrival, limit);
      return Number.isNaN(start) ? start : store.ready(start, minutes, limit);
    },
    latest: (delivery) => transit.latest(store.latest(delivery, minutes)),
    isUnknown: transit.isUnknown,
  };
}

/** What is there when the slot begins is collected by its end; the rest misses it. */
export function thenSlot(journey: Journey, { start, end }: SlotInstants): Journey {
  return {
    after: (handOver) => (journey.after(handOver) <= start ? end : Number.NaN),
    latest: () => journey.latest(start),
    isUnknown: journey.isUnknown,
  };
}
