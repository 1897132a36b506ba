import { isOversize, type Load } from './freight';
import { copyFloat, copyInt, grown } from './grow';
import { Loads } from './loads';
import type { Judge, Part, ValuedPlan } from './plan-value';
import { sortParts } from './plan-value';
import type { Problem } from './problem';
import type { Scratch } from './scratch';
import { Settlement } from './settlement';

/** Prices of a load at a node that one walk may look at. */
const MOST_PRICES = 80_000;

/**
 * Orders that want little: few enough units that every load of them is looked at. One walk over the stock finds who ships each load
 * cheapest, at the true price; the cheapest partition of the order into loads is then a bound of every plan, and a plan where no node
 * is used twice (dynamic programming over subsets, as for set partitioning). Where one is, `settlement.ts` decides. For costs only,
 * where nothing but stock and freight couples the lines of a node.
 */
export class Light {
  steps = 0;
  readonly loads = new Loads();
  /** load: least price of shipping it as one shipment, and by whom. */
  private price = new Float64Array(0);
  private source = new Int32Array(0);
  /** load: least price of shipping it by any number of shipments, the first of them; 1 = another way costs the same. */
  least = new Float64Array(0);
  private first = new Int32Array(0);
  private tied = new Uint8Array(0);
  /** cell → where its freights stand, one for each load; −1 = nobody asked yet. */
  private rows = new Int32Array(64);
  private kept = 0;
  /** Negative = not looked up yet. */
  private freight = new Float64Array(1024);
  // The source at hand.
  private turned = 0;
  private base = 0;
  private each = 0;
  private perGram = 0;
  private row = -1;
  private isLate = false;
  private hasLinePrices = false;
  // nodes met, and the load that each holds.
  nodes = 0;
  node = new Int32Array(64);
  held = new Int32Array(64);
  private earliest = Number.POSITIVE_INFINITY;

  problem!: Problem;
  private readonly scratch: Scratch;
  private readonly settlement = new Settlement();
  private readonly unit: Load = { grams: 0, cm3: 0, units: 0, longestMm: 0, heaviestGrams: 0 };

  constructor(scratch: Scratch) {
    this.scratch = scratch;
  }

  /** The best plan; null where this way does not decide: another must. */
  solve(judge: Judge): ValuedPlan | null {
    this.steps = 0;
    this.problem = judge.problem;
    this.hasLinePrices = hasLinePrices(judge.problem);
    if (!takes(judge.problem) || !this.loads.layOut(judge.problem)) return null;
    this.walk();
    if (!this.reserveTables()) return null;
    this.priceLoads();
    this.partition();
    return this.answer(judge) ?? this.settlement.run(this, judge);
  }

  /** The load that each node holds. */
  private walk(): void {
    const { problem, scratch } = this;
    const { radix, lines } = this.loads;
    const { nodeStamp, nodeArmStart, epoch } = scratch;
    let nodes = 0;
    this.earliest = Number.POSITIVE_INFINITY;
    for (let line = 0; line < lines; line += 1) {
      const { rowNode, rowUnits, rowStart, rowEnd, units: most, need } = problem.lines[line];
      if (need < this.earliest) this.earliest = need;
      this.reserveNodes(nodes + rowEnd - rowStart);
      const { node: nodeOf, held } = this;
      for (let entry = rowStart; entry < rowEnd; entry += 1) {
        const units = rowUnits[entry];
        if (units < 1) continue;
        const node = rowNode[entry];
        if (nodeStamp[node] !== epoch) {
          nodeStamp[node] = epoch;
          nodeArmStart[node] = nodes;
          if (!this.canServe(node)) nodeArmStart[node] = -1;
          else {
            nodeOf[nodes] = node;
            held[nodes] = 0;
            nodes += 1;
          }
        }
        if (nodeArmStart[node] >= 0) held[nodeArmStart[node]] += (units < most ? units : most) * radix[line];
      }
    }
    this.nodes = nodes;
  }

  /** A node that can serve nothing is as if it were not there. */
  private canServe(node: number): boolean {
    const { nodeSourceStart, columns } = this.problem;
    for (let source = nodeSourceStart[node]; source < nodeSourceStart[node + 1]; source += 1) {
      if (columns.usable[source] === 1) return true;
    }
    return false;
  }

