import type { LevelTerms } from './objective';
import type { Packing } from './packing';
import type { Judge, ValuedPlan } from './plan-value';
import type { Assignment, Problem } from './problem';
import type { Scratch } from './scratch';

/** The answer of a complete search. */
export function proven(judge: Judge, plan: ValuedPlan, steps: number): Assignment {
  const levels = judge.problem.levels.map((_, level) => ({
    value: plan.values[level],
    bound: plan.values[level],
    optimal: true,
  }));
  return { parts: plan.parts, shipments: judge.shipments(plan.parts), levels, tiesSettled: true, steps };
}

/**
 * The answer of a search that its budget ended. `bound` is a lower bound of the packed number of every plan, without the units that
 * eligible stock cannot fill. Level by level: Σ weights × levels ≥ bound, and all that stands below a level is less than its weight,
 * so ⌊rest ÷ weight⌋ bounds it among plans that are equal above. Levels after the first open one are bounded by what each line costs
 * at least alone.
 */
export function feasible(
  judge: Judge,
  scratch: Scratch,
  packing: Packing,
  plan: ValuedPlan,
  bound: number,
  steps: number,
): Assignment {
  const { problem, terms } = judge;
  const levels: { value: number; bound: number; optimal: boolean }[] = [];
  let rest = bound;
  let open = false;
  for (let level = 0; level < problem.levels.length; level += 1) {
    const value = plan.values[level];
    const short = shortfall(problem, scratch, terms[level]);
    let least = alone(problem, scratch, terms[level]);
    if (!open && level <= packing.last) {
      const step = level === packing.last ? packing.step : 1;
      least = Math.max(least, short + Math.floor(rest / packing.weights[level]) * step);
    }
    least = Math.min(value, least);
    const optimal: boolean = !open && least === value;
    if (!optimal) open = true;
    rest -= packing.weights[level] * (value - short);
    levels.push({ value, bound: least, optimal });
  }
  return { parts: plan.parts, shipments: judge.shipments(plan.parts), levels, tiesSettled: false, steps };
}

/** What the units that no eligible stock can fill add to a level. */
export function shortfall(problem: Problem, scratch: Scratch, terms: LevelTerms): number {
  return problem.lines.reduce(
    (sum, { units }, line) => sum + (units - scratch.lineDemand[line]) * terms.unfilled(line),
    0,
  );
}

/** A bound that always holds: every unit at its cheapest, nothing paid for shipments. */
function alone(problem: Problem, scratch: Scratch, terms: LevelTerms): number {
  const { linePairStart, pairArm, armSource, lineDemand } = scratch;
  let sum = shortfall(problem, scratch, terms);
  for (let line = 0; line < problem.lines.length; line += 1) {
    let least = terms.unfilled(line);
    for (let pair = linePairStart[line]; pair < linePairStart[line + 1]; pair += 1) {
      least = Math.min(least, terms.unit(line, armSource[pairArm[pair]]));
    }
    sum += lineDemand[line] * least;
  }
  return sum;
}
