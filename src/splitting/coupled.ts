/** Who ships what where lines share stock, capacity or a policy: with all that counted, in turn or exhaustively. */

import type { Core } from './core';
import { DayRoom } from './day-room';
import { firstOfGroups, isGroupWhole, isWhole } from './groups';
import type { StockRow } from './problem';
import { drawFrom, leftOf, rankOf, ranksOf } from './starts';

/** Laying out an option of a coupled line takes about as long as so many entries of the bound's loops, trying an amount of it so many. */
const STEPS_PER_OPTION = 20;
const STEPS_PER_AMOUNT = 3;

/** One way for a line to be served: an arm of a slot. */
interface Option {
  readonly arm: number;
  readonly unit: number;
  readonly once: number;
  readonly slot: number;
  readonly node: number;
  /** Of the arm's start. */
  readonly rank: number;
  /** Units that it could draw alone. */
  readonly units: number;
  /** Price per unit with the price per line spread: the order in which options are tried. */
  readonly spread: number;
}

/** What is left of everything that lines share. Taking and giving back are exact opposites. */
class Stock {
  private readonly core: Core;
  /** node: order units it still takes; order lines in its shipments. */
  private readonly room: Float64Array;
  private readonly lines: Float64Array;
  /** Ladders of node × item, and of the slots: see `starts.ts`. */
  private readonly items: Float64Array;
  private readonly own: Float64Array;
  private readonly ranks: number;
  private readonly days: DayRoom | null;

  constructor(core: Core) {
    this.core = core;
    const { problem, nodeId } = core;
    const { nodeLines } = problem;
    const ids = nodeId.subarray(0, core.nodes);
    core.steps += 4 * core.nodes * (1 + problem.items.length);
    this.ranks = ranksOf(problem);
    this.days = problem.days === null ? null : new DayRoom(problem);
    this.room = Float64Array.from(ids, (node) => problem.nodeCapacity[node]);
    this.lines = Float64Array.from(ids, (node) => (nodeLines === null ? Number.POSITIVE_INFINITY : nodeLines[node]));
    this.items = new Float64Array(core.nodes * problem.items.length * this.ranks);
    for (const [index, item] of problem.items.entries()) this.layItem(item, index, ids);
    this.own = this.ranks === 1 ? new Float64Array(core.slotUnits.subarray(0, core.slots)) : this.layOwn();
  }

  /** What the starts of each slot could draw; ranks without one have no limit of their own. */
  private layOwn(): Float64Array {
    const { core, ranks } = this;
    const own = new Float64Array(core.slots * ranks).fill(Number.POSITIVE_INFINITY);
    for (let slot = 0; slot < core.slots; slot += 1) {
      for (let at = core.slotArmStart[slot]; at < core.slotArmStart[slot + 1]; at += 1) {
        own[slot * ranks + rankOf(core.problem, core.armSource[core.slotArm[at]])] = core.slotArmUnits[at];
      }
    }
    return own;
  }

  /** What the nodes hold of an item, by rank. */
  private layItem(item: StockRow, index: number, ids: Int32Array): void {
    const { ranks } = this;
    const entries = new Map<number, number>();
    for (let entry = item.rowStart; entry < item.rowEnd; entry += 1) entries.set(item.rowNode[entry], entry);
    ids.forEach((node, here) => {
      const entry = entries.get(node);
      const first = this.ladder(here, index);
      for (let rank = 0; rank < ranks; rank += 1) {
        this.items[first + rank] = entry === undefined ? 0 : Math.max(0, item.rowUnits[entry * ranks + rank]);
      }
    });
  }

  /** Where the ladder of an item at a node stands. */
  private ladder(node: number, item: number): number {
    return (node * this.core.problem.items.length + item) * this.ranks;
  }

  /** Units of the line that the node can still give in one more shipment that does not carry it yet. */
  most(line: number, { arm, node, slot, rank }: Option): number {
    const { draws, weight, members } = this.core.problem.lines[line];
    const { ranks } = this;
    if (this.lines[node] < members) return 0;
    let most = Math.min(leftOf(this.own, slot * ranks, ranks, rank), Math.floor(this.room[node] / weight));
    if (this.days !== null) {
      most = Math.min(most, Math.floor(this.days.most(this.core.armSource[arm], members) / weight));
    }
    for (const draw of draws) {
      most = Math.min(most, Math.floor(leftOf(this.items, this.ladder(node, draw.item), ranks, rank) / draw.units));
    }
    return most;
  }

