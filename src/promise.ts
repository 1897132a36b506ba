/** What a checkout may promise for a cart: options with a date and a cost, and what makes each hold when the order is placed. */
import type { Desk } from './desk';
import { type EarliestAnswer, earliestAnswer, latestDelivery } from './earliest';
import { readPromiseOptions } from './input';
import { IssueList } from './model/issues';
import { refer } from './model/references';
import type { Order, OrderInput, Plan, Promised } from './model/types';
import { instant, MS_PER_MINUTE } from './model/units';
import { proofLevel, writePlan } from './plan';
import {
  type CheckedOrder,
  DEFAULT_BUDGET,
  destinationOf,
  linesOf,
  type Outline,
  outlineOf,
  type Prepared,
  prepareGroups,
  readCheckedOrder,
} from './prepare';
import { inTime, keepPromise, promisedBy } from './promised';
import { type DeliveryGroup, groupCollected, groupShipped } from './sourcing/groups';
import { orderValueOf } from './sourcing/pricing';
import type { Assignment, Problem } from './splitting/problem';
import { solve } from './splitting/solve';

/** One way to get a delivery group: the cheapest plan of it, or the earliest. */
export interface DeliveryOption {
  readonly method: 'ship' | 'pickUp';
  /** Of what is shipped: the level of service. */
  readonly level?: string;
  /** Where it is collected. */
  readonly pickUpNode?: string;
  /** `cheapest`: best by the rules' objective. `earliest`: as filled as can be, then as early, then as cheap. */
  readonly choice: 'cheapest' | 'earliest';
  /** When the last of it is there; null: unknown, or nothing ships. `date` is local, at the destination or the place of collection. */
  readonly delivery: string | null;
  readonly date: string | null;
  /** Minor units: what the whole plan costs us, and what the customer pays by the rules' `deliveryPrices` (null: they do not say). */
  readonly cost: number;
  readonly price: number | null;
  readonly shipments: number;
  /** Units that this option does not bring, and when a node that may serve them could (null: none is known to). */
  readonly short: readonly ShortLine[];
  /** The first instant at which, stock as it is, the plan misses a hand-over; null: nothing ships. */
  readonly validUntil: string | null;
  /** See {@link orderWith}. */
  readonly fragment: OrderFragment;
  readonly plan: Plan;
}

export interface ShortLine {
  readonly line: string;
  readonly sku: string;
  readonly quantity: number;
  readonly couldCome: string | null;
}

/** What makes a promise hold: goes into the order, or into its delivery group. */
export interface OrderFragment {
  readonly group?: string;
  readonly level?: string;
  readonly pickUpNode?: string;
  readonly promised: Promised;
}

/** The options of one delivery group, the others being as cheap as can be. */
export interface GroupOptions {
  readonly group?: string;
  readonly options: readonly DeliveryOption[];
}

export interface CartPromise {
  readonly order: string;
  readonly asOf: string;
  readonly groups: readonly GroupOptions[];
  /** Search steps taken. */
  readonly steps: number;
}

/** A way to get a group: how it changes it. */
interface Way {
  readonly method: DeliveryOption['method'];
  readonly group: DeliveryGroup;
}

/** @throws InputError for a cart or options that are wrong, with every issue */
export function promiseCart(desk: Desk, input: unknown, options: unknown): CartPromise {
  const { asOf, budget, levels, pickUp } = readPromiseOptions(options);
  const { compiled } = desk;
  const checked = readCheckedOrder(compiled, input);
  checkWishes(desk, levels, pickUp?.nodes);
  const ways = checked.groups.map((group) => waysOf(desk, checked.order, group, levels, pickUp));
  // Where every group has but one way, what is cheapest for one is the plan of all.
  const isFixed = ways.every(({ length }) => length === 1);
  const count = ways.flat().length;
  const searches = isFixed ? 1 + count : 2 * count;
  const purse = new Purse(budget ?? compiled.rules.document.budget ?? DEFAULT_BUDGET, searches);
  const ask = { asOf: Date.parse(asOf), budget: undefined };
  const outline = outlineOf(desk, checked, ask);
  const joint = isFixed
    ? cheapestOf(
        desk,
        outline,
        ways.map(([{ group }]) => group),
        purse,
      )
    : undefined;
  const groups = ways.map((waysOfGroup, place) => ({
    ...groupName(checked.groups[place]),
    options: waysOfGroup.flatMap((way) => {
      const together = checked.groups.map((group, other) => (other === place ? way.group : group));
      const solved = joint ?? cheapestOf(desk, outline, together, purse);
      return optionsOf(desk, solved, way, place, purse);
    }),
  }));
  return { order: checked.order.id, asOf: instant(ask.asOf), groups, steps: purse.spent };
}

