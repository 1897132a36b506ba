/**
 * Limits priced (Lagrange): the least of S × aim + b × level over all plans, less b × limit, bounds S × aim over those that keep the limit.
 * The aim is the first levels that are not settled, in one number. The price b rises or falls until the bound meets a plan, or stands
 * still; what lies between is searched exactly (`fence.ts`).
 */
import { type Aim, aimOf, type Priced, pricedLevel } from './aim';
import { searchFenced } from './fence';
import { gather, levelRanges } from './gather';
import { type Call, keeps, type Stage, worth } from './levelLimits';
import { Judge, type Part } from './plan-value';
import type { Assignment, Level } from './problem';

/** Sums of all levels in one number stay below this, so that they are exact and can be packed. */
const MOST_NUMBER = 2 ** 50;
const MOST_SCALE = 2 ** 12;
const MOST_PRICES = 10;
/** The part of the steps that are left which one price may take. */
const PRICE_PART = 1 / 8;

/** @param free the best plan without the limits, which does not keep them */
export function searchWithin(call: Call, stage: Stage, free: Assignment): Assignment {
  const pricing = new Pricing(call, stage);
  const priced = pricing.run(free);
  return searchFenced(call, { ...stage, known: pricing.best }, priced);
}

class Pricing {
  best: readonly Part[];
  private readonly aim: Aim;
  private readonly ranges: readonly number[];
  private readonly scale: number;
  private readonly judge: Judge;

  constructor(
    private readonly call: Call,
    private readonly stage: Stage,
  ) {
    const { problem, limits, lead, known } = stage;
    this.best = known;
    const levels = [...problem.levels, ...limits.map(({ level }) => level)];
    const judge = new Judge({ ...problem, levels }, call.scratch);
    const { arms, pairs } = gather(judge, call.scratch);
    call.steps += pairs;
    const ranges = levelRanges(problem, judge.terms, call.scratch, arms);
    this.judge = new Judge(problem, call.scratch);
    this.aim = aimOf(problem.levels, lead, ranges);
    this.ranges = ranges.slice(problem.levels.length, levels.length);
    const before = ranges.slice(0, lead).reduce((size, range) => size * (range + 1), 1);
    let scale = MOST_SCALE;
    while (scale > 1 && scale * this.aim.range * before > MOST_NUMBER / 4) scale /= 2;
    this.scale = scale;
  }

  run(free: Assignment): Priced {
    const { call, stage, aim, scale } = this;
    const { limits } = stage;
    const isKnown = free.levels.every(({ optimal }) => optimal);
    const bound = isKnown
      ? this.worth(aim.level, free.parts)
      : free.levels[stage.lead].bound * aim.level.weights[0].factor;
    let priced: Priced = { aim, scale, prices: limits.map(() => 0), bound };
    let over = free.parts;
    let last = 0;
    for (let round = 0; round < MOST_PRICES; round += 1) {
      const place = this.mostBroken(over);
      const price = this.priceBetween(place, over);
      if (price === 0 || price === last) break;
      last = price;
      const prices = limits.map((_, limit) => (limit === place ? price : 0));
      const answer = call.solve({ ...stage.problem, levels: this.levelsAt(prices) }, PRICE_PART);
      const least = Math.ceil((answer.levels[stage.lead].bound - price * limits[place].most) / scale);
      if (least > priced.bound || round === 0) priced = { ...priced, prices, bound: Math.max(least, priced.bound) };
      if (this.isPossible(answer.parts)) this.offer(answer.parts);
      else if (this.isTried(answer.parts, over)) break;
      else over = answer.parts;
    }
    return priced;
  }

  private levelsAt(prices: readonly number[]): Level[] {
    return [
      ...this.stage.problem.levels.slice(0, this.stage.lead),
      pricedLevel(this.stage, { aim: this.aim, scale: this.scale, prices }),
    ];
  }

  /** The limit that the plan exceeds most, by its own measure. */
  private mostBroken(parts: readonly Part[]): number {
    const excess = this.stage.limits.map(({ level, most }) => (this.worth(level, parts) - most) / Math.max(1, most));
    return excess.indexOf(Math.max(...excess));
  }

  /** At which the plan that breaks the limit and the best one are equal; 0: there is no such price. */
  private priceBetween(place: number, over: readonly Part[]): number {
    const { aim, scale, best } = this;
    const { level } = this.stage.limits[place];
    const gain = this.worth(aim.level, best) - this.worth(aim.level, over);
    const excess = this.worth(level, over) - this.worth(level, best);
    if (gain <= 0 || excess <= 0) return 0;
    const price = Math.max(1, Math.round((scale * gain) / excess));
    return price * this.ranges[place] > MOST_NUMBER ? 0 : price;
  }

  private isPossible(parts: readonly Part[]): boolean {
    const { problem, lead } = this.stage;
    const isLed = problem.levels
      .slice(0, lead)
      .every((level) => this.worth(level, parts) <= this.worth(level, this.best));
    return isLed && keeps(this.stage, this.call.scratch, parts);
  }

  private offer(parts: readonly Part[]): void {
    if (this.judge.compare(this.judge.value(parts), this.judge.value(this.best)) < 0) this.best = parts;
  }

  private isTried(parts: readonly Part[], before: readonly Part[]): boolean {
    return this.judge.compare(this.judge.value(parts), this.judge.value(before)) === 0;
  }

  private worth(level: Level, parts: readonly Part[]): number {
    return worth(this.stage.problem, this.call.scratch, level, parts);
  }
}
