/**
 * THE MAIN STREET: one order, one walk, from unknown input to plan JSON. Every step takes what was made above it and makes
 * something new.
 *
 *   input → order → destination (cached) → bundles → rows, masks, costs → Problem → solve → Assignment → Plan
 */
import { readOrder, readPlanOptions } from './input';
import { IssueList } from './model/issues';
import type { NetworkIndex } from './model/network';
import type { Order, OrderLine, Plan, Snapshot } from './model/types';
import { daysLate } from './model/units';
import { ENGINE_VERSION } from './model/version';
import { deliveries } from './promising/deliveries';
import type { Facts } from './rules/condition';
import { addLineRules, hasLineRules, type LinePairs } from './rules/lineRules';
import type { RuleSet } from './rules/ruleSet';
import { sourceRules } from './rules/sourceRules';
import type { Arena } from './sourcing/arena';
import { type Bundle, bundleLines, isShipComplete, maxShipmentsOf } from './sourcing/bundles';
import { checkOrder } from './sourcing/checkOrder';
import { countedMetres, type DestinationColumns, destinationColumns } from './sourcing/columns';
import { type CostMilli, showCost } from './sourcing/cost';
import { type CacheField, cacheKey, type DestinationCache } from './sourcing/destinationCache';
import type { DistanceSource } from './sourcing/distance';
import { unfilledMilli } from './sourcing/prices';
import { type BundleParts, makeProblem, type OrderTerms, type RouterColumns } from './sourcing/problem';
import { type BundleRows, bundleRows } from './sourcing/rows';
import { groupBySource, instant, makeClaims, makeShipment } from './sourcing/shipments';
import type { Stock } from './sourcing/stock';
import { unfilledLines } from './sourcing/unfilled';
import type { Assignment, Problem } from './splitting/problem';
import { type Scratch, solve } from './splitting/solve';

/** Search steps of a call that names no budget: about 20 ms of a modern core. */
const DEFAULT_BUDGET = 2_000_000;

/** What the router compiled once, for every planner and order. */
export interface Compiled {
  readonly index: NetworkIndex;
  readonly rules: RuleSet;
  readonly distance: DistanceSource;
  readonly columns: RouterColumns;
  /** Levels begin with the cost: every line needs a price for what is not filled. */
  readonly isCostFirst: boolean;
  /** Fields that the columns of a destination depend on. */
  readonly cacheFields: readonly CacheField[];
  readonly cache: DestinationCache<DestinationColumns>;
}

/** What a planner works with: the compiled router, the stock as it is now, and working memory. */
export interface Desk {
  readonly compiled: Compiled;
  readonly stock: Stock;
  /** node → units it still takes. */
  readonly capacity: Int32Array;
  readonly snapshot: Snapshot;
  readonly arena: Arena;
  readonly scratch: Scratch;
}

/** An order, ready to solve: the problem, and what turns its numbers back into ids. */
export interface Prepared {
  readonly order: Order;
  /** Epoch ms. */
  readonly asOf: number;
  readonly destination: DestinationColumns;
  readonly bundles: readonly BundleParts[];
  readonly problem: Problem;
}

/**
 * @throws InputError for an order or options that are wrong, with every issue
 * @throws LimitError where exact sums would not fit
 */
export function planOneOrder(desk: Desk, input: unknown, options: unknown): Plan {
  const prepared = prepareOrder(desk, input, options);
  const assignment = solve(prepared.problem, desk.scratch);
  return writePlan(desk, prepared, assignment);
}

export function prepareOrder(desk: Desk, input: unknown, options: unknown): Prepared {
  const { asOf: asOfText, budget } = readPlanOptions(options);
  const { compiled, stock, arena, capacity } = desk;
  const { index, rules } = compiled;
  const asOf = Date.parse(asOfText);
  const order = readCheckedOrder(compiled, input);
  const destination = columnsFor(compiled, order);

  arena.reset();
  const usable = usableSources(desk, order, destination);
  const facts = factsOf(order);
  const bundles = bundleLines(order, rules.document).map((bundle) =>
    bundleParts(compiled, facts, destination, usable, bundle, bundleRows(stock, bundle, arena), arena, asOf),
  );
  const terms = orderTerms(order, rules, budget);
  const problem = makeProblem(index, compiled.columns, capacity, destination, usable, stock, bundles, terms);
  return { order, asOf, destination, bundles, problem };
}

