/** Tiers that no node is in: none meets the condition, earlier tiers have them all, or filters take them. */
import type { Rules } from '../model/types';
import { type Bits, bitsOf, either, except, isApart, isEmpty, isWithin } from './bits';
import { type LintContext, lintCondition, NEVER } from './context';
import type { FilterView } from './filters';
import type { Part } from './parts';

type Filter = Rules['filters'][number];

export function lintTiers(context: LintContext, part: Part, view: (filter: Filter) => FilterView): void {
  const { tiers } = part.own;
  if (tiers === undefined) return;
  const at = [...part.path, 'tiers', 'list'];
  context.within(at, 'tiers', (possible) => {
    let taken: Bits = bitsOf(context.index.nodes.length, () => false);
    tiers.list.forEach(({ id, nodes }, place) => {
      const path = [...at, place];
      const { formula } = lintCondition(context, possible, nodes, [...path, 'nodes'], id);
      // A condition that reads nodes only is the set of those that meet it; of others (none at all) nothing is said.
      const members = formula.kind === 'nodes' ? formula.bits : undefined;
      const before = taken;
      if (members !== undefined) taken = either(taken, members);
      // Nodes in no tier cost what those of the last do.
      const isForOthers =
        tiers.mode === 'soft' && place === tiers.list.length - 1 && !isWithin(context.formulas.everyNode, taken);
      if (members === undefined || isForOthers) return;
      if (isEmpty(members)) context.findings.add('never-true', [...path, 'nodes'], id, NEVER);
      else if (isWithin(members, before)) {
        const by = tiers.list.slice(0, place).map((tier) => tier.id);
        context.findings.add('shadowed', path, id, `every node of "${id}" is in an earlier tier`, { by });
      } else lintFiltered(context, part, view, id, path, members, before);
    });
  });
}

/** A filter that takes every node of the tier, at any time. */
function lintFiltered(
  { findings }: LintContext,
  { edition, unsettled }: Part,
  view: (filter: Filter) => FilterView,
  id: string,
  path: readonly (string | number)[],
  members: Bits,
  before: Bits,
): void {
  const own = except(members, before);
  const by = edition.filters.find((filter) => {
    const { mayLeave } = view(filter);
    return filter.effective === undefined && !unsettled.has(filter.id) && mayLeave !== null && isApart(mayLeave, own);
  });
  if (by === undefined) return;
  const says = `the filter "${by.id}" takes every node of "${id}" that no earlier tier has`;
  findings.add('shadowed', path, id, says, { by: by.id });
}
