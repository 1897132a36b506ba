/** A run as Markdown for the README: all of 1,000 nodes, savings in all three price settings, and what the figures stand on. */
import {
  both,
  type Column,
  cells,
  dearer,
  machineLine,
  micros,
  notes,
  PROMISE_COLUMNS,
  PROMISE_LEGEND,
  percent,
  pooledUnprovenGap,
  shareRows,
  timesFloor,
  timesFloorP99,
  timesOurs,
  unprovenGap,
} from './figures';
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

const CARDS: readonly Column[] = [
  ['lines', ({ lines, model }) => `${lines}${model === 'cards' ? '' : ', limit'}`],
  ['density', ({ density }) => String(density)],
  ['floor', ({ floorUs }) => both(floorUs)],
  ['solve', ({ solveUs }) => both(solveUs)],
  ['× floor', timesFloor],
  ['p99 × p99', timesFloorP99],
  ['plan', ({ planUs }) => both(planUs)],
  ['proven', ({ provenShare }) => percent(provenShare, 2)],
  ['gap of the rest', unprovenGap],
  ['waterfall dearer', ({ peers }) => dearer(peers.waterfall)],
  ['good greedy dearer', ({ peers }) => dearer(peers.greedy)],
  ['greedy ×', ({ peers }) => timesOurs(peers.greedy)],
  ['HiGHS ×', ({ peers }) => timesOurs(peers.highs)],
];

const CARDS_MIX: readonly Column[] = [
  ['shipments', ({ model }) => (model === 'cards' ? 'any' : 'at most 1–3')],
  ['density', ({ density }) => String(density)],
  ['orders', ({ orders, class: name }) => `${orders.toLocaleString('en-US')}${name === 'all' ? '' : ` ${name}`}`],
  ['floor', ({ floorUs }) => both(floorUs)],
  ['solve', ({ solveUs }) => both(solveUs)],
  ['plan', ({ planUs }) => both(planUs)],
  ['proven', ({ provenShare }) => percent(provenShare, 2)],
  ['gap of the rest', unprovenGap],
  ['max gap', ({ maxGap }) => percent(maxGap, 2)],
  ['waterfall dearer', ({ peers }) => dearer(peers.waterfall)],
  ['good greedy dearer', ({ peers }) => dearer(peers.greedy)],
];

const CARDS_LEGEND =
  'Rate cards (model `cards`): made-up prices in the shape of a parcel carrier’s, 30 weight breaks in 7 zones, three services on three contracts each, ' +
  'fuel, volume weight, parcels of at most 30 kg and 120 l (`bench/carrier-card.ts`). The *floor* prices each candidate from tables by rate cell, ' +
  'made per order; greedy and waterfall see the true prices; HiGHS has a binary for every parcel count and break. *Gap of the rest*: mean over the ' +
  'orders that are not proven. *Light*: one parcel holds it all, and no quantity is above 9. *Limit*: at most 1–3 shipments, drawn per order.';

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
  const isCore = ({ model }: CellResult) => model === 'core';
  return [
    `Measured on ${machineLine(run)}. ${[LEGEND, ...notes(run)].join(' ')}`,
    '',
    '1,000 nodes, landed cost, standard prices:',
    '',
    ...table(cells(GRID, grid.filter(isCore))),
    '',
    'The real line mix (1–40 lines), 1,000 nodes:',
    '',
    ...table(cells(MIX, mix.filter(isCore))),
    ...cardTables(run, grid, mix),
    ...promiseTable(run),
  ].join('\n');
}

/** Nothing where no cell with cards was run. */
function cardTables(run: RunResult, grid: readonly CellResult[], mix: readonly CellResult[]): string[] {
  const hasCards = ({ model }: CellResult) => model !== 'core';
  const gap = pooledUnprovenGap(run);
  const shares = shareRows(run).map(({ name, orders, proven, asked }) => [name, orders, proven, asked]);
  if (!run.cells.some(hasCards)) return [];
  const rest = gap === null ? '' : ` Mean gap of the unproven orders of the mix without a limit: ${percent(gap, 2)}.`;
  return [
    '',
    `${CARDS_LEGEND}${rest}`,
    '',
    ...table([['orders with rate cards', 'measured', 'proven', 'asked'], ...shares]),
    '',
    'Rate cards, 1,000 nodes, landed cost, standard prices:',
    '',
    ...table(
      cells(
        CARDS,
        grid.filter((cell) => hasCards(cell) && cell.class === 'all'),
      ),
    ),
    '',
    'Rate cards, the real line mix, 1,000 nodes:',
    '',
    ...table(cells(CARDS_MIX, mix.filter(hasCards))),
  ];
}

/** Nothing where they were not measured. */
function promiseTable({ promises = [] }: RunResult): string[] {
  if (promises.length === 0) return [];
  return ['', 'Promises:', '', ...table(cells(PROMISE_COLUMNS, promises)), '', PROMISE_LEGEND];
}

function table([head, ...rows]: readonly (readonly string[])[]): string[] {
  const line = (row: readonly string[]) => `| ${row.join(' | ')} |`;
  return [line(head), line(head.map(() => '---:')), ...rows.map(line)];
}
