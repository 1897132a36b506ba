/** Time zones, calendars and services of a network, made ready once per router: `docs/dates.md` says what they mean. */
import { InternalError } from '../model/errors';
import type { NetworkIndex, Service } from '../model/network';
import type { SlotInstants } from '../model/schedule';
import type { Destination, Node, PickUp } from '../model/types';
import { MS_PER_DAY } from '../model/units';
import { EVERY_DAY, HORIZON_DAYS, OpenDays } from './calendar';
import { Answers, DestinationSchedules, NO_WAY } from './destinationSchedules';
import { AT_ONCE, CarrierDays, type HandOver, PickUpTimes } from './handOver';
import { COLLECTED, counted, elapsed, elapsedToWindow, type Journey, thenStore, UNKNOWN_JOURNEY } from './journey';
import { ALWAYS_OPEN, CalendarTime, type OpenTime } from './openTime';
import { Way } from './schedule';
import { SlotTimes } from './slots';
import { dayText, type TimeZone, TimeZones } from './timeZone';
import { isInDays, TransitIndex, transitDays, transitMs, UNKNOWN_TRANSIT } from './transit';
import { DEFAULT_WINDOWS, Windows } from './windows';
import { readsDestinationZone, zoneNeeds } from './zoneNeeds';

/** Windows kept, by service and zone of the destination. */
const KEPT_WINDOWS = 1000;
/** Fingerprints kept, by zones of destinations and year. */
const KEPT_PRINTS = 1000;
/** More than any code of a time of transit. */
const CODES = 2 ** 21;

/** Where a group goes, as far as time is concerned. */
interface Target {
  /** undefined: unknown, or nothing reads it. */
  readonly zone: TimeZone | undefined;
  /** Where a transfer is made ready; undefined: it is shipped. */
  readonly store: { readonly open: OpenTime; readonly minutes: number } | undefined;
}

export class Schedules {
  /** Every delivery is its release + a constant, and no node is ever closed. */
  readonly isElapsed: boolean;
  /** Fields of a destination that its schedules depend on, beside the distance. */
  readonly reads: readonly (keyof Destination)[];
  readonly #index: NetworkIndex;
  readonly #zones = new TimeZones();
  readonly #calendars: ReadonlyMap<string, OpenDays>;
  readonly #transits: readonly TransitIndex[];
  readonly #readsDestinationZone: boolean;
  /** node → its zone, where anything reads it; and the number of that. */
  readonly #nodeZone: readonly (TimeZone | undefined)[];
  readonly #zoneNumber: Int32Array;
  readonly #zoneNames: readonly string[];
  readonly #open: readonly OpenTime[];
  /** source → when it is handed over; and the number of that and its node's open time, together. */
  readonly #hand: readonly HandOver[];
  readonly #begin: Int32Array;
  /** node → its slots, as they were written; undefined: it has none. */
  readonly #slots: readonly (readonly SlotTimes[] | undefined)[];
  readonly #windows = new Map<string, Windows>();
  readonly #answers = new Answers();
  readonly #prints = new Map<string, string>();

