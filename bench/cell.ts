/** Measures one cell: plans every order, verifies every plan, and only then looks at the clock. */
import {
  createRouter,
  type InventoryIndex,
  indexInventory,
  type OrderInput,
  type Plan,
  type Planner,
  type Router,
  verifyPlan,
} from 'order-sourcing';
import type { Assignment, Problem } from '../src/splitting/problem';
import { generateOrders, generateWorld, type PlacedOrder, type World, type WorldOptions } from './generator';
import { type CellOptions, skusFor } from './grid';
import { addToLoad, CellPrices, emptyLoad } from './peers/freight';
import { assertKnownModel, priceParts } from './peers/price';
import { randomFor } from './random';
import { createScratch, prepare, type Scratch, solve } from './seam';
import { timeEach, timeOnce } from './timing';

const REPEATS = 3;
/** Orders with a destination never seen before, each once per repeat: caches may keep them, so there are few. */
const COLD_ORDERS = 100;

/** A network with its stock; cells that differ only in their orders share it. */
export interface Stage {
  readonly options: WorldOptions;
  readonly world: World;
  readonly router: Router;
  readonly planner: Planner;
  readonly inventory: InventoryIndex;
}

/** What one order took. Times in microseconds. */
export interface OrderRecord {
  readonly placed: PlacedOrder;
  readonly problem: Problem;
  readonly assignment: Assignment;
  readonly steps: number;
  readonly proven: boolean;
  readonly gap: number;
  /** One parcel of every eligible service holds it all (a straight line knows no parcel limit), and every quantity is at most 9. */
  readonly isLight: boolean;
  floorUs: number;
  solveUs: number;
  planUs: number;
}

export interface Measured {
  readonly records: readonly OrderRecord[];
  readonly coldUs: readonly number[];
}

export function setStage(cell: CellOptions, seed: number): Stage {
  const { nodes, density, setting, model, objective } = cell;
  const options = { seed, nodes, density, setting, model, objective, skus: skusFor(cell), orders: 0, lines: 1 };
  const world = generateWorld(options);
  const router = createRouter({ network: world.network, rules: world.rules });
  return {
    options,
    world,
    router,
    planner: router.withInventory(world.positions, { id: 'bench' }),
    inventory: indexInventory(world.positions),
  };
}

/** @throws if a plan fails `verifyPlan`, or if our price list does not give the cost that a plan states. */
export function measureCell(cell: CellOptions, stage: Stage, floor: (problem: Problem) => number): Measured {
  const placed = generateOrders({ ...stage.options, orders: cell.orders, lines: cell.lines });
  const scratch = createScratch();
  const records = placed.map((one) => planAndVerify(one, stage, scratch));
  const floorUs = timeEach(records, ({ problem }) => floor(problem), REPEATS);
  const solveUs = timeEach(records, ({ problem }) => solve(problem, scratch), REPEATS);
  const planUs = timeEach(records, (record) => plan(stage.planner, record.placed), REPEATS);
  records.forEach((record, index) => {
    record.floorUs = floorUs[index];
    record.solveUs = solveUs[index];
    record.planUs = planUs[index];
  });
  return { records, coldUs: measureCold(placed.slice(0, COLD_ORDERS), stage) };
}

function plan(planner: Planner, { order, asOf }: PlacedOrder): Plan {
  return planner.plan(order, { asOf });
}

function planAndVerify(placed: PlacedOrder, stage: Stage, scratch: Scratch): OrderRecord {
  const { order, asOf } = placed;
  const { network, rules } = stage.world;
  const made = plan(stage.planner, placed);
  const violations = verifyPlan(made, { order, network, inventory: stage.inventory, rules, asOf });
  if (violations.length > 0) throw new Error(`${order.id}: a plan fails verifyPlan: ${JSON.stringify(violations[0])}`);
  const problem = prepare(stage.planner, order, asOf);
  const assignment = solve(problem, scratch);
  assertKnownModel(problem);
  const { shippedMilli, unfilledMilli } = priceParts(problem, assignment.parts);
  if (shippedMilli + unfilledMilli !== made.cost.exact) {
    throw new Error(
      `${order.id}: the peers' price list says ${shippedMilli + unfilledMilli}, the plan ${made.cost.exact}.`,
    );
  }
  return {
    placed,
    problem,
    assignment,
    steps: made.proof.steps,
    proven: made.proof.levels.every(({ status }) => status === 'optimal'),
    gap: Math.max(...made.proof.levels.map(({ gap }) => gap)),
    isLight: isLight(problem),
    floorUs: 0,
    solveUs: 0,
    planUs: 0,
  };
}

function isLight({ lines, columns }: Problem): boolean {
  const load = emptyLoad();
  for (const line of lines) addToLoad(load, line, line.units);
  const { usable, cell, cells } = columns;
  const fits = (source: number) => {
    if (usable[source] === 0 || cells === null || cell === null || cell[source] < 0) return true;
    return CellPrices.of(cells).holdsInOne(cell[source], load);
  };
  return lines.every(({ units }) => units <= 9) && usable.every((_, source) => fits(source));
}

/** As a back-end with its stock in a database does it: the router is warm, the destination is new, only the order's positions are there. */
function measureCold(placed: readonly PlacedOrder[], { router, planner }: Stage): number[] {
  const random = randomFor(1, 'unseen destinations');
  return placed.map(({ order, asOf }) => {
    const positions = planner.positions(order.lines.map(({ sku }) => sku));
    const unseen = moveDestination(order, () => (random.next() - 0.5) / 10);
    return timeOnce(() => router.withInventory(positions).plan(unseen, { asOf })).us;
  });
}

function moveDestination(order: OrderInput, draw: () => number): OrderInput {
  const { location } = order.destination ?? {};
  if (location === undefined) throw new Error('Generated orders have a location.');
  return {
    ...order,
    destination: { ...order.destination, location: { lat: location.lat + draw(), lng: location.lng + draw() } },
  };
}
