import { BANNED, type Core, FREE } from './core';
import { evaluate } from './dual';
import { fill } from './fill';

/** A line of so many units drawn from several nodes is worth a bound of its own. */
const MANY_UNITS = 3;
/** For a line of so many units the other lines' prices are fitted to that bound. */
const HEAVY_UNITS = 8;

/**
 * A better bound where one line needs many units: its demand is kept exactly and only the other lines' demand is priced. What each
 * node charges for x units of the line is then `w + cost·x` (w: its reduced cost without the line), and a min-plus convolution over the
 * nodes, O(nodes × demand), finds the cheapest way to reach demand: the single-sink fixed-charge problem with w as opening
 * costs. Prefix and suffix tables give, for every mode, the bound of the plans that use it, so that beaten ones are banned. Needs the
 * reduced costs of the current dual; returns the best bound over the lines.
 */
export function boundByLines(core: Core, bound: number): number {
  let best = bound;
  for (let line = 0; line < core.lines; line += 1) {
    if (core.demand[line] < MANY_UNITS || core.lineActive[line] < 2) continue;
    if (20 * tableSize(core, line) > core.budget - core.steps) continue;
    best = Math.max(best, boundByLine(core, line));
    if (best > core.bestNumber + core.packing.slack) break;
  }
  return best;
}

/** Steps that the tables of a line take; a cell is quicker than an entry of the bound's loops. They may take a part of the budget only. */
function tableSize(core: Core, line: number): number {
  const first = core.lineSlotStart[line];
  let modes = 0;
  for (let index = 0; index < core.lineActive[line]; index += 1) {
    modes += core.nodeOpenModes[core.slotNode[core.slotAt[first + index]]];
  }
  return (modes * (core.demand[line] + 1)) / 2;
}

/** The bound of one line, and what it fixes. */
function boundByLine(core: Core, line: number): number {
  const { lineSlotStart, slotAt, slotNode } = core;
  const demand = core.demand[line];
  const slots = core.lineActive[line];
  const width = demand + 1;
  const first = lineSlotStart[line];
  const rest = withoutLine(core, line);
  const after = suffixTable(core, line);
  const bound = rest + after[demand];
  if (bound > core.bestNumber + core.packing.slack) return bound;
  const { before } = core.lineTables(slots, width);
  before[0] = 0;
  before.fill(Number.POSITIVE_INFINITY, 1, width);
  for (let index = 0; index < slots; index += 1) {
    convolve(core, line, slotAt[first + index], before, index * width, (index + 1) * width, demand);
  }
  const limit = core.bestNumber + core.packing.slack - rest;
  const beaten: number[] = [];
  for (let index = 0; index < slots; index += 1) {
    const slot = slotAt[first + index];
    if (core.nodeForced[slotNode[slot]] >= 0) continue;
    banBeaten(core, line, slot, index, before, after, demand, limit, beaten);
  }
  for (const mode of beaten) core.ban(mode);
  return bound;
}

/** after[index × width + d]: least price of the slots from `index` on, and of unfilled units, for d units still asked. */
function suffixTable(core: Core, line: number): Float64Array {
  const demand = core.demand[line];
  const slots = core.lineActive[line];
  const width = demand + 1;
  const { after } = core.lineTables(slots, width);
  const unfilled = core.penalty[line] - core.drawn[line];
  for (let left = 0; left <= demand; left += 1) after[slots * width + left] = left * unfilled;
  for (let index = slots - 1; index >= 0; index -= 1) {
    const slot = core.slotAt[core.lineSlotStart[line] + index];
    convolve(core, line, slot, after, (index + 1) * width, index * width, demand);
  }
  return after;
}

/**
 * Climbs the exact bound of the line that needs most units: subgradient steps on the other lines' prices, what the other lines get
 * read off the cheapest cover of the line, which is offered as a plan too. Leaves the best dual evaluated; returns its bound, `bound` where no line is worth it.
 */
