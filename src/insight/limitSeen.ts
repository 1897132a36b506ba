/** Limits by name: what they allow, what is taken of it, and which policy asks for them. */
import { InternalError } from '../model/errors';
import type { LimitSeen } from '../model/explanation';
import type { Policy } from '../model/types';
import { dayText } from '../promising/timeZone';
import { DESTINATION, decide, LINE, ORDER, TRUE } from '../rules/condition';
import { MEASURES } from '../sourcing/workloads';
import { type Broken, drawsOn, workOf } from '../splitting/limits';
import type { Part } from '../splitting/plan-value';
import { entryOf, nodeOf, rankOf, ranksOf } from '../splitting/starts';
import type { Inquiry } from './inquiry';

/** The limit that a plan breaks. @param parts the plan that breaks it; @param source of the problem, that was added to it */
export function limitSeen(inquiry: Inquiry, broken: Broken, parts: readonly Part[], source: number): LimitSeen {
  const { problem } = inquiry.prepared;
  const { of, place, limit } = broken;
  if (limit === 'max-shipments') return shipmentsSeen(inquiry, broken, parts);
  if (limit === 'ship-complete' && of !== 'item' && of !== 'node' && of !== 'day')
    return { limit, of, ...named(policyOf(inquiry, ({ shipComplete }) => shipComplete === of, broken, of)) };
  if (of === 'node' || of === 'day') return workSeen(inquiry, nodeOf(problem, source), source, parts);
  if (of === 'item') return stockSeen(inquiry, place, source, parts);
  throw new InternalError('A move of units broke what it was made to keep.', { broken });
}

/** Stock that lines share: with what the others of this plan draw, it is too little. */
function stockSeen({ prepared }: Inquiry, item: number, source: number, parts: readonly Part[]): LimitSeen {
  const { problem } = prepared;
  const node = nodeOf(problem, source);
  const row = problem.items[item];
  const entry = entryOf(row, node);
  const ranks = ranksOf(problem);
  const drawn = drawsOn(problem, item, parts).filter((part) => nodeOf(problem, part.source) === node);
  for (let rank = 0; rank < ranks; rank += 1) {
    const by = drawn.filter((part) => rankOf(problem, part.source) <= rank);
    const taken = by.reduce((sum, { units }) => sum + units, 0);
    const most = entry < 0 ? 0 : row.rowUnits[entry * ranks + rank];
    if (taken > most) return { limit: 'stock', of: 'node', most, taken };
  }
  throw new InternalError('Stock that is short was not found.', { item, node });
}

function shipmentsSeen(inquiry: Inquiry, broken: Broken, parts: readonly Part[]): LimitSeen {
  const { problem } = inquiry.prepared;
  const { of, place } = broken;
  const limit = 'max-shipments' as const;
  const sources = (own: readonly Part[]) => new Set(own.map((part) => part.source)).size;
  if (of === 'line') {
    const most = problem.lines[place].maxShipments;
    const rule = policyOf(inquiry, ({ maxShipmentsPerLine }) => maxShipmentsPerLine === most, broken, 'line');
    return { limit, of, ...named(rule), most, taken: sources(parts.filter(({ line }) => line === place)) };
  }
  if (of === 'group') {
    const { sourceGroup, maxShipments } = problem.groups as NonNullable<typeof problem.groups>;
    const most = maxShipments[place];
    const rule = policyOf(inquiry, ({ maxShipmentsPerGroup }) => maxShipmentsPerGroup === most, broken, 'group');
    return {
      limit,
      of,
      ...named(rule),
      most,
      taken: sources(parts.filter((part) => sourceGroup[part.source] === place)),
    };
  }
  const most = problem.maxShipments;
  const asks = (policy: Policy) => policy.maxShipments === most || policy.maxShipmentsPerGroup === most;
  return { limit, of: 'order', ...named(policyOf(inquiry, asks, broken, 'group')), most, taken: sources(parts) };
}

function named(rule: string | undefined): { rule?: string } {
  return rule === undefined ? {} : { rule };
}

/** The first policy that holds and asks it. */
function policyOf(
  { desk, prepared }: Inquiry,
  asks: (policy: Policy) => boolean,
  { of, place }: Broken,
  reads: 'order' | 'group' | 'line',
): string | undefined {
  const { scenes, bundles } = prepared;
  const line = of === 'line' ? bundles[place].bundle.members[0] : undefined;
  const { facts } = scenes[of === 'group' ? place : of === 'line' ? bundles[place].group : 0];
  const known = reads === 'order' ? ORDER : reads === 'group' ? ORDER | DESTINATION : ORDER | DESTINATION | LINE;
  const policies = desk.compiled.rules.policies.filter(
    ({ asks: policy, test }) => asks(policy) && (test === null || decide(test, { ...facts, line }, known) === TRUE),
  );
  return policies[0]?.asks.id;
}

/** What the node, or its day, cannot take of a plan: the first limit that is passed. */
function workSeen(inquiry: Inquiry, node: number, source: number, parts: readonly Part[]): LimitSeen {
  const { desk, prepared } = inquiry;
  const { problem, departureOf } = prepared;
  const { index } = desk.compiled;
  const here = parts.filter((part) => nodeOf(problem, part.source) === node);
  const { capacityUnits } = index.nodes[node];
  const own = workOf(problem, here);
  if (capacityUnits !== undefined && own.units > desk.ledger.capacity[node]) {
    const taken = capacityUnits - desk.ledger.capacity[node] + own.units;
    return { limit: 'capacity', of: 'node', most: capacityUnits, taken };
  }
  const { days } = problem;
  const ofDay = days === null ? here : here.filter((part) => days.sourceDay[part.source] === days.sourceDay[source]);
  const work = { orders: 1, ...workOf(problem, ofDay) };
  const seen = daySeen(inquiry, node, departureOf(source).start, work);
  return seen.find(({ most = 0, taken = 0 }) => taken > most) as LimitSeen;
}

/** Every limit of the day on which something starts, with what it comes to. @param more what is added to it */
export function daySeen(
  { desk }: Pick<Inquiry, 'desk'>,
  node: number,
  start: number,
  more: Readonly<Record<(typeof MEASURES)[number], number>>,
): LimitSeen[] {
  const { compiled, ledger } = desk;
  const { capacityPerDay } = compiled.index.nodes[node];
  if (capacityPerDay === undefined) return [];
  const day = dayText(compiled.schedules.localDay(node, start));
  return MEASURES.flatMap((limit) => {
    const most = capacityPerDay[limit];
    const left = ledger.work.left(node, day, limit);
    if (most === undefined || left === undefined) return [];
    return [{ limit, of: 'day' as const, day, most, taken: most - left + more[limit] }];
  });
}
