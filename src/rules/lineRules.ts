import type { NetworkIndex } from '../model/network';
import type { OrderLine } from '../model/types';
import {
  ALL,
  ALWAYS,
  DESTINATION,
  decide,
  type Facts,
  LINE,
  NEVER,
  ORDER,
  residual,
  SERVICE,
  type Test,
  TRUE,
} from './condition';
import { type CostTable, tableColumn, tableMilli } from './costTable';
import type { Quantities } from './factors';
import type { CostRule, RuleSet } from './ruleSet';
import { type Amounts, amountsAt, setSource } from './sourceRules';

/** Nodes that a line looks at: entries start … end − 1 of `node`. */
export interface NodeList {
  readonly node: Int32Array;
  readonly start: number;
  readonly end: number;
}

/** What rules say of one line, by source. Columns are made when first needed, and hold at the listed nodes only. */
export interface LinePairs {
  /** source: 1 = may serve. Shared by lines that travel as one: each takes away. */
  readonly mask: Uint8Array;
  /** source: milli per unit, and once per line in the shipment. */
  unitMilli: Float64Array | null;
  lineMilli: Float64Array | null;
}

/** Whether `addLineRules` would have anything to say about the line. */
export function hasLineRules(rules: RuleSet, line: OrderLine): boolean {
  return (
    line.capabilities !== undefined || line.pinnedNodes !== undefined || rules.tables.length > 0 || rules.readsLines
  );
}

/**
 * Takes away pairs and adds costs.
 * @param quantity units of the line in one unit of the problem: what the costs per unit are multiplied by
 * @param newColumn makes a column of zeros, one per source
 */
export function addLineRules(
  rules: RuleSet,
  index: NetworkIndex,
  facts: Facts,
  line: OrderLine,
  quantity: number,
  nodes: NodeList,
  metres: Int32Array,
  pairs: LinePairs,
  quantities: Quantities,
  newColumn: () => Float64Array,
): void {
  facts.line = line;
  keepAbleNodes(index, line, nodes, pairs.mask);
  for (const filter of rules.lineFilters) {
    eachSource(index, nodes, pairs.mask, facts, metres, filter.test, filter.outWhen, (source) => {
      pairs.mask[source] = 0;
    });
  }
  for (const table of rules.tables) addTable(table, index, line, quantity, nodes, pairs, newColumn);
  for (const cost of rules.lineCosts) {
    eachSource(index, nodes, pairs.mask, facts, metres, cost.test ?? ALWAYS, true, (source) => {
      setSource(facts, index, metres, source);
      const amounts = amountsAt(cost, facts, metres[facts.node], quantities, Number.NaN);
      addToPair(pairs, source, amounts, quantity, newColumn);
    });
  }
  facts.line = undefined;
}

/** Where a line may start its way: a place in its columns, its source, and the start (epoch ms). */
export type EachPlace = (take: (place: number, source: number, start: number) => void) => void;

/** Adds what rules charge that read the stock of the line; where that is not known, the pair goes. @param quantity see `addLineRules` */
export function addStockCosts(
  { stockCosts }: RuleSet,
  index: NetworkIndex,
  facts: Facts,
  line: OrderLine,
  quantity: number,
  metres: Int32Array,
  eachPlace: EachPlace,
  pairs: LinePairs,
  quantities: Quantities,
  newColumn: () => Float64Array,
): void {
  facts.line = line;
  for (const cost of stockCosts) {
    eachPlace((place, source, start) => {
      if (pairs.mask[place] === 0) return;
      setSource(facts, index, metres, source);
      if (!holds(cost, facts)) return;
      addToPair(pairs, place, amountsAt(cost, facts, metres[facts.node], quantities, start), quantity, newColumn);
    });
  }
  facts.line = undefined;
}

function holds({ test }: CostRule, facts: Facts): boolean {
  return test === null || decide(test, facts, ALL) === TRUE;
}

/** @param amounts undefined: not known, so the pair goes */
function addToPair(
  pairs: LinePairs,
  place: number,
  amounts: Amounts | undefined,
  quantity: number,
  newColumn: () => Float64Array,
): void {
  if (amounts === undefined) {
    pairs.mask[place] = 0;
    return;
  }
  const { perLine, perUnit } = amounts;
  if (perUnit !== 0) {
    pairs.unitMilli ??= newColumn();
    pairs.unitMilli[place] += perUnit * quantity;
  }
  if (perLine === 0) return;
  pairs.lineMilli ??= newColumn();
  pairs.lineMilli[place] += perLine;
}

