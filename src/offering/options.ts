/** An option as a checkout shows it: when it is there, what it costs, what it lacks, and until when it holds. */
import type { Desk } from '../desk';
import type { Plan, SlotDate } from '../model/types';
import { instant, MS_PER_MINUTE } from '../model/units';
import { writePlan } from '../plan';
import { linesOf } from '../preparing/checkedOrder';
import type { Prepared } from '../preparing/prepare';
import { orderValueOf } from '../sourcing/pricing';
import type { Assignment } from '../splitting/problem';
import { latestDelivery } from './earliest';
import { groupName, type OrderFragment, promisedOf } from './fragment';
import type { Way } from './ways';

/** One way to get a delivery group: the cheapest plan of it, or the earliest. */
export interface DeliveryOption {
  readonly method: 'ship' | 'pickUp';
  /** Of what is shipped: the level of service. */
  readonly level?: string;
  /** Where it is collected. */
  readonly pickUpNode?: string;
  /** … and in which slot: one of the node's, on a local date, with its instants. */
  readonly slot?: SlotDate & { readonly from: string; readonly until: string };
  /** `cheapest`: best by the rules' objective. `earliest`: as filled as can be, then as early, then as cheap. */
  readonly choice: 'cheapest' | 'earliest';
  /** When the last of it is there; null: unknown, or nothing ships. `date` is local, at the destination or the place of collection. */
  readonly delivery: string | null;
  readonly date: string | null;
  /** Minor units: what the whole plan costs us, and what the customer pays by the rules' `deliveryPrices` (null: they do not say). */
  readonly cost: number;
  readonly price: number | null;
  readonly shipments: number;
  /** Units that this option does not bring, and when a node that may serve them could (null: none is known to). */
  readonly short: readonly ShortLine[];
  /** The first instant at which, stock as it is, the plan misses a hand-over or its slot; null: nothing ships. */
  readonly validUntil: string | null;
  /** See {@link orderWith}. */
  readonly fragment: OrderFragment;
  readonly plan: Plan;
}

export interface ShortLine {
  readonly line: string;
  readonly sku: string;
  readonly quantity: number;
  readonly couldCome: string | null;
}

/** @param place of the way's group among those of the order */
export function writeOption(
  desk: Desk,
  prepared: Prepared,
  answer: Assignment,
  { method, group }: Way,
  place: number,
  choice: DeliveryOption['choice'],
): DeliveryOption {
  const plan = writePlan(desk, prepared, answer);
  const latest = latestDelivery(prepared, answer, place);
  const delivery = latest === 0 || latest === Number.POSITIVE_INFINITY ? null : latest;
  const { timeZone } = group.destination;
  const lines = linesOf(prepared.order, group);
  const short = plan.unfilled.filter(({ line }) => lines.some(({ id }) => id === line));
  const pickUpNode = group.pickUpNode < 0 ? undefined : desk.compiled.index.nodes[group.pickUpNode].id;
  const slot = group.slot === undefined ? {} : { slot: group.slot };
  const asked = {
    ...(method === 'ship' && group.level !== undefined ? { level: group.level } : {}),
    ...(pickUpNode === undefined ? {} : { pickUpNode }),
  };
  return {
    method,
    ...asked,
    ...slotOfOption(prepared.scenes[place]),
    choice,
    delivery: delivery === null ? null : instant(delivery),
    date: delivery === null || timeZone === undefined ? null : desk.compiled.schedules.dateIn(timeZone, delivery),
    cost: plan.cost.total,
    price: priceOf(desk, prepared.order, method, group.level),
    shipments: plan.shipments.filter((shipment) => shipment.group === group.id).length,
    short: short.map(({ line, sku, quantity }) => {
      return { line, sku, quantity, couldCome: couldCome(prepared, answer, line) };
    }),
    validUntil: answer.parts.length === 0 ? null : instant(lastInstant(desk, prepared, answer.parts) + 1),
    fragment: { ...groupName(group), ...asked, ...slot, promised: promisedOf(plan, group, delivery, short) },
    plan,
  };
}

function slotOfOption({ group, slot }: Prepared['scenes'][number]): Pick<DeliveryOption, 'slot'> {
  if (group.slot === undefined || slot === undefined) return {};
  return { slot: { ...group.slot, from: instant(slot.start), until: instant(slot.end) } };
}

/**
 * The last instant at which the plan still reaches every hand-over and slot, and none of its nodes has gone offline, in epoch ms; Infinity:
 * nothing ships.
 */
export function lastInstant(
  { compiled }: Desk,
  { asOf, departureOf, scenes }: Prepared,
  parts: Assignment['parts'],
): number {
  let last = Number.POSITIVE_INFINITY;
  let online = Number.POSITIVE_INFINITY;
  const { index, rules } = compiled;
  for (const part of parts) {
    const { source, group, release, minutes } = departureOf(part.source);
    last = Math.min(last, scenes[group].schedules.of(source, release, minutes).lastRelease);
    for (const { node, from } of index.offline)
      if (node === index.sourceNode[source] && from > asOf) online = Math.min(online, from - 1);
  }
  return Math.min(online, last - rules.document.holdMinutes * MS_PER_MINUTE);
}

/** When a node that may serve the line and holds more of it, beyond this plan, could bring it. */
function couldCome({ problem, bundles, origin }: Prepared, { parts }: Assignment, lineId: string): string | null {
  const place = bundles.findIndex(({ bundle }) => bundle.members.some(({ id }) => id === lineId));
  const { rowNode, rowUnits, rowStart, rowEnd, mask } = problem.lines[place];
  const usable = mask ?? problem.columns.usable;
  const ranks = problem.starts?.ranks ?? 1;
  let earliest = Number.POSITIVE_INFINITY;
  for (let entry = rowStart; entry < rowEnd; entry += 1) {
    const first = problem.nodeSourceStart[rowNode[entry]];
    const end = problem.nodeSourceStart[rowNode[entry] + 1];
    const isHere = ({ line, source }: Assignment['parts'][number]) => line === place && source >= first && source < end;
    const taken = parts.filter(isHere).reduce((sum, { units }) => sum + units, 0);
    for (let source = first; source < end; source += 1) {
      const held = rowUnits[entry * ranks + (problem.starts?.sourceRank[source] ?? 0)];
      const delivery = problem.columns.delivery[source] + origin;
      if (usable[source] === 1 && held > taken && delivery < earliest) earliest = delivery;
    }
  }
  return earliest === Number.POSITIVE_INFINITY ? null : instant(earliest);
}

function priceOf(
  { compiled }: Desk,
  order: Prepared['order'],
  method: DeliveryOption['method'],
  level: string | undefined,
): number | null {
  const value = orderValueOf(order);
  let price: number | null = null;
  for (const entry of compiled.rules.document.deliveryPrices) {
    if (entry.method !== method || (entry.level !== undefined && entry.level !== level)) continue;
    // A value that is unknown reaches nothing.
    if (entry.atLeast === 0 || (value !== undefined && value >= entry.atLeast)) price = entry.price;
  }
  return price;
}
