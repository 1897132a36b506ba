import type { Plan } from '../model/types';
import { type Findings, type Path, show } from './violations';

/** Every list of a plan stands in code-unit order of its ids, each only once: equal plans are equal texts. */
export function checkSorting(plan: Plan, found: Findings): void {
  checkList(['shipments'], plan.shipments, ({ node, service }) => [node, service], found);
  plan.shipments.forEach(({ lines }, place) => {
    checkList(['shipments', place, 'lines'], lines, ({ line }) => [line], found);
  });
  checkList(['unfilled'], plan.unfilled, ({ line }) => [line], found);
  checkList(['claims', 'stock'], plan.claims.stock, ({ node, sku }) => [node, sku], found);
  checkList(['claims', 'capacity'], plan.claims.capacity, ({ node }) => [node], found);
  checkList(['claims', 'days'], plan.claims.days, ({ node }) => [node], found);
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
