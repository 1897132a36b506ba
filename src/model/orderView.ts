import { LimitError } from './errors';
import type { Order } from './types';

/** What conditions read of an order, in the eyes of one of its delivery groups. Sums are made when first read. */
export class OrderView {
  readonly id: string;
  readonly channel: string | undefined;
  readonly type: string | undefined;
  readonly attributes: Order['attributes'];
  /** Of the group, if it says; else of the order. */
  readonly level: string | undefined;
  readonly needBy: string | undefined;
  readonly #lines: Order['lines'];
  /** null: unknown. */
  readonly #sums = new Map<Summed, number | null>();

  /** @param group absent: the order as a whole */
  constructor(order: Order, group: { readonly level?: string | undefined; readonly needBy?: string | undefined } = {}) {
    this.id = order.id;
    this.channel = order.channel;
    this.type = order.type;
    this.attributes = order.attributes;
    this.level = group.level ?? order.level;
    this.needBy = group.needBy ?? order.needBy;
    this.#lines = order.lines;
  }

  get lineCount(): number {
    return this.#lines.length;
  }

  get units(): number | undefined {
    return this.#sum('quantity');
  }

  /** Σ quantity × value in minor units; undefined where a line has none. */
  get value(): number | undefined {
    return this.#sum('value');
  }

  /** Undefined where a line's is unknown. */
  get weightGrams(): number | undefined {
    return this.#sum('weightGrams');
  }

  #sum(summed: Summed): number | undefined {
    let sum = this.#sums.get(summed);
    if (sum === undefined) {
      sum = sumOf(this.#lines, summed);
      this.#sums.set(summed, sum);
    }
    return sum ?? undefined;
  }
}

type Summed = 'quantity' | 'value' | 'weightGrams';

function sumOf(lines: Order['lines'], summed: Summed): number | null {
  let sum = 0;
  for (const line of lines) {
    const each = line[summed];
    if (each === undefined) return null;
    sum += summed === 'quantity' ? each : each * line.quantity;
  }
  if (Number.isSafeInteger(sum)) return sum;
  throw new LimitError('orderSums', `order: the sum of quantity × ${summed} is more than exact numbers hold.`);
}
