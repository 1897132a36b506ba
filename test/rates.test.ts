/**
 * Which rate of a card holds for a node, a service and a destination, and what a card may say: zones, postal areas, reach, rate functions,
 * order values, surcharges, and every way a card can be wrong. Prices of parcels by weight and volume: `freight-price.test.ts`.
 */
import {
  createRouter,
  type IneligibleReason,
  InputError,
  LimitError,
  type NetworkInput,
  type OrderInput,
  planOrder,
  postalAreas,
  type RateFunction,
  type RateInput,
  type RulesInput,
  verifyPlan,
} from 'order-sourcing';
import { describe, expect, it } from 'vitest';

type Card = Omit<NetworkInput['rateCards'][number], 'id'>;
type Node = NetworkInput['nodes'][number];
type Destination = NonNullable<OrderInput['destination']>;
type Line = OrderInput['lines'][number];
type Place = Pick<Destination, 'location' | 'country' | 'region' | 'postalCode'>;

const AS_OF = { asOf: '2026-03-02T09:00:00Z' };

/** Everything that can differ from one node `dc`, which sends one `thing` by `post`. */
interface Wishes {
  readonly node?: Omit<Node, 'id'>;
  readonly to?: Destination;
  readonly line?: Partial<Line>;
  readonly network?: Partial<NetworkInput>;
  readonly rules?: RulesInput;
  readonly rate?: RateFunction;
}

interface World {
  readonly network: NetworkInput;
  readonly inventory: { node: string; sku: string; onHand: number }[];
  readonly order: OrderInput;
  readonly rules: RulesInput;
  readonly asOf: string;
  readonly rate?: RateFunction;
}

function world(card: Card, { node = {}, to = {}, line = {}, network = {}, rules = {}, rate }: Wishes = {}): World {
  return {
    network: {
      currency: 'USD',
      nodes: [{ id: 'dc', ...node }],
      services: [{ id: 'post', rateCard: 'card' }],
      rateCards: [{ id: 'card', ...card }],
      ...network,
    },
    inventory: [{ node: 'dc', sku: 'thing', onHand: 1000 }],
    order: { id: 'order', destination: to, lines: [{ id: 'line', sku: 'thing', quantity: 1, ...line }] },
    rules,
    ...AS_OF,
    ...(rate === undefined ? {} : { rate }),
  };
}

/** What a verified plan charges, in minor units; else why `post` does not serve. The two must agree. */
function answer(card: Card, wishes: Wishes = {}): number | IneligibleReason {
  const made = world(card, wishes);
  const plan = planOrder(made);
  expect(verifyPlan(plan, made)).toEqual([]);
  const [reason] = reasonsOf(made);
  expect(plan.status).toBe(reason === undefined ? 'complete' : 'nothing');
  return reason ?? plan.cost.exact / 1000;
}

/** Of the services of `dc`, for the first line. */
function reasonsOf({ network, rules, inventory, order, rate }: World): (IneligibleReason | undefined)[] {
  const planner = createRouter({ network, rules }, rate === undefined ? {} : { rate }).withInventory(inventory);
  const [{ nodes }] = planner.eligibility(order, AS_OF);
  return nodes[0].services.map(({ reason }) => reason);
}

/** `code message` of every issue. */
function issuesOf(run: () => unknown): string[] {
  try {
    run();
  } catch (error) {
    if (error instanceof InputError) return error.issues.map(({ code, message }) => `${code} ${message}`);
    throw error;
  }
  return [];
}

describe('zones by distance', () => {
  const bands = [
    { upToKm: 100, base: 1 },
    { upToKm: 200.5, base: 2 },
  ];
  const at = (metres: number | null): Partial<NetworkInput> => ({
    distance: { kind: 'matrix', nodes: ['dc'], places: ['home'], metres: [[metres]] },
  });

  it.each<[number | null, number | IneligibleReason]>([
    [0, 1],
    [99_999, 1],
    [100_000, 1],
    [100_001, 2],
    [200_500, 2],
    [200_501, 'no-rate'],
    [null, 'unknown-distance'],
  ])('%s metres: %s', (metres, expected) => {
    expect(answer({ bands }, { to: { place: 'home' }, network: at(metres) })).toBe(expected);
  });

  it('ask for the distance only where it makes a difference', () => {
    expect(answer({ bands: [{ base: 7 }] })).toBe(7);
    expect(answer({ bands: [{ upToKm: 40_000, base: 7 }] })).toBe('unknown-distance');
    expect(answer({ bands: [...bands, { base: 3 }] })).toBe('unknown-distance');
  });

  it('take an unknown distance for half the world where the rules say so', () => {
    const rules: RulesInput = { unknownDistance: 'last' };
    expect(answer({ bands }, { rules })).toBe('no-rate');
    expect(answer({ bands: [...bands, { base: 3 }] }, { rules })).toBe(3);
  });
});

describe('zones by region', () => {
  const card: Card = {
    zones: {
      by: 'region',
      from: ['US', 'CA', 'US-NY'],
      to: ['US', 'US-AK', 'MX'],
      zone: [
        ['b', 'c', 'c'],
        ['c', null, null],
        ['a', 'b', null],
      ],
    },
    rates: [
      { zone: 'a', base: 1 },
      { zone: 'b', base: 2 },
      { zone: 'c', base: 3 },
    ],
  };

  it.each<[string, Place, Place, number | IneligibleReason]>([
    ['by countries', { country: 'US' }, { country: 'US' }, 2],
    ['the region goes first', { country: 'US', region: 'US-NY' }, { country: 'US', region: 'US-AK' }, 2],
    ['on one side', { country: 'US', region: 'US-NY' }, { country: 'US' }, 1],
    ['on the other', { country: 'US' }, { country: 'US', region: 'US-AK' }, 3],
    ['else the country', { country: 'US', region: 'US-TX' }, { country: 'US', region: 'US-WA' }, 2],
    ['a region without its country', { region: 'US-NY' }, { region: 'US-AK' }, 2],
    ['a word is found wherever it stands', { region: 'US' }, { region: 'MX' }, 3],
    ['not served', { country: 'CA' }, { country: 'MX' }, 'no-rate'],
    ['not listed to', { country: 'US' }, { country: 'FR', region: 'IDF' }, 'no-rate'],
    ['not listed from', { country: 'FR' }, { country: 'US' }, 'no-rate'],
    ['unknown from', { postalCode: '10001' }, { country: 'US' }, 'unknown-zone'],
    ['unknown to', { country: 'US' }, { postalCode: '10001' }, 'unknown-zone'],
    ['unknown to, not listed from', { country: 'FR' }, {}, 'unknown-zone'],
  ])('%s', (_, node, to, expected) => {
    expect(answer(card, { node, to })).toBe(expected);
  });

  it('ask for no distance, so an unknown one is no matter', () => {
    const made = world(card, { node: { country: 'US' }, to: { country: 'US' } });
    expect(planOrder(made).shipments[0].distanceMetres).toBeNull();
  });
});

