/** The friendly side of eligibility: for a person who asks why a node does not serve a line. */
import type { Desk, KnownDestination } from './desk';
import { readPlanOptions } from './input';
import {
  INELIGIBLE_REASONS,
  type IneligibleReason,
  type LineEligibility,
  type ServiceEligibility,
} from './model/reasons';
import type { Order, OrderLine } from './model/types';
import { MS_PER_MINUTE } from './model/units';
import { readCheckedOrder } from './preparing/checkedOrder';
import { destinationOf } from './preparing/destinations';
import { factsOf, lastDelivery, needByOf } from './preparing/pairs';
import { supplyOf } from './preparing/protected';
import { quantitiesOf } from './preparing/quantities';
import { nodesHolding, orderStarts } from './preparing/starts';
import { whyRuledOut, whyUnable } from './rules/lineRules';
import { whyNotFits } from './sourcing/fits';
import type { DeliveryGroup } from './sourcing/groups';
import { type Need, needsOf } from './sourcing/rows';
import type { Supply } from './sourcing/supply';

interface WhyNot {
  readonly reason: IneligibleReason;
  readonly rule?: string;
}

/** A line with all that is asked of it. */
interface Question {
  readonly desk: Desk;
  readonly order: Order;
  readonly line: OrderLine;
  readonly group: DeliveryGroup;
  readonly known: KnownDestination;
  readonly supply: Supply;
  /** Epoch ms. */
  readonly release: number;
}

/** @throws InputError for an order that is wrong */
export function listEligibility(desk: Desk, input: unknown, options: unknown): LineEligibility[] {
  const { compiled } = desk;
  const asOf = Date.parse(readPlanOptions(options).asOf);
  const release = asOf + compiled.rules.document.holdMinutes * MS_PER_MINUTE;
  const { order, groups } = readCheckedOrder(compiled, input);
  desk.arena.reset();
  const supply = supplyOf(desk, order, groups);
  return order.lines.map((line) => {
    const group = groups.find(({ id }) => id === line.deliveryGroup) as DeliveryGroup;
    const question = { desk, order, line, group, known: destinationOf(compiled, order, group), supply, release };
    return { line: line.id, sku: line.sku, nodes: listNodes(question) };
  });
}

/** Nodes that hold a unit, or will. */
function listNodes(question: Question): LineEligibility['nodes'] {
  const { desk, line, supply } = question;
  const needs = needsOf(line);
  const skus = needs.map(({ sku }) => sku);
  const nodes = [...nodesHolding(desk, skus)].sort((a, b) => a - b);
  return nodes.flatMap((node) => {
    const ever = (need: Need) => supply.available(node, need.sku, Number.POSITIVE_INFINITY) / need.units;
    const units = Math.floor(Math.min(...needs.map(ever)));
    const { id } = desk.compiled.index.nodes[node];
    return units < 1 ? [] : [{ node: id, units, services: listServices(question, skus, node) }];
  });
}

function listServices(question: Question, skus: readonly string[], node: number): ServiceEligibility[] {
  const { index } = question.desk.compiled;
  if (!index.nodes[node].online) {
    const ids = index.nodes[node].services?.map(({ id }) => id) ?? index.services.map(({ id }) => id);
    return [...ids].sort().map((service) => ({ service, reason: 'offline' as const }));
  }
  const forNode = whyNotNode(question, skus, node);
  const services: ServiceEligibility[] = [];
  for (let source = index.nodeSourceStart[node]; source < index.nodeSourceStart[node + 1]; source += 1) {
    const why = forNode ?? whyNotSource(question, source);
    services.push({ service: index.services[index.sourceService[source]].id, ...why });
  }
  return services;
}

function whyNotNode(
  { desk, order, line, release }: Question,
  skus: readonly string[],
  node: number,
): WhyNot | undefined {
  const { compiled, ledger } = desk;
  const { id } = compiled.index.nodes[node];
  if (order.excludedNodes?.includes(id)) return { reason: 'excluded-by-order' };
  if (order.pinnedNodes !== undefined && !order.pinnedNodes.includes(id)) return { reason: 'not-pinned' };
  if (ledger.capacity[node] <= 0) return { reason: 'node-full' };
  if (Number.isNaN(compiled.schedules.start(node, release))) return { reason: 'closed' };
  if (!orderStarts(desk, order, release, skus, [node]).of.has(node)) return { reason: 'day-full' };
  const reason = whyUnable(compiled.index, line, node);
  return reason === undefined ? undefined : { reason };
}

function whyNotSource({ desk, order, line, group, known, release }: Question, source: number): WhyNot | undefined {
  const { index, rules, processing } = desk.compiled;
  const { columns, schedules } = known;
  if (columns.why[source] !== 0) {
    const reason = INELIGIBLE_REASONS[columns.why[source] - 1];
    const filter = rules.filters[columns.excludedBy[source] - 1];
    if (reason === 'no-price') return { reason, rule: rules.costs[(columns.unpricedBy?.[source] ?? 0) - 1].id };
    return reason === 'excluded-by-rule' ? { reason, rule: filter.id } : { reason };
  }
  const { handOver, delivery } = schedules.of(source, release, processing.of([line])[index.sourceNode[source]]);
  if (Number.isNaN(handOver)) return { reason: 'closed' };
  const unfit = columns.offer[source] < 0 ? undefined : whyNotFits(columns.offers[columns.offer[source]], line);
  if (unfit !== undefined) return { reason: unfit };
  const needsTransit = rules.needsLateness && needByOf(line, group, order) !== Number.POSITIVE_INFINITY;
  if (needsTransit && Number.isNaN(delivery)) return { reason: 'unknown-transit' };
  const last = lastDelivery(rules, [needByOf(line, group, order)]);
  if (last !== Number.POSITIVE_INFINITY && !(delivery <= last)) return { reason: 'too-late' };
  const facts = { ...factsOf(order, group), line };
  const quantities = quantitiesOf(desk, order, release);
  const start = desk.compiled.schedules.start(index.sourceNode[source], release);
  return whyRuledOut(rules, index, facts, line, source, columns.metres, quantities, start);
}
