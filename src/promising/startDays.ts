/** The local date on which nodes that count local days would start an order. */
import type { NetworkIndex } from '../model/network';
import type { Schedules } from './schedules';
import { dayText } from './timeZone';

/** node → local date of its start (`2026-03-01`); undefined where the node has no `capacityPerDay`, or does not open. */
export type NodeDays = readonly (string | undefined)[];

export class StartDays {
  readonly #schedules: Schedules;
  /** Nodes of a zone and a calendar start on the same date: one of them speaks for all. */
  readonly #alike: readonly (readonly number[])[];
  readonly #nodes: number;
  #release = Number.NaN;
  #days: NodeDays = [];

  constructor({ nodes }: NetworkIndex, schedules: Schedules) {
    const alike = new Map<string, number[]>();
    nodes.forEach(({ timeZone, calendar, capacityPerDay }, node) => {
      if (capacityPerDay === undefined) return;
      const key = JSON.stringify([timeZone, calendar]);
      alike.set(key, [...(alike.get(key) ?? []), node]);
    });
    this.#schedules = schedules;
    this.#alike = [...alike.values()];
    this.#nodes = nodes.length;
  }

  /** @param release epoch ms; @returns the same list as long as no node's date changes */
  at(release: number): NodeDays {
    if (release === this.#release) return this.#days;
    const dates = this.#alike.map(([node]) => this.#dateOf(node, release));
    if (this.#days.length === 0 || this.#alike.some(([node], place) => this.#days[node] !== dates[place])) {
      const days = new Array<string | undefined>(this.#nodes).fill(undefined);
      this.#alike.forEach((nodes, place) => {
        for (const node of nodes) days[node] = dates[place];
      });
      this.#days = days;
    }
    this.#release = release;
    return this.#days;
  }

  #dateOf(node: number, release: number): string | undefined {
    const start = this.#schedules.start(node, release);
    return Number.isNaN(start) ? undefined : dayText(this.#schedules.localDay(node, start));
  }
}
