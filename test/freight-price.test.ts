/**
 * What shipments cost, at every cell and boundary of rate tables: plans of one line from one node, against a look-up of this file's own
 * that tries every number of parcels.
 */
import { createRouter, type NetworkInput, type OrderInput, type Plan, planOrder, verifyPlan } from 'order-sourcing';
import { describe, expect, it } from 'vitest';
import { type Dice, seededDice } from './worlds';

type Card = NetworkInput['rateCards'][number];
type Zoned = NonNullable<Card['rates']>[number];
type Destination = OrderInput['destination'];
type Line = Omit<OrderInput['lines'][number], 'id' | 'sku'>;

const AS_OF = '2026-03-02T09:00:00Z';
const STOCK = [{ node: 'n', sku: 'thing', onHand: 100_000 }];

function networkOf(card: Card): NetworkInput {
  return {
    currency: 'USD',
    nodes: [{ id: 'n', region: 'home' }],
    services: [{ id: 'ground', rateCard: card.id }],
    rateCards: [card],
  };
}

/** Plans orders of one line by the card, and has each judged. */
function shipBy(card: Card): (line: Line, destination?: Destination) => Plan {
  const network = networkOf(card);
  const planner = createRouter({ network, rules: {} }).withInventory(STOCK);
  return (line, destination = {}) => {
    const order: OrderInput = { id: 'o', destination, lines: [{ id: '1', sku: 'thing', ...line }] };
    const plan = planner.plan(order, { asOf: AS_OF });
    expect(verifyPlan(plan, { order, network, rules: {}, inventory: STOCK, asOf: AS_OF })).toEqual([]);
    return plan;
  };
}

/** Parcels and price of the only shipment in 1/1000 minor unit; undefined: nothing ships. */
function freightOf({ shipments, cost }: Plan): { parcels: number; price: number } | undefined {
  if (shipments.length === 0) return undefined;
  expect(shipments).toHaveLength(1);
  return { parcels: shipments[0].parcels, price: cost.exact };
}

describe('the card of the box example', () => {
  /** 4, 4.8 and 8 lb in grams, rounded up. */
  const card: Card = {
    id: 'boxes',
    bands: [
      {
        breaks: [
          { upToGrams: 1815, price: 757 },
          { upToGrams: 2178, price: 834 },
          { upToGrams: 3629, price: 2256 },
        ],
      },
    ],
  };
  const POUNDS_8 = 3628;
  const POUNDS_4_8 = 2177;
  const POUNDS_4 = 1814;
  const POUNDS_3_2 = 1451;

  it('takes 22.56 for one parcel of 8 lb', () => {
    expect(freightOf(shipBy(card)({ quantity: 1, weightGrams: POUNDS_8 }))).toEqual({ parcels: 1, price: 2_256_000 });
  });

  it('takes 15.14 for two units of 4 lb in one shipment', () => {
    expect(freightOf(shipBy(card)({ quantity: 2, weightGrams: POUNDS_4 }))).toEqual({ parcels: 2, price: 1_514_000 });
  });

  function twoBoxes(nodes: readonly [string, string]): Plan {
    const network: NetworkInput = { ...networkOf(card), nodes: [{ id: 'n' }, { id: 'm' }] };
    const order: OrderInput = {
      id: 'o',
      destination: {},
      lines: [
        { id: '1', sku: 'large', quantity: 1, weightGrams: POUNDS_4_8 },
        { id: '2', sku: 'small', quantity: 1, weightGrams: POUNDS_3_2 },
      ],
    };
    const inventory = [
      { node: nodes[0], sku: 'large', onHand: 1 },
      { node: nodes[1], sku: 'small', onHand: 1 },
    ];
    const input = { network, order, inventory, rules: {}, asOf: AS_OF };
    const plan = planOrder(input);
    expect(verifyPlan(plan, input)).toEqual([]);
    expect(plan.proof.levels.every((level) => level.status === 'optimal')).toBe(true);
    return plan;
  }

  it('takes 15.91 for 4.8 + 3.2 lb as two shipments', () => {
    const plan = twoBoxes(['m', 'n']);
    expect(plan.shipments.map(({ parcels, cost }) => [parcels, cost.total])).toEqual([
      [1, 834],
      [1, 757],
    ]);
    expect(plan.cost).toMatchObject({ shipping: 1591, total: 1591, exact: 1_591_000 });
  });

  it('takes 15.14 for them from one node, as two parcels share their weight evenly', () => {
    expect(freightOf(twoBoxes(['n', 'n']))).toEqual({ parcels: 2, price: 1_514_000 });
  });

  it.each([
    [0, 757],
    [1, 757],
    [1814, 757],
    [1815, 757],
    [1816, 834],
    [2177, 834],
    [2178, 834],
    [2179, 2256],
    [3628, 2256],
    [3629, 2256],
    [3630, undefined],
  ])('%i g cost %s', (weightGrams, price) => {
    const freight = freightOf(shipBy(card)({ quantity: 1, weightGrams }));
    expect(freight).toEqual(price === undefined ? undefined : { parcels: 1, price: price * 1000 });
  });

  it.each([
    [3, 500, 1, 757],
    [4, 500, 1, 834],
    [5, 500, 2, 1514],
    [7, 500, 2, 1514],
    [8, 500, 2, 1668],
    // Two parcels of 2250 g would each cost more than three of 1500 g do.
    [9, 500, 3, 2271],
    [2, 1815, 2, 1514],
    [2, 1816, 2, 1668],
  ])('%i units of %i g cost %i parcels of together %i', (quantity, weightGrams, parcels, price) => {
    expect(freightOf(shipBy(card)({ quantity, weightGrams }))).toEqual({ parcels, price: price * 1000 });
  });
});

