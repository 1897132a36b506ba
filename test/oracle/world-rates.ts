/**
 * What a raw rate card charges for what a node ships, read from the card each time: places by postal area, zones, breaks, parcels one
 * by one, surcharges. Money in 1/1000 minor unit. Shares no code with `src/`.
 */
import type { World } from '../worlds';
import type { View } from './world-groups';

type Line = World['order']['lines'][number];
type Node = World['network']['nodes'][number];
type Service = World['network']['services'][number];
type Card = World['network']['rateCards'][number];
type Zones = NonNullable<Card['zones']>;
type Rate = Pick<NonNullable<Card['rates']>[number], 'base' | 'perKg' | 'breaks' | 'minimum'>;
type LaneEnd = NonNullable<Service['reaches']>[number];
export type Destination = NonNullable<World['order']['destination']>;

/** Units of a line in a shipment. */
export interface Content {
  readonly line: Line;
  readonly units: number;
}

export interface ParcelPrice {
  readonly parcels: number;
  readonly milli: number;
}

/** What a service of a node charges to the order's destination. */
export interface Tariff {
  /** undefined: what is collected needs none, and costs nothing. */
  readonly card: Card | undefined;
  /** null: the order's value makes the price flat. */
  readonly rate: Rate | null;
  /** Minor units of each shipment where it is flat. */
  readonly flatPrice: number;
}

/** The world with points, regions and time zones where only postal codes were given. */
export function withPlaces(world: World): World {
  const { network, order } = world;
  const nodes = network.nodes.map((node) => placed(network.postalAreas ?? [], node));
  const goes = <T extends { destination?: Destination | undefined }>(thing: T): T =>
    thing.destination === undefined
      ? thing
      : { ...thing, destination: placed(network.postalAreas ?? [], thing.destination) };
  const { deliveryGroups } = order;
  const groups = deliveryGroups === undefined ? {} : { deliveryGroups: deliveryGroups.map(goes) };
  return { ...world, network: { ...network, nodes }, order: { ...goes(order), ...groups } };
}

type Areas = NonNullable<World['network']['postalAreas']>;

function placed<T extends Pick<Node, 'location' | 'country' | 'region' | 'postalCode' | 'timeZone'>>(
  areas: Areas,
  thing: T,
): T {
  const code = thing.postalCode;
  if (code === undefined) return thing;
  const fitting = areas.filter(
    (area) => code.startsWith(area.prefix) && (area.country === undefined || area.country === thing.country),
  );
  const weight = (area: Areas[number]) => 2 * area.prefix.length + (area.country === undefined ? 0 : 1);
  const area = fitting.sort((a, b) => weight(b) - weight(a))[0];
  if (area === undefined) return thing;
  const timeZone = thing.timeZone ?? area.timeZone;
  const zoned = timeZone === undefined ? thing : { ...thing, timeZone };
  if (thing.location !== undefined) return zoned;
  const region = thing.region ?? area.region;
  return { ...zoned, location: area.location, ...(region === undefined ? {} : { region }) };
}

export function leadsThere(end: LaneEnd, destination: Destination): boolean {
  if (end.country !== undefined && end.country !== destination.country) return false;
  if (end.region !== undefined && end.region !== destination.region) return false;
  return end.postalPrefix === undefined || (destination.postalCode ?? '').startsWith(end.postalPrefix);
}

export function cardOf({ network }: World, node: Node, service: Service): Card | undefined {
  const own = node.services?.find((candidate) => candidate.id === service.id)?.rateCard;
  return network.rateCards.find((card) => card.id === (own ?? service.rateCard));
}

/** null: the service does not go there, or what the price depends on is not known. */
export function tariffOf(world: View, node: Node, service: Service, metres: number): Tariff | null {
  const { destination } = world.order;
  if (service.reaches !== undefined && !service.reaches.some((end) => leadsThere(end, destination))) return null;
  const card = cardOf(world, node, service);
  if (card === undefined) return { card, rate: null, flatPrice: 0 };
  const rate = card.bands === undefined ? zoneRate(card, node, destination) : bandRate(card.bands, metres);
  if (rate === undefined) return null;
  if (card.byOrderValue === undefined) return { card, rate, flatPrice: 0 };
  const { lines } = world.order;
  if (lines.some((line) => line.value === undefined)) return null;
  const orderValue = lines.reduce((sum, line) => sum + line.quantity * line.value!, 0);
  const flat = card.byOrderValue.filter((entry) => orderValue >= entry.atLeast).at(-1);
  return flat === undefined ? { card, rate, flatPrice: 0 } : { card, rate: null, flatPrice: flat.price };
}

function bandRate(bands: NonNullable<Card['bands']>, metres: number): Rate | undefined {
  return bands.find((band) => band.upToKm === undefined || metres <= Math.round(band.upToKm * 1000));
}

function zoneRate(card: Card, node: Node, destination: Destination): Rate | undefined {
  const zones = card.zones!;
  const zone = zones.by === 'region' ? matrixZone(zones, node, destination) : postalZone(zones, node, destination);
  return card.rates!.find((rate) => rate.zone === zone);
}

type Place = Pick<Node, 'country' | 'region' | 'postalCode'>;

function matrixZone(zones: Extract<Zones, { by: 'region' }>, node: Place, destination: Place): string | null {
  const find = (words: readonly string[], place: Place) => {
    const byRegion = place.region === undefined ? -1 : words.indexOf(place.region);
    if (byRegion >= 0) return byRegion;
    return place.country === undefined ? -1 : words.indexOf(place.country);
  };
  const [row, column] = [find(zones.from, node), find(zones.to, destination)];
  return row < 0 || column < 0 ? null : zones.zone[row][column];
}

