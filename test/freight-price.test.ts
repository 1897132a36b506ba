/**
 * What a shipment costs by its card: one node, one line, and a price for every cell of the table and every edge of it, against a look-up
 * of our own. Money in 1/1000 minor unit where it is not said otherwise.
 */
import {
  createRouter,
  type NetworkInput,
  type OrderInput,
  type Plan,
  type Planner,
  planOrder,
  verifyPlan,
} from 'order-sourcing';
import { describe, expect, it } from 'vitest';
import { type Dice, seededDice } from './worlds';

type Card = NetworkInput['rateCards'][number];
type Destination = OrderInput['destination'];

const AS_OF = '2026-03-02T09:00:00Z';

/** A rate as read off the table; prices in minor units. */
interface Rate {
  readonly base?: number;
  readonly perKg?: number;
  readonly breaks?: { upToGrams: number; price: number }[];
  readonly minimum?: number;
}

interface Item {
  readonly grams: number;
  readonly cm3: number;
  readonly mm: number;
}

interface Price {
  readonly parcels: number;
  readonly exact: number;
}

/** A destination, and the rate that holds there. */
interface Way {
  readonly to: Destination;
  readonly rate: Rate;
}

/** The cheapest of all numbers of parcels; undefined: a unit fits none. */
function lookUp(card: Card, { to, rate }: Way, item: Item, quantity: number): Price | undefined {
  if (!fitsParcel(card, item) || tablePrice(rate, billed(card, item, 1, 1)) === undefined) return undefined;
  const { parcel, shipment } = surcharges(card, to, item);
  let best: Price | undefined;
  for (let parcels = quantity; parcels >= 1; parcels -= 1) {
    if (item.grams * quantity > parcels * (card.parcel?.maxGrams ?? 1e12)) continue;
    if (item.cm3 * quantity > parcels * (card.parcel?.maxCm3 ?? 1e12)) continue;
    const table = tablePrice(rate, billed(card, item, quantity, parcels));
    if (table === undefined) continue;
    const percent = 100_000 + Math.round((card.fuelPercent ?? 0) * 1000);
    const one = Math.floor((Math.max(table, (rate.minimum ?? 0) * 1000) * percent + 50_000) / 100_000);
    const exact = parcels * (one + parcel * 1000) + shipment * 1000;
    if (best === undefined || exact <= best.exact) best = { parcels, exact };
  }
  return best;
}

function fitsParcel({ parcel }: Card, { grams, cm3, mm }: Item): boolean {
  if (parcel?.maxGrams !== undefined && grams > parcel.maxGrams) return false;
  if (parcel?.maxCm3 !== undefined && cm3 > parcel.maxCm3) return false;
  return parcel?.maxLongestSideMm === undefined || mm <= parcel.maxLongestSideMm;
}

/** Grams that each of the parcels is billed for. */
function billed(
  { divisorCm3PerKg: divisor, stepGrams: step = 1 }: Card,
  item: Item,
  quantity: number,
  parcels: number,
): number {
  let grams = 0;
  // Step by step, until the scale holds the parcel's share of both.
  while (grams * parcels < item.grams * quantity) grams += step;
  if (divisor !== undefined) while (grams * parcels * divisor < item.cm3 * quantity * 1000) grams += step;
  return grams;
}

/** Without minimum and percentages; undefined: beyond the table. */
function tablePrice({ base = 0, perKg = 0, breaks }: Rate, grams: number): number | undefined {
  if (breaks === undefined) return base * 1000 + perKg * grams;
  for (const { upToGrams, price } of breaks) if (grams <= upToGrams) return price * 1000;
  return undefined;
}

/** In minor units. */
function surcharges({ surcharges: all = {} }: Card, to: Destination, item: Item): { parcel: number; shipment: number } {
  const sums = { parcel: 0, shipment: 0 };
  const { residential, remote, oversize } = all;
  const add = (surcharge: { price: number; per?: 'parcel' | 'shipment' | undefined }) => {
    if (surcharge.per === 'shipment') sums.shipment += surcharge.price;
    else sums.parcel += surcharge.price;
  };
  if (residential && to?.residential) add(residential);
  // Random cards call every place remote that has such a code.
  if (remote && to?.postalCode?.startsWith('99')) add(remote);
  if (oversize && (item.mm > (oversize.overMm ?? 1e9) || item.grams > (oversize.overGrams ?? 1e9))) add(oversize);
  return sums;
}

