import type { Gathered } from './gather';
import { copyFloat, copyInt, grown } from './grow';
import { type Choices, fillUpTo, leastBySteps } from './knapsack';
import { packedLine, packedUnit } from './packing';
import type { Judge, Part } from './plan-value';
import { boundAtPrices } from './root';
import type { Scratch } from './scratch';
import type { Wanted } from './wanted';

/** Patterns and branches of the walk in one set: more is cut off, and said. */
const MOST_PATTERNS = 30_000;
/** Loads of an arm that are kept from one set to the next. */
const MOST_REMEMBERED = 12;
/** Loads of several full parcels that are tried. */
const MORE_PARCELS = 3;
/** What takes longer than an entry of a loop, in such entries: a price of a parcel count, an arm laid out, a branch. */
const STEPS_PER_LOOK = 6;
const STEPS_PER_ARM = 16;
const STEPS_PER_BRANCH = 3;
/** Steps in which the least reduced cost of an arm must be found. */
const MOST_SEEKING = 1_200;

/** A load that an arm could ship. */
export interface ArmLoad {
  /** Number ÷ worth at the prices. */
  readonly ratio: number;
  readonly parts: readonly Part[];
  readonly node: number;
}

/**
 * What each node could ship of an order: a *pattern* is all that one node ships, by one source or several, at its true price. Stock,
 * kits, capacity and steps of rates couple lines within a node only, so they are read here and nowhere else (route enumeration:
 * Baldacci, Christofides and Mingozzi 2008).
 *
 * With prices `dual` of what is wanted, a pattern's reduced cost is its number less what it takes at those prices; `base` of a node is
 * the least of its patterns' reduced costs and 0, and D = once + Σ wanted × dual + Σ base bounds every plan (see `dual.ts`). A plan
 * costs D + Σ slacks, a pattern's slack being its reduced cost less the base: only patterns with a slack of at most what is open
 * between D and the best known plan can be in a better one.
 */
export class Patterns {
  nodes = 0;
  /** node (of those taken up) + 1 → first pattern. */
  nodeStart = new Int32Array(64);
  base = new Float64Array(64);
  /** node: the pattern of its base; −1 = none is worth it. */
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
  /** field of `wanted` → price. */
  dual = new Float64Array(64);
  /** Some pattern within the limit was cut off. */
  overflown = false;
  steps = 0;
  budget = 0;

  wanted!: Wanted;
  private judge!: Judge;
  private gathered!: Gathered;
  private freightWeight = 0;
  /** arm → its pairs, armPairStart … of armPair, with their lines. */
  private armPairStart = new Int32Array(64);
  private armPair = new Int32Array(256);
  private pairLine = new Int32Array(256);
  /** The walk looks for the least reduced cost and keeps nothing. */
  private isSeeking = false;
  private seeds = false;
  private isWalked = true;
  /** arm → loads that paid at some prices, as line, units, line, units … */
  private readonly remembered = new Map<number, number[][]>();
  private found = new Int32Array(64);
  private hasFound = false;
  private amounts = new Int32Array(64);
  // The walk over one arm: its lines, and how much is taken of each.
  private depth = 0;
  private lineOf = new Int32Array(64);
  private pairAt = new Int32Array(64);
  private most = new Int32Array(64);
  private gain = new Float64Array(64);
  private rest = new Float64Array(65);
  private taken = new Int32Array(64);
  /** Number of a unit, and once for the line, without freight; price of a unit less its number. */
  private unit = new Float64Array(64);
  private lineOnce = new Float64Array(64);
  /** What the walk has taken before a line: number and worth at the prices, grams, cm³, order units; the longest and heaviest unit. */
  private number0 = new Float64Array(65);
  private worth0 = new Float64Array(65);
  private grams0 = new Float64Array(65);
  private cm30 = new Float64Array(65);
  private units0 = new Float64Array(65);
  private longest0 = new Float64Array(65);
  private heaviest0 = new Float64Array(65);
  private arm = 0;
  private source = 0;
  private cell = -1;
  private hasOnce = false;
  private choices: Choices = roomFor(64);
  /** Lines draw on something of a node together. */
  private isShared = false;
  private limit = 0;
  // The node at hand.
  private room = 0;
  private roomLines = 0;
  private itemsLeft = new Float64Array(0);
  /** line: units the node holds; taken by the pattern that is joined to others. */
  private held = new Int32Array(64);
  private drawn = new Int32Array(64);

