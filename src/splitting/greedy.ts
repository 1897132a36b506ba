import type { Gathered } from './gather';
import type { Judge, Part, ValuedPlan } from './plan-value';
import { sortParts } from './plan-value';
import type { Scratch } from './scratch';

/** Arms whose true saving is looked at before one is chosen. */
const LOOKED_AT = 6;

/**
 * A plan for orders whose rates have steps: again and again the arm that truly saves most with all it can give, of those that save most
 * by the straight lines under their rates. Counts what a node holds, its capacity, and every limit on shipments. Returns the plan, the
 * empty one where nothing is worth shipping.
 */
export function greedyPlan(judge: Judge, scratch: Scratch, gathered: Gathered): ValuedPlan {
  return new Greedy(judge, scratch, gathered).run();
}

/** What one source of a node would ship. */
interface Load {
  readonly load: readonly Part[];
  readonly node: number;
}

class Greedy {
  private readonly left: Int32Array;
  private readonly carriers: Int32Array;
  private readonly closed = new Set<number>();
  private parts: Part[] = [];
  private shipments = 0;

  constructor(
    private readonly judge: Judge,
    private readonly scratch: Scratch,
    private readonly gathered: Gathered,
  ) {
    const { lines } = judge.problem;
    this.left = scratch.lineDemand.slice(0, lines.length);
    this.carriers = new Int32Array(lines.length);
  }

  run(): ValuedPlan {
    const { judge } = this;
    let best = judge.value([]);
    while (this.shipments < judge.problem.maxShipments) {
      const next = this.bestLoad(best);
      if (next === null) break;
      this.take(next);
      best = judge.value(sortParts([...this.parts]));
    }
    return judge.value(this.allowed());
  }

  /** The load that makes the best plan together with those already taken; null where none makes it better. */
  private bestLoad(before: ValuedPlan): Load | null {
    const { judge, scratch } = this;
    let best = before;
    let chosen: Load | null = null;
    for (const arm of this.mostSaving()) {
      const node = scratch.armNode[arm];
      const load = this.loadOf(scratch.armSource[arm], node);
      if (load.length === 0) continue;
      const plan = judge.value(sortParts([...this.parts, ...load]));
      if (judge.compare(plan, best) >= 0) continue;
      best = plan;
      chosen = { load, node };
    }
    return chosen;
  }

  private mostSaving(): number[] {
    const { scratch, left, closed } = this;
    const { arms } = this.gathered;
    const { armSaving, armOpen, armAlive, armNode, linePairStart, linePenalty, pairArm, pairUnits, pairCost } = scratch;
    for (let arm = 0; arm < arms; arm += 1) armSaving[arm] = -armOpen[arm];
    left.forEach((units, line) => {
      if (units === 0) return;
      for (let pair = linePairStart[line]; pair < linePairStart[line + 1]; pair += 1) {
        const gain = linePenalty[line] - pairCost[pair];
        if (gain > 0) armSaving[pairArm[pair]] += Math.min(units, pairUnits[pair]) * gain;
      }
    });
    const first: number[] = [];
    for (let arm = 0; arm < arms; arm += 1) {
      if (armAlive[arm] === 0 || closed.has(armNode[arm])) continue;
      let at = first.length;
      for (; at > 0 && armSaving[first[at - 1]] < armSaving[arm]; at -= 1) first[at] = first[at - 1];
      if (at < LOOKED_AT) first[at] = arm;
      if (first.length > LOOKED_AT) first.length = LOOKED_AT;
    }
    return first;
  }

  /** As much of every line as the source can give of what is left. */
  private loadOf(source: number, node: number): Part[] {
    const { judge, scratch, left, carriers } = this;
    const { problem } = judge;
    const { linePairStart, pairArm, pairUnits, armSource } = scratch;
    const load: Part[] = [];
    const items = problem.items.map(() => Number.NaN);
    let room = problem.nodeCapacity[node];
    let roomLines = problem.nodeLines === null ? Number.POSITIVE_INFINITY : problem.nodeLines[node];
    problem.lines.forEach((line, index) => {
      if (left[index] === 0 || carriers[index] === line.maxShipments || roomLines < line.members) return;
      for (let pair = linePairStart[index]; pair < linePairStart[index + 1]; pair += 1) {
        if (armSource[pairArm[pair]] !== source) continue;
        let units = Math.min(left[index], pairUnits[pair], Math.floor(room / line.weight));
        for (const { item, units: each } of line.draws) {
          if (Number.isNaN(items[item])) items[item] = unitsAt(problem.items[item], node);
          units = Math.min(units, Math.floor(items[item] / each));
        }
        if (units < 1) return;
        for (const { item, units: each } of line.draws) items[item] -= units * each;
        room -= units * line.weight;
        roomLines -= line.members;
        load.push({ line: index, source, units });
        return;
      }
    });
    return load;
  }

  private take({ load, node }: Load): void {
    this.parts = [...this.parts, ...load];
    this.shipments += 1;
    this.closed.add(node);
    for (const { line, units } of load) {
      this.left[line] -= units;
      this.carriers[line] += 1;
    }
  }

  /** Without the lines that ship whole or not at all and are not whole; nothing where the order must ship whole and does not. */
  private allowed(): Part[] {
    const { problem } = this.judge;
    if (problem.shipComplete && this.left.some((units) => units > 0)) return [];
    return sortParts(this.parts.filter(({ line }) => !problem.lines[line].complete || this.left[line] === 0));
  }
}

function unitsAt(
  row: { rowNode: Int32Array; rowUnits: Int32Array; rowStart: number; rowEnd: number },
  node: number,
): number {
  for (let entry = row.rowStart; entry < row.rowEnd; entry += 1) {
    if (row.rowNode[entry] === node) return Math.max(0, row.rowUnits[entry]);
  }
  return 0;
}
