/** Costs and tables of costs that never charge anything, or that are there twice. */
import type { Rules } from '../model/types';
import { canonical } from './canonical';
import { ALWAYS_TRUE, type LintContext, lintCondition, NEVER } from './context';
import { mayReadDistance, readsOf } from './formula';
import type { Part } from './parts';

type CostRule = Rules['costs'][number];

export function lintCosts(context: LintContext, part: Part): void {
  const { findings } = context;
  const first = new Map<string, string>();
  context.within([...part.path, 'costs'], 'costs', (possible) => {
    part.own.costs?.forEach((cost, place) => {
      const { id, when } = cost;
      const path = [...part.path, 'costs', place];
      let needsDistance = false;
      if (when !== undefined) {
        const { formula, verdict } = lintCondition(context, possible, when, [...path, 'when'], id);
        // Then it rules out pairs whose distance is unknown.
        needsDistance = context.refusesUnknownDistance && mayReadDistance(readsOf(formula));
        if (verdict === 'never') findings.add('never-true', [...path, 'when'], id, NEVER);
        if (verdict === 'always') findings.add('always-true', [...path, 'when'], id, ALWAYS_TRUE);
      }
      if (isFree(cost) && !needsDistance && !part.replacing.has(id))
        findings.add('dead-rule', path, id, `"${id}" costs nothing`);
      const { id: _, ...says } = cost;
      const key = canonical(says);
      const by = first.get(key);
      if (by === undefined) first.set(key, id);
      else findings.add('duplicate', path, id, `"${id}" says the same as "${by}": both are charged`, { by });
    });
  });
  part.own.costTables?.forEach(({ id, perUnit, missing }, place) => {
    if (
      part.replacing.has(id) ||
      missing !== 'free' ||
      perUnit.some((row) => row.some((price) => price !== null && price !== 0))
    )
      return;
    findings.add('dead-rule', [...part.path, 'costTables', place], id, `"${id}" costs nothing`);
  });
}

/** Every amount is zero or absent. What is no plain amount may be worth something. */
function isFree({ id: _, when: __, effective: ___, ...amounts }: CostRule): boolean {
  return Object.values(amounts).every((amount) => amount === 0 || amount === undefined);
}
