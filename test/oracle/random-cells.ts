/**
 * Random rate cells, and order units that fit them: breaks that rise, fall, stay and jump, billable steps and volume, minimum and
 * fuel, parcel limits that take several parcels, surcharges. Weights are round, so that they often stand exactly on a break.
 */
import type { FreightCells } from '../../src/splitting/problem';
import type { Dice } from './dice';
import { billableGrams, parcelRate } from './price-parcels';

/** One order unit. */
export interface UnitFacts {
  readonly grams: number;
  readonly cm3: number;
  readonly longestMm: number;
}

/** Draws of the problem's prices, in milli. */
export interface CellPrices {
  readonly fixed: () => number;
  readonly unit: () => number;
  readonly gram: () => number;
}

interface Cell {
  readonly breaks: readonly { readonly grams: number; readonly milli: number }[];
  readonly base: number;
  readonly gram: number;
  readonly minimum: number;
  readonly fuel: number;
  readonly extra: number;
  readonly step: number;
  readonly divisor: number;
  readonly parcelGrams: number;
  readonly parcelCm3: number;
  readonly oversizeMm: number;
  readonly oversizeGrams: number;
  readonly oversizeExtra: number;
  readonly oversizeOnce: number;
}

const GRAMS_ROUND = 50;

export function randomUnit(dice: Dice): UnitFacts {
  return { grams: dice.int(0, 40) * GRAMS_ROUND, cm3: dice.int(0, 40) * 250, longestMm: dice.int(1, 6) * 100 };
}

export interface CellOptions {
  /** The order units that may travel by the cells. */
  readonly units: readonly UnitFacts[];
  readonly price: CellPrices;
  /** Cells that a MIP can write down: breaks so wide that few parcels hold the order, linear rates without percentages. */
  readonly isPlain: boolean;
  /** Volume bills in every cell, far beyond the grams that its parcels hold. */
  readonly isBulky: boolean;
}

/** One to three cells. */
export function randomCells(dice: Dice, options: CellOptions): FreightCells {
  return columnsOf(Array.from({ length: dice.int(1, 3) }, () => randomCell(dice, options)));
}

function randomCell(dice: Dice, options: CellOptions): Cell {
  const { units, price, isBulky } = options;
  const hasBreaks = dice.chance(0.7);
  const linear = hasBreaks ? { base: 0, gram: 0, minimum: 0, fuel: 0 } : randomLinear(dice, options);
  const divisor = isBulky ? dice.pick([1000, 2000, 4000]) : dice.chance(0.3) ? dice.pick([3000, 5000, 6000]) : 0;
  return {
    breaks: hasBreaks ? randomBreaks(dice, options, divisor) : [],
    ...linear,
    extra: dice.chance(0.3) ? price.unit() : 0,
    step: dice.pick([1, 1, 1, 100, 500, 1000]),
    divisor,
    ...(isBulky ? { parcelGrams: tightRoom(dice, units), parcelCm3: Infinity } : randomLimits(dice, units)),
    ...randomOversize(dice, price),
  };
}

function randomLinear(dice: Dice, { price, isPlain }: CellOptions) {
  const base = price.fixed();
  return {
    base,
    gram: dice.chance(0.7) ? price.gram() : dice.int(0, 3),
    minimum: dice.chance(0.4) ? Math.floor(base * 1.5) + price.unit() : 0,
    fuel: !isPlain && dice.chance(0.5) ? dice.int(0, 30_000) : 0,
  };
}

function randomBreaks(dice: Dice, { units, price, isPlain }: CellOptions, divisor: number): Cell['breaks'] {
  const billed = units.map(({ grams, cm3 }) => Math.max(grams, divisor === 0 ? 0 : Math.ceil((cm3 * 1000) / divisor)));
  const heaviest = Math.max(GRAMS_ROUND, ...billed);
  const total = billed.reduce((sum, grams) => sum + grams, 0);
  const most = isPlain || dice.chance(0.4) ? Math.max(total, heaviest) : heaviest * (1 + 2 * dice.next());
  const least = isPlain ? 0.4 : 0;
  const inner = Array.from({ length: dice.int(0, 4) }, () => rounded((least + (1 - least) * dice.next()) * most));
  const grams = [...new Set([...inner, rounded(most)])].sort((a, b) => a - b);
  let milli = price.fixed();
  return grams.map((upTo) => {
    milli = nextPrice(dice, milli, price);
    return { grams: upTo, milli };
  });
}

