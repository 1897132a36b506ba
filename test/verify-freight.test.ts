/** What the judge says of plans priced by rate cards: the price and the parcels of a shipment, whether it may be, and the day of its node. */
import { InputError, type Plan, verifyPlan } from 'order-sourcing';
import { describe, expect, it } from 'vitest';
import type { RateFunction } from '../src/model/types';
import { byCards, type HandMade, put } from './verified-plans';

type World = HandMade['world'];
type Change = (world: World) => void;

/** The courier from the shop, the parcels from the vendor. */
const COURIER = 0;
const PARCELS = 1;

/** Places of the vendor's card and the courier's. */
const CARD = 'network.rateCards.0';
const COURIER_CARD = 'network.rateCards.1';
const CHAIRS = 'order.lines.0';
const LAMPS = 'order.lines.1';
const USED = 'snapshot.used.0';

const set =
  (...pairs: readonly (readonly [path: string, value: unknown])[]): Change =>
  (world) => {
    for (const [path, value] of pairs) put(world, path, value);
  };

function say(world: World, plan: Plan): string[] {
  return verifyPlan(plan, world).map(({ code, path }) => `${code} at ${path.join('.')}`);
}

const base = { base: 100, perKg: 10 };
const vendorPays =
  (answer: unknown): RateFunction =>
  ({ id, location }, service, { postalCode, location: to }) =>
    id === 'vendor' && service.id === 'parcel' && location?.lng === 1 && postalCode === '10001' && to?.lat === 0
      ? (answer as ReturnType<RateFunction>)
      : undefined;

