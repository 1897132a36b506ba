import { isOversize, type Load } from './freight';
import { isPlain } from './gather';
import { copyFloat, copyInt, grown } from './grow';
import type { Judge, Part, ValuedPlan } from './plan-value';
import { sortParts } from './plan-value';
import type { Problem } from './problem';
import type { Scratch } from './scratch';

/** So many amounts of an order's lines are told apart, and so many freights kept. */
const MOST_AMOUNTS = 256;
const MOST_FREIGHTS = 1 << 16;

/**
 * Orders that want little: few enough units that every amount of them (a *load*: so much of each line) is looked at. One walk over the
 * stock finds who ships each load cheapest, at the true price; the cheapest partition of the order into loads is then a bound of every
 * plan, and a plan where no node is used twice (dynamic programming over subsets, as for set partitioning). For costs only, where
 * nothing but stock and freight couples the lines of a node.
 */
export class Light {
  steps = 0;
  private lines = 0;
  private loads = 0;
  private radix = new Int32Array(8);
  private units = new Int32Array(8);
  // load
  private readonly grams = new Float64Array(MOST_AMOUNTS);
  private readonly cm3 = new Float64Array(MOST_AMOUNTS);
  private readonly count = new Int32Array(MOST_AMOUNTS);
  private readonly longestMm = new Float64Array(MOST_AMOUNTS);
  private readonly heaviestGrams = new Float64Array(MOST_AMOUNTS);
  /** load × line: its units. */
  private amount = new Int32Array(MOST_AMOUNTS * 8);
  /** load: least price of shipping it as one shipment, and by whom. */
  private readonly price = new Float64Array(MOST_AMOUNTS);
  private readonly source = new Int32Array(MOST_AMOUNTS);
  /** load: least price of shipping it by any number of shipments, the first of them; 1 = another way costs the same. */
  private readonly least = new Float64Array(MOST_AMOUNTS);
  private readonly first = new Int32Array(MOST_AMOUNTS);
  private readonly tied = new Uint8Array(MOST_AMOUNTS);
  /** load: the loads within it, at partStart … partStart + partCount of `part`; −1 = not listed yet. */
  private readonly partStart = new Int32Array(MOST_AMOUNTS);
  private readonly partCount = new Int32Array(MOST_AMOUNTS);
  private part = new Int32Array(4096);
  private listed = 0;
  /** cell × load: freight; NaN = not looked up yet. */
  private freight = new Float64Array(1024);
  // nodes met, and the load that each holds.
  private nodes = 0;
  private node = new Int32Array(64);
  private held = new Int32Array(64);

  private problem!: Problem;
  private readonly scratch: Scratch;
  private readonly load: Load = { grams: 0, cm3: 0, units: 0, longestMm: 0, heaviestGrams: 0 };

  constructor(scratch: Scratch) {
    this.scratch = scratch;
  }

  /** The best plan; null where this way does not decide: another must. */
  solve(judge: Judge): ValuedPlan | null {
    if (!this.takes(judge.problem)) return null;
    this.layLoads();
    this.walk();
    this.priceLoads();
    this.partition();
    return this.answer(judge);
  }

  private takes(problem: Problem): boolean {
    const { cells } = problem.columns;
    if (cells === null || problem.hasCapacity || problem.items.length > 0 || problem.shipComplete) return false;
    if (problem.columns.hasLine) return false;
    let loads = 1;
    let units = 0;
    for (const line of problem.lines) {
      if (!isPlain(line) || (line.complete && line.units > 1) || line.maxShipments < line.units) return false;
      loads *= line.units + 1;
      units += line.units;
      if (loads > MOST_AMOUNTS) return false;
    }
    if (cells.cells * loads > MOST_FREIGHTS || problem.maxShipments < units) return false;
    this.problem = problem;
    this.loads = loads;
    return true;
  }

