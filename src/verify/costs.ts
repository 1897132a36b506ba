/** What a shipment and a plan cost, term by term, in 1/1000 minor unit; and how a plan shows it. */
import type { Cost, CostRuleInput } from '../model/types';
import { holds } from './conditions';
import { factorOf, type Place, timesFactor } from './factors';
import { type Facts, type Line, type NodeInput, readable, type ServiceInput, tierOf } from './facts';
import type { Freight } from './freight';
import { milli, softTierPrice, tablePrice } from './prices';
import { countedMetres, readMetres } from './travel';
import type { Findings, Path } from './violations';

export const TERMS = ['shipping', 'handling', 'procurement', 'lateness', 'rules', 'split', 'unfilled'] as const;

export type Terms = Readonly<Record<(typeof TERMS)[number], bigint>>;

/** A line in a shipment: units, and whole days late of each. */
export interface Load {
  readonly line: Line;
  readonly quantity: number;
  readonly lateDays: number;
}

/** @param start when it starts, epoch ms; @param freight undefined: not to be said; @returns undefined: a price that it takes is unknown, so the shipment may not be. */
export function shipmentTerms(
  facts: Facts,
  node: NodeInput,
  service: ServiceInput,
  loads: readonly Load[],
  start: number,
  freight: Freight | undefined,
): Terms | undefined {
  const rules = ruleCosts(facts, node, service, loads, start);
  if (freight === undefined || rules === undefined) return undefined;
  const perUnitDay = milli(facts.rules.lateness?.perUnitDay ?? 0);
  const unitDays = loads.map(({ quantity, lateDays }) => BigInt(quantity) * BigInt(lateDays));
  return {
    shipping: freight.price,
    handling: handlingCost(node, loads),
    procurement: procurementCost(node, service, loads),
    lateness: perUnitDay * sum(unitDays),
    rules,
    split: 0n,
    unfilled: 0n,
  };
}

/** undefined: the weight of a line is unknown. */
export function weightGrams(loads: readonly Load[]): bigint | undefined {
  const weights = loads.map(({ line, quantity }) => [line.weightGrams, quantity] as const);
  if (weights.some(([grams]) => grams === undefined)) return undefined;
  return sum(weights.map(([grams, quantity]) => BigInt(grams ?? 0) * BigInt(quantity)));
}

function handlingCost({ handling }: NodeInput, loads: readonly Load[]): bigint {
  const perLine = milli(handling?.perLine ?? 0) * BigInt(loads.length);
  return milli(handling?.perShipment ?? 0) + perLine + milli(handling?.perUnit ?? 0) * unitsIn(loads);
}

/** Units come to the node at a price, and go from it to the carrier. */
function procurementCost(node: NodeInput, service: ServiceInput, loads: readonly Load[]): bigint {
  const transfer = node.services?.find((each) => each.id === service.id)?.transferPerUnit ?? 0;
  return (milli(node.procurementPerUnit ?? 0) + milli(transfer)) * unitsIn(loads);
}

function unitsIn(loads: readonly Load[]): bigint {
  return sum(loads.map((load) => BigInt(load.quantity)));
}

/** Rules with a price, tables, soft tiers; undefined: one of them is not known. */
function ruleCosts(
  facts: Facts,
  node: NodeInput,
  service: ServiceInput,
  loads: readonly Load[],
  start: number,
): bigint | undefined {
  const metres = readMetres(facts, node);
  const ofShipment = readable(facts, node, service, undefined, metres);
  let total = 0n;
  for (const rule of facts.rules.costs ?? []) {
    const { when, perShipment = 0 } = rule;
    if (perShipment === 0 || (when !== undefined && !holds(when, ofShipment))) continue;
    const factor = factorOf(rule, { facts, node, line: undefined, start });
    if (factor === undefined) return undefined;
    total += timesFactor(milli(perShipment), factor);
  }
  for (const { line, quantity } of loads) {
    const costs = lineRuleCosts(facts, node, service, line, start);
    if (costs === undefined) return undefined;
    total += costs.perLine + costs.perUnit * BigInt(quantity);
  }
  return total;
}

