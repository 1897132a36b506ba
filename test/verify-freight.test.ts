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
