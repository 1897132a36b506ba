/** Who ships what where lines share stock, capacity or a policy: with all that counted, in turn or exhaustively. */

import type { Core } from './core';

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
  /** Price per unit with the price per line spread: the order in which options are tried. */
  readonly spread: number;
}

/** What is left of everything that lines share. Taking and giving back are exact opposites. */
class Stock {
  private readonly core: Core;
  /** node: order units it still takes; order lines in its shipments. */
  private readonly room: Float64Array;
  private readonly lines: Float64Array;
  /** node × item. */
  private readonly items: Float64Array;

  constructor(core: Core) {
    this.core = core;
    const { problem, nodeId } = core;
    const { nodeLines } = problem;
    const ids = nodeId.subarray(0, core.nodes);
    core.steps += 4 * core.nodes * (1 + problem.items.length);
    this.room = Float64Array.from(ids, (node) => problem.nodeCapacity[node]);
    this.lines = Float64Array.from(ids, (node) => (nodeLines === null ? Number.POSITIVE_INFINITY : nodeLines[node]));
    this.items = new Float64Array(core.nodes * problem.items.length);
    problem.items.forEach((item, index) => {
      const held = new Map<number, number>();
      for (let entry = item.rowStart; entry < item.rowEnd; entry += 1) {
        held.set(item.rowNode[entry], Math.max(0, item.rowUnits[entry]));
      }
      ids.forEach((node, here) => {
        this.items[here * problem.items.length + index] = held.get(node) ?? 0;
      });
    });
  }

  /** Units of the line that the node can still give in one more shipment that does not carry it yet. */
  most(line: number, node: number, units: number): number {
    const { draws, weight, members } = this.core.problem.lines[line];
    if (this.lines[node] < members) return 0;
    let most = Math.min(units, Math.floor(this.room[node] / weight));
    for (const draw of draws) {
      most = Math.min(most, Math.floor(this.items[node * this.core.problem.items.length + draw.item] / draw.units));
    }
    return most;
  }

  /** Takes units from the node, all that one shipment carries of the line; negative units give them back. */
  take(line: number, node: number, units: number): void {
    const { draws, weight, members } = this.core.problem.lines[line];
    this.room[node] -= units * weight;
    this.lines[node] -= units > 0 ? members : -members;
    for (const draw of draws) {
      this.items[node * this.core.problem.items.length + draw.item] -= units * draw.units;
    }
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
      options.push({ arm, unit, once, slot, node, spread: unit + Math.floor(once / core.slotUnits[slot]) });
    }
    core.steps += STEPS_PER_OPTION * (core.slotArmStart[slot + 1] - core.slotArmStart[slot]);
  }
  return options.sort((a, b) => a.spread - b.spread || core.armSource[a.arm] - core.armSource[b.arm]);
}

