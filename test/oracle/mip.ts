/**
 * The best values of a problem of any size by an outside MIP solver (HiGHS), level by level: the first level is minimised, becomes a row,
 * then the next. The solver works in floating point, so its plan is rounded and valued exactly; what it claims without a plan
 * to show is not used.
 */
import loadHighs, { type Highs, type Model } from 'highs';
import type { Level, Problem, ProblemLine, StockRow } from '../../src/splitting/problem';
import { faultsOfPlan, levelValue, nodeOf, type Part, stockAt, stockFor } from './judge-assignment';
import { addFreight, isWritable } from './mip-freight';

const MS_PER_DAY = 86_400_000;
const UNLIMITED = 2 ** 30;

export interface MipAnswer {
  /** Of the levels that were solved: all asked ones unless `levels` was given. */
  readonly values: readonly number[];
  readonly parts: readonly Part[];
}

export type MipSolver = (problem: Problem, levels?: number) => MipAnswer | null;

/** One instance of the solver for any number of problems. The returned function gives null where the solver fails, or would take too long. */
export async function loadMip(): Promise<MipSolver> {
  const highs = await loadHighs();
  return (problem, levels = problem.levels.length) => solveMip(highs, problem, levels);
}

function solveMip(highs: Highs, problem: Problem, levels: number): MipAnswer | null {
  const program = new Program(problem);
  if (!program.isWhole) return null;
  const model = highs.createModel(program.modelData(highs.infinity));
  try {
    model.options.set({
      output_flag: false,
      mip_rel_gap: 0,
      mip_abs_gap: 0.5,
      mip_feasibility_tolerance: 1e-8,
      time_limit: 20,
    });
    return solveLevels(highs, model, program, levels);
  } finally {
    model.dispose();
  }
}

function solveLevels(highs: Highs, model: Model, program: Program, levels: number): MipAnswer | null {
  const { problem } = program;
  const asked = problem.levels.slice(0, levels);
  let parts: Part[] = [];
  const values: number[] = [];
  for (const level of asked) {
    const costs = program.coefficients(level);
    for (const [column, cost] of costs.entries()) model.changeColCost(column, cost);
    model.run();
    if (model.getModelStatus() !== highs.constants.modelStatus.optimal) return null;
    parts = program.partsOf(model.getSolution().colValue);
    const value = levelValue(problem, level, parts);
    if (Math.abs(value - model.getObjectiveValue()) > 0.01 + 1e-7 * Math.abs(value)) return null;
    values.push(value);
    limitLevel(model, costs, value);
  }
  const kept = asked.every((level, index) => levelValue(problem, level, parts) === values[index]);
  return kept && faultsOfPlan(problem, parts).length === 0 ? { values, parts } : null;
}

/** Later levels must keep this one: at most half a unit above, scaled so that the solver's tolerance is small beside it. */
function limitLevel(model: Model, costs: readonly number[], value: number): void {
  const scale = Math.max(1, ...costs);
  const indices = [...costs.keys()].filter((column) => costs[column] !== 0);
  const values = indices.map((column) => costs[column] / scale);
  if (indices.length > 0) model.addRow(-UNLIMITED, (value + 0.5) / scale, { indices, values });
}

interface Pair {
  readonly line: number;
  readonly source: number;
  /** Column: units. */
  readonly units: number;
  /** Column: 1 if the line is in the shipment. */
  readonly carries: number;
}

type Term = readonly [column: number, coefficient: number];

/** The problem as columns and rows. */
class Program {
  private readonly upper: number[] = [];
  private readonly rows: { readonly least: number; readonly most: number; readonly terms: readonly Term[] }[] = [];
  private readonly pairs: Pair[] = [];
  /** source → column: 1 if opened. */
  private readonly opened: number[] = [];
  /** line → column: units left unfilled. */
  private readonly unfilled: number[] = [];
  /** Column: 1 if anything ships; the same by delivery group. */
  private readonly ships: number;
  private readonly groupShips: readonly number[];
  /** Column → milli of freight by rate cells. */
  private readonly freight = new Map<number, number>();
  /** False where the rates are too much for a model. */
  readonly isWhole: boolean;

