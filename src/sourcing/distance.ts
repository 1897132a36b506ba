import { IssueList } from '../model/issues';
import type { NetworkIndex } from '../model/network';
import type { Destination, DistanceFunction } from '../model/types';
import { EARTH_RADIUS_METRES, greatCircleMetres } from '../model/units';

/** In a column of metres: not known. */
export const UNKNOWN = -1;
const MOST_METRES = 1e9;

/** How far it is, made once per router. */
export interface DistanceSource {
  /** Fields of a destination that the distance depends on. */
  readonly reads: readonly (keyof Destination)[];
  /** node → whole metres to the destination, or UNKNOWN. */
  readonly measure: (destination: Destination) => Int32Array;
}

/** @param given the caller's own function; it goes before what the network says */
export function distanceSource(index: NetworkIndex, given: DistanceFunction | undefined): DistanceSource {
  if (given !== undefined) {
    const reads = ['location', 'place', 'country', 'region', 'postalCode'] as const;
    return { reads, measure: (destination) => measureByFunction(index, given, destination) };
  }
  const distance = index.network.distance;
  if (distance?.kind === 'matrix') return matrixSource(index, distance);
  const radius = distance?.radiusMetres ?? EARTH_RADIUS_METRES;
  return { reads: ['location'], measure: (destination) => measureGreatCircle(index, radius, destination) };
}

function matrixSource(
  index: NetworkIndex,
  matrix: { nodes: readonly string[]; places: readonly string[]; metres: readonly (readonly (number | null)[])[] },
): DistanceSource {
  const columnOf = new Map(matrix.places.map((place, column) => [place, column]));
  const measure = (destination: Destination): Int32Array => {
    const metres = new Int32Array(index.nodes.length).fill(UNKNOWN);
    const column = destination.place === undefined ? undefined : columnOf.get(destination.place);
    if (column === undefined) return metres;
    matrix.nodes.forEach((id, row) => {
      metres[index.nodeOfId.get(id) as number] = matrix.metres[row][column] ?? UNKNOWN;
    });
    return metres;
  };
  return { reads: ['place'], measure };
}

function measureGreatCircle(index: NetworkIndex, radiusMetres: number, { location }: Destination): Int32Array {
  const metres = new Int32Array(index.nodes.length).fill(UNKNOWN);
  if (location === undefined) return metres;
  const { lat, lng } = location;
  index.nodes.forEach(({ location: at }, node) => {
    if (at !== undefined) metres[node] = greatCircleMetres(at.lat, at.lng, lat, lng, radiusMetres);
  });
  return metres;
}

function measureByFunction(index: NetworkIndex, given: DistanceFunction, destination: Destination): Int32Array {
  const issues = new IssueList('distance');
  const metres = new Int32Array(index.nodes.length);
  index.nodes.forEach(({ id, location }, node) => {
    const answer: unknown = given(location === undefined ? { id } : { id, location }, destination as never);
    metres[node] = UNKNOWN;
    if (answer === null || answer === undefined) return;
    if (typeof answer === 'number' && Number.isInteger(answer) && answer >= 0 && answer <= MOST_METRES)
      metres[node] = answer;
    else issues.add('invalid', [id], answer, 'must be whole metres from 0 to 1e9, or null where unknown');
  });
  issues.throwIfAny();
  return metres;
}
