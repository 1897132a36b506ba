import { createRouter } from 'order-sourcing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pooledProven, shareRows } from '../bench/figures';
import { generateWorld, MODELS } from '../bench/generator';
import { fullGrid, pickCells, quickGrid } from '../bench/grid';
import { markdown } from '../bench/markdown';
import { Floor } from '../bench/peers/floor';
import { CellPrices, emptyLoad } from '../bench/peers/freight';
import { Greedy } from '../bench/peers/greedy';
import { createHighs } from '../bench/peers/highs';
import { type Part, priceParts } from '../bench/peers/price';
import { Waterfall } from '../bench/peers/waterfall';
import { solveWithYalps } from '../bench/peers/yalps';
import { measurePromises, promiseFloor } from '../bench/promises';
import type { CellResult, RunResult } from '../bench/results';
import { measureRules } from '../bench/rules';
import { createScratch, prepare, solve } from '../bench/seam';
import { terminalReport } from '../bench/terminal';
import { quantiles, timeEach } from '../bench/timing';
import type { FreightCells, Problem } from '../src/splitting/problem';

function costOf(problem: Problem, parts: readonly Part[]): number {
  const { shippedMilli, unfilledMilli } = priceParts(problem, parts);
  return shippedMilli + unfilledMilli;
}

describe.each(MODELS)('the peers of the bench, model %s', (model) => {
  const world = generateWorld({ seed: 3, nodes: 60, skus: 80, density: 0.15, orders: 40, lines: 'mix', model });
  const planner = createRouter({ network: world.network, rules: world.rules }).withInventory(world.positions);
  const problems = world.orders.map(({ order, asOf }) => prepare(planner, order, asOf));
  const answers = problems.map((problem) => solve(problem, createScratch()));
  const isProven = (index: number) => answers[index].levels.every(({ optimal }) => optimal);
  let highs: Awaited<ReturnType<typeof createHighs>>;
  beforeAll(async () => {
    highs = await createHighs();
  });
  afterAll(() => highs.dispose());

  test('one price list: it gives the cost and the parcels that our plans state', () => {
    world.orders.forEach(({ order, asOf }, index) => {
      const { cost, shipments } = planner.plan(order, { asOf });
      expect(costOf(problems[index], answers[index].parts)).toBe(cost.exact);
      const parcels = shipments.reduce((sum, shipment) => sum + shipment.parcels, 0);
      expect(priceParts(problems[index], answers[index].parts).parcels).toBe(parcels);
    });
  });

  test('HiGHS and YALPS find exactly our optimum', () => {
    let compared = 0;
    for (let index = 0; index < 12; index += 1) {
      // A binary for every break of every source: only small orders are quick.
      if (model !== 'core' && problems[index].lines.length > 2) continue;
      const ours = costOf(problems[index], answers[index].parts);
      const theirs = highs.solve(problems[index]);
      if (theirs === null) continue;
      compared += 1;
      expect(costOf(problems[index], theirs.parts)).toBe(ours);
      const yalps = model === 'core' ? solveWithYalps(problems[index]) : null;
      if (yalps !== null) expect(costOf(problems[index], yalps.parts)).toBe(ours);
    }
    expect(compared).toBeGreaterThanOrEqual(5);
  });

  test('greedy and waterfall make plans that are allowed, and never cheaper than a proven one', () => {
    const greedy = new Greedy();
    const waterfall = new Waterfall(world.positions);
    problems.forEach((problem, index) => {
      const best = costOf(problem, answers[index].parts);
      if (!isProven(index)) return;
      expect(costOf(problem, greedy.plan(problem))).toBeGreaterThanOrEqual(best);
      if (model === 'cards+k') return;
      expect(costOf(problem, waterfall.plan(world.orders[index].order, problem))).toBeGreaterThanOrEqual(best);
    });
  });

  test('greedy and waterfall fill whatever stock there is when asked to fill first', () => {
    // A limit on shipments leaves more unfilled than the stock does.
    if (model === 'cards+k') return;
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
    expect(() => priceParts({ ...problem, maxShipments: 0 }, [part])).toThrow('Not a plan');
  });

  test('the floor of an order of one unit is its optimum', () => {
    const floor = new Floor();
    problems.forEach((problem, index) => {
      if (problem.lines.length > 1 || problem.lines[0].units > 1) return;
      expect(floor.of(problem)).toBe(costOf(problem, answers[index].parts));
    });
  });

  test('the floor prices every candidate with its whole load', () => {
    const floor = new Floor();
    for (const problem of problems) {
      const cheapest = problem.lines.map((line, index) => {
        const entries = Array.from({ length: line.rowEnd - line.rowStart }, (_, at) => line.rowStart + at);
        const costs = entries.flatMap((entry) => {
          const node = line.rowNode[entry];
          const units = Math.min(line.units, line.rowUnits[entry]);
          const [first, end] = [problem.nodeSourceStart[node], problem.nodeSourceStart[node + 1]];
          const sources = Array.from({ length: end - first }, (_, at) => first + at);
          return sources
            .filter((source) => units > 0 && problem.columns.usable[source] === 1)
            .map((source) => priceParts(problem, [{ line: index, source, units }]).shippedMilli);
        });
        return Math.min(...costs);
      });
      expect(floor.of(problem)).toBe(cheapest.reduce((sum, milli) => sum + milli, 0));
    }
  });
});