  constructor(readonly problem: Problem) {
    this.ships = this.addColumn(1);
    this.groupShips = Array.from(problem.groups?.maxShipments ?? [], () => this.addColumn(1));
    for (let source = 0; source < problem.sources; source += 1) this.opened.push(this.addColumn(1));
    for (const [index, line] of problem.lines.entries()) this.addLine(index, line);
    for (let node = 0; node < problem.nodes; node += 1) this.addNode(node);
    this.addRow(0, UNLIMITED, [...this.opened.map((column): Term => [column, 1]), [this.ships, -1]]);
    this.addGroups();
    this.addDays();
    if (problem.maxShipments < UNLIMITED) {
      this.addRow(
        0,
        problem.maxShipments,
        this.opened.map((column) => [column, 1]),
      );
    }
    this.isWhole = isWritable(problem) && this.opened.every((_, source) => this.addFreight(source));
  }

  addColumn(most: number): number {
    return this.upper.push(most) - 1;
  }

  addCost(column: number, milli: number): void {
    this.freight.set(column, (this.freight.get(column) ?? 0) + milli);
  }

  /** Shipments by a rate cell; false where that takes too many columns. */
  private addFreight(source: number): boolean {
    const { columns, lines } = this.problem;
    const pairs = this.pairs.filter((pair) => pair.source === source);
    if (columns.cell === null || columns.cells === null || columns.cell[source] < 0 || pairs.length === 0) return true;
    const carries = pairs.map((pair) => ({ ...pair, line: lines[pair.line], most: this.upper[pair.units] }));
    return addFreight(this, { cells: columns.cells, cell: columns.cell[source], opened: this.opened[source], carries });
  }

  addRow(least: number, most: number, terms: readonly Term[]): void {
    if (terms.length > 0) this.rows.push({ least, most, terms });
  }

  private addGroups(): void {
    const { groups } = this.problem;
    if (groups === null) return;
    for (const [group, ships] of this.groupShips.entries()) {
      const mine = this.opened.filter((_, source) => groups.sourceGroup[source] === group);
      const opened = mine.map((column): Term => [column, 1]);
      this.addRow(0, UNLIMITED, [...opened, [ships, -1]]);
      if (groups.maxShipments[group] < UNLIMITED) this.addRow(0, groups.maxShipments[group], opened);
    }
  }

  private addLine(index: number, line: ProblemLine): void {
    const mine = this.addPairs(index, line);
    const unfilled = this.addColumn(line.units);
    this.unfilled.push(unfilled);
    this.addRow(line.units, line.units, [...mine.map((pair): Term => [pair.units, 1]), [unfilled, 1]]);
    if (line.maxShipments < UNLIMITED)
      this.addRow(
        0,
        line.maxShipments,
        mine.map((pair) => [pair.carries, 1]),
      );
    if (line.complete)
      this.addRow(line.units, line.units, [
        [unfilled, 1],
        [this.addColumn(1), line.units],
      ]);
    if (this.problem.shipComplete)
      this.addRow(line.units, line.units, [
        [unfilled, 1],
        [this.ships, line.units],
      ]);
    const group = this.problem.groups?.lineGroup[index] ?? -1;
    if (this.problem.groups?.shipComplete[group] === 1)
      this.addRow(line.units, line.units, [
        [unfilled, 1],
        [this.groupShips[group], line.units],
      ]);
    for (let node = 0; node < this.problem.nodes; node += 1) {
      const here = mine.filter((pair) => nodeOf(this.problem, pair.source) === node);
      this.addStock(line, node, here, () => 1);
    }
  }

  /** What starts up to each rank draw of a row. */
  private addStock(row: StockRow, node: number, here: readonly Pair[], drawnBy: (line: ProblemLine) => number): void {
    const { starts, lines } = this.problem;
    for (let rank = 0; rank < (starts?.ranks ?? 1); rank += 1) {
      const early = here.filter((pair) => starts === null || starts.sourceRank[pair.source] <= rank);
      const terms = early.map((pair): Term => [pair.units, drawnBy(lines[pair.line])]);
      this.addRow(0, Math.max(0, stockAt(this.problem, row, node, rank)), terms);
    }
  }

