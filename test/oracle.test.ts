/**
 * The exhaustive oracle itself, against something plainer still: every list of parts there is, each judged as an answer would be.
 */
import { describe, expect, it } from 'vitest';
import type { Assignment, Problem } from '../src/splitting/problem';
import { bestPlan } from './oracle/exhaustive';
import { closingValues, compareParts, faultsOfPlan, levelValue } from './oracle/judge-assignment';
import { randomProblem } from './oracle/random-problem';

type Parts = Assignment['parts'];

describe('the exhaustive oracle', () => {
  it('finds the plan that the judge likes best, to the last tie', () => {
    let judged = 0;
    for (let seed = 0; judged < 150; seed += 1) {
      const problem = randomProblem(seed);
      if (listsOf(problem) > 10_000) continue;
      judged += 1;
      expect(bestPlan(problem)?.parts, `seed ${seed}`).toEqual(bestOfAllLists(problem));
    }
  });

  it('gives up above its limit', () => {
    expect(bestPlan(randomProblem(7, 'plain', 'large'), 10)).toBeNull();
  });
});

function listsOf(problem: Problem): number {
  return problem.lines.reduce((lists, line) => lists * (line.units + 1) ** problem.sources, 1);
}

function bestOfAllLists(problem: Problem): Parts {
  let best: Parts | null = null;
  let bestVector: number[] = [];
  for (let index = 0; index < listsOf(problem); index += 1) {
    const parts = listAt(problem, index);
    if (faultsOfPlan(problem, parts).length > 0) continue;
    const vector = [
      ...problem.levels.map((level) => levelValue(problem, level, parts)),
      ...closingValues(problem, parts),
    ];
    if (best !== null && (compareVectors(vector, bestVector) || compareParts(parts, best)) >= 0) continue;
    [best, bestVector] = [parts, vector];
  }
  return best ?? [];
}

/** The digits of the index are the units of each pair of line and source. */
function listAt(problem: Problem, index: number): Parts {
  const parts: Parts[number][] = [];
  for (const [line, { units: most }] of problem.lines.entries()) {
    for (let source = 0; source < problem.sources; source += 1) {
      const units = index % (most + 1);
      index = (index - units) / (most + 1);
      if (units > 0) parts.push({ line, source, units });
    }
  }
  return parts;
}

function compareVectors(a: readonly number[], b: readonly number[]): number {
  const index = a.findIndex((value, level) => value !== b[level]);
  return index < 0 ? 0 : a[index] - b[index];
}
