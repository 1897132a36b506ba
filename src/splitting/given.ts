/** Plans that come from outside: whether one holds for a problem, and what it is worth. */
import { creditsOf } from './credits';
import { Judge, type Part, sortParts } from './plan-value';
import type { Assignment, Problem, StockRow } from './problem';
import type { Scratch } from './scratch';
import { nodeOf } from './starts';

/** Cost in milli of a plan, whatever the problem's levels are. */
export function costOf(problem: Problem, scratch: Scratch, parts: readonly Part[]): number {
  return new Judge({ ...problem, levels: [{ goal: 'cost' }] }, scratch).value(parts).values[0];
}

/**
 * A given plan as the answer, with the bounds of a search for a better one. The bound of a level counts plans no worse than the answer on
 * the levels before; where the given plan is worse on one of those, only nothing bounds what follows.
 */
export function answerGiven(problem: Problem, scratch: Scratch, given: readonly Part[], found: Assignment): Assignment {
  const judge = new Judge(problem, scratch);
  const { parts, values } = judge.value(sortParts([...given]));
  let isNoWorse = true;
  let isOptimal = true;
  const levels = problem.levels.map(({ goal }, level) => {
    const value = values[level];
    const least = goal === 'cost' ? 0 - creditsOf(problem) : 0;
    const bound = Math.min(value, isNoWorse ? found.levels[level].bound : least);
    isOptimal &&= bound === value;
    isNoWorse &&= value <= found.levels[level].value;
    return { value, bound, optimal: isOptimal };
  });
  return { parts, shipments: judge.shipments(parts), levels, tiesSettled: false, steps: found.steps };
}

/** Whether the plan keeps to stock, capacity and every limit of the problem. */
export function isPossible(problem: Problem, parts: readonly Part[]): boolean {
  const { lines, columns } = problem;
  const usable = ({ line, source }: Part) => (lines[line].mask ?? columns.usable)[source] === 1;
  return (
    parts.every(usable) &&
    lines.every((line, place) => {
      const own = parts.filter((part) => part.line === place);
      const units = own.reduce((sum, part) => sum + part.units, 0);
      if (units > line.units || own.length > line.maxShipments) return false;
      if (line.complete && units > 0 && units < line.units) return false;
      return fitsRow(problem, line, own);
    }) &&
    problem.items.every((item, place) => fitsRow(problem, item, drawsOn(problem, place, parts))) &&
    fitsNodes(problem, parts) &&
    fitsDays(problem, parts) &&
    keepsLimits(problem, parts)
  );
}

function drawsOn({ lines }: Problem, item: number, parts: readonly Part[]): Part[] {
  return parts.flatMap((part) => {
    const draw = lines[part.line].draws.find((each) => each.item === item);
    return draw === undefined ? [] : [{ ...part, units: part.units * draw.units }];
  });
}

/** Σ units of starts up to each rank ≤ what the node can promise to it. */
function fitsRow(problem: Problem, { rowNode, rowUnits, rowStart, rowEnd }: StockRow, parts: readonly Part[]): boolean {
  const { starts } = problem;
  const ranks = starts?.ranks ?? 1;
  const nodes = new Map<number, Part[]>();
  for (const part of parts) {
    const node = nodeOf(problem, part.source);
    nodes.set(node, [...(nodes.get(node) ?? []), part]);
  }
  for (let entry = rowStart; entry < rowEnd; entry += 1) {
    const own = nodes.get(rowNode[entry]);
    if (own === undefined) continue;
    nodes.delete(rowNode[entry]);
    for (let rank = 0; rank < ranks; rank += 1) {
      const drawn = own.filter(({ source }) => (starts?.sourceRank[source] ?? 0) <= rank);
      if (sum(drawn) > rowUnits[entry * ranks + rank]) return false;
    }
  }
  return nodes.size === 0;
}

function fitsNodes(problem: Problem, parts: readonly Part[]): boolean {
  const { lines, nodeCapacity, nodeShipments, nodeLines } = problem;
  const nodes = new Set(parts.map(({ source }) => nodeOf(problem, source)));
  return [...nodes].every((node) => {
    const own = parts.filter(({ source }) => nodeOf(problem, source) === node);
    if (own.reduce((units, part) => units + part.units * lines[part.line].weight, 0) > nodeCapacity[node]) return false;
    if (nodeShipments !== null && new Set(own.map(({ source }) => source)).size > nodeShipments[node]) return false;
    return nodeLines === null || own.reduce((count, { line }) => count + lines[line].members, 0) <= nodeLines[node];
  });
}

function fitsDays({ days, lines }: Problem, parts: readonly Part[]): boolean {
  if (days === null) return true;
  const { sourceDay, dayUnits, dayShipments, dayLines } = days;
  return [...new Set(parts.map(({ source }) => sourceDay[source]))].every((day) => {
    if (day < 0) return true;
    const own = parts.filter(({ source }) => sourceDay[source] === day);
    return (
      own.reduce((units, part) => units + part.units * lines[part.line].weight, 0) <= dayUnits[day] &&
      new Set(own.map(({ source }) => source)).size <= dayShipments[day] &&
      own.reduce((count, { line }) => count + lines[line].members, 0) <= dayLines[day]
    );
  });
}

/** Limits on shipments, and what ships whole or not at all. */
function keepsLimits({ lines, groups, maxShipments, shipComplete }: Problem, parts: readonly Part[]): boolean {
  const isWhole = (isOf: (line: number) => boolean) => {
    const own = parts.filter(({ line }) => isOf(line));
    return (
      own.length === 0 || sum(own) === lines.reduce((units, line, place) => units + (isOf(place) ? line.units : 0), 0)
    );
  };
  if (new Set(parts.map(({ source }) => source)).size > maxShipments) return false;
  if (shipComplete && !isWhole(() => true)) return false;
  if (groups === null) return true;
  const { sourceGroup, lineGroup } = groups;
  return [...groups.maxShipments].every((limit, group) => {
    const own = parts.filter(({ source }) => sourceGroup[source] === group);
    if (new Set(own.map(({ source }) => source)).size > limit) return false;
    return groups.shipComplete[group] === 0 || isWhole((line) => lineGroup[line] === group);
  });
}

function sum(parts: readonly Part[]): number {
  return parts.reduce((units, part) => units + part.units, 0);
}