export function readCheckedOrder({ index, rules, isCostFirst }: Compiled, input: unknown): Order {
  const order = readOrder(input);
  const issues = new IssueList('order');
  checkOrder(order, index, rules.document, isCostFirst, issues);
  issues.throwIfAny();
  return order;
}

/** Columns of the order's destination: from the cache, or distance → rules → instants → rates. */
export function columnsFor(compiled: Compiled, order: Order): DestinationColumns {
  const key = cacheKey(compiled.cacheFields, order);
  const known = compiled.cache.get(key);
  if (known !== undefined) return known;
  const { index, rules, distance } = compiled;
  const shown = distance.measure(order.destination);
  const metres = countedMetres(shown, rules.document.unknownDistance);
  const ruled = sourceRules(rules, index, factsOf(order), metres);
  const delivery = deliveries(index, order.destination, metres);
  const columns = destinationColumns(index, shown, metres, ruled, delivery, rules.needsDistance);
  compiled.cache.set(key, columns);
  return columns;
}

export function factsOf(order: Order): Facts {
  return { order, destination: order.destination, line: undefined, node: 0, service: 0, distanceKm: undefined };
}

/** The destination's usable sources, without nodes that the order excludes or that are full. */
function usableSources({ compiled, capacity, arena }: Desk, order: Order, { columns }: DestinationColumns): Uint8Array {
  const { index } = compiled;
  if (order.excludedNodes === undefined && order.pinnedNodes === undefined && !index.hasCapacity) return columns.usable;
  const usable = arena.bytes();
  usable.set(columns.usable);
  const out = new Set(order.excludedNodes);
  const pinned = order.pinnedNodes === undefined ? undefined : new Set(order.pinnedNodes);
  index.nodes.forEach(({ id }, node) => {
    if (capacity[node] > 0 && !out.has(id) && (pinned === undefined || pinned.has(id))) return;
    usable.fill(0, index.nodeSourceStart[node], index.nodeSourceStart[node + 1]);
  });
  return usable;
}

/** Everything about a line of the problem: who may serve it, and what it costs there beyond the destination's columns. */
function bundleParts(
  compiled: Compiled,
  facts: Facts,
  destination: DestinationColumns,
  usable: Uint8Array,
  bundle: Bundle,
  rows: BundleRows,
  arena: Arena,
  asOf: number,
): BundleParts {
  const { index, rules } = compiled;
  const needs = bundle.members.map((line) => needByOf(line, facts.order) - asOf);
  const prices = bundle.members.map((line) => unfilledMilli(line, rules.document));
  let pairs: LinePairs | null = null;
  bundle.members.forEach((line, member) => {
    const needsTransit =
      rules.needsLateness && needs[member] !== Number.POSITIVE_INFINITY && destination.hasUnknownDelivery;
    const needsWeight = line.weightGrams === undefined && destination.hasGram;
    const ruled = hasLineRules(rules, line);
    if (!needsTransit && !needsWeight && !ruled) return;
    pairs ??= { mask: copyOf(usable, arena), unitMilli: null, lineMilli: null };
    if (needsTransit) takeAway(pairs.mask, destination.columns.delivery, (delivery) => Number.isNaN(delivery));
    if (needsWeight) takeAway(pairs.mask, destination.columns.gram, (perGram) => perGram > 0);
    const quantity = bundle.whole ? line.quantity : 1;
    if (ruled)
      addLineRules(rules, index, facts, line, quantity, rows.nodes, destination.metres, pairs, () => arena.floats());
  });
  const { mask, unitMilli, lineMilli } = pairs ?? NO_PAIRS;
  const lateDays = needs.some((need) => need !== needs[0]) ? bundleLateDays(bundle, needs, destination, arena) : null;
  return { bundle, rows, mask, unitMilli, lineMilli, lateDays, unfilledMilli: prices, needs };
}

const NO_PAIRS: { mask: Uint8Array | null } & Omit<LinePairs, 'mask'> = {
  mask: null,
  unitMilli: null,
  lineMilli: null,
};

