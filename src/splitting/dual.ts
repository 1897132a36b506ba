import { BANNED, type Core, FREE } from './core';
import { takesShipment } from './groups';

/**
 * Lower bounds by Lagrange: demand is priced by `dual` v (integers, so sums are exact), each node takes what pays at that price:
 *
 *   D(v) = once + Σ demand·v + Σ forced r + Σ free min(0, min over its modes r),   r = open − Σ units·(v − cost)⁺
 *
 * Where lines share an item of which there is too little, the item is priced as well (see `item-price.ts`): v is then net of it.
 *
 * D(v) ≤ the number of every plan for any v ≤ penalty (Erlenkotter 1978; the min(0, ·) terms are needed with partial stock). With
 * at most K shipments only the K best nodes count. Reduced costs belong to the v that made them: never mix two duals.
 */
export function evaluate(core: Core): number {
  const { nodeModeStart, reduced, modeOpen, modeState, dual, lineSlotStart, lineActive, slotAt } = core;
  const { slotEntryStart, entryMode, entryCost, entryUnits, nodeAt, activeNodes, lines } = core;
  let steps = 0;
  for (let at = 0; at < activeNodes; at += 1) {
    const node = nodeAt[at];
    for (let mode = nodeModeStart[node]; mode < nodeModeStart[node + 1]; mode += 1) reduced[mode] = modeOpen[mode];
  }
  for (let line = 0; line < lines; line += 1) {
    const price = dual[line];
    const last = lineSlotStart[line] + lineActive[line];
    for (let at = lineSlotStart[line]; at < last; at += 1) {
      const slot = slotAt[at];
      const start = slotEntryStart[slot];
      const end = slotEntryStart[slot + 1];
      steps += end - start;
      for (let entry = start; entry < end; entry += 1) {
        const gain = price - entryCost[entry];
        if (gain <= 0) continue;
        const mode = entryMode[entry];
        if (modeState[mode] !== BANNED) reduced[mode] -= entryUnits[entry] * gain;
      }
    }
  }
  core.steps += steps;
  return boundNow(core);
}

/** The bound, where the reduced costs are those of the dual already (integers, so steps that kept them up are exact). */
function boundNow(core: Core): number {
  let bound = core.once - core.itemWorth;
  for (let line = 0; line < core.lines; line += 1) bound += core.demand[line] * (core.dual[line] + core.drawn[line]);
  return bound + sumShares(core);
}

/** Each node's part of the bound, written to `share`; returns their sum, under K that of the K best. */
function sumShares(core: Core): number {
  const { nodes, nodeModeStart, nodeForced, modeState, reduced, share } = core;
  let sum = 0;
  for (let at = 0; at < core.activeNodes; at += 1) {
    const node = core.nodeAt[at];
    const forced = nodeForced[node];
    let least = 0;
    if (forced >= 0) {
      least = reduced[forced];
    } else {
      for (let mode = nodeModeStart[node]; mode < nodeModeStart[node + 1]; mode += 1) {
        if (modeState[mode] === FREE && reduced[mode] < least) least = reduced[mode];
      }
    }
    share[node] = least;
    sum += least;
  }
  const room = roomLeft(core);
  return room < nodes ? sum - beyond(core, room) : sum;
}

/** Shipments that may still be opened. */
export function roomLeft(core: Core): number {
  return core.problem.maxShipments - core.forcedShipments;
}

/** The shares of free nodes that do not fit under K; afterwards those nodes' share is 0 and `worstKept` is set. */
function beyond(core: Core, room: number): number {
  const negative: number[] = [];
  for (let at = 0; at < core.activeNodes; at += 1) {
    const node = core.nodeAt[at];
    if (core.nodeForced[node] < 0 && core.share[node] < 0) negative.push(node);
  }
  if (negative.length <= room) {
    return 0;
  }
  negative.sort((a, b) => core.share[a] - core.share[b] || a - b);
  let sum = 0;
  for (let index = Math.max(0, room); index < negative.length; index += 1) {
    sum += core.share[negative[index]];
    core.share[negative[index]] = 0;
  }
  return sum;
}

/** What opening one more free node frees at most: 0, or under a full K the worst share that would have to give way. */
function displaced(core: Core): number {
  const room = roomLeft(core);
  if (room >= core.nodes) return 0;
  let kept = 0;
  let worst = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < core.activeNodes; at += 1) {
    const node = core.nodeAt[at];
    if (core.nodeForced[node] < 0 && core.share[node] < 0) {
      kept += 1;
      if (core.share[node] > worst) worst = core.share[node];
    }
  }
  return kept >= room ? worst : 0;
}

