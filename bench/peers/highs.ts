/**
 * HiGHS in WebAssembly: the outside solver that also says what the optimum is. One model object serves all orders; neither making
 * the model nor passing it in is timed, only `run`. What `run` costs on an empty model is measured too, to be subtracted.
 */
import loadHighs, { type ModelData, type OptionValue } from 'highs';
import type { Problem } from '../../src/splitting/problem';
import { buildMip, type Mip, partsOf } from './mip';
import type { Part } from './price';

export const MOST_HIGHS_ROWS = 1500;
/** An order that takes longer counts as not run. */
const TIMEOUT_SECONDS = 20;

/** No gap is left: costs are multiples of 1/1000 minor unit, so less than that is nothing. */
const EXACT: Record<string, OptionValue> = {
  output_flag: false,
  mip_rel_gap: 0,
  mip_abs_gap: 0.0004,
  time_limit: TIMEOUT_SECONDS,
};

export async function createHighs() {
  const highs = await loadHighs();
  const model = highs.createModel();
  model.options.set(EXACT);

  const run = (data: ModelData): number => {
    model.passModel(data);
    const start = performance.now();
    model.run();
    return 1000 * (performance.now() - start);
  };
  return {
    /** null: not solved to the end within the limits. */
    solve(problem: Problem): { parts: Part[]; solveUs: number } | null {
      for (const wholeUnits of [false, true]) {
        const mip = buildMip(problem, wholeUnits);
        const solveUs = run(toModelData(mip));
        const status = model.getModelStatus();
        if (status === highs.constants.modelStatus.timeLimit) return null;
        if (status !== highs.constants.modelStatus.optimal) throw new Error('HiGHS found no optimum.');
        const { colValue } = model.getSolution();
        const parts = partsOf(mip, (column) => colValue[column]);
        if (parts !== null) return { parts, solveUs };
      }
      throw new Error('HiGHS gave no whole units.');
    },
    /** Microseconds that `run` takes on one binary column and one row. */
    emptyModelUs: (): number =>
      run(
        toModelData({
          columns: [{ cost: 1, upper: 1, integer: true }],
          rows: [{ lower: 1, upper: 1, terms: [{ column: 0, value: 1 }] }],
          parts: new Map(),
        }),
      ),
    dispose: () => model.dispose(),
  };
}

function toModelData({ columns, rows }: Mip): ModelData {
  const starts = [0];
  for (const { terms } of rows) starts.push(starts[starts.length - 1] + terms.length);
  return {
    numCols: columns.length,
    numRows: rows.length,
    colCost: columns.map(({ cost }) => cost),
    colLower: columns.map(() => 0),
    colUpper: columns.map(({ upper }) => upper),
    rowLower: rows.map(({ lower }) => lower),
    rowUpper: rows.map(({ upper }) => upper),
    integrality: Int32Array.from(columns, ({ integer }) => (integer ? 1 : 0)),
    matrix: {
      format: 'csr',
      numRows: rows.length,
      numCols: columns.length,
      starts,
      indices: rows.flatMap(({ terms }) => terms.map(({ column }) => column)),
      values: rows.flatMap(({ terms }) => terms.map(({ value }) => value)),
    },
  };
}