export function climbByLine(core: Core, bound: number, iterations: number): number {
  const line = heaviestLine(core);
  if (line < 0) return bound;
  const { dual, bestDual, point, direction } = core;
  const target = core.bestNumber + Math.max(1, 0.001 * Math.abs(core.bestNumber));
  let best = withoutLine(core, line) + suffixTable(core, line)[core.demand[line]];
  bestDual.set(dual);
  point.set(dual);
  let scale = 1;
  for (let iteration = 0; iteration < iterations && scale > 0.1; iteration += 1) {
    if (best > core.bestNumber + core.packing.slack || core.steps > core.budget) break;
    chooseModes(core, line);
    if (core.problem.maxShipments >= core.arms) fill(core, core.modeOf);
    let norm = 0;
    for (let other = 0; other < core.lines; other += 1) {
      direction[other] = other === line ? 0 : core.demand[other] - taken(core, other);
      norm += direction[other] * direction[other];
    }
    if (norm === 0) break;
    const length = (scale * (target - best)) / norm;
    for (let other = 0; other < core.lines; other += 1) {
      const most = core.penalty[other] - core.drawn[other];
      point[other] = Math.min(most, Math.max(0, point[other] + length * direction[other]));
      dual[other] = Math.floor(point[other]);
    }
    evaluate(core);
    const reached = withoutLine(core, line) + suffixTable(core, line)[core.demand[line]];
    if (reached > best) {
      best = reached;
      bestDual.set(dual);
      continue;
    }
    scale *= 0.6;
    dual.set(bestDual);
    point.set(bestDual);
    evaluate(core);
    suffixTable(core, line);
  }
  dual.set(bestDual);
  evaluate(core);
  return Math.max(bound, best);
}

/** The line of most units that its tables are affordable for; −1 = none has many. */
function heaviestLine(core: Core): number {
  let heaviest = -1;
  for (let line = 0; line < core.lines; line += 1) {
    if (core.demand[line] < HEAVY_UNITS || core.lineActive[line] < 2) continue;
    if (64 * tableSize(core, line) > core.budget - core.steps) continue;
    if (heaviest < 0 || core.demand[line] > core.demand[heaviest]) heaviest = line;
  }
  return heaviest;
}

/** The modes of the cheapest cover of the line, read off the suffix table, and of the nodes that do not hold it, in `modeOf`. */
function chooseModes(core: Core, line: number): void {
  const { modeOf, slotAt, slotNode } = core;
  const { after } = core.lineTables(core.lineActive[line], core.demand[line] + 1);
  for (let at = 0; at < core.activeNodes; at += 1) modeOf[core.nodeAt[at]] = tempted(core, core.nodeAt[at]);
  const width = core.demand[line] + 1;
  let left = core.demand[line];
  for (let index = 0; index < core.lineActive[line]; index += 1) {
    const slot = slotAt[core.lineSlotStart[line] + index];
    const node = slotNode[slot];
    const rest = (index + 1) * width + left;
    modeOf[node] = -1;
    if (core.nodeForced[node] < 0 && after[rest] === after[index * width + left]) continue;
    left -= takeFrom(core, line, slot, after, index * width + left, rest, left);
  }
}

/** Notes the mode by which the slot reaches the table's price; returns the units it takes. */
function takeFrom(
  core: Core,
  line: number,
  slot: number,
  after: Float64Array,
  here: number,
  rest: number,
  left: number,
): number {
  const node = core.slotNode[slot];
  for (let mode = core.nodeModeStart[node]; mode < core.nodeModeStart[node + 1]; mode += 1) {
    if (core.modeState[mode] === BANNED) continue;
    const { open, unit, reach } = modePrice(core, line, slot, mode);
    for (let units = 0; units <= Math.min(left, reach); units += 1) {
      if (after[rest - units] + open + (units === 0 ? 0 : units * unit) !== after[here]) continue;
      core.modeOf[node] = mode;
      return units;
    }
  }
  return 0;
}

/** The node's mode that pays most at the current prices; −1 = none pays. */
function tempted(core: Core, node: number): number {
  if (core.nodeForced[node] >= 0) return core.nodeForced[node];
  let chosen = -1;
  for (let mode = core.nodeModeStart[node]; mode < core.nodeModeStart[node + 1]; mode += 1) {
    if (core.modeState[mode] !== FREE || core.reduced[mode] >= 0) continue;
    if (chosen < 0 || core.reduced[mode] < core.reduced[chosen]) chosen = mode;
  }
  return chosen;
}

