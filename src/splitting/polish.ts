import type { Patterns } from './patterns';
import type { Wanted } from './wanted';

/** Steps without a better bound before their length is cut. */
const PATIENCE = 4;

/** What bounds plans at the prices of what is wanted, and says what nodes would ship at them. */
export interface Bounder {
  /** The bound at the prices at hand. */
  reprice(): number;
  /** Takes off the direction, so many times, what would be shipped at the prices of the last bound. */
  takeOff(direction: Float64Array, times: number): void;
}

/** How far above the bound the prices aim, in parts of it; shorter where that finds nothing better. */
export interface Pace {
  reach: number;
  readonly least: number;
}

/**
 * Deflected subgradient steps (Camerini, Fratta and Maffioli 1975) on the prices of what is wanted: what the nodes would take at these prices
 * against what is wanted. Leaves the best prices and their reduced costs; returns their bound.
 */
export function polish(bounder: Bounder, wanted: Wanted, best: number, iterations: number, pace: Pace): number {
  const { fields, dual } = wanted;
  let bound = bounder.reprice();
  const bestDual = dual.slice(0, fields);
  const point = Float64Array.from(bestDual);
  const direction = new Float64Array(fields);
  const ease = easeOf(wanted);
  let failures = 0;
  for (let iteration = 0; iteration < iterations && bound <= best && pace.reach > pace.least; iteration += 1) {
    turn(bounder, wanted, direction);
    let norm = 0;
    for (let field = 0; field < fields; field += 1) {
      if (wanted.clamp(field, point[field] + ease[field] * direction[field]) === point[field]) continue;
      norm += direction[field] * direction[field] * ease[field];
    }
    if (norm < 1e-9) break;
    const length = (Math.min(best - bound, pace.reach * Math.abs(bound)) + 1) / norm;
    for (let field = 0; field < fields; field += 1) {
      point[field] = wanted.clamp(field, point[field] + length * ease[field] * direction[field]);
      dual[field] = Math.floor(point[field]);
    }
    const next = bounder.reprice();
    if (next > bound) {
      bound = next;
      bestDual.set(dual.subarray(0, fields));
      failures = 0;
      continue;
    }
    failures += 1;
    if (failures < PATIENCE) continue;
    failures = 0;
    pace.reach *= 0.5;
    point.set(bestDual);
    dual.set(bestDual);
    direction.fill(0);
    bounder.reprice();
  }
  dual.set(bestDual);
  return bounder.reprice();
}

/** How easily each price moves: by its size, and less where more is wanted. A shipment is thought worth its share of all. */
function easeOf(wanted: Wanted): Float64Array {
  const { fields, lines, dual, most, shipments } = wanted;
  const ease = new Float64Array(fields);
  let worth = 0;
  for (let line = 0; line < lines; line += 1) {
    ease[line] = Math.max(1, dual[line]) / Math.max(1, most[line]);
    worth += dual[line] * most[line];
  }
  if (shipments >= 0) ease[shipments] = Math.max(1, worth / (4 * most[shipments] * most[shipments]));
  return ease;
}

/** Under a limit on shipments the price of one is at least what the first node beyond the limit would gain. */
export function priceShipments(patterns: Patterns): void {
  const { wanted } = patterns;
  const { dual, shipments: field } = wanted;
  if (field < 0) return;
  const known = patterns.reprice();
  const bases = Array.from(patterns.base.subarray(0, patterns.nodes)).sort((a, b) => a - b);
  const most = wanted.most[field];
  if (bases.length <= most || bases[most] >= 0) return;
  const before = dual[field];
  dual[field] = before + bases[most];
  if (patterns.reprice() < known) dual[field] = before;
}

/** The next direction: what is wanted less what the nodes take, mixed with the last. */
function turn(bounder: Bounder, wanted: Wanted, direction: Float64Array): void {
  for (let field = 0; field < wanted.fields; field += 1) {
    direction[field] *= 0.3;
    if (field < wanted.lines || field === wanted.shipments) direction[field] += 0.7 * wanted.most[field];
  }
  bounder.takeOff(direction, 0.7);
}
