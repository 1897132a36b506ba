import { type IssueList, maybe, type Path } from '../model/issues';
import { checkShape, indexIds, indexWords, refer } from '../model/references';
import type { Condition, CostRule, Network, Policy, Protection, RuleFunctions, Rules } from '../model/types';
import { DESTINATION, LINE, ORDER } from './condition';
import { changesWith, functionOf } from './factors';
import { checkObjective } from './objective';
import { policyReads } from './policies';

/** What a schema cannot see: references into the network, duplicates, tests that could never hold, objectives that contradict. */
export function checkRules(rules: Rules, network: Network, issues: IssueList, functions: RuleFunctions = {}): void {
  if (rules.currency !== undefined && rules.currency !== network.currency) {
    issues.add('currency', ['currency'], rules.currency, `is not the network's currency (${network.currency})`);
  }
  indexIds(rules.filters, ['filters'], issues);
  indexIds(rules.costs, ['costs'], issues);
  indexIds(rules.costTables, ['costTables'], issues);
  indexIds(rules.protection, ['protection'], issues);
  indexIds(rules.policies, ['policies'], issues);
  indexIds(rules.afterActions, ['afterActions'], issues);
  rules.filters.forEach((filter, f) => {
    for (const key of ['exclude', 'require'] as const) {
      const condition = filter[key];
      if (condition !== undefined) checkCondition(condition, ['filters', f, key], issues);
    }
  });
  rules.costs.forEach((cost, c) => {
    checkCost(cost, ['costs', c], issues);
    checkTimes(cost, functions, ['costs', c], issues);
  });
  rules.protection.forEach((protection, p) => {
    checkProtection(protection, ['protection', p], issues);
  });
  rules.policies.forEach((policy, p) => {
    checkPolicy(policy, ['policies', p], issues);
  });
  checkTables(rules, network, issues);
  checkTiers(rules, issues);
  checkObjective(rules, network, issues);
}

function checkCost(cost: Rules['costs'][number], path: Path, issues: IssueList): void {
  if (cost.when === undefined) return;
  checkCondition(cost.when, [...path, 'when'], issues);
  if (cost.perShipment === undefined) return;
  for (const field of fieldsIn(cost.when)) {
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

/** What a rule's amounts are multiplied by must be there, and be one number for all that the amount is for. */
function checkTimes(cost: CostRule, functions: RuleFunctions, path: Path, issues: IssueList): void {
  const { times } = cost;
  if (times === undefined) return;
  if ('function' in times) checkFunction(times, functions, [...path, 'times'], issues);
  const changes = changesWith(times, functions);
  if (cost.perShipment === undefined || (changes !== 'line' && changes !== 'stock')) return;
  const what = 'function' in times ? `the function "${times.function}", which` : `${times.of}, which`;
  const reason = `is per shipment, so it cannot be multiplied by ${what} is another for each line`;
  issues.add('invalid', [...path, 'perShipment'], cost.perShipment, reason, 'Maybe perLine?');
}

const ASKED = ['node', 'nodeDestination', 'nodeLine'];

function checkFunction(
  { function: name, params }: Extract<NonNullable<CostRule['times']>, { function: string }>,
  functions: RuleFunctions,
  path: Path,
  issues: IssueList,
): void {
  const given = functionOf(functions, name);
  if (given === undefined) {
    const hint = maybe(name, Object.keys(functions.costs ?? {}));
    issues.add(
      'unknown-reference',
      [...path, 'function'],
      name,
      'is no function among functions.costs of the router',
      hint,
    );
    return;
  }
  if (!ASKED.includes(given?.reads) || typeof given.factor !== 'function') {
    const reason = `must be a function among functions.costs with factor, and reads one of ${ASKED.join(', ')}`;
    issues.add('invalid', [...path, 'function'], name, reason);
    return;
  }
  if (params === undefined && given.params === undefined) return;
  const wrong = given.params === undefined ? 'are given, and the function takes none' : given.params(params ?? {});
  if (wrong !== undefined) issues.add('invalid', [...path, 'params'], undefined, wrong);
}

const PROTECTION_READS = /^(node|order|destination)\.|^line\.(sku|itemClass|attributes\..+)$/;

function checkProtection({ when }: Protection, path: Path, issues: IssueList): void {
  if (when === undefined) return;
  checkCondition(when, [...path, 'when'], issues);
  for (const field of fieldsIn(when)) {
    if (PROTECTION_READS.test(field)) continue;
    const reason =
      'cannot be read: stock is protected by node.*, order.*, destination.*, line.sku, line.itemClass and line.attributes only';
    issues.add('condition', [...path, 'when'], field, reason);
  }
}

function checkPolicy(policy: Policy, path: Path, issues: IssueList): void {
  const { when } = policy;
  if (when === undefined) return;
  checkCondition(when, [...path, 'when'], issues);
  const reads = policyReads(policy);
  const subjects = [
    ['order.', ORDER],
    ['destination.', DESTINATION],
    ['line.', LINE],
  ] as const;
  for (const field of fieldsIn(when)) {
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

function checkTiers({ tiers }: Rules, issues: IssueList): void {
  if (tiers === undefined) return;
  indexIds(tiers.list, ['tiers', 'list'], issues);
  tiers.list.forEach((tier, t) => {
    const path = ['tiers', 'list', t];
    checkCondition(tier.nodes, [...path, 'nodes'], issues);
    for (const field of fieldsIn(tier.nodes)) {
      if (!field.startsWith('node.'))
        issues.add('condition', [...path, 'nodes'], field, 'cannot be read: tiers group nodes by node.* only');
    }
    if (tiers.mode === 'soft' && tier.perUnit === undefined) {
      issues.add('missing', [...path, 'perUnit'], undefined, 'is missing: a soft tier has a cost per unit');
    }
  });
}

function checkCondition(condition: Condition, path: Path, issues: IssueList): void {
  if ('field' in condition) {
    const { op, value } = condition;
    const fits = valueFits(op, value);
    if (fits !== undefined) issues.add('condition', [...path, 'value'], value, `must be ${fits} for "${op}"`);
  } else if ('not' in condition) {
    checkCondition(condition.not, [...path, 'not'], issues);
  } else {
    const kind = 'all' in condition ? 'all' : 'any';
    const group = 'all' in condition ? condition.all : condition.any;
    group.forEach((each, index) => {
      checkCondition(each, [...path, kind, index], issues);
    });
  }
}

/** What the value should be, if it could never make the test true. */
function valueFits(op: string, value: unknown): string | undefined {
  switch (op) {
    case 'in':
    case 'notIn':
      return Array.isArray(value) ? undefined : 'a list';
    case 'exists':
      return typeof value === 'boolean' ? undefined : 'true or false';
    case 'prefix':
      return typeof value === 'string' ? undefined : 'text';
    case 'lt':
    case 'le':
    case 'gt':
    case 'ge':
      return typeof value === 'number' || typeof value === 'string' ? undefined : 'a number or text';
    default:
      return Array.isArray(value) ? 'one value, no list' : undefined;
  }
}

function fieldsIn(condition: Condition): string[] {
  if ('field' in condition) return [condition.field];
  if ('not' in condition) return fieldsIn(condition.not);
  return ('all' in condition ? condition.all : condition.any).flatMap(fieldsIn);
}
