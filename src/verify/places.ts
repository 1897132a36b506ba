/** Places in the caller's words: postal areas, and parts of the world that a place lies in. */
import type { DestinationInput, NetworkInput } from '../model/types';

type Placed = Pick<DestinationInput, 'location' | 'country' | 'region' | 'postalCode' | 'timeZone'>;

/** A part of the world: every field that is given must match. */
export interface PartOfWorld {
  readonly country?: string | undefined;
  readonly region?: string | undefined;
  readonly postalPrefix?: string | undefined;
}

/** The same thing, with the time zone of its postal area, and its point (and, if it has none, the region) where only its code says where it is. */
export function located<Thing extends Placed>({ postalAreas = [] }: NetworkInput, thing: Thing): Thing {
  const { postalCode, country } = thing;
  if (postalCode === undefined) return thing;
  let best: (typeof postalAreas)[number] | undefined;
  for (const area of postalAreas) {
    if (!postalCode.startsWith(area.prefix)) continue;
    if (area.country !== undefined && area.country !== country) continue;
    const longer = area.prefix.length - (best?.prefix.length ?? 0);
    if (longer > 0 || (longer === 0 && area.country !== undefined)) best = area;
  }
  if (best === undefined) return thing;
  const timeZone = thing.timeZone ?? best.timeZone;
  const zoned = { ...thing, ...(timeZone === undefined ? {} : { timeZone }) };
  if (thing.location !== undefined) return zoned;
  const region = thing.region ?? best.region;
  return { ...zoned, location: best.location, ...(region === undefined ? {} : { region }) };
}

/** What a matrix of regions and countries may call a place: the region is looked for first. */
export function namesOf({ region, country }: Pick<Placed, 'region' | 'country'>): string[] {
  return [region, country].filter((name) => name !== undefined);
}

export function liesIn(part: PartOfWorld, { country, region, postalCode }: Placed): boolean {
  if (part.country !== undefined && part.country !== country) return false;
  if (part.region !== undefined && part.region !== region) return false;
  return part.postalPrefix === undefined || (postalCode ?? '').startsWith(part.postalPrefix);
}
