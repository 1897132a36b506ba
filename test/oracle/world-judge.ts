/** One world before the planner, the verifier and the exhaustive oracle: where they disagree. */
import { planOrder, verifyPlan } from 'order-sourcing';
import type { Plan } from '../../src/model/types';
import { WORLD_FUNCTIONS } from '../world-functions';
import type { World } from '../worlds';
import {
  type Allocation,
  bestPlan,
  comparePlaces,
  compareShipments,
  type OracleAnswer,
  type ShipmentFacts,
} from './world-exhaustive';

export interface WorldJudgement {
  /** Empty: all agree. */
  readonly faults: readonly string[];
  /** Every level optimal and the last ties settled. */
  readonly proven: boolean;
  readonly plan: Plan;
  readonly answer: OracleAnswer;
}

export function judgeWorld(world: World): WorldJudgement {
  const plan = planOrder({ ...world, functions: WORLD_FUNCTIONS });
  const answer = bestPlan(world);
  const faults = verifyPlan(plan, { ...world, functions: WORLD_FUNCTIONS }).map(
    (violation) => `verifyPlan: ${JSON.stringify(violation)}`,
  );
  faults.push(...judgeLevels(plan, answer));
  const proven = isProven(plan);
  if (proven && faults.length === 0) {
    const [given, best] = [allocationOf(plan), answer.allocation].map((list) => JSON.stringify(list));
    if (given !== best) faults.push(`last ties: planned ${given}, best ${best}`);
    const [shipped, exact] = [shipmentsOf(plan), answer.shipments].map((list) => JSON.stringify(list));
    if (shipped !== exact) faults.push(`shipments: planned ${shipped}, best ${exact}`);
  }
  return { faults, proven, plan, answer };
}

export function isProven(plan: Plan): boolean {
  return plan.proof.ties === 'settled' && plan.proof.levels.every((level) => level.status === 'optimal');
}

/** Levels equal the oracle's up to the first that is not proven; there, the bound is no higher and the value no lower. */
function judgeLevels(plan: Plan, answer: OracleAnswer): string[] {
  const names = (levels: readonly { goal: string }[]) => levels.map((level) => level.goal).join(' ');
  if (names(plan.proof.levels) !== names(answer.levels)) {
    return [`levels: planned ${names(plan.proof.levels)}, asked ${names(answer.levels)}`];
  }
  for (const [index, level] of plan.proof.levels.entries()) {
    const { value: best, optimum, most } = answer.levels[index];
    const says = `${level.goal}: ${level.status} ${level.value}, bound ${level.bound}, best ${best}`;
    if (level.bound > optimum || level.value < optimum) return [says];
    const isWithin = level.value <= most && level.bound === optimum;
    if (level.status === 'optimal' && !isWithin) return [`${says}, optimum ${optimum}, at most ${most}`];
    if (isProven(plan) && level.value !== best) return [says];
    if (level.status !== 'optimal') return [];
  }
  return [];
}

/** What ships, sorted by line, node, service, start. */
export function allocationOf(plan: Plan): Allocation[] {
  const rows = plan.shipments.flatMap(({ node, service, start, ready, lines }) =>
    lines.map(({ line, quantity }) => ({ line, node, service, start: iso(start), ready: iso(ready), quantity })),
  );
  return rows.sort(comparePlaces);
}

function shipmentsOf({ shipments }: Plan): ShipmentFacts[] {
  return shipments
    .map(({ group, node, service, start, ready, handOver, delivery, parcels }) => ({
      group,
      node,
      service,
      start: iso(start),
      ready: iso(ready),
      handOver: iso(handOver),
      delivery: delivery === null ? null : iso(delivery),
      parcels,
    }))
    .sort(compareShipments);
}

function iso(instant: string): string {
  return new Date(instant).toISOString();
}
