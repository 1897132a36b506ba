import type { IssueList, Path } from '../model/issues';
import { checkShape, indexIds, indexWords, refer } from '../model/references';
import type { Network } from '../model/types';
import { checkPostalAreas, checkRateCard } from './checkRates';

/** What a schema cannot see: references, duplicates, the order of bands, the shape of the distance matrix. */
export function checkNetwork(network: Network, issues: IssueList): void {
  const nodes = indexIds(network.nodes, ['nodes'], issues);
  const services = indexIds(network.services, ['services'], issues);
  const cards = indexIds(network.rateCards, ['rateCards'], issues);
  network.nodes.forEach((node, n) => {
    if (node.services === undefined) return;
    indexIds(node.services, ['nodes', n, 'services'], issues);
    node.services.forEach((service, s) => {
      const path = ['nodes', n, 'services', s];
      refer(services, service.id, [...path, 'id'], 'service', issues);
      if (service.rateCard !== undefined) refer(cards, service.rateCard, [...path, 'rateCard'], 'rate card', issues);
    });
  });
  network.rateCards.forEach((card, c) => {
    checkBands(card.bands ?? [], ['rateCards', c, 'bands'], issues);
    checkRateCard(card, ['rateCards', c], issues);
  });
  checkPostalAreas(network, issues);
  network.services.forEach((service, s) => {
    if (service.rateCard !== undefined)
      refer(cards, service.rateCard, ['services', s, 'rateCard'], 'rate card', issues);
    checkBands(service.transit?.bands ?? [], ['services', s, 'transit', 'bands'], issues);
    service.transit?.lanes?.forEach((lane, l) => {
      if (lane.node !== undefined)
        refer(nodes, lane.node, ['services', s, 'transit', 'lanes', l, 'node'], 'node', issues);
    });
  });
  checkMatrix(network, nodes, issues);
}

/** Bands reach further one by one; only the last may be open. */
function checkBands(bands: readonly { readonly upToKm?: number | undefined }[], path: Path, issues: IssueList): void {
  let reached = 0;
  bands.forEach((band, index) => {
    if (band.upToKm === undefined) {
      if (index < bands.length - 1)
        issues.add('bands', [...path, index], undefined, 'is open, which only the last band may be');
    } else if (band.upToKm <= reached) {
      issues.add('bands', [...path, index, 'upToKm'], band.upToKm, `must be more than the band before it (${reached})`);
    } else {
      reached = band.upToKm;
    }
  });
}

function checkMatrix(network: Network, nodes: ReadonlyMap<string, number>, issues: IssueList): void {
  const distance = network.distance;
  if (distance?.kind !== 'matrix') return;
  const path = ['distance', 'metres'];
  indexWords(distance.nodes, ['distance', 'nodes'], issues);
  indexWords(distance.places, ['distance', 'places'], issues);
  distance.nodes.forEach((id, row) => {
    refer(nodes, id, ['distance', 'nodes', row], 'node', issues);
  });
  checkShape(distance.metres, distance.nodes.length, distance.places.length, path, issues);
}
