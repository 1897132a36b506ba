import type { NetworkIndex } from '../model/network';
import type { OrderLine, Plan, Shipment } from '../model/types';
import { compareIds, daysLate, MS_PER_MINUTE, toMilli } from '../model/units';
import type { Assignment, Problem } from '../splitting/problem';
import type { DestinationColumns } from './columns';
import { type CostMilli, showCost } from './cost';
import { UNKNOWN } from './distance';
import type { BundleParts } from './problem';
import type { NodeRoom } from './room';
import { needsOf } from './rows';

/** What one source ships: parts of the answer, still in numbers. */
export interface Load {
  readonly source: number;
  readonly parts: Assignment['parts'][number][];
}

/** The answer by source, ascending: that is the order of (node, service) ids. */
export function groupBySource(parts: Assignment['parts']): Load[] {
  const loads: Load[] = [];
  for (const part of parts) {
    const known = loads.find((load) => load.source === part.source);
    if (known !== undefined) known.parts.push(part);
    else loads.push({ source: part.source, parts: [part] });
  }
  return loads.sort((a, b) => a.source - b.source);
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

/** Ids and instants again, at exactly the price that the search compared. @param start `asOf` as text */
export function makeShipment(
  index: NetworkIndex,
  problem: Problem,
  destination: DestinationColumns,
  bundles: readonly BundleParts[],
  load: Load,
  { parcels, freightMilli }: Assignment['shipments'][number],
  asOf: number,
  start: string,
): MadeShipment {
  const { source } = load;
  const node = index.nodes[index.sourceNode[source]];
  const lines = shippedLines(bundles, load, destination.columns.delivery[source]);
  const cost = shipmentCost(index, problem, destination, bundles, load, lines, freightMilli);
  const metres = destination.shownMetres[index.sourceNode[source]];
  const delivery = destination.columns.delivery[source];
  const shipment: Shipment = {
    node: node.id,
    service: index.services[index.sourceService[source]].id,
    start,
    ready: node.processingMinutes === 0 ? start : instant(asOf + node.processingMinutes * MS_PER_MINUTE),
    delivery: Number.isNaN(delivery) ? null : instant(asOf + delivery),
    distanceMetres: metres === UNKNOWN ? null : metres,
    parcels,
    weightGrams: weightOf(lines),
    lines: lines.map(({ line, quantity, lateDays }) => ({ line: line.id, sku: line.sku, quantity, lateDays })),
    cost: showCost(cost),
  };
  return { shipment, cost };
}

export function instant(ms: number): string {
  return new Date(ms).toISOString();
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
  bundles: readonly BundleParts[],
  { source, parts }: Load,
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
    const { unitMilli, lineMilli } = bundles[line];
    if (unitMilli !== null) rules += unitMilli[source] * each;
    if (lineMilli !== null) rules += lineMilli[source];
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

/**
 * What the plan takes: node × SKU (parts of kits), units of nodes that have a limit, and work of the days of nodes that count them.
 * Sorted by node, then SKU.
 */
export function makeClaims(
  index: NetworkIndex,
  bundles: readonly BundleParts[],
  loads: readonly Load[],
  days: NodeRoom['days'],
  start: string,
): Plan['claims'] {
  const claims: Plan['claims'] = { stock: [], capacity: [], days: [] };
  let place = 0;
  while (place < loads.length) {
    const node = index.sourceNode[loads[place].source];
    const skus = new Map<string, number>();
    let orderUnits = 0;
    let orderLines = 0;
    const first = place;
    for (; place < loads.length && index.sourceNode[loads[place].source] === node; place += 1) {
      for (const { line, units } of loads[place].parts) {
        orderUnits += addClaims(bundles[line].bundle, units, skus);
        orderLines += bundles[line].bundle.members.length;
      }
    }
    const { id } = index.nodes[node];
    for (const [sku, units] of [...skus].sort(([a], [b]) => compareIds(a, b)))
      claims.stock.push({ node: id, sku, start, units });
    if (index.nodes[node].capacityUnits !== undefined) claims.capacity.push({ node: id, units: orderUnits });
    const day = days?.[node];
    if (day === undefined) continue;
    claims.days.push({ node: id, day, orders: 1, shipments: place - first, lines: orderLines, units: orderUnits });
  }
  return claims;
}

/** @returns order units */
function addClaims({ members, whole }: BundleParts['bundle'], units: number, skus: Map<string, number>): number {
  let orderUnits = 0;
  for (const line of members) {
    const quantity = whole ? line.quantity : units;
    orderUnits += quantity;
    for (const need of needsOf(line)) skus.set(need.sku, (skus.get(need.sku) ?? 0) + need.units * quantity);
  }
  return orderUnits;
}
