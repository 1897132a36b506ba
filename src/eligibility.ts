/** The friendly side of eligibility: for a person who asks why a node does not serve a line. */
import type { Desk } from './desk';
import { readPlanOptions } from './input';
import {
  INELIGIBLE_REASONS,
  type IneligibleReason,
  type LineEligibility,
  type ServiceEligibility,
} from './model/reasons';
import type { Order, OrderLine } from './model/types';
import { factsOf, needByOf, roomAt } from './pairs';
import { columnsFor, readCheckedOrder } from './plan';
import { whyRuledOut, whyUnable } from './rules/lineRules';
import type { DestinationColumns } from './sourcing/columns';
import { whyNotFits } from './sourcing/fits';
import type { NodeRoom } from './sourcing/room';
import { unitsByNode } from './sourcing/rows';

interface WhyNot {
  readonly reason: IneligibleReason;
  readonly rule?: string;
}

/** @throws InputError for an order that is wrong */
export function listEligibility(desk: Desk, input: unknown, options: unknown): LineEligibility[] {
  const room = roomAt(desk, Date.parse(readPlanOptions(options).asOf));
  const order = readCheckedOrder(desk.compiled, input);
  const destination = columnsFor(desk.compiled, order);
  return order.lines.map((line) => ({
    line: line.id,
    sku: line.sku,
    nodes: unitsByNode(desk.stock, line).map(({ node, units }) => ({
      node: desk.compiled.index.nodes[node].id,
      units,
      services: listServices(desk, room, order, line, node, destination),
    })),
  }));
}

function listServices(
  desk: Desk,
  room: NodeRoom,
  order: Order,
  line: OrderLine,
  node: number,
  destination: DestinationColumns,
): ServiceEligibility[] {
  const { index } = desk.compiled;
  const forNode = whyNotNode(desk, room, order, line, node);
  const services: ServiceEligibility[] = [];
  if (!index.nodes[node].online) {
    const ids = index.nodes[node].services?.map(({ id }) => id) ?? index.services.map(({ id }) => id);
    return [...ids].sort().map((service) => ({ service, reason: 'offline' as const }));
  }
  for (let source = index.nodeSourceStart[node]; source < index.nodeSourceStart[node + 1]; source += 1) {
    const why = forNode ?? whyNotSource(desk, order, line, source, destination);
    services.push({ service: index.services[index.sourceService[source]].id, ...why });
  }
  return services;
}

function whyNotNode(
  { compiled, ledger }: Desk,
  { dayFull }: NodeRoom,
  order: Order,
  line: OrderLine,
  node: number,
): WhyNot | undefined {
  const { id } = compiled.index.nodes[node];
  if (order.excludedNodes?.includes(id)) return { reason: 'excluded-by-order' };
  if (order.pinnedNodes !== undefined && !order.pinnedNodes.includes(id)) return { reason: 'not-pinned' };
  if (ledger.capacity[node] <= 0) return { reason: 'node-full' };
  if (dayFull?.[node] === 1) return { reason: 'day-full' };
  const reason = whyUnable(compiled.index, line, node);
  return reason === undefined ? undefined : { reason };
}

function whyNotSource(
  { compiled }: Desk,
  order: Order,
  line: OrderLine,
  source: number,
  destination: DestinationColumns,
): WhyNot | undefined {
  const { index, rules } = compiled;
  if (destination.why[source] !== 0) {
    const reason = INELIGIBLE_REASONS[destination.why[source] - 1];
    const filter = rules.filters[destination.excludedBy[source] - 1];
    return reason === 'excluded-by-rule' ? { reason, rule: filter.id } : { reason };
  }
  const { delivery } = destination.columns;
  const unfit = whyNotFits(destination.offers[destination.offer[source]], line);
  if (unfit !== undefined) return { reason: unfit };
  const needsTransit = rules.needsLateness && needByOf(line, order) !== Number.POSITIVE_INFINITY;
  if (needsTransit && Number.isNaN(delivery[source])) return { reason: 'unknown-transit' };
  return whyRuledOut(rules, index, { ...factsOf(order), line }, line, source, destination.metres);
}
