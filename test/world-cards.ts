/**
 * Random rate cards as carriers write them, and what belongs to them: zones of the three kinds, breaks that rise and fall, minimum, fuel,
 * volume, parcel limits, surcharges, prices by order value, reach, postal areas, the local days of nodes. Few round numbers, so that
 * weights often stand exactly on a break and prices tie.
 */
import type { NetworkInput, SnapshotInput } from '../src/model/types';
import type { Draw } from './world-draw';

type RateCard = NetworkInput['rateCards'][number];
type Node = NetworkInput['nodes'][number];

export const COUNTRIES = ['FR', 'DE'];
export const REGIONS = ['north', 'south'];
export const POSTAL_CODES = ['75001', '75002', '10115', '7'];
const PREFIXES = ['7', '75', '750', '10', '75001'];
const ZONES = ['z1', 'z2', 'z10'];
const PRICES = [0, 1, 5, 10, 10, 25, 60];
const BREAKS_GRAMS = [100, 500, 999, 1000, 1500, 2000, 3000, 6000, 20_000];
/** Where it is the second of March at nine in the morning UTC, but in Honolulu it is still the first. */
const TIME_ZONES = ['UTC', 'Europe/Paris', 'Asia/Tokyo', 'Pacific/Honolulu'];

export function makeCard(draw: Draw, id: string, ends: readonly { readonly upToKm?: number }[]): RateCard {
  return {
    id,
    ...makeZones(draw, ends),
    ...draw.maybe(30, () => ({ divisorCm3PerKg: draw.pick([4000, 5000, 6000]) })),
    ...draw.maybe(30, () => ({ stepGrams: draw.pick([100, 500, 1000]) })),
    ...draw.maybe(35, () => ({ fuelPercent: draw.pick([0, 2.5, 12.345, 33.333]) })),
    ...draw.maybe(55, () => ({ parcel: makeParcel(draw) })),
    ...draw.maybe(45, () => ({ surcharges: makeSurcharges(draw) })),
    ...draw.maybe(12, () => ({ byOrderValue: makeByOrderValue(draw) })),
  };
}

function makeZones(draw: Draw, ends: readonly { readonly upToKm?: number }[]): Partial<RateCard> {
  if (draw.chance(45)) return { bands: ends.map((end) => ({ ...end, ...makeRate(draw) })) };
  const zones = draw.chance(50) ? makeMatrix(draw) : makePostalZones(draw);
  return { zones, rates: draw.sample(ZONES, 3).map((zone) => ({ zone, ...makeRate(draw) })) };
}

function makeMatrix(draw: Draw): NonNullable<RateCard['zones']> {
  const words = [...COUNTRIES, ...REGIONS];
  const ends = () => draw.sample(words, draw.chance(94) ? words.length : 3);
  const [from, to] = [ends(), ends()];
  const zone = () => (draw.chance(98) ? draw.pick(ZONES) : null);
  return { by: 'region', from, to, zone: from.map(() => to.map(zone)) };
}

function makePostalZones(draw: Draw): NonNullable<RateCard['zones']> {
  const pairs = ['7', '1', '75', '10'].flatMap((from) => PREFIXES.concat('1').map((to) => ({ from, to })));
  const rows = draw.sample(pairs, draw.chance(85) ? 20 : 8).map((pair) => ({ ...pair, zone: draw.pick(ZONES) }));
  return { by: 'postalPrefix', ...draw.maybe(8, () => ({ country: draw.pick(COUNTRIES) })), rows };
}

function makeRate(draw: Draw) {
  const price = draw.chance(40)
    ? { base: draw.pick(PRICES), ...draw.maybe(60, () => ({ perKg: draw.pick([0, 1, 3, 10]) })) }
    : { breaks: makeBreaks(draw) };
  return { ...price, ...draw.maybe(25, () => ({ minimum: draw.pick(PRICES) })) };
}

/** Most of them reach far enough for any order. */
function makeBreaks(draw: Draw) {
  const last = draw.chance(85) ? [20_000] : [];
  const ends = [...new Set([...draw.sample(BREAKS_GRAMS, draw.int(1, 4)), ...last])].sort((a, b) => a - b);
  return ends.map((upToGrams) => ({ upToGrams, price: draw.pick(PRICES) }));
}

