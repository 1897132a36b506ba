/** How far from a node to the destination, in whole metres. */
import { InputError } from '../model/errors';
import { EARTH_RADIUS_METRES, UNKNOWN_DISTANCE_METRES } from '../model/units';
import { readsField } from './conditions';
import type { Facts, NodeInput, OrderFacts } from './facts';
import { show } from './violations';

/** Whole metres; undefined = unknown. @throws InputError if the caller's own function gives no whole metres */
export function knownMetres(facts: Facts, node: NodeInput): number | undefined {
  const { destination } = facts.order;
  // Collected where it is.
  if (facts.group.pickUpNode === node.id) return 0;
  if (facts.distance !== undefined) return givenMetres(facts, node);
  const how = facts.network.distance;
  if (how?.kind === 'matrix') {
    const column = destination.place === undefined ? -1 : how.places.indexOf(destination.place);
    return how.metres[how.nodes.indexOf(node.id)]?.[column] ?? undefined;
  }
  if (node.location === undefined || destination.location === undefined) return undefined;
  return haversine(node.location, destination.location, how?.radiusMetres ?? EARTH_RADIUS_METRES);
}

function givenMetres({ distance, order }: Facts, node: NodeInput): number | undefined {
  const { id, location } = node;
  const answer = distance?.(location === undefined ? { id } : { id, location }, order.destination) ?? undefined;
  if (answer === undefined || (Number.isInteger(answer) && answer >= 0)) return answer;
  const message = `distance: ${show(answer)} from node ${show(id)} must be whole metres, or null.`;
  throw new InputError([{ code: 'invalid', path: ['distance', id], message }]);
}

interface Point {
  readonly lat: number;
  readonly lng: number;
}

function haversine(from: Point, to: Point, radiusMetres: number): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const acrossLat = Math.sin(radians(to.lat - from.lat) / 2);
  const acrossLng = Math.sin(radians(to.lng - from.lng) / 2);
  const squaredHalfChord = acrossLat ** 2 + Math.cos(radians(from.lat)) * Math.cos(radians(to.lat)) * acrossLng ** 2;
  // Rounding may lift the square above 1 for points opposite each other.
  return Math.round(2 * radiusMetres * Math.asin(Math.sqrt(Math.min(1, squaredHalfChord))));
}

/** As rates, rules and transit bands read it: an unknown distance is half the circumference where the rules say `last`. */
export function readMetres(facts: Facts, node: NodeInput): number | undefined {
  const metres = knownMetres(facts, node);
  return metres === undefined && facts.rules.unknownDistance === 'last' ? UNKNOWN_DISTANCE_METRES : metres;
}

/** As the objective counts it: an unknown distance is half the circumference. */
export function countedMetres(facts: Facts, node: NodeInput): number {
  return knownMetres(facts, node) ?? UNKNOWN_DISTANCE_METRES;
}

/** Whether a rule or an asked level reads every distance, so that it must be known. Rates and transit are judged by their result. */
export function needsMetres({ rules, goals }: OrderFacts): boolean {
  if (goals.includes('unitDistance') || goals.includes('shipmentDistance')) return true;
  const costs = rules.costs ?? [];
  if (costs.some((cost) => (cost.perUnitKm ?? 0) > 0)) return true;
  const conditions = [
    ...(rules.filters ?? []).map((each) => each.exclude ?? each.require),
    ...costs.map((each) => each.when),
  ];
  return conditions.some((condition) => condition !== undefined && readsField(condition, 'distanceKm'));
}

/** The first that reaches so far, its end included; undefined: none does, or it takes a distance that is unknown to say. */
export function bandAt<Band extends { upToKm?: number | undefined }>(
  bands: readonly Band[],
  metres: number | undefined,
): Band | undefined {
  for (const band of bands) {
    if (band.upToKm === undefined) return band;
    if (metres === undefined) return undefined;
    if (metres <= Math.round(band.upToKm * 1000)) return band;
  }
  return undefined;
}