describe('the price and the parcels of a shipment, where the card', () => {
  /** Exact totals in 1/1000 minor unit; the vendor's contain 4 × 1.875 for procurement. */
  const rows: readonly (readonly [what: string, place: number, parcels: number, exact: number, change: Change])[] = [
    ['is as it is', PARCELS, 4, 2_770_000, set()],
    // 4 × (590.625 + 30) + 100
    ['goes to no private home', PARCELS, 4, 2_590_000, set(['order.destination.residential', false])],
    // 4 × (590.625 + 30) + 45 + 100
    [
      'charges homes once',
      PARCELS,
      4,
      2_635_000,
      set([`${CARD}.surcharges.residential`, { price: 45, per: 'shipment' }]),
    ],
    ['calls other places remote', PARCELS, 4, 2_670_000, set([`${CARD}.surcharges.remote.to`, [{ region: 'PA' }]])],
    [
      'calls our country remote, elsewhere in it',
      PARCELS,
      4,
      2_670_000,
      set([`${CARD}.surcharges.remote.to`, [{ country: 'US', postalPrefix: '2' }]]),
    ],
    // 4 × (590.625 + 45) + 100
    [
      'is not exceeded by size',
      PARCELS,
      4,
      2_650_000,
      set([`${CARD}.surcharges.oversize`, { price: 30, overMm: 950 }]),
    ],
    ['is exceeded by a mm', PARCELS, 4, 2_770_000, set([`${CARD}.surcharges.oversize`, { price: 30, overMm: 949 }])],
    [
      'is not exceeded by weight',
      PARCELS,
      4,
      2_650_000,
      set([`${CARD}.surcharges.oversize`, { price: 30, overGrams: 1900 }]),
    ],
    [
      'is exceeded by a gram',
      PARCELS,
      4,
      2_770_000,
      set([`${CARD}.surcharges.oversize`, { price: 30, overGrams: 1899 }]),
    ],
    // 4 × (590.625 + 45) + 30 + 100
    [
      'charges size once',
      PARCELS,
      4,
      2_680_000,
      set([`${CARD}.surcharges.oversize`, { price: 30, overMm: 900, per: 'shipment' }]),
    ],
    ['knows no fuel', PARCELS, 4, 2_507_500, set([`${CARD}.fuelPercent`, 0])],
    // 525 × 1.12345 = 589.81125, of each parcel to a thousandth
    ['rounds down', PARCELS, 4, 2_766_744, set([`${CARD}.fuelPercent`, 12.345])],
    // 525 × 1.12346 = 589.8165
    ['rounds half up', PARCELS, 4, 2_766_768, set([`${CARD}.fuelPercent`, 12.346])],
    // Four parcels would be billed for 3000 g each, as three are.
    ['has a coarse step', PARCELS, 3, 3_370_000, set([`${CARD}.stepGrams`, 1000])],
    // 42,000 cm³ ÷ 3 ÷ 5600 = 2.5 kg: 3 × (590.625 + 75) + 100
    ['divides to the end of a break', PARCELS, 3, 2_104_375, set([`${CARD}.divisorCm3PerKg`, 5600])],
    ['divides to more than it', PARCELS, 4, 2_770_000, set([`${CARD}.divisorCm3PerKg`, 5599])],
    // 4 × (600 × 1.125 + 75) + 100
    ['has a greater minimum', PARCELS, 4, 3_107_500, set([`${CARD}.rates.1.minimum`, 600])],
    // 4200 g each: 2 × (900 × 1.125 + 75) + 100
    ['lets two parcels hold it', PARCELS, 2, 2_282_500, set([`${CARD}.parcel.maxCm3`, 21_000])],
    ['lets no two hold it', PARCELS, 4, 2_770_000, set([`${CARD}.parcel.maxCm3`, 20_999])],
    // 8400 g are over the last break.
    ['has no price for one parcel', PARCELS, 2, 2_282_500, set([`${CARD}.parcel`, {}])],
    [
      'asks as much for three as for four',
      PARCELS,
      3,
      2_707_500,
      set([`${CARD}.rates.1.breaks.1.price`, 675], [`${CARD}.fuelPercent`, 0], [`${CARD}.surcharges`, {}]),
    ],
    // 4200 g at 900, 2800 g at 600; four of 2100 g would be 2000.
    [
      'asks as much for two as for three',
      PARCELS,
      2,
      1_807_500,
      set(
        [
          `${CARD}.rates.1.breaks`,
          [
            { upToGrams: 2100, price: 500 },
            { upToGrams: 2800, price: 600 },
            { upToGrams: 5000, price: 900 },
          ],
        ],
        [`${CARD}.parcel`, {}],
        [`${CARD}.fuelPercent`, 0],
        [`${CARD}.surcharges`, {}],
      ),
    ],
    [
      'asks a little less for four',
      PARCELS,
      4,
      2_703_500,
      set([`${CARD}.rates.1.breaks.1.price`, 674], [`${CARD}.fuelPercent`, 0], [`${CARD}.surcharges`, {}]),
    ],
    // 3 × (1.125 + 75) + 100, of the zone that is nearer by a longer prefix
    [
      'has a longer prefix',
      PARCELS,
      3,
      335_875,
      set([`${CARD}.zones.rows.3`, { from: '94', to: '100', zone: 'near' }]),
    ],
    // 3 × ((100 + 2.8 × 10) × 1.125 + 75) + 100
    ['gives way to the rate function', PARCELS, 3, 764_500, set(['rate', vendorPays(base)])],
    [
      'knows no zone, but the rate function a rate',
      PARCELS,
      3,
      764_500,
      set(['rate', vendorPays(base)], [`${CARD}.zones.rows`, [{ from: '1', to: '1', zone: 'near' }]]),
    ],
    ['is asked by the rate function', PARCELS, 4, 2_770_000, set(['rate', () => undefined])],
    ['is flat', PARCELS, 3, 707_500, set([`${CARD}.byOrderValue`, [{ atLeast: 20_000, price: 700 }]])],
    ['is not yet flat', PARCELS, 4, 2_770_000, set([`${CARD}.byOrderValue`, [{ atLeast: 20_001, price: 700 }]])],
    [
      'is flat, whatever it weighs',
      PARCELS,
      1,
      707_500,
      set(
        [`${CARD}.byOrderValue`, [{ atLeast: 0, price: 700 }]],
        [`${CARD}.parcel`, {}],
        [`${CHAIRS}.weightGrams`, undefined],
        [`${CHAIRS}.longestSideMm`, undefined],
        [`${LAMPS}.volumeCm3`, undefined],
      ),
    ],
    ['is all that costs', PARCELS, 4, 2_763_500, set(['network.nodes.0.procurementPerUnit', undefined])],
    ['is at the end of a dear hop', PARCELS, 4, 2_777_000, set(['network.nodes.0.services.0.transferPerUnit', 2])],
    ['finds areas in any order', COURIER, 1, 482_000, ({ network }) => void network.postalAreas?.reverse()],
    // (300 + 0.6 × 250) × 1.1 + 20
    ['bills more than its minimum', COURIER, 1, 515_000, set([`${COURIER_CARD}.rates.1.perKg`, 250])],
    ['is reached by the value', COURIER, 1, 100_000, set([`${LAMPS}.value`, 2501])],
    ['is free by the value', COURIER, 1, 0, set([`${LAMPS}.value`, 17_500])],
    // 999 × 1.1 + 20, from country to country
    [
      'does not list the regions',
      COURIER,
      1,
      1_118_900,
      set(['network.nodes.1.region', 'XX'], ['order.destination.region', 'ZZ']),
    ],
  ];

  it.each(rows)('%s', (_, place, parcels, exact, change) => {
    const { world, plan } = byCards();
    change(world);
    Object.assign(plan.shipments[place], { parcels: parcels + 1 });
    Object.assign(plan.shipments[place].cost, { exact: exact + 1 });
    const at = `plan.shipments[${place}]`;
    const messages = verifyPlan(plan, world).map((each) => each.message);
    expect(messages).toContainEqual(
      expect.stringContaining(`${at}.parcels: says ${parcels + 1}, right is ${parcels} `),
    );
    expect(messages).toContainEqual(`${at}.cost.exact: says ${exact + 1}, right is ${exact} (1/1000 minor unit).`);
    expect(messages.filter((message) => message.startsWith(`${at}.lines`))).toEqual([]);
  });
});

