/** How full the plan leaves the places that it draws on. */
import { zoneOf } from './calendars';
import type { NodeInput, OrderFacts } from './facts';
import type { Judged } from './shipments';

/** The greatest share in whole per mille, rounded up, over nodes and over the days on which work starts; 0: none is limited. */
export function balanceOf(facts: OrderFacts, shipments: readonly Judged[]): bigint {
  const ofNode = new Map<NodeInput, number>();
  const ofDay = new Map<string, { node: NodeInput; day: string; units: number }>();
  for (const { node, start, loads } of shipments) {
    if (node === undefined) continue;
    const units = loads.reduce((sum, { quantity }) => sum + quantity, 0);
    const known = [...ofNode.keys()].find(({ id }) => id === node.id) ?? node;
    ofNode.set(known, (ofNode.get(known) ?? 0) + units);
    if (node.capacityPerDay?.units === undefined) continue;
    const day = facts.local.dateAt(zoneOf(node), start);
    const key = JSON.stringify([node.id, day]);
    ofDay.set(key, { node, day, units: units + (ofDay.get(key)?.units ?? 0) });
  }
  const shares = [0n];
  for (const [{ id, capacityUnits }, units] of ofNode) {
    if (capacityUnits === undefined || units === 0) continue;
    shares.push(perMille(units + claimed(facts, id), capacityUnits));
  }
  for (const { node, day, units } of ofDay.values()) {
    const row = facts.used.find((each) => each.node === node.id && each.day === day);
    if (units > 0) shares.push(perMille(units + (row?.units ?? 0), node.capacityPerDay?.units as number));
  }
  return shares.reduce((most, share) => (share > most ? share : most));
}

function claimed({ capacityClaims }: OrderFacts, id: string): number {
  return capacityClaims.reduce((sum, { node, units }) => (node === id ? sum + units : sum), 0);
}

/** A limit of 0 has no share: nothing can be taken of it, which is another violation. */
function perMille(units: number, total: number): bigint {
  return total === 0 ? 0n : (BigInt(units) * 1000n + BigInt(total) - 1n) / BigInt(total);
}
