/**
 * Freight, distance and day cases that open systems test themselves with (facts gathered from their own tests). Each is an order of ours,
 * or a row in `docs/peer-cases.md` that says why not.
 */
import { readFileSync } from 'node:fs';
import {
  type NetworkInput,
  type OrderInput,
  type Plan,
  planOrder,
  type RulesInput,
  verifyPlan,
  type WorkloadInput,
} from 'order-sourcing';
import { describe, expect, it } from 'vitest';
import { expectAllKnown, isExcluded } from './peer-table';

interface PeerCase<Input = unknown> {
  readonly id: string;
  readonly origin: string;
  readonly kind: string;
  readonly input: Input;
  readonly expected: string | number | boolean;
}

const cases: readonly PeerCase[] = JSON.parse(
  readFileSync(new URL('./fixtures/peer-freight-cases.json', import.meta.url), 'utf8'),
);

/** A case of dates that is asked here too: with a unit more, all of it ships a day later. */
const FULL_DAY = 'cal-capacity-exactly-enough';
/** Cases of dates stand in `peer-dates.test.ts`. */
const dated = new Set(
  (JSON.parse(readFileSync(new URL('./fixtures/peer-date-cases.json', import.meta.url), 'utf8')) as PeerCase[]).map(
    ({ id }) => id,
  ),
);

function isPlanned({ id }: PeerCase): boolean {
  return !isExcluded('peer-freight-cases', id);
}

interface World {
  readonly order: OrderInput;
  readonly network: NetworkInput;
  readonly rules?: RulesInput;
  readonly used?: WorkloadInput[];
  readonly asOf?: string;
}

/** What is ordered is at every node, unless the node's id is its SKU. */
function planned({ order, network, rules = {}, used = [], asOf = '2026-08-12T09:00:00Z' }: World): Plan {
  const skus = order.lines.map(({ sku }) => sku);
  const inventory = network.nodes.flatMap(({ id: node }) =>
    skus.filter((sku) => sku === node || !skus.includes(node)).map((sku) => ({ node, sku, onHand: 1000 })),
  );
  const input = { order, network, rules, inventory, snapshot: { used }, asOf };
  const plan = planOrder(input);
  expect(verifyPlan(plan, input)).toEqual([]);
  expect(plan.proof.levels.every(({ status }) => status === 'optimal')).toBe(true);
  return plan;
}

/** One node and one line for each part of a freight bill, so one shipment each. */
function billOf(
  rates: readonly NetworkInput['rateCards'][number][],
  lines: readonly { quantity: number; weightGrams: number }[],
): Plan {
  const ids = rates.map(({ id }) => id);
  return planned({
    order: {
      id: 'bill',
      destination: {},
      lines: lines.map((line, place) => ({ id: ids[place], sku: ids[place], ...line })),
    },
    network: {
      currency: 'USD',
      nodes: ids.map((id) => ({ id, services: [{ id: 'ground', rateCard: id }] })),
      services: [{ id: 'ground', rateCard: ids[0] }],
      rateCards: [...rates],
    },
  });
}

interface Based {
  readonly shipments: readonly { readonly base: number; readonly perUnit: number; readonly units: number }[];
}

/** A price per unit is one per kilogram of units that weigh a kilogram. */
function shippingCost({ shipments }: Based): number {
  const rates = shipments.map(({ base, perUnit }, place) => ({
    id: `node ${place}`,
    bands: [{ base: base * 100, perKg: perUnit * 100 }],
  }));
  const plan = billOf(
    rates,
    shipments.map(({ units }) => ({ quantity: units, weightGrams: 1000 })),
  );
  expect(plan.shipments).toHaveLength(shipments.length);
  return plan.cost.shipping / 100;
}

interface ByWeight {
  readonly lines: readonly { readonly kg: number; readonly centsPerKg: number }[];
}

/** To round a weight's price up to whole cents is to round the weight up to whole cents' worth: breaks of a cent each. */
function shippingCents({ lines }: ByWeight): number {
  const rates = lines.map(({ centsPerKg }, place) => ({
    id: `node ${place}`,
    bands: [
      {
        breaks: Array.from({ length: centsPerKg }, (_, cent) => ({
          upToGrams: Math.floor((1000 * (cent + 1)) / centsPerKg),
          price: cent + 1,
        })),
      },
    ],
  }));
  return billOf(
    rates,
    lines.map(({ kg }) => ({ quantity: 1, weightGrams: Math.round(kg * 1000) })),
  ).cost.shipping;
}

interface Points {
  readonly a: readonly [lat: number, lng: number];
  readonly b: readonly [lat: number, lng: number];
}

function kilometres({ a, b }: Points): number {
  const at = ([lat, lng]: Points['a']) => ({ lat, lng });
  const plan = planned({
    order: { id: 'order', destination: { location: at(b) }, lines: [{ id: 'line', sku: 'sku', quantity: 1 }] },
    network: {
      currency: 'USD',
      nodes: [{ id: 'node', location: at(a) }],
      services: [{ id: 'ground', rateCard: 'flat' }],
      rateCards: [{ id: 'flat', bands: [{ base: 0 }] }],
    },
  });
  return (plan.shipments[0].distanceMetres as number) / 1000;
}

