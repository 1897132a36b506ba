/** Which worlds and which orders are measured. */
import type { Setting } from './prices';

export interface CellOptions {
  readonly nodes: number;
  readonly lines: number | 'mix';
  readonly density: number;
  readonly setting: Setting;
  readonly objective: 'landedCost' | 'fillFirst';
  readonly orders: number;
}

export const DENSITIES = [0.02, 0.1, 0.3, 0.9];
/** Where the share of proven orders is a goal: pooled over these, on at least 20,000 orders of the real line mix. */
export const MIX_DENSITIES = [0.02, 0.1, 0.3];
const NODES = [20, 200, 1000, 5000];
const LINES = [1, 2, 3, 5, 8, 12, 20, 40];

const GRID_ORDERS = 400;
/** Cells in which a p99 is a goal get more. */
const GOAL_ORDERS = 2000;
const MIX_ORDERS = 7000;
const QUICK_ORDERS = 200;

const plain = { setting: 'standard', objective: 'landedCost' } as const;

export function fullGrid(): CellOptions[] {
  const cells: CellOptions[] = NODES.flatMap((nodes) =>
    DENSITIES.flatMap((density) =>
      LINES.map((lines) => ({
        nodes,
        lines,
        density,
        ...plain,
        orders: nodes === 1000 && lines <= 5 ? GOAL_ORDERS : GRID_ORDERS,
      })),
    ),
  );
  const mix = (changes: Partial<CellOptions>) =>
    MIX_DENSITIES.map((density) => ({
      ...plain,
      nodes: 1000,
      lines: 'mix' as const,
      density,
      orders: GOAL_ORDERS,
      ...changes,
    }));
  return [
    ...cells,
    ...mix({ orders: MIX_ORDERS }),
    ...mix({ objective: 'fillFirst' }),
    ...mix({ setting: 'freightHeavy' }),
    ...mix({ setting: 'fixedLight' }),
  ];
}

export function quickGrid(): CellOptions[] {
  const cells = [200, 1000].flatMap((nodes) =>
    [0.02, 0.3].flatMap((density) =>
      [1, 2, 5, 12].map((lines) => ({ nodes, lines, density, ...plain, orders: QUICK_ORDERS })),
    ),
  );
  return [...cells, { nodes: 1000, lines: 'mix', density: 0.1, ...plain, orders: 1000 }];
}

/** Enough SKUs that orders differ, few enough that the stock fits in memory: at most about two million positions. */
export function skusFor({ nodes, density }: { nodes: number; density: number }): number {
  return Math.max(400, Math.min(5000, Math.floor(2_000_000 / (nodes * density))));
}

/** `nodes=1000,lines=5,density=0.3` picks the cells that agree with every part; parts may be left out. */
export function pickCells(cells: readonly CellOptions[], only: string): CellOptions[] {
  const wanted = only.split(',').map((part) => part.split('='));
  for (const [key, value] of wanted) {
    if (value === undefined || !['nodes', 'lines', 'density', 'setting', 'objective'].includes(key)) {
      throw new Error(`--only ${only}: not a list of nodes=, lines=, density=, setting= and objective=.`);
    }
  }
  return cells.filter((cell) => wanted.every(([key, value]) => String(cell[key as keyof CellOptions]) === value));
}
