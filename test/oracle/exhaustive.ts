/**
 * The best plan of a small problem, found by trying every plan. Each line's ways to be served are listed first (with what they add to
 * every level), then all combinations over the lines are looked at. No bound, no dominance: only what can no longer become feasible is
 * left out. Plans are compared to the last tie.
 */
import type { Level, Problem, ProblemLine } from '../../src/splitting/problem';
import {
  allowedFrom,
  compareParts,
  levelValue,
  nodeOf,
  type Part,
  ranksOf,
  shipmentsOf,
  stockAt,
  stockFor,
  unfilledOf,
} from './judge-assignment';

export interface Best {
  readonly parts: readonly Part[];
  /** One per asked level. */
  readonly values: readonly number[];
  /** One per asked level: its own optimum, which differs where it has a tolerance. */
  readonly optima: readonly number[];
  /** Combinations looked at. */
  readonly combinations: number;
}

/** One way to serve one line. */
interface Way {
  readonly parts: readonly Part[];
  /** Bit set of sources. */
  readonly opens: number;
  /** Per level: what it adds, shipments not counted. */
  readonly adds: Float64Array;
  /** Per pool (node × item × rank of starts, node capacity, node lines; then units and lines of days): what it takes. */
  readonly takes: Int32Array;
  readonly isFull: boolean;
}

/** @returns the best plan, or null where there are more than `limit` combinations. */
export function bestPlan(problem: Problem, limit = 200_000): Best | null {
  if (problem.sources > 16) return null;
  const ways: Way[][] = [];
  const ranks = ranksOf(problem);
  let combinations = 1;
  for (let line = 0; line < problem.lines.length; line += 1) {
    const found = waysOf(problem, line, ranks, limit);
    if (found === null) return null;
    combinations *= found.length;
    if (combinations > limit) return null;
    ways.push(found);
  }
  const { parts, optima } = bestByStages(problem, new Walk(problem, ways, ranks));
  return { parts, values: problem.levels.map((level) => levelValue(problem, level, parts)), optima, combinations };
}

/**
 * Every level with a tolerance is first brought to its optimum, within what those before it leave; it then limits the plans. At last the
 * others are compared in order, then those with a tolerance, then what decides always.
 */
function bestByStages({ levels }: Problem, walk: Walk): { parts: readonly Part[]; optima: number[] } {
  const limits: { at: number; most: number }[] = [];
  const strict: number[] = [];
  const optima: number[] = [];
  for (const [at, { tolerance }] of levels.entries()) {
    if (tolerance === undefined) {
      strict.push(at);
      continue;
    }
    const optimum = walk.best([...strict, at], limits).values[at];
    optima[at] = optimum;
    limits.push({ at, most: allowedFrom(optimum, tolerance) });
  }
  const closing = [0, 1, 2, 3].map((place) => levels.length + place);
  const { parts, values } = walk.best([...strict, ...limits.map(({ at }) => at), ...closing], limits);
  for (const at of strict) optima[at] = values[at];
  return { parts, optima };
}

/** Every way to serve the line alone; null where there are more than `limit`. */
function waysOf(problem: Problem, index: number, ranks: readonly number[], limit: number): Way[] | null {
  const line = problem.lines[index];
  const sources = sourcesOf(problem, line);
  const found: Way[] = [];
  const parts: Part[] = [];
  const visit = (position: number, unitsLeft: number): boolean => {
    if (position === sources.length) {
      if (line.complete && unitsLeft > 0 && parts.length > 0) return true;
      found.push(wayOf(problem, index, ranks, parts));
      return found.length <= limit;
    }
    if (!visit(position + 1, unitsLeft)) return false;
    const source = sources[position];
    if (parts.length === line.maxShipments) return true;
    for (let units = 1; units <= Math.min(unitsLeft, unitsFor(problem, line, source, parts)); units += 1) {
      parts.push({ line: index, source, units });
      const isWithin = visit(position + 1, unitsLeft - units);
      parts.pop();
      if (!isWithin) return false;
    }
    return true;
  };
  return visit(0, line.units) ? found : null;
}

