import type { FreightCells, Problem } from './problem';

/** What a shipment's price reads of its contents: sums over the units, and the greatest single unit. */
export interface Load {
  grams: number;
  cm3: number;
  /** Order units. */
  units: number;
  longestMm: number;
  heaviestGrams: number;
}

/** Prices shipments by rate cell, exactly. After a call `parcels` says in how many. */
export class Freight {
  parcels = 1;
  /** Parcel counts priced so far. */
  looks = 0;
  /** cell: least that a parcel can cost. Made once per table of cells. */
  private readonly leastOf = new WeakMap<FreightCells, Float64Array>();
  private readonly dearest = new WeakMap<FreightCells, Float64Array>();
  private readonly floors = new WeakMap<FreightCells, Float64Array>();

  /** Milli that the cell charges for the load: the parcel count that costs least, the fewest of equal price. */
  price(cells: FreightCells, cell: number, grams: number, cm3: number, units: number, oversize: boolean): number {
    const least = this.leastParcel(cells)[cell];
    const extra = cells.extra[cell] + (oversize ? cells.oversizeExtra[cell] : 0);
    const most = Math.max(1, units);
    let best = Number.POSITIVE_INFINITY;
    let count = 1;
    if (grams > cells.parcelGrams[cell]) count = ceilDivide(grams, cells.parcelGrams[cell]);
    if (cm3 > cells.parcelCm3[cell]) count = Math.max(count, ceilDivide(cm3, cells.parcelCm3[cell]));
    while (count <= most && count * (least + extra) < best) {
      this.looks += 1;
      const billed = billable(cells, cell, grams, cm3, count);
      const total = count * (parcelPrice(cells, cell, billed) + extra);
      if (total < best) {
        best = total;
        this.parcels = count;
      }
      // Most shipments are cheapest in as few parcels as hold them.
      if ((count + 1) * (least + extra) >= best) break;
      count = nextCount(cells, cell, grams, cm3, count, billed);
    }
    return oversize ? best + cells.oversizeOnce[cell] : best;
  }

  /** cell → the least that any parcel costs, surcharges not counted. */
  leastParcel(cells: FreightCells): Float64Array {
    const known = this.leastOf.get(cells);
    if (known !== undefined) return known;
    const least = new Float64Array(cells.cells);
    for (let cell = 0; cell < cells.cells; cell += 1) {
      const start = cells.breakStart[cell];
      const end = cells.breakStart[cell + 1];
      least[cell] = start === end ? linearPrice(cells, cell, 0) : Number.POSITIVE_INFINITY;
      for (let at = start; at < end; at += 1) least[cell] = Math.min(least[cell], cells.breakMilli[at]);
    }
    this.leastOf.set(cells, least);
    return least;
  }

  /** cell → the most that a parcel within its breaks costs, surcharges not counted; 0 for a linear rate. */
  dearestOf(cells: FreightCells): Float64Array {
    let dearest = this.dearest.get(cells);
    if (dearest !== undefined) return dearest;
    dearest = new Float64Array(cells.cells);
    for (let cell = 0; cell < cells.cells; cell += 1) {
      for (let at = cells.breakStart[cell]; at < cells.breakStart[cell + 1]; at += 1) {
        dearest[cell] = Math.max(dearest[cell], cells.breakMilli[at]);
      }
    }
    this.dearest.set(cells, dearest);
    return dearest;
  }

  /** break → the least that a parcel of its weight or more costs, surcharges not counted. */
  floorsOf(cells: FreightCells): Float64Array {
    let floors = this.floors.get(cells);
    if (floors !== undefined) return floors;
    floors = cells.breakMilli.slice();
    for (let cell = 0; cell < cells.cells; cell += 1) {
      for (let at = cells.breakStart[cell + 1] - 2; at >= cells.breakStart[cell]; at -= 1) {
        floors[at] = Math.min(floors[at], floors[at + 1]);
      }
    }
    this.floors.set(cells, floors);
    return floors;
  }
}

/** Grams that each of so many parcels is billed for. */
export function billable(cells: FreightCells, cell: number, grams: number, cm3: number, count: number): number {
  const step = cells.step[cell];
  const divisor = cells.divisor[cell];
  const size = count * step;
  const weight = size === 1 ? grams : step * ceilDivide(grams, size);
  if (divisor === 0) return weight;
  const volume = step * ceilDivide(cm3 * 1000, size * divisor);
  return volume > weight ? volume : weight;
}

