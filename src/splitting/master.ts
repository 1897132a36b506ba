import { grown } from './grow';
import type { Wanted } from './wanted';

/** Rows of arms; arms beyond get no columns. */
const MOST_ARMS = 200;
/** Pivots of one solution. */
const MOST_PIVOTS = 150;
/** Additions that take as long as an entry of other loops. */
const ADDITIONS_PER_STEP = 8;
const TINY = 1e-9;

/**
 * The linear program over the loads found so far: how much of each to ship, so that all that is wanted is shipped or paid for, at most one
 * load of an arm. Its prices are those of column generation (Dantzig and Wolfe 1960). Primal simplex with an explicit inverse. Prices are
 * only a proposal, so rounding does no harm: what they bound is computed elsewhere, exactly.
 */
export class Master {
  steps = 0;
  value = 0;
  /** row: its price. Rows are what is wanted, field by field, then arms. */
  prices = new Float64Array(0);
  columns = 0;
  private rows = 0;
  private fields = 0;
  private lines = 0;
  private stride = 0;
  private inverse = new Float64Array(0);
  private amount = new Float64Array(0);
  /** row: the column that it holds; −1 = its own (a line's units unfilled, the rest of a limit), −2 = a line's units too many. */
  private basis = new Int32Array(0);
  private alpha = new Float64Array(0);
  private penalty: Float64Array = new Float64Array(0);
  private readonly armRow = new Map<number, number>();
  // column: cost; entries start … of row and units.
  private readonly cost: number[] = [];
  private readonly start: number[] = [0];
  private readonly entryRow: number[] = [];
  private readonly entryUnits: number[] = [];

  /** A new order. */
  takeUp(wanted: Wanted): void {
    this.fields = wanted.fields;
    this.lines = wanted.lines;
    this.reserve(this.fields + MOST_ARMS);
    this.cost.length = 0;
    this.start.length = 1;
    this.entryRow.length = 0;
    this.entryUnits.length = 0;
    this.columns = 0;
    this.steps = 0;
    this.penalty = wanted.penalty;
    this.armRow.clear();
    this.begin(wanted.most);
  }

  /** All unfilled of what is wanted; the rows of arms are kept. */
  private begin(most: Int32Array): void {
    const { fields, lines, penalty } = this;
    this.rows = fields;
    this.inverse.fill(0, 0, fields * this.stride);
    this.value = 0;
    for (let row = 0; row < fields; row += 1) {
      this.inverse[row * this.stride + row] = 1;
      this.basis[row] = -1;
      this.amount[row] = most[row];
      this.prices[row] = row < lines ? penalty[row] : 0;
      this.value += this.amount[row] * this.prices[row];
    }
  }

  /** The row of an arm, a new one for a new arm; −1 = there is no room. */
  private rowOf(arm: number): number {
    const known = this.armRow.get(arm);
    if (known !== undefined) return known;
    if (this.rows === this.fields + MOST_ARMS) return -1;
    const row = this.rows;
    this.armRow.set(arm, row);
    this.rows += 1;
    for (let other = 0; other < row; other += 1) this.inverse[other * this.stride + row] = 0;
    this.inverse.fill(0, row * this.stride, row * this.stride + row);
    this.inverse[row * this.stride + row] = 1;
    this.basis[row] = -1;
    this.amount[row] = 1;
    this.prices[row] = 0;
    return row;
  }

  /** A load of an arm: units by place, of lines; what it costs. */
  add(arm: number, cost: number, lineOf: Int32Array, load: Float64Array, depth: number, shipments: number): void {
    const row = this.rowOf(arm);
    if (row < 0) return;
    for (let at = 0; at < depth; at += 1) {
      if (load[at] === 0) continue;
      this.entryRow.push(lineOf[at]);
      this.entryUnits.push(load[at]);
    }
    if (shipments >= 0) {
      this.entryRow.push(shipments);
      this.entryUnits.push(1);
    }
    this.entryRow.push(row);
    this.entryUnits.push(1);
    this.start.push(this.entryRow.length);
    this.cost.push(cost);
    this.columns += 1;
  }

