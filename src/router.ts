/** The public objects: a router is compiled once from network and rules, a planner holds stock. */
import type { Compiled, Desk } from './desk';
import { listEligibility } from './eligibility';
import { readDeltas, readHeldPlan, readNetwork, readPlanOptions, readRate, readRules, readSnapshot } from './input';
import { IssueList } from './model/issues';
import type { NetworkIndex } from './model/network';
import type { LineEligibility } from './model/reasons';
import type {
  DeltaInput,
  DistanceFunction,
  Inventory,
  ListingInput,
  Network,
  NetworkInput,
  Node,
  OrderInput,
  Plan,
  Position,
  PromiseOptions,
  RateFunction,
  RuleFunctions,
  Rules,
  RulesInput,
  Snapshot,
  SnapshotInput,
  Workload,
} from './model/types';
import { type Listing, listItems } from './offering/listing';
import { type CartPromise, promiseCart } from './offering/promise';
import { planOneOrder } from './plan';
import { readCheckedOrder } from './preparing/checkedOrder';
import { prepareOrder } from './preparing/prepare';
import { checkTimes } from './promising/checkTimes';
import { Schedules } from './promising/schedules';
import { StartDays } from './promising/startDays';
import { checkRules } from './rules/checkRules';
import { isCostFirst } from './rules/objective';
import { compileRules, type RuleSet } from './rules/ruleSet';
import { Arena } from './sourcing/arena';
import { checkNetwork } from './sourcing/checkNetwork';
import { type CacheField, DestinationCache } from './sourcing/destinationCache';
import { distanceSource } from './sourcing/distance';
import { Ledger } from './sourcing/ledger';
import { loadStock } from './sourcing/loadStock';
import { indexNetwork } from './sourcing/network';
import { PostalIndex } from './sourcing/postalAreas';
import { pricing } from './sourcing/pricing';
import type { RouterColumns } from './sourcing/problem';
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
  /** Functions that rules name: `costs` by `times.function` of a cost rule. */
  readonly functions?: RuleFunctions;
}

export interface PlanOptions {
  /** The order is planned at this instant, ISO 8601 in UTC: `2026-03-01T12:00:00Z`. */
  readonly asOf: string;
  /** Search steps this call may take. Default: the rules' `budget`, else about 20 ms of a modern core. */
  readonly budget?: number;
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
  readonly #compiled: Compiled;

  /** @internal Use {@link createRouter}. */
  constructor(compiled: Compiled) {
    this.#compiled = compiled;
  }

  /**
   * A planner on a snapshot of stock: any iterable of positions, or columns. `id` and `revision` name the snapshot in plans; `used` is
   * what nodes with `capacityPerDay` have taken on already, by local day.
   * @throws InputError with every issue; nothing is loaded then
   */
  withInventory(inventory: Inventory, snapshot?: SnapshotInput): Planner {
    const { index } = this.#compiled;
    const names = readSnapshot(snapshot);
    const work = new Workloads(index, names.used);
    const stock = new Stock(index, loadStock(inventory, index));
    return new Planner(this.#compiled, new Ledger(stock, startCapacity(index), work), names);
  }
}

/**
 * Stock and the work of days, and what plans took of them. Everything but `plan`, `positions`, `used` and `eligibility` changes them: all
 * of it or nothing.
 */
export class Planner {
  readonly #compiled: Compiled;
  readonly #ledger: Ledger;
  readonly #desk: { -readonly [Key in keyof Desk]: Desk[Key] };

  /** @internal Use {@link Router.withInventory}. */
  constructor(compiled: Compiled, ledger: Ledger, snapshot: Snapshot) {
    const { stock } = ledger;
    const arena = new Arena(compiled.index.sources);
    this.#compiled = compiled;
    this.#ledger = ledger;
    this.#desk = { compiled, stock, ledger, snapshot, arena, scratch: createScratch() };
  }

