/** Which rate of a card holds between each node and one destination. */
import type { NetworkIndex, RateCard } from '../model/network';
import type { Destination } from '../model/types';
import { kmToMetres } from '../model/units';
import { UNKNOWN } from './distance';

/** In place of a rate: no rate is listed; what the zone depends on is not known. */
export const NO_RATE = -1;
export const UNKNOWN_ZONE = -2;
export const UNKNOWN_METRES = -3;

/** node → place of its rate in the card (`bands` or `rates`), or one of the above. */
export type RateOfNode = (node: number) => number;

/** A card's zones, made ready once per router. */
export interface ZoneIndex {
  /** @param metres node → metres as rates count them */
  readonly ratesTo: (destination: Destination, metres: Int32Array) => RateOfNode;
  /** Fields of a destination that the zone depends on. */
  readonly reads: readonly (keyof Destination)[];
}

export function zoneIndex(card: RateCard, index: Pick<NetworkIndex, 'nodes'>): ZoneIndex {
  const { bands, zones } = card;
  if (bands !== undefined) return { reads: [], ratesTo: (_, metres) => (node) => bandAt(bands, metres[node]) };
  const places = new Map((card.rates ?? []).map(({ zone }, place) => [zone, place]));
  const placeOf = (zone: string | null | undefined) =>
    zone === null || zone === undefined ? NO_RATE : (places.get(zone) ?? NO_RATE);
  if (zones?.by === 'region') return regionIndex(zones, index, placeOf);
  return postalIndex(zones as PostalZones, index, placeOf);
}

type Zones = NonNullable<RateCard['zones']>;
type RegionZones = Extract<Zones, { by: 'region' }>;
type PostalZones = Extract<Zones, { by: 'postalPrefix' }>;
type PlaceOf = (zone: string | null | undefined) => number;

/** First band that reaches so far. */
function bandAt(bands: NonNullable<RateCard['bands']>, metres: number): number {
  const isOneForAll = bands.length === 1 && bands[0].upToKm === undefined;
  if (isOneForAll) return 0;
  if (metres === UNKNOWN) return UNKNOWN_METRES;
  return bands.findIndex(({ upToKm }) => upToKm === undefined || metres <= kmToMetres(upToKm));
}

function regionIndex(zones: RegionZones, { nodes }: Pick<NetworkIndex, 'nodes'>, placeOf: PlaceOf): ZoneIndex {
  const rowOf = new Map(zones.from.map((word, row) => [word, row]));
  const columnOf = new Map(zones.to.map((word, column) => [word, column]));
  const rows = nodes.map((node) => wordAt(rowOf, node.region, node.country));
  const ratesTo = (destination: Destination): RateOfNode => {
    const column = wordAt(columnOf, destination.region, destination.country);
    return (node) => {
      const row = rows[node];
      if (row === UNKNOWN_ZONE || column === UNKNOWN_ZONE) return UNKNOWN_ZONE;
      return row === NO_RATE || column === NO_RATE ? NO_RATE : placeOf(zones.zone[row][column]);
    };
  };
  return { reads: ['region', 'country'], ratesTo };
}

/** The region's place, else the country's. */
function wordAt(places: ReadonlyMap<string, number>, region: string | undefined, country: string | undefined): number {
  if (region === undefined && country === undefined) return UNKNOWN_ZONE;
  const byRegion = region === undefined ? undefined : places.get(region);
  return byRegion ?? (country === undefined ? undefined : places.get(country)) ?? NO_RATE;
}

/** A chart of carriers has 10⁵ rows, so those of one destination are found by its prefixes. */
function postalIndex(zones: PostalZones, { nodes }: Pick<NetworkIndex, 'nodes'>, placeOf: PlaceOf): ZoneIndex {
  const rowsTo = new Map<string, { from: string; place: number }[]>();
  let longestFrom = 0;
  for (const { from, to, zone } of zones.rows) {
    const rows = rowsTo.get(to);
    const row = { from, place: placeOf(zone) };
    if (rows === undefined) rowsTo.set(to, [row]);
    else rows.push(row);
    longestFrom = Math.max(longestFrom, from.length);
  }
  const ratesTo = (destination: Destination): RateOfNode => {
    const code = destination.postalCode;
    if (code === undefined) return () => UNKNOWN_ZONE;
    if (zones.country !== undefined && destination.country !== zones.country) {
      return destination.country === undefined ? () => UNKNOWN_ZONE : () => NO_RATE;
    }
    // Longer prefixes of the destination come later and win.
    const placeFrom = new Map<string, number>();
    for (let length = 1; length <= code.length; length += 1) {
      for (const { from, place } of rowsTo.get(code.slice(0, length)) ?? []) placeFrom.set(from, place);
    }
    return (node) => {
      const { postalCode, country } = nodes[node];
      if (postalCode === undefined) return UNKNOWN_ZONE;
      if (zones.country !== undefined && country !== zones.country) {
        return country === undefined ? UNKNOWN_ZONE : NO_RATE;
      }
      for (let length = Math.min(longestFrom, postalCode.length); length > 0; length -= 1) {
        const place = placeFrom.get(postalCode.slice(0, length));
        if (place !== undefined) return place;
      }
      return NO_RATE;
    };
  };
  return { reads: ['postalCode', 'country'], ratesTo };
}
