import type { Gathered } from './gather';
import type { LevelTerms } from './objective';
import { type Packing, pack, packed, planNumber } from './packing';
import { comparePlans, type Part, sortParts, type ValuedPlan, valuePlan } from './plan-value';
import type { Problem } from './problem';
import type { Scratch } from './scratch';

export const FREE = 0;
export const FORCED = 1;
export const BANNED = 2;

/**
 * The few arms that can still matter, laid out for the search. A *mode* of a node is a set of its arms used together, so that a
 * node's stock is never counted twice; a *slot* is (line, node); an *entry* is (slot, mode). Numbers are packed levels.
 */
export interface Core {
  readonly problem: Problem;
  readonly scratch: Scratch;
  readonly terms: readonly LevelTerms[];
  readonly packing: Packing;
  /** Nothing but the open modes decides who ships what. */
  readonly separable: boolean;
  /** Added to the number of every plan that ships anything. */
  readonly once: number;
  readonly lines: number;
  readonly nodes: number;
  readonly modes: number;
  // line
  readonly demand: Int32Array;
  readonly penalty: Float64Array;
  readonly lineSlotStart: Int32Array;
  // node
  readonly nodeId: Int32Array;
  readonly nodeModeStart: Int32Array;
  // arm
  readonly armSource: Int32Array;
  readonly armOpen: Float64Array;
  // mode
  readonly modeNode: Int32Array;
  readonly modeOpen: Float64Array;
  readonly modeRanks: Int32Array;
  readonly modeArms: readonly (readonly number[])[];
  // slot
  readonly slotNode: Int32Array;
  readonly slotUnits: Int32Array;
  readonly slotEntryStart: Int32Array;
  /** slot: arms that serve it, with the true price per unit and once per line. */
  readonly slotArms: readonly (readonly SlotArm[])[];
  // entry
  readonly entryMode: Int32Array;
  /** Price per unit, a price per line spread over the slot's units: exact where the core is separable. */
  readonly entryCost: Float64Array;
  readonly entryArm: Int32Array;

  // ---- state of the search -----------------------------------------------------------------------------------------------------
  readonly modeState: Uint8Array;
  /** node: its forced mode; −1 = none. */
  readonly nodeForced: Int32Array;
  readonly dual: Float64Array;
  readonly reduced: Float64Array;
  /** line: the best dual of an ascent, and a direction. */
  readonly bestDual: Float64Array;
  readonly direction: Float64Array;
  /** arm: used in the plan at hand. */
  readonly used: Uint8Array;
  readonly usedArms: number[];
  readonly parts: Part[];
  /** Open entries of one line and their slots, cheapest first. */
  readonly choice: Int32Array;
  readonly choiceSlot: Int32Array;
  /** slot of one line: sort key. */
  readonly slotKey: Float64Array;
  /** node: the mode a plan at hand may use; −1 = none. */
  readonly modeOf: Int32Array;
  /** node: what it adds to the bound, ≤ 0 unless forced. */
  readonly share: Float64Array;
  /** Changes to undo: mode × 4 + old state. */
  readonly trail: number[];
  forcedShipments: number;
  forcedRanks: number;
  best: ValuedPlan;
  /** The best plan's number. */
  bestNumber: number;
  steps: number;
  budget: number;
}

export interface SlotArm {
  readonly arm: number;
  readonly unit: number;
  readonly once: number;
}

/** Lays out the alive arms. `best` is a plan that is known; it decides how finely ties can be told apart. */
export function buildCore(
  problem: Problem,
  scratch: Scratch,
  gathered: Gathered,
  terms: readonly LevelTerms[],
  best: ValuedPlan,
): Core {
  const alive: number[] = [];
  for (let arm = 0; arm < gathered.arms; arm += 1) if (scratch.armAlive[arm] === 1) alive.push(arm);
  const slots = slotsOf(problem, scratch, gathered.arms);
  const demand = scratch.lineDemand.slice(0, problem.lines.length);
  const packing = packFor(problem, scratch, terms, alive, slots, demand, best);
  const numberOf = (coefficient: (level: number) => number) => packed(packing, coefficient);
  const once = numberOf((level) => terms[level].once);
  const bestNumber = planNumber(problem, packing, terms, demand, best.parts);
  const cap = bestNumber - once + packing.slack + 1;
  const penalty = Float64Array.from(problem.lines, (_, line) =>
    Math.min(cap, problem.shipComplete ? cap : numberOf((level) => terms[level].unfilled(line))),
  );
  const arms = layOutArms(scratch, alive, (source) => numberOf((level) => terms[level].open(source)));
  const modes = layOutModes(scratch, arms, problem.lines.length);
  const laid = layOutSlots(slots, arms, modes, scratch, (line, source, units) => ({
    unit: numberOf((level) => terms[level].unit(line, source)),
    once: numberOf((level) => terms[level].line(line, source)),
    units,
  }));
  return {
    problem,
    scratch,
    terms,
    packing,
    separable: gathered.separable,
    once,
    lines: problem.lines.length,
    nodes: modes.nodeModeStart.length - 1,
    modes: modes.modeNode.length,
    demand,
    penalty,
    ...arms,
    ...modes,
    ...laid,
    modeState: new Uint8Array(modes.modeNode.length),
    nodeForced: new Int32Array(modes.nodeModeStart.length - 1).fill(-1),
    dual: new Float64Array(problem.lines.length),
    bestDual: new Float64Array(problem.lines.length),
    direction: new Float64Array(problem.lines.length),
    used: new Uint8Array(alive.length),
    usedArms: [],
    parts: [],
    choice: new Int32Array(laid.slotNode.length),
    choiceSlot: new Int32Array(laid.slotNode.length),
    slotKey: new Float64Array(laid.slotNode.length),
    reduced: new Float64Array(modes.modeNode.length),
    modeOf: new Int32Array(modes.nodeModeStart.length - 1),
    share: new Float64Array(modes.nodeModeStart.length - 1),
    trail: [],
    forcedShipments: 0,
    forcedRanks: 0,
    best,
    bestNumber,
    steps: 0,
    budget: 0,
  };
}