  private readonly scratch: Scratch;

  constructor(scratch: Scratch) {
    this.scratch = scratch;
  }

  /** A new order: prices are what the root left in `lineDual`, nothing else is priced. */
  takeUp(judge: Judge, gathered: Gathered, wanted: Wanted): void {
    this.judge = judge;
    this.gathered = gathered;
    this.wanted = wanted;
    this.steps = 0;
    const { terms, problem } = judge;
    const priced = terms.findIndex(({ isPriced }) => isPriced);
    this.freightWeight = priced < 0 || priced > gathered.packing.last ? 0 : gathered.packing.weights[priced];
    this.reserveLines(problem.lines.length + wanted.fields);
    this.itemsLeft = new Float64Array(problem.items.length);
    this.isShared = problem.items.length > 0 || problem.hasCapacity;
    this.hasOnce = problem.columns.hasLine || problem.lines.some(({ lineMilli }) => lineMilli !== null);
    this.dual.fill(0, 0, wanted.fields);
    this.dual.set(this.scratch.lineDual.subarray(0, wanted.lines));
    for (let line = 0; line < wanted.lines; line += 1) if (wanted.most[line] === 0) this.dual[line] = 0;
    this.remembered.clear();
    this.sortPairs();
  }

  /** Pairs by arm. */
  private sortPairs(): void {
    const { arms, pairs } = this.gathered;
    const { pairArm, linePairStart } = this.scratch;
    if (this.armPairStart.length <= arms + 1) this.armPairStart = new Int32Array(grown(arms + 2));
    if (this.armPair.length < pairs) {
      this.armPair = new Int32Array(grown(pairs));
      this.pairLine = new Int32Array(grown(pairs));
    }
    const { armPairStart, armPair, pairLine, wanted } = this;
    armPairStart.fill(0, 0, arms + 2);
    for (let pair = 0; pair < pairs; pair += 1) armPairStart[pairArm[pair] + 2] += 1;
    for (let arm = 2; arm <= arms + 1; arm += 1) armPairStart[arm] += armPairStart[arm - 1];
    for (let line = 0; line < wanted.lines; line += 1) {
      for (let pair = linePairStart[line]; pair < linePairStart[line + 1]; pair += 1) {
        const place = armPairStart[pairArm[pair] + 1];
        armPairStart[pairArm[pair] + 1] += 1;
        armPair[place] = pair;
        pairLine[place] = line;
      }
    }
    this.steps += 2 * pairs;
  }

  /**
   * Walks the alive arms, node by node, and keeps the patterns whose slack is at most `most` (after `boundAll` at the same prices). Returns D for the patterns kept: a bound
   * of every plan made of them (of all plans with a number of at most D + `most`, unless `overflown`). With `seeds` also all that an arm
   * can give, and all of each line, whatever the slack: then every line has someone to ship it.
   */
  enumerate(most: number, seeds = false, isWalked = true): number {
    this.seeds = seeds;
    this.isWalked = isWalked;
    const { arms } = this.gathered;
    const { armFirst, armAlive } = this.scratch;
    this.nodes = 0;
    this.count = 0;
    this.parts = 0;
    this.overflown = false;
    for (let start = 0; start < arms; ) {
      const first = armFirst[start];
      let end = start;
      let alive = 0;
      for (; end < arms && armFirst[end] === first; end += 1) alive += armAlive[end];
      if (alive > 0) this.walkNode(start, end, alive, most);
      start = end;
    }
    return this.bound();
  }

  /** Penalty of a unit of the line; what any plan that ships something costs once. */
  penalty(line: number): number {
    return this.scratch.linePenalty[line];
  }

