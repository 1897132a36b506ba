/**
 * The good greedy on rate cards. A source is judged by the true price of what it would send, less what its shipment costs already.
 * Afterwards parts move between the opened sources, and whole shipments into each other, as long as the true cost falls.
 */
import type { Problem } from '../../src/splitting/problem';
import { addToLoad, emptyLoad, freightMilli, type Load } from './freight';
import type { Allocation, Rule } from './greedy';
import type { Pairs } from './pairs';

/** A part of the plan; `pair` and `entry` are places in the pairs. */
interface Taken {
  readonly line: number;
  source: number;
  pair: number;
  entry: number;
  readonly units: number;
}

interface Opened {
  readonly load: Load;
  /** What its cell charges. */
  readonly milli: number;
  /** Line → pair; −1: it has nothing of the line. */
  readonly pairOf: Int32Array;
}

/** Rounds of moving; nearly always the second finds nothing. */
const MOST_ROUNDS = 5;

export class FreightGreedy {
  #left = new Int32Array(1024);
  // index: source; what it would send more
  #saving = new Float64Array(0);
  #cost = new Float64Array(0);
  #load: Load[] = [];
  #touched = new Int32Array(0);
  #opened = new Map<number, Opened>();

  constructor(private readonly pairs: Pairs) {}

  open(problem: Problem, penalties: readonly number[], rule: Rule): Allocation {
    this.#reserve(problem.sources);
    this.#opened.clear();
    const missing = problem.lines.map((line) => line.units);
    const parts: Taken[] = [];
    for (;;) {
      const source = this.#best(problem, penalties, missing, rule);
      if (source < 0) break;
      this.#take(problem, source, penalties, missing, parts);
    }
    this.#improve(problem, parts);
    let total = missing.reduce((sum, units, line) => sum + units * penalties[line], 0);
    for (const { units, pair } of parts) total += units * this.pairs.cost[pair];
    for (const [source, { milli }] of this.#opened) total += problem.columns.open[source] + milli;
    return { parts: joined(parts), total };
  }

  #reserve(sources: number): void {
    const { entries, entryUnits } = this.pairs;
    if (this.#left.length < entries) this.#left = new Int32Array(entryUnits.length);
    this.#left.set(entryUnits.subarray(0, entries));
    if (this.#saving.length >= sources) return;
    this.#saving = new Float64Array(sources);
    this.#cost = new Float64Array(sources);
    this.#load = Array.from({ length: sources }, emptyLoad);
    this.#touched = new Int32Array(sources);
  }

  /** The source that takes more next; −1: none saves anything. */
  #best(problem: Problem, penalties: readonly number[], missing: readonly number[], rule: Rule): number {
    const { open } = problem.columns;
    const touched = this.#weigh(problem, penalties, missing);
    const isFull = this.#opened.size >= problem.maxShipments;
    let best = -1;
    let bestValue = Number.POSITIVE_INFINITY;
    for (let at = 0; at < touched; at += 1) {
      const source = this.#touched[at];
      const load = this.#load[source];
      const units = load.units;
      const already = this.#opened.get(source);
      if (already !== undefined) addLoad(load, already.load);
      if (already !== undefined || !isFull) {
        const more = freightMilli(problem, source, load) - (already?.milli ?? -open[source]);
        if (this.#saving[source] > more) {
          const value = rule === 'largestSaving' ? more - this.#saving[source] : (this.#cost[source] + more) / units;
          if (value < bestValue || (value === bestValue && source < best)) {
            bestValue = value;
            best = source;
          }
        }
      }
      clear(load);
    }
    return best;
  }

  /** Of every source that can send something more: what, and what that costs and saves without freight. Returns how many there are. */
  #weigh(problem: Problem, penalties: readonly number[], missing: readonly number[]): number {
    const { count, line: pairLine, entry, source: pairSource, cost } = this.pairs;
    let touched = 0;
    for (let pair = 0; pair < count; pair += 1) {
      const line = pairLine[pair];
      const units = Math.min(missing[line], this.#left[entry[pair]]);
      const saving = penalties[line] - cost[pair];
      if (units <= 0 || saving <= 0) continue;
      const source = pairSource[pair];
      const load = this.#load[source];
      if (load.units === 0) {
        this.#touched[touched] = source;
        touched += 1;
        this.#saving[source] = 0;
        this.#cost[source] = 0;
      }
      addToLoad(load, problem.lines[line], units);
      this.#saving[source] += units * saving;
      this.#cost[source] += units * cost[pair];
    }
    return touched;
  }

  #take(problem: Problem, source: number, penalties: readonly number[], missing: number[], parts: Taken[]): void {
    const { count, line: pairLine, entry, source: pairSource, cost } = this.pairs;
    const load = this.#opened.get(source)?.load ?? emptyLoad();
    const pairOf = new Int32Array(missing.length).fill(-1);
    for (let pair = 0; pair < count; pair += 1) {
      if (pairSource[pair] !== source) continue;
      const line = pairLine[pair];
      pairOf[line] = pair;
      const units = Math.min(missing[line], this.#left[entry[pair]]);
      if (units <= 0 || cost[pair] >= penalties[line]) continue;
      missing[line] -= units;
      this.#left[entry[pair]] -= units;
      addToLoad(load, problem.lines[line], units);
      parts.push({ line, source, pair, entry: entry[pair], units });
    }
    this.#opened.set(source, { load, milli: freightMilli(problem, source, load), pairOf });
  }

  #improve(problem: Problem, parts: Taken[]): void {
    for (let round = 0; round < MOST_ROUNDS && this.#opened.size > 1; round += 1) {
      let moved = false;
      for (const source of [...this.#opened.keys()]) {
        if (this.#opened.has(source)) moved = this.#merge(problem, parts, source) || moved;
      }
      for (const part of parts) moved = this.#move(problem, parts, [part]) || moved;
      if (!moved) return;
    }
  }

  /** The whole shipment into another one. */
  #merge(problem: Problem, parts: Taken[], source: number): boolean {
    return this.#move(
      problem,
      parts,
      parts.filter((part) => part.source === source),
    );
  }

