/** The judge on rate cards, parcels, reach, procurement and local days: what a good plan may be, and every way to break it. */
import {
  createRouter,
  type IneligibleReason,
  InputError,
  type NetworkInput,
  planOrder,
  verifyPlan,
} from 'order-sourcing';
import { describe, expect, it } from 'vitest';
import { type Facts, factsOf, readFacts } from '../src/verify/facts';
import { freightOf } from '../src/verify/freight';
import { byCard, type HandMade } from './verified-plans';

type Change = (made: HandMade) => void;
type Card = NetworkInput['rateCards'][number];
type Json = Record<string, unknown>;

/** Sets what stands at `a.0.b`; undefined: takes it away. */
function put(root: object, path: string, value: unknown): void {
  const steps = path.split('.');
  const last = steps.pop() as string;
  const parent = steps.reduce((thing, step) => thing[step] as Json, root as Json);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
}

const world = (path: string, value?: unknown) => (made: HandMade) => put(made.world, path, value);
const plan = (path: string, value?: unknown) => (made: HandMade) => put(made.plan, path, value);
/** The mill's card. */
const zones = (path: string, value?: unknown) => world(`network.rateCards.0.${path}`, value);
/** The vendor's card. */
const regions = (path: string, value?: unknown) => world(`network.rateCards.1.${path}`, value);
const both =
  (...changes: readonly Change[]): Change =>
  (made) => {
    for (const change of changes) change(made);
  };

function broken(...changes: readonly Change[]): HandMade {
  const made = byCard();
  both(...changes)(made);
  return made;
}

/** `code at path`. */
function noticed({ world: input, plan: judged }: HandMade): string[] {
  return verifyPlan(judged, input).map(({ code, path }) => `${code} at ${path.join('.')}`);
}

/** Why the pairs of line and source may not be, in the judge's words. */
function whyNot({ world: input, plan: judged }: HandMade): string {
  const found = verifyPlan(judged, input).filter(({ code }) => code === 'ineligible');
  return found
    .map(({ path, message }) => `${path.slice(1, 4).join('.')}: ${message.slice(0, -1).split('which may not be: ')[1]}`)
    .join('\n');
}

/** The same of the planner, in its own codes: it is asked about every pair that the plan ships. */
function whatPlannerSays({ world: input, plan: { shipments } }: HandMade): string {
  const { network, rules, rate, inventory, snapshot, order, asOf } = input;
  const planner = createRouter({ network, rules }, rate && { rate }).withInventory(inventory, snapshot);
  const lines = planner.eligibility(order, { asOf });
  const reasons = shipments.flatMap(({ node, service, lines: shipped }, place) =>
    shipped.map((each, at) => {
      const nodes = lines.find(({ line }) => line === each.line)?.nodes.find((found) => found.node === node);
      return [`${place}.lines.${at}`, nodes?.services.find((found) => found.service === service)?.reason] as const;
    }),
  );
  return reasons.flatMap(([pair, reason]) => (reason === undefined ? [] : `${pair}: ${reason}`)).join('\n');
}

it('the plan by hand is the one that the planner makes', () => {
  const { world: input, plan: byHand } = byCard();
  // It is right for days that are all there is: the next ones take nothing.
  const full = byHand.claims.days.flatMap(({ node, day }) =>
    Array.from({ length: 401 }, (_, after) => {
      const next = new Date(Date.parse(day) + (after + 1) * 86_400_000).toISOString();
      return { node, day: next.slice(0, day.length), orders: 1e9, shipments: 1e9, lines: 1e9, units: 1e9 };
    }),
  );
  const used = [...(input.snapshot?.used ?? []), ...full];
  const { shipments, cost, claims, proof } = planOrder({ ...input, snapshot: { ...input.snapshot, used } });
  const atTheSameInstant = (part: object) => JSON.parse(JSON.stringify(part).replaceAll('30:00.000Z', '30:00Z'));
  expect(atTheSameInstant({ shipments, cost, claims })).toEqual({
    shipments: byHand.shipments,
    cost: byHand.cost,
    claims: byHand.claims,
  });
  expect(proof.levels).toEqual(byHand.proof.levels);
});

