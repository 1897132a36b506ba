/** The instants of a shipment: which starts are possible, and what follows from them. */
import type { Shipment } from '../model/types';
import { opensAt, workedAt, zoneOf } from './calendars';
import { type Facts, type Line, type NodeInput, partsOf, releaseAt, type ServiceInput } from './facts';
import { handOverAt, pickUpsOf } from './handOver';
import { slotTimes } from './slots';
import { deliveryAt } from './transit';
import type { Findings, Path } from './violations';

/** Epoch ms. */
export interface Times {
  readonly start: number;
  readonly ready: number;
  readonly handOver: number;
  /** When the work must be done. */
  readonly pickBy: number;
  /** undefined: unknown. */
  readonly delivery: number | undefined;
}

/** The times that a shipment may have, or why it may have none, as the end of a sentence. */
export type Timing = { readonly times: Times } | { readonly why: string };

/**
 * A plan does not say when its orders were released, nor how long a slower line would take: of the times that its start allows, those
 * that it says, as far as they can be.
 */
export function timesOf(
  facts: Facts,
  node: NodeInput,
  service: ServiceInput,
  lines: readonly Line[],
  said: Shipment,
): Timing {
  const begun = opensAt(facts, node, releaseAt(facts, node));
  if (begun === undefined) return { why: 'the node does not open' };
  const start = Date.parse(said.start);
  const later = start === begun ? [] : laterReleases(facts, node, lines, start);
  // Where the start is wrong the rest is held against the right one.
  const releases = later.length === 0 ? [releaseAt(facts, node)] : later;
  const from = later.length === 0 ? begun : start;
  const answers = minutesOf(facts, node, lines).flatMap((minutes) =>
    releases.map((release) => timesFrom(facts, node, service, release, from, minutes)),
  );
  const best = answers.filter((each) => 'times' in each);
  return best.sort((a, b) => agreement(b.times, said) - agreement(a.times, said)).at(0) ?? answers[0];
}

/** Why a shipment could start then, though its node opens before: later than the basic release, in the order of time. */
function laterReleases(facts: Facts, node: NodeInput, lines: readonly Line[], start: number): number[] {
  // To even out days a line may wait for what another one waits for.
  const waiting = facts.goals.includes('balance') ? facts.order.lines : lines;
  const skus = new Set(waiting.flatMap((line) => partsOf(line).map(({ sku }) => sku)));
  const releases = [...skus].flatMap((sku) => facts.stock.position(node.id, sku).inbound.map(({ at }) => at));
  if (node.capacityPerDay !== undefined) {
    const zone = zoneOf(node);
    releases.push(facts.local.instant(zone, facts.local.dateAt(zone, start), '00:00'));
  }
  const fits = (release: number) => release > releaseAt(facts, node) && opensAt(facts, node, release) === start;
  return releases.filter(fits).sort((a, b) => a - b);
}

/** How long the shipment may take: as its slowest line, or as a slower one of the order. The shortest first. */
function minutesOf({ order }: Facts, node: NodeInput, lines: readonly Line[]): number[] {
  const of = ({ itemClass }: Line) =>
    node.processing?.find((each) => each.itemClass === itemClass)?.minutes ?? node.processingMinutes ?? 0;
  const slowest = Math.max(...lines.map(of));
  const all = new Set(order.lines.map(of));
  return lines.length === 0 ? [of({} as Line)] : [...all].filter((each) => each >= slowest).sort((a, b) => a - b);
}

function timesFrom(
  facts: Facts,
  node: NodeInput,
  service: ServiceInput,
  release: number,
  start: number,
  minutes: number,
): Timing {
  const ready = workedAt(facts, node, start, minutes);
  if (ready === undefined) return { why: 'the node is not open long enough' };
  const handOver = handOverAt(facts, node, service, release, ready);
  if (handOver === undefined) return { why: 'the carrier does not come' };
  const arrival = deliveryAt(facts, node, service, handOver);
  const pickBy = pickUpsOf(node, service) === undefined ? ready : handOver;
  const there = arrival === 'unknown' ? undefined : arrival;
  if (facts.group.slot === undefined) return { times: { start, ready, handOver, pickBy, delivery: there } };
  const slot = slotTimes(facts);
  if (slot === undefined || there === undefined || there > slot.start) return { why: 'it misses the slot' };
  return { times: { start, ready, handOver, pickBy, delivery: slot.end } };
}

/** How far the plan says the same: the earlier instant decides. */
function agreement({ ready, handOver, delivery }: Times, said: Shipment): number {
  const is = (text: string | null, right: number | undefined) => Number(instantOf(text) === right);
  return is(said.ready, ready) * 4 + is(said.handOver, handOver) * 2 + is(said.delivery, delivery);
}

function instantOf(text: string | null): number | undefined {
  return text === null ? undefined : Date.parse(text);
}

export function checkTimes(
  { group }: Facts,
  { start, ready, handOver, delivery }: Times,
  said: Shipment,
  path: Path,
  found: Findings,
): void {
  checkInstant(found, [...path, 'start'], said.start, start, 'when the node is open and has heard of it');
  checkInstant(found, [...path, 'ready'], said.ready, ready, 'start + processing');
  checkInstant(found, [...path, 'handOver'], said.handOver, handOver, 'the first pick-up, or ready');
  const because = group.slot === undefined ? 'hand-over + transit' : 'the end of the slot';
  checkInstant(found, [...path, 'delivery'], said.delivery, delivery, because);
}

/** Two ways to write the same instant are equal. @param right epoch ms; undefined = unknown, written null */
export function checkInstant(
  found: Findings,
  path: Path,
  said: string | null,
  right: number | undefined,
  because: string,
): void {
  if (instantOf(said) === right) return;
  found.same('instant', path, said, right === undefined ? null : new Date(right).toISOString(), because);
}
