import type { Level } from '../splitting/problem';

/** As proofs write it: `cost`, `tiers≤1`, `2×cost+0.5×unitDistance`. */
export function levelName(level: Level): string {
  if (level.goal === 'tiersUpTo') return `tiers≤${level.tier}`;
  if (level.goal !== 'weighted') return level.goal;
  return level.weights.map((weight) => `${weight.factor / 1000}×${levelName(weight.level)}`).join('+');
}
