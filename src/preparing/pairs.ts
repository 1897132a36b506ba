/** Which sources may serve a line of one order, and what they cost there beyond the columns of the destination. */
import type { Compiled, Desk } from '../desk';
import { LimitError } from '../model/errors';
import type { NetworkIndex } from '../model/network';
import { OrderView } from '../model/orderView';
import type { DestinationSchedules, SlotInstants } from '../model/schedule';
import type { Order, OrderLine } from '../model/types';
import { daysLate } from '../model/units';
import type { Facts } from '../rules/condition';
import type { Quantities } from '../rules/factors';
import {
  addLineRules,
  addStockCosts,
  type EachPlace,
  hasLineRules,
  type LinePairs,
  type NodeList,
} from '../rules/lineRules';
import type { RuleSet } from '../rules/ruleSet';
import type { Arena } from '../sourcing/arena';
import type { Bundle } from '../sourcing/bundles';
import type { DatedColumns, DestinationColumns } from '../sourcing/columns';
import { whyNotFits } from '../sourcing/fits';
import type { DeliveryGroup } from '../sourcing/groups';
import { unfilledMilli } from '../sourcing/prices';
import type { BundleParts } from '../sourcing/problem';
import type { NodeRoom } from '../sourcing/room';
import type { BundleRows } from '../sourcing/rows';

const MOST_UNIT_DAYS = 2 ** 31 - 1;

export function factsOf(order: Order, group: DeliveryGroup): Facts {
  const { destination } = group;
  return {
    order: new OrderView(order, group),
    destination,
    line: undefined,
    node: 0,
    service: 0,
    distanceKm: undefined,
  };
}

/** What nodes still take of an order released at this instant, on the local day that each starts it. */
export function roomAt({ compiled, ledger }: Desk, release: number): NodeRoom {
  return ledger.room(compiled.days === null ? null : compiled.days.at(release));
}

/** node → 1: not online at the instant, in epoch ms; null: all are. */
export function offlineAt({ offline, nodes }: NetworkIndex, asOf: number): Uint8Array | null {
  let answer: Uint8Array | null = null;
  for (const { node, from, until } of offline) {
    if (asOf < from || asOf >= until) continue;
    answer ??= new Uint8Array(nodes.length);
    answer[node] = 1;
  }
  return answer;
}

/**
 * The destination's usable sources, without nodes that are offline for a time, that the order excludes or that take no more.
 * @param asOf epoch ms
 * @param dayFull node → 1: the day on which it would start takes nothing; null: none is, or another day may do
 */
export function usableSources(
  { compiled, ledger, arena }: Desk,
  order: Order,
  { columns }: DatedColumns,
  asOf: number,
  dayFull: Uint8Array | null,
): Uint8Array {
  const { index } = compiled;
  const offline = offlineAt(index, asOf);
  const isLimited = index.hasCapacity || dayFull !== null || offline !== null;
  if (order.excludedNodes === undefined && order.pinnedNodes === undefined && !isLimited) return columns.usable;
  let { usable } = columns;
  const out = new Set(order.excludedNodes);
  const pinned = order.pinnedNodes === undefined ? undefined : new Set(order.pinnedNodes);
  index.nodes.forEach(({ id }, node) => {
    const isFull = ledger.capacity[node] <= 0 || dayFull?.[node] === 1;
    if (!isFull && offline?.[node] !== 1 && !out.has(id) && (pinned === undefined || pinned.has(id))) return;
    if (usable === columns.usable) usable = copyOf(usable, arena);
    usable.fill(0, index.nodeSourceStart[node], index.nodeSourceStart[node + 1]);
  });
  return usable;
}

/** A delivery group of an order, with everything that does not depend on the line. */
export interface GroupScene {
  /** Place in the order's groups. */
  readonly place: number;
  /** Deliveries are in ms after this, which is epoch ms. */
  readonly origin: number;
  readonly group: DeliveryGroup;
  /** When it is collected; undefined: whenever it is ready, or it is shipped. */
  readonly slot: SlotInstants | undefined;
  readonly facts: Facts;
  readonly destination: DestinationColumns;
  /** Those of the slot: what misses it has a delivery of NaN. */
  readonly schedules: DestinationSchedules;
  readonly dated: DatedColumns;
  readonly usable: Uint8Array;
  /** What prices may depend on. */
  readonly quantities: Quantities;
}

/**
 * Everything about a line of the problem: who may serve it, and what it costs there beyond the destination's columns.
 * @param isDated the scene's deliveries are those of all that could be opened; else what is too late is not yet taken away
 */
