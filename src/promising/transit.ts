import { leadsTo } from '../model/laneEnd';
import type { Destination, Service } from '../model/network';
import { kmToMetres } from '../model/units';

/** In a column of days: not known. */
export const UNKNOWN_DAYS = -1;

/** The lanes of a service that lead to one destination. Earlier lanes go first, so only the first of each node is kept. */
export interface LanesTo {
  /** Days of the first lane that is for any node; UNKNOWN_DAYS = none. */
  readonly days: number;
  /** Node id → days of the first lane of its own, where that stands before the lane for any node. */
  readonly ofNode: ReadonlyMap<string, number>;
}

export function lanesTo(service: Service, destination: Destination): LanesTo {
  const ofNode = new Map<string, number>();
  for (const lane of service.transit?.lanes ?? []) {
    if (!leadsTo(lane.to, destination)) continue;
    if (lane.node === undefined) return { days: lane.days, ofNode };
    if (!ofNode.has(lane.node)) ofNode.set(lane.node, lane.days);
  }
  return { days: UNKNOWN_DAYS, ofNode };
}

/** Whole days on the way, or UNKNOWN_DAYS. @param metres negative = unknown */
export function transitDays(service: Service, lanes: LanesTo, nodeId: string, metres: number): number {
  const days = laneDays(lanes, nodeId);
  if (days !== UNKNOWN_DAYS) return days;
  for (const band of service.transit?.bands ?? []) {
    if (band.upToKm === undefined) return band.days;
    if (metres < 0) return UNKNOWN_DAYS;
    if (metres <= kmToMetres(band.upToKm)) return band.days;
  }
  return UNKNOWN_DAYS;
}

function laneDays(lanes: LanesTo, nodeId: string): number {
  return lanes.ofNode.get(nodeId) ?? lanes.days;
}
