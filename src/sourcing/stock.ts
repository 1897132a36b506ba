import type { NetworkIndex } from '../model/network';
import type { Position } from '../model/types';
import { instant } from '../model/units';
import type { StockRow } from '../splitting/problem';
import { type Allocation, Allocations } from './allocations';
import { type Arrival, Inbound } from './inbound';
import { freshUnits, type Lot } from './lots';

/** Amounts by entry, and the entries of each SKU: what `loadStock` hands over. */
export interface StockTables {
  readonly skus: string[];
  readonly skuOfId: Map<string, number>;
  /** sku → its entries rowStart … rowEnd − 1, node ascending. */
  readonly rowStart: number[];
  readonly rowEnd: number[];
  /** entry → node; units available, signed: on hand − reserved − safety stock − committed. */
  readonly rowNode: Int32Array<ArrayBuffer>;
  readonly rowUnits: Int32Array<ArrayBuffer>;
  /** entry → units; null while all are 0. */
  readonly reserved: Int32Array<ArrayBuffer> | null;
  readonly safetyStock: Int32Array<ArrayBuffer> | null;
  /** entry → units a week; null while none is known. */
  readonly weeklyDemand: Float64Array<ArrayBuffer> | null;
  readonly inbound: readonly InboundOf[];
  readonly lots: readonly LotsOf[];
  readonly allocations: readonly AllocationsOf[];
}

/** Units of a position that are set aside, by channel. */
export interface AllocationsOf {
  readonly node: number;
  readonly sku: string;
  readonly allocations: readonly Allocation[];
}

/** When the units of a position expire. */
export interface LotsOf {
  readonly node: number;
  readonly sku: string;
  readonly lots: readonly Lot[];
}

/** Supply on its way to a position. */
export interface InboundOf {
  readonly node: number;
  readonly sku: string;
  readonly arrivals: readonly Arrival[];
}

/** What a caller may change of a position, in units. */
export interface Amounts {
  readonly onHand: number;
  readonly reserved: number;
  readonly safetyStock: number;
}

/** Where a SKU's stock stands: entries start … end − 1 of `Stock.rowNode` and `Stock.rowUnits`. */
export interface Row {
  readonly start: number;
  readonly end: number;
}

export const NO_ROW: Row = { start: 0, end: 0 };

/**
 * What a planner holds: compressed rows, one per SKU, one entry per node. The search reads `rowNode` and `rowUnits` as they are.
 * A position that turns up later moves its SKU's row to the end, where it leaves room to grow.
 */
export class Stock {
  readonly #skus: string[];
  readonly #skuOfId: Map<string, number>;
  readonly #rowStart: number[];
  readonly #rowEnd: number[];
  /** sku → entries it may grow into. */
  readonly #rowRoom: number[];
  #rowNode: Int32Array<ArrayBuffer>;
  #rowUnits: Int32Array<ArrayBuffer>;
  #reserved: Int32Array<ArrayBuffer> | null;
  #safetyStock: Int32Array<ArrayBuffer> | null;
  #committed: Int32Array<ArrayBuffer> | null = null;
  #weeklyDemand: Float64Array<ArrayBuffer> | null;
  /** What is set aside for channels. */
  readonly allocations = new Allocations();
  /** SKU → node → what changes with time. Few positions have any. */
  readonly #inbound = new Map<string, Map<number, Inbound>>();
  /** SKU → node → lots. */
  readonly #lots = new Map<string, Map<number, readonly Lot[]>>();
  /** Entries in use, with the gaps that moved rows left behind. */
  #used: number;

  constructor(
    readonly index: NetworkIndex,
    tables: StockTables,
  ) {
    this.#skus = tables.skus;
    this.#skuOfId = tables.skuOfId;
    this.#rowStart = tables.rowStart;
    this.#rowEnd = tables.rowEnd;
    this.#rowRoom = [...tables.rowEnd];
    this.#rowNode = tables.rowNode;
    this.#rowUnits = tables.rowUnits;
    this.#reserved = tables.reserved;
    this.#safetyStock = tables.safetyStock;
    this.#weeklyDemand = tables.weeklyDemand;
    this.#used = tables.rowNode.length;
    for (const { node, sku, arrivals } of tables.inbound) this.setArrivals(node, sku, arrivals);
    for (const { node, sku, lots } of tables.lots) this.setLots(node, sku, lots);
    for (const { node, sku, allocations } of tables.allocations) this.allocations.set(node, sku, allocations);
  }

  get rowNode(): Int32Array {
    return this.#rowNode;
  }

  get rowUnits(): Int32Array {
    return this.#rowUnits;
  }

