import type { Level, Problem, Weighted } from './problem';

export const MS_PER_DAY = 86_400_000;

/**
 * One level of the objective, linear in what a plan does: so much per shipment, per line in a shipment, per shipped unit and
 * per unfilled unit. Integers. `splitMilli` counts per shipment here, and once less for each delivery group that ships; what rate
 * cells charge comes on top (`priced`).
 */
export interface LevelTerms {
  readonly open: (source: number) => number;
  readonly line: (line: number, source: number) => number;
  readonly unit: (line: number, source: number) => number;
  readonly unfilled: (line: number) => number;
  /** Once for each delivery group that ships. */
  readonly once: number;
  /** What rate cells charge is added so many times: the one term that is not of this form. */
  readonly priced: number;
}

const none = () => 0;

/** Unit-days of lateness of one unit of the line shipped by the source. */
export function lateDays(problem: Problem, line: number, source: number): number {
  const { lateDays: days, need, weight } = problem.lines[line];
  if (days !== null) return days[source];
  if (need === Number.POSITIVE_INFINITY) return 0;
  const late = problem.columns.delivery[source] - need;
  return late > 0 ? Math.ceil(late / MS_PER_DAY) * weight : 0;
}

/** Milli of one unit, without what is paid once per line or shipment. */
export function unitCost(problem: Problem, line: number, source: number): number {
  const { grams, weight, unitMilli } = problem.lines[line];
  const { gram, unit } = problem.columns;
  let cost = gram[source] * grams + unit[source] * weight;
  if (unitMilli !== null) cost += unitMilli[source];
  if (problem.lateMilli > 0) cost += problem.lateMilli * lateDays(problem, line, source);
  return cost;
}

/** Milli paid once for the line in a shipment of the source. */
export function lineCost(problem: Problem, line: number, source: number): number {
  const { members, lineMilli } = problem.lines[line];
  return problem.columns.line[source] * members + (lineMilli === null ? 0 : lineMilli[source]);
}

export function termsOf(problem: Problem, level: Level): LevelTerms {
  const { columns, lines, sourceTier, sourcePriority } = problem;
  const weight = (line: number) => lines[line].weight;
  switch (level.goal) {
    case 'unfilled':
      return { open: none, line: none, unit: none, unfilled: weight, once: 0, priced: 0 };
    case 'lateness':
      return {
        open: none,
        line: none,
        unit: (line, source) => lateDays(problem, line, source),
        unfilled: none,
        once: 0,
        priced: 0,
      };
    case 'shipments':
      return { open: () => 1, line: none, unit: none, unfilled: none, once: 0, priced: 0 };
    case 'tier':
      return { open: none, line: none, unit: perUnit(weight, sourceTier), unfilled: none, once: 0, priced: 0 };
    case 'priority':
      return {
        open: none,
        line: none,
        unit: perUnit(weight, sourcePriority),
        unfilled: none,
        once: 0,
        priced: 0,
      };
    case 'unitDistance':
      return {
        open: none,
        line: none,
        unit: perUnit(weight, columns.metres),
        unfilled: none,
        once: 0,
        priced: 0,
      };
    case 'shipmentDistance':
      return {
        open: (source) => columns.metres[source],
        line: none,
        unit: none,
        unfilled: none,
        once: 0,
        priced: 0,
      };
    case 'tiersUpTo':
      return {
        open: none,
        line: none,
        unit: (line, source) => (sourceTier !== null && sourceTier[source] > level.tier ? weight(line) : 0),
        unfilled: weight,
        once: 0,
        priced: 0,
      };
    case 'cost':
      return {
        open: (source) => columns.open[source] + problem.splitMilli,
        line: (line, source) => lineCost(problem, line, source),
        unit: (line, source) => unitCost(problem, line, source),
        unfilled: (line) => unfilledCost(problem, line),
        once: -problem.splitMilli,
        priced: 1,
      };
    case 'weighted':
      return weightedTerms(problem, level.weights);
    // No sum: see `balance.ts`, which takes it off the levels that are searched for.
    case 'balance':
      return { open: none, line: none, unit: none, unfilled: none, once: 0, priced: 0 };
  }
}

function weightedTerms(problem: Problem, weights: readonly Weighted[]): LevelTerms {
  const parts = weights.map(({ level, factor }) => ({ factor, ...termsOf(problem, level) }));
  const total = (of: (terms: LevelTerms) => number) => parts.reduce((sum, part) => sum + part.factor * of(part), 0);
  return {
    open: (source) => total(({ open }) => open(source)),
    line: (line, source) => total((terms) => terms.line(line, source)),
    unit: (line, source) => total(({ unit }) => unit(line, source)),
    unfilled: (line) => total(({ unfilled }) => unfilled(line)),
    once: total(({ once }) => once),
    priced: total(({ priced }) => priced),
  };
}

/** Whether what rate cells charge counts in the level. */
export function isPriced(level: Level): boolean {
  if (level.goal === 'weighted') return level.weights.some((weight) => isPriced(weight.level));
  return level.goal === 'cost';
}

/** Milli of one unfilled unit; a line without a price costs nothing (a level before the cost counts it). */
export function unfilledCost(problem: Problem, line: number): number {
  const price = problem.lines[line].unfilledMilli;
  return Number.isNaN(price) ? 0 : price;
}

/** The asked levels and the closing ones that are sums over units: `unfilled` and `unitDistance`, unless asked. */
export function closedLevels(problem: Problem): Level[] {
  const levels = [...problem.levels];
  if (!levels.some((level) => level.goal === 'unfilled')) levels.push({ goal: 'unfilled' });
  if (!levels.some((level) => level.goal === 'unitDistance')) levels.push({ goal: 'unitDistance' });
  return levels;
}

function perUnit(weight: (line: number) => number, column: ArrayLike<number> | null) {
  return (line: number, source: number) => (column === null ? 0 : weight(line) * column[source]);
}