  private addPairs(index: number, line: ProblemLine): Pair[] {
    const mine: Pair[] = [];
    for (let source = 0; source < this.problem.sources; source += 1) {
      if (this.problem.columns.usable[source] !== 1 || (line.mask !== null && line.mask[source] !== 1)) continue;
      const most = Math.min(line.units, stockFor(this.problem, line, source));
      if (most < 1) continue;
      const pair = { line: index, source, units: this.addColumn(most), carries: this.addColumn(1) };
      this.addRow(-UNLIMITED, 0, [
        [pair.units, 1],
        [pair.carries, -most],
      ]);
      this.addRow(0, UNLIMITED, [
        [pair.units, 1],
        [pair.carries, -1],
      ]);
      this.addRow(-1, 0, [
        [pair.carries, 1],
        [this.opened[source], -1],
      ]);
      for (const ships of [this.ships, ...this.groupShips.slice(this.groupOf(source), this.groupOf(source) + 1)]) {
        this.addRow(-1, 0, [
          [pair.carries, 1],
          [ships, -1],
        ]);
      }
      mine.push(pair);
    }
    this.pairs.push(...mine);
    return mine;
  }

  /** Units, shipments and lines of the days that sources start on. */
  private addDays(): void {
    const { days, lines } = this.problem;
    if (days === null) return;
    for (const [day, most] of days.dayUnits.entries()) {
      const here = this.pairs.filter((pair) => days.sourceDay[pair.source] === day);
      const units = here.map((pair): Term => [pair.units, lines[pair.line].weight]);
      const carries = here.map((pair): Term => [pair.carries, lines[pair.line].members]);
      const opened = this.opened.filter((_, source) => days.sourceDay[source] === day);
      const shipments = opened.map((column): Term => [column, 1]);
      if (most < UNLIMITED) this.addRow(0, most, units);
      if (days.dayLines[day] < UNLIMITED) this.addRow(0, days.dayLines[day], carries);
      if (days.dayShipments[day] < UNLIMITED) this.addRow(0, days.dayShipments[day], shipments);
    }
  }

  private groupOf(source: number): number {
    return this.problem.groups?.sourceGroup[source] ?? 0;
  }

  private addNode(node: number): void {
    const { lines, items, hasCapacity, nodeCapacity, nodeShipments, nodeLines } = this.problem;
    const here = this.pairs.filter((pair) => nodeOf(this.problem, pair.source) === node);
    for (const [item, row] of items.entries()) {
      this.addStock(row, node, here, (line) => line.draws.find((draw) => draw.item === item)?.units ?? 0);
    }
    if (!hasCapacity) return;
    const limit = (limits: Int32Array | null, terms: readonly Term[]) => {
      if (limits !== null && limits[node] < UNLIMITED) this.addRow(0, limits[node], terms);
    };
    limit(
      nodeCapacity,
      here.map((pair) => [pair.units, lines[pair.line].weight]),
    );
    limit(
      nodeLines,
      here.map((pair) => [pair.carries, lines[pair.line].members]),
    );
    const mine = this.opened.flatMap((column, source): Term[] =>
      nodeOf(this.problem, source) === node ? [[column, 1]] : [],
    );
    limit(nodeShipments, mine);
  }

  modelData(infinity: number): Parameters<Highs['createModel']>[0] {
    const { rows, upper } = this;
    const starts = [0];
    for (const row of rows) starts.push(starts[starts.length - 1] + row.terms.length);
    const terms = rows.flatMap((row) => row.terms);
    return {
      numCols: upper.length,
      numRows: rows.length,
      colCost: upper.map(() => 0),
      colLower: upper.map(() => 0),
      colUpper: upper,
      rowLower: rows.map((row) => (row.least === -UNLIMITED ? -infinity : row.least)),
      rowUpper: rows.map((row) => (row.most === UNLIMITED ? infinity : row.most)),
      integrality: Int32Array.from(upper, () => 1),
      matrix: {
        format: 'csr',
        numRows: rows.length,
        numCols: upper.length,
        starts: Int32Array.from(starts),
        indices: Int32Array.from(terms, ([column]) => column),
        values: Float64Array.from(terms, ([, coefficient]) => coefficient),
      },
    };
  }