describe('zones by postal prefix', () => {
  const rows = [
    { from: '1', to: '94110', zone: 'a' },
    { from: '100', to: '9', zone: 'b' },
    { from: '100', to: '94', zone: 'c' },
    { from: '1001', to: '8', zone: 'd' },
    { from: '2', to: '9', zone: '__proto__' },
  ];
  const rates = ['a', 'b', 'c', 'd', '__proto__'].map((zone, place) => ({ zone, base: place + 1 }));
  const card: Card = { zones: { by: 'postalPrefix', rows }, rates };

  it.each<[string, string | undefined, string | undefined, number | IneligibleReason]>([
    ['the longest origin, then the longest destination', '10012', '94110', 3],
    ['a longer origin goes before a longer destination', '10012', '94110-1234', 3],
    ['whichever ends first', '10012', '95', 2],
    ['an origin without such a destination does not count', '10012', '9', 2],
    ['but with one it does', '10012', '80000', 4],
    ['a shorter origin', '11000', '94110', 1],
    ['the code may be the prefix itself', '100', '94', 3],
    ['a code shorter than the prefix', '1', '9411', 'no-rate'],
    ['another destination', '11000', '94111', 'no-rate'],
    ['another origin', '30000', '94110', 'no-rate'],
    ['hostile words', '20000', '94110', 5],
    ['no code of the node', undefined, '94110', 'unknown-zone'],
    ['no code of the destination', '10012', undefined, 'unknown-zone'],
  ])('%s', (_, from, to, expected) => {
    const [node, there] = [from, to].map((postalCode) => (postalCode === undefined ? {} : { postalCode }));
    expect(answer(card, { node, to: there })).toBe(expected);
    const turned: Card = { zones: { by: 'postalPrefix', rows: [...rows].reverse() }, rates };
    expect(answer(turned, { node, to: there })).toBe(expected);
  });

  it.each<[string | undefined, string | undefined, number | IneligibleReason]>([
    ['US', 'US', 3],
    ['US', 'DE', 'no-rate'],
    ['DE', 'US', 'no-rate'],
    ['DE', 'DE', 'no-rate'],
    [undefined, 'US', 'unknown-zone'],
    ['US', undefined, 'unknown-zone'],
  ])('within a country: from %s to %s', (from, to, expected) => {
    const within: Card = { zones: { by: 'postalPrefix', country: 'US', rows }, rates };
    const [node, there] = [from, to].map((country) => (country === undefined ? {} : { country }));
    const wishes = { node: { ...node, postalCode: '10012' }, to: { ...there, postalCode: '94110' } };
    expect(answer(within, wishes)).toBe(expected);
    if (from !== undefined && to !== undefined) expect(answer(card, wishes)).toBe(3);
  });

  it('are ready soon for a chart of a hundred thousand rows', () => {
    const origins = Array.from({ length: 100 }, (_, from) => `${100 + from}`);
    const chart = origins.flatMap((from) =>
      Array.from({ length: 1000 }, (_, to) => ({ from, to: `${to}`.padStart(3, '0'), zone: 'abcd'[(to * 7) % 4] })),
    );
    const big: Card = { zones: { by: 'postalPrefix', rows: chart }, rates };
    const { network, inventory, order } = world(big, { node: { postalCode: '15012' } });
    const began = performance.now();
    const planner = createRouter({ network, rules: {} }).withInventory(inventory);
    for (let to = 0; to < 1000; to += 1) {
      const postalCode = `${to}99`.padStart(5, '0');
      const plan = planner.plan({ ...order, destination: { postalCode } }, AS_OF);
      expect(plan.cost.total).toBe(((to * 7) % 4) + 1);
    }
    // A second or less; a walk over the rows for every destination would take ten times that.
    expect(performance.now() - began).toBeLessThan(5000);
  });
});

