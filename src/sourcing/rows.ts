import type { OrderLine } from '../model/types';
import type { StockRow } from '../splitting/problem';
import type { Arena } from './arena';
import type { Bundle } from './bundles';
import { type Supply, unitsIn } from './supply';

/** Units of a SKU that go into one unit of something. */
export interface Need {
  readonly sku: string;
  readonly units: number;
  /** Where lots are known, they must be good for so many days after delivery; undefined: they need not. */
  readonly shelfDays?: number | undefined;
}

/** Where a line of the problem has stock: see `ProblemLine`. */
export interface BundleRows {
  /** Nodes that can fill at least one unit of the problem. */
  readonly row: StockRow;
  /** Of a whole bundle, nodes that hold at least one order unit of it: they have a rank though they may not serve. */
  readonly rankRows: readonly StockRow[];
  /** Every node of these rows. */
  readonly nodes: NodeList;
}

/** Entries start … end − 1 of `node`, ascending. */
export interface NodeList {
  readonly node: Int32Array;
  readonly start: number;
  readonly end: number;
}

/** What one unit of a line takes from the stock: its SKU, or a kit's parts (a part that is listed twice is taken twice). */
export function needsOf(line: OrderLine): Need[] {
  const { minShelfLifeDays: shelfDays } = line;
  if (line.kit === undefined) return [{ sku: line.sku, units: 1, shelfDays }];
  const units = new Map<string, number>();
  for (const { sku, quantity } of line.kit) units.set(sku, (units.get(sku) ?? 0) + quantity);
  return [...units].map(([sku, each]) => ({ sku, units: each, shelfDays }));
}

/** What one unit of the bundle takes: of a whole one, everything that its members take, good for as long as the one that asks most. */
export function bundleNeeds({ members, whole }: Bundle): Need[] {
  if (!whole) return needsOf(members[0]);
  const needs = new Map<string, Need>();
  for (const member of members) {
    for (const { sku, units, shelfDays } of needsOf(member)) {
      const before = needs.get(sku);
      const days = [before?.shelfDays, shelfDays].filter((each) => each !== undefined);
      needs.set(sku, {
        sku,
        units: (before?.units ?? 0) + units * member.quantity,
        shelfDays: days.length === 0 ? undefined : Math.max(...days),
      });
    }
  }
  return [...needs.values()];
}

/** SKUs that the bundle draws on, each as often as a member names it. */
export function skusOf({ members }: Bundle): string[] {
  return members.flatMap((line) => needsOf(line).map(({ sku }) => sku));
}

export function bundleRows(stock: Supply, bundle: Bundle, arena: Arena): BundleRows {
  const [first] = bundle.members;
  if (bundle.whole) return wholeRows(stock, bundle, arena);
  if (first.kit !== undefined) return rowsOf(addRow(unitsByNode(stock, first), arena), NO_ROWS);
  return rowsOf(stock.stockRow(first.sku), NO_ROWS);
}

const NO_ROWS: readonly StockRow[] = [];

function rowsOf(row: StockRow, rankRows: readonly StockRow[]): BundleRows {
  const every = rankRows.length === 0 ? row : rankRows[0];
  return { row, rankRows, nodes: { node: every.rowNode, start: every.rowStart, end: every.rowEnd } };
}

/** One unit at the nodes where everything fits; the ranks look at every node with at least one unit of a member. */
function wholeRows(stock: Supply, bundle: Bundle, arena: Arena): BundleRows {
  const holding = new Set<number>();
  for (const member of bundle.members) {
    for (const { node } of unitsByNode(stock, member)) holding.add(node);
  }
  const nodes = [...holding].sort((a, b) => a - b).map((node) => ({ node, units: 1 }));
  const needs = bundleNeeds(bundle).map(({ sku, units }) => ({ row: stock.stockRow(sku), units }));
  const fits = ({ node }: { node: number }) => needs.every(({ row, units }) => unitsIn(row, node) >= units);
  return rowsOf(addRow(nodes.filter(fits), arena), [addRow(nodes, arena)]);
}

function addRow(entries: readonly { readonly node: number; readonly units: number }[], arena: Arena): StockRow {
  const rowStart = arena.rowEntries;
  for (const { node, units } of entries) arena.addRowEntry(node, units);
  return { rowNode: arena.rowNode, rowUnits: arena.rowUnits, rowStart, rowEnd: arena.rowEntries };
}

/** Units (kits) of a line that each node holds, nodes with none left out, node ascending. */
export function unitsByNode(stock: Supply, line: OrderLine): { node: number; units: number }[] {
  const needs = needsOf(line).map(({ sku, units }) => ({ row: stock.stockRow(sku), units }));
  const length = ({ row }: { row: StockRow }) => row.rowEnd - row.rowStart;
  const { row: shortest } = needs.reduce((best, need) => (length(need) < length(best) ? need : best));
  const answer: { node: number; units: number }[] = [];
  for (let entry = shortest.rowStart; entry < shortest.rowEnd; entry += 1) {
    const node = shortest.rowNode[entry];
    let units = Number.MAX_SAFE_INTEGER;
    for (const need of needs) units = Math.min(units, Math.floor(unitsIn(need.row, node) / need.units));
    if (units >= 1) answer.push({ node, units });
  }
  return answer;
}
