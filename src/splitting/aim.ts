/** What a search within limits makes least: the first levels that are not settled, in one number, and limited levels at a price. */
import type { Stage } from './levelLimits';
import type { Level } from './problem';

/** Levels join the aim while it stays below this: then a price has some ten binary digits. */
const MOST_AIM = 2 ** 36;

/** The first levels that are not settled, as one: Σ factor × level. */
export interface Aim {
  readonly level: Level & { readonly goal: 'weighted' };
  /** Levels in it, from `lead` on. */
  readonly count: number;
  /** No plan's value exceeds it. */
  readonly range: number;
}

/** What is searched for: S × aim + b × the limited level; and what is known of the aim. */
export interface Priced {
  readonly aim: Aim;
  readonly scale: number;
  /** By limit. */
  readonly prices: readonly number[];
  readonly bound: number;
}

/** S × aim + Σ b × limited level. */
export function pricedLevel(
  { limits }: Stage,
  { aim, scale, prices }: Omit<Priced, 'bound'>,
): Level & { readonly goal: 'weighted' } {
  const ofLimits = limits
    .map(({ level }, place) => ({ level, factor: prices[place] }))
    .filter(({ factor }) => factor > 0);
  return { goal: 'weighted', weights: [{ level: aim.level, factor: scale }, ...ofLimits] };
}

/** As many levels as fit, each weighing more than all after it can. */
export function aimOf(levels: readonly Level[], lead: number, ranges: readonly number[]): Aim {
  let count = 1;
  let size = ranges[lead] + 1;
  while (lead + count < levels.length && size * (ranges[lead + count] + 1) <= MOST_AIM) {
    size *= ranges[lead + count] + 1;
    count += 1;
  }
  let factor = 1;
  let range = 0;
  const weights = [];
  for (let place = lead + count - 1; place >= lead; place -= 1) {
    weights.unshift({ level: levels[place], factor });
    range += factor * ranges[place];
    factor *= ranges[place] + 1;
  }
  return { level: { goal: 'weighted', weights }, count, range };
}
