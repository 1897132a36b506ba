/** A run as a table for the terminal. */
import {
  type Column,
  cells,
  dearer,
  machineLine,
  micros,
  notes,
  PROMISE_COLUMNS,
  percent,
  RULE_COLUMNS,
  shareRows,
  timesFloor,
  timesFloorP99,
  timesOurs,
  unprovenGap,
} from './figures';
import type { CellResult, RunResult } from './results';

const COLUMNS: readonly Column[] = [
  ['nodes', ({ nodes }) => String(nodes)],
  ['lines', ({ lines }) => String(lines)],
  ['density', ({ density }) => String(density)],
  ['', special],
  ['floor', ({ floorUs }) => micros(floorUs.p50)],
  ['solve', ({ solveUs }) => micros(solveUs.p50)],
  ['p99', ({ solveUs }) => micros(solveUs.p99)],
  ['× floor', timesFloor],
  ['p99 × p99', timesFloorP99],
  ['plan', ({ planUs }) => micros(planUs.p50)],
  ['p99', ({ planUs }) => micros(planUs.p99)],
  ['cold', ({ coldUs }) => micros(coldUs.p50)],
  ['first', ({ firstCallUs }) => (firstCallUs === null ? '–' : micros(firstCallUs.p50))],
  ['steps', ({ steps }) => micros(steps.p50)],
  ['proven', ({ provenShare }) => percent(provenShare, 2)],
  ['gap of rest', unprovenGap],
  ['max gap', ({ maxGap }) => percent(maxGap, 2)],
  ['waterfall', ({ peers }) => dearer(peers.waterfall)],
  ['its time', ({ peers }) => timesOurs(peers.waterfall)],
  ['greedy', ({ peers }) => dearer(peers.greedy)],
  ['its time', ({ peers }) => timesOurs(peers.greedy)],
  ['HiGHS', ({ peers }) => timesOurs(peers.highs)],
  ['YALPS', ({ peers }) => timesOurs(peers.yalps)],
  ['CBC', ({ peers }) => timesOurs(peers.cbc)],
];

/** What is not as in most cells. */
function special({ setting, model, objective, class: name }: CellResult): string {
  const words = [
    model === 'core' ? '' : model,
    setting === 'standard' ? '' : setting,
    objective === 'landedCost' ? '' : objective,
  ];
  return [...words, name === 'all' ? '' : name].filter((word) => word !== '').join(' ');
}

export function terminalReport(run: RunResult): string {
  const { promises = [], rules = [] } = run;
  return [
    ...(run.cells.length > 0 ? [...align(cells(COLUMNS, run.cells)), ''] : []),
    ...(promises.length > 0 ? [...align(cells(PROMISE_COLUMNS, promises)), ''] : []),
    ...(rules.length > 0 ? [...align(cells(RULE_COLUMNS, rules)), ''] : []),
    machineLine(run),
    ...notes(run),
    ...shareRows(run).map(
      ({ name, asked, orders, proven }) => `Cards, ${name}: ${proven} of ${orders} proven, asked ${asked}`,
    ),
    'Times in µs, medians unless p99. Waterfall, greedy: how much dearer. Its time, HiGHS, YALPS, CBC: times ours, on the same orders.',
  ].join('\n');
}

function align(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) => row.map((cell, column) => cell.padStart(widths[column])).join('  '));
}