export function bundleParts(
  compiled: Compiled,
  scene: GroupScene,
  bundle: Bundle,
  rows: BundleRows,
  arena: Arena,
  isDated: boolean,
): BundleParts {
  const { index, rules } = compiled;
  const { facts, place, group, destination, dated, usable, origin, quantities } = scene;
  const { metres } = destination;
  const newColumn = () => arena.floats();
  const needs = bundle.members.map((line) => needByOf(line, group, facts.order));
  const prices = bundle.members.map((line) => unfilledMilli(line, rules.document));
  let pairs: LinePairs | null = null;
  bundle.members.forEach((line, member) => {
    const needsTransit = rules.needsLateness && needs[member] !== Number.POSITIVE_INFINITY && dated.hasUnknownDelivery;
    const unfit = unfitOffers(destination, line);
    const ruled = hasLineRules(rules, line);
    const last = isDated ? lastDelivery(rules, [needs[member]]) : Number.POSITIVE_INFINITY;
    const isLimited = last !== Number.POSITIVE_INFINITY;
    if (!needsTransit && !isLimited && unfit === null && !ruled) return;
    pairs ??= { mask: copyOf(usable, arena), unitMilli: null, lineMilli: null };
    if (needsTransit) takeAway(pairs.mask, dated.columns.delivery, (delivery) => Number.isNaN(delivery));
    if (isLimited) takeAway(pairs.mask, dated.columns.delivery, (delivery) => !(delivery + origin <= last));
    if (unfit !== null) takeAway(pairs.mask, destination.offer, (offer) => offer >= 0 && unfit[offer] === 1);
    const quantity = bundle.whole ? line.quantity : 1;
    if (ruled) addLineRules(rules, index, facts, line, quantity, rows.nodes, metres, pairs, quantities, newColumn);
  });
  // Where starts differ, so may the stock that prices read: then they come by departure.
  if (isDated && pairs !== null)
    addStockPrices(compiled, scene, bundle, pairs, eachSourceAt(compiled, rows.nodes), newColumn);
  const { mask, unitMilli, lineMilli } = pairs ?? NO_PAIRS;
  const lateDays = hasSeveralDates(needs)
    ? bundleLateDays(bundle, needs, dated.columns.delivery, origin, arena.ints())
    : null;
  return { bundle, group: place, rows, mask, unitMilli, lineMilli, lateDays, unfilledMilli: prices, needs };
}

/** Adds what rules charge that read the stock. */
export function addStockPrices(
  { index, rules }: Compiled,
  { facts, destination, quantities }: GroupScene,
  bundle: Bundle,
  pairs: LinePairs,
  eachPlace: EachPlace,
  newColumn: () => Float64Array,
): void {
  if (rules.stockCosts.length === 0) return;
  const { metres } = destination;
  for (const line of bundle.members) {
    const quantity = bundle.whole ? line.quantity : 1;
    addStockCosts(rules, index, facts, line, quantity, metres, eachPlace, pairs, quantities, newColumn);
  }
}

/** The sources of nodes. Every start finds the same stock there. */
function eachSourceAt({ index: { nodeSourceStart } }: Compiled, { node, start, end }: NodeList): EachPlace {
  return (take) => {
    for (let entry = start; entry < end; entry += 1) {
      const last = nodeSourceStart[node[entry] + 1];
      for (let source = nodeSourceStart[node[entry]]; source < last; source += 1)
        take(source, source, Number.POSITIVE_INFINITY);
    }
  };
}

const NO_PAIRS: { mask: Uint8Array | null } & Omit<LinePairs, 'mask'> = {
  mask: null,
  unitMilli: null,
  lineMilli: null,
};

/** The last delivery that the rules allow, in epoch ms; Infinity = any. */
export function lastDelivery({ document }: RuleSet, needs: readonly number[]): number {
  return document.lateness?.forbid === true ? Math.min(...needs) : Number.POSITIVE_INFINITY;
}

/** Epoch ms; Infinity = never late. */
export function needByOf(
  line: OrderLine,
  group: DeliveryGroup,
  order: { readonly needBy?: string | undefined },
): number {
  const needBy = line.needBy ?? group.needBy ?? order.needBy;
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
function unfitOffers({ offers, fitting }: DestinationColumns, line: OrderLine): Uint8Array | null {
  let unfit: Uint8Array | null = null;
  for (const { offer, places } of fitting) {
    if (whyNotFits(offer, line) === undefined) continue;
    unfit ??= new Uint8Array(offers.length);
    for (const place of places) unfit[place] = 1;
  }
  return unfit;
}

export function hasSeveralDates(needs: readonly number[]): boolean {
  return needs.some((need) => need !== needs[0]);
}

/**
 * Unit-days late of a bundle whose members need different dates. Index: as `delivery`, which is in ms after `origin`; `days`, the answer,
 * is given zeroed.
 */
export function bundleLateDays(
  { members }: Bundle,
  needs: readonly number[],
  delivery: Float64Array,
  origin: number,
  days: Int32Array,
): Int32Array {
  members.forEach((line, member) => {
    for (let source = 0; source < days.length; source += 1) {
      const unitDays = days[source] + line.quantity * daysLate(delivery[source], needs[member] - origin);
      if (unitDays > MOST_UNIT_DAYS) throw new LimitError('unitDays', 'order: quantity × days late is more than 2^31.');
      days[source] = unitDays;
    }
  });
  return days;
}
