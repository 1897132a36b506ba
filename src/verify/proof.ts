/** The levels of the proof: those that the rules ask for, each worth what the plan says, with a bound that fits. */
import type { Plan } from '../model/types';
import { balanceOf } from './balance';
import { sum, type Terms, totalOf } from './costs';
import { type OrderFacts, tierOf } from './facts';
import { orderedUnits } from './lines';
import { type AskedLevel, type Goal, mostWithin } from './objective';
import type { Judged } from './shipments';
import { countedMetres } from './travel';
import type { Findings } from './violations';

/** A level's name as the proof writes it, and what the plan is worth there; undefined: not to be said. */
interface Level {
  readonly name: string;
  readonly value: bigint | undefined;
  readonly tolerance?: AskedLevel['tolerance'];
}

type LevelProof = Plan['proof']['levels'][number];

/** @param total cost of the plan; undefined: not to be said */
export function checkProof(
  facts: OrderFacts,
  plan: Plan,
  shipments: readonly Judged[],
  total: Terms | undefined,
  found: Findings,
): void {
  const asked = askedLevels(facts, shipments, total);
  const { levels } = plan.proof;
  if (levels.length !== asked.length) {
    const names = asked.map((level) => level.name).join(', ');
    found.add('proof', ['proof', 'levels'], `has ${levels.length} levels, ${asked.length} are asked for (${names})`);
  }
  levels.forEach((level, place) => {
    const at = ['proof', 'levels', place];
    const right = asked.at(place);
    if (right === undefined) return;
    found.same('proof', [...at, 'goal'], level.goal, right.name);
    if (right.value !== undefined) found.same('proof', [...at, 'value'], BigInt(level.value), right.value, right.name);
    checkBound(level, right.tolerance, levels.slice(0, place), at, found);
  });
}

/** Of a level with a tolerance the bound is its own optimum, where that is proven, and the value may be above it. */
function checkBound(
  level: LevelProof,
  tolerance: AskedLevel['tolerance'],
  before: readonly LevelProof[],
  at: (string | number)[],
  found: Findings,
): void {
  const { value, bound, gap, status } = level;
  if (bound > value) found.add('proof', [...at, 'bound'], `says ${bound}, must not be over the value, ${value}`);
  found.same('proof', [...at, 'gap'], gap, (value - bound) / Math.max(1, Math.abs(value)), 'of the value');
  const isOpenBefore = before.some((earlier) => earlier.status === 'feasible');
  const isMet = bound === value;
  const isWithin = tolerance === undefined ? isMet : BigInt(value) <= mostWithin(BigInt(bound), tolerance);
  if (status === 'optimal' && !isWithin)
    found.add('proof', [...at, 'status'], `says optimal, but ${bound} is not ${value}`);
  if (status === 'optimal' && isOpenBefore)
    found.add('proof', [...at, 'status'], 'says optimal after a feasible level');
  // A bound that is met under proven levels is a proof.
  if (status === 'feasible' && isMet && !isOpenBefore) {
    found.add('proof', [...at, 'status'], `says feasible, right is optimal: the bound ${bound} is met`);
  }
}

/** Hard tiers are levels right after the first. */
function askedLevels(facts: OrderFacts, shipments: readonly Judged[], total: Terms | undefined): Level[] {
  const levels: Level[] = facts.levels.map((asked) => ({
    ...asked,
    value: levelWorth(asked, facts, shipments, total),
  }));
  // An earliest plan is asked for its own levels only.
  const isOwn = facts.goals.includes('delivery');
  const tiers = facts.rules.tiers?.mode === 'hard' && !isOwn ? countTiers(facts) : 1;
  const hard = Array.from({ length: tiers - 1 }, (_, index) => ({
    name: `tiers≤${index + 1}`,
    value: perUnit(shipments, ({ node }) => {
      const tier = node === undefined ? undefined : tierOf(facts, node);
      return tier === undefined ? undefined : BigInt(tier <= index + 1 ? -1 : 0);
    }),
  }));
  const all = BigInt(orderedUnits(facts));
  const notServed = hard.map(({ name, value }) => ({ name, value: value === undefined ? undefined : all + value }));
  return [...levels.slice(0, 1), ...notServed, ...levels.slice(1)];
}

/** Those listed, and one more for nodes that are in none of them. */
function countTiers(facts: OrderFacts): number {
  return (facts.rules.tiers?.list.length ?? 0) + 1;
}

function levelWorth(
  level: AskedLevel,
  facts: OrderFacts,
  shipments: readonly Judged[],
  total: Terms | undefined,
): bigint | undefined {
  let value = 0n;
  for (const { goal, times } of level.sum) {
    const one = worthOf(goal, facts, shipments, total);
    if (one === undefined) return undefined;
    value += times * one;
  }
  return value;
}

function worthOf(
  goal: Goal,
  facts: OrderFacts,
  shipments: readonly Judged[],
  total: Terms | undefined,
): bigint | undefined {
  const units = perUnit(shipments, () => 1n) ?? 0n;
  switch (goal) {
    case 'cost':
      return total === undefined ? undefined : totalOf(total);
    case 'unfilled':
      return BigInt(orderedUnits(facts)) - units;
    case 'lateness':
      return sum(shipments.flatMap(({ loads }) => loads.map((load) => BigInt(load.quantity) * BigInt(load.lateDays))));
    case 'shipments':
      return BigInt(shipments.filter((shipment) => shipment.loads.length > 0).length);
    case 'tier':
      return perUnit(shipments, ({ node }) => whole(node && tierOf(facts, node)));
    case 'priority':
      return perUnit(shipments, ({ node }) => whole(node?.priority));
    case 'unitDistance':
      return perUnit(shipments, metresOf);
    case 'shipmentDistance':
      return perShipment(shipments, metresOf);
    case 'balance':
      return balanceOf(facts, shipments);
    case 'delivery':
      return latestDelivery(
        shipments.filter(
          ({ facts: own }) => facts.earliestGroup === undefined || own?.group.id === facts.earliestGroup,
        ),
      );
  }
}

function metresOf({ facts, node }: Judged): bigint | undefined {
  const near = Math.round((facts?.rules.equallyNearKm ?? 0) * 1000);
  return facts && node && BigInt(Math.max(near, countedMetres(facts, node)));
}

/** Epoch ms; 0: nothing ships; undefined: one of them is unknown. */
function latestDelivery(shipments: readonly Judged[]): bigint | undefined {
  const instants = shipments.map(({ times }) => times?.delivery);
  return instants.includes(undefined) ? undefined : BigInt(Math.max(0, ...instants.map((instant) => instant ?? 0)));
}

function whole(value: number | undefined): bigint | undefined {
  return value === undefined ? undefined : BigInt(value);
}

/** Σ units × what one unit in its shipment counts; undefined where one of them is. */
function perUnit(shipments: readonly Judged[], each: (shipment: Judged) => bigint | undefined): bigint | undefined {
  return perShipment(shipments, (shipment) => {
    const one = each(shipment);
    return one === undefined ? undefined : one * sum(shipment.loads.map((load) => BigInt(load.quantity)));
  });
}

function perShipment(shipments: readonly Judged[], each: (shipment: Judged) => bigint | undefined): bigint | undefined {
  let total = 0n;
  for (const shipment of shipments) {
    const one = each(shipment);
    if (one === undefined) return undefined;
    total += one;
  }
  return total;
}
