/**
 * Straight lines under the rate cells, one per arm: what the arm charges for any load it could carry is at least α + β × grams. With
 * these as opening and unit prices everything that holds for linear rates bounds the true ones.
 */
import { billable, breakOf, parcelPrice } from './freight';
import type { FreightCells, Problem } from './problem';
import type { Scratch } from './scratch';

/** Where between nothing and all that an arm could carry its line is to be highest. */
const AIM = 0.75;

/** Adds the lines to `armOpen` and `pairCost`, and notes how much (`armRelaxed`, `pairRelaxed`). `weight`: of the cost in the packed numbers; 0 = not in them. */
export function relaxFreight(problem: Problem, scratch: Scratch, arms: number, weight: number): void {
  const { cell: cellOf, cells } = problem.columns;
  const { armSource, armOpen, armRelaxed, armMost, armLeast, armSlope } = scratch;
  const { pairArm, pairCost, pairRelaxed, linePairStart } = scratch;
  armRelaxed.fill(0, 0, arms);
  pairRelaxed.fill(0, 0, linePairStart[problem.lines.length]);
  if (cellOf === null || cells === null || weight === 0) return;
  measureArms(problem, scratch, arms);
  for (let arm = 0; arm < arms; arm += 1) {
    const cell = cellOf[armSource[arm]];
    armSlope[arm] = 0;
    if (cell < 0) continue;
    armRelaxed[arm] = weight * lineUnder(cells, cell, armLeast[arm], armMost[arm], scratch);
    armOpen[arm] += armRelaxed[arm];
    armSlope[arm] = scratch.slope;
  }
  for (let line = 0; line < problem.lines.length; line += 1) {
    const { grams, cm3 } = problem.lines[line];
    for (let pair = linePairStart[line]; pair < linePairStart[line + 1]; pair += 1) {
      const arm = pairArm[pair];
      if (armSlope[arm] === 0) continue;
      const measure = scratch.armByVolume[arm] === 1 ? (cm3 * 1000) / cells.divisor[cellOf[armSource[arm]]] : grams;
      pairRelaxed[pair] = weight * Math.floor(armSlope[arm] * measure);
      pairCost[pair] += pairRelaxed[pair];
    }
  }
}

/**
 * The most that a cell of these arms could add per order unit: each unit in a parcel of its own is always allowed. 0 without cells.
 */
export function dearestFreight(problem: Problem, scratch: Scratch, arms: number): number {
  const { cell: cellOf, cells } = problem.columns;
  if (cellOf === null || cells === null) return 0;
  let grams = 0;
  let cm3 = 0;
  for (const line of problem.lines) {
    if (line.grams > grams) grams = line.grams;
    if (line.cm3 > cm3) cm3 = line.cm3;
  }
  const seen = scratch.reserveCells(cells.cells);
  const dearest = scratch.freight.dearestOf(cells);
  let most = 0;
  for (let arm = 0; arm < arms; arm += 1) {
    const cell = cellOf[scratch.armSource[arm]];
    if (cell < 0 || seen[cell] >= 0) continue;
    seen[cell] = 0;
    const isLinear = cells.breakStart[cell] === cells.breakStart[cell + 1];
    const parcel = isLinear ? parcelPrice(cells, cell, billable(cells, cell, grams, cm3, 1)) : dearest[cell];
    const oversize = cells.oversizeExtra[cell] + cells.oversizeOnce[cell];
    most = Math.max(most, parcel + cells.extra[cell] + oversize);
  }
  return most;
}

/**
 * What each arm could put into a parcel at least and carry at most, in the one measure that is the greater over the whole order:
 * billable weight is never below either.
 */
