/** Judges a plan, ours or made elsewhere, from the raw input and in its own words: it shares no code with what solves. */
import type { Plan } from '../model/types';
import { checkTakings } from './claims';
import { addTerms, checkCost, type Terms } from './costs';
import { type OrderFacts, readFacts, type VerifyInput } from './facts';
import {
  checkPolicies,
  checkUnfilledLines,
  checkUnits,
  countShipped,
  orderedUnits,
  type Shipped,
  unitsOf,
} from './lines';
import { milli, unfilledPrice } from './prices';
import { checkPromises } from './promises';
import { checkProof } from './proof';
import { readPlan } from './shape';
import { checkShelfLife } from './shelfLife';
import { type Judged, judgeShipments } from './shipments';
import { checkSorting } from './sorting';
import { Findings, show, type Violation } from './violations';
import { checkWorkItems } from './workItems';

/**
 * Everything that is wrong with a plan: [] if nothing is. A plan of the wrong shape gives violations, never an error.
 *
 * What it cannot see is whether a better plan exists: it holds values and bounds of the proof against the plan, not against all
 * other plans. `engine`, `snapshot`, `timeZones`, `proof.steps` and `proof.ties` are only looked at for their shape.
 *
 * @param plan anything; judged as a plan of schema `order-sourcing/plan@1`
 * @param input what the plan was made for, as the planner took it (not judged here); `inventory` is the stock before its claims,
 *   and `snapshot.used` the work before it
 * @throws InputError if `asOf` is no instant, a node has no time zone whose local times count, the caller's `distance` gives no whole metres, or the caller's `rate`
 *   gives no rate
 */
export function verifyPlan(plan: unknown, input: VerifyInput): Violation[] {
  const found = new Findings();
  const read = readPlan(plan, found);
  if (read === undefined) return found.violations;
  const facts = readFacts(input, read.rules);
  checkHeader(input, facts, read, found);
  checkSorting(read, found);
  const shipments = judgeShipments(facts, read, found);
  const shipped = countShipped(facts, shipments);
  checkUnits(facts, read, shipped, found);
  checkUnfilledLines(facts, read, found);
  checkPolicies(facts, shipments, shipped, found);
  checkPromises(facts, read, shipments, shipped, found);
  checkTakings(facts, read, shipments, found);
  checkShelfLife(facts, shipments, found);
  checkWorkItems(facts, read, shipments, found);
  checkStatus(facts, read, shipped, found);
  const total = planTerms(facts, shipments, shipped);
  if (total !== undefined) checkCost(found, ['cost'], read.cost, total);
  checkProof(facts, read, shipments, total, found);
  return found.violations;
}

function checkHeader(
  input: VerifyInput,
  { order, network, rules, asOf, edition }: OrderFacts,
  plan: Plan,
  found: Findings,
): void {
  found.same('order', ['order'], plan.order, order.id);
  if (Date.parse(plan.asOf) !== asOf) found.same('as-of', ['asOf'], plan.asOf, new Date(asOf).toISOString());
  found.same('currency', ['currency'], plan.currency, network.currency);
  found.same('rule-set', ['rules', 'id'], plan.rules.id, rules.id ?? 'default');
  found.same('rule-set', ['rules', 'version'], plan.rules.version, rules.version ?? '1');
  if (written(plan.overrides) !== written(input.overrides)) {
    found.add('overrides', ['overrides'], 'are not those of the call');
  }
  if (plan.rules.scope !== edition.scope) {
    found.add('rule-set', ['rules', 'scope'], `says ${show(plan.rules.scope)}, must be ${show(edition.scope)}`);
  }
  if (!edition.hasStep)
    found.add('rule-set', ['rules', 'step'], `says ${show(plan.rules.step)}, no step of relaxation`);
  if (!edition.isInEffect) found.add('rule-set', ['asOf'], 'is outside the time of the rules');
  if (plan.relaxed !== undefined && plan.rules.step === undefined) {
    found.add('rule-set', ['relaxed'], 'is there without a step of relaxation');
  }
}

/** The same text for the same overrides, in whatever order their keys came. */
function written(overrides: Plan['overrides']): string {
  const { excludedNodes, pinnedLines, pausedNodes } = overrides ?? {};
  const pins = pinnedLines?.map(({ line, nodes }) => [line, nodes]);
  return JSON.stringify([excludedNodes, pins, pausedNodes?.map(({ node, until }) => [node, until])]);
}

function checkStatus(facts: OrderFacts, plan: Plan, shipped: Shipped, found: Findings): void {
  const units = [...shipped.values()].reduce((sum, each) => sum + each, 0);
  const ordered = orderedUnits(facts);
  const right = units === 0 ? 'nothing' : units >= ordered ? 'complete' : 'partial';
  found.same('status', ['status'], plan.status, right, `${units} of ${ordered} units ship`);
}

/** What the plan costs in exact numbers, not in the shipments' rounded ones; undefined where a shipment's cost is not to be said. */
function planTerms(facts: OrderFacts, shipments: readonly Judged[], shipped: Shipped): Terms | undefined {
  const terms = shipments.map((shipment) => shipment.terms);
  if (terms.some((each) => each === undefined)) return undefined;
  const known = addTerms(terms.filter((each) => each !== undefined));
  const split = milli(facts.rules.split?.perShipment ?? 0) * BigInt(countSplits(facts, shipments));
  let unfilled = 0n;
  for (const line of facts.order.lines) {
    const left = BigInt(line.quantity - unitsOf(shipped, line));
    // A unit without a price costs nothing here: a level before the cost has counted it.
    unfilled += left * (unfilledPrice(facts.rules, line) ?? 0n);
  }
  return { ...known, split, unfilled };
}

/** Shipments beyond the first of their delivery groups. */
function countSplits({ groups }: OrderFacts, shipments: readonly Judged[]): number {
  const used = shipments.filter((shipment) => shipment.loads.length > 0);
  const ofGroup = groups.map(({ id }) => used.filter(({ facts }) => facts?.group.id === id).length);
  return ofGroup.reduce((splits, count) => splits + Math.max(0, count - 1), 0);
}
