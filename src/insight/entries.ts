/** Amounts of a cost: so many at so much each. */
import type { CostCode, CostEntry, CostTerm } from '../model/explanation';

interface Named {
  readonly rule?: string;
  readonly line?: string;
  readonly factor?: number | undefined;
}

/** Nothing where nothing is paid. */
export function entry(
  term: CostTerm,
  code: CostCode,
  count: number,
  eachMilli: number,
  { rule, line, factor }: Named = {},
): CostEntry[] {
  const milli = count * eachMilli;
  if (milli === 0) return [];
  const named = { ...(rule === undefined ? {} : { rule }), ...(line === undefined ? {} : { line }) };
  const times = factor === undefined ? {} : { factor };
  return [{ term, code, ...named, count, eachMilli, ...times, milli }];
}

export function sumOf(entries: readonly CostEntry[]): number {
  return entries.reduce((sum, { milli }) => sum + milli, 0);
}
