/**
 * Goals: weights, tolerances, `balance`, presets. The sealed room against every plan there is, bugs put back on purpose, stories, and what
 * rules may ask. Random worlds have them too: `plan-oracle.test.ts`.
 */
import { InputError, planOrder, verifyPlan } from 'order-sourcing';
import { describe, expect, it } from 'vitest';
import type { RulesInput } from '../src/model/types';
import { createScratch, solve } from '../src/splitting/solve';
import { draw, planVerified, sketch } from './drawn';
import { faultsAgainst, isProven } from './oracle/compare';
import { bestPlan } from './oracle/exhaustive';
import { judge } from './oracle/judge-assignment';
import { type Patch, patchedSolver } from './oracle/patched-solver';
import { KINDS, type Kind, randomGoals } from './oracle/random-goals';
import type { Mode } from './oracle/random-problem';
import type { Solver } from './oracle/trial';

const TRIALS = 120;

function faultsOf(solver: Solver, seed: number, kind: Kind, mode?: Mode) {
  const problem = randomGoals(seed, kind, mode);
  const answer = solver(problem);
  const best = bestPlan(problem, 100_000);
  const faults = best === null ? judge(problem, answer) : faultsAgainst(problem, answer, best);
  const isUsed = answer.levels.some(({ value, bound }, place) => problem.levels[place].tolerance && value > bound);
  return { faults, isUsed, isRoomy: problem.budget > 1000, isProven: isProven(answer), isCompared: best !== null };
}

describe.each(KINDS)('the search of random problems with %s', (kind) => {
  it('finds the plan that an exhaustive search finds, to the last tie', { timeout: 60_000 }, () => {
    const scratch = createScratch();
    const count = { compared: 0, roomy: 0, proven: 0, used: 0 };
    for (let seed = 0; seed < TRIALS; seed += 1) {
      const {
        faults,
        isUsed,
        isRoomy,
        isProven: proven,
        isCompared,
      } = faultsOf((each) => solve(each, scratch), seed, kind);
      expect(faults, `seed ${seed}`).toEqual([]);
      if (isCompared) count.compared += 1;
      if (isUsed) count.used += 1;
      if (isRoomy) count.roomy += 1;
      if (isRoomy && proven) count.proven += 1;
    }
    expect(count.compared).toBeGreaterThanOrEqual(TRIALS * 0.98);
    expect(count.proven).toBeGreaterThanOrEqual(count.roomy * 0.99);
    if (kind !== 'weights' && kind !== 'balance') {
      expect(count.used, 'plans that make use of a tolerance').toBeGreaterThanOrEqual(TRIALS / 20);
    }
  });
});

interface GoalBug {
  readonly name: string;
  readonly why: string;
  readonly shows: RegExp;
  readonly kinds: readonly Kind[];
  /** Default: all in turn. */
  readonly modes?: readonly Mode[];
  readonly patches: readonly Patch[];
}

const PROOF = /above the optimum|is possible|another plan comes first|which its tolerance allows/;

