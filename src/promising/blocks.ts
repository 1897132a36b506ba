/** What happens at a place over time, made eight days at a time when it is asked for. */
import { MS_PER_DAY } from '../model/units';

const BLOCK_DAYS = 8;
export const BLOCK_MS = BLOCK_DAYS * MS_PER_DAY;
/** Blocks kept: more than a year. Must be a power of two. */
const KEPT = 64;

interface Block {
  readonly index: number;
}

/** @param instant epoch ms; @returns the number of the block that holds it */
export function blockOf(instant: number): number {
  return Math.floor(instant / BLOCK_MS);
}

/**
 * Local dates that may have something in a block: one more on either side for the offset, and one before for times that a gap moves later.
 * @returns first and last number of a date
 */
export function datesAround(index: number): readonly [first: number, last: number] {
  return [index * BLOCK_DAYS - 2, (index + 1) * BLOCK_DAYS];
}

/** Keeps blocks; one that was dropped is made again, the same. */
export class Blocks<B extends Block> {
  readonly #kept: (B | undefined)[] = [];
  readonly #make: (index: number) => B;

  constructor(make: (index: number) => B) {
    this.#make = make;
  }

  at(index: number): B {
    const slot = index & (KEPT - 1);
    const kept = this.#kept[slot];
    if (kept !== undefined && kept.index === index) return kept;
    const made = this.#make(index);
    this.#kept[slot] = made;
    return made;
  }
}

/** The first place in ascending `values` that is not below; their length: none. */
export function firstFrom(values: Float64Array, least: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
