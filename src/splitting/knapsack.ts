import { grown } from './grow';
import type { Stairs } from './staircase';

/** Branches of an arm's knapsacks, over all steps. */
const MOST_BRANCHES = 800;
/** Steps of a branch. */
const BRANCH = 4;

/** Lines that an arm could ship, in parallel arrays; the first `depth` are in use. */
export interface Choices {
  depth: number;
  /** Change of the reduced cost by a unit, freight not counted; units at most. */
  readonly gain: Float64Array;
  readonly most: Float64Array;
  /** Of a unit, in the order's measure of the stairs and in the other one. */
  readonly measure: Float64Array;
  readonly other: Float64Array;
  /** Lines by what they pay by the other measure. */
  readonly byOther: Int32Array;
  /** The line's place in the walk. */
  readonly place: Int32Array;
  /** Units of the load of the bound: whole ones where `isWhole`, else the last line in part. */
  readonly best: Float64Array;
  isWhole: boolean;
  /** The load at hand, and the branches looked at. */
  readonly units: Int32Array;
  branches: number;
  /** Steps of the last bound. */
  work: number;
  /** The least bound of branches that were not looked at. */
  open: number;
  /** step: bound by it, the last unit in part. */
  bound: Float64Array;
}

export function roomForChoices(lines: number): Choices {
  const column = () => new Float64Array(lines);
  const units = () => new Int32Array(lines);
  return {
    depth: 0,
    gain: column(),
    most: column(),
    measure: column(),
    other: column(),
    byOther: units(),
    place: units(),
    best: column(),
    isWhole: false,
    units: units(),
    branches: 0,
    work: 0,
    open: 0,
    bound: column(),
  };
}

/**
 * A lower bound of an arm's least reduced cost: what its lines are worth at the prices, less opening and freight by steps. Per step,
 * lines that pay best by measure go first, the last one in part (the continuous knapsack: Dantzig 1957): if nothing pays so, that is the
 * bound. Else in whole units within both measures, the step of the least bound first. Freight × `weight`.
 */
export function leastByStairs(choices: Choices, stairs: Stairs, weight: number, opening: number): number {
  sortByMeasure(choices);
  const steps = boundSteps(choices, stairs, weight, opening);
  const { bound } = choices;
  let first = 0;
  for (let step = 1; step < steps; step += 1) if (bound[step] < bound[first]) first = step;
  choices.work = choices.depth + steps;
  if (bound[first] >= 0) return bound[first];
  sortByOther(choices);
  let least = 0;
  let open = 0;
  let loosest = -1;
  choices.branches = 0;
  for (let next = -1; next < steps; next += 1) {
    const step = next < 0 ? first : next;
    if (bound[step] >= least || next === first) continue;
    const fixed = opening + weight * stairs.price[step];
    choices.open = Number.POSITIVE_INFINITY;
    least = fixed + branch(choices, 0, stairs.holds[step], stairs.holdsOther[step], 0, least - fixed);
    if (fixed + choices.open < open) {
      open = fixed + choices.open;
      loosest = step;
    }
  }
  choices.work += BRANCH * choices.branches;
  choices.isWhole = least <= open;
  if (!choices.isWhole) fill(choices, stairs.holds[loosest]);
  return Math.min(least, open);
}

/** The bound of each step that may be needed, in `choices.bound`; returns how many there are. */
function boundSteps(choices: Choices, stairs: Stairs, weight: number, open: number): number {
  const { depth, gain, most, measure, other } = choices;
  if (choices.bound.length < stairs.count) choices.bound = new Float64Array(grown(stairs.count));
  const { bound } = choices;
  let otherOfAll = 0;
  for (let line = 0; line < depth; line += 1) otherOfAll += most[line] * other[line];
  let at = 0;
  let carried = 0;
  let worth = 0;
  for (let step = 0; step < stairs.count; step += 1) {
    const holds = stairs.holds[step];
    for (; at < depth && carried + most[at] * measure[at] <= holds; at += 1) {
      carried += most[at] * measure[at];
      worth += most[at] * gain[at];
    }
    const part = at < depth ? Math.max(0, holds - carried) * (gain[at] / measure[at]) : 0;
    bound[step] = open + weight * stairs.price[step] + worth + part;
    if (at === depth && otherOfAll <= stairs.holdsOther[step]) return step + 1;
  }
  return stairs.count;
}