describe('postal areas', () => {
  const areas = [
    { prefix: '1', location: { lat: 0, lng: 1 }, region: 'any' },
    { prefix: '10', location: { lat: 0, lng: 2 } },
    { country: 'DE', prefix: '1', location: { lat: 0, lng: 3 }, region: 'east' },
    { country: 'DE', prefix: '101', location: { lat: 0, lng: 4 }, region: 'berlin' },
    { country: 'US', prefix: '1011', location: { lat: 0, lng: 5 }, region: 'NY' },
  ];

  /** Degrees on the equator from 0. */
  function degrees(place: Place, side: 'node' | 'to' = 'to'): number | null {
    const there = side === 'node' ? 'to' : 'node';
    const network = { postalAreas: areas };
    const made = world({ bands: [{ base: 1 }] }, { [side]: place, [there]: { location: { lat: 0, lng: 0 } }, network });
    const plan = planOrder(made);
    expect(verifyPlan(plan, made)).toEqual([]);
    const metres = plan.shipments[0].distanceMetres;
    return metres === null ? null : Math.round(metres / 111_195);
  }

  it.each<[string, Place, number | null]>([
    ['an area of any country', { postalCode: '12', country: 'FR' }, 1],
    ['without a country', { postalCode: '12' }, 1],
    ['the longest prefix', { postalCode: '1012', country: 'FR' }, 2],
    ['of two of a length the one of the country', { postalCode: '12', country: 'DE' }, 3],
    ['a longer one of any country', { postalCode: '1099', country: 'DE' }, 2],
    ['a longer one of the country', { postalCode: '10115', country: 'DE' }, 4],
    ['not of another country', { postalCode: '10115', country: 'FR' }, 2],
    ['no area', { postalCode: '2' }, null],
    ['no code', { country: 'DE' }, null],
    ['a code shorter than the prefixes', { postalCode: '0' }, null],
    ['a location goes first', { postalCode: '10115', country: 'DE', location: { lat: 0, lng: 9 } }, 9],
  ])('%s', (_, place, expected) => {
    expect(degrees(place, 'to')).toBe(expected);
    expect(degrees(place, 'node')).toBe(expected);
  });

  const rates = [
    { zone: 'a', base: 1 },
    { zone: 'b', base: 2 },
  ];
  const byRegion = (from: string[], to: string[], zone: string[][]): Card => ({
    zones: { by: 'region', from, to, zone },
    rates,
  });
  const berlin = { postalCode: '10115', country: 'DE' };

  it('give their region to zones, on both sides', () => {
    const network = { postalAreas: areas };
    const card = byRegion(
      ['east', 'berlin'],
      ['DE', 'NY'],
      [
        ['a', 'a'],
        ['a', 'b'],
      ],
    );
    expect(answer(card, { node: berlin, to: { postalCode: '10115', country: 'US' }, network })).toBe(2);
    expect(answer(card, { node: { postalCode: '13', country: 'DE' }, to: { country: 'DE' }, network })).toBe(1);
    // Places that have a region keep it.
    expect(answer(card, { node: { ...berlin, region: 'west' }, to: { country: 'DE' }, network })).toBe('no-rate');
    // So do places that have a location.
    const exact = { ...berlin, location: { lat: 52, lng: 13 } };
    expect(answer(card, { node: exact, to: { country: 'DE' }, network })).toBe('no-rate');
  });

  it('give it to surcharges, reach, lanes and conditions', () => {
    const remote = { price: 10, to: [{ region: 'berlin' }] };
    const lanes = [{ to: { region: 'berlin' }, days: 2 }];
    const post = { id: 'post', rateCard: 'card', reaches: [{ region: 'berlin' }], transit: { lanes } };
    const network = { postalAreas: areas, services: [post] };
    const costs = [
      { id: 'there', when: { field: 'destination.region', op: 'eq', value: 'berlin' }, perShipment: 100 },
      { id: 'here', when: { field: 'node.region', op: 'eq', value: 'east' }, perShipment: 1000 },
    ] as const;
    const card = { bands: [{ base: 1 }], surcharges: { remote } };
    const wishes = { node: { postalCode: '13', country: 'DE' }, to: berlin, network, rules: { costs: [...costs] } };
    expect(answer(card, wishes)).toBe(1111);
    expect(planOrder(world(card, wishes)).shipments[0].delivery).toBe('2026-03-04T09:00:00.000Z');
    expect(answer(card, { ...wishes, to: { ...berlin, region: 'other' } })).toBe('not-reached');
  });

  it('tell destinations apart that differ in their code only', () => {
    const { network, inventory, order } = world(byRegion(['x'], ['berlin', 'east'], [['a', 'b']]), {
      node: { region: 'x' },
      network: { postalAreas: areas },
    });
    const planner = createRouter({ network, rules: {} }).withInventory(inventory);
    const costs = ['10115', '12345', '10115', '10199'].map((postalCode) => {
      const plan = planner.plan({ ...order, destination: { country: 'DE', postalCode } }, AS_OF);
      return plan.cost.total;
    });
    expect(costs).toEqual([1, 2, 1, 1]);
  });
});

describe('the helper `postalAreas`', () => {
  it('has one area for every country and prefix, at the middle of its codes', () => {
    const points = [
      { code: '10115', country: 'DE', lat: 52.53, lng: 13.38, region: 'BE' },
      { code: '10999', country: 'DE', lat: 52.5, lng: 13.42, region: 'BE' },
      { code: '10', country: 'FR', lat: 48, lng: 4, region: 'GE' },
      { code: '10000', country: 'FR', lat: 48, lng: 4 },
      { code: '1', lat: 1, lng: 1 },
      // On both sides of the date line, and at a pole.
      { code: '77001', country: 'FJ', lat: 0, lng: 179 },
      { code: '77002', country: 'FJ', lat: 0, lng: -179 },
      { code: '99', lat: 90, lng: 0 },
    ];
    const areas = postalAreas(points, { prefixLength: 2 });
    expect(areas).toEqual([
      { country: 'DE', prefix: '10', location: { lat: 52.515002, lng: 13.400007 }, region: 'BE' },
      { country: 'FJ', prefix: '77', location: { lat: 0, lng: 180 } },
      { country: 'FR', prefix: '10', location: { lat: 48, lng: 4 } },
      { prefix: '1', location: { lat: 1, lng: 1 } },
      { prefix: '99', location: { lat: 90, lng: 0 } },
    ]);
    expect(postalAreas(points.reverse(), { prefixLength: 2 })).toEqual(areas);
    expect(postalAreas(new Set(points), { prefixLength: 9 })).toHaveLength(8);
  });

  it('makes what a network takes', () => {
    const points = Array.from({ length: 90_000 }, (_, place) => ({
      code: `${10_000 + place}`,
      lat: (place % 900) / 10,
      lng: Math.floor(place / 900),
    }));
    const network = { postalAreas: postalAreas(points, { prefixLength: 4 }) };
    const card = { bands: [{ upToKm: 40_000, base: 1 }] };
    expect(answer(card, { node: { postalCode: '20000' }, to: { postalCode: '99999' }, network })).toBe(1);
    expect(answer(card, { node: { postalCode: '20000' }, to: { postalCode: '00000' }, network })).toBe(
      'unknown-distance',
    );
  });

  it.each([0, -1, 1.5, Number.NaN])('takes no prefix of length %s', (prefixLength) => {
    expect(() => postalAreas([], { prefixLength })).toThrow(RangeError);
  });

  it.each([
    [Number.NaN, 0],
    [91, 0],
    [-90.1, 0],
    [0, 181],
    [0, Number.POSITIVE_INFINITY],
  ])('takes no point at %s, %s', (lat, lng) => {
    expect(() => postalAreas([{ code: '1', lat, lng }], { prefixLength: 1 })).toThrow(RangeError);
  });

  it('takes no empty code, and no points without a middle', () => {
    expect(() => postalAreas([{ code: '', lat: 0, lng: 0 }], { prefixLength: 1 })).toThrow(RangeError);
    const opposite = [
      { code: '1', lat: 0, lng: 0 },
      { code: '1', lat: 0, lng: 180 },
    ];
    expect(() => postalAreas(opposite, { prefixLength: 1 })).toThrow('no middle');
  });
});

