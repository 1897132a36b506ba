import type { FreightCells } from './problem';
import type { Scratch } from './scratch';

/** Lines that an arm could ship, in parallel arrays; the first `depth` are in use. */
export interface Choices {
  depth: number;
  /** Change of the reduced cost by a unit, freight not counted; units at most; grams (or volume as grams) of a unit. */
  readonly gain: Float64Array;
  readonly most: Float64Array;
  readonly measure: Float64Array;
  /** The last look took all of them. */
  isAll: boolean;
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
  const floors = scratch.freight.floorsOf(cells);
  const extra = cells.extra[cell];
  let least = 0;
  for (let index = cells.breakStart[cell]; index < cells.breakStart[cell + 1]; index += 1) {
    const end = Math.min(cells.breakGrams[index], cells.parcelGrams[cell]);
    const price = weight * (floors[index] + extra);
    const inSeveral = 2 * price + worthUpTo(choices, 2 * end, price / end);
    const inOne = price + worthUpTo(choices, end, Number.POSITIVE_INFINITY);
    least = Math.min(least, inOne, inSeveral);
    if (choices.isAll) break;
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

/** Lines that pay most by weight first; those without weight before all. */
function sortByMeasure({ depth, gain, most, measure }: Choices): void {
  for (let index = 1; index < depth; index += 1) {
    const itsGain = gain[index];
    const itsMost = most[index];
    const itsMeasure = measure[index];
    let at = index;
    for (; at > 0 && gain[at - 1] * itsMeasure > itsGain * measure[at - 1]; at -= 1) {
      gain[at] = gain[at - 1];
      most[at] = most[at - 1];
      measure[at] = measure[at - 1];
    }
    gain[at] = itsGain;
    most[at] = itsMost;
    measure[at] = itsMeasure;
  }
}
