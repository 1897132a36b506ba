import { areUnlimited, hasWholeGroup } from './groups';
import { copyInt, grown } from './grow';
import { LoadPrices } from './load-prices';
import { Loads } from './loads';
import { MS_PER_DAY } from './objective';
import type { Judge, Part, ValuedPlan } from './plan-value';
import { sortParts } from './plan-value';
import type { Groups, Problem } from './problem';
import type { Scratch } from './scratch';
import { Settlement } from './settlement';
import { rankOf, ranksOf, unitsAtLast } from './starts';

/** Prices of a load at a node that one walk may look at. */
const MOST_PRICES = 80_000;
/** A limit on shipments is kept in layers of the table: so many at most. */
const MOST_LAYERS = 4;
/** Numbers up to this add up exactly. */
const MOST_NUMBER = 2 ** 52;

/**
 * Orders that want little: few enough units that every load of them is looked at. One walk over the stock finds who ships each load
 * cheapest, at the true price; the cheapest partition of the order into loads is then a bound of every plan, and a plan where no node
 * is used twice (dynamic programming over subsets, as for set partitioning). Where one is, `settlement.ts` decides. For costs only,
 * perhaps after the fill, where nothing but stock and freight couples the lines of a node. Plans are compared by one number: what they
 * cost, an unfilled unit dearer than any plan where the fill comes first, the fee per shipment paid for the first as well.
 */
export class Light {
  steps = 0;
  readonly loads = new Loads();
  readonly prices: LoadPrices;
  /** load: least price of shipping it as one shipment, by whom, and the place of its node. */
  private price = new Float64Array(0);
  private source = new Int32Array(0);
  private at = new Int32Array(0);
  /** Rows of `least`: row r for at most r + 1 shipments; a single row where no limit can bind. */
  layers = 1;
  isLimited = false;
  /** row × load: least price of shipping it by any allowed number of shipments, the first of them; 1 = another way costs the same. */
  least = new Float64Array(0);
  private first = new Int32Array(0);
  private tied = new Uint8Array(0);
  /** Of a unit left unfilled, beside its penalty: 0 where the fill does not come first. */
  private unfilledWeight = 0;
  // nodes met, and × rank of starts: the load that each holds for it.
  nodes = 0;
  ranks = 1;
  node = new Int32Array(64);
  held = new Int32Array(64);

  problem!: Problem;
  private readonly scratch: Scratch;
  private readonly settlement = new Settlement();

  constructor(scratch: Scratch) {
    this.scratch = scratch;
    this.prices = new LoadPrices(this.loads, scratch.freight);
  }

  /** The best plan; null where this way does not decide: another must. */
  solve(judge: Judge): ValuedPlan | null {
    this.steps = 0;
    this.prices.steps = 0;
    this.problem = judge.problem;
    if (!takes(judge.problem) || !this.loads.layOut(judge.problem)) return null;
    if (judge.problem.groups !== null) this.chargeGroups(judge.problem.groups);
    const { maxShipments } = judge.problem;
    this.isLimited = maxShipments < this.loads.count[this.loads.loads - 1];
    this.layers = this.isLimited ? maxShipments : 1;
    this.walk();
    if (!this.reserveTables()) return null;
    this.prices.takeUp(judge.problem);
    this.priceLoads();
    if (!this.weighUnfilled()) return null;
    for (let layer = 0; layer < this.layers; layer += 1) this.partition(layer);
    return this.answer(judge) ?? this.settlement.run(this, judge);
  }

  /** Steps taken since `solve` began. */
  spent(): number {
    return this.steps + this.prices.steps;
  }

