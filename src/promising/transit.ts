/** The time on the way of a service, between each node and one destination: lane, else zone, else distance band. */
import { leadsTo } from '../model/laneEnd';
import type { Service } from '../model/network';
import type { Destination, Node } from '../model/types';
import { kmToMetres, MS_PER_DAY, MS_PER_MINUTE } from '../model/units';

/** A time of transit in one integer: twice the days, or twice the minutes plus one. Negative: */
export const UNKNOWN_TRANSIT = -1;
/** No lane, or no zone, says anything. */
const NOT_SAID = -2;

type Time = { readonly days?: number | undefined; readonly minutes?: number | undefined };

function codeOf({ days, minutes }: Time): number {
  return minutes === undefined ? (days as number) * 2 : minutes * 2 + 1;
}

/** Days are counted as the service says, minutes never. */
export function isInDays(code: number): boolean {
  return code % 2 === 0;
}

export function transitDays(code: number): number {
  return code / 2;
}

export function transitMs(code: number): number {
  return isInDays(code) ? transitDays(code) * MS_PER_DAY : ((code - 1) / 2) * MS_PER_MINUTE;
}

/** @param metres negative = unknown; @returns code of the time from there, UNKNOWN_TRANSIT = not known */
export type TransitOfNode = (node: number, metres: number) => number;

/** What a service says of its times, made ready once per router. */
export class TransitIndex {
  readonly #nodes: readonly Node[];
  readonly #transit: Service['transit'];
  readonly #bands: readonly { readonly upToMetres: number; readonly code: number }[];
  /** Node → row of the zones, NOT_SAID = none. */
  readonly #rows: readonly number[];
  readonly #columns: ReadonlyMap<string, number>;

  constructor({ transit }: Service, nodes: readonly Node[]) {
    this.#nodes = nodes;
    this.#transit = transit;
    this.#bands = (transit?.bands ?? []).map((band) => ({
      upToMetres: band.upToKm === undefined ? Number.POSITIVE_INFINITY : kmToMetres(band.upToKm),
      code: codeOf(band),
    }));
    const from = placesOf(transit?.zones?.from ?? []);
    this.#columns = placesOf(transit?.zones?.to ?? []);
    this.#rows = transit?.zones === undefined ? [] : nodes.map((node) => placeAt(from, node));
  }

  to(destination: Destination): TransitOfNode {
    const { ofNode, ofAny } = this.#lanesTo(destination);
    const column = placeAt(this.#columns, destination);
    const hasZones = column !== NOT_SAID;
    return (node, metres) => {
      const lane = ofNode.size === 0 ? ofAny : (ofNode.get(this.#nodes[node].id) ?? ofAny);
      if (lane !== NOT_SAID) return lane;
      const zone = hasZones ? this.#zoneAt(this.#rows[node], column) : NOT_SAID;
      return zone === NOT_SAID ? this.#bandAt(metres) : zone;
    };
  }

  /** Earlier lanes go first, so only the first of each node is kept, and none after the first that is for any. */
  #lanesTo(destination: Destination): { readonly ofNode: ReadonlyMap<string, number>; readonly ofAny: number } {
    const ofNode = new Map<string, number>();
    for (const lane of this.#transit?.lanes ?? []) {
      if (!leadsTo(lane.to, destination)) continue;
      if (lane.node === undefined) return { ofNode, ofAny: codeOf(lane) };
      if (!ofNode.has(lane.node)) ofNode.set(lane.node, codeOf(lane));
    }
    return { ofNode, ofAny: NOT_SAID };
  }

  #zoneAt(row: number, column: number): number {
    if (row === NOT_SAID) return NOT_SAID;
    const days = this.#transit?.zones?.days[row][column] ?? null;
    return days === null ? UNKNOWN_TRANSIT : codeOf({ days });
  }

  /** The first band that reaches so far. */
  #bandAt(metres: number): number {
    for (const { upToMetres, code } of this.#bands) {
      if (upToMetres === Number.POSITIVE_INFINITY) return code;
      if (metres < 0) return UNKNOWN_TRANSIT;
      if (metres <= upToMetres) return code;
    }
    return UNKNOWN_TRANSIT;
  }
}

function placesOf(words: readonly string[]): Map<string, number> {
  return new Map(words.map((word, place) => [word, place]));
}

/** The region's place, else the country's. */
function placeAt(
  places: ReadonlyMap<string, number>,
  { region, country }: { readonly region?: string | undefined; readonly country?: string | undefined },
): number {
  const byRegion = region === undefined ? undefined : places.get(region);
  return byRegion ?? (country === undefined ? undefined : places.get(country)) ?? NOT_SAID;
}
