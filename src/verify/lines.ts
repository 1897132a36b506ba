/** Each order line: every unit accounted for, and the policies on how it may travel. */
import type { Plan, UnfilledReason } from '../model/types';
import { holds } from './conditions';
import type { Line, OrderFacts } from './facts';
import { type Group, isOf } from './groups';
import { orderReadable } from './orderReadable';
import type { Judged } from './shipments';
import { type Findings, type Path, show } from './violations';

/** Line id → units that shipments carry. */
export type Shipped = ReadonlyMap<string, number>;

export function countShipped(facts: OrderFacts, shipments: readonly Judged[]): Shipped {
  const shipped = new Map([...facts.lines.keys()].map((id) => [id, 0]));
  for (const { loads } of shipments) {
    for (const { line, quantity } of loads) shipped.set(line.id, unitsOf(shipped, line) + quantity);
  }
  return shipped;
}

export function unitsOf(shipped: Shipped, line: Line): number {
  return shipped.get(line.id) ?? 0;
}

export function orderedUnits({ order }: OrderFacts): number {
  return order.lines.reduce((units, line) => units + line.quantity, 0);
}

export function checkUnits(facts: OrderFacts, plan: Plan, shipped: Shipped, found: Findings): void {
  for (const line of facts.order.lines) {
    const place = plan.unfilled.findIndex((each) => each.line === line.id);
    const unfilled = plan.unfilled.reduce((units, each) => units + (each.line === line.id ? each.quantity : 0), 0);
    const carried = unitsOf(shipped, line);
    if (carried + unfilled === line.quantity) continue;
    const what = `line ${show(line.id)} has ${carried} units shipped and ${unfilled} unfilled, ${line.quantity} are ordered`;
    found.add('units', place < 0 ? ['unfilled'] : ['unfilled', place, 'quantity'], what);
  }
}

export function checkUnfilledLines(facts: OrderFacts, plan: Plan, found: Findings): void {
  plan.unfilled.forEach(({ line: id, sku, reasons }, place) => {
    const path = ['unfilled', place];
    const line = facts.lines.get(id);
    if (line === undefined) {
      found.add('unknown-id', [...path, 'line'], `says ${show(id)}, no line of the order`);
      return;
    }
    found.same('sku', [...path, 'sku'], sku, line.sku, 'the order line');
    if (reasons.length === 0) found.add('reasons', [...path, 'reasons'], 'gives 0 reasons, must give at least 1');
    reasons.forEach((reason, index) => {
      const at = [...path, 'reasons', index];
      if (reasons.indexOf(reason) < index) found.add('reasons', at, `says ${show(reason)} twice`);
      const missing = whatIsMissing(facts, plan, line, reason);
      if (missing !== undefined) found.add('reasons', at, `says ${show(reason)}, but ${missing}`);
    });
    checkAfterAction(facts, line, plan.unfilled[place], [...path, 'after'], found);
  });
}

/** The first after-action that fits. */
function checkAfterAction(
  facts: OrderFacts,
  line: Line,
  { reasons, after }: Plan['unfilled'][number],
  path: Path,
  found: Findings,
): void {
  const about = { ...orderReadable(facts.order, groupOf(facts, line)), line };
  const fits = ({ when, reasons: some }: NonNullable<OrderFacts['rules']['afterActions']>[number]) =>
    (some === undefined || some.some((reason) => reasons.includes(reason))) &&
    (when === undefined || holds(when, about));
  const wanted = (facts.rules.afterActions ?? []).find(fits);
  if (after?.rule === wanted?.id && after?.action === wanted?.action) return;
  found.add('after-action', path, `says ${show(after?.rule)}, must be ${show(wanted?.id)}`);
}

/** What would have to be there for the reason to be one. Whether it is the true one, only a search could say. */
function whatIsMissing(facts: OrderFacts, plan: Plan, line: Line, reason: UnfilledReason): string | undefined {
  const { network, goals } = facts;
  const isProven = plan.proof.levels.every((level) => level.status === 'optimal');
  const unless = (holds: boolean, what: string) => (holds ? undefined : what);
  switch (reason) {
    case 'ship-complete':
      return unless(
        facts.order.shipComplete === true || line.shipComplete === true || groupOf(facts, line)?.shipComplete === true,
        'nothing has to ship complete',
      );
    case 'ship-together':
      return unless(line.shipTogether !== undefined, 'the line has no lines to ship with');
    case 'no-split':
      return unless(line.noSplit === true || line.shipTogether !== undefined, 'the line may be split');
    case 'max-shipments':
      return unless(
        Math.min(
          facts.order.maxShipments ?? NO_LIMIT,
          line.maxShipments ?? NO_LIMIT,
          groupOf(facts, line)?.maxShipments ?? NO_LIMIT,
        ) < NO_LIMIT,
        'shipments are not limited',
      );
    case 'capacity':
      return unless(
        network.nodes.some((node) => (node.capacityUnits ?? node.capacityPerDay) !== undefined),
        'no node has a limit',
      );
    case 'dearer-than-unfilled':
      return unless(goals[0] === 'cost', 'units are filled before the cost is looked at');
    case 'tolerance':
      return unless(facts.levels[0].tolerance !== undefined, 'the first level has no tolerance');
    case 'search-budget':
      return unless(!isProven, 'every level is proven');
    case 'no-eligible-stock':
      return undefined;
  }
}

