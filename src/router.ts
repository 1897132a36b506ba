/** The public objects: a router is compiled once from network and rules, a planner holds stock. */
import type { Editions, PlannerState, Shared } from './desk';
import { CompiledEditions } from './editions';
import { listEligibility } from './eligibility';
import { readDeltas, readHeldPlan, readNetwork, readRate, readRules, readSnapshot } from './input';
import { explainOrder } from './insight/explain';
import { checkNodeAttributes } from './model/attributes';
import type { Explanation } from './model/explanation';
import { IssueList } from './model/issues';
import type { NetworkIndex } from './model/network';
import type { LineEligibility } from './model/reasons';
import type {
  Booking,
  DeltaInput,
  DistanceFunction,
  Inventory,
  ListingInput,
  Network,
  NetworkInput,
  Node,
  OrderInput,
  Overrides,
  Plan,
  Position,
  PromiseOptions,
  RateFunction,
  RuleFunctions,
  RulesInput,
  Snapshot,
  SnapshotInput,
  Workload,
} from './model/types';
import { type Listing, listItems } from './offering/listing';
import { type CartPromise, promiseCart } from './offering/promise';
import { planOneOrder, readAsk } from './plan';
import { openOrder } from './preparing/checkedOrder';
import { prepareOrder } from './preparing/prepare';
import { checkTimes } from './promising/checkTimes';
import { Schedules } from './promising/schedules';
import { StartDays } from './promising/startDays';
import { checkRules } from './rules/checkRules';
import { CallerFunctions, readFunctions } from './rules/functions';
import { Arena } from './sourcing/arena';
import { Bookings } from './sourcing/bookings';
import { checkNetwork } from './sourcing/checkNetwork';
import { DestinationCache } from './sourcing/destinationCache';
import { distanceSource } from './sourcing/distance';
import { Ledger } from './sourcing/ledger';
import { loadStock } from './sourcing/loadStock';
import { indexNetwork } from './sourcing/network';
import { PostalIndex } from './sourcing/postalAreas';
import { pricing } from './sourcing/pricing';
import { ProcessingTimes } from './sourcing/processing';
import { startCapacity } from './sourcing/room';
import { Stock } from './sourcing/stock';
import { updateStock } from './sourcing/updateStock';
import { Workloads } from './sourcing/workloads';
import type { Problem } from './splitting/problem';
import { createScratch } from './splitting/solve';

export interface RouterInput {
  readonly network: NetworkInput;
  readonly rules: RulesInput;
}

export interface RouterOptions {
  /** Whole metres from a node to a destination, null where unknown. Instead of the network's own `distance`. */
  readonly distance?: DistanceFunction;
  /** Rates by node, service and destination, asked once per destination. They go before the rate cards. */
  readonly rate?: RateFunction;
  /** Functions of your own that rules name: conditions by `{ function: 'name' }`, cost rules by `times: { function: 'name' }`. */
  readonly functions?: RuleFunctions;
}

export interface PlanOptions {
  /** The order is planned at this instant, ISO 8601 in UTC: `2026-03-01T12:00:00Z`. */
  readonly asOf: string;
  /** Search steps this call may take. Default: the rules' `budget`, else about 20 ms of a modern core. */
  readonly budget?: number;
  /** What holds for this call only, beside the rules: nodes left out, lines pinned to nodes, nodes paused until an instant. */
  readonly overrides?: Overrides;
}

export interface ExplainOptions extends PlanOptions {
  /** The plan to explain, ours or made elsewhere. Default: the one that `plan` would make. */
  readonly plan?: Plan;
  /** Only these lines, and at these nodes, are told in detail; what is counted stays complete. */
  readonly lines?: readonly string[];
  readonly nodes?: readonly string[];
  /** So many nodes are told of each line, beside those that ship it. Default: 20, fewer for orders of more than 50 lines. */
  readonly most?: number;
}

/** So many bytes of destination columns are kept in each of two generations. */
const CACHE_BYTES = 48e6;
const CACHE_BYTES_PER_SOURCE = 70;

/**
 * Validates and compiles network and rules, once.
 * @throws InputError with every issue of both
 */
export function createRouter({ network, rules }: RouterInput, options: RouterOptions = {}): Router {
  return new Router(compile(network, rules, options));
}

