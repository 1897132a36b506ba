/** What an order does not get of the stock: units that rules protect from it, and those set aside for other channels. */
import type { Desk } from '../desk';
import type { Order } from '../model/types';
import type { Facts } from '../rules/condition';
import { type CompiledProtection, keptUnits, protectionFor } from '../rules/protection';
import { needsOf } from '../sourcing/rows';
import { LessStock, type Supply, type Withheld } from '../sourcing/supply';
import { type CheckedOrder, linesOf } from './checkedOrder';
import { factsOf } from './pairs';

/** A line that draws on a SKU, and the rules that may protect it from that line. */
interface Drawing {
  readonly facts: Facts;
  readonly rules: readonly CompiledProtection[];
}

/** The stock itself where nothing of the order's SKUs is kept back. @param groups the order's, perhaps by another level or to another place */
export function supplyOf(desk: Desk, order: Order, groups: CheckedOrder['groups']): Supply {
  const { stock, compiled } = desk;
  if (compiled.rules.protection.length === 0 && stock.allocations.isEmpty) return stock;
  const withheld = new Map<string, Withheld>();
  for (const [sku, drawings] of drawingsOf(desk, order, groups)) {
    if (drawings.some(({ rules }) => rules.length > 0) || stock.allocations.concerns(sku))
      withheld.set(sku, withheldOf(desk, order, sku, drawings));
  }
  return withheld.size === 0 ? stock : new LessStock(stock, withheld);
}

function drawingsOf({ compiled }: Desk, order: Order, groups: CheckedOrder['groups']): Map<string, Drawing[]> {
  const drawings = new Map<string, Drawing[]>();
  for (const group of groups) {
    for (const line of linesOf(order, group)) {
      const facts = { ...factsOf(order, group), line };
      const drawing = { facts, rules: protectionFor(compiled.rules.protection, facts) };
      for (const { sku } of needsOf(line)) drawings.set(sku, [...(drawings.get(sku) ?? []), drawing]);
    }
  }
  return drawings;
}

/** Lines that share the SKU share what is left: the strictest rule of any of them holds for all. */
function withheldOf({ stock, arena }: Desk, { channel }: Order, sku: string, drawings: readonly Drawing[]): Withheld {
  const { rowNode, rowUnits, rowStart, rowEnd } = stock.stockRow(sku);
  const count = rowEnd - rowStart;
  const kept = arena.newRow(count);
  const left = arena.newRow(count);
  for (let entry = 0; entry < count; entry += 1) {
    const node = rowNode[rowStart + entry];
    let units = 0;
    for (const { facts, rules } of drawings) {
      if (rules.length === 0) continue;
      facts.node = node;
      units = Math.max(units, keptUnits(rules, facts, stock.amounts(node, sku).onHand));
    }
    units += stock.allocations.withheld(node, sku, channel);
    kept.rowNode[kept.rowStart + entry] = node;
    kept.rowUnits[kept.rowStart + entry] = units;
    left.rowNode[left.rowStart + entry] = node;
    left.rowUnits[left.rowStart + entry] = Math.max(-(2 ** 31), rowUnits[rowStart + entry] - units);
  }
  return { kept, left };
}
