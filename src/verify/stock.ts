import type { Inventory, PositionColumns, PositionInput } from '../model/types';

/** What nodes hold, by SKU: made once where many plans are judged against the same stock. */
export interface InventoryIndex {
  /** Units that may be promised: on hand − reserved − safety stock, never below 0; 0 where there is no position. */
  readonly available: (node: string, sku: string) => number;
}

/** @param inventory positions or columns. They are grouped, not copied: they must not change while the index is used. */
export function indexInventory(inventory: Inventory): InventoryIndex {
  return Symbol.iterator in inventory ? bySku(inventory) : byColumn(inventory);
}

/** Keeps only the SKUs asked for, so that one plan judged against a large stock costs no index of all of it. */
export function indexSkus(inventory: Inventory | InventoryIndex, skus: ReadonlySet<string>): InventoryIndex {
  if ('available' in inventory) return inventory;
  return Symbol.iterator in inventory ? bySku(inventory, skus) : byColumn(inventory, skus);
}

function bySku(positions: Iterable<PositionInput>, only?: ReadonlySet<string>): InventoryIndex {
  const rows = new Map<string, PositionInput[]>();
  for (const position of positions) {
    if (only !== undefined && !only.has(position.sku)) continue;
    const row = rows.get(position.sku);
    if (row === undefined) rows.set(position.sku, [position]);
    else row.push(position);
  }
  return {
    available: (node, sku) => {
      const position = rows.get(sku)?.find((each) => each.node === node);
      return position === undefined ? 0 : promisable(position.onHand, position.reserved, position.safetyStock);
    },
  };
}

function byColumn(columns: PositionColumns, only?: ReadonlySet<string>): InventoryIndex {
  const { nodes, skus, node, sku, onHand, reserved, safetyStock } = columns;
  const wanted = skus.map((id) => only === undefined || only.has(id));
  const rows = new Map<string, number[]>(skus.map((id) => [id, []]));
  for (let entry = 0; entry < onHand.length; entry += 1) {
    if (wanted[sku[entry]]) rows.get(skus[sku[entry]])?.push(entry);
  }
  return {
    available: (nodeId, skuId) => {
      const entry = rows.get(skuId)?.find((each) => nodes[node[each]] === nodeId);
      return entry === undefined ? 0 : promisable(onHand[entry], reserved?.[entry], safetyStock?.[entry]);
    },
  };
}

function promisable(onHand: number, reserved = 0, safetyStock = 0): number {
  return Math.max(0, onHand - reserved - safetyStock);
}
