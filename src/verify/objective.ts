/** The levels that the rules ask for, read off the raw document: presets spelled out, `unfilled` in front, hard tiers right after it. */
import type { RulesInput } from '../model/types';

export type Goal =
  | 'unfilled'
  | 'lateness'
  | 'shipments'
  | 'tier'
  | 'priority'
  | 'unitDistance'
  | 'shipmentDistance'
  | 'balance'
  | 'delivery'
  | 'cost';

/** A level as it is asked for; `delivery` only of the earliest plans. */
export interface AskedLevel {
  /** As a proof names it. */
  readonly name: string;
  /** What it counts: one goal once, or several, each × 1000 × its weight. */
  readonly sum: readonly { readonly goal: Goal; readonly times: bigint }[];
  readonly tolerance?: { readonly percent?: number | undefined; readonly amount?: number | undefined } | undefined;
}

export function askedLevels({ objective = 'fillFirst' }: RulesInput): AskedLevel[] {
  const levels = typeof objective === 'string' ? preset(objective).map(single) : objective.map(readLevel);
  const [{ name }] = levels;
  return name === 'unfilled' || name === 'cost' ? levels : [single('unfilled'), ...levels];
}

export function earliestLevels(): AskedLevel[] {
  return (['unfilled', 'delivery', 'cost'] as const).map(single);
}

function single(goal: Goal): AskedLevel {
  return { name: goal, sum: [{ goal, times: 1n }] };
}

function preset(name: Extract<NonNullable<RulesInput['objective']>, string>): readonly Goal[] {
  switch (name) {
    case 'landedCost':
    case 'cheapest':
      return ['cost'];
    case 'fillFirst':
      return ['unfilled', 'cost'];
    case 'onTime':
      return ['unfilled', 'lateness', 'cost'];
    case 'fewestShipments':
      return ['unfilled', 'shipments', 'cost'];
    case 'nearest':
      return ['unfilled', 'unitDistance', 'cost'];
    case 'priority':
      return ['unfilled', 'priority', 'cost'];
    case 'balanced':
      return ['unfilled', 'balance', 'cost'];
  }
}

function readLevel(level: Exclude<NonNullable<RulesInput['objective']>, string>[number]): AskedLevel {
  const { goal, weights = [], tolerance } = level;
  if (goal !== undefined) return { ...single(goal), tolerance };
  const byName = weights
    .map((each) => [each.goal, each.weight] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return {
    name: byName.map(([each, weight]) => `${weight}×${each}`).join('+'),
    sum: byName.map(([each, weight]) => ({ goal: each, times: BigInt(Math.round(weight * 1000)) })),
    tolerance,
  };
}

/** The most that a level may be worth whose optimum is so much. */
export function mostWithin(optimum: bigint, { percent = 0, amount = 0 }: NonNullable<AskedLevel['tolerance']>): bigint {
  const size = optimum < 0n ? -optimum : optimum;
  const share = (size * BigInt(Math.round(percent * 1000))) / 100_000n;
  return optimum + (share > BigInt(amount) ? share : BigInt(amount));
}
