import { copyInt, grown } from './grow';
import type { Problem } from './problem';

/** So many loads are told apart, and loads within loads. */
export const MOST_LOADS = 1024;
const MOST_PARTS = 80_000;

/**
 * Every amount of an order's lines: a *load* is so much of each, numbered in mixed radix, so that adding loads adds numbers. 0 is the
 * empty load, `loads` − 1 the whole order.
 */
export class Loads {
  lines = 0;
  loads = 0;
  /** line: the load of one unit. */
  radix = new Int32Array(8);
  readonly grams = new Float64Array(MOST_LOADS);
  readonly cm3 = new Float64Array(MOST_LOADS);
  /** load: units of all lines. */
  readonly count = new Int32Array(MOST_LOADS);
  readonly longestMm = new Float64Array(MOST_LOADS);
  readonly heaviestGrams = new Float64Array(MOST_LOADS);
  /** load: milli of leaving it unfilled, lines without a price costing nothing. */
  readonly penalty = new Float64Array(MOST_LOADS);
  /** load × line: units. */
  units = new Int32Array(MOST_LOADS * 8);
  /** load: the loads within it but the empty one, at partStart … partEnd − 1 of `part`. */
  readonly partEnd = new Int32Array(MOST_LOADS);
  readonly partStart = new Int32Array(MOST_LOADS);
  part = new Int32Array(4096);
  private listed = 0;

  /** Lays out the loads of an order; false where they are too many. */
  layOut({ lines }: Pick<Problem, 'lines'>): boolean {
    let loads = 1;
    let parts = 1;
    for (const line of lines) {
      loads *= line.units + 1;
      parts *= ((line.units + 1) * (line.units + 2)) / 2;
      if (loads > MOST_LOADS || parts > MOST_PARTS) return false;
    }
    this.loads = loads;
    this.lines = lines.length;
    this.reserve();
    this.grams[0] = 0;
    this.cm3[0] = 0;
    this.count[0] = 0;
    this.longestMm[0] = 0;
    this.heaviestGrams[0] = 0;
    this.penalty[0] = 0;
    this.units.fill(0, 0, this.lines);
    let laid = 1;
    for (let line = 0; line < this.lines; line += 1) laid = this.addLine(lines[line], line, laid);
    this.partStart.fill(-1, 0, loads);
    this.listed = 0;
    return true;
  }

  /** Every load so far with 1, 2, … units of the line more. */
  private addLine(line: Problem['lines'][number], index: number, laid: number): number {
    const { grams, cm3, count, longestMm, heaviestGrams, penalty, units, lines } = this;
    const price = Number.isNaN(line.unfilledMilli) ? 0 : line.unfilledMilli;
    const end = laid * (line.units + 1);
    this.radix[index] = laid;
    for (let load = laid; load < end; load += 1) {
      const before = load - laid;
      grams[load] = grams[before] + line.grams;
      cm3[load] = cm3[before] + line.cm3;
      count[load] = count[before] + 1;
      longestMm[load] = Math.max(longestMm[before], line.longestMm);
      heaviestGrams[load] = Math.max(heaviestGrams[before], line.heaviestGrams);
      penalty[load] = penalty[before] + price;
      for (let other = 0; other < lines; other += 1) units[load * lines + other] = units[before * lines + other];
      units[load * lines + index] += 1;
    }
    return end;
  }

  /** Makes sure that the loads within a load are listed. */
  list(load: number): void {
    if (this.partStart[load] >= 0) return;
    const { units, radix, lines } = this;
    const start = this.listed;
    let size = 1;
    for (let line = 0; line < lines; line += 1) size *= units[load * lines + line] + 1;
    if (this.part.length < start + size) this.part = copyInt(this.part, grown(start + size));
    const { part } = this;
    part[start] = 0;
    let end = start + 1;
    for (let line = 0; line < lines; line += 1) {
      const most = units[load * lines + line];
      const before = end;
      for (let more = 1; more <= most; more += 1) {
        for (let at = start; at < before; at += 1) {
          part[end] = part[at] + more * radix[line];
          end += 1;
        }
      }
    }
    this.partStart[load] = start + 1;
    this.partEnd[load] = end;
    this.listed = end;
  }

  isWithin(load: number, other: number): boolean {
    const { units, lines } = this;
    for (let line = 0; line < lines; line += 1) {
      if (units[load * lines + line] > units[other * lines + line]) return false;
    }
    return true;
  }

  private reserve(): void {
    if (this.radix.length < this.lines) this.radix = new Int32Array(grown(this.lines));
    const size = this.loads * this.lines;
    if (this.units.length < size) this.units = new Int32Array(grown(size));
  }
}