  /** Parts of one source to the opened source where that saves most; false: it saves nowhere. */
  #move(problem: Problem, parts: readonly Taken[], moving: readonly Taken[]): boolean {
    const { source: from } = moving[0];
    const here = this.#opened.get(from) as Opened;
    const rest = loadOf(
      problem,
      parts.filter((part) => part.source === from && !moving.includes(part)),
    );
    const restMilli = rest.units === 0 ? -problem.columns.open[from] : freightMilli(problem, from, rest);
    let best = here.milli - restMilli;
    let target = -1;
    for (const to of this.#opened.keys()) {
      const more = to === from ? Number.POSITIVE_INFINITY : this.#costAt(problem, to, moving);
      if (more >= best) continue;
      best = more;
      target = to;
    }
    if (target < 0) return false;
    const there = this.#opened.get(target) as Opened;
    for (const part of moving) {
      addToLoad(there.load, problem.lines[part.line], part.units);
      this.#relocate(part, target, there.pairOf[part.line]);
    }
    this.#opened.set(target, { ...there, milli: freightMilli(problem, target, there.load) });
    if (rest.units === 0) this.#opened.delete(from);
    else this.#opened.set(from, { ...here, load: rest, milli: restMilli });
    return true;
  }

  /** What an opened source would cost more with these parts, their own cost where they are now subtracted; Infinity: it has not all of it. */
  #costAt(problem: Problem, source: number, moving: readonly Taken[]): number {
    const { load: loaded, milli, pairOf } = this.#opened.get(source) as Opened;
    const { cost, entry } = this.pairs;
    const load = { ...loaded };
    let more = -milli;
    for (const part of moving) {
      const pair = pairOf[part.line];
      if (pair < 0) return Number.POSITIVE_INFINITY;
      // Another service of the same node draws on the same stock.
      const sameLine = moving.reduce((sum, { line, units }) => sum + (line === part.line ? units : 0), 0);
      if (entry[pair] !== part.entry && this.#left[entry[pair]] < sameLine) return Number.POSITIVE_INFINITY;
      more += part.units * (cost[pair] - cost[part.pair]);
      addToLoad(load, problem.lines[part.line], part.units);
    }
    return more + freightMilli(problem, source, load);
  }

  #relocate(part: Taken, source: number, pair: number): void {
    this.#left[part.entry] += part.units;
    part.source = source;
    part.pair = pair;
    part.entry = this.pairs.entry[pair];
    this.#left[part.entry] -= part.units;
  }
}

function loadOf(problem: Problem, parts: readonly Taken[]): Load {
  const load = emptyLoad();
  for (const { line, units } of parts) addToLoad(load, problem.lines[line], units);
  return load;
}

function addLoad(load: Load, more: Load): void {
  load.grams += more.grams;
  load.cm3 += more.cm3;
  load.units += more.units;
  load.longestMm = Math.max(load.longestMm, more.longestMm);
  load.heaviestGrams = Math.max(load.heaviestGrams, more.heaviestGrams);
}

function clear(load: Load): void {
  load.grams = 0;
  load.cm3 = 0;
  load.units = 0;
  load.longestMm = 0;
  load.heaviestGrams = 0;
}

/** One part per line and source. */
function joined(parts: readonly Taken[]): Allocation['parts'] {
  const units = new Map<string, Allocation['parts'][number]>();
  for (const part of parts) {
    const key = `${part.line} ${part.source}`;
    units.set(key, {
      line: part.line,
      source: part.source,
      units: part.units + (units.get(key)?.units ?? 0),
    });
  }
  return [...units.values()];
}
