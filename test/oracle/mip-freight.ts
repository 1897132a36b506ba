/**
 * Rate cells as columns and rows: one binary for each source, parcel count and break (two where volume is billed: the weight or the
 * volume lifts the parcel above the break before). Breaks hold from below too, for a heavier parcel may be the cheaper one. A linear
 * rate has a whole number of billable steps for each parcel count. Small shipments only, and no percentages on linear rates.
 */
import type { FreightCells, Problem, ProblemLine } from '../../src/splitting/problem';

type Term = readonly [column: number, coefficient: number];

/** What the model offers. */
export interface Columns {
  addColumn(most: number): number;
  addRow(least: number, most: number, terms: readonly Term[]): void;
  /** Milli of the cost level. */
  addCost(column: number, milli: number): void;
}

/** One source with a rate cell. */
export interface FreightSource {
  readonly cells: FreightCells;
  readonly cell: number;
  /** Column: 1 if it ships. */
  readonly opened: number;
  /** The lines it may carry, with the columns of units and of "carries any", and the most units. */
  readonly carries: readonly {
    readonly line: ProblemLine;
    readonly units: number;
    readonly carries: number;
    readonly most: number;
  }[];
}

const FREE = 2 ** 30;
/** More columns than that for one source would take the solver too long. */
const MOST_CHOICES = 120;

/** Whether the freight of the problem can be written as rows at all. */
export function isWritable({ columns }: Problem): boolean {
  const { cells } = columns;
  if (cells === null) return true;
  return cells.fuel.every((fuel, cell) => fuel === 0 || cells.breakStart[cell] < cells.breakStart[cell + 1]);
}

/** @returns false where it would take too many columns */
export function addFreight(model: Columns, source: FreightSource): boolean {
  const writer = new FreightWriter(model, source);
  return writer.write();
}

/** A parcel count that the source may choose. */
interface Choice {
  readonly column: number;
  readonly parcels: number;
}

class FreightWriter {
  private readonly grams: readonly Term[];
  private readonly cm3: readonly Term[];
  private readonly units: readonly Term[];
  private readonly mostGrams: number;
  private readonly mostCm3: number;
  private readonly mostUnits: number;

  constructor(
    private readonly model: Columns,
    private readonly source: FreightSource,
  ) {
    const { carries } = source;
    this.grams = carries.map(({ line, units }) => [units, line.grams]);
    this.cm3 = carries.map(({ line, units }) => [units, line.cm3]);
    this.units = carries.map(({ line, units }) => [units, line.weight]);
    this.mostGrams = carries.reduce((sum, { line, most }) => sum + most * line.grams, 0);
    this.mostCm3 = carries.reduce((sum, { line, most }) => sum + most * line.cm3, 0);
    this.mostUnits = carries.reduce((sum, { line, most }) => sum + most * line.weight, 0);
  }

  write(): boolean {
    const { model, source } = this;
    const [first, end] = [source.cells.breakStart[source.cell], source.cells.breakStart[source.cell + 1]];
    const mostParcels = this.mostParcels();
    if (mostParcels * Math.max(1, end - first) > MOST_CHOICES) return false;
    const choices: Choice[] = [];
    for (let parcels = 1; parcels <= mostParcels; parcels += 1) {
      if (first === end) choices.push(this.addLinear(parcels));
      for (let index = first; index < end; index += 1) choices.push(...this.addBreak(parcels, index));
    }
    for (const { column, parcels } of choices) {
      model.addCost(column, parcels * source.cells.extra[source.cell]);
    }
    model.addRow(0, 0, [...choices.map(({ column }): Term => [column, 1]), [source.opened, -1]]);
    this.addLimits(choices);
    this.addOversize(choices, mostParcels);
    return true;
  }

  /** More than that never cost less: the limits hold, and each parcel is as light as the first break asks, or the lightest step. */
  private mostParcels(): number {
    const { cells, cell } = this.source;
    const first = cells.breakStart[cell];
    const isLinear = first === cells.breakStart[cell + 1];
    const step = cells.step[cell];
    const light = isLinear ? Infinity : Math.floor(cells.breakGrams[first] / step) * step;
    const byGrams = Math.min(light, cells.parcelGrams[cell]);
    const byVolume = Math.min(
      cells.divisor[cell] === 0 ? Infinity : (light * cells.divisor[cell]) / 1000,
      cells.parcelCm3[cell],
    );
    const needed = Math.max(1, this.mostGrams / byGrams, this.mostCm3 / byVolume);
    return Math.max(1, Math.min(this.mostUnits, Math.ceil(needed)));
  }

