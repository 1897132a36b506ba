/** Filters: those that exclude nothing, everything, or only what others exclude. */
import type { Path } from '../model/issues';
import type { Condition, Rules } from '../model/types';
import { type Bits, isApart, isJoinedWithin, isWithin } from './bits';
import { type LintContext, lintCondition, NEVER, type Verdict } from './context';
import { covers, isOver, overlap } from './effective';
import { type Formula, group, mayReadDistance, nodesOf, readsOf, surelyOf } from './formula';
import { type Part, pathsOf } from './parts';
import type { Possible } from './possible';

type Filter = Rules['filters'][number];

/** A filter as formulas over pairs of line and source. */
export interface FilterView {
  readonly filter: Filter;
  readonly path: Path;
  /** It takes a pair away, or leaves it. */
  readonly out: Formula;
  readonly passes: Formula;
  readonly reads: ReadonlySet<string>;
  /** Fields whose tests must hold for it to take anything. */
  readonly needs: readonly string[];
  /** Nodes that it may take away, or leave; null: all. */
  readonly mayTake: Bits | null;
  readonly mayLeave: Bits | null;
  /** Nodes that it leaves whatever the order is; null: none. */
  readonly leaves: Bits | null;
  /** Of a filter that takes nodes away from some orders: which, and from whom. */
  readonly guarded: { readonly nodes: Bits; readonly guard: Formula } | null;
}

export function viewFilters({ formulas, document }: LintContext): (filter: Filter) => FilterView {
  const paths = pathsOf(document, 'filters');
  const known = new Map<Filter, FilterView>();
  return (filter) => {
    let view = known.get(filter);
    if (view !== undefined) return view;
    const formula = formulas.of((filter.exclude ?? filter.require) as Condition);
    const opposite = formulas.not(formula);
    const [out, passes] = filter.exclude === undefined ? [opposite, formula] : [formula, opposite];
    view = {
      filter,
      path: paths.get(filter) as Path,
      out,
      passes,
      reads: readsOf(out),
      needs: (out.kind === 'all' ? out.parts : [out]).flatMap((part) => (part.kind === 'field' ? part.field : [])),
      mayTake: nodesOf(out),
      mayLeave: nodesOf(passes),
      leaves: surelyOf(passes),
      guarded: guardedNodes(out),
    };
    known.set(filter, view);
    return view;
  };
}

/** `all` of a set of nodes and of tests that read no node. */
function guardedNodes(out: Formula): FilterView['guarded'] {
  if (out.kind === 'nodes') return { nodes: out.bits, guard: { kind: 'all', parts: [] } };
  if (out.kind !== 'all') return null;
  const [first, ...rest] = out.parts;
  if (first?.kind !== 'nodes' || rest.some((part) => nodesOf(part) !== null || readsOf(part).has('service')))
    return null;
  return { nodes: first.bits, guard: group('all', rest) };
}

export function lintFilters(context: LintContext, part: Part, view: (filter: Filter) => FilterView): void {
  const own = new Set(part.own.filters ?? []);
  if (own.size === 0) return;
  const at = [...part.path, 'filters'];
  context.within(at, 'filters', (possible) => {
    const useless = new Set<Filter>();
    for (const filter of own)
      if (lintFilter(context, possible, part, view(filter)) !== 'sometimes') useless.add(filter);
    const live = part.edition.filters
      .filter((filter) => !useless.has(filter) && !isOver(filter, context.asOf))
      .map(view);
    const emptied = lintPairs(context, possible, part, own, live);
    if (!emptied && useless.size === 0) lintTogether(context, at, live);
  });
}

/** `never`: it takes nothing; `always`: it takes all. */
function lintFilter(
  context: LintContext,
  possible: Possible,
  part: Part,
  { filter, path, reads }: FilterView,
): Verdict {
  const key = filter.exclude === undefined ? 'require' : 'exclude';
  const at = [...path, key];
  const { verdict } = lintCondition(context, possible, filter[key] as Condition, at, filter.id);
  if (verdict === 'sometimes') return verdict;
  const takesAll = (verdict === 'always') === (key === 'exclude');
  if (takesAll) {
    context.findings.add('excludes-everything', path, filter.id, `"${filter.id}" leaves no node for any order`);
    return 'always';
  }
  if (part.replacing.has(filter.id)) return 'never';
  // Where the distance is unknown a pair is out as soon as any rule reads it: the filter takes those.
  if (!(mayReadDistance(reads) && context.refusesUnknownDistance))
    context.findings.add('dead-rule', path, filter.id, `"${filter.id}" excludes nothing`);
  else if (verdict === 'never') context.findings.add('never-true', at, filter.id, NEVER);
  else context.findings.add('always-true', at, filter.id, 'always holds');
  return 'never';
}

