/** A run as Markdown for the README: all of 1,000 nodes, savings in all three price settings, and what the figures stand on. */
import { type Column, cells, dearer, machineLine, micros, notes, percent, timesFloor, timesOurs } from './figures';
import type { CellResult, RunResult } from './results';

const GRID: readonly Column[] = [
  ['lines', ({ lines }) => String(lines)],
  ['density', ({ density }) => String(density)],
  ['floor', ({ floorUs }) => micros(floorUs.p50)],
  ['solve', ({ solveUs }) => both(solveUs)],
  ['× floor', timesFloor],
  ['plan', ({ planUs }) => both(planUs)],
  ['cold', ({ coldUs }) => micros(coldUs.p50)],
  ['proven', ({ provenShare }) => percent(provenShare, 2)],
  ['waterfall dearer', ({ peers }) => dearer(peers.waterfall)],
  ['good greedy dearer', ({ peers }) => dearer(peers.greedy)],
  ['greedy ×', ({ peers }) => timesOurs(peers.greedy)],
  ['HiGHS ×', ({ peers }) => timesOurs(peers.highs)],
  ['YALPS ×', ({ peers }) => timesOurs(peers.yalps)],
];

const MIX: readonly Column[] = [
  ['objective', ({ objective }) => objective],
  ['prices', ({ setting }) => setting],
  ['density', ({ density }) => String(density)],
  ['orders', ({ orders, class: name }) => `${orders.toLocaleString('en-US')}${name === 'all' ? '' : ` ${name}`}`],
  ['solve', ({ solveUs }) => both(solveUs)],
  ['plan', ({ planUs }) => both(planUs)],
  ['proven', ({ provenShare }) => percent(provenShare, 3)],
  ['max gap', ({ maxGap }) => percent(maxGap, 2)],
  ['waterfall dearer', ({ peers }) => dearer(peers.waterfall)],
  ['good greedy dearer', ({ peers }) => dearer(peers.greedy)],
];

const LEGEND =
  'Times in µs, p50 / p99 or p50; every plan was verified before it was timed. *Floor*: reading the stock rows and costing each candidate once. ' +
  '*Solve*: numbers in, numbers and proof out. *Plan*: order object in, plan JSON out. *Cold*: a destination never seen, and only the order’s own ' +
  'positions. *Dearer*: mean extra cost of the peer’s plans. *×*: its median time ÷ ours on the same orders (HiGHS and YALPS: at most 10 ' +
  'orders a cell, making the model not counted). –: not run.';

export function markdown(run: RunResult): string {
  const grid = run.cells.filter(({ nodes, lines, setting, objective }) => {
    return nodes === 1000 && lines !== 'mix' && setting === 'standard' && objective === 'landedCost';
  });
  const mix = run.cells.filter(({ lines }) => lines === 'mix');
  return [
    `Measured on ${machineLine(run)}. ${[LEGEND, ...notes(run)].join(' ')}`,
    '',
    '1,000 nodes, landed cost, standard prices:',
    '',
    ...table(cells(GRID, grid)),
    '',
    'The real line mix (1–40 lines), 1,000 nodes:',
    '',
    ...table(cells(MIX, mix)),
  ].join('\n');
}

function table([head, ...rows]: readonly (readonly string[])[]): string[] {
  const line = (row: readonly string[]) => `| ${row.join(' | ')} |`;
  return [line(head), line(head.map(() => '---:')), ...rows.map(line)];
}

function both({ p50, p99 }: CellResult['solveUs']): string {
  return `${micros(p50)} / ${micros(p99)}`;
}
