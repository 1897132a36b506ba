import { BANNED, type Core, FREE } from './core';
import { ascend, evaluate, fitsGroups, fix, openedSources, roomLeft, shareDual, subgradient, takeDual } from './dual';
import { boundByLines, climbByLine } from './exact-line';
import { fill, fillExactly } from './fill';
import { priceItems } from './item-price';
import { layAgain } from './lay';
import { shake } from './shake';

/** Arms that the local search at the root may use. */
const LOCAL_ARMS = 28;

/** A search of more steps than calls take by default is a long one: its local searches look wider. */
const LONG_SEARCH = 2_500_000;

/** The part of the budget that one leaf may take at first. */
const LEAF_PART = 64;

/**
 * Narrows the core at the root, then explores what is left. Returns a lower bound of every plan that was not looked at (Infinity: all
 * were). `core.best` is the best plan found; the budget is counted in entries looked at.
 */
export function search(core: Core): number {
  if (isFree(core)) takeDual(core);
  else shareDual(core);
  let known = ascend(core, 6);
  if (core.problem.items.length > 0) known = priceItems(core, known);
  narrow(core);
  if (countFree(core) > 12) {
    if (!isFree(core)) {
      improve(core);
      narrow(core);
    }
    known = Math.max(known, tighten(core, evaluate(core), 60));
    improve(core);
    narrow(core);
    if (2 * countFree(core) < core.modes) {
      layAgain(core);
      // Other weights, another number.
      known = ascend(core, 3);
      if (core.problem.items.length > 0) known = priceItems(core, known);
    }
  }
  core.liked = core.budget > LONG_SEARCH ? byReducedCost(core) : [];
  const left = explore(core, known);
  return Math.min(left, finishLeaves(core));
}

/**
 * Bans what the bound shows to be useless, after a look at the plan the bound suggests. The bound is that of the dual at hand, made
 * anew: a better one from elsewhere does not go with these reduced costs.
 */
function narrow(core: Core): void {
  const bound = evaluate(core);
  if (core.isBeaten(bound)) return;
  fill(core, tempting(core));
  fix(core, bound);
}

/**
 * Depth-first branch and bound on "this node ships by this mode" / "it does not". `known` bounds every plan that the bans and openings so
 * far allow; only bounds of the dual at hand fix modes.
 */
function explore(core: Core, known: number): number {
  const mark = core.trail.length;
  const dual = core.dual.slice(0, core.lines);
  for (;;) {
    let bound = ascend(core, 1);
    if (!core.isBeaten(bound)) {
      fix(core, bound);
      fill(core, tempting(core));
      if (isLandmark(core.branches)) improve(core);
      const gap = core.bestNumber - bound;
      if (gap > 0 && countFree(core) > 6) bound = Math.max(bound, tighten(core, bound, isFree(core) ? 2 : 8));
    }
    known = Math.max(known, bound);
    if (core.isBeaten(known)) return close(core, mark, dual, Number.POSITIVE_INFINITY);
    if (core.steps > core.budget) return close(core, mark, dual, known);
    const mode = choose(core);
    if (mode < 0) {
      lookAtLeaf(core, known);
      return close(core, mark, dual, Number.POSITIVE_INFINITY);
    }
    const before = core.trail.length;
    core.branches += 1;
    core.force(mode);
    const left = explore(core, known);
    core.undo(before);
    if (core.steps > core.budget) return close(core, mark, dual, Math.min(known, left));
    core.ban(mode);
  }
}

/** All is decided but who ships what. A leaf that takes long waits until the rest of the tree is known: its bound may be beaten by then. */
function lookAtLeaf(core: Core, bound: number): void {
  const { budget } = core;
  core.budget = Math.min(budget, core.steps + Math.floor(budget / LEAF_PART));
  const whole = fillExactly(core, core.nodeForced);
  core.budget = budget;
  if (!whole) core.postponed.push({ modeOf: core.nodeForced.slice(0, core.nodes), bound });
}

/** Looks at the leaves that had to wait, the most promising first; returns the least bound of those that the budget leaves open. */
function finishLeaves(core: Core): number {
  const leaves = core.postponed.sort((a, b) => a.bound - b.bound);
  for (const { modeOf, bound } of leaves) {
    if (core.isBeaten(bound)) break;
    if (core.steps > core.budget || !fillExactly(core, modeOf)) return bound;
  }
  return Number.POSITIVE_INFINITY;
}

/** At 8, 16, 32 … branches the search looks around the best plan again, with the prices it has by then. */
function isLandmark(branches: number): boolean {
  return branches >= 8 && (branches & (branches - 1)) === 0;
}

/** Subgradient steps and what they fix. */
function tighten(core: Core, known: number, iterations: number): number {
  let bound = subgradient(core, known, iterations);
  if (core.isBeaten(bound)) return bound;
  fix(core, bound);
  fill(core, tempting(core));
  bound = climbByLine(core, bound, iterations >> 2);
  return boundByLines(core, bound);
}

function close(core: Core, mark: number, dual: Float64Array, bound: number): number {
  core.undo(mark);
  core.dual.set(dual);
  return bound;
}

/** The modes that the bound opens: forced ones, and of every free node the one that pays most. */
function tempting(core: Core): Int32Array {
  const { modeOf, nodeForced, nodeModeStart, modeState, reduced, share } = core;
  let room = roomLeft(core);
  const opened = core.hasGroupLimits ? openedSources(core) : null;
  for (let at = 0; at < core.activeNodes; at += 1) {
    const node = core.nodeAt[at];
    modeOf[node] = nodeForced[node];
    if (modeOf[node] >= 0 || share[node] >= 0) continue;
    for (let mode = nodeModeStart[node]; mode < nodeModeStart[node + 1]; mode += 1) {
      if (modeState[mode] !== FREE || reduced[mode] !== share[node] || core.modeSize[mode] > room) continue;
      if (opened !== null && !fitsGroups(core, opened, mode)) continue;
      opened?.push(...core.sourcesOf(mode));
      modeOf[node] = mode;
      room -= core.modeSize[mode];
      break;
    }
  }
  return modeOf;
}