/** Takes a plan if it is better than the best known one. `number` is its packed number. Returns whether it was taken. */
export function offer(core: Core, number: number, parts: readonly Part[]): boolean {
  if (number > core.bestNumber + core.packing.slack) return false;
  const plan = valuePlan(core.problem, core.scratch, core.terms, sortParts([...parts]));
  if (comparePlans(plan, core.best) >= 0) return false;
  core.best = plan;
  core.bestNumber = number;
  return true;
}

/** True: nothing under this bound can be better, not even in the last ties. */
export function isBeaten(core: Core, bound: number, ranks: number): boolean {
  if (bound > core.bestNumber + core.packing.slack) return true;
  return core.packing.exact && bound >= core.bestNumber && ranks > core.best.shipmentRanks;
}

interface Slot {
  readonly line: number;
  /** First arm of the node. */
  readonly node: number;
  readonly units: number;
  readonly arms: number[];
}

/** The pairs of alive arms, those of one line and node together. */
function slotsOf(problem: Problem, scratch: Scratch, arms: number): Slot[] {
  const { linePairStart, pairArm, pairUnits, armFirst, armAlive, lineDemand } = scratch;
  const slots: Slot[] = [];
  if (arms === 0) return slots;
  for (let line = 0; line < problem.lines.length; line += 1) {
    if (lineDemand[line] === 0) continue;
    let slot: Slot | undefined;
    for (let pair = linePairStart[line]; pair < linePairStart[line + 1]; pair += 1) {
      const arm = pairArm[pair];
      if (armAlive[arm] === 0) continue;
      if (slot === undefined || slot.line !== line || slot.node !== armFirst[arm]) {
        slot = { line, node: armFirst[arm], units: Math.min(pairUnits[pair], lineDemand[line]), arms: [] };
        slots.push(slot);
      }
      slot.arms.push(arm);
    }
  }
  return slots;
}

function packFor(
  problem: Problem,
  scratch: Scratch,
  terms: readonly LevelTerms[],
  alive: readonly number[],
  slots: readonly Slot[],
  demand: Int32Array,
  best: ValuedPlan,
): Packing {
  const units = demand.reduce((sum, line) => sum + line, 0);
  const opens = Math.min(units, alive.length, problem.maxShipments);
  const ranges = terms.map((level) => {
    let dearestOpen = 0;
    for (const arm of alive) dearestOpen = Math.max(dearestOpen, level.open(scratch.armSource[arm]));
    const dearest = problem.lines.map((_, line) => level.unfilled(line));
    for (const { line, arms } of slots) {
      for (const arm of arms) {
        const source = scratch.armSource[arm];
        dearest[line] = Math.max(dearest[line], level.unit(line, source) + level.line(line, source));
      }
    }
    return opens * dearestOpen + dearest.reduce((sum, price, line) => sum + price * demand[line], 0);
  });
  const known = terms.map((level, index) =>
    problem.lines.reduce(
      (sum, { units: asked }, line) => sum - (asked - demand[line]) * level.unfilled(line),
      best.values[index] - (best.parts.length > 0 ? level.once : 0),
    ),
  );
  return pack(ranges, known, 3 * units + 3);
}