/** One node at a made-up mill, with places around it. */
function networkOf(card: Card): NetworkInput {
  return {
    currency: 'USD',
    nodes: [{ id: 'mill', country: 'US', region: 'NY', postalCode: '10012' }],
    services: [{ id: 'parcel', rateCard: card.id }],
    rateCards: [card],
    distance: { kind: 'matrix', nodes: ['mill'], places: Object.keys(METRES), metres: [Object.values(METRES)] },
  };
}

/** By name: on the first band's end, and a metre beyond it. */
const METRES = { near: 100_000, far: 100_001, farther: 5_000_000 };

const INVENTORY = [{ node: 'mill', sku: 'thing', onHand: 1000 }];

function orderOf(to: Destination, item: Item, quantity: number): OrderInput {
  const { grams: weightGrams, cm3: volumeCm3, mm: longestSideMm } = item;
  const line = { id: 'things', sku: 'thing', quantity, weightGrams, volumeCm3, longestSideMm };
  return { id: 'order', destination: to, lines: [line] };
}

/** What the planner says; undefined: it ships nothing. */
function planned(card: Card, planner: Planner, order: OrderInput): Price | undefined {
  const plan = planner.plan(order, { asOf: AS_OF });
  expect(verifyPlan(plan, { order, network: networkOf(card), inventory: INVENTORY, rules: {}, asOf: AS_OF })).toEqual(
    [],
  );
  expect(plan.proof.levels.map(({ status }) => status)).toEqual(['optimal', 'optimal']);
  const [shipment] = plan.shipments;
  return shipment && { parcels: shipment.parcels, exact: shipment.cost.exact };
}

const BOTH_SIDES = [-1, 0, 1];

/** Units on every edge of the rate and of the card, a gram or cubic centimetre below, and one above. */
function edgeItems(card: Card, rate: Rate, quantity: number): Item[] {
  const { divisorCm3PerKg: divisor, stepGrams: step = 1, parcel, surcharges: extra } = card;
  const ends = (rate.breaks ?? []).map(({ upToGrams }) => upToGrams);
  // Where the minimum stops to hold, and where the first and another step end.
  const minimumEnd = rate.perKg ? Math.floor((((rate.minimum ?? 0) - (rate.base ?? 0)) * 1000) / rate.perKg) : 0;
  const grams = [...ends, minimumEnd, step, 7 * step, parcel?.maxGrams ?? 0, extra?.oversize?.overGrams ?? 0];
  const cm3 = divisor === undefined ? [] : grams.map((end) => Math.floor((end * divisor) / 1000));
  // On the edge with one unit in a parcel, and with all of them.
  const shares = (edges: readonly number[]) => {
    const all = edges
      .flatMap((edge) => [edge, Math.floor(edge / quantity)])
      .flatMap((at) => BOTH_SIDES.map((by) => at + by));
    return [...new Set(all)].filter((each) => each >= 0);
  };
  return [
    ...shares(grams).map((each) => ({ grams: each, cm3: 1, mm: 1 })),
    ...shares([...cm3, parcel?.maxCm3 ?? 0]).map((each) => ({ grams: 1, cm3: each, mm: 1 })),
    ...BOTH_SIDES.map((by) => ({ grams: 5, cm3: 5, mm: (extra?.oversize?.overMm ?? 500) + by })),
    ...BOTH_SIDES.map((by) => ({ grams: 5, cm3: 5, mm: (parcel?.maxLongestSideMm ?? 900) + by })),
  ];
}

