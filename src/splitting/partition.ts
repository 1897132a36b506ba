import { copyFloat, copyInt, grown } from './grow';
import { hashOf, isSame } from './load-groups';
import type { Scratch } from './scratch';

const SMALLEST_TABLE = 2048;
const MOST_STATES = 400_000;
/** A load tried takes about a part of an entry of other loops; a state more of them. */
const TRIES_PER_STEP = 2;
const TRIES_PER_STATE = 6;
/** A limit rises to what was found to be the least, or by such a part of itself. */
const RISING = 1.25;

/**
 * The least slack of a partition of all that is wanted into loads of `load-groups.ts`, whoever ships them: a node may be used twice, and
 * those unused cost nothing, so it bounds every plan of such loads. Every plan can be put so that each shipment carries the first line that
 * is left, so only loads of that line are tried for what is left (a *state*); what is known of a state is kept, and a limit on the slack
 * rises until a partition is within (iterative deepening: Korf 1985).
 */
export class Partition {
  /** The budget ended it. */
  overflown = false;
  /** depth × word: what is left. */
  stack = new Int32Array(256);
  private states = 0;
  private words = new Int32Array(4096);
  /** state: a bound of the least slack of what is left; 1 = it is that. */
  private low = new Float64Array(1024);
  private exact = new Uint8Array(1024);
  private table = new Int32Array(SMALLEST_TABLE);
  private mask = 0;
  private tries = 0;
  private most = 0;
  private readonly scratch: Scratch;

  constructor(scratch: Scratch) {
    this.scratch = scratch;
  }

  /** The least slack; if it is more than `most`, or `overflown`: a bound of it. The limit begins at `first`. */
  run(first: number, most: number, budget: number): number {
    const { wanted } = this.scratch;
    this.states = 0;
    this.mask = SMALLEST_TABLE - 1;
    this.table.fill(-1, 0, SMALLEST_TABLE);
    this.limitTo(budget);
    let units = 0;
    for (let line = 0; line < wanted.lines; line += 1) units += wanted.most[line];
    const depth = (units + 2) * wanted.words;
    if (this.stack.length < depth) this.stack = new Int32Array(grown(depth));
    this.stack.set(wanted.all.subarray(0, wanted.words));
    let limit = Math.max(0, first);
    for (;;) {
      const found = this.least(0, 0, limit);
      if (this.overflown || found <= limit || found > most) return found;
      limit = Math.min(most, Math.max(found, Math.floor(limit * RISING)));
    }
  }

  /** What comes may take so many steps. */
  limitTo(budget: number): void {
    this.overflown = false;
    this.most = this.tries + budget * TRIES_PER_STEP;
  }

  /** A load was looked at; false: no budget is left. */
  count(tries: number): boolean {
    this.tries += tries;
    if (this.tries > this.most || this.states > MOST_STATES) this.overflown = true;
    return !this.overflown;
  }

  /** The steps since it was asked last. */
  spend(): number {
    const steps = Math.ceil(this.tries / TRIES_PER_STEP);
    this.tries = 0;
    return steps;
  }

  /** Takes a group's load off what is left, to the next depth; false: it does not fit. */
  takeOff(depth: number, group: number): boolean {
    const { stack } = this;
    const { guards, words: size } = this.scratch.wanted;
    const { words } = this.scratch.loadGroups;
    const start = depth * size;
    for (let word = 0; word < size; word += 1) {
      const rest = (stack[start + word] | guards[word]) - words[group * size + word];
      if ((rest & guards[word]) !== guards[word]) return false;
      stack[start + size + word] = rest & ~guards[word];
    }
    return true;
  }

  /** A bound of the least slack of what is left at the depth; that itself if at most `limit`. `from`: no line before is left. */
  least(depth: number, from: number, limit: number): number {
    const { wanted, loadGroups } = this.scratch;
    const { byFirst, order, slack } = loadGroups;
    const place = loadGroups.placeOf(this.stack, depth * wanted.words, from);
    if (place === order.length) return 0;
    const state = this.find(depth * wanted.words);
    if (this.exact[state] === 1 || this.low[state] > limit) return this.low[state];
    if (!this.count(TRIES_PER_STATE)) return this.low[state];
    const groups = byFirst[place];
    let best = Number.POSITIVE_INFINITY;
    let room = limit;
    for (let index = 0; index < groups.length; index += 1) {
      const group = groups[index];
      this.tries += 1;
      if (slack[group] > room) {
        best = Math.min(best, slack[group]);
        break;
      }
      if (!this.takeOff(depth, group)) continue;
      const found = slack[group] + this.least(depth + 1, place, room - slack[group]);
      if (this.overflown) return this.low[state];
      if (found >= best) continue;
      best = found;
      // Another is of interest only if it is less.
      if (best <= room) room = best - 1;
    }
    if (best <= limit) this.exact[state] = 1;
    this.low[state] = Math.max(best, this.low[state]);
    return this.low[state];
  }

  /** The state whose words stand so in the stack, a new one if need be. */
  private find(start: number): number {
    const { stack, table } = this;
    const { words: size } = this.scratch.wanted;
    let slot = hashOf(stack, start, size) & this.mask;
    for (; table[slot] >= 0; slot = (slot + 1) & this.mask) {
      if (isSame(this.words, table[slot] * size, stack, start, size)) return table[slot];
    }
    const state = this.states;
    this.states += 1;
    if (this.words.length < this.states * size) this.words = copyInt(this.words, 2 * this.states * size);
    if (this.low.length <= state) {
      this.low = copyFloat(this.low, 2 * state);
      const exact = new Uint8Array(2 * state);
      exact.set(this.exact);
      this.exact = exact;
    }
    for (let word = 0; word < size; word += 1) this.words[state * size + word] = stack[start + word];
    this.low[state] = 0;
    this.exact[state] = 0;
    table[slot] = state;
    if (2 * this.states > this.mask) this.rehash();
    return state;
  }

  private rehash(): void {
    const { words: size } = this.scratch.wanted;
    this.mask = 2 * this.mask + 1;
    if (this.table.length <= this.mask) this.table = new Int32Array(this.mask + 1);
    this.table.fill(-1, 0, this.mask + 1);
    for (let state = 0; state < this.states; state += 1) {
      let slot = hashOf(this.words, state * size, size) & this.mask;
      while (this.table[slot] >= 0) slot = (slot + 1) & this.mask;
      this.table[slot] = state;
    }
    this.tries += this.states;
  }
}