function keepAbleNodes(index: NetworkIndex, line: OrderLine, nodes: NodeList, mask: Uint8Array): void {
  if (line.capabilities === undefined && line.pinnedNodes === undefined) return;
  for (let entry = nodes.start; entry < nodes.end; entry += 1) {
    const node = nodes.node[entry];
    if (whyUnable(index, line, node) !== undefined) clearNode(index, node, mask);
  }
}

/** Why a node cannot serve the line, whatever the service: its pins or capabilities. */
export function whyUnable(
  index: NetworkIndex,
  line: OrderLine,
  node: number,
): 'not-pinned' | 'missing-capability' | undefined {
  const { id, capabilities } = index.nodes[node];
  if (line.pinnedNodes !== undefined && !line.pinnedNodes.includes(id)) return 'not-pinned';
  const able = line.capabilities?.every((word) => capabilities?.includes(word) === true) ?? true;
  return able ? undefined : 'missing-capability';
}

function clearNode(index: NetworkIndex, node: number, mask: Uint8Array): void {
  mask.fill(0, index.nodeSourceStart[node], index.nodeSourceStart[node + 1]);
}

/** Calls back for every source still in the mask for which the test gives this answer. Looks at none where the line alone decides against it. */
function eachSource(
  index: NetworkIndex,
  nodes: NodeList,
  mask: Uint8Array,
  facts: Facts,
  metres: Int32Array,
  test: Test,
  wanted: boolean,
  take: (source: number) => void,
): void {
  const rest = residual(test, facts, LINE | ORDER | DESTINATION);
  if (rest === (wanted ? NEVER : ALWAYS)) return;
  const readsService = (rest.scope & SERVICE) !== 0;
  for (let entry = nodes.start; entry < nodes.end; entry += 1) {
    const node = nodes.node[entry];
    let isAsked = false;
    let isWanted = false;
    for (let source = index.nodeSourceStart[node]; source < index.nodeSourceStart[node + 1]; source += 1) {
      if (mask[source] === 0) continue;
      if (readsService || !isAsked) {
        setSource(facts, index, metres, source);
        isWanted = (decide(rest, facts, ALL) === TRUE) === wanted;
        isAsked = true;
      }
      if (isWanted) take(source);
    }
  }
}

function addTable(
  table: CostTable,
  index: NetworkIndex,
  line: OrderLine,
  quantity: number,
  nodes: NodeList,
  pairs: LinePairs,
  newColumn: () => Float64Array,
): void {
  const column = tableColumn(table, line);
  for (let entry = nodes.start; entry < nodes.end; entry += 1) {
    const node = nodes.node[entry];
    const milli = tableMilli(table, column, node) * quantity;
    if (Number.isNaN(milli)) {
      clearNode(index, node, pairs.mask);
      continue;
    }
    if (milli === 0) continue;
    pairs.unitMilli ??= newColumn();
    for (let source = index.nodeSourceStart[node]; source < index.nodeSourceStart[node + 1]; source += 1) {
      pairs.unitMilli[source] += milli;
    }
  }
}

/** Why rules that read the line or the order's stock take a source away; the friendly twin of `addLineRules`. `facts` speaks of the line. */
export function whyRuledOut(
  rules: RuleSet,
  index: NetworkIndex,
  facts: Facts,
  line: OrderLine,
  source: number,
  metres: Int32Array,
  quantities: Quantities,
  start: number,
): { reason: 'excluded-by-rule' | 'no-price'; rule: string } | undefined {
  setSource(facts, index, metres, source);
  for (const filter of rules.lineFilters) {
    if ((decide(filter.test, facts, ALL) === TRUE) === filter.outWhen)
      return { reason: 'excluded-by-rule', rule: filter.id };
  }
  for (const table of rules.tables) {
    const milli = tableMilli(table, tableColumn(table, line), index.sourceNode[source]);
    if (Number.isNaN(milli)) return { reason: 'no-price', rule: table.id };
  }
  for (const cost of [...rules.orderCosts, ...rules.lineCosts, ...rules.stockCosts]) {
    const isKnown = !holds(cost, facts) || amountsAt(cost, facts, metres[facts.node], quantities, start) !== undefined;
    if (!isKnown) return { reason: 'no-price', rule: cost.id };
  }
  return undefined;
}