/** Units of the line that the node promises to the source beside the parts: enough for starts up to its rank, and up to each later one. */
function unitsFor(problem: Problem, line: ProblemLine, source: number, parts: readonly Part[]): number {
  const node = nodeOf(problem, source);
  const rankOf = (other: number) => problem.starts?.sourceRank[other] ?? 0;
  let least = Number.POSITIVE_INFINITY;
  for (let rank = rankOf(source); rank < (problem.starts?.ranks ?? 1); rank += 1) {
    const early = parts.filter((part) => nodeOf(problem, part.source) === node && rankOf(part.source) <= rank);
    least = Math.min(least, stockAt(problem, line, node, rank) - early.reduce((sum, { units }) => sum + units, 0));
  }
  return least;
}

function sourcesOf(problem: Problem, line: ProblemLine): number[] {
  return Array.from({ length: problem.sources }, (_, source) => source).filter(
    (source) =>
      problem.columns.usable[source] === 1 &&
      (line.mask === null || line.mask[source] === 1) &&
      stockFor(problem, line, source) >= 1,
  );
}

/** All levels that decide, ranks aside. */
function decidingLevels(problem: Problem): Level[] {
  return [...problem.levels, { goal: 'unfilled' }, { goal: 'unitDistance' }];
}

/**
 * What a line's way adds is the value of a problem with this line alone, without all that belongs to shipments (priced zero here and
 * added once per set of open sources in `opening`, or by `freight`).
 */
function wayOf(problem: Problem, index: number, ranks: readonly number[], parts: readonly Part[]): Way {
  const line = problem.lines[index];
  const columns = { ...problem.columns, open: new Float64Array(problem.sources), cell: null, cells: null };
  const alone: Problem = { ...problem, columns, splitMilli: 0, groups: null, lines: [line] };
  const mine = parts.map((part) => ({ ...part, line: 0 }));
  const rankOfUnits = parts.reduce((total, { source, units }) => total + units * line.weight * ranks[source], 0);
  const added = (level: Level): number => {
    if (level.goal === 'weighted')
      return level.weights.reduce((sum, weight) => sum + weight.factor * added(weight.level), 0);
    return isOfShipments(level) || level.goal === 'balance' ? 0 : levelValue(alone, level, mine);
  };
  const adds = decidingLevels(problem).map(added);
  return {
    parts: [...parts],
    opens: parts.reduce((bits, { source }) => bits | (1 << source), 0),
    adds: Float64Array.from([...adds, 0, rankOfUnits]),
    takes: takesOf(problem, line, parts),
    isFull: unfilledOf(problem, parts, index) === 0,
  };
}

function isOfShipments(level: Level): boolean {
  return level.goal === 'shipments' || level.goal === 'shipmentDistance';
}

function takesOf(problem: Problem, line: ProblemLine, parts: readonly Part[]): Int32Array {
  const ranks = problem.starts?.ranks ?? 1;
  const ofItems = problem.items.length * ranks;
  const { days, nodes } = problem;
  const dated = days?.dayUnits.length ?? 0;
  const takes = new Int32Array(nodes * (ofItems + 2) + 2 * dated);
  for (const { source, units } of parts) {
    const first = nodeOf(problem, source) * (ofItems + 2);
    for (const draw of line.draws) {
      for (let rank = problem.starts?.sourceRank[source] ?? 0; rank < ranks; rank += 1) {
        takes[first + draw.item * ranks + rank] += units * draw.units;
      }
    }
    takes[first + ofItems] += units * line.weight;
    takes[first + ofItems + 1] += line.members;
    const day = days?.sourceDay[source] ?? -1;
    if (day < 0) continue;
    takes[nodes * (ofItems + 2) + day] += units * line.weight;
    takes[nodes * (ofItems + 2) + dated + day] += line.members;
  }
  return takes;
}

/** Per pool: what there is. */
function poolsOf(problem: Problem): Int32Array {
  const pools: number[] = [];
  const { hasCapacity, nodeCapacity, nodeLines } = problem;
  for (let node = 0; node < problem.nodes; node += 1) {
    for (const item of problem.items) {
      for (let rank = 0; rank < (problem.starts?.ranks ?? 1); rank += 1) {
        pools.push(Math.max(0, stockAt(problem, item, node, rank)));
      }
    }
    pools.push(hasCapacity ? nodeCapacity[node] : 2 ** 30);
    pools.push(hasCapacity && nodeLines !== null ? nodeLines[node] : 2 ** 30);
  }
  return Int32Array.from([...pools, ...(problem.days?.dayUnits ?? []), ...(problem.days?.dayLines ?? [])]);
}

