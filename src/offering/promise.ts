/** What a checkout may promise for a cart: options with a date and a cost, and what makes each hold when the order is placed. */
import type { Desk } from '../desk';
import { readPromiseOptions } from '../input';
import { instant } from '../model/units';
import { readCheckedOrder } from '../preparing/checkedOrder';
import { outlineOf } from '../preparing/outline';
import { DEFAULT_BUDGET } from '../preparing/scene';
import { groupName } from './fragment';
import type { DeliveryOption } from './options';
import { Purse } from './purse';
import { slotOptions } from './slots';
import { bothOf, cheapestOf, writeBoth } from './solving';
import { checkWishes, searchesOf, waysOf } from './ways';

/** The options of one delivery group, the others being as cheap as can be. */
export interface GroupOptions {
  readonly group?: string;
  readonly options: readonly DeliveryOption[];
}

export interface CartPromise {
  readonly order: string;
  readonly asOf: string;
  readonly groups: readonly GroupOptions[];
  /** Search steps taken. */
  readonly steps: number;
}

/** @throws InputError for a cart or options that are wrong, with every issue */
export function promiseCart(desk: Desk, input: unknown, options: unknown): CartPromise {
  const { asOf, budget, levels, pickUp } = readPromiseOptions(options);
  const { compiled } = desk;
  const checked = readCheckedOrder(compiled, input);
  checkWishes(desk, levels, pickUp?.nodes);
  const ways = checked.groups.map((group) => waysOf(desk, checked.order, group, levels, pickUp));
  // Where every group has but one way, what is cheapest for one is the plan of all.
  const isFixed = ways.every((waysOfGroup) => waysOfGroup.length === 1 && waysOfGroup[0].slots === 0);
  const searches = ways.flat().reduce((sum, way) => sum + searchesOf(way), 0);
  const shared = isFixed ? ways.length - 1 : 0;
  const purse = new Purse(budget ?? compiled.rules.document.budget ?? DEFAULT_BUDGET, searches - shared);
  const ask = { asOf: Date.parse(asOf), budget: undefined };
  const outline = outlineOf(desk, checked, ask);
  const fixed = isFixed ? ways.map(([{ group }]) => group) : undefined;
  const joint = fixed && cheapestOf(desk, outline, fixed, purse);
  const groups = ways.map((waysOfGroup, place) => ({
    ...groupName(checked.groups[place]),
    options: waysOfGroup.flatMap((way) => {
      if (way.slots > 0) return slotOptions(desk, outline, way, place, purse);
      const together = checked.groups.map((group, other) => (other === place ? way.group : group));
      const solved = joint ?? cheapestOf(desk, outline, together, purse);
      return writeBoth(desk, bothOf(desk, solved, place, purse), way, place);
    }),
  }));
  return { order: checked.order.id, asOf: instant(ask.asOf), groups, steps: purse.spent };
}
