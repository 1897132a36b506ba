import { createRouter } from 'order-sourcing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pooledProvenShare } from '../bench/figures';
import { generateWorld } from '../bench/generator';
import { fullGrid, pickCells, quickGrid } from '../bench/grid';
import { markdown } from '../bench/markdown';
import { floor } from '../bench/peers/floor';
import { Greedy } from '../bench/peers/greedy';
import { createHighs } from '../bench/peers/highs';
import { type Part, priceParts } from '../bench/peers/price';
import { Waterfall } from '../bench/peers/waterfall';
import { solveWithYalps } from '../bench/peers/yalps';
import type { CellResult, RunResult } from '../bench/results';
import { createScratch, prepare, solve } from '../bench/seam';
import { terminalReport } from '../bench/terminal';
import { quantiles, timeEach } from '../bench/timing';
import type { Problem } from '../src/splitting/problem';

const world = generateWorld({ seed: 3, nodes: 60, skus: 80, density: 0.15, orders: 40, lines: 'mix' });
const planner = createRouter({ network: world.network, rules: world.rules }).withInventory(world.positions);
const problems = world.orders.map(({ order, asOf }) => prepare(planner, order, asOf));
const answers = problems.map((problem) => solve(problem, createScratch()));

function costOf(problem: Problem, parts: readonly Part[]): number {
  const { shippedMilli, unfilledMilli } = priceParts(problem, parts);
  return shippedMilli + unfilledMilli;
}

describe('the peers of the bench', () => {
  let highs: Awaited<ReturnType<typeof createHighs>>;
  beforeAll(async () => {
    highs = await createHighs();
  });
  afterAll(() => highs.dispose());

  test('one price list: it gives the cost that our plans state', () => {
    world.orders.forEach(({ order, asOf }, index) => {
      const { exact } = planner.plan(order, { asOf }).cost;
      expect(costOf(problems[index], answers[index].parts)).toBe(exact);
    });
  });

  test('HiGHS and YALPS find exactly our optimum', () => {
    for (let index = 0; index < 12; index += 1) {
      const ours = costOf(problems[index], answers[index].parts);
      expect(costOf(problems[index], highs.solve(problems[index]).parts)).toBe(ours);
      const yalps = solveWithYalps(problems[index]);
      if (yalps !== null) expect(costOf(problems[index], yalps.parts)).toBe(ours);
    }
  });

  test('greedy and waterfall make plans that are allowed, and never cheaper than a proven one', () => {
    const greedy = new Greedy();
    const waterfall = new Waterfall(world.positions);
    problems.forEach((problem, index) => {
      const best = costOf(problem, answers[index].parts);
      if (!answers[index].levels.every(({ optimal }) => optimal)) return;
      expect(costOf(problem, greedy.plan(problem))).toBeGreaterThanOrEqual(best);
      expect(costOf(problem, waterfall.plan(world.orders[index].order, problem))).toBeGreaterThanOrEqual(best);
    });
  });

  test('greedy and waterfall fill whatever stock there is when asked to fill first', () => {
    const greedy = new Greedy();
    const waterfall = new Waterfall(world.positions);
    problems.forEach((problem, index) => {
      const least = problem.lines.reduce((sum, { units, rowUnits, rowStart, rowEnd }) => {
        const stock = rowUnits.subarray(rowStart, rowEnd).reduce((total, at) => total + at, 0);
        return sum + Math.max(0, units - stock);
      }, 0);
      expect(priceParts(problem, greedy.plan(problem, true)).unfilledUnits).toBe(least);
      expect(priceParts(problem, waterfall.plan(world.orders[index].order, problem)).unfilledUnits).toBe(least);
    });
  });

  test('a plan that takes more than there is has no price', () => {
    const [problem] = problems;
    const [part] = answers[0].parts;
    expect(() => priceParts(problem, [{ ...part, units: 1000 }])).toThrow('Not a plan');
    expect(() => priceParts(problem, [{ ...part, units: 0.5 }])).toThrow('Not a plan');
  });

  test('the floor of an order of one unit is its optimum', () => {
    problems.forEach((problem, index) => {
      if (problem.lines.length > 1 || problem.lines[0].units > 1) return;
      expect(floor(problem)).toBe(costOf(problem, answers[index].parts));
    });
  });
});

describe('the figures of the bench', () => {
  test('quantiles are nearest ranks', () => {
    const values = Array.from({ length: 200 }, (_, index) => 200 - index);
    expect(quantiles(values)).toEqual({ p50: 100, p99: 198 });
    expect(quantiles([7])).toEqual({ p50: 7, p99: 7 });
    expect(() => quantiles([])).toThrow('nothing');
  });

  test('every item is timed, at its best', () => {
    const times = timeEach([1, 2, 3], (item) => Math.sqrt(item), 2);
    expect(times).toHaveLength(3);
    expect(Math.min(...times)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...times)).toBeLessThan(1e5);
  });

  test('the grid is the one of the measuring rules, and --only picks from it', () => {
    const grid = fullGrid();
    const pooled = grid.filter(({ lines, objective, setting }) => {
      return lines === 'mix' && objective === 'landedCost' && setting === 'standard';
    });
    expect(grid.filter(({ lines }) => lines !== 'mix')).toHaveLength(4 * 8 * 4);
    expect(pooled.reduce((sum, { orders }) => sum + orders, 0)).toBeGreaterThanOrEqual(20_000);
    expect(Math.min(...grid.map(({ orders }) => orders))).toBeGreaterThanOrEqual(400);
    expect(pickCells(grid, 'nodes=1000,lines=5,density=0.3')).toHaveLength(1);
    expect(pickCells(quickGrid(), 'lines=mix')).toHaveLength(1);
    expect(() => pickCells(grid, 'node=5')).toThrow('--only');
  });

  test('the tables show every cell, and a dash where a peer did not run', () => {
    const run: RunResult = { machine: 'm', node: '20', commit: 'c', seed: 1, cells: [cell(5, 0.5), cell('mix', 0.75)] };
    const [head, five, mix] = terminalReport(run).split('\n');
    expect(head).toContain('× floor');
    expect(five).toMatch(/^ +1000 +5 +0.1 .* –$/);
    expect(mix).toContain('75.00 %');
    expect(markdown(run)).toContain(
      '| 5 | 0.1 | 2.0 | 10 / 40 | 5.0 | 20 / 60 | 300 | 50.00 % | – | 1.0 % | 0.5 | 90 | – |',
    );
    expect(pooledProvenShare(run.cells)).toEqual({ orders: 100, share: 0.75 });
  });
});

function cell(lines: number | 'mix', provenShare: number): CellResult {
  const same = (p50: number, p99: number) => ({ p50, p99 });
  const peer = { orders: 10, meanGap: 0.01, optimalShare: 0.5, ourSolveUs: 10 };
  return {
    nodes: 1000,
    lines,
    density: 0.1,
    setting: 'standard',
    model: 'core',
    objective: 'landedCost',
    class: 'all',
    orders: 100,
    floorUs: same(2, 3),
    solveUs: same(10, 40),
    planUs: same(20, 60),
    coldUs: same(300, 400),
    firstCallUs: null,
    steps: same(100, 200),
    provenShare,
    maxGap: 0.02,
    peers: {
      waterfall: null,
      greedy: { ...peer, solveUs: same(5, 9) },
      highs: { ...peer, solveUs: same(1000, 2000), emptyModelUs: 100 },
      yalps: null,
      cbc: null,
    },
    notRun: { waterfall: 'a test', yalps: 'a test', cbc: 'a test' },
  };
}