  get once(): number {
    return this.gathered.once;
  }

  /**
   * D at the prices at hand over all arms, the sources of a node apart, with the true least reduced cost of every arm that the straight
   * line under its rate finds worth opening. Reduced costs, or what bounds them, are left in `armReduced`.
   */
  boundAll(): number {
    const { scratch, wanted, dual } = this;
    const { armReduced, armNode } = scratch;
    scratch.lineDual.set(dual.subarray(0, wanted.lines));
    const shipments = wanted.shipments;
    const perShipment = shipments < 0 ? 0 : dual[shipments];
    const most = shipments < 0 ? 0 : wanted.most[shipments];
    let bound = boundAtPrices(scratch, this.gathered, wanted.lines, perShipment, most);
    this.steps += this.gathered.pairs;
    for (let arm = 0; arm < this.gathered.arms; arm += 1) {
      if (armReduced[arm] >= 0) continue;
      this.readNode(armNode[arm]);
      const least = this.leastReduced(arm, armReduced[arm]);
      bound += least - armReduced[arm];
      armReduced[arm] = least;
    }
    return bound;
  }

  /** The arm's least true reduced cost, at most 0; a bound of it, `low` or better, where the walk takes too long to say. */
  private leastReduced(arm: number, affine: number): number {
    this.layArm(arm);
    this.startWalk();
    const low = Math.max(affine, this.lowBySteps());
    if (low >= 0) return 0;
    if (this.choices.hasBest) this.rememberBest(arm);
    this.isSeeking = true;
    this.hasFound = false;
    this.limit = -1;
    this.overflown = false;
    const { budget } = this;
    this.budget = this.steps + MOST_SEEKING;
    this.extend(0, this.openLow(arm));
    this.budget = budget;
    this.isSeeking = false;
    if (this.hasFound) this.remember(arm);
    const least = this.overflown ? low : this.limit + 1;
    this.overflown = false;
    return least;
  }

  /** D at the prices at hand, over the patterns kept. */
  bound(): number {
    const { wanted, dual } = this;
    let bound = this.gathered.once;
    for (let field = 0; field < wanted.fields; field += 1) bound += dual[field] * wanted.most[field];
    for (let node = 0; node < this.nodes; node += 1) bound += this.base[node];
    return bound;
  }

  private walkNode(start: number, end: number, alive: number, most: number): void {
    const { armAlive, armNode, armReduced } = this.scratch;
    const { problem } = this.judge;
    this.readNode(armNode[start]);
    const shipments = problem.nodeShipments === null ? alive : problem.nodeShipments[armNode[start]];
    const joins = alive > 1 && shipments > 1;
    let base = 0;
    const least: number[] = [];
    for (let arm = start; arm < end; arm += 1) {
      // With seeds what is worth opening counts, however much less it could cost by its bound.
      least.push(armAlive[arm] === 1 && !this.seeds ? Math.min(0, armReduced[arm]) : 0);
      base = joins ? base + least[arm - start] : Math.min(base, least[arm - start]);
    }
    const first = this.count;
    let later = base;
    for (let arm = start; arm < end; arm += 1) {
      if (armAlive[arm] === 0) continue;
      later -= least[arm - start];
      this.layArm(arm);
      this.startWalk();
      // A pattern that is to be joined may leave to the others what they could gain.
      this.limit = most + (joins ? least[arm - start] : base);
      const before = this.count;
      if (this.seeds) this.sow();
      if (this.isWalked) this.extend(0, this.openLow(arm));
      if (joins) this.join(first, before, this.count, most + base - later, shipments);
    }
    this.closeNode(first, most + base);
  }

  /** Patterns beyond the limit of all the arm's lines, and of each alone, as much as it can give. */
  private sow(): void {
    const { limit, depth } = this;
    for (let only = depth === 1 ? 0 : -1; only < depth; only += 1) {
      for (let at = 0; at < depth; at += 1) {
        const line = this.lineOf[at];
        const units = only >= 0 && only !== at ? 0 : this.mostOf(at, line);
        this.take(line, units);
        this.add0(at, line, units);
      }
      if (this.low(depth) > limit) {
        this.limit = Number.POSITIVE_INFINITY;
        this.keep();
        this.limit = limit;
      }
      for (let at = 0; at < depth; at += 1) this.take(this.lineOf[at], -this.taken[at]);
    }
    this.sowRemembered();
    this.sowBySteps();
  }

