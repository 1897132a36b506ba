import type { Core } from './core';

/** Shipments that one shake closes, and as many others that it opens. */
const SHAKEN = 3;
/** The part of the steps so far that shaking may add at each landmark: a search that ends soon is hardly made longer. */
const STEPS_PART = 4;
/** Arms that a line's scan passes in the time of a step. */
const SCANNED_PER_STEP = 16;

/**
 * Iterated local search over the arms that `subsets` has taken up: some shipments of the plan at hand are exchanged for others, what
 * comes of it is improved, and the new plan is kept unless it is worse. For large searches, where the walk itself meets few plans.
 * Numbers drawn in a fixed order stand for chance: the same problem is shaken the same way.
 */
export function shake(core: Core): void {
  const { subsets } = core.scratch;
  const limit = core.steps + Math.min(core.steps / STEPS_PART, (core.budget - core.steps) / STEPS_PART);
  const draw = drawing();
  const arms = subsets.sources();
  let current = core.best.parts.map((part) => part.source);
  let least = subsets.improve(current);
  for (;;) {
    const number = subsets.improve(exchanged(current, arms, draw));
    // A line's scan over many arms takes longer than the steps that `subsets` counts for it.
    core.steps += Math.ceil(subsets.spent() * (1 + arms.length / (SCANNED_PER_STEP * core.lines)));
    if (number <= least) {
      const parts = subsets.parts();
      if (number < least) core.offerPlan(core.judge.value(parts));
      current = parts.map((part) => part.source);
      least = number;
    }
    if (core.steps >= limit) return;
  }
}

/** The sources with some left out and as many others put in. */
function exchanged(sources: readonly number[], arms: readonly number[], draw: (below: number) => number): number[] {
  const kept = [...new Set(sources)];
  for (let count = 0; count < SHAKEN && kept.length > 0; count += 1) {
    kept.splice(draw(kept.length), 1);
    kept.push(arms[draw(arms.length)]);
  }
  return kept;
}

/** Whole numbers below a limit, always the same ones (Lehmer 1951; the factor is L'Ecuyer's). */
function drawing(): (below: number) => number {
  let state = 1;
  return (below) => {
    state = (state * 41_358) % 2_147_483_647;
    return state % below;
  };
}
