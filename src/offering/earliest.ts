/**
 * The earliest plan: as filled as can be, then the latest delivery of a group as early as can be, then the cost. Its delivery is one of those
 * that the sources have, so it is looked for among them: what a limit on it leaves to choose is a problem as any other.
 */
import type { Desk } from '../desk';
import type { Prepared } from '../preparing/prepare';
import { inTime } from '../promised';
import { isCostObjective } from '../splitting/gather';
import type { Assignment, Problem, ProblemLine } from '../splitting/problem';
import { solve } from '../splitting/solve';

interface Known {
  readonly value: number;
  readonly bound: number;
}

/** An answer with how well its fill and its delivery, in epoch ms (0: nothing is delivered), are known. */
export interface EarliestAnswer {
  readonly problem: Problem;
  readonly answer: Assignment;
  /** Order units, over all plans whatever their dates. */
  readonly unfilled: Known;
  readonly delivery: Known;
  /** The plan is the cheapest too, and fills everything. */
  readonly isCheapest: boolean;
}

const FILL_THEN_COST: Problem['levels'] = [{ goal: 'unfilled' }, { goal: 'cost' }];

/**
 * @param known the problem without a limit on this group's dates; @param place of the group; @param cheapest its answer;
 * @param spend gives the steps that a search may take
 */
export function earliestAnswer(
  { scratch }: Desk,
  prepared: Prepared,
  known: Problem,
  place: number,
  cheapest: Assignment,
  spend: (take: (budget: number) => Assignment) => Assignment,
): EarliestAnswer {
  const solveBy = (limit: number) => {
    const limited = inTime({ ...prepared, problem: known }, limits(prepared, place, limit));
    const problem = { ...limited, levels: FILL_THEN_COST };
    return { problem, answer: spend((budget) => solve({ ...problem, budget }, scratch)) };
  };
  // What each line asks alone is mostly what all ask together, and nothing is more filled than all.
  const { by, unfilled } = filledAlone(prepared, known, place);
  const proven = { unfilled: { value: unfilled, bound: unfilled }, delivery: { value: by, bound: by } };
  if (by > 0 && isEarliest(prepared, known, place, cheapest, by, unfilled)) {
    const [cost] = cheapest.levels.slice(-1);
    const levels = [{ value: unfilled, bound: unfilled, optimal: true }, cost];
    const limited = inTime({ ...prepared, problem: known }, limits(prepared, place, by));
    const answer = { ...cheapest, levels };
    // What stays unfilled stays so for other reasons.
    return { problem: { ...limited, levels: FILL_THEN_COST }, answer, ...proven, isCheapest: unfilled === 0 };
  }
  const tried = by > 0 ? solveBy(by) : undefined;
  if (tried?.answer.levels[0].value === unfilled) return { ...tried, ...proven, isCheapest: false };
  const alone = { by, unfilled, isProven: tried === undefined || tried.answer.levels[0].bound > unfilled };
  return bisect(prepared, known, place, alone, solveBy);
}

/** Whether a plan that is proven to be the cheapest is as filled and as early as any can be. */
function isEarliest(
  prepared: Prepared,
  known: Problem,
  place: number,
  { parts, levels }: Assignment,
  by: number,
  unfilled: number,
): boolean {
  const { lines } = known;
  if (!isCostObjective(known) || levels.some(({ optimal }) => !optimal)) return false;
  if (latestDelivery({ ...prepared, problem: known }, { parts }, place) > by) return false;
  const filled = parts.reduce((sum, { line, units }) => sum + units * lines[line].weight, 0);
  return lines.reduce((sum, { units, weight }) => sum + units * weight, -filled) === unfilled;
}

/**
 * The first date by which the most that can be filled is filled: whether it is only ever changes from no to yes.
 * @param alone bounds of fill and date that no plan was found to reach together; proven: none does
 */
function bisect(
  prepared: Prepared,
  known: Problem,
  place: number,
  alone: { readonly by: number; readonly unfilled: number; readonly isProven: boolean },
  solveBy: (limit: number) => Pick<EarliestAnswer, 'problem' | 'answer'>,
): EarliestAnswer {
  const dates = deliveriesOf(prepared, known, place);
  let best = solveBy(dates[dates.length - 1] ?? 0);
  const leastUnfilled = Math.max(best.answer.levels[0].bound, alone.unfilled);
  let unfilled = best.answer.levels[0].value;
  const latest = () => latestDelivery(prepared, best.answer, place);
  // Below `low` no plan is as filled; at `high` the best known one is.
  const isAlone = unfilled === alone.unfilled;
  let low = isAlone ? dates.indexOf(alone.by) + 1 : 0;
  let high = dates.indexOf(latest());
  let isProven = !isAlone || alone.isProven;
  while (low < high) {
    const middle = (low + high) >> 1;
    const tried = solveBy(dates[middle]);
    if (tried.answer.levels[0].value <= unfilled) {
      best = tried;
      unfilled = tried.answer.levels[0].value;
      high = dates.indexOf(latest());
    } else {
      low = middle + 1;
      isProven &&= tried.answer.levels[0].bound > unfilled;
    }
  }
  const value = latest();
  const least = Math.min(value, (isAlone ? alone.by : dates[0]) ?? 0);
  const delivery = { value, bound: isProven && unfilled === leastUnfilled ? value : least };
  return { ...best, unfilled: { value: unfilled, bound: leastUnfilled }, delivery, isCheapest: false };
}

function limits({ groups }: Prepared, place: number, limit: number): number[] {
  return groups.map((_, group) => (group === place ? limit : Number.POSITIVE_INFINITY));
}