describe('a shipment that may not be, as', () => {
  const CHAIR = 'ineligible at shipments.1.lines.0';
  const LAMP = 'ineligible at shipments.1.lines.1';
  const COURIERED = 'ineligible at shipments.0.lines.0';
  const left = (counters: object) => set([USED, { node: 'vendor', day: '2026-03-01', ...counters }]);

  const rows: readonly (readonly [what: string, expected: string, change: Change])[] = [
    ['the service reaches other codes', CHAIR, set(['network.services.0.reaches', [{ postalPrefix: '2' }]])],
    [
      'the service reaches it in half the fields',
      CHAIR,
      set(['network.services.0.reaches', [{ country: 'CA', region: 'NY' }]]),
    ],
    ['the zones are of another country', CHAIR, set(['network.nodes.0.country', 'CA'])],
    ['nobody knows the country of the node', CHAIR, set(['network.nodes.0.country', undefined])],
    ['nobody knows the code of the node', CHAIR, set(['network.nodes.0.postalCode', undefined])],
    ['nobody knows the code of the destination', CHAIR, set(['order.destination.postalCode', undefined])],
    ['no row is of the node', CHAIR, set(['network.nodes.0.postalCode', '8'])],
    ['no row leads there', CHAIR, set([`${CARD}.zones.rows`, [{ from: '9', to: '2', zone: 'near' }]])],
    ['the rate function knows no rate', CHAIR, set(['rate', vendorPays(null)])],
    ['the matrix has no zone', COURIERED, set([`${COURIER_CARD}.zones.zone.1.0`, null])],
    ['the region goes before the country', COURIERED, set(['order.destination.region', 'US'])],
    ['no row is of the region', COURIERED, set([`${COURIER_CARD}.zones.from`, ['DE', 'MA']])],
    ['no column is of the region', COURIERED, set([`${COURIER_CARD}.zones.to`, ['PA', 'DE']])],
    [
      'nobody knows the region of the node',
      COURIERED,
      set(['network.nodes.1.postalCode', undefined], ['network.nodes.1.country', undefined]),
    ],
    // Then its point would not say in which region it is.
    [
      'a place with a point takes no region from areas',
      COURIERED,
      set(['network.nodes.1.location', { lat: 0, lng: 0 }]),
    ],
    ['the area of its country has another region', COURIERED, set(['network.postalAreas.3.region', 'PA'])],
    ['a longer area has another region', COURIERED, set(['network.postalAreas.4.country', 'US'])],
    ['nobody knows the weight', CHAIR, set([`${CHAIRS}.weightGrams`, undefined])],
    ['nobody knows the volume', LAMP, set([`${LAMPS}.volumeCm3`, undefined])],
    ['nobody knows the longest side', LAMP, set([`${LAMPS}.longestSideMm`, undefined])],
    [
      'nobody knows whether it is oversize',
      LAMP,
      set([`${LAMPS}.longestSideMm`, undefined], [`${CARD}.parcel.maxLongestSideMm`, undefined]),
    ],
    [
      'nobody knows the volume that a parcel holds',
      CHAIR,
      set([`${CHAIRS}.volumeCm3`, undefined], [`${CARD}.divisorCm3PerKg`, undefined]),
    ],
    [
      'nobody knows whether it fits, at a flat price',
      CHAIR,
      set([`${CHAIRS}.weightGrams`, undefined], [`${CARD}.byOrderValue`, [{ atLeast: 0, price: 1 }]]),
    ],
    ['a unit is heavier than a parcel may be', CHAIR, set([`${CARD}.parcel.maxGrams`, 1899])],
    ['a unit has more volume than a parcel', LAMP, set([`${CARD}.parcel.maxCm3`, 14_999])],
    ['a unit is longer than a parcel', CHAIR, set([`${CARD}.parcel.maxLongestSideMm`, 949])],
    ['a unit alone is billed for more than the last break', LAMP, set([`${CARD}.rates.1.breaks.2.upToGrams`, 2999])],
    [
      'a unit alone in whole steps is',
      LAMP,
      set([`${CARD}.rates.1.breaks.2.upToGrams`, 3100], [`${CARD}.stepGrams`, 1600]),
    ],
    ['a zone has no rate', CHAIR, set([`${CARD}.rates`, [{ zone: 'near', base: 1 }]])],
    ['the order has no value', COURIERED, set([`${CHAIRS}.value`, undefined])],
    ['the day has no orders left', CHAIR, left({ orders: 2 })],
    ['the day has no shipments left', CHAIR, left({ shipments: 3 })],
    ['the day has no lines left', CHAIR, left({ lines: 5 })],
    ['the day has no units left', CHAIR, left({ units: 10 })],
    ['the day has no room at all', CHAIR, set(['network.nodes.0.capacityPerDay', { orders: 0 }])],
    ['it is another day there', CHAIR, set(['network.nodes.0.timeZone', 'Pacific/Kiritimati'])],
  ];

  it.each(rows)('%s', (_, expected, change) => {
    const { world, plan } = byCards();
    change(world);
    expect(say(world, plan)).toContain(expected);
  });

  const harmless: readonly (readonly [what: string, change: Change])[] = [
    ['a unit fills a parcel', set([`${CARD}.parcel`, { maxGrams: 1900, maxCm3: 15_000, maxLongestSideMm: 950 }])],
    ['a unit alone is billed for just the last break', set([`${CARD}.rates.1.breaks.2.upToGrams`, 3000])],
    [
      'one entry of many is reached',
      set(['network.services.0.reaches', [{ country: 'CA' }, { country: 'US', region: 'NY', postalPrefix: '10001' }]]),
    ],
    [
      'nobody asks for the weight',
      set(
        [`${LAMPS}.weightGrams`, undefined],
        [`${CARD}.rates.1`, { zone: 'far', base: 9 }],
        [`${CARD}.parcel.maxGrams`, undefined],
        [`${CARD}.surcharges.oversize.overGrams`, undefined],
      ),
    ],
    ['just one order is left of the day', left({ orders: 1, shipments: 2, lines: 2, units: 6 })],
  ];

  it.each(harmless)('not as %s', (_, change) => {
    const { world, plan } = byCards();
    change(world);
    expect(say(world, plan).filter((said) => said === CHAIR || said === LAMP)).toEqual([]);
  });
});

