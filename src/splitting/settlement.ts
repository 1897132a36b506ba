import type { Light } from './light';
import type { Judge, Part, ValuedPlan } from './plan-value';
import { sortParts } from './plan-value';

/** How far above the bound, in parts of it, shipments are looked for; what is not settled then is another's. */
const WIDENINGS = [0, 0.02, 0.08, 0.3];
/** Shipments that are combined at most. */
const MOST_SHIPMENTS = 3_000;

/**
 * Where the cheapest partition of a light order uses a node twice, or another is as good: the same table says what each shipment must
 * still cost to complete, so that of all shipments only those are combined that a plan within a limit can have, node by node, exactly.
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
  /** load: what a plan that ships it must still cost. */
  private rest = new Float64Array(0);
  /** load: least price found, and the way there: a shipment after another way. */
  private value = new Float64Array(0);
  private way = new Int32Array(0);
  private wayShipment: number[] = [];
  private wayBefore: number[] = [];
  private target = 0;

  private light!: Light;
  private judge!: Judge;

  /** The best plan, or null where too many shipments would have to be combined. */
  run(light: Light, judge: Judge): ValuedPlan | null {
    this.light = light;
    this.judge = judge;
    this.complete();
    const nothing = judge.value([]);
    for (const wider of WIDENINGS) {
      const limit = this.rest[0] + Math.floor(this.rest[0] * wider);
      if (!this.collect(limit)) return null;
      this.combine(limit);
      const best = this.best(limit);
      if (best !== null) return judge.compare(best, nothing) < 0 ? best : nothing;
      if (!light.isFillFirst && limit >= light.loads.penalty[light.loads.loads - 1] + judge.problem.splitMilli)
        return nothing;
    }
    return null;
  }

  private complete(): void {
    const { light } = this;
    const { loads, least } = light;
    const all = loads.loads - 1;
    if (this.rest.length < loads.loads) {
      this.rest = new Float64Array(2 * loads.loads);
      this.value = new Float64Array(2 * loads.loads);
      this.way = new Int32Array(2 * loads.loads);
    }
    this.target = light.isFillFirst ? light.fillable : all;
    for (let load = 0; load <= all; load += 1) {
      this.rest[load] = Number.POSITIVE_INFINITY;
      if (!loads.isWithin(load, this.target)) continue;
      const left = this.target - load;
      this.rest[load] = light.isFillFirst ? least[left] : this.cheapest(left);
    }
  }

  /** Shipping some of a load and leaving the rest. */
  private cheapest(left: number): number {
    const { loads, least } = this.light;
    let best = loads.penalty[left];
    loads.list(left);
    for (let at = left === 0 ? 0 : loads.partStart[left]; left > 0 && at < loads.partEnd[left]; at += 1) {
      const load = loads.part[at];
      const cost = least[load] + loads.penalty[left - load];
      if (cost < best) best = cost;
    }
    return best;
  }

  /** Shipments that a plan of at most `limit` can have, by node; false where they are too many. */
  private collect(limit: number): boolean {
    const { light, rest } = this;
    const { loads, node: nodeOf, held, problem } = light;
    const { nodeSourceStart, columns } = problem;
    this.count = 0;
    this.starts = [];
    for (let at = 0; at < light.nodes; at += 1) {
      const node = nodeOf[at];
      const first = this.count;
      for (let source = nodeSourceStart[node]; source < nodeSourceStart[node + 1]; source += 1) {
        if (columns.usable[source] === 0) continue;
        const before = this.count;
        light.turnTo(source);
        const start = loads.partStart[held[at]];
        light.steps += loads.partEnd[held[at]] - start;
        for (let index = start; index < loads.partEnd[held[at]]; index += 1) {
          const load = loads.part[index];
          const price = light.priceOf(load);
          if (price + rest[load] > limit) continue;
          if (!this.add(load, load, source, price, -1)) return false;
        }
        if (!this.join(first, before, held[at], limit)) return false;
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
    this.count += 1;
    return true;
  }

  /** Shipments of the source from `middle` on together with those of the node's other sources before it. */
  private join(first: number, middle: number, held: number, limit: number): boolean {
    const { loads } = this.light;
    const end = this.count;
    for (let left = first; left < middle; left += 1) {
      for (let right = middle; right < end; right += 1) {
        const price = this.price[left] + this.price[right];
        if (price > limit || !loads.isWithin(this.load[right], held)) continue;
        if (!loads.isWithin(this.load[left], held - this.load[right])) continue;
        const load = this.load[left] + this.load[right];
        if (price + this.rest[load] > limit) continue;
        if (!this.add(load, this.own[right], this.source[right], price, left)) return false;
      }
    }
    return true;
  }

  /** At most one shipment, or joined ones, of each node: for every load the best way to ship exactly it. */
  private combine(limit: number): void {
    const { light, value, way, rest } = this;
    const { loads } = light;
    const all = loads.loads - 1;
    value.fill(Number.POSITIVE_INFINITY, 0, loads.loads);
    value[0] = 0;
    way[0] = -1;
    this.wayShipment = [];
    this.wayBefore = [];
    for (let group = 0; group + 1 < this.starts.length; group += 1) {
      // From the greatest load down: what a node adds is not added to again.
      for (let shipped = all - 1; shipped >= 0; shipped -= 1) {
        if (value[shipped] === Number.POSITIVE_INFINITY) continue;
        light.steps += (this.starts[group + 1] - this.starts[group]) >> 1;
        for (let shipment = this.starts[group]; shipment < this.starts[group + 1]; shipment += 1) {
          if (!loads.isWithin(this.load[shipment], all - shipped)) continue;
          const load = shipped + this.load[shipment];
          const price = value[shipped] + this.price[shipment];
          if (price > value[load] || price + rest[load] > limit) continue;
          if (price === value[load] && !this.isBetter(shipment, way[shipped], way[load])) continue;
          value[load] = price;
          way[load] = this.wayShipment.push(shipment) - 1;
          this.wayBefore.push(way[shipped]);
        }
      }
    }
  }

  private isBetter(shipment: number, before: number, other: number): boolean {
    const { judge } = this;
    this.light.steps += 100;
    const here = judge.value(this.parts(before, shipment));
    return judge.compare(here, judge.value(this.parts(other, -1))) < 0;
  }

  private best(limit: number): ValuedPlan | null {
    const { judge, light, value } = this;
    const { loads } = light;
    if (light.isFillFirst) {
      // Nothing to fill is found at once.
      const found = value[this.target] !== Number.POSITIVE_INFINITY;
      return found ? judge.value(this.parts(this.way[this.target], -1)) : null;
    }
    let best: ValuedPlan | null = null;
    for (let load = 1; load < loads.loads; load += 1) {
      if (value[load] + loads.penalty[loads.loads - 1 - load] > limit) continue;
      const plan = judge.value(this.parts(this.way[load], -1));
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
