import type { Standing } from './standing';

/** Arms of least reduced cost over which prices are made good, those that join at every bound of all. */
const FEW_ARMS = 80;
/** Subgradient steps before the linear program, how far they aim at first and at last, in parts of the bound. */
const FIRST_STEPS = 20;
const REACH = { reach: 0.1, least: 0.0005 };
/** What they may take, in parts of the budget. */
const FIRST_PART = 1 / 8;
/** Rounds of column generation, and the part of the budget after which none begins. */
const MOST_ROUNDS = 60;
const BUDGET_PART = 2;
/** So near the program's value, in parts of it, a bound is good enough. */
const SETTLED = 0.002;
/** How much of the best prices known is in those that are tried. */
const HELD = 0.5;

/**
 * Prices by the steps of rates whose bound is nearly that of the linear program over all loads of all arms: column generation over the arms that
 * may be worth opening near them, smoothed between the program's prices and the best known (Wentges 1997). The bound of all arms decides,
 * whatever prices made it.
 */
export function climb(standing: Standing): void {
  const { openings, wanted, master } = standing.scratch;
  const few = new Set(nearest(standing));
  openings.few = [...few];
  standing.climb(FIRST_STEPS, standing.budget * FIRST_PART, { ...REACH });
  standing.boundAll();
  for (const arm of nearest(standing)) few.add(arm);
  openings.few = [...few];
  standing.takeBestPrices();
  let best = wanted.dual.slice(0, wanted.fields);
  let bound = standing.low;
  for (let round = 0; round < MOST_ROUNDS && standing.steps <= standing.budget / BUDGET_PART; round += 1) {
    master.solve();
    standing.spend();
    const value = master.value + standing.gathered.once;
    for (let field = 0; field < wanted.fields; field += 1) {
      wanted.dual[field] = Math.floor(HELD * best[field] + (1 - HELD) * wanted.clamp(field, master.prices[field]));
    }
    const next = openings.reprice();
    standing.spend();
    if (next > bound) {
      bound = next;
      best = wanted.dual.slice(0, wanted.fields);
    }
    if (value - bound >= SETTLED * Math.abs(value)) continue;
    wanted.dual.set(best);
    bound = standing.boundAll();
    if (value - standing.low < SETTLED * Math.abs(value) || standing.low > standing.bestNumber) break;
    for (const arm of nearest(standing)) few.add(arm);
    openings.few = [...few];
  }
  standing.takeBestPrices();
  standing.boundAll();
}

/** The arms of least reduced cost. */
function nearest(standing: Standing): number[] {
  const { gathered, scratch } = standing;
  const { armReduced } = scratch;
  const sorted = armReduced.slice(0, gathered.arms).sort();
  const least = sorted[Math.min(FEW_ARMS, sorted.length) - 1];
  const arms: number[] = [];
  for (let arm = 0; arm < gathered.arms; arm += 1) if (armReduced[arm] <= least) arms.push(arm);
  standing.steps += 4 * gathered.arms;
  return arms;
}
