/** Which worlds and which orders are measured. */
import type { Model } from './generator';
import type { Setting } from './prices';

export interface CellOptions {
  readonly nodes: number;
  readonly lines: number | 'mix';
  readonly density: number;
  readonly setting: Setting;
  readonly model: Model;
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
const CARD_LINES = [1, 2, 3, 5, 8, 12];

const plain = { setting: 'standard', objective: 'landedCost', model: 'core' } as const;
const cards = { ...plain, nodes: 1000, model: 'cards' } as const;

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
  return [
    ...cells,
    ...mix({ orders: MIX_ORDERS }),
    ...mix({ objective: 'fillFirst' }),
    ...mix({ setting: 'freightHeavy' }),
    ...mix({ setting: 'fixedLight' }),
    ...cardsGrid(),
  ];
}

/** Rates by weight breaks. With eight lines there are many orders, and a limit too: the share of those proven is a goal of its own. */
function cardsGrid(): CellOptions[] {
  const cells: CellOptions[] = MIX_DENSITIES.flatMap((density) =>
    CARD_LINES.map((lines) => ({ ...cards, lines, density, orders: lines <= 8 ? GOAL_ORDERS : GRID_ORDERS })),
  );
  const limited = MIX_DENSITIES.map((density) => ({
    ...cards,
    model: 'cards+k' as const,
    lines: 8,
    density,
    orders: GOAL_ORDERS,
  }));
  return [
    ...cells,
    ...mix({ model: 'cards', orders: MIX_ORDERS }),
    ...limited,
    ...mix({ model: 'cards+k', orders: MIX_ORDERS }),
  ];
}

function mix(changes: Partial<CellOptions>): CellOptions[] {
  return MIX_DENSITIES.map((density) => ({
    ...plain,
    nodes: 1000,
    lines: 'mix',
    density,
    orders: GOAL_ORDERS,
    ...changes,
  }));
}

export function quickGrid(): CellOptions[] {
  const cells = [200, 1000].flatMap((nodes) =>
    [0.02, 0.3].flatMap((density) =>
      [1, 2, 5, 12].map((lines) => ({ nodes, lines, density, ...plain, orders: QUICK_ORDERS })),
    ),
  );
  return [
    ...cells,
    { nodes: 1000, lines: 'mix', density: 0.1, ...plain, orders: 1000 },
    { ...cards, lines: 3, density: 0.1, orders: QUICK_ORDERS },
    { ...cards, lines: 'mix', density: 0.1, orders: 500 },
  ];
}

/** Enough SKUs that orders differ, few enough that the stock fits in memory: at most about two million positions. */
export function skusFor({ nodes, density }: { nodes: number; density: number }): number {
  return Math.max(400, Math.min(5000, Math.floor(2_000_000 / (nodes * density))));
}

/** `nodes=1000,lines=5,density=0.3` picks the cells that agree with every part; parts may be left out. */
export function pickCells(cells: readonly CellOptions[], only: string): CellOptions[] {
  const wanted = only.split(',').map((part) => part.split('='));
  for (const [key, value] of wanted) {
    if (value === undefined || !['nodes', 'lines', 'density', 'setting', 'model', 'objective'].includes(key)) {
      throw new Error(`--only ${only}: not a list of nodes=, lines=, density=, setting=, model= and objective=.`);
    }
  }
  return cells.filter((cell) => wanted.every(([key, value]) => String(cell[key as keyof CellOptions]) === value));
}
