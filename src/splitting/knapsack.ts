import type { FreightCells } from './problem';
import type { Scratch } from './scratch';

/** Volume as grams is rounded in its last digits: what fits exactly must fit. */
const ROUNDING = 1e-6;
/** Branches of one knapsack. */
const MOST_BRANCHES = 200;

/** Lines that an arm could ship, in parallel arrays; the first `depth` are in use. */
export interface Choices {
  depth: number;
  /** Change of the reduced cost by a unit, freight not counted; units at most; grams (or volume as grams) of a unit. */
  readonly gain: Float64Array;
  readonly most: Float64Array;
  readonly measure: Float64Array;
  /** Measured by volume, not by weight. */
  isByVolume: boolean;
  /** The line's place in the walk. */
  readonly place: Int32Array;
  /** The last look took all of them. */
  isAll: boolean;
  /** Units of the load that reaches the bound, in one parcel; `hasBest`: there is one. */
  readonly best: Int32Array;
  hasBest: boolean;
  /** The load at hand, and the branches looked at. */
  readonly units: Int32Array;
  branches: number;
}

export function roomForChoices(lines: number): Choices {
  const column = () => new Float64Array(lines);
  const units = () => new Int32Array(lines);
  return {
    depth: 0,
    gain: column(),
    most: column(),
    measure: column(),
    isByVolume: false,
    place: units(),
    isAll: false,
    best: units(),
    hasBest: false,
    units: units(),
    branches: 0,
  };
}

/**
 * A lower bound of an arm's least reduced cost beside its opening: what its lines are worth at the prices, less a freight by steps. Per
 * break: one parcel up to its last gram at its price; or several, at least two, each gram beyond two parcels at the break's price by the
 * gram. Lines that pay best by weight go first, the last one in part (the continuous knapsack: Dantzig 1957). Freight × `weight`.
 */
export function leastBySteps(
  choices: Choices,
  cells: FreightCells,
  cell: number,
  weight: number,
  scratch: Scratch,
): number {
  sortByMeasure(choices);
  choices.hasBest = false;
  const floors = scratch.freight.floorsOf(cells);
  const extra = cells.extra[cell];
  // The limit of a parcel is on its weight: no limit on volume as grams.
  const most = choices.isByVolume ? Number.POSITIVE_INFINITY : cells.parcelGrams[cell];
  let least = 0;
  for (let index = cells.breakStart[cell]; index < cells.breakStart[cell + 1]; index += 1) {
    const end = Math.min(cells.breakGrams[index], most) + ROUNDING;
    const price = weight * (floors[index] + extra);
    const inSeveral = 2 * price + worthUpTo(choices, 2 * end, price / end);
    if (inSeveral < least) {
      least = inSeveral;
      choices.hasBest = false;
    }
    const inOne = price + worthUpTo(choices, end, Number.POSITIVE_INFINITY);
    const { isAll } = choices;
    if (inOne < least) least = Math.min(least, price + wholeUpTo(choices, end, least - price));
    if (isAll) break;
  }
  return least;
}

/** What the lines change the reduced cost by at least: up to so many grams as they are, beyond at a price by the gram. */
function worthUpTo(choices: Choices, grams: number, perGram: number): number {
  const { depth, gain, most, measure } = choices;
  let left = grams;
  let worth = 0;
  choices.isAll = true;
  for (let at = 0; at < depth; at += 1) {
    const carried = most[at] * measure[at];
    if (carried <= left) {
      worth += most[at] * gain[at];
      left -= carried;
      continue;
    }
    choices.isAll = false;
    const part = left / measure[at];
    worth += part * gain[at];
    left = 0;
    const dearer = gain[at] + perGram * measure[at];
    if (dearer >= 0) break;
    worth += (most[at] - part) * dearer;
  }
  return worth;
}

/** The same in whole units, if that is below `known`: depth first, bounded by the last unit in part. Too many branches: in part. */
function wholeUpTo(choices: Choices, grams: number, known: number): number {
  choices.branches = 0;
  const least = branch(choices, 0, grams, 0, known);
  if (choices.branches <= MOST_BRANCHES) return least;
  choices.hasBest = false;
  return worthUpTo(choices, grams, Number.POSITIVE_INFINITY);
}

function branch(choices: Choices, at: number, left: number, worth: number, known: number): number {
  const { depth, gain, most, measure, units } = choices;
  choices.branches += 1;
  if (choices.branches > MOST_BRANCHES) return known;
  if (at === depth) {
    if (worth >= known) return known;
    choices.best.set(units.subarray(0, depth));
    choices.hasBest = true;
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
  let least = known;
  const fits = measure[at] === 0 ? most[at] : Math.min(most[at], Math.floor(left / measure[at] + 1e-9));
  for (let count = fits; count >= 0; count -= 1) {
    units[at] = count;
    least = branch(choices, at + 1, left - count * measure[at], worth + count * gain[at], least);
    if (choices.branches > MOST_BRANCHES) return known;
  }
  return least;
}

/** Lines that pay most by weight first; those without weight before all. */
function sortByMeasure({ depth, gain, most, measure, place }: Choices): void {
  for (let index = 1; index < depth; index += 1) {
    const itsGain = gain[index];
    const itsMost = most[index];
    const itsMeasure = measure[index];
    const itsPlace = place[index];
    let at = index;
    for (; at > 0 && gain[at - 1] * itsMeasure > itsGain * measure[at - 1]; at -= 1) {
      gain[at] = gain[at - 1];
      most[at] = most[at - 1];
      measure[at] = measure[at - 1];
      place[at] = place[at - 1];
    }
    gain[at] = itsGain;
    most[at] = itsMost;
    measure[at] = itsMeasure;
    place[at] = itsPlace;
  }
}

/** Whole units up to so many grams, those that pay best by weight first, into `amounts` by place; returns the grams. */
export function fillUpTo(choices: Choices, grams: number, amounts: Int32Array): number {
  const { depth, most, measure, place } = choices;
  let left = grams;
  choices.isAll = true;
  amounts.fill(0);
  for (let at = 0; at < depth; at += 1) {
    const units = Math.min(most[at], measure[at] === 0 ? most[at] : Math.floor(left / measure[at]));
    if (units < most[at]) choices.isAll = false;
    amounts[place[at]] = units;
    left -= units * measure[at];
  }
  return grams - left;
}
