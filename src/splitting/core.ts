import type { Gathered } from './gather';
import { keepsGroups, shippingGroups } from './groups';
import { grown } from './grow';
import type { LevelTerms } from './objective';
import { type Packing, planNumber } from './packing';
import { type Judge, type Part, sortParts, type ValuedPlan } from './plan-value';
import type { Problem } from './problem';
import type { Scratch } from './scratch';
import { settleStarts } from './start-ties';

export const FREE = 0;
export const FORCED = 1;
export const BANNED = 2;

/** A search asks for the ranks of the last ties only once it has met so many branches: few orders have so many equals. */
const BRANCHES_BEFORE_RANKS = 12;

/** Judging a plan takes about as long as so many entries of the bound's loops. */
const STEPS_PER_JUDGEMENT = 60;

/** Limits on levels, as a search asks for them: `fence.ts`. */
export interface Limiter {
  /** Whether the plan keeps the limits and is better than any before; it is the best from then on. */
  takes(parts: readonly Part[]): boolean;
  /** The best plan, with the values that no better one exceeds. */
  known(): ValuedPlan;
  /** No plan with a higher number can be better. */
  numberIn(packing: Packing, terms: readonly LevelTerms[]): number;
}

/**
 * The few arms that can still matter, laid out for the search. A *mode* of a node is a set of its arms used together, so that a
 * node's stock is never counted twice; a *slot* is (line, node); an *entry* is (slot, mode), and several where starts of the mode differ. Numbers are packed levels. The arrays
 * belong to the scratch and are laid anew for every search (`lay.ts`); counts say how much of them is in use.
 */
export class Core {
  problem!: Problem;
  judge!: Judge;
  scratch!: Scratch;
  gathered!: Gathered;
  packing!: Packing;
  /** Nothing but the open modes decides who ships what. */
  separable = false;
  /** Some delivery group has a limit on shipments. */
  hasGroupLimits = false;
  /** A node has more arms than the search takes: it is not complete. */
  crowded = false;
  /** See `Gathered`. */
  once = 0;
  perGroup = 0;
  lines = 0;
  arms = 0;
  nodes = 0;
  modes = 0;
  slots = 0;
  entries = 0;

  // line
  demand = new Int32Array(0);
  penalty = new Float64Array(0);
  lineSlotStart = new Int32Array(0);
  lineActive = new Int32Array(0);
  /** Net price of the line's units: what demand pays less what the items they draw are worth (`itemPrice`). */
  dual = new Float64Array(0);
  /** What the scarce items that a unit of the line draws are worth. */
  drawn = new Float64Array(0);
  /** Σ item price × stock: what the bound gives back for it. */
  itemWorth = 0;
  bestDual = new Float64Array(0);
  direction = new Float64Array(0);
  point = new Float64Array(0);
  // arm
  armSource = new Int32Array(0);
  /** arm: its number in the scratch. */
  armScratch = new Int32Array(0);
  armOpen = new Float64Array(0);
  armNode = new Int32Array(0);
  /** arm: used in the plan at hand. */
  armUsed = new Uint8Array(0);
  // node
  nodeId = new Int32Array(0);
  nodeArmStart = new Int32Array(0);
  nodeModeStart = new Int32Array(0);
  /** node: its forced mode; −1 = none. */
  nodeForced = new Int32Array(0);
  /** node: what it adds to the bound, ≤ 0 unless forced. */
  share = new Float64Array(0);
  /** node: the mode a plan at hand may use; −1 = none. */
  modeOf = new Int32Array(0);
  nodeLines = new Int32Array(0);
  // mode
  modeNode = new Int32Array(0);
  /** mode: its arms as bits from the node's first arm on. */
  modeBits = new Int32Array(0);
  modeSize = new Int32Array(0);
  modeOpen = new Float64Array(0);
  modeState = new Uint8Array(0);
  reduced = new Float64Array(0);
  /** The first `activeNodes` of these have a mode that is not banned. */
  nodeAt = new Int32Array(0);
  nodePlace = new Int32Array(0);
  activeNodes = 0;
  /** node: modes that are not banned. */
  nodeOpenModes = new Int32Array(0);
  nodeSlotStart = new Int32Array(0);
  nodeSlot = new Int32Array(0);
  // slot
  /** The slots of a line stand at lineSlotStart …; the first `lineActive` of them have a node with a mode that is not banned. */
  slotAt = new Int32Array(0);
  slotPlace = new Int32Array(0);
  slotNode = new Int32Array(0);
  slotLine = new Int32Array(0);
  /** Most units that one of its arms could ship. */
  slotUnits = new Int32Array(0);
  slotEntryStart = new Int32Array(0);
  slotKey = new Float64Array(0);
  /** Entries that the line at hand may use. */
  choice = new Int32Array(0);
  slotArmStart = new Int32Array(0);
  // (slot, arm)
  slotArm = new Int32Array(0);
  /** Units that the arm's start could draw alone. */
  slotArmUnits = new Int32Array(0);
  /** True price per unit, and once per line in the shipment. */
  slotArmUnit = new Float64Array(0);
  slotArmOnce = new Float64Array(0);
  // entry
  entryMode = new Int32Array(0);
  /** Price per unit, a price per line spread over the units of the arm: exact where the core is separable. */
  entryCost = new Float64Array(0);
  /** Units that the arm adds to what cheaper arms of the mode could draw: all of a slot, but where starts differ. */
  entryUnits = new Int32Array(0);
  entryArm = new Int32Array(0);
  // parts of the plan at hand
  parts = 0;
  partLine = new Int32Array(0);
  partArm = new Int32Array(0);
  partUnits = new Int32Array(0);

