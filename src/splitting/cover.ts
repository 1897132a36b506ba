import { firstOfGroups, isWhole } from './groups';
import { copyFloat, copyInt } from './grow';
import type { Patterns } from './patterns';
import type { Judge, Part, ValuedPlan } from './plan-value';
import { sortParts } from './plan-value';

/** Combining two patterns takes about as long as so many entries of other loops, the other way round. */
const TRIES_PER_STEP = 3;
const STEPS_PER_JUDGEMENT = 60;
/** A state takes its part when states are cut off for their number. */
const STEPS_PER_SORTING = 8;
const SMALLEST_TABLE = 512;

/**
 * Chooses at most one pattern of each node, exactly: node by node, over all that is still wanted then (a *state*), the best way to get
 * there. A way is dropped once its slacks alone are more than what is open between the bound and the best plan. Where two ways lead to
 * one state, the better one by the judge's order is kept: whatever comes after, it stays the better one.
 */
export class Cover {
  /** Least slack of a way that was dropped because there were too many; Infinity = none was. */
  cut = Number.POSITIVE_INFINITY;
  best!: ValuedPlan;
  bestNumber = 0;
  steps = 0;
  private limit = 0;

  private states = 0;
  private words = new Int32Array(1024);
  /** state: number of the plan that leaves the rest unfilled; Σ reduced costs; how it was reached. */
  private number = new Float64Array(256);
  private reduced = new Float64Array(256);
  private way = new Int32Array(256);
  /** What the node at hand would make of the state: the state it comes from, and the pattern. −1 = nothing. */
  private from = new Int32Array(256);
  private pattern = new Int32Array(256);
  private nextNumber = new Float64Array(256);
  private touched: number[] = [];
  // A way is a pattern after another way.
  private ways = 0;
  private wayBefore = new Int32Array(1024);
  private wayPattern = new Int32Array(1024);
  private table = new Int32Array(SMALLEST_TABLE);
  private mask = 0;
  private tries = 0;

  private patterns!: Patterns;
  private judge!: Judge;
  private order: number[] = [];
  /** line: the first of its group, see `groups.ts`. */
  private first: Int32Array = new Int32Array(0);

  /**
   * @param number of the best plan known, in the packing of the patterns; `best` and `bestNumber` are better ones afterwards
   * @param limit  greater numbers are not looked for
   * @param bound  D at the prices of the patterns' reduced costs
   * @param most   states that are kept after a node; those of greatest slack go first
   * @param budget steps that it may take
   */
  run(
    patterns: Patterns,
    judge: Judge,
    best: ValuedPlan,
    number: number,
    limit: number,
    bound: number,
    most: number,
    budget: number,
  ): void {
    this.patterns = patterns;
    this.judge = judge;
    this.first = firstOfGroups(judge.problem);
    this.best = best;
    this.bestNumber = number;
    this.limit = limit;
    this.cut = Number.POSITIVE_INFINITY;
    this.steps = 0;
    this.tries = 0;
    this.start();
    const { base, nodes } = patterns;
    this.order = Array.from({ length: nodes }, (_, node) => node).sort((a, b) => base[a] - base[b] || a - b);
    let passed = 0;
    for (const node of this.order) {
      // A state that does not use the node pays for it.
      passed -= base[node];
      const known = this.states;
      if (!this.expand(node, bound, passed, budget)) {
        this.cut = Math.min(this.cut, this.leastSlack(known, passed + base[node]));
        this.touched.length = 0;
        break;
      }
      this.commit();
      if (this.states > most) this.trim(most, passed);
    }
    this.steps += Math.ceil(this.tries / TRIES_PER_STEP);
  }

  private start(): void {
    const { wanted } = this.patterns;
    this.states = 0;
    this.ways = 0;
    this.mask = SMALLEST_TABLE - 1;
    this.table.fill(-1, 0, SMALLEST_TABLE);
    this.reserveStates(1);
    this.words.set(wanted.all.subarray(0, wanted.words));
    const state = this.find(0);
    this.number[state] = this.nothing();
    this.reduced[state] = 0;
    this.way[state] = -1;
    this.from[state] = -1;
  }

  private nothing(): number {
    const { wanted } = this.patterns;
    let number = 0;
    for (let line = 0; line < wanted.lines; line += 1) number += wanted.most[line] * this.patterns.penalty(line);
    return number;
  }

