import { addToLoad, emptyLoad, freightOf } from './freight';
import { shippingGroups } from './groups';
import { closedLevels, type LevelTerms, termsOf } from './objective';
import type { Assignment, Problem } from './problem';
import { rankSources } from './rank';
import type { Scratch } from './scratch';

/** So many units of a line shipped by a source. */
export interface Part {
  readonly line: number;
  readonly source: number;
  readonly units: number;
}

/** A plan with what decides which of two is better. Parts are sorted by (line, source), each pair once. */
export interface ValuedPlan {
  readonly parts: readonly Part[];
  /** Asked levels, then the closing sums. */
  readonly values: readonly number[];
}

/** Values and compares the plans of one problem. Ranks are only made where two plans are equal without them. */
export class Judge {
  readonly problem: Problem;
  readonly terms: readonly LevelTerms[];
  private readonly scratch: Scratch;
  private ranked = false;

  /** @param terms of the levels and the closing ones, where they are not what the sheet says */
  constructor(
    problem: Problem,
    scratch: Scratch,
    terms: readonly LevelTerms[] = closedLevels(problem).map((level) => termsOf(problem, level)),
  ) {
    this.problem = problem;
    this.scratch = scratch;
    this.terms = terms;
  }

  /** Values a plan from the sheet's columns. */
  value(parts: readonly Part[]): ValuedPlan {
    const { problem, terms } = this;
    const left = problem.lines.map((line) => line.units);
    for (const { line, units } of parts) left[line] -= units;
    const sources = sourcesOf(parts);
    const freight = problem.columns.cells === null ? 0 : this.freight(sources, parts);
    const shipping = shippingGroups(problem, sources);
    const values: number[] = [];
    for (const { unit, line: once, open, unfilled, once: perGroup, priced } of terms) {
      let value = sources.length > 0 ? perGroup * shipping : 0;
      value += priced * freight;
      for (const { line, source, units } of parts) value += units * unit(line, source) + once(line, source);
      for (const source of sources) value += open(source);
      for (let line = 0; line < left.length; line += 1) if (left[line] > 0) value += left[line] * unfilled(line);
      values.push(value);
    }
    return { parts, values };
  }

  /** Delivery groups that ship. */
  shippingGroups(parts: readonly Part[]): number {
    return shippingGroups(this.problem, sourcesOf(parts));
  }

  private freight(sources: readonly number[], parts: readonly Part[]): number {
    return sources.reduce((sum, source) => sum + this.shipment(source, parts).freightMilli, 0);
  }

  /** What the source's rate cell charges for its parts, and in how many parcels. */
  private shipment(source: number, parts: readonly Part[]): Assignment['shipments'][number] {
    const { problem, scratch } = this;
    const load = emptyLoad();
    for (const part of parts) if (part.source === source) addToLoad(load, problem.lines[part.line], part.units);
    const freightMilli = freightOf(problem, scratch.freight, source, load);
    return { source, parcels: scratch.freight.parcels, freightMilli };
  }

  /** The shipments of a plan, by source. */
  shipments(parts: readonly Part[]): Assignment['shipments'] {
    return sourcesOf(parts)
      .sort((a, b) => a - b)
      .map((source) => this.shipment(source, parts));
  }

  /** The one definition of better, total to the last tie: negative where `a` is the better plan, 0 only for the same plan. */
  compare(a: ValuedPlan, b: ValuedPlan): number {
    for (let level = 0; level < a.values.length; level += 1) {
      if (a.values[level] !== b.values[level]) return a.values[level] - b.values[level];
    }
    const byParts = compareParts(a.parts, b.parts);
    if (byParts === 0) return 0;
    return (
      this.shipmentRanks(a.parts) - this.shipmentRanks(b.parts) ||
      this.unitRanks(a.parts) - this.unitRanks(b.parts) ||
      byParts
    );
  }

  /** Place of a source in the last ties' order, from 1. */
  rankOf(source: number): number {
    if (!this.ranked) {
      rankSources(this.problem.tightened ?? this.problem, this.scratch);
      this.ranked = true;
    }
    return this.scratch.sourceRank[source];
  }

  /** Σ over shipments of the rank. */
  shipmentRanks(parts: readonly Part[]): number {
    return sourcesOf(parts).reduce((sum, source) => sum + this.rankOf(source), 0);
  }

  private unitRanks(parts: readonly Part[]): number {
    return parts.reduce(
      (sum, { line, source, units }) => sum + units * this.problem.lines[line].weight * this.rankOf(source),
      0,
    );
  }
}

function sourcesOf(parts: readonly Part[]): number[] {
  const sources: number[] = [];
  for (const { source } of parts) if (!sources.includes(source)) sources.push(source);
  return sources;
}

function compareParts(a: readonly Part[], b: readonly Part[]): number {
  const shorter = Math.min(a.length, b.length);
  for (let index = 0; index < shorter; index += 1) {
    const difference =
      a[index].line - b[index].line || a[index].source - b[index].source || a[index].units - b[index].units;
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Parts in the order of the last tie. */
export function sortParts(parts: Part[]): Part[] {
  return parts.sort((a, b) => a.line - b.line || a.source - b.source);
}