  /** Who ships each load cheapest: nearer first among equals, then the lower source, as the closing ties would have it. */
  private priceLoads(): void {
    const { loads, price, source: shippedBy } = this;
    const { nodeSourceStart, columns } = this.problem;
    const { usable, metres } = columns;
    price.fill(Number.POSITIVE_INFINITY, 0, loads.loads);
    const { part, partStart, partEnd, count, grams } = loads;
    let steps = 0;
    for (let at = 0; at < this.nodes; at += 1) {
      const node = this.node[at];
      const start = partStart[this.held[at]];
      const end = partEnd[this.held[at]];
      const last = nodeSourceStart[node + 1];
      for (let source = nodeSourceStart[node]; source < last; source += 1) {
        if (usable[source] === 0) continue;
        this.turnTo(source);
        steps += end - start;
        const { base, each, perGram, row, freight } = this;
        const isPlain = !this.isLate && !this.hasLinePrices;
        for (let index = start; index < end; index += 1) {
          const load = part[index];
          let cost = base + each * count[load];
          if (row < 0) cost += perGram * grams[load];
          else {
            const known = freight[row + load];
            cost += known >= 0 ? known : this.lookUp(load);
          }
          if (cost > price[load]) continue;
          if (!isPlain) cost = this.priceOf(load);
          if (cost > price[load]) continue;
          if (cost === price[load]) {
            // Nodes stand in the order in which lines met them, not in that of their ranks.
            const further = metres[source] - metres[shippedBy[load]];
            if (further > 0 || (further === 0 && source > shippedBy[load])) continue;
          }
          price[load] = cost;
          shippedBy[load] = source;
        }
      }
    }
    this.steps += steps;
  }

  /** The source that `priceOf` speaks of. */
  turnTo(source: number): void {
    const { columns, splitMilli, lateMilli } = this.problem;
    this.turned = source;
    this.base = columns.open[source] + splitMilli;
    this.each = columns.unit[source];
    this.perGram = columns.gram[source];
    const cell = columns.cell === null ? -1 : columns.cell[source];
    this.row = cell < 0 ? -1 : this.rowOf(cell);
    this.isLate = lateMilli > 0 && columns.delivery[source] > this.earliest;
  }

  /** Milli of a load shipped by the source, with the fee per shipment; Infinity where a line may not use it. */
  priceOf(load: number): number {
    const { loads, row } = this;
    let cost = this.base + this.each * loads.count[load];
    if (row < 0) cost += this.perGram * loads.grams[load];
    else {
      const known = this.freight[row + load];
      cost += known >= 0 ? known : this.lookUp(load);
    }
    if (this.isLate) cost += this.lateness(this.turned, load);
    return this.hasLinePrices ? cost + this.linePrices(load) : cost;
  }

  /** Prices of the lines themselves. */
  private linePrices(load: number): number {
    const { lines, columns } = this.problem;
    const { units, lines: count } = this.loads;
    let cost = 0;
    for (let line = 0; line < count; line += 1) {
      const amount = units[load * count + line];
      if (amount === 0) continue;
      const { mask, unitMilli, lineMilli } = lines[line];
      if (mask !== null && mask[this.turned] === 0) return Number.POSITIVE_INFINITY;
      cost += columns.line[this.turned];
      if (lineMilli !== null) cost += lineMilli[this.turned];
      if (unitMilli !== null) cost += amount * unitMilli[this.turned];
    }
    return cost;
  }

  /** Where the cell's freights stand. */
  private rowOf(cell: number): number {
    if (this.rows[cell] < 0) {
      this.rows[cell] = this.kept;
      const size = this.kept + this.loads.loads;
      if (this.freight.length < size) this.freight = copyFloat(this.freight, grown(size));
      this.freight.fill(-1, this.kept, size);
      this.kept = size;
    }
    return this.rows[cell];
  }

  private lateness(source: number, load: number): number {
    const { lines, columns, lateMilli } = this.problem;
    const { units, lines: count } = this.loads;
    let days = 0;
    for (let line = 0; line < count; line += 1) {
      const late = columns.delivery[source] - lines[line].need;
      if (late > 0) days += Math.ceil(late / 86_400_000) * units[load * count + line];
    }
    return lateMilli * days;
  }

  private lookUp(load: number): number {
    const { cells, cell: cellOf } = this.problem.columns;
    if (cells === null || cellOf === null) return 0;
    const cell = cellOf[this.turned];
    const { loads, unit } = this;
    const { freight } = this.scratch;
    const before = freight.looks;
    unit.longestMm = loads.longestMm[load];
    unit.heaviestGrams = loads.heaviestGrams[load];
    const oversize = isOversize(cells, cell, unit);
    const price = freight.price(cells, cell, loads.grams[load], loads.cm3[load], loads.count[load], oversize);
    this.freight[this.row + load] = price;
    this.steps += 2 + freight.looks - before;
    return price;
  }

