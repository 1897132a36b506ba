/**
 * The exact search within limits, in the search's own tree: a plan that keeps the limits and is not worse than the best known one has
 * S × aim + Σ b × level of at most S × aim of that one + Σ b × limit. Every plan under this is looked at, and kept if it is better.
 */

import { type Priced, pricedLevel } from './aim';
import type { Limiter } from './core';
import { fixDominatedArms } from './dominance';
import type { Gathered } from './gather';
import { gather } from './gather';
import { dropHopelessLines } from './groups';
import { lay } from './lay';
import { type Call, keeps, type Stage, worth } from './levelLimits';

import { isPriced, type LevelTerms } from './objective';
import { type Packing, packedFreight } from './packing';
import { Judge, type Part, type ValuedPlan } from './plan-value';
import type { Assignment } from './problem';
import { proven, shortfall } from './proof';
import { boundAtRoot, fixArms } from './root';
import type { Scratch } from './scratch';
import { search } from './search';

/** @param stage `known` is the best plan so far */
export function searchFenced(call: Call, stage: Stage, priced: Priced): Assignment {
  const { problem, lead } = stage;
  const { scratch } = call;
  const levels = [...problem.levels.slice(0, lead), pricedLevel(stage, priced)];
  const sheet = { ...problem, levels };
  // Nothing after the priced number: what is equal up to there is compared by the levels themselves.
  const exact = new Judge(sheet, scratch, new Judge(sheet, scratch).terms.slice(0, lead + 1));
  const gathered = { ...gather(exact, scratch), separable: false };
  dropHopelessLines(problem, scratch.lineDemand);
  const fence = new Fence(call, stage, priced);
  fence.takes([]);
  const bound = boundAtRoot(problem, scratch, gathered);
  fixArms(scratch, gathered.arms, bound, fence.numberIn(gathered.packing, exact.terms));
  dropDominated(stage, scratch, gathered);
  const { core } = scratch;
  const judge = new Judge(sheet, scratch, underCells(exact, scratch, gathered));
  lay(core, judge, scratch, gathered, fence.known(), fence);
  core.steps = 2 * gathered.pairs;
  core.budget = call.left;
  const left = search(core);
  core.fence = null;
  call.steps += core.steps;
  if (left === Number.POSITIVE_INFINITY && !core.crowded) return proven(fence.judge, fence.best, 0);
  const least = core.crowded ? priced.bound : Math.max(priced.bound, fence.aimUnder(left, core.packing, judge.terms));
  return openAnswer(call, stage, priced, fence, least);
}

/** Arms that others of their node leave behind on every level, the limited ones as well. Two shipments by steps can be cheaper than one. */
function dropDominated({ problem, limits }: Stage, scratch: Scratch, gathered: Gathered): void {
  const levels = [...problem.levels, ...limits.map(({ level }) => level)];
  if (problem.columns.cells !== null && levels.some(isPriced)) return;
  fixDominatedArms(new Judge({ ...problem, levels }, scratch), scratch, gathered);
}

/** Rate cells as the straight lines under them: the search sums, and what it finds is valued truly. */
function underCells({ problem, terms }: Judge, scratch: Scratch, { arms, packing }: Gathered): readonly LevelTerms[] {
  if (problem.columns.cells === null) return terms;
  const weight = packedFreight(packing, terms);
  const { armSource, armRelaxed, pairRelaxed, pairArm, linePairStart } = scratch;
  const ofSource = new Map<number, number>();
  const ofPair = problem.lines.map(() => new Map<number, number>());
  for (let arm = 0; arm < arms && weight > 0; arm += 1) ofSource.set(armSource[arm], armRelaxed[arm] / weight);
  ofPair.forEach((ofLine, line) => {
    for (let pair = linePairStart[line]; pair < linePairStart[line + 1] && weight > 0; pair += 1) {
      ofLine.set(armSource[pairArm[pair]], pairRelaxed[pair] / weight);
    }
  });
  return terms.map((level) => ({
    ...level,
    open: (source) => level.open(source) + level.priced * (ofSource.get(source) ?? 0),
    unit: (line, source) => level.unit(line, source) + level.priced * (ofPair[line].get(source) ?? 0),
    priced: 0,
  }));
}

/** What the search asks: whether a plan is kept, and above which number none can be. */
export class Fence implements Limiter {
  /** Of the levels themselves. */
  readonly judge: Judge;
  best: ValuedPlan;
  /** Values of the levels before the first limit, and the most that S × aim + Σ b × level may be. */
  private readonly led: readonly number[];
  private most = 0;

  constructor(
    private readonly call: Call,
    private readonly stage: Stage,
    private readonly priced: Priced,
  ) {
    this.judge = new Judge(stage.problem, call.scratch);
    this.best = this.judge.value(stage.known);
    this.led = this.best.values.slice(0, stage.lead);
    this.limit();
  }

  private limit(): void {
    const { aim, scale, prices } = this.priced;
    const { limits, problem } = this.stage;
    const ofAim = scale * worth(problem, this.call.scratch, aim.level, this.best.parts);
    this.most = limits.reduce((sum, { most }, place) => sum + prices[place] * most, ofAim);
  }

  /** Whether the plan keeps the limits and is better than any before; it is the best from then on. */
  takes(parts: readonly Part[]): boolean {
    const plan = this.judge.value(parts);
    if (this.judge.compare(plan, this.best) >= 0 || !keeps(this.stage, this.call.scratch, parts)) return false;
    this.best = plan;
    this.limit();
    return true;
  }

  /** The best plan, with the values that no plan may exceed. */
  known(): ValuedPlan {
    return { parts: this.best.parts, values: [...this.led, this.most] };
  }

  /** No plan with a higher number can be better. */
  numberIn({ weights, last, step }: Packing, terms: readonly LevelTerms[]): number {
    const { values } = this.known();
    let number = 0;
    for (let level = 0; level <= last; level += 1) {
      const value = values[level] - shortfall(this.stage.problem, this.call.scratch, terms[level]);
      number += level < last ? weights[level] * value : Math.floor(value / step);
    }
    return number;
  }

  /** A bound of the aim where no plan has a lower number. */
  aimUnder(number: number, { weights, last, step }: Packing, terms: readonly LevelTerms[]): number {
    const { problem, lead, limits } = this.stage;
    if (last < lead) return Number.NEGATIVE_INFINITY;
    const short = (level: number) => shortfall(problem, this.call.scratch, terms[level]);
    const rest = this.led.reduce((sum, value, level) => sum - weights[level] * (value - short(level)), number);
    const { scale, prices } = this.priced;
    return Math.ceil(
      limits.reduce((sum, { most }, place) => sum - prices[place] * most, rest * step + short(lead)) / scale,
    );
  }
}

/** The best plan, where the budget ended the search. @param least no plan's aim is less */
function openAnswer(
  call: Call,
  { problem, lead, settled }: Stage,
  { aim }: Priced,
  fence: Fence,
  least: number,
): Assignment {
  const { best, judge } = fence;
  let rest = least;
  let isOpen = false;
  const levels = problem.levels.map((level, place) => {
    const value = best.values[place];
    const weight = aim.level.weights[place - lead]?.factor;
    let bound = value;
    if (place >= settled)
      bound = isOpen || weight === undefined ? call.boundAlone(problem, level) : Math.floor(rest / weight);
    bound = Math.min(value, bound);
    if (weight !== undefined) rest -= weight * value;
    if (bound < value) isOpen = true;
    return { value, bound, optimal: !isOpen };
  });
  return { parts: best.parts, shipments: judge.shipments(best.parts), levels, tiesSettled: false, steps: 0 };
}
