/**
 * Plans worked out by hand, with the worlds they are for: what `verifyPlan` is held against. Sums stand beside the numbers, money in
 * 1/1000 minor unit where it is not said otherwise.
 */
import type {
  DistanceFunction,
  NetworkInput,
  OrderInput,
  Plan,
  PositionInput,
  RateFunction,
  RulesInput,
  SnapshotInput,
} from '../src/model/types';

export interface HandMade {
  readonly world: {
    order: OrderInput;
    network: NetworkInput;
    inventory: PositionInput[];
    rules: RulesInput;
    asOf: string;
    distance?: DistanceFunction;
    rate?: RateFunction;
    snapshot?: SnapshotInput;
    earliest?: boolean;
  };
  readonly plan: Plan;
}

const AS_OF = '2026-03-02T09:00:00Z';

const HEAD = {
  schema: 'order-sourcing/plan@1',
  engine: 'by hand',
  asOf: AS_OF,
  currency: 'EUR',
  timeZones: null,
  snapshot: { id: 'stock', revision: 7 },
} as const;

const FREE = {
  shipping: 0,
  handling: 0,
  procurement: 0,
  lateness: 0,
  rules: 0,
  split: 0,
  unfilled: 0,
  total: 0,
  exact: 0,
};

function proven(levels: [goal: string, value: number][]): Plan['proof'] {
  return {
    levels: levels.map(([goal, value]) => ({ goal, value, status: 'optimal', bound: value, gap: 0 })),
    ties: 'settled',
    steps: 1,
  };
}

/**
 * Five shirts, two boxes (kits of two shirts and a mug) and three lamps. The centre, 80 km away, sends three shirts and the boxes;
 * the store, at 5 km, two shirts and two lamps; a lamp is left over. Every term of the cost is in it.
 */
export function splitOrder(): HandMade {
  return structuredClone({ world: SPLIT_WORLD, plan: SPLIT_PLAN });
}

const SPLIT_WORLD: HandMade['world'] = {
  asOf: AS_OF,
  network: {
    currency: 'EUR',
    nodes: [
      { id: 'store', kind: 'store', services: [{ id: 'ground', rateCard: 'near' }], priority: 2 },
      {
        id: 'centre',
        kind: 'distributionCentre',
        processingMinutes: 120,
        capabilities: ['cold'],
        capacityUnits: 10,
        handling: { perShipment: 100, perLine: 20, perUnit: 5 },
        priority: 1,
      },
      { id: 'attic', online: false, priority: 3 },
    ],
    services: [
      {
        id: 'ground',
        rateCard: 'far',
        transit: { bands: [{ upToKm: 50, days: 1 }, { days: 3 }] },
      },
      { id: 'air', rateCard: 'near' },
    ],
    rateCards: [
      { id: 'near', bands: [{ base: 250 }] },
      {
        id: 'far',
        bands: [
          { upToKm: 50, base: 300, perKg: 10 },
          { base: 500, perKg: 20 },
        ],
      },
    ],
    distance: {
      kind: 'matrix',
      nodes: ['centre', 'store'],
      places: ['work', 'home'],
      metres: [
        [1, 80_000],
        [2, 5_000],
      ],
    },
  },
  order: {
    id: 'order-1',
    destination: { place: 'home' },
    needBy: '2026-03-03T11:00:00Z',
    lines: [
      { id: 'shirts', sku: 'shirt', quantity: 5, weightGrams: 333, value: 2000, needBy: '2026-03-05T10:59:59.999Z' },
      {
        id: 'boxes',
        sku: 'box',
        quantity: 2,
        weightGrams: 1000,
        capabilities: ['cold'],
        kit: [
          { sku: 'shirt', quantity: 2 },
          { sku: 'mug', quantity: 1 },
        ],
      },
      { id: 'lamps', sku: 'lamp', quantity: 3, value: 999 },
    ],
  },
  inventory: [
    { node: 'store', sku: 'shirt', onHand: 2 },
    { node: 'store', sku: 'lamp', onHand: 2 },
    { node: 'centre', sku: 'shirt', onHand: 9, reserved: 2 },
    { node: 'centre', sku: 'mug', onHand: 5, safetyStock: 3 },
    { node: 'attic', sku: 'lamp', onHand: 9 },
  ],
  rules: {
    id: 'spring',
    version: '3',
    filters: [
      { id: 'no-air', exclude: { field: 'service.id', op: 'eq', value: 'air' } },
      { id: 'in-reach', require: { field: 'distanceKm', op: 'le', value: 80 } },
    ],
    tiers: {
      mode: 'soft',
      list: [
        { id: 'stores', nodes: { field: 'node.kind', op: 'eq', value: 'store' }, perUnit: 0 },
        { id: 'centres', nodes: { field: 'node.kind', op: 'eq', value: 'distributionCentre' }, perUnit: 2.5 },
      ],
    },
    costs: [
      { id: 'pick-up', when: { field: 'node.id', op: 'eq', value: 'centre' }, perShipment: 12.5 },
      { id: 'folding', when: { field: 'line.sku', op: 'prefix', value: 'shi' }, perLine: 7 },
      { id: 'label', perUnit: 0.333 },
      { id: 'fuel', perUnitKm: 0.01 },
    ],
    costTables: [
      {
        id: 'wear',
        by: 'sku',
        nodes: ['store', 'centre'],
        keys: ['shirt', 'lamp'],
        perUnit: [
          [8.125, null],
          [15, 1],
        ],
        missing: 'free',
      },
    ],
    lateness: { perUnitDay: 30 },
    split: { perShipment: 400 },
    unfilled: { perUnit: 100, percentOfValue: 12.5 },
  },
};

