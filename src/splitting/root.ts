import type { Gathered } from './gather';
import type { Problem } from './problem';
import type { Scratch } from './scratch';

/**
 * The bound over the whole network: an equal-share dual in one pass over the pairs (each line's price is where its cheapest units
 * meet demand, opening costs shared over the arm's lines and units), then reduced costs. Returns the bound; see `dual.ts` for why it
 * is one. The arms of a node count apart here, which is weaker but valid.
 */
export function boundAtRoot(problem: Problem, scratch: Scratch, { arms, once }: Gathered): number {
  const lines = problem.lines.length;
  const { armOpen, armReduced, armSaving, pairArm, pairUnits, pairCost, linePairStart } = scratch;
  const { lineDemand, linePenalty, lineDual } = scratch;
  scratch.noted.length = 0;
  for (let arm = 0; arm < arms; arm += 1) {
    armReduced[arm] = armOpen[arm];
    armSaving[arm] = -armOpen[arm];
  }
  let bound = once;
  for (let line = 0; line < lines; line += 1) {
    const price = priceOf(scratch, line);
    lineDual[line] = price;
    bound += lineDemand[line] * price;
    const penalty = linePenalty[line];
    const end = linePairStart[line + 1];
    const most = lineDemand[line];
    for (let pair = linePairStart[line]; pair < end; pair += 1) {
      const cost = pairCost[pair];
      const units = pairUnits[pair] < most ? pairUnits[pair] : most;
      if (cost < price) armReduced[pairArm[pair]] -= units * (price - cost);
      if (cost < penalty) armSaving[pairArm[pair]] += units * (penalty - cost);
    }
  }
  for (let arm = 0; arm < arms; arm += 1) if (armReduced[arm] < 0) bound += armReduced[arm];
  return bound;
}

/**
 * The same bound and reduced costs at prices from elsewhere: `lineDual`, and `perShipment` (≤ 0) of each of at most `shipments`.
 */
export function boundAtPrices(
  scratch: Scratch,
  gathered: Gathered,
  lines: number,
  perShipment = 0,
  shipments = 0,
): number {
  const { arms, once } = gathered;
  const { armOpen, armReduced, pairArm, pairUnits, pairCost, linePairStart, lineDemand, lineDual } = scratch;
  for (let arm = 0; arm < arms; arm += 1) armReduced[arm] = armOpen[arm] - perShipment;
  let bound = once + (perShipment === 0 ? 0 : perShipment * shipments);
  for (let line = 0; line < lines; line += 1) {
    const price = lineDual[line];
    const most = lineDemand[line];
    bound += most * price;
    const end = linePairStart[line + 1];
    for (let pair = linePairStart[line]; pair < end; pair += 1) {
      const gain = price - pairCost[pair];
      if (gain > 0) armReduced[pairArm[pair]] -= (pairUnits[pair] < most ? pairUnits[pair] : most) * gain;
    }
  }
  for (let arm = 0; arm < arms; arm += 1) bound += Math.min(0, armReduced[arm]);
  return bound;
}

/** The shared price at which a line's units, cheapest first, reach demand; at most the penalty. */
function priceOf(scratch: Scratch, line: number): number {
  const { armLines, armOpen, armFirst, pairArm, pairUnits, pairCost, pairKey, linePairStart } = scratch;
  const start = linePairStart[line];
  const end = linePairStart[line + 1];
  const demand = scratch.lineDemand[line];
  const penalty = scratch.linePenalty[line];
  if (demand === 0) return 0;
  let least = penalty;
  let leastPair = -1;
  let second = -1;
  for (let pair = start; pair < end; pair += 1) {
    const arm = pairArm[pair];
    const units = pairUnits[pair] < demand ? pairUnits[pair] : demand;
    const key = pairCost[pair] + armOpen[arm] / (armLines[arm] * units);
    pairKey[pair] = key;
    if (key < least) {
      least = key;
      second = leastPair;
      leastPair = pair;
    }
  }
  const { noted } = scratch;
  if (leastPair >= 0) noted.push(pairArm[leastPair]);
  if (second >= 0) noted.push(pairArm[second]);
  if (demand === 1) return Math.floor(least);
  let left = demand;
  for (;;) {
    least = penalty;
    let at = -1;
    for (let pair = start; pair < end; pair += 1) {
      if (pairKey[pair] < least) {
        least = pairKey[pair];
        at = pair;
      }
    }
    if (at < 0) return penalty;
    left -= pairUnits[at];
    noted.push(pairArm[at]);
    if (left <= 0) return Math.floor(least);
    const first = armFirst[pairArm[at]];
    for (let pair = at; pair >= start && armFirst[pairArm[pair]] === first; pair -= 1) pairKey[pair] = Infinity;
    for (let pair = at; pair < end && armFirst[pairArm[pair]] === first; pair += 1) pairKey[pair] = Infinity;
  }
}

/** The arm that saves most on its own; −1 if none saves anything. */
export function bestSingleArm(scratch: Scratch, arms: number): number {
  let best = -1;
  for (let arm = 0; arm < arms; arm += 1) {
    if (best < 0 ? scratch.armSaving[arm] >= 0 : scratch.armSaving[arm] > scratch.armSaving[best]) best = arm;
  }
  return best;
}

/** Fixes out every arm that no plan with a number of at most `limit` can use; returns how many are left. */
export function fixArms(scratch: Scratch, arms: number, bound: number, limit: number): number {
  const { armReduced, armAlive } = scratch;
  let alive = 0;
  for (let arm = 0; arm < arms; arm += 1) {
    const keep = armReduced[arm] <= 0 || bound + armReduced[arm] <= limit;
    armAlive[arm] = keep ? 1 : 0;
    if (keep) alive += 1;
  }
  return alive;
}
