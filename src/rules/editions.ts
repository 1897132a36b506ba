/**
 * Editions of the rule document: as it is for a scope of orders, after so many steps of relaxation, at an instant. An edition is a plain
 * document without scopes, steps or dates, so that nothing below needs to know of them.
 */
import type { Relaxation, Rules, Scope } from '../model/types';

type Changes = Scope | Relaxation;

/** Lists whose rules have an id. */
const LISTS = ['filters', 'costs', 'costTables', 'protection', 'policies', 'afterActions'] as const;
/** Parts of a document that a change may put in place of what was there. */
const PARTS = [
  'objective',
  'tiers',
  'lateness',
  'split',
  'unfilled',
  'unknownDistance',
  'equallyNearKm',
  'holdMinutes',
] as const;

type Dated = { readonly effective?: Rules['effective'] };
type Rule = Dated & { readonly id: string };

/** Everything that `without` may name in a document. */
export function namesIn(document: Rules): string[] {
  const rules = LISTS.flatMap((list) => document[list].map(({ id }) => id));
  return [...rules, ...PARTS.filter((part) => document[part] !== undefined)];
}

/** The document with changes written in: rules with a known id take its place, others come after. */
export function changed(document: Rules, changes: Changes): Rules {
  const out = new Set(changes.without);
  const kept = Object.fromEntries(Object.entries(document).filter(([key]) => !out.has(key))) as Partial<Rules>;
  const parts = PARTS.filter((part) => changes[part] !== undefined);
  const lists = LISTS.map((list) => [
    list,
    merged(
      (document[list] as readonly Rule[]).filter(({ id }) => !out.has(id)),
      changes[list] ?? [],
    ),
  ]);
  return {
    // What has a default falls back to it.
    ...DEFAULTS,
    ...kept,
    ...(Object.fromEntries(parts.map((part) => [part, changes[part]])) as Partial<Rules>),
    ...(Object.fromEntries(lists) as Pick<Rules, (typeof LISTS)[number]>),
    deliveryPrices: [...document.deliveryPrices, ...(changes.deliveryPrices ?? [])],
  } as Rules;
}

const DEFAULTS = { objective: 'fillFirst', unknownDistance: 'error', equallyNearKm: 0, holdMinutes: 0 } as const;

function merged(rules: readonly Rule[], changes: readonly Rule[]): Rule[] {
  const fresh = new Map(changes.map((rule) => [rule.id, rule]));
  const replaced = rules.map((rule) => {
    const change = fresh.get(rule.id);
    fresh.delete(rule.id);
    return change ?? rule;
  });
  return [...replaced, ...fresh.values()];
}

/** The document without the rules that do not hold at the instant (epoch ms). */
export function inEffect(document: Rules, asOf: number): Rules {
  const lists = LISTS.map((list) => [
    list,
    (document[list] as readonly Rule[]).filter((rule) => isInEffect(rule, asOf)),
  ]);
  return {
    ...document,
    ...(Object.fromEntries(lists) as Pick<Rules, (typeof LISTS)[number]>),
    scopes: [],
    relaxation: [],
  };
}

export function isInEffect({ effective }: Dated, asOf: number): boolean {
  const { from, until } = effective ?? {};
  return (from === undefined || Date.parse(from) <= asOf) && (until === undefined || asOf < Date.parse(until));
}

/** Instants (epoch ms, ascending) at which some rule begins or ceases to hold: between two of them nothing changes. */
export function turningPoints({ scopes, relaxation, ...document }: Rules): number[] {
  const dated: Dated[] = [document, ...scopes, ...relaxation].flatMap((part) => [
    part,
    ...LISTS.flatMap((list) => part[list] ?? []),
  ]);
  const instants = dated.flatMap(({ effective }) => [effective?.from, effective?.until]);
  return [...new Set(instants.flatMap((instant) => (instant === undefined ? [] : Date.parse(instant))))].sort(
    (a, b) => a - b,
  );
}
