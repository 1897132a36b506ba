/** What an order asks of the stock, whatever level of service its groups have; and whether every node would start it at once. */
import type { Desk } from '../desk';
import type { Order } from '../model/types';
import { compareIds, MS_PER_MINUTE } from '../model/units';
import { type Bundle, bundleLines } from '../sourcing/bundles';
import type { NodeRoom } from '../sourcing/room';
import { skusOf } from '../sourcing/rows';
import type { Stock } from '../sourcing/stock';
import { type Ask, type CheckedOrder, linesOf } from './checkedOrder';
import { roomAt } from './pairs';
import { leftOn, sizeOf, takesAll } from './starts';

/** A line of the problem in the making, and the place of its delivery group. */
export interface Placed {
  readonly bundle: Bundle;
  readonly place: number;
  /** node → minutes of work. */
  readonly minutes: Int32Array;
}

/** What an order asks, whatever level of service its groups have. */
export interface Outline {
  readonly checked: CheckedOrder;
  readonly ask: Ask;
  /** Epoch ms. */
  readonly release: number;
  readonly placed: readonly Placed[];
  readonly room: NodeRoom;
  /** One group, one time to process, and nothing that must keep: only starts could differ. */
  readonly isUniform: boolean;
  /** And no start can: neither is stock on its way, nor could a day be short where there is stock, nor is a node paused. */
  readonly isAtOnce: boolean;
}

export function outlineOf(desk: Desk, checked: CheckedOrder, ask: Ask): Outline {
  const { compiled } = desk;
  const { document } = compiled.rules;
  const { order, groups } = checked;
  const release = ask.asOf + document.holdMinutes * MS_PER_MINUTE;
  const placed = groups.flatMap((group, place) =>
    bundleLines(linesOf(order, group)).map((bundle) => {
      return { bundle, place, minutes: compiled.processing.of(bundle.members) };
    }),
  );
  if (groups.length > 1) placed.sort((a, b) => compareIds(a.bundle.members[0].id, b.bundle.members[0].id));
  const room = roomAt(desk, release);
  const isMixed = placed.some(({ minutes }) => minutes !== placed[0].minutes);
  const isUniform = groups.length === 1 && !isMixed && !asksShelfLife(desk.stock, placed);
  const isAtOnce = isUniform && checked.pauses.size === 0 && startsAtOnce(desk, order, placed, room);
  return { checked, ask, release, placed, room, isUniform, isAtOnce };
}

/** Some line wants units that keep, and lots are known. */
export function asksShelfLife(stock: Stock, placed: readonly Placed[]): boolean {
  return placed.some(({ bundle }) =>
    bundle.members.some(
      (line) => line.minShelfLifeDays !== undefined && skusOf(bundle).some((sku) => stock.hasLots(sku)),
    ),
  );
}

/** Looks at every node with a position, whether it may serve or not: a quick yes. */
function startsAtOnce(desk: Desk, order: Order, placed: readonly Placed[], room: NodeRoom): boolean {
  const { stock } = desk;
  if (!stock.hasInbound && room.dayFull === null) return true;
  const skus = placed.flatMap(({ bundle }) => skusOf(bundle));
  if (skus.some((sku) => stock.inboundOf(sku) !== undefined)) return false;
  const { days } = room;
  if (days === null) return true;
  const size = sizeOf(order);
  const isShort = (node: number) => {
    const day = days[node];
    const left = day === undefined ? size : leftOn(desk, node, day);
    return left === undefined || !takesAll(left, size);
  };
  return skus.every((sku) => {
    const { start, end } = stock.row(sku);
    for (let entry = start; entry < end; entry += 1) if (isShort(stock.rowNode[entry])) return false;
    return true;
  });
}
