/**
 * What an allocation costs, from the columns of the Problem: the one price list for us and for every peer. It is exact (1/1000
 * minor unit) and is itself held against the cost that our verified plans state.
 */
import type { Problem } from '../../src/splitting/problem';
import { addToLoad, emptyLoad, freightMilli, type Load, parcelsOf } from './freight';

const MS_PER_DAY = 86_400_000;

/** `units` of a line from a source. */
export interface Part {
  readonly line: number;
  readonly source: number;
  readonly units: number;
}

export interface Price {
  /** Everything but unfilled units, in 1/1000 minor unit. */
  readonly shippedMilli: number;
  readonly unfilledMilli: number;
  readonly unfilledUnits: number;
  /** Units × metres, of the shipped ones. */
  readonly unitMetres: number;
  readonly shipments: number;
  readonly parcels: number;
}

/**
 * The peers know the core model, rate cells, and a limit on the order's shipments: whole lines of a plain SKU, no capacity, no shared
 * stock, no price per line.
 */
export function assertKnownModel(problem: Problem): void {
  const { lines, items, columns, hasCapacity, shipComplete, splitMilli } = problem;
  const plain = lines.every(
    (line) =>
      line.weight === 1 &&
      !line.complete &&
      line.maxShipments >= 2 ** 30 &&
      line.mask === null &&
      line.unitMilli === null &&
      line.lineMilli === null &&
      line.lateDays === null &&
      !Number.isNaN(line.unfilledMilli),
  );
  if (plain && items.length === 0 && !columns.hasLine && !hasCapacity && !shipComplete && splitMilli === 0) return;
  throw new Error('The peers do not know all that this problem has in it.');
}

/** Milli per unit of the line from the source: weight (unless a cell bills it), handling, lateness. */
export function unitMilli(problem: Problem, line: number, source: number): number {
  const { columns, lateMilli, lines } = problem;
  const { grams, need } = lines[line];
  const cost = columns.gram[source] * grams + columns.unit[source];
  const late = columns.delivery[source] - need;
  return late > 0 ? cost + lateMilli * Math.ceil(late / MS_PER_DAY) : cost;
}

/** @throws if the parts ask for more than the order, its limit or the stock, so that no peer wins by cheating. */
export function priceParts(problem: Problem, parts: readonly Part[]): Price {
  assertAllowed(problem, parts);
  const loads = loadsOf(problem, parts);
  if (loads.size > problem.maxShipments) throw new Error(`Not a plan: ${loads.size} shipments.`);
  let shippedMilli = 0;
  let parcels = 0;
  for (const [source, load] of loads) {
    shippedMilli += problem.columns.open[source] + freightMilli(problem, source, load);
    parcels += parcelsOf(problem, source, load);
  }
  let unitMetres = 0;
  const missing = problem.lines.map((line) => line.units);
  for (const { line, source, units } of parts) {
    missing[line] -= units;
    shippedMilli += units * unitMilli(problem, line, source);
    unitMetres += units * problem.columns.metres[source];
  }
  return {
    shippedMilli,
    unfilledMilli: missing.reduce((sum, units, line) => sum + units * problem.lines[line].unfilledMilli, 0),
    unfilledUnits: missing.reduce((sum, units) => sum + units, 0),
    unitMetres,
    shipments: loads.size,
    parcels,
  };
}

/** Source → what it carries. */
export function loadsOf(problem: Problem, parts: readonly Part[]): Map<number, Load> {
  const loads = new Map<number, Load>();
  for (const { line, source, units } of parts) {
    const load = loads.get(source) ?? emptyLoad();
    addToLoad(load, problem.lines[line], units);
    loads.set(source, load);
  }
  return loads;
}

function assertAllowed(problem: Problem, parts: readonly Part[]): void {
  const drawn = new Map<string, number>();
  const shipped = problem.lines.map(() => 0);
  for (const { line, source, units } of parts) {
    const node = nodeOfSource(problem, source);
    const key = `${line} ${node}`;
    const sum = (drawn.get(key) ?? 0) + units;
    drawn.set(key, sum);
    shipped[line] += units;
    const fits = Number.isInteger(units) && units > 0 && sum <= unitsAt(problem, line, node);
    if (!fits || shipped[line] > problem.lines[line].units || problem.columns.usable[source] !== 1) {
      throw new Error(`Not a plan: ${units} units of line ${line} from source ${source}.`);
    }
  }
}

export function nodeOfSource({ nodeSourceStart, nodes }: Problem, source: number): number {
  let low = 0;
  let high = nodes - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (nodeSourceStart[middle] <= source) low = middle;
    else high = middle - 1;
  }
  return low;
}

function unitsAt(problem: Problem, line: number, node: number): number {
  const { rowNode, rowUnits, rowStart, rowEnd } = problem.lines[line];
  for (let entry = rowStart; entry < rowEnd; entry += 1) if (rowNode[entry] === node) return rowUnits[entry];
  return 0;
}
