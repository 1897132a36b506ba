/**
 * Prices of units below zero: credits. The bounds of the search rest on prices that are not. So a line with a credit gets so much added to
 * the price of each of its units, shipped or not, that none is below zero. Every plan has the same units of a line, shipped and unfilled
 * together, so this adds the same amount to the cost of each: which of two is better, and by how much, is as it was.
 */
import { termsOf, unfilledCost } from './objective';
import type { Assignment, Level, Problem, ProblemLine } from './problem';
import { unitsAtLast } from './starts';

/** Columns of orders with credits; used again for the next. */
export class Credits {
  readonly #columns: Float64Array[] = [];
  #used = 0;

  /** The same problem with no price below zero in any of its columns. */
  withoutCredits(problem: Problem): Problem {
    this.#used = 0;
    const { columns } = problem;
    const isOfSources = hasSourceCredits(problem);
    const lines = problem.lines.map((line, place): ProblemLine => {
      const credit = creditOf(problem, place, isOfSources);
      if (credit === 0 && !isOfSources) return line;
      const unitMilli = this.#column(problem.sources);
      for (let source = 0; source < unitMilli.length; source += 1)
        unitMilli[source] = ownPrice(problem, place, source, isOfSources) + credit;
      return { ...line, unitMilli, unfilledMilli: unfilledCost(problem, place) + credit };
    });
    const without = { ...problem, lines, hasCredits: false, creditMilli: creditsOf(problem) };
    // What sources add to every unit is in the prices of the lines now.
    return isOfSources ? { ...without, columns: { ...columns, unit: this.#column(problem.sources) } } : without;
  }

  /** Of zeros. */
  #column(length: number): Float64Array {
    let column = this.#columns[this.#used];
    if (column === undefined || column.length < length) {
      column = new Float64Array(length);
      this.#columns[this.#used] = column;
    }
    this.#used += 1;
    return column.subarray(0, length).fill(0);
  }
}

/** The answer in the problem's own prices. @param without the problem that it is the answer to */
export function withCredits(without: Problem, answer: Assignment): Assignment {
  const levels = answer.levels.map((level, place) => {
    const added = addedTo(without, without.levels[place]);
    return { ...level, value: level.value - added, bound: level.bound - added };
  });
  return { ...answer, levels };
}

/** By how much credits that are in the prices raise what every plan is worth on a level: as often as it counts the cost. */
export function addedTo(without: Problem, level: Level): number {
  const { creditMilli = 0 } = without;
  return creditMilli === 0 ? 0 : creditMilli * termsOf(without, level).priced;
}

/** The most that all units of the order could bring: no plan costs less than −this. Milli. */
export function creditsOf(problem: Problem): number {
  if (!problem.hasCredits) return 0;
  const isOfSources = hasSourceCredits(problem);
  return problem.lines.reduce((sum, { units }, place) => sum + units * creditOf(problem, place, isOfSources), 0);
}

/** Of sources that can serve something: what the others would charge must not matter, not even for the steps that are taken. */
function hasSourceCredits(problem: Problem): boolean {
  return problem.lines.some((_, place) => leastOf(problem, place, (source) => problem.columns.unit[source]) < 0);
}

/** How far below zero the least price of a unit by rules and tables is; 0: it is not. @param withSource with what the source adds to it */
function creditOf(problem: Problem, place: number, withSource: boolean): number {
  return 0 - leastOf(problem, place, (source) => ownPrice(problem, place, source, withSource));
}

function ownPrice({ lines, columns }: Problem, place: number, source: number, withSource: boolean): number {
  const { unitMilli, weight } = lines[place];
  return (unitMilli === null ? 0 : unitMilli[source]) + (withSource ? columns.unit[source] * weight : 0);
}

/** The least of 0 and what the sources cost from which the line may come. */
function leastOf(problem: Problem, place: number, priceAt: (source: number) => number): number {
  const { nodeSourceStart, columns, lines } = problem;
  const { rowNode, rowStart, rowEnd, mask } = lines[place];
  const usable = mask ?? columns.usable;
  let least = 0;
  for (let entry = rowStart; entry < rowEnd; entry += 1) {
    if (unitsAtLast(problem, lines[place], entry) < 1) continue;
    const end = nodeSourceStart[rowNode[entry] + 1];
    for (let source = nodeSourceStart[rowNode[entry]]; source < end; source += 1) {
      if (usable[source] === 0) continue;
      const price = priceAt(source);
      if (price < least) least = price;
    }
  }
  return least;
}
