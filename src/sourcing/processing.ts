import type { NetworkIndex } from '../model/network';
import type { OrderLine } from '../model/types';

/** How long nodes work on items of a class. */
export class ProcessingTimes {
  readonly #usual: Int32Array;
  readonly #ofClass = new Map<string, Int32Array>();

  constructor({ nodes }: NetworkIndex) {
    const usual = Int32Array.from(nodes, ({ processingMinutes }) => processingMinutes);
    this.#usual = usual;
    nodes.forEach(({ processing }, node) => {
      for (const { itemClass, minutes } of processing ?? []) {
        let own = this.#ofClass.get(itemClass);
        if (own === undefined) {
          own = usual.slice();
          this.#ofClass.set(itemClass, own);
        }
        own[node] = minutes;
      }
    });
  }

  /** node → minutes for items of no class. */
  get usual(): Int32Array {
    return this.#usual;
  }

  /** node → minutes of open time for all of these lines together: those of the slowest. Equal lists are one and the same. */
  of(lines: readonly OrderLine[]): Int32Array {
    if (this.#ofClass.size === 0) return this.#usual;
    const lists = new Set(lines.map(({ itemClass }) => this.#ofClass.get(itemClass ?? '') ?? this.#usual));
    const [first, ...others] = lists;
    return others.length === 0
      ? first
      : first.map((minutes, node) => Math.max(minutes, ...others.map((each) => each[node])));
  }
}
