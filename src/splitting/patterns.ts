import type { ArmWalk } from './arm-walk';
import { daysTakeShipments } from './day-room';
import type { Gathered } from './gather';
import { copyFloat, copyInt, grown } from './grow';
import type { Judge } from './plan-value';
import type { Scratch } from './scratch';
import type { Wanted } from './wanted';

/** Patterns in one set: more are cut off, and said. */
const MOST_PATTERNS = 30_000;

/** Which loads of an arm become patterns: all that the walk finds within the limit, or seeds whatever they cost. */
export type Sowing = 'walked' | 'sown';

/**
 * What each node could ship of an order: a *pattern* is all that one node ships, by one source or several, at its true price. Stock,
 * kits, capacity and steps of rates couple lines within a node only, so they are read here and nowhere else (route enumeration:
 * Baldacci, Christofides and Mingozzi 2008).
 *
 * With prices of what is wanted (`wanted.dual`), a pattern's reduced cost is its number less what it takes at those prices; `base` of a node is
 * the least of its patterns' reduced costs and 0, and D = once + Σ wanted × price + Σ base bounds every plan (see `dual.ts`). A plan
 * costs D + Σ slacks, a pattern's slack being its reduced cost less the base: only patterns with a slack of at most what is open
 * between D and the best known plan can be in a better one.
 */
export class Patterns {
  nodes = 0;
  /** node (of those taken up) + 1 → first pattern. */
  nodeStart = new Int32Array(64);
  base = new Float64Array(64);
  /** node: the pattern of its base; −1 = none is worth it. Known after `reprice`. */
  leastPattern = new Int32Array(64);
  count = 0;
  /** pattern × word: what it takes of `wanted`. */
  words = new Int32Array(256);
  /** pattern: its packed number; the same less the penalties of the units it ships. */
  number = new Float64Array(256);
  change = new Float64Array(256);
  reduced = new Float64Array(256);
  ships = new Int32Array(256);
  /** pattern: parts partStart … partEnd − 1. */
  partStart = new Int32Array(256);
  partEnd = new Int32Array(256);
  partLine = new Int32Array(1024);
  partSource = new Int32Array(1024);
  partUnits = new Int32Array(1024);
  parts = 0;
  /** Some pattern within the limit was cut off. */
  overflown = false;

  private sowing: Sowing = 'walked';
  private judge!: Judge;
  private gathered!: Gathered;
  private readonly scratch: Scratch;

  constructor(scratch: Scratch) {
    this.scratch = scratch;
  }

  /** A new order. */
  takeUp(judge: Judge, gathered: Gathered): void {
    this.judge = judge;
    this.gathered = gathered;
  }

  get wanted(): Wanted {
    return this.scratch.wanted;
  }

  private get walk(): ArmWalk {
    return this.scratch.walk;
  }

  /**
   * Walks the alive arms, node by node, and keeps the patterns whose slack is at most `most` (after `boundAll` at the same prices).
   * Returns D for the patterns kept: a bound of every plan made of them (of all plans with a number of at most D + `most`, unless
   * `overflown`). Seeds are all that an arm can give, all of each line, and loads that paid before or fill a step of its rate, whatever the
   * slack: then every line has someone to ship it. The walk ends after so many steps.
   */
  enumerate(most: number, sowing: Sowing, steps: number): number {
    const { arms } = this.gathered;
    const { armFirst, armAlive } = this.scratch;
    this.sowing = sowing;
    this.nodes = 0;
    this.count = 0;
    this.parts = 0;
    this.overflown = false;
    this.walk.overflown = false;
    this.walk.budget = this.walk.steps + steps;
    for (let start = 0; start < arms; ) {
      const first = armFirst[start];
      let end = start;
      let alive = 0;
      for (; end < arms && armFirst[end] === first; end += 1) alive += armAlive[end];
      if (alive > 0) this.walkNode(start, end, alive, most);
      start = end;
    }
    this.overflown ||= this.walk.overflown;
    return this.bound();
  }

  /** Penalty of a unit of the line; what a delivery group that ships adds to a plan, and what all do at most. */
  penalty(line: number): number {
    return this.scratch.linePenalty[line];
  }

  get once(): number {
    return this.gathered.once;
  }

  get perGroup(): number {
    return this.gathered.perGroup;
  }

  /** D at the prices at hand, over the patterns kept. */
  bound(): number {
    let bound = this.once + this.wanted.worth();
    for (let node = 0; node < this.nodes; node += 1) bound += this.base[node];
    return bound;
  }

