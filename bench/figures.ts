/** How the figures of a cell are written, in the terminal and in Markdown alike. A column is a title and what it shows. */
import type { CellResult, PeerResult, RunResult } from './results';
import { quantiles } from './timing';

export type Column = readonly [title: string, show: (cell: CellResult) => string];

export function cells(columns: readonly Column[], results: readonly CellResult[]): string[][] {
  return [columns.map(([title]) => title), ...results.map((cell) => columns.map(([, show]) => show(cell)))];
}

export function machineLine({ machine, node, commit, seed }: RunResult): string {
  return `${machine}, Node.js ${node}, commit ${commit}, seed ${seed}`;
}

/** What the columns do not say: how much of the real mix is proven, and what was subtracted from HiGHS. */
export function notes({ cells }: RunResult): string[] {
  const lines: string[] = [];
  const pooled = pooledProvenShare(cells);
  if (pooled !== null) {
    const orders = pooled.orders.toLocaleString('en-US');
    lines.push(
      `Real line mix, landed cost, standard prices: ${percent(pooled.share, 3)} of ${orders} orders proven optimal.`,
    );
  }
  const empty = cells.flatMap(({ peers }) => peers.highs?.emptyModelUs ?? []);
  if (empty.length > 0)
    lines.push(`HiGHS takes ${micros(quantiles(empty).p50)} µs on an empty model, which is subtracted.`);
  return lines;
}

/** Share of orders proven in every asked level, over the landed-cost cells of the real mix in the standard setting. */
export function pooledProvenShare(results: readonly CellResult[]): { orders: number; share: number } | null {
  const pool = results.filter(
    (cell) =>
      cell.lines === 'mix' && cell.class === 'all' && cell.setting === 'standard' && cell.objective === 'landedCost',
  );
  const orders = pool.reduce((sum, cell) => sum + cell.orders, 0);
  if (orders === 0) return null;
  return { orders, share: pool.reduce((sum, cell) => sum + cell.orders * cell.provenShare, 0) / orders };
}

export function micros(value: number): string {
  if (value < 10) return value.toFixed(value < 1 ? 2 : 1);
  return Math.round(value).toLocaleString('en-US');
}

export function timesFloor({ solveUs, floorUs }: CellResult): string {
  return (solveUs.p50 / floorUs.p50).toFixed(1);
}

export function percent(share: number, digits: number): string {
  return `${(100 * share).toFixed(digits)} %`;
}

/** How much dearer the peer's plans are. */
export function dearer(peer: PeerResult | null): string {
  return peer === null ? '–' : percent(peer.meanGap, 1);
}

/** Its median time over ours on the same orders, the empty model's time subtracted. */
export function timesOurs(peer: PeerResult | null): string {
  if (peer === null) return '–';
  const value = Math.max(0, peer.solveUs.p50 - (peer.emptyModelUs ?? 0)) / peer.ourSolveUs;
  return value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en-US');
}