/** Arms by node: those of one node stay neighbours. `coreArm` tells an arm's place here. */
function layOutArms(scratch: Scratch, alive: readonly number[], open: (source: number) => number) {
  const coreArm = new Map<number, number>(alive.map((arm, index) => [arm, index]));
  return {
    coreArm,
    armFirst: alive.map((arm) => scratch.armFirst[arm]),
    armSource: Int32Array.from(alive, (arm) => scratch.armSource[arm]),
    armOpen: Float64Array.from(alive, (arm) => open(scratch.armSource[arm])),
  };
}

/** Every non-empty set of a node's arms, no larger than the number of lines: each line uses one of them. */
function layOutModes(scratch: Scratch, arms: ReturnType<typeof layOutArms>, lines: number) {
  const nodeModeStart: number[] = [];
  const nodeFirst: number[] = [];
  const modeNode: number[] = [];
  const modeArms: number[][] = [];
  for (let start = 0; start < arms.armFirst.length; ) {
    let end = start;
    while (end < arms.armFirst.length && arms.armFirst[end] === arms.armFirst[start]) end += 1;
    nodeModeStart.push(modeArms.length);
    nodeFirst.push(arms.armFirst[start]);
    for (const set of subsets(start, end, lines)) {
      modeNode.push(nodeFirst.length - 1);
      modeArms.push(set);
    }
    start = end;
  }
  nodeModeStart.push(modeArms.length);
  return {
    nodeFirst,
    nodeId: Int32Array.from(nodeFirst, (first) => scratch.armNode[first]),
    nodeModeStart: Int32Array.from(nodeModeStart),
    modeNode: Int32Array.from(modeNode),
    modeArms: modeArms as readonly (readonly number[])[],
    modeOpen: Float64Array.from(modeArms, (set) => set.reduce((sum, arm) => sum + arms.armOpen[arm], 0)),
    modeRanks: Int32Array.from(modeArms, (set) =>
      set.reduce((sum, arm) => sum + scratch.sourceRank[arms.armSource[arm]], 0),
    ),
  };
}

function subsets(start: number, end: number, most: number): number[][] {
  let sets: number[][] = [[]];
  for (let arm = start; arm < end; arm += 1) {
    sets = sets.concat(sets.filter((set) => set.length < most).map((set) => [...set, arm]));
  }
  return sets.slice(1);
}

function layOutSlots(
  slots: readonly Slot[],
  arms: ReturnType<typeof layOutArms>,
  modes: ReturnType<typeof layOutModes>,
  scratch: Scratch,
  price: (line: number, source: number, units: number) => { unit: number; once: number },
) {
  const nodeOf = new Map<number, number>(modes.nodeFirst.map((first, node) => [first, node]));
  const lines = scratch.lineDemand.length;
  const lineSlotStart = new Int32Array(lines + 1);
  const slotEntryStart: number[] = [0];
  const slotArms: SlotArm[][] = [];
  const entryMode: number[] = [];
  const entryCost: number[] = [];
  const entryArm: number[] = [];
  for (const slot of slots) {
    lineSlotStart[slot.line + 1] += 1;
    const served = new Map<number, { cost: number; rank: number }>();
    slotArms.push(
      slot.arms.map((scratchArm) => {
        const arm = arms.coreArm.get(scratchArm) as number;
        const { unit, once } = price(slot.line, arms.armSource[arm], slot.units);
        served.set(arm, {
          cost: unit + Math.floor(once / slot.units),
          rank: scratch.sourceRank[arms.armSource[arm]],
        });
        return { arm, unit, once };
      }),
    );
    const node = nodeOf.get(slot.node) as number;
    for (let mode = modes.nodeModeStart[node]; mode < modes.nodeModeStart[node + 1]; mode += 1) {
      let chosen = -1;
      for (const arm of modes.modeArms[mode]) {
        const offered = served.get(arm);
        if (offered === undefined) continue;
        const current = chosen < 0 ? undefined : served.get(chosen);
        if (
          current === undefined ||
          offered.cost < current.cost ||
          (offered.cost === current.cost && offered.rank < current.rank)
        ) {
          chosen = arm;
        }
      }
      if (chosen < 0) continue;
      entryMode.push(mode);
      entryCost.push((served.get(chosen) as { cost: number }).cost);
      entryArm.push(chosen);
    }
    slotEntryStart.push(entryMode.length);
  }
  for (let line = 0; line < lines; line += 1) lineSlotStart[line + 1] += lineSlotStart[line];
  return {
    lineSlotStart,
    slotNode: Int32Array.from(slots, (slot) => nodeOf.get(slot.node) as number),
    slotUnits: Int32Array.from(slots, (slot) => slot.units),
    slotEntryStart: Int32Array.from(slotEntryStart),
    slotArms: slotArms as readonly (readonly SlotArm[])[],
    entryMode: Int32Array.from(entryMode),
    entryCost: Float64Array.from(entryCost),
    entryArm: Int32Array.from(entryArm),
  };
}
