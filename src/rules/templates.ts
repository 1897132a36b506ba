/**
 * Ready rule documents: the strategies that order management systems ship with, as plain data. What a template returns is a document like
 * any other: spread it, and add filters, costs or scopes. `docs/rules.md` says what each optimises and which system's default it resembles.
 */
import { InputError } from '../model/errors';
import type { Condition, Goal, RulesInput } from '../model/types';
import { compareIds } from '../model/units';

export interface TemplateOptions {
  /** All of the order, or of each line, or nothing of it. */
  readonly shipComplete?: 'order' | 'line';
  /** Each line from one node. */
  readonly noSplit?: boolean;
}

export interface TieBreakOptions extends TemplateOptions {
  /** What decides among equals, one goal after another. Default: the cost. */
  readonly tieBreak?: Goal | readonly Goal[];
}

/** The least cost of those plans that fill the most units. */
function cheapest(options: TemplateOptions = {}): RulesInput {
  return { ...named('cheapest', options), objective: 'fillFirst' };
}

/**
 * The fewest unit-days after the need-by dates, and of those the least cost. For an order as early as can be its need-by is the instant at
 * which it is placed; one without need-by is never late.
 */
function fastest({ tieBreak = 'cost', ...options }: TieBreakOptions = {}): RulesInput {
  return { ...named('fastest', options), ...levels('lateness', tieBreak) };
}

/** Units travel the least way. Nodes or destinations without a known place come last. */
function nearest({ tieBreak = 'cost', ...options }: TieBreakOptions = {}): RulesInput {
  return { ...named('nearest', options), ...levels('unitDistance', tieBreak), unknownDistance: 'last' };
}

/** The fewest shipments. */
function fewestSplits({ tieBreak = 'cost', ...options }: TieBreakOptions = {}): RulesInput {
  return { ...named('fewest-splits', options), ...levels('shipments', tieBreak) };
}

/** One node for all of the order if one can, else over as many as it takes. */
function singleNodeFirst({ tieBreak = 'cost', ...options }: TieBreakOptions = {}): RulesInput {
  const { policies = [], ...rest } = named('single-node-first', options);
  const one = { id: 'one-shipment', maxShipments: 1, shipComplete: 'order' as const };
  return {
    ...rest,
    ...levels(tieBreak),
    policies: [...policies, one],
    relaxation: [{ id: 'split', without: [one.id] }],
  };
}

/** As much as can be from the nodes with the lowest `priority`, then from the next. */
function priorityWaterfall({ tieBreak = 'cost', ...options }: TieBreakOptions = {}): RulesInput {
  return { ...named('priority-waterfall', options), ...levels('priority', tieBreak) };
}

/** What one rule says of each node: its rank, the lowest first; null: nothing. */
export type NodeRanks = Readonly<Record<string, number | null>>;

/** Most groups of nodes that a ranking may tell apart: the tiers of a document, and what is in none of them. */
const MOST_RANKS = 21;

/**
 * Ranked rules, the most important first: the first that does not rank two nodes the same decides between them; where all tie, `tieBreak`.
 * A node that a rule does not rank comes after those that it does.
 */
function rankedRules(rules: readonly NodeRanks[], { tieBreak = 'cost', ...options }: TieBreakOptions = {}): RulesInput {
  const nodes = [...new Set(rules.flatMap((ranks) => Object.keys(ranks)))].sort(compareIds);
  const groups = new Map<string, { readonly ranks: readonly number[]; readonly nodes: string[] }>();
  for (const node of nodes) {
    const ranks = rules.map((rule) => (Object.hasOwn(rule, node) ? rule[node] : null) ?? Number.POSITIVE_INFINITY);
    const key = ranks.join();
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { ranks, nodes: [node] });
    else group.nodes.push(node);
  }
  if (groups.size > MOST_RANKS) refuse(`tell ${groups.size} groups of nodes apart; ${MOST_RANKS} are the most`);
  const [, ...others] = [...groups.values()].sort((a, b) => compareRanks(b.ranks, a.ranks));
  // The last group is what is in no tier.
  const tiers = others.reverse().map((group, place) => ({ id: `rank-${place + 1}`, nodes: anyOf(group.nodes) }));
  const document = { ...named('ranked-rules', options), ...levels(tieBreak) };
  return tiers.length === 0 ? document : { ...document, tiers: { mode: 'hard', list: tiers } };
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  const place = a.findIndex((rank, index) => rank !== b[index]);
  return place < 0 ? 0 : a[place] < b[place] ? -1 : 1;
}

function anyOf(nodes: readonly string[]): Condition {
  return { field: 'node.id', op: 'in', value: [...nodes] };
}

export interface NodeGroup {
  readonly id: string;
  /** Over `node.*`. */
  readonly nodes: Condition;
}

