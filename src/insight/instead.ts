/** What using a node for a line would change: its units move there, the rest of the plan stays as it is. */
import type { Instead, TermSums } from '../model/explanation';
import { instant } from '../model/units';
import type { CostMilli } from '../sourcing/cost';
import { levelName } from '../sourcing/levelNames';
import { costOf } from '../splitting/given';
import { type Broken, drawsOn, firstBroken, workOf } from '../splitting/limits';
import { closedLevels } from '../splitting/objective';
import { type Part, sortParts, type ValuedPlan } from '../splitting/plan-value';
import { entryOf, nodeOf, rankOf, ranksOf, unitsAt } from '../splitting/starts';
import { missedPickUp } from './cutOffs';
import { type Answer, costByTerm, type Inquiry } from './inquiry';
import { decisiveLevel, levelValues } from './levelValues';
import { limitSeen } from './limitSeen';

/** Asks for one line of the problem after another node; what they share is found once. */
export class InsteadOf {
  readonly #inquiry: Inquiry;
  readonly #answer: Answer;
  readonly #line: number;
  /** Those that carry it, dearest first. */
  readonly #givers: readonly Part[];

  constructor(inquiry: Inquiry, answer: Answer, line: number) {
    this.#inquiry = inquiry;
    this.#answer = answer;
    this.#line = line;
    this.#givers = dearestFirst(inquiry, answer, line);
  }

  /** The best of the sources, none of which is used for the line yet. @param lineId the order line that asks */
  best(sources: readonly number[], lineId: string): Instead {
    const tries = sources.map((source) => this.#try(source));
    return this.#tell(
      tries.reduce((best, other) => (isBetter(other, best) ? other : best)),
      lineId,
    );
  }

  #try(source: number): Try {
    const { problem } = this.#inquiry.prepared;
    const most = Math.min(problem.lines[this.#line].units, unitsLeft(problem, this.#answer.parts, this.#line, source));
    const moved = Math.max(1, most);
    let first: Try | undefined;
    for (const givers of this.#orders()) {
      const { parts, from } = this.#move(source, moved, givers);
      const broken = firstBroken(problem, parts);
      const one = {
        source,
        parts,
        from,
        broken,
        valued: broken === undefined ? this.#answer.judge.value(parts) : undefined,
      };
      if (broken === undefined) return one;
      first ??= one;
    }
    return first as Try;
  }

  /** Dearest first; where that breaks a limit, each other one first. */
  #orders(): (readonly Part[])[] {
    const givers = this.#givers;
    if (givers.length < 2) return [givers];
    return givers.map((first) => [first, ...givers.filter((giver) => giver !== first)]);
  }

  /** What is not filled moves first, for nothing: then the givers in turn. */
  #move(source: number, units: number, givers: readonly Part[]): Pick<Try, 'parts' | 'from'> {
    const { parts } = this.#answer;
    const line = this.#line;
    const carried = givers.reduce((sum, giver) => sum + giver.units, 0);
    const unfilled = Math.min(units, this.#inquiry.prepared.problem.lines[line].units - carried);
    const from: Moved[] = unfilled === 0 ? [] : [{ source: -1, units: unfilled }];
    const kept = parts.filter((part) => part.line !== line);
    let left = units - unfilled;
    for (const giver of givers) {
      const given = Math.min(left, giver.units);
      if (given > 0) from.push({ source: giver.source, units: given });
      if (given < giver.units) kept.push({ ...giver, units: giver.units - given });
      left -= given;
    }
    return { parts: sortParts([...kept, { line, source, units }]), from };
  }

