import { ArmWalk } from './arm-walk';
import { Candidates } from './candidates';
import { Core } from './core';
import { Cover } from './cover';
import { Credits } from './credits';
import { Freight } from './freight';
import { copyFloat, copyInt, grown } from './grow';
import { Light } from './light';
import { LoadGroups } from './load-groups';
import { Master } from './master';
import { Openings } from './openings';
import { Partition } from './partition';
import { PartitionPlans } from './partition-plans';
import { Patterns } from './patterns';
import type { Problem, SourceColumns } from './problem';
import { Staircases } from './staircase';
import { Subsets } from './subsets';
import { Wanted } from './wanted';

/**
 * Working memory of one planner: grown when an order needs more, never shrunk, never shared between planners. Nothing in it
 * outlives a call of `solve` except `stamp`, whose epoch tells old marks from new ones.
 */
export class Scratch {
  readonly core = new Core();
  /** All alive arms, for their bound; `subsets` has a handful of its own. */
  readonly candidates: Candidates;
  readonly subsets: Subsets;
  readonly credits = new Credits();
  readonly freight = new Freight();
  readonly staircases = new Staircases();
  readonly wanted = new Wanted();
  readonly walk: ArmWalk;
  readonly openings: Openings;
  readonly master = new Master();
  readonly patterns: Patterns;
  readonly loadGroups: LoadGroups;
  readonly partition: Partition;
  readonly partitionPlans: PartitionPlans;
  readonly cover = new Cover();
  readonly light: Light;
  /** Arms that the root's prices found cheap for some line. */
  readonly noted: number[] = [];

  // ---- index: node of the network ------------------------------------------------------------------------------------------
  /** Epoch in which the node was touched last. */
  nodeStamp = new Int32Array(0);
  /** First arm of the node in this call, valid where stamped. */
  nodeArmStart = new Int32Array(0);
  epoch = 0;
  /** source: epoch in which it was found able to serve. */
  sourceStamp = new Int32Array(0);
  /** source: its place in the last ties' order, valid where stamped. */
  sourceRank = new Int32Array(0);

  /** Per destination: sources that no other service of their node makes pointless, see `gather.ts`. */
  readonly liveOf = new WeakMap<SourceColumns, Uint8Array>();

  // ---- index: arm (a source that an order could open; arms of one node are neighbours) --------------------------------------
  armSource = new Int32Array(64);
  armNode = new Int32Array(64);
  /** First arm of the arm's node. */
  armFirst = new Int32Array(64);
  armOpen = new Float64Array(64);
  /** Lines the arm could carry. */
  armLines = new Int32Array(64);
  /** What the arm alone would save against leaving all unfilled. */
  armSaving = new Float64Array(64);
  /** Reduced cost under the current dual. */
  armReduced = new Float64Array(64);
  /** 0 = fixed out. */
  armAlive = new Uint8Array(64);

  // What a stepped rate needs (`relax.ts`): the least and most an arm could carry, by weight or by volume, and its line's slope.
  armLeast = new Float64Array(0);
  armMost = new Float64Array(0);
  armByVolume = new Uint8Array(0);
  /** What the line under its rate adds to the arm's opening, and to a pair's price. */
  armRelaxed = new Float64Array(0);
  pairRelaxed = new Float64Array(0);
  /** Milli per gram. */
  armSlope = new Float64Array(0);
  slope = 0;

  /** The arm's place in the core; −1 = not there. */
  armCore = new Int32Array(64);

  // ---- index: pair (line × arm), grouped by line ------------------------------------------------------------------------------
  pairArm = new Int32Array(256);
  pairUnits = new Int32Array(256);
  pairCost = new Float64Array(256);
  /** Sort key of the current selection. */
  pairKey = new Float64Array(256);

  // ---- index: line -------------------------------------------------------------------------------------------------------------
  linePairStart = new Int32Array(65);
  /** Units that eligible stock can fill at most. */
  lineDemand = new Int32Array(64);
  linePenalty = new Float64Array(64);
  lineDual = new Float64Array(64);
  /** For `climbArms`: the best prices, the point it stands at and the way it goes. */
  lineBest = new Float64Array(64);
  linePoint = new Float64Array(64);
  lineDirection = new Float64Array(64);

