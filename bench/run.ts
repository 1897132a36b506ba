/**
 * `npm run bench`: our times beside the floor and the peers, cell by cell. Verified before timed: a plan that fails `verifyPlan`, or an
 * optimum that HiGHS does not confirm, fails the bench.
 *
 *   --quick             about a minute: fewer cells, no HiGHS
 *   --only nodes=1000,lines=5,density=0.3 (also setting=, model=cards, objective=)
 *   --orders 50         fewer (or more) orders a cell, for a first look
 *   --rules             only what rules cost that exclude nobody (measured with this flag alone)
 *   --promise           only what a checkout and a listing page ask (without --only they are measured too)
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
import { Floor } from './peers/floor';
import { createHighs } from './peers/highs';
import { endProgress, showProgress } from './progress';
import { measurePromises, PROMISE_CELLS } from './promises';
import {
  type CellResult,
  LINE_CLASSES,
  type LineClass,
  PEERS,
  type PeerName,
  type PeerResult,
  type PromiseResult,
  type ProvenCount,
  type RuleResult,
  type RunResult,
} from './results';
import { checkOptima, type Highs, type PeerRuns, runPeers, summarisePeer } from './rivals';
import { measureRules, RULE_CELLS } from './rules';
import { terminalReport } from './terminal';
import { mean, type Quantiles, quantiles } from './timing';

const RESULTS = join('bench', 'results');

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      orders: { type: 'string' },
      promise: { type: 'boolean', default: false },
      rules: { type: 'boolean', default: false },
      seed: { type: 'string', default: '1' },
    },
  });
  const orders = values.orders === undefined ? undefined : Number(values.orders);
  const grid = (values.quick ? quickGrid() : fullGrid()).map((cell) =>
    orders === undefined ? cell : { ...cell, orders },
  );
  const picked = values.only === undefined ? grid : pickCells(grid, values.only);
  const cells = values.promise || values.rules ? [] : picked;
  if (picked.length === 0) throw new Error('No cell of the grid agrees with --only.');
  const highs = values.quick || values.promise || values.rules ? null : await createHighs();
  const seed = Number(values.seed);
  const result: RunResult = {
    machine: `${cpus()[0]?.model ?? 'unknown processor'} × ${cpus().length}`,
    node: process.versions.node,
    commit: commit(),
    seed,
    cells: measureAll(cells, seed, highs),
    ...(values.promise || (values.only === undefined && !values.rules) ? { promises: measureAllPromises(seed) } : {}),
    ...(values.rules ? { rules: measureAllRules(seed) } : {}),
  };
  highs?.dispose();
  print(result);
}

function measureAll(cells: readonly CellOptions[], seed: number, highs: Highs | null): CellResult[] {
  const results: CellResult[] = [];
  let stage: Stage | undefined;
  const floor = new Floor();
  cells.forEach((cell, nth) => {
    showProgress(
      `${nth + 1}/${cells.length}  ${cell.model}, ${cell.nodes} nodes, ${cell.lines} lines, density ${cell.density}, ${cell.setting}`,
    );
    if (stage === undefined || !sharesStage(stage, cell)) stage = setStage(cell, seed);
    const measured = measureCell(cell, stage, (problem) => floor.of(problem));
    const peers = runPeers(measured.records, stage, highs);
    checkOptima(peers);
    const firstCallUs = cell.nodes === 1000 && highs !== null ? measureFirstCall(cell, seed) : null;
    for (const name of classesOf(cell, measured)) results.push(summarise(cell, name, measured, peers, firstCallUs));
  });
  endProgress();
  return results;
}

function measureAllPromises(seed: number): PromiseResult[] {
  const results = PROMISE_CELLS.map((cell, nth) => {
    showProgress(
      `${nth + 1}/${PROMISE_CELLS.length}  promises, ${cell.nodes} nodes, ${cell.lines} lines, density ${cell.density}`,
    );
    return measurePromises(cell, seed);
  });
  endProgress();
  return results;
}

function measureAllRules(seed: number): RuleResult[] {
  const results = RULE_CELLS.map((cell, nth) => {
    showProgress(`${nth + 1}/${RULE_CELLS.length}  rules, ${cell.nodes} nodes, density ${cell.density}`);
    return measureRules(cell, seed);
  });
  endProgress();
  return results;
}

/** By class where it matters: in the mix, and with cards where orders of eight lines may be light or heavy. */
function classesOf({ lines, model }: CellOptions, { records }: Measured): CellResult['class'][] {
  if (lines !== 'mix' && (model === 'core' || lines < 8)) return ['all'];
  return (['all', 'light', 'heavy'] as const).filter((name) => records.some(isOfClass(name)));
}

function isOfClass(name: CellResult['class']): (record: OrderRecord) => boolean {
  return ({ isLight }) => name === 'all' || isLight === (name === 'light');
}

/** Cells that differ only in their orders stand on the same network and stock. */
function sharesStage({ options }: Stage, { nodes, density, setting, model, objective }: CellOptions): boolean {
  return (
    options.nodes === nodes &&
    options.density === density &&
    options.setting === setting &&
    options.model === model &&
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
  const keep = isOfClass(name);
  const kept = records.filter(keep);
  const unproven = kept.filter(({ proven }) => !proven);
  const results = PEERS.map((peer): [PeerName, PeerResult | null] => [peer, summarisePeer(peers[peer], keep)]);
  const notRun = results.flatMap(([peer, result]) =>
    result === null ? [[peer, peers[peer].reason ?? 'no order of this class']] : [],
  );
  return {
    nodes: cell.nodes,
    lines: cell.lines,
    density: cell.density,
    setting: cell.setting,
    model: cell.model,
    objective: cell.objective,
    class: name,
    orders: kept.length,
    floorUs: quantiles(kept.map(({ floorUs }) => floorUs)),
    solveUs: quantiles(kept.map(({ solveUs }) => solveUs)),
    planUs: quantiles(kept.map(({ planUs }) => planUs)),
    coldUs: quantiles(coldUs),
    firstCallUs,
    steps: quantiles(kept.map(({ steps }) => steps)),
    provenShare: 1 - unproven.length / kept.length,
    maxGap: Math.max(...kept.map(({ gap }) => gap)),
    unprovenGap: unproven.length === 0 ? null : mean(unproven.map(({ gap }) => gap)),
    byLines: countByLines(kept),
    peers: Object.fromEntries(results) as CellResult['peers'],
    notRun: Object.fromEntries(notRun) as CellResult['notRun'],
  };
}

function countByLines(records: readonly OrderRecord[]): CellResult['byLines'] {
  const counts = Object.entries(LINE_CLASSES).map(([name, [least, most]]): [string, ProvenCount] => {
    const inClass = records.filter(({ problem: { lines } }) => lines.length >= least && lines.length <= most);
    return [name, { orders: inClass.length, proven: inClass.filter(({ proven }) => proven).length }];
  });
  return Object.fromEntries(counts) as Record<LineClass, ProvenCount>;
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
