import type { NetworkIndex } from '../model/network';
import { MEASURES, type Workloads } from './workloads';

/** A node without a limit. */
export const UNLIMITED = 2 ** 30;

/** What each node still takes of an order that starts on these local days. Index: node; UNLIMITED = no limit. */
export interface NodeRoom {
  /** node → local day, undefined for nodes without limits per day; null: no node has one. */
  readonly days: readonly (string | undefined)[] | null;
  /** Order units: the least of what is left of `capacityUnits` and of the day. */
  readonly units: Int32Array;
  /** Shipments, and order lines × shipments; null: no node has such a limit. */
  readonly shipments: Int32Array | null;
  readonly lines: Int32Array | null;
  /** 1: the node's day has nothing left of some measure; null: no limits per day. */
  readonly dayFull: Uint8Array | null;
}

/** node → units it still takes at the start, whatever the day. */
export function startCapacity(index: NetworkIndex): Int32Array<ArrayBuffer> {
  return Int32Array.from(index.nodes, (node) => node.capacityUnits ?? UNLIMITED);
}

/** The room on these days. */
export function roomOn(
  index: NetworkIndex,
  days: readonly (string | undefined)[],
  capacity: Int32Array,
  work: Workloads,
): NodeRoom {
  const column = (measure: 'shipments' | 'lines') =>
    index.nodes.some(({ capacityPerDay }) => capacityPerDay?.[measure] !== undefined)
      ? new Int32Array(index.nodes.length).fill(UNLIMITED)
      : null;
  const room = {
    days,
    units: capacity.slice(),
    shipments: column('shipments'),
    lines: column('lines'),
    dayFull: new Uint8Array(index.nodes.length),
  };
  for (let node = 0; node < days.length; node += 1) updateRoom(room, node, capacity, work);
  return room;
}

/** The room of one node, after claims of it were taken or given back. */
export function updateRoom(
  { days, units, shipments, lines, dayFull }: NodeRoom,
  node: number,
  capacity: Int32Array,
  work: Workloads,
): void {
  units[node] = capacity[node];
  const day = days?.[node];
  if (day === undefined || dayFull === null) return;
  const left = (measure: (typeof MEASURES)[number]) => Math.max(0, work.left(node, day, measure) ?? UNLIMITED);
  units[node] = Math.min(capacity[node], left('units'));
  if (shipments !== null) shipments[node] = left('shipments');
  if (lines !== null) lines[node] = left('lines');
  dayFull[node] = MEASURES.some((measure) => left(measure) === 0) ? 1 : 0;
}
