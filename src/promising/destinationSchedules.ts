/** The schedules of every source to one destination. */
import type { SlotInstants } from '../model/schedule';
import type { Schedule, Way } from './schedule';

/** In place of a way: the service is not of the kind that is asked for. */
export const NO_WAY = -1;

/** Of one release. */
export interface Deliveries {
  /** source → epoch ms; NaN = unknown, closed, or not of the kind. */
  readonly delivery: Float64Array;
  /** source → 1: closed, it cannot serve. null: none is. */
  readonly closed: Uint8Array | null;
  /** The last release for which all of this stays the same. */
  readonly until: number;
}

/** Of one call: what each way and time of work came to, since many nodes share both. One for all destinations of a router. */
export class Answers {
  /** Way and minutes → place in the columns. */
  readonly places = new Map<number, number>();
  delivery = new Float64Array(64);
  isClosed = new Uint8Array(64);

  set(place: number, delivery: number, isClosed: boolean): void {
    if (place === this.delivery.length) this.#grow();
    this.delivery[place] = delivery;
    this.isClosed[place] = isClosed ? 1 : 0;
  }

  #grow(): void {
    const { delivery, isClosed } = this;
    this.delivery = new Float64Array(delivery.length * 2);
    this.isClosed = new Uint8Array(delivery.length * 2);
    this.delivery.set(delivery);
    this.isClosed.set(isClosed);
  }
}

export class DestinationSchedules {
  readonly #sourceNode: Int32Array;
  /** source → way, or NO_WAY. Sources that differ in nothing share one. */
  readonly #sourceWay: Int32Array;
  readonly #ways: readonly Way[];
  readonly #answers: Answers;

  constructor(sourceNode: Int32Array, sourceWay: Int32Array, ways: readonly Way[], answers: Answers) {
    this.#sourceNode = sourceNode;
    this.#sourceWay = sourceWay;
    this.#ways = ways;
    this.#answers = answers;
  }

  /** The service is of a kind that goes there: see `docs/dates.md`, "Pick-up". */
  serves(source: number): boolean {
    return this.#sourceWay[source] !== NO_WAY;
  }

  /** @param source one that `serves`; @param minutes of open time that the work takes */
  of(source: number, release: number, minutes: number): Schedule {
    return this.#ways[this.#sourceWay[source]].schedule(release, minutes);
  }

  /** @param minutesOfNode node → minutes of open time that the work takes there */
  deliveries(release: number, minutesOfNode: ArrayLike<number>): Deliveries {
    const sourceNode = this.#sourceNode;
    const sourceWay = this.#sourceWay;
    const ways = this.#ways;
    const answers = this.#answers;
    const { places } = answers;
    const delivery = new Float64Array(sourceWay.length).fill(Number.NaN);
    let closed: Uint8Array | null = null;
    let until = Number.POSITIVE_INFINITY;
    places.clear();
    for (let source = 0; source < sourceWay.length; source += 1) {
      const way = sourceWay[source];
      if (way === NO_WAY) continue;
      const minutes = minutesOfNode[sourceNode[source]];
      const key = minutes * ways.length + way;
      let place = places.get(key);
      if (place === undefined) {
        place = places.size;
        places.set(key, place);
        const schedule = ways[way].schedule(release, minutes);
        answers.set(place, schedule.delivery, Number.isNaN(schedule.start));
        until = Math.min(until, ways[way].sameUntil(release, schedule));
      }
      delivery[source] = answers.delivery[place];
      if (answers.isClosed[place] === 0) continue;
      closed ??= new Uint8Array(sourceWay.length);
      closed[source] = 1;
    }
    return { delivery, closed, until };
  }

  inSlot(slot: SlotInstants): DestinationSchedules {
    const ways = this.#ways.map((way) => way.inSlot(slot));
    return new DestinationSchedules(this.#sourceNode, this.#sourceWay, ways, this.#answers);
  }
}
