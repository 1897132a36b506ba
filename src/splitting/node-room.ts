import type { Problem } from './problem';

/** Whether the node still takes one shipment and so many order lines in it. */
export function takesLines({ hasCapacity, nodeShipments, nodeLines }: Problem, node: number, members: number): boolean {
  if (!hasCapacity) return true;
  return (nodeShipments === null || nodeShipments[node] >= 1) && (nodeLines === null || nodeLines[node] >= members);
}

/** Whether the node takes fewer shipments than it has services, or fewer lines than they could carry of the order's. */
export function canCrowd(problem: Problem, node: number, orderLines: number): boolean {
  const { hasCapacity, nodeShipments, nodeLines, nodeSourceStart } = problem;
  if (!hasCapacity) return false;
  const services = nodeSourceStart[node + 1] - nodeSourceStart[node];
  const shipments = nodeShipments === null ? services : Math.min(services, nodeShipments[node]);
  return shipments < services || (nodeLines !== null && nodeLines[node] < orderLines * shipments);
}