describe('what a service reaches', () => {
  const post = (reaches: { country?: string; region?: string; postalPrefix?: string }[]) => ({
    services: [{ id: 'post', rateCard: 'card', reaches }],
  });
  const bands = [{ base: 1 }];

  it.each<[string, Destination, number | IneligibleReason]>([
    ['its country', { country: 'CA' }, 1],
    ['a part of another', { country: 'US', postalCode: '94110' }, 1],
    ['not the rest of it', { country: 'US', postalCode: '95000' }, 'not-reached'],
    ['not the same code elsewhere', { country: 'DE', postalCode: '94110' }, 'not-reached'],
    ['a region', { region: 'east' }, 1],
    ['a place without a code', { country: 'US' }, 'not-reached'],
    ['a place that says nothing', {}, 'not-reached'],
  ])('%s', (_, to, expected) => {
    const network = post([{ country: 'CA' }, { country: 'US', postalPrefix: '94' }, { region: 'east' }]);
    expect(answer({ bands }, { to, network })).toBe(expected);
  });

  it('is everything where nothing is said', () => {
    expect(answer({ bands }, { network: post([{}]) })).toBe(1);
    expect(answer({ bands })).toBe(1);
  });

  it('goes before the rate, and is each service’s own', () => {
    const network: Partial<NetworkInput> = {
      services: [
        { id: 'air', rateCard: 'card' },
        { id: 'post', rateCard: 'card', reaches: [{ country: 'CA' }] },
      ],
    };
    const made = world({ bands: [{ upToKm: 1, base: 1 }] }, { network });
    expect(reasonsOf(made)).toEqual(['unknown-distance', 'not-reached']);
  });
});

describe('what a card must know of a line', () => {
  const linear = { bands: [{ base: 1, perKg: 1 }] };
  const flat = { bands: [{ base: 1 }] };
  const steps = {
    bands: [
      {
        breaks: [
          { upToGrams: 500, price: 1 },
          { upToGrams: 1000, price: 2 },
        ],
      },
    ],
  };
  const oversize = (over: { overMm?: number; overGrams?: number }) => ({
    ...flat,
    surcharges: { oversize: { price: 5, ...over } },
  });

  it.each<[string, Card, Partial<Line>, number | IneligibleReason]>([
    ['no weight where none is asked', flat, {}, 1],
    ['the weight for a price by weight', linear, {}, 'unknown-weight'],
    ['not for a price of nothing', { bands: [{ base: 1, perKg: 0 }] }, {}, 1],
    ['for breaks', steps, {}, 'unknown-weight'],
    ['for a parcel that holds so much', { ...flat, parcel: { maxGrams: 9 } }, {}, 'unknown-weight'],
    ['for units that are too heavy', oversize({ overGrams: 9 }), {}, 'unknown-weight'],
    ['a weight of nothing is one', steps, { weightGrams: 0 }, 1],
    ['the volume for a divisor', { ...flat, divisorCm3PerKg: 1 }, { weightGrams: 1 }, 'unknown-volume'],
    ['for a parcel that holds so much', { ...flat, parcel: { maxCm3: 9 } }, { weightGrams: 1 }, 'unknown-volume'],
    ['the longest side for a parcel', { ...flat, parcel: { maxLongestSideMm: 9 } }, {}, 'unknown-size'],
    ['for units that are too long', oversize({ overMm: 9 }), {}, 'unknown-size'],
    ['a unit as heavy as a parcel', { ...flat, parcel: { maxGrams: 9 } }, { weightGrams: 9 }, 1],
    ['heavier', { ...flat, parcel: { maxGrams: 9 } }, { weightGrams: 10 }, 'fits-no-parcel'],
    ['a unit as large as a parcel', { ...flat, parcel: { maxCm3: 9 } }, { volumeCm3: 9 }, 1],
    ['larger', { ...flat, parcel: { maxCm3: 9 } }, { volumeCm3: 10 }, 'fits-no-parcel'],
    ['a unit as long as a parcel', { ...flat, parcel: { maxLongestSideMm: 9 } }, { longestSideMm: 9 }, 1],
    ['longer', { ...flat, parcel: { maxLongestSideMm: 9 } }, { longestSideMm: 10 }, 'fits-no-parcel'],
    ['a unit at the end of the breaks', steps, { weightGrams: 1000 }, 2],
    ['beyond it', steps, { weightGrams: 1001 }, 'fits-no-parcel'],
    ['rounded up beyond it', { ...steps, stepGrams: 300 }, { weightGrams: 901 }, 'fits-no-parcel'],
    ['by volume at the end', { ...steps, divisorCm3PerKg: 5000 }, { weightGrams: 1, volumeCm3: 5000 }, 2],
    ['by volume beyond it', { ...steps, divisorCm3PerKg: 5000 }, { weightGrams: 1, volumeCm3: 5001 }, 'fits-no-parcel'],
    ['many units that fit one by one', steps, { weightGrams: 1000, quantity: 3 }, 6],
    ['a kit is one thing', steps, { weightGrams: 1001, kit: [{ sku: 'thing', quantity: 2 }] }, 'fits-no-parcel'],
    ['a line that travels whole is not', steps, { weightGrams: 1000, quantity: 3, noSplit: true }, 6],
  ])('%s', (_, card, line, expected) => {
    expect(answer(card, { line })).toBe(expected);
  });

  it('leaves the other lines to the card', () => {
    const { order, ...rest } = world(steps);
    const lines = [
      { ...order.lines[0], weightGrams: 400 },
      { ...order.lines[0], id: 'unweighed' },
    ];
    const made = { ...rest, order: { ...order, lines } };
    const plan = planOrder(made);
    expect(verifyPlan(plan, made)).toEqual([]);
    expect(plan.unfilled).toEqual([{ line: 'unweighed', sku: 'thing', quantity: 1, reasons: ['no-eligible-stock'] }]);
  });
});

