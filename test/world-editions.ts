/**
 * Random worlds whose rules have scopes, dates, relaxation and after-actions; and the plain documents that those mean, one for each step, found
 * without any of `src/`.
 */
import type { Condition, RulesInput } from '../src/model/types';
import { Draw, seededDice } from './world-draw';
import { seededWorld, type World } from './worlds';

type Scope = NonNullable<RulesInput['scopes']>[number];
type Step = NonNullable<RulesInput['relaxation']>[number];
type Effective = NonNullable<Scope['effective']>;

const DAY = 86_400_000;

/** @param seed its own rules are drawn first: some become a scope's, some hold for a time only */
export function editedWorld(seed: number): World {
  const draw = new Draw(seededDice(seed + 7_000_000));
  const world = seededWorld(seed, { maxPlans: 400 });
  const other = seededWorld(seed + 1_000_000, { maxPlans: 1 }).rules;
  const asOf = Date.parse(world.asOf);
  const dated = <T extends object>(rule: T): T =>
    draw.chance(30) ? { ...rule, effective: drawEffective(draw, asOf) } : rule;
  const rules = { ...world.rules, filters: [...(world.rules.filters ?? []), ...drawBans(draw, world)] };
  // What other rules say of nodes and lines that this world has not, never holds here.
  const borrowed = (): Pick<Scope, 'filters' | 'costs' | 'protection' | 'policies'> => ({
    ...draw.maybe(40, () => ({ filters: other.filters?.map(dated) ?? [] })),
    ...draw.maybe(40, () => ({ costs: other.costs?.map(dated) ?? [] })),
    ...draw.maybe(40, () => ({ protection: other.protection?.map(dated) ?? [] })),
    ...draw.maybe(60, () => ({ policies: drawPolicies(draw) })),
    ...draw.maybe(30, () => ({ holdMinutes: draw.pick([0, 45]) })),
    ...draw.maybe(30, () => ({ split: { perShipment: draw.int(0, 300) } })),
  });
  const scopes = Array.from({ length: draw.int(0, 2) }, (_, place) =>
    dated({ id: `scope ${place}`, when: drawWhen(draw), without: draw.subset(namesOf(rules), 15), ...borrowed() }),
  );
  // Once it is gone, a later step cannot take it away.
  let names = namesOf(rules);
  const dropSome = () => {
    const gone = draw.subset(names, 60);
    names = names.filter((name) => !gone.includes(name));
    return gone;
  };
  const relaxation = Array.from({ length: draw.int(0, 3) }, (_, place) =>
    dated({ id: `step ${place}`, without: dropSome(), ...draw.maybe(20, borrowed) }),
  );
  return {
    ...world,
    rules: {
      ...rules,
      filters: rules.filters.map(dated),
      ...(rules.costs === undefined ? {} : { costs: rules.costs.map(dated) }),
      ...(rules.protection === undefined ? {} : { protection: rules.protection.map(dated) }),
      policies: [...(rules.policies ?? []), ...drawPolicies(draw)].map(dated),
      afterActions: drawAfterActions(draw).map(dated),
      scopes,
      relaxation,
    },
  };
}

function drawEffective(draw: Draw, asOf: number): Effective {
  const at = (ms: number) => new Date(ms).toISOString();
  return draw.pick([
    { from: at(asOf) },
    { from: at(asOf + 1) },
    { until: at(asOf) },
    { until: at(asOf + 1) },
    { from: at(asOf - DAY), until: at(asOf + DAY) },
    {},
  ]);
}

function drawWhen(draw: Draw): Condition {
  return draw.pick<Condition>([
    { all: [] },
    { field: 'order.channel', op: 'eq', value: draw.pick(['web', 'shop']) },
    { field: 'destination.country', op: 'ne', value: 'DE' },
    { not: { field: 'order.type', op: 'exists', value: true } },
  ]);
}

/** Nodes that may not serve, so that something is there to give way. */
function drawBans(draw: Draw, { network }: World): NonNullable<RulesInput['filters']> {
  return draw
    .subset(network.nodes, 40)
    .map(({ id }, place) => ({ id: `ban ${place}`, exclude: { field: 'node.id', op: 'eq' as const, value: id } }));
}

