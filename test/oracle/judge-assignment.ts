/**
 * Judges an assignment by the text of the problem alone: each number is added up again from the parts, as slowly and plainly as it is
 * written down. Shares no code with what solves, and knows no plan but the one it is shown.
 */
import type { Assignment, Level, Problem, ProblemLine, StockRow } from '../../src/splitting/problem';
import { freightOfParts, priceFreight } from './price-parcels';

const MS_PER_DAY = 86_400_000;

export type Part = Assignment['parts'][number];
export type Shipment = Assignment['shipments'][number];

/** Everything that is wrong with it, in words; empty if nothing is. */
export function judge(problem: Problem, assignment: Assignment): string[] {
  const faults = faultsOfPlan(problem, assignment.parts);
  if (faults.length > 0) return faults;
  return [...faultsOfShipments(problem, assignment), ...faultsOfProof(problem, assignment)];
}

/** Why the parts are no plan of the problem. */
export function faultsOfPlan(problem: Problem, parts: readonly Part[]): string[] {
  return [...faultsOfParts(problem, parts), ...faultsOfOrder(problem, parts)];
}

function faultsOfParts(problem: Problem, parts: readonly Part[]): string[] {
  const faults: string[] = [];
  for (const [index, { line, source, units }] of parts.entries()) {
    const at = `part ${index} (line ${line}, source ${source}, ${units} units)`;
    if (!(line >= 0 && line < problem.lines.length && source >= 0 && source < problem.sources)) {
      faults.push(`${at}: no such pair`);
      continue;
    }
    if (!Number.isInteger(units) || units < 1) faults.push(`${at}: not a number of units`);
    const before = index === 0 ? undefined : parts[index - 1];
    if (before && (before.line > line || (before.line === line && before.source >= source)))
      faults.push(`${at}: unsorted`);
    if (problem.columns.usable[source] !== 1) faults.push(`${at}: source not usable`);
    const { mask } = problem.lines[line];
    if (mask !== null && mask[source] !== 1) faults.push(`${at}: masked`);
  }
  return faults;
}

function faultsOfOrder(problem: Problem, parts: readonly Part[]): string[] {
  if (faultsOfParts(problem, parts).length > 0) return [];
  const faults: string[] = [];
  for (const [index, line] of problem.lines.entries()) faults.push(...faultsOfLine(problem, parts, index, line));
  for (let node = 0; node < problem.nodes; node += 1) faults.push(...faultsOfNode(problem, parts, node));
  const shipments = new Set(parts.map((part) => part.source)).size;
  if (shipments > problem.maxShipments) faults.push(`${shipments} shipments, at most ${problem.maxShipments}`);
  if (
    problem.shipComplete &&
    parts.length > 0 &&
    problem.lines.some((_, line) => unfilledOf(problem, parts, line) > 0)
  ) {
    faults.push('ships, but not complete');
  }
  return [...faults, ...faultsOfGroups(problem, parts), ...faultsOfDates(problem, parts)];
}

/** Units, shipments and lines of the days that sources start on. */
function faultsOfDates({ days, lines }: Problem, parts: readonly Part[]): string[] {
  if (days === null) return [];
  const faults: string[] = [];
  for (const [day, most] of days.dayUnits.entries()) {
    const mine = parts.filter((part) => days.sourceDay[part.source] === day);
    const units = sum(mine.map((part) => part.units * lines[part.line].weight));
    const shipments = new Set(mine.map((part) => part.source)).size;
    const carried = sum(mine.map((part) => lines[part.line].members));
    if (units > most) faults.push(`day ${day}: ${units} units of its ${most}`);
    if (shipments > days.dayShipments[day])
      faults.push(`day ${day}: ${shipments} shipments of its ${days.dayShipments[day]}`);
    if (carried > days.dayLines[day]) faults.push(`day ${day}: ${carried} lines of its ${days.dayLines[day]}`);
  }
  return faults;
}

function faultsOfGroups(problem: Problem, parts: readonly Part[]): string[] {
  const { groups } = problem;
  if (groups === null) return [];
  const faults: string[] = [];
  for (const part of parts) {
    if (groups.sourceGroup[part.source] !== groups.lineGroup[part.line]) {
      faults.push(`line ${part.line}, source ${part.source}: of another group`);
    }
  }
  for (const [group, most] of groups.maxShipments.entries()) {
    const mine = parts.filter((part) => groups.sourceGroup[part.source] === group);
    const shipments = new Set(mine.map((part) => part.source)).size;
    if (shipments > most) faults.push(`group ${group}: ${shipments} shipments, at most ${most}`);
    if (groups.shipComplete[group] === 0 || mine.length === 0) continue;
    for (const line of problem.lines.keys()) {
      if (groups.lineGroup[line] === group && unfilledOf(problem, parts, line) > 0) {
        faults.push(`group ${group}: ships, but line ${line} not complete`);
      }
    }
  }
  return faults;
}

