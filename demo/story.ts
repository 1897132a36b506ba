/**
 * One split order, told: what was decided, and what every way that comes to mind would have cost instead. Nothing is argued; each
 * alternative is the same order planned again on the same stock, with a wish added.
 */
import type { OrderInput, Plan, Planner, Router, Shipment } from 'order-sourcing';
import type { World } from '../bench/generator';
import { CellPrices, type Load } from '../bench/peers/freight';
import { loadsOf, priceParts } from '../bench/peers/price';
import { Waterfall } from '../bench/peers/waterfall';
import type { Problem } from '../src/splitting/problem';
import { Ids, type Planned } from './day';
import { showKm } from './table';

export interface Alternative {
  readonly name: string;
  readonly shipments: number;
  readonly unfilledUnits: number;
  /** Milli, unfilled units at their price. */
  readonly costMilli: number;
  readonly remark: string;
}

export interface NearestNode {
  readonly id: string;
  readonly metres: number;
  /** What it could send of the order. */
  readonly lines: readonly { readonly line: string; readonly units: number }[];
}

/** What the carrier charges a shipment for. */
export interface BilledFreight {
  readonly parcels: number;
  /** Of all parcels together. */
  readonly grams: number;
  /** Of each parcel: weighed or by volume, and the step of the card that holds it. */
  readonly billedGrams: number;
  readonly byVolume: boolean;
  readonly stepGrams: number;
}

export interface Story {
  readonly planned: Planned;
  /** Of each shipment of the plan. */
  readonly freight: readonly BilledFreight[];
  readonly alternatives: readonly Alternative[];
  /** Nearest node that holds something of the order, and is not in the plan. null: there is none. */
  readonly nearest: NearestNode | null;
  /** Node of the best plan with one shipment. */
  readonly single: Shipment | null;
}

/** Orders whose alternatives are worked out before the most telling one is chosen. */
const MOST_CANDIDATES = 40;

/** The split order in which one shipment was possible, and every other way loses most clearly; null: no order is simple enough. */
export function findStory(world: World, router: Router, planned: readonly Planned[]): Story | null {
  const stories = planned
    .filter(isReadable)
    .slice(0, MOST_CANDIDATES)
    .map((one) => tell(world, router, one));
  return stories.reduce<Story | null>(
    (best, story) => (best === null || margin(story) > margin(best) ? story : best),
    null,
  );
}

/** How much dearer the closest alternative is; a story in which one shipment could not carry it all comes after all others. */
function margin({ alternatives }: Story): number {
  const [chosen, single, ...others] = alternatives;
  if (single.unfilledUnits > 0) return -1;
  return Math.min(...[single, ...others].map(({ costMilli }) => costMilli / chosen.costMilli - 1));
}

/** Two shipments from places that a map can tell apart, a handful of lines, nothing missing. */
function isReadable({ plan, placed }: Planned): boolean {
  const [first, second] = plan.shipments;
  const { length: lines } = placed.order.lines;
  if (plan.shipments.length !== 2 || plan.status !== 'complete' || lines < 2 || lines > 4) return false;
  const metres = [first.distanceMetres ?? 0, second.distanceMetres ?? 0];
  return first.node !== second.node && Math.max(...metres) > 300_000 && Math.abs(metres[0] - metres[1]) > 150_000;
}

function plannerOf(router: Router, { positions }: Planned): Planner {
  return router.withInventory(positions, { id: 'morning' });
}

function tell(world: World, router: Router, planned: Planned): Story {
  const { plan, placed } = planned;
  const planner = plannerOf(router, planned);
  const again = (wish: Partial<OrderInput>) => planner.plan({ ...placed.order, ...wish }, { asOf: placed.asOf });
  const single = again({ maxShipments: 1 });
  const nearest = nearestUnused(world, planner, planned);
  const alternatives = [
    alternativeOf('this plan', plan, plan.proof.levels.every(isOptimal) ? 'proven optimal' : 'best found'),
    alternativeOf('one shipment only', single, single.shipments.map(describeShipment).join()),
    ...plan.shipments.map(({ node }) => {
      const without = again({ excludedNodes: [node] });
      return alternativeOf(
        `without ${node}`,
        without,
        `then ${without.shipments.map((shipment) => shipment.node).join(' and ')}`,
      );
    }),
    ...(nearest === null ? [] : [nearestFirst(planner, planned, nearest)]),
    waterfallOf(world, planner, planned),
  ];
  return {
    planned,
    freight: freightOf(world, planner, planned),
    alternatives,
    nearest,
    single: single.shipments[0] ?? null,
  };
}

function freightOf(world: World, planner: Planner, { placed, plan }: Planned): BilledFreight[] {
  const problem = planner.prepare(placed.order, { asOf: placed.asOf });
  const parts = new Ids(world).partsOf(plan);
  return [...loadsOf(problem, parts)].map(([source, load]) => billedFreight(problem, source, load));
}

