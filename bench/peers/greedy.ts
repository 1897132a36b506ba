/**
 * The good greedy, the honest rival: on the same typed arrays, open one source after another, once by the largest saving and once by
 * the lowest cost per unit, then let every line use the cheapest of the opened ones; the better of the two. About as fast as
 * anything that looks at every candidate a few times can be.
 */
import type { Problem } from '../../src/splitting/problem';
import { type Part, unitMilli } from './price';

/** What an unfilled unit costs under `fillFirst`: more than anything else could. In milli. */
const FILL_FIRST_MILLI = 1e10;

type Rule = 'largestSaving' | 'lowestCostPerUnit';

export class Greedy {
  // index: pair (stock entry × carrier service), grouped by line; the pairs of an entry are neighbours and share its stock
  #pairs = 0;
  #pairLine = new Int32Array(1024);
  #pairEntry = new Int32Array(1024);
  #pairSource = new Int32Array(1024);
  #pairCost = new Float64Array(1024);
  // index: stock entry
  #entries = 0;
  #entryUnits = new Int32Array(1024);
  #left = new Int32Array(1024);
  // index: source
  #saving = new Float64Array(0);
  #cost = new Float64Array(0);
  #units = new Int32Array(0);
  #opened = new Uint8Array(0);
  #touched = new Int32Array(0);

  /** @param fillFirst an unfilled unit is worse than any cost; else it costs what the order says */
  plan(problem: Problem, fillFirst = false): Part[] {
    const penalties = problem.lines.map((line) => (fillFirst ? FILL_FIRST_MILLI : line.unfilledMilli));
    this.#gather(problem);
    const bySaving = this.#open(problem, penalties, 'largestSaving');
    const byUnit = this.#open(problem, penalties, 'lowestCostPerUnit');
    return bySaving.total <= byUnit.total ? bySaving.parts : byUnit.parts;
  }

  #gather(problem: Problem): void {
    const { lines, nodeSourceStart, columns, sources } = problem;
    if (this.#saving.length < sources) {
      this.#saving = new Float64Array(sources);
      this.#cost = new Float64Array(sources);
      this.#units = new Int32Array(sources);
      this.#opened = new Uint8Array(sources);
      this.#touched = new Int32Array(sources);
    }
    this.#pairs = 0;
    this.#entries = 0;
    for (let line = 0; line < lines.length; line += 1) {
      const { rowNode, rowUnits, rowStart, rowEnd } = lines[line];
      for (let entry = rowStart; entry < rowEnd; entry += 1) {
        if (rowUnits[entry] <= 0) continue;
        const node = rowNode[entry];
        for (let source = nodeSourceStart[node]; source < nodeSourceStart[node + 1]; source += 1) {
          if (columns.usable[source] === 1) this.#addPair(line, source, unitMilli(problem, line, source));
        }
        this.#addEntry(rowUnits[entry]);
      }
    }
  }

  #addPair(line: number, source: number, cost: number): void {
    if (this.#pairs === this.#pairLine.length) {
      this.#pairLine = doubled(this.#pairLine);
      this.#pairEntry = doubled(this.#pairEntry);
      this.#pairSource = doubled(this.#pairSource);
      const wider = new Float64Array(2 * this.#pairs);
      wider.set(this.#pairCost);
      this.#pairCost = wider;
    }
    this.#pairLine[this.#pairs] = line;
    this.#pairEntry[this.#pairs] = this.#entries;
    this.#pairSource[this.#pairs] = source;
    this.#pairCost[this.#pairs] = cost;
    this.#pairs += 1;
  }

  #addEntry(units: number): void {
    if (this.#entries === this.#entryUnits.length) {
      this.#entryUnits = doubled(this.#entryUnits);
      this.#left = doubled(this.#left);
    }
    this.#entryUnits[this.#entries] = units;
    this.#entries += 1;
  }

  #open(problem: Problem, penalties: readonly number[], rule: Rule): { parts: Part[]; total: number } {
    const missing = problem.lines.map((line) => line.units);
    const opened: number[] = [];
    this.#left.set(this.#entryUnits.subarray(0, this.#entries));
    for (;;) {
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
    let touched = 0;
    for (let pair = 0; pair < this.#pairs; pair += 1) {
      const line = this.#pairLine[pair];
      const units = Math.min(missing[line], this.#left[this.#pairEntry[pair]]);
      const saving = penalties[line] - this.#pairCost[pair];
      if (units <= 0 || saving <= 0) continue;
      const source = this.#pairSource[pair];
      if (this.#units[source] === 0) {
        this.#touched[touched] = source;
        touched += 1;
        const fixed = this.#opened[source] === 1 ? 0 : open[source];
        this.#saving[source] = -fixed;
        this.#cost[source] = fixed;
      }
      this.#units[source] += units;
      this.#saving[source] += units * saving;
      this.#cost[source] += units * this.#pairCost[pair];
    }
    return touched;
  }

  #take(source: number, penalties: readonly number[], missing: number[]): void {
    for (let pair = 0; pair < this.#pairs; pair += 1) {
      if (this.#pairSource[pair] !== source) continue;
      const line = this.#pairLine[pair];
      const units = Math.min(missing[line], this.#left[this.#pairEntry[pair]]);
      if (units <= 0 || this.#pairCost[pair] >= penalties[line]) continue;
      missing[line] -= units;
      this.#left[this.#pairEntry[pair]] -= units;
    }
  }

  /** The opened sources are given; every line now takes the cheapest of them first, and one that carries nothing costs nothing. */
  #allocate(problem: Problem, penalties: readonly number[]): { parts: Part[]; total: number } {
    this.#left.set(this.#entryUnits.subarray(0, this.#entries));
    const parts: Part[] = [];
    let total = 0;
    const carries = new Set<number>();
    for (const [line, pairs] of this.#openedPairs(problem.lines.length).entries()) {
      let missing = problem.lines[line].units;
      for (const pair of pairs) {
        const units = Math.min(missing, this.#left[this.#pairEntry[pair]]);
        if (units <= 0 || this.#pairCost[pair] >= penalties[line]) continue;
        missing -= units;
        this.#left[this.#pairEntry[pair]] -= units;
        total += units * this.#pairCost[pair];
        carries.add(this.#pairSource[pair]);
        parts.push({ line, source: this.#pairSource[pair], units });
      }
      total += missing * penalties[line];
    }
    for (const source of carries) total += problem.columns.open[source];
    return { parts, total };
  }

  /** Of each line, the pairs of opened sources, cheapest first. */
  #openedPairs(lines: number): number[][] {
    const pairs: number[][] = Array.from({ length: lines }, () => []);
    for (let pair = 0; pair < this.#pairs; pair += 1) {
      if (this.#opened[this.#pairSource[pair]] === 1) pairs[this.#pairLine[pair]].push(pair);
    }
    for (const list of pairs) list.sort((a, b) => this.#pairCost[a] - this.#pairCost[b] || a - b);
    return pairs;
  }
}

function doubled(array: Int32Array): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(2 * array.length);
  wider.set(array);
  return wider;
}
