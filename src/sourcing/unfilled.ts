/**
 * Why units stay unfilled. Told from the answer: what eligible nodes still hold after this plan, and which policy keeps it
 * there. Nodes that can serve nothing are not looked at, so they add no reason.
 */
import type { NetworkIndex } from '../model/network';
import type { OrderLine, UnfilledLine, UnfilledReason } from '../model/types';
import { compareIds, MS_PER_DAY } from '../model/units';
import type { Assignment, Problem } from '../splitting/problem';
import { NO_LIMIT } from './bundles';
import type { Departure } from './departures';
import type { DeliveryGroup } from './groups';
import type { BundleParts } from './problem';
import { UNLIMITED } from './room';
import { bundleNeeds, type Need, needsOf } from './rows';
import type { Load } from './shipments';
import type { Supply } from './supply';

/** The plan's side of the question. */
interface Situation extends Written {
  readonly index: NetworkIndex;
  readonly problem: Problem;
  readonly stock: Supply;
  /** node → SKU → units that this plan draws. */
  readonly drawn: ReadonlyMap<number, ReadonlyMap<string, number>>;
  /** node → what this plan ships from it. */
  readonly shipped: ReadonlyMap<number, NodeWork>;
  readonly loads: readonly Load[];
  /** No plan is as good on the first level and better filled. */
  readonly isProven: boolean;
  /** Some plan fills more: a later level gains by it, within the tolerance of the first. */
  readonly isGivenAway: boolean;
}

interface NodeWork {
  /** Order units. */
  units: number;
  /** Order lines, one in two shipments twice. */
  lines: number;
  readonly loads: Load[];
}

/** What lines are read from. */
interface Written {
  readonly departureOf: (source: number) => Departure;
  readonly bundles: readonly BundleParts[];
  /** By delivery group. */
  readonly scenes: readonly { readonly group: DeliveryGroup }[];
}

/** Lines with unfilled units, by line id, each with at least one reason. @param first what is known of the first level */
export function unfilledLines(
  index: NetworkIndex,
  problem: Problem,
  stock: Supply,
  written: Written,
  loads: readonly Load[],
  { value, bound, optimal: isProven }: Assignment['levels'][number],
): UnfilledLine[] {
  const { bundles } = written;
  const left = problem.lines.map((line) => line.units);
  for (const { parts } of loads) for (const { line, units } of parts) left[line] -= units;
  if (left.every((units) => units === 0)) return [];
  const isGivenAway = isProven && value > bound;
  const situation = {
    index,
    problem,
    stock,
    ...written,
    ...drawsOfPlan(index, bundles, loads),
    loads,
    isProven,
    isGivenAway,
  };
  const lines: UnfilledLine[] = [];
  left.forEach((units, place) => {
    if (units === 0) return;
    const { bundle } = bundles[place];
    for (const line of bundle.members) {
      const quantity = bundle.whole ? line.quantity : units;
      lines.push({ line: line.id, sku: line.sku, quantity, reasons: reasonsFor(situation, place, line, quantity) });
    }
  });
  return lines.sort((a, b) => compareIds(a.line, b.line));
}

function drawsOfPlan(
  index: NetworkIndex,
  bundles: readonly BundleParts[],
  loads: readonly Load[],
): Pick<Situation, 'drawn' | 'shipped'> {
  const drawn = new Map<number, Map<string, number>>();
  const shipped = new Map<number, NodeWork>();
  for (const load of loads) {
    const { departure, parts } = load;
    const node = index.sourceNode[departure.source];
    const skus = drawn.get(node) ?? new Map<string, number>();
    const work = shipped.get(node) ?? { units: 0, lines: 0, loads: [] };
    work.loads.push(load);
    for (const { line, units } of parts) {
      const { bundle } = bundles[line];
      for (const need of bundleNeeds(bundle)) skus.set(need.sku, (skus.get(need.sku) ?? 0) + need.units * units);
      work.units += bundle.whole ? bundle.members.reduce((sum, member) => sum + member.quantity, 0) : units;
      work.lines += bundle.members.length;
    }
    drawn.set(node, skus);
    shipped.set(node, work);
  }
  return { drawn, shipped };
}

function reasonsFor(situation: Situation, place: number, line: OrderLine, quantity: number): UnfilledReason[] {
  const { problem, bundles, scenes } = situation;
  const { bundle, group } = bundles[place];
  const reasons: UnfilledReason[] = [];
  const mine = leftOver(situation, place, needsOf(line), 1);
  if (mine.units < quantity) reasons.push('no-eligible-stock');
  const isComplete = problem.shipComplete || scenes[group].group.shipComplete === true;
  if (isComplete || (bundle.complete && !bundle.whole && mine.units > 0)) reasons.push('ship-complete');
  if (mine.units === 0) return reasons;
  const whole = bundle.whole ? leftOver(situation, place, bundleNeeds(bundle), problem.lines[place].weight) : mine;
  if (bundle.whole && whole.units === 0 && bundle.members.length > 1) reasons.push('ship-together');
  else if (bundle.whole && whole.units === 0 && mine.units >= quantity) reasons.push('no-split');
  if (whole.unitsWithinCapacity < Math.min(whole.units, bundle.whole ? 1 : quantity)) reasons.push('capacity');
  if (isShipmentBound(situation, place)) reasons.push('max-shipments');
  if (reasons.length > 0) return reasons;
  if (problem.levels[0].goal === 'cost') return ['dearer-than-unfilled'];
  if (situation.isGivenAway) return ['tolerance'];
  // What is left is for other starts, or other services, than the order may use together.
  return [situation.isProven ? 'no-eligible-stock' : 'search-budget'];
}

