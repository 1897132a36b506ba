import type { Core } from './core';
import { allocate, fillGreedily } from './coupled';

/**
 * Who ships what, given the mode each node may use (`modeOf[node]`, −1 = closed). Plans found are offered to the core; returns the
 * number of the best one, Infinity where none was found.
 */
export function fill(core: Core, modeOf: Int32Array): number {
  return core.separable ? fillSeparable(core, modeOf) : fillGreedily(core, modeOf);
}

/** Every line takes its cheapest units: exact where nothing couples the lines. */
function fillSeparable(core: Core, modeOf: Int32Array): number {
  const { lines, demand, penalty, armOpen, armUsed, entryCost, choice, partLine, partArm, partUnits } = core;
  let parts = 0;
  let number = 0;
  for (let line = 0; line < lines; line += 1) {
    let left = demand[line];
    const choices = left > 0 ? openEntries(core, line, modeOf) : 0;
    for (let index = 0; index < choices && left > 0; index += 1) {
      const cost = entryCost[choice[index]];
      const arm = core.entryArm[choice[index]];
      if (cost > penalty[line] || (cost === penalty[line] && core.prefersUnfilled(line, arm))) break;
      const units = Math.min(left, core.entryUnits[choice[index]]);
      if (armUsed[arm] === 0) number += armOpen[arm];
      armUsed[arm] = 1;
      partLine[parts] = line;
      partArm[parts] = arm;
      partUnits[parts] = units;
      parts += 1;
      number += units * cost;
      left -= units;
    }
    number += left * penalty[line];
  }
  for (let part = 0; part < parts; part += 1) armUsed[partArm[part]] = 0;
  core.parts = parts;
  number += core.onceOfParts();
  core.offer(number);
  return number;
}

/** Entries of the line in open modes, cheapest first, in `choice`; returns how many. */
function openEntries(core: Core, line: number, modeOf: Int32Array): number {
  const { lineSlotStart, slotNode, slotEntryStart, entryMode, entryCost, entryArm, choice } = core;
  let count = 0;
  const last = lineSlotStart[line] + core.lineActive[line];
  for (let place = lineSlotStart[line]; place < last; place += 1) {
    const slot = core.slotAt[place];
    const mode = modeOf[slotNode[slot]];
    if (mode < 0) continue;
    for (let entry = slotEntryStart[slot]; entry < slotEntryStart[slot + 1]; entry += 1) {
      if (entryMode[entry] !== mode) continue;
      const cost = entryCost[entry];
      let at = count;
      for (; at > 0; at -= 1) {
        const other = choice[at - 1];
        if (entryCost[other] < cost) break;
        if (entryCost[other] === cost && core.compareUnits(line, entryArm[other], entryArm[entry]) < 0) break;
        choice[at] = other;
      }
      choice[at] = entry;
      count += 1;
    }
  }
  core.steps += core.lineActive[line];
  return count;
}

/**
 * The best allocation over the open modes, all couplings counted. Returns false where the budget ended it.
 */
export function fillExactly(core: Core, modeOf: Int32Array): boolean {
  if (!core.separable) return allocate(core, modeOf);
  fillSeparable(core, modeOf);
  return true;
}