/** Milli of a parcel by its billable grams, surcharges not counted; Infinity beyond the last break. */
export function parcelPrice(cells: FreightCells, cell: number, billed: number): number {
  const end = cells.breakStart[cell + 1];
  if (cells.breakStart[cell] === end) return linearPrice(cells, cell, billed);
  const at = breakOf(cells, cell, billed);
  return at === end ? Number.POSITIVE_INFINITY : cells.breakMilli[at];
}

function linearPrice(cells: FreightCells, cell: number, billed: number): number {
  const fuel = cells.fuel[cell];
  const price = Math.max(cells.minimum[cell], cells.base[cell] + cells.gram[cell] * billed);
  if (fuel === 0) return Math.floor(price + 0.5);
  // price × (100,000 + fuel) may pass 2^53: the part below 100,000 is multiplied apart.
  const whole = Math.floor(price / 100_000);
  const rest = price - whole * 100_000;
  return whole * (100_000 + fuel) + Math.floor((rest * (100_000 + fuel) + 50_000) / 100_000);
}

/** First break that holds so many grams; one past the cell's last where none does. */
export function breakOf(cells: FreightCells, cell: number, billed: number): number {
  let low = cells.breakStart[cell];
  let high = cells.breakStart[cell + 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cells.breakGrams[middle] < billed) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The next parcel count that can be cheaper: the least that brings the billed weight below where its price stays the same. Fewer
 * parcels of one price never cost more, so no count between is looked at. Infinity: none.
 */
function nextCount(
  cells: FreightCells,
  cell: number,
  grams: number,
  cm3: number,
  count: number,
  billed: number,
): number {
  const step = cells.step[cell];
  const start = cells.breakStart[cell];
  let below = billed - step;
  if (start < cells.breakStart[cell + 1]) {
    const at = breakOf(cells, cell, billed);
    if (at === start) return Number.POSITIVE_INFINITY;
    below = cells.breakGrams[at - 1];
  } else if (cells.gram[cell] === 0 || cells.base[cell] + cells.gram[cell] * billed <= cells.minimum[cell]) {
    return Number.POSITIVE_INFINITY;
  }
  const steps = Math.floor(below / step);
  if (steps < 1) return Number.POSITIVE_INFINITY;
  const byWeight = ceilDivide(grams, steps * step);
  const divisor = cells.divisor[cell];
  const byVolume = divisor === 0 ? 0 : ceilDivide(cm3 * 1000, steps * divisor * step);
  return Math.max(count + 1, byWeight, byVolume);
}

/** ⌈a ÷ b⌉ of integers, exactly: the quotient's last digit may be rounded. */
function ceilDivide(a: number, b: number): number {
  const quotient = Math.floor(a / b);
  if (quotient * b < a) return quotient + 1;
  return (quotient - 1) * b >= a && quotient > 0 ? quotient - 1 : quotient;
}

export function isOversize({ oversizeMm, oversizeGrams }: FreightCells, cell: number, load: Load): boolean {
  return load.longestMm > oversizeMm[cell] || load.heaviestGrams > oversizeGrams[cell];
}

/** Adds so many units of a line to a load. */
export function addToLoad(load: Load, line: Problem['lines'][number], units: number): void {
  load.grams += units * line.grams;
  load.cm3 += units * line.cm3;
  load.units += units * line.weight;
  if (line.longestMm > load.longestMm) load.longestMm = line.longestMm;
  if (line.heaviestGrams > load.heaviestGrams) load.heaviestGrams = line.heaviestGrams;
}

export function emptyLoad(): Load {
  return { grams: 0, cm3: 0, units: 0, longestMm: 0, heaviestGrams: 0 };
}

/** Milli that the source's cell charges for a load; 0 for a source without a cell, in one parcel. */
export function freightOf({ columns }: Problem, freight: Freight, source: number, load: Load): number {
  const { cell: cellOf, cells } = columns;
  const cell = cellOf === null ? -1 : cellOf[source];
  if (cells === null || cell < 0) {
    freight.parcels = 1;
    return 0;
  }
  return freight.price(cells, cell, load.grams, load.cm3, load.units, isOversize(cells, cell, load));
}
