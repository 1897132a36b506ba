import type { Problem } from './problem';

/**
 * Delivery groups never share a shipment: each pays the split fee beyond its first one, may have a limit on shipments of its own, and may
 * ship whole or not at all. Without groups the order is one.
 */

interface Shipped {
  readonly line: number;
  readonly source: number;
  readonly units: number;
}

/** Delivery groups that ship something. */
export function shippingGroups({ groups }: Pick<Problem, 'groups'>, sources: readonly number[]): number {
  if (groups === null) return sources.length > 0 ? 1 : 0;
  return new Set(sources.map((source) => groups.sourceGroup[source])).size;
}

/** Delivery groups of which eligible stock could fill anything. `demand`: line → units that it can. */
export function wantingGroups({ groups, lines }: Problem, demand: Int32Array): number {
  if (groups === null) return 1;
  return new Set(lines.flatMap((_, line) => (demand[line] > 0 ? [groups.lineGroup[line]] : []))).size;
}

/** Whether the line ships whole or not at all, by itself or with its group. */
export function isWhole({ groups, lines }: Problem, line: number): boolean {
  return lines[line].complete || isGroupWhole({ groups }, line);
}

/** Whether all of the line's group ships, or nothing of it. */
export function isGroupWhole({ groups }: Pick<Problem, 'groups'>, line: number): boolean {
  return groups !== null && groups.shipComplete[groups.lineGroup[line]] === 1;
}

/** Whether some group ships whole or not at all. */
export function hasWholeGroup({ groups }: Problem): boolean {
  return groups?.shipComplete.includes(1) === true;
}

/** Whether no plan can reach a group's limit on shipments. */
export function areUnlimited(problem: Problem): boolean {
  const { groups } = problem;
  return groups === null || groups.maxShipments.every((most, group) => most >= unitsOf(problem, group));
}

/** Units asked of the lines of a group. */
export function unitsOf({ groups, lines }: Problem, group: number): number {
  return lines.reduce((sum, { units }, line) => sum + (groups?.lineGroup[line] === group ? units : 0), 0);
}

/** Whether the source's group takes one more shipment beside these. */
export function takesShipment({ groups }: Problem, sources: readonly number[], source: number): boolean {
  if (groups === null) return true;
  const group = groups.sourceGroup[source];
  return sources.filter((other) => groups.sourceGroup[other] === group).length < groups.maxShipments[group];
}

/** Whether every group keeps to its limit on shipments, and ships whole where it must. */
export function keepsGroups(problem: Problem, parts: readonly Shipped[]): boolean {
  const { groups } = problem;
  if (groups === null) return true;
  const sources = [...new Set(parts.map(({ source }) => source))];
  const torn = tornGroups(problem, parts);
  return groups.maxShipments.every(
    (most, group) =>
      !torn.has(group) && sources.filter((source) => groups.sourceGroup[source] === group).length <= most,
  );
}

/** Groups that must ship whole or not at all, and do neither. */
export function tornGroups({ groups, lines }: Problem, parts: readonly Shipped[]): ReadonlySet<number> {
  const torn = new Set<number>();
  if (groups === null) return torn;
  const { lineGroup, shipComplete } = groups;
  const shipping = new Set(parts.map(({ line }) => lineGroup[line]));
  lines.forEach(({ units }, line) => {
    const group = lineGroup[line];
    if (shipComplete[group] === 0 || !shipping.has(group)) return;
    const shipped = parts.reduce((sum, part) => sum + (part.line === line ? part.units : 0), 0);
    if (shipped < units) torn.add(group);
  });
  return torn;
}

/** line → the first line of its group where that ships whole or not at all; else the line itself. */
export function firstOfGroups({ groups, lines }: Problem): Int32Array {
  return Int32Array.from(lines, (_, line) =>
    groups !== null && isGroupWhole({ groups }, line) ? groups.lineGroup.indexOf(groups.lineGroup[line]) : line,
  );
}

/** A line that ships whole or not at all, and whose eligible stock is short, is unfilled; so is all of a group that must ship with it. */
export function dropHopelessLines(problem: Problem, demand: Int32Array): void {
  const { groups, lines } = problem;
  const isHopeless = (line: number) => isWhole(problem, line) && demand[line] < lines[line].units;
  lines.forEach((_, index) => {
    if (isHopeless(index)) demand[index] = 0;
  });
  if (groups === null) return;
  lines.forEach((_, index) => {
    const isTorn =
      isGroupWhole(problem, index) &&
      lines.some((__, other) => isHopeless(other) && groups.lineGroup[other] === groups.lineGroup[index]);
    if (isTorn) demand[index] = 0;
  });
}
