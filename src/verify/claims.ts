/** What a plan takes from its nodes: no more than they have, and exactly what it claims. */
import type { Plan } from '../model/types';
import { checkDays } from './days';
import { type OrderFacts, partsOf } from './facts';
import { keptBack } from './protection';
import type { Judged } from './shipments';
import { checkBookings } from './slots';
import { promisable } from './stock';
import { type Findings, type Path, show } from './violations';

/** Units of a SKU taken at a node by the shipments of a start, or units of its capacity. */
interface Taking {
  readonly node: string;
  readonly sku?: string;
  /** Epoch ms. */
  readonly at?: number;
  units: number;
  /** The first shipment that takes some. */
  readonly path: Path;
}

/** Kits take their parts; capacity counts kits. */
export function checkTakings(facts: OrderFacts, plan: Plan, shipments: readonly Judged[], found: Findings): void {
  const stock = new Map<string, Taking>();
  const capacity = new Map<string, Taking>();
  for (const { nodeId: node, start: at, path, loads } of shipments) {
    for (const { line, quantity } of loads) {
      for (const part of partsOf(line)) take(stock, { node, sku: part.sku, at, units: quantity * part.quantity, path });
      take(capacity, { node, units: quantity, path });
    }
  }
  checkStock(facts, [...stock.values()], found);
  for (const { node, units, path } of capacity.values()) {
    const limit = facts.nodes.get(node)?.capacityUnits ?? units;
    if (units > limit)
      found.add('capacity', path, `takes ${units} units of the capacity of ${show(node)}, ${limit} are left`);
  }
  const limited = [...capacity].filter(([, { node }]) => facts.nodes.get(node)?.capacityUnits !== undefined);
  const stockClaims = plan.claims.stock.map((claim) => ({ ...claim, at: Date.parse(claim.start) }));
  compareClaims(['claims', 'stock'], stockClaims, stock, found);
  plan.claims.stock.forEach(({ channel }, place) => {
    found.same(
      'claims',
      ['claims', 'stock', place, 'channel'],
      channel ?? null,
      facts.order.channel ?? null,
      "the order's",
    );
  });
  compareClaims(['claims', 'capacity'], plan.claims.capacity, new Map(limited), found);
  checkDays(facts, plan, shipments, found);
  checkBookings(facts, plan, shipments, found);
}

/** What starts until an instant have drawn, all together, is no more than may be promised to it. */
function checkStock(facts: OrderFacts, takings: readonly Taking[], found: Findings): void {
  for (const { node, sku = '', at = 0, path } of takings) {
    const drawn = takings.filter((each) => each.node === node && each.sku === sku && (each.at ?? 0) <= at);
    const units = drawn.reduce((sum, each) => sum + each.units, 0);
    const available = Math.max(0, promisable(facts.stock, facts.held, node, sku, at) - keptBack(facts, node, sku));
    if (units <= available) continue;
    const until = at === facts.asOf ? '' : ` by ${new Date(at).toISOString()}`;
    found.add('stock', path, `takes ${units} of SKU ${show(sku)} at ${show(node)}${until}, ${available} are available`);
  }
}

type Key = Pick<Taking, 'node' | 'sku' | 'at'>;

function keyOf({ node, sku, at }: Key): string {
  return JSON.stringify([node, sku, at]);
}

function take(takings: Map<string, Taking>, taking: Taking): void {
  const known = takings.get(keyOf(taking));
  if (known === undefined) takings.set(keyOf(taking), taking);
  else known.units += taking.units;
}

function compareClaims(
  path: Path,
  claims: readonly (Key & { readonly units: number })[],
  takings: ReadonlyMap<string, Taking>,
  found: Findings,
): void {
  claims.forEach((claim, place) => {
    const right = takings.get(keyOf(claim))?.units ?? 0;
    const others = [...takings.values()].filter((each) => each.node === claim.node && each.sku === claim.sku);
    if (right === 0 && others.length > 0 && claim.at !== undefined) {
      const starts = others.map(({ at = 0 }) => new Date(at).toISOString()).join(', ');
      const said = new Date(claim.at).toISOString();
      found.add('instant', [...path, place, 'start'], `says ${said}, shipments take that SKU there at ${starts}`);
    } else found.same('claims', [...path, place, 'units'], claim.units, right, 'what shipments take');
  });
  const claimed = new Set(claims.map(keyOf));
  for (const [key, { node, sku, units }] of takings) {
    const what = sku === undefined ? `units of ${show(node)}` : `of SKU ${show(sku)} at ${show(node)}`;
    if (!claimed.has(key)) found.add('claims', path, `claims 0 ${what}, shipments take ${units}`);
  }
}
