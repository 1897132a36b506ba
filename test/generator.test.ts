import { createRouter } from 'order-sourcing';
import { describe, expect, test } from 'vitest';
import { CITIES } from '../bench/cities';
import {
  generateWorld,
  LINE_MIX,
  type PlacedOrder,
  QUANTITY_MIX,
  type World,
  type WorldOptions,
} from '../bench/generator';
import { networkSchema } from '../src/schema/network';
import { orderSchema } from '../src/schema/order';
import { rulesSchema } from '../src/schema/rules';

const options: WorldOptions = { seed: 7, nodes: 200, skus: 500, density: 0.1, orders: 300, lines: 'mix' };

/** Shares in percent per class of the mix, of all numbers that fall into one. */
function sharesOf(mix: readonly { min: number; max: number }[], numbers: readonly number[]): number[] {
  return mix.map(({ min, max }) => (100 * numbers.filter((n) => n >= min && n <= max).length) / numbers.length);
}

describe('the generated world', () => {
  test('follows from its options alone', () => {
    expect(generateWorld(options)).toEqual(generateWorld(options));
    expect(generateWorld({ ...options, seed: 8 })).not.toEqual(generateWorld(options));
  });

  test('asking for more orders or another price setting leaves the stock alone', () => {
    const { positions } = generateWorld(options);
    expect(generateWorld({ ...options, orders: 10, setting: 'freightHeavy' }).positions).toEqual(positions);
  });

  test('is valid input', () => {
    const { network, orders, rules } = generateWorld(options);
    networkSchema.parse(network);
    rulesSchema.parse(rules);
    for (const { order } of orders) orderSchema.parse(order);
  });

  test('has the real line mix, and the quantities of the mix', () => {
    const { orders } = generateWorld({ ...options, nodes: 20, orders: 20_000 });
    const lineShares = sharesOf(
      LINE_MIX,
      orders.map(({ order }) => order.lines.length),
    );
    const quantities = orders.flatMap(({ order }) => order.lines.map(({ quantity }) => quantity));
    const quantityShares = sharesOf(QUANTITY_MIX, quantities);
    LINE_MIX.forEach(({ percent }, index) => {
      expect(Math.abs(lineShares[index] - percent)).toBeLessThan(1);
    });
    QUANTITY_MIX.forEach(({ percent }, index) => {
      expect(Math.abs(quantityShares[index] - percent)).toBeLessThan(0.5);
    });
    expect(Math.max(...quantities)).toBeLessThanOrEqual(69);
  });

  test('an order names a SKU once, and exactly as many lines as asked', () => {
    for (const { order } of generateWorld({ ...options, lines: 40 }).orders) {
      expect(order.lines).toHaveLength(40);
      expect(new Set(order.lines.map(({ sku }) => sku)).size).toBe(40);
    }
  });

  test.each([0.02, 0.1, 0.3, 0.9])('mean density is the asked %d', (density) => {
    const { positions, network } = generateWorld({ ...options, density });
    const centres = network.nodes.filter(({ kind }) => kind === 'distributionCentre').length;
    const atCentres = Array.from(positions.node).filter((node) => node < centres).length;
    expect(centres).toBe(10);
    expect(positions.node.length / (200 * 500)).toBeCloseTo(density, 2);
    expect(atCentres / (centres * 500)).toBeCloseTo(Math.min(0.95, 4 * density), 1);
    expect(Math.min(...Array.from(positions.onHand))).toBeGreaterThanOrEqual(1);
    expect(Math.max(...Array.from(positions.onHand))).toBeLessThanOrEqual(62);
  });

  test('stands in real cities, in their time zones, most of it where most people live', () => {
    const { network, nodeCities } = generateWorld({ ...options, nodes: 1000 });
    const zones = new Set(CITIES.map(({ timeZone }) => timeZone));
    network.nodes.forEach((node, index) => {
      const city = nodeCities[index];
      expect(zones.has(node.timeZone ?? '')).toBe(true);
      expect(Math.abs((node.location?.lat ?? 0) - city.lat)).toBeLessThanOrEqual(0.2001);
      expect(Math.abs((node.location?.lng ?? 0) - city.lng)).toBeLessThanOrEqual(0.2501);
    });
    expect(new Set(network.nodes.map(({ id }) => id)).size).toBe(1000);
    const inNewYork = nodeCities.filter(({ name }) => name === 'New York').length;
    expect(inNewYork).toBeGreaterThan(40);
    expect(inNewYork).toBeLessThan(130);
  });

  test('every setting prices as it says', () => {
    const baseOf = (setting: 'standard' | 'freightHeavy' | 'fixedLight') =>
      generateWorld({ ...options, setting }).network.rateCards.find(({ id }) => id === 'ground-1000')?.bands?.[0];
    expect(baseOf('standard')).toMatchObject({ base: 520, perKg: 35 });
    expect(baseOf('freightHeavy')).toMatchObject({ base: 1560, perKg: 105 });
    expect(baseOf('fixedLight')).toMatchObject({ base: 130, perKg: 35 });
  });

  test('a carrier card changes rates, volumes and limits, and leaves nodes, stock and what is ordered alone', () => {
    const plain = generateWorld(options);
    const cards = generateWorld({ ...options, model: 'cards' });
    const limited = generateWorld({ ...options, model: 'cards+k' });
    networkSchema.parse(cards.network);
    for (const { order } of limited.orders) orderSchema.parse(order);
    expect(cards.positions).toEqual(plain.positions);
    const places = ({ network }: World) =>
      network.nodes.map(({ id, location, handling }) => ({ id, location, handling }));
    expect(places(cards)).toEqual(places(plain));
    const bare = ({ order }: PlacedOrder) => ({
      ...order,
      maxShipments: undefined,
      lines: order.lines.map((line) => ({ ...line, volumeCm3: undefined })),
    });
    expect(cards.orders.map(bare)).toEqual(plain.orders.map(bare));
    expect(limited.orders.map(bare)).toEqual(plain.orders.map(bare));
    expect(cards.orders.some(({ order }) => order.maxShipments !== undefined)).toBe(false);
    expect(new Set(limited.orders.map(({ order }) => order.maxShipments))).toEqual(new Set([1, 2, 3]));
  });

  test('the carrier card has the steps of one: by the pound, some flat, the heavier the cheaper by weight', () => {
    const { rateCards } = generateWorld({ ...options, model: 'cards' }).network;
    expect(rateCards).toHaveLength(9);
    let flat = 0;
    let steps = 0;
    for (const { bands, divisorCm3PerKg, parcel } of rateCards) {
      expect([divisorCm3PerKg, parcel?.maxGrams, parcel?.maxCm3]).toEqual([5000, 30_000, 120_000]);
      for (const { breaks = [] } of bands ?? []) {
        expect(breaks).toHaveLength(30);
        expect([breaks[0].upToGrams, breaks[29].upToGrams]).toEqual([453, 30_000]);
        breaks.slice(1).forEach((step, index) => {
          expect(step.price).toBeGreaterThanOrEqual(breaks[index].price);
          steps += 1;
          if (step.price === breaks[index].price) flat += 1;
        });
      }
    }
    expect(flat / steps).toBeGreaterThan(0.12);
    expect(flat / steps).toBeLessThan(0.26);
    const priceOf = (card: string, band: number, at: number) =>
      rateCards.find(({ id }) => id === card)?.bands?.[band].breaks?.[at].price;
    expect(priceOf('ground-1000', 0, 0)).toBe(537);
    expect(priceOf('ground-850', 0, 0)).toBe(456);
  });

  test('one item in three is bulky enough to be billed by volume, and each fits a parcel', () => {
    const lines = generateWorld({ ...options, model: 'cards' }).orders.flatMap(({ order }) => order.lines);
    const bulky = lines.filter(({ weightGrams = 0, volumeCm3 = 0 }) => volumeCm3 / 5 > weightGrams);
    expect(bulky.length / lines.length).toBeGreaterThan(0.25);
    expect(bulky.length / lines.length).toBeLessThan(0.45);
    expect(Math.max(...lines.map(({ volumeCm3 = 0 }) => volumeCm3))).toBeLessThanOrEqual(120_000);
  });

  test('dates leave nodes, stock and carts as they are, and are valid input', () => {
    const plain = generateWorld(options);
    const dated = generateWorld({ ...options, dated: true });
    networkSchema.parse(dated.network);
    for (const { order } of dated.orders) orderSchema.parse(order);
    createRouter({ network: dated.network, rules: dated.rules });
    expect(dated.positions).toEqual(plain.positions);
    const bare = ({ network }: World) => network.nodes.map(({ services: _, calendar: __, ...node }) => node);
    expect(bare(dated)).toEqual(bare(plain));
    const undated = ({ order }: PlacedOrder) => ({
      ...order,
      destination: { ...order.destination, timeZone: undefined },
    });
    expect(dated.orders.map(undated)).toEqual(plain.orders.map(undated));
    expect(dated.orders.every(({ order, city }) => order.destination?.timeZone === city.timeZone)).toBe(true);
    const levels = dated.network.services.flatMap(({ kind, level }) => (kind === undefined ? [level] : []));
    expect(levels).toEqual(['standard', 'second-day', 'next-day']);
    const collected = dated.network.nodes.filter(({ services }) => services?.some(({ id }) => id === 'collect'));
    expect(collected.every(({ kind }) => kind === 'store')).toBe(true);
    expect(collected.length).toBe(190);
  });
});
