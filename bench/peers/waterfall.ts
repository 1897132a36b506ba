/**
 * The waterfall, as most systems do it: nearest node first, each gives what it has, until nothing is missing. Written as one would
 * write it in TypeScript, with stock in maps; the order of the nodes is cached per destination, as the engine caches its columns.
 */
import type { OrderInput, PositionColumns } from 'order-sourcing';
import type { Problem, SourceColumns } from '../../src/splitting/problem';
import { addToLoad, emptyLoad, freightMilli } from './freight';
import { type Part, unitMilli } from './price';

export class Waterfall {
  /** SKU → node (numbered in code-unit order of the ids, as in the Problem) → units. */
  readonly #stock = new Map<string, Map<number, number>>();
  readonly #nearestFirst = new WeakMap<SourceColumns, readonly number[]>();

  constructor({ nodes, skus, node, sku, onHand }: PositionColumns) {
    const sorted = [...nodes].sort();
    const numbers = new Map(sorted.map((id, number) => [id, number]));
    for (const id of skus) this.#stock.set(id, new Map());
    for (let at = 0; at < node.length; at += 1) {
      this.#stock.get(skus[sku[at]])?.set(numbers.get(nodes[node[at]]) ?? -1, onHand[at]);
    }
  }

  /** `order.lines` must be in code-unit order of their ids, as the Problem's are. */
  plan(order: OrderInput, problem: Problem): Part[] {
    const parts: Part[] = [];
    const missing = order.lines.map((line) => line.quantity);
    const stocks = order.lines.map((line) => this.#stock.get(line.sku));
    let open = missing.length;
    for (const node of this.#nodesFrom(problem)) {
      if (open === 0) break;
      const taken: { line: number; units: number }[] = [];
      for (const [line, stock] of stocks.entries()) {
        const units = Math.min(missing[line], stock?.get(node) ?? 0);
        if (units <= 0) continue;
        missing[line] -= units;
        if (missing[line] === 0) open -= 1;
        taken.push({ line, units });
      }
      if (taken.length === 0) continue;
      const source = cheapestService(problem, node, taken);
      parts.push(...taken.map(({ line, units }) => ({ line, source, units })));
    }
    return parts;
  }

  /** Takes the units out of the stock. */
  commit(order: OrderInput, parts: readonly (Part & { readonly node: number })[]): void {
    for (const { line, node, units } of parts) {
      const stock = this.#stock.get(order.lines[line].sku);
      stock?.set(node, (stock.get(node) ?? 0) - units);
    }
  }

  #nodesFrom(problem: Problem): readonly number[] {
    const known = this.#nearestFirst.get(problem.columns);
    if (known !== undefined) return known;
    const { nodes, nodeSourceStart, columns } = problem;
    const nearestFirst = Array.from({ length: nodes }, (_, node) => node)
      .filter((node) => servicesOf(problem, node).length > 0)
      .sort((a, b) => columns.metres[nodeSourceStart[a]] - columns.metres[nodeSourceStart[b]] || a - b);
    this.#nearestFirst.set(columns, nearestFirst);
    return nearestFirst;
  }
}

function servicesOf({ nodeSourceStart, columns }: Problem, node: number): number[] {
  const sources: number[] = [];
  for (let source = nodeSourceStart[node]; source < nodeSourceStart[node + 1]; source += 1) {
    if (columns.usable[source] === 1) sources.push(source);
  }
  return sources;
}

/** It takes the first node that comes, but not the first carrier service: the cheapest one for what the node sends. */
function cheapestService(problem: Problem, node: number, taken: readonly { line: number; units: number }[]): number {
  let best = -1;
  let bestCost = Number.POSITIVE_INFINITY;
  for (const source of servicesOf(problem, node)) {
    let cost = problem.columns.open[source];
    const load = emptyLoad();
    for (const { line, units } of taken) {
      cost += units * unitMilli(problem, line, source);
      addToLoad(load, problem.lines[line], units);
    }
    cost += freightMilli(problem, source, load);
    if (cost < bestCost) {
      bestCost = cost;
      best = source;
    }
  }
  return best;
}
