/** A node's local days: what they may still take on, and whether a plan keeps to it and claims it rightly. */
import type { Plan } from '../model/types';
import { zoneOf } from './calendars';
import type { NodeInput, OrderFacts } from './facts';
import type { Judged } from './shipments';
import { type Findings, type Path, show } from './violations';

const COUNTED = ['orders', 'shipments', 'lines', 'units'] as const;

type Work = Record<(typeof COUNTED)[number], number>;

/** What shipments take of one day of a node. */
interface DayOfNode {
  readonly node: NodeInput;
  /** The date there when the work starts, as `2026-03-01`. */
  readonly day: string;
  readonly work: Work;
  /** The first shipment that takes some. */
  readonly path: Path;
}

/** What of each limit is left; Infinity: no limit. */
function leftOf({ used }: OrderFacts, node: NodeInput, day: string): Work {
  const limits = node.capacityPerDay ?? {};
  const taken = used.find((row) => row.node === node.id && row.day === day);
  const left = (counted: keyof Work) =>
    Math.max(0, (limits[counted] ?? Number.POSITIVE_INFINITY) - (taken?.[counted] ?? 0));
  return { orders: left('orders'), shipments: left('shipments'), lines: left('lines'), units: left('units') };
}

/** Which limits have nothing left on the day of a start, as ends of sentences. */
export function whyDayIsFull(facts: OrderFacts, node: NodeInput, start: number): string[] {
  if (node.capacityPerDay === undefined) return [];
  const left = leftOf(facts, node, facts.local.dateAt(zoneOf(node), start));
  return COUNTED.filter((counted) => left[counted] === 0).map((counted) => `the node's day has no ${counted} left`);
}

export function checkDays(facts: OrderFacts, plan: Plan, shipments: readonly Judged[], found: Findings): void {
  const days = daysOf(facts, shipments);
  for (const { node, day, work, path } of days) {
    const left = leftOf(facts, node, day);
    for (const counted of COUNTED) {
      if (work[counted] <= left[counted]) continue;
      const what = `takes ${work[counted]} ${counted} of ${day} at ${show(node.id)}, ${left[counted]} are left`;
      found.add('capacity', path, what);
    }
    if (!plan.claims.days.some((claim) => claim.node === node.id && claim.day === day)) {
      found.add('claims', ['claims', 'days'], `claims nothing of ${day} at ${show(node.id)}, shipments take some`);
    }
  }
  plan.claims.days.forEach((claim, place) => {
    checkClaim(claim, days, ['claims', 'days', place], found);
  });
}

function daysOf(facts: OrderFacts, shipments: readonly Judged[]): DayOfNode[] {
  const days: DayOfNode[] = [];
  for (const { node, start, loads, path } of shipments) {
    if (node?.capacityPerDay === undefined || loads.length === 0) continue;
    const day = facts.local.dateAt(zoneOf(node), start);
    let known = days.find((each) => each.node.id === node.id && each.day === day);
    if (known === undefined) {
      known = { node, day, path, work: { orders: 1, shipments: 0, lines: 0, units: 0 } };
      days.push(known);
    }
    known.work.shipments += 1;
    known.work.lines += loads.length;
    for (const { quantity } of loads) known.work.units += quantity;
  }
  return days;
}

function checkClaim(
  claim: Plan['claims']['days'][number],
  days: readonly DayOfNode[],
  path: Path,
  found: Findings,
): void {
  const ofNode = days.filter(({ node }) => node.id === claim.node);
  const right = ofNode.find(({ day }) => day === claim.day);
  if (right !== undefined) {
    for (const counted of COUNTED) {
      found.same('claims', [...path, counted], claim[counted], right.work[counted], 'what shipments take');
    }
  } else if (ofNode.length === 0) {
    found.add('claims', path, `claims of the days of ${show(claim.node)}, shipments take nothing there`);
  } else {
    const starts = ofNode.map(({ day }) => day).join(', ');
    found.add(
      'claims',
      [...path, 'day'],
      `says ${show(claim.day)}, shipments of ${show(claim.node)} start on ${starts}`,
    );
  }
}
