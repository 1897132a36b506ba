/**
 * Units and the only rounding. Money is an integer number of minor units (cents) outside and of 1/1000 minor unit ("milli")
 * inside; weight in grams, distance in whole metres, instants in epoch milliseconds.
 */

export const MILLI_PER_MINOR = 1000;
export const MS_PER_MINUTE = 60_000;
export const MS_PER_DAY = 86_400_000;
export const EARTH_RADIUS_METRES = 6_371_008.8;
/** Half the circumference: what an unknown distance counts where only the closing tie-break would read it. */
export const UNKNOWN_DISTANCE_METRES = 20_015_115;

/** The digits of 00 to 99. */
const TWO_DIGITS = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, '0'));
/** The year 2100: up to then every fourth year is a leap year. */
const PLAIN_CALENDAR_END = 4_102_444_800_000;

/** Epoch ms as ISO 8601 in UTC. Plans are full of them, and `Date` takes its time. */
export function instant(ms: number): string {
  if (!(ms >= 0 && ms < PLAIN_CALENDAR_END)) return new Date(ms).toISOString();
  const days = Math.floor(ms / MS_PER_DAY);
  const seconds = Math.floor(ms / 1000) - days * 86_400;
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const millis = ms % 1000;
  const time = `${TWO_DIGITS[hours]}:${TWO_DIGITS[minutes - hours * 60]}:${TWO_DIGITS[seconds - minutes * 60]}`;
  return `${dateOf(days)}T${time}.${Math.floor(millis / 100)}${TWO_DIGITS[millis % 100]}Z`;
}

/** Days from 1970 to 2099. Years are counted from the first of March, so that the leap day is their last. */
function dateOf(days: number): string {
  const since = days + 306 + 365;
  const year = Math.floor((4 * since + 3) / 1461);
  const ofYear = since - Math.floor((1461 * year) / 4);
  const month = Math.floor((5 * ofYear + 2) / 153);
  const day = ofYear - Math.floor((153 * month + 2) / 5) + 1;
  const isNext = month >= 10;
  return `${1968 + year + (isNext ? 1 : 0)}-${TWO_DIGITS[isNext ? month - 9 : month + 3]}-${TWO_DIGITS[day]}`;
}

/** Half-up, for values that are not negative. */
export function roundHalfUp(value: number): number {
  return Math.floor(value + 0.5);
}

/** value × (1 + `milliPercent` ÷ 100,000), half-up and exact: the product of both may pass 2^53. */
export function addPercent(value: number, milliPercent: number): number {
  const whole = Math.floor(value / 100_000);
  const rest = value - whole * 100_000;
  const factor = 100_000 + milliPercent;
  return whole * factor + Math.floor((rest * factor + 50_000) / 100_000);
}

/** `a` × `b` ÷ `divisor`, half-up and exact, of integers up to 2^53: the product may be more. */
export function timesOver(a: number, b: number, divisor: number): number {
  const product = a * b;
  if (Math.abs(product) < 2 ** 51 && divisor < 2 ** 51) {
    const doubled = 2 * product + divisor;
    const rest = doubled % (2 * divisor);
    return (doubled - (rest < 0 ? rest + 2 * divisor : rest)) / (2 * divisor);
  }
  const [doubled, whole] = [2n * BigInt(a) * BigInt(b) + BigInt(divisor), 2n * BigInt(divisor)];
  const rest = doubled % whole;
  return Number((doubled - (rest < 0n ? rest + whole : rest)) / whole);
}

/** A price in minor units, with at most three decimals, as an integer of 1/1000 minor unit. */
export function toMilli(minor: number): number {
  return roundHalfUp(minor * MILLI_PER_MINOR);
}

/** Kilometres as whole metres: a band's end, inclusive. */
export function kmToMetres(km: number): number {
  return Math.round(km * 1000);
}

/** Great-circle distance in whole metres (haversine; Sinnott 1984) between two points in degrees. */
export function greatCircleMetres(
  latA: number,
  lngA: number,
  latB: number,
  lngB: number,
  radiusMetres: number = EARTH_RADIUS_METRES,
): number {
  const rad = Math.PI / 180;
  const sinLat = Math.sin(((latB - latA) * rad) / 2);
  const sinLng = Math.sin(((lngB - lngA) * rad) / 2);
  const h = sinLat * sinLat + Math.cos(latA * rad) * Math.cos(latB * rad) * sinLng * sinLng;
  return Math.round(2 * radiusMetres * Math.asin(Math.min(1, Math.sqrt(h))));
}

/** Whole days late, begun days counted: 0 without a need-by (Infinity) and where the delivery is unknown (NaN). Both in ms. */
export function daysLate(delivery: number, need: number): number {
  const late = delivery - need;
  return late > 0 ? Math.ceil(late / MS_PER_DAY) : 0;
}

/**
 * Integers of 1/1000 as whole units that add up to the half-up rounded total: each is floored, then the largest remainders get
 * one more (earlier first among equals).
 */
export function largestRemainder(milli: readonly number[]): { parts: number[]; total: number } {
  let exact = 0;
  let floors = 0;
  const parts: number[] = [];
  const rest: number[] = [];
  for (const each of milli) {
    const part = Math.floor(each / MILLI_PER_MINOR);
    exact += each;
    floors += part;
    parts.push(part);
    rest.push(remainder(each));
  }
  const total = roundHalfUp(exact / MILLI_PER_MINOR);
  for (let left = total - floors; left > 0; left -= 1) {
    let most = 0;
    for (let index = 1; index < rest.length; index += 1) if (rest[index] > rest[most]) most = index;
    parts[most] += 1;
    rest[most] = -1;
  }
  return { parts, total };
}

function remainder(milli: number): number {
  return ((milli % MILLI_PER_MINOR) + MILLI_PER_MINOR) % MILLI_PER_MINOR;
}

/** Epoch ms of an instant in UTC as inputs write it, to the millisecond at the finest; NaN: the text is none. */
export function instantMs(text: string): number {
  const parts = /^(\d{4}-\d\d-\d\dT\d\d:\d\d)(:\d\d(\.\d{1,3})?)?Z$/.exec(text);
  if (parts === null) return Number.NaN;
  const ms = Date.parse(text);
  // Date.parse takes the 30th of February for the 2nd of March.
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(parts[1]) ? ms : Number.NaN;
}

/** Code-unit order, the order of ids everywhere. */
export function compareIds(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