function billedFreight({ columns }: Problem, source: number, load: Load): BilledFreight {
  const { cell: cellOf, cells } = columns;
  if (cells === null || cellOf === null) throw new Error('The demo has rate cells.');
  const prices = CellPrices.of(cells);
  const cell = cellOf[source];
  const parcels = prices.parcels(cell, load);
  const billedGrams = prices.billedGrams(cell, load, parcels);
  const byVolume = billedGrams > Math.ceil(load.grams / parcels);
  return { parcels, grams: load.grams, billedGrams, byVolume, stepGrams: prices.stepGrams(cell, billedGrams) };
}

function isOptimal({ status }: Plan['proof']['levels'][number]): boolean {
  return status === 'optimal';
}

function alternativeOf(name: string, { shipments, unfilled, cost }: Plan, remark: string): Alternative {
  return {
    name,
    shipments: shipments.length,
    unfilledUnits: unfilled.reduce((sum, { quantity }) => sum + quantity, 0),
    costMilli: cost.exact,
    remark,
  };
}

function describeShipment({ node, distanceMetres }: Shipment): string {
  return `from ${node}, ${showKm(distanceMetres ?? 0)}`;
}

function nearestUnused(world: World, planner: Planner, { plan, placed }: Planned): NearestNode | null {
  const { order, asOf } = placed;
  const nodes = new Ids(world).nodes;
  const used = new Set(plan.shipments.map(({ node }) => node));
  const problem = planner.prepare(order, { asOf });
  let id: string | null = null;
  let metres = Number.POSITIVE_INFINITY;
  for (const { rowNode, rowUnits, rowStart, rowEnd } of problem.lines) {
    for (let entry = rowStart; entry < rowEnd; entry += 1) {
      const far = problem.columns.metres[problem.nodeSourceStart[rowNode[entry]]];
      if (rowUnits[entry] <= 0 || used.has(nodes[rowNode[entry]].id) || far >= metres) continue;
      metres = far;
      id = nodes[rowNode[entry]].id;
    }
  }
  if (id === null) return null;
  const sent = planner.plan({ ...order, pinnedNodes: [id] }, { asOf }).shipments.flatMap(({ lines }) => lines);
  return { id, metres, lines: sent.map(({ line, quantity }) => ({ line, units: quantity })) };
}

/** The nearest node sends what it has; what is left is planned as well as can be. The price of insisting on the nearest node. */
function nearestFirst(planner: Planner, { placed }: Planned, nearest: NearestNode): Alternative {
  const { order, asOf } = placed;
  const sent = new Map(nearest.lines.map(({ line, units }) => [line, units]));
  const first = planner.plan(
    { ...order, lines: reduced(order, (line) => sent.get(line) ?? 0), pinnedNodes: [nearest.id] },
    { asOf },
  );
  const left = reduced(order, (line, quantity) => quantity - (sent.get(line) ?? 0));
  const name = `${nearest.id} sends what it has`;
  const remark = `${nearest.lines.length} of ${order.lines.length} lines from ${showKm(nearest.metres)}, the rest at its best`;
  if (left.length === 0) return alternativeOf(name, first, `everything from ${showKm(nearest.metres)}`);
  const rest = planner.plan({ ...order, lines: left, excludedNodes: [nearest.id] }, { asOf });
  const both = [alternativeOf(name, first, remark), alternativeOf(name, rest, remark)];
  return {
    name,
    remark,
    shipments: both[0].shipments + both[1].shipments,
    unfilledUnits: both[0].unfilledUnits + both[1].unfilledUnits,
    costMilli: both[0].costMilli + both[1].costMilli,
  };
}

function reduced(order: OrderInput, unitsOf: (line: string, quantity: number) => number): OrderInput['lines'] {
  return order.lines
    .map((line) => ({ ...line, quantity: unitsOf(line.id, line.quantity) }))
    .filter(({ quantity }) => quantity > 0);
}

function waterfallOf({ network }: World, planner: Planner, { placed, positions }: Planned): Alternative {
  const nodes = network.nodes.map(({ id }) => id);
  const skus = placed.order.lines.map(({ sku }) => sku);
  const waterfall = new Waterfall({
    nodes,
    skus,
    node: positions.map(({ node }) => nodes.indexOf(node)),
    sku: positions.map(({ sku }) => skus.indexOf(sku)),
    onHand: positions.map(({ onHand, reserved = 0, safetyStock = 0 }) => Math.max(0, onHand - reserved - safetyStock)),
  });
  const problem = planner.prepare(placed.order, { asOf: placed.asOf });
  const price = priceParts(problem, waterfall.plan(placed.order, problem));
  return {
    name: 'nearest first (waterfall)',
    shipments: price.shipments,
    unfilledUnits: price.unfilledUnits,
    costMilli: price.shippedMilli + price.unfilledMilli,
    remark: 'each node in turn gives what it has',
  };
}
