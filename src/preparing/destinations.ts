/** What orders to one destination share: made once, then cached. */
import type { Compiled, KnownDestination } from '../desk';
import type { Order } from '../model/types';
import { sourceRules } from '../rules/sourceRules';
import { columnsOfLevel, countedMetres, Dating, destinationColumns, KnownDeliveries } from '../sourcing/columns';
import { cacheKey } from '../sourcing/destinationCache';
import type { DeliveryGroup } from '../sourcing/groups';
import { orderValueOf } from '../sourcing/pricing';
import { factsOf } from './pairs';

/** What is known of a destination (and the tier of the order's value) by the group's level: from the cache, or made. */
export function destinationOf(compiled: Compiled, order: Order, group: DeliveryGroup): KnownDestination {
  const value = orderValueOf(order);
  const { number } = compiled.edition;
  const fields = cacheKey(compiled.cacheFields, order, group);
  const key = `${number === 0 ? '' : `${number}:`}${fields}${compiled.pricing.valueKey(value)}`;
  let levels = compiled.cache.get(key);
  if (levels === undefined) {
    levels = new Map([[undefined, makeDestination(compiled, order, group, value)]]);
    compiled.cache.set(key, levels);
  }
  const known = levels.get(group.level);
  if (known !== undefined) return known;
  const { columns: all, schedules, dating } = levels.get(undefined) as KnownDestination;
  const columns = columnsOfLevel(compiled.index, all, group.level as string);
  const fresh = { columns, schedules, dating: new Dating(columns, dating.deliveries) };
  levels.set(group.level, fresh);
  return fresh;
}

/** Distance → rules → rates → schedules, of every level. */
function makeDestination(
  compiled: Compiled,
  order: Order,
  group: DeliveryGroup,
  value: number | undefined,
): KnownDestination {
  const { index, rules, distance } = compiled;
  const { destination, pickUpNode } = group;
  const shown = distance.measure(destination);
  // A customer who collects is at the node.
  if (pickUpNode >= 0) shown[pickUpNode] = 0;
  const metres = countedMetres(shown, rules.document.unknownDistance);
  const ruled = sourceRules(rules, index, factsOf(order, group), metres);
  const prices = compiled.pricing.priceTo(destination, metres, value);
  const near = Math.round(rules.document.equallyNearKm * 1000);
  const columns = destinationColumns(index, shown, metres, ruled, prices, rules.needsDistance, near, pickUpNode);
  const schedules = compiled.schedules.to(destination, pickUpNode, metres);
  return { columns, schedules, dating: new Dating(columns, new KnownDeliveries(schedules)) };
}