  private layLoads(): void {
    const { lines } = this.problem;
    const { grams, cm3, count, longestMm, heaviestGrams } = this;
    this.lines = lines.length;
    this.reserveLines();
    let laid = 1;
    grams[0] = 0;
    cm3[0] = 0;
    count[0] = 0;
    longestMm[0] = 0;
    heaviestGrams[0] = 0;
    this.amount.fill(0, 0, this.lines);
    // Every load so far with 1, 2, … units of the line more.
    for (let line = 0; line < this.lines; line += 1) {
      const { units, grams: ofWeight, cm3: ofVolume, longestMm: long, heaviestGrams: heavy } = lines[line];
      this.radix[line] = laid;
      this.units[line] = units;
      const end = laid * (units + 1);
      for (let load = laid; load < end; load += 1) {
        const before = load - laid;
        grams[load] = grams[before] + ofWeight;
        cm3[load] = cm3[before] + ofVolume;
        count[load] = count[before] + 1;
        longestMm[load] = Math.max(longestMm[before], long);
        heaviestGrams[load] = Math.max(heaviestGrams[before], heavy);
        for (let other = 0; other < this.lines; other += 1) {
          this.amount[load * this.lines + other] = this.amount[before * this.lines + other];
        }
        this.amount[load * this.lines + line] += 1;
      }
      laid = end;
    }
    this.partStart.fill(-1, 0, laid);
    this.price.fill(Number.POSITIVE_INFINITY, 0, laid);
    this.listed = 0;
  }

  /** The load that each node holds. */
  private walk(): void {
    const { problem, scratch } = this;
    const { nodeStamp, nodeArmStart, epoch } = scratch;
    let nodes = 0;
    for (let line = 0; line < this.lines; line += 1) {
      const { rowNode, rowUnits, rowStart, rowEnd, units: most } = problem.lines[line];
      const radix = this.radix[line];
      this.reserveNodes(nodes + rowEnd - rowStart);
      const { node: nodeOf, held } = this;
      this.steps += rowEnd - rowStart;
      for (let entry = rowStart; entry < rowEnd; entry += 1) {
        const units = rowUnits[entry];
        if (units < 1) continue;
        const node = rowNode[entry];
        if (nodeStamp[node] !== epoch) {
          nodeStamp[node] = epoch;
          nodeArmStart[node] = nodes;
          nodeOf[nodes] = node;
          held[nodes] = 0;
          nodes += 1;
        }
        held[nodeArmStart[node]] += (units < most ? units : most) * radix;
      }
    }
    this.nodes = nodes;
  }

  /** Who ships each load cheapest: nearer first among equals, then the lower source, as the closing ties would have it. */
  private priceLoads(): void {
    const { problem, loads, price, count, grams } = this;
    const { nodeSourceStart, columns, splitMilli, lateMilli } = problem;
    const { usable, open, gram, unit, delivery, metres } = columns;
    const cellOf = columns.cell as Int32Array;
    const earliest = this.earliestNeed();
    this.reserveFreight();
    const { freight } = this;
    for (let at = 0; at < this.nodes; at += 1) {
      const node = this.node[at];
      const held = this.held[at];
      if (this.partStart[held] < 0) this.listParts(held);
      const start = this.partStart[held];
      const end = start + this.partCount[held];
      const { part } = this;
      for (let source = nodeSourceStart[node]; source < nodeSourceStart[node + 1]; source += 1) {
        if (usable[source] === 0) continue;
        const cell = cellOf[source];
        const base = open[source] + splitMilli;
        const late = lateMilli > 0 && delivery[source] > earliest;
        this.steps += end - start;
        for (let index = start; index < end; index += 1) {
          const load = part[index];
          let cost = base + unit[source] * count[load];
          if (cell < 0) cost += gram[source] * grams[load];
          else {
            const known = freight[cell * loads + load];
            cost += known >= 0 ? known : this.lookUp(cell, load);
          }
          if (late) cost += this.lateness(source, load);
          if (cost > price[load]) continue;
          if (cost === price[load] && metres[source] >= metres[this.source[load]]) continue;
          price[load] = cost;
          this.source[load] = source;
        }
      }
    }
  }

  private earliestNeed(): number {
    let earliest = Number.POSITIVE_INFINITY;
    for (const { need } of this.problem.lines) if (need < earliest) earliest = need;
    return earliest;
  }

  private lateness(source: number, load: number): number {
    const { lines, columns, lateMilli } = this.problem;
    let days = 0;
    for (let line = 0; line < this.lines; line += 1) {
      const late = columns.delivery[source] - lines[line].need;
      if (late > 0) days += Math.ceil(late / 86_400_000) * this.amount[load * this.lines + line];
    }
    return lateMilli * days;
  }

  private lookUp(cell: number, load: number): number {
    const cells = this.problem.columns.cells;
    if (cells === null) return 0;
    const { freight } = this.scratch;
    this.load.longestMm = this.longestMm[load];
    this.load.heaviestGrams = this.heaviestGrams[load];
    const oversize = isOversize(cells, cell, this.load);
    const price = freight.price(cells, cell, this.grams[load], this.cm3[load], this.count[load], oversize);
    this.freight[cell * this.loads + load] = price;
    this.steps += 2;
    return price;
  }

