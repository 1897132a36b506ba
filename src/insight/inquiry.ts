/** What everything that is explained is read from: a plan, and the numbers that it answers. */
import type { Desk } from '../desk';
import type { Plan } from '../model/types';
import { totalCost } from '../plan';
import type { Prepared } from '../preparing/prepare';
import type { CostMilli } from '../sourcing/cost';
import { groupBySource, makeShipment } from '../sourcing/shipments';
import type { Judge, Part, ValuedPlan } from '../splitting/plan-value';

export interface Inquiry {
  readonly desk: Desk;
  /** Without what is delivered later than promised. */
  readonly prepared: Prepared;
  readonly plan: Plan;
  /** undefined: the plan names what the order could not open, so nothing is compared with it. */
  readonly answer: Answer | undefined;
  /** Epoch ms: when nodes hear of the order. */
  readonly release: number;
}

/** A plan in the problem's numbers, valued by the search's own judge. */
export interface Answer {
  readonly parts: readonly Part[];
  readonly judge: Judge;
  readonly valued: ValuedPlan;
  readonly cost: CostMilli;
  /** Source of the problem → place of its shipment in the plan. */
  readonly shipmentOf: ReadonlyMap<number, number>;
}

/** What a plan costs by term, as it would be written down. */
export function costByTerm(prepared: Prepared, { compiled }: Desk, parts: readonly Part[], judge: Judge): CostMilli {
  const loads = groupBySource(parts, prepared.departureOf);
  const shipments = judge.shipments(parts);
  const made = loads.map((load, place) =>
    makeShipment(compiled.index, prepared.problem, prepared, load, shipments[place]),
  );
  return totalCost(prepared, { parts }, loads, made);
}
