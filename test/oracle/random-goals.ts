/**
 * Random objectives for random problems: weighted levels, tolerances, `balance`, and all of them together. What the problem is otherwise
 * comes from `random-problem.ts`, in any of its modes.
 */
import type { Gauges, Level, Problem, Tolerance } from '../../src/splitting/problem';
import { Dice } from './dice';
import { nodeOf } from './judge-assignment';
import { type Mode, modeOf, randomProblem, type Size } from './random-problem';

export const KINDS = ['weights', 'tolerance', 'fewWithin', 'lateWithin', 'balance', 'mixed'] as const;
export type Kind = (typeof KINDS)[number];

const UNLIMITED = 2 ** 30;
const GOALS = [
  'unfilled',
  'lateness',
  'shipments',
  'tier',
  'priority',
  'unitDistance',
  'shipmentDistance',
  'cost',
] as const;

type Goal = (typeof GOALS)[number];

export function randomGoals(
  seed: number,
  kind: Kind,
  mode: Mode = kind === 'lateWithin' && seed % 4 > 0 ? 'late' : modeOf(seed),
  size: Size = 'small',
): Problem {
  const problem = randomProblem(seed, mode, size);
  const dice = new Dice(seed * KINDS.length + KINDS.indexOf(kind) + 7_000_000);
  const column = (most: number) => {
    const ofNode = Array.from({ length: problem.nodes }, () => dice.int(most === 3 ? 0 : 1, most));
    return Int32Array.from({ length: problem.sources }, (_, source) => ofNode[nodeOf(problem, source)]);
  };
  const levels = levelsOf(dice, kind);
  const asked = {
    ...problem,
    levels,
    tiers: 2,
    sourceTier: column(2),
    sourcePriority: column(3),
  };
  return levels.some(({ goal }) => goal === 'balance') ? withGauges(dice, asked) : asked;
}

function levelsOf(dice: Dice, kind: Kind): Level[] {
  const goals = shuffled(dice).slice(0, dice.int(1, 3));
  const levels = goals.map((goal): Level => ({ goal }));
  if (kind === 'weights' || (kind === 'mixed' && dice.chance(0.5))) addWeights(dice, levels);
  if (kind === 'balance' || kind === 'mixed') levels.splice(dice.int(0, levels.length), 0, { goal: 'balance' });
  if (dice.chance(0.75) && !goals.includes('unfilled')) levels.unshift({ goal: 'unfilled' });
  if (kind === 'lateWithin') return lateWithin(dice);
  if (kind === 'fewWithin') return fewWithin(dice, levels);
  if (kind === 'weights' || kind === 'balance') return levels;
  // A tolerance of the last level nobody could use.
  if (levels.length === 1) levels.push({ goal: goals[0] === 'cost' ? 'unitDistance' : 'cost' });
  const chosen = dice.int(0, levels.length - 2);
  return levels.map((level, place): Level => {
    if (place === levels.length - 1 || (place !== chosen && !dice.chance(0.2))) return level;
    return { ...level, tolerance: toleranceOf(dice, level) };
  });
}

/** The usual one: a cost that may rise, for fewer shipments. */
function fewWithin(dice: Dice, levels: readonly Level[]): Level[] {
  const cost: Level = { goal: 'cost', tolerance: toleranceOf(dice, { goal: 'cost' }) };
  const rest = levels.filter(({ goal }) => !['unfilled', 'cost', 'shipments'].includes(goal));
  const first: Level[] = dice.chance(0.8) ? [{ goal: 'unfilled' }] : [];
  const few: Level = { goal: 'shipments' };
  return [...first, cost, ...(dice.chance(0.2) ? [...rest, few] : [few, ...(dice.chance(0.5) ? rest : [])])];
}

/** Faster services against dearer ones, of the same node as well. */
function lateWithin(dice: Dice): Level[] {
  const late: Level = { goal: 'lateness' };
  const cost: Level = { goal: 'cost' };
  const few: Level = { ...late, tolerance: { amount: dice.int(1, 4), milliPercent: dice.pick([0, 50_000]) } };
  const cheap: Level = { ...cost, tolerance: { amount: 0, milliPercent: dice.int(1, 60) * 1000 } };
  return [{ goal: 'unfilled' }, ...(dice.chance(0.5) ? [few, cost] : [cheap, late])];
}

function shuffled(dice: Dice): Goal[] {
  const goals: Goal[] = [...GOALS];
  for (let last = goals.length - 1; last > 0; last -= 1) {
    const other = dice.int(0, last);
    [goals[last], goals[other]] = [goals[other], goals[last]];
  }
  return goals;
}

/** In place of one of the levels, or beside them. */
function addWeights(dice: Dice, levels: Level[]): void {
  const weights = shuffled(dice)
    .slice(0, dice.int(2, 3))
    .map((goal) => ({ level: { goal } as Level, factor: dice.pick([1, 7, 500, 1000, dice.int(1, 4000)]) }));
  levels.splice(dice.int(0, levels.length - 1), dice.int(0, 1), { goal: 'weighted', weights });
}

/** Small steps for small goals. */
function toleranceOf(dice: Dice, { goal }: Level): Tolerance {
  const percent = dice.chance(0.7) ? dice.pick([1, 3, 5, 10, 20, 50, 100, 0.5, 2.125]) : 0;
  const isFine = ['cost', 'unitDistance', 'shipmentDistance', 'weighted'].includes(goal);
  const amount =
    percent === 0 || dice.chance(0.3) ? (isFine ? dice.pick([0, 1, 50_000, 1_000_000]) : dice.int(0, 2)) : 0;
  return { amount: goal === 'balance' ? amount * 100 : amount, milliPercent: Math.round(percent * 1000) };
}

/** What places hold in all, such that what is left of them is what the problem says. */
function withGauges(dice: Dice, problem: Problem): Problem {
  const limits = problem.nodeCapacity.map((units) => (units < UNLIMITED || dice.chance(0.25) ? units : dice.int(2, 9)));
  const nodeUsed = limits.map((units) => (units < UNLIMITED ? dice.int(0, 6) : 0));
  const { days } = problem;
  const ofDays =
    days?.dayUnits ?? Int32Array.from({ length: problem.nodes }, () => (dice.chance(0.3) ? dice.int(2, 9) : UNLIMITED));
  const dayUsed = ofDays.map((units) => (units < UNLIMITED ? dice.int(0, 6) : 0));
  const total = (left: Int32Array, used: Int32Array) =>
    left.map((units, at) => (units < UNLIMITED ? units + used[at] : 0));
  const gauges: Gauges = {
    nodeTotal: total(limits, nodeUsed),
    nodeUsed,
    sourceDay: days?.sourceDay ?? Int32Array.from({ length: problem.sources }, (_, source) => nodeOf(problem, source)),
    dayTotal: total(ofDays, dayUsed),
    dayUsed,
  };
  const nodeCapacity = days === null ? limits.map((units, node) => Math.min(units, ofDays[node])) : limits;
  return { ...problem, hasCapacity: true, nodeCapacity, gauges };
}
