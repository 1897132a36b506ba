/**
 * The mixed-integer model that the general solvers get: the usual facility-location form, one binary per source, one column per line
 * and source, and one per line for what stays unfilled. Only the binaries are integers: once they are chosen, what is left is a
 * transportation problem, whole in every vertex; HiGHS is up to three times as fast so. Costs in minor units.
 *
 * Under rate cards a source has a binary for every parcel count and break that may be cheapest, with what it holds; there units are
 * integers too.
 */
import type { Problem } from '../../src/splitting/problem';
import { type Opening, openingsOf } from './openings';
import { type Part, unitMilli } from './price';

const MILLI = 1000;
/** Those of `openingRows`. */
const ROWS_PER_OPENING = 4;

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

/** @param wholeUnits units are integers too: for the rare answer that is no vertex, and for rate cards */
export function buildMip(problem: Problem, wholeUnits = false): Mip {
  const columns: Column[] = [];
  const rows: Row[] = [];
  const parts = new Map<number, { line: number; source: number }>();
  const opened = new Map<number, { y: number; opening: Opening }[]>();
  const loads = new Map<number, { column: number; line: number }[]>();
  const isStepped = problem.columns.cells !== null;
  const add = (cost: number, upper: number, integer: boolean) =>
    columns.push({ cost: cost / MILLI, upper, integer }) - 1;
  const openSource = (source: number) => {
    const known = opened.get(source);
    if (known !== undefined) return known;
    const fresh = openingsOf(problem, source).map((opening) => ({ y: add(opening.milli, 1, true), opening }));
    opened.set(source, fresh);
    loads.set(source, []);
    return fresh;
  };
  problem.lines.forEach((line, l) => {
    const demand: Row = { lower: line.units, upper: line.units, terms: [] };
    rows.push(demand);
    demand.terms.push({ column: add(line.unfilledMilli, line.units, false), value: 1 });
    for (let entry = line.rowStart; entry < line.rowEnd; entry += 1) {
      const most = Math.min(line.units, line.rowUnits[entry]);
      if (most <= 0) continue;
      const stock: Row = { lower: Number.NEGATIVE_INFINITY, upper: line.rowUnits[entry], terms: [] };
      for (const source of usableSources(problem, line.rowNode[entry])) {
        const openings = openSource(source);
        const x = add(unitMilli(problem, l, source), most, wholeUnits || isStepped);
        parts.set(x, { line: l, source });
        loads.get(source)?.push({ column: x, line: l });
        demand.terms.push({ column: x, value: 1 });
        stock.terms.push({ column: x, value: 1 });
        const linked = [{ column: x, value: 1 }, ...openings.map(({ y }) => ({ column: y, value: -most }))];
        rows.push({ lower: Number.NEGATIVE_INFINITY, upper: 0, terms: linked });
      }
      // One service: the column's bound says it already.
      if (stock.terms.length > 1) rows.push(stock);
    }
  });
  if (isStepped) for (const [source, x] of loads) rows.push(...openingRows(problem, opened.get(source) ?? [], x));
  if (problem.maxShipments < opened.size) {
    const terms = [...opened.values()].flat().map(({ y }) => ({ column: y, value: 1 }));
    rows.push({ lower: Number.NEGATIVE_INFINITY, upper: problem.maxShipments, terms });
  }
  return { columns, rows, parts };
}

/** A source is opened once, for parcels that hold what it sends, each of at least one unit. */
function openingRows(
  { lines }: Problem,
  openings: readonly { y: number; opening: Opening }[],
  loads: readonly { column: number; line: number }[],
): Row[] {
  const holds = (of: (line: Problem['lines'][number]) => number, most: (opening: Opening) => number): Row => ({
    lower: Number.NEGATIVE_INFINITY,
    upper: 0,
    terms: [
      ...loads.map(({ column, line }) => ({ column, value: of(lines[line]) })),
      ...openings.map(({ y, opening }) => ({ column: y, value: -most(opening) })),
    ],
  });
  return [
    { lower: Number.NEGATIVE_INFINITY, upper: 1, terms: openings.map(({ y }) => ({ column: y, value: 1 })) },
    holds(
      ({ grams }) => grams,
      ({ grams }) => grams,
    ),
    holds(
      ({ cm3 }) => cm3,
      ({ cm3 }) => cm3,
    ),
    holds(
      () => -1,
      ({ parcels }) => -parcels,
    ),
  ];
}

/** Rows that `buildMip` would make, without making them. */
export function countMipRows(problem: Problem): number {
  let rows = problem.lines.length;
  const sources = new Set<number>();
  for (const line of problem.lines) {
    for (let entry = line.rowStart; entry < line.rowEnd; entry += 1) {
      if (line.rowUnits[entry] <= 0) continue;
      const services = usableSources(problem, line.rowNode[entry]);
      rows += services.length > 1 ? services.length + 1 : services.length;
      for (const source of services) sources.add(source);
    }
  }
  if (problem.columns.cells !== null) rows += ROWS_PER_OPENING * sources.size;
  return problem.maxShipments < sources.size ? rows + 1 : rows;
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
