/**
 * THE MAIN STREET: one order, one walk, from unknown input to plan JSON. Every step takes what was made above it and makes
 * something new.
 *
 *   input → order → delivery groups → destinations (cached) → bundles → rows, masks, costs → Problem → solve → Assignment → Plan
 */
import type { Compiled, Desk, PlannerState } from './desk';
import { readPlanOptions } from './input';
import type { OrderLine, Plan, UnfilledLine } from './model/types';
import { instant } from './model/units';
import { ENGINE_VERSION } from './model/version';
import {
  type Ask,
  type CheckedOrder,
  firstStep,
  type OpenOrder,
  openOrder,
  openRelaxed,
} from './preparing/checkedOrder';
import { factsOf } from './preparing/pairs';
import { type Prepared, prepareOrder } from './preparing/prepare';
import { budgetOf } from './preparing/scene';
import { inTime, isFilled, keepPromise, promisedBy } from './promised';
import { dayText } from './promising/timeZone';
import { afterActionOf } from './rules/afterActions';
import { type CostMilli, showCost } from './sourcing/cost';
import type { DeliveryGroup } from './sourcing/groups';
import { levelName } from './sourcing/levelNames';
import {
  groupBySource,
  type Load,
  type MadeShipment,
  makeClaims,
  makeShipment,
  makeWorkItem,
} from './sourcing/shipments';
import { unfilledLines } from './sourcing/unfilled';
import type { Assignment, Problem } from './splitting/problem';
import { solve } from './splitting/solve';

/**
 * @throws InputError for an order or options that are wrong, with every issue
 * @throws LimitError where exact sums would not fit
 */
export function planOneOrder(state: PlannerState, input: unknown, options: unknown): Plan {
  const ask = readAsk(options);
  return planOpen(openOrder(state, input, ask), ask);
}

/** When and how much the caller asks. */
export function readAsk(options: unknown): Ask {
  const { asOf, budget, overrides } = readPlanOptions(options);
  return { asOf: Date.parse(asOf), budget, overrides };
}

/** As long as units stay unfilled the rules give way, step by step: a step is taken only if it leaves fewer. */
export function planOpen(opened: OpenOrder, ask: Ask): Plan {
  const { editions } = opened.desk;
  const start = firstStep(opened, ask);
  const { desk, checked } = start === 0 ? opened : openRelaxed(opened, ask.asOf, start);
  const first = planChecked(desk, checked, ask);
  const budget = budgetOf(opened.desk, ask);
  let best = first;
  let spent = first.proof.steps;
  for (let step = start + 1; step <= editions.steps(ask.asOf).length && isShort(best); step += 1) {
    const { desk, checked } = openRelaxed(opened, ask.asOf, step);
    const plan = planChecked(desk, checked, { ...ask, budget: Math.max(0, budget - spent) });
    spent += plan.proof.steps;
    const units = unitsUnfilled(first) - unitsUnfilled(plan);
    if (unitsUnfilled(plan) >= unitsUnfilled(best)) continue;
    best = start > 0 ? plan : { ...plan, relaxed: { units, cost: plan.cost.total - first.cost.total } };
  }
  return { ...best, proof: { ...best.proof, steps: spent } };
}

/** Units stay unfilled that were not promised to stay so. */
function isShort({ unfilled, promise }: Plan): boolean {
  return unfilled.length > 0 && promise !== 'kept';
}

function unitsUnfilled({ unfilled }: Plan): number {
  return unfilled.reduce((sum, { quantity }) => sum + quantity, 0);
}

/** The best plan for an order; if it was promised, one that keeps the promise. */
export function planChecked(desk: Desk, checked: CheckedOrder, ask: Ask): Plan {
  const prepared = prepareOrder(desk, checked, ask);
  const problem = inTime(prepared, promisedBy(checked));
  const answer = keepPromise(desk, prepared, problem, solve(problem, desk.scratch));
  return writePlan(desk, { ...prepared, problem }, answer);
}