describe('the day of a node', () => {
  const rows: readonly (readonly [what: string, expected: string, change: Change])[] = [
    ['orders', 'ineligible at shipments.1.lines.0', set([`${USED}.orders`, 2])],
    ['lines', 'capacity at shipments.1', set([`${USED}.lines`, 3])],
    ['units', 'capacity at shipments.1', set([`${USED}.units`, 7])],
    ['lines of the whole day', 'capacity at shipments.1', set(['network.nodes.0.capacityPerDay', { lines: 3 }])],
    [
      'units of another day',
      'capacity at shipments.1',
      set(['network.nodes.0.capacityPerDay', { units: 3 }], [USED, {}]),
    ],
  ];

  it.each(rows)('takes no more than is left: %s', (_, expected, change) => {
    const { world, plan } = byCards();
    change(world);
    expect(say(world, plan)).toContain(expected);
  });

  it('takes no more shipments than are left', () => {
    const { world, plan } = byCards();
    world.network.nodes[0].services?.push({ id: 'courier' });
    put(world, 'network.services.1.rateCard', 'by-code');
    const [, parcels] = plan.shipments;
    plan.shipments.splice(1, 0, structuredClone({ ...parcels, service: 'courier', lines: [parcels.lines[1]] }));
    parcels.lines.splice(1);
    const said = say(world, plan);
    expect(said).toContain('capacity at shipments.1');
    expect(said).toContain('claims at claims.days.0.shipments');
    expect(said).not.toContain('claims at claims.days.0.lines');
  });

  const claims: readonly (readonly [expected: string, change: (plan: Plan) => void])[] = [
    ...(['orders', 'shipments', 'lines', 'units'] as const).flatMap((counted) =>
      [-1, 1].map(
        (by) =>
          [
            `claims at claims.days.0.${counted}`,
            (plan: Plan) => {
              plan.claims.days[0][counted] += by;
            },
          ] as const,
      ),
    ),
    ['claims at claims.days.0.day', (plan) => put(plan, 'claims.days.0.day', '2026-03-02')],
    ['claims at claims.days', (plan) => plan.claims.days.splice(0)],
    ['claims at claims.days.0', (plan) => plan.claims.days.unshift({ ...plan.claims.days[0], node: 'shop' })],
    ['claims at claims.days.0', (plan) => put(plan, 'claims.days.0.node', 'nobody')],
    ['duplicate at claims.days.1', (plan) => plan.claims.days.push(plan.claims.days[0])],
    ['sorting at claims.days.1', (plan) => plan.claims.days.push({ ...plan.claims.days[0], node: 'shop' })],
    ['shape at claims.days', (plan) => put(plan, 'claims.days', undefined)],
    ['shape at claims.days.0.day', (plan) => put(plan, 'claims.days.0.day', '2026-02-30')],
    ['shape at claims.days.0.day', (plan) => put(plan, 'claims.days.0.day', '2026-03-01T00:00Z')],
    ['shape at claims.days.0.orders', (plan) => put(plan, 'claims.days.0.orders', -1)],
    ['shape at claims.days.0.hours', (plan) => put(plan, 'claims.days.0.hours', 1)],
  ];

  it.each(claims)('is claimed as it is: %s', (expected, change) => {
    const { world, plan } = byCards();
    change(plan);
    expect(say(world, plan)).toContain(expected);
  });

  it.each([
    ['Pacific/Honolulu', '2026-03-02T09:59:59.999Z', '2026-03-01'],
    ['Pacific/Honolulu', '2026-03-02T10:00:00Z', '2026-03-02'],
    ['UTC', '2026-03-02T09:00:00Z', '2026-03-02'],
    // The clocks go forward an hour that night.
    ['America/New_York', '2026-03-09T03:59:59Z', '2026-03-08'],
    ['America/New_York', '2026-03-09T04:00:00Z', '2026-03-09'],
    ['Pacific/Kiritimati', '2026-12-31T10:00:00Z', '2027-01-01'],
    ['Asia/Kathmandu', '2028-02-28T18:15:00Z', '2028-02-29'],
  ])('in %s at %s is %s', (timeZone, asOf, day) => {
    const { world, plan } = byCards();
    put(world, 'network.nodes.0.timeZone', timeZone);
    put(world, 'snapshot', {});
    world.asOf = asOf;
    plan.claims.days[0].day = day;
    expect(say(world, plan)).not.toContain('claims at claims.days.0.day');
    plan.claims.days[0].day = '2026-01-01';
    expect(say(world, plan)).toContain('claims at claims.days.0.day');
  });
});

