import { holds } from './conditions';
import { whyDayIsFull } from './days';
import { type Facts, type Line, type NodeInput, needsDate, readable, type ServiceInput } from './facts';
import { whyNoFreight } from './freight';
import { tablePrice } from './prices';
import { deliveryAt, needsMetres, readMetres } from './travel';

/** Every reason why the node's service may not serve the line, as the end of a sentence; none: it may. */
export function whyIneligible(facts: Facts, line: Line, node: NodeInput, service: ServiceInput): string[] {
  return [
    ...whyNodeIsOut(facts, line, node, service),
    ...whyDayIsFull(facts, node),
    ...whyNoFreight(facts, line, node, service),
    ...whyUnknown(facts, line, node, service),
    ...whyFiltered(facts, line, node, service),
  ];
}

function whyNodeIsOut({ order }: Facts, line: Line, node: NodeInput, service: ServiceInput): string[] {
  const reasons: string[] = [];
  if (node.online === false) reasons.push('the node is offline');
  if (node.services !== undefined && !node.services.some((each) => each.id === service.id)) {
    reasons.push('the node does not hand to the service');
  }
  if (node.capacityUnits !== undefined && node.capacityUnits < 1) reasons.push('the node has no capacity left');
  if (order.excludedNodes?.includes(node.id)) reasons.push('the order excludes the node');
  if (order.pinnedNodes !== undefined && !order.pinnedNodes.includes(node.id)) {
    reasons.push('the order is pinned to other nodes');
  }
  if (line.pinnedNodes !== undefined && !line.pinnedNodes.includes(node.id)) {
    reasons.push('the line is pinned to other nodes');
  }
  for (const word of line.capabilities ?? []) {
    if (!node.capabilities?.includes(word)) reasons.push(`the node lacks the capability "${word}"`);
  }
  return reasons;
}

/** What a rule, a level or a date of this pair needs and nobody knows. */
function whyUnknown(facts: Facts, line: Line, node: NodeInput, service: ServiceInput): string[] {
  const reasons: string[] = [];
  if (needsMetres(facts) && readMetres(facts, node) === undefined) {
    reasons.push('the distance is unknown, and a rule or a level reads it');
  }
  if (needsDate(facts, line) && deliveryAt(facts, node, service) === undefined) reasons.push('the transit is unknown');
  for (const table of facts.rules.costTables ?? []) {
    if (tablePrice(table, line, node) === undefined) reasons.push(`cost table "${table.id}" has no price`);
  }
  return reasons;
}

function whyFiltered(facts: Facts, line: Line, node: NodeInput, service: ServiceInput): string[] {
  const about = readable(facts, node, service, line, readMetres(facts, node));
  const filters = facts.rules.filters ?? [];
  const isOut = ({ exclude, require }: (typeof filters)[number]) =>
    (exclude !== undefined && holds(exclude, about)) || (require !== undefined && !holds(require, about));
  return filters.filter(isOut).map((filter) => `filter "${filter.id}" says no`);
}
