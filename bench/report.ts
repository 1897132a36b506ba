/** A run as a table for the terminal and as Markdown for the README. */
import type { CellResult, PeerResult, RunResult } from './results';

export function machineLine({ machine, node, commit, seed }: RunResult): string {
  return `${machine}, Node.js ${node}, commit ${commit}, seed ${seed}`;
}

const HEAD = [
  'nodes',
  'lines',
  'density',
  '',
  'floor',
  'solve',
  'p99',
  '× floor',
  'plan',
  'p99',
  'cold',
  'first',
  'steps',
  'proven',
  'max gap',
  'waterfall',
  'greedy',
  'its time',
  'HiGHS',
  'YALPS',
  'CBC',
];

/** Times in µs, medians where no p99 is said. Peers: how much dearer (`waterfall`, `greedy`), and how many times our time. */
export function terminalTable(cells: readonly CellResult[]): string {
  return align([HEAD, ...cells.map(row)]);
}

function row(cell: CellResult): string[] {
  const { peers, setting, objective } = cell;
  const special = [setting === 'standard' ? '' : setting, objective === 'landedCost' ? '' : objective];
  return [
    String(cell.nodes),
    String(cell.lines),
    String(cell.density),
    [...special, cell.class === 'all' ? '' : cell.class].filter((word) => word !== '').join(' '),
    micros(cell.floorUs.p50),
    micros(cell.solveUs.p50),
    micros(cell.solveUs.p99),
    ratio(cell.solveUs.p50 / cell.floorUs.p50),
    micros(cell.planUs.p50),
    micros(cell.planUs.p99),
    micros(cell.coldUs.p50),
    cell.firstCallUs === null ? '–' : micros(cell.firstCallUs.p50),
    micros(cell.steps.p50),
    percent(cell.provenShare, 2),
    percent(cell.maxGap, 2),
    gap(peers.waterfall),
    gap(peers.greedy),
    times(peers.greedy),
    times(peers.highs),
    times(peers.yalps),
    times(peers.cbc),
  ];
}

/** What the README shows: all of 1,000 nodes, savings in all three settings, and what the figures stand on. */
export function markdown(run: RunResult): string {
  const grid = run.cells.filter(({ nodes, lines, setting, objective }) => {
    return nodes === 1000 && lines !== 'mix' && setting === 'standard' && objective === 'landedCost';
  });
  const mix = run.cells.filter(({ lines }) => lines === 'mix');
  const peers =
    '“dearer”: mean extra cost of the peer’s plans. “×”: its median time ÷ ours on the same orders (HiGHS and YALPS: at most 10 orders a cell, model building not counted, HiGHS’ time on an empty model subtracted; –: not run).';
  return [
    `Measured on ${machineLine(run)}. Times in µs, p50 / p99; every plan was verified first. ${peers}`,
    '',
    '1,000 nodes:',
    '',
    ...table(
      [
        'lines',
        'density',
        'floor',
        'solve',
        '× floor',
        'plan',
        'proven',
        'waterfall dearer',
        'good greedy dearer',
        'HiGHS ×',
        'YALPS ×',
      ],
      grid.map((cell) => [
        String(cell.lines),
        String(cell.density),
        micros(cell.floorUs.p50),
        both(cell.solveUs),
        ratio(cell.solveUs.p50 / cell.floorUs.p50),
        both(cell.planUs),
        percent(cell.provenShare, 2),
        gap(cell.peers.waterfall),
        gap(cell.peers.greedy),
        times(cell.peers.highs),
        times(cell.peers.yalps),
      ]),
    ),
    '',
    'The real line mix (1–40 lines), 1,000 nodes:',
    '',
    ...table(
      [
        'objective',
        'prices',
        'density',
        'orders',
        'class',
        'solve',
        'plan',
        'proven',
        'waterfall dearer',
        'good greedy dearer',
      ],
      mix.map((cell) => [
        cell.objective,
        cell.setting,
        String(cell.density),
        cell.orders.toLocaleString('en-US'),
        cell.class,
        both(cell.solveUs),
        both(cell.planUs),
        percent(cell.provenShare, 3),
        gap(cell.peers.waterfall),
        gap(cell.peers.greedy),
      ]),
    ),
  ].join('\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---:')), ...rows.map(line)];
}

/** Share of orders proven in every asked level, over the landed-cost cells of the real mix in the standard setting. */
export function pooledProvenShare(cells: readonly CellResult[]): { orders: number; share: number } | null {
  const pool = cells.filter(
    (cell) =>
      cell.lines === 'mix' && cell.class === 'all' && cell.setting === 'standard' && cell.objective === 'landedCost',
  );
  const orders = pool.reduce((sum, cell) => sum + cell.orders, 0);
  if (orders === 0) return null;
  return { orders, share: pool.reduce((sum, cell) => sum + cell.orders * cell.provenShare, 0) / orders };
}

function align(rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((cells) => cells[column].length)));
  return rows.map((cells) => cells.map((cell, column) => cell.padStart(widths[column])).join('  ')).join('\n');
}

function both({ p50, p99 }: { p50: number; p99: number }): string {
  return `${micros(p50)} / ${micros(p99)}`;
}

function micros(value: number): string {
  if (value < 10) return value.toFixed(value < 1 ? 2 : 1);
  return Math.round(value).toLocaleString('en-US');
}

function ratio(value: number): string {
  return value.toFixed(1);
}

function percent(share: number, digits: number): string {
  return `${(100 * share).toFixed(digits)} %`;
}

function gap(peer: PeerResult | null): string {
  return peer === null ? '–' : percent(peer.meanGap, 1);
}

/** Its median time over ours on the same orders, the empty model's time subtracted. */
function times(peer: PeerResult | null): string {
  if (peer === null) return '–';
  const value = Math.max(0, peer.solveUs.p50 - (peer.emptyModelUs ?? 0)) / peer.ourSolveUs;
  return value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en-US');
}
