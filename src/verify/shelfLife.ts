/** How long what a plan ships keeps, once it is there. */
import { MS_PER_DAY } from '../model/units';
import { type OrderFacts, partsOf } from './facts';
import { keptBack } from './protection';
import type { Judged } from './shipments';
import { type Findings, type Path, show } from './violations';

/** Units of a SKU that must be good until an instant, in epoch ms. */
interface Wanted {
  readonly node: string;
  readonly sku: string;
  readonly until: number;
  readonly units: number;
  readonly path: Path;
}

/** Whatever must keep until an instant or longer is no more than the lots that do; what others hold may be taken from just those. */
export function checkShelfLife(facts: OrderFacts, shipments: readonly Judged[], found: Findings): void {
  const wanted = shipments.flatMap((shipment) => wantedBy(shipment));
  for (const { node, sku, until, path } of wanted) {
    const { lots, withheld } = facts.stock.position(node, sku);
    if (lots === undefined || lots.length === 0) continue;
    const held = facts.held.reduce((sum, each) => (each.node === node && each.sku === sku ? sum + each.units : sum), 0);
    const kept = withheld + held + keptBack(facts, node, sku);
    const good = lots.reduce((sum, { at, units }) => (at >= until ? sum + units : sum), 0) - kept;
    const taken = wanted.reduce(
      (sum, each) => (each.node === node && each.sku === sku && each.until >= until ? sum + each.units : sum),
      0,
    );
    if (taken <= Math.max(0, good)) continue;
    const by = Number.isFinite(until) ? new Date(until).toISOString() : 'an unknown instant';
    const what = `ships ${taken} of SKU ${show(sku)} that must be good until ${by}, ${show(node)} has ${Math.max(0, good)}`;
    found.add('shelf-life', path, what);
  }
}

function wantedBy({ nodeId: node, path, loads, times }: Judged): Wanted[] {
  return loads.flatMap(({ line, quantity }) => {
    if (line.minShelfLifeDays === undefined) return [];
    const until = (times?.delivery ?? Number.POSITIVE_INFINITY) + line.minShelfLifeDays * MS_PER_DAY;
    return partsOf(line).map((part) => ({ node, sku: part.sku, until, units: quantity * part.quantity, path }));
  });
}
