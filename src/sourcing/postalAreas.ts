/** Postal codes as places: the caller's table of prefixes gives a point and a region to what has a code and no point. */

import type { Destination, Network } from '../model/types';

type PostalArea = NonNullable<Network['postalAreas']>[number];

/** Something with a place: a node or a destination. */
interface Placed {
  readonly location?: Destination['location'];
  readonly country?: string | undefined;
  readonly region?: string | undefined;
  readonly postalCode?: string | undefined;
  readonly timeZone?: string | undefined;
}

export class PostalIndex {
  /** Country ('' = of none) → prefix → area. */
  readonly #areas = new Map<string, Map<string, PostalArea>>();
  #longest = 0;

  constructor(areas: readonly PostalArea[]) {
    for (const area of areas) {
      const country = area.country ?? '';
      let ofCountry = this.#areas.get(country);
      if (ofCountry === undefined) {
        ofCountry = new Map();
        this.#areas.set(country, ofCountry);
      }
      ofCountry.set(area.prefix, area);
      this.#longest = Math.max(this.#longest, area.prefix.length);
    }
  }

  /** The same with the location of its postal area where it has none (then the area's region too, where it has none), and its time zone. */
  complete<Thing extends Placed>(thing: Thing): Thing {
    if (thing.postalCode === undefined || (thing.location !== undefined && thing.timeZone !== undefined)) return thing;
    const area = this.#areaOf(thing.postalCode, thing.country);
    if (area === undefined) return thing;
    const timeZone = thing.timeZone ?? area.timeZone;
    const zoned = timeZone === undefined ? thing : { ...thing, timeZone };
    if (thing.location !== undefined) return zoned;
    const region = thing.region ?? area.region;
    return { ...zoned, location: area.location, ...(region === undefined ? {} : { region }) };
  }

  /** Longest prefix first; of two of a length the one of the country. */
  #areaOf(code: string, country: string | undefined): PostalArea | undefined {
    const own = country === undefined ? undefined : this.#areas.get(country);
    const any = this.#areas.get('');
    for (let length = Math.min(code.length, this.#longest); length > 0; length -= 1) {
      const prefix = code.slice(0, length);
      const area = own?.get(prefix) ?? any?.get(prefix);
      if (area !== undefined) return area;
    }
    return undefined;
  }
}
