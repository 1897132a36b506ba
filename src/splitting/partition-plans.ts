import type { Part } from './plan-value';
import { sortParts } from './plan-value';
import type { Scratch } from './scratch';
import type { Standing } from './standing';

const TRIES_PER_ENTRY = 2;
const STEPS_PER_JUDGEMENT = 60;

/**
 * Plans of the partitions of `partition.ts`: who ships each load, no source twice, and no node more than it holds and takes. Every plan
 * within a limit comes up, for the limit counts true slacks, and what is known of the rest is a bound.
 */
export class PartitionPlans {
  private standing!: Standing;
  private low = 0;
  /** The groups and entries chosen so far. */
  private readonly groups: number[] = [];
  private readonly entries: number[] = [];
  private readonly scratch: Scratch;

  constructor(scratch: Scratch) {
    this.scratch = scratch;
  }

  /** Offers every plan of a slack of at most `most` beside D = `low` that may be the best; false: that takes too long. */
  run(standing: Standing, low: number, most: number, budget: number): boolean {
    const { partition, wanted } = this.scratch;
    this.standing = standing;
    this.low = low;
    this.groups.length = 0;
    this.entries.length = 0;
    partition.limitTo(budget);
    partition.stack.set(wanted.all.subarray(0, wanted.words));
    this.extend(0, 0, most, -1, 0, 0);
    return !partition.overflown;
  }

  /**
   * The shipments from here on. Those that carry the same first line come in the order of their groups, from the `first` one of `place`
   * on: every plan once.
   */
  private extend(depth: number, from: number, most: number, place: number, first: number, spent: number): void {
    const { partition, loadGroups, wanted } = this.scratch;
    const { byFirst, order, slack } = loadGroups;
    const next = loadGroups.placeOf(partition.stack, depth * wanted.words, from);
    if (next === order.length) {
      this.offer();
      return;
    }
    const groups = byFirst[next];
    for (let index = next === place ? first : 0; index < groups.length; index += 1) {
      const group = groups[index];
      if (!partition.count(1)) return;
      const room = Math.min(most, this.standing.bestNumber - this.low) - spent;
      if (slack[group] > room) break;
      if (!partition.takeOff(depth, group)) continue;
      const rest = partition.least(depth + 1, next, room - slack[group]);
      if (partition.overflown) return;
      for (let entry = loadGroups.head[group]; entry >= 0; entry = loadGroups.entryNext[entry]) {
        if (!partition.count(TRIES_PER_ENTRY)) return;
        const total = spent + loadGroups.entrySlack[entry];
        if (total + rest > Math.min(most, this.standing.bestNumber - this.low)) continue;
        if (!this.comesAfter(group, entry)) continue;
        this.groups.push(group);
        this.entries.push(entry);
        partition.takeOff(depth, group);
        this.extend(depth + 1, next, most, next, index, total);
        this.groups.pop();
        this.entries.pop();
      }
    }
  }

  /** The entry's source is not in use; of one group, entries come as they stand in it. */
  private comesAfter(group: number, entry: number): boolean {
    const { entryArm } = this.scratch.loadGroups;
    const arm = entryArm[entry];
    if (arm < 0) return true;
    const last = this.groups.length - 1;
    if (last >= 0 && this.groups[last] === group && entry > this.entries[last]) return false;
    return this.entries.every((other) => entryArm[other] !== arm);
  }

  private offer(): void {
    const { wanted, armSource, armNode, loadGroups } = this.scratch;
    const { judge } = this.standing;
    const left = wanted.most.slice(0, wanted.lines);
    const parts: Part[] = [];
    const nodes: number[] = [];
    this.standing.steps += STEPS_PER_JUDGEMENT;
    this.groups.forEach((group, index) => {
      const arm = loadGroups.entryArm[this.entries[index]];
      if (arm < 0) return;
      nodes.push(armNode[arm]);
      for (let line = 0; line < wanted.lines; line += 1) {
        const units = wanted.read(loadGroups.words, group * wanted.words, line);
        if (units === 0) continue;
        left[line] -= units;
        parts.push({ line, source: armSource[arm], units });
      }
    });
    if (!this.isAllowed(left)) return;
    for (const node of new Set(nodes)) {
      const count = nodes.filter((other) => other === node).length;
      if (count > 1 && !this.fits(node, count, parts)) return;
    }
    this.standing.offer(judge.value(sortParts(parts)));
  }

  /** Nothing is left of lines that ship whole or not at all. */
  private isAllowed(left: Int32Array): boolean {
    const { problem } = this.standing.judge;
    const { wanted } = this.scratch;
    return left.every(
      (units, line) =>
        units === 0 || !(problem.shipComplete || (problem.lines[line].complete && units < wanted.most[line])),
    );
  }

  /** Several sources of a node: together no more than it holds and takes. */
  private fits(node: number, sources: number, parts: readonly Part[]): boolean {
    const { walk } = this.scratch;
    const { problem } = this.standing.judge;
    const start = problem.nodeSourceStart[node];
    const end = problem.nodeSourceStart[node + 1];
    walk.enter(node);
    if (problem.nodeShipments !== null && sources > problem.nodeShipments[node]) return false;
    let { room, roomLines } = walk;
    const items = walk.itemsLeft.slice();
    const taken = new Float64Array(problem.lines.length);
    for (const { line, source, units } of parts) {
      if (source < start || source >= end) continue;
      const { weight, members, draws } = problem.lines[line];
      room -= weight * units;
      roomLines -= members;
      for (const draw of draws) items[draw.item] -= draw.units * units;
      taken[line] += units;
    }
    if (room < 0 || roomLines < 0 || items.some((units) => units < 0)) return false;
    return problem.lines.every((line, index) => taken[index] === 0 || taken[index] <= heldOf(line, node));
  }
}

/** Units of the line that the node holds. */
function heldOf(
  { rowNode, rowUnits, rowStart, rowEnd }: Standing['judge']['problem']['lines'][number],
  node: number,
): number {
  for (let entry = rowStart; entry < rowEnd; entry += 1) if (rowNode[entry] === node) return rowUnits[entry];
  return 0;
}
