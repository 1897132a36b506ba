/** What a world's objective asks for, read as plainly as it is written. Shares no code with `src/`. */
import type { RulesInput } from '../../src/model/types';

export interface WorldLevel {
  /** By the name that a plan's proof uses. */
  readonly name: string;
  /** What it counts, each so many times. */
  readonly sum: readonly { readonly goal: string; readonly times: number }[];
  readonly tolerance?: { readonly percent?: number | undefined; readonly amount?: number | undefined } | undefined;
}

const PRESETS: { readonly [name: string]: readonly string[] } = {
  landedCost: ['cost'],
  cheapest: ['cost'],
  fillFirst: ['unfilled', 'cost'],
  onTime: ['unfilled', 'lateness', 'cost'],
  fewestShipments: ['unfilled', 'shipments', 'cost'],
  nearest: ['unfilled', 'unitDistance', 'cost'],
  priority: ['unfilled', 'priority', 'cost'],
  balanced: ['unfilled', 'balance', 'cost'],
};

/** @param tiers hard ones, or 0 */
export function levelsAsked({ objective = 'fillFirst', tiers: document }: RulesInput, tiers: number): WorldLevel[] {
  const one = (goal: string): WorldLevel => ({ name: goal, sum: [{ goal, times: 1 }] });
  const levels: WorldLevel[] =
    typeof objective === 'string'
      ? PRESETS[objective].map(one)
      : objective.map(({ goal, weights = [], tolerance }) => {
          if (goal !== undefined) return { ...one(goal), tolerance };
          const sum = [...weights]
            .sort((a, b) => (a.goal < b.goal ? -1 : 1))
            .map((each) => ({ goal: each.goal as string, times: Math.round(each.weight * 1000) }));
          return { name: sum.map(({ goal: each, times }) => `${times / 1000}×${each}`).join('+'), sum, tolerance };
        });
  if (levels[0].name !== 'unfilled' && levels[0].name !== 'cost') levels.unshift(one('unfilled'));
  if (document?.mode !== 'hard') return levels;
  const hard = Array.from({ length: tiers - 1 }, (_, index) => one(`tiers≤${index + 1}`));
  return [levels[0], ...hard, ...levels.slice(1)];
}

/** Whether some level counts the goal, alone or weighed. */
export function asksGoal(rules: RulesInput, goal: string): boolean {
  const { tiers: _, ...rest } = rules;
  return levelsAsked(rest, 0).some(({ sum }) => sum.some((each) => each.goal === goal));
}

/** What a level may be worth whose optimum is so much. */
export function mostAllowed(optimum: number, tolerance: NonNullable<WorldLevel['tolerance']>): number {
  const thousandths = BigInt(Math.round((tolerance.percent ?? 0) * 1000));
  const share = Number((BigInt(optimum) * thousandths) / 100_000n);
  return optimum + Math.max(share, tolerance.amount ?? 0);
}