describe('prices by the order’s value', () => {
  const byOrderValue = [
    { atLeast: 5000, price: 300 },
    { atLeast: 10_000, price: 0 },
  ];
  const card: Card = {
    bands: [{ base: 700, perKg: 100, minimum: 900 }],
    fuelPercent: 10,
    surcharges: { residential: { price: 50 }, remote: { price: 70, per: 'shipment', to: [{}] } },
    byOrderValue,
  };
  const to = { residential: true };

  it.each([
    [0, 1110],
    [4999, 1110],
    [5000, 300],
    [9999, 300],
    [10_000, 0],
    [1e9, 0],
  ])('of %i: %i, whatever the rest of the card says', (value, expected) => {
    expect(answer(card, { to, line: { value, weightGrams: 1000 } })).toBe(expected);
  });

  it('count every unit of every line', () => {
    const lines = [2, 3].map((quantity, place) => ({ id: `${place}`, sku: 'thing', quantity, value: 1000 * place }));
    for (const [more, expected] of [
      [0, 1110],
      [1000, 300],
    ]) {
      const { order, ...rest } = world(card, { to });
      const weighed = lines.map((line) => ({ ...line, value: line.value + more, weightGrams: 0 }));
      const made = { ...rest, order: { ...order, lines: weighed } };
      const plan = planOrder(made);
      expect(verifyPlan(plan, made)).toEqual([]);
      expect(plan.cost.total).toBe(expected);
    }
  });

  it('need the value of every line', () => {
    expect(answer(card, { line: { weightGrams: 1 } })).toBe('unknown-value');
    expect(answer({ bands: [{ base: 1 }] })).toBe(1);
    const { order, ...rest } = world(card);
    const lines = [
      { ...order.lines[0], value: 20_000 },
      { ...order.lines[0], id: 'gift' },
    ];
    const made = { ...rest, order: { ...order, lines } };
    expect(reasonsOf(made)).toEqual(['unknown-value']);
    expect(planOrder(made).status).toBe('nothing');
  });

  it('need no weight once the price is flat', () => {
    expect(answer(card, { line: { value: 4999 } })).toBe('unknown-weight');
    expect(answer(card, { line: { value: 5000 } })).toBe(300);
  });

  it('still need a zone, a reach, and parcels that hold the units', () => {
    const line = { value: 20_000, weightGrams: 3000, quantity: 3 };
    expect(answer({ ...card, bands: [{ upToKm: 1, base: 1 }] }, { line })).toBe('unknown-distance');
    const limited = { ...card, parcel: { maxGrams: 4000 } };
    expect(answer(limited, { line: { ...line, weightGrams: 4001 } })).toBe('fits-no-parcel');
    expect(answer(limited, { line: { ...line, value: 2000 } })).toBe(300);
    const plan = planOrder(world(limited, { line }));
    expect(plan.shipments.map(({ parcels, cost }) => [parcels, cost.exact])).toEqual([[3, 0]]);
  });

  it('are asked again of the next order', () => {
    const { network, inventory, order } = world(card);
    const planner = createRouter({ network, rules: {} }).withInventory(inventory);
    const totals = [10_000, 4999, 5000, 10_000].map((value) => {
      const lines = [{ ...order.lines[0], value, weightGrams: 0 }];
      return planner.plan({ ...order, lines }, AS_OF).cost.total;
    });
    expect(totals).toEqual([0, 1060, 300, 0]);
  });
});

describe('a minimum, percentages and surcharges', () => {
  const line = { weightGrams: 1000 };

  it.each<[string, Card, number]>([
    ['a rate', { bands: [{ base: 500, perKg: 100 }] }, 600],
    ['its minimum', { bands: [{ base: 500, perKg: 100, minimum: 601 }] }, 601],
    ['reached', { bands: [{ base: 500, perKg: 100, minimum: 600 }] }, 600],
    ['of breaks', { bands: [{ breaks: [{ upToGrams: 1000, price: 600 }], minimum: 650 }] }, 650],
    ['fuel on the rate', { bands: [{ base: 500, perKg: 100 }], fuelPercent: 12.5 }, 675],
    ['on the minimum', { bands: [{ base: 500, minimum: 1000 }], fuelPercent: 12.5 }, 1125],
    ['half a thousandth is rounded up', { bands: [{ base: 1, perKg: 0 }], fuelPercent: 0.05 }, 1.001],
    ['less is not', { bands: [{ base: 1, perKg: 0 }], fuelPercent: 0.049 }, 1],
    [
      'not on surcharges',
      { bands: [{ base: 500 }], fuelPercent: 10, surcharges: { residential: { price: 100 } } },
      650,
    ],
    ['residential', { bands: [{ base: 1 }], surcharges: { residential: { price: 100 } } }, 101],
    ['remote', { bands: [{ base: 1 }], surcharges: { remote: { price: 100, to: [{ postalPrefix: '99' }] } } }, 101],
    ['not remote', { bands: [{ base: 1 }], surcharges: { remote: { price: 100, to: [{ postalPrefix: '98' }] } } }, 1],
    [
      'remote once, however many places fit',
      { bands: [{ base: 1 }], surcharges: { remote: { price: 100, to: [{}, { country: 'US' }] } } },
      101,
    ],
    ['over a weight', { bands: [{ base: 1 }], surcharges: { oversize: { price: 100, overGrams: 999 } } }, 101],
    ['at it', { bands: [{ base: 1 }], surcharges: { oversize: { price: 100, overGrams: 1000 } } }, 1],
    [
      'all at once',
      {
        bands: [{ base: 1 }],
        surcharges: {
          residential: { price: 100, per: 'shipment' },
          remote: { price: 1000, to: [{ country: 'US' }] },
          oversize: { price: 10_000, overGrams: 1 },
        },
      },
      11_101,
    ],
  ])('%s', (_, card, expected) => {
    const to = { country: 'US', postalCode: '99501', residential: true };
    expect(answer(card, { to, line })).toBe(expected);
  });

  it('are per parcel where the card does not say per shipment', () => {
    const to = { residential: true };
    const three = { quantity: 3, weightGrams: 1000, longestSideMm: 1 };
    const one = {
      residential: { price: 10 },
      remote: { price: 100, to: [{}] },
      oversize: { price: 1000, overGrams: 1 },
    };
    const once = Object.fromEntries(Object.entries(one).map(([key, each]) => [key, { ...each, per: 'shipment' }]));
    const card = { bands: [{ base: 1 }], parcel: { maxGrams: 1000 } };
    expect(answer({ ...card, surcharges: one }, { to, line: three })).toBe(3333);
    expect(answer({ ...card, surcharges: once }, { to, line: three })).toBe(1113);
    // One unit of the shipment is enough.
    const { order, ...rest } = world(
      { ...card, surcharges: { oversize: { price: 1000, overMm: 1 } } },
      { line: three },
    );
    const lines = [...order.lines, { ...order.lines[0], id: 'pole', quantity: 1, longestSideMm: 2 }];
    const made = { ...rest, order: { ...order, lines } };
    const plan = planOrder(made);
    expect(verifyPlan(plan, made)).toEqual([]);
    expect(plan.cost.total).toBe(4004);
  });

  it('ask nothing of a destination that does not say it is a home', () => {
    const card = { bands: [{ base: 1 }], surcharges: { residential: { price: 100 } } };
    expect(answer(card)).toBe(1);
    expect(answer(card, { to: { residential: false } })).toBe(1);
    const { network, inventory, order } = world(card);
    const planner = createRouter({ network, rules: {} }).withInventory(inventory);
    const totals = [{}, { residential: true }, {}].map(
      (destination) => planner.plan({ ...order, destination }, AS_OF).cost.total,
    );
    expect(totals).toEqual([1, 101, 1]);
  });
});

