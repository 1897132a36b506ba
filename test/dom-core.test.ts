/**
 * 30 orders with optima proven by an outside MIP, in four variants: as they are, at most two shipments, no line split, nodes with a
 * capacity. Fixed costs are handling per shipment, unit costs a table by line, penalties the price of an unfilled unit.
 */
import { readFileSync } from 'node:fs';
import { planOrder, verifyPlan } from 'order-sourcing';
import { describe, expect, it } from 'vitest';
import { isProven } from './oracle/world-judge';
import type { World } from './worlds';

type Variant = 'base' | 'k2' | 'single' | 'cap';

/** Index l: line, i: node. Money in minor units. */
interface Case {
  readonly optimum: { readonly [variant in Variant]: number };
  readonly instance: {
    readonly N: number;
    readonly L: number;
    /** l → units asked. */
    readonly q: readonly number[];
    /** l → price of an unfilled unit. */
    readonly pen: readonly number[];
    /** i → price of a shipment. */
    readonly f: readonly number[];
    /** i → l → price of a unit. */
    readonly c: readonly (readonly number[])[];
    /** i → l → stock. */
    readonly s: readonly (readonly number[])[];
    /** i → units the node can take. */
    readonly u: readonly number[];
  };
}

const cases: readonly Case[] = readFileSync(new URL('./fixtures/dom-core.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((row) => JSON.parse(row));

function toWorld({ instance }: Case, variant: Variant): World {
  const nodes = Array.from({ length: instance.N }, (_, i) => `n${i}`);
  const lines = Array.from({ length: instance.L }, (_, l) => `l${l}`);
  return {
    asOf: '2026-03-02T09:00:00Z',
    network: {
      currency: 'EUR',
      nodes: nodes.map((id, i) => ({
        id,
        handling: { perShipment: instance.f[i] },
        ...(variant === 'cap' ? { capacityUnits: instance.u[i] } : {}),
      })),
      services: [{ id: 'standard', rateCard: 'free' }],
      rateCards: [{ id: 'free', bands: [{ base: 0 }] }],
    },
    inventory: nodes.flatMap((node, i) => lines.map((sku, l) => ({ node, sku, onHand: instance.s[i][l] }))),
    order: {
      id: 'order',
      destination: {},
      lines: lines.map((id, l) => ({
        id,
        sku: id,
        quantity: instance.q[l],
        unfilledPrice: instance.pen[l],
        ...(variant === 'single' ? { noSplit: true } : {}),
      })),
      ...(variant === 'k2' ? { maxShipments: 2 } : {}),
    },
    rules: {
      objective: 'landedCost',
      costTables: [{ id: 'unit', by: 'line', nodes, keys: lines, perUnit: instance.c.map((row) => [...row]) }],
    },
  };
}

describe('the order core', () => {
  it('has 30 orders', () => expect(cases).toHaveLength(30));

  describe.each(['base', 'k2', 'single', 'cap'] as const)('%s', (variant) => {
    it.each(cases.map((each, index) => [index, each] as const))('order %i: the proven optimum', (_, each) => {
      const world = toWorld(each, variant);
      const plan = planOrder(world);
      expect(verifyPlan(plan, world)).toEqual([]);
      expect(plan.cost.total).toBe(each.optimum[variant]);
      expect(isProven(plan)).toBe(true);
    });
  });
});