describe('one wrong number', () => {
  it.each<[string, string, Change]>([
    ['parcels at shipments.0.parcels', 'the fewest parcels that hold it, dearer', plan('shipments.0.parcels', 2)],
    ['parcels at shipments.0.parcels', 'a parcel too many', plan('shipments.0.parcels', 5)],
    ['parcels at shipments.1.parcels', 'two of equal weight, dearer', plan('shipments.1.parcels', 2)],
    ['cost at shipments.0.cost.exact', 'a thousandth too little', plan('shipments.0.cost.exact', 8_610_999)],
    ['cost at shipments.0.cost.exact', 'a thousandth too much', plan('shipments.0.cost.exact', 8_611_001)],
    ['cost at shipments.1.cost.exact', 'half down', plan('shipments.1.cost.exact', 866_963)],
    ['cost at shipments.0.cost.shipping', 'freight', plan('shipments.0.cost.shipping', 8601)],
    ['cost at shipments.0.cost.procurement', 'procurement', plan('shipments.0.cost.procurement', 10)],
    ['cost at shipments.1.cost.procurement', 'a remainder moved', plan('shipments.1.cost.procurement', 5)],
    ['cost at cost.procurement', 'procurement of the plan', plan('cost.procurement', 16)],
    ['cost at cost.exact', 'the plan a thousandth off', plan('cost.exact', 9_477_965)],
    ['proof at proof.levels.1.value', 'a level a thousandth off', plan('proof.levels.1.value', 9_477_963)],
    ['claims at claims.days.0.day', 'the day as seen from UTC', plan('claims.days.0.day', '2026-03-02')],
    ['claims at claims.days.1.day', 'the day as seen from Berlin', plan('claims.days.1.day', '2026-03-03')],
    ['claims at claims.days.0.orders', 'two orders', plan('claims.days.0.orders', 2)],
    ['claims at claims.days.0.shipments', 'parcels as shipments', plan('claims.days.0.shipments', 4)],
    ['claims at claims.days.0.lines', 'a line left out', plan('claims.days.0.lines', 1)],
    ['claims at claims.days.1.units', 'a unit left out', plan('claims.days.1.units', 3)],
    ['claims at claims.days', 'no claim of a day', plan('claims.days', [])],
    ['claims at claims.days.1', 'a claim of a node that ships nothing', plan('claims.days.1.node', 'store')],
    ['sorting at claims.days.1', 'claims swapped', ({ plan: { claims } }) => claims.days.reverse()],
    ['duplicate at claims.days.1', 'a claim twice', ({ plan: { claims } }) => claims.days.splice(1, 1, claims.days[0])],
    ['shape at claims.days.0.day', 'no date', plan('claims.days.0.day', '2026-02-30')],
    ['shape at claims.days.0.units', 'less than nothing', plan('claims.days.0.units', -1)],
    ['shape at claims.days.0.lines', 'no number of lines', plan('claims.days.0.lines')],
    ['shape at claims.days', 'no days', plan('claims.days')],
    ['shape at cost.procurement', 'no procurement', plan('cost.procurement')],
    ['shape at shipments.0.parcels', 'no parcels', plan('shipments.0.parcels', 0)],
  ])('%s: %s', (place, _, change) => {
    expect(noticed(broken(change))).toContain(place);
  });

  it('says how much it should be', () => {
    const { world: input, plan: judged } = broken(plan('shipments.0.parcels', 2));
    expect(verifyPlan(judged, input).map(({ message }) => message)).toEqual([
      'plan.shipments[0].parcels: says 2, right is 4 (the cheapest, at 8600000).',
    ]);
  });
});

