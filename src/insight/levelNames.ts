import type { LevelName } from '../model/explanation';
import type { Level } from '../splitting/problem';

/** As plans name them. */
export function levelNames(levels: readonly Level[]): LevelName[] {
  return levels.map((level) => (level.goal === 'tiersUpTo' ? `tiers≤${level.tier}` : level.goal));
}
