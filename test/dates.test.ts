/** Who may serve as far as kinds, levels and hours go: stories with their reasons. */
import { createRouter, planOrder, verifyPlan } from 'order-sourcing';
import { describe, expect, it } from 'vitest';
import type { NetworkInput, OrderInput } from '../src/model/types';

const MONDAY_NOON = '2026-03-02T12:00:00Z';

/** A shop and a hub in Berlin with one tea each, and four services. */
function network(): NetworkInput {
  const transit = { bands: [{ days: 1 }] };
  return {
    currency: 'EUR',
    nodes: ['hub', 'shop'].map((id) => ({ id, timeZone: 'Europe/Berlin' })),
    services: [
      { id: 'collect', kind: 'pickUp' },
      { id: 'hop', kind: 'transfer', rateCard: 'flat', transit },
      { id: 'parcel', rateCard: 'flat', transit },
      { id: 'express', level: 'fast', rateCard: 'flat', transit },
    ],
    rateCards: [{ id: 'flat', bands: [{ base: 100 }] }],
  };
}

const inventory = ['hub', 'shop'].map((node) => ({ node, sku: 'tea', onHand: 1 }));

function orderOf(more: Partial<OrderInput>): OrderInput {
  return { id: 'order', lines: [{ id: 'tea', sku: 'tea', quantity: 1 }], ...more };
}

/** `node service reason`, of those that may not. */
function reasons(here: NetworkInput, more: Partial<OrderInput>): string[] {
  const planner = createRouter({ network: here, rules: {} }).withInventory(inventory);
  const [{ nodes }] = planner.eligibility(orderOf(more), { asOf: MONDAY_NOON });
  return nodes.flatMap(({ node, services }) =>
    services.flatMap(({ service, reason }) => (reason === undefined ? [] : [`${node} ${service} ${reason}`])),
  );
}

/** `node service`, of what ships. */
function ships(here: NetworkInput, more: Partial<OrderInput>): string[] {
  const input = { network: here, inventory, rules: {}, order: orderOf(more), asOf: MONDAY_NOON };
  const plan = planOrder(input);
  expect(verifyPlan(plan, input)).toEqual([]);
  return plan.shipments.map(({ node, service }) => `${node} ${service}`);
}

describe('a service of another kind or level', () => {
  it('does not ship what is collected, nor hand over what is shipped', () => {
    expect(reasons(network(), { destination: {} })).toEqual([
      'hub collect other-service',
      'hub hop other-service',
      'shop collect other-service',
      'shop hop other-service',
    ]);
    expect(reasons(network(), { pickUpNode: 'shop' })).toEqual([
      'hub collect other-service',
      'hub express other-service',
      'hub parcel other-service',
      'shop express other-service',
      'shop hop other-service',
      'shop parcel other-service',
    ]);
    expect(ships(network(), { pickUpNode: 'shop' })).toEqual(['shop collect']);
    expect(ships(network(), { pickUpNode: 'shop', excludedNodes: ['shop'] })).toEqual(['hub hop']);
  });

  it('is of its own level, or of that which its id names', () => {
    const others = (level: string) =>
      reasons(network(), { destination: {}, level }).filter((row) => row.startsWith('hub'));
    expect(others('fast')).toEqual(['hub collect other-service', 'hub hop other-service', 'hub parcel other-service']);
    expect(others('parcel')).toEqual([
      'hub collect other-service',
      'hub express other-service',
      'hub hop other-service',
    ]);
  });
});

describe('what never comes', () => {
  const never = [{ id: 'never', week: [] }];

  it('is closed: the node', () => {
    const here = { ...network(), calendars: never };
    here.nodes[0].calendar = 'never';
    expect(reasons(here, { destination: {}, level: 'fast' })).toContain('hub express closed');
    expect(ships(here, { destination: {}, level: 'fast' })).toEqual(['shop express']);
  });

  it('is closed: the carrier', () => {
    const here = { ...network(), calendars: never };
    here.services[3].calendar = 'never';
    expect(reasons(here, { destination: {}, level: 'fast' })).toContain('shop express closed');
    expect(ships(here, { destination: {} })).toEqual(['hub parcel']);
    expect(ships(here, { destination: {}, level: 'fast' })).toEqual([]);
  });

  it('does not keep a pick-up from the days of a service', () => {
    const here = { ...network(), calendars: never };
    here.services[0].calendar = 'never';
    expect(ships(here, { pickUpNode: 'shop' })).toEqual(['shop collect']);
  });
});
