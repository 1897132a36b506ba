import type { Light } from './light';
import type { Judge, Part, ValuedPlan } from './plan-value';
import { sortParts } from './plan-value';
import { rankOf } from './starts';

/** How far above the bound, in parts of it, shipments are looked for; what is not settled then is another's. */
const WIDENINGS = [0, 0.02, 0.08, 0.3];
/** Shipments that are combined at most. */
const MOST_SHIPMENTS = 3_000;

/**
 * Where the cheapest partition of a light order uses a node twice, or another is as good: the same table says what each shipment must
 * still add to a plan's number, so that of all shipments only those are combined that a plan within a limit can have, node by node, exactly.
 * A plan within the limit is then the best one; where there is none the limit is widened.
 */
export class Settlement {
  private count = 0;
  /** shipment: its load, by whom, its price; of several shipments of a node the sums, and the one it is joined to (−1 = none). */
  private readonly load = new Int32Array(MOST_SHIPMENTS);
  private readonly own = new Int32Array(MOST_SHIPMENTS);
  private readonly source = new Int32Array(MOST_SHIPMENTS);
  private readonly price = new Float64Array(MOST_SHIPMENTS);
  private readonly joined = new Int32Array(MOST_SHIPMENTS);
  /** First shipment of each node. */
  private starts: number[] = [];
  /** shipment: how many it is, 1 where it is joined to none. */
  private readonly ships = new Int32Array(MOST_SHIPMENTS);
  /** row × load: what a plan that ships it must still add, with so many more shipments as the row; one row where no limit can bind. */
  private rest = new Float64Array(0);
  /** row × load: least price found by so many shipments, and the way there: a shipment after another way. */
  private value = new Float64Array(0);
  private way = new Int32Array(0);
  private wayShipment: number[] = [];
  private wayBefore: number[] = [];
  /** Loads of a row, and the last row. */
  private loads = 0;
  private rows = 0;

  private light!: Light;
  private judge!: Judge;

  /** The best plan, or null where too many shipments would have to be combined. */
  run(light: Light, judge: Judge): ValuedPlan | null {
    this.light = light;
    this.judge = judge;
    this.complete();
    const nothing = judge.value([]);
    const bound = this.restOf(0, 0);
    // Units that nobody can fill are no part of what may be dearer.
    const wide = bound - light.unfilledPart(bound);
    for (const wider of WIDENINGS) {
      const limit = bound + Math.floor(wide * wider);
      if (!this.collect(limit)) return null;
      this.combine(limit);
      const best = this.best(limit);
      if (best !== null) return judge.compare(best, nothing) < 0 ? best : nothing;
      if (limit >= light.nothing()) return nothing;
    }
    return null;
  }

  /** What a plan must still add that ships a load by so many shipments; Infinity: it has too many. */
  private restOf(load: number, ships: number): number {
    if (this.rows === 0) return this.rest[load];
    return ships > this.rows ? Number.POSITIVE_INFINITY : this.rest[(this.rows - ships) * this.loads + load];
  }

  private complete(): void {
    const { light } = this;
    this.loads = light.loads.loads;
    this.rows = light.isLimited ? light.layers : 0;
    const size = (this.rows + 1) * this.loads;
    if (this.rest.length < size) {
      this.rest = new Float64Array(2 * size);
      this.value = new Float64Array(2 * size);
      this.way = new Int32Array(2 * size);
    }
    for (let row = 0; row <= this.rows; row += 1) {
      for (let load = 0; load < this.loads; load += 1) {
        this.rest[row * this.loads + load] = this.cheapest(this.loads - 1 - load, row);
      }
    }
  }

  /** Shipping some of a load, by so many shipments as the row, and leaving the rest. */
  private cheapest(left: number, row: number): number {
    const { light } = this;
    const { loads, least } = light;
    let best = light.penalty(left);
    if (left === 0 || (light.isLimited && row === 0)) return best;
    const before = light.isLimited ? (row - 1) * this.loads : 0;
    for (let at = loads.partStart[left]; at < loads.partEnd[left]; at += 1) {
      const load = loads.part[at];
      const number = least[before + load] + light.penalty(left - load);
      if (number < best) best = number;
    }
    return best;
  }

  /** Shipments that a plan of at most `limit` can have, by node; false where they are too many. */
  private collect(limit: number): boolean {
    const { light } = this;
    const { loads, node: nodeOf, problem, prices } = light;
    const { nodeSourceStart, columns } = problem;
    this.count = 0;
    this.starts = [];
    for (let at = 0; at < light.nodes; at += 1) {
      const node = nodeOf[at];
      const first = this.count;
      for (let source = nodeSourceStart[node]; source < nodeSourceStart[node + 1]; source += 1) {
        if (columns.usable[source] === 0) continue;
        const before = this.count;
        const held = light.heldFor(at, source);
        const start = loads.partStart[held];
        const end = loads.partEnd[held];
        prices.ask(source, start, end);
        for (let index = start; index < end; index += 1) {
          const load = loads.part[index];
          const price = prices.asked[index - start] + (prices.hasExtra ? prices.extra(source, load) : 0);
          if (price + this.restOf(load, 1) > limit) continue;
          if (!this.add(load, load, source, price, -1)) return false;
        }
        if (!this.join(first, before, at, limit)) return false;
      }
      if (this.count > first) this.starts.push(first);
    }
    this.starts.push(this.count);
    return true;
  }