function faultsOfLine(problem: Problem, parts: readonly Part[], index: number, line: ProblemLine): string[] {
  const faults: string[] = [];
  const mine = parts.filter((part) => part.line === index);
  const unfilled = unfilledOf(problem, parts, index);
  if (unfilled < 0) faults.push(`line ${index}: ${-unfilled} units too many`);
  if (line.complete && mine.length > 0 && unfilled > 0) faults.push(`line ${index}: not complete`);
  if (mine.length > line.maxShipments)
    faults.push(`line ${index}: ${mine.length} shipments, at most ${line.maxShipments}`);
  for (let node = 0; node < problem.nodes; node += 1) {
    const here = mine.filter((part) => nodeOf(problem, part.source) === node);
    faults.push(...faultsOfStock(problem, `line ${index}, node ${node}`, here, line, node, () => 1));
  }
  return faults;
}

/** What is drawn by starts up to each rank, against what the node promises them. */
function faultsOfStock(
  problem: Problem,
  what: string,
  here: readonly Part[],
  row: StockRow,
  node: number,
  drawnBy: (line: number) => number,
): string[] {
  const faults: string[] = [];
  for (let rank = 0; rank < (problem.starts?.ranks ?? 1); rank += 1) {
    const early = here.filter((part) => (problem.starts?.sourceRank[part.source] ?? 0) <= rank);
    const drawn = sum(early.map((part) => part.units * drawnBy(part.line)));
    const held = stockAt(problem, row, node, rank);
    const until = problem.starts === null ? '' : ` up to rank ${rank}`;
    if (drawn > 0 && drawn > held) faults.push(`${what}: ${drawn} of ${held}${until}`);
  }
  return faults;
}

function faultsOfNode(problem: Problem, parts: readonly Part[], node: number): string[] {
  const faults: string[] = [];
  const here = parts.filter((part) => nodeOf(problem, part.source) === node);
  for (const [item, row] of problem.items.entries()) {
    const drawn = (line: number) => drawOf(problem.lines[line], item);
    faults.push(...faultsOfStock(problem, `node ${node}, item ${item}`, here, row, node, drawn));
  }
  const orderUnits = sum(here.map((part) => part.units * problem.lines[part.line].weight));
  if (problem.hasCapacity && orderUnits > problem.nodeCapacity[node]) {
    faults.push(`node ${node}: ${orderUnits} units, capacity ${problem.nodeCapacity[node]}`);
  }
  return [...faults, ...faultsOfDay(problem, here, node)];
}

/** Shipments and lines of the node's day. */
function faultsOfDay(problem: Problem, here: readonly Part[], node: number): string[] {
  if (!problem.hasCapacity || here.length === 0) return [];
  const faults: string[] = [];
  const shipments = new Set(here.map((part) => part.source)).size;
  const lines = sum(here.map((part) => problem.lines[part.line].members));
  const mostShipments = problem.nodeShipments?.[node] ?? shipments;
  const mostLines = problem.nodeLines?.[node] ?? lines;
  if (shipments > mostShipments) faults.push(`node ${node}: ${shipments} shipments of its ${mostShipments}`);
  if (lines > mostLines) faults.push(`node ${node}: ${lines} lines of its ${mostLines}`);
  return faults;
}

function faultsOfShipments(problem: Problem, { parts, shipments }: Assignment): string[] {
  const priced = shipmentsOf(problem, parts);
  const told = shipments.map(({ source, parcels, freightMilli }) => [source, parcels, freightMilli].join(' '));
  const exact = priced.map(({ source, parcels, freightMilli }) => [source, parcels, freightMilli].join(' '));
  if (told.join() === exact.join()) return [];
  return [`shipments (source, parcels, freight): said ${told.join(', ')}, are ${exact.join(', ')}`];
}

/** One per source that ships, by source: its parcels and what its rate cell charges, each counted anew. */
export function shipmentsOf(problem: Problem, parts: readonly Part[]): Shipment[] {
  const { cell, cells } = problem.columns;
  const opened = [...new Set(parts.map((part) => part.source))].sort((a, b) => a - b);
  return opened.map((source) => {
    if (cells === null || cell === null || cell[source] < 0) return { source, parcels: 1, freightMilli: 0 };
    const mine = parts.filter((part) => part.source === source);
    const freight = freightOfParts(problem.lines, mine);
    const priced = priceFreight(cells, cell[source], freight);
    if (priced === null) throw new Error(`source ${source} has no parcels for ${JSON.stringify(freight)}`);
    return { source, parcels: priced.parcels, freightMilli: priced.milli };
  });
}