describe('the freight of the peers', () => {
  const none = Float64Array.of(0);
  const infinite = Float64Array.of(Number.POSITIVE_INFINITY);
  const cells: FreightCells = {
    cells: 1,
    breakStart: Int32Array.of(0, 3),
    breakGrams: Float64Array.of(1000, 2000, 4000),
    breakMilli: Float64Array.of(500_000, 700_000, 2_000_000),
    base: none,
    gram: none,
    minimum: none,
    fuel: none,
    extra: none,
    step: Float64Array.of(1),
    divisor: Float64Array.of(5000),
    parcelGrams: infinite,
    parcelCm3: infinite,
    oversizeMm: infinite,
    oversizeGrams: infinite,
    oversizeExtra: none,
    oversizeOnce: none,
  };
  const load = (grams: number, cm3: number, units: number) => ({ ...emptyLoad(), grams, cm3, units });

  test.each([
    ['at a break', load(1000, 0, 1), 500_000, 1],
    ['one gram above it', load(1001, 0, 1), 700_000, 1],
    ['volume at a break', load(1, 5000, 1), 500_000, 1],
    ['one cm³ above it', load(1, 5001, 1), 700_000, 1],
    ['two parcels are cheaper than one', load(4000, 0, 2), 1_400_000, 2],
    ['but not of one unit', load(4000, 0, 1), 2_000_000, 1],
    ['more than the last break holds: three of 1,334 g, not five of 801 g', load(4001, 0, 5), 2_100_000, 3],
  ])('%s', (_, contents, milli, parcels) => {
    const prices = CellPrices.of(cells);
    expect([prices.milli(0, contents), prices.parcels(0, contents)]).toEqual([milli, parcels]);
  });

  test('a linear rate rounds fuel half-up, after the minimum; surcharges come on top', () => {
    const linear: FreightCells = {
      ...cells,
      breakStart: Int32Array.of(0, 0),
      base: Float64Array.of(100_000),
      gram: Float64Array.of(7),
      minimum: Float64Array.of(100_050),
      fuel: Float64Array.of(14_500),
      extra: Float64Array.of(300),
      oversizeMm: Float64Array.of(1000),
      oversizeExtra: Float64Array.of(20),
      oversizeOnce: Float64Array.of(1),
    };
    const prices = CellPrices.of(linear);
    expect(prices.milli(0, load(1, 0, 1))).toBe(114_557 + 300); // 100,050 × 1.145 = 114,557.25
    expect(prices.milli(0, load(11, 0, 1))).toBe(114_588 + 300); // 100,077 × 1.145 = 114,588.165
    expect(prices.milli(0, load(10, 0, 1))).toBe(114_580 + 300); // 100,070 × 1.145 = 114,580.15
    expect(prices.milli(0, { ...load(1, 0, 1), longestMm: 1001 })).toBe(114_557 + 321);
  });
});

describe('rules that exclude nobody', () => {
  test('are measured beside a document without them, once no plan differs', () => {
    const result = measureRules({ nodes: 30, skus: 20, density: 0.3, lines: 2, orders: 4 }, 3);
    expect(result.clauses).toBe(20);
    const run: RunResult = { machine: 'm', node: '20', commit: 'c', seed: 3, cells: [], rules: [result] };
    expect(terminalReport(run)).toContain('with rules');
  });
});

