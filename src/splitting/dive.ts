import type { Part, ValuedPlan } from './plan-value';
import { sortParts } from './plan-value';
import type { Standing } from './standing';

/** The part of the budget that a dive may take. */
const BUDGET_PART = 8;
const STEPS_PER_JUDGEMENT = 80;
/** Shipments of a plan that are taken back and planned anew, alone and in pairs. */
const MOST_SHIPMENTS = 10;

/** A load that an arm could ship. */
interface ArmLoad {
  /** Number ÷ worth at the prices. */
  readonly ratio: number;
  readonly parts: readonly Part[];
  readonly node: number;
}

/**
 * A plan by the prices at hand: again and again the load that costs least for what it is worth, of the alive arms; then every shipment,
 * and every two, taken back and their lines planned anew (ruin and recreate: Schrimpf et al. 2000). Its steps are the walk's.
 */
export function dive(standing: Standing): ValuedPlan {
  return new Dive(standing).run();
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

  run(): ValuedPlan {
    let loads = this.fill([]);
    for (let next = this.exchange(loads); next !== null; next = this.exchange(loads)) loads = next;
    return this.planOf(loads);
  }

  /** The first exchange that makes the plan better; null where none does. */
  private exchange(loads: readonly ArmLoad[]): ArmLoad[] | null {
    const plan = this.planOf(loads);
    const count = Math.min(loads.length, MOST_SHIPMENTS);
    for (let one = 0; one < count; one += 1) {
      for (let other = one; other < count; other += 1) {
        if (this.scratch.walk.steps > this.limit) return null;
        const next = this.fill(loads.filter((_, index) => index !== one && index !== other));
        if (this.judge.compare(this.planOf(next), plan) < 0) return next;
      }
    }
    return null;
  }

  /** Adds loads while some of the order is left and shipping it pays. */
  private fill(kept: readonly ArmLoad[]): ArmLoad[] {
    const { judge, scratch, arms } = this;
    const { problem } = judge;
    const loads = [...kept];
    const left = scratch.lineDemand.slice(0, problem.lines.length);
    const carriers = new Int32Array(problem.lines.length);
    const take = ({ parts }: ArmLoad) => {
      for (const { line, units } of parts) {
        carriers[line] += 1;
        left[line] = carriers[line] === problem.lines[line].maxShipments ? 0 : left[line] - units;
      }
    };
    for (const load of kept) take(load);
    while (loads.length < problem.maxShipments) {
      let best: ArmLoad | null = null;
      for (const arm of arms) {
        if (loads.some(({ node }) => node === scratch.armNode[arm])) continue;
        const load = this.loadFor(arm, left);
        if (load !== null && (best === null || load.ratio < best.ratio)) best = load;
      }
      if (best === null) break;
      loads.push(best);
      take(best);
    }
    const { hasCapacity, items } = problem;
    if (!hasCapacity && items.length === 0) {
      for (let line = 0; line < left.length; line += 1) if (left[line] > 0) this.topUp(loads, line, left[line]);
    }
    return loads;
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
    walk.visitSteps(look);
    return best;
  }

  /** What is left of a line, put to shipments whose node holds more of it, then to the cheapest others. */
  private topUp(loads: ArmLoad[], line: number, wanted: number): void {
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
    return this.judge.value(sortParts(parts.filter(({ line }) => !problem.lines[line].complete || left[line] === 0)));
  }
}