/** A shipment of equal units. */
interface Load {
  readonly quantity: number;
  readonly grams: number;
  readonly cm3: number;
  readonly mm: number;
}

/** Look-up: what a parcel of so many billable grams costs, without surcharges. */
function parcelPrice(rate: Zoned, fuelPercent: number, billed: number): number | undefined {
  const holding = (rate.breaks ?? []).filter(({ upToGrams }) => upToGrams >= billed);
  if (rate.breaks !== undefined && holding.length === 0) return undefined;
  const plain =
    rate.breaks === undefined ? (rate.base ?? 0) * 1000 + (rate.perKg ?? 0) * billed : holding[0].price * 1000;
  const hundredths = Math.max(plain, (rate.minimum ?? 0) * 1000) * (100_000 + Math.round(fuelPercent * 1000));
  const rest = hundredths % 100_000;
  return (hundredths - rest) / 100_000 + (rest >= 50_000 ? 1 : 0);
}

/** Whole numbers, rounded up. */
function divide(amount: number, by: number): number {
  return (amount + ((by - (amount % by)) % by)) / by;
}

/** Grams that each of `parcels` is billed for. */
function billedGrams({ stepGrams = 1, divisorCm3PerKg }: Card, load: Load, parcels: number): number {
  const byWeight = divide(load.quantity * load.grams, parcels * stepGrams);
  if (divisorCm3PerKg === undefined) return byWeight * stepGrams;
  const byVolume = divide(load.quantity * load.cm3 * 1000, parcels * divisorCm3PerKg * stepGrams);
  return Math.max(byWeight, byVolume) * stepGrams;
}

/** Every number of parcels from 1 to the units is tried, the first of equal price kept. */
function lookUp(
  card: Card,
  rate: Zoned,
  load: Load,
  residential: boolean,
): { parcels: number; price: number } | undefined {
  const { maxGrams = Infinity, maxCm3 = Infinity, maxLongestSideMm = Infinity } = card.parcel ?? {};
  if (load.grams > maxGrams || load.cm3 > maxCm3 || load.mm > maxLongestSideMm) return undefined;
  if (parcelPrice(rate, 0, billedGrams(card, { ...load, quantity: 1 }, 1)) === undefined) return undefined;
  const { residential: home, oversize } = card.surcharges ?? {};
  const isOversize = load.mm > (oversize?.overMm ?? Infinity) || load.grams > (oversize?.overGrams ?? Infinity);
  const charges = [...(residential && home ? [home] : []), ...(isOversize && oversize ? [oversize] : [])];
  const sum = (per: 'parcel' | 'shipment') =>
    charges.reduce((total, charge) => total + ((charge.per ?? 'parcel') === per ? charge.price * 1000 : 0), 0);
  let best: { parcels: number; price: number } | undefined;
  for (let parcels = 1; parcels <= load.quantity; parcels += 1) {
    if (parcels * maxGrams < load.quantity * load.grams || parcels * maxCm3 < load.quantity * load.cm3) continue;
    const one = parcelPrice(rate, card.fuelPercent ?? 0, billedGrams(card, load, parcels));
    if (one === undefined) continue;
    const price = parcels * (one + sum('parcel')) + sum('shipment');
    if (best === undefined || price < best.price) best = { parcels, price };
  }
  return best;
}