const SPLIT_PLAN: Plan = {
  ...HEAD,
  order: 'order-1',
  rules: { id: 'spring', version: '3' },
  status: 'partial',
  shipments: [
    {
      node: 'centre',
      service: 'ground',
      start: AS_OF,
      ready: '2026-03-02T11:00:00Z',
      handOver: '2026-03-02T11:00:00Z',
      delivery: '2026-03-05T11:00:00Z',
      distanceMetres: 80_000,
      parcels: 1,
      // 2 × 1000 + 3 × 333
      weightGrams: 2999,
      lines: [
        { line: 'boxes', sku: 'box', quantity: 2, lateDays: 2 },
        // Late by a millisecond.
        { line: 'shirts', sku: 'shirt', quantity: 3, lateDays: 1 },
      ],
      cost: {
        // 500 + 2.999 × 20 = 559.980, and the largest remainder
        shipping: 560,
        // 100 + 2 × 20 + 5 × 5
        handling: 165,
        procurement: 0,
        // (2 × 2 + 3 × 1) × 30
        lateness: 210,
        // 12.5 + 7 + 5 × 0.333 + 5 × 80 × 0.01 + 3 × 15 + 5 × 2.5 = 82.665, and the second largest remainder
        rules: 83,
        split: 0,
        unfilled: 0,
        total: 1018,
        exact: 1_017_645,
      },
    },
    {
      node: 'store',
      service: 'ground',
      start: AS_OF,
      ready: AS_OF,
      handOver: AS_OF,
      delivery: '2026-03-03T09:00:00Z',
      distanceMetres: 5000,
      parcels: 1,
      // Nobody knows what a lamp weighs, and this rate does not ask.
      weightGrams: null,
      lines: [
        { line: 'lamps', sku: 'lamp', quantity: 2, lateDays: 0 },
        { line: 'shirts', sku: 'shirt', quantity: 2, lateDays: 0 },
      ],
      // rules: 7 + 4 × 0.333 + 4 × 5 × 0.01 + 2 × 8.125 = 24.782
      cost: { ...FREE, shipping: 250, rules: 25, total: 275, exact: 274_782 },
    },
  ],
  workItems: [
    {
      node: 'centre',
      service: 'ground',
      start: AS_OF,
      pickBy: '2026-03-02T11:00:00Z',
      handOver: '2026-03-02T11:00:00Z',
      lines: [
        {
          line: 'boxes',
          sku: 'box',
          quantity: 2,
          picks: [
            { sku: 'mug', units: 2 },
            { sku: 'shirt', units: 4 },
          ],
        },
        { line: 'shirts', sku: 'shirt', quantity: 3, picks: [{ sku: 'shirt', units: 3 }] },
      ],
    },
    {
      node: 'store',
      service: 'ground',
      start: AS_OF,
      pickBy: AS_OF,
      handOver: AS_OF,
      lines: [
        { line: 'lamps', sku: 'lamp', quantity: 2, picks: [{ sku: 'lamp', units: 2 }] },
        { line: 'shirts', sku: 'shirt', quantity: 2, picks: [{ sku: 'shirt', units: 2 }] },
      ],
    },
  ],
  unfilled: [{ line: 'lamps', sku: 'lamp', quantity: 1, reasons: ['no-eligible-stock'] }],
  cost: {
    // 809.980, the largest remainder
    shipping: 810,
    handling: 165,
    procurement: 0,
    lateness: 210,
    // 107.447
    rules: 107,
    split: 400,
    // 100 + 12.5 % of 999 = 224.875, the second largest remainder
    unfilled: 225,
    total: 1917,
    exact: 1_917_302,
  },
  proof: proven([
    ['unfilled', 1],
    ['cost', 1_917_302],
  ]),
  claims: {
    stock: [
      { node: 'centre', sku: 'mug', start: AS_OF, units: 2 },
      { node: 'centre', sku: 'shirt', start: AS_OF, units: 7 },
      { node: 'store', sku: 'lamp', start: AS_OF, units: 2 },
      { node: 'store', sku: 'shirt', start: AS_OF, units: 2 },
    ],
    capacity: [{ node: 'centre', units: 5 }],
    days: [],
  },
};

