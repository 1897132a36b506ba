import type { Destination } from './types';

/** Where a lane, a service or a surcharge leads: every field given must match, `postalPrefix` by prefix. */
export interface LaneEnd {
  readonly country?: string | undefined;
  readonly region?: string | undefined;
  readonly postalPrefix?: string | undefined;
}

export function leadsTo(end: LaneEnd, destination: Destination): boolean {
  if (end.country !== undefined && end.country !== destination.country) return false;
  if (end.region !== undefined && end.region !== destination.region) return false;
  return end.postalPrefix === undefined || destination.postalCode?.startsWith(end.postalPrefix) === true;
}
