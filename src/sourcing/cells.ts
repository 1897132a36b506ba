/** Rates as numbers: a straight line where that is all, else a cell of `FreightCells`. */
import type { RateCard } from '../model/network';
import type { Rate } from '../model/types';
import { addPercent, toMilli } from '../model/units';
import type { FreightCells } from '../splitting/problem';

/** A rate of a card, priced: `cell` −1 = the line `open` + `gram` × grams, else the cell says it. Milli. */
export interface PricedRate {
  readonly cell: number;
  readonly open: number;
  readonly gram: number;
}

/** Collects cells, each of a card and one of its rates; equal ones are one. */
export class CellTable {
  readonly #cells: { readonly card: RateCard; readonly rate: Rate }[] = [];
  readonly #byCard = new Map<RateCard, Map<string, number>>();

  add(card: RateCard, rate: Rate): PricedRate {
    if (isLine(card, rate)) return { cell: -1, open: toMilli(rate.base ?? 0), gram: rate.perKg ?? 0 };
    let known = this.#byCard.get(card);
    if (known === undefined) {
      known = new Map();
      this.#byCard.set(card, known);
    }
    const key = JSON.stringify([rate.base, rate.perKg, rate.breaks, rate.minimum]);
    let cell = known.get(key);
    if (cell === undefined) {
      cell = this.#cells.push({ card, rate }) - 1;
      known.set(key, cell);
    }
    return { cell, open: 0, gram: 0 };
  }

  /** A flat price per shipment, whatever it holds; parcels only where they have a limit. */
  addFlat(card: RateCard, price: number): PricedRate {
    const { maxGrams, maxCm3 } = card.parcel ?? {};
    if (maxGrams === undefined && maxCm3 === undefined) return { cell: -1, open: toMilli(price), gram: 0 };
    const limits = { id: card.id, parcel: card.parcel };
    return { ...this.add(this.#flatOf(card, limits), { base: 0, perKg: 0 }), open: toMilli(price) };
  }

  readonly #flat = new Map<RateCard, RateCard>();

  #flatOf(card: RateCard, limits: RateCard): RateCard {
    const flat = this.#flat.get(card) ?? limits;
    this.#flat.set(card, flat);
    return flat;
  }

  /** All cells so far as columns; null where there is none. `extra` is by destination: see `withExtra`. */
  columns(): FreightCells | null {
    const cells = this.#cells;
    if (cells.length === 0) return null;
    const column = (of: (card: RateCard, rate: Rate) => number) =>
      Float64Array.from(cells, ({ card, rate }) => of(card, rate));
    const breaks = cells.map(({ card, rate }) => breaksOf(card, rate));
    const breakStart = new Int32Array(cells.length + 1);
    breaks.forEach((list, cell) => {
      breakStart[cell + 1] = breakStart[cell] + list.length;
    });
    const oversize = ({ surcharges }: RateCard) => surcharges?.oversize;
    const charged = (card: RateCard, per: 'parcel' | 'shipment') => {
      const surcharge = oversize(card);
      return surcharge?.per === per ? toMilli(surcharge.price) : 0;
    };
    return {
      cells: cells.length,
      breakStart,
      breakGrams: Float64Array.from(breaks.flat(), ({ grams }) => grams),
      breakMilli: Float64Array.from(breaks.flat(), ({ milli }) => milli),
      base: column((_, rate) => toMilli(rate.base ?? 0)),
      gram: column((_, rate) => rate.perKg ?? 0),
      minimum: column((_, rate) => toMilli(rate.minimum ?? 0)),
      fuel: column(fuelOf),
      extra: column(() => 0),
      step: column((card) => card.stepGrams ?? 1),
      divisor: column((card) => card.divisorCm3PerKg ?? 0),
      parcelGrams: column((card) => card.parcel?.maxGrams ?? Number.POSITIVE_INFINITY),
      parcelCm3: column((card) => card.parcel?.maxCm3 ?? Number.POSITIVE_INFINITY),
      oversizeMm: column((card) => oversize(card)?.overMm ?? Number.POSITIVE_INFINITY),
      oversizeGrams: column((card) => oversize(card)?.overGrams ?? Number.POSITIVE_INFINITY),
      oversizeExtra: column((card) => charged(card, 'parcel')),
      oversizeOnce: column((card) => charged(card, 'shipment')),
    };
  }

  /** The columns with what each parcel costs more to one destination. @param extraOf milli by card */
  withExtra(columns: FreightCells, extraOf: (card: RateCard) => number): FreightCells {
    const extra = Float64Array.from(this.#cells, ({ card }) => extraOf(card));
    return extra.some((milli) => milli !== 0) ? { ...columns, extra } : columns;
  }
}

/** With one parcel a straight line: nothing rounds, steps, or depends on what is in it. */
function isLine(card: RateCard, rate: Rate): boolean {
  return (
    rate.breaks === undefined &&
    (rate.minimum ?? 0) === 0 &&
    fuelOf(card) === 0 &&
    (card.stepGrams ?? 1) === 1 &&
    card.divisorCm3PerKg === undefined &&
    card.parcel?.maxGrams === undefined &&
    card.parcel?.maxCm3 === undefined &&
    card.surcharges?.oversize === undefined
  );
}

/** 1/1000 percent. */
function fuelOf({ fuelPercent }: RateCard): number {
  return toMilli(fuelPercent ?? 0);
}

function breaksOf(card: RateCard, { breaks, minimum }: Rate): { grams: number; milli: number }[] {
  return (breaks ?? []).map(({ upToGrams, price }) => ({
    grams: upToGrams,
    milli: addPercent(toMilli(Math.max(minimum ?? 0, price)), fuelOf(card)),
  }));
}
