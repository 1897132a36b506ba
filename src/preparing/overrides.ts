/** What a caller overrides for one call: written into the order, but for pauses, which move the starts of nodes. */
import { IssueList } from '../model/issues';
import type { NetworkIndex } from '../model/network';
import { indexIds, refer } from '../model/references';
import type { Order, Overrides } from '../model/types';

/** node → epoch ms before which it starts nothing. */
export type Pauses = ReadonlyMap<number, number>;

export const NO_PAUSES: Pauses = new Map();

/** @throws InputError for nodes and lines that are not there, or named twice */
export function underOverrides(order: Order, overrides: Overrides | undefined, index: NetworkIndex): Order {
  if (overrides === undefined) return order;
  checkOverrides(order, overrides, index);
  const { excludedNodes = [], pinnedLines = [] } = overrides;
  const pins = new Map(pinnedLines.map(({ line, nodes }) => [line, nodes]));
  return {
    ...order,
    ...(excludedNodes.length === 0 ? {} : { excludedNodes: [...(order.excludedNodes ?? []), ...excludedNodes] }),
    lines: order.lines.map((line) => {
      const pinnedNodes = pins.get(line.id);
      return pinnedNodes === undefined ? line : { ...line, pinnedNodes };
    }),
  };
}

export function pausesOf(overrides: Overrides | undefined, index: NetworkIndex): Pauses {
  if (overrides?.pausedNodes === undefined) return NO_PAUSES;
  return new Map(
    overrides.pausedNodes.map(({ node, until }) => [index.nodeOfId.get(node) as number, Date.parse(until)]),
  );
}

/** When a node hears of an order that others hear of at `release`, in epoch ms. */
export function releaseAt(release: number, pauses: Pauses): (node: number) => number {
  return (node) => Math.max(release, pauses.get(node) ?? release);
}

function checkOverrides({ lines }: Order, overrides: Overrides, { nodeOfId }: NetworkIndex): void {
  const issues = new IssueList('options');
  const { excludedNodes = [], pinnedLines = [], pausedNodes = [] } = overrides;
  const known = new Map(lines.map(({ id }) => [id, id]));
  excludedNodes.forEach((node, place) => {
    refer(nodeOfId, node, ['overrides', 'excludedNodes', place], 'node', issues);
  });
  indexIds(
    pinnedLines.map(({ line }) => ({ id: line })),
    ['overrides', 'pinnedLines'],
    issues,
  );
  pinnedLines.forEach(({ line, nodes }, place) => {
    refer(known, line, ['overrides', 'pinnedLines', place, 'line'], 'line', issues);
    nodes.forEach((node, each) => {
      refer(nodeOfId, node, ['overrides', 'pinnedLines', place, 'nodes', each], 'node', issues);
    });
  });
  indexIds(
    pausedNodes.map(({ node }) => ({ id: node })),
    ['overrides', 'pausedNodes'],
    issues,
  );
  pausedNodes.forEach(({ node }, place) => {
    refer(nodeOfId, node, ['overrides', 'pausedNodes', place, 'node'], 'node', issues);
  });
  issues.throwIfAny();
}
