import type { NetworkIndex } from '../model/network';
import type { Condition, CostRule as CostRuleDocument, Goal, Rules } from '../model/types';
import { toMilli } from '../model/units';
import { type CompiledAfterAction, compileAfterActions } from './afterActions';
import {
  ALL,
  ALWAYS,
  ConditionCompiler,
  DESTINATION,
  decide,
  type Facts,
  LINE,
  NEVER,
  NODE,
  ORDER,
  partsOf,
  type Test,
} from './condition';
import { type CostTable, compileTable } from './costTable';
import { changesWith, compileFactor, type Factor } from './factors';
import { fieldsIn } from './fields';
import { type CallerFunctions, DESTINATION_FIELDS } from './functions';
import { asksFor, type ObjectiveLevel, objectiveLevels } from './objective';
import { type CompiledPolicy, compilePolicies } from './policies';
import { type CompiledProtection, compileProtection } from './protection';

export interface Filter {
  readonly id: string;
  readonly test: Test;
  /** A pair is out when the test gives this answer. */
  readonly outWhen: boolean;
}

/** Prices in milli. */
export interface CostRule {
  readonly id: string;
  /** null = always. */
  readonly test: Test | null;
  readonly perShipment: number;
  readonly perLine: number;
  readonly perUnit: number;
  readonly perUnitKm: number;
  /** null: amounts are what they are. */
  readonly factor: Factor | null;
}

/** The rule document, compiled once per router. Filters and costs stand apart by whether they read the line. */
export interface RuleSet {
  readonly document: Rules;
  readonly levels: readonly ObjectiveLevel[];
  readonly filters: readonly Filter[];
  readonly lineFilters: readonly Filter[];
  readonly costs: readonly CostRule[];
  readonly lineCosts: readonly CostRule[];
  /** Those whose factor changes from order to order; and those that read the stock. Both may not be cached. */
  readonly orderCosts: readonly CostRule[];
  readonly stockCosts: readonly CostRule[];
  readonly tables: readonly CostTable[];
  /** Some price per unit is below zero. */
  readonly hasCredits: boolean;
  readonly protection: readonly CompiledProtection[];
  readonly policies: readonly CompiledPolicy[];
  readonly afterActions: readonly CompiledAfterAction[];
  /** Last tier; 1 without tiers. */
  readonly tiers: number;
  /** node: tier, from 1; null without tiers. */
  readonly nodeTier: Int32Array | null;
  /** node: milli per unit of its soft tier; null without soft tiers. */
  readonly nodeTierMilli: Float64Array | null;
  /** A filter or cost reads the line or its stock, whether or not it matters at the nodes that there are: they must not lead the search another way. */
  readonly readsLines: boolean;
  /** A rule or asked level reads the distance of every pair. */
  readonly needsDistance: boolean;
  /** Lateness is priced or asked as a level. */
  readonly needsLateness: boolean;
  /** What filters and costs of whole sources make of an order and its destination: equal answers, equal columns … */
  readonly switches: readonly Test[];
  /** … if these fields are equal too, which they compare with others: `destination.country`, `order.attributes.vip`. */
  readonly reads: readonly string[];
  /** A filter or cost reads the level of service that is asked for. */
  readonly readsLevel: boolean;
}