  private leastSlack(states: number, passed: number): number {
    let least = Number.POSITIVE_INFINITY;
    for (let state = 0; state < states; state += 1) least = Math.min(least, this.reduced[state] + passed);
    return least;
  }

  /** Every state with every pattern of the node that fits and can still lead to a plan as good as the best; false: no budget left. */
  private expand(node: number, bound: number, passed: number, budget: number): boolean {
    const { patterns } = this;
    const { nodeStart, reduced, wanted, words: taken } = patterns;
    const size = wanted.words;
    const { guards } = wanted;
    const start = nodeStart[node];
    const end = nodeStart[node + 1];
    const known = this.states;
    for (let state = 0; state < known; state += 1) {
      const room = Math.min(this.bestNumber, this.limit) - bound - passed - this.reduced[state];
      if (room < patterns.base[node]) continue;
      if (this.steps + this.tries / TRIES_PER_STEP > budget) return false;
      this.tries += end - start;
      for (let pattern = start; pattern < end; pattern += 1) {
        if (reduced[pattern] > room) continue;
        this.reserveStates(this.states + 1);
        const { words } = this;
        const target = this.states * size;
        let fits = true;
        for (let word = 0; word < size; word += 1) {
          const rest = (words[state * size + word] | guards[word]) - taken[pattern * size + word];
          if ((rest & guards[word]) !== guards[word]) {
            fits = false;
            break;
          }
          words[target + word] = rest & ~guards[word];
        }
        if (fits) this.reach(this.find(this.states), state, pattern);
      }
    }
    return true;
  }

  /** A way to a state: kept for the commit if it is better than what is known. */
  private reach(target: number, state: number, pattern: number): void {
    this.tries += 4;
    const number = this.number[state] + this.patterns.change[pattern];
    const pending = this.from[target] >= 0;
    const known = pending ? this.nextNumber[target] : this.number[target];
    if (number > known) return;
    if (number === known && !this.isBetter(state, pattern, target, pending)) return;
    if (!pending) this.touched.push(target);
    this.from[target] = state;
    this.pattern[target] = pattern;
    this.nextNumber[target] = number;
  }

  /** Equal numbers: the judge decides by all that the number leaves out. */
  private isBetter(state: number, pattern: number, target: number, pending: boolean): boolean {
    this.steps += 2 * STEPS_PER_JUDGEMENT;
    const here = this.judge.value(this.partsOf(this.way[state], pattern));
    const there = this.judge.value(
      pending ? this.partsOf(this.way[this.from[target]], this.pattern[target]) : this.partsOf(this.way[target], -1),
    );
    return this.judge.compare(here, there) < 0;
  }

  /** What the node found becomes known, and its plans are offered. */
  private commit(): void {
    for (const state of this.touched) {
      const from = this.from[state];
      this.reserveWays();
      this.wayBefore[this.ways] = this.way[from];
      this.wayPattern[this.ways] = this.pattern[state];
      this.ways += 1;
    }
    // Ways first: a state may be reached from one that changes too.
    let way = this.ways - this.touched.length;
    const reduced = this.touched.map(
      (state) => this.reduced[this.from[state]] + this.patterns.reduced[this.pattern[state]],
    );
    this.touched.forEach((state, index) => {
      this.reduced[state] = reduced[index];
      this.number[state] = this.nextNumber[state];
      this.way[state] = way;
      this.from[state] = -1;
      way += 1;
      this.offer(state);
    });
    this.touched.length = 0;
  }

  private offer(state: number): void {
    const number = this.number[state] + this.onceOf(state);
    if (number > this.bestNumber || !this.isAllowed(state)) return;
    this.steps += STEPS_PER_JUDGEMENT;
    const plan = this.judge.value(this.partsOf(this.way[state], -1));
    if (this.judge.compare(plan, this.best) >= 0) return;
    this.best = plan;
    this.bestNumber = number;
  }

  /** What the delivery groups add that ship on the way to the state. */
  private onceOf(state: number): number {
    const { wanted, perGroup } = this.patterns;
    const { groups } = this.judge.problem;
    if (groups === null) return perGroup;
    const shipping = new Set<number>();
    for (let line = 0; line < wanted.lines; line += 1) {
      const left = wanted.read(this.words, state * wanted.words, line);
      if (left < wanted.most[line]) shipping.add(groups.lineGroup[line]);
    }
    return perGroup * shipping.size;
  }

