/**
 * Cases on freight that open systems test themselves with, as orders of ours. Each kind of case has one mapping here; the cases of the
 * same collection that are no freight stand in the table with the reason.
 */
import { readFileSync } from 'node:fs';
import {
  type NetworkInput,
  type OrderInput,
  type Plan,
  type PlanOrderInput,
  planOrder,
  type RulesInput,
  verifyPlan,
} from 'order-sourcing';
import { describe, expect, it } from 'vitest';

type Card = NetworkInput['rateCards'][number];
type Line = OrderInput['lines'][number];
type Input = Omit<PlanOrderInput, 'asOf' | 'rules'> & { readonly asOf?: string; readonly rules?: RulesInput };

interface PeerFreight {
  readonly id: string;
  readonly kind: string;
  readonly input: unknown;
  readonly expected: unknown;
}

const cases: readonly PeerFreight[] = JSON.parse(
  readFileSync(new URL('./fixtures/peer-freight-cases.json', import.meta.url), 'utf8'),
);

const DATES = 'asks for a date by calendar or cut-off: plans draw stock at the instant they are made for';
const PENALTY = 'a penalty as a share of the line value, with a floor: lateness here is a price per unit and day';
const REFUND = 'a refund that tops a penalty up to the freight: no term of a plan depends on another';

/** The others of the collection. */
const NO_FREIGHT: Readonly<Record<string, string>> = {
  'cal-christmas-and-weekend': DATES,
  'cal-next-business-day-1': DATES,
  'cal-next-business-day-2': DATES,
  'cal-past-cutoff': DATES,
  'cal-before-cutoff': DATES,
  'cal-weekend-saturday': DATES,
  'cal-handling-2': DATES,
  'cal-delivery-2': DATES,
  'cal-delivery-weekend': DATES,
  'cal-delivery-holiday': DATES,
  'cost-penalty-3pct': PENALTY,
  'cost-penalty-floor': PENALTY,
  'cost-7-days-late-refund': REFUND,
  'cost-7-days-late-no-refund': REFUND,
};

function plan({ asOf = '2026-08-12T09:00:00Z', rules = {}, ...rest }: Input): Plan {
  const input = { ...rest, asOf, rules };
  const made = planOrder(input);
  expect(verifyPlan(made, input)).toEqual([]);
  expect(made.proof.levels.every((level) => level.status === 'optimal')).toBe(true);
  return made;
}

/** Each part of an order can only come from one node, which has a rate card of its own. */
function shipApart(
  parts: readonly { readonly card: Omit<Card, 'id'>; readonly line: Omit<Line, 'id' | 'sku'> }[],
): Plan {
  const ids = parts.map((_, place) => `${place}`);
  return plan({
    network: {
      currency: 'USD',
      nodes: ids.map((id) => ({ id, services: [{ id: 'ground', rateCard: id }] })),
      services: [{ id: 'ground', rateCard: '0' }],
      rateCards: parts.map(({ card }, place) => ({ id: ids[place], ...card })),
    },
    order: {
      id: 'o',
      destination: {},
      lines: parts.map(({ line }, place) => ({ id: ids[place], sku: ids[place], ...line })),
    },
    inventory: parts.map(({ line }, place) => ({ node: ids[place], sku: ids[place], onHand: line.quantity })),
  });
}

/** A base and a price per unit: units of a kilogram, at a price per kilogram. */
function checkUnits({ input, expected }: PeerFreight): void {
  const { shipments } = input as { shipments: { base: number; perUnit: number; units: number }[] };
  const made = shipApart(
    shipments.map(({ base, perUnit, units }) => ({
      card: { bands: [{ base: base * 100, perKg: perUnit * 100 }] },
      line: { quantity: units, weightGrams: 1000 },
    })),
  );
  expect(made.shipments).toHaveLength(shipments.length);
  expect(made.cost.shipping / 100).toBe(expected);
}

/** Begun cents count whole: where a kilogram costs 100 or 150 cents, a step of 10 g is enough to say so of these weights. */
function checkBegunCents({ input, expected }: PeerFreight): void {
  const { lines } = input as { lines: { kg: number; centsPerKg: number }[] };
  const made = shipApart(
    lines.map(({ kg, centsPerKg }) => ({
      card: { bands: [{ base: 0, perKg: centsPerKg }], stepGrams: 10 },
      line: { quantity: 1, weightGrams: Math.round(kg * 1000) },
    })),
  );
  expect(made.cost).toMatchObject({ shipping: expected, exact: (expected as number) * 1000 });
}

/** What freight may cost at most is what it is worth not to ship: of equal costs the plan that ships goes first. */
function checkShare({ input, expected }: PeerFreight): void {
  const { shippingCents, priceCents, discountCents, maxShare } = input as Record<string, number>;
  const value = Math.max(0, priceCents - discountCents);
  const made = plan({
    network: {
      currency: 'EUR',
      nodes: [{ id: 'n' }],
      services: [{ id: 'ground', rateCard: 'card' }],
      rateCards: [{ id: 'card', bands: [{ base: shippingCents }] }],
    },
    order: { id: 'o', destination: {}, lines: [{ id: '1', sku: 'thing', quantity: 1, value }] },
    inventory: [{ node: 'n', sku: 'thing', onHand: 1 }],
    rules: { objective: 'landedCost', unfilled: { percentOfValue: maxShare * 100 } },
  });
  expect(made.status).toBe(expected ? 'complete' : 'nothing');
}

