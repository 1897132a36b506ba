import type { OrderLine, Rules } from '../model/types';
import { roundHalfUp, toMilli } from '../model/units';

/** Milli per unit of the line that is not filled; NaN = no price. */
export function unfilledMilli(line: OrderLine, { unfilled }: Rules): number {
  if (line.unfilledPrice !== undefined) return toMilli(line.unfilledPrice);
  if (unfilled === undefined) return Number.NaN;
  const fixed = toMilli(unfilled.perUnit ?? 0);
  if (unfilled.percentOfValue === undefined) return fixed;
  if (line.value === undefined) return Number.NaN;
  return fixed + roundHalfUp((line.value * 1000 * unfilled.percentOfValue) / 100);
}
