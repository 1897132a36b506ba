/** Prices of single things, in 1/1000 minor unit ("milli"), as big integers so that no sum can lose a unit. */
import type { RulesInput } from '../model/types';
import type { Line, NodeInput } from './facts';

type CostTable = NonNullable<RulesInput['costTables']>[number];

/** A price in minor units; those that come in thousandths are floating point. */
export function milli(minor: number): bigint {
  return BigInt(Math.round(minor * 1000));
}

/** Per unit; undefined: the table has no price, and says that this makes the pair ineligible. */
export function tablePrice(table: CostTable, line: Line, node: NodeInput): bigint | undefined {
  const column = table.keys.indexOf(table.by === 'sku' ? line.sku : line.id);
  const price = table.perUnit[table.nodes.indexOf(node.id)]?.[column] ?? undefined;
  if (price !== undefined) return milli(price);
  return table.missing === 'free' ? 0n : undefined;
}

/** Per unit of the node's tier; nodes of no tier cost as much as the last one. */
export function softTierPrice({ tiers }: RulesInput, tier: number | undefined): bigint {
  if (tiers?.mode !== 'soft' || tier === undefined) return 0n;
  return milli(tiers.list[Math.min(tier, tiers.list.length) - 1].perUnit ?? 0);
}

/** Per unit that is not filled; undefined: nobody has set a price. */
export function unfilledPrice({ unfilled }: RulesInput, line: Line): bigint | undefined {
  if (line.unfilledPrice !== undefined) return milli(line.unfilledPrice);
  if (unfilled === undefined) return undefined;
  const amount = milli(unfilled.perUnit ?? 0);
  if (unfilled.percentOfValue === undefined) return amount;
  if (line.value === undefined) return undefined;
  return amount + BigInt(Math.floor((line.value * 1000 * unfilled.percentOfValue) / 100 + 0.5));
}