  /** Nothing is left of lines and groups that ship whole or not at all, or all. */
  private isAllowed(state: number): boolean {
    const { wanted } = this.patterns;
    const { problem } = this.judge;
    const start = state * wanted.words;
    for (let line = 0; line < wanted.lines; line += 1) {
      if (!problem.shipComplete && !isWhole(problem, line)) continue;
      const left = wanted.read(this.words, start, line);
      if (left > 0 && (problem.shipComplete || left < wanted.most[line])) return false;
      const first = this.first[line];
      if (first < line && left > 0 !== wanted.read(this.words, start, first) > 0) return false;
    }
    return true;
  }

  private partsOf(way: number, last: number): Part[] {
    const { partStart, partEnd, partLine, partSource, partUnits } = this.patterns;
    const parts: Part[] = [];
    let pattern = last;
    let at = way;
    for (;;) {
      if (pattern >= 0) {
        for (let part = partStart[pattern]; part < partEnd[pattern]; part += 1) {
          parts.push({ line: partLine[part], source: partSource[part], units: partUnits[part] });
        }
      }
      if (at < 0) return sortParts(parts);
      pattern = this.wayPattern[at];
      at = this.wayBefore[at];
    }
  }

  /** The state whose words stand at `place`; a new one is laid there, at the end. */
  private find(place: number): number {
    const size = this.patterns.wanted.words;
    const { words, table, mask } = this;
    let hash = 0;
    for (let word = 0; word < size; word += 1)
      hash = Math.imul(hash ^ words[place * size + word], 0x9e3779b1) ^ (hash >>> 15);
    let slot = (hash ^ (hash >>> 13)) & mask;
    for (; table[slot] >= 0; slot = (slot + 1) & mask) {
      const state = table[slot];
      let same = true;
      for (let word = 0; word < size; word += 1) {
        if (words[state * size + word] !== words[place * size + word]) {
          same = false;
          break;
        }
      }
      if (same) return state;
    }
    table[slot] = place;
    this.tries += STEPS_PER_SORTING * TRIES_PER_STEP;
    this.number[place] = Number.POSITIVE_INFINITY;
    this.from[place] = -1;
    this.states = place + 1;
    if (2 * this.states > mask) this.rehash();
    return place;
  }

  private rehash(): void {
    this.mask = 2 * this.mask + 1;
    if (this.table.length <= this.mask) this.table = new Int32Array(this.mask + 1);
    this.refill();
  }

  private refill(): void {
    const size = this.patterns.wanted.words;
    this.table.fill(-1, 0, this.mask + 1);
    for (let state = 0; state < this.states; state += 1) {
      let hash = 0;
      for (let word = 0; word < size; word += 1) {
        hash = Math.imul(hash ^ this.words[state * size + word], 0x9e3779b1) ^ (hash >>> 15);
      }
      let slot = (hash ^ (hash >>> 13)) & this.mask;
      while (this.table[slot] >= 0) slot = (slot + 1) & this.mask;
      this.table[slot] = state;
    }
  }

  /** Keeps the states of least slack. */
  private trim(most: number, passed: number): void {
    const size = this.patterns.wanted.words;
    const order = Array.from({ length: this.states }, (_, state) => state);
    order.sort((a, b) => this.reduced[a] - this.reduced[b] || a - b);
    this.steps += STEPS_PER_SORTING * most;
    this.cut = Math.min(this.cut, this.reduced[order[most]] + passed);
    const kept = order.slice(0, most).sort((a, b) => a - b);
    kept.forEach((state, place) => {
      this.words.copyWithin(place * size, state * size, (state + 1) * size);
      this.number[place] = this.number[state];
      this.reduced[place] = this.reduced[state];
      this.way[place] = this.way[state];
      this.from[place] = -1;
    });
    this.states = most;
    this.refill();
  }

  private reserveStates(states: number): void {
    const words = (states + 1) * this.patterns.wanted.words;
    if (this.words.length < words) this.words = copyInt(this.words, 2 * words);
    if (this.number.length > states) return;
    const size = 2 * states;
    this.number = copyFloat(this.number, size);
    this.reduced = copyFloat(this.reduced, size);
    this.nextNumber = copyFloat(this.nextNumber, size);
    this.way = copyInt(this.way, size);
    this.from = copyInt(this.from, size);
    this.pattern = copyInt(this.pattern, size);
  }

  private reserveWays(): void {
    if (this.wayBefore.length > this.ways) return;
    this.wayBefore = copyInt(this.wayBefore, 2 * this.ways + 2);
    this.wayPattern = copyInt(this.wayPattern, 2 * this.ways + 2);
  }
}
