/** What a node's local day still takes on. Its zones are looked up in a table of a few hours, which is all that the worlds need. */
import type { World } from '../worlds';

type Node = World['network']['nodes'][number];

/** Hours that the clocks of the worlds are ahead of UTC in March 2026, before summer time. */
const HOURS_AHEAD: { readonly [zone: string]: number } = {
  UTC: 0,
  'Europe/Paris': 1,
  'Asia/Tokyo': 9,
  'Pacific/Honolulu': -10,
};

export interface Room {
  readonly orders: number;
  readonly shipments: number;
  readonly lines: number;
  readonly units: number;
}

/** Infinity where there is no limit. */
export function roomOf(world: World, node: Node): Room {
  const limits = node.capacityPerDay;
  const units = node.capacityUnits ?? Number.POSITIVE_INFINITY;
  const none = Number.POSITIVE_INFINITY;
  if (limits === undefined) return { orders: none, shipments: none, lines: none, units };
  const day = new Date(Date.parse(world.asOf) + HOURS_AHEAD[node.timeZone!] * 3_600_000).toISOString().slice(0, 10);
  const used = (world.snapshot?.used ?? []).find((row) => row.node === node.id && row.day === day);
  const left = (measure: 'orders' | 'shipments' | 'lines' | 'units') =>
    (limits[measure] ?? none) - (used?.[measure] ?? 0);
  return {
    orders: left('orders'),
    shipments: left('shipments'),
    lines: left('lines'),
    units: Math.min(units, left('units')),
  };
}

export function isFull(room: Room): boolean {
  return Object.values(room).some((left) => left < 1);
}