  /** The best prices of the loads at hand. */
  solve(): void {
    for (let pivots = 0; pivots < MOST_PIVOTS; pivots += 1) if (!this.pivot()) return;
  }

  /** One step of the simplex method; false where none makes it better. */
  private pivot(): boolean {
    const { prices, cost, start, entryRow, entryUnits, lines, rows } = this;
    let best = -TINY * Math.max(1, Math.abs(this.value)) - 0.5;
    let entering = -1;
    let kind = 0;
    for (let column = 0; column < this.columns; column += 1) {
      let reduced = cost[column];
      for (let at = start[column]; at < start[column + 1]; at += 1) reduced -= prices[entryRow[at]] * entryUnits[at];
      if (reduced < best) {
        best = reduced;
        entering = column;
      }
    }
    for (let row = 0; row < rows; row += 1) {
      const own = row < lines ? this.penalty[row] - prices[row] : -prices[row];
      const over = row < lines ? prices[row] : 0;
      if (Math.min(own, over) >= best) continue;
      best = Math.min(own, over);
      entering = row;
      kind = own <= over ? -1 : -2;
    }
    this.steps += Math.ceil((entryRow.length + rows) / ADDITIONS_PER_STEP);
    if (entering < 0) return false;
    this.look(entering, kind);
    return this.exchange(entering, kind, best);
  }

  /** The entering column in terms of the basis. */
  private look(entering: number, kind: number): void {
    const { alpha, inverse, stride, rows, start, entryRow, entryUnits } = this;
    for (let row = 0; row < rows; row += 1) {
      const base = row * stride;
      if (kind < 0) {
        alpha[row] = kind === -1 ? inverse[base + entering] : -inverse[base + entering];
        continue;
      }
      let sum = 0;
      for (let at = start[entering]; at < start[entering + 1]; at += 1)
        sum += inverse[base + entryRow[at]] * entryUnits[at];
      alpha[row] = sum;
    }
    this.steps += Math.ceil((rows * (kind < 0 ? 1 : start[entering + 1] - start[entering])) / ADDITIONS_PER_STEP);
  }

  private exchange(entering: number, kind: number, reduced: number): boolean {
    const { alpha, inverse, stride, rows, amount, prices } = this;
    let leaving = -1;
    let most = Number.POSITIVE_INFINITY;
    for (let row = 0; row < rows; row += 1) {
      if (alpha[row] < 1e-7) continue;
      const ratio = Math.max(0, amount[row]) / alpha[row];
      if (ratio < most - TINY || (ratio <= most && leaving >= 0 && alpha[row] > alpha[leaving])) {
        most = ratio;
        leaving = row;
      }
    }
    if (leaving < 0) return false;
    const base = leaving * stride;
    const pivot = alpha[leaving];
    for (let at = 0; at < rows; at += 1) {
      inverse[base + at] /= pivot;
      prices[at] += reduced * inverse[base + at];
    }
    this.value += reduced * most;
    let changed = 1;
    for (let row = 0; row < rows; row += 1) {
      if (row === leaving || Math.abs(alpha[row]) < 1e-12) continue;
      changed += 1;
      amount[row] -= alpha[row] * most;
      const factor = alpha[row];
      const other = row * stride;
      for (let at = 0; at < rows; at += 1) inverse[other + at] -= factor * inverse[base + at];
    }
    amount[leaving] = most;
    this.basis[leaving] = kind < 0 ? kind : entering;
    this.steps += Math.ceil((changed * rows) / ADDITIONS_PER_STEP);
    return true;
  }

  private reserve(rows: number): void {
    if (this.stride >= rows) return;
    this.stride = grown(rows);
    this.inverse = new Float64Array(this.stride * this.stride);
    this.amount = new Float64Array(this.stride);
    this.prices = new Float64Array(this.stride);
    this.alpha = new Float64Array(this.stride);
    this.basis = new Int32Array(this.stride);
  }
}
