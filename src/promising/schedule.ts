/** One way from a release to the delivery: a place that works, a carrier that comes, a journey. */
import type { SlotInstants } from '../model/schedule';
import { MS_PER_DAY } from '../model/units';
import { HORIZON_DAYS } from './calendar';
import type { HandOver } from './handOver';
import { type Journey, thenSlot } from './journey';
import type { OpenTime } from './openTime';

/** When a shipment starts, is ready, is handed over and arrives. Epoch ms. */
export interface Schedule {
  /** NaN, as all the rest: closed. It does not open, or nobody comes. */
  readonly start: number;
  readonly ready: number;
  readonly handOver: number;
  /** NaN: unknown. */
  readonly delivery: number;
  /** The latest release that reaches the same hand-over; without pick-ups the same delivery, and where that is unknown the same hand-over. */
  readonly lastRelease: number;
}

const CLOSED: Schedule = {
  start: Number.NaN,
  ready: Number.NaN,
  handOver: Number.NaN,
  delivery: Number.NaN,
  lastRelease: Number.NaN,
};

export class Way {
  constructor(
    readonly open: OpenTime,
    readonly hand: HandOver,
    readonly journey: Journey,
  ) {}

  inSlot(slot: SlotInstants): Way {
    return new Way(this.open, this.hand, thenSlot(this.journey, slot));
  }

  /** @param minutes of open time that the work takes */
  schedule(release: number, minutes: number): Schedule {
    const limit = release + HORIZON_DAYS * MS_PER_DAY;
    const start = this.open.start(release, limit);
    if (Number.isNaN(start)) return CLOSED;
    const ready = this.open.ready(start, minutes, limit);
    if (Number.isNaN(ready)) return CLOSED;
    const handOver = this.hand.after(ready, release, limit);
    if (Number.isNaN(handOver)) return CLOSED;
    const delivery = this.journey.after(handOver);
    return { start, ready, handOver, delivery, lastRelease: this.#lastRelease(handOver, delivery, minutes) };
  }

  #lastRelease(handOver: number, delivery: number, minutes: number): number {
    const { open, hand, journey } = this;
    if (hand.hasPickUps) return Math.min(hand.cutOff(handOver), open.latest(handOver, minutes));
    const latest = Number.isNaN(delivery) ? handOver : journey.latest(delivery);
    return open.latest(hand.latestReady(latest), minutes);
  }

  /** The last release up to which neither the delivery changes, nor whether it is closed: perhaps too early, never too late. */
  sameUntil(release: number, { start, lastRelease }: Schedule): number {
    const { open, hand, journey } = this;
    // What lies beyond the horizon today may be within it tomorrow, unless there is nothing any more.
    if (Number.isNaN(start)) return open.isOver(release) || hand.isOver(release) ? Number.POSITIVE_INFINITY : release;
    const isForever = journey.isUnknown && open.isAlways && hand.isAlways;
    return isForever ? Number.POSITIVE_INFINITY : lastRelease;
  }
}
