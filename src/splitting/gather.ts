import { canCrowdDays, dayTakes } from './day-room';
import { liveSources } from './dominance';
import { areUnlimited, hasWholeGroup, wantingGroups } from './groups';
import { canCrowd, takesLines } from './node-room';
import { type LevelTerms, lineCost, MS_PER_DAY, unitCost } from './objective';
import {
  type Packing,
  pack,
  packExactly,
  packedFreight,
  packedLine,
  packedOnce,
  packedOpen,
  packedUnfilled,
  packedUnit,
} from './packing';
import type { Judge } from './plan-value';
import type { Problem, ProblemLine } from './problem';
import { dearestFreight, relaxFreight } from './relax';
import type { Scratch } from './scratch';
import { unitsAt, unitsAtLast } from './starts';

/** What one walk over the stock rows of an order left in the scratch. */
export interface Gathered {
  readonly arms: number;
  readonly pairs: number;
  /** Given who may ship, each line takes its cheapest units: no shared items, capacity, wholes, or price per line couples them. */
  readonly separable: boolean;
  /** No plan can reach the limit on shipments. */
  readonly unlimited: boolean;
  /** Added to a plan's number for each delivery group that ships. */
  readonly perGroup: number;
  /** The same, as if all did that could: never more. */
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
  const byCost = isCostObjective(problem);
  const { hasCapacity, days, starts, columns } = problem;
  const isBare = !columns.hasLine && !hasCapacity && days === null && starts === null;
  const plain = byCost && isBare && problem.lines.every(isPlain);
  const live = plain && problem.columns.cells === null ? liveSources(problem, scratch) : problem.columns.usable;
  const walk: Walk = { arms: 0, pairs: 0, separable: isSeparable(problem) };
  for (let line = 0; line < lines; line += 1) {
    const { rowStart, rowEnd } = problem.lines[line];
    scratch.reservePairs(walk.pairs + (rowEnd - rowStart) * scratch.widest);
    scratch.linePairStart[line] = walk.pairs;
    if (plain) walkPlainLine(problem, scratch, live, line, walk);
    else walkLine(problem, scratch, live, line, walk);
  }
  scratch.linePairStart[lines] = walk.pairs;
  const { perGroup, packing } =
    (byCost ? priceByCost(problem, scratch, walk.arms, plain) : null) ?? priceByLevels(judge, scratch, walk.arms);
  if (problem.columns.cells !== null) {
    scratch.reserveRelaxed();
    relaxFreight(problem, scratch, walk.arms, packedFreight(packing, judge.terms));
  }
  const units = problem.lines.reduce((sum, line) => sum + line.units, 0);
  const unlimited = problem.maxShipments >= units && areUnlimited(problem);
  const once = perGroup * wantingGroups(problem, scratch.lineDemand);
  return { ...walk, unlimited, perGroup, once, packing };
}

/** How far the walk has come. */
interface Walk {
  arms: number;
  pairs: number;
  separable: boolean;
}

/** The loop that most orders spend their time in: one line's stock row, each candidate priced as it is met. */
function walkPlainLine(problem: Problem, scratch: Scratch, live: Uint8Array, line: number, walk: Walk): void {
  const { nodeSourceStart, columns, splitMilli } = problem;
  const { open, gram, unit, delivery } = columns;
  const { rowNode, rowUnits, rowStart, rowEnd, units: most, grams, need } = problem.lines[line];
  const { nodeStamp, nodeArmStart, armSource, armFirst, armNode, armOpen, armLines, epoch } = scratch;
  const { pairArm, pairUnits, pairCost } = scratch;
  const lateMilli = need === Number.POSITIVE_INFINITY ? 0 : problem.lateMilli;
  let { arms, pairs } = walk;
  let fill = 0;
  for (let entry = rowStart; entry < rowEnd; entry += 1) {
    const held = rowUnits[entry];
    if (held < 1) continue;
    const units = held < most ? held : most;
    const node = rowNode[entry];
    if (nodeStamp[node] !== epoch) {
      nodeStamp[node] = epoch;
      const first = arms;
      const end = nodeSourceStart[node + 1];
      for (let source = nodeSourceStart[node]; source < end; source += 1) {
        if (live[source] === 0) continue;
        armSource[arms] = source;
        armFirst[arms] = first;
        armNode[arms] = node;
        armOpen[arms] = open[source] + splitMilli;
        armLines[arms] = 0;
        arms += 1;
      }
      // A node without a usable service points past the end: nobody's arms.
      nodeArmStart[node] = arms > first ? first : problem.sources;
    }
    const first = nodeArmStart[node];
    if (first < arms) fill += units;
    for (let arm = first; arm < arms && armFirst[arm] === first; arm += 1) {
      const source = armSource[arm];
      let cost = gram[source] * grams + unit[source];
      if (lateMilli > 0 && delivery[source] > need)
        cost += lateMilli * Math.ceil((delivery[source] - need) / MS_PER_DAY);
      pairArm[pairs] = arm;
      pairUnits[pairs] = units;
      pairCost[pairs] = cost;
      armLines[arm] += 1;
      pairs += 1;
    }
  }
  scratch.lineDemand[line] = Math.min(most, fill);
  walk.arms = arms;
  walk.pairs = pairs;
}

