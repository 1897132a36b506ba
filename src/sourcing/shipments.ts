import type { NetworkIndex } from '../model/network';
import type { DestinationSchedules } from '../model/schedule';
import type { Booking, Order, OrderLine, Plan, Shipment } from '../model/types';
import { compareIds, daysLate, instant, toMilli } from '../model/units';
import type { Assignment, Problem } from '../splitting/problem';
import { compareBookings, slotKey } from './bookings';
import type { DestinationColumns } from './columns';
import { type CostMilli, showCost } from './cost';
import type { Departure } from './departures';
import { UNKNOWN } from './distance';
import type { DeliveryGroup } from './groups';
import type { BundleParts } from './problem';
import { needsOf } from './rows';

/** What one departure ships: parts of the answer, still in numbers. */
export interface Load {
  /** Source of the problem. */
  readonly place: number;
  readonly departure: Departure;
  readonly parts: Assignment['parts'][number][];
}

/** The answer by source, ascending: that is the order of (node, service, start). */
export function groupBySource(parts: Assignment['parts'], departureOf: (source: number) => Departure): Load[] {
  const loads = new Map<number, Load>();
  for (const part of parts) {
    const known = loads.get(part.source);
    if (known !== undefined) known.parts.push(part);
    else loads.set(part.source, { place: part.source, departure: departureOf(part.source), parts: [part] });
  }
  return [...loads.values()].sort((a, b) => a.place - b.place);
}

/** An order line in a shipment. */
interface ShippedLine {
  readonly line: OrderLine;
  readonly quantity: number;
  readonly lateDays: number;
}

export interface MadeShipment {
  readonly shipment: Shipment;
  readonly cost: CostMilli;
}

/** What shipments are written from. */
export interface Written {
  readonly order: Order;
  /** By delivery group. */
  readonly scenes: readonly {
    readonly group: DeliveryGroup;
    readonly destination: DestinationColumns;
    readonly schedules: DestinationSchedules;
  }[];
  readonly bundles: readonly BundleParts[];
}

/** Ids and instants again, at exactly the price that the search compared. */
export function makeShipment(
  index: NetworkIndex,
  problem: Problem,
  { scenes, bundles }: Written,
  load: Load,
  { parcels, freightMilli }: Assignment['shipments'][number],
): MadeShipment {
  const { source, group: place, release, minutes } = load.departure;
  const { group, destination, schedules } = scenes[place];
  const { start, ready, handOver, delivery } = schedules.of(source, release, minutes);
  const lines = shippedLines(bundles, load, delivery);
  const cost = shipmentCost(index, problem, destination, load, lines, freightMilli);
  const metres = destination.shownMetres[index.sourceNode[source]];
  const shipment: Shipment = {
    ...(group.id === undefined ? {} : { group: group.id }),
    node: index.nodes[index.sourceNode[source]].id,
    service: index.services[index.sourceService[source]].id,
    start: instant(start),
    ready: instant(ready),
    handOver: instant(handOver),
    delivery: Number.isNaN(delivery) ? null : instant(delivery),
    distanceMetres: metres === UNKNOWN ? null : metres,
    parcels,
    weightGrams: weightOf(lines),
    lines: lines.map(({ line, quantity, lateDays }) => ({ line: line.id, sku: line.sku, quantity, lateDays })),
    cost: showCost(cost),
  };
  return { shipment, cost };
}

/** What the node has to do for a shipment: pick so many units of SKUs (parts of kits), and hand it over. */
export function makeWorkItem(
  index: NetworkIndex,
  { order }: Written,
  { departure }: Load,
  { group, node, service, start, ready, handOver, lines }: Shipment,
): Plan['workItems'][number] {
  const hasPickUps = index.sourcePickUps[departure.source] !== undefined;
  const lineOf = new Map(order.lines.map((line) => [line.id, line]));
  return {
    ...(group === undefined ? {} : { group }),
    node,
    service,
    start,
    pickBy: hasPickUps ? handOver : ready,
    handOver,
    lines: lines.map(({ line, sku, quantity }) => ({
      line,
      sku,
      quantity,
      picks: picksOf(lineOf.get(line) as OrderLine, quantity),
    })),
  };
}

/** What so many units of a line take from the stock, by SKU. */
function picksOf(line: OrderLine, quantity: number): { sku: string; units: number }[] {
  const picks = needsOf(line).map(({ sku, units }) => ({ sku, units: units * quantity }));
  return picks.sort((a, b) => compareIds(a.sku, b.sku));
}

function shippedLines(bundles: readonly BundleParts[], load: Load, delivery: number): ShippedLine[] {
  const lines: ShippedLine[] = [];
  for (const { line: place, units } of load.parts) {
    const { bundle, needs } = bundles[place];
    bundle.members.forEach((line, member) => {
      const quantity = bundle.whole ? line.quantity : units;
      lines.push({ line, quantity, lateDays: daysLate(delivery, needs[member]) });
    });
  }
  return lines.sort((a, b) => compareIds(a.line.id, b.line.id));
}

function weightOf(lines: readonly ShippedLine[]): number | null {
  let grams = 0;
  for (const { line, quantity } of lines) {
    if (line.weightGrams === undefined) return null;
    grams += line.weightGrams * quantity;
  }
  return grams;
}