/** The great circle, by the rate of the band that it falls into. */
function checkDistance({ input, expected }: PeerFreight): void {
  const { a, b } = input as { a: [number, number]; b: [number, number] };
  const [from, to] = [a, b].map(([lat, lng]) => ({ lat, lng }));
  const km = expected as number;
  const made = plan({
    network: {
      currency: 'USD',
      nodes: [{ id: 'n', location: from }],
      services: [{ id: 'ground', rateCard: 'card' }],
      rateCards: [
        {
          id: 'card',
          bands: [...(km > 0.5 ? [{ upToKm: km - 0.5, base: 1 }] : []), { upToKm: km + 0.5, base: 2 }, { base: 3 }],
        },
      ],
    },
    order: { id: 'o', destination: { location: to }, lines: [{ id: '1', sku: 'thing', quantity: 1 }] },
    inventory: [{ node: 'n', sku: 'thing', onHand: 1 }],
  });
  expect(made.cost.shipping).toBe(2);
  expect(Math.abs((made.shipments[0].distanceMetres ?? Number.NaN) / 1000 - km)).toBeLessThanOrEqual(
    km === 0 ? 0 : 0.5,
  );
}

/** Standard ground is as fast within its distance, cheaper, and has no rate beyond it. */
function checkDowngrade({ input, expected }: PeerFreight): void {
  const { requested, maxKm } = input as { requested: string; maxKm: number };
  const serviceAt = (metres: number) => {
    const made = plan({
      network: {
        currency: 'USD',
        nodes: [{ id: 'n' }],
        services: [
          { id: requested, rateCard: 'fast' },
          { id: 'standard', rateCard: 'ground' },
        ],
        rateCards: [
          { id: 'fast', bands: [{ base: 900 }] },
          { id: 'ground', bands: [{ upToKm: maxKm, base: 500 }] },
        ],
        distance: { kind: 'matrix', nodes: ['n'], places: ['there'], metres: [[metres]] },
      },
      order: { id: 'o', destination: { place: 'there' }, lines: [{ id: '1', sku: 'thing', quantity: 1 }] },
      inventory: [{ node: 'n', sku: 'thing', onHand: 1 }],
    });
    return made.shipments.map((shipment) => shipment.service);
  };
  expect(serviceAt(maxKm * 1000)).toEqual([expected]);
  expect(serviceAt(maxKm * 1000 + 1)).toEqual([requested]);
}

/** What is left of the day is enough, and not for a unit more. */
function checkDay({ input, expected }: PeerFreight): void {
  const { now, capacityUnitsPerDay, units, committed } = input as {
    now: string;
    capacityUnitsPerDay: number;
    units: number;
    committed: Record<string, number>;
  };
  const planFor = (quantity: number) =>
    plan({
      network: {
        currency: 'USD',
        nodes: [{ id: 'n', timeZone: 'UTC', capacityPerDay: { units: capacityUnitsPerDay } }],
        services: [{ id: 'ground', rateCard: 'card' }],
        rateCards: [{ id: 'card', bands: [{ base: 1 }] }],
      },
      order: { id: 'o', destination: {}, lines: [{ id: '1', sku: 'thing', quantity }] },
      inventory: [{ node: 'n', sku: 'thing', onHand: 100 }],
      snapshot: { used: Object.entries(committed).map(([day, taken]) => ({ node: 'n', day, units: taken })) },
      asOf: `${now}:00Z`,
    });
  const made = planFor(units);
  expect(made.status).toBe('complete');
  expect(made.claims.days).toEqual([{ node: 'n', day: expected, orders: 1, shipments: 1, lines: 1, units }]);
  expect(planFor(units + 1).unfilled).toMatchObject([{ quantity: 1, reasons: ['capacity'] }]);
}

const CHECKS: Readonly<Record<string, (peer: PeerFreight) => void>> = {
  'shipping-cost': checkUnits,
  'shipping-cost-cents': checkBegunCents,
  'max-shipping-share': checkShare,
  'haversine-km': checkDistance,
  'service-downgrade': checkDowngrade,
  // The only one of this kind that asks for no calendar.
  'ship-date': checkDay,
};

describe('freight of peers', () => {
  it('are 26 cases, each planned or in the table', () => {
    const ids = [...cases.map((peer) => peer.id), ...Object.keys(NO_FREIGHT)];
    expect(ids).toHaveLength(26);
    expect(new Set(ids).size).toBe(26);
  });

  it.each(cases.map((peer) => [peer.id, peer] as const))('%s', (_, peer) => {
    CHECKS[peer.kind](peer);
  });
});
