import type { Gathered } from './gather';
import { copyFloat, copyInt, grown } from './grow';
import type { Scratch } from './scratch';

/** Loads by arms that are kept: more are cut off, and said. */
const MOST_ENTRIES = 150_000;
const SMALLEST_TABLE = 1024;

/**
 * What the alive arms could ship within a slack, by load: a *group* is all arms that could ship the same, each an *entry* with its slack,
 * that is its reduced cost less its part of D (see `patterns.ts`; the arms of a node apart). A unit left unfilled is a load that nobody ships.
 */
export class LoadGroups {
  groups = 0;
  /** group × word: what it takes of `wanted`. */
  words = new Int32Array(1024);
  /** group: least slack of its entries; the last of them. */
  slack = new Float64Array(256);
  head = new Int32Array(256);
  /** entry: its arm (−1 = nobody), slack, and the one before it in the group (−1 = none). */
  entryArm = new Int32Array(1024);
  entrySlack = new Float64Array(1024);
  entryNext = new Int32Array(1024);
  /** Lines that are wanted, those in few groups first; place → groups whose first line stands there, those of least slack first. */
  order: number[] = [];
  byFirst: Int32Array[] = [];
  private entries = 0;
  private table = new Int32Array(SMALLEST_TABLE);
  private mask = 0;
  private gathered!: Gathered;
  private readonly scratch: Scratch;

  constructor(scratch: Scratch) {
    this.scratch = scratch;
  }

  /** A new order. */
  takeUp(gathered: Gathered): void {
    this.gathered = gathered;
  }

  /** All loads of a slack of at most `most`, at the prices of the last `boundAll`; false: there are too many, or they take too long. */
  collect(most: number, steps: number): boolean {
    const { walk, armAlive, armNode, armReduced } = this.scratch;
    this.groups = 0;
    this.entries = 0;
    this.mask = SMALLEST_TABLE - 1;
    this.table.fill(-1, 0, SMALLEST_TABLE);
    walk.overflown = false;
    walk.budget = walk.steps + steps;
    for (let arm = 0; arm < this.gathered.arms && !walk.overflown; arm += 1) {
      if (armAlive[arm] === 0) continue;
      walk.enter(armNode[arm]);
      walk.lay(arm);
      const base = Math.min(0, armReduced[arm]);
      walk.limit = most + base;
      walk.walkBySteps(() => {
        const reduced = walk.number() - walk.worth();
        if (reduced <= walk.limit) this.keep(arm, reduced - base);
      });
    }
    if (walk.overflown) return false;
    this.leaveUnfilled(most);
    this.sort();
    return true;
  }

  /** Keeps what the walk has taken. */
  private keep(arm: number, slack: number): void {
    const { walk, wanted } = this.scratch;
    if (this.entries >= MOST_ENTRIES) {
      walk.overflown = true;
      return;
    }
    walk.steps += walk.depth + 4;
    const start = this.begin();
    for (let at = 0; at < walk.depth; at += 1) {
      const units = walk.taken[at];
      if (units === 0) continue;
      const line = walk.lineOf[at];
      this.words[start + wanted.word[line]] += units << wanted.shift[line];
      const limited = wanted.lineShipments[line];
      if (limited >= 0) this.words[start + wanted.word[limited]] += 1 << wanted.shift[limited];
    }
    if (wanted.shipments >= 0) this.words[start + wanted.word[wanted.shipments]] += 1 << wanted.shift[wanted.shipments];
    this.addEntry(this.find(), arm, slack);
  }

  /** A unit of each line, left unfilled. */
  private leaveUnfilled(most: number): void {
    const { wanted, linePenalty } = this.scratch;
    for (let line = 0; line < wanted.lines; line += 1) {
      const slack = linePenalty[line] - wanted.dual[line];
      if (wanted.most[line] === 0 || slack > most) continue;
      this.words[this.begin() + wanted.word[line]] = 1 << wanted.shift[line];
      this.addEntry(this.close(), -1, slack);
    }
  }

