/** The ways to open a source: so many parcels of such a break. Of those that hold the same, only the cheapest. */
import type { FreightCells, Problem } from '../../src/splitting/problem';

export interface Opening {
  /** All that the shipment costs, whatever it holds. */
  readonly milli: number;
  readonly parcels: number;
  /** What it may hold. */
  readonly grams: number;
  readonly cm3: number;
}

/** @throws for a cell that a binary per break does not model: a linear rate, or oversize units */
export function openingsOf(problem: Problem, source: number): Opening[] {
  const { open, cell: cellOf, cells } = problem.columns;
  const cell = cellOf === null ? -1 : cellOf[source];
  const whole = wholeOrder(problem);
  if (cells === null || cell < 0) return [{ ...whole, milli: open[source], parcels: 1 }];
  const [first, last] = [cells.breakStart[cell], cells.breakStart[cell + 1]];
  if (first === last || cells.oversizeMm[cell] + cells.oversizeGrams[cell] < Number.POSITIVE_INFINITY) {
    throw new Error('The model of the general solvers is one binary per break.');
  }
  const cheapest = cells.extra[cell] + Math.min(...cells.breakMilli.subarray(first, last));
  const all: Opening[] = [];
  let forWhole = Number.POSITIVE_INFINITY;
  for (let parcels = 1; parcels <= whole.units && parcels * cheapest < forWhole; parcels += 1) {
    for (let at = first; at < last; at += 1) {
      const { grams, cm3 } = holdOf(cells, cell, at, parcels);
      const milli = parcels * (cells.breakMilli[at] + cells.extra[cell]);
      all.push({
        milli: open[source] + milli,
        parcels,
        grams: Math.min(grams, whole.grams),
        cm3: Math.min(cm3, whole.cm3),
      });
      if (grams >= whole.grams && cm3 >= whole.cm3) forWhole = Math.min(forWhole, milli);
    }
  }
  return withoutDominated(all);
}

/** Billed weight ≤ the break's last gram ⇔ grams ≤ parcels × that, and cm³ × 1000 ≤ parcels × divisor × that (in whole steps). */
function holdOf(cells: FreightCells, cell: number, at: number, parcels: number): { grams: number; cm3: number } {
  const step = cells.step[cell];
  const billed = step * Math.floor(cells.breakGrams[at] / step);
  const divisor = cells.divisor[cell];
  const byDivisor = divisor === 0 ? Number.POSITIVE_INFINITY : Math.floor((parcels * divisor * billed) / 1000);
  return {
    grams: parcels * Math.min(billed, cells.parcelGrams[cell]),
    cm3: Math.min(byDivisor, parcels * cells.parcelCm3[cell]),
  };
}

function withoutDominated(openings: readonly Opening[]): Opening[] {
  const kept: Opening[] = [];
  for (const one of [...openings].sort((a, b) => a.milli - b.milli || a.parcels - b.parcels)) {
    const isDominated = kept.some(
      ({ parcels, grams, cm3 }) => parcels <= one.parcels && grams >= one.grams && cm3 >= one.cm3,
    );
    if (!isDominated) kept.push(one);
  }
  return kept;
}

function wholeOrder({ lines }: Problem): { grams: number; cm3: number; units: number } {
  const sum = { grams: 0, cm3: 0, units: 0 };
  for (const { units, weight, grams, cm3 } of lines) {
    sum.grams += units * grams;
    sum.cm3 += units * cm3;
    sum.units += units * weight;
  }
  return sum;
}