function pick<T>(dice: Dice, list: readonly T[]): T {
  return list[dice.int(0, list.length - 1)];
}

function maybe<T extends object>(dice: Dice, percent: number, make: () => T): Partial<T> {
  return dice.int(1, 100) <= percent ? make() : {};
}

/** Rates in which a step is worth many grams or few, and weight may make a parcel cheaper. */
function drawRate(dice: Dice): Omit<Zoned, 'zone'> {
  const minimum = () => ({ minimum: dice.int(0, 900) });
  if (dice.int(1, 3) === 1) {
    return {
      base: pick(dice, [0, 0, 7, 300]),
      ...maybe(dice, 80, () => ({ perKg: dice.int(0, 900) })),
      ...maybe(dice, 40, minimum),
    };
  }
  let end = 0;
  const breaks = Array.from({ length: dice.int(1, 5) }, () => {
    end += dice.int(1, 90);
    return { upToGrams: end, price: dice.int(0, 1000) };
  });
  return { breaks, ...maybe(dice, 30, minimum) };
}

function drawCard(dice: Dice, zones: readonly string[]): Card & { rates: Zoned[] } {
  const per = () => ({
    price: dice.int(0, 60),
    ...maybe(dice, 60, () => ({ per: pick(dice, ['parcel', 'shipment'] as const) })),
  });
  const limits = {
    ...maybe(dice, 60, () => ({ maxGrams: dice.int(20, 150) })),
    ...maybe(dice, 40, () => ({ maxCm3: dice.int(100, 400) })),
    ...maybe(dice, 30, () => ({ maxLongestSideMm: dice.int(2, 9) })),
  };
  return {
    id: 'card',
    zones: { by: 'region', from: ['home'], to: [...zones], zone: [[...zones]] },
    rates: zones.map((zone) => ({ zone, ...drawRate(dice) })),
    ...maybe(dice, 50, () => ({ divisorCm3PerKg: pick(dice, [1000, 3000, 5000, 4999, 6000]) })),
    ...maybe(dice, 50, () => ({ stepGrams: pick(dice, [1, 2, 7, 10, 50]) })),
    ...maybe(dice, 60, () => ({ fuelPercent: pick(dice, [0, 0.001, 5, 12.5, 17.345, 100]) })),
    ...maybe(dice, 60, () => ({ parcel: limits })),
    ...maybe(dice, 60, () => ({
      surcharges: {
        ...maybe(dice, 60, () => ({ residential: per() })),
        ...maybe(dice, 50, () => ({
          oversize: { ...per(), overMm: dice.int(1, 8), ...maybe(dice, 50, () => ({ overGrams: dice.int(10, 90) })) },
        })),
      },
    })),
  };
}

const around = (value: number, least = 0) => [value - 1, value, value + 1].filter((each) => each >= least);

/** One unit at and beside everything of the card that a unit's own measures could cross. */
function singleUnits(card: Card, rate: Zoned): Load[] {
  const unit = { quantity: 1, grams: 1, cm3: 1, mm: 1 };
  const { base = 0, perKg = 0, minimum = 0, breaks = [] } = rate;
  const ends = breaks.map(({ upToGrams }) => upToGrams);
  const { stepGrams = 1, divisorCm3PerKg: divisor, parcel = {}, surcharges: { oversize } = {} } = card;
  const crossing = perKg > 0 && minimum > base ? Math.floor(((minimum - base) * 1000) / perKg) : 1;
  const last = ends.at(-1) ?? 3 * stepGrams;
  const steps = [stepGrams, 2 * stepGrams, Math.floor(last / stepGrams) * stepGrams];
  const grams = [...ends, ...steps, crossing, parcel.maxGrams ?? 1, oversize?.overGrams ?? 1];
  const cm3 = [parcel.maxCm3 ?? 1, ...[...ends, ...steps].map((end) => Math.floor((end * (divisor ?? 1)) / 1000))];
  const mm = [parcel.maxLongestSideMm ?? 1, oversize?.overMm ?? 1];
  return [
    ...grams.flatMap((each) => around(each)).map((each) => ({ ...unit, grams: each })),
    ...cm3.flatMap((each) => around(each)).map((each) => ({ ...unit, cm3: each })),
    ...mm.flatMap((each) => around(each)).map((each) => ({ ...unit, mm: each })),
  ];
}

