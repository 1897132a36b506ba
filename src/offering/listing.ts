/** What a listing page shows of many items: when each could be there, and at what cost, for one destination. */
import type { Desk, PlannerState } from '../desk';
import { readListing } from '../input';
import { IssueList } from '../model/issues';
import type { NetworkIndex } from '../model/network';
import { refer } from '../model/references';
import type { Order } from '../model/types';
import { instant, MILLI_PER_MINOR, roundHalfUp } from '../model/units';
import { checkZone, type OpenOrder, openRead, openRelaxed } from '../preparing/checkedOrder';
import { type Outline, outlineOf } from '../preparing/outline';
import { type Prepared, prepareGroups } from '../preparing/prepare';
import { DEFAULT_BUDGET } from '../preparing/scene';
import type { DeliveryGroup } from '../sourcing/groups';
import { costOf } from '../splitting/given';
import { isPicked, type Picks, pickByLevel } from '../splitting/picks';
import type { Assignment, Problem } from '../splitting/problem';
import { solve } from '../splitting/solve';
import { earliestAnswer, latestDelivery } from './earliest';
import { lastInstant } from './options';
import { Purse } from './purse';

/** The cheapest or the earliest way to get an item by a level of service, if it were ordered alone. */
export interface ListedOption {
  readonly level: string;
  readonly choice: 'cheapest' | 'earliest';
  /** null: unknown. `date` is local at the destination. */
  readonly delivery: string | null;
  readonly date: string | null;
  /** Minor units. */
  readonly cost: number;
  readonly shipments: number;
  /** Units that it does not bring. */
  readonly short: number;
  /** The first instant at which, stock as it is, a hand-over is missed. */
  readonly validUntil: string;
}

export interface ListedItem {
  readonly sku: string;
  readonly quantity: number;
  /** By level, in code-unit order; empty: nothing of it can be had. */
  readonly options: readonly ListedOption[];
}

export interface Listing {
  readonly asOf: string;
  /** In the order asked. */
  readonly items: readonly ListedItem[];
  /** Search steps taken. */
  readonly steps: number;
}

/** What all items of a listing share. */
interface Page {
  readonly asOf: number;
  /** Asked for, in code-unit order. */
  readonly levels: readonly string[];
  /** source → its place in `levels`; −1: none of them. */
  readonly levelOf: Int16Array;
  readonly purse: Purse;
  /** Each instant is written once. */
  readonly write: (ms: number) => string;
  /** null where the zone is unknown. */
  readonly dateOf: (ms: number) => string | null;
}

/** @throws InputError with every issue of every item */
export function listItems(state: PlannerState, input: unknown): Listing {
  const listing = readListing(input);
  const { asOf, budget, levels, items } = listing;
  const { index, schedules } = state.editions.shared;
  const issues = new IssueList('listing');
  levels?.forEach((level, place) => {
    refer(index.levels, level, ['levels', place], 'level of a service', issues);
  });
  checkZone(schedules, listing.destination, ['destination'], issues);
  const orders = openItems(state, listing, issues);
  issues.throwIfAny();
  const carried = [...index.levels.keys()].filter((level) =>
    index.levels.get(level)?.some((service) => index.services[service].kind === 'carrier'),
  );
  const asked = [...(levels ?? carried)].sort();
  const searches = 2 * items.length * asked.length * (1 + state.editions.steps(Date.parse(asOf)).length);
  const purse = new Purse(budget ?? state.editions.document.budget ?? DEFAULT_BUDGET, searches);
  const page = openPage(orders[0], Date.parse(asOf), asked, purse);
  return {
    asOf: page.write(page.asOf),
    items: orders.map((opened) => ({
      sku: opened.asked.lines[0].sku,
      quantity: opened.asked.lines[0].quantity,
      options: optionsOf(opened, page),
    })),
    steps: purse.spent,
  };
}

/** Each item as if it were ordered alone. */
function openItems(
  state: PlannerState,
  { asOf, destination, channel, items }: ReturnType<typeof readListing>,
  issues: IssueList,
): OpenOrder[] {
  return items.flatMap((item) => {
    const order: Order = {
      id: 'listing',
      destination,
      lines: [{ ...item, id: '1' }],
      ...(channel === undefined ? {} : { channel }),
    };
    const own = new IssueList('listing');
    const opened = openRead(state, order, Date.parse(asOf), undefined, own);
    issues.addAll(own);
    return opened ?? [];
  });
}

function openPage({ desk, checked }: OpenOrder, asOf: number, levels: readonly string[], purse: Purse): Page {
  const { index, schedules } = desk.compiled;
  const [{ destination }] = checked.groups;
  const { timeZone } = destination;
  return {
    asOf,
    levels,
    levelOf: levelsOf(index, levels),
    purse,
    write: remembered(instant),
    dateOf: remembered((ms) => (timeZone === undefined ? null : schedules.dateIn(timeZone, ms))),
  };
}