  private addLimits(choices: readonly Choice[]): void {
    const { cells, cell } = this.source;
    const each = (most: number) => choices.map(({ column, parcels }): Term => [column, -parcels * most]);
    const { model } = this;
    if (cells.parcelGrams[cell] < Infinity) model.addRow(-FREE, 0, [...this.grams, ...each(cells.parcelGrams[cell])]);
    if (cells.parcelCm3[cell] < Infinity) model.addRow(-FREE, 0, [...this.cm3, ...each(cells.parcelCm3[cell])]);
    model.addRow(0, FREE, [...this.units, ...each(1)]);
  }

  /** The shipment in so many parcels of one break. */
  private addBreak(parcels: number, index: number): Choice[] {
    const { model } = this;
    const { cells, cell } = this.source;
    const step = cells.step[cell];
    const under = (at: number) => parcels * Math.floor(cells.breakGrams[at] / step) * step;
    const most = under(index);
    const before = index > cells.breakStart[cell] ? under(index - 1) : -1;
    if (most <= before) return [];
    const cm3Under = (grams: number) => Math.floor((grams * cells.divisor[cell]) / 1000);
    const isVolumeBilled = cells.divisor[cell] > 0;
    const choose = (least: readonly Term[], above: number): Choice => {
      const column = model.addColumn(1);
      model.addCost(column, parcels * cells.breakMilli[index]);
      model.addRow(-FREE, this.mostGrams, [...this.grams, [column, Math.max(0, this.mostGrams - most)]]);
      if (isVolumeBilled) {
        model.addRow(-FREE, this.mostCm3, [...this.cm3, [column, Math.max(0, this.mostCm3 - cm3Under(most))]]);
      }
      if (before >= 0) model.addRow(0, FREE, [...least, [column, -above]]);
      return { column, parcels };
    };
    const chosen = [choose(this.grams, before + 1)];
    if (isVolumeBilled && before >= 0) chosen.push(choose(this.cm3, cm3Under(before) + 1));
    return chosen;
  }

  /** The shipment in so many parcels of a linear rate. */
  private addLinear(parcels: number): Choice {
    const { model } = this;
    const { cells, cell } = this.source;
    const [step, divisor] = [cells.step[cell], cells.divisor[cell]];
    const mostSteps = Math.ceil(
      Math.max(this.mostGrams, divisor === 0 ? 0 : (this.mostCm3 * 1000) / divisor) / (parcels * step),
    );
    const column = model.addColumn(1);
    const steps = model.addColumn(mostSteps);
    const chosen = (slack: number): Term => [column, -slack];
    model.addRow(-this.mostGrams, FREE, [
      [steps, parcels * step],
      ...this.grams.map(([units, grams]): Term => [units, -grams]),
      chosen(this.mostGrams),
    ]);
    if (divisor > 0) {
      model.addRow(-this.mostCm3, FREE, [
        [steps, (parcels * step * divisor) / 1000],
        ...this.cm3.map(([units, cm3]): Term => [units, -cm3]),
        chosen(this.mostCm3),
      ]);
    }
    this.addLinearPrice(parcels, column, steps, mostSteps);
    return { column, parcels };
  }

  private addLinearPrice(parcels: number, column: number, steps: number, mostSteps: number): void {
    const { model } = this;
    const { cells, cell } = this.source;
    const [base, perStep, minimum] = [cells.base[cell], cells.gram[cell] * cells.step[cell], cells.minimum[cell]];
    if (minimum <= base) {
      model.addCost(column, parcels * base);
      model.addCost(steps, parcels * perStep);
      return;
    }
    // What the minimum adds to base and steps: nothing once they reach it.
    const added = model.addColumn(minimum - base);
    model.addCost(column, parcels * base);
    model.addCost(steps, parcels * perStep);
    model.addCost(added, parcels);
    if (perStep * mostSteps === 0)
      model.addRow(0, FREE, [
        [added, 1],
        [column, base - minimum],
      ]);
    else
      model.addRow(0, FREE, [
        [added, 1],
        [steps, perStep],
        [column, base - minimum],
      ]);
  }

  private addOversize(choices: readonly Choice[], mostParcels: number): void {
    const { model } = this;
    const { cells, cell, carries } = this.source;
    const large = carries.filter(
      ({ line }) => line.longestMm > cells.oversizeMm[cell] || line.heaviestGrams > cells.oversizeGrams[cell],
    );
    if (large.length === 0) return;
    const isOversize = model.addColumn(1);
    const parcels = model.addColumn(mostParcels);
    for (const { carries: column } of large) {
      model.addRow(0, 1, [
        [isOversize, 1],
        [column, -1],
      ]);
    }
    model.addRow(-mostParcels, FREE, [
      [parcels, 1],
      ...choices.map((choice): Term => [choice.column, -choice.parcels]),
      [isOversize, -mostParcels],
    ]);
    model.addCost(isOversize, cells.oversizeOnce[cell]);
    model.addCost(parcels, cells.oversizeExtra[cell]);
  }
}
