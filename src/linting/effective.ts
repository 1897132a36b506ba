/** When rules hold, against each other. */
import type { Rules } from '../model/types';

type Effective = NonNullable<Rules['effective']>;

interface Dated {
  readonly effective?: Effective | undefined;
}

const from = ({ effective }: Dated) =>
  effective?.from === undefined ? Number.NEGATIVE_INFINITY : Date.parse(effective.from);
const until = ({ effective }: Dated) =>
  effective?.until === undefined ? Number.POSITIVE_INFINITY : Date.parse(effective.until);

/** Whenever `inner` holds, `outer` does. */
export function covers(outer: Dated, inner: Dated): boolean {
  if (outer.effective === undefined) return true;
  return from(outer) <= from(inner) && until(outer) >= until(inner);
}

export function overlap(a: Dated, b: Dated): boolean {
  if (a.effective === undefined || b.effective === undefined) return true;
  return from(a) < until(b) && from(b) < until(a);
}

export function isOver(rule: Dated, asOf: number | undefined): boolean {
  return asOf !== undefined && until(rule) <= asOf;
}