  /** The load that each node holds. */
  private walk(): void {
    const { problem, scratch } = this;
    const { radix, lines } = this.loads;
    const { nodeStamp, nodeArmStart, epoch } = scratch;
    const ranks = ranksOf(problem);
    let nodes = 0;
    this.ranks = ranks;
    for (let line = 0; line < lines; line += 1) {
      const { rowNode, rowUnits, rowStart, rowEnd, units: most } = problem.lines[line];
      this.reserveNodes(nodes + rowEnd - rowStart);
      const { node: nodeOf, held } = this;
      for (let entry = rowStart; entry < rowEnd; entry += 1) {
        if (unitsAtLast(problem, problem.lines[line], entry) < 1) continue;
        const node = rowNode[entry];
        if (nodeStamp[node] !== epoch) {
          nodeStamp[node] = epoch;
          nodeArmStart[node] = nodes;
          if (!this.canServe(node)) nodeArmStart[node] = -1;
          else {
            nodeOf[nodes] = node;
            held.fill(0, nodes * ranks, (nodes + 1) * ranks);
            nodes += 1;
          }
        }
        const at = nodeArmStart[node] * ranks;
        for (let rank = 0; rank < ranks && at >= 0; rank += 1) {
          const units = rowUnits[entry * ranks + rank];
          if (units > 0) held[at + rank] += (units < most ? units : most) * radix[line];
        }
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
    const { loads, price, source: shippedBy, at: shippedAt, prices } = this;
    const { asked } = prices;
    const { nodeSourceStart, columns, levels } = this.problem;
    const { usable, metres } = columns;
    const fillFirst = levels[0].goal === 'unfilled';
    price.fill(Number.POSITIVE_INFINITY, 0, loads.loads);
    for (let at = 0; at < this.nodes; at += 1) {
      const node = this.node[at];
      const last = nodeSourceStart[node + 1];
      for (let source = nodeSourceStart[node]; source < last; source += 1) {
        if (usable[source] === 0) continue;
        const held = this.heldFor(at, source);
        const start = loads.partStart[held];
        const end = loads.partEnd[held];
        prices.ask(source, start, end);
        if (fillFirst) prices.noteDearest(source, start, end);
        const { part } = loads;
        const { hasExtra } = prices;
        for (let index = start; index < end; index += 1) {
          const load = part[index];
          let cost = asked[index - start];
          if (cost > price[load]) continue;
          if (hasExtra) cost += prices.extra(source, load);
          if (cost > price[load]) continue;
          if (cost === price[load]) {
            // Nodes stand in the order in which lines met them, not in that of their ranks.
            const further = metres[source] - metres[shippedBy[load]];
            if (further > 0 || (further === 0 && source > shippedBy[load])) continue;
          }
          price[load] = cost;
          shippedBy[load] = source;
          shippedAt[load] = at;
        }
      }
    }
  }

  /** The load that the node at a place holds for a source of it. */
  heldFor(at: number, source: number): number {
    return this.held[at * this.ranks + rankOf(this.problem, source)];
  }

  /** Makes an unfilled unit dearer than any plan where the fill comes first; false where numbers would not be exact. */
  private weighUnfilled(): boolean {
    const { loads, prices } = this;
    const { lateMilli, levels } = this.problem;
    const all = loads.loads - 1;
    const days = Math.max(0, Math.ceil((prices.latest - prices.earliest) / MS_PER_DAY));
    const most = loads.penalty[all] + loads.count[all] * (prices.dearest + lateMilli * days) + 1;
    this.unfilledWeight = levels[0].goal === 'unfilled' ? most : 0;
    return most * (loads.count[all] + 1) <= MOST_NUMBER;
  }

  /** What leaving a load unfilled adds to a plan's number. */
  penalty(load: number): number {
    return this.loads.penalty[load] + this.unfilledWeight * this.loads.count[load];
  }

  /** Number of the plan that ships nothing. */
  nothing(): number {
    const { groups, splitMilli } = this.problem;
    return this.penalty(this.loads.loads - 1) + (groups === null ? splitMilli : 0);
  }

  /** A delivery group that ships nothing spares no fee for its first shipment: that counts as a penalty of loads that hold it whole. */
  private chargeGroups({ lineGroup }: Groups): void {
    const { lines, splitMilli } = this.problem;
    const { units, lines: count, penalty } = this.loads;
    for (const group of new Set(lineGroup)) {
      for (let load = 0; load < this.loads.loads; load += 1) {
        const isWhole = lines.every((line, at) => lineGroup[at] !== group || units[load * count + at] === line.units);
        if (isWhole) penalty[load] += splitMilli;
      }
    }
  }

  /** Of a plan's number, what units that it leaves unfilled add because the fill comes first. */
  unfilledPart(number: number): number {
    return this.unfilledWeight === 0 ? 0 : number - (number % this.unfilledWeight);
  }

  /** Fills a row of `least`: the first shipment holds a unit of the load's first line, the rest is of the row that may follow. */
  private partition(layer: number): void {
    const { price, least, first, tied, loads } = this;
    const { lines, units } = loads;
    const row = layer * loads.loads;
    const before = this.isLimited ? row - loads.loads : row;
    least[row] = 0;
    tied[row] = 0;
    for (let load = 1; load < loads.loads; load += 1) {
      loads.list(load);
      // With one shipment left it is all of the load, which stands last.
      const start = before < 0 ? loads.partEnd[load] - 1 : loads.partStart[load];
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
        const cost = price[taken] + (taken === load ? 0 : least[before + load - taken]);
        if (cost > best) continue;
        tie = cost === best ? 1 : 0;
        best = cost;
        chosen = taken;
      }
      this.steps += (end - start) >> 1;
      least[row + load] = best;
      first[row + load] = chosen;
      tied[row + load] = tie;
    }
  }

  /** The cheapest partition as a plan; null where a node would be used twice, or another may be as good. */
  private answer(judge: Judge): ValuedPlan | null {
    const { loads, least } = this;
    const all = loads.loads - 1;
    const row = (this.layers - 1) * loads.loads;
    let best = 0;
    let bestNumber = this.nothing();
    let tie = false;
    for (let load = 1; load <= all; load += 1) {
      const number = least[row + load] + this.penalty(all - load);
      if (number > bestNumber) continue;
      tie = number === bestNumber;
      best = load;
      bestNumber = number;
    }
    return tie ? null : this.plan(judge, best);
  }

  private plan(judge: Judge, load: number): ValuedPlan | null {
    const { lines, units, loads } = this.loads;
    const parts: Part[] = [];
    const nodes: number[] = [];
    let row = (this.layers - 1) * loads;
    for (let left = load; left > 0; ) {
      const taken = this.first[row + left];
      const source = this.source[taken];
      const at = this.at[taken];
      if (this.tied[row + left] === 1 || nodes.includes(at)) return null;
      nodes.push(at);
      for (let line = 0; line < lines; line += 1) {
        if (units[taken * lines + line] > 0) parts.push({ line, source, units: units[taken * lines + line] });
      }
      left -= taken;
      if (this.isLimited) row -= loads;
    }
    return judge.value(sortParts(parts));
  }

  /** Room for what is kept of every load; false where prices or freights would be too many. */
  private reserveTables(): boolean {
    const { loads } = this;
    let prices = 0;
    for (let at = 0; at < this.nodes * this.ranks; at += 1) {
      loads.list(this.held[at]);
      prices += loads.partEnd[this.held[at]] - loads.partStart[this.held[at]];
    }
    if (prices > MOST_PRICES) return false;
    if (this.price.length < loads.loads) {
      const size = grown(loads.loads);
      this.price = new Float64Array(size);
      this.source = new Int32Array(size);
      this.at = new Int32Array(size);
    }
    if (this.least.length < this.layers * loads.loads) {
      const size = grown(this.layers * loads.loads);
      this.least = new Float64Array(size);
      this.first = new Int32Array(size);
      this.tied = new Uint8Array(size);
    }
    return true;
  }

  private reserveNodes(nodes: number): void {
    if (this.node.length >= nodes && this.held.length >= nodes * ranksOf(this.problem)) return;
    this.node = copyInt(this.node, grown(nodes));
    this.held = copyInt(this.held, grown(nodes) * ranksOf(this.problem));
  }
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
    problem.days === null &&
    problem.items.length === 0 &&
    !problem.shipComplete &&
    areUnlimited(problem) &&
    !hasWholeGroup(problem) &&
    (problem.maxShipments >= units || problem.maxShipments <= MOST_LAYERS)
  );
}
