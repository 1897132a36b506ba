/**
 * What is wrong with a rule document that is valid: rules that never hold, that others make superfluous, that leave nothing, words that the network
 * does not know. It needs rules and network only, so that an admin page can say it while the rules are written. Changes nothing and plans
 * nothing, but for sample orders.
 */
import { readNetwork, readPlanOptions, readRules } from '../input';
import { SourcingError } from '../model/errors';
import { IssueList, type Path } from '../model/issues';
import type { Inventory, Network, NetworkInput, OrderInput, RuleFunctions, Rules, RulesInput } from '../model/types';
import { createRouter } from '../router';
import { indexNetwork } from '../sourcing/network';
import { lintAfterActions } from './afterActions';
import { LintContext } from './context';
import { lintCosts } from './costs';
import { isOver } from './effective';
import { lintFilters, viewFilters } from './filters';
import { type Finding, FindingList } from './findings';
import { addIssues } from './issues';
import { type Part, partsOf, RULE_LISTS } from './parts';
import { lintPolicies } from './policies';
import { lintSamples, type Samples } from './samples';
import { lintScopes, lintSteps } from './scopes';
import { lintTiers } from './tiers';
import { lintValues } from './values';

export interface LintOptions {
  /** Rules that are over at that instant are dead; also when the samples are planned. ISO 8601 in UTC. */
  readonly asOf?: string;
  /** Samples, planned on `inventory` at `asOf`. */
  readonly orders?: readonly OrderInput[];
  readonly inventory?: Inventory;
  /** The caller's own, which conditions name. */
  readonly functions?: RuleFunctions;
}

/**
 * Findings in the order of the document. A document that is not valid has its issues as findings.
 * @throws InputError for options that are wrong
 */
export function lintRules(rules: RulesInput, network: NetworkInput, options: LintOptions = {}): Finding[] {
  const samples = samplesIn(options);
  const asOf = options.asOf === undefined ? undefined : Date.parse(readPlanOptions({ asOf: options.asOf }).asOf);
  const findings = new FindingList();
  try {
    // It reads and checks both, and throws every issue.
    const router = createRouter(
      { network, rules },
      options.functions === undefined ? {} : { functions: options.functions },
    );
    const document = (readRules(rules) as { value: Rules }).value;
    const index = indexNetwork((readNetwork(network) as { value: Network }).value);
    lintDocument(new LintContext(document, index, asOf, findings));
    if (samples !== undefined) lintSamples(router, document, samples, findings);
  } catch (error) {
    if (!SourcingError.is(error)) throw error;
    addIssues(findings, error);
  }
  return findings.sorted();
}

function samplesIn({ orders, inventory, asOf }: LintOptions): Samples | undefined {
  if (orders === undefined) return undefined;
  if (inventory !== undefined && asOf !== undefined) return { orders, inventory, asOf };
  const issues = new IssueList('options');
  if (inventory === undefined) issues.add('missing', ['inventory'], undefined, 'is missing: orders are planned on it');
  if (asOf === undefined) issues.add('missing', ['asOf'], undefined, 'is missing: orders are planned at an instant');
  throw issues.toError();
}

function lintDocument(context: LintContext): void {
  const view = viewFilters(context);
  for (const part of partsOf(context.document)) {
    lintDates(context, part);
    lintFilters(context, part, view);
    lintCosts(context, part);
    lintPolicies(context, part);
    lintAfterActions(context, part);
    lintTiers(context, part, view);
    lintValues(context, part);
  }
  lintScopes(context);
  lintSteps(context);
}

/** What is over. */
function lintDates({ findings, asOf }: LintContext, { own, path }: Part): void {
  const over = (rule: Pick<Rules, 'effective'>, at: Path, id: string | null): void => {
    const until = rule.effective?.until;
    if (until === undefined || !isOver(rule, asOf)) return;
    findings.add('dead-rule', [...at, 'effective', 'until'], id, `is over since ${until}`, { until });
  };
  over(own, path, path.length === 1 ? null : own.id);
  for (const list of RULE_LISTS)
    own[list]?.forEach((rule, place) => {
      over(rule, [...path, list, place], rule.id);
    });
}
