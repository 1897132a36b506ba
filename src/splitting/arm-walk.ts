import { DayRoom } from './day-room';
import type { Gathered } from './gather';
import { grown } from './grow';
import { type Choices, fillUpTo, leastByStairs, roomForChoices, sortByMeasure } from './knapsack';
import { packedFreight, packedLine, packedUnit } from './packing';
import type { Judge, Part } from './plan-value';
import type { Scratch } from './scratch';
import type { Stairs } from './staircase';
import { drawFrom, entryOf, leftOf, rankOf, ranksOf } from './starts';
import type { Wanted } from './wanted';
import { Within } from './within';

/** What takes longer than an entry of a loop, in such entries: a price of a parcel count, an arm laid out, a branch. */
const STEPS_PER_LOOK = 6;
const STEPS_PER_ARM = 16;
const STEPS_PER_BRANCH = 3;

/**
 * One arm at a time, under a rate that may have steps: its lines and their prices, what its node still gives, and the loads that it
 * could ship at their true price. What shares a node's stock, capacity or days is read here and nowhere else. A *place* is one of the
 * arm's lines, those that pay most first.
 */
export class ArmWalk {
  steps = 0;
  arm = 0;
  source = 0;
  /** Places in use. */
  depth = 0;
  /** place: its line; units that node and order allow; units taken of it. */
  lineOf = new Int32Array(64);
  most = new Int32Array(64);
  taken = new Int32Array(64);
  /** place: change of the reduced cost by a unit, by the straight line under the rate; Σ of what those from it on could gain. */
  private gain = new Float64Array(64);
  private rest = new Float64Array(65);
  private pairAt = new Int32Array(64);
  /** place: number of a unit, and once for the line, without freight. */
  private unit = new Float64Array(64);
  private lineOnce = new Float64Array(64);
  // Sums over the places before: number and worth at the prices, grams, cm³, order units; the longest and heaviest unit.
  private sumNumber = new Float64Array(65);
  private sumWorth = new Float64Array(65);
  private sumGrams = new Float64Array(65);
  private sumCm3 = new Float64Array(65);
  private sumUnits = new Float64Array(65);
  private longestMm = new Float64Array(65);
  private heaviestGrams = new Float64Array(65);
  private amounts = new Int32Array(64);
  private choices: Choices = roomForChoices(64);
  private readonly within = new Within();
  private cell = -1;
  // The node at hand: order units, order lines and items that it still gives.
  room = 0;
  roomLines = 0;
  /** Ladders of the items, and of the lines that the arms laid out since could ship: see `starts.ts`. */
  itemsLeft = new Float64Array(0);
  private days: DayRoom | null = null;
  held = new Float64Array(64);
  ranks = 1;
  /** Of the arm's start. */
  private rank = 0;

  /** Reduced costs of more are not looked for; a visit may lower it. */
  limit = 0;
  /** Steps at which a walk ends, and whether one did. */
  budget = 0;
  overflown = false;

  private judge!: Judge;
  private gathered!: Gathered;
  private wanted!: Wanted;
  /** Of the freight in the packed number; 0 = not in it. */
  private freightWeight = 0;
  private hasOnce = false;
  /** Lines draw on something of a node together. */
  isShared = false;
  /** arm → its pairs, armPairStart … of armPair, with their lines. */
  private armPairStart = new Int32Array(64);
  private armPair = new Int32Array(256);
  private pairLine = new Int32Array(256);
  private readonly scratch: Scratch;

  constructor(scratch: Scratch) {
    this.scratch = scratch;
  }

