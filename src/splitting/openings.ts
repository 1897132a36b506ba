import type { Gathered } from './gather';
import { grown } from './grow';
import { boundAtPrices } from './root';
import type { Scratch } from './scratch';

/** Loads of an arm that are kept. */
const MOST_REMEMBERED = 12;
/** Steps in which the least reduced cost of an arm must be found. */
const MOST_SEEKING = 1_200;

/** Which arms are worth opening at the prices of what is wanted, by what load: the pricing of column generation. */
export class Openings {
  /** arm → loads that paid at some prices, as line, units, line, units … */
  readonly paying = new Map<number, number[][]>();
  private found = new Int32Array(64);
  private gathered!: Gathered;
  private readonly scratch: Scratch;

  constructor(scratch: Scratch) {
    this.scratch = scratch;
  }

  /** A new order. */
  takeUp(gathered: Gathered): void {
    this.gathered = gathered;
    this.paying.clear();
    const { lines } = this.scratch.wanted;
    if (this.found.length < lines) this.found = new Int32Array(grown(lines));
  }

  /**
   * D at the prices at hand over all arms (see `patterns.ts`), the sources of a node apart, with the true least reduced cost of every arm
   * that the straight line under its rate finds worth opening. Reduced costs, or what bounds them, are left in `armReduced`.
   */
  boundAll(): number {
    const { scratch, gathered } = this;
    const { armReduced, armNode, wanted, walk, lineDual } = scratch;
    lineDual.set(wanted.dual.subarray(0, wanted.lines));
    const most = wanted.shipments < 0 ? 0 : wanted.most[wanted.shipments];
    let bound = boundAtPrices(scratch, gathered, wanted.lines, wanted.perShipment, most);
    walk.steps += gathered.pairs;
    for (let arm = 0; arm < gathered.arms; arm += 1) {
      if (armReduced[arm] >= 0) continue;
      walk.enter(armNode[arm]);
      const least = this.leastReduced(arm, armReduced[arm]);
      bound += least - armReduced[arm];
      armReduced[arm] = least;
    }
    return bound;
  }

  /** The arm's least true reduced cost, at most 0; a bound of it, `affine` or better, where the walk takes too long to say. */
  private leastReduced(arm: number, affine: number): number {
    const { walk } = this.scratch;
    const { found } = this;
    walk.lay(arm);
    const low = Math.max(affine, walk.lowBySteps());
    if (low >= 0) return 0;
    if (walk.loadOfBound(found)) this.remember(arm);
    let hasFound = false;
    walk.limit = -1;
    walk.overflown = false;
    walk.budget = walk.steps + MOST_SEEKING;
    walk.walk(() => {
      const reduced = walk.number() - walk.worth();
      if (reduced > walk.limit) return;
      walk.limit = reduced - 1;
      found.set(walk.taken.subarray(0, walk.depth));
      hasFound = true;
    });
    if (hasFound) this.remember(arm);
    return walk.overflown ? low : walk.limit + 1;
  }

  /** Keeps the load that was found to pay best, so that later sets of patterns have it too. */
  private remember(arm: number): void {
    const { walk } = this.scratch;
    const load: number[] = [];
    for (let at = 0; at < walk.depth; at += 1) if (this.found[at] > 0) load.push(walk.lineOf[at], this.found[at]);
    const known = this.paying.get(arm);
    if (known === undefined) this.paying.set(arm, [load]);
    else if (known.every((other) => other.length !== load.length || other.some((value, at) => value !== load[at]))) {
      known.push(load);
      if (known.length > MOST_REMEMBERED) known.shift();
    }
  }
}
