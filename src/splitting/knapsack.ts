import type { FreightCells } from './problem';
import type { Scratch } from './scratch';

/** Lines that an arm could ship, in parallel arrays; the first `depth` are in use. */
export interface Choices {
  depth: number;
  /** Change of the reduced cost by a unit, freight not counted; units at most; grams (or volume as grams) of a unit. */
  readonly gain: Float64Array;
  readonly most: Float64Array;
  readonly measure: Float64Array;
}

/**
 * A lower bound of an arm's least reduced cost beside its opening: what its lines are worth at the prices, less a freight by steps.
 * In one parcel, per break: its price, and the lines that pay, best by weight first, up to its last gram, the last one in part (the
 * continuous knapsack: Dantzig 1957). In several: at least two of the cheapest, and at least the cheapest gram there is. With
 * freight × `weight`.
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
  const { depth, gain, most, measure } = choices;
  let least = 0;
  let at = 0;
  let carried = 0;
  let worth = 0;
  let cheapest = Number.POSITIVE_INFINITY;
  for (let index = cells.breakStart[cell]; index < cells.breakStart[cell + 1]; index += 1) {
    const end = Math.min(cells.breakGrams[index], cells.parcelGrams[cell]);
    while (at < depth && carried + most[at] * measure[at] <= end) {
      carried += most[at] * measure[at];
      worth += most[at] * gain[at];
      at += 1;
    }
    const part = at < depth ? ((end - carried) / measure[at]) * gain[at] : 0;
    const price = weight * (floors[index] + extra);
    least = Math.min(least, worth + part + price);
    if (at === depth) break;
  }
  for (let index = cells.breakStart[cell]; index < cells.breakStart[cell + 1]; index += 1) {
    cheapest = Math.min(cheapest, (floors[index] + extra) / cells.breakGrams[index]);
  }
  const parcels = 2 * weight * (scratch.freight.leastParcel(cells)[cell] + extra);
  let bySum = parcels;
  let byGram = 0;
  for (let line = 0; line < depth; line += 1) {
    bySum += most[line] * gain[line];
    byGram += Math.min(0, most[line] * (gain[line] + weight * cheapest * measure[line]));
  }
  return Math.min(least, Math.max(bySum, byGram));
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