/** The same shipments, without prices by rule, judged by every other goal and by hard tiers: stores, centres, and the attic's own. */
export function everyGoal(): HandMade {
  const { world, plan } = splitOrder();
  const goals = ['shipments', 'lateness', 'tier', 'priority', 'unitDistance', 'shipmentDistance', 'cost'] as const;
  const tiers = world.rules.tiers as NonNullable<RulesInput['tiers']>;
  world.rules = {
    id: 'goals',
    objective: goals.map((goal) => ({ goal })),
    tiers: { mode: 'hard', list: tiers.list.map(({ id, nodes }) => ({ id, nodes })) },
  };
  plan.rules = { id: 'goals', version: '1' };
  plan.shipments[0].cost = { ...FREE, shipping: 560, handling: 165, total: 725, exact: 724_980 };
  plan.shipments[1].cost = { ...FREE, shipping: 250, total: 250, exact: 250_000 };
  plan.cost = { ...FREE, shipping: 810, handling: 165, total: 975, exact: 974_980 };
  plan.proof = proven([
    ['unfilled', 1],
    // 10 units are ordered: 4 come from the store, 5 from the centre
    ['tiers≤1', 6],
    ['tiers≤2', 1],
    ['shipments', 2],
    // 2 × 2 + 3 × 1
    ['lateness', 7],
    // 4 × 1 + 5 × 2
    ['tier', 14],
    // 4 × 2 + 5 × 1
    ['priority', 13],
    // 5 × 80 km + 4 × 5 km
    ['unitDistance', 420_000],
    ['shipmentDistance', 85_000],
    ['cost', 974_980],
  ]);
  return { world, plan };
}

/** Two lines that travel together from the nearer of two nodes, by great circle, landed cost. Transit and one weight are unknown. */
export function together(): HandMade {
  return structuredClone({ world: TOGETHER_WORLD, plan: TOGETHER_PLAN });
}