describe('promises', () => {
  const cell = { nodes: 40, skus: 60, density: 0.2, lines: 2, carts: 3 };

  test('are verified and placed before they are timed, and go into both reports', () => {
    const result = measurePromises(cell, 3);
    expect(result).toMatchObject(cell);
    expect(result.listing).toMatchObject({ items: 50, listings: 3 });
    for (const { p50 } of [result.floorUs, result.promiseUs, result.pickUpUs, result.slotUs, result.coldUs]) {
      expect(p50).toBeGreaterThan(0);
    }
    const run: RunResult = { machine: 'm', node: '20', commit: 'c', seed: 3, cells: [], promises: [result] };
    expect(terminalReport(run)).toContain('floor of a listing');
    expect(markdown(run)).toMatch(/\| 0\.2 \| [\d.]+ \| [\d,]+ \/ [\d,]+ \|/);
    const { promises: _, ...without } = run;
    expect(markdown(without)).not.toContain('floor of a listing');
  });

  test('the floor keeps the cheapest and the earliest source of each line and level', () => {
    const world = generateWorld({ ...cell, seed: 3, orders: 10, dated: true });
    const planner = createRouter({ network: world.network, rules: world.rules }).withInventory(world.positions);
    const floor = promiseFloor(world.network);
    for (const { order, asOf } of world.orders) {
      const cart = {
        ...order,
        needBy: undefined,
        lines: order.lines.map((line) => ({ ...line, quantity: 1, needBy: undefined })),
      };
      // Of one unit, what is cheapest or earliest alone is what is promised.
      const promised = cart.lines.flatMap(
        (line) => planner.promise({ ...cart, lines: [line] }, { asOf }).groups[0].options,
      );
      const milli = promised.reduce((sum, { plan }) => sum + plan.cost.exact, 0);
      expect(floor.of(prepare(planner, cart, asOf))).toBe(milli);
    }
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
    for (const model of MODELS) {
      const pooled = grid.filter((cell) => {
        return (
          cell.model === model && cell.lines === 'mix' && cell.objective === 'landedCost' && cell.setting === 'standard'
        );
      });
      expect(pooled.reduce((sum, { orders }) => sum + orders, 0)).toBeGreaterThanOrEqual(20_000);
    }
    expect(grid.filter(({ lines, model }) => lines !== 'mix' && model === 'core')).toHaveLength(4 * 8 * 4);
    expect(grid.filter(({ lines, model }) => lines !== 'mix' && model === 'cards')).toHaveLength(6 * 3);
    expect(Math.min(...grid.map(({ orders }) => orders))).toBeGreaterThanOrEqual(400);
    expect(pickCells(grid, 'nodes=1000,lines=5,density=0.3,model=core')).toHaveLength(1);
    expect(pickCells(grid, 'model=cards+k,lines=mix')).toHaveLength(3);
    expect(pickCells(quickGrid(), 'model=cards')).toHaveLength(2);
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
    expect(pooledProven(run.cells, { model: 'core', lines: 'mix' })).toEqual({ orders: 100, proven: 75 });
    expect(markdown(run)).not.toContain('Rate cards');
  });

  test('with rate cards, shares are pooled by lines and class, and tables stand of their own', () => {
    const cards = (lines: number | 'mix', name: CellResult['class']) =>
      ({ ...cell(lines, 0.75), model: 'cards', class: name, unprovenGap: 0.01 }) as const;
    const run: RunResult = {
      machine: 'm',
      node: '20',
      commit: 'c',
      seed: 1,
      cells: [cell('mix', 0.5), cards('mix', 'all'), cards('mix', 'light'), cards(8, 'all'), cards(8, 'light')],
    };
    expect(shareRows(run).map(({ name, orders, proven }) => [name, orders, proven])).toEqual([
      ['to 6 lines', '40', '75.000 %'],
      ['7–8 lines, light', '40', '75.000 %'],
      ['the real mix', '100', '75.000 %'],
    ]);
    const text = markdown(run);
    expect(text).toContain('Mean gap of the unproven orders of the mix without a limit: 1.00 %');
    expect(text).toContain(
      '| 8 | 0.1 | 2.0 / 3.0 | 10 / 40 | 5.0 | 13 | 20 / 60 | 75.00 % | 1.00 % | – | 1.0 % | 0.5 | 90 |',
    );
    expect(text).toContain('| any | 0.1 | 100 light |');
    expect(terminalReport(run)).toContain('Cards, the real mix: 75.000 % of 100 proven, asked 98 %');
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
    unprovenGap: null,
    byLines: {
      '1–6': { orders: 40, proven: 40 * provenShare },
      '7–8': { orders: 20, proven: 20 * provenShare },
      '9–12': { orders: 20, proven: 20 * provenShare },
      '13–40': { orders: 20, proven: 20 * provenShare },
    },
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
