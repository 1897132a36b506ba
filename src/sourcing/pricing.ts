/** What every source charges to one destination: its zone, its rate, its surcharges. */
import { IssueList } from '../model/issues';
import { leadsTo } from '../model/laneEnd';
import { type NetworkIndex, NO_CARD, type RateCard } from '../model/network';
import type { IneligibleReason } from '../model/reasons';
import type { Destination, Order, Rate, RateFunction } from '../model/types';
import { toMilli } from '../model/units';
import type { FreightCells } from '../splitting/problem';
import { CellTable, type PricedRate } from './cells';
import { checkRate } from './checkRates';
import { UNKNOWN_METRES, UNKNOWN_ZONE, type ZoneIndex, zoneIndex } from './zones';

/** Rate cards, made ready once per router. */
export interface Pricing {
  /** Columns by source of what a destination and an order's value make of the cards. */
  readonly priceTo: (destination: Destination, metres: Int32Array, orderValue: number | undefined) => SourcePrices;
  /** Fields of a destination that prices depend on. */
  readonly reads: readonly (keyof Destination)[];
  /** Equal text = the order's value makes no difference. */
  readonly valueKey: (orderValue: number | undefined) => string;
}

/** Index: source. Money in milli. */
export interface SourcePrices {
  /** Per shipment: linear base, flat price, surcharges per shipment. */
  readonly open: Float64Array;
  readonly gram: Float64Array;
  readonly cell: Int32Array | null;
  readonly cells: FreightCells | null;
  /** What the source charges by: place in `offers`; −1 = it does not serve, and `why`. */
  readonly offer: Int32Array;
  readonly offers: readonly Offer[];
  readonly why: readonly (IneligibleReason | undefined)[];
}

/** A rate of a card; null where the order's value makes the price flat. */
export interface Offer {
  readonly card: RateCard;
  readonly rate: Rate | null;
}

/** Validates what a caller's rate function answers. */
export type ReadRate = (
  answer: unknown,
  node: string,
  service: string,
) => { readonly value: Rate } | { readonly issues: IssueList };

/** @param given the caller's own rates; they go before the cards */
export function pricing(index: NetworkIndex, given: RateFunction | undefined, readRate: ReadRate): Pricing {
  const zones = index.cards.map((card) => zoneIndex(card, index));
  const table = new CellTable();
  const priced = index.cards.map((card) => (card.bands ?? card.rates ?? []).map((rate) => table.add(card, rate)));
  const flat = index.cards.map((card) => (card.byOrderValue ?? []).map(({ price }) => table.addFlat(card, price)));
  const columns = table.columns();
  const router: Router = { index, given, readRate, zones, table, priced, flat, columns };
  const tiers = index.cards.filter(({ byOrderValue }) => byOrderValue !== undefined);
  const valueKey = (value: number | undefined) =>
    tiers.map((card) => (value === undefined ? '?' : tierOf(card, value))).join();
  return {
    priceTo: (destination, metres, value) => priceTo(router, destination, metres, value),
    reads: given === undefined ? fieldsOf(index, zones) : EVERY_FIELD,
    valueKey: tiers.length === 0 ? () => '' : valueKey,
  };
}

/** Σ quantity × value in minor units; undefined where a line has no value. */
export function orderValueOf({ lines }: Order): number | undefined {
  let sum = 0;
  for (const { quantity, value } of lines) {
    if (value === undefined) return undefined;
    sum += quantity * value;
  }
  return sum;
}

const EVERY_FIELD = ['location', 'place', 'country', 'region', 'postalCode', 'residential'] as const;

interface Router {
  readonly index: NetworkIndex;
  readonly given: RateFunction | undefined;
  readonly readRate: ReadRate;
  readonly zones: readonly ZoneIndex[];
  readonly table: CellTable;
  /** card → rate → price. */
  readonly priced: readonly (readonly PricedRate[])[];
  /** card → entry of `byOrderValue` → price. */
  readonly flat: readonly (readonly PricedRate[])[];
  readonly columns: FreightCells | null;
}

