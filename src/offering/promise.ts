/** What a checkout may promise for a cart: options with a date and a cost, and what makes each hold when the order is placed. */
import type { Desk, PlannerState } from '../desk';
import { readPromiseOptions } from '../input';
import type { Plan } from '../model/types';
import { instant } from '../model/units';
import { proofLevel } from '../plan';
import { type CheckedOrder, openOrder } from '../preparing/checkedOrder';
import { type Outline, outlineOf } from '../preparing/outline';
import { type Prepared, prepareGroups } from '../preparing/prepare';
import { DEFAULT_BUDGET } from '../preparing/scene';
import { inTime, keepPromise, promisedBy } from '../promised';
import type { Assignment, Problem } from '../splitting/problem';
import { solve } from '../splitting/solve';
import { type EarliestAnswer, earliestAnswer } from './earliest';
import { groupName } from './fragment';
import { type DeliveryOption, writeOption } from './options';
import { Purse } from './purse';
import { checkWishes, type Way, waysOf } from './ways';

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
  const ask = { asOf: Date.parse(asOf), budget: undefined, overrides };
  const { desk, checked } = openOrder(state, input, ask);
  checkWishes(desk, levels, pickUp?.nodes);
  const ways = checked.groups.map((group) => waysOf(desk, checked.order, group, levels, pickUp));
  // Where every group has but one way, what is cheapest for one is the plan of all.
  const isFixed = ways.every(({ length }) => length === 1);
  const count = ways.flat().length;
  const searches = isFixed ? 1 + count : 2 * count;
  const purse = new Purse(budget ?? state.editions.document.budget ?? DEFAULT_BUDGET, searches);
  const outline = outlineOf(desk, checked, ask);
  const fixed = isFixed ? ways.map(([{ group }]) => group) : undefined;
  const joint = fixed && cheapestOf(desk, outline, fixed, purse);
  const groups = ways.map((waysOfGroup, place) => ({
    ...groupName(checked.groups[place]),
    options: waysOfGroup.flatMap((way) => {
      const together = checked.groups.map((group, other) => (other === place ? way.group : group));
      const solved = joint ?? cheapestOf(desk, outline, together, purse);
      return optionsOf(desk, solved, way, place, purse);
    }),
  }));
  return { order: checked.order.id, asOf: instant(ask.asOf), groups, steps: purse.spent };
}

/** The cheapest plan, with what it was searched in. */
interface Solved {
  readonly prepared: Prepared;
  readonly problem: Problem;
  readonly cheapest: Assignment;
}

function cheapestOf(desk: Desk, outline: Outline, groups: CheckedOrder['groups'], purse: Purse): Solved {
  const prepared = prepareGroups(desk, outline, groups);
  const problem = inTime(prepared, promisedBy(prepared));
  const solved = purse.spend((budget) => solve({ ...problem, budget }, desk.scratch));
  purse.finish();
  return { prepared, problem, cheapest: keepPromise(desk, prepared, problem, solved) };
}

/** The cheapest and the earliest plan of one way; none where nothing of the group can be shipped. */
function optionsOf(
  desk: Desk,
  { prepared, problem, cheapest }: Solved,
  way: Way,
  place: number,
  purse: Purse,
): DeliveryOption[] {
  const earliest = earliestAnswer(desk, prepared, problem, place, cheapest, purse.spend);
  purse.finish();
  const first = writeOption(desk, { ...prepared, problem }, cheapest, way, place, 'cheapest');
  const second = earliest.isCheapest
    ? { ...first, choice: 'earliest' as const }
    : writeOption(desk, { ...prepared, problem: earliest.problem }, earliest.answer, way, place, 'earliest');
  const { plan } = second;
  const proof = { ...plan.proof, levels: earliestLevels(earliest) };
  return [first, { ...second, plan: { ...plan, proof } }].filter(({ plan: { shipments } }) =>
    shipments.some(({ group }) => group === way.group.id),
  );
}

/** Fill, then the delivery that was looked for between them, then the cost. */
function earliestLevels({ answer, unfilled, delivery }: EarliestAnswer): Plan['proof']['levels'] {
  const [, cost] = answer.levels;
  const values = [
    { goal: 'unfilled' as const, ...unfilled, optimal: unfilled.bound === unfilled.value },
    { goal: 'delivery' as const, ...delivery, optimal: delivery.bound === delivery.value },
    { goal: 'cost' as const, ...cost },
  ];
  let isOptimal = true;
  return values.map(({ goal, value, bound, optimal }) => {
    isOptimal &&= optimal;
    return proofLevel(goal, { value, bound, optimal: isOptimal });
  });
}
