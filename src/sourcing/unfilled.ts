/**
 * Why units stay unfilled. Told from the answer: what eligible nodes still hold after this plan, and which policy keeps it
 * there. Nodes that can serve nothing are not looked at, so they add no reason.
 */
import type { NetworkIndex } from '../model/network';
import type { OrderLine, UnfilledLine, UnfilledReason } from '../model/types';
import { compareIds } from '../model/units';
import type { Assignment, Problem } from '../splitting/problem';
import { NO_LIMIT } from './bundles';
import type { BundleParts } from './problem';
import { UNLIMITED } from './room';
import { bundleNeeds, type Need, needsOf } from './rows';
import type { Stock } from './stock';

/** The plan's side of the question. */
interface Situation {
  readonly index: NetworkIndex;
  readonly problem: Problem;
  readonly stock: Stock;
  /** node → SKU → units that this plan draws. */
  readonly drawn: ReadonlyMap<number, ReadonlyMap<string, number>>;
  /** node → what this plan ships from it. */
  readonly shipped: ReadonlyMap<number, NodeWork>;
  readonly parts: Assignment['parts'];
  readonly shipments: number;
  readonly isCostFirst: boolean;
}

interface NodeWork {
  /** Order units. */
  units: number;
  /** Order lines, one in two shipments twice. */
  lines: number;
  readonly sources: Set<number>;
}

/** Lines with unfilled units, by line id, each with at least one reason. */
export function unfilledLines(
  index: NetworkIndex,
  problem: Problem,
  stock: Stock,
  bundles: readonly BundleParts[],
  parts: Assignment['parts'],
  isCostFirst: boolean,
): UnfilledLine[] {
  const left = problem.lines.map((line) => line.units);
  for (const { line, units } of parts) left[line] -= units;
  if (left.every((units) => units === 0)) return [];
  const shipments = new Set(parts.map((part) => part.source)).size;
  const situation = { index, problem, stock, ...drawsOfPlan(index, bundles, parts), parts, shipments, isCostFirst };
  const lines: UnfilledLine[] = [];
  left.forEach((units, place) => {
    if (units === 0) return;
    const { bundle } = bundles[place];
    const carriers = parts.filter((part) => part.line === place).length;
    for (const line of bundle.members) {
      const quantity = bundle.whole ? line.quantity : units;
      lines.push({
        line: line.id,
        sku: line.sku,
        quantity,
        reasons: reasonsFor(situation, bundles, place, line, quantity, carriers),
      });
    }
  });
  return lines.sort((a, b) => compareIds(a.line, b.line));
}

function drawsOfPlan(
  index: NetworkIndex,
  bundles: readonly BundleParts[],
  parts: Assignment['parts'],
): Pick<Situation, 'drawn' | 'shipped'> {
  const drawn = new Map<number, Map<string, number>>();
  const shipped = new Map<number, NodeWork>();
  for (const { line, source, units } of parts) {
    const { bundle } = bundles[line];
    const node = index.sourceNode[source];
    const skus = drawn.get(node) ?? new Map<string, number>();
    for (const need of bundleNeeds(bundle)) skus.set(need.sku, (skus.get(need.sku) ?? 0) + need.units * units);
    drawn.set(node, skus);
    const work = shipped.get(node) ?? { units: 0, lines: 0, sources: new Set() };
    work.units += bundle.whole ? bundle.members.reduce((sum, member) => sum + member.quantity, 0) : units;
    work.lines += bundle.members.length;
    work.sources.add(source);
    shipped.set(node, work);
  }
  return { drawn, shipped };
}

