import { BANNED, type Core, FREE } from './core';

/** A line of so many units drawn from several nodes is worth a bound of its own. */
const MANY_UNITS = 4;

/**
 * A better bound where one line needs many units: its demand is kept exactly and only the other lines' demand is priced. What each
 * node charges for x units of the line is then `w + cost·x` (w: its reduced cost without the line), and a min-plus convolution over the
 * nodes, O(nodes × demand × units), finds the cheapest way to reach demand: the single-sink fixed-charge problem with w as opening
 * costs. Prefix and suffix tables give, for every mode, the bound of the plans that use it, so that beaten ones are banned. Needs the
 * reduced costs of the current dual; returns the best bound over the lines.
 */
export function boundByLines(core: Core, bound: number): number {
  let best = bound;
  for (let line = 0; line < core.lines; line += 1) {
    if (core.demand[line] < MANY_UNITS || core.lineActive[line] < 2) continue;
    if (core.steps + tableSize(core, line) > core.budget) continue;
    best = Math.max(best, boundByLine(core, line));
    if (best > core.bestNumber + core.packing.slack) break;
  }
  return best;
}

/** Steps that the tables of a line take. */
function tableSize(core: Core, line: number): number {
  const first = core.lineSlotStart[line];
  let reach = 0;
  for (let index = 0; index < core.lineActive[line]; index += 1) {
    const slot = core.slotAt[first + index];
    reach += (core.slotUnits[slot] + 1) * core.nodeOpenModes[core.slotNode[slot]];
  }
  return 2 * reach * (core.demand[line] + 1);
}

function boundByLine(core: Core, line: number): number {
  const { lineSlotStart, slotAt, slotNode } = core;
  const demand = core.demand[line];
  const slots = core.lineActive[line];
  const width = demand + 1;
  const { before, after } = core.lineTables(slots, width);
  const first = lineSlotStart[line];
  const rest = withoutLine(core, line);
  before[0] = 0;
  before.fill(Number.POSITIVE_INFINITY, 1, width);
  for (let index = 0; index < slots; index += 1) {
    convolve(core, line, slotAt[first + index], before, index * width, (index + 1) * width, demand);
  }
  // After the last node what is missing stays unfilled.
  for (let left = 0; left <= demand; left += 1)
    after[slots * width + left] = left * (core.penalty[line] - core.drawn[line]);
  for (let index = slots - 1; index >= 0; index -= 1) {
    convolve(core, line, slotAt[first + index], after, (index + 1) * width, index * width, demand);
  }
  const bound = rest + after[demand];
  if (bound > core.bestNumber + core.packing.slack) return bound;
  const limit = core.bestNumber + core.packing.slack - rest;
  const beaten: number[] = [];
  for (let index = 0; index < slots; index += 1) {
    const node = slotNode[slotAt[first + index]];
    if (core.nodeForced[node] < 0)
      banBeaten(core, line, slotAt[first + index], index, before, after, demand, limit, beaten);
  }
  for (const mode of beaten) core.ban(mode);
  return bound;
}

/** The bound's terms that the line has no part in: once, the other lines' prices, and the nodes that do not hold the line. */
function withoutLine(core: Core, line: number): number {
  let rest = core.once - core.itemWorth;
  for (let other = 0; other < core.lines; other += 1) {
    rest += core.demand[other] * (core.drawn[other] + (other === line ? 0 : core.dual[other]));
  }
  for (let at = 0; at < core.activeNodes; at += 1) rest += leastReduced(core, core.nodeAt[at]);
  const first = core.lineSlotStart[line];
  for (let index = 0; index < core.lineActive[line]; index += 1) {
    rest -= leastReduced(core, core.slotNode[core.slotAt[first + index]]);
  }
  return rest;
}

/** A node's part of the bound, whatever K says. */
function leastReduced(core: Core, node: number): number {
  const forced = core.nodeForced[node];
  if (forced >= 0) return core.reduced[forced];
  let least = 0;
  for (let mode = core.nodeModeStart[node]; mode < core.nodeModeStart[node + 1]; mode += 1) {
    if (core.modeState[mode] === FREE && core.reduced[mode] < least) least = core.reduced[mode];
  }
  return least;
}

/** A mode's price at the slot: opening less what the other lines gain, and per unit of the line (Infinity: not served). */
function modePrice(core: Core, line: number, slot: number, mode: number): { open: number; unit: number } {
  for (let entry = core.slotEntryStart[slot]; entry < core.slotEntryStart[slot + 1]; entry += 1) {
    if (core.entryMode[entry] !== mode) continue;
    const unit = core.entryCost[entry];
    return { open: core.reduced[mode] + core.slotUnits[slot] * Math.max(0, core.dual[line] - unit), unit };
  }
  return { open: core.reduced[mode], unit: Number.POSITIVE_INFINITY };
}

/** Adds a slot: table[to + d] is the least price of what table[from] stands for and the slot, together for d units. */
function convolve(
  core: Core,
  line: number,
  slot: number,
  table: Float64Array,
  from: number,
  to: number,
  demand: number,
): void {
  const node = core.slotNode[slot];
  const forced = core.nodeForced[node] >= 0;
  const most = core.slotUnits[slot];
  for (let units = 0; units <= demand; units += 1) {
    table[to + units] = forced ? Number.POSITIVE_INFINITY : table[from + units];
  }
  for (let mode = core.nodeModeStart[node]; mode < core.nodeModeStart[node + 1]; mode += 1) {
    if (core.modeState[mode] === BANNED) continue;
    const { open, unit } = modePrice(core, line, slot, mode);
    const reach = unit === Number.POSITIVE_INFINITY ? 0 : most;
    for (let units = demand; units >= 0; units -= 1) {
      let least = table[to + units];
      for (let taken = 0; taken <= reach && taken <= units; taken += 1) {
        const price = table[from + units - taken] + open + (taken === 0 ? 0 : taken * unit);
        if (price < least) least = price;
      }
      table[to + units] = least;
    }
    core.steps += (demand + 1) * (reach + 1);
  }
}

/** Collects the slot's modes whose every plan is beaten. */
function banBeaten(
  core: Core,
  line: number,
  slot: number,
  index: number,
  before: Float64Array,
  after: Float64Array,
  demand: number,
  limit: number,
  beaten: number[],
): void {
  const width = demand + 1;
  const node = core.slotNode[slot];
  for (let mode = core.nodeModeStart[node]; mode < core.nodeModeStart[node + 1]; mode += 1) {
    if (core.modeState[mode] !== FREE) continue;
    const { open, unit } = modePrice(core, line, slot, mode);
    const reach = unit === Number.POSITIVE_INFINITY ? 0 : core.slotUnits[slot];
    let least = Number.POSITIVE_INFINITY;
    for (let done = 0; done <= demand && least > limit; done += 1) {
      const start = before[index * width + done] + open;
      if (start === Number.POSITIVE_INFINITY) continue;
      for (let taken = 0; taken <= reach && done + taken <= demand; taken += 1) {
        const price = start + (taken === 0 ? 0 : taken * unit) + after[(index + 1) * width + demand - done - taken];
        if (price < least) least = price;
      }
    }
    core.steps += demand;
    if (least > limit) beaten.push(mode);
  }
}
