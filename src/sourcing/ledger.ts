/** Who holds which claims. Commit takes them from the stock, the nodes' capacity, their days and slots, release gives them back. */
import { type ClaimConflict, ConflictError } from '../model/errors';
import { IssueList, maybe } from '../model/issues';
import type { Plan } from '../model/types';
import { compareIds } from '../model/units';
import { type Bookings, type SlotLoad, slotKey, slotLoad } from './bookings';
import { type NodeRoom, roomOn, UNLIMITED, updateRoom } from './room';
import type { Stock } from './stock';
import { addLoads, type DayLoad, dayNode, MEASURES, type Workloads } from './workloads';

export interface StockClaim {
  readonly node: number;
  readonly sku: string;
  /** Epoch ms. */
  readonly start: number;
  readonly units: number;
  /** Of the order; undefined: it has none. */
  readonly channel: string | undefined;
}

/** Claims of one order, equal ones added up, sorted by node, then SKU and start, or day. */
interface Holding {
  readonly stock: readonly StockClaim[];
  readonly capacity: readonly { readonly node: number; readonly units: number }[];
  readonly days: readonly DayLoad[];
  readonly slots: readonly SlotLoad[];
  /** Equal text = equal claims. */
  readonly key: string;
}

export class Ledger {
  readonly #holdings = new Map<string, Holding>();
  /** What nodes take on the days that were asked last; kept up with every claim. */
  #room: NodeRoom;

  /** @param capacity node → units it still takes; UNLIMITED = no limit. Commit lowers it, and adds to the work of days and to bookings. */
  constructor(
    readonly stock: Stock,
    readonly capacity: Int32Array,
    readonly work: Workloads,
    readonly bookings: Bookings,
  ) {
    this.#room = { days: null, units: capacity, shipments: null, lines: null, dayFull: null };
  }

  /** @param days node → its local day (see `NodeRoom`); null: no node counts days */
  room(days: NodeRoom['days']): NodeRoom {
    if (days !== null && days !== this.#room.days)
      this.#room = roomOn(this.stock.index, days, this.capacity, this.work);
    return this.#room;
  }

  /**
   * Takes the claims. The same claims of the same order again have no effect.
   * @returns whether anything changed
   * @throws InputError for unknown nodes or slots, or without the limit claimed; ConflictError where the order holds other claims, or these no
   * longer fit
   */
  commit(orderId: string, claims: Plan['claims']): boolean {
    const holding = this.#read(claims);
    const held = this.#holdings.get(orderId);
    if (held !== undefined) {
      if (held.key === holding.key) return false;
      const message = `Order ${orderId} already holds claims of another plan; release it first.`;
      throw new ConflictError(orderId, message, this.#list(holding, held));
    }
    const short = this.#short(holding);
    if (short.length > 0) throw new ConflictError(orderId, describe(orderId, short), short);
    const { stock, capacity, days, slots } = holding;
    if (stock.length + capacity.length + days.length + slots.length === 0) return false;
    this.#apply(holding, 1);
    this.#holdings.set(orderId, holding);
    return true;
  }

  /** Gives the order's claims back. @returns false if it holds none */
  release(orderId: string): boolean {
    const held = this.#holdings.get(orderId);
    if (held === undefined) return false;
    this.#apply(held, -1);
    this.#holdings.delete(orderId);
    return true;
  }

  /** What `look` sees while the order's claims are given back. They are taken again afterwards. */
  without<T>(orderId: string, look: () => T): T {
    const held = this.#holdings.get(orderId);
    if (held === undefined) return look();
    this.#apply(held, -1);
    try {
      return look();
    } finally {
      this.#apply(held, 1);
    }
  }

  /** Stock that orders other than this one hold. */
  claimsBeside(orderId: string): StockClaim[] {
    return [...this.#holdings].flatMap(([id, { stock }]) => (id === orderId ? [] : stock));
  }

  #apply({ stock, capacity, days, slots }: Holding, sign: 1 | -1): void {
    for (const { node, sku, start, units, channel } of stock) {
      this.stock.commit(node, sku, start, sign * units);
      if (channel !== undefined) this.stock.allocations.take(node, sku, channel, sign * units);
    }
    for (const { node, units } of capacity) this.capacity[node] -= sign * units;
    for (const load of days) this.work.add(load, sign);
    for (const load of slots) this.bookings.add(load, sign);
    for (const { node } of [...capacity, ...days]) updateRoom(this.#room, node, this.capacity, this.work);
  }

  #read(claims: Plan['claims']): Holding {
    const issues = new IssueList('plan');
    const nodeOf = (id: string, kind: string, place: number): number => {
      const node = this.stock.index.nodeOfId.get(id);
      if (node !== undefined) return node;
      const hint = maybe(id, this.stock.index.nodeOfId.keys());
      issues.add('unknown-reference', ['claims', kind, place, 'node'], id, 'is not the id of a node', hint);
      return 0;
    };
    const stock = new Map<string, StockClaim>();
    claims.stock.forEach(({ node: id, sku, start: text, units, channel }, place) => {
      const node = nodeOf(id, 'stock', place);
      const start = Date.parse(text);
      const key = JSON.stringify([node, sku, start, channel]);
      stock.set(key, { node, sku, start, units: units + (stock.get(key)?.units ?? 0), channel });
    });
    const capacity = new Map<number, number>();
    claims.capacity.forEach(({ node: id, units }, place) => {
      const node = nodeOf(id, 'capacity', place);
      capacity.set(node, units + (capacity.get(node) ?? 0));
      if (this.capacity[node] !== UNLIMITED) return;
      issues.add('invalid', ['claims', 'capacity', place, 'node'], id, 'has no capacityUnits to claim');
    });
    const days = new Map<string, DayLoad>();
    claims.days.forEach(({ node: id, ...load }, place) => {
      const node = dayNode(this.stock.index, id, ['claims', 'days', place, 'node'], issues);
      if (node === undefined) return;
      const key = `${node} ${load.day}`;
      const before = days.get(key);
      days.set(key, before === undefined ? { node, ...load } : addLoads(before, { node, ...load }, 1));
    });
    const slots = this.#readSlots(claims.slots ?? [], issues);
    issues.throwIfAny();
    return holdingOf([...stock.values()], [...capacity], [...days.values()], slots);
  }

  #readSlots(claims: NonNullable<Plan['claims']['slots']>, issues: IssueList): SlotLoad[] {
    const slots = new Map<string, SlotLoad>();
    claims.forEach((claim, place) => {
      const load = slotLoad(this.stock.index, claim, ['claims', 'slots', place], issues);
      if (load === undefined) return;
      const before = slots.get(slotKey(load))?.bookings ?? 0;
      slots.set(slotKey(load), { ...load, bookings: before + load.bookings });
    });
    return [...slots.values()];
  }

  #short(holding: Holding): ClaimConflict[] {
    return this.#conflicts(holding).filter(({ asked, available }) => asked > available);
  }