/** Steps for a number of searches: each may take its share of what is left. */
export class Purse {
  spent = 0;

  constructor(
    private left: number,
    private searches: number,
  ) {}

  readonly spend = (search: (budget: number) => Assignment): Assignment => {
    const answer = search(Math.floor(this.left / Math.max(1, this.searches)));
    this.pay(answer.steps);
    return answer;
  };

  pay(steps: number): void {
    this.left = Math.max(0, this.left - steps);
    this.spent += steps;
  }

  /** One search less is to come. */
  finish(): void {
    this.searches -= 1;
  }
}

function checkWishes(
  { compiled }: Desk,
  levels: readonly string[] | undefined,
  nodes: readonly string[] | undefined,
): void {
  const issues = new IssueList('options');
  levels?.forEach((level, place) => {
    refer(compiled.index.levels, level, ['levels', place], 'level of a service', issues);
  });
  nodes?.forEach((node, place) => {
    refer(compiled.index.nodeOfId, node, ['pickUp', 'nodes', place], 'node', issues);
  });
  issues.throwIfAny();
}

/** Levels of service in code-unit order, then places to collect, nearest first. A group that says which keeps to it. */
function waysOf(
  desk: Desk,
  order: Order,
  group: DeliveryGroup,
  levels: readonly string[] | undefined,
  pickUp: { readonly limit: number; readonly nodes?: readonly string[] | undefined } | undefined,
): Way[] {
  const { index } = desk.compiled;
  if (group.pickUpNode >= 0) return [{ method: 'pickUp', group }];
  const wanted = group.level === undefined ? (levels ?? [...index.levels.keys()].sort()) : [group.level];
  const shipped = wanted.filter((level) =>
    index.levels.get(level)?.some((service) => index.services[service].kind === 'carrier'),
  );
  const ways: Way[] = shipped.map((level) => ({ method: 'ship', group: groupShipped(group, level) }));
  if (pickUp === undefined || group.level !== undefined) return ways;
  const nodes = nearestPickUps(desk, order, group, pickUp.limit, pickUp.nodes);
  return [...ways, ...nodes.map((node): Way => ({ method: 'pickUp', group: groupCollected(group, index, node) }))];
}

/** Nodes that hand to a service of kind `pickUp`, by distance (unknown ones last), then id. */
function nearestPickUps(
  { compiled }: Desk,
  order: Order,
  group: DeliveryGroup,
  limit: number,
  only: readonly string[] | undefined,
): number[] {
  const { sources, sourceNode, sourceService, services, nodes } = compiled.index;
  const { shownMetres } = destinationOf(compiled, order, group).columns;
  const far = (node: number) => (shownMetres[node] < 0 ? Number.POSITIVE_INFINITY : shownMetres[node]);
  const wanted = only === undefined ? undefined : new Set(only);
  const nearest: number[] = [];
  // Sources, and so their nodes, come in the order of ids.
  for (let source = 0; source < sources; source += 1) {
    const node = sourceNode[source];
    if (services[sourceService[source]].kind !== 'pickUp' || nearest.includes(node)) continue;
    let place = nearest.length;
    while (place > 0 && far(node) < far(nearest[place - 1])) place -= 1;
    if (place >= limit || wanted?.has(nodes[node].id) === false) continue;
    nearest.splice(place, 0, node);
    if (nearest.length > limit) nearest.pop();
  }
  return nearest;
}

/** The cheapest plan, with what it was searched in. */
interface Solved {
  readonly prepared: Prepared;
  readonly problem: Problem;
  readonly cheapest: Assignment;
}

