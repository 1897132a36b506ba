/** Stock of one position over time: supply that is still to arrive, and claims that wait for their start. */

/** Units of a SKU that reach a node, at an instant in epoch ms. */
export interface Arrival {
  readonly at: number;
  readonly units: number;
}

/**
 * A[t] of `docs/model.md`: what the node can promise to a start at t = max(0, least S(t′) over t′ ≥ t), S(t) being what is on hand free
 * of claims, plus what has arrived by t, less the claims that have started by t. It never falls in t.
 */
export class Inbound {
  /** Ascending. */
  #arrivals: readonly Arrival[] = [];
  /** start → units. */
  readonly #claims = new Map<number, number>();
  /** Instants at which the promise changes, ascending, and the promise from each on, less what is on hand free of claims. */
  #at: number[] = [];
  #least: number[] = [];
  #claimed = 0;

  get arrivals(): readonly Arrival[] {
    return this.#arrivals;
  }

  setArrivals(arrivals: readonly Arrival[]): void {
    this.#arrivals = [...arrivals].sort((a, b) => a.at - b.at);
    this.#sum();
  }

  /** @param units negative: given back */
  claim(start: number, units: number): void {
    const sum = (this.#claims.get(start) ?? 0) + units;
    if (sum === 0) this.#claims.delete(start);
    else this.#claims.set(start, sum);
    this.#claimed += units;
    this.#sum();
  }

  /** @param free units on hand, less all claims; @param start epoch ms; @returns units, signed: below 0 nothing can be promised */
  promised(free: number, start: number): number {
    let last = 0;
    while (last + 1 < this.#at.length && this.#at[last + 1] <= start) last += 1;
    return free + this.#claimed + this.#least[last];
  }

  /** Instants after `from` at which more can be promised than before, ascending. */
  risesAfter(from: number): number[] {
    return this.#at.filter((at, place) => at > from && this.#least[place] > this.#least[place - 1]);
  }

  /** The least of all later sums, walking back from the end. */
  #sum(): void {
    const changes = new Map<number, number>();
    for (const { at, units } of this.#arrivals) changes.set(at, (changes.get(at) ?? 0) + units);
    for (const [start, units] of this.#claims) changes.set(start, (changes.get(start) ?? 0) - units);
    this.#at = [Number.NEGATIVE_INFINITY, ...[...changes.keys()].sort((a, b) => a - b)];
    let sum = 0;
    this.#least = this.#at.map((at) => {
      sum += changes.get(at) ?? 0;
      return sum;
    });
    for (let place = this.#least.length - 2; place >= 0; place -= 1) {
      this.#least[place] = Math.min(this.#least[place], this.#least[place + 1]);
    }
  }
}
