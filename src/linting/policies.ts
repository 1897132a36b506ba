/** Policies that ask nothing, or only what a stricter one asks too. */
import type { Path } from '../model/issues';
import type { Policy } from '../model/types';
import { ALWAYS_TRUE, type LintContext, lintCondition, NEVER } from './context';
import { covers, isOver } from './effective';
import { ALWAYS, type Formula } from './formula';
import { type Part, pathsOf } from './parts';
import type { Possible } from './possible';

interface PolicyView {
  readonly policy: Policy;
  readonly path: Path;
  readonly when: Formula;
  readonly otherwise: Formula;
  readonly asks: Readonly<Record<string, unknown>>;
}

/** Limits of which the smaller is the stricter; all else is asked or not. */
const LIMITS = new Set(['maxShipments', 'maxShipmentsPerGroup', 'maxShipmentsPerLine']);
/** Asked twice, it is the same as asked once. */
const SETTLED = new Set([...LIMITS, 'shipComplete', 'noSplit']);

export function lintPolicies(context: LintContext, part: Part): void {
  const own = new Set(part.own.policies ?? []);
  if (own.size === 0) return;
  const paths = pathsOf(context.document, 'policies');
  context.within([...part.path, 'policies'], 'policies', (possible) => {
    const live: PolicyView[] = [];
    for (const policy of part.edition.policies) {
      if (isOver(policy, context.asOf)) continue;
      const path = paths.get(policy) as Path;
      if (own.has(policy) && !isAlive(context, possible, part, policy, path)) continue;
      live.push(viewPolicy(context, policy, path));
    }
    live.forEach((one, place) => {
      if (own.has(one.policy) && !part.replacing.has(one.policy.id))
        lintPolicy(context, possible, part, one, live, place);
    });
  });
}

function viewPolicy({ formulas }: LintContext, policy: Policy, path: Path): PolicyView {
  const { id: _, effective: __, when, ...asks } = policy;
  const formula = when === undefined ? ALWAYS : formulas.of(when);
  return { policy, path, when: formula, otherwise: formulas.not(formula), asks: asked(asks) };
}

/** Without what is said not to be asked. */
function asked(asks: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(asks).filter(([, what]) => what !== false && what !== undefined));
}

function isAlive(context: LintContext, possible: Possible, part: Part, policy: Policy, path: Path): boolean {
  const { id, when } = policy;
  const { findings } = context;
  const isIdle = Object.keys(viewPolicy(context, policy, path).asks).length === 0;
  if (isIdle && !part.replacing.has(id)) findings.add('dead-rule', path, id, `"${id}" asks nothing`);
  if (when === undefined) return !isIdle;
  const at = [...path, 'when'];
  const { verdict } = lintCondition(context, possible, when, at, id);
  if (verdict === 'never') findings.add('never-true', at, id, NEVER);
  if (verdict === 'always') findings.add('always-true', at, id, ALWAYS_TRUE);
  return !isIdle && verdict !== 'never';
}

/** Whether another policy asks as much wherever this one asks. Of two that ask the same the later is superfluous. */
function lintPolicy(
  { findings }: LintContext,
  possible: Possible,
  { unsettled }: Part,
  one: PolicyView,
  live: readonly PolicyView[],
  place: number,
): void {
  const covered = (inner: PolicyView, outer: PolicyView) =>
    covers(outer.policy, inner.policy) &&
    isWeaker(inner.asks, outer.asks) &&
    possible.never(inner.when, outer.otherwise);
  const by = live.find((other, otherPlace) => {
    if (other === one || unsettled.has(other.policy.id) || !covered(one, other)) return false;
    return otherPlace < place || !covered(other, one);
  });
  if (by === undefined) return;
  const [id, other] = [one.policy.id, by.policy.id];
  if (covered(by, one)) findings.add('duplicate', one.path, id, `"${id}" asks the same as "${other}"`, { by: other });
  else findings.add('shadowed', one.path, id, `"${id}" asks no more than "${other}" asks anyway`, { by: other });
}

function isWeaker(asks: PolicyView['asks'], than: PolicyView['asks']): boolean {
  return Object.entries(asks).every(([ask, what]) => {
    if (!SETTLED.has(ask) || !Object.hasOwn(than, ask)) return false;
    return LIMITS.has(ask) ? (what as number) >= (than[ask] as number) : what === than[ask];
  });
}