const BUGS: readonly GoalBug[] = [
  {
    name: 'a share of the optimum rounded up',
    why: 'a tolerance that is not whole gives nothing beyond what is',
    shows: PROOF,
    kinds: ['lateWithin', 'tolerance'],
    patches: [['limits.ts', 'whole * milliPercent + Math.floor(', 'whole * milliPercent + Math.ceil(']],
  },
  {
    name: 'a tolerance of what was found last, not of the optimum',
    why: 'it is the level’s own optimum that it is of',
    shows: PROOF,
    kinds: ['lateWithin'],
    patches: [
      [
        'stages.ts',
        'Math.max(value, allowed(bound - added, tolerance) + added)',
        'allowed(allowed(bound - added, tolerance), tolerance) + added',
      ],
    ],
  },
  {
    name: 'a tolerance given away for nothing',
    why: 'where no later level gains the earlier one decides again',
    shows: PROOF,
    kinds: ['tolerance', 'fewWithin'],
    patches: [['stages.ts', 'if (tolerance !== undefined) stages.add(level, undefined);', 'void tolerance, level;']],
  },
  {
    name: 'a plan beyond the limit taken',
    why: 'the search must ask for every plan whether it keeps the limits',
    shows: PROOF,
    kinds: ['lateWithin'],
    patches: [['fence.ts', '|| !keeps(this.stage, this.call.scratch, parts)', '']],
  },
  {
    name: 'the limit not added to what a priced number may be',
    why: 'a plan may use all that the limit leaves',
    shows: PROOF,
    kinds: ['tolerance', 'mixed'],
    patches: [['fence.ts', 'sum + prices[place] * most, ofAim)', 'sum, ofAim)']],
  },
  {
    name: 'a bound that does not give the price of the limit back',
    why: 'the least of a priced sum is above the aim by what the limit is worth',
    shows: PROOF,
    kinds: ['lateWithin'],
    patches: [
      [
        'multipliers.ts',
        'answer.levels[stage.lead].bound - price * limits[place].most',
        'answer.levels[stage.lead].bound',
      ],
      ['fence.ts', 'if (left === Number.POSITIVE_INFINITY && !core.crowded) return', 'if (left < 0) return'],
    ],
  },
  {
    name: 'one service of a node for each line, within limits',
    why: 'a line may need two: one for the level, one for the limit',
    shows: PROOF,
    kinds: ['lateWithin'],
    patches: [['lay.ts', 'core.fence === null ? needed : Math.min(arms, countUnits(core))', 'needed']],
  },
  {
    name: 'services dominated on the levels, but not on the limits',
    why: 'the dearer one may be what keeps the limit',
    shows: PROOF,
    kinds: ['lateWithin'],
    patches: [
      ['fence.ts', '[...problem.levels, ...limits.map(({ level }) => level)];\n  if', '[problem.levels[0]];\n  if'],
    ],
  },
  {
    name: 'levels after a limit taken for levels that it does not change',
    why: 'without the limit they are worth less, and say nothing of what is possible within it',
    shows: PROOF,
    kinds: ['mixed'],
    patches: [
      ['tolerances.ts', 'findLed(call, problem, aims.slice(0, lead), limits)', 'findLed(call, problem, aims, limits)'],
      ['tolerances.ts', 'led.parts === undefined || aims.length === lead', 'aims.length >= 0'],
    ],
  },
  {
    name: 'a share of a place rounded down',
    why: 'in whole per mille, rounded up',
    shows: /said \d+, is \d+|above the optimum/,
    kinds: ['balance'],
    patches: [['gauges.ts', 'Math.ceil(((used', 'Math.floor(((used']],
  },
  {
    name: 'what a place had taken before not counted',
    why: 'it is as full as all orders make it',
    shows: /said \d+, is \d+/,
    kinds: ['balance'],
    patches: [['gauges.ts', '(used[gauge] + taken) * 1000', 'taken * 1000']],
  },
  {
    name: 'days not counted',
    why: 'a node is as full as its day',
    shows: /said \d+, is \d+/,
    kinds: ['balance'],
    patches: [['gauges.ts', 'if (day >= 0) most', 'if (day < -1) most']],
  },
  {
    name: 'freight counted once however much it weighs',
    why: 'what rate cells charge has the weight of the cost',
    shows: PROOF,
    kinds: ['weights'],
    patches: [
      ['packing.ts', 'weights[level] * terms[level].priced', 'weights[level] * Math.min(1, terms[level].priced)'],
    ],
  },
  {
    name: 'weights that forget the split fee',
    why: 'it is paid once less for each delivery group, at the weight of the cost',
    shows: /said -?\d+, is \d+|above the optimum|is possible/,
    kinds: ['weights'],
    patches: [['objective.ts', 'once: total(({ once }) => once),', 'once: 0,']],
  },
];

const MOST_TRIALS = 6000;

describe('a bug put back on purpose is found', () => {
  it.each(BUGS)('$name', { timeout: 120_000 }, async ({ kinds, modes, patches, shows }) => {
    const solver = await patchedSolver(patches);
    const isFound = (seed: number) =>
      faultsOf(solver, seed, kinds[seed % kinds.length], modes?.[seed % modes.length]).faults.some((fault) =>
        shows.test(fault),
      );
    const seeds = Array.from({ length: MOST_TRIALS }, (_, seed) => seed);
    expect(seeds.some(isFound)).toBe(true);
  });
});

const THREE = `dc   120 km  1000  tea 5, cup 5
               shop   3 km   520  tea 5
               mall   9 km   440  cup 5`;

