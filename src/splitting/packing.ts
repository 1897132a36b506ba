import type { LevelTerms } from './objective';
import type { Part } from './plan-value';

/**
 * Levels packed into one integer below 2^53, so that one search compares them all: value = Σ weight × level, the last packed
 * level in steps of 2^shift. What does not fit is left to the exact comparison of plans that are still equal.
 */
export interface Packing {
  readonly weights: readonly number[];
  /** Level `last` counts ⌊coefficient ÷ 2^shift⌋; levels after it are not in the number (weight 0). */
  readonly last: number;
  readonly step: number;
  /** Rounding can hide so much: a plan whose number is larger than another's by more than this is truly worse. */
  readonly slack: number;
  /** True: equal numbers mean equal levels. */
  readonly exact: boolean;
}

/**
 * @param ranges per level: no sensible plan's value exceeds it (the first one is not read)
 * @param known  per level: values of a plan that is known; only plans whose number is not above its number matter
 * @param terms  coefficients that a plan adds up at most
 */
export function pack(ranges: readonly number[], known: readonly number[], terms: number): Packing {
  const limit = 2 ** 52 / (terms + 2);
  for (let last = ranges.length - 1; last >= 0; last -= 1) {
    for (let step = 1; step === 1 || ranges[last] >= step; step *= 2) {
      const weights = weigh(ranges, last, step, terms);
      let number = 0;
      for (let level = 0; level <= last; level += 1) {
        number += weights[level] * (level === last ? Math.floor(known[level] / step) + terms : known[level]);
      }
      if (number <= limit) {
        const exact = step === 1 && last === ranges.length - 1;
        return { weights, last, step, slack: step === 1 ? 0 : terms, exact };
      }
      if (last === 0 && step > ranges[0]) break;
    }
  }
  return {
    weights: ranges.map((_, level) => (level === 0 ? 1 : 0)),
    last: 0,
    step: 2 ** 52,
    slack: terms,
    exact: false,
  };
}

/** As many levels, from the first, as fit into one number without rounding any: what comes after decides among equal numbers. */
export function packExactly(ranges: readonly number[]): Packing {
  let last = 0;
  let size = ranges[0] + 1;
  while (last + 1 < ranges.length && size * (ranges[last + 1] + 1) <= 2 ** 52) {
    last += 1;
    size *= ranges[last] + 1;
  }
  return { weights: weigh(ranges, last, 1, 0), last, step: 1, slack: 0, exact: last === ranges.length - 1 };
}

function weigh(ranges: readonly number[], last: number, step: number, terms: number): number[] {
  const weights = ranges.map(() => 0);
  let weight = 1;
  for (let level = last; level >= 0; level -= 1) {
    weights[level] = weight;
    weight *= (level === last ? Math.floor(ranges[level] / step) + (step === 1 ? 0 : terms) : ranges[level]) + 1;
  }
  return weights;
}

/** What a source costs to open, as one number. */
export function packedOpen(packing: Packing, terms: readonly LevelTerms[], source: number): number {
  let number = 0;
  for (let level = 0; level <= packing.last; level += 1) number += weighed(packing, level, terms[level].open(source));
  return number;
}

/** What a line in a shipment costs once. */
export function packedLine(packing: Packing, terms: readonly LevelTerms[], line: number, source: number): number {
  let number = 0;
  for (let level = 0; level <= packing.last; level += 1) {
    number += weighed(packing, level, terms[level].line(line, source));
  }
  return number;
}

/** What a unit costs. */
export function packedUnit(packing: Packing, terms: readonly LevelTerms[], line: number, source: number): number {
  let number = 0;
  for (let level = 0; level <= packing.last; level += 1) {
    number += weighed(packing, level, terms[level].unit(line, source));
  }
  return number;
}

/** What an unfilled unit costs. */
export function packedUnfilled(packing: Packing, terms: readonly LevelTerms[], line: number): number {
  let number = 0;
  for (let level = 0; level <= packing.last; level += 1) number += weighed(packing, level, terms[level].unfilled(line));
  return number;
}

/** What is counted once for each delivery group that ships. */
export function packedOnce(packing: Packing, terms: readonly LevelTerms[]): number {
  let number = 0;
  for (let level = 0; level <= packing.last; level += 1) number += weighed(packing, level, terms[level].once);
  return number;
}

/** What a milli of freight by rate cells counts. Where there are cells no packed level is rounded: see {@link packExactly}. */
export function packedFreight({ weights, last }: Packing, terms: readonly LevelTerms[]): number {
  let number = 0;
  for (let level = 0; level <= last; level += 1) number += weights[level] * terms[level].priced;
  return number;
}

function weighed({ weights, last, step }: Packing, level: number, coefficient: number): number {
  return level < last ? weights[level] * coefficient : Math.floor(coefficient / step);
}

/**
 * The number of a plan, without the units that eligible stock cannot fill anyway.
 * @param demand line → units that it can
 * @param shipping delivery groups that ship
 */
export function planNumber(
  packing: Packing,
  terms: readonly LevelTerms[],
  demand: Int32Array,
  parts: readonly Part[],
  shipping: number,
): number {
  const left = Array.from(demand);
  const sources: number[] = [];
  let number = packedOnce(packing, terms) * shipping;
  for (const { line, source, units } of parts) {
    left[line] -= units;
    if (!sources.includes(source)) sources.push(source);
    number += units * packedUnit(packing, terms, line, source) + packedLine(packing, terms, line, source);
  }
  for (const source of sources) number += packedOpen(packing, terms, source);
  for (let line = 0; line < left.length; line += 1) {
    if (left[line] > 0) number += left[line] * packedUnfilled(packing, terms, line);
  }
  return number;
}