/** Of one line: once, and per unit; undefined: a table or rule has no price. */
function lineRuleCosts(
  facts: Facts,
  node: NodeInput,
  service: ServiceInput,
  line: Line,
  start: number,
): { perLine: bigint; perUnit: bigint } | undefined {
  const place = { facts, node, line, start };
  const costs = rulesFor(place, service).map((rule) => amountsOf(rule, place));
  const tables = (facts.rules.costTables ?? []).map((table) => tablePrice(table, line, node));
  if (tables.includes(undefined) || costs.includes(undefined)) return undefined;
  const tier = softTierPrice(facts.rules, tierOf(facts, node));
  const perUnit = [...costs.map((cost) => cost?.perUnit ?? 0n), ...tables.map((price) => price ?? 0n), tier];
  return { perLine: sum(costs.map((cost) => cost?.perLine ?? 0n)), perUnit: sum(perUnit) };
}

/** Cost rules that hold for the line. */
function rulesFor({ facts, node, line }: Place, service: ServiceInput): CostRuleInput[] {
  const about = readable(facts, node, service, line, readMetres(facts, node));
  return (facts.rules.costs ?? []).filter(({ when }) => when === undefined || holds(when, about));
}

function amountsOf(rule: CostRuleInput, place: Place): { perLine: bigint; perUnit: bigint } | undefined {
  const factor = factorOf(rule, place);
  if (factor === undefined) return undefined;
  const way = milli(rule.perUnitKm ?? 0) * BigInt(countedMetres(place.facts, place.node));
  const perUnit = timesFactor(milli(rule.perUnit ?? 0), factor) + timesFactor(way, factor, 1000n);
  return { perLine: timesFactor(milli(rule.perLine ?? 0), factor), perUnit };
}

/** Ids of the cost rules whose price for the line is not known. */
export function unpricedRules(place: Place, service: ServiceInput): string[] {
  return rulesFor(place, service)
    .filter((rule) => factorOf(rule, place) === undefined)
    .map(({ id }) => id);
}

export function totalOf(terms: Terms): bigint {
  return sum(TERMS.map((term) => terms[term]));
}

export function addTerms(all: readonly Terms[]): Terms {
  const add = (term: keyof Terms) => sum(all.map((terms) => terms[term]));
  const [shipping, handling, procurement, lateness, rules, split, unfilled] = TERMS.map(add);
  return { shipping, handling, procurement, lateness, rules, split, unfilled };
}

export function sum(numbers: readonly bigint[]): bigint {
  return numbers.reduce((total, number) => total + number, 0n);
}

/** Compares what a plan shows with what its terms are: whole minor units that add up, the exact sum beside them. */
export function checkCost(found: Findings, path: Path, said: Cost, terms: Terms): void {
  const exact = totalOf(terms);
  found.same('cost', [...path, 'exact'], BigInt(said.exact), exact, '1/1000 minor unit');
  found.same('cost', [...path, 'total'], BigInt(said.total), halfUp(exact), `half-up of ${exact} thousandths`);
  const shown = byLargestRemainder(TERMS.map((term) => terms[term]));
  TERMS.forEach((term, place) => {
    found.same('cost', [...path, term], BigInt(said[term]), shown[place], `${terms[term]} thousandths`);
  });
}

function halfUp(thousandths: bigint): bigint {
  return roundedDown(thousandths + 500n);
}

/** Whole minor units that are not more: a credit of 1.5 is −2. */
function roundedDown(thousandths: bigint): bigint {
  return (thousandths - (((thousandths % 1000n) + 1000n) % 1000n)) / 1000n;
}

/** Hamilton's method: all rounded down, then what is missing to the sum, one each, to those that lost most, the earlier first. */
function byLargestRemainder(thousandths: readonly bigint[]): bigint[] {
  const shown = thousandths.map(roundedDown);
  let missing = halfUp(sum(thousandths)) - sum(shown);
  const lost = thousandths.map((part, place) => ({ place, rest: part - roundedDown(part) * 1000n }));
  for (const { place } of lost.sort((a, b) => Number(b.rest - a.rest) || a.place - b.place)) {
    if (missing === 0n) break;
    shown[place] += 1n;
    missing -= 1n;
  }
  return shown;
}