  private walkNode(start: number, end: number, alive: number, most: number): void {
    const { walk } = this;
    const { armAlive, armNode, armReduced } = this.scratch;
    const { problem } = this.judge;
    walk.enter(armNode[start]);
    const shipments = problem.nodeShipments === null ? alive : problem.nodeShipments[armNode[start]];
    const joins = alive > 1 && shipments > 1;
    let base = 0;
    const least: number[] = [];
    for (let arm = start; arm < end; arm += 1) {
      // With seeds what is worth opening counts, however much less it could cost by its bound.
      least.push(armAlive[arm] === 1 && this.sowing === 'walked' ? Math.min(0, armReduced[arm]) : 0);
      base = joins ? base + least[arm - start] : Math.min(base, least[arm - start]);
    }
    const first = this.count;
    let later = base;
    for (let arm = start; arm < end; arm += 1) {
      if (armAlive[arm] === 0) continue;
      later -= least[arm - start];
      walk.lay(arm);
      // A pattern that is to be joined may leave to the others what they could gain.
      walk.limit = most + (joins ? least[arm - start] : base);
      const before = this.count;
      if (this.sowing === 'sown') this.sow();
      else walk.walk(() => this.keep(walk.limit));
      if (joins) this.join(first, before, this.count, most + base - later, shipments);
    }
    this.closeNode(first, most + base);
  }

  /** Seeds of the arm at hand. */
  private sow(): void {
    const { walk } = this;
    const { depth } = walk;
    const seed = () => this.keep(Number.POSITIVE_INFINITY);
    if (depth > 1) walk.visitAll(seed);
    for (let only = 0; only < depth; only += 1) {
      walk.visitLoad((at) => (at === only ? Number.MAX_SAFE_INTEGER : 0), seed);
    }
    for (const load of this.scratch.openings.paying.get(walk.arm) ?? []) {
      walk.visitLoad((at) => unitsOf(load, walk.lineOf[at]), seed);
    }
    walk.visitBestStep(seed);
  }

  /** Keeps what the walk has taken if its true reduced cost is within `most`. */
  private keep(most: number): void {
    const { walk } = this;
    const number = walk.number();
    const reduced = number - walk.worth();
    if (reduced > most) return;
    if (this.isFull()) {
      walk.overflown = true;
      return;
    }
    const { depth, lineOf, taken, source } = walk;
    walk.steps += depth;
    const first = this.parts;
    this.reserveParts(first + depth);
    for (let at = 0; at < depth; at += 1) {
      if (taken[at] === 0) continue;
      this.partLine[this.parts] = lineOf[at];
      this.partSource[this.parts] = source;
      this.partUnits[this.parts] = taken[at];
      this.parts += 1;
    }
    this.add(first, number, number - walk.penalty(), reduced, 1);
  }

  private isFull(): boolean {
    return this.count >= MOST_PATTERNS;
  }

  private add(firstPart: number, number: number, change: number, reduced: number, ships: number): void {
    this.reservePatterns();
    const { wanted, words } = this;
    const at = this.count;
    const start = at * wanted.words;
    words.fill(0, start, start + wanted.words);
    for (let part = firstPart; part < this.parts; part += 1) {
      const line = this.partLine[part];
      words[start + wanted.word[line]] += this.partUnits[part] << wanted.shift[line];
      const limited = wanted.lineShipments[line];
      if (limited >= 0) words[start + wanted.word[limited]] += 1 << wanted.shift[limited];
    }
    if (wanted.sourceShipments !== null) this.addGroups(wanted.sourceShipments, firstPart, start);
    if (wanted.shipments >= 0) words[start + wanted.word[wanted.shipments]] += ships << wanted.shift[wanted.shipments];
    this.number[at] = number;
    this.change[at] = change;
    this.reduced[at] = reduced;
    this.ships[at] = ships;
    this.partStart[at] = firstPart;
    this.partEnd[at] = this.parts;
    this.count += 1;
  }

  /** Its shipments off the limits of their delivery groups. */
  private addGroups(sourceShipments: Int32Array, firstPart: number, start: number): void {
    const { wanted, words, partSource } = this;
    for (let part = firstPart; part < this.parts; part += 1) {
      const field = sourceShipments[partSource[part]];
      const isFirst = part === firstPart || partSource[part] !== partSource[part - 1];
      if (field >= 0 && isFirst) words[start + wanted.word[field]] += 1 << wanted.shift[field];
    }
  }