function drawPolicies(draw: Draw): NonNullable<RulesInput['policies']> {
  return draw.chance(40) ? [{ id: 'few', maxShipments: draw.int(1, 2) }] : [];
}

function drawAfterActions(draw: Draw): NonNullable<RulesInput['afterActions']> {
  const actions = ['backorder', 'preOrder', 'hold', 'cancel', 'review'] as const;
  return Array.from({ length: draw.int(0, 2) }, (_, place) => ({
    id: `after ${place}`,
    action: draw.pick(actions),
    ...draw.maybe(40, () => ({ reasons: [draw.pick(['no-eligible-stock', 'max-shipments', 'no-split'] as const)] })),
    ...draw.maybe(40, () => ({ when: { field: 'line.quantity', op: 'ge' as const, value: 2 } })),
  }));
}

function namesOf(rules: RulesInput): string[] {
  // An objective that asks for tiers needs them.
  const asksTier = JSON.stringify(rules.objective ?? '').includes('"tier"');
  return [
    ...(rules.filters ?? []).map(({ id }) => id),
    ...(rules.costs ?? []).map(({ id }) => id),
    ...(rules.protection ?? []).map(({ id }) => id),
    ...(rules.tiers === undefined || asksTier ? [] : ['tiers']),
    ...(rules.lateness === undefined ? [] : ['lateness']),
  ];
}

/** The plain documents for the world's order: without relaxation, then after each step. */
export function plainRules({ rules, order, asOf, network }: World): { rules: RulesInput; step: string | undefined }[] {
  const now = Date.parse(asOf);
  const holds = ({ effective }: { effective?: Effective | undefined }) =>
    (!effective?.from || Date.parse(effective.from) <= now) && (!effective?.until || now < Date.parse(effective.until));
  const countries = (order.deliveryGroups ?? [order]).map(({ destination, pickUpNode }) =>
    pickUpNode === undefined ? destination?.country : network.nodes.find(({ id }) => id === pickUpNode)?.country,
  );
  const meets = (when: Condition): boolean => {
    if ('all' in when) return true;
    if ('not' in when) return order.type === undefined;
    const { field, value } = when as { field: string; value: unknown };
    return field === 'order.channel' ? order.channel === value : countries.every((country) => country !== value);
  };
  const scope = (rules.scopes ?? []).find((each) => holds(each) && meets(each.when));
  const steps = (rules.relaxation ?? []).filter(holds);
  const documents = [{ rules: edit(rules, scope), step: undefined as string | undefined }];
  for (const step of steps) documents.push({ rules: edit(documents[documents.length - 1].rules, step), step: step.id });
  return documents.map(({ rules: { scopes: _, relaxation: __, ...plain }, step }) => {
    for (const list of ['filters', 'costs', 'protection', 'policies', 'afterActions'] as const) {
      plain[list] = (plain[list] as { effective?: Effective }[] | undefined)?.filter(holds) as never;
      if (plain[list] === undefined) delete plain[list];
    }
    return { rules: plain, step };
  });
}

function edit(rules: RulesInput, changes: Scope | Step | undefined): RulesInput {
  if (changes === undefined) return rules;
  const copy = structuredClone(rules);
  for (const name of changes.without ?? []) {
    if (name === 'tiers' || name === 'lateness') delete copy[name];
    for (const list of ['filters', 'costs', 'protection'] as const)
      copy[list] = copy[list]?.filter(({ id }) => id !== name) as never;
  }
  for (const list of ['filters', 'costs', 'protection', 'policies'] as const) {
    for (const rule of changes[list] ?? []) {
      const rows: { id: string }[] = copy[list] ?? [];
      const place = rows.findIndex(({ id }) => id === rule.id);
      if (place < 0) rows.push(rule);
      else rows[place] = rule;
      copy[list] = rows as never;
    }
  }
  if (changes.holdMinutes !== undefined) copy.holdMinutes = changes.holdMinutes;
  if (changes.split !== undefined) copy.split = changes.split;
  return copy;
}