/** The same walk with everything a line or node can bring; prices come later. */
function walkLine(problem: Problem, scratch: Scratch, live: Uint8Array, line: number, walk: Walk): void {
  const { nodeCapacity, hasCapacity } = problem;
  const { rowNode, rowStart, rowEnd, units: most, weight, members } = problem.lines[line];
  const asked = problem.lines.reduce((sum, { units, weight: each }) => sum + units * each, 0);
  const orderLines = problem.lines.reduce((sum, { members: each }) => sum + each, 0);
  let fill = 0;
  for (let entry = rowStart; entry < rowEnd; entry += 1) {
    let units = Math.min(unitsAtLast(problem, problem.lines[line], entry), most);
    if (units < 1) continue;
    const node = rowNode[entry];
    const tight = hasCapacity && nodeCapacity[node] < asked;
    if (tight) {
      units = Math.min(units, Math.floor(nodeCapacity[node] / weight));
      if (units < 1) continue;
    }
    if (!takesLines(problem, node, members)) continue;
    if (scratch.nodeStamp[node] !== scratch.epoch) walkNode(problem, scratch, live, node, walk);
    const held = addPairs(problem, scratch, line, entry, units, walk);
    if (held === 0) continue;
    fill += held;
    const isCrowded = canCrowd(problem, node, orderLines) || canCrowdDays(problem, node, asked, orderLines);
    if (tight || isCrowded) walk.separable = false;
  }
  scratch.lineDemand[line] = Math.min(most, fill);
}

/** The arms of a node that is met for the first time. */
function walkNode(problem: Problem, scratch: Scratch, live: Uint8Array, node: number, walk: Walk): void {
  const { nodeSourceStart } = problem;
  const { nodeStamp, nodeArmStart, armSource, armFirst, armNode, armLines, epoch } = scratch;
  nodeStamp[node] = epoch;
  const first = walk.arms;
  for (let source = nodeSourceStart[node]; source < nodeSourceStart[node + 1]; source += 1) {
    if (live[source] === 0) continue;
    armSource[walk.arms] = source;
    armFirst[walk.arms] = first;
    armNode[walk.arms] = node;
    armLines[walk.arms] = 0;
    walk.arms += 1;
  }
  nodeArmStart[node] = walk.arms > first ? first : problem.sources;
}

/** The pairs of an entry of a line's row, of at most so many units each; returns what they can ship together. */
function addPairs(problem: Problem, scratch: Scratch, line: number, entry: number, most: number, walk: Walk): number {
  const { starts, lines } = problem;
  const { mask, rowNode, members, weight } = lines[line];
  const { nodeArmStart, armSource, armFirst, armLines, pairArm, pairUnits } = scratch;
  const first = nodeArmStart[rowNode[entry]];
  let held = 0;
  for (let arm = first; arm < walk.arms && armFirst[arm] === first; arm += 1) {
    const source = armSource[arm];
    if (mask !== null && mask[source] === 0) continue;
    if (dayTakes(problem, source, members) < weight) continue;
    const units = starts === null ? most : Math.min(most, unitsAt(problem, lines[line], entry, source));
    if (units < 1) continue;
    pairArm[walk.pairs] = arm;
    pairUnits[walk.pairs] = units;
    armLines[arm] += 1;
    walk.pairs += 1;
    if (units > held) held = units;
  }
  return held;
}

/** Numbers up to this add up exactly. */
const MOST_NUMBER = 2 ** 52;

type Priced = Pick<Gathered, 'perGroup' | 'packing'>;

/**
 * [cost] and [unfilled, cost]: the number is the cost; an unfilled unit is dearer than any plan in the second. null: with steps of rates
 * that number would not be exact.
 */
