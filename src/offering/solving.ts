/** The cheapest and the earliest plan of one way to get a delivery group, searched for and written down. */
import type { Desk } from '../desk';
import type { Plan } from '../model/types';
import { proofLevel } from '../plan';
import type { Prepared } from '../preparing/prepare';
import { keepPromise } from '../promised';
import type { Assignment, Problem } from '../splitting/problem';
import { solve } from '../splitting/solve';
import { type EarliestAnswer, earliestAnswer } from './earliest';
import { type DeliveryOption, writeOption } from './options';
import type { Purse } from './purse';
import type { Way } from './ways';

/** The cheapest plan, with what it was searched in. */
export interface Solved {
  /** Of the edition of the rules that it was searched by. */
  readonly desk: Desk;
  readonly prepared: Prepared;
  readonly problem: Problem;
  readonly cheapest: Assignment;
}

export function cheapestOf({ desk, prepared, problem }: Omit<Solved, 'cheapest'>, purse: Purse): Solved {
  const solved = purse.spend((budget) => solve({ ...problem, budget }, desk.scratch));
  purse.finish();
  return { desk, prepared, problem, cheapest: keepPromise(desk, prepared, problem, solved) };
}

/** … and the earliest of a group. */
export interface SolvedBoth extends Solved {
  readonly earliest: EarliestAnswer;
}

/** @param place of the group that is to be early */
export function bothOf(solved: Solved, place: number, purse: Purse): SolvedBoth {
  const { desk, prepared, problem, cheapest } = solved;
  const earliest = earliestAnswer(desk, prepared, problem, place, cheapest, purse.spend);
  purse.finish();
  return { ...solved, earliest };
}

/** The cheapest and the earliest plan of one way; none where nothing of the group can be shipped. */
export function writeBoth(
  { desk, prepared, problem, cheapest, earliest }: SolvedBoth,
  way: Way,
  place: number,
): DeliveryOption[] {
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