  #tell({ source, parts, from, broken, valued }: Try, lineId: string): Instead {
    const { desk, prepared, release } = this.#inquiry;
    const { index } = desk.compiled;
    const departure = prepared.departureOf(source);
    const { bundle } = prepared.bundles[this.#line];
    const asked = bundle.members.find(({ id }) => id === lineId);
    const scale = bundle.whole ? (asked?.quantity ?? 1) : 1;
    const mates = bundle.members.filter(({ id }) => id !== lineId).map(({ id }) => id);
    const joined = this.#answer.shipmentOf.get(source);
    const missed = departure.release === release ? missedPickUp(this.#inquiry, departure) : undefined;
    return {
      service: index.services[index.sourceService[departure.source]].id,
      start: instant(departure.start),
      delivery: Number.isNaN(departure.delivery) ? null : instant(departure.delivery),
      units: scale * from.reduce((sum, { units }) => sum + units, 0),
      ...(mates.length === 0 ? {} : { with: mates }),
      ...(joined === undefined ? {} : { joins: joined }),
      from: from.map(({ source: giver, units }) => {
        return { shipment: this.#answer.shipmentOf.get(giver) ?? null, units: scale * units };
      }),
      ...(broken === undefined ? {} : { breaks: limitSeen(this.#inquiry, broken, parts, source) }),
      ...(valued === undefined ? {} : this.#compare(valued)),
      ...(missed === undefined ? {} : { missed }),
    };
  }

  #compare(valued: ValuedPlan): Pick<Instead, 'levels' | 'cost' | 'decidedBy'> {
    const { prepared, desk } = this.#inquiry;
    const { judge } = this.#answer;
    const asked = closedLevels(prepared.problem);
    const [ofOther, own] = [valued, this.#answer.valued].map((plan) => levelValues(prepared.problem, plan));
    const levels = asked.map((level, place) => ({ goal: levelName(level), difference: ofOther[place] - own[place] }));
    const decisive = decisiveLevel(
      asked,
      levels.map(({ difference }) => difference),
    );
    const cost = differenceOf(costByTerm(prepared, desk, valued.parts, judge), this.#answer.cost);
    return { levels, cost, decidedBy: decisive < 0 ? null : levels[decisive].goal };
  }
}

interface Moved {
  /** −1: it was not filled. */
  readonly source: number;
  readonly units: number;
}

interface Try {
  readonly source: number;
  readonly parts: readonly Part[];
  readonly from: readonly Moved[];
  readonly broken: Broken | undefined;
  readonly valued: ValuedPlan | undefined;
}

/** One that may be goes before one that may not, then the better plan; else the earlier of the two. */
function isBetter({ valued: a }: Try, { valued: b }: Try): boolean {
  if (a === undefined || b === undefined) return a !== undefined;
  const level = a.values.findIndex((value, place) => value !== b.values[place]);
  return level >= 0 && a.values[level] < b.values[level];
}

/** By what the plan would save without them, by the unit. */
function dearestFirst({ desk, prepared }: Inquiry, { parts }: Answer, line: number): Part[] {
  const own = parts.filter((part) => part.line === line);
  if (own.length < 2) return own;
  const costWith = costOf(prepared.problem, desk.scratch, parts);
  const saved = new Map(
    own.map((part) => {
      const rest = parts.filter((other) => other !== part);
      return [part, (costWith - costOf(prepared.problem, desk.scratch, rest)) / part.units];
    }),
  );
  return own.sort((a, b) => (saved.get(b) as number) - (saved.get(a) as number) || a.source - b.source);
}

type Problem = Inquiry['prepared']['problem'];

/** Units of a line that stock and room leave to a source beside the rest of the plan. */
function unitsLeft(problem: Problem, parts: readonly Part[], line: number, source: number): number {
  const node = nodeOf(problem, source);
  const { weight, draws } = problem.lines[line];
  const row = problem.lines[line];
  const here = parts.filter((part) => part.line !== line && nodeOf(problem, part.source) === node);
  let most = unitsAt(problem, row, entryOf(row, node), source);
  const ranks = ranksOf(problem);
  for (const { item, units } of draws) {
    const stock = problem.items[item];
    const entry = entryOf(stock, node);
    for (let rank = rankOf(problem, source); rank < ranks; rank += 1) {
      const drawn = drawsOn(problem, item, here).filter((part) => rankOf(problem, part.source) <= rank);
      const left = stock.rowUnits[entry * ranks + rank] - drawn.reduce((sum, part) => sum + part.units, 0);
      most = Math.min(most, Math.floor(left / units));
    }
  }
  most = Math.min(most, Math.floor((problem.nodeCapacity[node] - workOf(problem, here).units) / weight));
  const { days } = problem;
  const day = days === null ? -1 : days.sourceDay[source];
  if (days === null || day < 0) return most;
  const ofDay = here.filter((part) => days.sourceDay[part.source] === day);
  return Math.min(most, Math.floor((days.dayUnits[day] - workOf(problem, ofDay).units) / weight));
}

function differenceOf(a: CostMilli, b: CostMilli): TermSums {
  const sums = { shipping: 0, handling: 0, procurement: 0, lateness: 0, rules: 0, split: 0, unfilled: 0, total: 0 };
  for (const term of ['shipping', 'handling', 'procurement', 'lateness', 'rules', 'split', 'unfilled'] as const) {
    sums[term] = a[term] - b[term];
    sums.total += sums[term];
  }
  return sums;
}