/** Units of a line that the chosen modes take at the current prices. */
function taken(core: Core, line: number): number {
  let units = 0;
  for (let place = core.lineSlotStart[line]; place < core.lineSlotStart[line] + core.lineActive[line]; place += 1) {
    const slot = core.slotAt[place];
    const mode = core.modeOf[core.slotNode[slot]];
    if (mode < 0) continue;
    for (let entry = core.slotEntryStart[slot]; entry < core.slotEntryStart[slot + 1]; entry += 1) {
      if (core.entryMode[entry] === mode && core.dual[line] > core.entryCost[entry]) units += core.entryUnits[entry];
    }
  }
  return units;
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

/**
 * A mode's price at the slot: opening less what the other lines gain, and per unit of the line (Infinity: not served), of which it ships so
 * many at most. Where starts of the mode differ, all of them at the price of the cheapest: never above the truth.
 */
function modePrice(core: Core, line: number, slot: number, mode: number): ModePrice {
  const { slotEntryStart, entryMode, entryCost, entryUnits, reduced, dual } = core;
  let open = reduced[mode];
  let unit = Number.POSITIVE_INFINITY;
  let reach = 0;
  for (let entry = slotEntryStart[slot]; entry < slotEntryStart[slot + 1] && entryMode[entry] <= mode; entry += 1) {
    if (entryMode[entry] !== mode) continue;
    if (reach === 0) unit = entryCost[entry];
    reach += entryUnits[entry];
    open += entryUnits[entry] * Math.max(0, dual[line] - entryCost[entry]);
  }
  return { open, unit, reach };
}

interface ModePrice {
  readonly open: number;
  readonly unit: number;
  readonly reach: number;
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
  for (let units = 0; units <= demand; units += 1) {
    table[to + units] = forced ? Number.POSITIVE_INFINITY : table[from + units];
  }
  for (let mode = core.nodeModeStart[node]; mode < core.nodeModeStart[node + 1]; mode += 1) {
    if (core.modeState[mode] !== BANNED) addMode(core, line, slot, mode, table, from, to, demand);
  }
}

/**
 * Lowers table[to + d] to the price by this mode where that is less. A unit costs the same however many the mode ships, so with
 * p(k) = table[from + k] − k·unit it is open + d·unit + the least p(k) in a window of k from d − reach to d, and one pass with the
 * window's falling candidates in a queue finds them all.
 */
function addMode(
  core: Core,
  line: number,
  slot: number,
  mode: number,
  table: Float64Array,
  from: number,
  to: number,
  demand: number,
): void {
  const { open, unit, reach } = modePrice(core, line, slot, mode);
  core.steps += (demand + 2) >> 1;
  if (unit === Number.POSITIVE_INFINITY) {
    for (let units = 0; units <= demand; units += 1) {
      const price = table[from + units] + open;
      if (price < table[to + units]) table[to + units] = price;
    }
    return;
  }
  const { window } = core.lineTables(core.lineActive[line], demand + 1);
  let head = 0;
  let tail = 0;
  for (let units = 0; units <= demand; units += 1) {
    const least = table[from + units] - units * unit;
    while (tail > head && table[from + window[tail - 1]] - window[tail - 1] * unit >= least) tail -= 1;
    window[tail] = units;
    tail += 1;
    if (window[head] < units - reach) head += 1;
    const price = table[from + window[head]] + open + (units - window[head]) * unit;
    if (price < table[to + units]) table[to + units] = price;
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
  const row = (core.lineActive[line] + 1) * width;
  const rest = (index + 1) * width + demand;
  for (let mode = core.nodeModeStart[node]; mode < core.nodeModeStart[node + 1]; mode += 1) {
    if (core.modeState[mode] !== FREE) continue;
    before.fill(Number.POSITIVE_INFINITY, row, row + width);
    addMode(core, line, slot, mode, before, index * width, row, demand);
    let least = Number.POSITIVE_INFINITY;
    for (let done = 0; done <= demand && least > limit; done += 1)
      least = Math.min(least, before[row + done] + after[rest - done]);
    if (least > limit) beaten.push(mode);
  }
}
