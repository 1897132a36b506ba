import { holds } from './conditions';
import { unpricedRules } from './costs';
import { whyDayIsFull } from './days';
import { type Facts, type Line, type NodeInput, needByOf, needsDate, readable, type ServiceInput } from './facts';
import { whyNoFreight } from './freight';
import { tablePrice } from './prices';
import { whyNotCollected } from './slots';
import type { Timing } from './times';
import { needsMetres, readMetres } from './travel';

/**
 * Every reason why the node's service may not serve the line, as the end of a sentence; none: it may.
 * @param timing undefined: the service is not for this node or group, so that it has no times
 */
export function whyIneligible(
  facts: Facts,
  line: Line,
  node: NodeInput,
  service: ServiceInput,
  timing: Timing | undefined,
): string[] {
  return [
    ...whyNodeIsOut(facts, line, node, service),
    ...whyNotForGroup(facts, node, service),
    ...whyNotCollected(facts),
    ...whyUntimely(facts, line, node, timing),
    ...whyNoFreight(facts, line, node, service),
    ...whyUnknown(facts, line, node, service, timing),
    ...whyFiltered(facts, line, node, service),
  ];
}

/** Whether the node may hand shipments of this group to the service at all. */
export function isOffered(facts: Facts, node: NodeInput, service: ServiceInput): boolean {
  return handsTo(node, service) && whyNotForGroup(facts, node, service).length === 0;
}

function handsTo({ services }: NodeInput, { id }: ServiceInput): boolean {
  return services === undefined || services.some((each) => each.id === id);
}

/** Carriers go to customers, pick-ups stay where they are, transfers go from any other node to where it is collected. */
function whyNotForGroup({ group }: Facts, node: NodeInput, service: ServiceInput): string[] {
  const reasons: string[] = [];
  const kind = group.pickUpNode === undefined ? 'carrier' : group.pickUpNode === node.id ? 'pickUp' : 'transfer';
  if ((service.kind ?? 'carrier') !== kind) reasons.push(`the service is none of kind ${kind}`);
  if (group.level !== undefined && (service.level ?? service.id) !== group.level) {
    reasons.push(`the service is not of the level "${group.level}"`);
  }
  return reasons;
}

function whyUntimely(facts: Facts, line: Line, node: NodeInput, timing: Timing | undefined): string[] {
  if (timing === undefined) return [];
  if ('why' in timing) return [timing.why];
  const { start, delivery } = timing.times;
  const reasons = whyDayIsFull(facts, node, start);
  if (needsDate(facts, line) && delivery === undefined) reasons.push('the transit is unknown');
  const needBy = needByOf(facts, line);
  const isLate = needBy !== undefined && delivery !== undefined && delivery > needBy;
  if (facts.rules.lateness?.forbid === true && isLate) reasons.push('it would be late, which the rules forbid');
  return reasons;
}

function whyNodeIsOut({ order, asOf }: Facts, line: Line, node: NodeInput, service: ServiceInput): string[] {
  const reasons: string[] = [];
  const isAway = (node.offline ?? []).some(({ from, until }) => Date.parse(from) <= asOf && asOf < Date.parse(until));
  if (node.online === false || isAway) reasons.push('the node is offline');
  if (!handsTo(node, service)) reasons.push('the node does not hand to the service');
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

/** What a rule or a level of this pair needs and nobody knows. */
function whyUnknown(
  facts: Facts,
  line: Line,
  node: NodeInput,
  service: ServiceInput,
  timing: Timing | undefined,
): string[] {
  const reasons: string[] = [];
  if (needsMetres(facts) && readMetres(facts, node) === undefined) {
    reasons.push('the distance is unknown, and a rule or a level reads it');
  }
  for (const table of facts.rules.costTables ?? []) {
    if (tablePrice(table, line, node) === undefined) reasons.push(`cost table "${table.id}" has no price`);
  }
  const start = timing !== undefined && 'times' in timing ? timing.times.start : facts.release;
  for (const id of unpricedRules({ facts, node, line, start }, service)) reasons.push(`cost rule "${id}" has no price`);
  return reasons;
}

function whyFiltered(facts: Facts, line: Line, node: NodeInput, service: ServiceInput): string[] {
  const about = readable(facts, node, service, line, readMetres(facts, node));
  const filters = facts.rules.filters ?? [];
  const isOut = ({ exclude, require }: (typeof filters)[number]) =>
    (exclude !== undefined && holds(exclude, about)) || (require !== undefined && !holds(require, about));
  return filters.filter(isOut).map((filter) => `filter "${filter.id}" says no`);
}