  row(skuId: string): Row {
    const sku = this.#skuOfId.get(skuId);
    return sku === undefined ? NO_ROW : { start: this.#rowStart[sku], end: this.#rowEnd[sku] };
  }

  /** The row as the search reads it. */
  stockRow(skuId: string): StockRow {
    const { start, end } = this.row(skuId);
    return { rowNode: this.#rowNode, rowUnits: this.#rowUnits, rowStart: start, rowEnd: end };
  }

  /** Units that a node can still give of the row's SKU; signed. */
  unitsInRow(row: Row, node: number): number {
    const entry = this.#entryInRow(row, node);
    return entry < 0 ? 0 : this.#rowUnits[entry];
  }

  /** Units that can still be claimed for a start (epoch ms; Infinity = at any time); signed. */
  available(node: number, skuId: string, start: number): number {
    const free = this.unitsInRow(this.row(skuId), node);
    return this.#inbound.get(skuId)?.get(node)?.promised(free, start) ?? free;
  }

  /** Whether lots of the SKU are known, at any node. */
  hasLots(skuId: string): boolean {
    return this.#lots.has(skuId);
  }

  /** Units that are good until an instant (epoch ms); Infinity: no lots are known. */
  fresh(node: number, skuId: string, until: number): number {
    const lots = this.#lots.get(skuId)?.get(node);
    if (lots === undefined) return Number.POSITIVE_INFINITY;
    const { reserved, safetyStock, committed } = this.amounts(node, skuId);
    return freshUnits(lots, until, reserved + safetyStock + committed);
  }

  /** Units that the node sells of it in a week; 0: not known. */
  weeklyDemand(node: number, skuId: string): number {
    const entry = this.#entryInRow(this.row(skuId), node);
    return entry < 0 ? 0 : (this.#weeklyDemand?.[entry] ?? 0);
  }

  setWeeklyDemand(node: number, skuId: string, units: number): void {
    const entry = this.#entryForWriting(node, skuId);
    this.#weeklyDemand ??= new Float64Array(this.#rowNode.length);
    this.#weeklyDemand[entry] = units;
  }

  /** An empty list: none are known. */
  setLots(node: number, skuId: string, lots: readonly Lot[]): void {
    const ofSku = this.#lots.get(skuId) ?? new Map<number, readonly Lot[]>();
    if (lots.length === 0) ofSku.delete(node);
    else ofSku.set(node, lots);
    if (ofSku.size === 0) this.#lots.delete(skuId);
    else this.#lots.set(skuId, ofSku);
  }

  /** Something is on its way, or was. */
  get hasInbound(): boolean {
    return this.#inbound.size > 0;
  }

  /** node → what changes with time for this SKU; undefined: nothing does, and rows say it all. */
  inboundOf(skuId: string): ReadonlyMap<number, Inbound> | undefined {
    return this.#inbound.get(skuId);
  }

  amounts(node: number, skuId: string): Amounts & { readonly committed: number } {
    const entry = this.#entryInRow(this.row(skuId), node);
    if (entry < 0) return { onHand: 0, reserved: 0, safetyStock: 0, committed: 0 };
    const reserved = this.#reserved?.[entry] ?? 0;
    const safetyStock = this.#safetyStock?.[entry] ?? 0;
    const committed = this.#committed?.[entry] ?? 0;
    return { onHand: this.#rowUnits[entry] + reserved + safetyStock + committed, reserved, safetyStock, committed };
  }

  /** Replaces what the caller says of a position; committed claims stay. */
  setAmounts(node: number, skuId: string, { onHand, reserved, safetyStock }: Amounts): void {
    const entry = this.#entryForWriting(node, skuId);
    if (reserved !== 0 || this.#reserved !== null) {
      this.#reserved ??= new Int32Array(this.#rowNode.length);
      this.#reserved[entry] = reserved;
    }
    if (safetyStock !== 0 || this.#safetyStock !== null) {
      this.#safetyStock ??= new Int32Array(this.#rowNode.length);
      this.#safetyStock[entry] = safetyStock;
    }
    this.#rowUnits[entry] = onHand - reserved - safetyStock - (this.#committed?.[entry] ?? 0);
  }

  /** What is on its way to a position. An empty list: nothing. */
  setArrivals(node: number, skuId: string, arrivals: readonly Arrival[]): void {
    let ofSku = this.#inbound.get(skuId);
    if (ofSku?.get(node) === undefined && arrivals.length === 0) return;
    if (ofSku === undefined) {
      ofSku = new Map();
      this.#inbound.set(skuId, ofSku);
    }
    this.#entryForWriting(node, skuId);
    const inbound = ofSku.get(node) ?? new Inbound();
    inbound.setArrivals(arrivals);
    ofSku.set(node, inbound);
  }

  /** Claims units of a position for a start (or gives them back, if negative). Where nothing arrives, every start is alike. */
  commit(node: number, skuId: string, start: number, units: number): void {
    this.#inbound.get(skuId)?.get(node)?.claim(start, units);
    const entry = this.#entryForWriting(node, skuId);
    this.#committed ??= new Int32Array(this.#rowNode.length);
    this.#committed[entry] += units;
    this.#rowUnits[entry] -= units;
  }

  /** Positions of the SKUs, in the order asked, each SKU's by node id. Committed units count as reserved. */
  positions(skuIds: Iterable<string>): Position[] {
    const positions: Position[] = [];
    for (const sku of new Set(skuIds)) {
      const { start, end } = this.row(sku);
      for (let entry = start; entry < end; entry += 1) {
        const reserved = (this.#reserved?.[entry] ?? 0) + (this.#committed?.[entry] ?? 0);
        const safetyStock = this.#safetyStock?.[entry] ?? 0;
        const onHand = this.#rowUnits[entry] + reserved + safetyStock;
        const node = this.#rowNode[entry];
        const arrivals = this.#inbound.get(sku)?.get(node)?.arrivals ?? [];
        const inbound = arrivals.map(({ at, units }) => ({ at: instant(at), units }));
        const lots = (this.#lots.get(sku)?.get(node) ?? []).map(({ expires, units }) => {
          return { expires: instant(expires), units };
        });
        const allocations = this.allocations.list(node, sku);
        const weeklyDemand = this.#weeklyDemand?.[entry] ?? 0;
        positions.push({
          ...{ node: this.index.nodes[node].id, sku, onHand, reserved, safetyStock },
          ...(inbound.length === 0 ? {} : { inbound }),
          ...(lots.length === 0 ? {} : { lots }),
          ...(allocations.length === 0 ? {} : { allocations }),
          ...(weeklyDemand === 0 ? {} : { weeklyDemand }),
        });
      }
    }
    return positions;
  }

  #entryInRow({ start, end }: Row, node: number): number {
    const at = lowerBound(this.#rowNode, start, end, node);
    return at < end && this.#rowNode[at] === node ? at : -1;
  }

  #entryForWriting(node: number, skuId: string): number {
    const known = this.#entryInRow(this.row(skuId), node);
    return known >= 0 ? known : this.#insert(node, this.#skuForWriting(skuId));
  }

  #skuForWriting(skuId: string): number {
    const known = this.#skuOfId.get(skuId);
    if (known !== undefined) return known;
    const sku = this.#skus.length;
    this.#skus.push(skuId);
    this.#skuOfId.set(skuId, sku);
    this.#rowStart.push(this.#used);
    this.#rowEnd.push(this.#used);
    this.#rowRoom.push(this.#used);
    return sku;
  }

  #insert(node: number, sku: number): number {
    if (this.#rowEnd[sku] === this.#rowRoom[sku]) this.#moveToEnd(sku);
    const end = this.#rowEnd[sku];
    const at = lowerBound(this.#rowNode, this.#rowStart[sku], end, node);
    for (const column of this.#columns()) {
      column.copyWithin(at + 1, at, end);
      column[at] = 0;
    }
    this.#rowNode[at] = node;
    this.#rowEnd[sku] = end + 1;
    return at;
  }

  /** Gives a row half as much room again, at least four entries. */
  #moveToEnd(sku: number): void {
    const start = this.#rowStart[sku];
    const end = this.#rowEnd[sku];
    const room = end - start + Math.max(4, (end - start) >> 1);
    const to = this.#used;
    this.#reserveEntries(to + room);
    for (const column of this.#columns()) column.copyWithin(to, start, end);
    this.#rowStart[sku] = to;
    this.#rowEnd[sku] = to + end - start;
    this.#rowRoom[sku] = to + room;
    this.#used = to + room;
  }

  #reserveEntries(wanted: number): void {
    if (wanted <= this.#rowNode.length) return;
    const size = Math.max(wanted, Math.ceil(this.#rowNode.length * 1.25) + 64);
    this.#rowNode = grown(this.#rowNode, size);
    this.#rowUnits = grown(this.#rowUnits, size);
    if (this.#reserved !== null) this.#reserved = grown(this.#reserved, size);
    if (this.#safetyStock !== null) this.#safetyStock = grown(this.#safetyStock, size);
    if (this.#committed !== null) this.#committed = grown(this.#committed, size);
    if (this.#weeklyDemand !== null) {
      const larger = new Float64Array(size);
      larger.set(this.#weeklyDemand);
      this.#weeklyDemand = larger;
    }
  }

  #columns(): (Int32Array | Float64Array)[] {
    const stock = [this.#rowNode, this.#rowUnits, this.#reserved, this.#safetyStock, this.#committed];
    const columns = [...stock, this.#weeklyDemand];
    return columns.filter((column) => column !== null);
  }
}

function lowerBound(column: Int32Array, start: number, end: number, value: number): number {
  while (start < end) {
    const middle = (start + end) >>> 1;
    if (column[middle] < value) start = middle + 1;
    else end = middle;
  }
  return start;
}

function grown(column: Int32Array<ArrayBuffer>, size: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(size);
  larger.set(column);
  return larger;
}