/** Nothing but the open arms decides: such cores come from `arm-bound.ts`, with good prices and a good plan. */
function isFree(core: Core): boolean {
  return core.separable && core.gathered.unlimited;
}

/** Local search around the best plan and the arms that the bound likes. */
function improve(core: Core): void {
  if (isFree(core)) {
    improveSubset(core);
    return;
  }
  for (let round = 0; round < 4; round += 1) {
    const before = core.best;
    dropOrSwap(core, modesOfBest(core));
    if (core.best === before) return;
  }
}

/** The same where arms alone decide: over the best plan's arms and those of least reduced cost. */
function improveSubset(core: Core): void {
  const { scratch, gathered, best } = core;
  const { subsets, armAlive } = scratch;
  armAlive.fill(0, 0, gathered.arms);
  const sources = best.parts.map((part) => part.source);
  let taken = 0;
  for (let arm = 0; arm < core.arms; arm += 1) {
    if (!sources.includes(core.armSource[arm])) continue;
    armAlive[core.armScratch[arm]] = 1;
    taken += 1;
  }
  const wide = core.steps > LONG_SEARCH && core.liked.length > 0;
  // One pass of swaps takes at most an eighth of the steps so far.
  const affordable = Math.floor(core.steps / (16 * core.lines * Math.max(1, taken)));
  const most = wide ? Math.max(LOCAL_ARMS, Math.min(2 * core.branches, affordable)) : LOCAL_ARMS;
  for (const mode of wide ? core.liked : byReducedCost(core)) {
    if (taken >= most) break;
    const arm = core.armScratch[core.nodeArmStart[core.modeNode[mode]] + Math.log2(core.modeBits[mode])];
    if (armAlive[arm] === 0) taken += 1;
    armAlive[arm] = 1;
  }
  subsets.takeUp(core.problem, gathered);
  subsets.improve(sources);
  core.steps += subsets.spent();
  core.offerPlan(core.judge.value(subsets.parts()));
  if (wide && taken <= affordable) shake(core);
}

/** Free modes of one arm, by rising reduced cost. */
function byReducedCost(core: Core): number[] {
  const modes: number[] = [];
  for (let mode = 0; mode < core.modes; mode += 1) {
    if (core.modeState[mode] === FREE && core.modeSize[mode] === 1) modes.push(mode);
  }
  return modes.sort((a, b) => core.reduced[a] - core.reduced[b] || a - b);
}

/** One round of: drop a mode, add one, swap two; every plan met is offered. */
function dropOrSwap(core: Core, open: Int32Array): void {
  const { nodes, nodeModeStart, modeState } = core;
  const limit = core.steps + Math.floor((core.budget - core.steps) / 8);
  let shipments = 0;
  for (let node = 0; node < nodes; node += 1) if (open[node] >= 0) shipments += core.modeSize[open[node]];
  for (let out = -1; out < nodes; out += 1) {
    if (out >= 0 && open[out] < 0) continue;
    const kept = out < 0 ? -1 : open[out];
    const room = core.problem.maxShipments - shipments + (kept < 0 ? 0 : core.modeSize[kept]);
    if (out >= 0) {
      open[out] = -1;
      fill(core, open);
    }
    for (let node = 0; node < nodes && core.steps < limit; node += 1) {
      if (open[node] >= 0) continue;
      for (let mode = nodeModeStart[node]; mode < nodeModeStart[node + 1]; mode += 1) {
        if (modeState[mode] === BANNED || mode === kept || core.modeSize[mode] > room) continue;
        open[node] = mode;
        fill(core, open);
        open[node] = -1;
      }
    }
    if (out >= 0) open[out] = kept;
  }
}

/** node: the mode that holds exactly the arms of the best plan; −1 = none. */
function modesOfBest(core: Core): Int32Array {
  const open = new Int32Array(core.nodes).fill(-1);
  for (let node = 0; node < core.nodes; node += 1) {
    let bits = 0;
    for (let arm = core.nodeArmStart[node]; arm < core.nodeArmStart[node + 1]; arm += 1) {
      const source = core.armSource[arm];
      if (core.best.parts.some((part) => part.source === source)) bits |= 1 << (arm - core.nodeArmStart[node]);
    }
    for (let mode = core.nodeModeStart[node]; mode < core.nodeModeStart[node + 1]; mode += 1) {
      if (core.modeBits[mode] === bits) open[node] = mode;
    }
  }
  return open;
}

/** The free mode to branch on: the one that the bound wants most; −1 where all is decided. */
function choose(core: Core): number {
  const { modeState, nodeModeStart, reduced } = core;
  let chosen = -1;
  for (let at = 0; at < core.activeNodes; at += 1) {
    const node = core.nodeAt[at];
    for (let mode = nodeModeStart[node]; mode < nodeModeStart[node + 1]; mode += 1) {
      if (modeState[mode] !== FREE) continue;
      const first = chosen < 0 || Math.abs(reduced[mode]) < Math.abs(reduced[chosen]);
      if (first || (Math.abs(reduced[mode]) === Math.abs(reduced[chosen]) && mode < chosen)) chosen = mode;
    }
  }
  return chosen;
}

function countFree(core: Core): number {
  let free = 0;
  for (let at = 0; at < core.activeNodes; at += 1) {
    const node = core.nodeAt[at];
    free += core.nodeForced[node] >= 0 ? 0 : core.nodeOpenModes[node];
  }
  return free;
}