  /** The cheapest way to ship each load by any number of shipments; the first holds a unit of the load's first line. */
  private partition(): void {
    const { price, least, first, tied, loads } = this;
    const { lines, units } = loads;
    least[0] = 0;
    tied[0] = 0;
    for (let load = 1; load < loads.loads; load += 1) {
      loads.list(load);
      const start = loads.partStart[load];
      const end = loads.partEnd[load];
      const { part } = loads;
      let line = 0;
      while (units[load * lines + line] === 0) line += 1;
      let best = Number.POSITIVE_INFINITY;
      let chosen = load;
      let tie = 0;
      for (let index = start; index < end; index += 1) {
        const taken = part[index];
        if (units[taken * lines + line] === 0) continue;
        const cost = price[taken] + least[load - taken];
        if (cost > best) continue;
        tie = cost === best ? 1 : 0;
        best = cost;
        chosen = taken;
      }
      this.steps += (end - start) >> 1;
      least[load] = best;
      first[load] = chosen;
      tied[load] = tie;
    }
  }

  get isFillFirst(): boolean {
    return this.problem.levels[0].goal === 'unfilled';
  }

  /** All that nodes with a usable service hold of the order: what a plan that fills first ships, for nothing here keeps a line from it. */
  get fillable(): number {
    const { loads, least } = this;
    let load = 0;
    for (let line = 0; line < loads.lines; line += 1) {
      const all = this.problem.lines[line].units;
      let units = all;
      while (units > 0 && least[units * loads.radix[line]] === Number.POSITIVE_INFINITY) units -= 1;
      load += units * loads.radix[line];
    }
    return load;
  }

  /** The cheapest partition as a plan; null where a node would be used twice, or another may be as good. */
  private answer(judge: Judge): ValuedPlan | null {
    const { loads, least } = this;
    if (this.isFillFirst) return this.plan(judge, this.fillable);
    const { splitMilli } = this.problem;
    let best = 0;
    let bestCost = loads.penalty[loads.loads - 1];
    let tie = false;
    for (let load = 1; load < loads.loads; load += 1) {
      const cost = least[load] - splitMilli + loads.penalty[loads.loads - 1 - load];
      if (cost > bestCost) continue;
      tie = cost === bestCost;
      best = load;
      bestCost = cost;
    }
    return tie ? null : this.plan(judge, best);
  }

  private plan(judge: Judge, load: number): ValuedPlan | null {
    const { lines, units } = this.loads;
    const parts: Part[] = [];
    const nodes: number[] = [];
    for (let left = load; left > 0; left -= this.first[left]) {
      const taken = this.first[left];
      const source = this.source[taken];
      const node = nodeOf(this.problem, source);
      if (this.tied[left] === 1 || nodes.includes(node)) return null;
      nodes.push(node);
      for (let line = 0; line < lines; line += 1) {
        if (units[taken * lines + line] > 0) parts.push({ line, source, units: units[taken * lines + line] });
      }
    }
    return judge.value(sortParts(parts));
  }

  /** Room for what is kept of every load; false where prices or freights would be too many. */
  private reserveTables(): boolean {
    const { loads } = this;
    let prices = 0;
    for (let at = 0; at < this.nodes; at += 1) {
      loads.list(this.held[at]);
      prices += loads.partEnd[this.held[at]] - loads.partStart[this.held[at]];
    }
    if (prices > MOST_PRICES) return false;
    const cells = this.problem.columns.cells?.cells ?? 0;
    if (this.rows.length < cells) this.rows = new Int32Array(grown(cells));
    this.rows.fill(-1, 0, cells);
    this.kept = 0;
    if (this.price.length < loads.loads) {
      const size = grown(loads.loads);
      this.price = new Float64Array(size);
      this.source = new Int32Array(size);
      this.least = new Float64Array(size);
      this.first = new Int32Array(size);
      this.tied = new Uint8Array(size);
    }
    return true;
  }

  private reserveNodes(nodes: number): void {
    if (this.node.length >= nodes) return;
    this.node = copyInt(this.node, grown(nodes));
    this.held = copyInt(this.held, grown(nodes));
  }
}

/** Prices or masks of lines: what a node that can serve nothing brings must not matter, so they are no reason to go another way. */
function hasLinePrices({ columns, lines }: Problem): boolean {
  return (
    columns.hasLine || lines.some((line) => line.mask !== null || line.unitMilli !== null || line.lineMilli !== null)
  );
}

function takes(problem: Problem): boolean {
  let units = 0;
  for (const line of problem.lines) {
    if (line.weight !== 1 || line.members !== 1 || line.lateDays !== null) return false;
    if ((line.complete && line.units > 1) || line.maxShipments < line.units) return false;
    units += line.units;
  }
  return (
    problem.columns.cells !== null &&
    !problem.hasCapacity &&
    problem.items.length === 0 &&
    !problem.shipComplete &&
    problem.maxShipments >= units
  );
}

export function nodeOf({ nodeSourceStart, nodes }: Problem, source: number): number {
  let low = 0;
  let high = nodes - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (nodeSourceStart[middle + 1] <= source) low = middle + 1;
    else high = middle;
  }
  return low;
}