/** The answer as plain JSON: equal input gives equal bytes. */
export function writePlan(desk: Desk, prepared: Prepared, assignment: Assignment): Plan {
  const { index, schedules } = desk.compiled;
  const { order, problem, asOf } = prepared;
  const destinations = prepared.groups.map(({ destination }) => destination);
  const loads = groupBySource(assignment.parts, prepared.departureOf);
  const made = loads.map((load, place) => makeShipment(index, problem, prepared, load, assignment.shipments[place]));
  const left = unfilledLines(index, problem, prepared.supply, prepared, loads, assignment.levels[0]);
  const unfilled = left.map((line) => withAfterAction(desk, prepared, line));
  return {
    schema: 'order-sourcing/plan@1',
    engine: ENGINE_VERSION,
    order: order.id,
    asOf: instant(asOf),
    currency: index.network.currency,
    rules: ruleNames(desk.compiled),
    snapshot: { id: desk.snapshot.id, revision: desk.snapshot.revision },
    ...(prepared.overrides === undefined ? {} : { overrides: prepared.overrides }),
    timeZones: schedules.zonesRead(destinations, asOf),
    status: unfilled.length === 0 ? 'complete' : made.length === 0 ? 'nothing' : 'partial',
    ...promiseKept(prepared, assignment),
    shipments: made.map(({ shipment }) => shipment),
    workItems: loads.map((load, place) => makeWorkItem(index, prepared, load, made[place].shipment)),
    unfilled,
    cost: showCost(totalCost(prepared, assignment, loads, made)),
    proof: writeProof(problem, assignment),
    claims: makeClaims(index, prepared, loads, (node, start) => dayText(schedules.localDay(node, start))),
  };
}

function withAfterAction({ compiled }: Desk, { order, groups }: Prepared, unfilled: UnfilledLine): UnfilledLine {
  const { afterActions } = compiled.rules;
  if (afterActions.length === 0) return unfilled;
  const line = order.lines.find(({ id }) => id === unfilled.line) as OrderLine;
  const group = groups.find(({ id }) => id === line.deliveryGroup) as DeliveryGroup;
  const says = afterActionOf(afterActions, { ...factsOf(order, group), line }, unfilled.reasons);
  return says === undefined ? unfilled : { ...unfilled, after: { rule: says.id, action: says.action } };
}

function ruleNames({ rules, edition }: Compiled): Plan['rules'] {
  const { id, version } = rules.document;
  const { scope, step } = edition;
  return { id, version, ...(scope === undefined ? {} : { scope }), ...(step === undefined ? {} : { step }) };
}

function promiseKept(prepared: Prepared, { parts }: Assignment): Pick<Plan, 'promise'> {
  if (prepared.groups.every(({ promised }) => promised === undefined)) return {};
  return { promise: isFilled(prepared, prepared.problem, parts) ? 'kept' : 'broken' };
}

/** Σ over shipments, the split, and what is not filled. */
export function totalCost(
  { problem, groups }: Pick<Prepared, 'problem' | 'groups'>,
  { parts }: Pick<Assignment, 'parts'>,
  loads: readonly Load[],
  made: readonly MadeShipment[],
): CostMilli {
  const sum = { shipping: 0, handling: 0, procurement: 0, lateness: 0, rules: 0, split: 0, unfilled: 0 };
  for (const { cost } of made) {
    for (const term of ['shipping', 'handling', 'procurement', 'lateness', 'rules'] as const) sum[term] += cost[term];
  }
  const left = problem.lines.map((line) => line.units);
  for (const { line, units } of parts) left[line] -= units;
  problem.lines.forEach(({ unfilledMilli: price }, place) => {
    if (!Number.isNaN(price)) sum.unfilled += price * left[place];
  });
  groups.forEach((_, group) => {
    const shipments = loads.filter(({ departure }) => departure.group === group).length;
    sum.split += problem.splitMilli * Math.max(0, shipments - 1);
  });
  return sum;
}

function writeProof({ levels }: Problem, assignment: Assignment): Plan['proof'] {
  return {
    levels: levels.map((level, place) => proofLevel(levelName(level), assignment.levels[place])),
    ties: assignment.tiesSettled ? 'settled' : 'open',
    steps: assignment.steps,
  };
}

export function proofLevel(
  goal: Plan['proof']['levels'][number]['goal'],
  { value, bound, optimal }: Assignment['levels'][number],
): Plan['proof']['levels'][number] {
  const gap = (value - bound) / Math.max(1, Math.abs(value));
  return { goal, value, status: optimal ? 'optimal' : 'feasible', bound, gap };
}
