/** The cities of the contiguous United States, with real coordinates, populations and IANA time zones. */
import cityTimezones from 'city-timezones';

export interface City {
  readonly name: string;
  /** USPS code of the state. */
  readonly region: string;
  readonly lat: number;
  readonly lng: number;
  readonly timeZone: string;
  readonly population: number;
}

/** Left out: a lower-48 ground network does not reach them, and the map could not show them. */
const FAR_REGIONS = new Set(['AK', 'HI']);

/** About 750 cities in code-unit order of (region, name): the order does not hang on the data package's. */
export const CITIES: readonly City[] = cityTimezones.cityMapping
  .filter((city) => city.iso2 === 'US')
  .map((city) => ({
    name: city.city_ascii,
    region: city.state_ansi ?? 'DC',
    lat: round4(city.lat),
    lng: round4(city.lng),
    timeZone: city.timezone,
    population: Math.round(city.pop),
  }))
  .filter((city) => !FAR_REGIONS.has(city.region))
  .sort((a, b) => compare(a.region, b.region) || compare(a.name, b.name) || a.lat - b.lat);

/** Running sums, for draws by population. */
export const CUMULATIVE_POPULATION: Float64Array = cumulative(CITIES.map((city) => city.population));

function cumulative(weights: readonly number[]): Float64Array {
  const sums = new Float64Array(weights.length);
  let sum = 0;
  for (let index = 0; index < weights.length; index += 1) {
    sum += weights[index];
    sums[index] = sum;
  }
  return sums;
}

/** Degrees to four decimals, about ten metres. */
export function round4(degrees: number): number {
  return Math.round(degrees * 10_000) / 10_000;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