  /** The level as a linear function of the columns. */
  coefficients(level: Level): number[] {
    const { problem } = this;
    if (level.goal === 'weighted') {
      const each = level.weights.map((weight) => ({ ...weight, costs: this.coefficients(weight.level) }));
      return this.upper.map((_, column) => each.reduce((sum, { factor, costs }) => sum + factor * costs[column], 0));
    }
    const costs = this.upper.map(() => 0);
    for (const pair of this.pairs) {
      costs[pair.units] = unitTerm(problem, level, pair.line, pair.source);
      if (level.goal === 'cost') costs[pair.carries] = lineTerm(problem, pair.line, pair.source);
    }
    for (const [source, column] of this.opened.entries()) costs[column] = openTerm(problem, level, source);
    for (const [line, column] of this.unfilled.entries()) costs[column] = unfilledTerm(problem.lines[line], level);
    if (level.goal !== 'cost') return costs;
    for (const ships of problem.groups === null ? [this.ships] : this.groupShips) costs[ships] = -problem.splitMilli;
    for (const [column, milli] of this.freight) costs[column] += milli;
    return costs;
  }

  partsOf(colValue: ArrayLike<number>): Part[] {
    const parts = this.pairs.map(({ line, source, units }) => ({ line, source, units: Math.round(colValue[units]) }));
    return parts.filter((part) => part.units > 0).sort((a, b) => a.line - b.line || a.source - b.source);
  }
}

function unitTerm(problem: Problem, level: Level, index: number, source: number): number {
  const line = problem.lines[index];
  const { columns, sourceTier, sourcePriority } = problem;
  switch (level.goal) {
    case 'unfilled':
    case 'shipments':
    case 'shipmentDistance':
      return 0;
    case 'lateness':
      return daysLate(problem, line, source);
    case 'tier':
      return line.weight * (sourceTier?.[source] ?? Number.NaN);
    case 'priority':
      return line.weight * (sourcePriority?.[source] ?? Number.NaN);
    case 'unitDistance':
      return line.weight * columns.metres[source];
    case 'tiersUpTo':
      return (sourceTier?.[source] ?? Number.NaN) > level.tier ? line.weight : 0;
    case 'weighted':
    case 'balance':
      throw new Error(`${level.goal} has no term of its own`);
    case 'cost': {
      const price = columns.unit[source] * line.weight + columns.gram[source] * line.grams;
      return price + (line.unitMilli?.[source] ?? 0) + problem.lateMilli * daysLate(problem, line, source);
    }
  }
}

function lineTerm(problem: Problem, line: number, source: number): number {
  const { members, lineMilli } = problem.lines[line];
  return problem.columns.line[source] * members + (lineMilli?.[source] ?? 0);
}

function openTerm({ columns, splitMilli }: Problem, level: Level, source: number): number {
  if (level.goal === 'shipments') return 1;
  if (level.goal === 'shipmentDistance') return columns.metres[source];
  return level.goal === 'cost' ? columns.open[source] + splitMilli : 0;
}

function unfilledTerm(line: ProblemLine, level: Level): number {
  if (level.goal === 'unfilled' || level.goal === 'tiersUpTo') return line.weight;
  return level.goal === 'cost' && !Number.isNaN(line.unfilledMilli) ? line.unfilledMilli : 0;
}

/** Unit-days of one unit of the line. */
function daysLate(problem: Problem, line: ProblemLine, source: number): number {
  if (line.lateDays !== null) return line.lateDays[source];
  if (line.need === Number.POSITIVE_INFINITY) return 0;
  return line.weight * Math.max(0, Math.ceil((problem.columns.delivery[source] - line.need) / MS_PER_DAY));
}