/** Per level: what a set of open sources adds. */
function opening(problem: Problem, ranks: readonly number[], opens: number): Float64Array {
  const open = Array.from({ length: problem.sources }, (_, source) => source).filter((source) => opens & (1 << source));
  const total = (column: ArrayLike<number>) => open.reduce((sum, source) => sum + column[source], 0);
  const added = (level: Level): number => {
    if (level.goal === 'weighted')
      return level.weights.reduce((sum, weight) => sum + weight.factor * added(weight.level), 0);
    if (level.goal === 'shipments') return open.length;
    if (level.goal === 'shipmentDistance') return total(problem.columns.metres);
    if (level.goal === 'cost') return total(problem.columns.open) + problem.splitMilli * splitsOf(problem, open);
    return 0;
  };
  const adds = decidingLevels(problem).map(added);
  return Float64Array.from([...adds, total(ranks), 0]);
}

/** Shipments beyond the first of their group. */
function splitsOf({ groups }: Problem, open: readonly number[]): number {
  const seen = new Set<number>();
  let splits = 0;
  for (const source of open) {
    const group = groups?.sourceGroup[source] ?? 0;
    if (seen.has(group)) splits += 1;
    seen.add(group);
  }
  return splits;
}

/** How often the level counts what rate cells charge. */
function timesPriced(level: Level): number {
  if (level.goal !== 'weighted') return level.goal === 'cost' ? 1 : 0;
  return level.weights.reduce((sum, weight) => sum + weight.factor * timesPriced(weight.level), 0);
}

class Walk {
  private readonly left: Int32Array;
  private readonly chosen: Way[] = [];
  private readonly openings = new Map<number, Float64Array>();
  /** Source: milli by what it ships, the units of each line written as digits. */
  private readonly freights: readonly Map<number, number>[];
  /** Level: how often it counts money. */
  private readonly costLevels: readonly number[];
  /** Levels that are no sums. */
  private readonly balances: readonly number[];
  private order: readonly number[] = [];
  private limits: readonly { at: number; most: number }[] = [];
  private bestVector: Float64Array | null = null;
  private bestParts: readonly Part[] = [];

  constructor(
    private readonly problem: Problem,
    private readonly ways: readonly (readonly Way[])[],
    private readonly ranks: readonly number[],
  ) {
    this.left = poolsOf(problem);
    this.freights = Array.from({ length: problem.sources }, () => new Map());
    this.costLevels = [...decidingLevels(problem).map(timesPriced), 0, 0];
    this.balances = decidingLevels(problem).flatMap(({ goal }, level) => (goal === 'balance' ? [level] : []));
  }

  /** @param order levels that decide, by place; @param limits levels that may be worth so much at most */
  best(
    order: readonly number[],
    limits: readonly { at: number; most: number }[],
  ): { parts: readonly Part[]; values: ArrayLike<number> } {
    this.order = order;
    this.limits = limits;
    this.bestVector = null;
    this.bestParts = [];
    this.visit(0, 0);
    if (this.bestVector === null) throw new Error('no plan is within the limits');
    return { parts: this.bestParts, values: this.bestVector };
  }

  private visit(line: number, opens: number): void {
    if (line === this.ways.length) {
      this.compare(opens);
      return;
    }
    for (const way of this.ways[line]) {
      const all = opens | way.opens;
      if (bitsOf(all) > this.problem.maxShipments || this.crowds(all)) continue;
      if (this.crowdsGroup(all) || this.crowdsDay(all)) continue;
      if (!this.take(way)) continue;
      this.chosen.push(way);
      this.visit(line + 1, all);
      this.chosen.pop();
      this.giveBack(way);
    }
  }

  /** Whether a day would have more shipments than it takes. */
  private crowdsDay(opens: number): boolean {
    const { days, sources } = this.problem;
    if (days === null) return false;
    const shipments = new Int32Array(days.dayShipments.length);
    for (let source = 0; source < sources; source += 1) {
      if (opens & (1 << source) && days.sourceDay[source] >= 0) shipments[days.sourceDay[source]] += 1;
    }
    return shipments.some((count, day) => count > days.dayShipments[day]);
  }

