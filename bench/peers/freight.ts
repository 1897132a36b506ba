/**
 * What a shipment costs by its rate cell, read from the sheet's comment alone: the peers' own code, so that it can be held against the
 * engine's. Every parcel count that could be cheapest is tried.
 */
import type { FreightCells, Problem } from '../../src/splitting/problem';

/** What a shipment holds: sums over its units, and the greatest single unit. */
export interface Load {
  grams: number;
  cm3: number;
  units: number;
  longestMm: number;
  heaviestGrams: number;
}

export function emptyLoad(): Load {
  return { grams: 0, cm3: 0, units: 0, longestMm: 0, heaviestGrams: 0 };
}

export function addToLoad(load: Load, line: Problem['lines'][number], units: number): void {
  load.grams += units * line.grams;
  load.cm3 += units * line.cm3;
  load.units += units * line.weight;
  if (line.longestMm > load.longestMm) load.longestMm = line.longestMm;
  if (line.heaviestGrams > load.heaviestGrams) load.heaviestGrams = line.heaviestGrams;
}

/** What the source's cell charges, in 1/1000 minor unit; nothing for a source without one, whose rate is in `open` and `gram`. */
export function freightMilli({ columns }: Problem, source: number, load: Load): number {
  const { cell, cells } = columns;
  return cells === null || cell === null || cell[source] < 0 ? 0 : CellPrices.of(cells).milli(cell[source], load);
}

export function parcelsOf({ columns }: Problem, source: number, load: Load): number {
  const { cell, cells } = columns;
  return cells === null || cell === null || cell[source] < 0 ? 1 : CellPrices.of(cells).parcels(cell[source], load);
}

/** One for all orders whose problems share their cells. */
export class CellPrices {
  static readonly #known = new WeakMap<FreightCells, CellPrices>();

  static of(cells: FreightCells): CellPrices {
    const known = CellPrices.#known.get(cells);
    if (known !== undefined) return known;
    const fresh = new CellPrices(cells);
    CellPrices.#known.set(cells, fresh);
    return fresh;
  }

  /** cell → the least that any parcel costs: where to stop trying more of them. */
  readonly #cheapest: Float64Array;

  private constructor(readonly cells: FreightCells) {
    this.#cheapest = Float64Array.from({ length: cells.cells }, (_, cell) => {
      const breaks = cells.breakMilli.subarray(cells.breakStart[cell], cells.breakStart[cell + 1]);
      return cells.extra[cell] + (breaks.length === 0 ? this.#linear(cell, 0) : Math.min(...breaks));
    });
  }

  /** 1/1000 minor unit. @throws where no parcel count is allowed: then the pair should not have been eligible */
  milli(cell: number, load: Load): number {
    const { oversizeMm, oversizeGrams, oversizeOnce } = this.cells;
    const isOversize = load.longestMm > oversizeMm[cell] || load.heaviestGrams > oversizeGrams[cell];
    let least = Number.POSITIVE_INFINITY;
    for (let count = this.#fewest(cell, load); count <= load.units; count += 1) {
      if (count * this.#cheapest[cell] >= least) break;
      const milli = this.#inParcels(cell, load, count, isOversize);
      if (milli < least) least = milli;
    }
    if (least === Number.POSITIVE_INFINITY) throw new Error(`Not a plan: no parcels hold ${load.grams} g.`);
    return isOversize ? least + oversizeOnce[cell] : least;
  }

  /** The fewest that cost no more than any other count. */
  parcels(cell: number, load: Load): number {
    const { oversizeMm, oversizeGrams, oversizeOnce } = this.cells;
    const isOversize = load.longestMm > oversizeMm[cell] || load.heaviestGrams > oversizeGrams[cell];
    const least = this.milli(cell, load) - (isOversize ? oversizeOnce[cell] : 0);
    let count = this.#fewest(cell, load);
    while (this.#inParcels(cell, load, count, isOversize) !== least) count += 1;
    return count;
  }

  /** What each of so many parcels is billed for. */
  billedGrams(cell: number, { grams, cm3 }: Load, parcels: number): number {
    const step = this.cells.step[cell];
    const divisor = this.cells.divisor[cell];
    // Whole numbers far below 2^53: the quotient's rounding cannot matter.
    const byWeight = Math.ceil(grams / (parcels * step));
    const byVolume = divisor === 0 ? 0 : Math.ceil((1000 * cm3) / (parcels * divisor * step));
    return step * (byVolume > byWeight ? byVolume : byWeight);
  }

  /** The last gram of the break that holds a parcel of so many; Infinity for a linear rate. */
  stepGrams(cell: number, billed: number): number {
    const { breakStart, breakGrams } = this.cells;
    const breaks = breakGrams.subarray(breakStart[cell], breakStart[cell + 1]);
    return breaks.find((grams) => grams >= billed) ?? Number.POSITIVE_INFINITY;
  }

  /** Whether one parcel may hold it all. */
  holdsInOne(cell: number, load: Load): boolean {
    return this.#fewest(cell, load) === 1 && this.#parcel(cell, this.billedGrams(cell, load, 1)) < Infinity;
  }

  #fewest(cell: number, { grams, cm3 }: Load): number {
    const { parcelGrams, parcelCm3 } = this.cells;
    if (grams <= parcelGrams[cell] && cm3 <= parcelCm3[cell]) return 1;
    return Math.max(Math.ceil(grams / parcelGrams[cell]), Math.ceil(cm3 / parcelCm3[cell]));
  }

  #inParcels(cell: number, load: Load, count: number, isOversize: boolean): number {
    const { extra, oversizeExtra } = this.cells;
    const each = this.#parcel(cell, this.billedGrams(cell, load, count)) + extra[cell];
    return count * (isOversize ? each + oversizeExtra[cell] : each);
  }

  /** One parcel without surcharges; Infinity beyond the last break. */
  #parcel(cell: number, billed: number): number {
    const { breakStart, breakGrams, breakMilli } = this.cells;
    const last = breakStart[cell + 1];
    let at = breakStart[cell];
    if (at === last) return this.#linear(cell, billed);
    let end = last;
    while (at < end) {
      const middle = (at + end) >> 1;
      if (breakGrams[middle] >= billed) end = middle;
      else at = middle + 1;
    }
    return at === last ? Number.POSITIVE_INFINITY : breakMilli[at];
  }

  /** Half-up of price × (100,000 + fuel) ÷ 100,000; what is below 100,000 apart, so that no product passes 2^53. */
  #linear(cell: number, billed: number): number {
    const { base, gram, minimum, fuel } = this.cells;
    const price = Math.max(minimum[cell], base[cell] + gram[cell] * billed);
    const rest = price % 100_000;
    const whole = (price - rest) / 100_000;
    return price + whole * fuel[cell] + Math.floor((rest * fuel[cell] + 50_000) / 100_000);
  }
}