  /**
   * Patterns of several sources of the node: those from `first` to `middle` with those of one more source, from `middle` to `end`,
   * where both together are within the limit and the node holds enough.
   */
  private join(first: number, middle: number, end: number, limit: number, shipments: number): void {
    const { walk } = this;
    let isCut = false;
    for (let left = first; left < middle && !isCut; left += 1) {
      if (this.ships[left] >= shipments) continue;
      this.drawAll(left, 1);
      for (let right = middle; right < end && !isCut; right += 1) {
        walk.steps += 1;
        if (this.reduced[left] + this.reduced[right] > limit || !this.fitsBeside(left, right)) continue;
        isCut = this.isFull() || walk.steps > walk.budget;
        if (!isCut) this.addBoth(left, right);
      }
      this.drawAll(left, -1);
    }
    walk.overflown ||= isCut;
  }

  /** Whether the node holds, and the limits allow, a pattern of one more source beside one that is drawn. */
  private fitsBeside(left: number, right: number): boolean {
    const { wanted, walk, partLine, partUnits } = this;
    const { shipments, lineShipments, sourceShipments, most } = wanted;
    walk.steps += 4;
    if (shipments >= 0 && this.ships[left] + this.ships[right] > most[shipments]) return false;
    for (let part = this.partStart[right]; part < this.partEnd[right]; part += 1) {
      const line = partLine[part];
      if (partUnits[part] > walk.leftOf(line)) return false;
      const limited = lineShipments[line];
      if (limited >= 0 && this.carriers(left, line) + 1 > most[limited]) return false;
    }
    if (sourceShipments !== null && !this.fitsGroup(sourceShipments, left, right)) return false;
    if (!walk.isShared) return true;
    if (!daysTakeShipments(this.judge.problem, this.sourcesOf(left, right))) return false;
    this.drawAll(right, 1);
    const fits = walk.isWithin();
    this.drawAll(right, -1);
    return fits;
  }

  private sourcesOf(left: number, right: number): number[] {
    const { partSource, partStart, partEnd } = this;
    const sources = partSource.subarray(partStart[left], partEnd[left]);
    return [...new Set(sources), partSource[partStart[right]]];
  }

  private fitsGroup(sourceShipments: Int32Array, left: number, right: number): boolean {
    const { wanted, partSource } = this;
    const field = sourceShipments[partSource[this.partStart[right]]];
    const sources = new Set(partSource.subarray(this.partStart[left], this.partEnd[left]));
    const before = [...sources].filter((source) => sourceShipments[source] === field).length;
    return field < 0 || before < wanted.most[field];
  }

  /** Takes all that a pattern draws off what the node gives; sign −1 gives it back. */
  private drawAll(pattern: number, sign: 1 | -1): void {
    const { walk, partLine, partSource, partUnits } = this;
    for (let part = this.partStart[pattern]; part < this.partEnd[pattern]; part += 1) {
      walk.draw(partLine[part], partSource[part], partUnits[part], sign);
    }
  }

  private carriers(pattern: number, line: number): number {
    let count = 0;
    for (let part = this.partStart[pattern]; part < this.partEnd[pattern]; part += 1) {
      if (this.partLine[part] === line) count += 1;
    }
    return count;
  }

  private addBoth(left: number, right: number): void {
    const first = this.parts;
    this.reserveParts(first + this.partEnd[left] - this.partStart[left] + this.partEnd[right] - this.partStart[right]);
    for (const pattern of [left, right]) {
      for (let part = this.partStart[pattern]; part < this.partEnd[pattern]; part += 1) {
        this.partLine[this.parts] = this.partLine[part];
        this.partSource[this.parts] = this.partSource[part];
        this.partUnits[this.parts] = this.partUnits[part];
        this.parts += 1;
      }
    }
    const { number, change, reduced, ships } = this;
    this.add(
      first,
      number[left] + number[right],
      change[left] + change[right],
      reduced[left] + reduced[right],
      ships[left] + ships[right],
    );
  }

  /** Drops what was only kept to be joined; the node's base is the least that is left. */
  private closeNode(first: number, limit: number): void {
    let kept = first;
    let base = 0;
    for (let pattern = first; pattern < this.count; pattern += 1) {
      if (this.reduced[pattern] > limit && this.sowing === 'walked') continue;
      if (this.reduced[pattern] < base) base = this.reduced[pattern];
      this.move(pattern, kept);
      kept += 1;
    }
    this.count = kept;
    if (kept > first) this.addNode(first, base);
  }