  /** A new order. */
  takeUp(judge: Judge, gathered: Gathered): void {
    const { terms, problem } = judge;
    this.judge = judge;
    this.gathered = gathered;
    this.wanted = this.scratch.wanted;
    this.steps = 0;
    this.freightWeight = packedFreight(gathered.packing, terms);
    this.ranks = ranksOf(problem);
    this.itemsLeft = new Float64Array(problem.items.length * this.ranks);
    this.days = problem.days === null ? null : new DayRoom(problem);
    this.isShared = problem.items.length > 0 || problem.hasCapacity || problem.days !== null;
    this.hasOnce = problem.columns.hasLine || problem.lines.some(({ lineMilli }) => lineMilli !== null);
    this.reserve(problem.lines.length, problem.lines.length * this.ranks);
    this.sortPairs();
    this.scratch.staircases.takeUp(problem);
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

  /** What the node of the arms to come still gives. */
  enter(node: number): void {
    const { problem } = this.judge;
    this.room = problem.nodeCapacity[node];
    this.roomLines = problem.nodeLines === null ? Number.POSITIVE_INFINITY : problem.nodeLines[node];
    const { ranks } = this;
    problem.items.forEach((item, index) => {
      const entry = entryOf(item, node);
      for (let rank = 0; rank < ranks; rank += 1) {
        this.itemsLeft[index * ranks + rank] = entry < 0 ? 0 : Math.max(0, item.rowUnits[entry * ranks + rank]);
      }
    });
    if (ranks > 1) this.held.fill(Number.POSITIVE_INFINITY);
  }

  /** Lays out an arm of the node, with nothing taken. @param left line → units that may be taken of it */
  lay(arm: number, left: Int32Array = this.wanted.most): void {
    const { scratch, lineOf, most, gain, pairLine, pairAt, armPair } = this;
    const { pairUnits, pairCost } = scratch;
    const { dual } = this.wanted;
    this.arm = arm;
    this.source = scratch.armSource[arm];
    this.rank = rankOf(this.judge.problem, this.source);
    this.depth = 0;
    const end = this.armPairStart[arm + 1];
    for (let next = this.armPairStart[arm]; next < end; next += 1) {
      const line = pairLine[next];
      if (left[line] === 0) continue;
      const pair = armPair[next];
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
      this.held[line * this.ranks + this.rank] = most[at];
      gain[at] = pays;
      this.depth += 1;
    }
    this.priceLines();
    this.steps += STEPS_PER_ARM + 2 * this.depth;
  }

  /** True prices of the arm's lines, and nothing taken yet. */
  private priceLines(): void {
    const { judge, gathered, wanted, scratch, depth, unit, lineOnce, lineOf, pairAt, source, most, gain, rest } = this;
    const { cell } = judge.problem.columns;
    this.cell = cell === null || this.freightWeight === 0 ? -1 : cell[source];
    rest[depth] = 0;
    for (let at = depth - 1; at >= 0; at -= 1) {
      rest[at] = rest[at + 1] + Math.min(0, most[at] * gain[at]);
      if (this.hasOnce) {
        unit[at] = packedUnit(gathered.packing, judge.terms, lineOf[at], source);
        lineOnce[at] = packedLine(gathered.packing, judge.terms, lineOf[at], source);
      } else {
        unit[at] = scratch.pairCost[pairAt[at]] - scratch.pairRelaxed[pairAt[at]];
        lineOnce[at] = 0;
      }
    }
    this.sumNumber[0] = scratch.armOpen[this.arm] - scratch.armRelaxed[this.arm];
    this.sumWorth[0] = wanted.perShipment;
    this.sumGrams[0] = 0;
    this.sumCm3[0] = 0;
    this.sumUnits[0] = 0;
    this.longestMm[0] = 0;
    this.heaviestGrams[0] = 0;
  }

  /** Every load whose reduced cost may be within the limit, by the straight line: visited with its amounts taken. */
  walk(visit: () => void): void {
    this.extend(0, this.openLow(), visit);
  }

  /** Amounts of the places from the `at`th on. `low`: opening and amounts so far, by the straight line. */
  private extend(at: number, low: number, visit: () => void): void {
    this.steps += STEPS_PER_BRANCH;
    if (low + this.rest[at] > this.limit) return;
    if (this.steps > this.budget) this.overflown = true;
    if (this.overflown) return;
    if (at === this.depth) {
      if (this.sumUnits[at] > 0) visit();
      return;
    }
    const gain = this.gain[at];
    const room = this.limit - low - this.rest[at + 1];
    // A unit more changes the least reduced cost by `gain`: that alone bounds the amounts.
    let most = this.mostOf(at);
    if (gain > 0) most = Math.min(most, Math.floor(room / gain));
    const least = gain < 0 && room < 0 ? Math.ceil(room / gain) : 0;
    for (let units = most; units >= least; units -= 1) {
      this.take(at, units);
      this.extend(at + 1, low + units * gain, visit);
      this.giveBack(at);
      if (this.overflown) return;
    }
  }

  /** Every load whose reduced cost may be within the limit, by the steps of the rate where it has some. */
  walkBySteps(visit: () => void): void {
    const { choices, within, amounts } = this;
    const stairs = this.chooseLines(true);
    if (stairs === null) {
      this.walk(visit);
      return;
    }
    const open = this.sumNumber[0] - this.sumWorth[0];
    within.most = Math.max(0, this.budget - this.steps);
    within.run(choices, stairs, this.freightWeight, open, this.limit, () => {
      for (let at = 0; at < choices.depth; at += 1) amounts[choices.place[at]] = choices.units[at];
      this.visitLoad(
        (at) => amounts[at],
        () => {
          // What shares the node's stock or day may have been given less.
          for (let at = 0; at < this.depth; at += 1) if (this.taken[at] !== amounts[at]) return;
          visit();
        },
      );
      if (this.overflown || this.steps + within.work > this.budget) within.stop = true;
    });
    if (within.stop) this.overflown = true;
    this.steps += within.work;
  }

  /** All that the arm can give, visited. */
  visitAll(visit: () => void): void {
    this.visitLoad(() => Number.MAX_SAFE_INTEGER, visit);
  }

  /** So much of every place, as far as the node gives it, visited. */
  visitLoad(unitsOf: (at: number) => number, visit: () => void): void {
    this.steps += this.depth;
    for (let at = 0; at < this.depth; at += 1) this.take(at, Math.min(unitsOf(at), this.mostOf(at)));
    if (this.sumUnits[this.depth] > 0) visit();
    for (let at = 0; at < this.depth; at += 1) this.giveBack(at);
  }

  /** Of the loads that fill a step of the rate with what pays best by weight, the one that costs least for what it is worth, visited. */
  visitBestStep(visit: () => void): void {
    const { choices, amounts, lineOf, unit, freightWeight } = this;
    const { dual } = this.wanted;
    const stairs = this.chooseLines();
    if (stairs === null) return;
    sortByMeasure(choices);
    let least = Number.POSITIVE_INFINITY;
    let best = -1;
    let before = -1;
    for (let step = 0; step < stairs.count; step += 1) {
      const taken = fillUpTo(choices, stairs.holds[step], stairs.holdsOther[step], amounts);
      if (taken === before) continue;
      before = taken;
      let number = this.sumNumber[0] + freightWeight * stairs.price[step];
      let worth = 0;
      for (let at = 0; at < this.depth; at += 1) {
        number += amounts[at] * unit[at];
        worth += amounts[at] * dual[lineOf[at]];
      }
      if (number >= least * worth) continue;
      least = number / worth;
      best = step;
    }
    this.steps += Math.ceil((stairs.count * (choices.depth + 2)) / 3);
    if (best < 0) return;
    fillUpTo(choices, stairs.holds[best], stairs.holdsOther[best], amounts);
    this.visitLoad((at) => amounts[at], visit);
  }

  /** A bound of what a load of the arm costs at the prices, by its rate's steps; −Infinity where the rate has no breaks. */
  lowBySteps(): number {
    const { choices } = this;
    const stairs = this.chooseLines();
    if (stairs === null) return Number.NEGATIVE_INFINITY;
    const open = this.sumNumber[0] - this.sumWorth[0];
    const least = leastByStairs(choices, stairs, this.freightWeight, open);
    this.steps += choices.work;
    const low = Math.floor(least - 1e-3);
    return least < 0 ? low : Math.max(0, low);
  }

  /** The lines that pay at the prices, into `choices`, and the stairs of the arm's rate; null where the rate has no breaks. */
  private chooseLines(isAll = false): Stairs | null {
    const { choices, cell, scratch } = this;
    const { cells } = this.judge.problem.columns;
    choices.depth = 0;
    if (cells === null || cell < 0 || cells.breakStart[cell] === cells.breakStart[cell + 1]) return null;
    const isByVolume = scratch.armByVolume[this.arm] === 1;
    const perCm3 = cells.divisor[cell] > 0 ? 1000 / cells.divisor[cell] : 1;
    for (let at = 0; at < this.depth; at += 1) {
      const line = this.lineOf[at];
      const gain = this.unit[at] - this.wanted.dual[line];
      if (gain >= 0 && !isAll) continue;
      const { grams, cm3 } = this.judge.problem.lines[line];
      choices.gain[choices.depth] = gain;
      choices.most[choices.depth] = this.most[at];
      choices.place[choices.depth] = at;
      choices.measure[choices.depth] = isByVolume ? cm3 * perCm3 : grams;
      choices.other[choices.depth] = isByVolume ? grams : cm3 * perCm3;
      choices.depth += 1;
    }
    const { staircases } = scratch;
    const stairs = staircases.of(cells, cell, isByVolume);
    this.steps += 2 * this.depth + staircases.steps;
    staircases.steps = 0;
    return stairs;
  }

  /** The load of the bound of `lowBySteps`, by place; false: its last line in part. */
  loadOfBound(into: Float64Array): boolean {
    const { choices } = this;
    into.fill(0, 0, this.depth);
    for (let at = 0; at < choices.depth; at += 1) into[choices.place[at]] = choices.best[at];
    return choices.isWhole;
  }

  /** Opening the arm, by the straight line. */
  openLow(): number {
    return this.scratch.armOpen[this.arm] - this.wanted.perShipment;
  }

  /** The least reduced cost of a load by the straight line, at most the opening. */
  leastLow(): number {
    return this.openLow() + this.rest[0];
  }

  /** True number of what is taken, and what it is worth at the prices. */
  number(): number {
    this.steps += 4;
    return this.sumNumber[this.depth] + this.freightWeight * this.freight();
  }

  worth(): number {
    return this.sumWorth[this.depth];
  }

  /** Penalties of what is taken, were it left unfilled. */
  penalty(): number {
    let penalty = 0;
    for (let at = 0; at < this.depth; at += 1) penalty += this.taken[at] * this.scratch.linePenalty[this.lineOf[at]];
    return penalty;
  }

  parts(): Part[] {
    const parts: Part[] = [];
    for (let at = 0; at < this.depth; at += 1) {
      if (this.taken[at] > 0) parts.push({ line: this.lineOf[at], source: this.source, units: this.taken[at] });
    }
    return parts;
  }

  private freight(): number {
    const { cells } = this.judge.problem.columns;
    const { cell, depth } = this;
    if (cell < 0 || cells === null) return 0;
    const oversize =
      this.longestMm[depth] > cells.oversizeMm[cell] || this.heaviestGrams[depth] > cells.oversizeGrams[cell];
    const { freight } = this.scratch;
    const before = freight.looks;
    const price = freight.price(cells, cell, this.sumGrams[depth], this.sumCm3[depth], this.sumUnits[depth], oversize);
    this.steps += STEPS_PER_LOOK * (freight.looks - before);
    return price;
  }

  /** Units of the place that the node can give beside what is taken. */
  private mostOf(at: number): number {
    if (!this.isShared) return this.most[at];
    const { weight, draws, members } = this.judge.problem.lines[this.lineOf[at]];
    let most = Math.min(this.most[at], Math.floor(this.room / weight));
    if (this.roomLines < members) return 0;
    if (this.days !== null) most = Math.min(most, Math.floor(this.days.most(this.source, members) / weight));
    const { ranks, rank, itemsLeft } = this;
    for (const draw of draws) {
      most = Math.min(most, Math.floor(leftOf(itemsLeft, draw.item * ranks, ranks, rank) / draw.units));
    }
    return most;
  }

  /** Takes units of a place off what the node gives, and into the sums. */
  private take(at: number, units: number): void {
    const next = at + 1;
    const index = this.lineOf[at];
    const line = this.judge.problem.lines[index];
    this.taken[at] = units;
    this.sumNumber[next] = this.sumNumber[at] + units * this.unit[at];
    this.sumWorth[next] = this.sumWorth[at] + units * this.wanted.dual[index];
    this.sumGrams[next] = this.sumGrams[at] + units * line.grams;
    this.sumCm3[next] = this.sumCm3[at] + units * line.cm3;
    this.sumUnits[next] = this.sumUnits[at] + units * line.weight;
    this.longestMm[next] = this.longestMm[at];
    this.heaviestGrams[next] = this.heaviestGrams[at];
    if (units === 0) return;
    this.sumNumber[next] += this.lineOnce[at];
    if (line.longestMm > this.longestMm[at]) this.longestMm[next] = line.longestMm;
    if (line.heaviestGrams > this.heaviestGrams[at]) this.heaviestGrams[next] = line.heaviestGrams;
    if (this.isShared) this.draw(index, this.source, units, 1);
  }

  private giveBack(at: number): void {
    if (this.isShared && this.taken[at] > 0) this.draw(this.lineOf[at], this.source, this.taken[at], -1);
  }

  /** What a source of the node ships of a line, off what the node gives; sign −1 gives it back. */
  draw(line: number, source: number, units: number, sign: 1 | -1): void {
    const { ranks, held, itemsLeft, judge } = this;
    const { weight, draws, members } = judge.problem.lines[line];
    const rank = rankOf(judge.problem, source);
    drawFrom(held, line * ranks, ranks, rank, sign * units);
    if (!this.isShared) return;
    this.room -= sign * units * weight;
    this.roomLines -= sign * members;
    this.days?.take(source, sign * units * weight, sign * members);
    for (const draw of draws) drawFrom(itemsLeft, draw.item * ranks, ranks, rank, sign * units * draw.units);
  }

  /** Units of a line that the node still holds for the arm at hand. */
  leftOf(line: number): number {
    return leftOf(this.held, line * this.ranks, this.ranks, this.rank);
  }

  /** Whether what is drawn of what lines share is no more than there is. */
  isWithin(): boolean {
    const { days } = this;
    if (days !== null && !days.isWithin()) return false;
    return this.room >= 0 && this.roomLines >= 0 && this.itemsLeft.every((units) => units >= 0);
  }

  private reserve(lines: number, ladders: number): void {
    if (this.held.length < ladders) this.held = new Float64Array(grown(ladders));
    if (this.lineOf.length >= lines) return;
    const size = grown(lines);
    this.lineOf = new Int32Array(size);
    this.most = new Int32Array(size);
    this.taken = new Int32Array(size);
    this.gain = new Float64Array(size);
    this.rest = new Float64Array(size + 1);
    this.pairAt = new Int32Array(size);
    this.unit = new Float64Array(size);
    this.lineOnce = new Float64Array(size);
    this.sumNumber = new Float64Array(size + 1);
    this.sumWorth = new Float64Array(size + 1);
    this.sumGrams = new Float64Array(size + 1);
    this.sumCm3 = new Float64Array(size + 1);
    this.sumUnits = new Float64Array(size + 1);
    this.longestMm = new Float64Array(size + 1);
    this.heaviestGrams = new Float64Array(size + 1);
    this.amounts = new Int32Array(size);
    this.choices = roomForChoices(size);
  }
}
