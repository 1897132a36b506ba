import { type NetworkIndex, NO_CARD } from '../model/network';
import type { Network } from '../model/types';
import { compareIds, toMilli } from '../model/units';
import { PostalIndex } from './postalAreas';

function levelsOf(services: NetworkIndex['services']): Map<string, number[]> {
  const levels = new Map<string, number[]>();
  services.forEach(({ id, level }, service) => {
    const name = level ?? id;
    levels.set(name, [...(levels.get(name) ?? []), service]);
  });
  return levels;
}

/** Ids become integers, in code-unit order: whatever order the network was written in, the same index comes out. */
export function indexNetwork(network: Network): NetworkIndex {
  const postal = new PostalIndex(network.postalAreas ?? []);
  const nodes = network.nodes.map((node) => postal.complete(node)).sort((a, b) => compareIds(a.id, b.id));
  const services = [...network.services].sort((a, b) => compareIds(a.id, b.id));
  const cards = [...network.rateCards].sort((a, b) => compareIds(a.id, b.id));
  const serviceOfId = new Map(services.map((service, index) => [service.id, index]));
  const cardOfId = new Map(cards.map((card, index) => [card.id, index]));

  const nodeSourceStart = new Int32Array(nodes.length + 1);
  const sourceNode: number[] = [];
  const sourceService: number[] = [];
  const sourceCard: number[] = [];
  const sourceProcurement: number[] = [];
  const sourcePickUps: NetworkIndex['sourcePickUps'][number][] = [];
  const every: NonNullable<Network['nodes'][number]['services']> = services.map(({ id }) => ({ id }));
  nodes.forEach((node, index) => {
    const handsTo = node.online ? (node.services ?? every) : [];
    for (const { id, rateCard, pickUps, transferPerUnit } of [...handsTo].sort((a, b) => compareIds(a.id, b.id))) {
      const service = serviceOfId.get(id) as number;
      sourceNode.push(index);
      sourceService.push(service);
      const card = rateCard ?? services[service].rateCard;
      sourceCard.push(card === undefined ? NO_CARD : (cardOfId.get(card) as number));
      sourcePickUps.push(services[service].kind === 'pickUp' ? undefined : (pickUps ?? services[service].pickUps));
      sourceProcurement.push(toMilli(node.procurementPerUnit ?? 0) + toMilli(transferPerUnit ?? 0));
    }
    nodeSourceStart[index + 1] = sourceNode.length;
  });
  return {
    network,
    postal,
    nodes,
    nodeOfId: new Map(nodes.map((node, index) => [node.id, index])),
    services,
    serviceOfId,
    levels: levelsOf(services),
    cards,
    sources: sourceNode.length,
    nodeSourceStart,
    sourceNode: Int32Array.from(sourceNode),
    sourceService: Int32Array.from(sourceService),
    sourceCard: Int32Array.from(sourceCard),
    sourcePickUps,
    sourceProcurement: Float64Array.from(sourceProcurement),
    offline: nodes.flatMap(({ offline = [] }, node) =>
      offline.map(({ from, until }) => ({ node, from: Date.parse(from), until: Date.parse(until) })),
    ),
    hasCapacity: nodes.some((node) => node.capacityUnits !== undefined),
  };
}
