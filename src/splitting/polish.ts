import type { Patterns } from './patterns';

/** Steps without a better bound before their length is cut. */
const PATIENCE = 4;
/** How far above the bound the best plan may be thought to lie, in parts of either. */
const NEAR = 0.25;

/**
 * Deflected subgradient steps (Camerini, Fratta and Maffioli 1975) on the prices of what is wanted, over the patterns kept: what the
 * nodes would take at these prices against what is wanted. Leaves the best prices and their reduced costs; returns their bound.
 */
export function polish(patterns: Patterns, best: number, iterations: number): number {
  const { fields, dual } = patterns.wanted;
  let bound = priceShipments(patterns, patterns.reprice());
  const bestDual = dual.slice(0, fields);
  const point = Float64Array.from(bestDual);
  const direction = new Float64Array(fields);
  let scale = 1;
  let failures = 0;
  for (let iteration = 0; iteration < iterations && bound <= best && scale > 0.05; iteration += 1) {
    const norm = turn(patterns, direction, point);
    if (norm < 1e-9) break;
    // A best plan that is far off would send the prices far off as well.
    const aim = Math.min(best, bound + NEAR * Math.max(Math.abs(bound), Math.abs(best))) + 1;
    const length = (scale * (aim - bound)) / norm;
    for (let field = 0; field < fields; field += 1) {
      point[field] = clamp(patterns, field, point[field] + length * direction[field]);
      dual[field] = Math.floor(point[field]);
    }
    const next = patterns.reprice();
    if (next > bound) {
      bound = next;
      bestDual.set(dual.subarray(0, fields));
      failures = 0;
      continue;
    }
    failures += 1;
    if (failures < PATIENCE) continue;
    failures = 0;
    scale *= 0.5;
    point.set(bestDual);
    dual.set(bestDual);
    direction.fill(0);
    patterns.reprice();
  }
  dual.set(bestDual);
  return patterns.reprice();
}

/** Under a limit on shipments the price of one is at least what the first node beyond the limit would gain. */
function priceShipments(patterns: Patterns, known: number): number {
  const { wanted } = patterns;
  const { dual, shipments: field } = wanted;
  if (field < 0) return known;
  const bases = Array.from(patterns.base.subarray(0, patterns.nodes)).sort((a, b) => a - b);
  const most = wanted.most[field];
  if (bases.length <= most || bases[most] >= 0) return known;
  const before = dual[field];
  dual[field] = before + bases[most];
  const bound = patterns.reprice();
  if (bound >= known) return bound;
  dual[field] = before;
  return patterns.reprice();
}

/** The next direction: what is wanted less what the nodes' best patterns take, mixed with the last. Returns its squared length. */
function turn(patterns: Patterns, direction: Float64Array, point: Float64Array): number {
  const { wanted, leastPattern, partStart, partEnd, partLine, partUnits, ships } = patterns;
  for (let field = 0; field < wanted.fields; field += 1) {
    direction[field] *= 0.3;
    if (field < wanted.lines || field === wanted.shipments) direction[field] += 0.7 * wanted.most[field];
  }
  for (let node = 0; node < patterns.nodes; node += 1) {
    const pattern = leastPattern[node];
    if (pattern < 0) continue;
    for (let part = partStart[pattern]; part < partEnd[pattern]; part += 1) {
      direction[partLine[part]] -= 0.7 * partUnits[part];
    }
    if (wanted.shipments >= 0) direction[wanted.shipments] -= 0.7 * ships[pattern];
  }
  let norm = 0;
  for (let field = 0; field < wanted.fields; field += 1) {
    if (clamp(patterns, field, point[field] + direction[field]) === point[field]) continue;
    norm += direction[field] * direction[field];
  }
  return norm;
}

/** Lines are worth 0 to their penalty, shipments nothing or less. */
function clamp(patterns: Patterns, field: number, price: number): number {
  const { wanted } = patterns;
  if (field < wanted.lines) {
    return wanted.most[field] === 0 ? 0 : Math.min(patterns.penalty(field), Math.max(0, price));
  }
  return field === wanted.shipments ? Math.min(0, price) : 0;
}
