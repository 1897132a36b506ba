/** Writes the columns of a core: its arms by node, their modes, slots and entries, every price as a packed number. */

import { BANNED, type Core, FREE, type Limiter } from './core';
import { daysTakeShipments } from './day-room';
import type { Gathered } from './gather';
import { areUnlimited, wantingGroups } from './groups';
import { copyFloat, copyInt, grown } from './grow';
import { type Packing, pack, packedLine, packedOnce, packedOpen, packedUnfilled, packedUnit } from './packing';
import type { Judge, ValuedPlan } from './plan-value';
import type { Scratch } from './scratch';
import { ranksOf } from './starts';

/** Arms of one node that the search takes: all their subsets are modes. More that nothing dominates are hardly ever met. */
const MOST_NODE_ARMS = 10;

/**
 * Lays out the alive arms. `best` is a plan that is known; it decides how finely ties can be told apart. `fence`: limits that plans must keep
 * beside.
 */
export function lay(
  core: Core,
  judge: Judge,
  scratch: Scratch,
  gathered: Gathered,
  best: ValuedPlan,
  fence: Limiter | null = null,
): void {
  const { problem, terms } = judge;
  core.scratch = scratch;
  core.gathered = gathered;
  core.problem = problem;
  core.judge = judge;
  core.separable = gathered.separable;
  core.hasGroupLimits = !areUnlimited(problem);
  core.best = best;
  core.fence = fence;
  core.lines = problem.lines.length;
  reserveLines(core, core.lines);
  core.demand.set(scratch.lineDemand.subarray(0, core.lines));
  layNodes(core, scratch, gathered.arms);
  laySlots(core, scratch);
  core.packing = weighLevels(core);
  // Within limits plans of a higher number can be the better ones.
  if (fence !== null) core.packing = { ...core.packing, exact: false };
  const { packing } = core;
  core.perGroup = packedOnce(packing, terms);
  core.once = core.perGroup * wantingGroups(problem, core.demand);
  core.bestNumber = core.numberOf(best);
  price(core);
  core.modeState.fill(FREE, 0, core.modes);
  core.nodeForced.fill(-1, 0, core.nodes);
  activate(core);
  core.trail.length = 0;
  core.postponed.length = 0;
  core.forcedShipments = 0;
  core.drawn.fill(0, 0, core.lines);
  core.itemWorth = 0;
  core.branches = 0;
}

/** Lays out again what the bans have left, and scales the dual to the new numbers. */
export function layAgain(core: Core): void {
  const { scratch, judge, gathered, best } = core;
  const { crowded } = core;
  const weight = core.packing.weights[0];
  scratch.armAlive.fill(0, 0, gathered.arms);
  for (let arm = 0; arm < core.arms; arm += 1) if (isAlive(core, arm)) scratch.armAlive[core.armScratch[arm]] = 1;
  lay(core, judge, scratch, gathered, best, core.fence);
  // What did not fit the first time is not there to be missed now.
  core.crowded = crowded;
  const scale = core.packing.weights[0] / weight;
  for (let line = 0; line < core.lines; line += 1) {
    core.dual[line] = Math.min(core.penalty[line], Math.floor(core.dual[line] * scale));
  }
}

/** Some mode that holds the arm is not banned. */
function isAlive(core: Core, arm: number): boolean {
  const node = core.armNode[arm];
  const bit = 1 << (arm - core.nodeArmStart[node]);
  for (let mode = core.nodeModeStart[node]; mode < core.nodeModeStart[node + 1]; mode += 1) {
    if (core.modeState[mode] !== BANNED && (core.modeBits[mode] & bit) !== 0) return true;
  }
  return false;
}

/**
 * Arms by node, and every non-empty set of a node's arms as a mode, no larger than the lines need (each line uses one arm for each rank of
 * starts) and than the shipments that the node still takes.
 */
function layNodes(core: Core, scratch: Scratch, arms: number): void {
  const { armAlive, armFirst, armCore } = scratch;
  core.arms = 0;
  core.nodes = 0;
  core.modes = 0;
  core.crowded = false;
  reserveNodes(core, 0);
  for (let start = 0; start < arms; ) {
    const first = armFirst[start];
    const firstHere = core.arms;
    let next = start;
    for (; next < arms && armFirst[next] === first; next += 1) {
      armCore[next] = -1;
      if (armAlive[next] === 0) continue;
      if (core.arms - firstHere === MOST_NODE_ARMS) {
        core.crowded = true;
        continue;
      }
      reserveArms(core, core.arms + 1);
      armCore[next] = core.arms;
      core.armSource[core.arms] = scratch.armSource[next];
      core.armScratch[core.arms] = next;
      core.armNode[core.arms] = core.nodes;
      core.arms += 1;
    }
    if (core.arms > firstHere) layModes(core, scratch.armNode[start], firstHere);
    start = next;
  }
  core.nodeModeStart[core.nodes] = core.modes;
  core.nodeArmStart[core.nodes] = core.arms;
  core.armUsed.fill(0, 0, core.arms);
}