  /** Loads that fill one step of the rate after another with what pays best by weight: what the walk may be too long to find. */
  private sowBySteps(): void {
    this.forSteps(() => {
      if (!this.isWalked || this.low(this.depth) > this.limit) this.keep();
    });
  }

  /**
   * The arm's best load of what is left of the lines, of those that fill a step of its rate: least by number ÷ worth at the prices,
   * cheaper than leaving it unfilled. null: none.
   */
  loadFor(arm: number, left: Int32Array): ArmLoad | null {
    const { scratch } = this;
    this.readNode(scratch.armNode[arm]);
    this.layArm(arm, left);
    this.startWalk();
    let best: ArmLoad | null = null;
    const look = () => {
      const { depth } = this;
      if (this.units0[depth] === 0) return;
      const number = this.number0[depth] + this.freightWeight * this.freightAt(depth);
      let penalty = 0;
      for (let at = 0; at < depth; at += 1) penalty += this.taken[at] * scratch.linePenalty[this.lineOf[at]];
      const ratio = number / Math.max(1, this.worth0[depth]);
      if (number >= penalty || (best !== null && ratio >= best.ratio)) return;
      const parts: Part[] = [];
      for (let at = 0; at < depth; at += 1) {
        if (this.taken[at] > 0) parts.push({ line: this.lineOf[at], source: this.source, units: this.taken[at] });
      }
      best = { ratio, parts, node: scratch.armNode[arm] };
    };
    this.takeAmounts(() => Number.MAX_SAFE_INTEGER);
    this.measureTaken(look);
    this.forSteps(look);
    return best;
  }

  /** Takes of every line as much as said, as far as the node gives it, and the sums. */
  private takeAmounts(unitsOf: (at: number) => number): void {
    for (let at = 0; at < this.depth; at += 1) {
      const line = this.lineOf[at];
      const units = Math.min(unitsOf(at), this.mostOf(at, line));
      this.take(line, units);
      this.add0(at, line, units);
    }
  }

  private measureTaken(look: () => void): void {
    look();
    for (let at = 0; at < this.depth; at += 1) this.take(this.lineOf[at], -this.taken[at]);
  }

  /** Fills one step of the arm's rate after another and looks at each. */
  private forSteps(look: () => void): void {
    const { cells } = this.judge.problem.columns;
    const { choices, cell, amounts } = this;
    if (this.lowBySteps() === Number.NEGATIVE_INFINITY || cells === null) return;
    let before = -1;
    const last = cells.breakStart[cell + 1];
    for (let index = cells.breakStart[cell]; index < last + MORE_PARCELS; index += 1) {
      const parcels = Math.max(1, index - last + 2);
      const end = parcels * Math.min(cells.breakGrams[Math.min(index, last - 1)], cells.parcelGrams[cell]);
      const carried = fillUpTo(choices, end, amounts);
      this.steps += 8 * choices.depth;
      if (carried === before) continue;
      before = carried;
      this.takeAmounts((at) => amounts[at]);
      this.measureTaken(look);
      if (choices.isAll) return;
    }
  }

  /** Reduced cost of what is taken, by the straight line. */
  private low(depth: number): number {
    let low = this.openLow(this.arm);
    for (let at = 0; at < depth; at += 1) low += this.taken[at] * this.gain[at];
    return low;
  }