/**
 * Groups of nodes, tried one after another: a group joins in only where those before it leave units unfilled, and serves only what they
 * cannot. Nodes in none of them serve nothing.
 */
function groupedBrokering(
  groups: readonly NodeGroup[],
  { tieBreak = 'cost', ...options }: TieBreakOptions = {},
): RulesInput {
  if (groups.length === 0) refuse('need at least one group of nodes');
  const upTo = (last: number) => ({
    id: 'groups',
    require: { any: groups.slice(0, last + 1).map(({ nodes }) => nodes) },
  });
  return {
    ...named('grouped-brokering', options),
    ...levels(tieBreak),
    tiers: { mode: 'hard', list: groups.map(({ id, nodes }) => ({ id, nodes })) },
    filters: [upTo(0)],
    relaxation: groups.slice(1).map(({ id }, place) => ({ id, filters: [upTo(place + 1)] })),
  };
}

export interface StockedPosition {
  readonly node: string;
  readonly sku: string;
  readonly onHand: number;
  readonly reserved?: number | undefined;
  readonly safetyStock?: number | undefined;
}

export interface HighestStockOptions extends TemplateOptions {
  /** What a unit of stock less weighs against other prices, in minor units. Default 1. */
  readonly perUnit?: number;
}

/**
 * From where most is available: a unit costs `perUnit` for each unit that its node has less of it than the fullest. Made anew for each
 * snapshot.
 */
function highestStock(
  positions: readonly StockedPosition[],
  { perUnit = 1, ...options }: HighestStockOptions = {},
): RulesInput {
  const nodes = [...new Set(positions.map(({ node }) => node))].sort(compareIds);
  const keys = [...new Set(positions.map(({ sku }) => sku))].sort(compareIds);
  const available = new Map(
    positions.map(({ node, sku, onHand, reserved = 0, safetyStock = 0 }) => [
      JSON.stringify([node, sku]),
      Math.max(0, onHand - reserved - safetyStock),
    ]),
  );
  const at = (node: string, sku: string) => available.get(JSON.stringify([node, sku])) ?? 0;
  const fullest = keys.map((sku) => nodes.reduce((most, node) => Math.max(most, at(node, sku)), 0));
  const prices = nodes.map((node) => keys.map((sku, key) => (fullest[key] - at(node, sku)) * perUnit));
  const document = { ...named('highest-stock', options), ...levels('cost') };
  return { ...document, costTables: [{ id: 'emptiness', by: 'sku', nodes, keys, perUnit: prices, missing: 'free' }] };
}

/** What a score counts, each in minor units, so that scores and prices add up. */
export interface ScoreWeights {
  readonly perUnitKm?: number;
  readonly perShipment?: number;
  readonly perUnitDayLate?: number;
  /** Nodes that a unit should not come from, and how much that weighs. */
  readonly nodes?: readonly { readonly id: string; readonly when: Condition; readonly perUnit: number }[];
}

/** The least sum of what is weighed and of what the plan costs. */
function weightedScore(weights: ScoreWeights, options: TemplateOptions = {}): RulesInput {
  const { perUnitKm, perShipment, perUnitDayLate, nodes = [] } = weights;
  const way = perUnitKm === undefined ? [] : [{ id: 'distance', perUnitKm }];
  const opening = perShipment === undefined ? [] : [{ id: 'shipment', perShipment }];
  return {
    ...named('weighted-score', options),
    ...levels('cost'),
    costs: [...way, ...opening, ...nodes],
    ...(perUnitDayLate === undefined ? {} : { lateness: { perUnitDay: perUnitDayLate } }),
  };
}

function named(id: string, { shipComplete, noSplit = false }: TemplateOptions): RulesInput {
  const asks = [
    ...(shipComplete === undefined ? [] : [{ id: 'complete', shipComplete }]),
    ...(noSplit ? [{ id: 'unsplit', noSplit }] : []),
  ];
  return { id, version: '1', ...(asks.length === 0 ? {} : { policies: asks }) };
}

/** Units filled come first in every template. */
function levels(...goals: readonly (Goal | readonly Goal[])[]): Pick<RulesInput, 'objective'> {
  return { objective: [...new Set<Goal>(['unfilled', ...goals.flat()])].map((goal) => ({ goal })) };
}

function refuse(reason: string): never {
  throw new InputError([{ code: 'invalid', path: [], message: `templates: the rules ${reason}.` }]);
}

/** Every function makes a new document of its own. */
export const templates = {
  cheapest,
  fastest,
  nearest,
  fewestSplits,
  singleNodeFirst,
  priorityWaterfall,
  rankedRules,
  groupedBrokering,
  highestStock,
  weightedScore,
} as const;
