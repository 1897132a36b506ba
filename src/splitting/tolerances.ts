/**
 * The least of levels in order, by a plan within limits that tolerances left. Mostly what is best without the limits keeps them; the fewest
 * shipments are found by limiting these; else the limits are priced, and the gap that is left is searched (`multipliers.ts`, `fence.ts`).
 */
import { answerGiven } from './given';
import { type Call, keeps, type Limit, type Stage, worth } from './levelLimits';
import { searchWithin } from './multipliers';
import { Judge, type Part } from './plan-value';
import type { Assignment, Level, Problem } from './problem';

export function solveWithin(call: Call, stage: Stage): Assignment {
  const { problem, known } = stage;
  const answer = search(call, stage);
  const judge = new Judge(problem, call.scratch);
  // A search that its budget ended may not even reach what is known.
  const isWorse = judge.compare(judge.value(known), judge.value(answer.parts)) < 0;
  return isWorse ? answerGiven(problem, call.scratch, known, answer) : answer;
}

function search(call: Call, stage: Stage): Assignment {
  const { problem, limits, settled } = stage;
  const free = call.solve(problem, limits.length === 0 ? 0.75 : 0.25);
  if (limits.length === 0 || keeps(stage, call.scratch, free.parts)) return free;
  if (problem.levels[settled]?.goal === 'shipments') return fewestShipments(call, stage, free);
  return searchWithin(call, stage, free);
}

/** A plan, or undefined; then `isImpossible` says that there is none. */
export interface Found {
  readonly parts: readonly Part[] | undefined;
  readonly isImpossible: boolean;
}

/**
 * A plan within the limits that is worth `aims` on the problem's levels, which are the least that they can be.
 * @param lead so many of them were settled before the first limit
 */
export function find(
  call: Call,
  problem: Problem,
  aims: readonly number[],
  limits: readonly Limit[],
  lead: number,
): Found {
  const led = findLed(call, problem, aims.slice(0, lead), limits);
  if (led.parts === undefined || aims.length === lead) return led;
  return verdict(solveWithin(call, { problem, limits, lead, settled: lead, known: led.parts }), aims);
}

/** The same for levels that no limit changes: by the least of the last limited level, within the limits before it. */
function findLed(call: Call, problem: Problem, aims: readonly number[], limits: readonly Limit[]): Found {
  const before = problem.levels.slice(0, aims.length);
  const last = limits.at(-1);
  if (last === undefined) {
    if (before.length === 0) return { parts: [], isImpossible: false };
    return verdict(call.solve({ ...problem, levels: before }), aims);
  }
  const others = limits.slice(0, -1);
  const found = others.length === 0 ? undefined : findLed(call, problem, aims, others);
  if (found !== undefined && found.parts === undefined) return found;
  const sheet = { ...problem, levels: [...before, last.level] };
  const stage = { problem: sheet, limits: others, lead: aims.length, settled: aims.length, known: found?.parts ?? [] };
  return verdict(solveWithin(call, stage), [...aims, last.most]);
}

function verdict({ parts, levels }: Assignment, most: readonly number[]): Found {
  const over = most.findIndex((value, place) => levels[place].value > value);
  if (over < 0) return { parts, isImpossible: false };
  return { parts: undefined, isImpossible: levels[over].bound > most[over] };
}

/** The next level is the shipments: the smallest limit on them under which a plan keeps the others. @param free the best without limits */
function fewestShipments(call: Call, stage: Stage, free: Assignment): Assignment {
  const { problem, limits, lead, settled } = stage;
  const before = problem.levels.slice(0, settled);
  const aims = before.map((level) => worth(problem, call.scratch, level, stage.known));
  let { known } = stage;
  let most = countShipments(known);
  // As many as are needed without the limits, then as no plan with fewer is possible.
  let bound = Math.min(most, free.levels[settled].bound);
  let isBounded = true;
  for (let shipments = bound; shipments < most; shipments += 1) {
    const limited = { ...problem, levels: before, maxShipments: Math.min(problem.maxShipments, shipments) };
    const found = find(call, limited, aims, limits, lead);
    if (found.parts !== undefined) {
      known = found.parts;
      most = countShipments(known);
    } else if (found.isImpossible && isBounded) bound = shipments + 1;
    else isBounded = false;
  }
  const rest = problem.levels.filter((_, place) => place !== settled);
  const levels: Level[] = rest.length === settled ? [...rest, { goal: 'unfilled' }] : rest;
  const limited = { ...problem, levels, maxShipments: Math.min(problem.maxShipments, most) };
  const answer = solveWithin(call, { problem: limited, limits, lead, settled, known });
  const value = countShipments(answer.parts);
  const own = { value, bound: Math.min(value, bound), optimal: bound >= value };
  const others = answer.levels.slice(0, rest.length);
  return {
    ...answer,
    levels: [...others.slice(0, settled), own, ...others.slice(settled)],
    tiesSettled: answer.tiesSettled && own.optimal,
  };
}

function countShipments(parts: readonly Part[]): number {
  return new Set(parts.map(({ source }) => source)).size;
}