function isOf({ groups }: Problem, source: number, place: number): boolean {
  return groups === null || groups.sourceGroup[source] === place;
}

/** Epoch ms; 0: the group ships nothing; Infinity: some delivery is unknown. */
export function latestDelivery(
  { problem, origin }: Prepared,
  { parts }: Pick<Assignment, 'parts'>,
  place: number,
): number {
  let latest = 0;
  for (const { source } of parts) {
    if (!isOf(problem, source, place)) continue;
    const delivery = problem.columns.delivery[source] + origin;
    latest = Math.max(latest, Number.isNaN(delivery) ? Number.POSITIVE_INFINITY : delivery);
  }
  return latest;
}

/** Every delivery that a source of the group has, ascending. */
function deliveriesOf({ origin }: Prepared, problem: Problem, place: number): number[] {
  const { columns, sources } = problem;
  const dates = new Set<number>();
  for (let source = 0; source < sources; source += 1) {
    if (columns.usable[source] === 0 || !isOf(problem, source, place)) continue;
    const delivery = columns.delivery[source] + origin;
    if (!Number.isNaN(delivery)) dates.add(delivery);
  }
  return [...dates].sort((a, b) => a - b);
}

/**
 * The most that each line could have if it were alone, and by when those of the group could have it. No plan leaves fewer order units
 * unfilled, and none that leaves so few delivers the group earlier. `by` in epoch ms, 0: the group could have nothing.
 */
function filledAlone({ origin, bundles }: Prepared, problem: Problem, place: number): { by: number; unfilled: number } {
  let by = 0;
  let unfilled = 0;
  problem.lines.forEach((line, at) => {
    const alone = bundles[at].group === place ? lineAlone(problem, line) : { by: 0, units: heldFor(problem, line) };
    unfilled += (line.units - alone.units) * line.weight;
    if (bundles[at].group === place && alone.units > 0) by = Math.max(by, alone.by + origin);
  });
  return { by, unfilled };
}

/** `by` in ms after the problem's origin. */
function lineAlone(problem: Problem, line: ProblemLine): { by: number; units: number } {
  const single = aloneFilledBy(problem, line);
  const offers = partialOffers(problem, line, single).sort((a, b) => a.delivery - b.delivery);
  const ofNode = new Map<number, number>();
  let units = 0;
  let by = 0;
  for (const offer of offers) {
    const before = ofNode.get(offer.node) ?? 0;
    if (offer.units <= before) continue;
    ofNode.set(offer.node, offer.units);
    units += offer.units - before;
    by = offer.delivery;
    if (units >= line.units) return { by, units: line.units };
  }
  if (single !== Number.POSITIVE_INFINITY) return { by: single, units: line.units };
  return line.complete ? { by: 0, units: 0 } : { by, units };
}

/** Units of a line that nodes that may serve it hold, whenever they deliver. */
function heldFor({ columns, nodeSourceStart, starts }: Problem, line: ProblemLine): number {
  const { rowNode, rowUnits, rowStart, rowEnd } = line;
  const usable = line.mask ?? columns.usable;
  const ranks = starts?.ranks ?? 1;
  let units = 0;
  for (let entry = rowStart; entry < rowEnd; entry += 1) {
    let held = 0;
    for (let source = nodeSourceStart[rowNode[entry]]; source < nodeSourceStart[rowNode[entry] + 1]; source += 1) {
      if (usable[source] === 0) continue;
      held = Math.max(held, rowUnits[entry * ranks + (starts === null ? 0 : starts.sourceRank[source])]);
    }
    units += held;
  }
  if (line.complete && units < line.units) return 0;
  return Math.min(units, line.units);
}

/** The first delivery of a source that ships all of it. */
function aloneFilledBy({ columns, nodeSourceStart, starts }: Problem, line: ProblemLine): number {
  const { rowNode, rowUnits, rowStart, rowEnd, units } = line;
  const { delivery } = columns;
  const usable = line.mask ?? columns.usable;
  const ranks = starts?.ranks ?? 1;
  let by = Number.POSITIVE_INFINITY;
  for (let entry = rowStart; entry < rowEnd; entry += 1) {
    // A node's last start can promise the most.
    if (rowUnits[entry * ranks + ranks - 1] < units) continue;
    const end = nodeSourceStart[rowNode[entry] + 1];
    for (let source = nodeSourceStart[rowNode[entry]]; source < end; source += 1) {
      if (usable[source] === 0 || !(delivery[source] < by)) continue;
      if (starts === null || rowUnits[entry * ranks + starts.sourceRank[source]] >= units) by = delivery[source];
    }
  }
  return by;
}

interface Offer {
  readonly delivery: number;
  readonly node: number;
  readonly units: number;
}

/** What sources that are earlier bring of it: none of them all. */
function partialOffers({ columns, nodeSourceStart, starts }: Problem, line: ProblemLine, before: number): Offer[] {
  const { rowNode, rowUnits, rowStart, rowEnd } = line;
  const { delivery } = columns;
  const usable = line.mask ?? columns.usable;
  const ranks = starts?.ranks ?? 1;
  const offers: Offer[] = [];
  if (line.units === 1) return offers;
  for (let entry = rowStart; entry < rowEnd; entry += 1) {
    const node = rowNode[entry];
    for (let source = nodeSourceStart[node]; source < nodeSourceStart[node + 1]; source += 1) {
      if (usable[source] === 0 || !(delivery[source] < before)) continue;
      const units = rowUnits[entry * ranks + (starts === null ? 0 : starts.sourceRank[source])];
      if (units > 0) offers.push({ delivery: delivery[source], node, units });
    }
  }
  return offers;
}
