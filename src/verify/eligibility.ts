import { holds } from './conditions';
import { type Facts, type Line, type NodeInput, needsDate, readable, type ServiceInput } from './facts';
import { tablePrice } from './prices';
import { bandAt, deliveryAt, needsMetres, rateBands, readMetres } from './travel';

/** Every reason why the node's service may not serve the line, as the end of a sentence; none: it may. */
export function whyIneligible(facts: Facts, line: Line, node: NodeInput, service: ServiceInput): string[] {
  return [
    ...whyNodeIsOut(facts, line, node, service),
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

/** What a price, a rule or a date of this pair needs and nobody knows. */
function whyUnknown(facts: Facts, line: Line, node: NodeInput, service: ServiceInput): string[] {
  const reasons: string[] = [];
  const metres = readMetres(facts, node);
  const band = bandAt(rateBands(facts, node, service), metres);
  if (metres === undefined && needsMetres(facts, node, service)) reasons.push('the distance is unknown');
  else if (band === undefined) reasons.push(`no band of the rate card reaches ${metres} m`);
  if ((band?.perKg ?? 0) > 0 && line.weightGrams === undefined) reasons.push('the weight is unknown');
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
