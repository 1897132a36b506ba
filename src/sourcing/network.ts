import type { NetworkIndex } from '../model/network';
import type { Network } from '../model/types';
import { compareIds, toMilli } from '../model/units';
import { PostalIndex } from './postalAreas';

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
  const every = services.map((service) => ({ id: service.id, rateCard: undefined, transferPerUnit: undefined }));
  nodes.forEach((node, index) => {
    const handsTo = node.online ? (node.services ?? every) : [];
    for (const { id, rateCard, transferPerUnit } of [...handsTo].sort((a, b) => compareIds(a.id, b.id))) {
      const service = serviceOfId.get(id) as number;
      sourceNode.push(index);
      sourceService.push(service);
      sourceCard.push(cardOfId.get(rateCard ?? services[service].rateCard) as number);
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
    cards,
    sources: sourceNode.length,
    nodeSourceStart,
    sourceNode: Int32Array.from(sourceNode),
    sourceService: Int32Array.from(sourceService),
    sourceCard: Int32Array.from(sourceCard),
    sourceProcurement: Float64Array.from(sourceProcurement),
    hasCapacity: nodes.some((node) => node.capacityUnits !== undefined),
  };
}