function cheapestOf(desk: Desk, outline: Outline, groups: CheckedOrder['groups'], purse: Purse): Solved {
  const prepared = prepareGroups(desk, outline, groups);
  const problem = inTime(prepared, promisedBy(prepared));
  const solved = purse.spend((budget) => solve({ ...problem, budget }, desk.scratch));
  purse.finish();
  return { prepared, problem, cheapest: keepPromise(desk, prepared, problem, solved) };
}

/** The cheapest and the earliest plan of one way; none where nothing of the group can be shipped. */
function optionsOf(
  desk: Desk,
  { prepared, problem, cheapest }: Solved,
  way: Way,
  place: number,
  purse: Purse,
): DeliveryOption[] {
  const earliest = earliestAnswer(desk, prepared, problem, place, cheapest, purse.spend);
  purse.finish();
  const first = writeOption(desk, { ...prepared, problem }, cheapest, way, place, 'cheapest');
  const second = earliest.isCheapest
    ? { ...first, choice: 'earliest' as const }
    : writeOption(desk, { ...prepared, problem: earliest.problem }, earliest.answer, way, place, 'earliest');
  const { plan } = second;
  const proof = { ...plan.proof, levels: earliestLevels(earliest) };
  return [first, { ...second, plan: { ...plan, proof } }].filter(({ plan: { shipments } }) =>
    shipments.some(({ group }) => group === way.group.id),
  );
}

/** Fill, then the delivery that was looked for between them, then the cost. */
function earliestLevels({ answer, unfilled, delivery }: EarliestAnswer): Plan['proof']['levels'] {
  const [, cost] = answer.levels;
  const values = [
    { goal: 'unfilled' as const, ...unfilled, optimal: unfilled.bound === unfilled.value },
    { goal: 'delivery' as const, ...delivery, optimal: delivery.bound === delivery.value },
    { goal: 'cost' as const, ...cost },
  ];
  let isOptimal = true;
  return values.map(({ goal, value, bound, optimal }) => {
    isOptimal &&= optimal;
    return proofLevel(goal, { value, bound, optimal: isOptimal });
  });
}

function writeOption(
  desk: Desk,
  prepared: Prepared,
  answer: Assignment,
  { method, group }: Way,
  place: number,
  choice: DeliveryOption['choice'],
): DeliveryOption {
  const plan = writePlan(desk, prepared, answer);
  const latest = latestDelivery(prepared, answer, place);
  const delivery = latest === 0 || latest === Number.POSITIVE_INFINITY ? null : latest;
  const { timeZone } = group.destination;
  const lines = linesOf(prepared.order, group);
  const short = plan.unfilled.filter(({ line }) => lines.some(({ id }) => id === line));
  const pickUpNode = group.pickUpNode < 0 ? undefined : desk.compiled.index.nodes[group.pickUpNode].id;
  const asked = {
    ...(method === 'ship' && group.level !== undefined ? { level: group.level } : {}),
    ...(pickUpNode === undefined ? {} : { pickUpNode }),
  };
  return {
    method,
    ...asked,
    choice,
    delivery: delivery === null ? null : instant(delivery),
    date: delivery === null || timeZone === undefined ? null : desk.compiled.schedules.dateIn(timeZone, delivery),
    cost: plan.cost.total,
    price: priceOf(desk, prepared.order, method, group.level),
    shipments: plan.shipments.filter((shipment) => shipment.group === group.id).length,
    short: short.map(({ line, sku, quantity }) => {
      return { line, sku, quantity, couldCome: couldCome(prepared, answer, line) };
    }),
    validUntil: answer.parts.length === 0 ? null : instant(lastInstant(desk, prepared, answer.parts) + 1),
    fragment: { ...groupName(group), ...asked, promised: promisedOf(plan, group, delivery, short) },
    plan,
  };
}

/** The last instant at which the plan still reaches every hand-over, in epoch ms; Infinity: nothing ships. */
export function lastInstant({ compiled }: Desk, { departureOf, scenes }: Prepared, parts: Assignment['parts']): number {
  let last = Number.POSITIVE_INFINITY;
  for (const part of parts) {
    const { source, group, release, minutes } = departureOf(part.source);
    last = Math.min(last, scenes[group].schedules.of(source, release, minutes).lastRelease);
  }
  return last - compiled.rules.document.holdMinutes * MS_PER_MINUTE;
}