  /** Whether a node would send more shipments than it takes. */
  private crowds(opens: number): boolean {
    const { hasCapacity, nodeShipments, nodes, nodeSourceStart } = this.problem;
    if (!hasCapacity || nodeShipments === null) return false;
    for (let node = 0; node < nodes; node += 1) {
      const mine = (1 << nodeSourceStart[node + 1]) - (1 << nodeSourceStart[node]);
      if (bitsOf(opens & mine) > nodeShipments[node]) return true;
    }
    return false;
  }

  /** Whether a group would have more shipments than it may. */
  private crowdsGroup(opens: number): boolean {
    const { groups, sources } = this.problem;
    if (groups === null) return false;
    const shipments = new Int32Array(groups.maxShipments.length);
    for (let source = 0; source < sources; source += 1) {
      if (opens & (1 << source)) shipments[groups.sourceGroup[source]] += 1;
    }
    return shipments.some((count, group) => count > groups.maxShipments[group]);
  }

  /** Whether a group that ships whole or not at all does neither. */
  private tearsGroup(): boolean {
    const { groups } = this.problem;
    if (groups === null) return false;
    return groups.shipComplete.some((isComplete, group) => {
      const mine = this.chosen.filter((_, line) => groups.lineGroup[line] === group);
      return isComplete === 1 && mine.some((way) => way.opens !== 0) && mine.some((way) => !way.isFull);
    });
  }

  private take(way: Way): boolean {
    const { left } = this;
    for (let pool = 0; pool < left.length; pool += 1) if (way.takes[pool] > left[pool]) return false;
    for (let pool = 0; pool < left.length; pool += 1) left[pool] -= way.takes[pool];
    return true;
  }

  private giveBack(way: Way): void {
    for (let pool = 0; pool < this.left.length; pool += 1) this.left[pool] += way.takes[pool];
  }

  private compare(opens: number): void {
    if (this.problem.shipComplete && opens !== 0 && !this.chosen.every((way) => way.isFull)) return;
    if (this.tearsGroup()) return;
    const opening = this.openingOf(opens);
    const freight = this.problem.columns.cells === null ? 0 : this.freight();
    const fixed = opening.map((value, level) => value + this.costLevels[level] * freight);
    for (const level of this.balances) fixed[level] = levelValue(this.problem, { goal: 'balance' }, this.parts());
    if (this.limits.some(({ at, most }) => this.valueAt(at, fixed) > most)) return;
    const { bestVector } = this;
    if (bestVector !== null) {
      let order = 0;
      for (let place = 0; place < this.order.length && order === 0; place += 1) {
        order = this.valueAt(this.order[place], fixed) - bestVector[this.order[place]];
      }
      if (order > 0 || (order === 0 && compareParts(this.parts(), this.bestParts) >= 0)) return;
    }
    this.bestVector = fixed.map((_, level) => this.valueAt(level, fixed));
    this.bestParts = this.parts();
  }

  private valueAt(level: number, fixed: Float64Array): number {
    let value = fixed[level];
    for (let line = 0; line < this.chosen.length; line += 1) value += this.chosen[line].adds[level];
    return value;
  }

  /** Milli that the rate cells charge for what is chosen. */
  private freight(): number {
    const parts = this.parts();
    let milli = 0;
    for (const [source, known] of this.freights.entries()) {
      const mine = parts.filter((part) => part.source === source);
      if (mine.length === 0) continue;
      const key = this.problem.lines.reduce(
        (digits, { units }, line) => digits * (units + 1) + (mine.find((part) => part.line === line)?.units ?? 0),
        0,
      );
      let price = known.get(key);
      if (price === undefined) {
        price = shipmentsOf(this.problem, mine)[0].freightMilli;
        known.set(key, price);
      }
      milli += price;
    }
    return milli;
  }

  private parts(): readonly Part[] {
    return this.chosen.flatMap((way) => way.parts);
  }

  private openingOf(opens: number): Float64Array {
    let adds = this.openings.get(opens);
    if (adds === undefined) {
      adds = opening(this.problem, this.ranks, opens);
      this.openings.set(opens, adds);
    }
    return adds;
  }
}

function bitsOf(set: number): number {
  let bits = 0;
  for (let rest = set; rest !== 0; rest &= rest - 1) bits += 1;
  return bits;
}
