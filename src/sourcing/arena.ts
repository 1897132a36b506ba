import { LimitError } from '../model/errors';

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

  addRowEntry(node: number, units: number): void {
    if (this.rowEntries === this.rowNode.length) {
      // Lines made earlier keep the old arrays, which stay right.
      this.rowNode = doubled(this.rowNode);
      this.rowUnits = doubled(this.rowUnits);
    }
    this.rowNode[this.rowEntries] = node;
    this.rowUnits[this.rowEntries] = units;
    this.rowEntries += 1;
  }
}

function take<Column>(columns: Column[], place: number, make: () => Column): Column {
  if (place === columns.length) columns.push(make());
  return columns[place];
}

function doubled(column: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * column.length);
  larger.set(column);
  return larger;
}
