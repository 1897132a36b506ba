/** The contiguous United States in letters: every city of the data is a faint dot, which is enough to see the coast by. */
import { CITIES } from '../bench/cities';
import { paint } from './paint';

const WEST = -125;
const EAST = -66.5;
const NORTH = 49.5;
const SOUTH = 24.4;

export interface Place {
  readonly lat: number;
  readonly lng: number;
  /** One character. */
  readonly mark: string;
}

/**
 * @param places later ones are drawn over earlier ones
 * @param routes pairs of places to join
 * @returns lines of text, `width` characters wide
 */
export function drawMap(
  width: number,
  places: readonly Place[],
  routes: readonly (readonly [Place, Place])[],
): string[] {
  // A character is about twice as high as wide, and a degree of longitude is shorter than one of latitude.
  const height = Math.round(((width / ((EAST - WEST) * Math.cos((38 * Math.PI) / 180))) * (NORTH - SOUTH)) / 2);
  const column = (lng: number) =>
    Math.max(0, Math.min(width - 1, Math.round(((lng - WEST) / (EAST - WEST)) * (width - 1))));
  const row = (lat: number) =>
    Math.max(0, Math.min(height - 1, Math.round(((NORTH - lat) / (NORTH - SOUTH)) * (height - 1))));
  const grid = Array.from({ length: height }, () => Array<string>(width).fill(' '));
  for (const { lat, lng } of CITIES) grid[row(lat)][column(lng)] = paint('dim', '·');
  for (const [from, to] of routes) {
    const steps = Math.max(Math.abs(column(from.lng) - column(to.lng)), Math.abs(row(from.lat) - row(to.lat)), 1);
    for (let step = 1; step < steps; step += 1) {
      const share = step / steps;
      const lat = from.lat + share * (to.lat - from.lat);
      const lng = from.lng + share * (to.lng - from.lng);
      grid[row(lat)][column(lng)] = paint('cyan', '∙');
    }
  }
  for (const { lat, lng, mark } of places) grid[row(lat)][column(lng)] = paint('bold', mark);
  return grid.map((cells) => cells.join('').trimEnd());
}