  private add(load: number, own: number, source: number, price: number, joined: number): boolean {
    if (this.count === MOST_SHIPMENTS) return false;
    this.load[this.count] = load;
    this.own[this.count] = own;
    this.source[this.count] = source;
    this.price[this.count] = price;
    this.joined[this.count] = joined;
    this.ships[this.count] = joined < 0 ? 1 : this.ships[joined] + 1;
    this.count += 1;
    return true;
  }

  /** Shipments of the source from `middle` on together with those of the node's other sources before it. */
  private join(first: number, middle: number, at: number, limit: number): boolean {
    const end = this.count;
    for (let left = first; left < middle; left += 1) {
      for (let right = middle; right < end; right += 1) {
        const price = this.price[left] + this.price[right];
        if (price > limit || !this.fitBoth(left, right, at)) continue;
        const load = this.load[left] + this.load[right];
        if (price + this.restOf(load, this.ships[left] + 1) > limit) continue;
        if (!this.add(load, this.own[right], this.source[right], price, left)) return false;
      }
    }
    return true;
  }

  /** Whether the node at a place holds what joined shipments and one more take, for the starts up to each of theirs. */
  private fitBoth(left: number, right: number, at: number): boolean {
    const { ranks, held, problem } = this.light;
    if (ranks === 1) return this.fitLoads(this.load[left], this.load[right], held[at]);
    for (let rank = 0; rank < ranks; rank += 1) {
      let taken = 0;
      for (let one = right; one >= 0; one = one === right ? left : this.joined[one]) {
        if (rankOf(problem, this.source[one]) > rank) continue;
        if (!this.fitLoads(taken, this.own[one], held[at * ranks + rank])) return false;
        taken += this.own[one];
      }
    }
    return true;
  }

  /** Whether two loads are together within another. */
  private fitLoads(one: number, other: number, held: number): boolean {
    const { loads } = this.light;
    return loads.isWithin(other, held) && loads.isWithin(one, held - other);
  }

  /** At most one shipment, or joined ones, of each node: for every load the best way to ship exactly it. */
  private combine(limit: number): void {
    const { light, value, way, loads, rows } = this;
    value.fill(Number.POSITIVE_INFINITY, 0, (rows + 1) * loads);
    value[0] = 0;
    way[0] = -1;
    this.wayShipment = [];
    this.wayBefore = [];
    for (let group = 0; group + 1 < this.starts.length; group += 1) {
      // From the greatest load down: what a node adds is not added to again.
      for (let shipped = loads - 2; shipped >= 0; shipped -= 1) {
        for (let row = 0; row <= rows; row += 1) {
          if (value[row * loads + shipped] === Number.POSITIVE_INFINITY) continue;
          light.steps += (this.starts[group + 1] - this.starts[group]) >> 1;
          this.combineGroup(group, row, shipped, limit);
        }
      }
    }
  }

  /** Shipments of a node after what is shipped by as many as the row (where a limit can bind). */
  private combineGroup(group: number, row: number, shipped: number, limit: number): void {
    const { value, way, loads, rows, light } = this;
    const from = row * loads + shipped;
    for (let shipment = this.starts[group]; shipment < this.starts[group + 1]; shipment += 1) {
      if (!light.loads.isWithin(this.load[shipment], loads - 1 - shipped)) continue;
      const load = shipped + this.load[shipment];
      const ships = row + this.ships[shipment];
      const price = value[from] + this.price[shipment];
      if (price + this.restOf(load, ships) > limit) continue;
      const to = (rows === 0 ? 0 : ships) * loads + load;
      if (price > value[to] || (price === value[to] && !this.isBetter(shipment, way[from], way[to]))) continue;
      value[to] = price;
      way[to] = this.wayShipment.push(shipment) - 1;
      this.wayBefore.push(way[from]);
    }
  }

  private isBetter(shipment: number, before: number, other: number): boolean {
    const { judge } = this;
    this.light.steps += 100;
    const here = judge.value(this.parts(before, shipment));
    return judge.compare(here, judge.value(this.parts(other, -1))) < 0;
  }

  /** The best plan within the limit that ships anything. */
  private best(limit: number): ValuedPlan | null {
    const { judge, light, value, loads } = this;
    let best: ValuedPlan | null = null;
    for (let at = 0; at < (this.rows + 1) * loads; at += 1) {
      const load = at % loads;
      if (load === 0 || value[at] + light.penalty(loads - 1 - load) > limit) continue;
      const plan = judge.value(this.parts(this.way[at], -1));
      if (best === null || judge.compare(plan, best) < 0) best = plan;
    }
    return best;
  }

  /** All that a way ships, and one shipment more where `last` is not −1. */
  private parts(way: number, last: number): Part[] {
    const parts: Part[] = [];
    if (last >= 0) this.addParts(parts, last);
    for (let at = way; at >= 0; at = this.wayBefore[at]) this.addParts(parts, this.wayShipment[at]);
    return sortParts(parts);
  }

  private addParts(parts: Part[], shipment: number): void {
    const { lines, units } = this.light.loads;
    for (let one = shipment; one >= 0; one = this.joined[one]) {
      for (let line = 0; line < lines; line += 1) {
        const amount = units[this.own[one] * lines + line];
        if (amount > 0) parts.push({ line, source: this.source[one], units: amount });
      }
    }
  }
}
