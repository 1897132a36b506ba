/** The main job: every order of the day is planned, verified and committed, on stock that shrinks as the day goes on. */
import { type Plan, type Planner, type Position, type Router, verifyPlan } from 'order-sourcing';
import type { PlacedOrder, World } from '../bench/generator';
import type { Part } from '../bench/peers/price';
import type { Progress } from './progress';
import { Tally, type Totals } from './totals';

/** One order, its plan, and the stock of its SKUs before the plan was committed. */
export interface Planned {
  readonly placed: PlacedOrder;
  readonly plan: Plan;
  readonly positions: readonly Position[];
}

export interface Day {
  readonly totals: Totals;
  readonly planned: readonly Planned[];
  readonly provenOrders: number;
  readonly largestGap: number;
  readonly verifiedPlans: number;
  readonly steps: number;
  /** Milliseconds. */
  readonly planMs: number;
  readonly commitMs: number;
  readonly verifyMs: number;
}

/** @throws if a plan fails `verifyPlan`, or if the price list that the rivals are measured by disagrees with a plan */
export function runDay(world: World, router: Router, progress: Progress): Day {
  const planner = router.withInventory(world.positions, { id: 'morning' });
  const ids = new Ids(world);
  const tally = new Tally(ids.nodes);
  const planned: Planned[] = [];
  const ms = { plan: 0, verify: 0, commit: 0 };
  for (const placed of world.orders) {
    const start = performance.now();
    const plan = planner.plan(placed.order, { asOf: placed.asOf });
    const planEnd = performance.now();
    const positions = planner.positions(placed.order.lines.map(({ sku }) => sku));
    verify(world, placed, plan, positions);
    addToTally(tally, ids, planner, placed, plan, 1000 * (planEnd - start));
    const verifyEnd = performance.now();
    planner.commit(plan);
    ms.plan += planEnd - start;
    ms.verify += verifyEnd - planEnd;
    ms.commit += performance.now() - verifyEnd;
    planned.push({ placed, plan, positions });
    progress.step(planned.length);
  }
  progress.stop();
  const levels = planned.map(({ plan }) => plan.proof.levels);
  return {
    totals: tally.totals(),
    planned,
    provenOrders: levels.filter((each) => each.every(({ status }) => status === 'optimal')).length,
    largestGap: Math.max(...levels.flat().map(({ gap }) => gap)),
    verifiedPlans: planned.length,
    steps: planned.reduce((sum, { plan }) => sum + plan.proof.steps, 0),
    planMs: ms.plan,
    commitMs: ms.commit,
    verifyMs: ms.verify,
  };
}

function verify(
  { network, rules }: World,
  { order, asOf }: PlacedOrder,
  plan: Plan,
  inventory: readonly Position[],
): void {
  const violations = verifyPlan(plan, { order, network, inventory, rules, asOf });
  if (violations.length > 0) throw new Error(`${order.id} fails verifyPlan: ${JSON.stringify(violations[0])}`);
}

function addToTally(
  tally: Tally,
  ids: Ids,
  planner: Planner,
  { order, asOf }: PlacedOrder,
  plan: Plan,
  timeUs: number,
): void {
  const problem = planner.prepare(order, { asOf });
  const milli = tally.add(problem, ids.partsOf(plan), timeUs);
  if (milli !== plan.cost.exact)
    throw new Error(`${order.id} costs ${plan.cost.exact}, the rivals' price list says ${milli}.`);
}

/** Ids as the Problem numbers them: nodes and sources in code-unit order of their ids. */
export class Ids {
  readonly nodes: World['network']['nodes'];
  readonly #sources = new Map<string, number>();

  constructor({ network }: World) {
    this.nodes = [...network.nodes].sort((a, b) => (a.id < b.id ? -1 : 1));
    for (const node of this.nodes) {
      const services = (node.services ?? network.services).map(({ id }) => id).sort();
      for (const service of services) this.#sources.set(`${node.id} ${service}`, this.#sources.size);
    }
  }

  partsOf(plan: Plan): Part[] {
    const lineOf = (id: string) => Number(id.slice('line-'.length)) - 1;
    return plan.shipments.flatMap(({ node, service, lines }) =>
      lines.map(({ line, quantity }) => ({
        line: lineOf(line),
        source: this.#sources.get(`${node} ${service}`) ?? -1,
        units: quantity,
      })),
    );
  }
}
