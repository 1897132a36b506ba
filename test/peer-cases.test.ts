/**
 * Cases that open systems test themselves with, as orders of ours: the expected allocation under the template that resembles the system,
 * or a row in `docs/peer-cases.md` that says why not.
 */
import { readFileSync } from 'node:fs';
import { planOrder, verifyPlan } from 'order-sourcing';
import { describe, expect, it } from 'vitest';
import type { Plan } from '../src/model/types';
import { isProven } from './oracle/world-judge';
import { expectAllKnown, isExcluded } from './peer-table';
import { NOW, type PeerCase, type PeerRow, scaleOf, toWorld } from './peer-world';
import type { World } from './worlds';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const cases: readonly PeerCase[] = JSON.parse(read('./fixtures/peer-cases.json'));
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

/** What the plan takes of each node's stock, in the case's own units: of what is on hand, or of what comes later. */
function taken(plan: Plan, scale: number, isOnHand: boolean): PeerRow[] {
  const rows = plan.claims.stock.filter(({ start }) => (Date.parse(start) === Date.parse(NOW)) === isOnHand);
  return rows.map(({ node, sku, units }) => ({ node, sku, qty: units / scale }));
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
  expect(taken(plan, scale, true)).toEqual(sorted(rows.filter((row) => row.qty > 0)));
  if (askedForAll) return;
  expectBackorders(expected.backorders ?? [], taken(plan, scale, false));
  // What is backordered will ship, whether the peer counts it as shippable or not.
  expect(plan.unfilled.length === 0).toBe(expected.shippable || expected.backorders !== undefined);
  if (expected.shipments !== undefined) expect(plan.shipments).toHaveLength(expected.shipments);
  if (expected.short) expect(plan.unfilled.map((line) => line.sku).sort()).toEqual([...expected.short].sort());
  if (EXACT_FREIGHT.has(peer.id)) expect(plan.cost.shipping / 100).toBe(expected.cost);
  expectPackages(peer, plan);
}

/** `*`: any node may take it. */
function expectBackorders(expected: readonly PeerRow[], found: readonly PeerRow[]): void {
  const isAnywhere = expected.some(({ node }) => node === '*');
  const rows = isAnywhere ? found.map((row) => ({ ...row, node: '*' })) : found;
  expect(rows).toEqual(sorted(expected));
}

/** The case asks in which order nodes would be tried, not what ships. */
function onlyRanks({ expected }: PeerCase): boolean {
  return expected.ranking !== undefined && expected.allocations.length === 0;
}

function expectAsTheirs(peer: PeerCase): void {
  const world = toWorld(peer);
  if (peer.expected.ranking) expect(ranking(world)).toEqual(peer.expected.ranking);
  if (!onlyRanks(peer)) expectAllocation(peer, world);
}

/** Packages of theirs are parcels of ours. */
function expectPackages({ expected: { packages, packageCount } }: PeerCase, plan: Plan): void {
  const expected = packages?.length ?? packageCount;
  if (expected !== undefined) expect(plan.shipments.reduce((sum, { parcels }) => sum + parcels, 0)).toBe(expected);
}

function isPlanned({ id }: PeerCase): boolean {
  return !isExcluded('peer-cases', id);
}

describe('cases of peers', () => {
  it('are 134, each planned under a template or in the table of those that cannot be', () => {
    expect(new Set(cases.map((peer) => peer.id)).size).toBe(134);
    expect(cases).toHaveLength(134);
    expectAllKnown('peer-cases', cases);
    expect(cases.filter(isPlanned)).toHaveLength(129);
  });

  it.each(cases.filter(isPlanned).map((peer) => [peer.id, peer] as const))('%s', (_, peer) => {
    expectAsTheirs(peer);
  });

  // A case that does come out must not hide in the table.
  it.each(cases.filter((peer) => !isPlanned(peer)).map((peer) => [peer.id, peer] as const))(
    '%s is in the table and cannot be planned as expected',
    (_, peer) => {
      expect(() => expectAsTheirs(peer)).toThrow();
    },
  );
});
