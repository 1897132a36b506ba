import type { Gathered } from './gather';
import { copyFloat, copyInt, grown } from './grow';
import {
  type Packing,
  pack,
  packedLine,
  packedOnce,
  packedOpen,
  packedUnfilled,
  packedUnit,
  planNumber,
} from './packing';
import { type Judge, type Part, sortParts, type ValuedPlan } from './plan-value';
import type { Problem } from './problem';
import type { Scratch } from './scratch';

export const FREE = 0;
export const FORCED = 1;
export const BANNED = 2;

/** Arms of one node that the search takes: all their subsets are modes. More that nothing dominates are hardly ever met. */
const MOST_NODE_ARMS = 10;

/** A search asks for the ranks of the last ties only once it has met so many branches: few orders have so many equals. */
const BRANCHES_BEFORE_RANKS = 12;

/**
 * The few arms that can still matter, laid out for the search. A *mode* of a node is a set of its arms used together, so that a
 * node's stock is never counted twice; a *slot* is (line, node); an *entry* is (slot, mode). Numbers are packed levels. The arrays
 * belong to the scratch and are laid anew by every `lay`; counts say how much of them is in use.
 */
export class Core {
  problem!: Problem;
  judge!: Judge;
  scratch!: Scratch;
  gathered!: Gathered;
  packing!: Packing;
  /** Nothing but the open modes decides who ships what. */
  separable = false;
  /** A node has more arms than the search takes: it is not complete. */
  crowded = false;
  /** Added to the number of every plan that ships anything. */
  once = 0;
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
  slotUnits = new Int32Array(0);
  slotEntryStart = new Int32Array(0);
  slotKey = new Float64Array(0);
  choice = new Int32Array(0);
  choiceSlot = new Int32Array(0);
  slotArmStart = new Int32Array(0);
  // (slot, arm)
  slotArm = new Int32Array(0);
  /** True price per unit, and once per line in the shipment. */
  slotArmUnit = new Float64Array(0);
  slotArmOnce = new Float64Array(0);
  // entry
  entryMode = new Int32Array(0);
  /** Price per unit, a price per line spread over the slot's units: exact where the core is separable. */
  entryCost = new Float64Array(0);
  entryArm = new Int32Array(0);
  // parts of the plan at hand
  parts = 0;
  partLine = new Int32Array(0);
  partArm = new Int32Array(0);
  partUnits = new Int32Array(0);

  private before = new Float64Array(0);
  private after = new Float64Array(0);

  /** Changes to undo: mode × 4 + old state. */
  readonly trail: number[] = [];
  forcedShipments = 0;
  best!: ValuedPlan;
  /** The best plan's number. */
  bestNumber = 0;
  steps = 0;
  budget = 0;
  branches = 0;

  /** Lays out the alive arms. `best` is a plan that is known; it decides how finely ties can be told apart. */
  lay(judge: Judge, scratch: Scratch, gathered: Gathered, best: ValuedPlan): void {
    const { problem, terms } = judge;
    this.scratch = scratch;
    this.gathered = gathered;
    this.problem = problem;
    this.judge = judge;
    this.separable = gathered.separable;
    this.best = best;
    this.lines = problem.lines.length;
    this.reserveLines(this.lines);
    this.demand.set(scratch.lineDemand.subarray(0, this.lines));
    this.layNodes(scratch, gathered.arms);
    this.laySlots(scratch);
    this.packing = this.pack();
    const { packing } = this;
    this.once = packedOnce(packing, terms);
    this.bestNumber = planNumber(packing, terms, this.demand.subarray(0, this.lines), best.parts);
    this.price();
    this.modeState.fill(FREE, 0, this.modes);
    this.nodeForced.fill(-1, 0, this.nodes);
    this.activate();
    this.trail.length = 0;
    this.forcedShipments = 0;
    this.drawn.fill(0, 0, this.lines);
    this.itemWorth = 0;
    this.branches = 0;
  }

  /** Lays out again what the bans have left, and scales the dual to the new numbers. */
  layAgain(): void {
    const { scratch, judge, gathered, best } = this;
    const { crowded } = this;
    const weight = this.packing.weights[0];
    scratch.armAlive.fill(0, 0, gathered.arms);
    for (let arm = 0; arm < this.arms; arm += 1) if (this.isAlive(arm)) scratch.armAlive[this.armScratch[arm]] = 1;
    this.lay(judge, scratch, gathered, best);
    // What did not fit the first time is not there to be missed now.
    this.crowded = crowded;
    const scale = this.packing.weights[0] / weight;
    for (let line = 0; line < this.lines; line += 1) {
      this.dual[line] = Math.min(this.penalty[line], Math.floor(this.dual[line] * scale));
    }
  }

