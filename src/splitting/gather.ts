import { lineCost, unitCost } from './objective';
import { type Packing, pack, packedLine, packedOnce, packedOpen, packedUnfilled, packedUnit } from './packing';
import type { Judge } from './plan-value';
import type { Problem, ProblemLine } from './problem';
import type { Scratch } from './scratch';

/** What one walk over the stock rows of an order left in the scratch. */
export interface Gathered {
  readonly arms: number;
  readonly pairs: number;
  /** Nothing couples the lines, so each takes its cheapest units: no shared items, capacity, K, wholes, or price per line. */
  readonly separable: boolean;
  /** Added to every plan's number that ships anything. */
  readonly once: number;
  /** How the prices were packed. */
  readonly packing: Packing;
}

/**
 * Walks the stock rows once and writes arms, pairs and their prices: one number per pair that stands for the asked levels (the
 * cost itself for the two usual objectives, else the levels packed).
 */
export function gather(judge: Judge, scratch: Scratch): Gathered {
  const { problem } = judge;
  const lines = problem.lines.length;
  scratch.reserveNetwork(problem);
  scratch.reserveLines(lines);
  const asked = problem.lines.reduce((sum, line) => sum + line.units * line.weight, 0);
  const undominated = !problem.columns.hasLine && problem.lines.every(isPlain) && isCostObjective(problem);
  const { nodeCapacity, hasCapacity } = problem;
  const { nodeStamp, nodeArmStart, armSource, armFirst, epoch } = scratch;
  let arms = 0;
  let pairs = 0;
  let separable = isSeparable(problem);
  for (let line = 0; line < lines; line += 1) {
    const { rowNode, rowUnits, rowStart, rowEnd, units: most, mask, weight } = problem.lines[line];
    scratch.reservePairs(pairs + (rowEnd - rowStart) * scratch.widest);
    const { pairArm, pairUnits } = scratch;
    scratch.linePairStart[line] = pairs;
    let fill = 0;
    for (let entry = rowStart; entry < rowEnd; entry += 1) {
      let units = rowUnits[entry];
      if (units < 1) continue;
      const node = rowNode[entry];
      if (units > most) units = most;
      if (hasCapacity && nodeCapacity[node] < asked) {
        units = Math.min(units, Math.floor(nodeCapacity[node] / weight));
        separable = false;
        if (units < 1) continue;
      }
      if (nodeStamp[node] !== epoch) arms = touch(problem, scratch, node, arms, undominated);
      const before = pairs;
      const first = nodeArmStart[node];
      for (let arm = first; arm < arms && armFirst[arm] === first; arm += 1) {
        if (mask !== null && mask[armSource[arm]] === 0) continue;
        pairArm[pairs] = arm;
        pairUnits[pairs] = units;
        pairs += 1;
      }
      if (pairs > before) fill += units;
    }
    scratch.lineDemand[line] = Math.min(most, fill);
  }
  scratch.linePairStart[lines] = pairs;
  const { once, packing } = isCostObjective(problem)
    ? priceByCost(problem, scratch, arms)
    : priceByLevels(judge, scratch, arms);
  return { arms, pairs, separable, once, packing };
}

type Priced = Pick<Gathered, 'once' | 'packing'>;

/** First touch of a node: its usable services become arms, less those another service of the node makes pointless. */
function touch(problem: Problem, scratch: Scratch, node: number, arms: number, undominated: boolean): number {
  const { nodeSourceStart, columns } = problem;
  scratch.nodeStamp[node] = scratch.epoch;
  const end = nodeSourceStart[node + 1];
  let next = arms;
  for (let source = nodeSourceStart[node]; source < end; source += 1) {
    if (columns.usable[source] === 0) continue;
    if (undominated && isDominated(problem, source, nodeSourceStart[node], end)) continue;
    scratch.armSource[next] = source;
    scratch.armNode[next] = node;
    scratch.armFirst[next] = arms;
    next += 1;
  }
  // A node without a usable service points past the end: nobody's arms.
  scratch.nodeArmStart[node] = next > arms ? arms : problem.sources;
  return next;
}

/**
 * Another service of the node is nowhere dearer or later, and cheaper to open or (by its lower rank) first in every tie: whatever
 * this one ships, the other ships as well. Sound where prices per line do not differ by source and only the cost is asked.
 */
function isDominated(problem: Problem, source: number, start: number, end: number): boolean {
  const { usable, open, line, gram, unit, delivery } = problem.columns;
  for (let other = start; other < end; other += 1) {
    if (
      other !== source &&
      usable[other] === 1 &&
      open[other] <= open[source] &&
      line[other] <= line[source] &&
      gram[other] <= gram[source] &&
      unit[other] <= unit[source] &&
      (problem.lateMilli === 0 || !(delivery[other] > delivery[source])) &&
      (open[other] < open[source] || other < source)
    ) {
      return true;
    }
  }
  return false;
}