function layModes(core: Core, nodeId: number, firstArm: number): void {
  const arms = core.arms - firstArm;
  reserveNodes(core, core.nodes + 1);
  core.nodeId[core.nodes] = nodeId;
  core.nodeArmStart[core.nodes] = firstArm;
  core.nodeModeStart[core.nodes] = core.modes;
  const { hasCapacity, nodeShipments } = core.problem;
  // Where days have limits a line may need any number of them; where a level has one, as many as it has units.
  const needed = core.problem.days === null ? core.lines * ranksOf(core.problem) : arms;
  const wanted = core.fence === null ? needed : Math.min(arms, countUnits(core));
  const most = hasCapacity && nodeShipments !== null ? Math.min(wanted, nodeShipments[nodeId]) : wanted;
  for (let bits = 1; bits < 1 << arms; bits += 1) {
    const size = countBits(bits);
    if (size > most || !daysTakeShipments(core.problem, sourcesAt(core, firstArm, bits))) continue;
    reserveModes(core, core.modes + 1);
    core.modeNode[core.modes] = core.nodes;
    core.modeBits[core.modes] = bits;
    core.modeSize[core.modes] = size;
    core.modes += 1;
  }
  core.nodes += 1;
}

function countUnits({ demand, lines }: Core): number {
  return demand.subarray(0, lines).reduce((sum, units) => sum + units, 0);
}

/** Sources of the arms that the bits stand for, from an arm on. */
function sourcesAt(core: Core, firstArm: number, bits: number): number[] {
  const sources: number[] = [];
  for (let rest = bits, arm = firstArm; rest > 0; rest >>= 1, arm += 1) {
    if ((rest & 1) === 1) sources.push(core.armSource[arm]);
  }
  return sources;
}

function countBits(bits: number): number {
  let count = 0;
  for (let rest = bits; rest > 0; rest &= rest - 1) count += 1;
  return count;
}

/** Slots from the pairs of alive arms, those of one line and node together. */
function laySlots(core: Core, scratch: Scratch): void {
  const { linePairStart, pairArm, pairUnits, armCore } = scratch;
  core.slots = 0;
  let laid = 0;
  for (let line = 0; line < core.lines; line += 1) {
    core.lineSlotStart[line] = core.slots;
    if (core.demand[line] === 0) continue;
    for (let pair = linePairStart[line]; pair < linePairStart[line + 1]; pair += 1) {
      const arm = armCore[pairArm[pair]];
      if (arm < 0) continue;
      const node = core.armNode[arm];
      if (core.slots === core.lineSlotStart[line] || core.slotNode[core.slots - 1] !== node) {
        reserveSlots(core, core.slots + 2);
        core.slotNode[core.slots] = node;
        core.slotLine[core.slots] = line;
        core.slotUnits[core.slots] = 0;
        core.slotArmStart[core.slots] = laid;
        core.slots += 1;
      }
      reserveSlotArms(core, laid + 1);
      const units = Math.min(pairUnits[pair], core.demand[line]);
      core.slotArm[laid] = arm;
      core.slotArmUnits[laid] = units;
      if (units > core.slotUnits[core.slots - 1]) core.slotUnits[core.slots - 1] = units;
      laid += 1;
    }
  }
  core.lineSlotStart[core.lines] = core.slots;
  reserveSlots(core, core.slots + 1);
  core.slotArmStart[core.slots] = laid;
}

/** Chooses the weights of the levels from what these arms can cost at most. */
function weighLevels(core: Core): Packing {
  const { problem, judge, demand, best } = core;
  let units = 0;
  for (let line = 0; line < core.lines; line += 1) units += demand[line];
  const opens = Math.min(units, core.arms, problem.maxShipments);
  const ranges: number[] = [];
  const known: number[] = [];
  judge.terms.forEach((level, index) => {
    let dearestOpen = 0;
    for (let arm = 0; arm < core.arms; arm += 1) dearestOpen = Math.max(dearestOpen, level.open(core.armSource[arm]));
    let range = opens * dearestOpen;
    let value = best.values[index] - level.once * judge.shippingGroups(best.parts);
    for (let line = 0; line < core.lines; line += 1) {
      const unfilled = level.unfilled(line);
      let dearest = unfilled;
      const end = core.slotArmStart[core.lineSlotStart[line + 1]];
      for (let at = core.slotArmStart[core.lineSlotStart[line]]; at < end; at += 1) {
        const source = core.armSource[core.slotArm[at]];
        dearest = Math.max(dearest, level.unit(line, source) + level.line(line, source));
      }
      range += dearest * demand[line];
      value -= (problem.lines[line].units - demand[line]) * unfilled;
    }
    ranges.push(range);
    known.push(value);
  });
  return pack(ranges, known, 3 * units + 2 + wantingGroups(problem, demand));
}

