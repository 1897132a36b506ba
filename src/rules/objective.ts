import type { IssueList } from '../model/issues';
import type { Goal, Network, Rules } from '../model/types';

/** One level of the objective. `tiersUpTo` counts order units not served from tiers ≤ `tier`. */
export type ObjectiveLevel = { readonly goal: Goal } | { readonly goal: 'tiersUpTo'; readonly tier: number };

/** The levels that the rules ask for, in order: presets spelled out, `unfilled` in front, hard tiers right after it. */
export function objectiveLevels(rules: Rules, tiers: number): ObjectiveLevel[] {
  const levels: ObjectiveLevel[] = goalsOf(rules).map((goal) => ({ goal }));
  if (rules.tiers?.mode !== 'hard') return levels;
  const hard = Array.from({ length: tiers - 1 }, (_, index) => ({ goal: 'tiersUpTo' as const, tier: index + 1 }));
  levels.splice(1, 0, ...hard);
  return levels;
}

function goalsOf({ objective }: Rules): Goal[] {
  if (objective === 'landedCost') return ['cost'];
  if (objective === 'fillFirst') return ['unfilled', 'cost'];
  const goals = objective.map((level) => level.goal);
  if (goals[0] === 'cost' || goals[0] === 'unfilled') return goals;
  return ['unfilled', ...goals];
}

/** Whether the cost is compared first, so that every line needs a price for what is not filled. */
export function isCostFirst(rules: Rules): boolean {
  return goalsOf(rules)[0] === 'cost';
}

export function checkObjective(rules: Rules, network: Network, issues: IssueList): void {
  const { objective, tiers } = rules;
  const goals = typeof objective === 'string' ? [] : objective.map((level) => level.goal);
  goals.forEach((goal, level) => {
    const first = goals.indexOf(goal);
    if (first < level) issues.add('duplicate', ['objective', level, 'goal'], goal, `is already at objective[${first}]`);
  });
  if (goals.includes('tier') && tiers === undefined) {
    issues.add('objective', ['objective', goals.indexOf('tier')], 'tier', 'needs tiers, and the rules have none');
  }
  if (tiers?.mode === 'hard' && (objective === 'landedCost' || goals[0] === 'cost')) {
    const reason = 'begins with the cost, but hard tiers come right after unfilled';
    issues.add('objective', ['objective'], undefined, reason, 'Maybe "fillFirst", or tiers of mode "soft"?');
  }
  if (!goals.includes('priority')) return;
  network.nodes.forEach((node, n) => {
    if (node.priority !== undefined) return;
    issues.add(
      'objective',
      ['objective', goals.indexOf('priority')],
      'priority',
      `needs a priority at every node; nodes[${n}] (${node.id}) has none`,
    );
  });
}
