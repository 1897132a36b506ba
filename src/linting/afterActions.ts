/** After-actions: the first that fits is taken, so what comes later may never be. */
import type { Path } from '../model/issues';
import type { AfterAction } from '../model/types';
import { ALWAYS_TRUE, type LintContext, lintCondition, NEVER } from './context';
import { covers, isOver } from './effective';
import { ALWAYS, type Formula } from './formula';
import { type Part, pathsOf } from './parts';

export function lintAfterActions(context: LintContext, part: Part): void {
  const { findings, formulas } = context;
  const own = new Set(part.own.afterActions ?? []);
  const paths = pathsOf(context.document, 'afterActions');
  context.within([...part.path, 'afterActions'], 'after-actions', (possible) => {
    const earlier: { readonly action: AfterAction; readonly otherwise: Formula }[] = [];
    for (const action of own.size === 0 ? [] : part.edition.afterActions) {
      if (isOver(action, context.asOf)) continue;
      const path = paths.get(action) as Path;
      const when = action.when === undefined ? ALWAYS : formulas.of(action.when);
      const isNever = own.has(action) && lintWhen(action, path);
      const by = earlier.find((before) => takesAll(before.action, action) && possible.never(when, before.otherwise));
      const id = action.id;
      if (own.has(action) && !isNever && by !== undefined && !part.replacing.has(id))
        findings.add('shadowed', path, id, `"${by.action.id}" comes first wherever "${id}" fits`, { by: by.action.id });
      if (!part.unsettled.has(id)) earlier.push({ action, otherwise: formulas.not(when) });
    }

    function lintWhen({ id, when }: AfterAction, path: Path): boolean {
      if (when === undefined) return false;
      const at = [...path, 'when'];
      const { verdict } = lintCondition(context, possible, when, at, id);
      if (verdict === 'never') findings.add('never-true', at, id, NEVER);
      if (verdict === 'always') findings.add('always-true', at, id, ALWAYS_TRUE);
      return verdict === 'never';
    }
  });
}

/** By dates and reasons. */
function takesAll(before: AfterAction, action: AfterAction): boolean {
  if (!covers(before, action)) return false;
  return before.reasons === undefined || action.reasons?.every((reason) => before.reasons?.includes(reason)) === true;
}
