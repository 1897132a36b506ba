/** Judges a plan, ours or made elsewhere, from the raw input and in its own words: it shares no code with what solves. */
import type { Plan } from '../model/types';
import { checkTakings } from './claims';
import { addTerms, checkCost, type Terms } from './costs';
import { type Facts, readFacts, type VerifyInput } from './facts';
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
import { checkProof } from './proof';
import { readPlan } from './shape';
import { type Judged, judgeShipments } from './shipments';
import { checkSorting } from './sorting';
import { Findings, type Violation } from './violations';

/**
 * Everything that is wrong with a plan: [] if nothing is. A plan of the wrong shape gives violations, never an error.
 *
 * What it cannot see is whether a better plan exists: it holds values and bounds of the proof against the plan, not against all
 * other plans. `engine`, `snapshot`, `proof.steps` and `proof.ties` are only looked at for their shape.
 *
 * @param plan anything; judged as a plan of schema `order-sourcing/plan@1`
 * @param input what the plan was made for, as the planner took it (not judged here); `inventory` is the stock before its claims,
 *   and `snapshot.used` the work before it
 * @throws InputError if `asOf` is no instant, the caller's `distance` gives no whole metres, or the caller's `rate`
 *   gives no rate
 */
export function verifyPlan(plan: unknown, input: VerifyInput): Violation[] {
  const found = new Findings();
  const read = readPlan(plan, found);
  if (read === undefined) return found.violations;
  const facts = readFacts(input);
  checkHeader(facts, read, found);
  checkSorting(read, found);
  const shipments = judgeShipments(facts, read, found);
  const shipped = countShipped(facts, shipments);
  checkUnits(facts, read, shipped, found);
  checkUnfilledLines(facts, read, found);
  checkPolicies(facts, shipments, shipped, found);
  checkTakings(facts, read, shipments, found);
  checkStatus(facts, read, shipped, found);
  const total = planTerms(facts, shipments, shipped);
  if (total !== undefined) checkCost(found, ['cost'], read.cost, total);
  checkProof(facts, read, shipments, total, found);
  return found.violations;
}

function checkHeader({ order, network, rules, asOf }: Facts, plan: Plan, found: Findings): void {
  found.same('order', ['order'], plan.order, order.id);
  if (Date.parse(plan.asOf) !== asOf) found.same('as-of', ['asOf'], plan.asOf, new Date(asOf).toISOString());
  found.same('currency', ['currency'], plan.currency, network.currency);
  found.same('rule-set', ['rules', 'id'], plan.rules.id, rules.id ?? 'default');
  found.same('rule-set', ['rules', 'version'], plan.rules.version, rules.version ?? '1');
}

function checkStatus(facts: Facts, plan: Plan, shipped: Shipped, found: Findings): void {
  const units = [...shipped.values()].reduce((sum, each) => sum + each, 0);
  const ordered = orderedUnits(facts);
  const right = units === 0 ? 'nothing' : units >= ordered ? 'complete' : 'partial';
  found.same('status', ['status'], plan.status, right, `${units} of ${ordered} units ship`);
}

/** What the plan costs in exact numbers, not in the shipments' rounded ones; undefined where a shipment's cost is not to be said. */
function planTerms(facts: Facts, shipments: readonly Judged[], shipped: Shipped): Terms | undefined {
  const terms = shipments.map((shipment) => shipment.terms);
  if (terms.some((each) => each === undefined)) return undefined;
  const known = addTerms(terms.filter((each) => each !== undefined));
  const used = shipments.filter((shipment) => shipment.loads.length > 0).length;
  const split = milli(facts.rules.split?.perShipment ?? 0) * BigInt(Math.max(0, used - 1));
  let unfilled = 0n;
  for (const line of facts.order.lines) {
    const left = BigInt(line.quantity - unitsOf(shipped, line));
    // A unit without a price costs nothing here: a level before the cost has counted it.
    unfilled += left * (unfilledPrice(facts.rules, line) ?? 0n);
  }
  return { ...known, split, unfilled };
}
