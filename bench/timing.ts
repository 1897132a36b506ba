/** Timing as `performance.now()` sees it, in microseconds. */

/** Keeps results alive, so that nothing timed can be optimised away. */
let sink: unknown;

/** Items are run so long before the clock counts, so that the code is compiled. */
const WARM_MS = 30;

/**
 * Runs every item once per repeat, in order, so that no item finds its own data fresh in the cache from the run before. Returns the
 * best time of each item, less what reading the clock costs.
 */
export function timeEach<T>(items: readonly T[], run: (item: T) => unknown, repeats: number): Float64Array {
  const best = new Float64Array(items.length).fill(Number.POSITIVE_INFINITY);
  warmUp(items, run);
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    for (let index = 0; index < items.length; index += 1) {
      const start = performance.now();
      sink = run(items[index]);
      const time = 1000 * (performance.now() - start);
      if (time < best[index]) best[index] = time;
    }
  }
  for (let index = 0; index < best.length; index += 1) best[index] = Math.max(0, best[index] - clockUs());
  return best;
}

function warmUp<T>(items: readonly T[], run: (item: T) => unknown): void {
  const end = performance.now() + WARM_MS;
  for (let index = 0; performance.now() < end; index = (index + 1) % items.length) sink = run(items[index]);
}

/** Runs once and says how long it took. */
export function timeOnce<T>(run: () => T): { answer: T; us: number } {
  const start = performance.now();
  const answer = run();
  return { answer, us: Math.max(0, 1000 * (performance.now() - start) - clockUs()) };
}

let knownClockUs = Number.NaN;

/** Least time between two readings of the clock. */
function clockUs(): number {
  if (!Number.isNaN(knownClockUs)) return knownClockUs;
  knownClockUs = Number.POSITIVE_INFINITY;
  for (let count = 0; count < 10_000; count += 1) {
    const start = performance.now();
    knownClockUs = Math.min(knownClockUs, 1000 * (performance.now() - start));
  }
  return knownClockUs;
}

/** The last result that was timed; exported so that it is read somewhere. */
export function lastResult(): unknown {
  return sink;
}

export interface Quantiles {
  readonly p50: number;
  readonly p99: number;
}

/** By nearest rank, to three decimals. @throws if there are no values */
export function quantiles(values: ArrayLike<number>): Quantiles {
  if (values.length === 0) throw new Error('Quantiles of nothing.');
  const sorted = Float64Array.from(values).sort();
  const rank = (share: number) => Math.round(1000 * sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]) / 1000;
  return { p50: rank(0.5), p99: rank(0.99) };
}

export function mean(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
}