/** @throws InputError where a caller's function gives no factor */
export function compileRules(document: Rules, index: NetworkIndex, functions: CallerFunctions): RuleSet {
  const compiler = new ConditionCompiler(index, functions);
  const readsLine = (condition: Condition | undefined) =>
    condition !== undefined && fieldsIn(condition, functions.given).some((field) => field.startsWith('line.'));
  const filters = document.filters
    .map(({ id, exclude, require }) => ({
      id,
      test: compiler.compile((exclude ?? require) as Condition, id),
      outWhen: exclude !== undefined,
      ofLine: readsLine(exclude ?? require),
    }))
    .filter(({ test, outWhen }) => test !== (outWhen ? NEVER : ALWAYS));
  const costs = document.costs
    .map((cost) => ({ ...compileCost(cost, compiler), ofLine: readsLine(cost.when) }))
    .filter(({ test }) => test !== NEVER);
  const tables = document.costTables.map((table) => compileTable(table, index));
  const changing = (cost: CostRule) => cost.factor?.changesWith ?? 'nothing';
  const tiers = compileTiers(document, compiler, index);
  const levels = objectiveLevels(document, tiers.tiers);
  const cached = costs.filter((cost) => !cost.ofLine && changing(cost) === 'nothing');
  const ofSources = [...filters.filter(({ ofLine }) => !ofLine), ...cached];
  const parts = ofSources.flatMap(({ test }) => (test === null ? [] : [partsOf(test, ORDER | DESTINATION)]));
  const places = cached.some(({ factor }) => factor?.readsDestination === true) ? PLACE_FIELDS : [];
  return {
    document,
    levels,
    filters: filters.filter(({ ofLine }) => !ofLine),
    lineFilters: filters.filter(({ ofLine }) => ofLine),
    costs: cached,
    lineCosts: costs.filter((cost) => changing(cost) === 'line' || (cost.ofLine && changing(cost) !== 'stock')),
    orderCosts: costs.filter((cost) => !cost.ofLine && changing(cost) === 'order'),
    stockCosts: costs.filter((cost) => changing(cost) === 'stock'),
    policies: compilePolicies(document.policies, compiler),
    afterActions: compileAfterActions(document.afterActions, compiler),
    tables,
    hasCredits:
      costs.some(({ perUnit }) => perUnit < 0) || tables.some(({ milli }) => milli.some((price) => price < 0)),
    protection: compileProtection(document.protection, compiler),
    ...tiers,
    ...needsOf(document, levels, functions),
    switches: [...new Set(parts.flatMap((part) => part.parts))],
    reads: [...new Set([...parts.flatMap(({ reads }) => reads), ...places])].sort(),
  };
}

/** What a caller's function is shown of the destination. */
const PLACE_FIELDS = DESTINATION_FIELDS.map((name) => `destination.${name}`);

/** By the document as it is written: what a rule reads is needed, even where it makes no difference. */
function needsOf(
  { filters, costs, lateness }: Rules,
  levels: readonly ObjectiveLevel[],
  functions: CallerFunctions,
): Pick<RuleSet, 'needsDistance' | 'needsLateness' | 'readsLevel' | 'readsLines'> {
  const conditions = [...filters.map(({ exclude, require }) => exclude ?? require), ...costs.map(({ when }) => when)];
  const fields = new Set(conditions.flatMap((each) => (each === undefined ? [] : fieldsIn(each, functions.given))));
  const asks = (goal: Goal) => asksFor(levels, goal);
  const isByLine = ({ times }: CostRuleDocument) => ['line', 'stock'].includes(changesWith(times, functions.given));
  return {
    needsDistance:
      fields.has('distanceKm') ||
      costs.some(({ perUnitKm = 0 }) => perUnitKm > 0) ||
      asks('unitDistance') ||
      asks('shipmentDistance'),
    needsLateness: (lateness?.perUnitDay ?? 0) > 0 || lateness?.forbid === true || asks('lateness'),
    readsLevel: fields.has('order.level'),
    readsLines: [...fields].some((field) => field.startsWith('line.')) || costs.some(isByLine),
  };
}

function compileCost(cost: CostRuleDocument, compiler: ConditionCompiler): CostRule {
  return {
    id: cost.id,
    test: cost.when === undefined ? null : compiler.compile(cost.when, cost.id),
    perShipment: toMilli(cost.perShipment ?? 0),
    perLine: toMilli(cost.perLine ?? 0),
    perUnit: toMilli(cost.perUnit ?? 0),
    perUnitKm: toMilli(cost.perUnitKm ?? 0),
    factor: compileFactor(cost, compiler.index, compiler.functions),
  };
}

function compileTiers(
  { tiers }: Rules,
  compiler: ConditionCompiler,
  index: NetworkIndex,
): Pick<RuleSet, 'tiers' | 'nodeTier' | 'nodeTierMilli'> {
  if (tiers === undefined) return { tiers: 1, nodeTier: null, nodeTierMilli: null };
  const tests = tiers.list.map((tier) => compiler.compile(tier.nodes, tier.id));
  const facts = { node: 0 } as Facts;
  const nodeTier = Int32Array.from(index.nodes, (_, node) => {
    facts.node = node;
    const listed = tests.findIndex((test) => decide(test, facts, NODE) === 1);
    return (listed < 0 ? tests.length : listed) + 1;
  });
  const prices = tiers.list.map((tier) => toMilli(tier.perUnit ?? 0));
  const milliOf = (tier: number) => prices[Math.min(tier, prices.length) - 1];
  return {
    // The tier of nodes in none of the listed always counts, so that a node which can serve nothing adds no level.
    tiers: tests.length + 1,
    nodeTier,
    nodeTierMilli: tiers.mode === 'soft' ? Float64Array.from(nodeTier, milliOf) : null,
  };
}

export const EVERYTHING_BUT_LINE = ALL & ~LINE;