/** Plans orders against one network and one rule document. Holds no stock: see {@link Router.withInventory}. */
export class Router {
  readonly #editions: Editions;

  /** @internal Use {@link createRouter}. */
  constructor(editions: Editions) {
    this.#editions = editions;
  }

  /**
   * A planner on a snapshot of stock: any iterable of positions, or columns. `id` and `revision` name the snapshot in plans; `used` is
   * what nodes with `capacityPerDay` have taken on already, by local day, `booked` the bookings of their slots.
   * @throws InputError with every issue; nothing is loaded then
   */
  withInventory(inventory: Inventory, snapshot?: SnapshotInput): Planner {
    const { index } = this.#editions.shared;
    const names = readSnapshot(snapshot);
    const work = new Workloads(index, names.used);
    const bookings = new Bookings(index, names.booked);
    const stock = new Stock(index, loadStock(inventory, index));
    return new Planner(this.#editions, new Ledger(stock, startCapacity(index), work, bookings), names);
  }
}

/**
 * Stock, the work of days and the bookings of slots, and what plans took of them. `commit`, `release` and `update` change them: all of it or
 * nothing.
 */
export class Planner {
  readonly #ledger: Ledger;
  readonly #state: { -readonly [Key in keyof PlannerState]: PlannerState[Key] };

  /** @internal Use {@link Router.withInventory}. */
  constructor(editions: Editions, ledger: Ledger, snapshot: Snapshot) {
    const { stock } = ledger;
    const arena = new Arena(editions.shared.index.sources);
    this.#ledger = ledger;
    this.#state = { editions, stock, ledger, snapshot, arena, scratch: createScratch() };
  }

