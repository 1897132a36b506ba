/** The local date at a node, by the engine's own time-zone data. */
import { InternalError } from '../model/errors';
import { type IssueList, maybe } from '../model/issues';
import type { NetworkIndex } from '../model/network';
import type { Network } from '../model/types';
import { MS_PER_DAY } from '../model/units';

/** node → its local date (`2026-03-01`); undefined where the node has no `capacityPerDay`. */
export type NodeDays = readonly (string | undefined)[];

/** Every given `timeZone` must be one, and a node that counts local days needs one. */
export function checkTimeZones({ nodes }: Network, issues: IssueList): void {
  const known = new Map<string, boolean>();
  nodes.forEach(({ timeZone, capacityPerDay }, place) => {
    const path = ['nodes', place, 'timeZone'];
    if (timeZone === undefined) {
      if (capacityPerDay === undefined) return;
      issues.add('missing', path, undefined, 'is missing, and capacityPerDay counts local days');
      return;
    }
    const isKnown = known.get(timeZone) ?? isTimeZone(timeZone);
    known.set(timeZone, isKnown);
    if (isKnown) return;
    issues.add('invalid', path, timeZone, 'is not a time zone', maybe(timeZone, Intl.supportedValuesOf('timeZone')));
  });
}

function isTimeZone(zone: string): boolean {
  try {
    dayOfMonth(zone);
    return true;
  } catch (error) {
    // What Intl throws for a zone it does not know.
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** Only the day of the month is asked: locale, calendar and digits are fixed, so that it is a plain number everywhere. */
function dayOfMonth(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-US', { calendar: 'gregory', numberingSystem: 'latn', timeZone, day: 'numeric' });
}

/** Formatters are dear to make, so a router makes one per zone and keeps them. */
export class LocalDays {
  readonly #zones: readonly { readonly format: Intl.DateTimeFormat; readonly nodes: readonly number[] }[];
  readonly #nodes: number;
  #asOf = Number.NaN;
  #days: NodeDays = [];

  constructor({ nodes }: NetworkIndex) {
    const nodesOf = new Map<string, number[]>();
    nodes.forEach(({ timeZone, capacityPerDay }, node) => {
      if (capacityPerDay === undefined || timeZone === undefined) return;
      const others = nodesOf.get(timeZone);
      if (others === undefined) nodesOf.set(timeZone, [node]);
      else others.push(node);
    });
    this.#zones = [...nodesOf].map(([zone, nodes]) => ({ format: dayOfMonth(zone), nodes }));
    this.#nodes = nodes.length;
  }

  /** @param asOf epoch ms; @returns the same list as long as no node's date changes */
  at(asOf: number): NodeDays {
    if (asOf === this.#asOf) return this.#days;
    const dates = this.#zones.map(({ format }) => localDate(format, asOf));
    if (this.#days.length === 0 || this.#zones.some(({ nodes }, zone) => this.#days[nodes[0]] !== dates[zone])) {
      const days = new Array<string | undefined>(this.#nodes).fill(undefined);
      this.#zones.forEach(({ nodes }, zone) => {
        for (const node of nodes) days[node] = dates[zone];
      });
      this.#days = days;
    }
    this.#asOf = asOf;
    return this.#days;
  }
}

/** No zone is a day away from UTC, and days next to each other have different numbers: so the number says which of three dates it is. */
function localDate(format: Intl.DateTimeFormat, asOf: number): string {
  const day = Number(format.format(asOf));
  for (const shift of [0, 1, -1]) {
    const date = new Date(asOf + shift * MS_PER_DAY);
    if (date.getUTCDate() !== day) continue;
    const text = date.toISOString();
    return text.slice(0, text.indexOf('T'));
  }
  throw new InternalError('A local date is more than a day from UTC.', { asOf, ...format.resolvedOptions() });
}