  /** Takes units from the node, all that one shipment carries of the line; negative units give them back. */
  take(line: number, { arm, node, slot, rank }: Option, units: number): void {
    const { draws, weight, members } = this.core.problem.lines[line];
    const { ranks } = this;
    this.room[node] -= units * weight;
    this.lines[node] -= units > 0 ? members : -members;
    this.days?.take(this.core.armSource[arm], units * weight, units > 0 ? members : -members);
    drawFrom(this.own, slot * ranks, ranks, rank, units);
    for (const draw of draws) drawFrom(this.items, this.ladder(node, draw.item), ranks, rank, units * draw.units);
  }
}

function optionsOf(core: Core, line: number, modeOf: Int32Array): Option[] {
  const options: Option[] = [];
  const last = core.lineSlotStart[line] + core.lineActive[line];
  for (let place = core.lineSlotStart[line]; place < last; place += 1) {
    const slot = core.slotAt[place];
    const node = core.slotNode[slot];
    const mode = modeOf[node];
    if (mode < 0) continue;
    const first = core.nodeArmStart[node];
    for (let at = core.slotArmStart[slot]; at < core.slotArmStart[slot + 1]; at += 1) {
      const arm = core.slotArm[at];
      if (((core.modeBits[mode] >> (arm - first)) & 1) === 0) continue;
      const unit = core.slotArmUnit[at];
      const once = core.slotArmOnce[at];
      const units = core.slotArmUnits[at];
      const rank = rankOf(core.problem, core.armSource[arm]);
      options.push({ arm, unit, once, slot, node, rank, units, spread: unit + Math.floor(once / units) });
    }
    core.steps += STEPS_PER_OPTION * (core.slotArmStart[slot + 1] - core.slotArmStart[slot]);
  }
  return options.sort((a, b) => a.spread - b.spread || core.armSource[a.arm] - core.armSource[b.arm]);
}

const NO_GROUPS: ReadonlySet<number> = new Set();

/** Lines in turn, cheapest options first, with everything they share counted: a plan, not the best one. */
export function fillGreedily(core: Core, modeOf: Int32Array, without: ReadonlySet<number> = NO_GROUPS): number {
  const { problem, demand, penalty } = core;
  const stock = new Stock(core);
  const used = new Set<number>();
  const torn = new Set<number>();
  let parts = 0;
  let number = 0;
  for (let line = 0; line < core.lines; line += 1) {
    const { maxShipments } = problem.lines[line];
    const complete = isWhole(problem, line);
    let left = demand[line];
    const taken: { option: Option; units: number }[] = [];
    const group = isGroupWhole(problem, line) ? (problem.groups?.lineGroup[line] ?? -1) : -1;
    for (const option of left > 0 && !without.has(group) ? optionsOf(core, line, modeOf) : []) {
      if (left === 0 || taken.length === maxShipments) break;
      if (option.unit > penalty[line]) continue;
      const units = Math.min(left, stock.most(line, option));
      if (units < 1) continue;
      taken.push({ option, units });
      stock.take(line, option, units);
      left -= units;
    }
    if (left > 0 && (problem.shipComplete || (complete && taken.length > 0))) {
      for (const { option, units } of taken) stock.take(line, option, -units);
      taken.length = 0;
      left = demand[line];
      if (problem.shipComplete) return Number.POSITIVE_INFINITY;
    }
    if (left > 0 && group >= 0) torn.add(group);
    for (const { option, units } of taken) {
      core.partLine[parts] = line;
      core.partArm[parts] = option.arm;
      core.partUnits[parts] = units;
      parts += 1;
      number += units * option.unit + option.once;
      if (!used.has(option.arm)) number += core.armOpen[option.arm];
      used.add(option.arm);
    }
    number += left * penalty[line];
  }
  // A delivery group that must ship whole, and does not, makes room for the others.
  if (torn.size > without.size) return fillGreedily(core, modeOf, torn);
  core.parts = parts;
  number += core.onceOfParts();
  core.offer(number);
  return number;
}

/**
 * Depth first over lines and amounts, pruned by what the remaining lines cost at least alone; every whole allocation is offered.
 * Returns false where the budget ended it.
 */
export function allocate(core: Core, modeOf: Int32Array): boolean {
  return new Allocation(core, modeOf).search();
}