/** Every cell and edge of a card. @returns how many prices were compared, and how many units fitted no parcel */
function checkEveryCell(
  card: Card,
  ways: readonly Way[],
  quantities: readonly number[],
): { priced: number; unfit: number; split: number } {
  const planner = createRouter({ network: networkOf(card), rules: {} }).withInventory(INVENTORY);
  const counts = { priced: 0, unfit: 0, split: 0 };
  for (const way of ways) {
    for (const quantity of quantities) {
      for (const item of edgeItems(card, way.rate, quantity)) {
        const expected = lookUp(card, way, item, quantity);
        const found = planned(card, planner, orderOf(way.to, item, quantity));
        // Most are equal, and `expect` is slow.
        if (found?.exact !== expected?.exact || found?.parcels !== expected?.parcels)
          expect({ item, quantity, ...found }).toEqual({ item, quantity, ...expected });
        if (expected === undefined) counts.unfit += 1;
        else counts.priced += 1;
        if ((expected?.parcels ?? 0) > 1) counts.split += 1;
      }
    }
  }
  return counts;
}

/** A card with everything that a card can have, and destinations that the mill reaches by each of its zones. */
function randomCard(dice: Dice): { card: Card; ways: Way[] } {
  const rates = [randomRate(dice), randomRate(dice), randomRate(dice)] as const;
  const { table, ways } = [byDistance, byRegion, byPostalCode][dice.int(0, 2)](rates);
  const homes = ways.map(({ to, rate }) => ({ to: { ...to, residential: dice.int(0, 1) === 1 }, rate }));
  return { card: { id: 'card', ...randomTerms(dice), ...table }, ways: homes };
}

interface Table {
  readonly table: Pick<Card, 'bands' | 'zones' | 'rates'>;
  readonly ways: Way[];
}

type Rates = readonly [Rate, Rate, Rate];

function byDistance([one, two]: Rates): Table {
  const ways = [
    { to: { place: 'near', postalCode: '99501' }, rate: one },
    { to: { place: 'far' }, rate: two },
    { to: { place: 'farther' }, rate: two },
  ];
  return { table: { bands: [{ upToKm: 100, ...one }, two] }, ways };
}

function byRegion(rates: Rates): Table {
  const zone = [
    ['c', 'c', 'a'],
    ['a', 'b', null],
  ];
  const ways = [
    { to: { country: 'US', region: 'TX' }, rate: rates[0] },
    { to: { country: 'US', region: 'CA', postalCode: '99999' }, rate: rates[1] },
    { to: { country: 'US' }, rate: rates[0] },
  ];
  return {
    table: { zones: { by: 'region', from: ['US', 'NY'], to: ['US', 'CA', 'AK'], zone }, rates: named(rates) },
    ways,
  };
}

function byPostalCode(rates: Rates): Table {
  const rows = [
    { from: '1', to: '99', zone: 'a' },
    { from: '100', to: '9', zone: 'b' },
    { from: '100', to: '995', zone: 'c' },
    { from: '10013', to: '995', zone: 'a' },
  ];
  const ways = [
    { to: { postalCode: '99412' }, rate: rates[1] },
    { to: { postalCode: '99501' }, rate: rates[2] },
    { to: { postalCode: '90210' }, rate: rates[1] },
  ];
  return { table: { zones: { by: 'postalPrefix', rows }, rates: named(rates) }, ways };
}

function named(rates: Rates) {
  return rates.map((rate, place) => ({ zone: 'abc'[place], ...rate }));
}

function randomRate(dice: Dice): Rate {
  const { some, pick } = drawing(dice);
  const linear = { base: pick([0, 0, 1, 450]), perKg: pick([0, 1, 37, 333]) };
  return {
    ...(dice.int(1, 3) > 1 ? { breaks: randomBreaks(dice) } : linear),
    ...some({ minimum: pick([1, 300, 700]) }),
  };
}

