/**
 * The data sheet: what `sourcing/` writes and the search reads. Numbers only, structure of arrays. An index is named after what
 * it indexes. All money in 1/1000 minor unit ("milli"), distances in whole metres, times in ms after `asOf`.
 *
 * Sources (node × service) are numbered in code-unit order of (node id, service id), so a lower index is a smaller id: the
 * last ties rest on that. The sources of a node are neighbours.
 *
 * Where later columns will stand: rate cells (card × zone: breaks, parcel limits) beside `sourceGram`; ready ranks beside
 * `sourceDelivery`, with stock per ready rank beside `rowUnits`; per-period capacity beside `nodeCapacity`; delivery groups
 * beside `lineNeed`; packs beside `lineUnits`.
 */
export interface Problem {
  // ---- network: one per router -------------------------------------------------------------------------------------------
  readonly nodes: number;
  readonly sources: number;
  /** node + 1 → first source. */
  readonly nodeSourceStart: Int32Array;
  /** node: units it still takes; 2^30 = unlimited. */
  readonly nodeCapacity: Int32Array;
  /** False when no limit can bind: every node that can serve takes the whole order. */
  readonly hasCapacity: boolean;

  // ---- destination: one per destination, cached ----------------------------------------------------------------------------
  readonly columns: SourceColumns;

  // ---- order -------------------------------------------------------------------------------------------------------------
  /** Lines in code-unit order of their ids; lines that must travel as one are one line here (see `members` in sourcing). */
  readonly lines: readonly ProblemLine[];
  /** Distinct items (SKUs) that two lines or a kit draw on, by which node stock is shared. Empty when nothing is shared. */
  readonly items: readonly StockRow[];
  /** At most so many shipments; 2^30 = no limit. */
  readonly maxShipments: number;
  /** Every line whole, or nothing ships. */
  readonly shipComplete: boolean;
  /** Milli per shipment beyond the first. */
  readonly splitMilli: number;
  /** Milli per unit and day late; 0 = lateness is not priced. */
  readonly lateMilli: number;
  /** Levels asked for, in order, without the closing ties. */
  readonly levels: readonly Level[];
  /** source: tier of its node, from 1; null when the rules have no tiers. */
  readonly sourceTier: Int32Array | null;
  /** Last tier. */
  readonly tiers: number;
  /** source: priority rank of its node; null when no level asks. */
  readonly sourcePriority: Int32Array | null;
  /** Search steps (pairs of line and source looked at) this call may take. */
  readonly budget: number;
}

/** What depends on source and destination only. Index: source. */
export interface SourceColumns {
  /** 1: may serve this order (lines can still forbid it). */
  readonly usable: Uint8Array;
  /** Milli per shipment: base rate, handling, rule costs. */
  readonly open: Float64Array;
  /** Milli per order line in the shipment (a line counts `members` of them): handling, rule costs. */
  readonly line: Float64Array;
  /** False when `line` is all zero. */
  readonly hasLine: boolean;
  /** Milli per gram: the rate's price per kilogram ÷ 1000, an integer number of minor units per kilogram. */
  readonly gram: Float64Array;
  /** Milli per order unit (so × `weight`): handling, rule costs. */
  readonly unit: Float64Array;
  /** Whole metres, as the objective counts them (an unknown distance counts half the circumference). */
  readonly metres: Float64Array;
  /** ms from `asOf` to delivery; NaN = unknown (then no line needs it). */
  readonly delivery: Float64Array;
}

export interface ProblemLine {
  /** Units asked. A line that may not be split is one unit that weighs all of them. */
  readonly units: number;
  /** Order units in one unit here: what `unfilled`, distance, tiers, lateness and capacity count. 1 for a plain line. */
  readonly weight: number;
  /** Order lines in it: what handling per line counts. 1 for a plain line. */
  readonly members: number;
  /** Grams of one unit here. */
  readonly grams: number;
  /** Milli per unit left unfilled; NaN = no price (then unfilled units are counted by a level before the cost, and cost nothing). */
  readonly unfilledMilli: number;
  /** Need-by in ms after `asOf`; Infinity = none. Lines that travel as one may differ: see `lateUnits`. */
  readonly need: number;
  /** All units or none, over any number of shipments. */
  readonly complete: boolean;
  /** At most so many shipments may carry it; 2^30 = no limit. */
  readonly maxShipments: number;
  /** Stock: entries rowStart … rowEnd − 1 of rowNode (ascending) and rowUnits (units here that the node can fill; may be ≤ 0). */
  readonly rowNode: Int32Array;
  readonly rowUnits: Int32Array;
  readonly rowStart: number;
  readonly rowEnd: number;
  /**
   * Rows that say which nodes count in the last ties' ranks: those that hold at least one order unit. Empty: the rows above do.
   * (A node may hold some of a line that must travel whole: it has a rank, but cannot serve.)
   */
  readonly rankRows: readonly StockRow[];
  /** source: 1 = this line may use it; null = every usable source. */
  readonly mask: Uint8Array | null;
  /** source: milli more per unit here (cost tables, rules by line); null = none. */
  readonly unitMilli: Float64Array | null;
  /** source: milli more once per line in the shipment (rules by line); null = none. */
  readonly lineMilli: Float64Array | null;
  /** source: lateness in unit-days of one unit here, where `need` does not say it all (members with several dates); null = by `need`. */
  readonly lateDays: Int32Array | null;
  /** Items one unit draws; empty where it shares stock with no other line (then `rowUnits` says it all). */
  readonly draws: readonly { readonly item: number; readonly units: number }[];
}

/** Stock by node: entries rowStart … rowEnd − 1, node ascending, units may be ≤ 0. */
export interface StockRow {
  readonly rowNode: Int32Array;
  readonly rowUnits: Int32Array;
  readonly rowStart: number;
  readonly rowEnd: number;
}

/** One asked level. `tiersUpTo` counts order units not served from tiers ≤ `tier`, unfilled ones included. */
export type Level =
  | {
      readonly goal:
        | 'unfilled'
        | 'lateness'
        | 'shipments'
        | 'tier'
        | 'priority'
        | 'unitDistance'
        | 'shipmentDistance'
        | 'cost';
    }
  | { readonly goal: 'tiersUpTo'; readonly tier: number };

/** The answer: who ships what, and how well that is known. */
export interface Assignment {
  /** Shipped units (of the problem), sorted by (line, source). */
  readonly parts: readonly { readonly line: number; readonly source: number; readonly units: number }[];
  /** One per asked level. */
  readonly levels: readonly { readonly value: number; readonly bound: number; readonly optimal: boolean }[];
  /** True: no plan that is equal on every asked level comes before this one. */
  readonly tiesSettled: boolean;
  /** Pairs of line and source looked at. */
  readonly steps: number;
}