  private addNode(first: number, base: number): void {
    if (this.nodeStart.length < this.nodes + 2) {
      this.nodeStart = copyInt(this.nodeStart, 2 * this.nodeStart.length);
      this.base = copyFloat(this.base, 2 * this.base.length);
      this.leastPattern = copyInt(this.leastPattern, 2 * this.leastPattern.length);
    }
    this.nodeStart[this.nodes] = first;
    this.base[this.nodes] = base;
    this.nodes += 1;
    this.nodeStart[this.nodes] = this.count;
  }

  private move(from: number, to: number): void {
    if (from === to) return;
    const { words } = this.wanted;
    this.words.copyWithin(to * words, from * words, (from + 1) * words);
    this.number[to] = this.number[from];
    this.change[to] = this.change[from];
    this.reduced[to] = this.reduced[from];
    this.ships[to] = this.ships[from];
    this.partStart[to] = this.partStart[from];
    this.partEnd[to] = this.partEnd[from];
  }

  /** Reduced costs and bases at the prices at hand; returns D. */
  reprice(): number {
    const { partLine, partUnits } = this;
    const { dual, perShipment } = this.wanted;
    for (let node = 0; node < this.nodes; node += 1) {
      let base = 0;
      let least = -1;
      for (let pattern = this.nodeStart[node]; pattern < this.nodeStart[node + 1]; pattern += 1) {
        let reduced = this.number[pattern] - perShipment * this.ships[pattern];
        const end = this.partEnd[pattern];
        for (let part = this.partStart[pattern]; part < end; part += 1)
          reduced -= partUnits[part] * dual[partLine[part]];
        this.walk.steps += end - this.partStart[pattern];
        this.reduced[pattern] = reduced;
        if (reduced < base) {
          base = reduced;
          least = pattern;
        }
      }
      this.base[node] = base;
      this.leastPattern[node] = least;
    }
    return this.bound();
  }

  /** Takes off the direction, so many times, what the nodes' best patterns take. */
  takeOff(direction: Float64Array, times: number): void {
    const { wanted, leastPattern, partStart, partEnd, partLine, partUnits, ships } = this;
    for (let node = 0; node < this.nodes; node += 1) {
      const pattern = leastPattern[node];
      if (pattern < 0) continue;
      for (let part = partStart[pattern]; part < partEnd[pattern]; part += 1) {
        direction[partLine[part]] -= times * partUnits[part];
      }
      if (wanted.shipments >= 0) direction[wanted.shipments] -= times * ships[pattern];
    }
  }

  /** Drops patterns with a slack of more than `most`, and nodes without any. */
  drop(most: number): void {
    const { nodes, nodeStart, base } = this;
    const starts = nodeStart.slice(0, nodes + 1);
    const bases = base.slice(0, nodes);
    this.nodes = 0;
    let kept = 0;
    for (let node = 0; node < nodes; node += 1) {
      const first = kept;
      for (let pattern = starts[node]; pattern < starts[node + 1]; pattern += 1) {
        if (this.reduced[pattern] - bases[node] > most) continue;
        this.move(pattern, kept);
        kept += 1;
      }
      this.count = kept;
      if (kept > first) this.addNode(first, bases[node]);
    }
  }

  private reservePatterns(): void {
    const words = (this.count + 1) * this.wanted.words;
    if (this.words.length < words) this.words = copyInt(this.words, grown(words));
    if (this.number.length > this.count) return;
    const size = 2 * this.number.length;
    this.number = copyFloat(this.number, size);
    this.change = copyFloat(this.change, size);
    this.reduced = copyFloat(this.reduced, size);
    this.ships = copyInt(this.ships, size);
    this.partStart = copyInt(this.partStart, size);
    this.partEnd = copyInt(this.partEnd, size);
  }

  private reserveParts(parts: number): void {
    if (this.partLine.length >= parts) return;
    const size = grown(parts);
    this.partLine = copyInt(this.partLine, size);
    this.partSource = copyInt(this.partSource, size);
    this.partUnits = copyInt(this.partUnits, size);
  }
}

/** Units of the line in a load kept as line, units, line, units … */
function unitsOf(load: readonly number[], line: number): number {
  for (let at = 0; at < load.length; at += 2) if (load[at] === line) return load[at + 1];
  return 0;
}