  /** What the node still gives. */
  private readNode(node: number): void {
    const { problem } = this.judge;
    this.room = problem.nodeCapacity[node];
    this.roomLines = problem.nodeLines === null ? Number.POSITIVE_INFINITY : problem.nodeLines[node];
    problem.items.forEach((item, index) => {
      let low = item.rowStart;
      let high = item.rowEnd;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (item.rowNode[middle] < node) low = middle + 1;
        else high = middle;
      }
      this.itemsLeft[index] = low < item.rowEnd && item.rowNode[low] === node ? Math.max(0, item.rowUnits[low]) : 0;
    });
  }

  private openLow(arm: number): number {
    const { wanted } = this;
    return this.scratch.armOpen[arm] - (wanted.shipments < 0 ? 0 : this.dual[wanted.shipments]);
  }

  /** Lays out the arm's lines, those that pay most first. */
  private layArm(arm: number, left: Int32Array = this.wanted.most): void {
    const { scratch, lineOf, most, gain, rest, dual, armPair, pairLine, pairAt } = this;
    const { pairUnits, pairCost } = scratch;
    this.arm = arm;
    this.source = scratch.armSource[arm];
    this.depth = 0;
    const end = this.armPairStart[arm + 1];
    for (let place = this.armPairStart[arm]; place < end; place += 1) {
      const line = pairLine[place];
      if (left[line] === 0) continue;
      const pair = armPair[place];
      const pays = pairCost[pair] - dual[line];
      let at = this.depth;
      for (; at > 0 && gain[at - 1] > pays; at -= 1) {
        lineOf[at] = lineOf[at - 1];
        most[at] = most[at - 1];
        gain[at] = gain[at - 1];
        pairAt[at] = pairAt[at - 1];
      }
      pairAt[at] = pair;
      lineOf[at] = line;
      most[at] = Math.min(pairUnits[pair], left[line]);
      this.held[line] = most[at];
      gain[at] = pays;
      this.depth += 1;
    }
    rest[this.depth] = 0;
    for (let at = this.depth - 1; at >= 0; at -= 1) rest[at] = rest[at + 1] + Math.min(0, most[at] * gain[at]);
    this.steps += STEPS_PER_ARM + 2 * this.depth;
  }

  /** True prices of the arm's lines, and nothing taken yet. */
  private startWalk(): void {
    const { judge, gathered, wanted, scratch, unit, lineOnce, lineOf, pairAt, source } = this;
    const { cell } = judge.problem.columns;
    this.cell = cell === null || this.freightWeight === 0 ? -1 : cell[source];
    for (let at = 0; at < this.depth; at += 1) {
      if (this.hasOnce) {
        unit[at] = packedUnit(gathered.packing, judge.terms, lineOf[at], source);
        lineOnce[at] = packedLine(gathered.packing, judge.terms, lineOf[at], source);
      } else {
        unit[at] = scratch.pairCost[pairAt[at]] - scratch.pairRelaxed[pairAt[at]];
        lineOnce[at] = 0;
      }
    }
    this.number0[0] = scratch.armOpen[this.arm] - scratch.armRelaxed[this.arm];
    this.worth0[0] = wanted.shipments < 0 ? 0 : this.dual[wanted.shipments];
    this.grams0[0] = 0;
    this.cm30[0] = 0;
    this.units0[0] = 0;
    this.longest0[0] = 0;
    this.heaviest0[0] = 0;
  }

  /** The load that reaches the bound of the steps. */
  private rememberBest(arm: number): void {
    const { choices, found } = this;
    found.fill(0, 0, this.depth);
    for (let at = 0; at < choices.depth; at += 1) found[choices.place[at]] = choices.best[at];
    this.remember(arm);
  }

  /** Keeps the load that was found to pay best, so that later sets have it too. */
  private remember(arm: number): void {
    const load: number[] = [];
    for (let at = 0; at < this.depth; at += 1) if (this.found[at] > 0) load.push(this.lineOf[at], this.found[at]);
    const known = this.remembered.get(arm);
    if (known === undefined) this.remembered.set(arm, [load]);
    else if (known.every((other) => other.length !== load.length || other.some((value, at) => value !== load[at]))) {
      known.push(load);
      if (known.length > MOST_REMEMBERED) known.shift();
    }
  }

  /** Loads of the arm that paid at other prices. */
  private sowRemembered(): void {
    for (const load of this.remembered.get(this.arm) ?? []) {
      this.amounts.fill(0, 0, this.depth);
      for (let at = 0; at < load.length; at += 2) {
        const place = this.lineOf.subarray(0, this.depth).indexOf(load[at]);
        if (place >= 0) this.amounts[place] = load[at + 1];
      }
      const { limit } = this;
      this.takeAmounts((at) => this.amounts[at]);
      this.measureTaken(() => {
        if (this.isWalked && this.low(this.depth) <= limit) return;
        this.limit = Number.POSITIVE_INFINITY;
        this.keep();
        this.limit = limit;
      });
    }
  }

  /** A bound of the arm's least reduced cost, at most 0, by its rate's steps. */
  private lowBySteps(): number {
    const { cells } = this.judge.problem.columns;
    const { choices, cell, scratch, arm } = this;
    choices.hasBest = false;
    choices.isByVolume = scratch.armByVolume[arm] === 1;
    if (cells === null || cell < 0 || cells.breakStart[cell] === cells.breakStart[cell + 1])
      return Number.NEGATIVE_INFINITY;
    choices.depth = 0;
    for (let at = 0; at < this.depth; at += 1) {
      const line = this.lineOf[at];
      const gain = this.unit[at] - this.dual[line];
      if (gain >= 0) continue;
      const { grams, cm3 } = this.judge.problem.lines[line];
      choices.gain[choices.depth] = gain;
      choices.most[choices.depth] = this.most[at];
      choices.place[choices.depth] = at;
      choices.measure[choices.depth] = choices.isByVolume ? (cm3 * 1000) / cells.divisor[cell] : grams;
      choices.depth += 1;
    }
    this.steps += 24 * this.depth;
    const open = this.number0[0] - this.worth0[0];
    return Math.min(0, Math.floor(open + leastBySteps(choices, cells, cell, this.freightWeight, scratch) - 1e-3));
  }

  /** Amounts of the arm's lines from the `at`th on. `low`: opening and amounts so far, by the straight line. */
  private extend(at: number, low: number): void {
    this.steps += STEPS_PER_BRANCH;
    if (low + this.rest[at] > this.limit) return;
    if (this.count >= MOST_PATTERNS || this.steps > this.budget) {
      this.overflown = true;
      return;
    }
    if (at === this.depth) {
      this.keep();
      return;
    }
    const line = this.lineOf[at];
    const gain = this.gain[at];
    const room = this.limit - low - this.rest[at + 1];
    // A unit more changes the least reduced cost by `gain`: that alone bounds the amounts.
    let most = this.isShared ? this.mostOf(at, line) : this.most[at];
    if (gain > 0) most = Math.min(most, Math.floor(room / gain));
    const least = gain < 0 && room < 0 ? Math.ceil(room / gain) : 0;
    for (let units = most; units >= least; units -= 1) {
      if (this.isShared) this.take(line, units);
      this.add0(at, line, units);
      this.extend(at + 1, low + units * gain);
      if (this.isShared) this.take(line, -units);
      if (this.overflown) return;
    }
  }

  /** Sums after so many units of the `at`th line. */
  private add0(at: number, index: number, units: number): void {
    const next = at + 1;
    this.taken[at] = units;
    if (units === 0) {
      this.number0[next] = this.number0[at];
      this.worth0[next] = this.worth0[at];
      this.grams0[next] = this.grams0[at];
      this.cm30[next] = this.cm30[at];
      this.units0[next] = this.units0[at];
      this.longest0[next] = this.longest0[at];
      this.heaviest0[next] = this.heaviest0[at];
      return;
    }
    const line = this.judge.problem.lines[index];
    this.number0[next] = this.number0[at] + units * this.unit[at] + this.lineOnce[at];
    this.worth0[next] = this.worth0[at] + units * this.dual[index];
    this.grams0[next] = this.grams0[at] + units * line.grams;
    this.cm30[next] = this.cm30[at] + units * line.cm3;
    this.units0[next] = this.units0[at] + units * line.weight;
    this.longest0[next] = Math.max(this.longest0[at], line.longestMm);
    this.heaviest0[next] = Math.max(this.heaviest0[at], line.heaviestGrams);
  }

  /** Units of the line that the node can give beside what the walk has taken. */
  private mostOf(at: number, line: number): number {
    const { weight, draws, members } = this.judge.problem.lines[line];
    let most = Math.min(this.most[at], Math.floor(this.room / weight));
    if (this.roomLines < members) return 0;
    for (const draw of draws) most = Math.min(most, Math.floor(this.itemsLeft[draw.item] / draw.units));
    return most;
  }

  /** Takes units off what the node gives; negative units give them back. */
  private take(line: number, units: number): void {
    if (units === 0) return;
    const { weight, draws, members } = this.judge.problem.lines[line];
    this.room -= units * weight;
    this.roomLines -= units > 0 ? members : -members;
    for (const draw of draws) this.itemsLeft[draw.item] -= units * draw.units;
  }

  /** Prices what the walk has taken and keeps it if its true reduced cost is within the limit. */
  private keep(): void {
    const { depth, units0, lineOf, taken } = this;
    if (units0[depth] === 0) return;
    this.steps += 4;
    const number = this.number0[depth] + this.freightWeight * this.freightAt(depth);
    const reduced = number - this.worth0[depth];
    if (reduced > this.limit) return;
    if (this.isSeeking) {
      this.limit = reduced - 1;
      this.found.set(this.taken.subarray(0, depth));
      this.hasFound = true;
      return;
    }
    this.steps += depth;
    const first = this.parts;
    this.reserveParts(first + depth);
    let penalty = 0;
    for (let at = 0; at < depth; at += 1) {
      if (taken[at] === 0) continue;
      penalty += taken[at] * this.scratch.linePenalty[lineOf[at]];
      this.partLine[this.parts] = lineOf[at];
      this.partSource[this.parts] = this.source;
      this.partUnits[this.parts] = taken[at];
      this.parts += 1;
    }
    this.add(first, number, number - penalty, reduced, 1);
  }

  private freightAt(depth: number): number {
    const { cells } = this.judge.problem.columns;
    const { cell } = this;
    if (cell < 0 || cells === null) return 0;
    const oversize = this.longest0[depth] > cells.oversizeMm[cell] || this.heaviest0[depth] > cells.oversizeGrams[cell];
    const { freight } = this.scratch;
    const before = freight.looks;
    const price = freight.price(cells, cell, this.grams0[depth], this.cm30[depth], this.units0[depth], oversize);
    this.steps += STEPS_PER_LOOK * (freight.looks - before);
    return price;
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
    if (wanted.shipments >= 0) words[start + wanted.word[wanted.shipments]] += ships << wanted.shift[wanted.shipments];
    this.number[at] = number;
    this.change[at] = change;
    this.reduced[at] = reduced;
    this.ships[at] = ships;
    this.partStart[at] = firstPart;
    this.partEnd[at] = this.parts;
    this.count += 1;
  }

  /**
   * Patterns of several sources of the node: those from `first` to `middle` with those of one more source, from `middle` to `end`,
   * where both together are within the limit and the node holds enough.
   */
  private join(first: number, middle: number, end: number, limit: number, shipments: number): void {
    for (let left = first; left < middle; left += 1) {
      if (this.ships[left] >= shipments) continue;
      for (let right = middle; right < end; right += 1) {
        this.steps += 1;
        if (this.reduced[left] + this.reduced[right] > limit || !this.fitsBoth(left, right)) continue;
        if (this.count >= MOST_PATTERNS || this.steps > this.budget) {
          this.overflown = true;
          return;
        }
        this.addBoth(left, right);
      }
    }
  }

  private fitsBoth(left: number, right: number): boolean {
    const { wanted, partLine, partUnits, drawn } = this;
    const { lines } = this.judge.problem;
    this.steps += 4;
    for (let part = this.partStart[left]; part < this.partEnd[left]; part += 1)
      drawn[partLine[part]] += partUnits[part];
    let fits = wanted.shipments < 0 || this.ships[left] + this.ships[right] <= wanted.most[wanted.shipments];
    let room = this.room;
    let roomLines = this.roomLines;
    for (const pattern of [left, right]) {
      for (let part = this.partStart[pattern]; part < this.partEnd[pattern]; part += 1) {
        room -= partUnits[part] * lines[partLine[part]].weight;
        roomLines -= lines[partLine[part]].members;
      }
    }
    if (room < 0 || roomLines < 0) fits = false;
    for (let part = this.partStart[right]; part < this.partEnd[right]; part += 1) {
      const line = partLine[part];
      if (drawn[line] + partUnits[part] > this.held[line]) fits = false;
      const limited = wanted.lineShipments[line];
      if (limited >= 0 && drawn[line] > 0 && this.carriers(left, line) + 1 > wanted.most[limited]) fits = false;
    }
    for (let part = this.partStart[left]; part < this.partEnd[left]; part += 1) drawn[partLine[part]] = 0;
    return fits && (this.itemsLeft.length === 0 || this.itemsFit(left, right));
  }

  private carriers(pattern: number, line: number): number {
    let count = 0;
    for (let part = this.partStart[pattern]; part < this.partEnd[pattern]; part += 1) {
      if (this.partLine[part] === line) count += 1;
    }
    return count;
  }

  private itemsFit(left: number, right: number): boolean {
    const { lines } = this.judge.problem;
    const asked = new Float64Array(this.itemsLeft.length);
    for (const pattern of [left, right]) {
      for (let part = this.partStart[pattern]; part < this.partEnd[pattern]; part += 1) {
        for (const draw of lines[this.partLine[part]].draws) asked[draw.item] += draw.units * this.partUnits[part];
      }
    }
    return asked.every((units, item) => units <= this.itemsLeft[item]);
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
      if (this.reduced[pattern] > limit && !this.seeds) continue;
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

  /** Reduced costs and bases at the prices in `dual`; returns D. */
  reprice(): number {
    const { dual, wanted, partLine, partUnits } = this;
    const perShipment = wanted.shipments < 0 ? 0 : dual[wanted.shipments];
    for (let node = 0; node < this.nodes; node += 1) {
      let base = 0;
      let least = -1;
      for (let pattern = this.nodeStart[node]; pattern < this.nodeStart[node + 1]; pattern += 1) {
        let reduced = this.number[pattern] - perShipment * this.ships[pattern];
        const end = this.partEnd[pattern];
        for (let part = this.partStart[pattern]; part < end; part += 1)
          reduced -= partUnits[part] * dual[partLine[part]];
        this.steps += end - this.partStart[pattern];
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

  private reserveLines(fields: number): void {
    if (this.lineOf.length >= fields) return;
    const size = grown(fields);
    this.lineOf = new Int32Array(size);
    this.most = new Int32Array(size);
    this.pairAt = new Int32Array(size);
    this.unit = new Float64Array(size);
    this.lineOnce = new Float64Array(size);
    this.number0 = new Float64Array(size + 1);
    this.worth0 = new Float64Array(size + 1);
    this.grams0 = new Float64Array(size + 1);
    this.cm30 = new Float64Array(size + 1);
    this.units0 = new Float64Array(size + 1);
    this.longest0 = new Float64Array(size + 1);
    this.heaviest0 = new Float64Array(size + 1);
    this.gain = new Float64Array(size);
    this.choices = roomFor(size);
    this.amounts = new Int32Array(size);
    this.found = new Int32Array(size);
    this.rest = new Float64Array(size + 1);
    this.taken = new Int32Array(size);
    this.held = new Int32Array(size);
    this.drawn = new Int32Array(size);
    this.dual = new Float64Array(size);
  }
}

function roomFor(lines: number): Choices {
  const column = () => new Float64Array(lines);
  const units = () => new Int32Array(lines);
  return {
    depth: 0,
    gain: column(),
    most: column(),
    measure: column(),
    isByVolume: false,
    place: units(),
    isAll: false,
    best: units(),
    hasBest: false,
    units: units(),
    branches: 0,
  };
}