/** Many units of 1 g (or 1 cm³) each, so that all of them together stand at and beside every boundary of one, two or three parcels. */
function manyUnits({ parcel = {} }: Card, rate: Zoned, dice: Dice): Load[] {
  const unit = { grams: 1, cm3: 0, mm: 1 };
  const ends = (rate.breaks ?? []).map(({ upToGrams }) => upToGrams);
  const limits = [...ends, ...(parcel.maxGrams === undefined ? [] : [parcel.maxGrams])];
  const light = limits.flatMap((end) => [1, 2, 3].flatMap((parcels) => around(end * parcels, 1)));
  const small =
    parcel.maxCm3 === undefined ? [] : [1, 2].flatMap((parcels) => around((parcel.maxCm3 ?? 1) * parcels, 1));
  const drawn = Array.from({ length: 8 }, () => ({
    quantity: dice.int(2, 12),
    grams: dice.int(0, 60),
    cm3: dice.int(0, 200),
    mm: dice.int(1, 9),
  }));
  return [
    ...light.map((quantity) => ({ ...unit, quantity })),
    ...small.map((quantity) => ({ ...unit, quantity, grams: 0, cm3: 1 })),
    ...drawn,
  ];
}

describe('random cards', () => {
  const CARDS_A_TEST = 10;
  const seen = { priced: 0, impossible: 0, several: 0, moreThanNeeded: 0, manyThatFit: 0 };

  it.each(Array.from({ length: 12 }, (_, index) => index))(
    'cost what a look-up says at every boundary: lot %i',
    (lot) => {
      for (let each = 0; each < CARDS_A_TEST; each += 1) {
        const dice = seededDice(1 + lot * CARDS_A_TEST + each);
        const card = drawCard(dice, ['a', 'b', 'c']);
        const ship = shipBy(card);
        for (const rate of card.rates) {
          for (const load of [...singleUnits(card, rate), ...manyUnits(card, rate, dice)]) {
            const { quantity, grams, cm3, mm } = load;
            const residential = dice.int(0, 1) === 1;
            const line = { quantity, weightGrams: grams, volumeCm3: cm3, longestSideMm: mm };
            const expected = lookUp(card, rate, load, residential);
            const freight = freightOf(ship(line, { region: rate.zone, residential }));
            expect(freight, JSON.stringify({ card, rate, load, residential })).toEqual(expected);
            count(card, load, expected);
          }
        }
      }
    },
  );

  function count(
    { parcel = {} }: Card,
    { quantity, grams, cm3 }: Load,
    freight: { parcels: number } | undefined,
  ): void {
    if (freight === undefined) seen.impossible += 1;
    else seen.priced += 1;
    const { maxGrams = Infinity, maxCm3 = Infinity } = parcel;
    const least = Math.max(1, Math.ceil((quantity * grams) / maxGrams), Math.ceil((quantity * cm3) / maxCm3));
    if (freight !== undefined && freight.parcels > 1) seen.several += 1;
    if (freight !== undefined && freight.parcels > least) seen.moreThanNeeded += 1;
    if (freight !== undefined && quantity > 1) seen.manyThatFit += 1;
  }

  it('are of every kind', () => {
    expect(seen.priced).toBeGreaterThan(10_000);
    expect(seen.impossible).toBeGreaterThan(1000);
    expect(seen.manyThatFit).toBeGreaterThan(3000);
    expect(seen.several).toBeGreaterThan(1000);
    expect(seen.moreThanNeeded).toBeGreaterThan(1000);
  });
});

/** The price of one parcel from the node to the destination, in minor units; undefined: nothing ships. */
function priceFrom(network: NetworkInput, node: string, destination: Destination, value?: number): number | undefined {
  const thing = { id: '1', sku: 'thing', quantity: 1, ...(value === undefined ? {} : { value }) };
  const order: OrderInput = { id: 'o', destination, pinnedNodes: [node], lines: [thing] };
  const inventory = network.nodes.map(({ id }) => ({ node: id, sku: 'thing', onHand: 1 }));
  const input = { network, order, inventory, rules: {}, asOf: AS_OF };
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

  it('by the value of the order, to the cent', () => {
    const byOrderValue = [
      { atLeast: 100, price: 50 },
      { atLeast: 101, price: 60 },
      { atLeast: 5000, price: 0 },
    ];
    const network = networkOf({ id: 'card', bands: [{ base: 70 }], byOrderValue });
    const prices = [0, 99, 100, 101, 102, 4999, 5000, 5001].map((value) => priceFrom(network, 'n', {}, value));
    expect(prices).toEqual([70, 70, 50, 60, 60, 60, 0, 0]);
    expect(priceFrom(network, 'n', {})).toBeUndefined();
  });
});