  /**
   * The best plan for one order on the stock as it is now. Changes nothing: see {@link Planner.commit}.
   * @throws InputError with every issue; LimitError where exact sums would not fit
   */
  plan(order: OrderInput, options: PlanOptions): Plan {
    return planOneOrder(this.#state, order, options);
  }

  /**
   * What a checkout may promise for a cart: for each delivery group the options, cheapest and earliest, by level of service and place of
   * collection. An option's fragment, put into the cart by {@link orderWith}, makes its promise hold.
   * @throws InputError with every issue; LimitError where exact sums would not fit
   */
  promise(cart: OrderInput, options: PromiseOptions): CartPromise {
    return promiseCart(this.#state, cart, options);
  }

  /**
   * When each of many items could be at one destination, and at what cost, if it were ordered alone: for a listing page.
   * @throws InputError with every issue; LimitError where exact sums would not fit
   */
  list(listing: ListingInput): Listing {
    return listItems(this.#state, listing);
  }

  /**
   * Takes a plan's claims from stock, capacity, the nodes' days and their slots. The same plan again has no effect.
   * @returns whether anything changed
   * @throws ConflictError where the order holds claims of another plan, or claims no longer fit; nothing is changed then
   */
  commit(plan: Plan): boolean {
    const { order, claims } = readHeldPlan(plan);
    return this.#ledger.commit(order, claims);
  }

  /** Gives back what the order's plan took. @returns false if the order holds nothing */
  release(orderId: string): boolean {
    return this.#ledger.release(orderId);
  }

  /**
   * Changes positions, in order: relative (`add`) or absolute (`set`). Committed claims stay.
   * @throws InputError naming every delta that cannot be; nothing is changed then
   */
  update(deltas: Iterable<DeltaInput>, snapshot: { readonly revision: string | number }): void {
    const { revision } = readSnapshot({ revision: snapshot.revision, id: this.#state.snapshot.id });
    updateStock(this.#state.stock, readDeltas(deltas));
    this.#state.snapshot = { ...this.#state.snapshot, revision };
  }

  /** What the planner holds now of these SKUs, in units. Committed claims count as reserved. */
  positions(skus: Iterable<string>): Position[] {
    return this.#state.stock.positions(skus);
  }

  /** What nodes with `capacityPerDay` have taken on by now, by local day: the snapshot's and what is committed. Sorted by node and day. */
  used(): Workload[] {
    return this.#ledger.work.list();
  }

  /** Bookings of slots by now: the snapshot's and what is committed. Sorted by node, slot and date. */
  booked(): Booking[] {
    return this.#ledger.bookings.list();
  }

  /** For every line and every node that holds at least one unit of it: the services it can use, or why not. */
  eligibility(order: OrderInput, options: PlanOptions): LineEligibility[] {
    return listEligibility(this.#state, order, options);
  }

  /**
   * Why the order's plan is as it is: every node's fate for every line, every amount of the cost, every level of the objective. Speaks of
   * `plan` if that is given (it is judged first), else of the plan that would be made. What the order holds is given back for it; nothing
   * is changed.
   * @throws InputError with every issue; LimitError where exact sums would not fit
   */
  explain(order: OrderInput, options: ExplainOptions): Explanation {
    return explainOrder(this.#state, order, options);
  }

  /** @internal The numbers that `plan` would solve, with memory of its own: lets a bench time the search apart. */
  prepare(order: OrderInput, options: PlanOptions): Problem {
    const arena = new Arena(this.#state.editions.shared.index.sources);
    const ask = readAsk(options);
    const { desk, checked } = openOrder(this.#state, order, ask);
    return prepareOrder({ ...desk, arena }, checked, ask).problem;
  }
}

export interface PlanOrderInput extends RouterInput, PlanOptions, RouterOptions {
  readonly order: OrderInput;
  /** At least the positions of the order's SKUs. */
  readonly inventory: Inventory;
  readonly snapshot?: SnapshotInput;
}

/**
 * All in one pure call, for a few orders or with just the order's positions. Many orders: {@link createRouter}, once.
 * @throws InputError with every issue of the first part that has any: network and rules, inventory, order
 */
export function planOrder({
  order,
  network,
  inventory,
  rules,
  snapshot,
  distance,
  rate,
  functions,
  ...options
}: PlanOrderInput): Plan {
  const own = {
    ...(distance === undefined ? {} : { distance }),
    ...(rate === undefined ? {} : { rate }),
    ...(functions === undefined ? {} : { functions }),
  };
  const router = createRouter({ network, rules }, own);
  return router.withInventory(inventory, snapshot).plan(order, options);
}

function compile(networkInput: unknown, rulesInput: unknown, options: RouterOptions): CompiledEditions {
  const functions = readFunctions(options.functions);
  const network = readNetwork(networkInput);
  const rules = readRules(rulesInput);
  const networkIssues = 'issues' in network ? network.issues : new IssueList('network', ['network']);
  const rulesIssues = 'issues' in rules ? rules.issues : new IssueList('rules', ['rules']);
  if ('value' in network) checkNetwork(network.value, networkIssues);
  if ('value' in network) checkTimes(network.value, networkIssues, zoneOfNode(network.value));
  if ('value' in network && 'value' in rules) checkRules(rules.value, network.value, rulesIssues, functions);
  if ('value' in network && 'value' in rules) checkNodeAttributes(network.value, rules.value, networkIssues);
  if ('value' in network && options.distance !== undefined && network.value.distance !== undefined) {
    networkIssues.add(
      'invalid',
      ['distance'],
      undefined,
      'is given, and a distance function too: leave one of them out',
    );
  }
  networkIssues.addAll(rulesIssues);
  if (!('value' in network && 'value' in rules && networkIssues.isEmpty)) throw networkIssues.toError();
  const index = indexNetwork(network.value);
  return new CompiledEditions(shared(index, options, functions), rules.value);
}

/** A node's own zone, or that of its postal area. */
function zoneOfNode({ postalAreas }: Network): (node: Node) => string | undefined {
  const postal = new PostalIndex(postalAreas ?? []);
  return (node) => postal.complete(node).timeZone;
}

/** What no edition of the rules changes. */
function shared(index: NetworkIndex, options: RouterOptions, functions: RuleFunctions): Shared {
  const schedules = new Schedules(index);
  const bytes = 1 + index.sources * CACHE_BYTES_PER_SOURCE;
  return {
    index,
    distance: distanceSource(index, options.distance),
    pricing: pricing(index, options.rate, readRate),
    schedules,
    processing: new ProcessingTimes(index),
    functions: new CallerFunctions(functions, index),
    days: index.nodes.some((node) => node.capacityPerDay !== undefined) ? new StartDays(index, schedules) : null,
    cache: new DestinationCache(Math.max(4, Math.floor(CACHE_BYTES / bytes))),
    given: options,
  };
}
