/** A node's local day: what it may still take on, and whether a plan keeps to it and claims it rightly. */
import { InputError } from '../model/errors';
import type { Plan } from '../model/types';
import type { Facts, NodeInput } from './facts';
import type { Judged } from './shipments';
import { type Findings, type Path, show } from './violations';

const COUNTED = ['orders', 'shipments', 'lines', 'units'] as const;

type Work = Record<(typeof COUNTED)[number], number>;

/** The date there when work starts, as `2026-03-01`. @throws InputError without a time zone, RangeError for one that is none */
export function dayAt({ asOf }: Facts, { id, timeZone }: NodeInput): string {
  if (timeZone === undefined) {
    const message = `network: node ${show(id)} has capacityPerDay and no timeZone.`;
    throw new InputError([{ code: 'missing', path: ['network', 'nodes', id, 'timeZone'], message }]);
  }
  const clock = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  const parts = new Map(clock.formatToParts(asOf).map(({ type, value }) => [type, value]));
  return `${parts.get('year')?.padStart(4, '0')}-${parts.get('month')}-${parts.get('day')}`;
}

/** What of each limit is left; Infinity: no limit. */
function leftOf(facts: Facts, node: NodeInput): Work {
  const limits = node.capacityPerDay ?? {};
  const day = node.capacityPerDay && dayAt(facts, node);
  const used = facts.used.find((row) => row.node === node.id && row.day === day);
  const left = (counted: keyof Work) =>
    Math.max(0, (limits[counted] ?? Number.POSITIVE_INFINITY) - (used?.[counted] ?? 0));
  return { orders: left('orders'), shipments: left('shipments'), lines: left('lines'), units: left('units') };
}

/** Which limits have nothing left, as ends of sentences. */
export function whyDayIsFull(facts: Facts, node: NodeInput): string[] {
  const left = leftOf(facts, node);
  return COUNTED.filter((counted) => left[counted] === 0).map((counted) => `the node's day has no ${counted} left`);
}

export function checkDays(facts: Facts, plan: Plan, shipments: readonly Judged[], found: Findings): void {
  const works = new Map<string, { readonly node: NodeInput; readonly work: Work; readonly path: Path }>();
  for (const { node, loads, path } of shipments) {
    if (node?.capacityPerDay === undefined || loads.length === 0) continue;
    const { work } = works.get(node.id) ?? { work: { orders: 1, shipments: 0, lines: 0, units: 0 } };
    work.shipments += 1;
    work.lines += loads.length;
    for (const { quantity } of loads) work.units += quantity;
    if (!works.has(node.id)) works.set(node.id, { node, work, path });
  }
  for (const { node, work, path } of works.values()) {
    const left = leftOf(facts, node);
    for (const counted of COUNTED) {
      if (work[counted] <= left[counted]) continue;
      const what = `takes ${work[counted]} ${counted} of the day of ${show(node.id)}, ${left[counted]} are left`;
      found.add('capacity', path, what);
    }
    if (!plan.claims.days.some((claim) => claim.node === node.id)) {
      found.add('claims', ['claims', 'days'], `claims nothing of the day of ${show(node.id)}, shipments take some`);
    }
  }
  plan.claims.days.forEach((claim, place) => {
    const path = ['claims', 'days', place];
    const right = works.get(claim.node);
    if (right === undefined) {
      found.add('claims', path, `claims of the day of ${show(claim.node)}, shipments take nothing there`);
      return;
    }
    found.same('claims', [...path, 'day'], claim.day, dayAt(facts, right.node), 'the date there');
    for (const counted of COUNTED) {
      found.same('claims', [...path, counted], claim[counted], right.work[counted], 'what shipments take');
    }
  });
}
