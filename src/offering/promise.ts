/** What a checkout may promise for a cart: options with a date and a cost, and what makes each hold when the order is placed. */
import type { PlannerState } from '../desk';
import { readPromiseOptions } from '../input';
import { instant } from '../model/units';
import { openOrder } from '../preparing/checkedOrder';
import { budgetOf } from '../preparing/scene';
import { CartSteps } from './cartSteps';
import { groupName } from './fragment';
import type { DeliveryOption } from './options';
import { Purse } from './purse';
import { slotOptions } from './slots';
import { bothOf, writeBoth } from './solving';
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
export function promiseCart(state: PlannerState, input: unknown, options: unknown): CartPromise {
  const { asOf, budget, levels, pickUp, overrides } = readPromiseOptions(options);
  const ask = { asOf: Date.parse(asOf), budget, overrides };
  const opened = openOrder(state, input, ask);
  const { desk, checked } = opened;
  checkWishes(desk, levels, pickUp?.nodes);
  const ways = checked.groups.map((group) => waysOf(desk, checked.order, group, Date.parse(asOf), levels, pickUp));
  // Where every group has but one way, what is cheapest for one is the plan of all: if rules do not ask which level is asked for.
  const isFixed =
    !desk.compiled.rules.readsLevel && ways.every(([way, ...others]) => others.length === 0 && way?.slots === 0);
  const tries = 1 + state.editions.steps(ask.asOf).length;
  const searches = ways.flat().reduce((sum, way) => sum + searchesOf(way, tries), 0);
  const shared = isFixed ? tries * (ways.length - 1) : 0;
  const purse = new Purse(budgetOf(state, ask), searches - shared);
  const cart = new CartSteps(opened, ask, purse);
  const joint = isFixed ? cart.cheapest(ways.map(([way]) => way)) : undefined;
  const groups = ways.map((waysOfGroup, place) => ({
    ...groupName(checked.groups[place]),
    options: waysOfGroup.flatMap((way) => {
      if (way.slots > 0) return slotOptions(cart, way, place, purse);
      const solved = joint ?? cart.cheapestBy(way, place);
      return writeBoth(bothOf(solved, place, purse), way, place);
    }),
  }));
  return { order: checked.order.id, asOf: instant(ask.asOf), groups, steps: purse.spent };
}
