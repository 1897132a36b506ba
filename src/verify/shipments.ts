/** Each shipment on its own: its ids, whether it may be, its instants, distance, weight and cost. */

import type { Plan, Shipment } from '../model/types';
import { MS_PER_DAY } from '../model/units';
import { checkCost, type Load, shipmentTerms, type Terms, weightGrams } from './costs';
import { isOffered, whyIneligible } from './eligibility';
import {
  type Facts,
  factsOf,
  factsOfLine,
  type Line,
  type NodeInput,
  needByOf,
  nodeOf,
  type OrderFacts,
  type ServiceInput,
} from './facts';
import { type Freight, freightOf } from './freight';
import { isOf } from './groups';
import { checkTimes, type Times, type Timing, timesOf } from './times';
import { knownMetres } from './travel';
import { type Findings, type Path, show } from './violations';

/** A shipment with its ids looked up. What is not known is undefined, and a violation says so. */
export interface Judged {
  readonly path: Path;
  readonly nodeId: string;
  readonly node: NodeInput | undefined;
  /** Of its delivery group. */
  readonly facts: Facts | undefined;
  /** Epoch ms: the right one, or what it says where nothing is right. */
  readonly start: number;
  readonly times: Times | undefined;
  /** Lines that the order has. */
  readonly loads: readonly Load[];
  /** What it costs; undefined: not to be said. */
  readonly terms: Terms | undefined;
}

export function judgeShipments(facts: OrderFacts, plan: Plan, found: Findings): Judged[] {
  return plan.shipments.map((shipment, place) => judgeShipment(facts, shipment, ['shipments', place], found));
}

function judgeShipment(order: OrderFacts, shipment: Shipment, path: Path, found: Findings): Judged {
  const node = nodeOf(order, shipment.node);
  const service = order.services.get(shipment.service);
  if (node === undefined) found.add('unknown-id', [...path, 'node'], `says ${show(shipment.node)}, no node's id`);
  if (service === undefined)
    found.add('unknown-id', [...path, 'service'], `says ${show(shipment.service)}, no service's id`);
  if (shipment.lines.length === 0)
    found.add('empty-shipment', [...path, 'lines'], 'carries 0 lines, must carry at least 1');
  const facts = groupFacts(order, shipment, path, found);
  const start = Date.parse(shipment.start);
  const lines = shipment.lines.flatMap(({ line }) => order.lines.get(line) ?? []);
  if (node === undefined || service === undefined || facts === undefined) {
    const loads = readLoads(order, shipment, path, undefined, found);
    checkWeight(shipment, path, loads, found);
    return { path, nodeId: shipment.node, node, facts, start, times: undefined, loads, terms: undefined };
  }
  const timing = isOffered(facts, node, service) ? timesOf(facts, node, service, lines, shipment) : undefined;
  const times = timing === undefined || 'why' in timing ? undefined : timing.times;
  const loads = readLoads(order, shipment, path, times?.delivery, found);
  checkWeight(shipment, path, loads, found);
  checkLateDays(shipment, path, loads, found);
  checkEligible(facts, shipment, path, node, service, timing, found);
  if (times !== undefined) checkTimes(facts, times, shipment, path, found);
  found.same('distance', [...path, 'distanceMetres'], shipment.distanceMetres, knownMetres(facts, node) ?? null);
  const terms = checkPrice(facts, shipment, path, node, service, loads, times?.start ?? start, found);
  return { path, nodeId: shipment.node, node, facts, start: times?.start ?? start, times, loads, terms };
}

/** What is known of its delivery group: the one that it names, or the only one of an order without groups. */
function groupFacts(order: OrderFacts, { group }: Shipment, path: Path, found: Findings): Facts | undefined {
  const facts = factsOf(order, group);
  if (facts !== undefined) return facts;
  const at = [...path, 'group'];
  if (group === undefined) found.add('delivery-group', at, 'is missing, and the order has delivery groups');
  else if (order.order.deliveryGroups === undefined)
    found.add('delivery-group', at, `says ${show(group)}, and the order has no delivery groups`);
  else found.add('unknown-id', at, `says ${show(group)}, no delivery group of the order`);
  return undefined;
}

