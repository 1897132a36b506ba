/**
 * The one generated world that the bench, the demo and tests share: a network in real cities, stock, orders, rules. Everything
 * follows from the options, the seed among them; nothing else is random.
 */
import type { NetworkInput, OrderInput, PositionColumns, RulesInput } from 'order-sourcing';
import { withCalendars } from './calendars';
import { CITIES, type City, CUMULATIVE_POPULATION, round4 } from './cities';
import { drawHandling, drawServices, makeRateCards, makeServices, type Rates, type Setting } from './prices';
import { type Random, randomFor } from './random';

/** `core`: rates are straight lines. `cards`: a carrier's card by weight breaks. `cards+k`: and at most 1–3 shipments an order. */
export type Model = 'core' | 'cards' | 'cards+k';
export const MODELS: readonly Model[] = ['core', 'cards', 'cards+k'];

export interface WorldOptions {
  readonly seed: number;
  readonly nodes: number;
  readonly skus: number;
  /** Mean share of node × SKU pairs with stock. */
  readonly density: number;
  readonly orders: number;
  /** Lines of every order, or the real line mix. */
  readonly lines: number | 'mix';
  readonly setting?: Setting;
  readonly model?: Model;
  readonly objective?: 'landedCost' | 'fillFirst';
  /** Hours, pick-ups, levels of service and windows of delivery: see `calendars.ts`. Nothing else differs. */
  readonly dated?: boolean;
}

export interface World {
  readonly network: NetworkInput;
  readonly positions: PositionColumns;
  /** By the instant they were placed. */
  readonly orders: readonly PlacedOrder[];
  readonly rules: RulesInput;
  /** Node (as in `network.nodes`) → its city. */
  readonly nodeCities: readonly City[];
}

export interface PlacedOrder {
  readonly order: OrderInput;
  readonly asOf: string;
  readonly city: City;
}

/** The day on which all orders come in. */
const DAY = Date.parse('2026-03-02T00:00:00Z');
const MS_PER_DAY = 86_400_000;
/** Share of the nodes that are distribution centres, and how much denser their assortment is. */
const CENTRE_SHARE = 0.05;
const CENTRE_DENSITY_FACTOR = 4;
const MOST_CENTRE_DENSITY = 0.95;

const MOST_SHIPMENTS = 3;
/** Litres of a kilogram of merchandise: about one item in three is bulky enough to be billed by volume. */
const LEAST_LITRES_PER_KG = 1.5;
const MOST_LITRES_PER_KG = 9;

/** The real line mix: from `min` to `max` lines, in `percent` of the orders. */
export const LINE_MIX = [
  { min: 1, max: 1, percent: 55 },
  { min: 2, max: 2, percent: 20 },
  { min: 3, max: 3, percent: 10 },
  { min: 4, max: 6, percent: 7 },
  { min: 7, max: 12, percent: 6 },
  { min: 13, max: 40, percent: 2 },
] as const;

/** Units of a line, likewise. */
export const QUANTITY_MIX = [
  { min: 1, max: 1, percent: 70 },
  { min: 2, max: 2, percent: 18 },
  { min: 3, max: 3, percent: 7 },
  { min: 4, max: 7, percent: 4 },
  { min: 10, max: 69, percent: 1 },
] as const;

export function generateWorld(options: WorldOptions): World {
  const { nodes, nodeCities } = makeNodes(options);
  const network: NetworkInput = {
    currency: 'USD',
    nodes,
    services: makeServices(),
    rateCards: makeRateCards(options.setting ?? 'standard', ratesOf(options)),
  };
  return {
    network: options.dated === true ? withCalendars(network, options.seed) : network,
    positions: makePositions(options, nodes),
    orders: generateOrders(options),
    rules: {
      id: 'generated',
      version: '1',
      objective: options.objective ?? 'landedCost',
      lateness: { perUnitDay: 150 },
    },
    nodeCities,
  };
}

function ratesOf({ model = 'core' }: WorldOptions): Rates {
  return model === 'core' ? 'lines' : 'cards';
}

/** Nodes in cities drawn by population. Where a city has several, each stands some kilometres from its centre, as stores do. */
function makeNodes(options: WorldOptions) {
  const { seed, nodes: count, setting = 'standard' } = options;
  const rates = ratesOf(options);
  const random = randomFor(seed, 'nodes');
  const centres = countCentres(count);
  const countByName = new Map<string, number>();
  const nodes: NetworkInput['nodes'] = [];
  const nodeCities: City[] = [];
  for (let node = 0; node < count; node += 1) {
    const isCentre = node < centres;
    const city = CITIES[random.index(CUMULATIVE_POPULATION)];
    const name = `${isCentre ? 'dc' : 'store'}-${city.name.toLowerCase().replace(/[^a-z]+/g, '-')}-${city.region.toLowerCase()}`;
    const nth = (countByName.get(name) ?? 0) + 1;
    countByName.set(name, nth);
    nodeCities.push(city);
    nodes.push({
      id: `${name}-${nth}`,
      kind: isCentre ? 'distributionCentre' : 'store',
      location: {
        lat: round4(city.lat + 0.2 * (random.next() - random.next())),
        lng: round4(city.lng + 0.25 * (random.next() - random.next())),
      },
      country: 'US',
      region: city.region,
      timeZone: city.timeZone,
      services: drawServices(random, rates),
      processingMinutes: isCentre ? 60 * random.int(1, 8) : 60 * random.int(2, 24),
      handling: drawHandling(random, isCentre, setting),
    });
  }
  return { nodes, nodeCities };
}

