/** What the level `balance` counts: how full nodes and their days are before the order comes. */
import type { NetworkIndex } from '../model/network';
import type { Gauges } from '../splitting/problem';
import { UNLIMITED } from './room';
import type { Workloads } from './workloads';

/** What the nodes still take, and the work of their days. */
interface Books {
  readonly capacity: Int32Array;
  readonly work: Workloads;
}

/** One day of a node; undefined: it has no limits per day. */
interface DayOf {
  readonly node: number;
  readonly day: string | undefined;
}

/** @param days by gauge; @param sourceDay source → place in `days`, −1 = none */
export function gaugesOf(
  index: NetworkIndex,
  { capacity, work }: Books,
  days: readonly DayOf[],
  sourceDay: Int32Array,
): Gauges {
  const nodeTotal = Int32Array.from(index.nodes, ({ capacityUnits }) => capacityUnits ?? 0);
  const nodeUsed = nodeTotal.map((total, node) => (capacity[node] === UNLIMITED ? 0 : total - capacity[node]));
  const dayTotal = Int32Array.from(days, ({ node, day }) =>
    day === undefined ? 0 : (index.nodes[node].capacityPerDay?.units ?? 0),
  );
  const dayUsed = Int32Array.from(days, ({ node, day }, at) =>
    day === undefined || dayTotal[at] === 0 ? 0 : dayTotal[at] - (work.left(node, day, 'units') as number),
  );
  return { nodeTotal, nodeUsed, sourceDay, dayTotal, dayUsed };
}