function shipmentCost(
  index: NetworkIndex,
  problem: Problem,
  { columns, base }: DestinationColumns,
  { place, departure: { source }, parts }: Load,
  lines: readonly ShippedLine[],
  freightMilli: number,
): CostMilli {
  let units = 0;
  let grams = 0;
  let lateUnitDays = 0;
  for (const { line, quantity, lateDays } of lines) {
    units += quantity;
    grams += quantity * (line.weightGrams ?? 0);
    lateUnitDays += quantity * lateDays;
  }
  const { handling } = index.nodes[index.sourceNode[source]];
  const perShipment = toMilli(handling?.perShipment ?? 0);
  const perLine = toMilli(handling?.perLine ?? 0);
  const perUnit = toMilli(handling?.perUnit ?? 0);
  // The columns hold rates, handling, procurement and rules together; what is none of the first three is rules.
  const perUnitProcured = index.sourceProcurement[source];
  let rules = columns.open[source] - base[source] - perShipment;
  rules += lines.length * (columns.line[source] - perLine);
  rules += units * (columns.unit[source] - perUnit - perUnitProcured);
  for (const { line, units: each } of parts) {
    const { unitMilli, lineMilli } = problem.lines[line];
    if (unitMilli !== null) rules += unitMilli[place] * each;
    if (lineMilli !== null) rules += lineMilli[place];
  }
  return {
    shipping: base[source] + columns.gram[source] * grams + freightMilli,
    handling: perShipment + lines.length * perLine + units * perUnit,
    procurement: units * perUnitProcured,
    lateness: problem.lateMilli * lateUnitDays,
    rules,
    split: 0,
    unfilled: 0,
  };
}

/** The local date at a node: 2026-03-01. */
export type DateAt = (node: number, instant: number) => string;

/**
 * What the plan takes: node × SKU (parts of kits) × start, units of nodes that have a limit, work of the days of nodes that count them, and
 * bookings of slots. Sorted by node, then SKU and start, or day, or slot and date.
 */
export function makeClaims(
  index: NetworkIndex,
  { bundles, scenes, order }: Written,
  loads: readonly Load[],
  dateAt: DateAt,
): Plan['claims'] {
  const claims: Plan['claims'] = { stock: [], capacity: [], days: [] };
  let place = 0;
  while (place < loads.length) {
    const node = index.sourceNode[loads[place].departure.source];
    const ofNode: Load[] = [];
    for (; place < loads.length && index.sourceNode[loads[place].departure.source] === node; place += 1) {
      ofNode.push(loads[place]);
    }
    addNodeClaims(index, bundles, node, ofNode, dateAt, order.channel, claims);
  }
  const slots = slotClaims(index, scenes, loads);
  return slots.length === 0 ? claims : { ...claims, slots };
}

/** One booking for each delivery group that ships something and is collected in a slot. */
function slotClaims({ nodes }: NetworkIndex, scenes: Written['scenes'], loads: readonly Load[]): Booking[] {
  const claims = new Map<string, Booking>();
  const shipping = new Set(loads.map(({ departure }) => departure.group));
  for (const place of shipping) {
    const { slot, pickUpNode } = scenes[place].group;
    if (slot === undefined) continue;
    const at = { node: pickUpNode, slot: slot.id, date: slot.date };
    const bookings = 1 + (claims.get(slotKey(at))?.bookings ?? 0);
    claims.set(slotKey(at), { ...at, node: nodes[pickUpNode].id, bookings });
  }
  return [...claims.values()].sort(compareBookings);
}

function addNodeClaims(
  index: NetworkIndex,
  bundles: readonly BundleParts[],
  node: number,
  loads: readonly Load[],
  dateAt: DateAt,
  channel: string | undefined,
  claims: Plan['claims'],
): void {
  const { id, capacityUnits, capacityPerDay } = index.nodes[node];
  const skus = new Map<string, Map<number, number>>();
  const days = new Map<string, Plan['claims']['days'][number]>();
  let nodeUnits = 0;
  for (const { departure, parts } of loads) {
    const { start } = departure;
    let units = 0;
    let lines = 0;
    for (const part of parts) {
      units += addClaims(bundles[part.line].bundle, part.units, start, skus);
      lines += bundles[part.line].bundle.members.length;
    }
    nodeUnits += units;
    if (capacityPerDay === undefined) continue;
    const day = dateAt(node, start);
    const before = days.get(day) ?? { node: id, day, orders: 1, shipments: 0, lines: 0, units: 0 };
    days.set(day, {
      ...before,
      shipments: before.shipments + 1,
      lines: before.lines + lines,
      units: before.units + units,
    });
  }
  for (const [sku, starts] of [...skus].sort(([a], [b]) => compareIds(a, b))) {
    for (const [start, units] of [...starts].sort(([a], [b]) => a - b)) {
      claims.stock.push({ node: id, sku, start: instant(start), units, ...(channel === undefined ? {} : { channel }) });
    }
  }
  if (capacityUnits !== undefined) claims.capacity.push({ node: id, units: nodeUnits });
  claims.days.push(...[...days.values()].sort((a, b) => compareIds(a.day, b.day)));
}

/** @returns order units */
function addClaims(
  { members, whole }: BundleParts['bundle'],
  units: number,
  start: number,
  skus: Map<string, Map<number, number>>,
): number {
  let orderUnits = 0;
  for (const line of members) {
    const quantity = whole ? line.quantity : units;
    orderUnits += quantity;
    for (const need of needsOf(line)) {
      const starts = skus.get(need.sku) ?? new Map<number, number>();
      starts.set(start, (starts.get(start) ?? 0) + need.units * quantity);
      skus.set(need.sku, starts);
    }
  }
  return orderUnits;
}
