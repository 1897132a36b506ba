/** Makes a failing world small: takes away whatever it can do without, as long as it still fails. The rest becomes a fixture. */
import type { World } from './worlds';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** `fails` must be false for a world that is not valid input. Tries at most `tries` smaller worlds. */
export function shrinkWorld(world: World, fails: (world: World) => boolean, tries = 5000): World {
  let best = structuredClone(world) as unknown as Json;
  for (let left = tries, shrunk = true; shrunk; ) {
    shrunk = false;
    for (const smaller of smallerOnes(best)) {
      if (left-- <= 0) return best as unknown as World;
      if (!fails(structuredClone(smaller) as unknown as World)) continue;
      best = smaller;
      shrunk = true;
      break;
    }
  }
  return best as unknown as World;
}

/** The value with one thing less, larger things first: whole branches before what is in them. */
function* smallerOnes(value: Json): Generator<Json> {
  if (typeof value === 'number') {
    for (const less of [0, 1, Math.trunc(value / 2), value - 1]) if (less >= 0 && less < value) yield less;
  }
  if (Array.isArray(value)) {
    for (const index of value.keys()) yield value.filter((_, at) => at !== index);
    for (const [index, each] of value.entries()) {
      for (const smaller of smallerOnes(each)) yield value.map((old, at) => (at === index ? smaller : old));
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const key of Object.keys(value)) {
      yield Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
    }
    for (const [key, each] of Object.entries(value)) {
      for (const smaller of smallerOnes(each)) yield { ...value, [key]: smaller };
    }
  }
}