describe('a price of another world', () => {
  const other: readonly [string, Change][] = [
    ['a break', zones('rates.2.breaks.1.price', 1501)],
    ['a break that ends a gram earlier', zones('rates.2.breaks.1.upToGrams', 1999)],
    ['a minimum', zones('rates.2.minimum', 1501)],
    ['fuel', zones('fuelPercent', 12.501)],
    ['a divisor', zones('divisorCm3PerKg', 4499)],
    ['a step', zones('stepGrams', 1001)],
    ['no private home', world('order.destination.residential', false)],
    ['nothing said of homes', world('order.destination.residential')],
    ['a surcharge per shipment', zones('surcharges.residential.per', 'shipment')],
    ['a surcharge per parcel', zones('surcharges.remote.per', 'parcel')],
    ['not remote', zones('surcharges.remote.to', [{ region: 'NV' }, { region: 'CA', postalPrefix: '942' }])],
    ['a lamp of just the length', zones('surcharges.oversize', { price: 300, overMm: 700 })],
    ['books too heavy', zones('surcharges.oversize', { price: 301, overMm: 700, overGrams: 899 })],
    ['oversize once', zones('surcharges.oversize.per', 'shipment')],
    ['another zone', zones('zones.rows.2.zone', 'five')],
    ['a longer origin', zones('zones.rows.3.to', '9')],
    ['a procurement price', world('network.nodes.0.procurementPerUnit', 2.251)],
    ['a transfer price', world('network.nodes.0.services.0.transferPerUnit')],
    ['another card at the node', world('network.nodes.0.services.0.rateCard', 'regions')],
  ];
  const others: readonly [string, Change][] = [
    ['a base', regions('rates.0.base', 501)],
    ['a price per kilogram', regions('rates.0.perKg', 122)],
    ['a minimum', regions('rates.0.minimum', 767)],
    ['fuel', regions('fuelPercent', 12.499)],
    ['another column', regions('zones.to', ['CA', 'US'])],
    ['another row', world('network.nodes.1.region')],
    ['worth a flat price', regions('byOrderValue.0.atLeast', 20_000)],
    [
      'worth the last flat price',
      regions(
        'byOrderValue',
        [10, 20].map((atLeast) => ({ atLeast, price: atLeast })),
      ),
    ],
    [
      'a rate of the caller',
      world('rate', (_: object, { id }: { id: string }) => (id === 'ground' ? { base: 1 } : undefined)),
    ],
  ];

  it.each(other)('of the mill: %s', (_, change) => {
    const found = noticed(broken(change));
    expect(found).toContain('cost at shipments.0.cost.exact');
    expect(found).toContain('cost at cost.exact');
    expect(found).toContain('proof at proof.levels.1.value');
    expect(found).not.toContain('cost at shipments.1.cost.exact');
  });

  it.each(others)('of the vendor: %s', (_, change) => {
    const found = noticed(broken(change));
    expect(found).toContain('cost at shipments.1.cost.exact');
    expect(found).not.toContain('cost at shipments.0.cost.exact');
  });

  it.each<[string, Change]>([
    ['a break of lighter parcels', zones('rates.2.breaks.0.price', 1000)],
    ['a minimum that is not reached', zones('rates.2.minimum', 1500)],
    ['a step that ends at the same weight', zones('stepGrams', 1000)],
    ['a divisor that just stays in the step', zones('divisorCm3PerKg', 5142)],
    ['a parcel limit that is just held', zones('parcel', { maxGrams: 1800, maxCm3: 30_000, maxLongestSideMm: 700 })],
    ['a surcharge on books', zones('surcharges.oversize', { price: 300, overGrams: 899 })],
    ['an area of a shorter prefix', world('network.postalAreas.0.region', 'NV')],
    ['areas in another order', ({ world: { network } }) => network.postalAreas?.reverse()],
    ['a region of its own', both(world('order.destination.region', 'CA'), world('network.postalAreas.2.region', 'WA'))],
    ['a value just not reached', regions('byOrderValue.0.atLeast', 20_001)],
    ['a rate function that leaves it to the card', world('rate', () => undefined)],
  ])('stays the same with %s', (_, change) => {
    expect(noticed(broken(change))).toEqual([]);
  });
});

/** The first shipment in so many parcels, at so much. */
function packed(parcels: number, shipping: number, procurement = 11): Change {
  const total = shipping + procurement;
  return both(
    plan('shipments.0.parcels', parcels),
    plan('shipments.0.cost.shipping', shipping),
    plan('shipments.0.cost.total', total),
    plan('shipments.0.cost.exact', total * 1000),
  );
}

/** What is wrong with the first shipment. */
function ofMill(made: HandMade): string[] {
  return noticed(made).filter((each) => each.includes('at shipments.0'));
}

