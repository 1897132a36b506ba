/** Chance with names, for the random worlds. */

/** Where chance comes from: whole numbers from `min` to `max`, both included. */
export interface Dice {
  int(min: number, max: number): number;
}

/** mulberry32: the same seed gives the same world everywhere. */
export function seededDice(seed: number): Dice {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  return { int: (min, max) => min + Math.floor(next() * (max - min + 1)) };
}

/** Percentages are of 100. */
export class Draw {
  constructor(private readonly dice: Dice) {}

  int(min: number, max: number): number {
    return this.dice.int(min, max);
  }

  chance(percent: number): boolean {
    return this.dice.int(1, 100) <= percent;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.dice.int(0, list.length - 1)];
  }

  /** `count` different elements, in random order. */
  sample<T>(list: readonly T[], count: number): T[] {
    const rest = [...list];
    const taken: T[] = [];
    while (taken.length < count && rest.length > 0) taken.push(...rest.splice(this.dice.int(0, rest.length - 1), 1));
    return taken;
  }

  subset<T>(list: readonly T[], percent: number): T[] {
    return list.filter(() => this.chance(percent));
  }

  /** The fields that `make` gives, or none. Keeps absent fields absent instead of undefined. */
  maybe<T extends object>(percent: number, make: () => T): Partial<T> {
    return this.chance(percent) ? make() : {};
  }
}
