import type { Plan } from '../model/types';
import { type Findings, type Path, show } from './violations';

/** Every list of a plan stands in code-unit order of its ids, each only once: equal plans are equal texts. */
export function checkSorting(plan: Plan, found: Findings): void {
  checkList(['shipments'], plan.shipments, idsOfShipment, found);
  plan.shipments.forEach(({ lines }, place) => {
    checkList(['shipments', place, 'lines'], lines, ({ line }) => [line], found);
  });
  checkList(['unfilled'], plan.unfilled, ({ line }) => [line], found);
  checkList(['claims', 'stock'], plan.claims.stock, ({ node, sku, start }) => [node, sku, stamp(start)], found);
  checkList(['claims', 'capacity'], plan.claims.capacity, ({ node }) => [node], found);
  checkList(['claims', 'days'], plan.claims.days, ({ node, day }) => [node, day], found);
  checkList(['claims', 'slots'], plan.claims.slots ?? [], ({ node, slot, date }) => [node, slot, date], found);
}

/** Shipments of a node and service differ in their instants or in their group. */
function idsOfShipment({ node, service, group = '', start, ready }: Plan['shipments'][number]): string[] {
  return [node, service, stamp(start), stamp(ready), group];
}

/** One way to write an instant. */
function stamp(instant: string): string {
  return new Date(Date.parse(instant)).toISOString();
}

function checkList<Item>(path: Path, list: readonly Item[], idsOf: (item: Item) => string[], found: Findings): void {
  const places = new Map<string, number>();
  list.forEach((item, place) => {
    const ids = idsOf(item);
    const first = places.get(JSON.stringify(ids));
    const said = ids.map(show).join(', ');
    if (first !== undefined) found.add('duplicate', [...path, place], `says ${said}, which is already at ${first}`);
    else if (place > 0 && isBefore(ids, idsOf(list[place - 1]))) {
      found.add(
        'sorting',
        [...path, place],
        `says ${said}, which must stand before ${idsOf(list[place - 1])
          .map(show)
          .join(', ')}`,
      );
    }
    places.set(JSON.stringify(ids), first ?? place);
  });
}

function isBefore(a: readonly string[], b: readonly string[]): boolean {
  const place = a.findIndex((id, index) => id !== b[index]);
  return place >= 0 && a[place] < b[place];
}
