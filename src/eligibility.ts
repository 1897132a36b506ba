/** The friendly side of eligibility: for a person who asks why a node does not serve a line. */
import type { Desk, KnownDestination, PlannerState } from './desk';
import { readPlanOptions } from './input';
import {
  INELIGIBLE_REASONS,
  type IneligibleReason,
  type LineEligibility,
  type ServiceEligibility,
} from './model/reasons';
import type { SlotInstants } from './model/schedule';
import type { Order, OrderLine } from './model/types';
import { MS_PER_MINUTE } from './model/units';
import { type CheckedOrder, openOrder } from './preparing/checkedOrder';
import { destinationOf } from './preparing/destinations';
import { releaseAt } from './preparing/overrides';
import { factsOf, lastDelivery, needByOf, offlineAt } from './preparing/pairs';
import { supplyOf } from './preparing/protected';
import { quantitiesOf } from './preparing/quantities';
import { slotOf, whyNotCollected } from './preparing/slots';
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
export interface Question {
  readonly desk: Desk;
  readonly order: Order;
  readonly line: OrderLine;
  readonly group: DeliveryGroup;
  readonly known: KnownDestination;
  readonly supply: Supply;
  /** Epoch ms. */
  readonly asOf: number;
  /** node → epoch ms. */
  readonly releaseOf: (node: number) => number;
  /** When it is collected; undefined: whenever it is ready, or it is shipped. */
  readonly slot: SlotInstants | undefined;
  /** Why nothing of the group may be collected. */
  readonly whyNone: IneligibleReason | undefined;
}

/** @throws InputError for an order that is wrong */
export function listEligibility(state: PlannerState, input: unknown, options: unknown): LineEligibility[] {
  const { asOf, budget, overrides } = readPlanOptions(options);
  const ask = { asOf: Date.parse(asOf), budget, overrides };
  const { desk, checked } = openOrder(state, input, ask);
  desk.arena.reset();
  const supply = supplyOf(desk, checked.order, checked.groups);
  return checked.order.lines.map((line) => {
    return { line: line.id, sku: line.sku, nodes: listNodes(questionOf(desk, checked, line, ask.asOf, supply)) };
  });
}

/** @param asOf epoch ms; @param supply the stock as the order may draw on it */
export function questionOf(
  desk: Desk,
  { order, groups, pauses }: CheckedOrder,
  line: OrderLine,
  asOf: number,
  supply: Supply,
): Question {
  const { compiled } = desk;
  const release = asOf + compiled.rules.document.holdMinutes * MS_PER_MINUTE;
  const place = groups.findIndex(({ id }) => id === line.deliveryGroup);
  const group = groups[place];
  return {
    desk,
    order,
    line,
    group,
    known: destinationOf(compiled, order, group),
    supply,
    asOf,
    releaseOf: releaseAt(release, pauses),
    slot: slotOf(compiled, group),
    whyNone: whyNotCollected(desk, groups, place, asOf),
  };
}

/** Nodes that hold a unit, or will. */
function listNodes(question: Question): LineEligibility['nodes'] {
  const { desk, line, supply } = question;
  const needs = needsOf(line);
  const skus = needs.map(({ sku }) => sku);
  const nodes = [...nodesHolding(desk, skus)].sort((a, b) => a - b);
  return nodes.flatMap((node) => {
    const units = unitsEver(supply, needs, node);
    const { id } = desk.compiled.index.nodes[node];
    return units < 1 ? [] : [{ node: id, units, services: listServices(question, skus, node) }];
  });
}

/** How often the node can give all of this, whenever it is asked. */
export function unitsEver(supply: Supply, needs: readonly Need[], node: number): number {
  const ever = ({ sku, units }: Need) => supply.available(node, sku, Number.POSITIVE_INFINITY) / units;
  return Math.floor(Math.min(...needs.map(ever)));
}