/** The service that ships, for an order that asked for a faster one, at the end of the distance and a metre beyond it. */
function servicesAround({ requested, maxKm }: { readonly requested: string; readonly maxKm: number }): string[] {
  const metres = [maxKm * 1000, maxKm * 1000 + 1];
  const isNear = { field: 'distanceKm', op: 'le', value: maxKm } as const;
  const service = (op: 'eq' | 'ne', value: string) => ({ field: 'service.id', op, value }) as const;
  return metres.map((each) => {
    const plan = planned({
      order: { id: 'order', destination: { place: 'home' }, lines: [{ id: 'line', sku: 'sku', quantity: 1 }] },
      network: {
        currency: 'USD',
        nodes: [{ id: 'node' }],
        services: [
          { id: requested, rateCard: 'fast' },
          { id: 'standard', rateCard: 'slow' },
        ],
        rateCards: [
          { id: 'fast', bands: [{ base: 2000 }] },
          { id: 'slow', bands: [{ base: 500 }] },
        ],
        distance: { kind: 'matrix', nodes: ['node'], places: ['home'], metres: [[each]] },
      },
      rules: {
        filters: [
          { id: 'near', exclude: { all: [isNear, service('ne', 'standard')] } },
          { id: 'far', exclude: { all: [{ not: isNear }, service('ne', requested)] } },
        ],
      },
    });
    return plan.shipments[0].service;
  });
}

interface DayCase {
  readonly now: string;
  readonly units: number;
  readonly capacityUnitsPerDay: number;
  readonly committed: Readonly<Record<string, number>>;
}

function dayAfter(day: string): string {
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, day.length);
}

/** The day on which all of it, and all of it and a unit more, ship: what is too much for a day goes on the next. */
function shipDates({ now, units, capacityUnitsPerDay, committed }: DayCase): (string | undefined)[] {
  return [units, units + 1].map((quantity) => {
    const plan = planned({
      order: { id: 'order', destination: {}, lines: [{ id: 'line', sku: 'sku', quantity, noSplit: true }] },
      network: {
        currency: 'USD',
        nodes: [{ id: 'node', timeZone: 'UTC', capacityPerDay: { units: capacityUnitsPerDay } }],
        services: [{ id: 'ground', rateCard: 'flat' }],
        rateCards: [{ id: 'flat', bands: [{ base: 0 }] }],
      },
      used: Object.entries(committed).map(([day, used]) => ({ node: 'node', day, units: used })),
      asOf: `${now}:00Z`,
    });
    return plan.claims.days[0]?.day;
  });
}

type Share = Readonly<Record<'shippingCents' | 'priceCents' | 'discountCents' | 'maxShare', number>>;

/** A share of the value is what it may cost not to fill a unit: of equal costs, the plan that ships goes first. */
function isWorthShipping({ shippingCents, priceCents, discountCents, maxShare }: Share): boolean {
  const line = { id: 'line', sku: 'sku', quantity: 1, value: Math.max(0, priceCents - discountCents) };
  const plan = planned({
    order: { id: 'order', destination: {}, lines: [line] },
    network: {
      currency: 'EUR',
      nodes: [{ id: 'node' }],
      services: [{ id: 'ground', rateCard: 'flat' }],
      rateCards: [{ id: 'flat', bands: [{ base: shippingCents }] }],
    },
    rules: { objective: 'landedCost', unfilled: { percentOfValue: maxShare * 100 } },
  });
  return plan.status === 'complete';
}

function check({ kind, input, expected }: PeerCase): void {
  if (kind === 'shipping-cost') expect(shippingCost(input as Based)).toBe(expected);
  else if (kind === 'shipping-cost-cents') expect(shippingCents(input as ByWeight)).toBe(expected);
  else if (kind === 'max-shipping-share') expect(isWorthShipping(input as Share)).toBe(expected);
  else if (kind === 'haversine-km') expect(Math.abs(kilometres(input as Points) - Number(expected))).toBeLessThan(0.5);
  else if (kind === 'service-downgrade') {
    const asked = input as Parameters<typeof servicesAround>[0];
    expect(servicesAround(asked)).toEqual([expected, asked.requested]);
  } else if (kind === 'ship-date')
    expect(shipDates(input as DayCase)).toEqual([expected, dayAfter(expected as string)]);
  else throw new Error(`no order for a case of ${kind}`);
}

describe('freight cases of peers', () => {
  it('are 26: dates among the dates, the others planned or in the table of those that cannot be', () => {
    expect(new Set(cases.map(({ id }) => id)).size).toBe(26);
    expectAllKnown('peer-freight-cases', cases);
    expect(cases.filter(({ id }) => dated.has(id))).toHaveLength(11);
    expect(cases.filter((peer) => !dated.has(peer.id) && isPlanned(peer))).toHaveLength(11);
    expect(cases.filter((peer) => dated.has(peer.id) && !isPlanned(peer))).toEqual([]);
  });

  const planned = cases.filter((peer) => isPlanned(peer) && (!dated.has(peer.id) || peer.id === FULL_DAY));
  it.each(planned.map((peer) => [peer.id, peer] as const))('%s', (_, peer) => check(peer));
});
