import type { NetworkInput } from './types';

/** A postal code and its point in degrees. */
export interface PostalPoint {
  readonly code: string;
  readonly lat: number;
  readonly lng: number;
  readonly country?: string;
  readonly region?: string;
}

type PostalArea = NonNullable<NetworkInput['postalAreas']>[number];

/**
 * A network's `postalAreas` from a list of postal codes: one area for every country and prefix, at the mean of its codes' points on the
 * sphere, to 10⁻⁶ degrees; with the region that all of them name, if all name the same. Codes shorter than the prefix stand for themselves.
 * @throws RangeError for a prefix length that is no positive integer, an empty code, a point that is none, or points that have no middle
 */
export function postalAreas(points: Iterable<PostalPoint>, { prefixLength }: { prefixLength: number }): PostalArea[] {
  if (!Number.isInteger(prefixLength) || prefixLength < 1) {
    throw new RangeError(`prefixLength: ${prefixLength} must be a positive integer.`);
  }
  const sums = new Map<string, Sum>();
  for (const point of points) {
    checkPoint(point);
    const prefix = point.code.slice(0, prefixLength);
    const key = JSON.stringify([point.country ?? null, prefix]);
    const sum = sums.get(key);
    if (sum === undefined) sums.set(key, { ...vectorOf(point), prefix, country: point.country, region: point.region });
    else addPoint(sum, point);
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, sum]) => areaOf(sum));
}

function checkPoint({ code, lat, lng }: PostalPoint): void {
  if (code === '') throw new RangeError('A postal code is empty.');
  // Written so that NaN fails too.
  if (Math.abs(lat) <= 90 && Math.abs(lng) <= 180) return;
  throw new RangeError(`postal code ${code}: ${lat}, ${lng} must be degrees, to ±90 and ±180.`);
}

interface Sum {
  x: number;
  y: number;
  z: number;
  readonly prefix: string;
  readonly country: string | undefined;
  /** null: they differ. */
  region: string | undefined | null;
}

function vectorOf({ lat, lng }: PostalPoint): { x: number; y: number; z: number } {
  const rad = Math.PI / 180;
  const width = Math.cos(lat * rad);
  return { x: width * Math.cos(lng * rad), y: width * Math.sin(lng * rad), z: Math.sin(lat * rad) };
}

function addPoint(sum: Sum, point: PostalPoint): void {
  const { x, y, z } = vectorOf(point);
  sum.x += x;
  sum.y += y;
  sum.z += z;
  if (sum.region !== point.region) sum.region = null;
}

function areaOf({ x, y, z, prefix, country, region }: Sum): PostalArea {
  // Points all around the earth cancel out, but for rounding.
  if (Math.hypot(x, y, z) < 1e-9) throw new RangeError(`postal prefix ${prefix}: its points have no middle.`);
  // + 0: a minus before zero is none.
  const degrees = (radians: number) => Math.round((radians * 180 * 1e6) / Math.PI) / 1e6 + 0;
  const location = { lat: degrees(Math.atan2(z, Math.hypot(x, y))), lng: degrees(Math.atan2(y, x)) };
  return {
    prefix,
    location,
    ...(country === undefined ? {} : { country }),
    ...(region === undefined || region === null ? {} : { region }),
  };
}