describe('one wrong field', () => {
  const rows: readonly (readonly [expected: string, path: string, value: unknown])[] = [
    ['parcels at shipments.1.parcels', 'shipments.1.parcels', 3],
    ['parcels at shipments.1.parcels', 'shipments.1.parcels', 5],
    ['parcels at shipments.0.parcels', 'shipments.0.parcels', 2],
    ['cost at shipments.1.cost.procurement', 'shipments.1.cost.procurement', 8],
    ['cost at shipments.1.cost.shipping', 'shipments.1.cost.shipping', 2762],
    ['cost at shipments.1.cost.exact', 'shipments.1.cost.exact', 2_769_999],
    ['cost at cost.procurement', 'cost.procurement', 0],
    ['cost at cost.exact', 'cost.exact', 3_251_999],
    ['shape at cost.procurement', 'cost.procurement', undefined],
    ['proof at proof.levels.1.value', 'proof.levels.1.value', 3_252_001],
  ];

  it.each(rows)('%s: %j', (expected, path, value) => {
    const { world, plan } = byCards();
    put(plan, path, value);
    expect(say(world, plan)).toContain(expected);
  });

  it('a limit of the day may leave units', () => {
    const { world, plan } = byCards();
    plan.shipments[1].lines.splice(1);
    plan.unfilled.push({ line: 'lamps', sku: 'lamp', quantity: 1, reasons: ['capacity'] });
    expect(say(world, plan)).not.toContain('reasons at unfilled.0.reasons.0');
    put(world, 'network.nodes.0.capacityPerDay', undefined);
    expect(say(world, plan)).toContain('reasons at unfilled.0.reasons.0');
  });
});

describe('a rate function', () => {
  it.each([
    ['a number', 5],
    ['nothing in it', {}],
    ['two kinds', { base: 1, breaks: [{ upToGrams: 1, price: 1 }] }],
    ['a weight price alone', { perKg: 1 }],
    ['a part of a cent', { base: 0.5 }],
    ['less than nothing', { base: -1 }],
    ['no number', { base: Number.NaN }],
    ['no breaks', { breaks: [] }],
    [
      'breaks that fall',
      {
        breaks: [
          { upToGrams: 2, price: 1 },
          { upToGrams: 1, price: 1 },
        ],
      },
    ],
    [
      'breaks that stand',
      {
        breaks: [
          { upToGrams: 2, price: 1 },
          { upToGrams: 2, price: 1 },
        ],
      },
    ],
  ])('that answers %s is an error that names node and service', (_, answer) => {
    const { world, plan } = byCards();
    world.rate = vendorPays(answer);
    expect(() => verifyPlan(plan, world)).toThrow(InputError);
    expect(() => verifyPlan(plan, world)).toThrow(/"vendor".*"parcel"/);
  });
});