describe('how many parcels', () => {
  it('as few as the limits allow where the price is flat', () => {
    const value = zones('byOrderValue', [{ atLeast: 20_000, price: 700 }]);
    expect(ofMill(broken(value, packed(2, 700)))).toEqual([]);
    expect(ofMill(broken(value, packed(4, 700)))).toEqual(['parcels at shipments.0.parcels']);
    const byVolume = zones('parcel', { maxCm3: 30_000 });
    expect(ofMill(broken(value, byVolume, packed(2, 700)))).toEqual([]);
    expect(ofMill(broken(value, zones('parcel'), packed(1, 700)))).toEqual([]);
  });

  it('the fewest of equal price', () => {
    // Two of 3750 g cost what four of 2000 g do.
    const rates = both(zones('rates.2.breaks.2.price', 3000), zones('surcharges'), zones('rates.2.minimum', 0));
    expect(ofMill(broken(rates, packed(2, 6750)))).toEqual([]);
    expect(ofMill(broken(rates, packed(4, 6750)))).toEqual(['parcels at shipments.0.parcels']);
  });

  it('no more than there are units', () => {
    const tiny = zones('rates.2.breaks.0', { upToGrams: 1750, price: 1 });
    expect(noticed(broken(tiny))).toEqual([]);
    expect(ofMill(broken(zones('rates.2.breaks.0', { upToGrams: 2000, price: 1 })))).not.toEqual([]);
  });

  it('more where rounding is worth it', () => {
    // Units of a gram, at 1 minor unit a kilogram and 40 % fuel.
    const rate = zones('rates.2', { zone: 'seven', base: 0, perKg: 1 });
    const bare = both(
      rate,
      zones('surcharges'),
      zones('divisorCm3PerKg'),
      zones('stepGrams'),
      zones('fuelPercent', 40),
    );
    const light = both(world('order.lines.0.weightGrams', 1), world('order.lines.1.weightGrams', 1));
    // One parcel: 5.6 thousandths, so 6; four of 1.4, so 1 each.
    const made = broken(bare, light, plan('shipments.0.weightGrams', 4), packed(4, 0));
    put(made.plan, 'shipments.0.cost.exact', 11_004);
    expect(ofMill(made)).toEqual([]);
  });
});

