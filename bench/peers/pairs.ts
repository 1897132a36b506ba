/** The pairs of an order, line × source, on typed arrays: what a greedy goes over again and again. */
import type { Problem } from '../../src/splitting/problem';
import { unitMilli } from './price';

/** Kept from order to order, so that nothing is allocated once it is large enough. */
export class Pairs {
  /** Index of the next four: pair (stock entry × carrier service), by line; the pairs of an entry are neighbours and share its stock. */
  count = 0;
  line = new Int32Array(1024);
  entry = new Int32Array(1024);
  source = new Int32Array(1024);
  /** Milli per unit, freight by cells not in it. */
  cost = new Float64Array(1024);
  /** Stock entries, and their units. */
  entries = 0;
  entryUnits = new Int32Array(1024);

  gather(problem: Problem): void {
    const { lines, nodeSourceStart, columns } = problem;
    this.count = 0;
    this.entries = 0;
    for (let line = 0; line < lines.length; line += 1) {
      const { rowNode, rowUnits, rowStart, rowEnd } = lines[line];
      for (let entry = rowStart; entry < rowEnd; entry += 1) {
        if (rowUnits[entry] <= 0) continue;
        const node = rowNode[entry];
        for (let source = nodeSourceStart[node]; source < nodeSourceStart[node + 1]; source += 1) {
          if (columns.usable[source] === 1) this.#addPair(line, source, unitMilli(problem, line, source));
        }
        this.#addEntry(rowUnits[entry]);
      }
    }
  }

  #addPair(line: number, source: number, cost: number): void {
    if (this.count === this.line.length) {
      this.line = doubled(this.line);
      this.entry = doubled(this.entry);
      this.source = doubled(this.source);
      const wider = new Float64Array(2 * this.count);
      wider.set(this.cost);
      this.cost = wider;
    }
    this.line[this.count] = line;
    this.entry[this.count] = this.entries;
    this.source[this.count] = source;
    this.cost[this.count] = cost;
    this.count += 1;
  }

  #addEntry(units: number): void {
    if (this.entries === this.entryUnits.length) this.entryUnits = doubled(this.entryUnits);
    this.entryUnits[this.entries] = units;
    this.entries += 1;
  }
}

function doubled(array: Int32Array): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(2 * array.length);
  wider.set(array);
  return wider;
}
