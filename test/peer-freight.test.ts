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
