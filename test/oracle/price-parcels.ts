/**
 * What a rate cell charges for a shipment, as the data sheet words it and no cleverer: every parcel count is tried. Shares no code with
 * what solves.
 */
import type { FreightCells, Problem } from '../../src/splitting/problem';

/** What one source ships. `units` are order units. */
export interface Freight {
  readonly grams: number;
  readonly cm3: number;
  readonly units: number;
  readonly longestMm: number;
  readonly heaviestGrams: number;
}

export interface Priced {
  readonly parcels: number;
  readonly milli: number;
}

/** What a source ships of some lines: at least one part. */
export function freightOfParts(
  lines: Problem['lines'],
  parts: readonly { readonly line: number; readonly units: number }[],
): Freight {
  const held = parts.map(({ line, units }) => ({ ...lines[line], shipped: units }));
  return {
    grams: held.reduce((sum, line) => sum + line.shipped * line.grams, 0),
    cm3: held.reduce((sum, line) => sum + line.shipped * line.cm3, 0),
    units: held.reduce((sum, line) => sum + line.shipped * line.weight, 0),
    longestMm: Math.max(...held.map((line) => line.longestMm)),
    heaviestGrams: Math.max(...held.map((line) => line.heaviestGrams)),
  };
}

/** The cheapest number of parcels, the fewest of equal price; null where no number of parcels can be priced. */
export function priceFreight(cells: FreightCells, cell: number, freight: Freight): Priced | null {
  const isOversize = freight.longestMm > cells.oversizeMm[cell] || freight.heaviestGrams > cells.oversizeGrams[cell];
  const extra = cells.extra[cell] + (isOversize ? cells.oversizeExtra[cell] : 0);
  const once = isOversize ? cells.oversizeOnce[cell] : 0;
  let best: Priced | null = null;
  for (let parcels = leastParcels(cells, cell, freight); parcels <= freight.units; parcels += 1) {
    const rate = parcelRate(cells, cell, billableGrams(cells, cell, freight, parcels));
    if (rate === null) continue;
    const milli = parcels * (rate + extra) + once;
    if (best === null || milli < best.milli) best = { parcels, milli };
  }
  return best;
}

/** Parcels that the limits need. */
export function leastParcels(cells: FreightCells, cell: number, { grams, cm3 }: Freight): number {
  const byGrams = cells.parcelGrams[cell] === Infinity ? 0 : ceilDivided(grams, cells.parcelGrams[cell]);
  const byCm3 = cells.parcelCm3[cell] === Infinity ? 0 : ceilDivided(cm3, cells.parcelCm3[cell]);
  return Math.max(1, byGrams, byCm3);
}

/** Billable grams of each of so many parcels. */
export function billableGrams(cells: FreightCells, cell: number, { grams, cm3 }: Freight, parcels: number): number {
  const step = cells.step[cell];
  const weighed = ceilDivided(grams, parcels * step) * step;
  if (cells.divisor[cell] === 0) return weighed;
  return Math.max(weighed, ceilDivided(cm3 * 1000, parcels * cells.divisor[cell] * step) * step);
}

/** Milli of one parcel without `extra`; null above the last break. */
export function parcelRate(cells: FreightCells, cell: number, grams: number): number | null {
  const [first, end] = [cells.breakStart[cell], cells.breakStart[cell + 1]];
  if (first < end) {
    for (let index = first; index < end; index += 1) {
      if (grams <= cells.breakGrams[index]) return cells.breakMilli[index];
    }
    return null;
  }
  const price = Math.max(cells.minimum[cell], cells.base[cell] + cells.gram[cell] * grams);
  return Number((BigInt(price) * BigInt(100_000 + cells.fuel[cell]) + 50_000n) / 100_000n);
}

function ceilDivided(count: number, divisor: number): number {
  const rest = count % divisor;
  return (count - rest) / divisor + (rest > 0 ? 1 : 0);
}
