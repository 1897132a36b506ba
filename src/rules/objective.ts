import type { IssueList, Path } from '../model/issues';
import type { AskedLevel, Goal, Network, Preset, Rules, SumGoal, Tolerance } from '../model/types';

/** See the levels of a problem: what the search knows of tolerances and weights. */
export interface LevelTolerance {
  readonly amount: number;
  readonly milliPercent: number;
}

/** One level of the objective. `tiersUpTo` counts order units not served from tiers ≤ `tier`; a `factor` is in 1/1000. */
export type ObjectiveLevel = (
  | { readonly goal: Goal }
  | { readonly goal: 'tiersUpTo'; readonly tier: number }
  | {
      readonly goal: 'weighted';
      readonly weights: readonly { readonly level: { readonly goal: SumGoal }; readonly factor: number }[];
    }
) & { readonly tolerance?: LevelTolerance };

const PRESETS: Readonly<Record<Preset, readonly Goal[]>> = {
  landedCost: ['cost'],
  cheapest: ['cost'],
  fillFirst: ['unfilled', 'cost'],
  onTime: ['unfilled', 'lateness', 'cost'],
  fewestShipments: ['unfilled', 'shipments', 'cost'],
  nearest: ['unfilled', 'unitDistance', 'cost'],
  priority: ['unfilled', 'priority', 'cost'],
  balanced: ['unfilled', 'balance', 'cost'],
};

/** As asked for: a preset spelled out. */
function askedLevels({ objective }: Rules): readonly AskedLevel[] {
  return typeof objective === 'string' ? PRESETS[objective].map((goal) => ({ goal })) : objective;
}

/** The levels that the rules ask for, in order: `unfilled` in front, hard tiers right after it. */
export function objectiveLevels(rules: Rules, tiers: number): ObjectiveLevel[] {
  const levels = askedLevels(rules).map(levelOf);
  if (levels[0].goal !== 'unfilled' && levels[0].goal !== 'cost') levels.unshift({ goal: 'unfilled' });
  if (rules.tiers?.mode !== 'hard') return levels;
  const hard = Array.from({ length: tiers - 1 }, (_, index) => ({ goal: 'tiersUpTo' as const, tier: index + 1 }));
  levels.splice(1, 0, ...hard);
  return levels;
}

function levelOf({ goal, weights, tolerance }: AskedLevel): ObjectiveLevel {
  const within = tolerance === undefined ? {} : { tolerance: toleranceOf(tolerance) };
  if (goal !== undefined) return { goal, ...within };
  const sorted = [...(weights ?? [])].sort((a, b) => (a.goal < b.goal ? -1 : 1));
  const factors = sorted.map((each) => ({ level: { goal: each.goal }, factor: Math.round(each.weight * 1000) }));
  return { goal: 'weighted', weights: factors, ...within };
}

function toleranceOf({ amount = 0, percent = 0 }: Tolerance): LevelTolerance {
  return { amount, milliPercent: Math.round(percent * 1000) };
}

/** Whether a level counts the goal, alone or among others. */
export function asksFor(levels: readonly ObjectiveLevel[], goal: Goal): boolean {
  return levels.some((level) =>
    level.goal === 'weighted' ? level.weights.some((weight) => weight.level.goal === goal) : level.goal === goal,
  );
}

/** Whether the cost is compared first, so that every line needs a price for what is not filled. */
export function isCostFirst(rules: Rules): boolean {
  return askedLevels(rules)[0].goal === 'cost';
}

export function checkObjective(rules: Rules, network: Network, issues: IssueList): void {
  const levels = askedLevels(rules);
  const isPreset = typeof rules.objective === 'string';
  checkRepeats(levels, issues);
  levels.forEach(({ goal, weights, tolerance }, place) => {
    const path = isPreset ? ['objective'] : ['objective', place];
    if (goal !== undefined) checkGoal(goal, path, rules, network, issues);
    weights?.forEach((weight, at) => {
      checkGoal(weight.goal, [...path, 'weights', at], rules, network, issues);
    });
    if (tolerance === undefined || place < levels.length - 1) return;
    const hint = 'Maybe a level after it, which may use the tolerance?';
    issues.add(
      'objective',
      [...path, 'tolerance'],
      undefined,
      'is of the last level, so that nothing gains by it',
      hint,
    );
  });
  if (rules.tiers?.mode === 'hard' && levels[0].goal === 'cost') {
    const reason = 'begins with the cost, but hard tiers come right after unfilled';
    issues.add('objective', ['objective'], undefined, reason, 'Maybe "fillFirst", or tiers of mode "soft"?');
  }
}

/** A goal twice, as a level or among the weights of one; weights that are another level's. */
function checkRepeats(levels: readonly AskedLevel[], issues: IssueList): void {
  const goals = levels.map(({ goal }) => goal);
  const signs = levels.map(({ weights }) =>
    weights === undefined ? undefined : JSON.stringify(weights.map(({ goal, weight }) => [goal, weight]).sort()),
  );
  levels.forEach(({ goal, weights }, level) => {
    const first = goal === undefined ? signs.indexOf(signs[level]) : goals.indexOf(goal);
    const key = goal === undefined ? 'weights' : 'goal';
    if (first < level) issues.add('duplicate', ['objective', level, key], goal, `is already at objective[${first}]`);
    weights?.forEach((weight, at) => {
      const before = weights.findIndex((other) => other.goal === weight.goal);
      if (before === at) return;
      const path = ['objective', level, 'weights', at, 'goal'];
      issues.add('duplicate', path, weight.goal, `is already at objective[${level}].weights[${before}]`);
    });
  });
}

/** What a goal needs of the rules and of the nodes. */
function checkGoal(goal: Goal, path: Path, { tiers }: Rules, network: Network, issues: IssueList): void {
  if (goal === 'tier' && tiers === undefined) {
    issues.add('objective', path, goal, 'needs tiers, and the rules have none');
  }
  const isLimited = network.nodes.some(
    ({ capacityUnits, capacityPerDay }) => capacityUnits !== undefined || capacityPerDay?.units !== undefined,
  );
  if (goal === 'balance' && !isLimited) {
    issues.add('objective', path, goal, 'needs a node with capacityUnits or capacityPerDay.units, and there is none');
  }
  if (goal !== 'priority') return;
  network.nodes.forEach((node, n) => {
    if (node.priority !== undefined) return;
    issues.add('objective', path, goal, `needs a priority at every node; nodes[${n}] (${node.id}) has none`);
  });
}