/** Every price as one number, and the entries. */
function price(core: Core): void {
  const { packing, problem } = core;
  const { terms } = core.judge;
  const cap = core.bestNumber - core.once + packing.slack + 1;
  for (let line = 0; line < core.lines; line += 1) {
    core.penalty[line] = problem.shipComplete ? cap : Math.min(cap, packedUnfilled(packing, terms, line));
  }
  for (let arm = 0; arm < core.arms; arm += 1) core.armOpen[arm] = packedOpen(packing, terms, core.armSource[arm]);
  for (let mode = 0; mode < core.modes; mode += 1) {
    let open = 0;
    let arm = core.nodeArmStart[core.modeNode[mode]];
    for (let bits = core.modeBits[mode]; bits > 0; bits >>= 1, arm += 1) {
      if ((bits & 1) === 1) open += core.armOpen[arm];
    }
    core.modeOpen[mode] = open;
  }
  core.entries = 0;
  for (let line = 0; line < core.lines; line += 1) {
    for (let slot = core.lineSlotStart[line]; slot < core.lineSlotStart[line + 1]; slot += 1) {
      for (let at = core.slotArmStart[slot]; at < core.slotArmStart[slot + 1]; at += 1) {
        const source = core.armSource[core.slotArm[at]];
        core.slotArmUnit[at] = packedUnit(packing, terms, line, source);
        core.slotArmOnce[at] = packedLine(packing, terms, line, source);
      }
      layEntries(core, line, slot);
    }
  }
  core.slotEntryStart[core.slots] = core.entries;
}

/**
 * Of each mode the arm that serves the slot cheapest with all that its start can draw; then, where another starts later, what that one
 * can draw beyond, and so on.
 */
function layEntries(core: Core, line: number, slot: number): void {
  const node = core.slotNode[slot];
  core.slotEntryStart[slot] = core.entries;
  for (let mode = core.nodeModeStart[node]; mode < core.nodeModeStart[node + 1]; mode += 1) {
    for (let drawn = 0; drawn < core.slotUnits[slot]; ) {
      const chosen = cheapestBeyond(core, line, slot, mode, drawn);
      if (chosen < 0) break;
      reserveEntries(core, core.entries + 1);
      core.entryMode[core.entries] = mode;
      core.entryCost[core.entries] = spreadCost(core, chosen);
      core.entryUnits[core.entries] = core.slotArmUnits[chosen] - drawn;
      core.entryArm[core.entries] = core.slotArm[chosen];
      core.entries += 1;
      drawn = core.slotArmUnits[chosen];
    }
  }
}

/** The mode's cheapest (slot, arm) of those that can draw more than so many units; −1 = none can. */
function cheapestBeyond(core: Core, line: number, slot: number, mode: number, drawn: number): number {
  const first = core.nodeArmStart[core.slotNode[slot]];
  let chosen = -1;
  let least = 0;
  for (let at = core.slotArmStart[slot]; at < core.slotArmStart[slot + 1]; at += 1) {
    const arm = core.slotArm[at];
    if (((core.modeBits[mode] >> (arm - first)) & 1) === 0 || core.slotArmUnits[at] <= drawn) continue;
    const cost = spreadCost(core, at);
    if (chosen < 0 || cost < least || (cost === least && core.compareUnits(line, arm, core.slotArm[chosen]) < 0)) {
      chosen = at;
      least = cost;
    }
  }
  return chosen;
}

/** Price per unit of a (slot, arm), its price per line spread over the units that it can ship. */
function spreadCost(core: Core, at: number): number {
  return core.slotArmUnit[at] + Math.floor(core.slotArmOnce[at] / core.slotArmUnits[at]);
}