function isShipmentBound({ problem, loads, bundles, scenes }: Situation, place: number): boolean {
  const { maxShipments } = problem.lines[place];
  const carriers = loads.filter(({ parts }) => parts.some(({ line }) => line === place)).length;
  if (maxShipments !== NO_LIMIT && carriers === maxShipments) return true;
  const { group } = bundles[place];
  const limit = scenes[group].group.maxShipments ?? NO_LIMIT;
  const ofGroup = loads.filter(({ departure }) => departure.group === group).length;
  if (limit !== NO_LIMIT && (ofGroup === limit || (problem.shipComplete && ofGroup === 0))) return true;
  if (problem.maxShipments === NO_LIMIT) return false;
  return loads.length === problem.maxShipments || (problem.shipComplete && loads.length === 0);
}

/** What eligible nodes could still give after this plan, without and with their capacity. @param weight order units in one unit */
function leftOver(
  situation: Situation,
  place: number,
  needs: readonly Need[],
  weight: number,
): { units: number; unitsWithinCapacity: number } {
  const { problem, bundles, stock, drawn, shipped } = situation;
  const { rows } = bundles[place];
  const answer = { units: 0, unitsWithinCapacity: 0 };
  const { node: nodes, start, end } = rows.nodes;
  for (let entry = start; entry < end; entry += 1) {
    const node = nodes[entry];
    const reach = reachOf(situation, place, node);
    if (reach === undefined) continue;
    const taken = drawn.get(node);
    let units = Number.MAX_SAFE_INTEGER;
    for (const need of needs) {
      let left = stock.available(node, need.sku, reach.lastStart) - (taken?.get(need.sku) ?? 0);
      if (need.shelfDays !== undefined) {
        left = Math.min(left, stock.fresh(node, need.sku, reach.firstDelivery + need.shelfDays * MS_PER_DAY));
      }
      units = Math.min(units, Math.max(0, Math.floor(left / need.units)));
    }
    const capacity = problem.nodeCapacity[node];
    const room = capacity === UNLIMITED ? units : Math.floor((capacity - (shipped.get(node)?.units ?? 0)) / weight);
    answer.units += units;
    if (canCarry(situation, place, node)) answer.unitsWithinCapacity += Math.min(units, room);
  }
  return answer;
}

/** Whether the node's day has a shipment and a line left for it, or a shipment that carries it already. */
function canCarry(situation: Situation, place: number, node: number): boolean {
  const { problem, shipped, bundles } = situation;
  const { nodeShipments, nodeLines } = problem;
  if (problem.days !== null) return hasDayFor(situation, place, node);
  if (nodeShipments === null && nodeLines === null) return true;
  const work = shipped.get(node);
  if (work?.loads.some(({ parts }) => parts.some(({ line }) => line === place))) return true;
  const { bundle } = bundles[place];
  const { mask } = problem.lines[place];
  if (nodeLines !== null && nodeLines[node] - (work?.lines ?? 0) < bundle.members.length) return false;
  if (nodeShipments === null || nodeShipments[node] > (work?.loads.length ?? 0)) return true;
  return (work?.loads ?? []).some((load) => mask === null || mask[load.place] === 1);
}

/** Whether a day of the node's departures has units, a shipment and a line left after this plan. */
function hasDayFor({ problem, bundles, loads }: Situation, place: number, node: number): boolean {
  const { days, nodeSourceStart } = problem;
  if (days === null) return true;
  const { members } = bundles[place].bundle;
  for (let source = nodeSourceStart[node]; source < nodeSourceStart[node + 1]; source += 1) {
    if (problem.lines[place].mask?.[source] === 0) continue;
    const day = days.sourceDay[source];
    if (day < 0) return true;
    const ofDay = loads.filter((load) => days.sourceDay[load.place] === day);
    const parts = ofDay.flatMap((load) => load.parts);
    const units = parts.reduce((sum, part) => sum + part.units * problem.lines[part.line].weight, 0);
    const lines = parts.reduce((sum, { line }) => sum + problem.lines[line].members, 0);
    const isOpen = ofDay.some((load) => load.place === source);
    if (
      days.dayUnits[day] - units >= problem.lines[place].weight &&
      days.dayLines[day] - lines >= members.length &&
      (isOpen || days.dayShipments[day] > ofDay.length)
    ) {
      return true;
    }
  }
  return false;
}

/** The last start and the first delivery (epoch ms) that the line may have from a node; undefined: the node may not serve it. */
function reachOf(
  { problem, departureOf }: Situation,
  place: number,
  node: number,
): { readonly lastStart: number; readonly firstDelivery: number } | undefined {
  const { nodeSourceStart, columns, lines } = problem;
  const usable = lines[place].mask ?? columns.usable;
  const reach = { lastStart: Number.NEGATIVE_INFINITY, firstDelivery: Number.POSITIVE_INFINITY };
  for (let source = nodeSourceStart[node]; source < nodeSourceStart[node + 1]; source += 1) {
    if (usable[source] === 0) continue;
    const { start, delivery } = departureOf(source);
    reach.lastStart = Math.max(reach.lastStart, start);
    if (delivery < reach.firstDelivery) reach.firstDelivery = delivery;
  }
  return reach.lastStart === Number.NEGATIVE_INFINITY ? undefined : reach;
}
