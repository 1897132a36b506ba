import type { Gathered } from './gather';
import { Looks } from './looks';
import type { Judge, ValuedPlan } from './plan-value';
import type { Assignment } from './problem';
import { feasible, proven } from './proof';
import { boundAtRoot, fixArms } from './root';
import type { Scratch } from './scratch';
import { Standing } from './standing';

/** The parts of the bound, and of the gap, that are searched first, and how many times more each time after, at least and at most. */
const FIRST_WIDTH = 0.005;
const FIRST_GAP = 1 / 16;
const LEAST_WIDENING = 1.2;
const MOST_WIDENING = 2;
/** A search so many times as wide takes about the square of that. What is left must reach for so much. */
const LEAST_AFFORDABLE = 0.6;
/** So near the limit, in widths, the best plan is the limit. */
const NEARLY = 1.5;
/** The part of the budget in which partitions are made plans. */
const SETTLING = 0.25;
/** A limit on the slack of partitions that are made plans rises by such parts of itself and of the bound. */
const RISING = 0.1;
const RISING_BY_BOUND = 0.001;
/** More patterns than that are worth better prices first. */
const FEW_PATTERNS = 24;
/** States kept in a proof, and how many times more when they were too few. */
const STATES = 4_000;
const MORE_STATES = 8;

/** Of the plans with a number of at most a limit: all were looked at; only partitions were, not whether nodes can do it; too many. */
type Outcome = 'all' | 'open' | 'too-many';

/**
 * Orders whose rates have steps. The straight lines under the rates bound the network; prices by the steps bound it truly, and give a
 * plan (`looks.ts`); then plans within a limit are searched exactly, and the limit is raised until the best one lies within: by the
 * partitions of what is wanted into loads (`partition.ts`), and where these are too seldom plans, by the patterns of nodes (`cover.ts`).
 */
export function solveStepped(judge: Judge, scratch: Scratch, gathered: Gathered, nothing: ValuedPlan): Assignment {
  const standing = new Standing(judge, scratch, gathered, nothing);
  standing.bound = boundAtRoot(judge.problem, scratch, gathered);
  scratch.wanted.layOut(judge.problem, scratch);
  scratch.wanted.priceLines(scratch.lineDual);
  scratch.walk.takeUp(judge, gathered);
  scratch.openings.takeUp(gathered);
  scratch.master.takeUp(scratch.wanted);
  scratch.patterns.takeUp(judge, gathered);
  scratch.loadGroups.takeUp(gathered);
  new Looks(standing).run();
  if (searchByLimits(standing)) return proven(judge, standing.best, standing.steps);
  const bound = Math.min(standing.bound, standing.bestNumber);
  return feasible(judge, scratch, gathered.packing, standing.best, bound, standing.steps);
}

/** All plans up to a limit, which is raised until the best plan is within it. True: that is proven. */
function searchByLimits(standing: Standing): boolean {
  const { scratch, gathered } = standing;
  standing.takeBestPrices();
  // The arms' reduced costs must be those of the prices and the bound at hand.
  const low = standing.boundAll();
  const gap = standing.bestNumber - low;
  let width = Math.ceil(Math.max(1, Math.abs(low) * FIRST_WIDTH, gap * FIRST_GAP));
  // A partition asks of nodes only what they hold; where starts, groups or days limit them too, the patterns of nodes say it all.
  const { starts, groups, days } = standing.judge.problem;
  let isByLoads = starts === null && groups === null && days === null;
  for (;;) {
    if (low > standing.bestNumber) return true;
    const before = standing.steps;
    const limit = standing.bestNumber - low <= NEARLY * width ? standing.bestNumber : low + width;
    fixArms(scratch, gathered.arms, low, limit);
    let outcome: Outcome = isByLoads ? partitionWithin(standing, low, limit) : 'open';
    if (outcome === 'open') {
      isByLoads = false;
      outcome = coverWithin(standing, low, limit);
    }
    if (outcome === 'too-many') return false;
    if (standing.bestNumber <= limit) return true;
    standing.bound = Math.max(standing.bound, limit + 1);
    const affordable = Math.sqrt((standing.budget - standing.steps) / (standing.steps - before));
    if (!(affordable >= LEAST_AFFORDABLE)) return false;
    width = Math.ceil(width * Math.max(LEAST_WIDENING, Math.min(MOST_WIDENING, affordable)));
  }
}

/** By partitions into loads. `low`: the bound of the arms' reduced costs. */
function partitionWithin(standing: Standing, low: number, limit: number): Outcome {
  const { loadGroups, partition } = standing.scratch;
  const isComplete = loadGroups.collect(limit - low, standing.left());
  standing.spend();
  if (!isComplete) return 'too-many';
  const least = partition.run(standing.bound - low, limit - low, standing.left());
  standing.steps += partition.spend();
  if (partition.overflown) {
    standing.bound = Math.max(standing.bound, low + least);
    return 'too-many';
  }
  if (least > limit - low) return 'all';
  standing.bound = Math.max(standing.bound, low + least);
  return settleWithin(standing, low, limit, least);
}

/** Makes plans of partitions, of a slack that rises until a plan is found or the limit is reached. */
function settleWithin(standing: Standing, low: number, limit: number, least: number): Outcome {
  const { partition, partitionPlans } = standing.scratch;
  const end = standing.steps + Math.min(standing.left(), Math.floor(standing.budget * SETTLING));
  let most = least;
  for (;;) {
    const isComplete = partitionPlans.run(standing, low, most, end - standing.steps);
    standing.steps += partition.spend();
    if (!isComplete) return 'open';
    if (standing.bestNumber <= low + most || low + most >= limit) return 'all';
    most = Math.min(limit - low, Math.ceil(most * (1 + RISING) + Math.abs(low) * RISING_BY_BOUND));
  }
}

/** By patterns of nodes. */
function coverWithin(standing: Standing, low: number, limit: number): Outcome {
  const { patterns } = standing.scratch;
  for (let states = STATES; ; states *= MORE_STATES) {
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
    if (standing.steps > standing.budget) return 'too-many';
  }
}