describe('pairs that may not be', () => {
  const mill = (why: string) => `0.lines.0: ${why}\n0.lines.1: ${why}`;
  const vendor = (why: string) => `1.lines.0: ${why}\n1.lines.1: ${why}`;
  const here = 'order.destination';
  const flat = zones('byOrderValue', [{ atLeast: 0, price: 0 }]);

  it.each<[IneligibleReason, string, string, Change]>([
    [
      'not-reached',
      'not reached',
      mill('the service does not reach the destination'),
      world('network.services.0.reaches.1.postalPrefix', '95'),
    ],
    [
      'not-reached',
      'reached from the region only',
      mill('the service does not reach the destination'),
      world('network.services.0.reaches', [{ country: 'US', region: 'US' }]),
    ],
    [
      'no-rate',
      'no row',
      mill('no zone is listed for these postal codes'),
      zones('zones.rows', [{ from: '100', to: '95', zone: 'two' }]),
    ],
    [
      'no-rate',
      'rows of another origin',
      mill('no zone is listed for these postal codes'),
      zones('zones.rows', [{ from: '9', to: '94', zone: 'two' }]),
    ],
    ['no-rate', 'zones of another country', mill('the zones are those of "CA" only'), zones('zones.country', 'CA')],
    ['no-rate', 'a node abroad', mill('the zones are those of "US" only'), world('network.nodes.0.country', 'CA')],
    [
      'unknown-zone',
      'a node without a code',
      mill('the postal code of the node is unknown'),
      world('network.nodes.0.postalCode'),
    ],
    [
      'unknown-zone',
      'a destination without a code',
      mill('the postal code of the destination is unknown'),
      both(world('network.services.0.reaches'), world(`${here}.postalCode`), world(`${here}.region`, 'CA')),
    ],
    ['no-rate', 'null in the matrix', vendor('no zone is listed for these regions'), regions('zones.zone.1.1', null)],
    ['no-rate', 'no such column', vendor('no zone is listed for these regions'), regions('zones.to', ['NY', 'FR'])],
    ['no-rate', 'no such row', vendor('no zone is listed for these regions'), regions('zones.from', ['NY', 'FR'])],
    [
      'unknown-zone',
      'a node of nowhere',
      vendor('the region of the node is unknown'),
      both(world('network.nodes.1.region'), world('network.nodes.1.country')),
    ],
    [
      'unknown-zone',
      'a destination of nowhere',
      vendor('the region of the destination is unknown'),
      both(
        world('network.nodes.0.services.0.rateCard', 'free'),
        world('network.services.0.reaches'),
        world(here, {}),
        (made) => {
          made.world.network.rateCards.push({ id: 'free', bands: [{ base: 0 }] });
        },
      ),
    ],
    [
      'unknown-value',
      'an unknown value',
      vendor('the rate depends on the value of the order, which is unknown'),
      world('order.lines.1.value'),
    ],
    [
      'no-rate',
      'no rate of the caller',
      mill('the rate function says that the service does not go there'),
      world('rate', (_: object, { id }: { id: string }) => (id === 'ground' ? undefined : null)),
    ],
    [
      'unknown-weight',
      'a weight, for breaks',
      '0.lines.1: the weight is unknown',
      both(world('order.lines.1.weightGrams'), zones('parcel'), zones('surcharges')),
    ],
    [
      'unknown-weight',
      'a weight, for a price per kilogram',
      '1.lines.1: the weight is unknown',
      world('order.lines.2.weightGrams'),
    ],
    [
      'unknown-weight',
      'a weight, for a limit',
      '0.lines.1: the weight is unknown',
      both(world('order.lines.1.weightGrams'), flat),
    ],
    [
      'unknown-weight',
      'a weight, for a surcharge',
      '0.lines.1: the weight is unknown',
      both(world('order.lines.1.weightGrams'), zones('rates.2', { zone: 'seven', base: 1 }), zones('parcel')),
    ],
    [
      'unknown-volume',
      'a volume, for the divisor',
      '0.lines.1: the volume is unknown',
      both(world('order.lines.1.volumeCm3'), zones('parcel')),
    ],
    [
      'unknown-volume',
      'a volume, for a limit',
      '0.lines.1: the volume is unknown',
      both(world('order.lines.1.volumeCm3'), flat),
    ],
    [
      'unknown-size',
      'a side, for a surcharge',
      '0.lines.1: the longest side is unknown',
      both(world('order.lines.1.longestSideMm'), zones('parcel')),
    ],
    [
      'unknown-size',
      'a side, for a limit',
      '0.lines.1: the longest side is unknown',
      both(world('order.lines.1.longestSideMm'), flat),
    ],
    [
      'fits-no-parcel',
      'too heavy',
      "0.lines.1: its weight, 1800 g, is more than a parcel's 1799",
      zones('parcel.maxGrams', 1799),
    ],
    [
      'fits-no-parcel',
      'too large',
      "0.lines.1: its volume, 30000 cm³, is more than a parcel's 29999",
      zones('parcel.maxCm3', 29_999),
    ],
    [
      'fits-no-parcel',
      'too long',
      "0.lines.1: its longest side, 700 mm, is more than a parcel's 699",
      zones('parcel.maxLongestSideMm', 699),
    ],
    [
      'fits-no-parcel',
      'beyond the last break by volume',
      '0.lines.1: no break of the rate of card "zones" holds a parcel of 6000 g',
      zones('rates.2.breaks.2.upToGrams', 5999),
    ],
    [
      'fits-no-parcel',
      'beyond it by a step',
      '0.lines.1: no break of the rate of card "zones" holds a parcel of 6001 g',
      both(zones('stepGrams', 353), zones('rates.2.breaks.2.upToGrams', 6000)),
    ],
    [
      'fits-no-parcel',
      'beyond it by weight',
      '0.lines.1: no break of the rate of card "zones" holds a parcel of 2000 g',
      both(zones('divisorCm3PerKg'), zones('rates.2.breaks', [{ upToGrams: 1999, price: 1 }])),
    ],
  ])('%s: %s', (reason, _, why, change) => {
    const made = broken(change);
    expect(whyNot(made)).toBe(why);
    expect(whatPlannerSays(made)).toBe(why.replace(/: .*/gm, `: ${reason}`));
  });

  it.each<[string, Change]>([
    [
      'a weight that a flat base does not ask',
      both(
        zones('rates.2', { zone: 'seven', base: 1 }),
        zones('parcel'),
        zones('surcharges'),
        world('order.lines.1.weightGrams'),
      ),
    ],
    ['a break under a flat price', both(flat, zones('rates.2.breaks', [{ upToGrams: 1, price: 1 }]))],
    [
      'a divisor and a surcharge under a flat price',
      both(flat, zones('parcel'), world('order.lines.1.volumeCm3'), world('order.lines.1.weightGrams')),
    ],
    [
      'no zone where the caller gives the rate',
      both(
        zones('zones.rows', [{ from: '1', to: '1', zone: 'two' }]),
        world('rate', () => ({ base: 1 })),
      ),
    ],
    ['a value that nobody asks', both(regions('byOrderValue'), world('order.lines.1.value'))],
  ])('but %s', (_, change) => {
    const made = broken(change);
    expect(whyNot(made)).toBe('');
    expect(whatPlannerSays(made)).toBe('');
  });

  it.each(['orders', 'shipments', 'lines', 'units'] as const)('a day without %s left', (counted) => {
    const limit = byCard().world.network.nodes[0].capacityPerDay?.[counted] as number;
    const why = mill(`the node's day has no ${counted} left`);
    const full = [
      broken(world(`snapshot.used.1.${counted}`, limit)),
      // More was taken on than the limit allows.
      broken(world(`snapshot.used.1.${counted}`, limit + 7)),
      broken(world(`network.nodes.0.capacityPerDay.${counted}`, 0), world('snapshot')),
    ];
    for (const made of full) expect(whyNot(made)).toBe(why);
    // The next day has room, unless no day has.
    expect(full.map(whatPlannerSays)).toEqual(['', '', mill('day-full')]);
  });
});

