/** YALPS, the lightest mixed-integer solver in TypeScript. Only `solve` is timed, not making the model. */
import { type Constraint, solve } from 'yalps';
import type { Problem } from '../../src/splitting/problem';
import { buildMip, type Mip, partsOf } from './mip';
import type { Part } from './price';

export const MOST_YALPS_ROWS = 800;

/** An order may take so long; one that takes longer counts as not run. */
const TIMEOUT_MS = 10_000;

const COST = -1;

/** null: not solved to the end within the limits. */
export function solveWithYalps(problem: Problem): { parts: Part[]; solveUs: number } | null {
  const mip = buildMip(problem);
  const model = toModel(mip);
  const start = performance.now();
  const solution = solve(model, { timeout: TIMEOUT_MS, maxIterations: 1e9, maxPivots: 1e6 });
  const solveUs = 1000 * (performance.now() - start);
  if (solution.status !== 'optimal') return null;
  const values = new Map(solution.variables);
  const parts = partsOf(mip, (column) => values.get(column) ?? 0);
  return parts === null ? null : { parts, solveUs };
}

function toModel({ columns, rows }: Mip) {
  const terms: [number, number][][] = columns.map(({ cost }) => [[COST, cost]]);
  rows.forEach((row, index) => {
    for (const { column, value } of row.terms) terms[column].push([index, value]);
  });
  const constraints: [number, Constraint][] = rows.map(({ lower, upper }, index) => [
    index,
    lower === upper ? { equal: upper } : { max: upper },
  ]);
  // The other columns are bounded by their rows.
  const binaries = columns.flatMap(({ integer }, column) => (integer ? [column] : []));
  return {
    direction: 'minimize' as const,
    objective: COST,
    constraints,
    variables: terms.map((list, column): [number, [number, number][]] => [column, list]),
    binaries,
  };
}
