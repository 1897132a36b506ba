/** When a node could start an order, and what its local days still take on. Shares no code with `src/`. */
import type { World } from '../worlds';
import { dateAt, midnightOf, opensAt } from './world-dates';

type Node = World['network']['nodes'][number];

const MOST_DAYS = 400;

export interface Room {
  readonly orders: number;
  readonly shipments: number;
  readonly lines: number;
  readonly units: number;
}

export interface Start {
  /** When the node hears of it, or what it waited for has come. Epoch ms, as the start. */
  readonly release: number;
  readonly start: number;
  /** The local day that it falls on; undefined: the node's days have no limits. */
  readonly day: string | undefined;
}

/** Every start, ascending. */
export function startsOf(world: World, node: Node): Start[] {
  const release = Date.parse(world.asOf) + (world.rules.holdMinutes ?? 0) * 60_000;
  const wanted = new Set(world.order.lines.flatMap((line) => (line.kit ?? [{ sku: line.sku }]).map(({ sku }) => sku)));
  const arrivals = world.inventory
    .filter((position) => position.node === node.id && wanted.has(position.sku))
    .flatMap(({ inbound = [] }) => inbound.map(({ at }) => Date.parse(at)))
    .filter((at) => at > release)
    .sort((a, b) => a - b);
  const all = [release, ...arrivals].flatMap((from) => startsFrom(world, node, from));
  // What waits for a day with room is released when that begins, though stock may come before it.
  const first = all.filter(({ start }, place) => all.findIndex((each) => each.start === start) === place);
  return first.sort((a, b) => a.start - b.start);
}

function startsFrom(world: World, node: Node, from: number): Start[] {
  if (node.capacityPerDay === undefined) {
    const start = opensAt(world, node, from);
    return Number.isNaN(start) ? [] : [{ release: from, start, day: undefined }];
  }
  const { lines } = world.order;
  const asked = lines.reduce((sum, line) => sum + line.quantity, 0);
  const starts: Start[] = [];
  const taken = { units: 0, lines: 0, shipments: 0 };
  const last = dateAt(node, from).add({ days: MOST_DAYS }).toString();
  for (let release = from; ; ) {
    const start = opensAt(world, node, release);
    if (Number.isNaN(start)) return starts;
    const date = dateAt(node, start);
    const day = date.toString();
    if (day > last) return starts;
    const room = roomOn(world, node, day);
    if (Object.values(room).every((left) => left > 0)) {
      // What waits for a day hears of it when that begins.
      starts.push({ release: release === from ? from : midnightOf(node, date), start, day });
      taken.units += room.units;
      taken.lines += room.lines;
      taken.shipments += room.shipments;
    }
    if (taken.units >= asked && taken.lines >= lines.length && taken.shipments >= lines.length) return starts;
    release = midnightOf(node, date.add({ days: 1 }));
  }
}

/** Infinity where there is no limit. */
export function roomOn({ snapshot }: World, { id, capacityPerDay }: Node, day: string): Room {
  const used = (snapshot?.used ?? []).find((row) => row.node === id && row.day === day);
  const left = (measure: keyof Room) =>
    Math.max(0, (capacityPerDay?.[measure] ?? Number.POSITIVE_INFINITY) - (used?.[measure] ?? 0));
  return { orders: left('orders'), shipments: left('shipments'), lines: left('lines'), units: left('units') };
}
