/** Cases of peers with several orders and a known total: planned and committed one after another, or as groups of one order that share stock. */
import { readFileSync } from 'node:fs';
import { createRouter, planOrder, templates, verifyPlan } from 'order-sourcing';
import { describe, expect, it } from 'vitest';
import type { NetworkInput, OrderInput, RulesInput } from '../src/model/types';
import { expectAllKnown, isExcluded } from './peer-table';

interface Row {
  readonly order: string;
  readonly node: string | null;
  readonly qty?: number;
}

interface BatchCase {
  readonly id: string;
  readonly world: {
    readonly nodes?: readonly { readonly id: string }[];
    readonly inventory?: readonly { node: string; sku: string; qty: number; holdingCost?: number }[];
    readonly unitShippingCost?: { readonly [node: string]: { readonly [city: string]: number } };
  };
  readonly orders: readonly { id: string; city?: string; lines: readonly { sku: string; qty: number }[] }[];
  readonly expected: {
    readonly optimalCost?: number;
    readonly allocations?: readonly Row[];
    readonly perOrder?: readonly Row[];
  };
}

const cases: readonly BatchCase[] = JSON.parse(
  readFileSync(new URL('./fixtures/peer-batch-cases.json', import.meta.url), 'utf8'),
);
const ASOF = '2026-03-02T09:00:00Z';

function networkOf({ world }: BatchCase): NetworkInput {
  return {
    currency: 'EUR',
    nodes: (world.nodes ?? []).map(({ id }) => ({ id })),
    services: [{ id: 'standard', rateCard: 'free' }],
    rateCards: [{ id: 'free', bands: [{ base: 0 }] }],
  };
}

function inventoryOf({ world }: BatchCase) {
  return (world.inventory ?? []).map(({ node, sku, qty }) => ({ node, sku, onHand: qty }));
}

function linesOf({ id, lines }: BatchCase['orders'][number]): OrderInput['lines'] {
  return lines.map(({ sku, qty }, place) => ({ id: `${id}-${place + 1}`, sku, quantity: qty }));
}

/** Freight and holding, in cents, by node and city, and by node and SKU. */
function unitCosts({ world }: BatchCase): NonNullable<RulesInput['costs']> {
  const at = (node: string) => ({ field: 'node.id', op: 'eq' as const, value: node });
  const freight = Object.entries(world.unitShippingCost ?? {}).flatMap(([node, cities]) =>
    Object.entries(cities).map(([city, price]) => ({
      id: `${node} to ${city}`,
      when: { all: [at(node), { field: 'destination.region', op: 'eq' as const, value: city }] },
      perUnit: price * 100,
    })),
  );
  const holding = (world.inventory ?? []).map(({ node, sku, holdingCost = 0 }) => ({
    id: `${sku} at ${node}`,
    when: { all: [at(node), { field: 'line.sku', op: 'eq' as const, value: sku }] },
    perUnit: holdingCost * 100,
  }));
  return [...freight, ...holding];
}

/** All orders at once: each is a delivery group of one order. */
function expectJoint(peer: BatchCase): void {
  const order: OrderInput = {
    id: peer.id,
    deliveryGroups: peer.orders.map(({ id, city = '' }) => ({ id, destination: { region: city } })),
    lines: peer.orders.flatMap((each) => linesOf(each).map((line) => ({ ...line, deliveryGroup: each.id }))),
  };
  const rules = { ...templates.cheapest(), costs: unitCosts(peer) };
  const input = { order, network: networkOf(peer), inventory: inventoryOf(peer), rules, asOf: ASOF };
  const plan = planOrder(input);
  expect(verifyPlan(plan, input)).toEqual([]);
  expect(plan.proof.levels.every(({ status }) => status === 'optimal')).toBe(true);
  expect(plan.cost.total / 100).toBe(peer.expected.optimalCost);
  const rows = plan.shipments.map(({ group, node, lines }) => ({ order: group, node, qty: lines[0].quantity }));
  expect(new Set(rows.map(textOf))).toEqual(new Set(peer.expected.allocations?.map(textOf)));
}

function textOf({ order, node, qty }: { order?: string | undefined; node: string | null; qty?: number }): string {
  return `${qty} for ${order} from ${node}`;
}

/** One order after another, each on what those before it left. */
function expectSequence(peer: BatchCase): void {
  const rules = templates.cheapest({ shipComplete: 'line' });
  const planner = createRouter({ network: networkOf(peer), rules }).withInventory(inventoryOf(peer));
  const rows = peer.orders.flatMap((order): Row[] => {
    const plan = planner.plan({ id: order.id, destination: {}, lines: linesOf(order) }, { asOf: ASOF });
    planner.commit(plan);
    const shipped = plan.shipments.map(({ node, lines }) => ({ order: order.id, node, qty: lines[0].quantity }));
    return shipped.length > 0 ? shipped : [{ order: order.id, node: null }];
  });
  expect(rows).toEqual(
    peer.expected.perOrder?.map(({ order, node, qty }) => (qty ? { order, node, qty } : { order, node })),
  );
}

describe('cases of peers with several orders', () => {
  it('are three, each planned or in the table of those that cannot be', () => {
    expect(cases).toHaveLength(3);
    expectAllKnown('peer-batch-cases', cases);
    expect(cases.filter(({ id }) => !isExcluded('peer-batch-cases', id))).toHaveLength(2);
  });

  it.each(cases.filter(({ id }) => !isExcluded('peer-batch-cases', id)).map((peer) => [peer.id, peer] as const))(
    '%s',
    (_, peer) => (peer.expected.optimalCost === undefined ? expectSequence(peer) : expectJoint(peer)),
  );
});