  constructor() {
    this.candidates = new Candidates(this);
    this.subsets = new Subsets(this);
    this.walk = new ArmWalk(this);
    this.openings = new Openings(this);
    this.patterns = new Patterns(this);
    this.loadGroups = new LoadGroups(this);
    this.partition = new Partition(this);
    this.partitionPlans = new PartitionPlans(this);
    this.light = new Light(this);
  }

  /** The network this memory was laid out for. */
  private network: Int32Array | null = null;
  /** Most sources of one node. */
  widest = 0;

  /** A new call: room for every node and source of the network, all marks old. */
  reserveNetwork({ nodes, sources, nodeSourceStart }: Pick<Problem, 'nodes' | 'sources' | 'nodeSourceStart'>): void {
    if (this.network !== nodeSourceStart) {
      this.network = nodeSourceStart;
      this.nodeStamp = new Int32Array(nodes);
      this.nodeArmStart = new Int32Array(nodes);
      this.sourceStamp = new Int32Array(sources);
      this.sourceRank = new Int32Array(sources);
      this.epoch = 0;
      this.widest = 0;
      for (let node = 0; node < nodes; node += 1) {
        this.widest = Math.max(this.widest, nodeSourceStart[node + 1] - nodeSourceStart[node]);
      }
      this.reserveArms(sources);
    }
    if (this.epoch === 0x7fffffff) {
      this.nodeStamp.fill(0);
      this.sourceStamp.fill(0);
      this.epoch = 0;
    }
    this.epoch += 1;
  }

  private reserveArms(arms: number): void {
    if (this.armSource.length >= arms) return;
    const size = grown(arms);
    this.armSource = copyInt(this.armSource, size);
    this.armNode = copyInt(this.armNode, size);
    this.armFirst = copyInt(this.armFirst, size);
    this.armOpen = copyFloat(this.armOpen, size);
    this.armLines = copyInt(this.armLines, size);
    this.armCore = copyInt(this.armCore, size);
    this.armSaving = copyFloat(this.armSaving, size);
    this.armReduced = copyFloat(this.armReduced, size);
    const alive = new Uint8Array(size);
    alive.set(this.armAlive);
    this.armAlive = alive;
  }

  private cellPrice = new Float64Array(0);

  /** A price per rate cell, none known yet: −1. */
  reserveCells(cells: number): Float64Array {
    if (this.cellPrice.length < cells) this.cellPrice = new Float64Array(grown(cells));
    this.cellPrice.fill(-1, 0, cells);
    return this.cellPrice;
  }

  /** Room for what stepped rates need of every arm. */
  reserveRelaxed(): void {
    const size = this.armSource.length;
    if (this.pairRelaxed.length < this.pairArm.length) this.pairRelaxed = new Float64Array(this.pairArm.length);
    if (this.armLeast.length >= size) return;
    this.armRelaxed = new Float64Array(size);
    this.armLeast = new Float64Array(size);
    this.armMost = new Float64Array(size);
    this.armByVolume = new Uint8Array(size);
    this.armSlope = new Float64Array(size);
  }

  reservePairs(pairs: number): void {
    if (this.pairArm.length >= pairs) return;
    const size = grown(pairs);
    this.pairArm = copyInt(this.pairArm, size);
    this.pairUnits = copyInt(this.pairUnits, size);
    this.pairCost = copyFloat(this.pairCost, size);
    this.pairKey = copyFloat(this.pairKey, size);
  }

  reserveLines(lines: number): void {
    if (this.lineDemand.length >= lines) return;
    const size = grown(lines);
    this.linePairStart = copyInt(this.linePairStart, size + 1);
    this.lineDemand = copyInt(this.lineDemand, size);
    this.linePenalty = copyFloat(this.linePenalty, size);
    this.lineDual = copyFloat(this.lineDual, size);
    this.lineBest = new Float64Array(size);
    this.linePoint = new Float64Array(size);
    this.lineDirection = new Float64Array(size);
  }
}
