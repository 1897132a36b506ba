import type { OrderInput } from '../model/types';
import type { Readable } from './conditions';
import type { Group } from './groups';

/** What conditions may read of an order, and of where one of its groups goes. Without a group, of the order as a whole. */
export function orderReadable(order: OrderInput, group?: Group): Pick<Readable, 'order' | 'destination'> {
  const { lines } = order;
  const sumOf = (field: 'value' | 'weightGrams') =>
    lines.some((line) => line[field] === undefined)
      ? undefined
      : lines.reduce((sum, line) => sum + line.quantity * (line[field] ?? 0), 0);
  return {
    order: {
      ...order,
      level: group?.level ?? order.level,
      needBy: group?.needBy ?? order.needBy,
      lineCount: lines.length,
      get units() {
        return lines.reduce((sum, { quantity }) => sum + quantity, 0);
      },
      get value() {
        return sumOf('value');
      },
      get weightGrams() {
        return sumOf('weightGrams');
      },
    },
    ...(group && { destination: { ...group.destination, residential: group.destination.residential ?? false } }),
  };
}