  /**
   * The best plan for one order on the stock as it is now. Changes nothing: see {@link Planner.commit}.
   * @throws InputError with every issue; LimitError where exact sums would not fit
   */
  plan(order: OrderInput, options: PlanOptions): Plan {
    return planOneOrder(this.#desk, order, options);
  }

  /**
   * What a checkout may promise for a cart: for each delivery group the options, cheapest and earliest, by level of service and place of
   * collection. An option's fragment, put into the cart by {@link orderWith}, makes its promise hold.
   * @throws InputError with every issue; LimitError where exact sums would not fit
   */
  promise(cart: OrderInput, options: PromiseOptions): CartPromise {
    return promiseCart(this.#desk, cart, options);
  }

  /**
   * When each of many items could be at one destination, and at what cost, if it were ordered alone: for a listing page.
   * @throws InputError with every issue; LimitError where exact sums would not fit
   */
  list(listing: ListingInput): Listing {
    return listItems(this.#desk, listing);
  }

  /**
   * Takes a plan's claims from stock, capacity and the nodes' days. The same plan again has no effect.
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
    const { revision } = readSnapshot({ revision: snapshot.revision, id: this.#desk.snapshot.id });
    updateStock(this.#desk.stock, readDeltas(deltas));
    this.#desk.snapshot = { ...this.#desk.snapshot, revision };
  }

  /** What the planner holds now of these SKUs, in units. Committed claims count as reserved. */
  positions(skus: Iterable<string>): Position[] {
    return this.#desk.stock.positions(skus);
  }

  /** What nodes with `capacityPerDay` have taken on by now, by local day: the snapshot's and what is committed. Sorted by node and day. */
  used(): Workload[] {
    return this.#ledger.work.list();
  }

  /** For every line and every node that holds at least one unit of it: the services it can use, or why not. */
  eligibility(order: OrderInput, options: PlanOptions): LineEligibility[] {
    return listEligibility(this.#desk, order, options);
  }

  /** @internal The numbers that `plan` would solve, with memory of its own: lets a bench time the search apart. */
  prepare(order: OrderInput, options: PlanOptions): Problem {
    const arena = new Arena(this.#compiled.index.sources);
    const { asOf, budget } = readPlanOptions(options);
    const checked = readCheckedOrder(this.#compiled, order);
    return prepareOrder({ ...this.#desk, arena }, checked, { asOf: Date.parse(asOf), budget }).problem;
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
  const given = {
    ...(distance === undefined ? {} : { distance }),
    ...(rate === undefined ? {} : { rate }),
    ...(functions === undefined ? {} : { functions }),
  };
  const router = createRouter({ network, rules }, given);
  return router.withInventory(inventory, snapshot).plan(order, options);
}

function compile(networkInput: unknown, rulesInput: unknown, options: RouterOptions): Compiled {
  const network = readNetwork(networkInput);
  const rules = readRules(rulesInput);
  const networkIssues = 'issues' in network ? network.issues : new IssueList('network', ['network']);
  const rulesIssues = 'issues' in rules ? rules.issues : new IssueList('rules', ['rules']);
  if ('value' in network) checkNetwork(network.value, networkIssues);
  if ('value' in network) checkTimes(network.value, networkIssues, zoneOfNode(network.value));
  if ('value' in network && 'value' in rules) {
    checkRules(rules.value, network.value, rulesIssues, options.functions);
  }
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
  return assemble(index, compileRules(rules.value, index, options.functions), rules.value, options);
}

/** A node's own zone, or that of its postal area. */
function zoneOfNode({ postalAreas }: Network): (node: Node) => string | undefined {
  const postal = new PostalIndex(postalAreas ?? []);
  return (node) => postal.complete(node).timeZone;
}

function assemble(index: NetworkIndex, ruleSet: RuleSet, rules: Rules, options: RouterOptions): Compiled {
  const distance = distanceSource(index, options.distance);
  const prices = pricing(index, options.rate, readRate);
  const schedules = new Schedules(index);
  const bytes = 1 + index.sources * CACHE_BYTES_PER_SOURCE;
  return {
    index,
    rules: ruleSet,
    distance,
    pricing: prices,
    columns: routerColumns(index, ruleSet),
    schedules,
    processing: new ProcessingTimes(index),
    days: index.nodes.some((node) => node.capacityPerDay !== undefined) ? new StartDays(index, schedules) : null,
    isCostFirst: isCostFirst(rules),
    cacheFields: cacheFields(ruleSet, [...distance.reads, ...prices.reads, ...schedules.reads]),
    cache: new DestinationCache(Math.max(4, Math.floor(CACHE_BYTES / bytes))),
  };
}

function routerColumns(index: NetworkIndex, { levels, nodeTier, tiers }: RuleSet): RouterColumns {
  const asksPriority = levels.some((level) => level.goal === 'priority');
  const bySource = (column: (node: number) => number) => Int32Array.from(index.sourceNode, column);
  return {
    sourceTier: nodeTier === null ? null : bySource((node) => nodeTier[node]),
    tiers,
    sourcePriority: asksPriority ? bySource((node) => index.nodes[node].priority as number) : null,
  };
}

function cacheFields(rules: RuleSet, reads: readonly string[]): CacheField[] {
  const fields = new Set(rules.reads);
  for (const name of reads) fields.add(`destination.${name}`);
  return [...fields].sort().map((field) => {
    const dot = field.indexOf('.');
    return [field.slice(0, dot) as CacheField[0], field.slice(dot + 1)] as const;
  });
}