function fieldsOf({ cards, services }: NetworkIndex, zones: readonly ZoneIndex[]): (keyof Destination)[] {
  const fields = new Set<keyof Destination>(zones.flatMap(({ reads }) => reads));
  const ends = services.flatMap(({ reaches }) => reaches ?? []);
  for (const { surcharges } of cards) {
    if (surcharges?.residential !== undefined) fields.add('residential');
    ends.push(...(surcharges?.remote?.to ?? []));
  }
  for (const { country, region, postalPrefix } of ends) {
    if (country !== undefined) fields.add('country');
    if (region !== undefined) fields.add('region');
    if (postalPrefix !== undefined) fields.add('postalCode');
  }
  return [...fields];
}

function priceTo(
  router: Router,
  destination: Destination,
  metres: Int32Array,
  orderValue: number | undefined,
): SourcePrices {
  const { index, zones, given } = router;
  const { sources } = index;
  const rates = zones.map((zone) => zone.ratesTo(destination, metres));
  const reached = index.services.map(({ reaches }) => reaches?.some((end) => leadsTo(end, destination)) ?? true);
  const extras = index.cards.map((card) => surchargesTo(card, destination));
  const own = given === undefined ? undefined : ownRates(router, given, destination);
  const prices = {
    open: new Float64Array(sources),
    gram: new Float64Array(sources),
    cell: new Int32Array(sources).fill(-1),
    offer: new Int32Array(sources).fill(-1),
    why: new Array<IneligibleReason | undefined>(sources),
  };
  const offers = new OfferList();
  for (let source = 0; source < sources; source += 1) {
    const card = index.sourceCard[source];
    const isReached = reached[index.sourceService[source]];
    if (isReached && card === NO_CARD) continue;
    const chosen = isReached
      ? chooseRate(router, own, source, rates[card](index.sourceNode[source]), orderValue)
      : 'not-reached';
    if (typeof chosen === 'string') {
      prices.why[source] = chosen;
      continue;
    }
    const { offer, price } = chosen;
    prices.offer[source] = offers.placeOf(offer);
    prices.cell[source] = price.cell;
    prices.gram[source] = price.gram;
    prices.open[source] = price.open + (offer.rate === null ? 0 : chargedOnce(extras[card], price));
  }
  const cells = prices.cell.some((cell) => cell >= 0) ? cellsTo(router, own, extras) : null;
  return { ...prices, offers: offers.all, cell: cells === null ? null : prices.cell, cells };
}

/** Offers that sources charge by, each once. */
class OfferList {
  readonly all: Offer[] = [];
  readonly #places = new Map<Rate | RateCard, number>();

  placeOf(offer: Offer): number {
    const key = offer.rate ?? offer.card;
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    this.#places.set(key, this.all.length);
    return this.all.push(offer) - 1;
  }
}

/** What a destination brings to a shipment; where it is one parcel, what is charged by the parcel too. */
function chargedOnce({ shipment, parcel }: Surcharges, { cell }: PricedRate): number {
  return cell < 0 ? shipment + parcel : shipment;
}

/** The cells with what the destination brings to each parcel: a flat price is of none of the cards and brings nothing. */
function cellsTo(router: Router, own: OwnRates | undefined, extras: readonly Surcharges[]): FreightCells | null {
  const table = own?.table ?? router.table;
  const columns = own === undefined ? router.columns : table.columns();
  if (columns === null) return null;
  const extraOf = new Map(router.index.cards.map((card, place) => [card, extras[place].parcel]));
  return table.withExtra(columns, (card) => extraOf.get(card) ?? 0);
}

interface OwnRates {
  readonly table: CellTable;
  /** source → what the function said. */
  readonly answers: readonly (Rate | null | undefined)[];
}