describe('a local day', () => {
  it.each(['lines', 'units'] as const)('has a limit of %s', (counted) => {
    const used = byCard().world.snapshot?.used?.[1][counted] as number;
    const made = broken(world(`snapshot.used.1.${counted}`, used + 1));
    expect(noticed(made)).toEqual(['capacity at shipments.0']);
    const left = counted === 'lines' ? 1 : 3;
    const { message } = verifyPlan(made.plan, made.world)[0];
    expect(message).toBe(`plan.shipments[0]: takes ${left + 1} ${counted} of 2026-03-03 at "mill", ${left} are left.`);
  });

  it('is over its limit with two shipments where one is left', () => {
    const second = ({ world: { network }, plan: { shipments, claims } }: HandMade) => {
      network.nodes[0].services?.push({ id: 'ground', transferPerUnit: 0 });
      const { node, lines, ...rest } = structuredClone(shipments[0]);
      shipments[0].lines.splice(0, 1);
      shipments.unshift({ node, ...rest, service: 'ground', lines: lines.slice(0, 1) });
      Object.assign(claims.days[0], { shipments: 2 });
    };
    const found = noticed(broken(second));
    expect(found).toContain('capacity at shipments.0');
    expect(found.filter((each) => each.startsWith('claims'))).toEqual([]);
  });

  it('is counted from nothing where the caller counts nothing', () => {
    expect(noticed(broken(world('snapshot')))).toEqual([]);
    expect(noticed(broken(world('snapshot.used')))).toEqual([]);
  });

  it('may be why units stay unfilled', () => {
    const made = broken(
      world('network.nodes.1.capacityPerDay'),
      plan('claims.days', byCard().plan.claims.days.slice(0, 1)),
    );
    expect(noticed(made)).toEqual([]);
    put(made.plan, 'unfilled', [{ line: 'books', sku: 'book', quantity: 1, reasons: ['capacity'] }]);
    expect(noticed(made).filter((each) => each.startsWith('reasons'))).toEqual([]);
    put(made.world, 'network.nodes.0.capacityPerDay', undefined);
    expect(noticed(made)).toContain('reasons at unfilled.0.reasons.0');
  });

  it.each([
    ['2026-03-29T00:59:59.999Z', 'Europe/Berlin', '2026-03-29'],
    ['2026-10-25T22:59:59Z', 'Europe/Berlin', '2026-10-25'],
    ['2026-10-25T23:00:00Z', 'Europe/Berlin', '2026-10-26'],
    ['2026-01-01T09:59:59Z', 'Pacific/Kiritimati', '2026-01-01'],
    ['2026-01-01T10:00:00Z', 'Pacific/Kiritimati', '2026-01-02'],
    ['2026-01-01T07:59:59Z', 'America/Los_Angeles', '2025-12-31'],
    ['2024-02-29T12:00:00Z', 'UTC', '2024-02-29'],
  ])('at %s in %s is %s', (asOf, timeZone, day) => {
    const made = broken(world('asOf', asOf), world('network.nodes.1.timeZone', timeZone));
    const wrong = ({ plan: judged }: HandMade) =>
      verifyPlan(judged, made.world).filter(({ path }) => path.join('.') === 'claims.days.1.day');
    put(made.plan, 'claims.days.1.day', day);
    expect(wrong(made)).toEqual([]);
    put(made.plan, 'claims.days.1.day', '2026-03-02');
    expect(wrong(made)).toHaveLength(1);
  });
});

