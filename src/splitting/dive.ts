import { takesShipment, tornGroups } from './groups';
import type { Part, ValuedPlan } from './plan-value';
import { sortParts } from './plan-value';
import type { Standing } from './standing';

/** The part of the budget that a dive may take. */
const BUDGET_PART = 6;
const STEPS_PER_JUDGEMENT = 80;
/** Shipments of a plan that are taken back and planned anew, alone and in pairs. */
const MOST_SHIPMENTS = 10;
/** Shipments of the plans that end sooner. */
const MOST_ENDS = 6;

/** A load that an arm could ship. */
interface ArmLoad {
  /** Number ÷ worth at the prices. */
  readonly ratio: number;
  readonly parts: readonly Part[];
  readonly node: number;
}

/** The best load of an arm, made when so many shipments were chosen. */
interface Offer {
  readonly arm: number;
  readonly load: ArmLoad;
  readonly round: number;
}

/**
 * A plan by the prices at hand: again and again the load that costs least for what it is worth, of the alive arms; then every shipment,
 * and every two, taken back and their lines planned anew (ruin and recreate: Schrimpf et al. 2000). Its steps are the walk's.
 */
export function dive(standing: Standing, isThorough: boolean): ValuedPlan {
  return new Dive(standing).run(isThorough);
}

function sourceOf({ parts }: ArmLoad): number {
  return parts[0].source;
}

class Dive {
  private readonly judge: Standing['judge'];
  private readonly scratch: Standing['scratch'];
  private readonly arms: number[] = [];
  private readonly limit: number;

  constructor({ judge, scratch, gathered, budget }: Standing) {
    this.judge = judge;
    this.scratch = scratch;
    this.limit = scratch.walk.steps + budget / BUDGET_PART;
    for (let arm = 0; arm < gathered.arms; arm += 1) if (scratch.armAlive[arm] === 1) this.arms.push(arm);
  }

  run(isThorough: boolean): ValuedPlan {
    let loads = this.fillBest([]);
    for (let next = isThorough ? this.exchange(loads) : null; next !== null; next = this.exchange(loads)) loads = next;
    return this.planOf(loads);
  }

  /** The first exchange that makes the plan better; null where none does. */
  private exchange(loads: readonly ArmLoad[]): ArmLoad[] | null {
    const plan = this.planOf(loads);
    const count = Math.min(loads.length, MOST_SHIPMENTS);
    for (let one = 0; one < count; one += 1) {
      for (let other = one; other < count; other += 1) {
        if (this.scratch.walk.steps > this.limit) return null;
        const next = this.fill(
          loads.filter((_, index) => index !== one && index !== other),
          one === other ? loads[one].node : -1,
        );
        if (this.judge.compare(this.planOf(next), plan) < 0) return next;
      }
    }
    return null;
  }

  /** Adds loads while some of the order is left and shipping it pays; the best of the plans that end sooner and top up what they have. */
  private fillBest(kept: readonly ArmLoad[]): ArmLoad[] {
    const all = this.fill(kept, -1);
    let best = all;
    let plan = this.planOf(all);
    const most = Math.min(all.length - 1, MOST_ENDS);
    for (let count = Math.max(1, kept.length); count <= most; count += 1) {
      const loads = this.topUp(all.slice(0, count));
      const other = this.planOf(loads);
      if (this.judge.compare(other, plan) >= 0) continue;
      best = loads;
      plan = other;
    }
    return best;
  }

  /** Adds loads while some of the order is left and shipping it pays. */
  private fill(kept: readonly ArmLoad[], banned: number): ArmLoad[] {
    const { judge, scratch, arms } = this;
    const { problem } = judge;
    const loads = [...kept];
    const left = this.leftOf(loads);
    const offers: Offer[] = [];
    for (const arm of arms) {
      const node = scratch.armNode[arm];
      if (node === banned || loads.some((load) => load.node === node)) continue;
      const load = this.loadFor(arm, left);
      if (load !== null) offers.push({ arm, load, round: loads.length });
    }
    while (loads.length < problem.maxShipments) {
      const best = this.bestOf(offers, left, loads);
      if (best === null) break;
      loads.push(best);
      left.set(this.leftOf(loads));
      const others = offers.filter(({ load }) => load.node !== best.node);
      offers.splice(0, offers.length, ...others);
    }
    return this.topUp(loads);
  }

  /** Line → units that the loads leave; none of a line that no more shipments may carry. */
  private leftOf(loads: readonly ArmLoad[]): Int32Array {
    const { lines } = this.judge.problem;
    const left = this.scratch.lineDemand.slice(0, lines.length);
    const carriers = new Int32Array(lines.length);
    for (const { parts } of loads) {
      for (const { line, units } of parts) {
        carriers[line] += 1;
        left[line] = carriers[line] === lines[line].maxShipments ? 0 : left[line] - units;
      }
    }
    return left;
  }