class Allocation {
  private readonly core: Core;
  private readonly stock: Stock;
  private readonly options: Option[][];
  /** line: least number of this line and all after it, each alone. */
  private readonly rest: Float64Array;
  private readonly parts: { line: number; arm: number; units: number }[] = [];
  private readonly armLines: Int32Array;
  /** line: the first of its group where that ships whole or not at all, which the others follow; else itself. 1 = it ships, whole. */
  private readonly first: Int32Array;
  private readonly ships: Uint8Array;

  constructor(core: Core, modeOf: Int32Array) {
    this.core = core;
    this.stock = new Stock(core);
    this.options = Array.from(core.demand.subarray(0, core.lines), (demand, line) =>
      demand > 0 ? optionsOf(core, line, modeOf) : [],
    );
    this.armLines = new Int32Array(core.arms);
    this.first = firstOfGroups(core.problem);
    this.ships = new Uint8Array(core.lines);
    this.rest = new Float64Array(core.lines + 1);
    for (let line = core.lines - 1; line >= 0; line -= 1) this.rest[line] = this.rest[line + 1] + this.alone(line);
  }

  search(): boolean {
    return this.line(0, 0);
  }

  /** Least number of a line on its own: its cheapest units, at spread prices, each unit of a slot once. */
  private alone(line: number): number {
    const { core } = this;
    let left = core.demand[line];
    let number = 0;
    const drawn = new Map<number, number>();
    for (const option of this.options[line]) {
      if (left === 0 || option.spread >= core.penalty[line]) break;
      const before = drawn.get(option.slot) ?? 0;
      if (before >= option.units) continue;
      drawn.set(option.slot, option.units);
      const units = Math.min(left, option.units - before);
      number += units * option.spread;
      left -= units;
    }
    return number + left * core.penalty[line];
  }

  private line(line: number, number: number): boolean {
    const { core } = this;
    if (this.isBeaten(number + this.rest[line] + core.once)) return true;
    if (line === core.lines) {
      this.parts.forEach((part, index) => {
        core.partLine[index] = part.line;
        core.partArm[index] = part.arm;
        core.partUnits[index] = part.units;
      });
      core.parts = this.parts.length;
      core.offer(number + core.onceOfParts());
      return true;
    }
    this.ships[line] = 0;
    if (this.first[line] < line && this.ships[this.first[line]] === 0) {
      return this.line(line + 1, number + core.demand[line] * core.penalty[line]);
    }
    return this.option(line, 0, core.demand[line], 0, number);
  }

  /** Amounts of the line for its options from `index` on. */
  private option(line: number, index: number, left: number, shipments: number, number: number): boolean {
    const { core } = this;
    core.steps += STEPS_PER_AMOUNT;
    if (core.steps > core.budget) return false;
    const { maxShipments } = core.problem.lines[line];
    const options = this.options[line];
    if (left === 0) {
      this.ships[line] = 1;
      return this.line(line + 1, number);
    }
    const cheapest = index < options.length ? Math.min(options[index].spread, core.penalty[line]) : core.penalty[line];
    if (this.isBeaten(number + left * cheapest + this.rest[line + 1] + core.once)) return true;
    if (index === options.length || shipments === maxShipments) {
      if (core.problem.shipComplete || (isWhole(core.problem, line) && left < core.demand[line])) return true;
      if (this.first[line] < line) return true;
      this.ships[line] = 0;
      return this.line(line + 1, number + left * core.penalty[line]);
    }
    const option = options[index];
    let most = Math.min(left, this.stock.most(line, option));
    for (; most >= 1; most -= 1) {
      if (!this.take(line, option, most, index, left, shipments, number)) return false;
    }
    return this.option(line, index + 1, left, shipments, number);
  }

  private take(
    line: number,
    option: Option,
    units: number,
    index: number,
    left: number,
    shipments: number,
    number: number,
  ): boolean {
    const { core, stock, parts, armLines } = this;
    stock.take(line, option, units);
    parts.push({ line, arm: option.arm, units });
    const open = armLines[option.arm] === 0 ? core.armOpen[option.arm] : 0;
    armLines[option.arm] += 1;
    const next = number + open + option.once + units * option.unit;
    const done = this.option(line, index + 1, left - units, shipments + 1, next);
    armLines[option.arm] -= 1;
    parts.pop();
    stock.take(line, option, -units);
    return done;
  }

  private isBeaten(bound: number): boolean {
    return bound > this.core.bestNumber + this.core.packing.slack;
  }
}
