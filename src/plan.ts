/**
 * THE MAIN STREET: one order, one walk, from unknown input to plan JSON. Every step takes what was made above it and makes
 * something new.
 *
 *   input → order → delivery groups → destinations (cached) → bundles → rows, masks, costs → Problem → solve → Assignment → Plan
 */
import type { Desk } from './desk';
import { readPlanOptions } from './input';
import type { Plan } from './model/types';
import { instant } from './model/units';
import { ENGINE_VERSION } from './model/version';
import { type CheckedOrder, readCheckedOrder } from './preparing/checkedOrder';
import type { Ask } from './preparing/outline';
import { type Prepared, prepareOrder } from './preparing/prepare';
import { inTime, isFilled, keepPromise, promisedBy } from './promised';
import { dayText } from './promising/timeZone';
import { type CostMilli, showCost } from './sourcing/cost';
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
export function planOneOrder(desk: Desk, input: unknown, options: unknown): Plan {
  const { asOf, budget } = readPlanOptions(options);
  const checked = readCheckedOrder(desk.compiled, input);
  return planChecked(desk, checked, { asOf: Date.parse(asOf), budget });
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
  const { index, rules, schedules } = desk.compiled;
  const { order, problem, asOf } = prepared;
  const destinations = prepared.groups.map(({ destination }) => destination);
  const loads = groupBySource(assignment.parts, prepared.departureOf);
  const made = loads.map((load, place) => makeShipment(index, problem, prepared, load, assignment.shipments[place]));
  const unfilled = unfilledLines(index, problem, prepared.supply, prepared, loads, assignment.levels[0].optimal);
  return {
    schema: 'order-sourcing/plan@1',
    engine: ENGINE_VERSION,
    order: order.id,
    asOf: instant(asOf),
    currency: index.network.currency,
    rules: { id: rules.document.id, version: rules.document.version },
    snapshot: { id: desk.snapshot.id, revision: desk.snapshot.revision },
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

function promiseKept(prepared: Prepared, { parts }: Assignment): Pick<Plan, 'promise'> {
  if (prepared.groups.every(({ promised }) => promised === undefined)) return {};
  return { promise: isFilled(prepared, prepared.problem, parts) ? 'kept' : 'broken' };
}

function totalCost(
  { problem, groups }: Prepared,
  { parts }: Assignment,
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
    levels: levels.map((level, place) =>
      proofLevel(level.goal === 'tiersUpTo' ? `tiers≤${level.tier}` : level.goal, assignment.levels[place]),
    ),
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