  /** Lists the loads within a load, itself among them, but not the empty one. */
  private listParts(load: number): void {
    const start = this.listed;
    let size = 1;
    for (let line = 0; line < this.lines; line += 1) size *= this.amount[load * this.lines + line] + 1;
    if (this.part.length < start + size) this.part = copyInt(this.part, grown(start + size));
    const { part } = this;
    part[start] = 0;
    let count = 1;
    for (let line = 0; line < this.lines; line += 1) {
      const most = this.amount[load * this.lines + line];
      const before = count;
      for (let units = 1; units <= most; units += 1) {
        for (let index = 0; index < before; index += 1) {
          part[start + count] = part[start + index] + units * this.radix[line];
          count += 1;
        }
      }
    }
    this.partStart[load] = start + 1;
    this.partCount[load] = count - 1;
    this.listed = start + count;
    this.steps += count;
  }

  /** The cheapest way to ship each load by any number of shipments; the first holds a unit of the load's first line. */
  private partition(): void {
    const { price, least, first, tied, lines, amount } = this;
    least[0] = 0;
    tied[0] = 0;
    for (let load = 1; load < this.loads; load += 1) {
      if (this.partStart[load] < 0) this.listParts(load);
      const start = this.partStart[load];
      const end = start + this.partCount[load];
      let line = 0;
      while (amount[load * lines + line] === 0) line += 1;
      let best = Number.POSITIVE_INFINITY;
      let chosen = 0;
      let tie = 0;
      const { part } = this;
      for (let index = start; index < end; index += 1) {
        const taken = part[index];
        if (amount[taken * lines + line] === 0) continue;
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

  /** The best load to ship, as a plan; null where a node would be used twice, or another plan may be as good. */
  private answer(judge: Judge): ValuedPlan | null {
    const { problem, loads, least } = this;
    const fillFirst = problem.levels[0].goal === 'unfilled';
    let best = -1;
    let bestCost = Number.POSITIVE_INFINITY;
    let bestLeft = Number.POSITIVE_INFINITY;
    let tie = false;
    for (let load = loads - 1; load >= 0; load -= 1) {
      if (least[load] === Number.POSITIVE_INFINITY) continue;
      const left = fillFirst ? this.count[loads - 1] - this.count[load] : 0;
      if (left > bestLeft) continue;
      let cost = least[load] - (load === 0 ? 0 : problem.splitMilli);
      for (let line = 0; line < this.lines; line += 1) {
        const units = this.units[line] - this.amount[load * this.lines + line];
        const penalty = problem.lines[line].unfilledMilli;
        if (units > 0 && !Number.isNaN(penalty)) cost += units * penalty;
      }
      if (left === bestLeft && cost > bestCost) continue;
      tie = left === bestLeft && cost === bestCost;
      best = load;
      bestCost = cost;
      bestLeft = left;
    }
    return tie ? null : this.plan(judge, best);
  }

  private plan(judge: Judge, load: number): ValuedPlan | null {
    const { problem } = this;
    const parts: Part[] = [];
    const nodes: number[] = [];
    for (let left = load; left > 0; left -= this.first[left]) {
      if (this.tied[left] === 1) return null;
      const taken = this.first[left];
      const source = this.source[taken];
      const node = nodeOf(problem, source);
      if (nodes.includes(node)) return null;
      nodes.push(node);
      for (let line = 0; line < this.lines; line += 1) {
        const units = this.amount[taken * this.lines + line];
        if (units > 0) parts.push({ line, source, units });
      }
    }
    return judge.value(sortParts(parts));
  }

  private reserveLines(): void {
    if (this.radix.length < this.lines) {
      this.radix = new Int32Array(grown(this.lines));
      this.units = new Int32Array(grown(this.lines));
    }
    const amounts = this.loads * this.lines;
    if (this.amount.length < amounts) this.amount = new Int32Array(grown(amounts));
  }

  private reserveNodes(nodes: number): void {
    if (this.node.length >= nodes) return;
    this.node = copyInt(this.node, grown(nodes));
    this.held = copyInt(this.held, grown(nodes));
  }

  private reserveFreight(): void {
    const cells = this.problem.columns.cells?.cells ?? 0;
    const size = cells * this.loads;
    if (this.freight.length < size) this.freight = copyFloat(this.freight, grown(size));
    this.freight.fill(-1, 0, size);
  }
}

function nodeOf({ nodeSourceStart, nodes }: Problem, source: number): number {
  let low = 0;
  let high = nodes - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (nodeSourceStart[middle + 1] <= source) low = middle + 1;
    else high = middle;
  }
  return low;
}
