/** When a place is open, and what can be done until when: hours by the calendar as it was written, date after date. */
import { InputError } from '../model/errors';
import type { NetworkInput } from '../model/types';
import { MS_PER_MINUTE } from '../model/units';
import type { Facts, NodeInput } from './facts';
import { addDays, weekdayOf } from './localTime';
import { show } from './violations';

export type CalendarInput = NonNullable<NetworkInput['calendars']>[number];

/** What does not come on the date where a step begins, or on so many after it, never comes. */
export const MOST_DAYS_AHEAD = 400;

/** @throws InputError without a time zone */
export function zoneOf({ id, timeZone }: NodeInput): string {
  if (timeZone !== undefined) return timeZone;
  const message = `network: node ${show(id)} has no timeZone, and its local times count.`;
  throw new InputError([{ code: 'missing', path: ['network', 'nodes', id, 'timeZone'], message }]);
}

/** undefined: always open. */
export function calendarOf({ network }: Facts, id: string | undefined): CalendarInput | undefined {
  return id === undefined ? undefined : network.calendars?.find((calendar) => calendar.id === id);
}

/** A day with any hours is open. */
export function isOpenOn(calendar: CalendarInput | undefined, date: string): boolean {
  return calendar === undefined || hoursOn(calendar, date).length > 0;
}

interface Hours {
  readonly open?: string | undefined;
  readonly close?: string | undefined;
}

/** Those that touch or overlap are one: before clocks change, which may turn them around. */
function spansOn(calendar: CalendarInput, date: string): [open: string, close: string][] {
  const spans: [open: string, close: string][] = [];
  const hours = hoursOn(calendar, date).map(({ open = '00:00', close = '24:00' }) => [open, close] as const);
  for (const [open, close] of [...hours].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const last = spans.at(-1);
    if (last === undefined || last[1] < open) spans.push([open, close]);
    else if (last[1] < close) last[1] = close;
  }
  return spans;
}

function hoursOn({ week, except = [] }: CalendarInput, date: string): readonly Hours[] {
  const own = except.find((each) => each.date === date);
  if (own !== undefined) return own.hours ?? [];
  return week.filter(({ days }) => days === undefined || days.includes(weekdayOf(date)));
}

/** From when until when a node is open, the earlier opening first; entries may overlap. From a little before the instant. */
function* openTimes(facts: Facts, node: NodeInput, from: number): Generator<readonly [open: number, close: number]> {
  const calendar = calendarOf(facts, node.calendar);
  if (calendar === undefined) {
    yield [from, Number.POSITIVE_INFINITY];
    return;
  }
  const { local } = facts;
  const zone = zoneOf(node);
  const today = local.dateAt(zone, from);
  for (let ahead = -1; ahead <= MOST_DAYS_AHEAD; ahead += 1) {
    const date = addDays(today, ahead);
    const times = spansOn(calendar, date).map(
      ([open, close]) => [local.instant(zone, date, open), local.instant(zone, date, close)] as const,
    );
    yield* times.sort(([a], [b]) => a - b);
  }
}

/** The first instant from then on at which the node is open; undefined: it never is. */
export function opensAt(facts: Facts, node: NodeInput, from: number): number | undefined {
  for (const [open, close] of openTimes(facts, node, from)) {
    if (Math.max(open, from) < close) return Math.max(open, from);
  }
  return undefined;
}

/** When so many minutes of open time have passed; undefined: never. */
export function workedAt(facts: Facts, node: NodeInput, from: number, minutes: number): number | undefined {
  let left = minutes * MS_PER_MINUTE;
  let done = from;
  if (left === 0) return from;
  for (const [open, close] of openTimes(facts, node, from)) {
    const begin = Math.max(open, done);
    if (begin + left <= close) return begin + left;
    if (begin >= close) continue;
    left -= close - begin;
    done = close;
  }
  return undefined;
}
