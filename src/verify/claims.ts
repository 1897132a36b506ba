/** What a plan takes from its nodes: no more than they have, and exactly what it claims. */
import type { Plan } from '../model/types';
import { checkDays } from './days';
import { type Facts, partsOf } from './facts';
import { checkInstant, type Judged } from './shipments';
import { type Findings, type Path, show } from './violations';

/** Units taken at a node: of a SKU, or of its capacity. */
interface Taking {
  readonly node: string;
  readonly sku?: string;
  units: number;
  /** The first shipment that takes some. */
  readonly path: Path;
}

/** Kits take their parts; capacity counts kits. */
export function checkTakings(facts: Facts, plan: Plan, shipments: readonly Judged[], found: Findings): void {
  const stock = new Map<string, Taking>();
  const capacity = new Map<string, Taking>();
  for (const { nodeId: node, path, loads } of shipments) {
    for (const { line, quantity } of loads) {
      for (const part of partsOf(line)) take(stock, { node, sku: part.sku, units: quantity * part.quantity, path });
      take(capacity, { node, units: quantity, path });
    }
  }
  for (const { node, sku = '', units, path } of stock.values()) {
    const available = facts.stock.available(node, sku);
    if (units > available)
      found.add('stock', path, `takes ${units} of SKU ${show(sku)} at ${show(node)}, ${available} are available`);
  }
  for (const { node, units, path } of capacity.values()) {
    const limit = facts.nodes.get(node)?.capacityUnits ?? units;
    if (units > limit)
      found.add('capacity', path, `takes ${units} units of the capacity of ${show(node)}, ${limit} are left`);
  }
  const limited = [...capacity].filter(([, { node }]) => facts.nodes.get(node)?.capacityUnits !== undefined);
  compareClaims(['claims', 'stock'], plan.claims.stock, stock, found);
  compareClaims(['claims', 'capacity'], plan.claims.capacity, new Map(limited), found);
  checkDays(facts, plan, shipments, found);
  plan.claims.stock.forEach((claim, place) => {
    checkInstant(found, ['claims', 'stock', place, 'start'], claim.start, facts.asOf, 'as of');
  });
}

function keyOf({ node, sku }: { readonly node: string; readonly sku?: string }): string {
  return JSON.stringify([node, sku]);
}

function take(takings: Map<string, Taking>, taking: Taking): void {
  const known = takings.get(keyOf(taking));
  if (known === undefined) takings.set(keyOf(taking), taking);
  else known.units += taking.units;
}

function compareClaims(
  path: Path,
  claims: readonly { readonly node: string; readonly sku?: string; readonly units: number }[],
  takings: ReadonlyMap<string, Taking>,
  found: Findings,
): void {
  claims.forEach((claim, place) => {
    const right = takings.get(keyOf(claim))?.units ?? 0;
    found.same('claims', [...path, place, 'units'], claim.units, right, 'what shipments take');
  });
  const claimed = new Set(claims.map(keyOf));
  for (const [key, { node, sku, units }] of takings) {
    const what = sku === undefined ? `units of ${show(node)}` : `of SKU ${show(sku)} at ${show(node)}`;
    if (!claimed.has(key)) found.add('claims', path, `claims 0 ${what}, shipments take ${units}`);
  }
}
