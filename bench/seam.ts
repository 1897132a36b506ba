/**
 * What the bench needs from inside: the numbers of one order, and the search alone. `prepare` is the built package's own; `solve` is
 * not public, so it is bundled in here from the very source that the package was built from.
 */
import type { OrderInput, Planner } from 'order-sourcing';
import type { Problem } from '../src/splitting/problem';

export { createScratch, type Scratch, solve } from '../src/splitting/solve';

export function prepare(planner: Planner, order: OrderInput, asOf: string): Problem {
  return planner.prepare(order, { asOf });
}
