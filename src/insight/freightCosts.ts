/** What the rate card charges for a shipment: which price holds, and every amount of it. */
import type { CostEntry, RatePlace } from '../model/explanation';
import { leadsTo } from '../model/laneEnd';
import type { RateCard } from '../model/network';
import type { Destination } from '../model/types';
import { toMilli } from '../model/units';
import type { DestinationColumns } from '../sourcing/columns';
import type { Offer } from '../sourcing/pricing';
import { billable, Freight, isOversize, type Load, parcelPrice } from '../splitting/freight';
import type { FreightCells } from '../splitting/problem';
import { entry } from './entries';

export interface FreightTold {
  /** null: it is free. */
  readonly rate: RatePlace | null;
  readonly costs: readonly CostEntry[];
}

/** Contents of a shipment, as its price reads them; grams by line, for rates that are straight lines. */
export interface Cargo extends Load {
  readonly lines: readonly { readonly id: string; readonly grams: number }[];
}

/** @param source of the network */
export function freightCosts(columns: DestinationColumns, to: Destination, source: number, cargo: Cargo): FreightTold {
  const place = columns.offer[source];
  if (place < 0) return { rate: null, costs: [] };
  const offer = columns.offers[place];
  const { cells, cell: cellOf } = columns.columns;
  const cell = cellOf?.[source] ?? -1;
  if (offer.rate === null) return flatCosts(offer, columns.base[source], cells, cell, cargo);
  if (cells === null || cell < 0) return straightCosts(offer, to, columns.columns.gram[source], cargo);
  return cellCosts(offer, to, cells, cell, cargo);
}

/** A flat price by the order's value: only parcels that hold no more make it several. */
function flatCosts(offer: Offer, milli: number, cells: FreightCells | null, cell: number, cargo: Cargo): FreightTold {
  const parcels = cells === null || cell < 0 ? 1 : parcelsOf(cells, cell, cargo);
  return {
    rate: { card: offer.card.id, byOrderValue: true, parcels },
    costs: entry('shipping', 'flat-rate', 1, milli),
  };
}

function straightCosts(offer: Offer, to: Destination, gram: number, { lines }: Cargo): FreightTold {
  return {
    rate: { ...placeOf(offer), parcels: 1 },
    costs: [
      ...entry('shipping', 'parcel', 1, toMilli(offer.rate?.base ?? 0)),
      ...lines.flatMap(({ id, grams }) => entry('shipping', 'weight', grams, gram, { line: id })),
      ...surcharges(offer.card, to, false, 1),
    ],
  };
}

function cellCosts(offer: Offer, to: Destination, cells: FreightCells, cell: number, cargo: Cargo): FreightTold {
  const { card, rate } = offer;
  const parcels = parcelsOf(cells, cell, cargo);
  const billedGrams = billable(cells, cell, cargo.grams, cargo.cm3, parcels);
  const byWeight = billable(cells, cell, cargo.grams, 0, parcels);
  const bought = rate?.breaks?.find(({ upToGrams }) => billedGrams <= upToGrams);
  const asked =
    bought === undefined ? toMilli(rate?.base ?? 0) + (rate?.perKg ?? 0) * billedGrams : toMilli(bought.price);
  const minimum = toMilli(rate?.minimum ?? 0);
  const plain = Math.max(asked, minimum);
  const fuel = parcelPrice(cells, cell, billedGrams) - plain;
  return {
    rate: {
      ...placeOf(offer),
      parcels,
      billedGrams,
      billedBy: billedGrams > byWeight ? 'volume' : 'weight',
      ...(bought === undefined ? {} : { breakGrams: bought.upToGrams }),
      ...(card.fuelPercent === undefined ? {} : { fuelPercent: card.fuelPercent }),
    },
    costs: [
      ...entry('shipping', asked < minimum ? 'minimum' : 'parcel', parcels, plain),
      ...entry('shipping', 'fuel', parcels, fuel),
      ...surcharges(card, to, isOversize(cells, cell, cargo), parcels),
    ],
  };
}

function parcelsOf(cells: FreightCells, cell: number, cargo: Cargo): number {
  const freight = new Freight();
  freight.price(cells, cell, cargo.grams, cargo.cm3, cargo.units, isOversize(cells, cell, cargo));
  return freight.parcels;
}

function surcharges(card: RateCard, to: Destination, oversize: boolean, parcels: number): CostEntry[] {
  const { residential, remote, oversize: large } = card.surcharges ?? {};
  const charged = {
    residential: to.residential === true ? residential : undefined,
    remote: remote?.to.some((end) => leadsTo(end, to)) ? remote : undefined,
    oversize: oversize ? large : undefined,
  };
  return (['residential', 'remote', 'oversize'] as const).flatMap((code) => {
    const surcharge = charged[code];
    if (surcharge === undefined) return [];
    return entry('shipping', code, surcharge.per === 'parcel' ? parcels : 1, toMilli(surcharge.price));
  });
}

/** The zone or band of the card, or that the caller's function said it. */
function placeOf({ card, rate }: Offer): Pick<RatePlace, 'card' | 'zone' | 'upToKm' | 'byFunction'> {
  const band = card.bands?.find((each) => each === rate);
  if (band !== undefined) return { card: card.id, upToKm: band.upToKm ?? null };
  const zone = card.rates?.find((each) => each === rate);
  return zone === undefined ? { card: card.id, byFunction: true } : { card: card.id, zone: zone.zone };
}
