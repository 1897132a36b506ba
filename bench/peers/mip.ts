/**
 * The mixed-integer model that the general solvers get: the usual facility-location form, one binary per source, one column per line
 * and source, and one per line for what stays unfilled. Only the binaries are integers: once they are chosen, what is left is a
 * transportation problem, whole in every vertex; HiGHS is up to three times as fast so. Costs in minor units.
 */
import type { Problem } from '../../src/splitting/problem';
import { type Part, unitMilli } from './price';

const MILLI = 1000;

export interface Mip {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  /** Column → the part that it stands for, where it stands for one. */
  readonly parts: ReadonlyMap<number, { line: number; source: number }>;
}

interface Column {
  readonly cost: number;
  readonly upper: number;
  readonly integer: boolean;
}

interface Row {
  readonly lower: number;
  readonly upper: number;
  readonly terms: { column: number; value: number }[];
}

/** @param wholeUnits units are integers too: for the rare answer that is no vertex */
export function buildMip(problem: Problem, wholeUnits = false): Mip {
  const columns: Column[] = [];
  const rows: Row[] = [];
  const parts = new Map<number, { line: number; source: number }>();
  const opened = new Map<number, number>();
  const add = (cost: number, upper: number, integer: boolean) =>
    columns.push({ cost: cost / MILLI, upper, integer }) - 1;
  problem.lines.forEach((line, l) => {
    const demand: Row = { lower: line.units, upper: line.units, terms: [] };
    rows.push(demand);
    demand.terms.push({ column: add(line.unfilledMilli, line.units, false), value: 1 });
    for (let entry = line.rowStart; entry < line.rowEnd; entry += 1) {
      const most = Math.min(line.units, line.rowUnits[entry]);
      if (most <= 0) continue;
      const stock: Row = { lower: Number.NEGATIVE_INFINITY, upper: line.rowUnits[entry], terms: [] };
      for (const source of usableSources(problem, line.rowNode[entry])) {
        const known = opened.get(source);
        const y = known ?? add(problem.columns.open[source], 1, true);
        if (known === undefined) opened.set(source, y);
        const x = add(unitMilli(problem, l, source), most, wholeUnits);
        parts.set(x, { line: l, source });
        demand.terms.push({ column: x, value: 1 });
        stock.terms.push({ column: x, value: 1 });
        const linked = [
          { column: x, value: 1 },
          { column: y, value: -most },
        ];
        rows.push({ lower: Number.NEGATIVE_INFINITY, upper: 0, terms: linked });
      }
      // One service: the column's bound says it already.
      if (stock.terms.length > 1) rows.push(stock);
    }
  });
  return { columns, rows, parts };
}

/** Rows that `buildMip` would make, without making them. */
export function countMipRows(problem: Problem): number {
  let rows = problem.lines.length;
  for (const line of problem.lines) {
    for (let entry = line.rowStart; entry < line.rowEnd; entry += 1) {
      if (line.rowUnits[entry] <= 0) continue;
      const services = usableSources(problem, line.rowNode[entry]).length;
      rows += services > 1 ? services + 1 : services;
    }
  }
  return rows;
}

/** Reads a solution back as whole units; null: it is no vertex, and not whole. */
export function partsOf(mip: Mip, readValue: (column: number) => number): Part[] | null {
  const parts: Part[] = [];
  for (const [column, { line, source }] of mip.parts) {
    const value = readValue(column);
    const units = Math.round(value);
    if (Math.abs(value - units) > 1e-4) return null;
    if (units > 0) parts.push({ line, source, units });
  }
  return parts;
}

function usableSources({ nodeSourceStart, columns }: Problem, node: number): number[] {
  const sources: number[] = [];
  for (let source = nodeSourceStart[node]; source < nodeSourceStart[node + 1]; source += 1) {
    if (columns.usable[source] === 1) sources.push(source);
  }
  return sources;
}
