import { type Freight, isOversize, type Load } from './freight';
import { copyFloat, grown } from './grow';
import { type Loads, MOST_LOADS } from './loads';
import { MS_PER_DAY } from './objective';
import type { Problem } from './problem';

/** What sources charge for loads of an order (`loads.ts`), in milli. A cell's freight for a load is looked up once. */
export class LoadPrices {
  steps = 0;
  /** cell → where its freights stand, one for each load; −1 = nobody asked yet. */
  private rows = new Int32Array(64);
  private kept = 0;
  /** Negative = not looked up yet. */
  private freight = new Float64Array(1024);
  /** Prices of the loads that were asked of a source last. */
  readonly asked = new Float64Array(MOST_LOADS);
  /** Dates or lines add to them: see `extra`. */
  hasExtra = false;
  private isLate = false;
  private hasLinePrices = false;
  /** The first time that a line needs, and the last delivery of the sources noted. */
  earliest = Number.POSITIVE_INFINITY;
  latest = 0;
  /** Most that a source noted charges for a load, dates not counted. */
  dearest = 0;

  private problem!: Problem;
  private readonly unit: Load = { grams: 0, cm3: 0, units: 0, longestMm: 0, heaviestGrams: 0 };

  constructor(
    private readonly loads: Loads,
    private readonly search: Freight,
  ) {}

  takeUp(problem: Problem): void {
    this.problem = problem;
    this.hasLinePrices = hasLinePrices(problem);
    this.earliest = Math.min(...problem.lines.map(({ need }) => need));
    this.latest = 0;
    this.dearest = 0;
    const cells = problem.columns.cells?.cells ?? 0;
    if (this.rows.length < cells) this.rows = new Int32Array(grown(cells));
    this.rows.fill(-1, 0, cells);
    this.kept = 0;
  }

  /**
   * Writes to `asked` what the source charges for the loads that stand at `start` … `end` − 1 of `loads.part`, in milli, with the fee per
   * shipment and without what `extra` adds.
   */
  ask(source: number, start: number, end: number): void {
    const { asked, loads } = this;
    const { columns, splitMilli, lateMilli } = this.problem;
    const { part, count, grams } = loads;
    const base = columns.open[source] + splitMilli;
    const each = columns.unit[source];
    const perGram = columns.gram[source];
    const cell = columns.cell === null ? -1 : columns.cell[source];
    const row = cell < 0 ? -1 : this.rowOf(cell);
    const { freight } = this;
    for (let index = start; index < end; index += 1) {
      const load = part[index];
      let cost = base + each * count[load];
      if (row < 0) cost += perGram * grams[load];
      else {
        const known = freight[row + load];
        cost += known >= 0 ? known : this.lookUp(cell, row, load);
      }
      asked[index - start] = cost;
    }
    this.isLate = lateMilli > 0 && columns.delivery[source] > this.earliest;
    this.hasExtra = this.isLate || this.hasLinePrices;
    this.steps += end - start;
  }

  /** Lateness and prices of the lines, of a load of the source that was asked last; Infinity where a line may not use it. */
  extra(source: number, load: number): number {
    const late = this.isLate ? this.lateness(source, load) : 0;
    return this.hasLinePrices ? late + this.linePrices(source, load) : late;
  }

  /** Notes what the source that was asked last charges for the same loads. */
  noteDearest(source: number, start: number, end: number): void {
    const { asked, loads, hasLinePrices } = this;
    for (let index = start; index < end; index += 1) {
      const cost = asked[index - start] + (hasLinePrices ? this.linePrices(source, loads.part[index]) : 0);
      if (cost > this.dearest && cost < Number.POSITIVE_INFINITY) this.dearest = cost;
    }
    const delivery = this.problem.columns.delivery[source];
    if (delivery > this.latest) this.latest = delivery;
  }

  /** Prices of the lines themselves. */
  private linePrices(source: number, load: number): number {
    const { lines, columns } = this.problem;
    const { units, lines: count } = this.loads;
    let cost = 0;
    for (let line = 0; line < count; line += 1) {
      const amount = units[load * count + line];
      if (amount === 0) continue;
      const { mask, unitMilli, lineMilli } = lines[line];
      if (mask !== null && mask[source] === 0) return Number.POSITIVE_INFINITY;
      cost += columns.line[source];
      if (lineMilli !== null) cost += lineMilli[source];
      if (unitMilli !== null) cost += amount * unitMilli[source];
    }
    return cost;
  }

  /** Where the cell's freights stand. */
  private rowOf(cell: number): number {
    if (this.rows[cell] < 0) {
      this.rows[cell] = this.kept;
      const size = this.kept + this.loads.loads;
      if (this.freight.length < size) this.freight = copyFloat(this.freight, grown(size));
      this.freight.fill(-1, this.kept, size);
      this.kept = size;
    }
    return this.rows[cell];
  }

  private lateness(source: number, load: number): number {
    const { lines, columns, lateMilli } = this.problem;
    const { units, lines: count } = this.loads;
    let days = 0;
    for (let line = 0; line < count; line += 1) {
      const late = columns.delivery[source] - lines[line].need;
      if (late > 0) days += Math.ceil(late / MS_PER_DAY) * units[load * count + line];
    }
    return lateMilli * days;
  }

  private lookUp(cell: number, row: number, load: number): number {
    const { cells } = this.problem.columns;
    if (cells === null) return 0;
    const { loads, unit, search } = this;
    const before = search.looks;
    unit.longestMm = loads.longestMm[load];
    unit.heaviestGrams = loads.heaviestGrams[load];
    const oversize = isOversize(cells, cell, unit);
    const price = search.price(cells, cell, loads.grams[load], loads.cm3[load], loads.count[load], oversize);
    this.freight[row + load] = price;
    this.steps += 2 + search.looks - before;
    return price;
  }
}

/** Prices or masks of lines: what a node that can serve nothing brings must not matter, so they are no reason to go another way. */
function hasLinePrices({ columns, lines }: Problem): boolean {
  return (
    columns.hasLine || lines.some((line) => line.mask !== null || line.unitMilli !== null || line.lineMilli !== null)
  );
}
