/**
 * When nodes can start an order: at once, when stock arrives that is on its way, and on later days where the first is full or may not take
 * all of it.
 */
import type { Desk } from '../desk';
import type { Order } from '../model/types';
import { dayText } from '../promising/timeZone';
import { MEASURES } from '../sourcing/workloads';

/** A start that a node offers. */
export interface NodeStart {
  /** Epoch ms: see `docs/dates.md`. */
  readonly release: number;
  readonly start: number;
  /** Rank among the node's starts; place of its day in the limits (−1: none). */
  readonly rank: number;
  readonly day: number;
}

/** What is left of a day of a node, 2^30 = unlimited. */
export interface DayLeft {
  readonly node: number;
  /** Days since 1970-01-01. */
  readonly day: number;
  readonly units: number;
  readonly shipments: number;
  readonly lines: number;
}

export interface OrderStarts {
  readonly of: ReadonlyMap<number, readonly NodeStart[]>;
  readonly days: readonly DayLeft[];
}

/** What the order would ask of one node that ships all of it, each line on its own. */
export type Size = Pick<DayLeft, 'units' | 'shipments' | 'lines'>;

export function sizeOf({ lines }: Order): Size {
  const units = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  return { units, shipments: lines.length, lines: lines.length };
}

/** Whether so much is left that no later day is offered. */
export function takesAll(left: Size, size: Size): boolean {
  return left.units >= size.units && left.shipments >= size.shipments && left.lines >= size.lines;
}

/** @param text the day, as `2026-03-01`; @returns undefined: it is full */
export function leftOn({ ledger }: Desk, node: number, text: string): Size | undefined {
  const left = (measure: (typeof MEASURES)[number]) => Math.max(0, ledger.work.left(node, text, measure) ?? UNLIMITED);
  if (MEASURES.some((measure) => left(measure) === 0)) return undefined;
  return { units: left('units'), shipments: left('shipments'), lines: left('lines') };
}

const UNLIMITED = 2 ** 30;

/**
 * @param releaseOf node → epoch ms; @param skus all that the order draws on; @param nodes those that may hold some of it
 * @returns starts by node, ascending; nodes that never open are left out
 */
export function orderStarts(
  desk: Desk,
  order: Order,
  releaseOf: (node: number) => number,
  skus: readonly string[],
  nodes: Iterable<number>,
): OrderStarts {
  const days: DayLeft[] = [];
  const size = sizeOf(order);
  const of = new Map<number, NodeStart[]>();
  for (const node of nodes) {
    const release = releaseOf(node);
    const starts = new Map<number, Omit<NodeStart, 'rank'>>();
    for (const each of [release, ...arrivalsAt(desk, skus, node, release)]) {
      for (const start of startsFrom(desk, node, each, size, days))
        if (!starts.has(start.start)) starts.set(start.start, start);
    }
    const ordered = [...starts.values()].sort((a, b) => a.start - b.start);
    if (ordered.length > 0)
      of.set(
        node,
        ordered.map((start, rank) => ({ ...start, rank })),
      );
  }
  return { of, days };
}

/** Nodes with a position of any of the SKUs: whatever it holds, more may arrive. */
export function nodesHolding({ stock }: Desk, skus: readonly string[]): Set<number> {
  const nodes = new Set<number>();
  for (const sku of skus) {
    const { start, end } = stock.row(sku);
    for (let entry = start; entry < end; entry += 1) nodes.add(stock.rowNode[entry]);
  }
  return nodes;
}

/** The same starts of fewer nodes. */
export function startsAt({ of, days }: OrderStarts, nodes: ReadonlySet<number>): OrderStarts {
  const own: DayLeft[] = [];
  const kept = new Map<number, NodeStart[]>();
  for (const [node, starts] of of) {
    if (!nodes.has(node)) continue;
    kept.set(
      node,
      starts.map((start) => (start.day < 0 ? start : { ...start, day: placeOf(own, days[start.day]) })),
    );
  }
  return { of: kept, days: own };
}

/** Instants at which the node can promise more of something than before. */
function arrivalsAt({ stock }: Desk, skus: readonly string[], node: number, release: number): number[] {
  const rises = skus.flatMap((sku) => stock.inboundOf(sku)?.get(node)?.risesAfter(release) ?? []);
  return [...new Set(rises)].sort((a, b) => a - b);
}

/** One start where the node has no limits per day; else one per day that has room, until they take the whole order together. */
function startsFrom(desk: Desk, node: number, release: number, size: Size, days: DayLeft[]): Omit<NodeStart, 'rank'>[] {
  const { schedules, index } = desk.compiled;
  const start = schedules.start(node, release);
  if (Number.isNaN(start)) return [];
  if (index.nodes[node].capacityPerDay === undefined) return [{ release, start, day: -1 }];
  const starts: Omit<NodeStart, 'rank'>[] = [];
  let sum: Size = { units: 0, shipments: 0, lines: 0 };
  const lastDay = schedules.localDay(node, release) + LONGEST_WAIT_DAYS;
  for (let each = release; !takesAll(sum, size); ) {
    const begin = schedules.start(node, each);
    if (Number.isNaN(begin)) break;
    const day = schedules.localDay(node, begin);
    if (day > lastDay) break;
    const left = leftOn(desk, node, dayText(day));
    if (left !== undefined) {
      // Days between, on which it is closed, are not waited for.
      const waited = each === release ? release : schedules.midnight(node, day);
      starts.push({ release: waited, start: begin, day: placeOf(days, { node, day, ...left }) });
      sum = {
        units: sum.units + left.units,
        shipments: sum.shipments + left.shipments,
        lines: sum.lines + left.lines,
      };
    }
    each = schedules.midnight(node, day + 1);
  }
  return starts;
}

/** Nobody waits longer for a day with room. */
const LONGEST_WAIT_DAYS = 400;

function placeOf(days: DayLeft[], room: DayLeft): number {
  const known = days.findIndex(({ node, day }) => node === room.node && day === room.day);
  return known >= 0 ? known : days.push(room) - 1;
}
