/** Bookings of the slots of nodes, by local date: those that the caller told of, and what was committed since. */
import { IssueList, maybe, type Path } from '../model/issues';
import type { NetworkIndex } from '../model/network';
import type { Booking } from '../model/types';
import { compareIds } from '../model/units';

/** Bookings of one slot of a node on one date. */
export interface SlotLoad {
  readonly node: number;
  readonly slot: string;
  readonly date: string;
  readonly bookings: number;
}

export class Bookings {
  readonly #loads = new Map<string, SlotLoad>();
  /** node → slot → bookings that it takes; made when first asked. */
  readonly #limits = new Map<number, ReadonlyMap<string, number>>();

  /** @throws InputError naming every counter that is of no slot, or there twice */
  constructor(
    readonly index: NetworkIndex,
    booked: readonly Booking[],
  ) {
    const issues = new IssueList('snapshot');
    const places = new Map<string, number>();
    booked.forEach((booking, place) => {
      const load = slotLoad(index, booking, ['booked', place], issues);
      if (load === undefined) return;
      const key = slotKey(load);
      const first = places.get(key);
      if (first !== undefined) {
        const what = `${booking.slot} at ${booking.node} on ${booking.date}`;
        issues.add('duplicate', ['booked', place], what, `is already at booked[${first}]`);
        return;
      }
      places.set(key, place);
      this.add(load, 1);
    });
    issues.throwIfAny();
  }

  add(load: SlotLoad, sign: 1 | -1): void {
    const key = slotKey(load);
    const before = this.#loads.get(key)?.bookings ?? 0;
    this.#loads.set(key, { ...load, bookings: before + sign * load.bookings });
  }

  /** Bookings that a slot of the node still takes on a date; negative where it has more than it takes. */
  left(at: Omit<SlotLoad, 'bookings'>): number {
    return (this.#limitsOf(at.node).get(at.slot) ?? 0) - (this.#loads.get(slotKey(at))?.bookings ?? 0);
  }

  #limitsOf(node: number): ReadonlyMap<string, number> {
    const known = this.#limits.get(node);
    if (known !== undefined) return known;
    const made = new Map(this.index.nodes[node].slots?.map(({ id, bookings }) => [id, bookings]));
    this.#limits.set(node, made);
    return made;
  }

  /** Everything that is not zero, by node id, slot and date. */
  list(): Booking[] {
    const busy = [...this.#loads.values()].filter(({ bookings }) => bookings !== 0);
    return busy.map(({ node, ...rest }) => ({ node: this.index.nodes[node].id, ...rest })).sort(compareBookings);
  }
}

export function compareBookings(a: Booking, b: Booking): number {
  return compareIds(a.node, b.node) || compareIds(a.slot, b.slot) || compareIds(a.date, b.date);
}

/** Equal text = the same slot on the same date. */
export function slotKey({ node, slot, date }: Omit<SlotLoad, 'bookings'>): string {
  return JSON.stringify([node, slot, date]);
}

/** With the node's number, which must have that slot; else an issue, and undefined. */
export function slotLoad(
  index: NetworkIndex,
  { node: id, slot, date, bookings }: Booking,
  path: Path,
  issues: IssueList,
): SlotLoad | undefined {
  const node = index.nodeOfId.get(id);
  if (node === undefined) {
    const hint = maybe(id, index.nodeOfId.keys());
    issues.add('unknown-reference', [...path, 'node'], id, 'is not the id of a node', hint);
    return undefined;
  }
  const ids = index.nodes[node].slots?.map((each) => each.id) ?? [];
  if (ids.includes(slot)) return { node, slot, date, bookings };
  issues.add('unknown-reference', [...path, 'slot'], slot, `is not the id of a slot of ${id}`, maybe(slot, ids));
  return undefined;
}