/** Lines in turn, cheapest options first, with everything they share counted: a plan, not the best one. */
export function fillGreedily(core: Core, modeOf: Int32Array): number {
  const { problem, demand, penalty } = core;
  const stock = new Stock(core);
  const used = new Set<number>();
  let parts = 0;
  let number = 0;
  for (let line = 0; line < core.lines; line += 1) {
    const { complete, maxShipments } = problem.lines[line];
    let left = demand[line];
    const taken: { option: Option; units: number }[] = [];
    for (const option of left > 0 ? optionsOf(core, line, modeOf) : []) {
      if (left === 0 || taken.length === maxShipments) break;
      if (option.unit > penalty[line]) continue;
      const served = taken.reduce((sum, { option: { slot }, units }) => sum + (slot === option.slot ? units : 0), 0);
      const units = Math.min(left, stock.most(line, option.node, core.slotUnits[option.slot] - served));
      if (units < 1) continue;
      taken.push({ option, units });
      stock.take(line, option.node, units);
      left -= units;
    }
    if (left > 0 && (problem.shipComplete || (complete && taken.length > 0))) {
      for (const { option, units } of taken) stock.take(line, option.node, -units);
      taken.length = 0;
      left = demand[line];
      if (problem.shipComplete) return Number.POSITIVE_INFINITY;
    }
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
  if (parts > 0) number += core.once;
  core.parts = parts;
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
  private readonly parts: { line: number; slot: number; arm: number; units: number }[] = [];
  private readonly armLines: Int32Array;

  constructor(core: Core, modeOf: Int32Array) {
    this.core = core;
    this.stock = new Stock(core);
    this.options = Array.from(core.demand.subarray(0, core.lines), (demand, line) =>
      demand > 0 ? optionsOf(core, line, modeOf) : [],
    );
    this.armLines = new Int32Array(core.arms);
    this.rest = new Float64Array(core.lines + 1);
    for (let line = core.lines - 1; line >= 0; line -= 1) this.rest[line] = this.rest[line + 1] + this.alone(line);
  }

  search(): boolean {
    return this.line(0, 0);
  }

  /** Least number of a line on its own: its cheapest units, at spread prices, each slot once. */
  private alone(line: number): number {
    const { core } = this;
    let left = core.demand[line];
    let number = 0;
    const seen = new Set<number>();
    for (const option of this.options[line]) {
      if (left === 0 || option.spread >= core.penalty[line]) break;
      if (seen.has(option.slot)) continue;
      seen.add(option.slot);
      const units = Math.min(left, core.slotUnits[option.slot]);
      number += units * option.spread;
      left -= units;
    }
    return number + left * core.penalty[line];
  }

  private line(line: number, number: number): boolean {
    const { core } = this;
    if (this.isBeaten(number + this.rest[line] + (this.parts.length > 0 ? core.once : Math.min(0, core.once))))
      return true;
    if (line === core.lines) {
      this.parts.forEach((part, index) => {
        core.partLine[index] = part.line;
        core.partArm[index] = part.arm;
        core.partUnits[index] = part.units;
      });
      core.parts = this.parts.length;
      core.offer(number + (this.parts.length > 0 ? core.once : 0));
      return true;
    }
    return this.option(line, 0, core.demand[line], 0, number);
  }

  /** Amounts of the line for its options from `index` on. */
  private option(line: number, index: number, left: number, shipments: number, number: number): boolean {
    const { core } = this;
    core.steps += STEPS_PER_AMOUNT;
    if (core.steps > core.budget) return false;
    const { complete, maxShipments } = core.problem.lines[line];
    const options = this.options[line];
    if (left === 0) return this.line(line + 1, number);
    const cheapest = index < options.length ? Math.min(options[index].spread, core.penalty[line]) : core.penalty[line];
    if (this.isBeaten(number + left * cheapest + this.rest[line + 1] + Math.min(0, core.once))) return true;
    if (index === options.length || shipments === maxShipments) {
      if (core.problem.shipComplete || (complete && left < core.demand[line])) return true;
      return this.line(line + 1, number + left * core.penalty[line]);
    }
    const option = options[index];
    let most = Math.min(
      left,
      this.stock.most(line, option.node, core.slotUnits[option.slot] - this.taken(line, option.slot)),
    );
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
    stock.take(line, option.node, units);
    parts.push({ line, slot: option.slot, arm: option.arm, units });
    const open = armLines[option.arm] === 0 ? core.armOpen[option.arm] : 0;
    armLines[option.arm] += 1;
    const next = number + open + option.once + units * option.unit;
    const done = this.option(line, index + 1, left - units, shipments + 1, next);
    armLines[option.arm] -= 1;
    parts.pop();
    stock.take(line, option.node, -units);
    return done;
  }

  /** Units of the line already drawn from the slot by another service of its node. */
  private taken(line: number, slot: number): number {
    let units = 0;
    for (let at = this.parts.length - 1; at >= 0 && this.parts[at].line === line; at -= 1) {
      if (this.parts[at].slot === slot) units += this.parts[at].units;
    }
    return units;
  }

  private isBeaten(bound: number): boolean {
    return bound > this.core.bestNumber + this.core.packing.slack;
  }
}
