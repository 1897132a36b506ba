/** The stock as an order may draw on it. */
import type { StockRow } from '../splitting/problem';
import type { Stock } from './stock';

/** What rows are made from: the stock itself, or less of it. */
export type Supply = Pick<Stock, 'stockRow' | 'available' | 'hasLots' | 'fresh'>;

/** Of one SKU: what each node of its row keeps back, and what is left. The same nodes in both. */
export interface Withheld {
  readonly kept: StockRow;
  readonly left: StockRow;
}

/** The stock less what is kept from an order: as if the nodes had so much more safety stock. */
export class LessStock implements Supply {
  constructor(
    readonly stock: Stock,
    readonly withheld: ReadonlyMap<string, Withheld>,
  ) {}

  stockRow(sku: string): StockRow {
    return this.withheld.get(sku)?.left ?? this.stock.stockRow(sku);
  }

  available(node: number, sku: string, start: number): number {
    return this.stock.available(node, sku, start) - this.#kept(node, sku);
  }

  hasLots(sku: string): boolean {
    return this.stock.hasLots(sku);
  }

  fresh(node: number, sku: string, until: number): number {
    return Math.max(0, this.stock.fresh(node, sku, until) - this.#kept(node, sku));
  }

  #kept(node: number, sku: string): number {
    const withheld = this.withheld.get(sku);
    return withheld === undefined ? 0 : unitsIn(withheld.kept, node);
  }
}

/** Units of a node in a row; 0 where the row does not have it. */
export function unitsIn({ rowNode, rowUnits, rowStart, rowEnd }: StockRow, node: number): number {
  let first = rowStart;
  for (let end = rowEnd; first < end; ) {
    const middle = (first + end) >>> 1;
    if (rowNode[middle] < node) first = middle + 1;
    else end = middle;
  }
  return first < rowEnd && rowNode[first] === node ? rowUnits[first] : 0;
}
