import type { Gathered } from './gather';
import { grown } from './grow';
import { boundAtPrices } from './root';
import type { Scratch } from './scratch';

/** Loads of an arm that are kept. */
const MOST_REMEMBERED = 12;
/** Steps in which the least reduced cost of an arm without breaks must be found. */
const MOST_SEEKING = 1_200;

/** Which arms are worth opening at the prices of what is wanted, by what load: the pricing of column generation. */
export class Openings {
  /** arm → loads that paid at some prices, as line, units, line, units … */
  readonly paying = new Map<number, number[][]>();
  /** field of what is wanted: taken by the loads of the last bound. */
  taken = new Float64Array(64);
  /** The arms that `reprice` bounds. */
  few: readonly number[] = [];
  private load = new Float64Array(64);
  private gathered!: Gathered;
  private readonly scratch: Scratch;

  constructor(scratch: Scratch) {
    this.scratch = scratch;
  }

  /** A new order. */
  takeUp(gathered: Gathered): void {
    this.gathered = gathered;
    this.paying.clear();
    const { fields } = this.scratch.wanted;
    if (this.taken.length >= fields) return;
    this.taken = new Float64Array(grown(fields));
    this.load = new Float64Array(grown(fields));
  }

  /**
   * D at the prices at hand over all arms (see `patterns.ts`), the sources of a node apart, with a bound by steps of the least reduced cost of
   * every arm that the straight line under its rate finds worth opening. These bounds are left in `armReduced`.
   */
  boundAll(): number {
    const { scratch, gathered } = this;
    const { armReduced, wanted, walk, lineDual } = scratch;
    lineDual.set(wanted.dual.subarray(0, wanted.lines));
    const most = wanted.shipments < 0 ? 0 : wanted.most[wanted.shipments];
    let bound = boundAtPrices(scratch, gathered, wanted.lines, wanted.perShipment, most);
    walk.steps += gathered.pairs;
    this.taken.fill(0, 0, wanted.fields);
    for (let arm = 0; arm < gathered.arms; arm += 1) {
      const affine = armReduced[arm];
      if (affine >= 0) continue;
      armReduced[arm] = this.leastReduced(arm, affine);
      bound += Math.min(0, armReduced[arm]) - affine;
    }
    return bound;
  }

  /** The same over the few arms alone. */
  reprice(): number {
    const { scratch, gathered, few } = this;
    const { wanted } = scratch;
    let bound = gathered.once + wanted.worth();
    this.taken.fill(0, 0, wanted.fields);
    for (const arm of few) bound += Math.min(0, this.leastReduced(arm, Number.NEGATIVE_INFINITY));
    return bound;
  }

  /** Takes off the direction, so many times, what the loads of the last bound take. */
  takeOff(direction: Float64Array, times: number): void {
    for (let field = 0; field < this.scratch.wanted.fields; field += 1) direction[field] -= times * this.taken[field];
  }

  /** A bound of what a load of the arm costs at the prices, at least `affine`; where that is below 0, the load is taken. */
  private leastReduced(arm: number, affine: number): number {
    const { scratch, load } = this;
    const { walk } = scratch;
    walk.enter(scratch.armNode[arm]);
    walk.lay(arm);
    const low = Math.max(affine, walk.leastLow());
    if (low >= 0) return low;
    const bySteps = walk.lowBySteps();
    if (bySteps === Number.NEGATIVE_INFINITY) return this.leastByWalk(arm, low);
    if (bySteps >= 0) return bySteps;
    if (walk.loadOfBound(load)) this.remember(arm);
    this.take();
    this.propose(arm, bySteps);
    return Math.max(low, bySteps);
  }

  /** The same for an arm without breaks, by its true price; `low` where the walk takes too long to say. */
  private leastByWalk(arm: number, low: number): number {
    const { load } = this;
    const { walk } = this.scratch;
    let hasFound = false;
    walk.limit = -1;
    walk.overflown = false;
    walk.budget = walk.steps + MOST_SEEKING;
    walk.walk(() => {
      const reduced = walk.number() - walk.worth();
      if (reduced > walk.limit) return;
      walk.limit = reduced - 1;
      load.set(walk.taken.subarray(0, walk.depth));
      hasFound = true;
    });
    if (hasFound) {
      this.remember(arm);
      this.take();
      this.propose(arm, walk.limit + 1);
    }
    return walk.overflown ? low : walk.limit + 1;
  }

  private take(): void {
    const { taken, load } = this;
    const { walk, wanted } = this.scratch;
    for (let at = 0; at < walk.depth; at += 1) taken[walk.lineOf[at]] += load[at];
    if (wanted.shipments >= 0) taken[wanted.shipments] += 1;
  }

  /** A column for the master, at the cost that makes it so good at the prices. */
  private propose(arm: number, reduced: number): void {
    const { load } = this;
    const { walk, wanted, master } = this.scratch;
    let cost = reduced + wanted.perShipment;
    for (let at = 0; at < walk.depth; at += 1) cost += load[at] * wanted.dual[walk.lineOf[at]];
    master.add(arm, cost, walk.lineOf, load, walk.depth, wanted.shipments);
  }

  /** Keeps the load that was found to pay best, so that later sets of patterns have it too. */
  private remember(arm: number): void {
    const { walk } = this.scratch;
    const load: number[] = [];
    for (let at = 0; at < walk.depth; at += 1) if (this.load[at] > 0) load.push(walk.lineOf[at], this.load[at]);
    const known = this.paying.get(arm);
    if (known === undefined) this.paying.set(arm, [load]);
    else if (known.every((other) => other.length !== load.length || other.some((value, at) => value !== load[at]))) {
      known.push(load);
      if (known.length > MOST_REMEMBERED) known.shift();
    }
  }
}
