/** A plan's shipments as parts of the problem: the way back from ids to integers. */
import type { NetworkIndex } from '../model/network';
import type { Plan, Shipment } from '../model/types';
import type { Prepared } from '../preparing/prepare';
import { type Part, sortParts } from '../splitting/plan-value';

export interface PlanParts {
  readonly parts: readonly Part[];
  /** Source of the problem → place of its shipment in the plan. */
  readonly shipmentOf: ReadonlyMap<number, number>;
}

/** undefined: the plan opens what the order could not, or tears what must travel whole. */
export function planParts(index: NetworkIndex, prepared: Prepared, plan: Plan): PlanParts | undefined {
  const bundleOf = new Map(prepared.bundles.flatMap(({ bundle }, at) => bundle.members.map(({ id }) => [id, at])));
  const parts: Part[] = [];
  const shipmentOf = new Map<number, number>();
  for (const [place, shipment] of plan.shipments.entries()) {
    const lines = [...new Set(shipment.lines.map(({ line }) => bundleOf.get(line)))];
    if (lines.some((line) => line === undefined)) return undefined;
    const source = sourceOf(index, prepared, shipment, lines as number[], shipmentOf);
    if (source === undefined) return undefined;
    shipmentOf.set(source, place);
    for (const line of lines as number[]) {
      const units = unitsOf(prepared, line, shipment);
      if (units === undefined) return undefined;
      parts.push({ line, source, units });
    }
  }
  return { parts: sortParts(parts), shipmentOf };
}

/** The one that starts when the shipment does and may carry its lines; of several the one that is ready then. */
function sourceOf(
  index: NetworkIndex,
  { problem, departureOf, scenes, groups }: Prepared,
  { node: nodeId, service, group, start, ready }: Shipment,
  lines: readonly number[],
  taken: ReadonlyMap<number, number>,
): number | undefined {
  const node = index.nodeOfId.get(nodeId);
  if (node === undefined) return undefined;
  const fitting: number[] = [];
  for (let source = problem.nodeSourceStart[node]; source < problem.nodeSourceStart[node + 1]; source += 1) {
    const departure = departureOf(source);
    const isSame =
      index.services[index.sourceService[departure.source]].id === service &&
      groups[departure.group].id === group &&
      departure.start === Date.parse(start);
    const may = lines.every((line) => (problem.lines[line].mask ?? problem.columns.usable)[source] === 1);
    if (isSame && may && !taken.has(source)) fitting.push(source);
  }
  const isReadyThen = (source: number) => {
    const { source: own, group: place, release, minutes } = departureOf(source);
    return scenes[place].schedules.of(own, release, minutes).ready === Date.parse(ready);
  };
  return fitting.find(isReadyThen) ?? fitting[0];
}

/** In units of the problem; undefined: of what must travel whole, only a part is there. */
function unitsOf({ bundles }: Prepared, line: number, { lines }: Shipment): number | undefined {
  const { members, whole } = bundles[line].bundle;
  const quantityOf = (id: string) => lines.reduce((sum, each) => sum + (each.line === id ? each.quantity : 0), 0);
  if (!whole) return quantityOf(members[0].id);
  return members.every(({ id, quantity }) => quantityOf(id) === quantity) ? 1 : undefined;
}
