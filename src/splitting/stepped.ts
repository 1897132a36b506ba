import type { Gathered } from './gather';
import { Looks } from './looks';
import type { Judge, ValuedPlan } from './plan-value';
import type { Assignment } from './problem';
import { feasible, proven } from './proof';
import { boundAtRoot, fixArms } from './root';
import type { Scratch } from './scratch';
import { Standing } from './standing';

/** More patterns than that are worth better prices first. */
const FEW_PATTERNS = 24;
/** The part of the bound that is searched first, and how many times more each time after. */
const FIRST_WIDTH = 0.02;
const WIDENING = 2;
/** States kept in a proof, and how many times more when they were too few. */
const STATES = 4_000;
const MORE_STATES = 8;

/**
 * Orders whose rates have steps. The straight lines under the rates bound the network; patterns of a few arms, at their true price,
 * give a plan and prices, with which the whole network is bounded truly (`looks.ts`); then plans within a limit are searched exactly
 * (`patterns.ts`, `cover.ts`), and the limit is raised until the best one lies within.
 */
export function solveStepped(judge: Judge, scratch: Scratch, gathered: Gathered, nothing: ValuedPlan): Assignment {
  const standing = new Standing(judge, scratch, gathered, nothing);
  standing.bound = boundAtRoot(judge.problem, scratch, gathered);
  scratch.wanted.layOut(judge.problem, scratch);
  scratch.wanted.priceLines(scratch.lineDual);
  scratch.walk.takeUp(judge, gathered);
  scratch.openings.takeUp(gathered);
  scratch.patterns.takeUp(judge, gathered);
  new Looks(standing).run();
  if (searchByLimits(standing)) return proven(judge, standing.best, standing.steps);
  const bound = Math.min(standing.bound, standing.bestNumber);
  return feasible(judge, scratch, gathered.packing, standing.best, bound, standing.steps);
}

/** All plans up to a limit, which is raised until the best plan is within it. True: that is proven. */
function searchByLimits(standing: Standing): boolean {
  standing.takeBestPrices();
  // The arms' reduced costs must be those of the prices and the bound at hand.
  const low = standing.boundAll();
  let width = Math.max(1, Math.floor(Math.abs(low) * FIRST_WIDTH));
  let states = STATES;
  for (;;) {
    if (low > standing.bestNumber) return true;
    const limit = standing.bestNumber - low <= 2 * width ? standing.bestNumber : low + width;
    const answer = searchWithin(standing, low, limit, states);
    if (answer === 'all') {
      if (standing.bestNumber <= limit) return true;
      standing.bound = Math.max(standing.bound, limit + 1);
      width *= WIDENING;
    } else if (answer === 'more-states') states *= MORE_STATES;
    if (answer === 'too-many' || standing.steps > standing.budget) return false;
  }
}

/** Whether all plans with a number of at most `limit` were looked at. `low`: the bound of the arms' reduced costs. */
function searchWithin(
  standing: Standing,
  low: number,
  limit: number,
  states: number,
): 'all' | 'more-states' | 'too-many' {
  const { scratch, gathered } = standing;
  const { patterns } = scratch;
  fixArms(scratch, gathered.arms, low, limit);
  standing.takeBestPrices();
  let bound = patterns.enumerate(limit - low, 'walked', standing.left());
  standing.spend();
  if (patterns.overflown) return 'too-many';
  if (patterns.count > FEW_PATTERNS) {
    bound = standing.polish(limit, (standing.budget - standing.steps) / 4);
    patterns.drop(limit - bound);
  }
  if (bound > limit) return 'all';
  const cut = standing.cover(limit, bound, states, standing.left());
  if (bound + cut > Math.min(limit, standing.bestNumber)) return 'all';
  standing.bound = Math.max(standing.bound, Math.min(limit + 1, bound + cut));
  return 'more-states';
}
