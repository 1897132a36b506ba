import { LimitError } from '../model/errors';
import type { StockRow } from '../splitting/problem';

/** So many bytes of columns one order may need. */
const MOST_BYTES = 1e9;

/**
 * Columns that one order needs beside the cached ones: masks, extra prices, rows of kits. Owned by a planner and used again for
 * the next order, so that planning leaves nothing for the garbage collector but the plan.
 */
export class Arena {
  readonly #bytes: Uint8Array[] = [];
  readonly #floats: Float64Array[] = [];
  readonly #ints: Int32Array[] = [];
  #bytesUsed = 0;
  #floatsUsed = 0;
  #intsUsed = 0;
  /** Rows made for this order: entry → node, units. */
  rowNode = new Int32Array(64);
  rowUnits = new Int32Array(64);
  rowEntries = 0;

  constructor(readonly sources: number) {}

  /** Forgets the last order. */
  reset(): void {
    this.#bytesUsed = 0;
    this.#floatsUsed = 0;
    this.#intsUsed = 0;
    this.rowEntries = 0;
  }

  /** A column of zeros, one per source. */
  bytes(): Uint8Array {
    this.#limit();
    const column = take(this.#bytes, this.#bytesUsed, () => new Uint8Array(this.sources));
    this.#bytesUsed += 1;
    return column.fill(0);
  }

  floats(): Float64Array {
    this.#limit();
    const column = take(this.#floats, this.#floatsUsed, () => new Float64Array(this.sources));
    this.#floatsUsed += 1;
    return column.fill(0);
  }

  ints(): Int32Array {
    this.#limit();
    const column = take(this.#ints, this.#intsUsed, () => new Int32Array(this.sources));
    this.#intsUsed += 1;
    return column.fill(0);
  }

  #limit(): void {
    const bytes = this.sources * (this.#bytesUsed + 8 * this.#floatsUsed + 4 * this.#intsUsed);
    if (bytes <= MOST_BYTES) return;
    throw new LimitError(
      'orderColumns',
      `order: lines with rules of their own × sources need more than ${MOST_BYTES} bytes.`,
    );
  }

  /** Room for a row of so many entries, to be written before the next is asked for. */
  newRow(entries: number): StockRow {
    this.#reserveRows(this.rowEntries + entries);
    const rowStart = this.rowEntries;
    this.rowEntries += entries;
    return { rowNode: this.rowNode, rowUnits: this.rowUnits, rowStart, rowEnd: this.rowEntries };
  }

  addRowEntry(node: number, units: number): void {
    this.#reserveRows(this.rowEntries + 1);
    this.rowNode[this.rowEntries] = node;
    this.rowUnits[this.rowEntries] = units;
    this.rowEntries += 1;
  }

  #reserveRows(entries: number): void {
    if (entries <= this.rowNode.length) return;
    // Lines made earlier keep the old arrays, which stay right.
    const size = Math.max(entries, 2 * this.rowNode.length);
    this.rowNode = grown(this.rowNode, size);
    this.rowUnits = grown(this.rowUnits, size);
  }
}

function take<Column>(columns: Column[], place: number, make: () => Column): Column {
  if (place === columns.length) columns.push(make());
  return columns[place];
}

function grown(column: Int32Array, size: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(size);
  larger.set(column);
  return larger;
}
