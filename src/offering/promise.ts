/** What a checkout may promise for a cart: options with a date and a cost, and what makes each hold when the order is placed. */
import type { Desk, PlannerState } from '../desk';
import { readPromiseOptions } from '../input';
import type { Plan } from '../model/types';
import { instant } from '../model/units';
import { proofLevel } from '../plan';
import { type Ask, firstStep, type OpenOrder, openOrder, openRelaxed } from '../preparing/checkedOrder';
import { type Outline, outlineOf } from '../preparing/outline';
import { type Prepared, prepareGroups } from '../preparing/prepare';
import { budgetOf } from '../preparing/scene';
import { inTime, isFilled, keepPromise, promisedBy } from '../promised';
import type { Assignment, Problem } from '../splitting/problem';
import { solve } from '../splitting/solve';
import { type EarliestAnswer, earliestAnswer } from './earliest';
import { groupName } from './fragment';
import { type DeliveryOption, writeOption } from './options';
import { Purse } from './purse';
import { checkWishes, goingBy, type Way, waysOf } from './ways';

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
  const ways = checked.groups.map((group) => waysOf(desk, checked.order, group, levels, pickUp));
  // Where every group has but one way, what is cheapest for one is the plan of all.
  const isFixed = ways.every(({ length }) => length === 1);
  const count = ways.flat().length;
  const tries = 1 + state.editions.steps(ask.asOf).length;
  const purse = new Purse(budgetOf(state, ask), (isFixed ? tries : tries * count) + count);
  const steps = new CartSteps(opened, ask, purse);
  const joint = isFixed ? steps.cheapest(ways.map(([way]) => way)) : undefined;
  const groups = ways.map((waysOfGroup, place) => ({
    ...groupName(checked.groups[place]),
    options: waysOfGroup.flatMap((way) => {
      const together = checked.groups.map((_, other) => (other === place ? way : undefined));
      return optionsOf(joint ?? steps.cheapest(together), way, place, purse);
    }),
  }));
  return { order: checked.order.id, asOf: instant(ask.asOf), groups, steps: purse.spent };
}

/** The cheapest plan, with what it was searched in. */
interface Solved {
  readonly desk: Desk;
  readonly prepared: Prepared;
  readonly problem: Problem;
  readonly cheapest: Assignment;
}

/** A cart at each step of relaxation, as far as it is needed. */
class CartSteps {
  readonly #steps: { readonly desk: Desk; readonly outline: Outline }[] = [];

  constructor(
    private readonly opened: OpenOrder,
    private readonly ask: Ask,
    private readonly purse: Purse,
  ) {}

  /** By the rules as they are, else with as many steps of relaxation as fill more. @param ways by group; undefined: as the order says */
  cheapest(ways: readonly (Way | undefined)[]): Solved {
    const first = firstStep(this.opened, this.ask);
    let best = this.#solve(ways, first);
    let tries = 1;
    const steps = this.opened.desk.editions.steps(this.ask.asOf).length;
    for (let step = first + 1; step <= steps && unitsLeft(best) > 0 && !isPromised(best); step += 1) {
      const relaxed = this.#solve(ways, step);
      tries += 1;
      if (unitsLeft(relaxed) < unitsLeft(best)) best = relaxed;
    }
    for (; tries <= steps; tries += 1) this.purse.finish();
    return best;
  }

  #solve(ways: readonly (Way | undefined)[], step: number): Solved {
    const { desk, outline } = this.#at(step);
    const groups = outline.checked.groups.map((group, place) => goingBy(group, ways[place]));
    const prepared = prepareGroups(desk, outline, groups);
    const problem = inTime(prepared, promisedBy(prepared));
    const solved = this.purse.spend((budget) => solve({ ...problem, budget }, desk.scratch));
    this.purse.finish();
    return { desk, prepared, problem, cheapest: keepPromise(desk, prepared, problem, solved) };
  }

  #at(step: number): { readonly desk: Desk; readonly outline: Outline } {
    const { opened, ask } = this;
    let known = this.#steps[step];
    if (known === undefined) {
      const { desk, checked } = step === 0 ? opened : openRelaxed(opened, ask.asOf, step);
      known = { desk, outline: outlineOf(desk, checked, ask) };
      this.#steps[step] = known;
    }
    return known;
  }
}

/** What stays unfilled was promised to stay so. */
function isPromised({ prepared, problem, cheapest }: Solved): boolean {
  return prepared.groups.every(({ promised }) => promised !== undefined) && isFilled(prepared, problem, cheapest.parts);
}

/** Order units that the cheapest plan does not fill. */
function unitsLeft({ problem, cheapest }: Solved): number {
  const shipped = cheapest.parts.reduce((sum, { line, units }) => sum + units * problem.lines[line].weight, 0);
  return problem.lines.reduce((sum, { units, weight }) => sum + units * weight, 0) - shipped;
}

/** The cheapest and the earliest plan of one way; none where nothing of the group can be shipped. */
function optionsOf(
  { desk, prepared, problem, cheapest }: Solved,
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
