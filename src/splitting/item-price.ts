import type { Core } from './core';
import { ascend } from './dual';
import { unitsAtLast } from './starts';

/** Halvings of the interval in which an item's best price lies. */
const HALVINGS = 24;

/**
 * Prices the items that lines share and of which all nodes together hold too little. Each line alone sees all the stock, so without a
 * price the bound would promise it to every line. Relaxing Σ lines draws·x ≤ stock with π ≥ 0 (Lagrange) adds −π·stock to the bound and
 * π·draws to a unit's price; the bound is concave in π, so its best value is closed in on from both sides. Returns the bound.
 */
export function priceItems(core: Core, bound: number): number {
  let best = bound;
  core.problem.items.forEach((row, item) => {
    const held = new Map<number, number>();
    for (let entry = row.rowStart; entry < row.rowEnd; entry += 1)
      held.set(row.rowNode[entry], Math.max(0, unitsAtLast(core.problem, row, entry)));
    let stock = 0;
    for (let node = 0; node < core.nodes; node += 1) stock += held.get(core.nodeId[node]) ?? 0;
    const draws = drawsOf(core, item);
    if (draws.reduce((sum, units, line) => sum + units * core.demand[line], 0) <= stock) return;
    best = priceItem(core, draws, stock, best);
  });
  return best;
}

/** line: units of the item that one unit draws. */
function drawsOf(core: Core, item: number): number[] {
  return core.problem.lines.map(({ draws }) => draws.find((draw) => draw.item === item)?.units ?? 0);
}

function priceItem(core: Core, draws: readonly number[], stock: number, known: number): number {
  let low = 0;
  let high = draws.reduce((most, units, line) => (units > 0 ? Math.max(most, core.penalty[line] / units) : most), 0);
  const start = core.dual.slice(0, core.lines);
  let best = known;
  let price = 0;
  for (let halving = 0; halving < HALVINGS && high - low >= 2; halving += 1) {
    const left = Math.floor(low + (high - low) / 3);
    const right = Math.ceil(high - (high - low) / 3);
    const atLeft = boundAt(core, draws, stock, left, start);
    const atRight = boundAt(core, draws, stock, right, start);
    if (atLeft > best) [best, price] = [atLeft, left];
    if (atRight > best) [best, price] = [atRight, right];
    if (atLeft < atRight) low = left;
    else high = right;
  }
  return boundAt(core, draws, stock, price, start, true);
}

/** The bound at a price of the item, its dual climbed anew; kept only if asked. */
function boundAt(
  core: Core,
  draws: readonly number[],
  stock: number,
  price: number,
  start: Float64Array,
  keep = false,
): number {
  const worth = core.itemWorth;
  const drawn = core.drawn.slice(0, core.lines);
  core.itemWorth += price * stock;
  for (let line = 0; line < core.lines; line += 1) {
    const more = price * draws[line];
    core.drawn[line] += more;
    core.dual[line] = Math.min(start[line], core.penalty[line] - core.drawn[line]);
  }
  const bound = ascend(core, 3);
  if (!keep) {
    core.itemWorth = worth;
    core.drawn.set(drawn);
  }
  return bound;
}