  /** Some mode that holds the arm is not banned. */
  private isAlive(arm: number): boolean {
    const node = this.armNode[arm];
    const bit = 1 << (arm - this.nodeArmStart[node]);
    for (let mode = this.nodeModeStart[node]; mode < this.nodeModeStart[node + 1]; mode += 1) {
      if (this.modeState[mode] !== BANNED && (this.modeBits[mode] & bit) !== 0) return true;
    }
    return false;
  }

  /** Takes a plan from elsewhere if it is better than the best known one. */
  offerPlan(plan: ValuedPlan): void {
    if (this.judge.compare(plan, this.best) >= 0) return;
    this.best = plan;
    this.bestNumber = planNumber(this.packing, this.judge.terms, this.demand.subarray(0, this.lines), plan.parts);
  }

  /** All slots active. */
  private activate(): void {
    const { nodeSlotStart, nodeSlot, slotNode } = this;
    for (let line = 0; line < this.lines; line += 1) {
      this.lineActive[line] = this.lineSlotStart[line + 1] - this.lineSlotStart[line];
    }
    nodeSlotStart.fill(0, 0, this.nodes + 1);
    for (let slot = 0; slot < this.slots; slot += 1) {
      this.slotAt[slot] = slot;
      this.slotPlace[slot] = slot;
      nodeSlotStart[slotNode[slot] + 1] += 1;
    }
    this.activeNodes = this.nodes;
    for (let node = 0; node < this.nodes; node += 1) {
      this.nodeAt[node] = node;
      this.nodePlace[node] = node;
      this.nodeOpenModes[node] = this.nodeModeStart[node + 1] - this.nodeModeStart[node];
      nodeSlotStart[node + 1] += nodeSlotStart[node];
      this.nodeLines[node] = nodeSlotStart[node];
    }
    for (let slot = 0; slot < this.slots; slot += 1) {
      nodeSlot[this.nodeLines[slotNode[slot]]] = slot;
      this.nodeLines[slotNode[slot]] += 1;
    }
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
    const parts: Part[] = [];
    for (let part = 0; part < this.parts; part += 1) {
      parts.push({
        line: this.partLine[part],
        source: this.armSource[this.partArm[part]],
        units: this.partUnits[part],
      });
    }
    const plan = this.judge.value(sortParts(parts));
    if (this.judge.compare(plan, this.best) >= 0) return;
    this.best = plan;
    this.bestNumber = number;
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

  /** Arms by node, and every non-empty set of a node's arms as a mode, no larger than the number of lines: each line uses one arm. */
  private layNodes(scratch: Scratch, arms: number): void {
    const { armAlive, armFirst, armCore } = scratch;
    this.arms = 0;
    this.nodes = 0;
    this.modes = 0;
    this.crowded = false;
    this.reserveNodes(0);
    for (let start = 0; start < arms; ) {
      const first = armFirst[start];
      const firstHere = this.arms;
      let next = start;
      for (; next < arms && armFirst[next] === first; next += 1) {
        armCore[next] = -1;
        if (armAlive[next] === 0) continue;
        if (this.arms - firstHere === MOST_NODE_ARMS) {
          this.crowded = true;
          continue;
        }
        this.reserveArms(this.arms + 1);
        armCore[next] = this.arms;
        this.armSource[this.arms] = scratch.armSource[next];
        this.armScratch[this.arms] = next;
        this.armNode[this.arms] = this.nodes;
        this.arms += 1;
      }
      if (this.arms > firstHere) this.layModes(scratch.armNode[start], firstHere);
      start = next;
    }
    this.nodeModeStart[this.nodes] = this.modes;
    this.nodeArmStart[this.nodes] = this.arms;
    this.armUsed.fill(0, 0, this.arms);
  }

  private layModes(nodeId: number, firstArm: number): void {
    const arms = this.arms - firstArm;
    this.reserveNodes(this.nodes + 1);
    this.nodeId[this.nodes] = nodeId;
    this.nodeArmStart[this.nodes] = firstArm;
    this.nodeModeStart[this.nodes] = this.modes;
    for (let bits = 1; bits < 1 << arms; bits += 1) {
      const size = countBits(bits);
      if (size > this.lines) continue;
      this.reserveModes(this.modes + 1);
      this.modeNode[this.modes] = this.nodes;
      this.modeBits[this.modes] = bits;
      this.modeSize[this.modes] = size;
      this.modes += 1;
    }
    this.nodes += 1;
  }

  /** Slots from the pairs of alive arms, those of one line and node together. */
  private laySlots(scratch: Scratch): void {
    const { linePairStart, pairArm, pairUnits, armCore } = scratch;
    this.slots = 0;
    let laid = 0;
    for (let line = 0; line < this.lines; line += 1) {
      this.lineSlotStart[line] = this.slots;
      if (this.demand[line] === 0) continue;
      for (let pair = linePairStart[line]; pair < linePairStart[line + 1]; pair += 1) {
        const arm = armCore[pairArm[pair]];
        if (arm < 0) continue;
        const node = this.armNode[arm];
        if (this.slots === this.lineSlotStart[line] || this.slotNode[this.slots - 1] !== node) {
          this.reserveSlots(this.slots + 2);
          this.slotNode[this.slots] = node;
          this.slotLine[this.slots] = line;
          this.slotUnits[this.slots] = Math.min(pairUnits[pair], this.demand[line]);
          this.slotArmStart[this.slots] = laid;
          this.slots += 1;
        }
        this.reserveSlotArms(laid + 1);
        this.slotArm[laid] = arm;
        laid += 1;
      }
    }
    this.lineSlotStart[this.lines] = this.slots;
    this.reserveSlots(this.slots + 1);
    this.slotArmStart[this.slots] = laid;
  }

  /** Chooses the weights of the levels from what these arms can cost at most. */
  private pack(): Packing {
    const { problem, judge, demand, best } = this;
    let units = 0;
    for (let line = 0; line < this.lines; line += 1) units += demand[line];
    const opens = Math.min(units, this.arms, problem.maxShipments);
    const ranges: number[] = [];
    const known: number[] = [];
    judge.terms.forEach((level, index) => {
      let dearestOpen = 0;
      for (let arm = 0; arm < this.arms; arm += 1) dearestOpen = Math.max(dearestOpen, level.open(this.armSource[arm]));
      let range = opens * dearestOpen;
      let value = best.values[index] - (best.parts.length > 0 ? level.once : 0);
      for (let line = 0; line < this.lines; line += 1) {
        const unfilled = level.unfilled(line);
        let dearest = unfilled;
        const end = this.slotArmStart[this.lineSlotStart[line + 1]];
        for (let at = this.slotArmStart[this.lineSlotStart[line]]; at < end; at += 1) {
          const source = this.armSource[this.slotArm[at]];
          dearest = Math.max(dearest, level.unit(line, source) + level.line(line, source));
        }
        range += dearest * demand[line];
        value -= (problem.lines[line].units - demand[line]) * unfilled;
      }
      ranges.push(range);
      known.push(value);
    });
    return pack(ranges, known, 3 * units + 3);
  }

  /** Every price as one number, and the entries: of each mode the arm that serves the slot cheapest. */
  private price(): void {
    const { packing, problem } = this;
    const { terms } = this.judge;
    const cap = this.bestNumber - this.once + packing.slack + 1;
    for (let line = 0; line < this.lines; line += 1) {
      this.penalty[line] = problem.shipComplete ? cap : Math.min(cap, packedUnfilled(packing, terms, line));
    }
    for (let arm = 0; arm < this.arms; arm += 1) this.armOpen[arm] = packedOpen(packing, terms, this.armSource[arm]);
    for (let mode = 0; mode < this.modes; mode += 1) {
      let open = 0;
      let arm = this.nodeArmStart[this.modeNode[mode]];
      for (let bits = this.modeBits[mode]; bits > 0; bits >>= 1, arm += 1) {
        if ((bits & 1) === 1) open += this.armOpen[arm];
      }
      this.modeOpen[mode] = open;
    }
    this.entries = 0;
    for (let line = 0; line < this.lines; line += 1) {
      for (let slot = this.lineSlotStart[line]; slot < this.lineSlotStart[line + 1]; slot += 1) {
        for (let at = this.slotArmStart[slot]; at < this.slotArmStart[slot + 1]; at += 1) {
          const source = this.armSource[this.slotArm[at]];
          this.slotArmUnit[at] = packedUnit(packing, terms, line, source);
          this.slotArmOnce[at] = packedLine(packing, terms, line, source);
        }
        this.layEntries(line, slot);
      }
    }
    this.slotEntryStart[this.slots] = this.entries;
  }

  private layEntries(line: number, slot: number): void {
    const node = this.slotNode[slot];
    const first = this.nodeArmStart[node];
    this.slotEntryStart[slot] = this.entries;
    for (let mode = this.nodeModeStart[node]; mode < this.nodeModeStart[node + 1]; mode += 1) {
      let chosen = -1;
      let least = 0;
      for (let at = this.slotArmStart[slot]; at < this.slotArmStart[slot + 1]; at += 1) {
        const arm = this.slotArm[at];
        if (((this.modeBits[mode] >> (arm - first)) & 1) === 0) continue;
        const cost = this.slotArmUnit[at] + Math.floor(this.slotArmOnce[at] / this.slotUnits[slot]);
        if (chosen < 0 || cost < least || (cost === least && this.compareUnits(line, arm, chosen) < 0)) {
          chosen = arm;
          least = cost;
        }
      }
      if (chosen < 0) continue;
      this.reserveEntries(this.entries + 1);
      this.entryMode[this.entries] = mode;
      this.entryCost[this.entries] = least;
      this.entryArm[this.entries] = chosen;
      this.entries += 1;
    }
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

  /** Two tables of (slots + 1) × width for `exact-line.ts`. */
  lineTables(slots: number, width: number): { before: Float64Array; after: Float64Array } {
    const size = (slots + 1) * width;
    if (this.before.length < size) {
      this.before = new Float64Array(grown(size));
      this.after = new Float64Array(grown(size));
    }
    return { before: this.before, after: this.after };
  }

  // ---- room ------------------------------------------------------------------------------------------------------------------

  private reserveLines(lines: number): void {
    if (this.demand.length >= lines) return;
    const size = grown(lines);
    this.demand = new Int32Array(size);
    this.penalty = new Float64Array(size);
    this.lineSlotStart = new Int32Array(size + 1);
    this.lineActive = new Int32Array(size);
    this.dual = new Float64Array(size);
    this.drawn = new Float64Array(size);
    this.bestDual = new Float64Array(size);
    this.direction = new Float64Array(size);
    this.point = new Float64Array(size);
  }

  private reserveArms(arms: number): void {
    if (this.armSource.length >= arms) return;
    const size = grown(arms);
    this.armSource = copyInt(this.armSource, size);
    this.armScratch = copyInt(this.armScratch, size);
    this.armNode = copyInt(this.armNode, size);
    this.armOpen = new Float64Array(size);
    this.armUsed = new Uint8Array(size);
  }

  private reserveNodes(nodes: number): void {
    if (this.nodeId.length > nodes) return;
    const size = grown(nodes + 1);
    this.nodeId = copyInt(this.nodeId, size);
    this.nodeArmStart = copyInt(this.nodeArmStart, size + 1);
    this.nodeModeStart = copyInt(this.nodeModeStart, size + 1);
    this.nodeForced = new Int32Array(size);
    this.share = new Float64Array(size);
    this.modeOf = new Int32Array(size);
    this.nodeLines = new Int32Array(size);
    this.nodeOpenModes = new Int32Array(size);
    this.nodeAt = new Int32Array(size);
    this.nodePlace = new Int32Array(size);
    this.nodeSlotStart = new Int32Array(size + 1);
  }

  private reserveModes(modes: number): void {
    if (this.modeNode.length >= modes) return;
    const size = grown(modes);
    this.modeNode = copyInt(this.modeNode, size);
    this.modeBits = copyInt(this.modeBits, size);
    this.modeSize = copyInt(this.modeSize, size);
    this.modeOpen = new Float64Array(size);
    this.modeState = new Uint8Array(size);
    this.reduced = new Float64Array(size);
  }

  private reserveSlots(slots: number): void {
    if (this.slotNode.length >= slots) return;
    const size = grown(slots);
    this.slotNode = copyInt(this.slotNode, size);
    this.slotLine = copyInt(this.slotLine, size);
    this.slotUnits = copyInt(this.slotUnits, size);
    this.slotAt = new Int32Array(size);
    this.slotPlace = new Int32Array(size);
    this.nodeSlot = new Int32Array(size);
    this.slotArmStart = copyInt(this.slotArmStart, size);
    this.slotEntryStart = new Int32Array(size);
    this.slotKey = new Float64Array(size);
    this.choice = new Int32Array(size);
    this.choiceSlot = new Int32Array(size);
  }

  private reserveSlotArms(slotArms: number): void {
    if (this.slotArm.length >= slotArms) return;
    const size = grown(slotArms);
    this.slotArm = copyInt(this.slotArm, size);
    this.slotArmUnit = new Float64Array(size);
    this.slotArmOnce = new Float64Array(size);
    this.partLine = new Int32Array(size);
    this.partArm = new Int32Array(size);
    this.partUnits = new Int32Array(size);
  }

  private reserveEntries(entries: number): void {
    if (this.entryMode.length >= entries) return;
    const size = grown(entries);
    this.entryMode = copyInt(this.entryMode, size);
    this.entryCost = copyFloat(this.entryCost, size);
    this.entryArm = copyInt(this.entryArm, size);
  }
}

function countBits(bits: number): number {
  let count = 0;
  for (let rest = bits; rest > 0; rest &= rest - 1) count += 1;
  return count;
}