function randomTerms(dice: Dice): Omit<Card, 'id'> {
  const { some, pick } = drawing(dice);
  const extra = () => ({ price: pick([0, 1, 35, 480]), per: pick(['parcel', 'shipment'] as const) });
  const parcel = { maxGrams: pick([700, 2000]), ...some({ maxCm3: 6000 }), ...some({ maxLongestSideMm: 900 }) };
  const surcharges = {
    ...some({ residential: extra() }),
    ...some({ remote: { ...extra(), to: [{ postalPrefix: '99' }] } }),
    ...some({ oversize: { ...extra(), overMm: 500, ...some({ overGrams: 600 }) } }),
  };
  return {
    ...some({ divisorCm3PerKg: pick([5000, 6000, 4999]) }),
    ...some({ stepGrams: pick([50, 100, 454]) }),
    ...some({ fuelPercent: pick([0, 12.5, 7.123, 33.333, 0.001]) }),
    ...some({ parcel }),
    ...some({ surcharges }),
  };
}

function drawing(dice: Dice) {
  return {
    /** As often as not. */
    some: <T extends object>(fields: T): Partial<T> => (dice.int(0, 1) === 1 ? fields : {}),
    pick: <T>(list: readonly T[]): T => list[dice.int(0, list.length - 1)],
  };
}

/** Not always dearer for more weight. */
function randomBreaks(dice: Dice): { upToGrams: number; price: number }[] {
  const ends = [...new Set(Array.from({ length: dice.int(1, 5) }, () => dice.int(1, 40) * 50))].sort((a, b) => a - b);
  return ends.map((upToGrams) => ({ upToGrams, price: dice.int(0, 12) * 100 + dice.int(0, 9) }));
}

describe('a price for every cell and edge of a card', () => {
  it('is the one of an independent look-up, for random cards', () => {
    const sums = { priced: 0, unfit: 0, split: 0 };
    for (let seed = 1; seed <= 24; seed += 1) {
      const { card, ways } = randomCard(seededDice(seed));
      const counts = checkEveryCell(card, ways, [1, 2, 3, 5]);
      sums.priced += counts.priced;
      sums.unfit += counts.unfit;
      sums.split += counts.split;
    }
    // Enough of each kind.
    expect(sums.priced).toBeGreaterThan(8000);
    expect(sums.unfit).toBeGreaterThan(900);
    expect(sums.split).toBeGreaterThan(2000);
  }, 60_000);
});

describe('percentages', () => {
  it.each([
    // 1 g at 1 a kilogram: 1.4, four times; as one parcel 5.6, half-up 6
    [40, 4, { parcels: 4, exact: 4 }],
    // 1.5 is 2, so four cost 8; two of 3 cost as much as one of 6
    [50, 4, { parcels: 1, exact: 6 }],
    // 3 × 1.5 = 4.5
    [50, 3, { parcels: 1, exact: 5 }],
    // 1.499
    [49.9, 3, { parcels: 3, exact: 3 }],
  ])('%s percent on %i units of a gram', (fuelPercent, quantity, expected) => {
    const card: Card = { id: 'card', bands: [{ base: 0, perKg: 1 }], fuelPercent };
    const planner = createRouter({ network: networkOf(card), rules: {} }).withInventory(INVENTORY);
    expect(planned(card, planner, orderOf({}, { grams: 1, cm3: 0, mm: 0 }, quantity))).toEqual(expected);
  });
});

/** The card of the problem's example, in grams per pound: 22.56 at 8 lb, 8.34 at 4.8 lb, 7.57 at 3.2 and 4 lb. */
const POUND_GRAMS = 453.592_37;
const pounds = (weight: number) => Math.round(weight * POUND_GRAMS);
const BOXES: Card = {
  id: 'boxes',
  bands: [
    {
      breaks: [
        { upToGrams: pounds(4), price: 757 },
        { upToGrams: pounds(4.8), price: 834 },
        { upToGrams: pounds(8), price: 2256 },
      ],
    },
  ],
};