describe('input that is none', () => {
  it.each<[string, unknown]>([
    ['a number', 3],
    ['nothing to charge by', { minimum: 1 }],
    ['two kinds', { base: 1, breaks: [{ upToGrams: 1, price: 1 }] }],
    ['no breaks', { breaks: [] }],
    [
      'breaks that fall',
      {
        breaks: [
          { upToGrams: 2, price: 1 },
          { upToGrams: 2, price: 1 },
        ],
      },
    ],
    ['part of a cent', { base: 0.5 }],
    ['less than nothing', { base: 1, perKg: -1 }],
  ])('a rate that is %s', (_, rate) => {
    const made = broken(world('rate', () => rate));
    expect(() => verifyPlan(made.plan, made.world)).toThrow(InputError);
  });

  it('a node that counts days nowhere, or a card that is not there', () => {
    for (const change of [world('network.nodes.0.timeZone'), world('network.services.0.rateCard', 'none')]) {
      const made = broken(change);
      expect(() => verifyPlan(made.plan, made.world)).toThrow(InputError);
    }
  });
});

it('what the caller gives is asked with the place that postal areas know', () => {
  const asked: unknown[] = [];
  const made = broken(
    world('rate', (...args: unknown[]) => void asked.push(args)),
    world('distance', (node: { id: string; location: { lng: number } }, destination: object) => {
      asked.push([node, destination]);
      return node.id === 'mill' ? 111_195 : 222_390;
    }),
  );
  expect(noticed(made)).toEqual([]);
  const destination = {
    country: 'US',
    postalCode: '94110',
    residential: true,
    location: { lat: 0, lng: 0 },
    region: 'CA',
  };
  expect(asked).toContainEqual([{ id: 'mill', location: { lat: 0, lng: 1 } }, { id: 'parcel' }, destination]);
  expect(asked).toContainEqual([{ id: 'mill', location: { lat: 0, lng: 1 } }, destination]);
});

it('a line of more units than were ordered is not priced, however many', () => {
  const made = broken(plan('shipments.0.lines.0.quantity', Number.MAX_SAFE_INTEGER));
  expect(noticed(made)).toContain('units at unfilled');
});

it('a great many units take few tries', () => {
  const card: Card = { id: 'sand', bands: [{ base: 0, perKg: 7 }], fuelPercent: 3.5, stepGrams: 5 };
  const line = { id: 'sand', sku: 'sand', quantity: 1_000_000_000, weightGrams: 3 };
  const [node, service] = [{ id: 'pit' }, { id: 'truck', rateCard: 'sand' }];
  const network: NetworkInput = { currency: 'USD', nodes: [node], services: [service], rateCards: [card] };
  const order = { id: 'dune', destination: {}, lines: [line] };
  const known = readFacts(
    { order, network, inventory: [], rules: {}, asOf: byCard().world.asOf },
    { id: 'default', version: '1' },
  );
  const facts = factsOf(known, undefined) as Facts;
  // Of 0.225 thousandths a step the most is lost to rounding with one step a parcel, or two: 72.45 is 72, for 10 g.
  const expected = { parcels: 300_000_000n, price: 72n * 300_000_000n };
  expect(freightOf(facts, node, service, [{ line, quantity: line.quantity }])).toEqual(expected);
});
