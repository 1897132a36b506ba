/** A shipment, and every amount of its cost by what it is for. */
import type { CostEntry, ExplainedShipment } from '../model/explanation';
import type { Node, Order, Shipment } from '../model/types';
import { toMilli } from '../model/units';
import type { RuleSet } from '../rules/ruleSet';
import { unfilledMilli } from '../sourcing/prices';
import { entry, sumOf } from './entries';
import { type Cargo, freightCosts } from './freightCosts';
import type { Inquiry } from './inquiry';
import { type LineLoad, ruleCosts } from './ruleCosts';

export function explainShipment(inquiry: Inquiry, shipment: Shipment): ExplainedShipment {
  const { group, node, service, start, ready, handOver, delivery, distanceMetres, parcels, weightGrams, lines } =
    shipment;
  const { rate, costs } = costsOf(inquiry, shipment);
  return {
    ...(group === undefined ? {} : { group }),
    ...{ node, service, start, ready, handOver, delivery, distanceMetres, parcels, weightGrams, lines },
    rate,
    costs,
    costMilli: sumOf(costs),
  };
}

/** Nothing for a shipment from a node, or of a line, that there is not. */
function costsOf({ desk, prepared }: Inquiry, shipment: Shipment): Pick<ExplainedShipment, 'rate' | 'costs'> {
  const { index, rules } = desk.compiled;
  const source = sourceOf(index, shipment);
  const scene = prepared.scenes.find(({ group }) => group.id === shipment.group);
  if (source < 0 || scene === undefined) return { rate: null, costs: [] };
  const { destination, facts, group, quantities } = scene;
  const loads = loadsOf(prepared.order, shipment);
  const freight = freightCosts(destination, group.destination, source, cargoOf(loads));
  const units = loads.reduce((sum, { quantity }) => sum + quantity, 0);
  const late = toMilli(rules.document.lateness?.perUnitDay ?? 0);
  return {
    rate: freight.rate,
    costs: [
      ...freight.costs,
      ...handlingCosts(index.nodes[index.sourceNode[source]], loads),
      ...entry('procurement', 'per-unit', units, index.sourceProcurement[source]),
      ...loads.flatMap(({ line, quantity, lateDays }) =>
        entry('lateness', 'late-unit-days', quantity * lateDays, late, { line: line.id }),
      ),
      ...ruleCosts(
        { rules, index, facts, metres: destination.metres, quantities },
        source,
        Date.parse(shipment.start),
        loads,
      ),
    ],
  };
}

type Index = Inquiry['desk']['compiled']['index'];

/** Of the network; −1: there is none. */
function sourceOf(
  { nodeOfId, nodeSourceStart, sourceService, services }: Index,
  { node: id, service }: Shipment,
): number {
  const node = nodeOfId.get(id);
  if (node === undefined) return -1;
  for (let source = nodeSourceStart[node]; source < nodeSourceStart[node + 1]; source += 1) {
    if (services[sourceService[source]].id === service) return source;
  }
  return -1;
}

function loadsOf({ lines }: Order, shipment: Shipment): LineLoad[] {
  const lineOf = new Map(lines.map((line) => [line.id, line]));
  return shipment.lines.flatMap(({ line: id, quantity, lateDays }) => {
    const line = lineOf.get(id);
    return line === undefined ? [] : [{ line, quantity, lateDays }];
  });
}

function cargoOf(loads: readonly LineLoad[]): Cargo {
  const cargo = { grams: 0, cm3: 0, units: 0, longestMm: 0, heaviestGrams: 0 };
  for (const { line, quantity } of loads) {
    cargo.grams += quantity * (line.weightGrams ?? 0);
    cargo.cm3 += quantity * (line.volumeCm3 ?? 0);
    cargo.units += quantity;
    cargo.longestMm = Math.max(cargo.longestMm, line.longestSideMm ?? 0);
    cargo.heaviestGrams = Math.max(cargo.heaviestGrams, line.weightGrams ?? 0);
  }
  const lines = loads.map(({ line, quantity }) => ({ id: line.id, grams: quantity * (line.weightGrams ?? 0) }));
  return { ...cargo, lines };
}

function handlingCosts({ handling }: Node, loads: readonly LineLoad[]): CostEntry[] {
  if (handling === undefined) return [];
  const { perShipment, perLine, perUnit } = handling;
  return [
    ...entry('handling', 'per-shipment', 1, toMilli(perShipment)),
    ...loads.flatMap(({ line, quantity }) => [
      ...entry('handling', 'per-line', 1, toMilli(perLine), { line: line.id }),
      ...entry('handling', 'per-unit', quantity, toMilli(perUnit), { line: line.id }),
    ]),
  ];
}

/** Milli; 0 where the line has no price for what is not filled. */
export function unfilledCost(order: Order, { document }: RuleSet, left: { line: string; quantity: number }): number {
  const line = order.lines.find(({ id }) => id === left.line);
  const each = line === undefined ? Number.NaN : unfilledMilli(line, document);
  return Number.isNaN(each) ? 0 : each * left.quantity;
}
