/**
 * Measures what rules cost that exclude nobody: each order is planned with and without them, one right after the other. Plans must be the
 * same, before the clock runs.
 */
import { type Condition, createRouter, type NetworkInput, type OrderInput, type Planner } from 'order-sourcing';
import { generateWorld } from './generator';
import { randomFor } from './random';
import type { RuleResult } from './results';
import { quantiles, timeEach, timeOnce } from './timing';

export interface RuleCell {
  readonly nodes: number;
  readonly skus: number;
  readonly density: number;
  readonly lines: number;
  readonly orders: number;
}

export const RULE_CELLS: readonly RuleCell[] = [0.02, 0.1, 0.3].map((density) => {
  return { nodes: 1000, skus: 2000, density, lines: 2, orders: 200 };
});

const AS_OF = '2026-03-02T15:04:05Z';
const REPEATS = 7;
/** SKUs that a node never ships, none of which is ordered. */
const NEVER_SKUS = 50;

/** @throws if the rules change a plan */
export function measureRules(cell: RuleCell, seed: number): RuleResult {
  const world = generateWorld({ ...cell, seed, orders: cell.orders });
  const network = withLists(world.network);
  const filters = conditions().map((exclude, nth) => ({ id: `clause-${nth}`, exclude }));
  const open = (rules: typeof world.rules) => createRouter({ network, rules }).withInventory(world.positions);
  const planners = [open(world.rules), open({ ...world.rules, filters })];
  const orders = world.orders.map(({ order }) => ({ ...order, channel: 'web' }));
  for (const order of orders) checkSame(planners, order);
  const [without, ruled] = planners.map((planner) =>
    timeEach(orders, (order) => planner.plan(order, { asOf: AS_OF }), REPEATS),
  );
  const cold = unseen(orders).map((order) => {
    const [plain, with20] = planners.map((planner) => timeOnce(() => planner.plan(order, { asOf: AS_OF })).us);
    return with20 / plain;
  });
  return {
    ...cell,
    clauses: filters.length,
    planUs: quantiles(without),
    ruledUs: quantiles(ruled),
    ratio: quantiles(ruled.map((us, nth) => us / without[nth])),
    coldRatio: quantiles(cold),
  };
}

/** 12 over nodes, 4 over the order, 3 over the destination, 1 over line and node. Each looks at something, and holds for nothing. */
function conditions(): Condition[] {
  const { has, all } = { has: test, all: (...parts: Condition[]): Condition => ({ all: parts }) };
  const isStore = has('node.kind', 'eq', 'store');
  const ofNodes = Array.from({ length: 12 }, (_, nth) =>
    all(isStore, { any: [has('node.region', 'eq', `region-${nth}`), has('node.attributes.closed', 'eq', true)] }),
  );
  return [
    ...ofNodes,
    all(has('order.channel', 'eq', 'marketplace'), isStore),
    all(has('order.value', 'gt', 1e12), isStore),
    all(has('order.attributes.vip', 'eq', true), has('service.id', 'ne', 'air')),
    all(has('order.units', 'gt', 1e6), has('distanceKm', 'gt', 100)),
    all(has('destination.country', 'eq', 'CA'), { not: isStore }),
    all(has('destination.postalCode', 'prefix', '999'), isStore),
    has('distanceKm', 'gt', 20_000),
    { field: 'node.attributes.neverSkus', op: 'contains', valueField: 'line.sku' },
  ];
}

function test(field: string, op: 'eq' | 'ne' | 'gt' | 'prefix', value: string | number | boolean): Condition {
  return { field, op, value };
}

function withLists(network: NetworkInput): NetworkInput {
  const neverSkus = Array.from({ length: NEVER_SKUS }, (_, nth) => `never-${nth}`);
  return { ...network, nodes: network.nodes.map((node) => ({ ...node, attributes: { neverSkus } })) };
}

function checkSame(planners: readonly Planner[], order: OrderInput): void {
  const [plain, ruled] = planners.map((planner) => {
    const { proof, ...plan } = planner.plan(order, { asOf: AS_OF });
    // A line that a filter reads is searched otherwise: its steps are others.
    return JSON.stringify({ ...plan, levels: proof.levels });
  });
  if (plain !== ruled) throw new Error(`${order.id}: rules that exclude nobody change its plan.`);
}

/** The same to destinations a few kilometres off, where nobody has ordered before. */
function unseen(orders: readonly OrderInput[]): OrderInput[] {
  const random = randomFor(2, 'unseen destinations');
  return orders.map((order) => {
    const { location } = order.destination ?? {};
    if (location === undefined) throw new Error('Generated orders have a location.');
    const draw = () => (random.next() - 0.5) / 10;
    const moved = { lat: location.lat + draw(), lng: location.lng + draw() };
    return { ...order, destination: { ...order.destination, location: moved } };
  });
}