/** [cost] and [unfilled, cost]: the number is the cost; an unfilled unit is dearer than any plan in the second. */
function priceByCost(problem: Problem, scratch: Scratch, arms: number): Priced {
  const { lines, splitMilli } = problem;
  let dearestOpen = 0;
  for (let arm = 0; arm < arms; arm += 1) {
    const open = problem.columns.open[scratch.armSource[arm]] + splitMilli;
    scratch.armOpen[arm] = open;
    if (open > dearestOpen) dearestOpen = open;
  }
  let range = 1;
  for (let line = 0; line < lines.length; line += 1) {
    const plain = !problem.columns.hasLine && isPlain(lines[line]);
    const dearest = plain ? pricePlainLine(problem, scratch, line) : priceLine(problem, scratch, line);
    range += scratch.lineDemand[line] * (dearest + dearestOpen);
  }
  const fillFirst = problem.levels[0].goal === 'unfilled';
  for (let line = 0; line < lines.length; line += 1) {
    const price = lines[line].unfilledMilli;
    scratch.linePenalty[line] = (Number.isNaN(price) ? 0 : price) + (fillFirst ? range * lines[line].weight : 0);
  }
  const weights = fillFirst ? [range, 1, 0] : [1, 0, 0];
  return { once: -splitMilli, packing: { weights, last: fillFirst ? 1 : 0, step: 1, slack: 0, exact: false } };
}

/** The loop that most orders spend their time in. Returns the dearest unit. */
function pricePlainLine(problem: Problem, scratch: Scratch, line: number): number {
  const { gram, unit, delivery } = problem.columns;
  const { grams, need } = problem.lines[line];
  const { pairArm, pairCost, armSource, linePairStart } = scratch;
  const lateMilli = need === Number.POSITIVE_INFINITY ? 0 : problem.lateMilli;
  const end = linePairStart[line + 1];
  let dearest = 0;
  for (let pair = linePairStart[line]; pair < end; pair += 1) {
    const source = armSource[pairArm[pair]];
    let cost = gram[source] * grams + unit[source];
    if (lateMilli > 0 && delivery[source] > need) cost += lateMilli * Math.ceil((delivery[source] - need) / 86_400_000);
    pairCost[pair] = cost;
    if (cost > dearest) dearest = cost;
  }
  return dearest;
}

/** The same with everything a line can bring. A price per line is spread over the units the pair can ship: never above the truth. */
function priceLine(problem: Problem, scratch: Scratch, line: number): number {
  const { pairArm, pairUnits, pairCost, armSource, linePairStart } = scratch;
  let dearest = 0;
  for (let pair = linePairStart[line]; pair < linePairStart[line + 1]; pair += 1) {
    const source = armSource[pairArm[pair]];
    const once = lineCost(problem, line, source);
    const unit = unitCost(problem, line, source);
    pairCost[pair] = unit + Math.floor(once / pairUnits[pair]);
    if (unit + once > dearest) dearest = unit + once;
  }
  return dearest;
}

/** Any other list of levels: ranges first, then every coefficient packed into one number. */
function priceByLevels({ problem, terms }: Judge, scratch: Scratch, arms: number): Priced {
  const { pairArm, pairUnits, armSource, linePairStart } = scratch;
  const lines = problem.lines.length;
  const units = problem.lines.reduce((sum, line) => sum + line.units, 0);
  const opens = Math.min(units, arms, problem.maxShipments);
  const ranges = terms.map((level) => {
    let dearestOpen = 0;
    for (let arm = 0; arm < arms; arm += 1) dearestOpen = Math.max(dearestOpen, level.open(armSource[arm]));
    let range = opens * dearestOpen;
    for (let line = 0; line < lines; line += 1) {
      let dearest = level.unfilled(line);
      for (let pair = linePairStart[line]; pair < linePairStart[line + 1]; pair += 1) {
        const source = armSource[pairArm[pair]];
        dearest = Math.max(dearest, level.unit(line, source) + level.line(line, source));
      }
      range += problem.lines[line].units * dearest;
    }
    return range;
  });
  const nothing = terms.map((level) =>
    problem.lines.reduce((sum, { units: asked }, line) => sum + asked * level.unfilled(line), 0),
  );
  const packing = pack(ranges, nothing, 3 * units + 3);
  for (let arm = 0; arm < arms; arm += 1) {
    scratch.armOpen[arm] = packedOpen(packing, terms, armSource[arm]);
  }
  for (let line = 0; line < lines; line += 1) {
    scratch.linePenalty[line] = packedUnfilled(packing, terms, line);
    for (let pair = linePairStart[line]; pair < linePairStart[line + 1]; pair += 1) {
      const source = armSource[pairArm[pair]];
      const once = packedLine(packing, terms, line, source);
      scratch.pairCost[pair] = packedUnit(packing, terms, line, source) + Math.floor(once / pairUnits[pair]);
    }
  }
  return { once: packedOnce(packing, terms), packing };
}

/** A line whose price at a source is the source's own. */
export function isPlain(line: ProblemLine): boolean {
  return (
    line.mask === null &&
    line.unitMilli === null &&
    line.lineMilli === null &&
    line.lateDays === null &&
    line.weight === 1 &&
    line.members === 1
  );
}

/** Only the cost is asked, perhaps after the fill. */
export function isCostObjective({ levels }: Problem): boolean {
  return (
    levels[levels.length - 1].goal === 'cost' &&
    (levels.length === 1 || (levels.length === 2 && levels[0].goal === 'unfilled'))
  );
}

function isSeparable(problem: Problem): boolean {
  return (
    problem.items.length === 0 &&
    problem.maxShipments >= problem.lines.reduce((sum, line) => sum + line.units, 0) &&
    !problem.shipComplete &&
    problem.lines.every(
      (line) =>
        line.units === 1 ||
        (!line.complete && line.maxShipments >= line.units && line.lineMilli === null && !problem.columns.hasLine),
    )
  );
}