describe('procurement', () => {
  it('is what units cost at a vendor and over the hop to the carrier', () => {
    const network: Partial<NetworkInput> = {
      nodes: [
        { id: 'dc', procurementPerUnit: 2.25, services: [{ id: 'post', transferPerUnit: 0.505 }] },
        { id: 'shop', services: [{ id: 'post' }] },
      ],
    };
    const made = world({ bands: [{ base: 10 }] }, { network, line: { quantity: 4 } });
    const plan = planOrder(made);
    expect(verifyPlan(plan, made)).toEqual([]);
    expect(plan.cost).toEqual({
      shipping: 10,
      handling: 0,
      procurement: 11,
      lateness: 0,
      rules: 0,
      split: 0,
      unfilled: 0,
      total: 21,
      exact: 21_020,
    });
    // 4 × 2.755 less is what the shop saves.
    const here = { ...made, inventory: [...made.inventory, { node: 'shop', sku: 'thing', onHand: 4 }] };
    expect(planOrder(here).shipments.map(({ node, cost }) => [node, cost.exact])).toEqual([['shop', 10_000]]);
  });

  it('counts order units: a kit is one', () => {
    const node = { procurementPerUnit: 7 };
    const line = { quantity: 2, kit: [{ sku: 'thing', quantity: 5 }] };
    expect(answer({ bands: [{ base: 1 }] }, { node, line })).toBe(15);
    expect(answer({ bands: [{ base: 1 }] }, { node, line: { ...line, noSplit: true } })).toBe(15);
  });
});

describe('a rate function', () => {
  const card: Card = {
    bands: [{ upToKm: 1, base: 500 }],
    fuelPercent: 10,
    surcharges: { residential: { price: 30 } },
    parcel: { maxGrams: 2000 },
  };
  const line = { weightGrams: 1000, quantity: 3 };

  it.each<[string, RateInput | null | undefined, number | IneligibleReason]>([
    ['in the card’s stead, with its percentages, parcels and surcharges', { base: 100 }, 2 * (110 + 30)],
    ['by weight', { base: 100, perKg: 20, minimum: 140 }, 2 * (154 + 30)],
    ['by breaks', { breaks: [{ upToGrams: 1000, price: 100 }] }, 3 * (110 + 30)],
    ['of nothing', { base: 0 }, 60],
    ['null: not served', null, 'no-rate'],
    ['undefined: what the card says', undefined, 'unknown-distance'],
  ])('%s', (_, said, expected) => {
    expect(answer(card, { to: { residential: true }, line, rate: () => said })).toBe(expected);
  });

  it('makes no difference where it says nothing', () => {
    const wishes = { to: { residential: true }, line };
    const flat = { ...card, bands: [{ base: 500 }] };
    expect(answer(flat, { ...wishes, rate: () => undefined })).toBe(answer(flat, wishes));
  });

  it('goes before zones that are unknown, but not before reach and the order’s value', () => {
    const zones: Card = {
      zones: { by: 'region', from: ['x'], to: ['x'], zone: [['x']] },
      rates: [{ zone: 'x', base: 1 }],
      byOrderValue: [{ atLeast: 100, price: 5 }],
    };
    const rate = () => ({ base: 7 });
    const cheap = { line: { value: 99 } };
    expect(answer(zones, cheap)).toBe('unknown-zone');
    expect(answer(zones, { ...cheap, rate })).toBe(7);
    expect(answer(zones, { rate })).toBe('unknown-value');
    expect(answer(zones, { line: { value: 100 }, rate })).toBe(5);
    const network = { services: [{ id: 'post', rateCard: 'card', reaches: [{ country: 'CA' }] }] };
    expect(answer(zones, { ...cheap, rate, network })).toBe('not-reached');
  });

  it('hears of node, service and destination what they are, completed by postal areas', () => {
    const heard: unknown[] = [];
    const rate: RateFunction = (...words) => {
      heard.push(structuredClone(words));
      return { base: 1 };
    };
    const location = { lat: 1, lng: 2 };
    const network: Partial<NetworkInput> = {
      nodes: [{ id: 'dc', postalCode: '1' }, { id: 'shop' }, { id: 'shut', online: false }],
      services: [
        { id: 'air', rateCard: 'card' },
        { id: 'post', rateCard: 'card' },
      ],
      postalAreas: [{ prefix: '1', location, region: 'west' }],
    };
    const destination = { postalCode: '17', residential: true };
    const { order, inventory, ...made } = world({ bands: [{ base: 9 }] }, { network, to: destination });
    const planner = createRouter({ network: made.network, rules: {} }, { rate }).withInventory(inventory);
    const said: unknown[] = [];
    for (const at of [{ id: 'dc', location }, { id: 'shop' }]) {
      for (const id of ['air', 'post']) said.push([at, { id }, { ...destination, location, region: 'west' }]);
    }
    planner.plan(order, AS_OF);
    expect(heard).toEqual(said);
    // Once per destination.
    planner.plan({ ...order, id: 'again' }, AS_OF);
    planner.eligibility(order, AS_OF);
    expect(heard).toHaveLength(4);
  });

  it.each<[string, Destination]>([
    ['location', { location: { lat: 1, lng: 1 } }],
    ['place', { place: 'other' }],
    ['country', { country: 'FR' }],
    ['region', { region: 'FR' }],
    ['postalCode', { postalCode: '1' }],
    ['residential', { residential: true }],
  ])('is asked again where only the %s differs', (_, other) => {
    const rate: RateFunction = (_node, _service, destination) => ({ base: JSON.stringify(destination).length });
    const { network, order, inventory } = world({ bands: [{ base: 9 }] });
    const planner = createRouter({ network, rules: {} }, { rate }).withInventory(inventory);
    const totals = [{}, other, {}].map((destination) => planner.plan({ ...order, destination }, AS_OF).cost.total);
    expect(totals).toEqual([2, JSON.stringify(other).length, 2]);
  });

  it('may give cards with and without steps the same rate', () => {
    const same: RateInput = { breaks: [{ upToGrams: 3000, price: 100 }] };
    const network: Partial<NetworkInput> = {
      nodes: [{ id: 'dc', services: [{ id: 'post' }, { id: 'van', rateCard: 'other' }] }],
      services: [
        { id: 'post', rateCard: 'card' },
        { id: 'van', rateCard: 'other' },
      ],
      rateCards: [
        { id: 'card', bands: [{ base: 1 }], parcel: { maxGrams: 500 } },
        { id: 'other', bands: [{ base: 1 }], fuelPercent: 7 },
      ],
    };
    const made = world({}, { network, line, rate: () => same });
    expect(reasonsOf(made)).toEqual(['fits-no-parcel', undefined]);
    const plan = planOrder(made);
    expect(verifyPlan(plan, made)).toEqual([]);
    expect(plan.shipments.map(({ service, cost }) => [service, cost.exact])).toEqual([['van', 107_000]]);
  });

  it('can answer wrong: one error has every issue, with node and service', () => {
    const wrong: Record<string, unknown> = {
      'dc air': { base: Number.NaN, perKG: 1 },
      'dc post': { base: Number.POSITIVE_INFINITY },
      'shop air': {
        breaks: [
          { upToGrams: 500, price: 1 },
          { upToGrams: 500, price: 2 },
        ],
      },
      'shop post': 12,
      'yard air': {},
      'yard post': { base: 1 },
    };
    const network: Partial<NetworkInput> = {
      nodes: [{ id: 'dc' }, { id: 'shop' }, { id: 'yard' }],
      services: [
        { id: 'air', rateCard: 'card' },
        { id: 'post', rateCard: 'card' },
      ],
    };
    const { order, inventory, ...made } = world({ bands: [{ base: 9 }] }, { network });
    const rate = ((node: { id: string }, service: { id: string }) => wrong[`${node.id} ${service.id}`]) as RateFunction;
    const planner = createRouter({ network: made.network, rules: {} }, { rate }).withInventory(inventory);
    const expected = [
      'unknown-key rate(dc, air).perKG: is not a known key. Maybe "perKg"?',
      expect.stringContaining('invalid rate(dc, air).base: NaN'),
      expect.stringContaining('invalid rate(dc, post).base: Infinity'),
      'bands rate(shop, air).breaks[1].upToGrams: 500 must be more than the one before it (500).',
      expect.stringContaining('invalid rate(shop, post): 12'),
      'invalid rate(yard, air): an object either base (and perKg) or breaks.',
    ];
    const issues = issuesOf(() => planner.plan(order, AS_OF));
    expect(issues).toHaveLength(expected.length);
    expect(issues).toEqual(expect.arrayContaining(expected));
    // Nothing of it is remembered.
    expect(issuesOf(() => planner.eligibility(order, AS_OF))).toEqual(issues);
    for (const key of Object.keys(wrong)) wrong[key] = { base: 3 };
    expect(planner.plan(order, AS_OF).cost.total).toBe(3);
  });

  it('passes its own errors on', () => {
    const rate = () => {
      throw new TypeError('mine');
    };
    const { order, inventory, network } = world({ bands: [{ base: 9 }] });
    const planner = createRouter({ network, rules: {} }, { rate }).withInventory(inventory);
    expect(() => planner.plan(order, AS_OF)).toThrow(new TypeError('mine'));
  });
});

