import type { IssueList, Path } from '../model/issues';
import { checkShape, indexIds, indexWords, refer } from '../model/references';
import type { Network, Policy, RuleFunctions, Rules } from '../model/types';
import { checkCondition, type Vocabulary } from './checkCondition';
import { DESTINATION, LINE, ORDER } from './condition';
import { fieldsIn } from './fields';
import { checkObjective } from './objective';
import { policyReads } from './policies';

/** What a schema cannot see: references into the network, duplicates, tests that could never hold, objectives that contradict. */
export function checkRules(rules: Rules, network: Network, issues: IssueList, functions: RuleFunctions): void {
  const known = { attributes: rules.attributes, functions };
  if (rules.currency !== undefined && rules.currency !== network.currency) {
    issues.add('currency', ['currency'], rules.currency, `is not the network's currency (${network.currency})`);
  }
  indexIds(rules.filters, ['filters'], issues);
  indexIds(rules.costs, ['costs'], issues);
  indexIds(rules.costTables, ['costTables'], issues);
  indexIds(rules.policies, ['policies'], issues);
  indexIds(rules.afterActions, ['afterActions'], issues);
  rules.filters.forEach((filter, f) => {
    for (const key of ['exclude', 'require'] as const) {
      const condition = filter[key];
      if (condition !== undefined) checkCondition(condition, ['filters', f, key], issues, known);
    }
  });
  rules.costs.forEach((cost, c) => {
    checkCost(cost, ['costs', c], issues, known);
  });
  rules.policies.forEach((policy, p) => {
    checkPolicy(policy, ['policies', p], issues, known);
  });
  checkTables(rules, network, issues);
  checkTiers(rules, issues, known);
  checkObjective(rules, network, issues);
}

function checkCost(cost: Rules['costs'][number], path: Path, issues: IssueList, known: Vocabulary): void {
  if (cost.when === undefined) return;
  checkCondition(cost.when, [...path, 'when'], issues, known);
  if (cost.perShipment === undefined) return;
  for (const field of fieldsIn(cost.when, known.functions)) {
    if (!field.startsWith('line.')) continue;
    const hint = 'Maybe perLine?';
    issues.add(
      'condition',
      [...path, 'perShipment'],
      undefined,
      `is per shipment, so its condition cannot read ${field}`,
      hint,
    );
  }
}

function checkPolicy(policy: Policy, path: Path, issues: IssueList, known: Vocabulary): void {
  const { when } = policy;
  if (when === undefined) return;
  checkCondition(when, [...path, 'when'], issues, known);
  const reads = policyReads(policy);
  const subjects = [
    ['order.', ORDER],
    ['destination.', DESTINATION],
    ['line.', LINE],
  ] as const;
  for (const field of fieldsIn(when, known.functions)) {
    if (field === 'order.level') {
      const why = 'cannot be read by a policy: a checkout offers several levels for what it asks once';
      issues.add('condition', [...path, 'when'], field, why);
      continue;
    }
    if (subjects.some(([subject, bit]) => field.startsWith(subject) && (reads & bit) !== 0)) continue;
    const able = subjects.filter(([, bit]) => (reads & bit) !== 0).map(([subject]) => `${subject}*`);
    issues.add(
      'condition',
      [...path, 'when'],
      field,
      `cannot be read: what this policy asks is decided by ${able.join(', ')} only`,
    );
  }
}

function checkTables(rules: Rules, network: Network, issues: IssueList): void {
  const nodes = new Map(network.nodes.map((node) => [node.id, node]));
  rules.costTables.forEach((table, t) => {
    const path = ['costTables', t];
    indexWords(table.nodes, [...path, 'nodes'], issues);
    indexWords(table.keys, [...path, 'keys'], issues);
    table.nodes.forEach((id, row) => {
      refer(nodes, id, [...path, 'nodes', row], 'node', issues);
    });
    checkShape(table.perUnit, table.nodes.length, table.keys.length, [...path, 'perUnit'], issues);
  });
}

function checkTiers({ tiers }: Rules, issues: IssueList, known: Vocabulary): void {
  if (tiers === undefined) return;
  indexIds(tiers.list, ['tiers', 'list'], issues);
  tiers.list.forEach((tier, t) => {
    const path = ['tiers', 'list', t];
    checkCondition(tier.nodes, [...path, 'nodes'], issues, known);
    for (const field of fieldsIn(tier.nodes, known.functions)) {
      if (!field.startsWith('node.'))
        issues.add('condition', [...path, 'nodes'], field, 'cannot be read: tiers group nodes by node.* only');
    }
    if (tiers.mode === 'soft' && tier.perUnit === undefined) {
      issues.add('missing', [...path, 'perUnit'], undefined, 'is missing: a soft tier has a cost per unit');
    }
  });
}
