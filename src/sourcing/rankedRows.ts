/** Stock rows of an order whose departures can be promised different amounts: units by node and rank. */
import { MS_PER_DAY } from '../model/units';
import type { StockRow } from '../splitting/problem';
import type { Bundle } from './bundles';
import { type BundleRows, bundleNeeds, type Need, needsOf } from './rows';
import type { Supply } from './supply';

/** What departures of a rank have in common: when they start, and the last delivery that any of them may have. Epoch ms. */
export interface RankAt {
  readonly start: number;
  /** NaN: unknown. */
  readonly delivery: number;
}

/** The ranks of the nodes that could ship something. */
export interface RankTable {
  readonly ranks: number;
  /** Node → its ranks, each of which can be promised at least what the one before can. */
  readonly ofNode: ReadonlyMap<number, readonly RankAt[]>;
}

/** As `bundleRows`, with `ranks` units per entry. */
export function rankedRows(stock: Supply, bundle: Bundle, table: RankTable): BundleRows {
  const needs = bundleNeeds(bundle);
  const most = bundle.whole ? 1 : Number.MAX_SAFE_INTEGER;
  const row = rowOf(table, (node, at) => Math.min(most, unitsAt(stock, needs, node, at)));
  if (!bundle.whole) return { row, rankRows: [], nodes: { node: row.rowNode, start: 0, end: row.rowEnd } };
  const members = bundle.members.map(needsOf);
  const holding = rowOf(table, (node, at) => (members.some((member) => unitsAt(stock, member, node, at) >= 1) ? 1 : 0));
  return { row, rankRows: [holding], nodes: { node: holding.rowNode, start: 0, end: holding.rowEnd } };
}

/** Units of one SKU: what lines share. */
export function rankedItem(stock: Supply, sku: string, table: RankTable): StockRow {
  return rowOf(table, (node, { start }) => Math.max(0, stock.available(node, sku, start)));
}

/** How often a node can give all of this to departures of a rank. */
function unitsAt(stock: Supply, needs: readonly Need[], node: number, { start, delivery }: RankAt): number {
  let units = Number.MAX_SAFE_INTEGER;
  for (const { sku, units: each, shelfDays } of needs) {
    let most = stock.available(node, sku, start);
    if (shelfDays !== undefined && stock.hasLots(sku)) {
      // A delivery that is unknown may be too late for any lot.
      const until = Number.isNaN(delivery) ? Number.POSITIVE_INFINITY : delivery + shelfDays * MS_PER_DAY;
      most = Math.min(most, stock.fresh(node, sku, until));
    }
    units = Math.min(units, Math.max(0, Math.floor(most / each)));
  }
  return units;
}

/** Nodes that have any at their last rank, ascending. After a node's last rank, nothing changes. */
function rowOf({ ranks, ofNode }: RankTable, unitsOf: (node: number, at: RankAt) => number): StockRow {
  const nodes: number[] = [];
  const units: number[] = [];
  for (const node of [...ofNode.keys()].sort((a, b) => a - b)) {
    const own = (ofNode.get(node) as readonly RankAt[]).map((at) => unitsOf(node, at));
    if (own[own.length - 1] <= 0) continue;
    nodes.push(node);
    for (let rank = 0; rank < ranks; rank += 1) units.push(own[Math.min(rank, own.length - 1)]);
  }
  return { rowNode: Int32Array.from(nodes), rowUnits: Int32Array.from(units), rowStart: 0, rowEnd: nodes.length };
}