  /** What the loads leave, put where it is cheapest; not where lines share more than a shipment. */
  private topUp(loads: readonly ArmLoad[]): ArmLoad[] {
    const { hasCapacity, days, items } = this.judge.problem;
    const topped = [...loads];
    if (hasCapacity || days !== null || items.length > 0) return topped;
    this.leftOf(loads).forEach((units, line) => {
      if (units > 0) this.topUpLine(topped, line, units);
    });
    return topped;
  }

  /** The offer of least ratio, once it was made anew for what is left: what an arm can ship gets no better (lazy greedy). */
  private bestOf(offers: Offer[], left: Int32Array, loads: readonly ArmLoad[]): ArmLoad | null {
    const { problem } = this.judge;
    const round = loads.length;
    const sources = loads.map(sourceOf);
    while (offers.length > 0) {
      let best = 0;
      for (let at = 1; at < offers.length; at += 1) if (offers[at].load.ratio < offers[best].load.ratio) best = at;
      this.scratch.walk.steps += Math.ceil(offers.length / 4);
      const { arm, load, round: made } = offers[best];
      const isTaken = takesShipment(problem, sources, this.scratch.armSource[arm]);
      if (made === round && isTaken) return load;
      const renewed = isTaken ? this.loadFor(arm, left) : null;
      if (renewed === null) offers.splice(best, 1);
      else offers[best] = { arm, load: renewed, round };
    }
    return null;
  }

  /**
   * The arm's best load of what is left of the lines: all it can give, or what fills a step of its rate; least by number ÷ worth, cheaper
   * than leaving it unfilled. null: none.
   */
  private loadFor(arm: number, left: Int32Array): ArmLoad | null {
    const { walk, armNode } = this.scratch;
    walk.enter(armNode[arm]);
    walk.lay(arm, left);
    let best: ArmLoad | null = null;
    const look = () => {
      const number = walk.number();
      const ratio = number / Math.max(1, walk.worth());
      if (number >= walk.penalty() || (best !== null && ratio >= best.ratio)) return;
      best = { ratio, parts: walk.parts(), node: armNode[arm] };
    };
    walk.visitAll(look);
    walk.visitBestStep(look);
    return best;
  }

  /** What is left of a line, put to shipments whose node holds more of it, then to the cheapest others. */
  private topUpLine(loads: ArmLoad[], line: number, wanted: number): void {
    const { scratch, judge } = this;
    const { linePairStart, linePenalty, pairArm, pairUnits, pairCost, armNode, armSource, armOpen } = scratch;
    const { maxShipments } = judge.problem.lines[line];
    const pairs: { readonly pair: number; readonly at: number; readonly key: number }[] = [];
    for (let pair = linePairStart[line]; pair < linePairStart[line + 1]; pair += 1) {
      if (pairCost[pair] >= linePenalty[line]) continue;
      const arm = pairArm[pair];
      const at = loads.findIndex(({ node }) => node === armNode[arm]);
      const isSame = at >= 0 && loads[at].parts[0].source === armSource[arm];
      if (at >= 0 && !isSame) continue;
      pairs.push({ pair, at, key: pairCost[pair] + (isSame ? 0 : armOpen[arm] / Math.min(wanted, pairUnits[pair])) });
    }
    this.scratch.walk.steps += 4 * pairs.length;
    pairs.sort((a, b) => a.key - b.key || a.pair - b.pair);
    let left = wanted;
    let carriers = loads.filter(({ parts }) => parts.some((part) => part.line === line)).length;
    for (const { pair, at } of pairs) {
      if (left === 0) return;
      const source = armSource[pairArm[pair]];
      const node = armNode[pairArm[pair]];
      const known = at >= 0 ? loads[at].parts.find((part) => part.line === line) : undefined;
      const units = Math.min(left, pairUnits[pair] - (known?.units ?? 0));
      if (units < 1 || (known === undefined && carriers >= maxShipments)) continue;
      if (at < 0 && (loads.length >= judge.problem.maxShipments || loads.some((load) => load.node === node))) continue;
      if (at < 0 && !takesShipment(judge.problem, loads.map(sourceOf), source)) continue;
      if (known === undefined) carriers += 1;
      const others = at < 0 ? [] : loads[at].parts.filter((part) => part.line !== line);
      const load = { ratio: 0, node, parts: [...others, { line, source, units: units + (known?.units ?? 0) }] };
      if (at < 0) loads.push(load);
      else loads[at] = load;
      left -= units;
    }
  }

  /** Without the lines that ship whole or not at all and are not whole; nothing where the order must ship whole and does not. */
  private planOf(loads: readonly ArmLoad[]): ValuedPlan {
    const { problem } = this.judge;
    this.scratch.walk.steps += STEPS_PER_JUDGEMENT;
    const parts: Part[] = loads.flatMap((load) => [...load.parts]);
    const left = problem.lines.map(({ units }) => units);
    for (const { line, units } of parts) left[line] -= units;
    if (problem.shipComplete && left.some((units) => units > 0)) return this.judge.value([]);
    const whole = parts.filter(({ line }) => !problem.lines[line].complete || left[line] === 0);
    const torn = tornGroups(problem, whole);
    return this.judge.value(sortParts(whole.filter(({ line }) => !torn.has(problem.groups?.lineGroup[line] ?? -1))));
  }
}
