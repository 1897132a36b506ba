/**
 * The floor: the least that anything exact can do. It reads the order's stock rows and costs each candidate once, in the same
 * process and on the same columns as the engine, and decides nothing.
 */
import type { FreightCells, Problem, ProblemLine } from '../../src/splitting/problem';
import { CellPrices, emptyLoad, type Load } from './freight';

const MS_PER_DAY = 86_400_000;

/** Sum over the lines of the cheapest single candidate, in milli: a number that needs every candidate's cost. */
export class Floor {
  readonly #tables = new FreightTable();

  of(problem: Problem): number {
    const { cell, cells } = problem.columns;
    if (cell === null || cells === null) return straightFloor(problem);
    let sum = 0;
    for (let line = 0; line < problem.lines.length; line += 1) {
      this.#tables.start(cells, problem.lines[line]);
      sum += steppedFloor(problem, line, cell, this.#tables);
    }
    return sum;
  }
}

function straightFloor(problem: Problem): number {
  const { nodeSourceStart, columns, lateMilli, lines } = problem;
  const { usable, open, gram, unit, delivery } = columns;
  let sum = 0;
  for (let l = 0; l < lines.length; l += 1) {
    const { rowNode, rowUnits, rowStart, rowEnd, grams, need, units } = lines[l];
    let best = Number.POSITIVE_INFINITY;
    for (let entry = rowStart; entry < rowEnd; entry += 1) {
      const available = rowUnits[entry];
      if (available <= 0) continue;
      const node = rowNode[entry];
      const last = nodeSourceStart[node + 1];
      for (let source = nodeSourceStart[node]; source < last; source += 1) {
        if (usable[source] === 0) continue;
        const late = delivery[source] - need;
        let cost = gram[source] * grams + unit[source];
        if (late > 0) cost += lateMilli * Math.ceil(late / MS_PER_DAY);
        cost = open[source] + cost * (available < units ? available : units);
        if (cost < best) best = cost;
      }
    }
    sum += best;
  }
  return sum;
}

/** The same loop with the freight of the units alone added, one look-up a pair. */
function steppedFloor(problem: Problem, l: number, cellOf: Int32Array, tables: FreightTable): number {
  const { nodeSourceStart, columns, lateMilli, lines } = problem;
  const { usable, open, gram, unit, delivery } = columns;
  const { rowNode, rowUnits, rowStart, rowEnd, grams, need, units } = lines[l];
  let best = Number.POSITIVE_INFINITY;
  for (let entry = rowStart; entry < rowEnd; entry += 1) {
    const available = rowUnits[entry];
    if (available <= 0) continue;
    const sent = available < units ? available : units;
    const node = rowNode[entry];
    const last = nodeSourceStart[node + 1];
    for (let source = nodeSourceStart[node]; source < last; source += 1) {
      if (usable[source] === 0) continue;
      const late = delivery[source] - need;
      let cost = gram[source] * grams + unit[source];
      if (late > 0) cost += lateMilli * Math.ceil(late / MS_PER_DAY);
      cost = open[source] + cost * sent;
      const cell = cellOf[source];
      if (cell >= 0) cost += tables.milli(cell, sent);
      if (cost < best) best = cost;
    }
  }
  return best;
}

/** Freight of 1, 2, … units of one line alone, by rate cell: each priced when it is first asked for. */
class FreightTable {
  #prices: CellPrices | null = null;
  #line: ProblemLine | null = null;
  /** Index: units − 1, cell. Of this line where the stamp says so. */
  #milli = new Float64Array(0);
  #stamp = new Int32Array(0);
  #now = 0;
  readonly #load = emptyLoad();

  start(cells: FreightCells, line: ProblemLine): void {
    this.#prices = CellPrices.of(cells);
    this.#line = line;
    this.#now += 1;
    const slots = cells.cells * line.units;
    if (this.#stamp.length >= slots) return;
    this.#milli = new Float64Array(slots);
    this.#stamp = new Int32Array(slots);
  }

  milli(cell: number, units: number): number {
    const prices = this.#prices as CellPrices;
    const slot = (units - 1) * prices.cells.cells + cell;
    if (this.#stamp[slot] === this.#now) return this.#milli[slot];
    this.#stamp[slot] = this.#now;
    this.#milli[slot] = prices.milli(cell, this.#loadOf(units));
    return this.#milli[slot];
  }

  #loadOf(units: number): Load {
    const { grams, cm3, weight, longestMm, heaviestGrams } = this.#line as ProblemLine;
    const load = this.#load;
    load.grams = units * grams;
    load.cm3 = units * cm3;
    load.units = units * weight;
    load.longestMm = longestMm;
    load.heaviestGrams = heaviestGrams;
    return load;
  }
}