describe('a tolerance', () => {
  const levels = (percent: number): RulesInput => ({
    objective: [{ goal: 'unfilled' }, { goal: 'cost', tolerance: { percent } }, { goal: 'shipments' }],
  });

  it('lets a later level decide within it', () => {
    expect(sketch(draw(THREE, '1 tea, 1 cup', {}, levels(4)))).toEqual([
      'mall ships 1 cup for 440',
      'shop ships 1 tea for 520',
    ]);
    const drawn = draw(THREE, '1 tea, 1 cup', {}, levels(5));
    expect(sketch(drawn)).toEqual(['dc ships 1 cup, 1 tea for 1000']);
    expect(planVerified(drawn).proof.levels).toEqual([
      { goal: 'unfilled', value: 0, status: 'optimal', bound: 0, gap: 0 },
      { goal: 'cost', value: 1_000_000, status: 'optimal', bound: 960_000, gap: 0.04 },
      { goal: 'shipments', value: 1, status: 'optimal', bound: 1, gap: 0 },
    ]);
  });

  it('is given away for something only', () => {
    const nodes = `dc   120 km  1000  tea 5
                   shop   3 km   999  tea 5`;
    expect(sketch(draw(nodes, '1 tea', {}, levels(50)))).toEqual(['shop ships 1 tea for 999']);
  });

  it('tolerance: units stay unfilled where a later level gains by it', () => {
    const rules: RulesInput = { objective: [{ goal: 'unfilled', tolerance: { amount: 1 } }, { goal: 'shipments' }] };
    expect(sketch(draw(THREE, '2 tea, 2 cup', {}, rules))).toEqual(['dc ships 2 cup, 2 tea for 1000']);
    const nodes = `shop   3 km   520  tea 5
                   mall   9 km   440  cup 5`;
    expect(sketch(draw(nodes, '2 tea, 1 cup', {}, rules))).toEqual([
      'shop ships 2 tea for 520',
      'unfilled 1 cup: tolerance',
    ]);
  });
});

describe('weights', () => {
  it('weigh goals against each other', () => {
    const nodes = `dc   100 km  500  tea 5
                   shop   3 km  600  tea 5`;
    const rules = (weight: number): RulesInput => ({
      objective: [
        { goal: 'unfilled' },
        {
          weights: [
            { goal: 'cost', weight: 1 },
            { goal: 'unitDistance', weight },
          ],
        },
      ],
    });
    // 100,000 milli more, or 97,000 m less.
    expect(sketch(draw(nodes, '1 tea', {}, rules(1)))).toEqual(['dc ships 1 tea for 500']);
    const drawn = draw(nodes, '1 tea', {}, rules(1.5));
    expect(sketch(drawn)).toEqual(['shop ships 1 tea for 600']);
    expect(planVerified(drawn).proof.levels[1]).toEqual({
      goal: '1×cost+1.5×unitDistance',
      value: 604_500_000,
      status: 'optimal',
      bound: 604_500_000,
      gap: 0,
    });
  });
});

describe('balance', () => {
  const nodes = `dc   120 km  500  tea 9  capacity 9
                 shop   3 km  700  tea 9  capacity 6`;

  it('leaves the fullest node of the plan as empty as can be', () => {
    const drawn = draw(nodes, '5 tea', {}, { objective: 'balanced' });
    expect(sketch(drawn)).toEqual(['dc ships 3 tea for 500', 'shop ships 2 tea for 700']);
    // Each a third: 2 of 6, 3 of 9.
    expect(planVerified(drawn).proof.levels[1]).toMatchObject({ goal: 'balance', value: 334, status: 'optimal' });
  });

  it('counts nothing of a node without a limit', () => {
    const drawn = draw(`${nodes}\n mall 50 km 900 tea 9`, '5 tea', {}, { objective: 'balanced' });
    expect(sketch(drawn)).toEqual(['mall ships 5 tea for 900']);
  });

  it('ranks nodes that it leaves out in the last ties', () => {
    const drawn = draw(
      `b   5 km  500  l0 1, l2 1  capacity 10
       c   5 km  500  l0 1, l3 1  capacity 10
       d   5 km  500  l1 1, l2 1  capacity 10
       dx  5 km  500  l0 1        capacity 4
       e   5 km  500  l1 1, l3 1  capacity 10`,
      '1 l0, 1 l1, 1 l2, 1 l3',
      {},
      { objective: [{ goal: 'unfilled' }, { goal: 'cost' }, { goal: 'balance' }] },
    );
    // b and e have ranks 1 + 5, c and d 2 + 3; without dx both would have 5, and b comes first.
    expect(sketch(drawn)).toEqual(['c ships 1 l0, 1 l3 for 500', 'd ships 1 l1, 1 l2 for 500']);
  });

  it('is judged by what other plans hold as well', () => {
    const drawn = draw(nodes, '3 tea', {}, { objective: 'balanced' });
    const plan = planVerified(drawn);
    const capacityClaims = [{ node: 'dc', units: 3 }];
    expect(verifyPlan(plan, { ...drawn, capacityClaims }).map(({ path }) => path.join('.'))).toEqual([
      'proof.levels.1.value',
    ]);
  });
});