/** All slots active. */
function activate(core: Core): void {
  const { nodeSlotStart, nodeSlot, slotNode } = core;
  for (let line = 0; line < core.lines; line += 1) {
    core.lineActive[line] = core.lineSlotStart[line + 1] - core.lineSlotStart[line];
  }
  nodeSlotStart.fill(0, 0, core.nodes + 1);
  for (let slot = 0; slot < core.slots; slot += 1) {
    core.slotAt[slot] = slot;
    core.slotPlace[slot] = slot;
    nodeSlotStart[slotNode[slot] + 1] += 1;
  }
  core.activeNodes = core.nodes;
  for (let node = 0; node < core.nodes; node += 1) {
    core.nodeAt[node] = node;
    core.nodePlace[node] = node;
    core.nodeOpenModes[node] = core.nodeModeStart[node + 1] - core.nodeModeStart[node];
    nodeSlotStart[node + 1] += nodeSlotStart[node];
    core.nodeLines[node] = nodeSlotStart[node];
  }
  for (let slot = 0; slot < core.slots; slot += 1) {
    nodeSlot[core.nodeLines[slotNode[slot]]] = slot;
    core.nodeLines[slotNode[slot]] += 1;
  }
}

// ---- room: arrays grow to what an order needs and stay

function reserveLines(core: Core, lines: number): void {
  if (core.demand.length >= lines) return;
  const size = grown(lines);
  core.demand = new Int32Array(size);
  core.penalty = new Float64Array(size);
  core.lineSlotStart = new Int32Array(size + 1);
  core.lineActive = new Int32Array(size);
  core.dual = new Float64Array(size);
  core.drawn = new Float64Array(size);
  core.bestDual = new Float64Array(size);
  core.direction = new Float64Array(size);
  core.point = new Float64Array(size);
}

function reserveArms(core: Core, arms: number): void {
  if (core.armSource.length >= arms) return;
  const size = grown(arms);
  core.armSource = copyInt(core.armSource, size);
  core.armScratch = copyInt(core.armScratch, size);
  core.armNode = copyInt(core.armNode, size);
  core.armOpen = new Float64Array(size);
  core.armUsed = new Uint8Array(size);
}

function reserveNodes(core: Core, nodes: number): void {
  if (core.nodeId.length > nodes) return;
  const size = grown(nodes + 1);
  core.nodeId = copyInt(core.nodeId, size);
  core.nodeArmStart = copyInt(core.nodeArmStart, size + 1);
  core.nodeModeStart = copyInt(core.nodeModeStart, size + 1);
  core.nodeForced = new Int32Array(size);
  core.share = new Float64Array(size);
  core.modeOf = new Int32Array(size);
  core.nodeLines = new Int32Array(size);
  core.nodeOpenModes = new Int32Array(size);
  core.nodeAt = new Int32Array(size);
  core.nodePlace = new Int32Array(size);
  core.nodeSlotStart = new Int32Array(size + 1);
}

function reserveModes(core: Core, modes: number): void {
  if (core.modeNode.length >= modes) return;
  const size = grown(modes);
  core.modeNode = copyInt(core.modeNode, size);
  core.modeBits = copyInt(core.modeBits, size);
  core.modeSize = copyInt(core.modeSize, size);
  core.modeOpen = new Float64Array(size);
  core.modeState = new Uint8Array(size);
  core.reduced = new Float64Array(size);
}

function reserveSlots(core: Core, slots: number): void {
  if (core.slotNode.length >= slots) return;
  const size = grown(slots);
  core.slotNode = copyInt(core.slotNode, size);
  core.slotLine = copyInt(core.slotLine, size);
  core.slotUnits = copyInt(core.slotUnits, size);
  core.slotAt = new Int32Array(size);
  core.slotPlace = new Int32Array(size);
  core.nodeSlot = new Int32Array(size);
  core.slotArmStart = copyInt(core.slotArmStart, size);
  core.slotEntryStart = new Int32Array(size);
  core.slotKey = new Float64Array(size);
}

function reserveSlotArms(core: Core, slotArms: number): void {
  if (core.slotArm.length >= slotArms) return;
  const size = grown(slotArms);
  core.slotArm = copyInt(core.slotArm, size);
  core.slotArmUnits = copyInt(core.slotArmUnits, size);
  core.choice = new Int32Array(size);
  core.slotArmUnit = new Float64Array(size);
  core.slotArmOnce = new Float64Array(size);
  core.partLine = new Int32Array(size);
  core.partArm = new Int32Array(size);
  core.partUnits = new Int32Array(size);
}

function reserveEntries(core: Core, entries: number): void {
  if (core.entryMode.length >= entries) return;
  const size = grown(entries);
  core.entryMode = copyInt(core.entryMode, size);
  core.entryCost = copyFloat(core.entryCost, size);
  core.entryUnits = copyInt(core.entryUnits, size);
  core.entryArm = copyInt(core.entryArm, size);
}