/** Of a shipment with lines that the order does not have, nobody can say what it should cost. */
function checkPrice(
  facts: Facts,
  shipment: Shipment,
  path: Path,
  node: NodeInput,
  service: ServiceInput,
  loads: readonly Load[],
  start: number,
  found: Findings,
): Terms | undefined {
  const freight = freightOf(facts, node, service, loads);
  const terms = shipmentTerms(facts, node, service, loads, start, freight);
  if (loads.length < shipment.lines.length) return terms;
  checkParcels(shipment, path, freight, found);
  if (terms !== undefined) checkCost(found, [...path, 'cost'], shipment.cost, terms);
  return terms;
}

function readLoads(
  facts: OrderFacts,
  { lines }: Shipment,
  path: Path,
  delivery: number | undefined,
  found: Findings,
): Load[] {
  return lines.flatMap(({ line: id, sku, quantity }, place) => {
    const line = facts.lines.get(id);
    const at = [...path, 'lines', place];
    if (line === undefined) {
      found.add('unknown-id', [...at, 'line'], `says ${show(id)}, no line of the order`);
      return [];
    }
    found.same('sku', [...at, 'sku'], sku, line.sku, 'the order line');
    const own = factsOfLine(facts, line);
    return [{ line, quantity, lateDays: own === undefined ? 0 : daysLate(own, line, delivery) }];
  });
}

/** Begun days count whole. Never late without a need-by, or where nobody knows when it arrives. */
function daysLate(facts: Facts, line: Line, delivery: number | undefined): number {
  const needBy = needByOf(facts, line);
  if (needBy === undefined || delivery === undefined) return 0;
  return Math.ceil(Math.max(0, delivery - needBy) / MS_PER_DAY);
}

function checkLateDays({ lines }: Shipment, path: Path, loads: readonly Load[], found: Findings): void {
  lines.forEach(({ line: id, lateDays }, place) => {
    const load = loads.find(({ line }) => line.id === id);
    if (load !== undefined) found.same('late-days', [...path, 'lines', place, 'lateDays'], lateDays, load.lateDays);
  });
}

function checkWeight(shipment: Shipment, path: Path, loads: readonly Load[], found: Findings): void {
  if (loads.length < shipment.lines.length) return;
  const grams = weightGrams(loads);
  const said = shipment.weightGrams === null ? null : BigInt(shipment.weightGrams);
  found.same('weight', [...path, 'weightGrams'], said, grams ?? null, grams === undefined ? 'a weight is unknown' : '');
}

function checkParcels({ parcels }: Shipment, path: Path, freight: Freight | undefined, found: Findings): void {
  if (freight === undefined) return;
  found.same('parcels', [...path, 'parcels'], BigInt(parcels), freight.parcels, `the cheapest, at ${freight.price}`);
}

function checkEligible(
  facts: Facts,
  { lines }: Shipment,
  path: Path,
  node: NodeInput,
  service: ServiceInput,
  timing: Timing | undefined,
  found: Findings,
): void {
  lines.forEach(({ line: id }, place) => {
    const line = facts.lines.get(id);
    if (line === undefined) return;
    const at = [...path, 'lines', place];
    if (!isOf(facts.group, line)) {
      const right = line.deliveryGroup === undefined ? 'none' : show(line.deliveryGroup);
      found.add(
        'delivery-group',
        at,
        `ships line ${show(id)} for ${show(facts.group.id)}, its delivery group is ${right}`,
      );
    }
    const reasons = whyIneligible(facts, line, node, service, timing);
    if (reasons.length === 0) return;
    const what = `ships line ${show(id)} from ${show(node.id)} by ${show(service.id)}, which may not be: ${reasons.join('; ')}`;
    found.add('ineligible', at, what);
  });
}