function makeParcel(draw: Draw): NonNullable<RateCard['parcel']> {
  return {
    ...draw.maybe(75, () => ({ maxGrams: draw.pick([500, 1000, 1500, 1500, 2000]) })),
    ...draw.maybe(25, () => ({ maxCm3: draw.pick([2500, 8000, 8000, 10_000]) })),
    ...draw.maybe(15, () => ({ maxLongestSideMm: draw.pick([301, 700, 700]) })),
  };
}

function makeSurcharges(draw: Draw): NonNullable<RateCard['surcharges']> {
  const priced = () => ({
    price: draw.pick(PRICES),
    ...draw.maybe(60, () => ({ per: draw.pick(['parcel', 'shipment'] as const) })),
  });
  const oversize = () => {
    const by = draw.int(1, 3);
    return {
      ...(by === 2 ? {} : { overMm: draw.pick([299, 300, 500]) }),
      ...(by === 1 ? {} : { overGrams: draw.pick([499, 500, 1000]) }),
    };
  };
  return {
    ...draw.maybe(50, () => ({ residential: priced() })),
    ...draw.maybe(40, () => ({ remote: { ...priced(), to: [makeLaneEnd(draw), makeLaneEnd(draw)] } })),
    ...draw.maybe(50, () => ({ oversize: { ...priced(), ...oversize() } })),
  };
}

function makeByOrderValue(draw: Draw): NonNullable<RateCard['byOrderValue']> {
  return [0, 333, 700, 1500]
    .filter(() => draw.chance(40))
    .concat(2000)
    .map((atLeast) => ({ atLeast, price: draw.pick(PRICES) }));
}

export function makeLaneEnd(draw: Draw) {
  return {
    ...draw.maybe(40, () => ({ country: draw.pick(COUNTRIES) })),
    ...draw.maybe(25, () => ({ region: draw.pick(REGIONS) })),
    ...draw.maybe(30, () => ({ postalPrefix: draw.pick(['7', '75', '10']) })),
  };
}

export function makePostalAreas(
  draw: Draw,
  spots: readonly { readonly lat: number; readonly lng: number }[],
): NonNullable<NetworkInput['postalAreas']> {
  const keys = [undefined, ...COUNTRIES].flatMap((country) =>
    PREFIXES.concat('1').map((prefix) => ({ country, prefix })),
  );
  return draw.sample(keys, draw.int(4, 14)).map(({ country, prefix }) => ({
    ...(country === undefined ? {} : { country }),
    prefix,
    location: draw.pick(spots),
    ...draw.maybe(50, () => ({ region: draw.pick(REGIONS) })),
  }));
}

export function makeDay(draw: Draw): Pick<Node, 'timeZone' | 'capacityPerDay'> {
  const limits = {
    ...draw.maybe(30, () => ({ orders: draw.pick([1, 1, 2]) })),
    ...draw.maybe(45, () => ({ shipments: draw.pick([1, 1, 2, 3]) })),
    ...draw.maybe(45, () => ({ lines: draw.pick([1, 2, 2, 3, 4]) })),
    ...draw.maybe(45, () => ({ units: draw.pick([1, 2, 3, 4, 6, 8]) })),
  };
  const capacityPerDay = Object.keys(limits).length > 0 ? limits : { shipments: 1 };
  return { timeZone: draw.pick(TIME_ZONES), capacityPerDay };
}

/** What nodes with limits have taken on already, on the day of the order and beside it. */
export function makeUsed(draw: Draw, nodes: readonly Node[], asOf: string): NonNullable<SnapshotInput['used']> {
  const limited = nodes.filter((node) => node.capacityPerDay !== undefined);
  const dates = [-1, 0, 1, 2].map((ahead) =>
    new Date(Date.parse(asOf) + ahead * 86_400_000).toISOString().slice(0, 10),
  );
  const days = limited.flatMap((node) => dates.map((day) => ({ node: node.id, day })));
  return draw.subset(days, 40).map((day) => ({
    ...day,
    ...draw.maybe(50, () => ({ orders: draw.int(0, 1) })),
    ...draw.maybe(40, () => ({ shipments: draw.int(0, 2) })),
    ...draw.maybe(40, () => ({ lines: draw.int(0, 3) })),
    ...draw.maybe(40, () => ({ units: draw.int(0, 4) })),
  }));
}
