/** Which sources may serve a line of one order, and what they cost there beyond the columns of the destination. */
import type { Compiled, Desk } from './desk';
import { LimitError } from './model/errors';
import type { Order, OrderLine } from './model/types';
import { daysLate } from './model/units';
import type { Facts } from './rules/condition';
import { addLineRules, hasLineRules, type LinePairs } from './rules/lineRules';
import type { Arena } from './sourcing/arena';
import type { Bundle } from './sourcing/bundles';
import type { DestinationColumns } from './sourcing/columns';
import { whyNotFits } from './sourcing/fits';
import { unfilledMilli } from './sourcing/prices';
import type { BundleParts } from './sourcing/problem';
import type { NodeRoom } from './sourcing/room';
import type { BundleRows } from './sourcing/rows';

const MOST_UNIT_DAYS = 2 ** 31 - 1;

export function factsOf(order: Order): Facts {
  return { order, destination: order.destination, line: undefined, node: 0, service: 0, distanceKm: undefined };
}

/** What nodes still take of an order that starts at this instant, on the local day that it is there. */
export function roomAt({ compiled, ledger }: Desk, asOf: number): NodeRoom {
  return ledger.room(compiled.days === null ? null : compiled.days.at(asOf));
}

/** The destination's usable sources, without nodes that the order excludes or that are full, altogether or on their day. */
export function usableSources(
  { compiled, arena }: Desk,
  { units, dayFull }: NodeRoom,
  order: Order,
  { columns }: DestinationColumns,
): Uint8Array {
  const { index } = compiled;
  const isLimited = index.hasCapacity || dayFull !== null;
  if (order.excludedNodes === undefined && order.pinnedNodes === undefined && !isLimited) return columns.usable;
  let { usable } = columns;
  const out = new Set(order.excludedNodes);
  const pinned = order.pinnedNodes === undefined ? undefined : new Set(order.pinnedNodes);
  index.nodes.forEach(({ id }, node) => {
    const isFull = units[node] <= 0 || dayFull?.[node] === 1;
    if (!isFull && !out.has(id) && (pinned === undefined || pinned.has(id))) return;
    if (usable === columns.usable) usable = copyOf(usable, arena);
    usable.fill(0, index.nodeSourceStart[node], index.nodeSourceStart[node + 1]);
  });
  return usable;
}

/** Everything about a line of the problem: who may serve it, and what it costs there beyond the destination's columns. */
export function bundleParts(
  compiled: Compiled,
  facts: Facts,
  destination: DestinationColumns,
  usable: Uint8Array,
  bundle: Bundle,
  rows: BundleRows,
  arena: Arena,
  asOf: number,
): BundleParts {
  const { index, rules } = compiled;
  const needs = bundle.members.map((line) => needByOf(line, facts.order) - asOf);
  const prices = bundle.members.map((line) => unfilledMilli(line, rules.document));
  let pairs: LinePairs | null = null;
  bundle.members.forEach((line, member) => {
    const needsTransit =
      rules.needsLateness && needs[member] !== Number.POSITIVE_INFINITY && destination.hasUnknownDelivery;
    const unfit = unfitOffers(destination, line);
    const ruled = hasLineRules(rules, line);
    if (!needsTransit && unfit === null && !ruled) return;
    pairs ??= { mask: copyOf(usable, arena), unitMilli: null, lineMilli: null };
    if (needsTransit) takeAway(pairs.mask, destination.columns.delivery, (delivery) => Number.isNaN(delivery));
    if (unfit !== null) takeAway(pairs.mask, destination.offer, (offer) => offer >= 0 && unfit[offer] === 1);
    const quantity = bundle.whole ? line.quantity : 1;
    if (ruled)
      addLineRules(rules, index, facts, line, quantity, rows.nodes, destination.metres, pairs, () => arena.floats());
  });
  const { mask, unitMilli, lineMilli } = pairs ?? NO_PAIRS;
  const lateDays = needs.some((need) => need !== needs[0]) ? bundleLateDays(bundle, needs, destination, arena) : null;
  return { bundle, rows, mask, unitMilli, lineMilli, lateDays, unfilledMilli: prices, needs };
}

const NO_PAIRS: { mask: Uint8Array | null } & Omit<LinePairs, 'mask'> = {
  mask: null,
  unitMilli: null,
  lineMilli: null,
};

/** Epoch ms; Infinity = never late. */
export function needByOf(line: OrderLine, order: Order): number {
  const needBy = line.needBy ?? order.needBy;
  return needBy === undefined ? Number.POSITIVE_INFINITY : Date.parse(needBy);
}

function copyOf(usable: Uint8Array, arena: Arena): Uint8Array {
  const mask = arena.bytes();
  mask.set(usable);
  return mask;
}

function takeAway(mask: Uint8Array, column: ArrayLike<number>, isOut: (value: number) => boolean): void {
  for (let source = 0; source < mask.length; source += 1) if (isOut(column[source])) mask[source] = 0;
}

/** Rates that cannot price or pack the line's units: 1. null: all can. */
function unfitOffers({ offers }: DestinationColumns, line: OrderLine): Uint8Array | null {
  let unfit: Uint8Array | null = null;
  for (let offer = 0; offer < offers.length; offer += 1) {
    if (whyNotFits(offers[offer], line) === undefined) continue;
    unfit ??= new Uint8Array(offers.length);
    unfit[offer] = 1;
  }
  return unfit;
}

/** Unit-days late of a bundle whose members need different dates. Index: source. */
function bundleLateDays(
  bundle: Bundle,
  needs: readonly number[],
  { columns }: DestinationColumns,
  arena: Arena,
): Int32Array {
  const days = arena.ints();
  bundle.members.forEach((line, member) => {
    for (let source = 0; source < days.length; source += 1) {
      const unitDays = days[source] + line.quantity * daysLate(columns.delivery[source], needs[member]);
      if (unitDays > MOST_UNIT_DAYS) throw new LimitError('unitDays', 'order: quantity × days late is more than 2^31.');
      days[source] = unitDays;
    }
  });
  return days;
}