describe('a card that is wrong', () => {
  function cardIssues(card: object, network: Partial<NetworkInput> = {}): string[] {
    const made = world(card as Card, { network });
    return issuesOf(() => createRouter({ network: made.network, rules: {} })).map((issue) =>
      issue.replaceAll('network.rateCards[0]', 'card'),
    );
  }

  const rates = [
    { zone: 'near', base: 1 },
    { zone: 'far', base: 2 },
  ];

  it('says everything at once: order, references, duplicates, shape', () => {
    const bad: Card = {
      zones: {
        by: 'region',
        from: ['US', 'CA', 'US'],
        to: ['US', 'CA', 'MX', 'CA'],
        zone: [
          ['near', 'far', 'fra', null],
          ['near', null],
        ],
      },
      rates: [
        ...rates,
        { zone: 'near', base: 3 },
        {
          zone: 'steps',
          breaks: [
            { upToGrams: 500, price: 1 },
            { upToGrams: 500, price: 2 },
            { upToGrams: 400, price: 3 },
          ],
        },
      ],
      byOrderValue: [
        { atLeast: 100, price: 3 },
        { atLeast: 100, price: 2 },
        { atLeast: 99, price: 1 },
      ],
    };
    const areas = [
      { prefix: '1', location: { lat: 0, lng: 0 } },
      { country: 'US', prefix: '1', location: { lat: 0, lng: 0 } },
      { prefix: '1', location: { lat: 1, lng: 1 } },
      { country: 'US', prefix: '1', location: { lat: 1, lng: 1 } },
    ];
    expect(cardIssues(bad, { postalAreas: areas })).toEqual([
      'bands card.rates[3].breaks[1].upToGrams: 500 must be more than the one before it (500).',
      'bands card.rates[3].breaks[2].upToGrams: 400 must be more than the one before it (500).',
      'bands card.byOrderValue[1].atLeast: 100 must be more than the one before it (100).',
      'bands card.byOrderValue[2].atLeast: 99 must be more than the one before it (100).',
      'duplicate card.rates[2].zone: "near" is already at rateCards[0].rates[0].',
      'duplicate card.zones.from[2]: "US" is already at rateCards[0].zones.from[0].',
      'duplicate card.zones.to[3]: "CA" is already at rateCards[0].zones.to[1].',
      'shape card.zones.zone: a list of 2 must have 3 rows, one for each word of from.',
      'shape card.zones.zone[1]: a list of 2 must have 4 columns.',
      'unknown-reference card.zones.zone[0][2]: "fra" has no rate. Maybe "far"?',
      'duplicate network.postalAreas[2]: "1" is already at postalAreas[0].',
      'duplicate network.postalAreas[3]: "US 1" is already at postalAreas[1].',
    ]);
  });

  it('has rows twice, or zones without a rate', () => {
    const rows = [
      { from: '1', to: '2', zone: 'near' },
      { from: '1', to: '2', zone: 'far' },
      { from: '12', to: '3', zone: 'toString' },
      { from: '1', to: '22', zone: '__proto__' },
    ];
    expect(cardIssues({ zones: { by: 'postalPrefix', rows }, rates })).toEqual([
      'duplicate card.zones.rows[1]: "1 to 2" is already at rateCards[0].zones.rows[0].',
      'unknown-reference card.zones.rows[2].zone: "toString" has no rate.',
      'unknown-reference card.zones.rows[3].zone: "__proto__" has no rate.',
    ]);
    const empty = [{ from: '12', to: '', zone: 'near' }];
    expect(cardIssues({ zones: { by: 'postalPrefix', rows: empty }, rates })).toEqual([
      expect.stringContaining('invalid card.zones.rows[0].to: ""'),
    ]);
  });

  const bands = [{ base: 1 }];
  const EITHER_RATE = 'an object either base (and perKg) or breaks.';
  const EITHER_ZONES = 'invalid card: an object either bands, or zones and rates.';

  it.each<[string, object, string[]]>([
    [
      'neither base nor breaks',
      { bands: [{ perKg: 3 }, {}] },
      [`invalid card.bands[0]: ${EITHER_RATE}`, `invalid card.bands[1]: ${EITHER_RATE}`],
    ],
    ['both', { bands: [{ base: 1, breaks: [{ upToGrams: 1, price: 1 }] }] }, [`invalid card.bands[0]: ${EITHER_RATE}`]],
    [
      'perKg and breaks',
      { bands: [{ perKg: 1, breaks: [{ upToGrams: 1, price: 1 }] }] },
      [`invalid card.bands[0]: ${EITHER_RATE}`],
    ],
    [
      'both bands and zones',
      { bands, zones: { by: 'region', from: ['a'], to: ['a'], zone: [['near']] }, rates },
      [EITHER_ZONES],
    ],
    ['bands and rates', { bands, rates }, [EITHER_ZONES]],
    ['zones without rates', { zones: { by: 'region', from: ['a'], to: ['a'], zone: [[null]] } }, [EITHER_ZONES]],
    ['nothing', {}, [EITHER_ZONES]],
    [
      'zones of another kind',
      { zones: { by: 'postalPrefixes', rows: [] }, rates },
      ['invalid card.zones.by: "postalPrefixes" must be "region" or "postalPrefix". Maybe "postalPrefix"?'],
    ],
    ['zones of no kind', { zones: { rows: [] }, rates }, ['missing card.zones.by: is missing.']],
    [
      'too fine percentages',
      { bands, fuelPercent: 1.2345 },
      ['invalid card.fuelPercent: 1.2345 at most three decimals.'],
    ],
    [
      'an oversize without a size',
      { bands, surcharges: { oversize: { price: 1 } } },
      ['invalid card.surcharges.oversize: an object at least one of overMm and overGrams.'],
    ],
    [
      'surcharges per what is not',
      { bands, surcharges: { residential: { price: 1, per: 'parcels' } } },
      ['invalid card.surcharges.residential.per: "parcels" must be "parcel" or "shipment". Maybe "parcel"?'],
    ],
    [
      'an unknown surcharge',
      { bands, surcharges: { remot: { price: 1 } } },
      ['unknown-key card.surcharges.remot: is not a known key. Maybe "remote"?'],
    ],
    [
      'a limit in other units',
      { bands, parcel: { maxGramms: 1 } },
      ['unknown-key card.parcel.maxGramms: is not a known key. Maybe "maxGrams"?'],
    ],
  ])('has %s', (_, card, expected) => {
    expect(cardIssues(card)).toEqual(expected);
  });

  it('has numbers that are none', () => {
    const issues = cardIssues({
      bands: [
        {
          breaks: [
            { upToGrams: 0, price: -1 },
            { upToGrams: 1.5, price: 0.5 },
          ],
          minimum: Number.NaN,
        },
      ],
      divisorCm3PerKg: 0,
      stepGrams: -1,
      fuelPercent: Number.POSITIVE_INFINITY,
      parcel: { maxGrams: 0, maxCm3: '9', maxLongestSideMm: 2 ** 53 },
      surcharges: { residential: { price: 1.5 }, remote: { price: 1, to: [] } },
      byOrderValue: [],
    });
    const places = issues.map((issue) => issue.split(/:? /)[1]);
    expect(new Set(places)).toEqual(
      new Set([
        'card.bands[0].breaks[0].upToGrams',
        'card.bands[0].breaks[0].price',
        'card.bands[0].breaks[1].upToGrams',
        'card.bands[0].breaks[1].price',
        'card.bands[0].minimum',
        'card.divisorCm3PerKg',
        'card.stepGrams',
        'card.fuelPercent',
        'card.parcel.maxGrams',
        'card.parcel.maxCm3',
        'card.parcel.maxLongestSideMm',
        'card.surcharges.residential.price',
        'card.surcharges.remote.to',
        'card.byOrderValue',
      ]),
    );
    expect(issues).toHaveLength(14);
    expect(issues.every((issue) => issue.startsWith('invalid '))).toBe(true);
  });

  it('is still refused soon where a hundred thousand rows are wrong', () => {
    const rows = Array.from({ length: 100_000 }, (_, place) => ({ from: `${place % 50_000}`, to: '1', zone: 'naer' }));
    const began = performance.now();
    const issues = cardIssues({ zones: { by: 'postalPrefix', rows }, rates });
    expect(performance.now() - began).toBeLessThan(5000);
    expect(issues).toHaveLength(1001);
    expect(issues[0]).toBe('unknown-reference card.zones.rows[0].zone: "naer" has no rate. Maybe "near"?');
    expect(issues[1000]).toBe('more … and 149000 more issues.');
  });
});

describe('sums of a card', () => {
  it('must stay exact', () => {
    const dear: Card = { bands: [{ breaks: [{ upToGrams: 1000, price: 1e12 }] }], fuelPercent: 1000 };
    expect(() => answer(dear, { line: { weightGrams: 1 } })).toThrow(LimitError);
    const parcel = { bands: [{ base: 1e12 }], parcel: { maxGrams: 1 } };
    expect(() => answer(parcel, { line: { weightGrams: 1, quantity: 1000 } })).toThrow(LimitError);
    expect(answer(parcel, { line: { weightGrams: 1, quantity: 9 } })).toBe(9e12);
    const volume = { bands: [{ base: 0, perKg: 1e6 }], divisorCm3PerKg: 1 };
    expect(() => answer(volume, { line: { weightGrams: 1, volumeCm3: 1e12, quantity: 9 } })).toThrow(LimitError);
  });
});
