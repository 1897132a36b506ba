/** Postal codes as places: the caller's table of prefixes gives a point and a region to what has a code and no point. */
import type { Destination } from '../model/network';
import type { Network } from '../model/types';

type PostalArea = NonNullable<Network['postalAreas']>[number];

/** Something with a place: a node or a destination. */
interface Placed {
  readonly location?: Destination['location'];
  readonly country?: string | undefined;
  readonly region?: string | undefined;
  readonly postalCode?: string | undefined;
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

  /** The same with the location of its postal area where it has none, and the area's region where it has no region either. */
  complete<Thing extends Placed>(thing: Thing): Thing {
    if (thing.postalCode === undefined || thing.location !== undefined) return thing;
    const area = this.#areaOf(thing.postalCode, thing.country);
    if (area === undefined) return thing;
    const { location } = area;
    const region = thing.region ?? area.region;
    return region === undefined ? { ...thing, location } : { ...thing, location, region };
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
