import { IssueList, type Path } from '../model/issues';
import { checkShape, indexIds, indexWords, refer } from '../model/references';
import type { Condition, CostRule, Network, Policy, Relaxation, RuleFunctions, Rules, Scope } from '../model/types';
import { checkCall, checkCondition, type Vocabulary } from './checkCondition';
import { DESTINATION, LINE } from './condition';
import { changed, namesIn } from './editions';
import { changesWith } from './factors';
import { costFunctionNamed, fieldsIn } from './fields';
import { checkObjective } from './objective';
import { policyReads } from './policies';

/** What a schema cannot see: references into the network, duplicates, tests that could never hold, objectives that contradict. */
export function checkRules(rules: Rules, network: Network, issues: IssueList, functions: RuleFunctions): void {
  const known = { attributes: rules.attributes, functions };
  if (rules.currency !== undefined && rules.currency !== network.currency) {
    issues.add('currency', ['currency'], rules.currency, `is not the network's currency (${network.currency})`);
  }
  checkParts({ ...rules, tiers: rules.tiers }, network, issues, known);
  checkObjective(rules, network, issues);
  indexIds(rules.scopes, ['scopes'], issues);
  indexIds(rules.relaxation, ['relaxation'], issues);
  rules.scopes.forEach((scope, place) => {
    const own = changesAt('scopes', place);
    checkReads(scope.when, ['order.', 'destination.'], 'scopes choose orders', ['when'], own, known);
    checkNoLevel(scope.when, ['when'], own, known);
    rules.relaxation.reduce(
      (document, step) => {
        const edition = changed(document, step);
        checkChangedObjective(edition, step, network, own);
        return edition;
      },
      checkChanges(rules, scope, network, own, known),
    );
    issues.addAll(own);
  });
  checkSteps(rules, network, issues, known);
}

/** Steps of relaxation, each after those before it. */
function checkSteps(rules: Rules, network: Network, issues: IssueList, known: Vocabulary): void {
  rules.relaxation.reduce((document, step, place) => {
    const own = changesAt('relaxation', place);
    const edition = checkChanges(document, step, network, own, known);
    issues.addAll(own);
    return edition;
  }, rules);
}

function changesAt(list: 'scopes' | 'relaxation', place: number): IssueList {
  return new IssueList(`rules.${list}[${place}]`, ['rules', list, place]);
}

/** @returns the document with the changes */
function checkChanges(
  document: Rules,
  changes: Scope | Relaxation,
  network: Network,
  issues: IssueList,
  known: Vocabulary,
): Rules {
  const names = new Map(namesIn(document).map((name) => [name, 0]));
  changes.without?.forEach((name, place) => {
    refer(names, name, ['without', place], 'rule or part of the rules', issues);
  });
  const {
    filters = [],
    costs = [],
    costTables = [],
    protection = [],
    policies = [],
    afterActions = [],
    tiers,
  } = changes;
  checkParts({ filters, costs, costTables, protection, policies, afterActions, tiers }, network, issues, known);
  const edition = changed(document, changes);
  checkChangedObjective(edition, changes, network, issues);
  return edition;
}

/** What the document's own objective lacks was said already. */
function checkChangedObjective(
  edition: Rules,
  { objective, tiers, without }: Scope | Relaxation,
  network: Network,
  issues: IssueList,
): void {
  const names = ['objective', 'tiers'];
  const isChanged = objective !== undefined || tiers !== undefined || without?.some((name) => names.includes(name));
  if (isChanged === true) checkObjective(edition, network, issues);
}

type Parts = Pick<Rules, 'filters' | 'costs' | 'costTables' | 'protection' | 'policies' | 'afterActions'> & {
  readonly tiers: Rules['tiers'];
};

/** Rules one by one. */
function checkParts(rules: Parts, network: Network, issues: IssueList, known: Vocabulary): void {
  for (const list of ['filters', 'costs', 'costTables', 'protection', 'policies', 'afterActions'] as const)
    indexIds(rules[list], [list], issues);
  rules.filters.forEach((filter, f) => {
    for (const key of ['exclude', 'require'] as const) {
      const condition = filter[key];
      if (condition !== undefined) checkCondition(condition, ['filters', f, key], issues, known);
    }
  });
  rules.costs.forEach((cost, c) => {
    checkCost(cost, ['costs', c], issues, known);
    checkTimes(cost, ['costs', c], issues, known);
  });
  rules.protection.forEach(({ when }, p) => {
    const what = 'stock is protected';
    if (when !== undefined) checkReads(when, PROTECTION_READS, what, ['protection', p, 'when'], issues, known);
  });
  rules.policies.forEach((policy, p) => {
    checkPolicy(policy, ['policies', p], issues, known);
  });
  rules.afterActions.forEach(({ when }, a) => {
    const what = 'after-actions are for lines';
    if (when !== undefined)
      checkReads(when, ['order.', 'destination.', 'line.'], what, ['afterActions', a, 'when'], issues, known);
  });
  checkTables(rules, network, issues);
  checkTiers(rules, issues, known);
}

/** A condition that may read fields of some subjects only. @param what says why, as the beginning of a sentence */
function checkReads(
  condition: Condition,
  subjects: readonly string[],
  what: string,
  path: Path,
  issues: IssueList,
  known: Vocabulary,
): void {
  checkCondition(condition, path, issues, known);
  for (const field of fieldsIn(condition, known.functions)) {
    if (subjects.some((subject) => field.startsWith(subject))) continue;
    const able = subjects.map((subject) => (subject.endsWith('.') ? `${subject}*` : subject)).join(', ');
    issues.add('condition', path, field, `cannot be read: ${what}, by ${able} only`);
  }
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

/** What a rule's amounts are multiplied by must be there, and be one number for all that the amount is for. */
function checkTimes(cost: CostRule, path: Path, issues: IssueList, { functions }: Vocabulary): void {
  const { times } = cost;
  if (times === undefined) return;
  if ('function' in times) {
    const named = costFunctionNamed(functions, times.function);
    checkCall(times, named, 'costs', [...path, 'times'], issues, functions);
  }
  const changes = changesWith(times, functions);
  if (cost.perShipment === undefined || (changes !== 'line' && changes !== 'stock')) return;
  const what = 'function' in times ? `the function "${times.function}", which` : `${times.of}, which`;
  const reason = `is per shipment, so it cannot be multiplied by ${what} is another for each line`;
  issues.add('invalid', [...path, 'perShipment'], cost.perShipment, reason, 'Maybe perLine?');
}

const PROTECTION_READS = ['node.', 'order.', 'destination.', 'line.sku', 'line.itemClass', 'line.attributes.'];

function checkPolicy(policy: Policy, path: Path, issues: IssueList, known: Vocabulary): void {
  if (policy.when === undefined) return;
  const reads = policyReads(policy);
  const subjects = ['order.', ...(reads & DESTINATION ? ['destination.'] : []), ...(reads & LINE ? ['line.'] : [])];
  checkReads(policy.when, subjects, 'what this policy asks is decided', [...path, 'when'], issues, known);
  checkNoLevel(policy.when, [...path, 'when'], issues, known);
}

/** A checkout offers several levels for what is decided once. */
function checkNoLevel(condition: Condition, path: Path, issues: IssueList, known: Vocabulary): void {
  if (!fieldsIn(condition, known.functions).includes('order.level')) return;
  const why = 'cannot be read here: a checkout offers several levels for what is decided once';
  issues.add('condition', path, 'order.level', why);
}

function checkTables(rules: Parts, network: Network, issues: IssueList): void {
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

function checkTiers({ tiers }: Parts, issues: IssueList, known: Vocabulary): void {
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