/** Asks the caller's function for every source, and gives its rates cells beside those of the cards. */
function ownRates({ index, readRate }: Router, given: RateFunction, destination: Destination): OwnRates {
  const issues = new IssueList('rate');
  // Equal rates of a card are one, so that what a line must know is asked once for all of their sources.
  const equal = new Map<string, Rate | null>();
  const answers: (Rate | null | undefined)[] = [];
  for (let source = 0; source < index.sources; source += 1) {
    if (index.sourceCard[source] === NO_CARD) {
      answers.push(undefined);
      continue;
    }
    const { id, location } = index.nodes[index.sourceNode[source]];
    const service = index.services[index.sourceService[source]].id;
    const answer: unknown = given(
      location === undefined ? { id } : { id, location },
      { id: service },
      destination as never,
    );
    if (answer === null || answer === undefined) {
      answers.push(answer);
      continue;
    }
    const rate = checkedRate(readRate, answer, id, service, issues);
    const key = `${index.sourceCard[source]} ${JSON.stringify(rate)}`;
    if (!equal.has(key)) equal.set(key, rate);
    answers.push(equal.get(key));
  }
  issues.throwIfAny();
  return { table: new CellTable(), answers };
}

function checkedRate(
  readRate: ReadRate,
  answer: unknown,
  node: string,
  service: string,
  issues: IssueList,
): Rate | null {
  const read = readRate(answer, node, service);
  if ('issues' in read) {
    issues.addAll(read.issues);
    return null;
  }
  const wrong = new IssueList(`rate(${node}, ${service})`, [node, service]);
  checkRate(read.value, [], wrong);
  issues.addAll(wrong);
  return read.value;
}

/** The rate of a source and its price, or why there is none. */
function chooseRate(
  router: Router,
  own: OwnRates | undefined,
  source: number,
  place: number,
  orderValue: number | undefined,
): { readonly offer: Offer; readonly price: PricedRate } | IneligibleReason {
  const { index } = router;
  const at = index.sourceCard[source];
  const card = index.cards[at];
  const answer = own?.answers[source];
  if (answer === null) return 'no-rate';
  if (answer === undefined && place < 0) return whyNoRate(place);
  if (card.byOrderValue !== undefined) {
    if (orderValue === undefined) return 'unknown-value';
    const tier = tierOf(card, orderValue);
    if (tier >= 0) {
      const price = own === undefined ? router.flat[at][tier] : own.table.addFlat(card, card.byOrderValue[tier].price);
      return { offer: { card, rate: null }, price };
    }
  }
  if (answer !== undefined) return { offer: { card, rate: answer }, price: (own as OwnRates).table.add(card, answer) };
  const rate = (card.bands ?? card.rates ?? [])[place];
  return { offer: { card, rate }, price: own === undefined ? router.priced[at][place] : own.table.add(card, rate) };
}

function whyNoRate(place: number): IneligibleReason {
  if (place === UNKNOWN_ZONE) return 'unknown-zone';
  return place === UNKNOWN_METRES ? 'unknown-distance' : 'no-rate';
}

/** The last entry of `byOrderValue` that the value reaches; −1 = none. */
function tierOf({ byOrderValue }: RateCard, value: number): number {
  let tier = -1;
  byOrderValue?.forEach(({ atLeast }, place) => {
    if (value >= atLeast) tier = place;
  });
  return tier;
}

/** Milli per parcel and per shipment. */
interface Surcharges {
  readonly parcel: number;
  readonly shipment: number;
}

/** What the destination alone brings. */
function surchargesTo({ surcharges }: RateCard, destination: Destination): Surcharges {
  const sums = { parcel: 0, shipment: 0 };
  const { residential, remote } = surcharges ?? {};
  if (residential !== undefined && destination.residential === true) {
    sums[residential.per] += toMilli(residential.price);
  }
  if (remote?.to.some((end) => leadsTo(end, destination))) sums[remote.per] += toMilli(remote.price);
  return sums;
}
