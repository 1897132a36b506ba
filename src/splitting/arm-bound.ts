import { type Candidates, CLOSED, OPEN, UNDECIDED } from './candidates';

/**
 * The bound of `dual.ts` over candidates (arms of one node count apart, which is weaker but valid), made good before anything is
 * searched: what it fixes out here need not be laid out there. Prices are `lineDual`, integers. What walks candidates returns its steps.
 */

/** Reduced costs and bound at the prices in `lineDual`. */
export function evaluateArms(candidates: Candidates): number {
  const { lineDual, lineDemand } = candidates.scratch;
  const { lines, arms, open, reduced } = candidates;
  let bound = candidates.once;
  for (let place = 0; place < arms; place += 1) reduced[place] = open[place];
  let steps = 0;
  for (let line = 0; line < lines; line += 1) {
    bound += lineDemand[line] * lineDual[line];
    steps += gain(candidates, line, lineDual[line], 1);
  }
  candidates.bound = bound + sumShares(candidates);
  return steps;
}

/** What the arms add to the bound: open ones all they are, undecided ones what they gain beyond their cost. */
function sumShares({ arms, reduced, state }: Candidates): number {
  let sum = 0;
  for (let place = 0; place < arms; place += 1) {
    if (reduced[place] < 0 ? state[place] !== CLOSED : state[place] === OPEN) sum += reduced[place];
  }
  return sum;
}

/** Takes what a line pays at a price off the arms' reduced costs; sign −1 gives it back. */
function gain(
  { cost, units, place, reduced, lineStart }: Candidates,
  line: number,
  price: number,
  sign: number,
): number {
  const start = lineStart[line];
  const end = lineStart[line + 1];
  let at = start;
  // By rising cost: behind the first that does not gain none does.
  for (; at < end && cost[at] < price; at += 1) reduced[place[at]] -= sign * units[at] * (price - cost[at]);
  return at - start + 1;
}

/** Coordinate ascent: rounds over the lines while they pay. */
export function ascendArms(candidates: Candidates, limit: number, rounds: number): number {
  const { lineDual, lineDemand, linePenalty } = candidates.scratch;
  const { lines, lineStart, place, cost, units, reduced, key, state } = candidates;
  let steps = evaluateArms(candidates);
  for (let round = 0; round < rounds && candidates.bound <= limit; round += 1) {
    const before = candidates.bound;
    let bound = candidates.once;
    for (let line = 0; line < lines; line += 1) {
      if (lineDemand[line] === 0) continue;
      gain(candidates, line, lineDual[line], -1);
      const end = lineStart[line + 1];
      for (let at = lineStart[line]; at < end; at += 1) {
        const left = reduced[place[at]];
        const decided = state[place[at]];
        if (decided === CLOSED) key[at] = Number.POSITIVE_INFINITY;
        else key[at] = cost[at] + (left > 0 && decided === UNDECIDED ? left / units[at] : 0);
      }
      lineDual[line] = priceAt(candidates, line, lineDemand[line], linePenalty[line]);
      bound += lineDemand[line] * lineDual[line];
      gain(candidates, line, lineDual[line], 1);
    }
    bound += sumShares(candidates);
    candidates.bound = bound;
    steps += 2 * lineStart[lines];
    if (bound - before <= 0.02 * (limit - bound)) break;
  }
  return steps;
}

/** The key at which the candidates' units reach demand; at most the penalty. */
function priceAt({ key, units, cost, lineStart }: Candidates, line: number, demand: number, penalty: number): number {
  const start = lineStart[line];
  const end = lineStart[line + 1];
  let left = demand;
  for (;;) {
    let least = penalty;
    let chosen = -1;
    for (let at = start; at < end && cost[at] < least; at += 1) {
      if (key[at] < least) {
        least = key[at];
        chosen = at;
      }
    }
    if (chosen < 0) return penalty;
    left -= units[chosen];
    if (left <= 0) return Math.floor(least);
    key[chosen] = Number.POSITIVE_INFINITY;
  }
}

/**
 * Deflected subgradient steps (Camerini, Fratta and Maffioli 1975) from the prices at hand; every better bound fixes at once. Leaves the
 * best prices evaluated.
 */
export function climbArms(candidates: Candidates, limit: number, iterations: number, start: number): number {
  const { scratch, lines, lineStart } = candidates;
  const { lineDual, lineDemand, linePenalty, lineBest, linePoint, lineDirection } = scratch;
  const target = limit + Math.max(1, 0.002 * Math.abs(limit));
  let best = candidates.bound;
  let scale = start;
  let failures = 0;
  let steps = 0;
  for (let line = 0; line < lines; line += 1) {
    lineBest[line] = lineDual[line];
    linePoint[line] = lineDual[line];
    lineDirection[line] = 0;
  }
  for (let iteration = 0; iteration < iterations && best <= limit; iteration += 1) {
    let norm = 0;
    for (let line = 0; line < lines; line += 1) {
      if (lineDemand[line] === 0) continue;
      const way = 0.7 * (lineDemand[line] - drawn(candidates, line)) + 0.3 * lineDirection[line];
      lineDirection[line] = way;
      if (way < 0 ? linePoint[line] > 0 : linePoint[line] < linePenalty[line]) norm += way * way;
    }
    if (norm < 1e-12) break;
    const length = (scale * (target - best)) / norm;
    for (let line = 0; line < lines; line += 1) {
      const point = linePoint[line] + length * lineDirection[line];
      linePoint[line] = point < 0 ? 0 : point > linePenalty[line] ? linePenalty[line] : point;
      lineDual[line] = Math.floor(linePoint[line]);
    }
    steps += 2 * evaluateArms(candidates);
    if (candidates.bound > best) {
      best = candidates.bound;
      for (let line = 0; line < lines; line += 1) lineBest[line] = lineDual[line];
      failures = 0;
      fixArmsOut(candidates, limit);
      continue;
    }
    failures += 1;
    if (failures < 4) continue;
    failures = 0;
    scale *= 0.5;
    if (scale < 0.02) break;
    for (let line = 0; line < lines; line += 1) {
      linePoint[line] = lineBest[line];
      lineDual[line] = lineBest[line];
      lineDirection[line] = 0;
    }
    steps += evaluateArms(candidates);
  }
  for (let line = 0; line < lines; line += 1) lineDual[line] = lineBest[line];
  return steps + evaluateArms(candidates) + lineStart[lines];
}

/** Units of a line that the arms take at the current prices. */
function drawn(candidates: Candidates, line: number): number {
  const { cost, units, place, reduced, lineStart } = candidates;
  const price = candidates.scratch.lineDual[line];
  const end = lineStart[line + 1];
  let sum = 0;
  for (let at = lineStart[line]; at < end && cost[at] < price; at += 1) if (reduced[place[at]] < 0) sum += units[at];
  return sum;
}

/** Fixes out every arm that no plan with a number of at most `limit` can use: by the bound and the reduced costs of one dual. */
export function fixArmsOut(candidates: Candidates, limit: number): void {
  const { armOf, reduced, arms, bound } = candidates;
  const { armAlive } = candidates.scratch;
  let alive = 0;
  for (let place = 0; place < arms; place += 1) {
    const keep = reduced[place] <= 0 || bound + reduced[place] <= limit;
    armAlive[armOf[place]] = keep ? 1 : 0;
    if (keep) alive += 1;
  }
  if (alive < arms) candidates.keepAlive();
}
