/** Each shipment on its own: its ids, whether it may be, its instants, distance, weight and cost. */

import type { Plan, Shipment } from '../model/types';
import { MS_PER_DAY } from '../model/units';
import { checkCost, type Load, shipmentTerms, type Terms, weightGrams } from './costs';
import { whyIneligible } from './eligibility';
import { type Facts, type Line, type NodeInput, needByOf, nodeOf, type ServiceInput } from './facts';
import { type Freight, freightOf } from './freight';
import { deliveryAt, knownMetres, readyAt } from './travel';
import { type Findings, type Path, show } from './violations';

/** A shipment with its ids looked up. What is not known is undefined, and a violation says so. */
export interface Judged {
  readonly path: Path;
  readonly nodeId: string;
  readonly node: NodeInput | undefined;
  /** Lines that the order has. */
  readonly loads: readonly Load[];
  /** What it costs; undefined: not to be said. */
  readonly terms: Terms | undefined;
}

export function judgeShipments(facts: Facts, plan: Plan, found: Findings): Judged[] {
  return plan.shipments.map((shipment, place) => judgeShipment(facts, shipment, ['shipments', place], found));
}

function judgeShipment(facts: Facts, shipment: Shipment, path: Path, found: Findings): Judged {
  const node = nodeOf(facts, shipment.node);
  const service = facts.services.get(shipment.service);
  if (node === undefined) found.add('unknown-id', [...path, 'node'], `says ${show(shipment.node)}, no node's id`);
  if (service === undefined)
    found.add('unknown-id', [...path, 'service'], `says ${show(shipment.service)}, no service's id`);
  if (shipment.lines.length === 0)
    found.add('empty-shipment', [...path, 'lines'], 'carries 0 lines, must carry at least 1');
  const delivery = node === undefined || service === undefined ? undefined : deliveryAt(facts, node, service);
  const loads = readLoads(facts, shipment, path, delivery, found);
  checkWeight(shipment, path, loads, found);
  if (node === undefined || service === undefined)
    return { path, nodeId: shipment.node, node, loads, terms: undefined };
  checkLateDays(shipment, path, loads, found);
  checkEligible(facts, shipment, path, node, service, found);
  checkTravel(facts, shipment, path, node, delivery, found);
  const freight = freightOf(facts, node, service, loads);
  const terms = shipmentTerms(facts, node, service, loads, freight);
  // Of a shipment with lines that the order does not have, nobody can say what it should cost.
  if (loads.length === shipment.lines.length) {
    checkParcels(shipment, path, freight, found);
    if (terms !== undefined) checkCost(found, [...path, 'cost'], shipment.cost, terms);
  }
  return { path, nodeId: shipment.node, node, loads, terms };
}

function readLoads(
  facts: Facts,
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
    return [{ line, quantity, lateDays: daysLate(facts, line, delivery) }];
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
  found: Findings,
): void {
  lines.forEach(({ line: id }, place) => {
    const line = facts.lines.get(id);
    const reasons = line === undefined ? [] : whyIneligible(facts, line, node, service);
    if (reasons.length === 0) return;
    const what = `ships line ${show(id)} from ${show(node.id)} by ${show(service.id)}, which may not be: ${reasons.join('; ')}`;
    found.add('ineligible', [...path, 'lines', place], what);
  });
}

function checkTravel(
  facts: Facts,
  shipment: Shipment,
  path: Path,
  node: NodeInput,
  delivery: number | undefined,
  found: Findings,
): void {
  checkInstant(found, [...path, 'start'], shipment.start, facts.asOf, 'as of');
  checkInstant(found, [...path, 'ready'], shipment.ready, readyAt(facts, node), 'start + processing');
  checkInstant(found, [...path, 'delivery'], shipment.delivery, delivery, 'ready + transit');
  found.same('distance', [...path, 'distanceMetres'], shipment.distanceMetres, knownMetres(facts, node) ?? null);
}

/** Two ways to write the same instant are equal. @param right epoch ms; undefined = unknown, written null */
export function checkInstant(
  found: Findings,
  path: Path,
  said: string | null,
  right: number | undefined,
  because: string,
): void {
  if ((said === null ? undefined : Date.parse(said)) === right) return;
  found.same('instant', path, said, right === undefined ? null : new Date(right).toISOString(), because);
}
