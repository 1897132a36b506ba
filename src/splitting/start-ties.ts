import type { Judge, Part } from './plan-value';
import { nodeOf, rankOf, stockOf } from './starts';

/**
 * The last tie where nothing couples lines. Starts of one (node, service) share a rank, so where a line costs the same at several that
 * ship anyway the list of parts decides, and that is the smaller the less the earlier ones ship: a unit each, where the stock of their time
 * allows it, and the last one the rest. `parts`, sorted, are as good as any but for that.
 */
export function settleStarts(judge: Judge, parts: readonly Part[]): readonly Part[] {
  const { starts, lines } = judge.problem;
  if (starts === null) return parts;
  const open = [...new Set(parts.map(({ source }) => source))].sort((a, b) => a - b);
  if (new Set(open.map((source) => starts.sourcePair[source])).size === open.length) return parts;
  return lines.flatMap((_, line) => new Line(judge, line, open).settle(parts.filter((part) => part.line === line)));
}

/** What the open sources ship of one line. */
class Line {
  private readonly takers: readonly number[];
  private readonly units = new Map<number, number>();

  constructor(
    private readonly judge: Judge,
    private readonly line: number,
    open: readonly number[],
  ) {
    const { problem } = judge;
    const { mask } = problem.lines[line];
    this.takers = open.filter((source) => (mask === null || mask[source] === 1) && this.stock(source) >= 1);
  }

  settle(parts: readonly Part[]): Part[] {
    const { takers, units, line } = this;
    for (const source of takers) units.set(source, 0);
    for (const part of parts) this.add(this.lastOf(part.source), part.units);
    for (const source of takers) {
      const last = this.lastOf(source);
      if (last === source || this.of(last) === 0) continue;
      this.add(last, -1);
      this.add(source, 1);
      if (this.fits(source)) continue;
      this.add(source, -1);
      this.add(last, 1);
    }
    return takers.map((source) => ({ line, source, units: this.of(source) })).filter((part) => part.units > 0);
  }

  private of(source: number): number {
    return this.units.get(source) ?? 0;
  }

  private add(source: number, units: number): void {
    this.units.set(source, this.of(source) + units);
  }

  private stock(source: number): number {
    const { problem } = this.judge;
    return stockOf(problem, problem.lines[this.line], source);
  }

  /** The last start of the source's (node, service) where the line costs the same. */
  private lastOf(source: number): number {
    const { problem, terms } = this.judge;
    const { line } = this;
    let last = source;
    for (const other of this.takers) {
      if (other <= last || problem.starts?.sourcePair[other] !== problem.starts?.sourcePair[source]) continue;
      const isSame = terms.every(
        ({ unit, line: once }) => unit(line, other) === unit(line, source) && once(line, other) === once(line, source),
      );
      if (isSame) last = other;
    }
    return last;
  }

  /** Whether the node's starts up to each of its ranks draw no more than it promises them. */
  private fits(source: number): boolean {
    const { problem } = this.judge;
    const node = nodeOf(problem, source);
    const here = this.takers.filter((other) => nodeOf(problem, other) === node);
    return here.every((last) => {
      const before = here.filter((other) => rankOf(problem, other) <= rankOf(problem, last));
      return before.reduce((sum, other) => sum + this.of(other), 0) <= this.stock(last);
    });
  }
}
