/**
 * Why a plan is as it is. The room's own street:
 *
 *   order, plan (given, or made) → the problem it answers → its parts → costs, levels, fates → plain JSON
 */
import type { Desk, PlannerState } from '../desk';
import { readExplainOptions } from '../input';
import type { Explanation } from '../model/explanation';
import { IssueList } from '../model/issues';
import { indexWords, refer } from '../model/references';
import type { Order, Plan } from '../model/types';
import { MS_PER_MINUTE } from '../model/units';
import { ENGINE_VERSION } from '../model/version';
import { planOpen } from '../plan';
import { type Ask, type CheckedOrder, type OpenOrder, openOrder, openRelaxed } from '../preparing/checkedOrder';
import { prepareOrder } from '../preparing/prepare';
import { inTime, promisedBy } from '../promised';
import { firstBroken } from '../splitting/limits';
import { Judge } from '../splitting/plan-value';
import { explainFates, type FateOptions } from './fates';
import { type Answer, costByTerm, type Inquiry } from './inquiry';
import { explainLevels } from './levels';
import { planCosts } from './planCosts';
import { planParts } from './planParts';
import { explainShipment, unfilledCost } from './shipmentCosts';
import { explanationText } from './text';
import { violationsOf } from './violations';

/**
 * @throws InputError for an order, options or a plan that are wrong, with every issue
 * @throws LimitError where exact sums would not fit
 */
export function explainOrder(state: PlannerState, input: unknown, options: unknown): Explanation {
  const { asOf, budget, overrides, plan: given, ...wished } = readExplainOptions(options);
  const ask = { asOf: Date.parse(asOf), budget, overrides };
  const opened = openOrder(state, input, ask);
  checkWishes(opened.desk, opened.checked.order, wished);
  return state.ledger.without(opened.asked.id, () => {
    const plan = (given as Plan | undefined) ?? planOpen(opened, ask);
    const { desk, checked } = openAsPlanned(opened, ask, plan);
    const inquiry = inquire(desk, checked, plan, ask);
    const violations = given === undefined ? [] : violationsOf(desk, input, ask, plan);
    return readable({ ...head(plan), given: given !== undefined, violations, ...body(inquiry, wished) });
  });
}

/** By the edition of the rules that the plan names; by the first where it names none that there is. */
function openAsPlanned(opened: OpenOrder, { asOf }: Ask, { rules }: Plan): OpenOrder {
  const step = rules.step === undefined ? -1 : opened.desk.editions.steps(asOf).indexOf(rules.step);
  return step < 0 ? opened : openRelaxed(opened, asOf, step + 1);
}

function checkWishes({ compiled }: Desk, { lines }: Order, wished: FateOptions): void {
  const issues = new IssueList('options');
  const known = { lines: new Map(lines.map(({ id }, place) => [id, place])), nodes: compiled.index.nodeOfId };
  for (const key of ['lines', 'nodes'] as const) {
    const ids = wished[key] ?? [];
    indexWords(ids, [key], issues);
    ids.forEach((id, place) => {
      refer(known[key], id, [key, place], key === 'lines' ? 'line of the order' : 'node', issues);
    });
  }
  issues.throwIfAny();
}

function inquire(desk: Desk, checked: CheckedOrder, plan: Plan, ask: Ask): Inquiry {
  const wide = prepareOrder(desk, checked, ask);
  const prepared = { ...wide, problem: inTime(wide, promisedBy(checked)) };
  const release = ask.asOf + desk.compiled.rules.document.holdMinutes * MS_PER_MINUTE;
  const found = planParts(desk.compiled.index, prepared, plan);
  const isWhole = found !== undefined && firstBroken(prepared.problem, found.parts) === undefined;
  if (!isWhole) return { desk, prepared, plan, answer: undefined, release };
  const judge = new Judge(prepared.problem, desk.scratch);
  const cost = costByTerm(prepared, desk, found.parts, judge);
  const answer: Answer = { ...found, judge, valued: judge.value(found.parts), cost };
  return { desk, prepared, plan, answer, release };
}

function head({ order, asOf, currency, rules, snapshot, status, promise, relaxed, overrides }: Plan) {
  return {
    schema: 'order-sourcing/explanation@1' as const,
    engine: ENGINE_VERSION,
    ...{ order, asOf, currency, rules, snapshot, status },
    ...(promise === undefined ? {} : { promise }),
    ...(relaxed === undefined ? {} : { relaxed }),
    ...(overrides === undefined ? {} : { overrides }),
  };
}

function body(inquiry: Inquiry, wished: FateOptions) {
  const { plan, prepared, desk } = inquiry;
  const { rules } = desk.compiled;
  return {
    shipments: plan.shipments.map((shipment) => explainShipment(inquiry, shipment)),
    unfilled: plan.unfilled.map((each) => ({ ...each, costMilli: unfilledCost(prepared.order, rules, each) })),
    costs: planCosts(inquiry),
    cost: plan.cost,
    levels: explainLevels(inquiry),
    ties: plan.proof.ties,
    steps: plan.proof.steps,
    ...explainFates(inquiry, wished),
  };
}

/** The same object, which tells itself in words where a text is asked of it. */
function readable(explanation: Explanation): Explanation {
  return Object.defineProperty(explanation, 'toString', { value: () => explanationText(explanation) });
}