  private before = new Float64Array(0);
  private after = new Float64Array(0);
  private window = new Int32Array(0);

  /** Changes to undo: mode × 4 + old state. */
  readonly trail: number[] = [];
  forcedShipments = 0;
  /** Leaves whose allocation took too long: the modes they open, and a bound of their plans. */
  readonly postponed: { readonly modeOf: Int32Array; readonly bound: number }[] = [];
  /** Modes of one arm that the root leaves free, by rising reduced cost there. */
  liked: readonly number[] = [];
  best!: ValuedPlan;
  /** The best plan's number; within limits, that above which none is better. */
  bestNumber = 0;
  /** Limits that a plan must keep to be taken; null: there are none. */
  fence: Limiter | null = null;
  steps = 0;
  budget = 0;
  branches = 0;

  /** Takes a plan from elsewhere if it is better than the best known one. */
  offerPlan(plan: ValuedPlan): void {
    if (this.takes(plan)) this.bestNumber = this.numberOf(plan);
  }

  /** Whether the plan is the best one from now on. */
  private takes(plan: ValuedPlan): boolean {
    const { fence } = this;
    if (fence === null ? this.judge.compare(plan, this.best) >= 0 : !fence.takes(plan.parts)) return false;
    this.best = fence === null ? plan : fence.known();
    return true;
  }

  /** Number of a plan from elsewhere; within limits, see `bestNumber`. */
  numberOf({ parts }: ValuedPlan): number {
    const { packing, judge, demand, lines, fence } = this;
    if (fence !== null) return fence.numberIn(packing, judge.terms);
    return planNumber(packing, judge.terms, demand.subarray(0, lines), parts, judge.shippingGroups(parts));
  }

  /** What the delivery groups add that ship in the plan at hand. */
  onceOfParts(): number {
    if (this.parts === 0) return 0;
    if (this.problem.groups === null) return this.perGroup;
    const arms = Array.from(this.partArm.subarray(0, this.parts));
    return (
      this.perGroup *
      shippingGroups(
        this.problem,
        arms.map((arm) => this.armSource[arm]),
      )
    );
  }

  /** Bans a mode; a node whose last mode falls leaves the active nodes, and its slots the active ones of their lines. */
  ban(mode: number): void {
    const node = this.modeNode[mode];
    this.trail.push(mode * 4 + this.modeState[mode]);
    this.modeState[mode] = BANNED;
    this.nodeOpenModes[node] -= 1;
    if (this.nodeOpenModes[node] > 0) return;
    this.activeNodes -= 1;
    const other = this.nodeAt[this.activeNodes];
    const place = this.nodePlace[node];
    this.nodeAt[place] = other;
    this.nodePlace[other] = place;
    this.nodeAt[this.activeNodes] = node;
    this.nodePlace[node] = this.activeNodes;
    for (let at = this.nodeSlotStart[node]; at < this.nodeSlotStart[node + 1]; at += 1) {
      this.deactivate(this.nodeSlot[at]);
    }
  }

  /** Swaps the slot behind the active ones of its line; raising the count again undoes it, last one first. */
  private deactivate(slot: number): void {
    const line = this.slotLine[slot];
    this.lineActive[line] -= 1;
    const last = this.lineSlotStart[line] + this.lineActive[line];
    const other = this.slotAt[last];
    const place = this.slotPlace[slot];
    this.slotAt[place] = other;
    this.slotPlace[other] = place;
    this.slotAt[last] = slot;
    this.slotPlace[slot] = last;
  }

  /** Opens a mode; the node's other modes are out. */
  force(mode: number): void {
    const node = this.modeNode[mode];
    for (let other = this.nodeModeStart[node]; other < this.nodeModeStart[node + 1]; other += 1) {
      if (other !== mode && this.modeState[other] === FREE) this.ban(other);
    }
    this.trail.push(mode * 4 + this.modeState[mode]);
    this.modeState[mode] = FORCED;
    this.nodeForced[node] = mode;
    this.forcedShipments += this.modeSize[mode];
  }

