/** What nodes with `capacityPerDay` have taken on, by local day: the caller's counters, and what was committed since. */
import { IssueList, maybe } from '../model/issues';
import type { NetworkIndex } from '../model/network';
import type { Workload } from '../model/types';
import { compareIds } from '../model/units';

export const MEASURES = ['orders', 'shipments', 'lines', 'units'] as const;

export type Measure = (typeof MEASURES)[number];

/** Work of one node on one of its local days. */
export interface DayLoad extends Readonly<Record<Measure, number>> {
  readonly node: number;
  readonly day: string;
}

export class Workloads {
  /** node → day → work. */
  readonly #loads = new Map<number, Map<string, DayLoad>>();

  /** @throws InputError naming every counter that is of no such node, or there twice */
  constructor(
    readonly index: NetworkIndex,
    used: readonly Workload[],
  ) {
    const issues = new IssueList('snapshot');
    const places = new Map<string, number>();
    used.forEach(({ node: id, ...load }, place) => {
      const node = dayNode(index, id, ['used', place, 'node'], issues);
      if (node === undefined) return;
      const first = places.get(`${node} ${load.day}`);
      if (first !== undefined) {
        issues.add('duplicate', ['used', place], `${id} on ${load.day}`, `is already at used[${first}]`);
        return;
      }
      places.set(`${node} ${load.day}`, place);
      this.add({ node, ...load }, 1);
    });
    issues.throwIfAny();
  }

  add(load: DayLoad, sign: 1 | -1): void {
    const { node, day } = load;
    let days = this.#loads.get(node);
    if (days === undefined) {
      days = new Map();
      this.#loads.set(node, days);
    }
    days.set(day, addLoads(days.get(day) ?? NOTHING, load, sign));
  }

  /** Work of a measure that the node can still take on that day, negative where it is over; undefined = no limit. */
  left(node: number, day: string, measure: Measure): number | undefined {
    const limit = this.index.nodes[node].capacityPerDay?.[measure];
    if (limit === undefined) return undefined;
    return limit - (this.#loads.get(node)?.get(day)?.[measure] ?? 0);
  }

  /** Everything that is not zero, by node id and day. */
  list(): Workload[] {
    const rows = [...this.#loads].flatMap(([node, days]) =>
      [...days].map(([day, { orders, shipments, lines, units }]) => {
        return { node: this.index.nodes[node].id, day, orders, shipments, lines, units };
      }),
    );
    const busy = rows.filter((row) => MEASURES.some((measure) => row[measure] !== 0));
    return busy.sort((a, b) => compareIds(a.node, b.node) || compareIds(a.day, b.day));
  }
}

const NOTHING: Readonly<Record<Measure, number>> = { orders: 0, shipments: 0, lines: 0, units: 0 };

/** The node of that id, which must have a `capacityPerDay`; else an issue, and undefined. */
export function dayNode(
  index: NetworkIndex,
  id: string,
  path: readonly (string | number)[],
  issues: IssueList,
): number | undefined {
  const node = index.nodeOfId.get(id);
  if (node === undefined) {
    issues.add('unknown-reference', path, id, 'is not the id of a node', maybe(id, index.nodeOfId.keys()));
    return undefined;
  }
  if (index.nodes[node].capacityPerDay !== undefined) return node;
  issues.add('invalid', path, id, 'has no capacityPerDay to count against');
  return undefined;
}

/** @returns the day of `more` */
export function addLoads(before: Readonly<Record<Measure, number>>, more: DayLoad, sign: 1 | -1): DayLoad {
  return {
    node: more.node,
    day: more.day,
    orders: before.orders + sign * more.orders,
    shipments: before.shipments + sign * more.shipments,
    lines: before.lines + sign * more.lines,
    units: before.units + sign * more.units,
  };
}