describe('presets', () => {
  const nodes = `dc   120 km  1000  tea 5, cup 5  priority 2
                 shop   3 km   520  tea 5  priority 1
                 mall   9 km   400  cup 5  priority 1`;

  it.each([
    ['cheapest', ['mall ships 1 cup for 400', 'shop ships 1 tea for 520']],
    ['fewestShipments', ['dc ships 1 cup, 1 tea for 1000']],
    ['nearest', ['mall ships 1 cup for 400', 'shop ships 1 tea for 520']],
    ['priority', ['mall ships 1 cup for 400', 'shop ships 1 tea for 520']],
    ['onTime', ['mall ships 1 cup for 400', 'shop ships 1 tea for 520']],
  ] as const)('%s', (objective, expected) => {
    expect(sketch(draw(nodes, '1 tea, 1 cup', {}, { objective, unfilled: { perUnit: 5000 } }))).toEqual(expected);
  });
});

describe('what an objective may not say', () => {
  const issuesOf = (objective: unknown): string[] => {
    try {
      planOrder(draw(THREE, '1 tea', {}, { objective } as RulesInput));
    } catch (error) {
      if (error instanceof InputError) return error.issues.map(({ code, message }) => `${code} ${message}`);
      throw error;
    }
    return [];
  };
  const half = [
    { goal: 'cost', weight: 0.5 },
    { goal: 'unitDistance', weight: 1 },
  ];

  it.each([
    [[{}], 'must have exactly one of goal and weights'],
    [[{ goal: 'cost', weights: half }], 'must have exactly one of goal and weights'],
    [[{ weights: [half[0]] }, { goal: 'cost' }], 'rules.objective[0].weights'],
    [
      [{ weights: [half[0], half[0]] }],
      'rules.objective[0].weights[1].goal: "cost" is already at objective[0].weights[0]',
    ],
    [[{ weights: half }, { weights: [half[1], half[0]] }], 'rules.objective[1].weights'],
    [[{ weights: [half[0], { goal: 'balance', weight: 1 }] }], 'rules.objective[0].weights[1].goal: "balance" must be'],
    [[{ weights: [half[0], { goal: 'tier', weight: 1 }] }], 'weights[1]: "tier" needs tiers'],
    [[{ weights: [half[0], { goal: 'priority', weight: 1 }] }], 'needs a priority at every node'],
    [[{ weights: [half[0], { goal: 'shipments', weight: 0 }] }], 'weights[1].weight: 0'],
    [[{ weights: [half[0], { goal: 'shipments', weight: Number.NaN }] }], 'weights[1].weight: NaN'],
    [[{ weights: [half[0], { goal: 'shipments', weight: 0.0001 }] }], 'weights[1].weight: 0.0001'],
    [[{ weights: [half[0], { goal: 'shipments', weight: 1.00049 }] }], 'at most three decimals'],
    [[{ goal: 'cost', tolerance: {} }, { goal: 'shipments' }], 'must have percent, amount or both'],
    [[{ goal: 'cost', tolerance: 0.1 }, { goal: 'shipments' }], 'tolerance: 0.1'],
    [[{ goal: 'cost', tolerance: { percent: 1001 } }, { goal: 'shipments' }], 'tolerance.percent: 1001'],
    [[{ goal: 'cost', tolerance: { amount: 0.5 } }, { goal: 'shipments' }], 'tolerance.amount: 0.5'],
    [
      [{ goal: 'shipments' }, { goal: 'cost', tolerance: { percent: 1 } }],
      'objective[1].tolerance: is of the last level',
    ],
    [[{ goal: 'balance' }], 'needs a node with capacityUnits or capacityPerDay.units'],
    ['balanced', 'needs a node with capacityUnits or capacityPerDay.units'],
    ['priority', 'needs a priority at every node'],
    ['fewestShipment', 'Maybe "fewestShipments"?'],
    [[{ goal: 'constructor' }], 'rules.objective[0].goal: "constructor"'],
    [[{ goal: 'cost', __proto__x: 1 }], 'is not a known key'],
    [Array.from({ length: 9 }, () => ({ goal: 'cost' })), 'rules.objective'],
  ])('%j', (objective, message) => {
    const issues = issuesOf(objective);
    expect(
      issues.some((issue) => issue.includes(message)),
      issues.join('\n'),
    ).toBe(true);
  });
});
