/** What rules, tables and soft tiers add to a shipment, each by its name. The one place that knows them all. */
import type { CostEntry } from '../model/explanation';
import type { NetworkIndex } from '../model/network';
import type { OrderLine } from '../model/types';
import { ALL, decide, FALSE, type Facts, type Test } from '../rules/condition';
import { tableColumn, tableMilli } from '../rules/costTable';
import type { Quantities } from '../rules/factors';
import { type CostRule, EVERYTHING_BUT_LINE, type RuleSet } from '../rules/ruleSet';
import { amountsAt, setSource } from '../rules/sourceRules';
import { entry } from './entries';

export interface LineLoad {
  readonly line: OrderLine;
  readonly quantity: number;
  readonly lateDays: number;
}

/** What rules read of an order that goes to one destination. */
export interface Priced {
  readonly rules: RuleSet;
  readonly index: NetworkIndex;
  readonly facts: Facts;
  /** node → metres as rules count them. */
  readonly metres: Int32Array;
  readonly quantities: Quantities;
}

/** @param source of the network; @param start of the shipment, epoch ms */
export function ruleCosts(priced: Priced, source: number, start: number, loads: readonly LineLoad[]): CostEntry[] {
  const { rules, index, metres } = priced;
  const node = index.sourceNode[source];
  const facts = { ...priced.facts, line: undefined };
  setSource(facts, index, metres, source);
  const own = { ...priced, facts };
  const holding = [...rules.costs, ...rules.orderCosts].filter(({ test }) => holds(test, facts, EVERYTHING_BUT_LINE));
  return [
    ...holding.flatMap((cost) => {
      const { amounts, factor } = amountsOf(own, cost, undefined, start);
      return entry('rules', 'per-shipment', 1, amounts.perShipment, { rule: cost.id, factor });
    }),
    ...loads.flatMap((load) => {
      const { line, quantity } = load;
      const about = { ...facts, line };
      const ofLine = [...rules.lineCosts, ...rules.stockCosts].filter(({ test }) => holds(test, about, ALL));
      return [
        ...[...holding, ...ofLine].flatMap((cost) => ruleOfLine(own, cost, load, start)),
        ...rules.tables.flatMap((table) => {
          const each = tableMilli(table, tableColumn(table, line), node);
          return Number.isNaN(each) ? [] : entry('rules', 'table', quantity, each, { rule: table.id, line: line.id });
        }),
        ...tierCosts(rules, node, load),
      ];
    }),
  ];
}

function holds(test: Test | null, facts: Facts, known: number): boolean {
  return test === null || decide(test, facts, known) !== FALSE;
}

function ruleOfLine(priced: Priced, cost: CostRule, { line, quantity }: LineLoad, start: number): CostEntry[] {
  const { amounts, factor } = amountsOf(priced, cost, line, start);
  const here = amountsOf(priced, { ...cost, perUnitKm: 0 }, line, start).amounts.perUnit;
  const named = { rule: cost.id, line: line.id, factor };
  return [
    ...entry('rules', 'per-line', 1, amounts.perLine, named),
    ...entry('rules', 'per-unit', quantity, here, named),
    ...entry('rules', 'per-unit-km', quantity, amounts.perUnit - here, named),
  ];
}

const NOTHING = { perShipment: 0, perLine: 0, perUnit: 0 };

/** Nothing where the factor is not known: then a plan that ships it is no plan of ours. */
function amountsOf({ facts, metres, quantities }: Priced, cost: CostRule, line: OrderLine | undefined, start: number) {
  const about = { ...facts, line };
  const far = metres[facts.node];
  const factor = cost.factor?.at({ facts: about, metres: far, quantities, start });
  return { factor, amounts: amountsAt(cost, about, far, quantities, start) ?? NOTHING };
}

function tierCosts({ nodeTier, nodeTierMilli, document }: RuleSet, node: number, load: LineLoad): CostEntry[] {
  if (nodeTier === null || nodeTierMilli === null) return [];
  const list = document.tiers?.list ?? [];
  const { id } = list[Math.min(nodeTier[node], list.length) - 1];
  return entry('rules', 'tier', load.quantity, nodeTierMilli[node], { rule: id, line: load.line.id });
}