  constructor(index: NetworkIndex) {
    const { nodes, services, network } = index;
    this.#index = index;
    this.#calendars = new Map(network.calendars?.map((calendar) => [calendar.id, new OpenDays(calendar)]));
    this.#transits = services.map((service) => new TransitIndex(service, nodes));
    this.#readsDestinationZone = services.some((service) => readsDestinationZone(service) !== undefined);
    const whyZone = zoneNeeds(services);
    this.#nodeZone = nodes.map((node) => {
      const isRead = node.timeZone !== undefined && whyZone(node) !== undefined;
      return isRead ? this.#zones.of(node.timeZone as string) : undefined;
    });
    this.#zoneNumber = numbered(this.#nodeZone);
    this.#zoneNames = [...new Set(this.#nodeZone.flatMap((zone) => zone?.name ?? []))];
    this.#open = this.#openTimes();
    this.#hand = this.#handOvers();
    this.#slots = nodes.map(({ slots, calendar }, node) =>
      slots?.map((slot) => new SlotTimes(this.#zoneOf(node), this.#calendarOf(calendar), slot)),
    );
    this.#begin = this.#begins();
    this.isElapsed = nodes.every(isElapsedNode) && services.every(isElapsedService);
    this.reads = fieldsRead(services, this.#readsDestinationZone);
  }

  /** The first instant from the release on at which the node is open; NaN: closed. */
  start(node: number, release: number): number {
    return this.#open[node].start(release, release + HORIZON_DAYS * MS_PER_DAY);
  }

  /** Days from 1970-01-01 to the date at a node. Its zone must be one that something reads. */
  localDay(node: number, instant: number): number {
    return this.#zoneOf(node).day(instant);
  }

  /** When a date begins at a node. Its zone must be one that something reads. */
  midnight(node: number, day: number): number {
    return this.#zoneOf(node).midnight(day);
  }

  /** When a slot of a node, by its place there, is on a date; undefined: it is not. @param day since 1970-01-01 */
  slotOn(node: number, place: number, day: number): SlotInstants | undefined {
    return this.#slots[node]?.[place]?.on(day);
  }

  /** What the data of all zones that dates to these destinations rest on is like in the years around `asOf`; null: they rest on none. */
  zonesRead(destinations: readonly Destination[], asOf: number): string | null {
    const own = this.#readsDestinationZone ? destinations.flatMap(({ timeZone }) => timeZone ?? []) : [];
    if (this.#zoneNames.length + own.length === 0) return null;
    const key = `${new Date(asOf).getUTCFullYear()} ${own.join(' ')}`;
    return made(this.#prints, key, () => {
      if (this.#prints.size >= KEPT_PRINTS) this.#prints.clear();
      return this.#zones.fingerprint([...this.#zoneNames, ...own], asOf);
    });
  }

  /** The local date (2026-03-01) of an instant in a zone that is one. */
  dateIn(timeZone: string, instant: number): string {
    return dayText(this.#zones.of(timeZone).day(instant));
  }

  isTimeZone(name: string): boolean {
    return this.#zones.has(name);
  }

  /**
   * @param destination with the zone of its postal area; of a pick-up, the node's place
   * @param pickUpNode where it is collected; −1: it is shipped
   * @param metres node → metres; negative = unknown
   */
  to(destination: Destination, pickUpNode: number, metres: Int32Array): DestinationSchedules {
    const { sources, sourceNode, sourceService, services } = this.#index;
    const target = this.#targetOf(destination, pickUpNode);
    const transits = this.#transits.map((transit) => transit.to(destination));
    const journeys = new Table<Journey>();
    const ways = new Table<Way>();
    const sourceWay = new Int32Array(sources).fill(NO_WAY);
    for (let source = 0; source < sources; source += 1) {
      const node = sourceNode[source];
      const service = sourceService[source];
      if (!isServed(services[service].kind, node, pickUpNode)) continue;
      const code = transits[service](node, metres[node]);
      const zone = this.#zoneNumber[node];
      const journey = journeys.place((zone * services.length + service) * CODES + code + 1, () =>
        this.#journey(service, code, this.#nodeZone[node], target),
      );
      sourceWay[source] = ways.place(journey * (sources + 1) + this.#begin[source], () => {
        return new Way(this.#open[node], this.#hand[source], journeys.items[journey]);
      });
    }
    return new DestinationSchedules(sourceNode, sourceWay, ways.items, this.#answers);
  }

  #zoneOf(node: number): TimeZone {
    const zone = this.#nodeZone[node];
    if (zone !== undefined) return zone;
    throw new InternalError('A node without a time zone was asked for local time.', { node });
  }

  #calendarOf(id: string | undefined): OpenDays {
    return id === undefined ? EVERY_DAY : (this.#calendars.get(id) as OpenDays);
  }

  #openTimes(): OpenTime[] {
    const known = new Map<string, OpenTime>();
    return this.#index.nodes.map(({ calendar }, node) => {
      if (calendar === undefined) return ALWAYS_OPEN;
      const zone = this.#zoneOf(node);
      return made(known, keyOf(zone.name, calendar), () => new CalendarTime(zone, this.#calendarOf(calendar)));
    });
  }

  #handOvers(): HandOver[] {
    const { nodes, services, sources, sourceNode, sourceService } = this.#index;
    const known = new Map<string, HandOver>();
    const own = nodes.map(ownPickUps);
    const texts = new Map<readonly PickUp[] | undefined, string>();
    return Array.from({ length: sources }, (_, source) => {
      const { id, kind, calendar, pickUps: ofService } = services[sourceService[source]];
      const pickUps = own[sourceNode[source]]?.get(id) ?? ofService;
      if (kind === 'pickUp' || (pickUps === undefined && calendar === undefined)) return AT_ONCE;
      const zone = this.#zoneOf(sourceNode[source]);
      const text = made(texts, pickUps, () => keyOf(pickUps));
      return made(known, keyOf(zone.name, calendar, text), () => {
        const days = this.#calendarOf(calendar);
        return pickUps === undefined ? new CarrierDays(zone, days) : new PickUpTimes(zone, days, pickUps);
      });
    });
  }

  #begins(): Int32Array {
    const { sourceNode } = this.#index;
    const open = numbered(this.#open);
    const hand = numbered(this.#hand);
    return numbered(Array.from(hand, (number, source) => number * this.#open.length + open[sourceNode[source]]));
  }

  #targetOf({ timeZone }: Destination, pickUpNode: number): Target {
    const zone = this.#readsDestinationZone && timeZone !== undefined ? this.#zones.of(timeZone) : undefined;
    if (pickUpNode < 0) return { zone, store: undefined };
    const minutes = this.#index.nodes[pickUpNode].processingMinutes;
    return { zone, store: { open: this.#open[pickUpNode], minutes } };
  }

  #journey(service: number, code: number, nodeZone: TimeZone | undefined, { zone, store }: Target): Journey {
    const { kind } = this.#index.services[service];
    if (kind === 'pickUp') return COLLECTED;
    const transit = this.#transit(service, code, nodeZone, zone);
    return store === undefined ? transit : thenStore(transit, store.open, store.minutes);
  }

  #transit(service: number, code: number, nodeZone: TimeZone | undefined, zone: TimeZone | undefined): Journey {
    if (code === UNKNOWN_TRANSIT) return UNKNOWN_JOURNEY;
    const { transit, delivery, calendar } = this.#index.services[service];
    const isElapsed = transit === undefined || transit.count === 'elapsed' || !isInDays(code);
    if (isElapsed && delivery === undefined) return elapsed(transitMs(code));
    if (zone === undefined) return UNKNOWN_JOURNEY;
    const windows = this.#windowsOf(service, zone);
    if (isElapsed) return elapsedToWindow(transitMs(code), windows);
    const days = transit.count === 'business' ? this.#calendarOf(calendar) : EVERY_DAY;
    return counted(transitDays(code), nodeZone as TimeZone, days, windows);
  }

  #windowsOf(service: number, zone: TimeZone): Windows {
    const { delivery, calendar } = this.#index.services[service];
    return made(this.#windows, keyOf(service, zone.name), () => {
      if (this.#windows.size >= KEPT_WINDOWS) this.#windows.clear();
      const days = this.#calendarOf(delivery?.calendar ?? calendar);
      return new Windows(zone, days, delivery?.windows ?? DEFAULT_WINDOWS);
    });
  }
}

function keyOf(...words: readonly unknown[]): string {
  return JSON.stringify(words);
}

function made<K, T>(known: Map<K, T>, key: K, make: () => T): T {
  const before = known.get(key);
  if (before !== undefined) return before;
  const item = make();
  known.set(key, item);
  return item;
}

/** Things by a number, in places counted from 0. */
class Table<T> {
  readonly items: T[] = [];
  readonly #places = new Map<number, number>();

  place(key: number, make: () => T): number {
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    this.#places.set(key, this.items.length);
    return this.items.push(make()) - 1;
  }
}

/** Equal things have equal numbers. */
function numbered(things: readonly unknown[]): Int32Array {
  const numbers = new Map<unknown, number>();
  return Int32Array.from(things, (thing) => {
    const number = numbers.get(thing) ?? numbers.size;
    numbers.set(thing, number);
    return number;
  });
}

function isServed(kind: Service['kind'], node: number, pickUpNode: number): boolean {
  if (pickUpNode < 0) return kind === 'carrier';
  return node === pickUpNode ? kind === 'pickUp' : kind === 'transfer';
}

/** Service id → pick-ups of the node's own; undefined: it has none. */
function ownPickUps({ services }: Node): Map<string, readonly PickUp[]> | undefined {
  const own = new Map<string, readonly PickUp[]>();
  for (const { id, pickUps } of services ?? []) if (pickUps !== undefined) own.set(id, pickUps);
  return own.size === 0 ? undefined : own;
}

function isElapsedNode(node: Node): boolean {
  return node.calendar === undefined && ownPickUps(node) === undefined;
}

function isElapsedService({ kind, pickUps, calendar, delivery, transit }: Service): boolean {
  const isPlain = pickUps === undefined && calendar === undefined && delivery === undefined;
  return kind === 'carrier' && isPlain && (transit === undefined || transit.count === 'elapsed');
}

function fieldsRead(services: readonly Service[], readsZone: boolean): (keyof Destination)[] {
  const fields = new Set<keyof Destination>(readsZone ? ['timeZone'] : []);
  for (const { transit } of services) {
    if (transit?.zones !== undefined) fields.add('region').add('country');
    for (const { to } of transit?.lanes ?? []) {
      if (to.country !== undefined) fields.add('country');
      if (to.region !== undefined) fields.add('region');
      if (to.postalPrefix !== undefined) fields.add('postalCode');
    }
  }
  return [...fields].sort();
}
