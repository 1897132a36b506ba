/** Whether a plan that comes from outside keeps to every limit of the problem; and if not, which one it breaks. */
import type { Part } from './plan-value';
import type { Problem, ProblemLine, StockRow } from './problem';
import { entryOf, nodeOf, rankOf, ranksOf } from './starts';

/** A limit that a plan breaks. `place` is that of the line, item, node, day or delivery group; 0 for the order. */
export interface Broken {
  readonly limit: 'source' | 'units' | 'stock' | 'capacity' | 'shipments' | 'lines' | 'max-shipments' | 'ship-complete';
  readonly of: 'line' | 'item' | 'node' | 'day' | 'group' | 'order';
  readonly place: number;
}

/** Whether the plan keeps to stock, capacity and every limit of the problem. */
export function isPossible(problem: Problem, parts: readonly Part[]): boolean {
  return firstBroken(problem, parts) === undefined;
}

/** The first limit that the plan does not keep: of lines and stock, then of nodes and days, then of the order and its groups. */
export function firstBroken(problem: Problem, parts: readonly Part[]): Broken | undefined {
  return (
    brokenByLines(problem, parts) ??
    brokenByItems(problem, parts) ??
    brokenByNodes(problem, parts) ??
    brokenByDays(problem, parts) ??
    brokenByOrder(problem, parts) ??
    brokenByGroups(problem, parts)
  );
}

function brokenByLines(problem: Problem, parts: readonly Part[]): Broken | undefined {
  const { lines, columns } = problem;
  for (const { line, source } of parts) {
    if ((lines[line].mask ?? columns.usable)[source] !== 1) return { limit: 'source', of: 'line', place: line };
  }
  for (const [place, own] of by(parts, ({ line }) => line)) {
    const limit = brokenByLine(problem, lines[place], own);
    if (limit !== undefined) return { limit, of: 'line', place };
  }
  return undefined;
}

function brokenByLine(problem: Problem, line: ProblemLine, own: readonly Part[]): Broken['limit'] | undefined {
  const units = sum(own);
  if (units > line.units) return 'units';
  if (own.length > line.maxShipments) return 'max-shipments';
  if (line.complete && units > 0 && units < line.units) return 'ship-complete';
  return fitsRow(problem, line, own) ? undefined : 'stock';
}

function brokenByItems(problem: Problem, parts: readonly Part[]): Broken | undefined {
  const place = problem.items.findIndex((item, each) => !fitsRow(problem, item, drawsOn(problem, each, parts)));
  return place < 0 ? undefined : { limit: 'stock', of: 'item', place };
}

/** The parts that draw on an item, in units of it. */
export function drawsOn({ lines }: Problem, item: number, parts: readonly Part[]): Part[] {
  return parts.flatMap((part) => {
    const draw = lines[part.line].draws.find((each) => each.item === item);
    return draw === undefined ? [] : [{ ...part, units: part.units * draw.units }];
  });
}

/** Σ units of starts up to each rank ≤ what the node can promise to it. */
function fitsRow(problem: Problem, row: StockRow, parts: readonly Part[]): boolean {
  const ranks = ranksOf(problem);
  for (const [node, own] of by(parts, ({ source }) => nodeOf(problem, source))) {
    const entry = entryOf(row, node);
    if (entry < 0) return false;
    for (let rank = 0; rank < ranks; rank += 1) {
      const drawn = own.filter(({ source }) => rankOf(problem, source) <= rank);
      if (sum(drawn) > row.rowUnits[entry * ranks + rank]) return false;
    }
  }
  return true;
}

function brokenByNodes(problem: Problem, parts: readonly Part[]): Broken | undefined {
  const { nodeCapacity, nodeShipments, nodeLines } = problem;
  for (const [place, own] of by(parts, ({ source }) => nodeOf(problem, source))) {
    const work = workOf(problem, own);
    if (work.units > nodeCapacity[place]) return { limit: 'capacity', of: 'node', place };
    if (nodeShipments !== null && work.shipments > nodeShipments[place])
      return { limit: 'shipments', of: 'node', place };
    if (nodeLines !== null && work.lines > nodeLines[place]) return { limit: 'lines', of: 'node', place };
  }
  return undefined;
}

function brokenByDays(problem: Problem, parts: readonly Part[]): Broken | undefined {
  const { days } = problem;
  if (days === null) return undefined;
  for (const [place, own] of by(parts, ({ source }) => days.sourceDay[source])) {
    if (place < 0) continue;
    const work = workOf(problem, own);
    if (work.units > days.dayUnits[place]) return { limit: 'capacity', of: 'day', place };
    if (work.shipments > days.dayShipments[place]) return { limit: 'shipments', of: 'day', place };
    if (work.lines > days.dayLines[place]) return { limit: 'lines', of: 'day', place };
  }
  return undefined;
}

/** Order units, shipments, and order lines × shipments. */
export function workOf(
  { lines }: Problem,
  parts: readonly Part[],
): { units: number; shipments: number; lines: number } {
  return {
    units: parts.reduce((units, part) => units + part.units * lines[part.line].weight, 0),
    shipments: countSources(parts),
    lines: parts.reduce((count, { line }) => count + lines[line].members, 0),
  };
}

function brokenByOrder({ lines, maxShipments, shipComplete }: Problem, parts: readonly Part[]): Broken | undefined {
  if (countSources(parts) > maxShipments) return { limit: 'max-shipments', of: 'order', place: 0 };
  return shipComplete && isTorn(lines, parts) ? { limit: 'ship-complete', of: 'order', place: 0 } : undefined;
}

function brokenByGroups({ lines, groups }: Problem, parts: readonly Part[]): Broken | undefined {
  if (groups === null) return undefined;
  for (const [place, own] of by(parts, ({ source }) => groups.sourceGroup[source])) {
    if (countSources(own) > groups.maxShipments[place]) return { limit: 'max-shipments', of: 'group', place };
    const ofGroup = lines.filter((_, line) => groups.lineGroup[line] === place);
    if (groups.shipComplete[place] === 1 && isTorn(ofGroup, own)) return { limit: 'ship-complete', of: 'group', place };
  }
  return undefined;
}

/** Some units of the lines ship, and not all. */
function isTorn(lines: readonly ProblemLine[], parts: readonly Part[]): boolean {
  return parts.length > 0 && sum(parts) !== lines.reduce((units, line) => units + line.units, 0);
}

function countSources(parts: readonly Part[]): number {
  return new Set(parts.map(({ source }) => source)).size;
}

function sum(parts: readonly Part[]): number {
  return parts.reduce((units, part) => units + part.units, 0);
}

function by(parts: readonly Part[], keyOf: (part: Part) => number): Map<number, Part[]> {
  const groups = new Map<number, Part[]>();
  for (const part of parts) {
    const key = keyOf(part);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [part]);
    else known.push(part);
  }
  return groups;
}