/** A first dual: each line's price is where its cheapest units meet demand, opening costs shared over lines and units. */
export function shareDual(core: Core): void {
  const { lines, lineSlotStart, slotNode, slotUnits, slotEntryStart, entryMode, entryCost, modeOpen } = core;
  const linesOf = core.nodeLines;
  linesOf.fill(0, 0, core.nodes);
  for (let slot = 0; slot < core.slots; slot += 1) linesOf[slotNode[slot]] += 1;
  for (let line = 0; line < lines; line += 1) {
    const first = lineSlotStart[line];
    const count = core.lineActive[line];
    const keys = core.slotKey;
    for (let index = 0; index < count; index += 1) {
      const slot = core.slotAt[first + index];
      let key = Number.POSITIVE_INFINITY;
      for (let entry = slotEntryStart[slot]; entry < slotEntryStart[slot + 1]; entry += 1) {
        const shared = entryCost[entry] + modeOpen[entryMode[entry]] / (slotUnits[slot] * linesOf[slotNode[slot]]);
        if (core.modeState[entryMode[entry]] !== BANNED && shared < key) key = shared;
      }
      keys[index] = key;
    }
    core.dual[line] = priceAt(core, line, count);
  }
}

/** The dual that the arms' bound was made good with, in the core's numbers. */
export function takeDual(core: Core): void {
  const scale = core.packing.weights[0] / core.gathered.packing.weights[0];
  for (let line = 0; line < core.lines; line += 1) {
    core.dual[line] = Math.min(core.penalty[line], Math.floor(core.scratch.lineDual[line] * scale));
  }
}

/** The key at which the units of the line's slots, taken by rising key, reach demand; at most the penalty. Keys are used up. */
function priceAt(core: Core, line: number, count: number): number {
  const keys = core.slotKey;
  const first = core.lineSlotStart[line];
  const penalty = highest(core, line);
  let left = core.demand[line];
  if (left === 0) return 0;
  for (;;) {
    let least = penalty;
    let at = -1;
    for (let index = 0; index < count; index += 1) {
      if (keys[index] < least) {
        least = keys[index];
        at = index;
      }
    }
    if (at < 0) return penalty;
    left -= core.slotUnits[core.slotAt[first + at]];
    if (left <= 0) return Math.floor(least);
    keys[at] = Number.POSITIVE_INFINITY;
  }
}

/** The most a unit of the line can be worth to a node: its penalty, less the items it draws; negative where  those are worth more. */
function highest(core: Core, line: number): number {
  return core.penalty[line] - core.drawn[line];
}

/** Exact maximum of the bound over one line's price, the others held: a weighted quantile of the prices at which nodes bite. */
function improveLine(core: Core, line: number): void {
  const { lineSlotStart, slotNode, slotEntryStart, entryMode, entryCost, entryUnits, modeState, reduced, dual } = core;
  const { nodeForced, nodeModeStart, slotAt } = core;
  const price = dual[line];
  const first = lineSlotStart[line];
  const count = core.lineActive[line];
  const keys = core.slotKey;
  let steps = 0;
  for (let index = 0; index < count; index += 1) {
    const slot = slotAt[first + index];
    const start = slotEntryStart[slot];
    const end = slotEntryStart[slot + 1];
    steps += 2 * (end - start);
    for (let entry = start; entry < end; entry += 1) {
      const gain = price - entryCost[entry];
      if (gain > 0 && modeState[entryMode[entry]] !== BANNED) reduced[entryMode[entry]] += entryUnits[entry] * gain;
    }
    const node = slotNode[slot];
    const forced = nodeForced[node];
    let base = 0;
    if (forced < 0) {
      for (let mode = nodeModeStart[node]; mode < nodeModeStart[node + 1]; mode += 1) {
        if (modeState[mode] === FREE && reduced[mode] < base) base = reduced[mode];
      }
    }
    let key = Number.POSITIVE_INFINITY;
    for (let entry = start; entry < end; entry += 1) {
      const mode = entryMode[entry];
      if (modeState[mode] === BANNED) continue;
      const bite = entryCost[entry] + (mode === forced ? 0 : (reduced[mode] - base) / entryUnits[entry]);
      if (bite < key) key = bite;
    }
    keys[index] = key;
  }
  core.steps += steps;
  const next = priceAt(core, line, count);
  dual[line] = next;
  for (let at = first; at < first + count; at += 1) {
    const slot = slotAt[at];
    for (let entry = slotEntryStart[slot]; entry < slotEntryStart[slot + 1]; entry += 1) {
      const gain = next - entryCost[entry];
      if (gain > 0 && modeState[entryMode[entry]] !== BANNED) reduced[entryMode[entry]] -= entryUnits[entry] * gain;
    }
  }
}

/** Coordinate ascent: rounds over the lines while the bound rises. Leaves the best dual evaluated; returns its bound. */
export function ascend(core: Core, rounds: number): number {
  let best = evaluate(core);
  for (let round = 0; round < rounds; round += 1) {
    core.bestDual.set(core.dual);
    for (let line = 0; line < core.lines; line += 1) if (core.demand[line] > 0) improveLine(core, line);
    const bound = boundNow(core);
    if (bound <= best) {
      core.dual.set(core.bestDual);
      return bound === best ? bound : evaluate(core);
    }
    const gained = bound - best;
    best = bound;
    if (best > core.bestNumber + core.packing.slack) return best;
    if (gained < (core.bestNumber - best) * 0.02) return best;
  }
  return best;
}

