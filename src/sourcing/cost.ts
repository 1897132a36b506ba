import type { Cost } from '../model/types';
import { largestRemainder } from '../model/units';

/** Cost by term, in milli. */
export interface CostMilli {
  readonly shipping: number;
  readonly handling: number;
  readonly procurement: number;
  readonly lateness: number;
  readonly rules: number;
  readonly split: number;
  readonly unfilled: number;
}

/** As a plan shows it: whole minor units that add up, and the exact total beside them. */
export function showCost({ shipping, handling, procurement, lateness, rules, split, unfilled }: CostMilli): Cost {
  const milli = [shipping, handling, procurement, lateness, rules, split, unfilled];
  const { parts, total } = largestRemainder(milli);
  return {
    shipping: parts[0],
    handling: parts[1],
    procurement: parts[2],
    lateness: parts[3],
    rules: parts[4],
    split: parts[5],
    unfilled: parts[6],
    total,
    exact: shipping + handling + procurement + lateness + rules + split + unfilled,
  };
}