function priceByCost(problem: Problem, scratch: Scratch, arms: number, plain: boolean): Priced | null {
  const { lines, splitMilli } = problem;
  const { armOpen, armSource } = scratch;
  const fillFirst = problem.levels[0].goal === 'unfilled';
  if (!plain) {
    for (let arm = 0; arm < arms; arm += 1) armOpen[arm] = problem.columns.open[armSource[arm]] + splitMilli;
  }
  let range = 1;
  const freight = fillFirst ? dearestFreight(problem, scratch, arms) : 0;
  for (let line = 0; line < lines.length; line += 1) {
    const { weight, unfilledMilli } = lines[line];
    const once = plain ? 0 : priceLine(problem, scratch, line);
    if (!fillFirst) continue;
    const shipped = dearestUnit(scratch, line) + once + freight * weight;
    // Where a limit leaves out one line or another, the one of more units counts, whatever the prices of both.
    range += scratch.lineDemand[line] * (unfilledMilli > shipped ? unfilledMilli : shipped);
  }
  let whole = 0;
  for (let line = 0; line < lines.length; line += 1) {
    const price = lines[line].unfilledMilli;
    scratch.linePenalty[line] = (Number.isNaN(price) ? 0 : price) + (fillFirst ? range * lines[line].weight : 0);
    whole += lines[line].units * scratch.linePenalty[line];
  }
  if (problem.columns.cells !== null && whole > MOST_NUMBER) return null;
  const weights = fillFirst ? [range, 1, 0] : [1, 0, 0];
  return { perGroup: -splitMilli, packing: { weights, last: fillFirst ? 1 : 0, step: 1, slack: 0, exact: false } };
}

/** The most that one unit of the line can cost, shipped alone, without a price per line. */
function dearestUnit(scratch: Scratch, line: number): number {
  const { pairArm, pairCost, armOpen, linePairStart } = scratch;
  let dearest = 0;
  for (let pair = linePairStart[line]; pair < linePairStart[line + 1]; pair += 1) {
    const cost = pairCost[pair] + armOpen[pairArm[pair]];
    if (cost > dearest) dearest = cost;
  }
  return dearest;
}

/**
 * Prices of a line's pairs. A price per line is spread over the units the pair can ship: never above the truth. Returns the dearest
 * price per line.
 */
function priceLine(problem: Problem, scratch: Scratch, line: number): number {
  const { pairArm, pairUnits, pairCost, armSource, linePairStart } = scratch;
  let dearest = 0;
  for (let pair = linePairStart[line]; pair < linePairStart[line + 1]; pair += 1) {
    const source = armSource[pairArm[pair]];
    const once = lineCost(problem, line, source);
    pairCost[pair] = unitCost(problem, line, source) + Math.floor(once / pairUnits[pair]);
    if (once > dearest) dearest = once;
  }
  return dearest;
}

/** Any other list of levels: ranges first, then every coefficient packed into one number. */
function priceByLevels({ problem, terms }: Judge, scratch: Scratch, arms: number): Priced {
  const { pairArm, pairUnits, armSource, linePairStart } = scratch;
  const lines = problem.lines.length;
  const units = problem.lines.reduce((sum, line) => sum + line.units, 0);
  const stepped = problem.columns.cells !== null;
  const ranges = levelRanges(problem, terms, scratch, arms);
  const nothing = terms.map((level) =>
    problem.lines.reduce((sum, { units: asked }, line) => sum + asked * level.unfilled(line), 0),
  );
  const packing = stepped
    ? packExactly(ranges)
    : pack(ranges, nothing, 3 * units + 2 + wantingGroups(problem, scratch.lineDemand));
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
  return { perGroup: packedOnce(packing, terms), packing };
}

/** Level: what no plan's value exceeds that opens no more arms than it has units. */
export function levelRanges(problem: Problem, terms: readonly LevelTerms[], scratch: Scratch, arms: number): number[] {
  const { pairArm, armSource, linePairStart } = scratch;
  const lines = problem.lines.length;
  const units = problem.lines.reduce((sum, line) => sum + line.units, 0);
  const opens = Math.min(units, arms, problem.maxShipments);
  const freight = dearestFreight(problem, scratch, arms);
  return terms.map((level) => {
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
      range += level.priced * problem.lines[line].units * problem.lines[line].weight * freight;
    }
    return range;
  });
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
    levels.every(({ tolerance }) => tolerance === undefined) &&
    (levels.length === 1 || (levels.length === 2 && levels[0].goal === 'unfilled'))
  );
}

function isSeparable(problem: Problem): boolean {
  return (
    problem.items.length === 0 &&
    !problem.shipComplete &&
    !hasWholeGroup(problem) &&
    problem.lines.every(
      (line) =>
        line.units === 1 ||
        (!line.complete && line.maxShipments >= line.units && line.lineMilli === null && !problem.columns.hasLine),
    )
  );
}
