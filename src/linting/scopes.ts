/** Scopes that are never looked at, and steps of relaxation that change nothing. */
import type { Scope } from '../model/types';
import { canonical } from './canonical';
import { ALWAYS_TRUE, type LintContext, lintCondition, NEVER } from './context';
import { covers, isOver } from './effective';
import { type Formula, group, readsOf } from './formula';
import { partsOf } from './parts';

interface ScopeView {
  readonly scope: Scope;
  readonly when: Formula;
}

/** The first scope that fits is taken. One that reads the destination must fit every delivery group. */
export function lintScopes(context: LintContext): void {
  const { findings, document, formulas } = context;
  context.within(['rules', 'scopes'], 'scopes', (possible) => {
    const earlier: ScopeView[] = [];
    document.scopes.forEach((scope, place) => {
      const { id } = scope;
      const path = ['rules', 'scopes', place];
      const { formula: when, verdict } = lintCondition(context, possible, scope.when, [...path, 'when'], id);
      if (verdict === 'never') findings.add('never-true', [...path, 'when'], id, NEVER);
      if (verdict === 'always') findings.add('always-true', [...path, 'when'], id, ALWAYS_TRUE);
      const before = earlier.filter((each) => covers(each.scope, scope));
      const one = before.find((each) => possible.never(when, formulas.not(each.when)));
      const ordered = before.filter((each) => readsOrderOnly(each.when));
      const by = one === undefined ? ordered : [one];
      const none = group(
        'all',
        by.map((each) => formulas.not(each.when)),
      );
      if (verdict !== 'never' && by.length > 0 && possible.never(when, none)) {
        const ids = by.map((each) => each.scope.id);
        findings.add('shadowed', path, id, `earlier scopes take every order of "${id}"`, { by: ids });
      }
      if (!isOver(scope, context.asOf)) earlier.push({ scope, when });
    });
  });
}

/** Of several groups each may fit another scope; of an order, one fits or none. */
function readsOrderOnly(when: Formula): boolean {
  return [...readsOf(when)].every((field) => field.startsWith('order.'));
}

export function lintSteps({ findings, document }: LintContext): void {
  let before = document;
  for (const { path, edition } of partsOf(document).slice(1 + document.scopes.length)) {
    const step = document.relaxation[path[2] as number];
    if (canonical(edition) === canonical(before))
      findings.add('dead-rule', path, step.id, `"${step.id}" changes nothing`);
    before = edition;
  }
}