/** Epoch ms; Infinity = never late. */
export function needByOf(line: OrderLine, order: Order): number {
  const needBy = line.needBy ?? order.needBy;
  return needBy === undefined ? Number.POSITIVE_INFINITY : Date.parse(needBy);
}

function copyOf(usable: Uint8Array, arena: Arena): Uint8Array {
  const mask = arena.bytes();
  mask.set(usable);
  return mask;
}

function takeAway(mask: Uint8Array, column: Float64Array, isOut: (value: number) => boolean): void {
  for (let source = 0; source < mask.length; source += 1) if (isOut(column[source])) mask[source] = 0;
}

/** Unit-days late of a bundle whose members need different dates. Index: source. */
function bundleLateDays(
  bundle: Bundle,
  needs: readonly number[],
  { columns }: DestinationColumns,
  arena: Arena,
): Int32Array {
  const days = arena.ints();
  bundle.members.forEach((line, member) => {
    for (let source = 0; source < days.length; source += 1) {
      days[source] += line.quantity * daysLate(columns.delivery[source], needs[member]);
    }
  });
  return days;
}

function orderTerms(order: Order, { document, levels }: RuleSet, budget: number | undefined): OrderTerms {
  return {
    maxShipments: maxShipmentsOf(order, document),
    shipComplete: isShipComplete(order, document),
    splitMilli: (document.split?.perShipment ?? 0) * 1000,
    lateMilli: (document.lateness?.perUnitDay ?? 0) * 1000,
    levels,
    budget: budget ?? document.budget ?? DEFAULT_BUDGET,
  };
}

/** The answer as plain JSON: equal input gives equal bytes. */
function writePlan(desk: Desk, prepared: Prepared, assignment: Assignment): Plan {
  const { index, rules, isCostFirst } = desk.compiled;
  const { order, destination, bundles, problem } = prepared;
  const asOf = instant(prepared.asOf);
  const parcels = groupBySource(assignment.parts);
  const made = parcels.map((parcel) => makeShipment(index, problem, destination, bundles, parcel, prepared.asOf, asOf));
  const unfilled = unfilledLines(index, problem, desk.stock, bundles, assignment.parts, isCostFirst);
  return {
    schema: 'order-sourcing/plan@1',
    engine: ENGINE_VERSION,
    order: order.id,
    asOf,
    currency: index.network.currency,
    rules: { id: rules.document.id, version: rules.document.version },
    snapshot: { id: desk.snapshot.id, revision: desk.snapshot.revision },
    status: unfilled.length === 0 ? 'complete' : made.length === 0 ? 'nothing' : 'partial',
    shipments: made.map(({ shipment }) => shipment),
    unfilled,
    cost: showCost(totalCost(problem, assignment, made)),
    proof: writeProof(problem, assignment),
    claims: makeClaims(index, bundles, parcels, desk.capacity, asOf),
  };
}

function totalCost(problem: Problem, { parts }: Assignment, made: readonly { readonly cost: CostMilli }[]): CostMilli {
  let shipping = 0;
  let handling = 0;
  let lateness = 0;
  let rules = 0;
  for (const { cost } of made) {
    shipping += cost.shipping;
    handling += cost.handling;
    lateness += cost.lateness;
    rules += cost.rules;
  }
  let unfilled = 0;
  problem.lines.forEach(({ units, unfilledMilli: price }, place) => {
    if (Number.isNaN(price)) return;
    unfilled += price * parts.reduce((left, part) => (part.line === place ? left - part.units : left), units);
  });
  return { shipping, handling, lateness, rules, split: problem.splitMilli * Math.max(0, made.length - 1), unfilled };
}

function writeProof({ levels }: Problem, assignment: Assignment): Plan['proof'] {
  return {
    levels: levels.map((level, place) => {
      const { value, bound, optimal } = assignment.levels[place];
      return {
        goal: level.goal === 'tiersUpTo' ? `tiers≤${level.tier}` : level.goal,
        value,
        status: optimal ? 'optimal' : 'feasible',
        bound,
        gap: (value - bound) / Math.max(1, Math.abs(value)),
      };
    }),
    ties: assignment.tiesSettled ? 'settled' : 'open',
    steps: assignment.steps,
  };
}