function postalZone(zones: Extract<Zones, { by: 'postalPrefix' }>, node: Place, destination: Place): string | null {
  const { country } = zones;
  if (country !== undefined && (node.country !== country || destination.country !== country)) return null;
  const [from, to] = [node.postalCode, destination.postalCode];
  if (from === undefined || to === undefined) return null;
  const fitting = zones.rows.filter((row) => from.startsWith(row.from) && to.startsWith(row.to));
  fitting.sort((a, b) => b.from.length - a.from.length || b.to.length - a.to.length);
  return fitting[0]?.zone ?? null;
}

/** Whether a unit of the line can be priced and fits a parcel. */
export function takesUnit({ card, rate }: Tariff, line: Line): boolean {
  if (card === undefined) return true;
  const { weightGrams, volumeCm3, longestSideMm } = line;
  const { parcel } = card;
  const oversize = rate === null ? undefined : card.surcharges?.oversize;
  const needsWeight =
    parcel?.maxGrams !== undefined ||
    oversize?.overGrams !== undefined ||
    (rate !== null && (rate.breaks !== undefined || (rate.perKg ?? 0) > 0));
  const needsVolume = parcel?.maxCm3 !== undefined || (rate !== null && card.divisorCm3PerKg !== undefined);
  const needsSize = parcel?.maxLongestSideMm !== undefined || oversize?.overMm !== undefined;
  if (needsWeight && weightGrams === undefined) return false;
  if (needsVolume && volumeCm3 === undefined) return false;
  if (needsSize && longestSideMm === undefined) return false;
  if (parcel?.maxGrams !== undefined && weightGrams! > parcel.maxGrams) return false;
  if (parcel?.maxCm3 !== undefined && volumeCm3! > parcel.maxCm3) return false;
  if (parcel?.maxLongestSideMm !== undefined && longestSideMm! > parcel.maxLongestSideMm) return false;
  if (rate?.breaks === undefined) return true;
  const grams = billableGrams(card, { grams: weightGrams!, cm3: volumeCm3 ?? 0 }, 1);
  return grams <= rate.breaks[rate.breaks.length - 1].upToGrams;
}

/** The cheapest parcels for the contents, the fewest of equal price. */
export function priceShipment(tariff: Tariff, destination: Destination, contents: readonly Content[]): ParcelPrice {
  const { card, rate, flatPrice } = tariff;
  if (card === undefined) return { parcels: 1, milli: 0 };
  const total = (each: (line: Line) => number) =>
    contents.reduce((sum, { line, units }) => sum + units * each(line), 0);
  const load = { grams: total((line) => line.weightGrams ?? 0), cm3: total((line) => line.volumeCm3 ?? 0) };
  const most = Math.max(
    1,
    total(() => 1),
  );
  const least = Math.max(
    1,
    Math.ceil(load.grams / (card.parcel?.maxGrams ?? Number.POSITIVE_INFINITY)),
    Math.ceil(load.cm3 / (card.parcel?.maxCm3 ?? Number.POSITIVE_INFINITY)),
  );
  if (rate === null) return { parcels: least, milli: flatPrice * 1000 };
  const extra = surcharges(card, destination, contents);
  let best: ParcelPrice | undefined;
  for (let parcels = least; parcels <= most; parcels++) {
    const milli = parcelMilli(card, rate, billableGrams(card, load, parcels));
    if (milli === undefined) continue;
    const all = parcels * (milli + extra.parcel) + extra.shipment;
    if (best === undefined || all < best.milli) best = { parcels, milli: all };
  }
  if (best === undefined) throw new Error(`no parcels for ${JSON.stringify({ contents, card })}`);
  return best;
}

/** Of each of so many parcels. */
function billableGrams(card: Card, load: { readonly grams: number; readonly cm3: number }, parcels: number): number {
  const step = card.stepGrams ?? 1;
  const weight = Math.ceil(load.grams / (parcels * step));
  if (card.divisorCm3PerKg === undefined) return step * weight;
  return step * Math.max(weight, Math.ceil((load.cm3 * 1000) / (parcels * card.divisorCm3PerKg * step)));
}

function parcelMilli(card: Card, rate: Rate, grams: number): number | undefined {
  const price =
    rate.breaks === undefined
      ? rate.base! * 1000 + (rate.perKg ?? 0) * grams
      : 1000 * (rate.breaks.find((each) => grams <= each.upToGrams)?.price ?? Number.NaN);
  if (Number.isNaN(price)) return undefined;
  const least = Math.max(price, 1000 * (rate.minimum ?? 0));
  const fuel = BigInt(Math.round((card.fuelPercent ?? 0) * 1000));
  return Number((BigInt(least) * (100_000n + fuel) + 50_000n) / 100_000n);
}

/** Milli on every parcel, and once. */
function surcharges(card: Card, destination: Destination, contents: readonly Content[]) {
  const sums = { parcel: 0, shipment: 0 };
  const { residential, remote, oversize } = card.surcharges ?? {};
  const add = (surcharge: { price: number; per?: 'parcel' | 'shipment' | undefined }) => {
    sums[surcharge.per ?? 'parcel'] += 1000 * surcharge.price;
  };
  if (residential !== undefined && destination.residential === true) add(residential);
  if (remote?.to.some((end) => leadsThere(end, destination))) add(remote);
  const { overMm = Number.POSITIVE_INFINITY, overGrams = Number.POSITIVE_INFINITY } = oversize ?? {};
  const isLarge = ({ line }: Content) => (line.longestSideMm ?? 0) > overMm || (line.weightGrams ?? 0) > overGrams;
  if (oversize !== undefined && contents.some(isLarge)) add(oversize);
  return sums;
}
