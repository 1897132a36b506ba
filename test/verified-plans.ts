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
  };
  readonly plan: Plan;
}

const AS_OF = '2026-03-02T09:00:00Z';

const HEAD = {
  schema: 'order-sourcing/plan@1',
  engine: 'by hand',
  asOf: AS_OF,
  currency: 'EUR',
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
 * Three chairs and two lamps, priced by cards. The vendor hands the chairs and a lamp to the parcel service, which bills volume, in
 * four parcels: three would hold them, at a dearer break. A courier brings the other lamp from the shop. Where destination and shop
 * are only their postal codes say; the vendor's day, a date behind UTC, has just so much left.
 */
export function byCards(): HandMade {
  return structuredClone({ world: CARD_WORLD, plan: CARD_PLAN });
}

const CARD_WORLD: HandMade['world'] = {
  asOf: AS_OF,
  network: {
    currency: 'EUR',
    nodes: [
      {
        id: 'vendor',
        kind: 'vendor',
        location: { lat: 0, lng: 1 },
        country: 'US',
        postalCode: '94107',
        timeZone: 'Pacific/Honolulu',
        capacityPerDay: { orders: 2, shipments: 3, lines: 4, units: 10 },
        procurementPerUnit: 1.625,
        services: [{ id: 'parcel', transferPerUnit: 0.25 }],
      },
      { id: 'shop', kind: 'store', country: 'US', postalCode: '07030', services: [{ id: 'courier' }] },
    ],
    services: [
      { id: 'parcel', rateCard: 'by-code', reaches: [{ region: 'QC' }, { country: 'US', postalPrefix: '1' }] },
      { id: 'courier', rateCard: 'by-region' },
    ],
    rateCards: [
      {
        id: 'by-code',
        zones: {
          by: 'postalPrefix',
          country: 'US',
          rows: [
            { from: '9', to: '1000', zone: 'near' },
            { from: '94', to: '1', zone: 'near' },
            { from: '94', to: '10', zone: 'far' },
            // Longer, but it does not lead there.
            { from: '941', to: '2', zone: 'near' },
          ],
        },
        rates: [
          { zone: 'near', base: 1 },
          {
            zone: 'far',
            breaks: [
              { upToGrams: 1000, price: 400 },
              { upToGrams: 2500, price: 525 },
              { upToGrams: 5000, price: 900 },
            ],
            minimum: 450,
          },
        ],
        divisorCm3PerKg: 5000,
        stepGrams: 100,
        fuelPercent: 12.5,
        parcel: { maxGrams: 4000, maxCm3: 20_000, maxLongestSideMm: 1000 },
        surcharges: {
          residential: { price: 45 },
          remote: { price: 100, per: 'shipment', to: [{ region: 'NY' }, { country: 'CA' }] },
          oversize: { price: 30, overMm: 900, overGrams: 1900 },
        },
      },
      {
        id: 'by-region',
        zones: {
          by: 'region',
          from: ['US', 'NJ'],
          to: ['NY', 'US'],
          zone: [
            [null, 'state'],
            ['city', null],
          ],
        },
        rates: [
          { zone: 'state', base: 999 },
          { zone: 'city', base: 300, perKg: 150, minimum: 420 },
        ],
        fuelPercent: 10,
        surcharges: { residential: { price: 20, per: 'shipment' } },
        byOrderValue: [
          { atLeast: 20_001, price: 100 },
          { atLeast: 50_000, price: 0 },
        ],
      },
    ],
    postalAreas: [
      { prefix: '0', location: { lat: 1, lng: 1 }, region: 'MA' },
      { prefix: '07', location: { lat: 0, lng: 0 }, region: 'NJ' },
      { prefix: '10', location: { lat: 9, lng: 9 }, region: 'PA' },
      { prefix: '10', country: 'US', location: { lat: 0, lng: 0 }, region: 'NY' },
      { prefix: '100', country: 'DE', location: { lat: 9, lng: 9 }, region: 'BE' },
    ],
  },
  order: {
    id: 'order-3',
    destination: { country: 'US', postalCode: '10001', residential: true },
    lines: [
      {
        id: 'chairs',
        sku: 'chair',
        quantity: 3,
        weightGrams: 1900,
        volumeCm3: 9000,
        longestSideMm: 950,
        value: 5000,
      },
      { id: 'lamps', sku: 'lamp', quantity: 2, weightGrams: 600, volumeCm3: 15_000, longestSideMm: 400, value: 2500 },
    ],
  },
  inventory: [
    { node: 'vendor', sku: 'chair', onHand: 3 },
    { node: 'vendor', sku: 'lamp', onHand: 1 },
    { node: 'shop', sku: 'lamp', onHand: 5 },
  ],
  rules: { objective: 'fillFirst' },
  snapshot: {
    used: [
      { node: 'vendor', day: '2026-03-01', orders: 1, shipments: 2, lines: 2, units: 6 },
      { node: 'vendor', day: '2026-03-02', orders: 9, shipments: 9, lines: 9, units: 9 },
    ],
  },
};

const CARD_PLAN: Plan = {
  ...HEAD,
  order: 'order-3',
  rules: { id: 'default', version: '1' },
  status: 'complete',
  shipments: [
    {
      node: 'shop',
      service: 'courier',
      start: AS_OF,
      ready: AS_OF,
      delivery: null,
      distanceMetres: 0,
      parcels: 1,
      weightGrams: 600,
      lines: [{ line: 'lamps', sku: 'lamp', quantity: 1, lateDays: 0 }],
      // 300 + 0.6 × 150 = 390 is below the minimum: 420 × 1.1 + 20
      cost: { ...FREE, shipping: 482, total: 482, exact: 482_000 },
    },
    {
      node: 'vendor',
      service: 'parcel',
      start: AS_OF,
      ready: AS_OF,
      delivery: null,
      distanceMetres: 111_195,
      // 42,000 cm³ fill three parcels, billed for 2800 g each: 3 × (900 × 1.125 + 45 + 30) = 3262.5. Four are billed for 2100 g.
      parcels: 4,
      weightGrams: 6300,
      lines: [
        { line: 'chairs', sku: 'chair', quantity: 3, lateDays: 0 },
        { line: 'lamps', sku: 'lamp', quantity: 1, lateDays: 0 },
      ],
      cost: {
        ...FREE,
        // 4 × (525 × 1.125 + 45 + 30) + 100 = 2762.5: the first of equal remainders
        shipping: 2763,
        // 4 × (1.625 + 0.25) = 7.5
        procurement: 7,
        total: 2770,
        exact: 2_770_000,
      },
    },
  ],
  unfilled: [],
  // 3244.5 and 7.5
  cost: { ...FREE, shipping: 3245, procurement: 7, total: 3252, exact: 3_252_000 },
  proof: proven([
    ['unfilled', 0],
    ['cost', 3_252_000],
  ]),
  claims: {
    stock: [
      { node: 'shop', sku: 'lamp', start: AS_OF, units: 1 },
      { node: 'vendor', sku: 'chair', start: AS_OF, units: 3 },
      { node: 'vendor', sku: 'lamp', start: AS_OF, units: 1 },
    ],
    capacity: [],
    days: [{ node: 'vendor', day: '2026-03-01', orders: 1, shipments: 1, lines: 2, units: 4 }],
  },
};

/** Sets what stands at `a.0.b`. */
export function put(root: object, path: string, value: unknown): void {
  const steps = path.split('.');
  const last = steps.pop() as string;
  const parent = steps.reduce((thing, step) => thing[step] as Record<string, unknown>, root as Record<string, unknown>);
  parent[last] = value;
}
