/**
 * Cases that open systems test themselves with, as orders of ours: the expected allocation under the matching objective, or a row in
 * `docs/peer-cases.md` that says why not.
 */
import { readFileSync } from 'node:fs';
import { planOrder, verifyPlan } from 'order-sourcing';
import { describe, expect, it } from 'vitest';
import type { Plan } from '../src/model/types';
import { isProven } from './oracle/world-judge';
import { type PeerCase, type PeerRow, scaleOf, toWorld } from './peer-world';
import type { World } from './worlds';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const cases: readonly PeerCase[] = JSON.parse(read('./fixtures/peer-cases.json'));
/** Rows `| \`case\` | reason |` of the table. */
const excluded = new Map(
  [...read('../docs/peer-cases.md').matchAll(/^\| `([^`]+)` \| (.+) \|$/gm)].map(([, id, reason]) => [id, reason]),
);
/** Freight that comes out to the cent: the others round the weight up to kilograms per shipment, which rates here do not. */
const EXACT_FREIGHT = new Set(['rz-chicago-split']);

function planned(world: World): Plan {
  const plan = planOrder(world);
  expect(verifyPlan(plan, world)).toEqual([]);
  expect(isProven(plan)).toBe(true);
  return plan;
}

function sorted(rows: readonly PeerRow[]): PeerRow[] {
  const key = (row: PeerRow) => `${row.node}\n${row.sku}`;
  return [...rows].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** What the plan takes of each node's stock, in the case's own units. */
function taken(plan: Plan, scale: number): PeerRow[] {
  return plan.claims.stock.map(({ node, sku, units }) => ({ node, sku, qty: units / scale }));
}

/** Nodes in the order in which an order of one unit would go to them, each time without the ones before. */
function ranking(world: World): string[] {
  const found: string[] = [];
  for (;;) {
    const plan = planned({ ...world, order: { ...world.order, excludedNodes: found } });
    if (plan.shipments.length === 0) return found;
    found.push(plan.shipments[0].node);
  }
}

function expectAllocation(peer: PeerCase, world: World): void {
  const plan = planned(world);
  const scale = scaleOf(peer);
  const { expected } = peer;
  const askedForAll = peer.request.length === 0;
  const rows = askedForAll ? (expected.available ?? []) : expected.allocations;
  expect(taken(plan, scale)).toEqual(sorted(rows.filter((row) => row.qty > 0)));
  if (askedForAll) return;
  // Units that the peer takes as a backorder without a date are unfilled here.
  const unfilled = plan.unfilled.reduce((sum, line) => sum + line.quantity, 0) / scale;
  const backordered = (expected.backorders ?? []).reduce((sum, row) => sum + row.qty, 0);
  if (expected.shippable) expect(unfilled).toBe(backordered);
  else expect(unfilled).toBeGreaterThan(0);
  if (expected.shipments !== undefined) expect(plan.shipments).toHaveLength(expected.shipments);
  if (expected.short) expect(plan.unfilled.map((line) => line.sku).sort()).toEqual([...expected.short].sort());
  if (EXACT_FREIGHT.has(peer.id)) expect(plan.cost.shipping / 100).toBe(expected.cost);
}

/** The case asks in which order nodes would be tried, not what ships. */
function onlyRanks({ expected }: PeerCase): boolean {
  return expected.ranking !== undefined && expected.allocations.length === 0;
}

describe('cases of peers', () => {
  it('are 134, each planned or in the table of those that cannot be', () => {
    expect(cases).toHaveLength(134);
    expect(new Set(cases.map((peer) => peer.id)).size).toBe(134);
    const ids = new Set(cases.map((peer) => peer.id));
    expect([...excluded.keys()].filter((id) => !ids.has(id))).toEqual([]);
    expect(excluded.size).toBeLessThanOrEqual(10);
  });

  it.each(cases.filter((peer) => !excluded.has(peer.id)).map((peer) => [peer.id, peer] as const))('%s', (_, peer) => {
    const world = toWorld(peer);
    if (peer.expected.ranking) expect(ranking(world)).toEqual(peer.expected.ranking);
    if (!onlyRanks(peer)) expectAllocation(peer, world);
  });

  // A case that does come out must not hide in the table.
  it.each(cases.filter((peer) => excluded.has(peer.id)).map((peer) => [peer.id, peer] as const))(
    '%s is in the table and cannot be planned as expected',
    (_, peer) => {
      expect(() => {
        const world = toWorld(peer);
        if (peer.expected.ranking) expect(ranking(world)).toEqual(peer.expected.ranking);
        if (!onlyRanks(peer)) expectAllocation(peer, world);
        expectPackages(peer, planned(world));
      }).toThrow();
    },
  );
});

/** Shipments as the peer packs them, or their number. */
function expectPackages(peer: PeerCase, plan: Plan): void {
  const { packages, packageCount } = peer.expected as { packages?: unknown[]; packageCount?: number };
  expect(plan.shipments.reduce((sum, shipment) => sum + shipment.parcels, 0)).toBe(packages?.length ?? packageCount);
}
