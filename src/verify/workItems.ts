/** What nodes have to pick: one item for each shipment, with what it takes from the stock. */
import type { Plan, WorkItem } from '../model/types';
import { type Line, type OrderFacts, partsOf } from './facts';
import type { Judged } from './shipments';
import { type Findings, type Path, show } from './violations';

export function checkWorkItems(facts: OrderFacts, plan: Plan, shipments: readonly Judged[], found: Findings): void {
  const { workItems } = plan;
  if (workItems.length !== plan.shipments.length) {
    found.add('work-items', ['workItems'], `are ${workItems.length}, shipments are ${plan.shipments.length}`);
  }
  workItems.forEach((item, place) => {
    const shipment = plan.shipments.at(place);
    const path = ['workItems', place];
    if (shipment === undefined) return;
    found.same('work-items', [...path, 'node'], item.node, shipment.node, 'the shipment');
    found.same('work-items', [...path, 'service'], item.service, shipment.service, 'the shipment');
    found.same('work-items', [...path, 'group'], item.group ?? null, shipment.group ?? null, 'the shipment');
    checkInstants(item, shipments[place], path, found);
    checkLines(facts, item, shipment.lines, path, found);
  });
}

/** Of a shipment that may not be, nobody can say. */
function checkInstants(item: WorkItem, { times }: Judged, path: Path, found: Findings): void {
  if (times === undefined) return;
  for (const field of ['start', 'pickBy', 'handOver'] as const) {
    if (Date.parse(item[field]) === times[field]) continue;
    found.same('work-items', [...path, field], item[field], new Date(times[field]).toISOString());
  }
}

function checkLines(
  { lines }: OrderFacts,
  item: WorkItem,
  shipped: Plan['shipments'][number]['lines'],
  path: Path,
  found: Findings,
): void {
  if (item.lines.length !== shipped.length) {
    found.add('work-items', [...path, 'lines'], `are ${item.lines.length}, the shipment has ${shipped.length}`);
  }
  item.lines.forEach((said, place) => {
    const right = shipped.at(place);
    const at = [...path, 'lines', place];
    if (right === undefined) return;
    for (const field of ['line', 'sku', 'quantity'] as const) {
      found.same('work-items', [...at, field], said[field], right[field], 'the shipment');
    }
    const line = lines.get(right.line);
    if (line !== undefined) checkPicks(said.picks, picksOf(line, right.quantity), [...at, 'picks'], found);
  });
}

type Picks = WorkItem['lines'][number]['picks'];

/** In code-unit order of their SKUs; a part that a kit lists twice is one pick. */
function picksOf(line: Line, quantity: number): Picks {
  const units = new Map<string, number>();
  for (const part of partsOf(line)) units.set(part.sku, (units.get(part.sku) ?? 0) + part.quantity * quantity);
  return [...units].sort(([a], [b]) => (a < b ? -1 : 1)).map(([sku, each]) => ({ sku, units: each }));
}

function checkPicks(said: Picks, right: Picks, path: Path, found: Findings): void {
  const text = (picks: Picks) => picks.map(({ sku, units }) => `${units} of ${show(sku)}`).join(', ');
  if (
    JSON.stringify(said.map(({ sku, units }) => [sku, units])) ===
    JSON.stringify(right.map(({ sku, units }) => [sku, units]))
  )
    return;
  found.add('work-items', path, `says ${text(said)}, right is ${text(right)}`);
}
