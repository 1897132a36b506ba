/**
 * THE MAIN STREET: one order, one walk, from unknown input to plan JSON. Every step takes what was made above it and makes
 * something new.
 *
 *   input → order → destination (cached) → bundles → rows, masks, costs → Problem → solve → Assignment → Plan
 */
import type { Compiled, Desk } from './desk';
import { readOrder, readPlanOptions } from './input';
import { IssueList } from './model/issues';
import type { Order, Plan } from './model/types';
import { ENGINE_VERSION } from './model/version';
import { bundleParts, factsOf, roomAt, usableSources } from './pairs';
import { deliveries } from './promising/deliveries';
import type { RuleSet } from './rules/ruleSet';
import { sourceRules } from './rules/sourceRules';
import { bundleLines, isShipComplete, maxShipmentsOf } from './sourcing/bundles';
import { checkOrder } from './sourcing/checkOrder';
import { countedMetres, type DestinationColumns, destinationColumns } from './sourcing/columns';
import { type CostMilli, showCost } from './sourcing/cost';
import { cacheKey } from './sourcing/destinationCache';
import { orderValueOf } from './sourcing/pricing';
import { type BundleParts, makeProblem, type OrderTerms } from './sourcing/problem';
import type { NodeRoom } from './sourcing/room';
import { bundleRows } from './sourcing/rows';
import { groupBySource, instant, makeClaims, makeShipment } from './sourcing/shipments';
import { unfilledLines } from './sourcing/unfilled';
import type { Assignment, Problem } from './splitting/problem';
import { solve } from './splitting/solve';

/** Search steps of a call that names no budget: about 20 ms of a modern core. */
const DEFAULT_BUDGET = 2_000_000;

/** An order, ready to solve: the problem, and what turns its numbers back into ids. */
export interface Prepared {
  readonly order: Order;
  /** Epoch ms. */
  readonly asOf: number;
  readonly room: NodeRoom;
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
  const { compiled, stock, arena } = desk;
  const { index, rules } = compiled;
  const asOf = Date.parse(asOfText);
  const order = readCheckedOrder(compiled, input);
  const destination = columnsFor(compiled, order);

  arena.reset();
  const room = roomAt(desk, asOf);
  const usable = usableSources(desk, room, order, destination);
  const facts = factsOf(order);
  const bundles = bundleLines(order, rules.document).map((bundle) =>
    bundleParts(compiled, facts, destination, usable, bundle, bundleRows(stock, bundle, arena), arena, asOf),
  );
  const terms = orderTerms(order, rules, budget);
  const problem = makeProblem(index, compiled.columns, room, destination, usable, stock, bundles, terms);
  return { order, asOf, room, destination, bundles, problem };
}

export function readCheckedOrder({ index, rules, isCostFirst }: Compiled, input: unknown): Order {
  const order = readOrder(input);
  const issues = new IssueList('order');
  checkOrder(order, index, rules.document, isCostFirst, issues);
  issues.throwIfAny();
  return { ...order, destination: index.postal.complete(order.destination) };
}

/** Columns of the order's destination (and the tier of its value): from the cache, or distance → rules → instants → rates. */
export function columnsFor(compiled: Compiled, order: Order): DestinationColumns {
  const value = orderValueOf(order);
  const key = cacheKey(compiled.cacheFields, order) + compiled.pricing.valueKey(value);
  const known = compiled.cache.get(key);
  if (known !== undefined) return known;
  const { index, rules, distance } = compiled;
  const shown = distance.measure(order.destination);
  const metres = countedMetres(shown, rules.document.unknownDistance);
  const ruled = sourceRules(rules, index, factsOf(order), metres);
  const delivery = deliveries(index, order.destination, metres);
  const prices = compiled.pricing.priceTo(order.destination, metres, value);
  const columns = destinationColumns(index, shown, metres, ruled, delivery, prices, rules.needsDistance);
  compiled.cache.set(key, columns);
  return columns;
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
  const { order, room, destination, bundles, problem } = prepared;
  const asOf = instant(prepared.asOf);
  const loads = groupBySource(assignment.parts);
  const made = loads.map((load, place) =>
    makeShipment(index, problem, destination, bundles, load, assignment.shipments[place], prepared.asOf, asOf),
  );
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
    claims: makeClaims(index, bundles, loads, room.days, asOf),
  };
}

function totalCost(problem: Problem, { parts }: Assignment, made: readonly { readonly cost: CostMilli }[]): CostMilli {
  let shipping = 0;
  let handling = 0;
  let procurement = 0;
  let lateness = 0;
  let rules = 0;
  for (const { cost } of made) {
    shipping += cost.shipping;
    handling += cost.handling;
    procurement += cost.procurement;
    lateness += cost.lateness;
    rules += cost.rules;
  }
  const left = problem.lines.map((line) => line.units);
  for (const { line, units } of parts) left[line] -= units;
  let unfilled = 0;
  problem.lines.forEach(({ unfilledMilli: price }, place) => {
    if (!Number.isNaN(price)) unfilled += price * left[place];
  });
  const split = problem.splitMilli * Math.max(0, made.length - 1);
  return { shipping, handling, procurement, lateness, rules, split, unfilled };
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