function faultsOfProof(problem: Problem, assignment: Assignment): string[] {
  const faults: string[] = [];
  const { levels, parts } = assignment;
  if (levels.length !== problem.levels.length) return [`${levels.length} levels for ${problem.levels.length}`];
  let isOpen = false;
  for (const [index, { value, bound, optimal }] of levels.entries()) {
    const at = `level ${index} (${problem.levels[index].goal})`;
    const exact = levelValue(problem, problem.levels[index], parts);
    if (value !== exact) faults.push(`${at}: said ${value}, is ${exact}`);
    if (!(bound <= value)) faults.push(`${at}: bound ${bound} above ${value}`);
    const { tolerance } = problem.levels[index];
    if (optimal && value > allowedFrom(bound, tolerance))
      faults.push(`${at}: optimal with bound ${bound} below ${value}`);
    if (optimal && isOpen) faults.push(`${at}: optimal after a level that is not`);
    if (!optimal) isOpen = true;
  }
  if (isOpen && assignment.tiesSettled) faults.push('ties settled, but a level is not proven');
  if (!Number.isInteger(assignment.steps) || assignment.steps < 0) faults.push(`${assignment.steps} steps`);
  return faults;
}

/** The value of one level, as the data sheet words it. */
export function levelValue(problem: Problem, level: Level, parts: readonly Part[]): number {
  const { columns, lines } = problem;
  const opened = [...new Set(parts.map((part) => part.source))];
  const orderUnits = (part: Part) => part.units * lines[part.line].weight;
  const unfilled = sum(lines.map((line, index) => unfilledOf(problem, parts, index) * line.weight));
  switch (level.goal) {
    case 'unfilled':
      return unfilled;
    case 'lateness':
      return latenessOf(problem, parts);
    case 'shipments':
      return opened.length;
    case 'tier':
      return sum(parts.map((part) => orderUnits(part) * given(problem.sourceTier)[part.source]));
    case 'priority':
      return sum(parts.map((part) => orderUnits(part) * given(problem.sourcePriority)[part.source]));
    case 'unitDistance':
      return sum(parts.map((part) => orderUnits(part) * columns.metres[part.source]));
    case 'shipmentDistance':
      return sum(opened.map((source) => columns.metres[source]));
    case 'tiersUpTo': {
      const later = parts.filter((part) => given(problem.sourceTier)[part.source] > level.tier);
      return unfilled + sum(later.map(orderUnits));
    }
    case 'cost':
      return costOf(problem, parts, opened);
    case 'weighted':
      return sum(level.weights.map((weight) => weight.factor * levelValue(problem, weight.level, parts)));
    case 'balance':
      return balanceOf(problem, parts);
  }
}

/** The greatest share of a place that the plan draws on, in whole per mille, rounded up. */
function balanceOf(problem: Problem, parts: readonly Part[]): number {
  const { nodeTotal, nodeUsed, sourceDay, dayTotal, dayUsed } = given(problem.gauges);
  const unitsWhere = (isHere: (source: number) => boolean) =>
    sum(parts.filter(({ source }) => isHere(source)).map(({ line, units }) => units * problem.lines[line].weight));
  const shares = parts.flatMap(({ source }) => {
    const node = nodeOf(problem, source);
    const day = sourceDay[source];
    const ofNode = unitsWhere((other) => nodeOf(problem, other) === node);
    const ofDay = unitsWhere((other) => sourceDay[other] === day);
    return [
      nodeTotal[node] > 0 ? perMille(nodeUsed[node] + ofNode, nodeTotal[node]) : 0,
      day >= 0 && dayTotal[day] > 0 ? perMille(dayUsed[day] + ofDay, dayTotal[day]) : 0,
    ];
  });
  return Math.max(0, ...shares);
}

function perMille(units: number, total: number): number {
  return Number((BigInt(units) * 1000n + BigInt(total) - 1n) / BigInt(total));
}

/** What a level may be worth where its optimum is so much. */
export function allowedFrom(optimum: number, tolerance: Level['tolerance']): number {
  if (tolerance === undefined) return optimum;
  const share = (BigInt(Math.abs(optimum)) * BigInt(tolerance.milliPercent)) / 100_000n;
  return optimum + Math.max(tolerance.amount, Number(share));
}

/** Milli. */
function costOf(problem: Problem, parts: readonly Part[], opened: readonly number[]): number {
  const { columns, lines } = problem;
  const opening = sum(opened.map((source) => columns.open[source]));
  const freight = sum(shipmentsOf(problem, parts).map((shipment) => shipment.freightMilli));
  const carrying = sum(
    parts.map(({ line, source, units }) => {
      const { members, lineMilli, weight, grams, unitMilli } = lines[line];
      const once = columns.line[source] * members + (lineMilli?.[source] ?? 0);
      const each = columns.unit[source] * weight + columns.gram[source] * grams + (unitMilli?.[source] ?? 0);
      return once + units * each;
    }),
  );
  const leaving = sum(
    lines.map((line, index) => {
      const price = Number.isNaN(line.unfilledMilli) ? 0 : line.unfilledMilli;
      return price * unfilledOf(problem, parts, index);
    }),
  );
  const groupOf = (source: number) => problem.groups?.sourceGroup[source] ?? 0;
  const ofGroups = [...new Set(opened.map(groupOf))].map(
    (group) => opened.filter((source) => groupOf(source) === group).length - 1,
  );
  const splitting = problem.splitMilli * sum(ofGroups);
  return opening + freight + carrying + leaving + splitting + problem.lateMilli * latenessOf(problem, parts);
}