/** @param carriers shipments that carry some of the line */
function reasonsFor(
  situation: Situation,
  bundles: readonly BundleParts[],
  place: number,
  line: OrderLine,
  quantity: number,
  carriers: number,
): UnfilledReason[] {
  const { problem } = situation;
  const { bundle } = bundles[place];
  const reasons: UnfilledReason[] = [];
  const mine = leftOver(situation, bundles, place, needsOf(line), 1);
  if (mine.units < quantity) reasons.push('no-eligible-stock');
  if (problem.shipComplete || (bundle.complete && !bundle.whole && mine.units > 0)) reasons.push('ship-complete');
  if (mine.units === 0) return reasons;
  const whole = bundle.whole
    ? leftOver(situation, bundles, place, bundleNeeds(bundle), problem.lines[place].weight)
    : mine;
  if (bundle.whole && whole.units === 0 && bundle.members.length > 1) reasons.push('ship-together');
  else if (bundle.whole && whole.units === 0 && mine.units >= quantity) reasons.push('no-split');
  if (whole.unitsWithinCapacity < Math.min(whole.units, bundle.whole ? 1 : quantity)) reasons.push('capacity');
  if (isShipmentBound(situation, place, carriers)) reasons.push('max-shipments');
  if (reasons.length > 0) return reasons;
  return [situation.isCostFirst ? 'dearer-than-unfilled' : 'search-budget'];
}

function isShipmentBound({ problem, shipments }: Situation, place: number, carriers: number): boolean {
  const { maxShipments } = problem.lines[place];
  if (maxShipments !== NO_LIMIT && carriers === maxShipments) return true;
  if (problem.maxShipments === NO_LIMIT) return false;
  return shipments === problem.maxShipments || (problem.shipComplete && shipments === 0);
}

/** What eligible nodes could still give after this plan, without and with their capacity. @param weight order units in one unit */
function leftOver(
  situation: Situation,
  bundles: readonly BundleParts[],
  place: number,
  needs: readonly Need[],
  weight: number,
): { units: number; unitsWithinCapacity: number } {
  const { index, problem, stock, drawn, shipped } = situation;
  const { rows, mask } = bundles[place];
  const answer = { units: 0, unitsWithinCapacity: 0 };
  const { node: nodes, start, end } = rows.nodes;
  for (let entry = start; entry < end; entry += 1) {
    const node = nodes[entry];
    if (!isEligible(index, problem, mask, node)) continue;
    const taken = drawn.get(node);
    let units = Number.MAX_SAFE_INTEGER;
    for (const need of needs) {
      const left = stock.available(node, need.sku) - (taken?.get(need.sku) ?? 0);
      units = Math.min(units, Math.max(0, Math.floor(left / need.units)));
    }
    const capacity = problem.nodeCapacity[node];
    const room = capacity === UNLIMITED ? units : Math.floor((capacity - (shipped.get(node)?.units ?? 0)) / weight);
    answer.units += units;
    if (canCarry(situation, bundles, place, node)) answer.unitsWithinCapacity += Math.min(units, room);
  }
  return answer;
}

/** Whether the node's day has a shipment and a line left for it, or a shipment that carries it already. */
function canCarry(
  { index, problem, shipped, parts }: Situation,
  bundles: readonly BundleParts[],
  place: number,
  node: number,
): boolean {
  const { nodeShipments, nodeLines } = problem;
  if (nodeShipments === null && nodeLines === null) return true;
  if (parts.some(({ line, source }) => line === place && index.sourceNode[source] === node)) return true;
  const { bundle, mask } = bundles[place];
  const work = shipped.get(node);
  if (nodeLines !== null && nodeLines[node] - (work?.lines ?? 0) < bundle.members.length) return false;
  if (nodeShipments === null || nodeShipments[node] > (work?.sources.size ?? 0)) return true;
  return [...(work?.sources ?? [])].some((source) => mask === null || mask[source] === 1);
}

function isEligible(index: NetworkIndex, problem: Problem, mask: Uint8Array | null, node: number): boolean {
  for (let source = index.nodeSourceStart[node]; source < index.nodeSourceStart[node + 1]; source += 1) {
    if (problem.columns.usable[source] === 1 && (mask === null || mask[source] === 1)) return true;
  }
  return false;
}