/**
 * Deflected subgradient steps (Camerini, Fratta and Maffioli 1975), for the gap that coordinate ascent cannot close. Leaves the best
 * dual evaluated; returns its bound.
 */
export function subgradient(core: Core, start: number, iterations: number): number {
  const { lines, dual, bestDual, demand } = core;
  let best = start;
  bestDual.set(dual);
  const { direction, point } = core;
  direction.fill(0);
  point.set(dual);
  let scale = 1;
  let failures = 0;
  for (let iteration = 0; iteration < iterations; iteration += 1) {
    const target = core.bestNumber + Math.max(1, 0.002 * Math.abs(core.bestNumber));
    if (best > core.bestNumber + core.packing.slack) break;
    let norm = 0;
    for (let line = 0; line < lines; line += 1) {
      if (demand[line] === 0) continue;
      direction[line] = 0.7 * (demand[line] - drawn(core, line)) + 0.3 * direction[line];
      if ((point[line] <= 0 && direction[line] < 0) || (point[line] >= highest(core, line) && direction[line] > 0))
        continue;
      norm += direction[line] * direction[line];
    }
    if (norm < 1e-12) break;
    const length = (scale * (target - best)) / norm;
    for (let line = 0; line < lines; line += 1) {
      point[line] = Math.min(highest(core, line), Math.max(0, point[line] + length * direction[line]));
      dual[line] = Math.floor(point[line]);
    }
    const bound = evaluate(core);
    if (bound > best) {
      best = bound;
      bestDual.set(dual);
      failures = 0;
    } else {
      failures += 1;
      if (failures >= 6) {
        failures = 0;
        scale *= 0.6;
        if (scale < 0.02) break;
        point.set(bestDual);
        dual.set(bestDual);
        direction.fill(0);
        evaluate(core);
      }
    }
  }
  dual.set(bestDual);
  return evaluate(core);
}

/** Units of a line that the nodes take at the current prices. */
function drawn(core: Core, line: number): number {
  const { lineSlotStart, slotNode, entryUnits, slotEntryStart, entryMode, entryCost, nodeForced, share, reduced } =
    core;
  let units = 0;
  const last = lineSlotStart[line] + core.lineActive[line];
  for (let at = lineSlotStart[line]; at < last; at += 1) {
    const slot = core.slotAt[at];
    const node = slotNode[slot];
    const forced = nodeForced[node];
    if (forced < 0 && share[node] >= 0) continue;
    let used = forced;
    for (let entry = slotEntryStart[slot]; entry < slotEntryStart[slot + 1]; entry += 1) {
      const mode = entryMode[entry];
      if (used < 0 && core.modeState[mode] === FREE && reduced[mode] === share[node]) used = mode;
      if (mode === used && core.dual[line] > entryCost[entry]) units += entryUnits[entry];
    }
  }
  return units;
}

/**
 * Bans every free mode whose reduced cost shows that no plan with it can be better (route fixing by the value and the reduced costs
 * of one and the same dual).
 */
export function fix(core: Core, bound: number): void {
  const { nodeForced, nodeModeStart, modeState, reduced, share, packing } = core;
  const limit = core.bestNumber + packing.slack;
  const room = roomLeft(core);
  const gives = displaced(core);
  const opened = core.hasGroupLimits ? openedSources(core) : null;
  // Backwards: a node whose last mode falls is swapped with one that was looked at.
  for (let at = core.activeNodes - 1; at >= 0; at -= 1) {
    const node = core.nodeAt[at];
    if (nodeForced[node] >= 0) continue;
    const given = share[node] < 0 ? share[node] : gives;
    for (let mode = nodeModeStart[node]; mode < nodeModeStart[node + 1]; mode += 1) {
      if (modeState[mode] !== FREE) continue;
      const with_ = bound - given + reduced[mode];
      const tied = core.onlyTies(with_);
      if (
        with_ > limit ||
        core.modeSize[mode] > room ||
        (opened !== null && !fitsGroups(core, opened, mode)) ||
        (tied && core.forcedRanks() + core.modeRanks(mode) > core.judge.shipmentRanks(core.best.parts))
      ) {
        core.ban(mode);
      }
    }
  }
}

/** Sources of the forced modes. */
export function openedSources(core: Core): number[] {
  const sources: number[] = [];
  for (let node = 0; node < core.nodes; node += 1) {
    if (core.nodeForced[node] >= 0) sources.push(...core.sourcesOf(core.nodeForced[node]));
  }
  return sources;
}

/** Whether the delivery groups take the mode's shipments beside those that are opened. */
export function fitsGroups(core: Core, opened: readonly number[], mode: number): boolean {
  const sources = [...opened];
  return core.sourcesOf(mode).every((source) => {
    if (!takesShipment(core.problem, sources, source)) return false;
    sources.push(source);
    return true;
  });
}
