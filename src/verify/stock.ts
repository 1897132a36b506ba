import type { Inventory, PositionColumns, PositionInput } from '../model/types';

/** Units that come or go at an instant, in epoch ms. */
export interface UnitsAt {
  readonly at: number;
  readonly units: number;
}

/** Units that a plan holds from its start on. */
export interface HeldUnits extends UnitsAt {
  readonly node: string;
  readonly sku: string;
  /** Of its order; undefined: it has none. */
  readonly channel: string | undefined;
}

export interface StockPosition {
  /** On hand − reserved − safety stock: it may be below 0. */
  readonly balance: number;
  readonly inbound: readonly UnitsAt[];
  /** Units by when they expire; undefined: not known. */
  readonly lots: readonly UnitsAt[] | undefined;
  /** Reserved and safety stock. */
  readonly withheld: number;
  readonly onHand: number;
  /** Units a week; 0: not known. */
  readonly weeklyDemand: number;
  readonly allocations: NonNullable<PositionInput['allocations']>;
}

/** What nodes hold, by SKU: made once where many plans are judged against the same stock. */
export interface InventoryIndex {
  /** Nothing where there is no position. */
  readonly position: (node: string, sku: string) => StockPosition;
}

const NOTHING: StockPosition = {
  balance: 0,
  inbound: [],
  lots: undefined,
  withheld: 0,
  onHand: 0,
  weeklyDemand: 0,
  allocations: [],
};

/** @param inventory positions or columns. They are grouped, not copied: they must not change while the index is used. */
export function indexInventory(inventory: Inventory): InventoryIndex {
  return Symbol.iterator in inventory ? bySku(inventory) : byColumn(inventory);
}

/** Keeps only the SKUs asked for, so that one plan judged against a large stock costs no index of all of it. */
export function indexSkus(inventory: Inventory | InventoryIndex, skus: ReadonlySet<string>): InventoryIndex {
  if ('position' in inventory) return inventory;
  return Symbol.iterator in inventory ? bySku(inventory, skus) : byColumn(inventory, skus);
}

/**
 * What may be promised to a start at an instant: the least that there is from then on, with what arrives and without what others hold,
 * never below 0.
 */
export function promisable(
  index: InventoryIndex,
  held: readonly HeldUnits[],
  node: string,
  sku: string,
  start: number,
): number {
  const { balance, inbound } = index.position(node, sku);
  const claimed = held.filter((each) => each.node === node && each.sku === sku);
  const sum = (list: readonly UnitsAt[], until: number) =>
    list.reduce((units, each) => (each.at <= until ? units + each.units : units), 0);
  const changes = [start, ...claimed.map(({ at }) => at).filter((at) => at > start)];
  return Math.max(0, Math.min(...changes.map((at) => balance + sum(inbound, at) - sum(claimed, at))));
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
    position: (node, sku) => {
      const position = rows.get(sku)?.find((each) => each.node === node);
      if (position === undefined) return NOTHING;
      const {
        onHand,
        reserved = 0,
        safetyStock = 0,
        inbound = [],
        lots,
        weeklyDemand = 0,
        allocations = [],
      } = position;
      return {
        balance: balance(onHand, reserved, safetyStock),
        inbound: inbound.map(({ at, units }) => ({ at: Date.parse(at), units })),
        lots: lots?.map(({ expires, units }) => ({ at: Date.parse(expires), units })),
        withheld: reserved + safetyStock,
        onHand,
        weeklyDemand,
        allocations,
      };
    },
  };
}

function byColumn(columns: PositionColumns, only?: ReadonlySet<string>): InventoryIndex {
  const { nodes, skus, node, sku, onHand, reserved, safetyStock, weeklyDemand } = columns;
  const wanted = skus.map((id) => only === undefined || only.has(id));
  const rows = new Map<string, number[]>(skus.map((id) => [id, []]));
  for (let entry = 0; entry < onHand.length; entry += 1) {
    if (wanted[sku[entry]]) rows.get(skus[sku[entry]])?.push(entry);
  }
  return {
    position: (nodeId, skuId) => {
      const entry = rows.get(skuId)?.find((each) => nodes[node[each]] === nodeId);
      if (entry === undefined) return NOTHING;
      return {
        ...NOTHING,
        balance: balance(onHand[entry], reserved?.[entry], safetyStock?.[entry]),
        onHand: onHand[entry],
        weeklyDemand: weeklyDemand?.[entry] ?? 0,
      };
    },
  };
}

function balance(onHand: number, reserved = 0, safetyStock = 0): number {
  return onHand - reserved - safetyStock;
}
