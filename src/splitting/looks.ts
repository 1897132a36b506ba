import { ascendArms, climbArms } from './arm-bound';
import { climb } from './climb';
import { dive } from './dive';
import type { Standing } from './standing';

/** Arms of the first plan beside those that some line finds cheap. */
const FIRST_ARMS = 12;
/** So many times the units asked are held by them. */
const ENOUGH = 1.5;
/** Rounds over the lines, and steps, by the straight lines under the rates. */
const ASCENTS = 3;
const CLIMBS = 10;
/** Arms of the local search by them. */
const SMOOTHED_ARMS = 28;
/** What the choice among the patterns of a few arms may take, and the states it keeps. */
const PATTERN_STEPS = 50_000;
const COVER_PART = 1 / 16;
const COVER_STATES = 128;

/**
 * A good plan, and prices that bound the whole network well, before the search by limits: a first plan of a few arms, prices by the straight
 * lines under the rates, then by their steps (`climb.ts`), and better plans of the arms and loads that these found worth opening.
 */
export class Looks {
  /** arm: 1 = among the few. */
  private readonly chosen: Uint8Array;

  constructor(private readonly standing: Standing) {
    this.chosen = new Uint8Array(standing.gathered.arms);
  }

  run(): void {
    const { standing, chosen } = this;
    const { scratch, judge } = standing;
    for (const arm of scratch.noted) chosen[arm] = 1;
    this.chooseNearest();
    for (let line = 0; line < judge.problem.lines.length; line += 1) this.chooseEnough(line);
    this.dive(false);
    this.ascend();
    climb(standing);
    if (standing.low > standing.bestNumber) return;
    for (const arm of scratch.openings.paying.keys()) chosen[arm] = 1;
    this.coverFew();
    if (standing.low > standing.bestNumber) return;
    standing.takeBestPrices();
    this.dive(true);
  }

  /** A plan of the few by the prices at hand. */
  private dive(isThorough: boolean): void {
    const { standing } = this;
    standing.scratch.armAlive.set(this.chosen);
    standing.offer(dive(standing, isThorough));
    standing.spend();
  }

  /** Prices by the straight lines alone, made good over the whole network before any load is looked at. */
  private ascend(): void {
    const { standing } = this;
    const { scratch, gathered, judge } = standing;
    const { candidates } = scratch;
    scratch.armAlive.fill(1, 0, gathered.arms);
    standing.steps += candidates.takeUp(judge.problem, gathered);
    standing.steps += ascendArms(candidates, standing.bestNumber, ASCENTS);
    standing.steps += climbArms(candidates, standing.bestNumber, CLIMBS, 1);
    if (gathered.separable && gathered.unlimited) this.smooth();
    scratch.wanted.priceLines(scratch.lineDual);
    standing.boundAll();
  }

  /** The plan of a local search by the straight lines, at its true price: good where there are too many loads to look at. */
  private smooth(): void {
    const { standing } = this;
    const { candidates, subsets } = standing.scratch;
    candidates.keepLeast(SMOOTHED_ARMS, standing.best.parts);
    subsets.takeFrom(candidates);
    subsets.descendTight();
    const tight = subsets.parts();
    standing.offer(standing.judge.value(tight));
    subsets.improve(tight.map((part) => part.source));
    standing.offer(standing.judge.value(subsets.parts()));
    standing.steps += subsets.spent();
  }

  /** The best plan of loads that paid at some prices, or a good one. */
  private coverFew(): void {
    const { standing } = this;
    const { patterns, armAlive } = standing.scratch;
    armAlive.set(this.chosen);
    patterns.enumerate(0, 'sown', PATTERN_STEPS);
    const bound = patterns.reprice();
    standing.spend();
    standing.cover(Number.POSITIVE_INFINITY, bound, COVER_STATES, standing.budget * COVER_PART);
  }

  /** Chooses the arms of least reduced cost. */
  private chooseNearest(): void {
    const { chosen } = this;
    const { armReduced } = this.standing.scratch;
    const least: number[] = [];
    for (let arm = 0; arm < chosen.length; arm += 1) {
      let at = least.length;
      for (; at > 0 && armReduced[least[at - 1]] > armReduced[arm]; at -= 1) least[at] = least[at - 1];
      if (at < FIRST_ARMS) least[at] = arm;
      if (least.length > FIRST_ARMS) least.length = FIRST_ARMS;
    }
    for (const arm of least) chosen[arm] = 1;
  }

  /** Chooses the arms that are cheapest for a line until their nodes hold more than enough of it. */
  private chooseEnough(line: number): void {
    const { chosen } = this;
    const { linePairStart, pairArm, pairUnits, pairCost, armOpen, armNode, lineDemand } = this.standing.scratch;
    const demand = lineDemand[line];
    const nodes = new Set<number>();
    let held = 0;
    const hold = (pair: number) => {
      const node = armNode[pairArm[pair]];
      if (!nodes.has(node)) held += Math.min(pairUnits[pair], demand);
      nodes.add(node);
    };
    const others: { readonly pair: number; readonly key: number }[] = [];
    for (let pair = linePairStart[line]; pair < linePairStart[line + 1]; pair += 1) {
      const arm = pairArm[pair];
      if (chosen[arm] === 1) hold(pair);
      else others.push({ pair, key: pairCost[pair] + armOpen[arm] / Math.min(pairUnits[pair], demand) });
    }
    this.standing.steps += others.length;
    if (held >= ENOUGH * demand) return;
    others.sort((a, b) => a.key - b.key || a.pair - b.pair);
    for (const { pair } of others) {
      if (held >= ENOUGH * demand) return;
      chosen[pairArm[pair]] = 1;
      hold(pair);
    }
  }
}