/** Shipments without a limit: more than there can be. */
const NO_LIMIT = 2 ** 40;

function groupOf({ groups }: OrderFacts, line: Line): Group | undefined {
  return groups.find((group) => isOf(group, line));
}

export function checkPolicies(
  facts: OrderFacts,
  shipments: readonly Judged[],
  shipped: Shipped,
  found: Findings,
): void {
  const path = ['shipments'];
  const used = shipments.filter((shipment) => shipment.loads.length > 0);
  const most = facts.order.maxShipments ?? NO_LIMIT;
  if (used.length > most) found.add('max-shipments', path, `are ${used.length}, at most ${most} may be`);
  for (const group of facts.groups) checkGroup(facts, group, used, shipped, path, found);
  for (const line of facts.order.lines) checkLine(line, shipments, unitsOf(shipped, line), path, found);
  const units = [...shipped.values()].reduce((sum, each) => sum + each, 0);
  const ordered = orderedUnits(facts);
  if (facts.order.shipComplete === true && units > 0 && units < ordered) {
    found.add('ship-complete', path, `carry ${units} units of the order, must carry ${ordered} or 0`);
  }
  checkTogether(facts, shipments, shipped, path, found);
}

/** What a delivery group asks for itself. */
function checkGroup(
  { order }: OrderFacts,
  group: Group,
  shipments: readonly Judged[],
  shipped: Shipped,
  path: Path,
  found: Findings,
): void {
  const { id, maxShipments = NO_LIMIT, shipComplete } = group;
  const own = shipments.filter(({ facts }) => facts?.group.id === id).length;
  const subject = `of delivery group ${show(id)}`;
  if (own > maxShipments) found.add('max-shipments', path, `${subject} are ${own}, at most ${maxShipments} may be`);
  const lines = order.lines.filter((line) => isOf(group, line));
  const units = lines.reduce((sum, line) => sum + unitsOf(shipped, line), 0);
  const ordered = lines.reduce((sum, line) => sum + line.quantity, 0);
  if (shipComplete !== true || units === 0 || units >= ordered) return;
  found.add('ship-complete', path, `${subject} carry ${units} units, must carry ${ordered} or 0`);
}

function checkLine(line: Line, shipments: readonly Judged[], units: number, path: Path, found: Findings): void {
  const carriers = shipments.filter(({ loads }) => loads.some((load) => load.line.id === line.id)).length;
  const most = line.maxShipments ?? NO_LIMIT;
  const subject = `carry line ${show(line.id)}`;
  if (carriers > most) found.add('max-shipments', path, `${subject} ${carriers} times, at most ${most} may`);
  const isPart = units > 0 && units < line.quantity;
  const wanted = `must carry ${line.quantity} or 0`;
  if (line.noSplit === true && (carriers > 1 || isPart)) {
    found.add('no-split', path, `${subject} in ${carriers} shipments of ${units} units together, ${wanted} in 1`);
  }
  if (line.shipComplete === true && isPart)
    found.add('ship-complete', path, `${subject} with ${units} units, ${wanted}`);
}

/** All lines with the same word travel whole in one shipment, or stay. */
function checkTogether(
  { order }: OrderFacts,
  shipments: readonly Judged[],
  shipped: Shipped,
  path: Path,
  found: Findings,
): void {
  const words = new Set(order.lines.flatMap((line) => line.shipTogether ?? []));
  for (const word of words) {
    const members = order.lines.filter((line) => line.shipTogether === word);
    const units = members.reduce((sum, line) => sum + unitsOf(shipped, line), 0);
    const ordered = members.reduce((sum, line) => sum + line.quantity, 0);
    const carriers = shipments.filter(({ loads }) => loads.some((load) => load.line.shipTogether === word)).length;
    if (units === 0 || (units === ordered && carriers === 1)) continue;
    const what = `carry ${units} units of the lines together as ${show(word)} in ${carriers} shipments`;
    found.add('ship-together', path, `${what}, must carry ${ordered} in 1, or 0`);
  }
}
