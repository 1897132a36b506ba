/** What rules, tables and soft tiers add to a shipment, each by its name. The one place that knows them all. */
import type { CostEntry } from '../model/explanation';
import type { NetworkIndex } from '../model/network';
import type { OrderLine } from '../model/types';
import { ALL, decide, FALSE, type Facts } from '../rules/condition';
import { tableColumn, tableMilli } from '../rules/costTable';
import { type CostRule, EVERYTHING_BUT_LINE, type RuleSet } from '../rules/ruleSet';
import { perUnitMilli, setSource } from '../rules/sourceRules';
import { entry } from './entries';

export interface LineLoad {
  readonly line: OrderLine;
  readonly quantity: number;
  readonly lateDays: number;
}

/** @param source of the network; @param metres node → metres as rules count them */
export function ruleCosts(
  rules: RuleSet,
  index: NetworkIndex,
  facts: Facts,
  source: number,
  metres: Int32Array,
  loads: readonly LineLoad[],
): CostEntry[] {
  const node = index.sourceNode[source];
  const own = { ...facts, line: undefined };
  setSource(own, index, metres, source);
  const holding = rules.costs.filter(({ test }) => test === null || decide(test, own, EVERYTHING_BUT_LINE) !== FALSE);
  return [
    ...holding.flatMap(({ id, perShipment }) => entry('rules', 'per-shipment', 1, perShipment, { rule: id })),
    ...loads.flatMap((load) => {
      const { line, quantity } = load;
      const ofLine = rules.lineCosts.filter(
        ({ test }) => test === null || decide(test, { ...own, line }, ALL) !== FALSE,
      );
      return [
        ...[...holding, ...ofLine].flatMap((cost) => ruleOfLine(cost, metres[node], load)),
        ...rules.tables.flatMap((table) => {
          const each = tableMilli(table, tableColumn(table, line), node);
          return Number.isNaN(each) ? [] : entry('rules', 'table', quantity, each, { rule: table.id, line: line.id });
        }),
        ...tierCosts(rules, node, load),
      ];
    }),
  ];
}

function ruleOfLine(cost: CostRule, metres: number, { line, quantity }: LineLoad): CostEntry[] {
  const named = { rule: cost.id, line: line.id };
  return [
    ...entry('rules', 'per-line', 1, cost.perLine, named),
    ...entry('rules', 'per-unit', quantity, cost.perUnit, named),
    ...entry('rules', 'per-unit-km', quantity, perUnitMilli(cost, metres) - cost.perUnit, named),
  ];
}

function tierCosts({ nodeTier, nodeTierMilli, document }: RuleSet, node: number, load: LineLoad): CostEntry[] {
  if (nodeTier === null || nodeTierMilli === null) return [];
  const list = document.tiers?.list ?? [];
  const { id } = list[Math.min(nodeTier[node], list.length) - 1];
  return entry('rules', 'tier', load.quantity, nodeTierMilli[node], { rule: id, line: load.line.id });
}
