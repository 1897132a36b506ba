import { ascendArms, climbArms } from './arm-bound';
import { dive } from './dive';
import type { Standing } from './standing';

/** Arms of the first look beside those that some line finds cheap; arms that a later one adds at most, and how many looks. */
const FIRST_ARMS = 12;
const MORE_ARMS = 12;
const MOST_LOOKS = 16;
/** The looks end where the bound of all arms comes so near that of the few, in parts of it. */
const SETTLED = 0.005;
/** So many times the units asked are held by the arms of the first look. */
const ENOUGH = 1.5;
/** Rounds over the lines, and steps, by the straight lines under the rates. */
const ASCENTS = 6;
const CLIMBS = 30;
/** Arms of the local search by them. */
const SMOOTHED_ARMS = 28;
/** What a look may take, and the states it keeps. */
const LOOK_STEPS = 50_000;
const LOOK_STATES = 128;
/** Parts of the bound within which a look's patterns lie, until they are many. */
const LOOK_WIDTHS = [0.05, 0.2, Number.POSITIVE_INFINITY];
const MANY_PATTERNS = 500;

/**
 * A good plan, and prices that bound the whole network well, before the search by limits. Looks at a few arms: their patterns give a plan
 * and prices; what the prices find worth opening elsewhere joins the few (column generation).
 */
export class Looks {
  /** arm: 1 = among the few. */
  private readonly chosen: Uint8Array;
  /** Over all loads near the prices; false once even the nearest were too many: then those that fill a step must do. */
  private walks = true;

  constructor(private readonly standing: Standing) {
    this.chosen = new Uint8Array(standing.gathered.arms);
  }

  run(): void {
    const { standing, chosen } = this;
    const { scratch, judge } = standing;
    for (const arm of scratch.noted) chosen[arm] = 1;
    this.choose(FIRST_ARMS, Number.POSITIVE_INFINITY);
    for (let line = 0; line < judge.problem.lines.length; line += 1) this.chooseEnough(line);
    this.dive();
    this.ascend();
    this.choose(FIRST_ARMS, 0);
    for (let look = 0; look < MOST_LOOKS; look += 1) {
      scratch.armAlive.set(chosen);
      const few = this.coverFew();
      const bound = standing.boundAll();
      const added = this.choose(MORE_ARMS, 0);
      const isSettled = !added && bound >= few - SETTLED * Math.abs(few);
      const isSpent = standing.steps > standing.budget / (this.walks ? 4 : 2);
      if (standing.low > standing.bestNumber || isSettled || isSpent) break;
    }
    if (standing.low < standing.bestNumber) {
      standing.takeBestPrices();
      this.dive();
    }
  }

  /** A plan of the few by the prices at hand. */
  private dive(): void {
    const { standing } = this;
    standing.scratch.armAlive.set(this.chosen);
    standing.offer(dive(standing));
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

  /** The best plan of the few, or a good one, and prices that suit them; returns the bound of those arms. */
  private coverFew(): number {
    const { standing } = this;
    const { patterns } = standing.scratch;
    let within = 0;
    for (const width of this.walks ? LOOK_WIDTHS : []) {
      const most = width === Number.POSITIVE_INFINITY ? width : Math.floor(width * Math.abs(standing.bound));
      patterns.enumerate(most, 'walked-and-sown', LOOK_STEPS);
      if (patterns.overflown) break;
      within = most;
      if (patterns.count > MANY_PATTERNS) break;
    }
    if (!this.walks || patterns.overflown) {
      this.walks &&= within > 0;
      patterns.enumerate(within, this.walks ? 'walked-and-sown' : 'sown', LOOK_STEPS);
    }
    const bound = standing.polish(standing.bestNumber, 4 * LOOK_STEPS);
    standing.cover(Number.POSITIVE_INFINITY, bound, LOOK_STATES, LOOK_STEPS);
    return bound;
  }

  /** Chooses arms of a reduced cost below `below` that are not chosen yet, the least first; false where there is none. */
  private choose(most: number, below: number): boolean {
    const { chosen } = this;
    const { armReduced } = this.standing.scratch;
    const least: number[] = [];
    for (let arm = 0; arm < chosen.length; arm += 1) {
      if (chosen[arm] === 1 || armReduced[arm] >= below) continue;
      let at = least.length;
      for (; at > 0 && armReduced[least[at - 1]] > armReduced[arm]; at -= 1) least[at] = least[at - 1];
      if (at < most) least[at] = arm;
      if (least.length > most) least.length = most;
    }
    for (const arm of least) chosen[arm] = 1;
    return least.length > 0;
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