  /** Room for a group more, empty; returns where its words start. */
  private begin(): number {
    const { words: size } = this.scratch.wanted;
    const end = (this.groups + 1) * size;
    if (this.words.length < end) this.words = copyInt(this.words, grown(end));
    if (this.slack.length <= this.groups) {
      this.slack = copyFloat(this.slack, 2 * this.groups);
      this.head = copyInt(this.head, 2 * this.groups);
    }
    this.words.fill(0, end - size, end);
    return end - size;
  }

  /** The group begun is a new one. */
  private close(): number {
    this.slack[this.groups] = Number.POSITIVE_INFINITY;
    this.head[this.groups] = -1;
    this.groups += 1;
    return this.groups - 1;
  }

  /** The group of the words begun: a known one, or it is a new one. */
  private find(): number {
    const { words, table } = this;
    const { words: size } = this.scratch.wanted;
    const start = this.groups * size;
    let slot = hashOf(words, start, size) & this.mask;
    for (; table[slot] >= 0; slot = (slot + 1) & this.mask) {
      if (isSame(words, table[slot] * size, words, start, size)) return table[slot];
    }
    table[slot] = this.groups;
    const group = this.close();
    if (2 * this.groups > this.mask) this.rehash();
    return group;
  }

  private rehash(): void {
    const { words: size } = this.scratch.wanted;
    this.mask = 2 * this.mask + 1;
    if (this.table.length <= this.mask) this.table = new Int32Array(this.mask + 1);
    this.table.fill(-1, 0, this.mask + 1);
    for (let group = 0; group < this.groups; group += 1) {
      let slot = hashOf(this.words, group * size, size) & this.mask;
      while (this.table[slot] >= 0) slot = (slot + 1) & this.mask;
      this.table[slot] = group;
    }
  }

  private addEntry(group: number, arm: number, slack: number): void {
    if (this.entryArm.length <= this.entries) {
      this.entryArm = copyInt(this.entryArm, 2 * this.entries);
      this.entrySlack = copyFloat(this.entrySlack, 2 * this.entries);
      this.entryNext = copyInt(this.entryNext, 2 * this.entries);
    }
    this.entryArm[this.entries] = arm;
    this.entrySlack[this.entries] = slack;
    this.entryNext[this.entries] = this.head[group];
    this.head[group] = this.entries;
    this.entries += 1;
    if (slack < this.slack[group]) this.slack[group] = slack;
  }

  private sort(): void {
    const { wanted, walk } = this.scratch;
    const { words, slack, groups } = this;
    const size = wanted.words;
    const carried = new Int32Array(wanted.lines);
    for (let group = 0; group < groups; group += 1) {
      for (let line = 0; line < wanted.lines; line += 1) {
        if (wanted.read(words, group * size, line) > 0) carried[line] += 1;
      }
    }
    this.order = Array.from({ length: wanted.lines }, (_, line) => line).filter((line) => wanted.most[line] > 0);
    this.order.sort((a, b) => carried[a] - carried[b] || a - b);
    const lists: number[][] = this.order.map(() => []);
    for (let group = 0; group < groups; group += 1) lists[this.placeOf(words, group * size, 0)].push(group);
    this.byFirst = lists.map((list) => Int32Array.from(list.sort((a, b) => slack[a] - slack[b] || a - b)));
    walk.steps += groups * (wanted.lines + 4);
  }

  /** The first place, from one on, of a line of which the words have any; past the last: none. */
  placeOf(words: Int32Array, start: number, from: number): number {
    const { wanted } = this.scratch;
    let place = from;
    while (place < this.order.length && wanted.read(words, start, this.order[place]) === 0) place += 1;
    return place;
  }
}

export function hashOf(words: Int32Array, start: number, size: number): number {
  let hash = 0;
  for (let word = 0; word < size; word += 1) hash = Math.imul(hash ^ words[start + word], 0x9e3779b1) ^ (hash >>> 15);
  return hash ^ (hash >>> 13);
}

export function isSame(a: Int32Array, atA: number, b: Int32Array, atB: number, size: number): boolean {
  for (let word = 0; word < size; word += 1) if (a[atA + word] !== b[atB + word]) return false;
  return true;
}
