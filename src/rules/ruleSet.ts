import type { NetworkIndex } from '../model/network';
import type { Condition, CostRule as CostRuleDocument, Goal, RuleFunctions, Rules } from '../model/types';
import { toMilli } from '../model/units';
import { ALL, ConditionCompiler, decide, type Facts, fieldsOf, LINE, NODE, type Test } from './condition';
import { type CostTable, compileTable } from './costTable';
import { compileFactor, type Factor } from './factors';
import { type ObjectiveLevel, objectiveLevels } from './objective';
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
  /** Last tier; 1 without tiers. */
  readonly tiers: number;
  /** node: tier, from 1; null without tiers. */
  readonly nodeTier: Int32Array | null;
  /** node: milli per unit of its soft tier; null without soft tiers. */
  readonly nodeTierMilli: Float64Array | null;
  /** A rule or asked level reads the distance of every pair. */
  readonly needsDistance: boolean;
  /** Lateness is priced or asked as a level. */
  readonly needsLateness: boolean;
  /** Fields of destination and order that rules read: `destination.country`, `order.attributes.vip`. */
  readonly reads: readonly string[];
}

/** @param functions the caller's; see `checkRules`. @throws InputError where one of them gives no factor */
export function compileRules(document: Rules, index: NetworkIndex, functions: RuleFunctions = {}): RuleSet {
  const compiler = new ConditionCompiler(index);
  const filters = document.filters.map(({ id, exclude, require }) => ({
    id,
    test: compiler.compile((exclude ?? require) as Condition),
    outWhen: exclude !== undefined,
  }));
  const costs = document.costs.map((cost) => compileCost(cost, compiler, index, functions));
  const tables = document.costTables.map((table) => compileTable(table, index));
  const changing = (cost: CostRule) => cost.factor?.changesWith ?? 'nothing';
  const tiers = compileTiers(document, compiler, index);
  const levels = objectiveLevels(document, tiers.tiers);
  const tests = [...filters, ...costs].flatMap(({ test }) => (test === null ? [] : [test]));
  const fields = new Set(tests.flatMap(fieldsOf));
  const asks = (goal: Goal) => levels.some((level) => level.goal === goal);
  const readsLine = ({ test }: { test: Test | null }) => test !== null && (test.scope & LINE) !== 0;
  return {
    document,
    levels,
    filters: filters.filter((filter) => !readsLine(filter)),
    lineFilters: filters.filter(readsLine),
    costs: costs.filter((cost) => !readsLine(cost) && changing(cost) === 'nothing'),
    lineCosts: costs.filter((cost) => changing(cost) !== 'stock' && (readsLine(cost) || changing(cost) === 'line')),
    orderCosts: costs.filter((cost) => !readsLine(cost) && changing(cost) === 'order'),
    stockCosts: costs.filter((cost) => changing(cost) === 'stock'),
    policies: compilePolicies(document.policies, compiler),
    tables,
    hasCredits:
      costs.some(({ perUnit }) => perUnit < 0) || tables.some(({ milli }) => milli.some((price) => price < 0)),
    protection: compileProtection(document.protection, compiler),
    ...tiers,
    needsDistance:
      fields.has('distanceKm') ||
      costs.some((cost) => cost.perUnitKm > 0) ||
      asks('unitDistance') ||
      asks('shipmentDistance'),
    needsLateness: (document.lateness?.perUnitDay ?? 0) > 0 || document.lateness?.forbid === true || asks('lateness'),
    reads: [...fields, ...(costs.some(asksDestination) ? EVERY_PLACE_FIELD : [])]
      .filter((field) => field.startsWith('destination.') || field.startsWith('order.'))
      .sort(),
  };
}

function compileCost(
  cost: CostRuleDocument,
  compiler: ConditionCompiler,
  index: NetworkIndex,
  functions: RuleFunctions,
): CostRule {
  return {
    id: cost.id,
    test: cost.when === undefined ? null : compiler.compile(cost.when),
    perShipment: toMilli(cost.perShipment ?? 0),
    perLine: toMilli(cost.perLine ?? 0),
    perUnit: toMilli(cost.perUnit ?? 0),
    perUnitKm: toMilli(cost.perUnitKm ?? 0),
    factor: compileFactor(cost, index, functions),
  };
}

/** Whether a caller's function is shown the destination, whatever it reads there. */
function asksDestination({ factor }: CostRule): boolean {
  return factor?.readsDestination === true;
}

const EVERY_PLACE_FIELD = ['location', 'place', 'country', 'region', 'postalCode', 'timeZone', 'residential'].map(
  (name) => `destination.${name}`,
);

function compileTiers(
  { tiers }: Rules,
  compiler: ConditionCompiler,
  index: NetworkIndex,
): Pick<RuleSet, 'tiers' | 'nodeTier' | 'nodeTierMilli'> {
  if (tiers === undefined) return { tiers: 1, nodeTier: null, nodeTierMilli: null };
  const tests = tiers.list.map((tier) => compiler.compile(tier.nodes));
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