/** Unit-days. */
function latenessOf(problem: Problem, parts: readonly Part[]): number {
  return sum(
    parts.map(({ line, source, units }) => {
      const { lateDays, need, weight } = problem.lines[line];
      if (lateDays !== null) return units * lateDays[source];
      if (need === Number.POSITIVE_INFINITY) return 0;
      return units * weight * Math.ceil(Math.max(0, problem.columns.delivery[source] - need) / MS_PER_DAY);
    }),
  );
}

/** The values after the asked levels: unfilled, unit distance, ranks of shipments, ranks of units. */
export function closingValues(problem: Problem, parts: readonly Part[]): number[] {
  const ranks = ranksOf(problem);
  const opened = [...new Set(parts.map((part) => part.source))];
  return [
    levelValue(problem, { goal: 'unfilled' }, parts),
    levelValue(problem, { goal: 'unitDistance' }, parts),
    sum(opened.map((source) => ranks[source])),
    sum(parts.map((part) => part.units * problem.lines[part.line].weight * ranks[part.source])),
  ];
}

/** source → rank of its (node, service), from 1, among those that could carry at least one order unit of some line; 0 = none. */
export function ranksOf(problem: Problem): number[] {
  const pairOf = (source: number) => problem.starts?.sourcePair[source] ?? source;
  const sources = Array.from({ length: problem.sources }, (_, source) => source);
  const serving = sources.filter(
    (source) => problem.columns.usable[source] === 1 && problem.lines.some((line) => holds(problem, line, source)),
  );
  const pairs = [...new Set(serving.map(pairOf))].sort((a, b) => a - b);
  return sources.map((source) => pairs.indexOf(pairOf(source)) + 1);
}

function holds(problem: Problem, line: ProblemLine, source: number): boolean {
  if (line.mask !== null && line.mask[source] !== 1) return false;
  if (problem.hasCapacity && isFull(problem, nodeOf(problem, source))) return false;
  if (isDayFull(problem, source)) return false;
  const rows = line.rankRows.length > 0 ? line.rankRows : [line];
  return rows.some((row) => stockFor(problem, row, source) >= 1);
}

function isFull({ nodeCapacity, nodeShipments, nodeLines }: Problem, node: number): boolean {
  return [nodeCapacity, nodeShipments, nodeLines].some((limits) => limits !== null && limits[node] < 1);
}

function isDayFull({ days }: Problem, source: number): boolean {
  if (days === null || days.sourceDay[source] < 0) return false;
  return [days.dayUnits, days.dayShipments, days.dayLines].some((limits) => limits[days.sourceDay[source]] < 1);
}

/** Negative: `a` comes first. Element by element; a list that ends first comes first. */
export function compareParts(a: readonly Part[], b: readonly Part[]): number {
  for (let index = 0; index < Math.min(a.length, b.length); index += 1) {
    const order = a[index].line - b[index].line || a[index].source - b[index].source || a[index].units - b[index].units;
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

export function unfilledOf(problem: Problem, parts: readonly Part[], line: number): number {
  return problem.lines[line].units - sum(parts.filter((part) => part.line === line).map((part) => part.units));
}

export function nodeOf(problem: Problem, source: number): number {
  let node = 0;
  while (problem.nodeSourceStart[node + 1] <= source) node += 1;
  return node;
}

/** Units that the node promises to starts of a rank; 0 where the row does not name it. */
export function stockAt({ starts }: Problem, row: StockRow, node: number, rank: number): number {
  const ranks = starts?.ranks ?? 1;
  for (let entry = row.rowStart; entry < row.rowEnd; entry += 1) {
    if (row.rowNode[entry] === node) return row.rowUnits[entry * ranks + rank];
  }
  return 0;
}

/** Units that the node promises to the source's start. */
export function stockFor(problem: Problem, row: StockRow, source: number): number {
  return stockAt(problem, row, nodeOf(problem, source), problem.starts?.sourceRank[source] ?? 0);
}

function drawOf(line: ProblemLine, item: number): number {
  return sum(line.draws.filter((draw) => draw.item === item).map((draw) => draw.units));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function given<T>(column: T | null): T {
  if (column === null) throw new Error('a level asks for a column that the problem does not have');
  return column;
}
