/** Every cell of zones, however they are written: the price of one parcel from each node to each destination, against a plain look-up. */
import { type NetworkInput, type OrderInput, planOrder, verifyPlan } from 'order-sourcing';
import { describe, expect, it } from 'vitest';
import { type Dice, seededDice } from './worlds';

type Card = NetworkInput['rateCards'][number];
type Destination = OrderInput['destination'];

function networkOf(card: Card): NetworkInput {
  return { currency: 'USD', nodes: [{ id: 'n' }], services: [{ id: 'ground', rateCard: card.id }], rateCards: [card] };
}

function pick<T>(dice: Dice, list: readonly T[]): T {
  return list[dice.int(0, list.length - 1)];
}

/** The price of one parcel from the node to the destination, in minor units; undefined: nothing ships. */
function priceFrom(network: NetworkInput, node: string, destination: Destination): number | undefined {
  const thing = { id: '1', sku: 'thing', quantity: 1 };
  const order: OrderInput = { id: 'o', destination, pinnedNodes: [node], lines: [thing] };
  const inventory = network.nodes.map(({ id }) => ({ node: id, sku: 'thing', onHand: 1 }));
  const input = { network, order, inventory, rules: {}, asOf: '2026-03-02T09:00:00Z' };
  const plan = planOrder(input);
  expect(verifyPlan(plan, input)).toEqual([]);
  return plan.shipments.length === 0 ? undefined : plan.cost.total;
}

describe('every cell of zones', () => {
  it('by distance, to the metre', () => {
    const bands = [
      { upToKm: 1, base: 10 },
      { upToKm: 2.5, base: 30 },
      { upToKm: 1000, base: 20 },
    ];
    const cells = [
      [0, 10],
      [999, 10],
      [1000, 10],
      [1001, 30],
      [2499, 30],
      [2500, 30],
      [2501, 20],
      [1_000_000, 20],
      [1_000_001, undefined],
    ] as const;
    const places = cells.map(([metres]) => `${metres} m`);
    const network: NetworkInput = {
      ...networkOf({ id: 'card', bands }),
      distance: { kind: 'matrix', nodes: ['n'], places, metres: [cells.map(([metres]) => metres)] },
    };
    for (const [metres, price] of cells) expect(priceFrom(network, 'n', { place: `${metres} m` })).toBe(price);
    expect(priceFrom(network, 'n', {})).toBeUndefined();
  });

  it('by region matrix, the region before the country', () => {
    const network: NetworkInput = {
      ...networkOf({
        id: 'card',
        zones: {
          by: 'region',
          from: ['east', 'US', 'CA'],
          to: ['QC', 'CA', 'US'],
          zone: [
            ['1', '2', '3'],
            ['4', null, '5'],
            [null, '6', '7'],
          ],
        },
        rates: ['1', '2', '3', '4', '5', '6', '7'].map((zone) => ({ zone, base: Number(zone) })),
      }),
      nodes: [
        { id: 'east', region: 'east', country: 'US' },
        { id: 'west', region: 'west', country: 'US' },
        { id: 'canada', country: 'CA' },
        { id: 'peru', region: 'Lima', country: 'PE' },
        { id: 'nowhere' },
      ],
    };
    const to: Destination[] = [
      { region: 'QC', country: 'CA' },
      { region: 'ON', country: 'CA' },
      { country: 'US' },
      { region: 'US' },
      { country: 'PE' },
      {},
    ];
    const prices = network.nodes.map(({ id }) => to.map((destination) => priceFrom(network, id, destination)));
    const none = undefined;
    expect(prices).toEqual([
      [1, 2, 3, 3, none, none],
      [4, none, 5, 5, none, none],
      [none, 6, 7, 7, none, none],
      [none, none, none, none, none, none],
      [none, none, none, none, none, none],
    ]);
  });

  /** The longest prefix of the origin that leads there at all, with the longest prefix of the destination. */
  function zoneBetween(rows: ReadonlyMap<string, string>, from: string, to: string): string | undefined {
    for (let i = from.length; i > 0; i -= 1) {
      for (let j = to.length; j > 0; j -= 1) {
        const zone = rows.get(`${from.slice(0, i)}-${to.slice(0, j)}`);
        if (zone !== undefined) return zone;
      }
    }
    return undefined;
  }

  it('by postal prefix, for every pair of codes', () => {
    const codes = ['', '0', '1'].flatMap((a) => ['0', '1'].flatMap((b) => ['0', '1'].map((c) => `${a}${b}${c}`)));
    const prefixes = ['0', '1', '00', '01', '10', '11', '001', '010', '101', '111'];
    let served = 0;
    for (let seed = 1; seed <= 6; seed += 1) {
      const dice = seededDice(seed);
      const pairs = Array.from({ length: 16 }, () => `${pick(dice, prefixes)}-${pick(dice, prefixes)}`);
      const rows = new Map([...new Set(pairs)].map((pair, place) => [pair, `${place + 1}`]));
      const card: Card = {
        id: 'card',
        zones: {
          by: 'postalPrefix',
          rows: [...rows].map(([key, zone]) => ({ from: key.split('-')[0], to: key.split('-')[1], zone })),
        },
        rates: [...rows.values()].map((zone) => ({ zone, base: Number(zone) })),
      };
      const network = { ...networkOf(card), nodes: codes.map((postalCode) => ({ id: postalCode, postalCode })) };
      for (const from of codes) {
        for (const to of codes) {
          const zone = zoneBetween(rows, from, to);
          expect(priceFrom(network, from, { postalCode: to })).toBe(zone === undefined ? undefined : Number(zone));
          if (zone !== undefined) served += 1;
        }
      }
    }
    expect(served).toBeGreaterThan(400);
  });
});