/** When a node that may serve the line and holds more of it, beyond this plan, could bring it. */
function couldCome({ problem, bundles, origin }: Prepared, { parts }: Assignment, lineId: string): string | null {
  const place = bundles.findIndex(({ bundle }) => bundle.members.some(({ id }) => id === lineId));
  const { rowNode, rowUnits, rowStart, rowEnd, mask } = problem.lines[place];
  const usable = mask ?? problem.columns.usable;
  const ranks = problem.starts?.ranks ?? 1;
  let earliest = Number.POSITIVE_INFINITY;
  for (let entry = rowStart; entry < rowEnd; entry += 1) {
    const first = problem.nodeSourceStart[rowNode[entry]];
    const end = problem.nodeSourceStart[rowNode[entry] + 1];
    const isHere = ({ line, source }: Assignment['parts'][number]) => line === place && source >= first && source < end;
    const taken = parts.filter(isHere).reduce((sum, { units }) => sum + units, 0);
    for (let source = first; source < end; source += 1) {
      const held = rowUnits[entry * ranks + (problem.starts?.sourceRank[source] ?? 0)];
      const delivery = problem.columns.delivery[source] + origin;
      if (usable[source] === 1 && held > taken && delivery < earliest) earliest = delivery;
    }
  }
  return earliest === Number.POSITIVE_INFINITY ? null : instant(earliest);
}

function priceOf(
  { compiled }: Desk,
  order: Prepared['order'],
  method: DeliveryOption['method'],
  level: string | undefined,
): number | null {
  const value = orderValueOf(order);
  let price: number | null = null;
  for (const entry of compiled.rules.document.deliveryPrices) {
    if (entry.method !== method || (entry.level !== undefined && entry.level !== level)) continue;
    // A value that is unknown reaches nothing.
    if (entry.atLeast === 0 || (value !== undefined && value >= entry.atLeast)) price = entry.price;
  }
  return price;
}

function promisedOf(plan: Plan, group: DeliveryGroup, delivery: number | null, short: Plan['unfilled']): Promised {
  return {
    deliverBy: delivery === null ? null : instant(delivery),
    unfilled: short.map(({ line, quantity }) => ({ line, units: quantity })),
    shipments: plan.shipments
      .filter((shipment) => shipment.group === group.id)
      .map(({ node, service, start, lines }) => ({
        node,
        service,
        start,
        lines: lines.map(({ line, quantity }) => ({ line, quantity })),
      })),
  };
}

function groupName({ id }: DeliveryGroup): { readonly group?: string } {
  return id === undefined ? {} : { group: id };
}

/**
 * The cart with what its customer chose: ready to be placed, and to be planned no later, no less filled and no dearer than was promised. Give
 * one fragment, or one for each of its delivery groups.
 * @throws InputError for a fragment of a group that the cart does not have
 */
export function orderWith(cart: OrderInput, ...fragments: readonly OrderFragment[]): OrderInput {
  const issues = new IssueList('fragments');
  let order = cart;
  fragments.forEach(({ group: id, ...fragment }, place) => {
    const groups = order.deliveryGroups;
    if (id === undefined && groups === undefined) {
      order = changed(order, fragment);
      return;
    }
    if (groups?.some((group) => group.id === id) !== true) {
      issues.add('unknown-reference', [place, 'group'], id, 'is not the id of a delivery group of the cart');
      return;
    }
    order = { ...order, deliveryGroups: groups.map((group) => (group.id === id ? changed(group, fragment) : group)) };
  });
  issues.throwIfAny();
  return order;
}

/** What is collected has no destination. */
function changed<Written extends Pick<OrderInput, 'destination' | 'pickUpNode' | 'level'>>(
  written: Written,
  fragment: Omit<OrderFragment, 'group'>,
): Written {
  const { destination, pickUpNode, level, ...rest } = written;
  const way = fragment.pickUpNode === undefined ? { destination } : {};
  return { ...(rest as Written), ...way, ...fragment };
}