function measureArms(problem: Problem, scratch: Scratch, arms: number): void {
  const { cell: cellOf, cells } = problem.columns;
  if (cellOf === null || cells === null) return;
  const { armSource, armMost, armLeast, armByVolume, pairArm, pairUnits, linePairStart } = scratch;
  let grams = 0;
  let cm3 = 0;
  for (const line of problem.lines) {
    grams += line.units * line.grams;
    cm3 += line.units * line.cm3;
  }
  for (let arm = 0; arm < arms; arm += 1) {
    const cell = cellOf[armSource[arm]];
    const divisor = cell < 0 ? 0 : cells.divisor[cell];
    armByVolume[arm] = divisor > 0 && (cm3 * 1000) / divisor > grams ? 1 : 0;
    armMost[arm] = 0;
    armLeast[arm] = Number.POSITIVE_INFINITY;
  }
  for (let line = 0; line < problem.lines.length; line += 1) {
    const { grams: ofWeight, cm3: ofVolume, weight } = problem.lines[line];
    for (let pair = linePairStart[line]; pair < linePairStart[line + 1]; pair += 1) {
      const arm = pairArm[pair];
      const measure = armByVolume[arm] === 1 ? (ofVolume * 1000) / cells.divisor[cellOf[armSource[arm]]] : ofWeight;
      armMost[arm] += measure * pairUnits[pair];
      // Parcels share the weight evenly, so none is lighter than the lightest order unit by its line's average.
      if (measure / weight < armLeast[arm]) armLeast[arm] = measure / weight;
    }
  }
}

/**
 * Milli at zero of a line that is nowhere above what a load of `least` to `most` grams costs; its slope is left in `scratch.slope`.
 * Both are at least 0: then the line bounds several parcels too, for p × (α + β × w ÷ p) ≥ α + β × w. The points it must stay under
 * are the right ends of the breaks, each at the cheapest price from there on (a load may be billed by its other measure).
 */
function lineUnder(cells: FreightCells, cell: number, least: number, most: number, scratch: Scratch): number {
  const { extra } = cells;
  const end = cells.breakStart[cell + 1];
  if (cells.breakStart[cell] === end) return linearUnder(cells, cell, most, scratch);
  const floors = scratch.freight.floorsOf(cells);
  const first = breakOf(cells, cell, Math.floor(least));
  let last = first;
  while (last < end - 1 && cells.breakGrams[last] < most) last += 1;
  if (first === end) {
    scratch.slope = 0;
    return extra[cell];
  }
  const aim = least + AIM * (Math.min(most, cells.breakGrams[last]) - least);
  // Edge by edge along the lower hull, until one reaches beyond the aim.
  let from = first;
  let slope = 0;
  for (;;) {
    const x = Math.min(cells.breakGrams[from], most);
    const y = floors[from];
    if (from === last || x >= aim) break;
    let to = last;
    slope = Number.POSITIVE_INFINITY;
    for (let at = from + 1; at <= last; at += 1) {
      const rise = (floors[at] - y) / (Math.min(cells.breakGrams[at], most) - x);
      if (rise <= slope) {
        slope = rise;
        to = at;
      }
    }
    if (Math.min(cells.breakGrams[to], most) >= aim) break;
    from = to;
  }
  if (from === last) slope = 0;
  return anchored(cells, cell, first, last, most, slope, scratch);
}

/** The highest line of this slope, or of the steepest that still begins at nothing or above. */
function anchored(
  cells: FreightCells,
  cell: number,
  first: number,
  last: number,
  most: number,
  slope: number,
  scratch: Scratch,
): number {
  const floors = scratch.freight.floorsOf(cells);
  const extra = cells.extra[cell];
  let steepest = slope;
  let least = Number.POSITIVE_INFINITY;
  for (let at = first; at <= last; at += 1) {
    const x = Math.min(cells.breakGrams[at], most);
    const y = floors[at] + extra;
    if (x > 0 && y / x < steepest) steepest = y / x;
    if (y - slope * x < least) least = y - slope * x;
  }
  if (least >= 0) {
    scratch.slope = slope;
    return Math.floor(Math.max(0, least - 1e-6));
  }
  scratch.slope = steepest * (1 - 1e-12);
  return 0;
}

/** A linear rate is its own line, less what rounding may take off; where its minimum rules, flat. */
function linearUnder(cells: FreightCells, cell: number, most: number, scratch: Scratch): number {
  const atMost = parcelPrice(cells, cell, billable(cells, cell, Math.ceil(most), 0, 1));
  const flat = parcelPrice(cells, cell, 0);
  if (atMost === flat) {
    scratch.slope = 0;
    return flat + cells.extra[cell];
  }
  const factor = (100_000 + cells.fuel[cell]) / 100_000;
  const base = Math.floor(cells.base[cell] * factor - 0.5 - 1e-6);
  if (base + cells.extra[cell] < 0) {
    scratch.slope = 0;
    return flat + cells.extra[cell];
  }
  scratch.slope = cells.gram[cell] * factor * (1 - 1e-12);
  return base + cells.extra[cell];
}