/** The node's services for the line, in code-unit order. @param skus what the line draws on */
export function listServices(question: Question, skus: readonly string[], node: number): ServiceEligibility[] {
  const { index } = question.desk.compiled;
  if (!index.nodes[node].online) {
    const ids = index.nodes[node].services?.map(({ id }) => id) ?? index.services.map(({ id }) => id);
    return [...ids].sort().map((service) => ({ service, reason: 'offline' as const }));
  }
  const isOffline = offlineAt(index, question.asOf)?.[node] === 1;
  const forNode = isOffline ? { reason: 'offline' as const } : whyNotNode(question, skus, node);
  const services: ServiceEligibility[] = [];
  for (let source = index.nodeSourceStart[node]; source < index.nodeSourceStart[node + 1]; source += 1) {
    const why = forNode ?? whyNotSource(question, source);
    services.push({ service: index.services[index.sourceService[source]].id, ...why });
  }
  return services;
}

function whyNotNode(
  { desk, order, line, releaseOf }: Question,
  skus: readonly string[],
  node: number,
): WhyNot | undefined {
  const { compiled, ledger } = desk;
  const { id } = compiled.index.nodes[node];
  if (order.excludedNodes?.includes(id)) return { reason: 'excluded-by-order' };
  if (order.pinnedNodes !== undefined && !order.pinnedNodes.includes(id)) return { reason: 'not-pinned' };
  if (ledger.capacity[node] <= 0) return { reason: 'node-full' };
  if (Number.isNaN(compiled.schedules.start(node, releaseOf(node)))) return { reason: 'closed' };
  const isCounted = compiled.index.nodes[node].capacityPerDay !== undefined;
  if (isCounted && !orderStarts(desk, order, releaseOf, skus, [node]).of.has(node)) return { reason: 'day-full' };
  const reason = whyUnable(compiled.index, line, node);
  return reason === undefined ? undefined : { reason };
}

function whyNotSource(question: Question, source: number): WhyNot | undefined {
  const { desk, order, line, group, known, releaseOf, slot } = question;
  const { index, rules, processing } = desk.compiled;
  const { columns, schedules } = known;
  if (columns.why[source] !== 0) {
    const reason = INELIGIBLE_REASONS[columns.why[source] - 1];
    const filter = rules.filters[columns.excludedBy[source] - 1];
    if (reason === 'no-price') return { reason, rule: rules.costs[(columns.unpricedBy?.[source] ?? 0) - 1].id };
    return reason === 'excluded-by-rule' ? { reason, rule: filter.id } : { reason };
  }
  if (question.whyNone !== undefined) return { reason: question.whyNone };
  const node = index.sourceNode[source];
  const { handOver, delivery: ready } = schedules.of(source, releaseOf(node), processing.of([line])[node]);
  if (Number.isNaN(handOver)) return { reason: 'closed' };
  if (slot !== undefined && !(ready <= slot.start))
    return { reason: Number.isNaN(ready) ? 'unknown-transit' : 'misses-slot' };
  const delivery = slot === undefined ? ready : slot.end;
  const unfit = columns.offer[source] < 0 ? undefined : whyNotFits(columns.offers[columns.offer[source]], line);
  if (unfit !== undefined) return { reason: unfit };
  const needsTransit = rules.needsLateness && needByOf(line, group, order) !== Number.POSITIVE_INFINITY;
  if (needsTransit && Number.isNaN(delivery)) return { reason: 'unknown-transit' };
  const last = lastDelivery(rules, [needByOf(line, group, order)]);
  if (last !== Number.POSITIVE_INFINITY && !(delivery <= last)) return { reason: 'too-late' };
  const facts = { ...factsOf(order, group), line };
  const quantities = quantitiesOf(desk, order, releaseOf);
  const start = desk.compiled.schedules.start(node, releaseOf(node));
  return whyRuledOut(rules, index, facts, line, source, columns.metres, quantities, start);
}