/** The load of a step's bound: those that pay best by measure first, the last in part. */
function fill({ depth, most, measure, best }: Choices, holds: number): void {
  let left = holds;
  for (let line = 0; line < depth; line += 1) {
    best[line] = measure[line] === 0 ? most[line] : Math.min(most[line], left / measure[line]);
    left = Math.max(0, left - best[line] * measure[line]);
  }
}

/** The least worth of whole units from the `at`th line on, if that is below `known`: depth first, bounded by the last unit in part. */
function branch(choices: Choices, at: number, left: number, leftOther: number, worth: number, known: number): number {
  const { depth, gain, most, measure, other, units } = choices;
  choices.branches += 1;
  if (at === depth) {
    if (worth >= known) return known;
    choices.best.set(units.subarray(0, depth));
    return worth;
  }
  let rest = left;
  let bound = worth;
  for (let line = at; line < depth && rest > 0; line += 1) {
    const carried = Math.min(rest, most[line] * measure[line]);
    bound += measure[line] === 0 ? most[line] * gain[line] : (carried / measure[line]) * gain[line];
    rest -= carried;
  }
  if (bound >= known - 1e-6) return known;
  bound = Math.max(bound, worth + restByOther(choices, at, leftOther));
  if (bound >= known - 1e-6) return known;
  if (choices.branches > MOST_BRANCHES) {
    choices.open = Math.min(choices.open, bound);
    return known;
  }
  let least = known;
  let fits = measure[at] === 0 ? most[at] : Math.min(most[at], Math.floor(left / measure[at] + 1e-9));
  if (other[at] > 0) fits = Math.min(fits, Math.floor(leftOther / other[at] + 1e-9));
  for (let count = fits; count >= 0; count -= 1) {
    units[at] = count;
    const rests = left - count * measure[at];
    least = branch(choices, at + 1, rests, leftOther - count * other[at], worth + count * gain[at], least);
  }
  return least;
}

/** What the lines from the `at`th on are worth at most by the other measure, the last unit in part. */
export function restByOther({ depth, gain, most, other, byOther }: Choices, at: number, leftOther: number): number {
  let rest = leftOther;
  let worth = 0;
  for (let index = 0; index < depth && rest > 0; index += 1) {
    const line = byOther[index];
    if (line < at || gain[line] >= 0) continue;
    const carried = Math.min(rest, most[line] * other[line]);
    worth += other[line] === 0 ? most[line] * gain[line] : (carried / other[line]) * gain[line];
    rest -= carried;
  }
  return worth;
}

/** Lines by what they pay by the other measure, those without any before all. */
export function sortByOther({ depth, gain, other, byOther }: Choices): void {
  for (let line = 0; line < depth; line += 1) {
    let at = line;
    for (; at > 0 && gain[byOther[at - 1]] * other[line] > gain[line] * other[byOther[at - 1]]; at -= 1) {
      byOther[at] = byOther[at - 1];
    }
    byOther[at] = line;
  }
}

/** Lines that pay most by measure first; those without any before all. */
export function sortByMeasure({ depth, gain, most, measure, other, place }: Choices): void {
  for (let index = 1; index < depth; index += 1) {
    const itsGain = gain[index];
    const itsMost = most[index];
    const itsMeasure = measure[index];
    const itsOther = other[index];
    const itsPlace = place[index];
    let at = index;
    for (; at > 0 && gain[at - 1] * itsMeasure > itsGain * measure[at - 1]; at -= 1) {
      gain[at] = gain[at - 1];
      most[at] = most[at - 1];
      measure[at] = measure[at - 1];
      other[at] = other[at - 1];
      place[at] = place[at - 1];
    }
    gain[at] = itsGain;
    most[at] = itsMost;
    measure[at] = itsMeasure;
    other[at] = itsOther;
    place[at] = itsPlace;
  }
}

/** Whole units within both measures, those that pay best first, into `amounts` by place; returns how many. */
export function fillUpTo(choices: Choices, holds: number, holdsOther: number, amounts: Int32Array): number {
  const { depth, most, measure, other, place } = choices;
  let left = holds;
  let leftOther = holdsOther;
  let taken = 0;
  amounts.fill(0);
  for (let at = 0; at < depth; at += 1) {
    let units = measure[at] === 0 ? most[at] : Math.min(most[at], Math.floor(left / measure[at]));
    if (other[at] > 0) units = Math.min(units, Math.floor(leftOther / other[at]));
    amounts[place[at]] = units;
    left -= units * measure[at];
    leftOther -= units * other[at];
    taken += units;
  }
  return taken;
}
