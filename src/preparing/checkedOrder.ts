/** Unknown input becomes an order that holds. */
import type { Desk, PlannerState } from '../desk';
import { readOrder } from '../input';
import { IssueList, maybe, type Path } from '../model/issues';
import type { Destination, Order, OrderLine, Overrides, Rules } from '../model/types';
import { instant } from '../model/units';
import type { Schedules } from '../promising/schedules';
import { timeZoneNames } from '../promising/timeZone';
import { isInEffect } from '../rules/editions';
import { underPolicies } from '../rules/policies';
import { checkOrder, checkPrices } from '../sourcing/checkOrder';
import { type DeliveryGroup, deliveryGroups } from '../sourcing/groups';
import { type Pauses, pausesOf, underOverrides } from './overrides';

/** An order that holds, and its delivery groups in code-unit order. */
export interface CheckedOrder {
  readonly order: Order;
  readonly groups: readonly DeliveryGroup[];
  readonly overrides: Overrides | undefined;
  readonly pauses: Pauses;
}

/** When (epoch ms), with what budget (undefined: the rules', else the usual one), and beside which overrides. */
export interface Ask {
  readonly asOf: number;
  readonly budget: number | undefined;
  readonly overrides: Overrides | undefined;
}

/** A checked order, and the desk of the edition of the rules that serves it. */
export interface OpenOrder {
  readonly desk: Desk;
  readonly checked: CheckedOrder;
  /** As it was before policies asked anything of it. */
  readonly asked: Order;
}

/** @param asOf epoch ms; @throws InputError with every issue */
export function openOrder(state: PlannerState, input: unknown, { asOf, overrides }: Ask): OpenOrder {
  const issues = new IssueList('order');
  const order = readOrder(input);
  const { schedules } = state.editions.shared;
  checkZone(schedules, order.destination, ['destination'], issues);
  order.deliveryGroups?.forEach(({ destination }, place) => {
    checkZone(schedules, destination, ['deliveryGroups', place, 'destination'], issues);
  });
  const opened = openRead(state, order, asOf, overrides, issues);
  issues.throwIfAny();
  return opened as OpenOrder;
}

/** undefined: it does not hold, and the issues say why. @param order its time zones were looked at; @throws InputError outside the time in which the rules are in effect */
export function openRead(
  state: PlannerState,
  order: Order,
  asOf: number,
  overrides: Overrides | undefined,
  issues: IssueList,
): OpenOrder | undefined {
  const { editions } = state;
  checkInEffect(editions.document, asOf);
  const { index } = editions.shared;
  checkOrder(order, index, issues);
  // Which edition serves an order is only known of one that holds so far.
  if (!issues.isEmpty && !editions.isOne) return undefined;
  const groups = issues.isEmpty ? deliveryGroups(order, index) : [];
  const compiled = editions.of(order, groups, asOf, 0);
  checkPrices(order, compiled.rules.document, compiled.isCostFirst, issues);
  if (!issues.isEmpty) return undefined;
  const asked = underOverrides(order, overrides, index);
  return openBy({ ...state, compiled }, asked, groups, { overrides, pauses: pausesOf(overrides, index) });
}

/** How many steps of relaxation the order begins with: those of what was promised. */
export function firstStep({ desk, checked }: OpenOrder, { asOf }: Ask): number {
  const steps = desk.editions.steps(asOf);
  const taken = checked.groups.map(({ promised }) =>
    promised?.step === undefined ? 0 : steps.indexOf(promised.step) + 1,
  );
  return Math.max(...taken);
}

/** The order by the edition after so many steps of relaxation. @throws InputError where that asks more of the order than the first did */
export function openRelaxed({ desk, asked, checked }: OpenOrder, asOf: number, steps: number): OpenOrder {
  const groups = deliveryGroups(asked, desk.compiled.index);
  const compiled = desk.editions.of(asked, groups, asOf, steps);
  const issues = new IssueList('order');
  checkPrices(asked, compiled.rules.document, compiled.isCostFirst, issues);
  issues.throwIfAny();
  return openBy({ ...desk, compiled }, asked, groups, checked);
}

function openBy(
  desk: Desk,
  order: Order,
  groups: readonly DeliveryGroup[],
  { overrides, pauses }: Pick<CheckedOrder, 'overrides' | 'pauses'>,
): OpenOrder {
  const under = underPolicies(desk.compiled.rules.policies, order, groups);
  return { desk, checked: { ...under, overrides, pauses }, asked: order };
}

function checkInEffect(document: Rules, asOf: number): void {
  if (isInEffect(document, asOf)) return;
  const issues = new IssueList('options');
  const { from = 'ever', until = 'ever' } = document.effective ?? {};
  issues.add('not-in-effect', ['asOf'], instant(asOf), `is outside the time of the rules (${from} – ${until})`);
  issues.throwIfAny();
}

export function checkZone(
  schedules: Schedules,
  destination: Destination | undefined,
  path: Path,
  issues: IssueList,
): void {
  const timeZone = destination?.timeZone;
  if (timeZone === undefined || schedules.isTimeZone(timeZone)) return;
  issues.add('invalid', [...path, 'timeZone'], timeZone, 'is not a time zone', maybe(timeZone, timeZoneNames()));
}

export function linesOf({ lines, deliveryGroups: groups }: Order, { id }: DeliveryGroup): readonly OrderLine[] {
  return groups === undefined ? lines : lines.filter(({ deliveryGroup }) => deliveryGroup === id);
}