/** @returns whether some pair leaves nothing */
function lintPairs(
  context: LintContext,
  possible: Possible,
  { unsettled, replacing }: Part,
  own: ReadonlySet<Filter>,
  live: readonly FilterView[],
): boolean {
  let emptied = false;
  const settled = live.map(({ filter }) => !unsettled.has(filter.id));
  for (const [place, one] of live.entries()) {
    const isOwn = own.has(one.filter);
    let covered = !isOwn || replacing.has(one.filter.id);
    for (let at = 0; at < live.length && !covered && !possible.isSpent; at += 1)
      covered = at !== place && settled[at] && lintCover(context, possible, one, live[at], at < place);
    for (let at = 0; at < place && !possible.isSpent; at += 1)
      if (isOwn || own.has(live[at].filter)) emptied = lintClash(context, possible, one, live[at]) || emptied;
  }
  return emptied;
}

/** Whether the other filter takes all that this one takes. Of two that take the same the later is superfluous. */
function lintCover(
  context: LintContext,
  possible: Possible,
  one: FilterView,
  other: FilterView,
  isLater: boolean,
): boolean {
  if (!mayImply(one, other) || !covers(other.filter, one.filter)) return false;
  const { findings } = context;
  // Who reads the distance may refuse pairs whose distance is unknown.
  if (context.refusesUnknownDistance && mayReadDistance(one.reads) && !other.reads.has('distanceKm')) return false;
  if (!possible.never(one.out, other.passes)) return false;
  const isSame = covers(one.filter, other.filter) && possible.never(other.out, one.passes);
  // Of two filters of which each takes what the other takes, only one may go.
  if (isSame && !isLater && one.reads.has('distanceKm') === other.reads.has('distanceKm')) return false;
  const [id, by] = [one.filter.id, other.filter.id];
  if (isSame) findings.add('duplicate', one.path, id, `"${id}" excludes the same as "${by}"`, { by });
  else findings.add('shadowed', one.path, id, `"${id}" excludes only what "${by}" excludes too`, { by });
  return true;
}

/** What can be seen at a glance: it cannot imply the other where that needs a node or a field that it says nothing of. */
function mayImply(one: FilterView, other: FilterView): boolean {
  if (other.mayTake !== null && (one.mayTake === null || !isWithin(one.mayTake, other.mayTake))) return false;
  return other.needs.every((field) => one.reads.has(field));
}

/** Whether two filters together leave nothing: to any order, or to those that meet what both ask of orders. */
function lintClash(context: LintContext, possible: Possible, one: FilterView, other: FilterView): boolean {
  if (!overlap(one.filter, other.filter)) return false;
  const bothLeave = one.leaves !== null && other.leaves !== null && !isApart(one.leaves, other.leaves);
  if (bothLeave || !possible.never(one.passes, other.passes)) {
    lintGuarded(context, possible, one, other);
    return false;
  }
  const [id, by] = [one.filter.id, other.filter.id];
  const says = `"${id}" and "${by}" together leave no node for any order`;
  context.findings.add('excludes-everything', one.path, id, says, { by });
  return true;
}

function lintGuarded(context: LintContext, possible: Possible, one: FilterView, other: FilterView): void {
  if (one.guarded === null || other.guarded === null) return;
  const every = context.formulas.everyNode;
  if (!isJoinedWithin(every, one.guarded.nodes, other.guarded.nodes)) return;
  // One that alone takes every node from some orders means to.
  if (isWithin(every, one.guarded.nodes) || isWithin(every, other.guarded.nodes)) return;
  if (!possible.can(one.guarded.guard, other.guarded.guard)) return;
  const [id, by] = [one.filter.id, other.filter.id];
  const says = `"${id}" and "${by}" together leave no node where the conditions of both hold`;
  context.findings.add('contradiction', one.path, id, says, { by });
}

/** Filters of which no two, but all together leave no node. */
function lintTogether(
  { findings, formulas: { everyNode: every }, asOf }: LintContext,
  at: Path,
  live: readonly FilterView[],
): void {
  const holds = ({ filter }: FilterView) =>
    filter.effective === undefined || (asOf !== undefined && covers(filter, instant(asOf)));
  const taking = live.filter((view) => view.mayLeave !== null && holds(view));
  const left = (views: readonly FilterView[]) =>
    views.reduce((bits, { mayLeave }) => bits.map((word, place) => word & (mayLeave as Bits)[place]), every);
  if (taking.length < 3 || !isApart(left(taking), every)) return;
  let needed = taking;
  for (const view of taking) {
    const without = needed.filter((each) => each !== view);
    if (isApart(left(without), every)) needed = without;
  }
  const by = needed.map(({ filter }) => filter.id);
  findings.add('excludes-everything', at, null, `${by.length} filters together leave no node for any order`, { by });
}

function instant(asOf: number): { effective: { from: string; until: string } } {
  return { effective: { from: new Date(asOf).toISOString(), until: new Date(asOf + 1).toISOString() } };
}