function levelsOf(
  { sources, sourceService, services, levels: known }: NetworkIndex,
  levels: readonly string[],
): Int16Array {
  const ofService = new Int16Array(services.length).fill(-1);
  levels.forEach((level, place) => {
    for (const service of known.get(level) ?? []) ofService[service] = place;
  });
  const answer = new Int16Array(sources);
  for (let source = 0; source < sources; source += 1) answer[source] = ofService[sourceService[source]];
  return answer;
}

function remembered<T>(make: (ms: number) => T): (ms: number) => T {
  const known = new Map<number, T>();
  return (ms) => {
    let made = known.get(ms);
    if (made === undefined) {
      made = make(ms);
      known.set(ms, made);
    }
    return made;
  };
}

/** By the rules as they are; a level that stays short takes as many steps of relaxation as bring more. */
function optionsOf(opened: OpenOrder, page: Page): ListedOption[] {
  const { quantity } = opened.asked.lines[0];
  const shortOf = (options: readonly ListedOption[], level: string) =>
    options.find((option) => option.level === level)?.short ?? quantity;
  let best = optionsBy(opened, page);
  const steps = opened.desk.editions.steps(page.asOf).length;
  for (let step = 1; step <= steps && page.levels.some((level) => shortOf(best, level) > 0); step += 1) {
    const relaxed = optionsBy(openRelaxed(opened, page.asOf, step), page);
    best = page.levels.flatMap((level) => {
      const options = shortOf(relaxed, level) < shortOf(best, level) ? relaxed : best;
      return options.filter((option) => option.level === level);
    });
  }
  return best;
}

function optionsBy({ desk, checked }: OpenOrder, page: Page): ListedOption[] {
  const { asOf, levels, levelOf } = page;
  const { groups } = checked;
  const outline = outlineOf(desk, checked, { asOf, budget: undefined, overrides: undefined });
  if (outline.isAtOnce) {
    const prepared = prepareGroups(desk, outline, groups);
    if (isPicked(prepared.problem)) {
      return pickedOptions(desk, prepared, pickByLevel(prepared.problem, levelOf, levels.length), page);
    }
  }
  return levels.flatMap((level) => searchedOptions(desk, outline, { ...groups[0], level }, level, page));
}

/** What a walk found. */
function pickedOptions(desk: Desk, prepared: Prepared, picks: Picks, page: Page): ListedOption[] {
  const { problem } = prepared;
  const [{ unfilledMilli }] = problem.lines;
  const isCostFirst = problem.levels[0].goal === 'cost';
  return page.levels.flatMap((level, place): ListedOption[] => {
    const source = picks.cheapest[place];
    page.purse.pay(picks.steps[place]);
    if (source < 0 || (isCostFirst && picks.cheapestMilli[place] > unfilledMilli)) return [];
    const write = (of: number, milli: number, choice: ListedOption['choice']) =>
      listed(desk, prepared, [{ line: 0, source: of, units: 1 }], milli, level, choice, page);
    const first = write(source, picks.cheapestMilli[place], 'cheapest');
    const other = picks.earliest[place];
    if (other < 0) return [first];
    if (other === source) return [first, { ...first, choice: 'earliest' }];
    return [first, write(other, picks.earliestMilli[place], 'earliest')];
  });
}

function searchedOptions(
  desk: Desk,
  outline: Outline,
  group: DeliveryGroup,
  level: string,
  page: Page,
): ListedOption[] {
  const { purse } = page;
  const prepared = prepareGroups(desk, outline, [group]);
  const { problem } = prepared;
  const cheapest = purse.spend((budget) => solve({ ...problem, budget }, desk.scratch));
  purse.finish();
  if (cheapest.parts.length === 0) {
    purse.finish();
    return [];
  }
  const earliest = earliestAnswer(desk, prepared, problem, 0, cheapest, purse.spend);
  purse.finish();
  const write = (of: Problem, { parts }: Assignment, choice: ListedOption['choice']) =>
    listed(desk, { ...prepared, problem: of }, parts, costOf(of, desk.scratch, parts), level, choice, page);
  const first = write(problem, cheapest, 'cheapest');
  // Where no delivery is known, nothing is the earliest.
  if (earliest.answer.parts.length === 0) return [first];
  if (earliest.isCheapest) return [first, { ...first, choice: 'earliest' }];
  return [first, write(earliest.problem, earliest.answer, 'earliest')];
}

function listed(
  desk: Desk,
  prepared: Prepared,
  parts: Assignment['parts'],
  milli: number,
  level: string,
  choice: ListedOption['choice'],
  { write, dateOf }: Page,
): ListedOption {
  const latest = latestDelivery(prepared, { parts }, 0);
  const isKnown = latest !== Number.POSITIVE_INFINITY;
  const [{ units, weight }] = prepared.problem.lines;
  return {
    level,
    choice,
    delivery: isKnown ? write(latest) : null,
    date: isKnown ? dateOf(latest) : null,
    cost: roundHalfUp(milli / MILLI_PER_MINOR),
    shipments: parts.length === 1 ? 1 : new Set(parts.map(({ source }) => source)).size,
    short: weight * parts.reduce((left, part) => left - part.units, units),
    validUntil: write(lastInstant(desk, prepared, parts) + 1),
  };
}
