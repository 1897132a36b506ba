import type { NetworkIndex } from '../model/network';
import type { OrderLine, Rules } from '../model/types';
import { toMilli } from '../model/units';

/** A cost table with ids turned into integers. */
export interface CostTable {
  readonly id: string;
  readonly by: 'sku' | 'line';
  /** Where no price is known: 0 instead of ineligible. */
  readonly missingIsFree: boolean;
  readonly columnOf: ReadonlyMap<string, number>;
  readonly rows: number;
  /** node → row; −1 = none. */
  readonly rowOfNode: Int32Array;
  /** column × rows + row → milli per unit; NaN = unknown. One key's prices are neighbours: a line reads one column. */
  readonly milli: Float64Array;
}

export function compileTable(table: Rules['costTables'][number], index: NetworkIndex): CostTable {
  const rows = table.nodes.length;
  const rowOfNode = new Int32Array(index.nodes.length).fill(-1);
  const milli = new Float64Array(rows * table.keys.length);
  table.nodes.forEach((id, row) => {
    rowOfNode[index.nodeOfId.get(id) as number] = row;
    table.perUnit[row].forEach((price, column) => {
      milli[column * rows + row] = price === null ? Number.NaN : toMilli(price);
    });
  });
  return {
    id: table.id,
    by: table.by,
    missingIsFree: table.missing === 'free',
    columnOf: new Map(table.keys.map((key, column) => [key, column])),
    rows,
    rowOfNode,
    milli,
  };
}

/** Column of a line, or −1: the table has no price for it anywhere. */
export function tableColumn(table: CostTable, line: OrderLine): number {
  return table.columnOf.get(table.by === 'sku' ? line.sku : line.id) ?? -1;
}

/** Milli per unit of the column at a node; NaN = no price, which makes the pair ineligible. */
export function tableMilli(table: CostTable, column: number, node: number): number {
  const row = table.rowOfNode[node];
  const milli = column < 0 || row < 0 ? Number.NaN : table.milli[column * table.rows + row];
  return table.missingIsFree && Number.isNaN(milli) ? 0 : milli;
}
