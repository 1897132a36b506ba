/**
 * `npm run bench`: our times beside the floor and the peers, cell by cell. Verified before timed: a plan that fails `verifyPlan`, or an
 * optimum that HiGHS does not confirm, fails the bench.
 *
 *   --quick             about a minute: fewer cells, no HiGHS
 *   --only nodes=1000,lines=5,density=0.3
 *   --orders 50         fewer (or more) orders a cell, for a first look
 *   --seed 1            another world
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Measured, measureCell, type OrderRecord, type Stage, setStage } from './cell';
import { FIRST_CALL_FLAG, measureFirstCall, printFirstCall } from './first-call';
import { type CellOptions, fullGrid, pickCells, quickGrid } from './grid';
import { floor } from './peers/floor';
import { createHighs } from './peers/highs';
import { endProgress, showProgress } from './progress';
import { type CellResult, PEERS, type PeerName, type PeerResult, type RunResult } from './results';
import { checkOptima, type Highs, type PeerRuns, runPeers, summarisePeer } from './rivals';
import { terminalReport } from './terminal';
import { type Quantiles, quantiles } from './timing';

const RESULTS = join('bench', 'results');

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      orders: { type: 'string' },
      seed: { type: 'string', default: '1' },
    },
  });
  const orders = values.orders === undefined ? undefined : Number(values.orders);
  const grid = (values.quick ? quickGrid() : fullGrid()).map((cell) =>
    orders === undefined ? cell : { ...cell, orders },
  );
  const cells = values.only === undefined ? grid : pickCells(grid, values.only);
  if (cells.length === 0) throw new Error('No cell of the grid agrees with --only.');
  const highs = values.quick ? null : await createHighs();
  const result: RunResult = {
    machine: `${cpus()[0]?.model ?? 'unknown processor'} × ${cpus().length}`,
    node: process.versions.node,
    commit: commit(),
    seed: Number(values.seed),
    cells: measureAll(cells, Number(values.seed), highs),
  };
  highs?.dispose();
  print(result);
}

function measureAll(cells: readonly CellOptions[], seed: number, highs: Highs | null): CellResult[] {
  const results: CellResult[] = [];
  let stage: Stage | undefined;
  cells.forEach((cell, nth) => {
    showProgress(
      `${nth + 1}/${cells.length}  ${cell.nodes} nodes, ${cell.lines} lines, density ${cell.density}, ${cell.setting}`,
    );
    if (stage === undefined || !sharesStage(stage, cell)) stage = setStage(cell, seed);
    const measured = measureCell(cell, stage, floor);
    const peers = runPeers(measured.records, stage, highs);
    checkOptima(peers);
    const firstCallUs = cell.nodes === 1000 && highs !== null ? measureFirstCall(cell, seed) : null;
    const classes = cell.lines === 'mix' ? (['all', 'light', 'heavy'] as const) : (['all'] as const);
    for (const name of classes) results.push(summarise(cell, name, measured, peers, firstCallUs));
  });
  endProgress();
  return results;
}

/** Cells that differ only in their orders stand on the same network and stock. */
function sharesStage({ options }: Stage, { nodes, density, setting, objective }: CellOptions): boolean {
  return (
    options.nodes === nodes &&
    options.density === density &&
    options.setting === setting &&
    options.objective === objective
  );
}

function summarise(
  cell: CellOptions,
  name: CellResult['class'],
  { records, coldUs }: Measured,
  peers: Record<PeerName, PeerRuns>,
  firstCallUs: Quantiles | null,
): CellResult {
  const keep = ({ isLight }: OrderRecord) => name === 'all' || isLight === (name === 'light');
  const kept = records.filter(keep);
  const results = PEERS.map((peer): [PeerName, PeerResult | null] => [peer, summarisePeer(peers[peer], keep)]);
  const notRun = results.flatMap(([peer, result]) =>
    result === null ? [[peer, peers[peer].reason ?? 'no order of this class']] : [],
  );
  return {
    nodes: cell.nodes,
    lines: cell.lines,
    density: cell.density,
    setting: cell.setting,
    model: 'core',
    objective: cell.objective,
    class: name,
    orders: kept.length,
    floorUs: quantiles(kept.map(({ floorUs }) => floorUs)),
    solveUs: quantiles(kept.map(({ solveUs }) => solveUs)),
    planUs: quantiles(kept.map(({ planUs }) => planUs)),
    coldUs: quantiles(coldUs),
    firstCallUs,
    steps: quantiles(kept.map(({ steps }) => steps)),
    provenShare: kept.filter(({ proven }) => proven).length / kept.length,
    maxGap: Math.max(...kept.map(({ gap }) => gap)),
    peers: Object.fromEntries(results) as CellResult['peers'],
    notRun: Object.fromEntries(notRun) as CellResult['notRun'],
  };
}

function print(result: RunResult): void {
  mkdirSync(RESULTS, { recursive: true });
  const file = join(RESULTS, `plan-${new Date().toISOString().replace(/[:.]/g, '-')}.json`);
  writeFileSync(file, `${JSON.stringify(result, null, 1)}\n`);
  console.log(terminalReport(result));
  console.log(`Results: ${file}`);
}

function commit(): string {
  const git = (...args: string[]) =>
    execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    return (
      git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain', '--', 'src', 'bench') === '' ? '' : '-dirty')
    );
  } catch {
    // No git, or no repository: a tarball can be measured too.
    return 'unknown';
  }
}

const firstCallAt = process.argv.indexOf(FIRST_CALL_FLAG);
if (firstCallAt >= 0) printFirstCall(process.argv[firstCallAt + 1]);
else await main();
