/** Unknown input becomes an order that holds. */
import type { Compiled } from '../desk';
import { readOrder } from '../input';
import { IssueList, maybe, type Path } from '../model/issues';
import type { Destination, Order, OrderLine } from '../model/types';
import type { Schedules } from '../promising/schedules';
import { timeZoneNames } from '../promising/timeZone';
import { checkOrder } from '../sourcing/checkOrder';
import { type DeliveryGroup, deliveryGroups } from '../sourcing/groups';
import { checkSlot } from './slots';

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
  if (order.deliveryGroups === undefined) checkSlot(compiled, order, [], issues);
  order.deliveryGroups?.forEach((group, place) => {
    const path = ['deliveryGroups', place];
    checkZone(schedules, group.destination, [...path, 'destination'], issues);
    checkSlot(compiled, group, path, issues);
  });
  issues.throwIfAny();
  return { order, groups: deliveryGroups(order, index) };
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