describe('the boxes of the problem', () => {
  /** Stock as `node: sku`. */
  function ship(
    lines: { id: string; quantity: number; weightGrams: number }[],
    stock: [node: string, sku: string][],
  ): Plan {
    const order: OrderInput = { id: 'boxes', destination: {}, lines: lines.map((line) => ({ ...line, sku: line.id })) };
    const network: NetworkInput = {
      currency: 'USD',
      nodes: [{ id: 'east' }, { id: 'west' }],
      services: [{ id: 'parcel', rateCard: 'boxes' }],
      rateCards: [BOXES],
    };
    const inventory = stock.map(([node, sku]) => ({ node, sku, onHand: 9 }));
    const input = { order, network, inventory, rules: {}, asOf: AS_OF };
    const plan = planOrder(input);
    expect(verifyPlan(plan, input)).toEqual([]);
    expect(plan.status).toBe('complete');
    expect(plan.proof.levels.every(({ status }) => status === 'optimal')).toBe(true);
    return plan;
  }

  const paid = ({ shipments }: Plan) => shipments.map(({ node, parcels, cost }) => [node, parcels, cost.total / 100]);
  const heavy = { id: 'heavy', quantity: 1, weightGrams: pounds(4.8) };
  const light = { id: 'light', quantity: 1, weightGrams: pounds(3.2) };

  it('22.56: one unit of 8 lb', () => {
    const plan = ship([{ id: 'safe', quantity: 1, weightGrams: pounds(8) }], [['east', 'safe']]);
    expect(paid(plan)).toEqual([['east', 1, 22.56]]);
  });

  it('15.14: two units of 4 lb in one shipment, two parcels', () => {
    const plan = ship([{ id: 'pan', quantity: 2, weightGrams: pounds(4) }], [['east', 'pan']]);
    expect(paid(plan)).toEqual([['east', 2, 15.14]]);
    expect(plan.cost.total).toBe(1514);
  });

  it('15.91: 4.8 and 3.2 lb as two shipments', () => {
    const plan = ship(
      [heavy, light],
      [
        ['east', 'heavy'],
        ['west', 'light'],
      ],
    );
    expect(paid(plan)).toEqual([
      ['east', 1, 8.34],
      ['west', 1, 7.57],
    ]);
    expect(plan.cost.total).toBe(1591);
  });

  it('15.14 where one place has both: weight spreads evenly over the parcels', () => {
    const plan = ship(
      [heavy, light],
      [
        ['east', 'heavy'],
        ['west', 'light'],
        ['west', 'heavy'],
      ],
    );
    expect(paid(plan)).toEqual([['west', 2, 15.14]]);
  });

  it('22.56 again where the same weight must stay in one piece', () => {
    const kit = { id: 'set', sku: 'set', quantity: 1, weightGrams: pounds(8), kit: [{ sku: 'pan', quantity: 2 }] };
    const plan = ship([kit], [['east', 'pan']]);
    expect(paid(plan)).toEqual([['east', 1, 22.56]]);
  });

  it('every edge of the table, for up to six units', () => {
    const [rate] = BOXES.bands as [Rate];
    const counts = checkEveryCell(BOXES, [{ to: {}, rate }], [1, 2, 3, 4, 5, 6]);
    expect(counts.split).toBeGreaterThan(50);
  });
});

describe('by the value of the order', () => {
  const card: Card = {
    id: 'card',
    bands: [{ base: 500, perKg: 100 }],
    fuelPercent: 10,
    parcel: { maxGrams: 1000 },
    surcharges: { residential: { price: 70 } },
    byOrderValue: [
      { atLeast: 3000, price: 250 },
      { atLeast: 6000, price: 0 },
    ],
  };
  const planner = createRouter({ network: networkOf(card), rules: {} }).withInventory(INVENTORY);

  it.each([
    // 3 × (600 × 1.1 + 70): rates and surcharges as long as no entry is reached
    [2999, 3, 2_190_000],
    [3000, 3, 250_000],
    [5999, 3, 250_000],
    [6000, 3, 0],
    [1_000_000, 3, 0],
  ])('%i: %i parcels for %i', (value, parcels, exact) => {
    const order = orderOf({ place: 'near', residential: true }, { grams: 1000, cm3: 0, mm: 0 }, 3);
    const other = { id: 'other', sku: 'none', quantity: 1, value: value - 3 };
    const lines = [...order.lines.map((line) => ({ ...line, value: 1 })), other];
    expect(planned(card, planner, { ...order, lines })).toEqual({ parcels, exact });
  });
});
