/**
 * The good greedy, the honest rival: on the same typed arrays, open one source after another, once by the largest saving and once by
 * the lowest cost per unit, then let every line use the cheapest of the opened ones; the better of the two. About as fast as
 * anything that looks at every candidate a few times can be.
 */
import type { Problem } from '../../src/splitting/problem';
import { FreightGreedy } from './freight-greedy';
import { Pairs } from './pairs';
import type { Part } from './price';

/** What an unfilled unit costs under `fillFirst`: more than anything else could. In milli. */
const FILL_FIRST_MILLI = 1e10;

export type Rule = 'largestSaving' | 'lowestCostPerUnit';
export const RULES: readonly Rule[] = ['largestSaving', 'lowestCostPerUnit'];

export interface Allocation {
  readonly parts: Part[];
  readonly total: number;
}

export class Greedy {
  readonly #pairs = new Pairs();
  readonly #straight = new StraightGreedy(this.#pairs);
  readonly #freight = new FreightGreedy(this.#pairs);

  /** @param fillFirst an unfilled unit is worse than any cost; else it costs what the order says */
  plan(problem: Problem, fillFirst = false): Part[] {
    const penalties = problem.lines.map((line) => (fillFirst ? FILL_FIRST_MILLI : line.unfilledMilli));
    this.#pairs.gather(problem);
    const by = problem.columns.cells === null ? this.#straight : this.#freight;
    const [bySaving, byUnit] = RULES.map((rule) => by.open(problem, penalties, rule));
    return bySaving.total <= byUnit.total ? bySaving.parts : byUnit.parts;
  }
}

/** Where every rate is a straight line: what a unit costs does not depend on what travels with it. */
class StraightGreedy {
  // index: stock entry
  #left = new Int32Array(1024);
  // index: source
  #saving = new Float64Array(0);
  #cost = new Float64Array(0);
  #units = new Int32Array(0);
  #opened = new Uint8Array(0);
  #touched = new Int32Array(0);

  constructor(private readonly pairs: Pairs) {}

  open(problem: Problem, penalties: readonly number[], rule: Rule): Allocation {
    this.#reserve(problem.sources);
    const missing = problem.lines.map((line) => line.units);
    const opened: number[] = [];
    this.#refill();
    while (opened.length < problem.maxShipments) {
      const source = this.#best(problem, penalties, missing, rule);
      if (source < 0) break;
      this.#take(source, penalties, missing);
      this.#opened[source] = 1;
      opened.push(source);
    }
    const answer = this.#allocate(problem, penalties);
    for (const source of opened) this.#opened[source] = 0;
    return answer;
  }

  #reserve(sources: number): void {
    if (this.#saving.length >= sources) return;
    this.#saving = new Float64Array(sources);
    this.#cost = new Float64Array(sources);
    this.#units = new Int32Array(sources);
    this.#opened = new Uint8Array(sources);
    this.#touched = new Int32Array(sources);
  }

  #refill(): void {
    const { entries, entryUnits } = this.pairs;
    if (this.#left.length < entries) this.#left = new Int32Array(entryUnits.length);
    this.#left.set(entryUnits.subarray(0, entries));
  }

  /** The source to open next; −1: none saves anything. */
  #best(problem: Problem, penalties: readonly number[], missing: readonly number[], rule: Rule): number {
    const touched = this.#weigh(problem, penalties, missing);
    let best = -1;
    let bestValue = Number.POSITIVE_INFINITY;
    for (let at = 0; at < touched; at += 1) {
      const source = this.#touched[at];
      if (this.#saving[source] > 0) {
        const value = rule === 'largestSaving' ? -this.#saving[source] : this.#cost[source] / this.#units[source];
        if (value < bestValue || (value === bestValue && source < best)) {
          bestValue = value;
          best = source;
        }
      }
      this.#units[source] = 0;
    }
    return best;
  }

  /** Of every source that can send something: what it would send, cost and save. Returns how many there are. */
  #weigh(problem: Problem, penalties: readonly number[], missing: readonly number[]): number {
    const { open } = problem.columns;
    const { count, line: pairLine, entry, source: pairSource, cost } = this.pairs;
    let touched = 0;
    for (let pair = 0; pair < count; pair += 1) {
      const line = pairLine[pair];
      const units = Math.min(missing[line], this.#left[entry[pair]]);
      const saving = penalties[line] - cost[pair];
      if (units <= 0 || saving <= 0) continue;
      const source = pairSource[pair];
      if (this.#units[source] === 0) {
        this.#touched[touched] = source;
        touched += 1;
        const fixed = this.#opened[source] === 1 ? 0 : open[source];
        this.#saving[source] = -fixed;
        this.#cost[source] = fixed;
      }
      this.#units[source] += units;
      this.#saving[source] += units * saving;
      this.#cost[source] += units * cost[pair];
    }
    return touched;
  }

  #take(source: number, penalties: readonly number[], missing: number[]): void {
    const { count, line: pairLine, entry, source: pairSource, cost } = this.pairs;
    for (let pair = 0; pair < count; pair += 1) {
      if (pairSource[pair] !== source) continue;
      const line = pairLine[pair];
      const units = Math.min(missing[line], this.#left[entry[pair]]);
      if (units <= 0 || cost[pair] >= penalties[line]) continue;
      missing[line] -= units;
      this.#left[entry[pair]] -= units;
    }
  }

  /** The opened sources are given; every line now takes the cheapest of them first, and one that carries nothing costs nothing. */
  #allocate(problem: Problem, penalties: readonly number[]): Allocation {
    const { entry, source: pairSource, cost } = this.pairs;
    this.#refill();
    const parts: Part[] = [];
    let total = 0;
    const carries = new Set<number>();
    for (const [line, pairs] of this.#openedPairs(problem.lines.length).entries()) {
      let missing = problem.lines[line].units;
      for (const pair of pairs) {
        const units = Math.min(missing, this.#left[entry[pair]]);
        if (units <= 0 || cost[pair] >= penalties[line]) continue;
        missing -= units;
        this.#left[entry[pair]] -= units;
        total += units * cost[pair];
        carries.add(pairSource[pair]);
        parts.push({ line, source: pairSource[pair], units });
      }
      total += missing * penalties[line];
    }
    for (const source of carries) total += problem.columns.open[source];
    return { parts, total };
  }

  /** Of each line, the pairs of opened sources, cheapest first. */
  #openedPairs(lines: number): number[][] {
    const { count, line, source, cost } = this.pairs;
    const pairs: number[][] = Array.from({ length: lines }, () => []);
    for (let pair = 0; pair < count; pair += 1) {
      if (this.#opened[source[pair]] === 1) pairs[line[pair]].push(pair);
    }
    for (const list of pairs) list.sort((a, b) => cost[a] - cost[b] || a - b);
    return pairs;
  }
}