function countCentres(nodes: number): number {
  return Math.max(1, Math.round(nodes * CENTRE_SHARE));
}

/** Distribution centres hold much of everything, stores little of some; over all pairs the mean density is the asked one. */
function makePositions({ seed, skus, density }: WorldOptions, nodes: NetworkInput['nodes']): PositionColumns {
  const random = randomFor(seed, 'stock');
  const centres = countCentres(nodes.length);
  const centreDensity = Math.min(MOST_CENTRE_DENSITY, CENTRE_DENSITY_FACTOR * density);
  const stores = nodes.length - centres;
  const storeDensity = stores === 0 ? 0 : Math.max(0, (density * nodes.length - centreDensity * centres) / stores);
  const node: number[] = [];
  const sku: number[] = [];
  const onHand: number[] = [];
  for (let n = 0; n < nodes.length; n += 1) {
    const isCentre = n < centres;
    for (let s = 0; s < skus; s += 1) {
      if (!random.chance(isCentre ? centreDensity : storeDensity)) continue;
      node.push(n);
      sku.push(s);
      onHand.push(isCentre ? random.int(3, 62) : drawStoreStock(random));
    }
  }
  return {
    nodes: nodes.map(({ id }) => id),
    skus: Array.from({ length: skus }, (_, s) => skuId(s)),
    node: Int32Array.from(node),
    sku: Int32Array.from(sku),
    onHand: Int32Array.from(onHand),
  };
}

/** 1–11 units, seven times in ten at most 3. */
function drawStoreStock(random: Random): number {
  const draw = random.next();
  return 1 + Math.floor(11 * draw * draw * draw * draw);
}

/** The orders of a world alone: worlds that differ only in `orders` and `lines` share network and stock. */
export function generateOrders(options: WorldOptions): PlacedOrder[] {
  const { seed, skus, orders: count, lines, model = 'core', dated = false } = options;
  const random = randomFor(seed, 'orders');
  const limits = randomFor(seed, 'limits');
  const items = makeItems(seed, skus);
  const placed = Array.from({ length: count }, () => DAY + 1000 * random.int(0, 86_399)).sort((a, b) => a - b);
  return placed.map((instant, nth) => {
    const city = CITIES[random.index(CUMULATIVE_POPULATION)];
    const days = random.int(1, 7);
    const wanted = Math.min(skus, lines === 'mix' ? drawFrom(LINE_MIX, random) : lines);
    const order: OrderInput = {
      id: `order-${String(nth + 1).padStart(6, '0')}`,
      destination: {
        location: { lat: city.lat, lng: city.lng },
        country: 'US',
        region: city.region,
        ...(dated ? { timeZone: city.timeZone } : {}),
      },
      needBy: isoInstant(instant + days * MS_PER_DAY),
      ...(model === 'cards+k' ? { maxShipments: limits.int(1, MOST_SHIPMENTS) } : {}),
      lines: drawItems(wanted, skus, random).map((sku, line) => ({
        id: `line-${String(line + 1).padStart(2, '0')}`,
        sku: skuId(sku),
        quantity: drawFrom(QUANTITY_MIX, random),
        weightGrams: items[sku].weightGrams,
        ...(model === 'core' ? {} : { volumeCm3: items[sku].volumeCm3 }),
        value: items[sku].value,
        unfilledPrice: items[sku].unfilledPrice,
        // One line in seven is wanted sooner or later than the order.
        ...(random.chance(0.15) ? { needBy: isoInstant(instant + random.int(1, 7) * MS_PER_DAY) } : {}),
      })),
    };
    return { order, asOf: isoInstant(instant), city };
  });
}

/** Weight 0.1–6.7 kg, light ones more often; volume by weight; 60–200 currency units for a unit that stays unfilled. */
function makeItems(seed: number, skus: number) {
  const random = randomFor(seed, 'items');
  const volumes = randomFor(seed, 'volumes');
  return Array.from({ length: skus }, () => {
    const draw = random.next();
    const weightGrams = 100 + Math.round(6600 * draw * draw);
    const litresPerKg = LEAST_LITRES_PER_KG * (MOST_LITRES_PER_KG / LEAST_LITRES_PER_KG) ** volumes.next();
    return {
      weightGrams,
      volumeCm3: Math.round(weightGrams * litresPerKg),
      value: random.int(500, 25_000),
      unfilledPrice: random.int(6000, 20_000),
    };
  });
}

/** Different SKUs, the first ones more often: every assortment has its best-sellers. */
function drawItems(count: number, skus: number, random: Random): number[] {
  const drawn = new Set<number>();
  while (drawn.size < count) {
    const draw = random.next();
    drawn.add(Math.floor(skus * draw * Math.sqrt(draw)));
  }
  return [...drawn];
}

function drawFrom(mix: readonly { min: number; max: number; percent: number }[], random: Random): number {
  let left = random.next() * 100;
  const found = mix.find(({ percent }) => {
    left -= percent;
    return left < 0;
  });
  const { min, max } = found ?? mix[mix.length - 1];
  return random.int(min, max);
}

function skuId(sku: number): string {
  return `sku-${String(sku).padStart(5, '0')}`;
}

function isoInstant(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('.000Z', 'Z');
}