const TOGETHER_WORLD: HandMade['world'] = {
  asOf: AS_OF,
  network: {
    currency: 'EUR',
    nodes: [
      { id: 'east', location: { lat: 0, lng: 1 } },
      { id: 'west', location: { lat: 0, lng: -2 } },
      { id: 'nowhere' },
    ],
    services: [{ id: 'post', rateCard: 'flat' }],
    rateCards: [{ id: 'flat', bands: [{ base: 499 }] }],
  },
  order: {
    id: 'order-2',
    destination: { location: { lat: 0, lng: 0 }, country: 'FR' },
    lines: [
      { id: '10', sku: 'cup', quantity: 2, weightGrams: 100, unfilledPrice: 900, shipTogether: 'set' },
      { id: '9', sku: 'saucer', quantity: 2, unfilledPrice: 900, shipTogether: 'set' },
    ],
  },
  inventory: ['east', 'west', 'nowhere'].flatMap((node) => [
    { node, sku: 'cup', onHand: 4 },
    { node, sku: 'saucer', onHand: 4 },
  ]),
  rules: { objective: 'landedCost' },
};

const TOGETHER_PLAN: Plan = {
  ...HEAD,
  order: 'order-2',
  rules: { id: 'default', version: '1' },
  status: 'complete',
  shipments: [
    {
      node: 'east',
      service: 'post',
      start: AS_OF,
      ready: AS_OF,
      handOver: AS_OF,
      delivery: null,
      // A degree of the equator: 6,371,008.8 × π ÷ 180
      distanceMetres: 111_195,
      parcels: 1,
      weightGrams: null,
      lines: [
        // By code unit "10" stands before "9".
        { line: '10', sku: 'cup', quantity: 2, lateDays: 0 },
        { line: '9', sku: 'saucer', quantity: 2, lateDays: 0 },
      ],
      cost: { ...FREE, shipping: 499, total: 499, exact: 499_000 },
    },
  ],
  workItems: [
    {
      node: 'east',
      service: 'post',
      start: AS_OF,
      pickBy: AS_OF,
      handOver: AS_OF,
      lines: [
        { line: '10', sku: 'cup', quantity: 2, picks: [{ sku: 'cup', units: 2 }] },
        { line: '9', sku: 'saucer', quantity: 2, picks: [{ sku: 'saucer', units: 2 }] },
      ],
    },
  ],
  unfilled: [],
  cost: { ...FREE, shipping: 499, total: 499, exact: 499_000 },
  proof: proven([['cost', 499_000]]),
  claims: {
    stock: [
      { node: 'east', sku: 'cup', start: AS_OF, units: 2 },
      { node: 'east', sku: 'saucer', start: AS_OF, units: 2 },
    ],
    capacity: [],
    days: [],
  },
};

/** The same order where nothing ships: an unfilled unit costs less than a shipment. The bound was not reached. */
export function nothingShips(): HandMade {
  const { world, plan } = together();
  for (const line of world.order.lines) line.unfilledPrice = 12;
  plan.status = 'nothing';
  plan.shipments = [];
  plan.workItems = [];
  plan.claims.stock = [];
  plan.unfilled = [
    { line: '10', sku: 'cup', quantity: 2, reasons: ['dearer-than-unfilled'] },
    { line: '9', sku: 'saucer', quantity: 2, reasons: ['dearer-than-unfilled'] },
  ];
  plan.cost = { ...FREE, unfilled: 48, total: 48, exact: 48_000 };
  plan.proof = {
    levels: [{ goal: 'cost', value: 48_000, status: 'feasible', bound: 36_000, gap: 0.25 }],
    ties: 'open',
    steps: 0,
  };
  return { world, plan };
}

/**
 * Rates as carriers write them. Half an hour before midnight (past it in Berlin) the mill sends three books and a lamp in four parcels,
 * which is cheaper than the two that would hold them, and its day is full then; a vendor sends the rest by regions.
 */
export function byCard(): HandMade {
  return structuredClone({ world: CARD_WORLD, plan: CARD_PLAN });
}

const LATE = '2026-03-02T23:30:00Z';

