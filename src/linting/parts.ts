/** A rule document in parts that are linted one after another: itself, each of its scopes, each of its steps of relaxation. */
import type { Path } from '../model/issues';
import type { Relaxation, Rules, Scope } from '../model/types';
import { changed } from '../rules/editions';

export const RULE_LISTS = ['filters', 'costs', 'costTables', 'protection', 'policies', 'afterActions'] as const;
export type RuleList = (typeof RULE_LISTS)[number];

export interface Part {
  readonly path: Path;
  /** The document as it is with the part's changes. */
  readonly edition: Rules;
  /** What the part itself says. */
  readonly own: Rules | Scope | Relaxation;
  /** Ids of its rules that take the place of others: without them those would hold. */
  readonly replacing: ReadonlySet<string>;
  /** Ids of rules that some other part replaces or leaves out: what they say is not said everywhere. */
  readonly unsettled: ReadonlySet<string>;
}

export function partsOf(document: Rules): Part[] {
  const { scopes, relaxation } = document;
  const parts: Part[] = [
    {
      path: ['rules'],
      edition: document,
      own: document,
      replacing: new Set(),
      unsettled: idsIn([...scopes, ...relaxation]),
    },
  ];
  scopes.forEach((scope, place) => {
    const edition = changed(document, scope);
    const replacing = replacedBy(document, scope);
    parts.push({ path: ['rules', 'scopes', place], edition, own: scope, replacing, unsettled: idsIn(relaxation) });
  });
  relaxation.reduce((before, step, place) => {
    const edition = changed(before, step);
    const unsettled = idsIn([...scopes, ...relaxation.slice(place + 1)]);
    const replacing = replacedBy(before, step);
    parts.push({ path: ['rules', 'relaxation', place], edition, own: step, replacing, unsettled });
    return edition;
  }, document);
  return parts;
}

function replacedBy(before: Rules, change: Scope | Relaxation): Set<string> {
  const known = new Set(RULE_LISTS.flatMap((list) => before[list].map(({ id }) => id)));
  return new Set(idsOf(change).filter((id) => known.has(id)));
}

function idsIn(changes: readonly (Scope | Relaxation)[]): Set<string> {
  const named = changes.flatMap(({ without = [] }) => without);
  return new Set([...named, ...changes.flatMap(idsOf)]);
}

function idsOf(change: Scope | Relaxation): string[] {
  return RULE_LISTS.flatMap((list) => (change[list] ?? []).map(({ id }) => id));
}

/** Where each rule of a list stands in the document. */
export function pathsOf(document: Rules, list: RuleList): Map<object, Path> {
  const paths = new Map<object, Path>();
  const add = (rules: readonly object[] | undefined, path: Path): void => {
    rules?.forEach((rule, place) => {
      paths.set(rule, [...path, list, place]);
    });
  };
  add(document[list], ['rules']);
  for (const key of ['scopes', 'relaxation'] as const)
    document[key].forEach((change, place) => {
      add(change[list], ['rules', key, place]);
    });
  return paths;
}