  /** Undoes bans and openings back to where the trail was so long. */
  undo(mark: number): void {
    const { trail, modeState } = this;
    while (trail.length > mark) {
      const change = trail.pop() as number;
      const mode = change >> 2;
      const node = this.modeNode[mode];
      if (modeState[mode] === FORCED) {
        this.nodeForced[node] = -1;
        this.forcedShipments -= this.modeSize[mode];
      } else {
        if (this.nodeOpenModes[node] === 0) {
          this.activeNodes += 1;
          for (let at = this.nodeSlotStart[node]; at < this.nodeSlotStart[node + 1]; at += 1) {
            this.lineActive[this.slotLine[this.nodeSlot[at]]] += 1;
          }
        }
        this.nodeOpenModes[node] += 1;
      }
      modeState[mode] = change & 3;
    }
  }

  /** Takes the plan at hand if it is better than the best known one. */
  offer(number: number): void {
    if (number > this.bestNumber + this.packing.slack) return;
    this.steps += STEPS_PER_JUDGEMENT;
    const parts: Part[] = [];
    for (let part = 0; part < this.parts; part += 1) {
      parts.push({
        line: this.partLine[part],
        source: this.armSource[this.partArm[part]],
        units: this.partUnits[part],
      });
    }
    const sorted = sortParts(parts);
    if (!keepsGroups(this.problem, sorted)) return;
    const plan = this.judge.value(this.separable ? settleStarts(this.judge, sorted) : sorted);
    if (this.takes(plan)) this.bestNumber = this.fence === null ? number : this.numberOf(plan);
  }

  /** True: nothing under this bound can be better, not even in the last ties. */
  isBeaten(bound: number): boolean {
    if (bound > this.bestNumber + this.packing.slack) return true;
    return this.onlyTies(bound) && this.forcedRanks() > this.judge.shipmentRanks(this.best.parts);
  }

  /** Plans under this bound can at most be equal to the best one before the ranks speak. */
  onlyTies(bound: number): boolean {
    return this.branches > BRANCHES_BEFORE_RANKS && this.packing.exact && bound >= this.bestNumber;
  }

  forcedRanks(): number {
    let ranks = 0;
    for (let node = 0; node < this.nodes; node += 1) {
      if (this.nodeForced[node] >= 0) ranks += this.modeRanks(this.nodeForced[node]);
    }
    return ranks;
  }

  modeRanks(mode: number): number {
    const first = this.nodeArmStart[this.modeNode[mode]];
    let ranks = 0;
    for (let bits = this.modeBits[mode], arm = first; bits > 0; bits >>= 1, arm += 1) {
      if ((bits & 1) === 1) ranks += this.judge.rankOf(this.armSource[arm]);
    }
    return ranks;
  }

  sourcesOf(mode: number): number[] {
    const sources: number[] = [];
    let arm = this.nodeArmStart[this.modeNode[mode]];
    for (let bits = this.modeBits[mode]; bits > 0; bits >>= 1, arm += 1) {
      if ((bits & 1) === 1) sources.push(this.armSource[arm]);
    }
    return sources;
  }

  /** Orders two arms whose prices for a line are equal as packed numbers: by what the number leaves out, then by source. */
  compareUnits(line: number, armA: number, armB: number): number {
    const sourceA = this.armSource[armA];
    const sourceB = this.armSource[armB];
    if (!this.packing.exact) {
      for (const { unit, line: once } of this.judge.terms) {
        const difference = unit(line, sourceA) + once(line, sourceA) - unit(line, sourceB) - once(line, sourceB);
        if (difference !== 0) return difference;
      }
    }
    return sourceA - sourceB;
  }

  /** True: leaving a unit unfilled is better than an arm whose price is equal as a packed number. */
  prefersUnfilled(line: number, arm: number): boolean {
    if (this.packing.exact) return false;
    const source = this.armSource[arm];
    for (const { unit, line: once, unfilled } of this.judge.terms) {
      const difference = unit(line, source) + once(line, source) - unfilled(line);
      if (difference !== 0) return difference > 0;
    }
    return false;
  }

  /** Two tables of (slots + 1) × width for `exact-line.ts`, one more row in the first, and room for a window over a row. */
  lineTables(slots: number, width: number): { before: Float64Array; after: Float64Array; window: Int32Array } {
    const size = (slots + 2) * width;
    if (this.before.length < size) {
      this.before = new Float64Array(grown(size));
      this.after = new Float64Array(grown(size));
    }
    if (this.window.length < width) this.window = new Int32Array(grown(width));
    return { before: this.before, after: this.after, window: this.window };
  }
}