const CARD_WORLD: HandMade['world'] = {
  asOf: LATE,
  network: {
    currency: 'USD',
    nodes: [
      {
        id: 'mill',
        country: 'US',
        postalCode: '10012',
        timeZone: 'Europe/Berlin',
        services: [{ id: 'parcel', transferPerUnit: 0.5 }],
        procurementPerUnit: 2.25,
        capacityPerDay: { orders: 3, shipments: 3, lines: 5, units: 20 },
      },
      {
        id: 'vendor',
        kind: 'vendor',
        country: 'US',
        region: 'CA',
        location: { lat: 0, lng: -2 },
        timeZone: 'America/Los_Angeles',
        services: [{ id: 'ground' }],
        procurementPerUnit: 1.111,
        capacityPerDay: { units: 4 },
      },
    ],
    services: [
      { id: 'parcel', rateCard: 'zones', reaches: [{ country: 'CA' }, { country: 'US', postalPrefix: '94' }] },
      { id: 'ground', rateCard: 'regions' },
    ],
    rateCards: [
      {
        id: 'zones',
        zones: {
          by: 'postalPrefix',
          country: 'US',
          rows: [
            { from: '1', to: '94110', zone: 'two' },
            { from: '100', to: '9', zone: 'five' },
            { from: '100', to: '94', zone: 'seven' },
            { from: '1001', to: '95', zone: 'two' },
          ],
        },
        rates: [
          { zone: 'two', base: 100 },
          { zone: 'five', base: 200 },
          {
            zone: 'seven',
            breaks: [
              { upToGrams: 1000, price: 700 },
              { upToGrams: 2000, price: 1500 },
              { upToGrams: 6000, price: 4000 },
            ],
            minimum: 800,
          },
        ],
        divisorCm3PerKg: 5000,
        stepGrams: 250,
        fuelPercent: 12.5,
        parcel: { maxGrams: 4000, maxCm3: 40_000, maxLongestSideMm: 1200 },
        surcharges: {
          residential: { price: 100 },
          remote: { price: 250, per: 'shipment', to: [{ region: 'NV' }, { region: 'CA' }] },
          oversize: { price: 300, overMm: 600, overGrams: 2500 },
        },
      },
      {
        id: 'regions',
        zones: {
          by: 'region',
          from: ['US', 'CA'],
          to: ['US', 'CA'],
          zone: [
            ['out', 'out'],
            ['out', 'in'],
          ],
        },
        rates: [
          { zone: 'in', base: 500, perKg: 121, minimum: 600 },
          { zone: 'out', base: 900 },
        ],
        fuelPercent: 12.5,
        byOrderValue: [
          { atLeast: 20_001, price: 300 },
          { atLeast: 50_000, price: 0 },
        ],
      },
    ],
    postalAreas: [
      { country: 'US', prefix: '9', location: { lat: 0, lng: 5 }, region: 'US' },
      { country: 'FR', prefix: '9411', location: { lat: 48, lng: 2 }, region: 'IDF' },
      { country: 'US', prefix: '94', location: { lat: 0, lng: 0 }, region: 'CA' },
      { prefix: '94', location: { lat: 0, lng: 7 }, region: 'WA' },
      { prefix: '100', location: { lat: 0, lng: 1 }, region: 'NY' },
      { country: 'US', prefix: '10', location: { lat: 0, lng: 9 } },
    ],
  },
  order: {
    id: 'order-3',
    destination: { country: 'US', postalCode: '94110', residential: true },
    lines: [
      { id: 'books', sku: 'book', quantity: 5, weightGrams: 900, volumeCm3: 2000, longestSideMm: 300, value: 2000 },
      { id: 'lamp', sku: 'lamp', quantity: 1, weightGrams: 1800, volumeCm3: 30_000, longestSideMm: 700, value: 9000 },
      { id: 'pads', sku: 'pad', quantity: 2, weightGrams: 202, value: 500 },
    ],
  },
  inventory: [
    { node: 'mill', sku: 'book', onHand: 3 },
    { node: 'mill', sku: 'lamp', onHand: 1 },
    { node: 'vendor', sku: 'book', onHand: 9 },
    { node: 'vendor', sku: 'pad', onHand: 9 },
  ],
  rules: {},
  snapshot: {
    used: [
      // The day before, as seen from Berlin.
      { node: 'mill', day: '2026-03-02', orders: 3, shipments: 3, lines: 5, units: 20 },
      { node: 'mill', day: '2026-03-03', orders: 2, shipments: 2, lines: 3, units: 16 },
    ],
  },
};

