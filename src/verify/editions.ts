/** The rules that a plan says it was made by: the document as it is for the order's scope, after a step of relaxation, at an instant. */
import type { NetworkInput, OrderInput, Plan, RulesInput } from '../model/types';
import { holds } from './conditions';
import { groupsOf } from './groups';
import { orderReadable } from './orderReadable';

type Scope = NonNullable<RulesInput['scopes']>[number];
type Relaxation = NonNullable<RulesInput['relaxation']>[number];
type Dated = Pick<Scope, 'effective'>;

const LISTS = ['filters', 'costs', 'costTables', 'protection', 'policies', 'afterActions'] as const;

export interface Edition {
  readonly rules: RulesInput;
  /** Of the order; undefined: none fits. */
  readonly scope: string | undefined;
  /** Whether the plan's step of relaxation is one. */
  readonly hasStep: boolean;
  /** Whether the document holds at the instant at all. */
  readonly isInEffect: boolean;
}

/** @param asOf epoch ms; @param named the plan's own words */
export function editionOf(
  network: NetworkInput,
  rules: RulesInput,
  order: OrderInput,
  asOf: number,
  named: Plan['rules'],
): Edition {
  const isHeld = ({ effective }: Dated) =>
    !(asOf < instantOf(effective?.from, Number.NEGATIVE_INFINITY)) &&
    asOf < instantOf(effective?.until, Number.POSITIVE_INFINITY);
  const whole = orderReadable(order);
  const places = groupsOf(network, order).map((group) => ({ ...orderReadable(order, group), ...whole }));
  const fits = ({ when }: Scope) => places.every((place) => holds(when, place));
  const scope = (rules.scopes ?? []).filter(isHeld).find(fits);
  const steps = (rules.relaxation ?? []).filter(isHeld);
  const last = steps.findIndex(({ id }) => id === named.step);
  let edition: RulesInput = rules;
  for (const changes of [...(scope === undefined ? [] : [scope]), ...steps.slice(0, last + 1)])
    edition = change(edition, changes);
  for (const list of LISTS) edition = { ...edition, [list]: ((edition[list] ?? []) as Dated[]).filter(isHeld) };
  const hasStep = named.step === undefined || last >= 0;
  return { rules: edition, scope: scope?.id, hasStep, isInEffect: isHeld(rules) };
}

function instantOf(text: string | undefined, otherwise: number): number {
  return text === undefined ? otherwise : Date.parse(text);
}

function change(rules: RulesInput, { id: _, effective: __, without = [], ...changes }: Scope | Relaxation): RulesInput {
  const { when: ___, ...fresh } = changes as Partial<Scope>;
  const kept: Record<string, unknown> = { ...rules };
  for (const name of without) if (name !== 'id' && name !== 'version') delete kept[name];
  for (const list of LISTS) {
    const old = ((rules[list] ?? []) as { id: string }[]).filter((rule) => !without.includes(rule.id));
    const added = [...((fresh[list] ?? []) as { id: string }[])];
    const inPlace = old.map((rule) => added.find((each) => each.id === rule.id) ?? rule);
    kept[list] = [...inPlace, ...added.filter((each) => !old.some((rule) => rule.id === each.id))];
  }
  const {
    filters: _f,
    costs: _c,
    costTables: _t,
    protection: _k,
    policies: _p,
    afterActions: _a,
    deliveryPrices = [],
    ...parts
  } = fresh;
  kept.deliveryPrices = [...(rules.deliveryPrices ?? []), ...deliveryPrices];
  return { ...kept, ...parts } as RulesInput;
}
