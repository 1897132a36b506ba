/** Unknown input becomes an order that holds. */
import type { Compiled } from '../desk';
import { readOrder } from '../input';
import { IssueList, maybe, type Path } from '../model/issues';
import type { Destination, Order, OrderLine } from '../model/types';
import type { Schedules } from '../promising/schedules';
import { timeZoneNames } from '../promising/timeZone';
import { underPolicies } from '../rules/policies';
import { checkOrder } from '../sourcing/checkOrder';
import { type DeliveryGroup, deliveryGroups } from '../sourcing/groups';

/** An order that holds, and its delivery groups in code-unit order. */
export interface CheckedOrder {
  readonly order: Order;
  readonly groups: readonly DeliveryGroup[];
}

/** @throws InputError with every issue */
export function readCheckedOrder(compiled: Compiled, input: unknown): CheckedOrder {
  const { index, rules, isCostFirst, schedules } = compiled;
  const order = readOrder(input);
  const issues = new IssueList('order');
  checkOrder(order, index, rules.document, isCostFirst, issues);
  checkZone(schedules, order.destination, ['destination'], issues);
  order.deliveryGroups?.forEach(({ destination }, place) => {
    checkZone(schedules, destination, ['deliveryGroups', place, 'destination'], issues);
  });
  issues.throwIfAny();
  return withPolicies(compiled, order);
}

/** With what policies ask of it. @param order as `checkOrder` lets it pass */
export function withPolicies({ rules, index }: Compiled, order: Order): CheckedOrder {
  return underPolicies(rules.policies, order, deliveryGroups(order, index));
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