  /** Every claim of the new plan, and those of the held one that it lacks (asked 0). */
  #list(holding: Holding, held: Holding): ClaimConflict[] {
    const asked = this.#conflicts(holding);
    const keys = new Set(asked.map(keyOf));
    const others = this.#conflicts(held).filter((claim) => !keys.has(keyOf(claim)));
    return [...asked, ...others.map((claim) => ({ ...claim, asked: 0 }))];
  }

  #conflicts({ stock, capacity, days, slots }: Holding): ClaimConflict[] {
    const idOf = (node: number) => this.stock.index.nodes[node].id;
    return [
      ...stock.map((claim, place) => ({
        node: idOf(claim.node),
        sku: claim.sku,
        asked: claim.units,
        available: Math.max(0, this.#available(claim) - earlierUnits(stock, place)),
      })),
      ...capacity.map(({ node, units }) => ({ node: idOf(node), asked: units, available: this.capacity[node] })),
      ...days.flatMap((load) => this.#dayConflicts(load)),
      ...slots.map((load) => {
        const { node, slot, date, bookings } = load;
        return { node: idOf(node), slot, date, asked: bookings, available: Math.max(0, this.bookings.left(load)) };
      }),
    ];
  }

  /** Without what is set aside for other channels. */
  #available({ node, sku, start, channel }: StockClaim): number {
    return this.stock.available(node, sku, start) - this.stock.allocations.withheld(node, sku, channel);
  }

  /** One for each measure that the node limits. */
  #dayConflicts(load: DayLoad): ClaimConflict[] {
    const { node, day } = load;
    const { id } = this.stock.index.nodes[node];
    return MEASURES.flatMap((measure) => {
      const left = this.work.left(node, day, measure);
      return left === undefined ? [] : [{ node: id, day, measure, asked: load[measure], available: Math.max(0, left) }];
    });
  }
}

/** Units of the same SKU and node that the plan claims for earlier starts: stock promised later must cover them too. */
function earlierUnits(stock: readonly StockClaim[], place: number): number {
  const { node, sku } = stock[place];
  let sum = 0;
  for (let before = place - 1; stock[before]?.node === node && stock[before].sku === sku; before -= 1) {
    sum += stock[before].units;
  }
  return sum;
}

function keyOf({ node, sku, day, measure, slot, date }: ClaimConflict): string {
  return JSON.stringify([node, sku, day, measure, slot, date]);
}

function holdingOf(
  stock: StockClaim[],
  limits: readonly (readonly [number, number])[],
  days: DayLoad[],
  slots: SlotLoad[],
): Holding {
  stock.sort(
    (a, b) =>
      a.node - b.node || compareIds(a.sku, b.sku) || a.start - b.start || compareIds(a.channel ?? '', b.channel ?? ''),
  );
  const capacity = limits.map(([node, units]) => ({ node, units })).sort((a, b) => a.node - b.node);
  days.sort((a, b) => a.node - b.node || compareIds(a.day, b.day));
  slots.sort((a, b) => a.node - b.node || compareIds(a.slot, b.slot) || compareIds(a.date, b.date));
  const work = days.map((load) => [load.node, load.day, ...workOf(load)]);
  const key = JSON.stringify([stock, capacity, work, slots.map((load) => [slotKey(load), load.bookings])]);
  return { stock, capacity, days, slots, key };
}

function workOf(load: DayLoad): number[] {
  return MEASURES.map((measure) => load[measure]);
}

function describe(orderId: string, claims: readonly ClaimConflict[]): string {
  const each = claims.map((claim) => {
    return `${claim.node} × ${whatOf(claim)}: ${claim.asked} asked, ${claim.available} available`;
  });
  return `Claims of order ${orderId} no longer fit. ${each.join('; ')}.`;
}

function whatOf({ sku, day, measure, slot, date }: ClaimConflict): string {
  if (slot !== undefined) return `slot ${slot} on ${date}`;
  return measure === undefined ? (sku ?? 'capacity') : `${measure} on ${day}`;
}