/** Flat, a little more, far more, a little less, anything. */
function nextPrice(dice: Dice, milli: number, price: CellPrices): number {
  const kind = dice.int(0, 9);
  if (kind < 2) return milli;
  if (kind < 5) return milli + price.unit();
  if (kind < 7) return 2 * milli + price.fixed();
  return kind < 8 ? Math.max(0, milli - price.unit()) : price.fixed();
}

function rounded(grams: number): number {
  return Math.max(1, Math.round(grams / GRAMS_ROUND)) * GRAMS_ROUND;
}

/** Grams for the heaviest unit and little more. */
function tightRoom(dice: Dice, units: readonly UnitFacts[]): number {
  const heaviest = Math.max(1, ...units.map((unit) => unit.grams));
  return dice.chance(0.8) ? Math.floor(heaviest * (1 + dice.next())) : Infinity;
}

/** Room for one to three of the greatest units; now and then the greatest do not fit. */
function randomLimits(dice: Dice, units: readonly UnitFacts[]): Pick<Cell, 'parcelGrams' | 'parcelCm3'> {
  const heaviest = Math.max(0, ...units.map((unit) => unit.grams));
  const largest = Math.max(0, ...units.map((unit) => unit.cm3));
  const room = (most: number) => Math.max(1, Math.floor(most * (dice.chance(0.1) ? 0.8 : 1 + 2 * dice.next())));
  return {
    parcelGrams: dice.chance(0.45) ? room(heaviest) : Infinity,
    parcelCm3: dice.chance(0.2) ? room(largest) : Infinity,
  };
}

function randomOversize(dice: Dice, price: CellPrices) {
  const [byLength, byWeight] = [dice.chance(0.2), dice.chance(0.15)];
  return {
    oversizeMm: byLength ? dice.int(1, 5) * 100 : Infinity,
    oversizeGrams: byWeight ? dice.int(5, 35) * GRAMS_ROUND : Infinity,
    oversizeExtra: (byLength || byWeight) && dice.chance(0.6) ? price.unit() : 0,
    oversizeOnce: (byLength || byWeight) && dice.chance(0.5) ? price.fixed() : 0,
  };
}

/** Whether the unit fits one parcel of the cell: what sourcing promises of every eligible pair. */
export function fitsParcel(cells: FreightCells, cell: number, unit: UnitFacts): boolean {
  if (unit.grams > cells.parcelGrams[cell] || unit.cm3 > cells.parcelCm3[cell]) return false;
  const alone = { ...unit, units: 1, heaviestGrams: unit.grams };
  return parcelRate(cells, cell, billableGrams(cells, cell, alone, 1)) !== null;
}

function columnsOf(cells: readonly Cell[]): FreightCells {
  const breaks = cells.flatMap((cell) => cell.breaks);
  const starts = [0];
  for (const cell of cells) starts.push(starts[starts.length - 1] + cell.breaks.length);
  const column = (read: (cell: Cell) => number) => Float64Array.from(cells, read);
  return {
    cells: cells.length,
    breakStart: Int32Array.from(starts),
    breakGrams: Float64Array.from(breaks, ({ grams }) => grams),
    breakMilli: Float64Array.from(breaks, ({ milli }) => milli),
    base: column((cell) => cell.base),
    gram: column((cell) => cell.gram),
    minimum: column((cell) => cell.minimum),
    fuel: column((cell) => cell.fuel),
    extra: column((cell) => cell.extra),
    step: column((cell) => cell.step),
    divisor: column((cell) => cell.divisor),
    parcelGrams: column((cell) => cell.parcelGrams),
    parcelCm3: column((cell) => cell.parcelCm3),
    oversizeMm: column((cell) => cell.oversizeMm),
    oversizeGrams: column((cell) => cell.oversizeGrams),
    oversizeExtra: column((cell) => cell.oversizeExtra),
    oversizeOnce: column((cell) => cell.oversizeOnce),
  };
}