const CARD_PLAN: Plan = {
  ...HEAD,
  order: 'order-3',
  asOf: LATE,
  currency: 'USD',
  rules: { id: 'default', version: '1' },
  status: 'complete',
  shipments: [
    {
      node: 'mill',
      service: 'parcel',
      start: LATE,
      ready: LATE,
      handOver: LATE,
      delivery: null,
      distanceMetres: 111_195,
      parcels: 4,
      // 3 × 900 + 1800, in 36,000 cm³
      weightGrams: 4500,
      lines: [
        { line: 'books', sku: 'book', quantity: 3, lateDays: 0 },
        { line: 'lamp', sku: 'lamp', quantity: 1, lateDays: 0 },
      ],
      cost: {
        ...FREE,
        // Two parcels of 3600 g by volume: 2 × (4000 × 1.125 + 100 + 300) = 9800; three of 2400 g: 14,700;
        // four of 1800 g, so 2000: 4 × (1500 × 1.125 + 100 + 300) = 8350; 250 once
        shipping: 8600,
        // 4 × (2.25 + 0.5)
        procurement: 11,
        total: 8611,
        exact: 8_611_000,
      },
    },
    {
      node: 'vendor',
      service: 'ground',
      start: LATE,
      ready: LATE,
      handOver: LATE,
      delivery: null,
      distanceMetres: 222_390,
      parcels: 1,
      weightGrams: 2204,
      lines: [
        { line: 'books', sku: 'book', quantity: 2, lateDays: 0 },
        { line: 'pads', sku: 'pad', quantity: 2, lateDays: 0 },
      ],
      // (500 + 2.204 × 121) × 1.125 = 862.5195, half-up; 4 × 1.111 = 4.444
      cost: { ...FREE, shipping: 863, procurement: 4, total: 867, exact: 866_964 },
    },
  ],
  workItems: [
    {
      node: 'mill',
      service: 'parcel',
      start: LATE,
      pickBy: LATE,
      handOver: LATE,
      lines: [
        { line: 'books', sku: 'book', quantity: 3, picks: [{ sku: 'book', units: 3 }] },
        { line: 'lamp', sku: 'lamp', quantity: 1, picks: [{ sku: 'lamp', units: 1 }] },
      ],
    },
    {
      node: 'vendor',
      service: 'ground',
      start: LATE,
      pickBy: LATE,
      handOver: LATE,
      lines: [
        { line: 'books', sku: 'book', quantity: 2, picks: [{ sku: 'book', units: 2 }] },
        { line: 'pads', sku: 'pad', quantity: 2, picks: [{ sku: 'pad', units: 2 }] },
      ],
    },
  ],
  unfilled: [],
  // 8600 + 862.520, the larger remainder, and 11 + 4.444
  cost: { ...FREE, shipping: 9463, procurement: 15, total: 9478, exact: 9_477_964 },
  proof: proven([
    ['unfilled', 0],
    ['cost', 9_477_964],
  ]),
  claims: {
    stock: [
      { node: 'mill', sku: 'book', start: LATE, units: 3 },
      { node: 'mill', sku: 'lamp', start: LATE, units: 1 },
      { node: 'vendor', sku: 'book', start: LATE, units: 2 },
      { node: 'vendor', sku: 'pad', start: LATE, units: 2 },
    ],
    capacity: [],
    days: [
      { node: 'mill', day: '2026-03-03', orders: 1, shipments: 1, lines: 2, units: 4 },
      { node: 'vendor', day: '2026-03-02', orders: 1, shipments: 1, lines: 2, units: 4 },
    ],
  },
};
