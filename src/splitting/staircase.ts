import type { FreightCells, Problem } from './problem';

/** Parcel counts with steps of their own; what more parcels charge is bounded by a price by the gram, in intervals that grow by so much. */
const MOST_PARCELS = 8;
const TAIL_GROWTH = 1.05;
/** Volume as grams is rounded in its last digits: what fits exactly must fit. */
const ROUNDING = 1e-6;

/**
 * What a cell charges, as steps by rising price: a load that costs no more than `price` fits into `holds` by the order's measure and into
 * `holdsOther` by the other one; so the dearest step that must be paid bounds the freight of a load. Every break times every parcel
 * count is a step, but those that hold no more than a cheaper one.
 */
export interface Stairs {
  readonly count: number;
  readonly holds: Float64Array;
  readonly holdsOther: Float64Array;
  /** Milli, without surcharges for what is oversize. */
  readonly price: Float64Array;
}

interface Step {
  readonly price: number;
  readonly holds: number;
  readonly holdsOther: number;
}

/** Cell → its stairs for one order. */
export class Staircases {
  steps = 0;
  private readonly known = new Map<number, Stairs>();
  private grams = 0;
  private cm3 = 0;
  private units = 0;

  /** A new order. */
  takeUp({ lines }: Problem): void {
    this.known.clear();
    this.steps = 0;
    this.grams = 0;
    this.cm3 = 0;
    this.units = 0;
    for (const { units, weight, grams, cm3 } of lines) {
      this.grams += units * grams;
      this.cm3 += units * cm3;
      this.units += units * weight;
    }
  }

  of(cells: FreightCells, cell: number, isByVolume: boolean): Stairs {
    let stairs = this.known.get(cell);
    if (stairs !== undefined) return stairs;
    stairs = this.make(cells, cell, isByVolume);
    this.known.set(cell, stairs);
    return stairs;
  }

  private make(cells: FreightCells, cell: number, isByVolume: boolean): Stairs {
    const { grams, cm3 } = this;
    const divisor = cells.divisor[cell];
    // Volume in the unit of the breaks; where it is not billed, in cm³, for the limit of a parcel alone.
    const volume = divisor > 0 ? (cm3 * 1000) / divisor : cm3;
    const parcelVolume = divisor > 0 ? (cells.parcelCm3[cell] * 1000) / divisor : cells.parcelCm3[cell];
    const all: Step[] = [];
    let whole = Number.POSITIVE_INFINITY;
    const start = cells.breakStart[cell];
    const end = cells.breakStart[cell + 1];
    let least = Number.POSITIVE_INFINITY;
    let perGram = Number.POSITIVE_INFINITY;
    const most = isByVolume ? volume : grams;
    let parcels = 1;
    for (; parcels <= Math.min(MOST_PARCELS, this.units); parcels += 1) {
      if (parcels > 1 && parcels * least >= whole) break;
      for (let at = start; at < end; at += 1) {
        const price = cells.breakMilli[at] + cells.extra[cell];
        const byGrams = Math.min(cells.breakGrams[at], cells.parcelGrams[cell]);
        const byVolume = Math.min(divisor > 0 ? cells.breakGrams[at] : parcelVolume, parcelVolume);
        const holds = parcels * (isByVolume ? byVolume : byGrams) + ROUNDING;
        const holdsOther = parcels * (isByVolume ? byGrams : byVolume) + ROUNDING;
        if (parcels === 1) {
          least = Math.min(least, price);
          perGram = Math.min(perGram, price / (isByVolume ? byVolume : byGrams));
        }
        if (parcels * price < whole) all.push({ price: parcels * price, holds, holdsOther });
        if (parcels * byGrams >= grams && parcels * byVolume >= volume) whole = Math.min(whole, parcels * price);
      }
    }
    if (parcels <= this.units && parcels * least < whole) addTail(all, parcels * least, perGram, most);
    this.steps += 8 * all.length;
    return climb(all);
  }
}

/** Loads of more parcels: at least `least`, and so much by the gram. */
function addTail(all: Step[], least: number, perGram: number, most: number): void {
  let price = least;
  let holds = perGram > 0 ? Math.max(1, least / perGram) : Number.POSITIVE_INFINITY;
  for (;;) {
    all.push({ price, holds, holdsOther: Number.POSITIVE_INFINITY });
    if (holds >= most) return;
    price = Math.max(least, Math.floor(holds * perGram));
    holds *= TAIL_GROWTH;
  }
}

/** By rising price, without those that hold no more than a cheaper one. */
function climb(all: Step[]): Stairs {
  all.sort((a, b) => a.price - b.price || b.holds - a.holds || b.holdsOther - a.holdsOther);
  const kept: Step[] = [];
  for (const step of all) {
    const isLess = (other: Step) => step.holds <= other.holds && step.holdsOther <= other.holdsOther;
    const last = kept[kept.length - 1];
    if (last === undefined || !(isLess(last) || kept.some(isLess))) kept.push(step);
  }
  return {
    count: kept.length,
    holds: Float64Array.from(kept, (step) => step.holds),
    holdsOther: Float64Array.from(kept, (step) => step.holdsOther),
    price: Float64Array.from(kept, (step) => step.price),
  };
}
