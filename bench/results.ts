/** The shape of a run's JSON. Times in microseconds. */
import type { Model } from './generator';
import type { Quantiles } from './timing';

export type PeerName = 'waterfall' | 'greedy' | 'highs' | 'yalps' | 'cbc';
export const PEERS: readonly PeerName[] = ['waterfall', 'greedy', 'highs', 'yalps', 'cbc'];

/** What a peer did on the first `orders` orders of a cell (that it can take). */
export interface PeerResult {
  readonly solveUs: Quantiles;
  /** What the same call costs on an empty model: subtract it before comparing. */
  readonly emptyModelUs?: number;
  readonly orders: number;
  /** Mean of (its cost − ours) ÷ ours, over orders of which it fills as much as we do. 0.01 = 1 % dearer. */
  readonly meanGap: number;
  /** Share of its orders in which it fills as much at the same cost. */
  readonly optimalShare: number;
  /** Why it did not run on all orders of the cell. */
  readonly reason?: string;
  /** Our own median on those same orders. */
  readonly ourSolveUs: number;
}

/** Inclusive. */
export const LINE_CLASSES = { '1–6': [1, 6], '7–8': [7, 8], '9–12': [9, 12], '13–40': [13, 40] } as const;
export type LineClass = keyof typeof LINE_CLASSES;

export interface ProvenCount {
  readonly orders: number;
  readonly proven: number;
}

export interface CellResult {
  readonly nodes: number;
  readonly lines: number | 'mix';
  readonly density: number;
  readonly setting: string;
  readonly model: Model;
  readonly objective: 'landedCost' | 'fillFirst';
  readonly class: 'all' | 'light' | 'heavy';
  readonly orders: number;
  readonly floorUs: Quantiles;
  readonly solveUs: Quantiles;
  readonly planUs: Quantiles;
  readonly coldUs: Quantiles;
  /** null: not measured in this cell. */
  readonly firstCallUs: Quantiles | null;
  readonly steps: Quantiles;
  /** Share of orders with every asked level proven optimal. */
  readonly provenShare: number;
  readonly maxGap: number;
  /** Mean gap of the orders that are not proven; null: all are. */
  readonly unprovenGap: number | null;
  /** Orders of the class by their lines: how many, and how many of them proven. */
  readonly byLines: Readonly<Record<LineClass, ProvenCount>>;
  /** null: the peer does not run in this cell; `notRun` says why. */
  readonly peers: Readonly<Record<PeerName, PeerResult | null>>;
  readonly notRun: Readonly<Partial<Record<PeerName, string>>>;
}

/** What a checkout and a listing page cost, in a dated world: see `promises.ts`. */
export interface PromiseResult {
  readonly nodes: number;
  readonly lines: number;
  readonly density: number;
  readonly carts: number;
  readonly floorUs: Quantiles;
  /** Every level, cheapest and earliest; destination and slot known. */
  readonly promiseUs: Quantiles;
  /** Three stores to collect at, cheapest and earliest. */
  readonly pickUpUs: Quantiles;
  /** Destination known, the instant in another slot; and destination never seen. */
  readonly slotUs: Quantiles;
  readonly coldUs: Quantiles;
  /** On one core. */
  readonly perSecond: number;
  readonly steps: Quantiles;
  readonly listing: {
    readonly items: number;
    readonly listings: number;
    readonly floorUs: Quantiles;
    readonly listUs: Quantiles;
    readonly coldUs: Quantiles;
  };
}

/** What rules cost that exclude nobody: see `rules.ts`. */
export interface RuleResult {
  readonly nodes: number;
  readonly lines: number;
  readonly density: number;
  readonly orders: number;
  readonly clauses: number;
  /** Destination known, without and with them. */
  readonly planUs: Quantiles;
  readonly ruledUs: Quantiles;
  /** Of the two, order by order; and to a destination never seen. */
  readonly ratio: Quantiles;
  readonly coldRatio: Quantiles;
}

export interface RunResult {
  readonly machine: string;
  readonly node: string;
  readonly commit: string;
  readonly seed: number;
  readonly cells: readonly CellResult[];
  /** Absent: not measured. */
  readonly promises?: readonly PromiseResult[];
  readonly rules?: readonly RuleResult[];
}
