/**
 * The data sheet: what `sourcing/` writes and the search reads. Numbers only, structure of arrays. An index is named after what
 * it indexes. All money in 1/1000 minor unit ("milli"), distances in whole metres, times in ms after `asOf`.
 *
 * Sources (node × service) are numbered in code-unit order of (node id, service id), so a lower index is a smaller id: the
 * last ties rest on that. The sources of a node are neighbours.
 *
 * A service of a node that could start at several instants is several sources, one for each start (`starts`): a *pair* is (node, service).
 *
 * Where later columns will stand: packs beside `lineUnits`.
 */
export interface Problem {
  // ---- network: one per router -------------------------------------------------------------------------------------------
  readonly nodes: number;
  readonly sources: number;
  /** node + 1 → first source. */
  readonly nodeSourceStart: Int32Array;
  /** node: units it still takes; 2^30 = unlimited. */
  readonly nodeCapacity: Int32Array;
  /** node: shipments and (order line × shipment) it still takes; 2^30 = unlimited; null = no node has such a limit. */
  readonly nodeShipments: Int32Array | null;
  readonly nodeLines: Int32Array | null;
  /** False when no limit can bind: every node that can serve takes the whole order. */
  readonly hasCapacity: boolean;
  /** Limits of days; null: the three above say it all. They hold beside those, which are over all starts of the node. */
  readonly days: Days | null;
  /** Where sources start at several instants; null: all at once (then everything below has one rank). */
  readonly starts: Starts | null;

  // ---- destination: one per destination, cached ----------------------------------------------------------------------------
  readonly columns: SourceColumns;

  // ---- order -------------------------------------------------------------------------------------------------------------
  /** Lines in code-unit order of their ids; lines that must travel as one are one line here (see `members` in sourcing). */
  readonly lines: readonly ProblemLine[];
  /** Some price per unit may be below zero, in `columns.unit` or a line's `unitMilli`: see `credits.ts`. No other price ever is. */
  readonly hasCredits: boolean;
  /** Milli that `withoutCredits` added to the cost of every plan. Absent: nothing. */
  readonly creditMilli?: number;
  /** Distinct items (SKUs) that two lines or a kit draw on, by which node stock is shared. Empty when nothing is shared. */
  readonly items: readonly StockRow[];
  /** At most so many shipments; 2^30 = no limit. */
  readonly maxShipments: number;
  /** Every line whole, or nothing ships. */
  readonly shipComplete: boolean;
  /** Delivery groups; null: one. */
  readonly groups: Groups | null;
  /** Milli per shipment beyond the first of its delivery group. */
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
  /** What `balance` counts; null: no level asks. */
  readonly gauges: Gauges | null;
  /** Where this is another problem with tighter limits: that one, for the last ties rank the sources that could serve there. null: it is not. */
  readonly tightened: Problem | null;
  /** Search steps (pairs of line and source looked at) this call may take. */
  readonly budget: number;
}

/** What days still take where sources of a node start on several; 2^30 = unlimited. A day belongs to one node. */
export interface Days {
  /** source: the day it starts on; −1: one without a limit. */
  readonly sourceDay: Int32Array;
  /** day: order units, shipments and (order line × shipment). */
  readonly dayUnits: Int32Array;
  readonly dayShipments: Int32Array;
  readonly dayLines: Int32Array;
}

/**
 * Starts of sources, by node. What a node promises grows with time, so of every row (of lines, items and ranks), and for every rank r,
 * its sources of ranks ≤ r draw together at most `rowUnits[entry × ranks + r]`. The sources of a node stand by (service, start).
 */
export interface Starts {
  /** Ranks of starts, at least 1. Every row of stock has so many units per entry, not falling with the rank. */
  readonly ranks: number;
  /** source: rank of its start among those of its node, from 0: a later start has a higher rank. */
  readonly sourceRank: Int32Array;
  /** source: number of its (node, service), rising with the source: the last ties rank those, not the starts. */
  readonly sourcePair: Int32Array;
}

/**
 * How full places are, in order units: a *gauge* is what a node's `capacityUnits` holds, or its day's. `total` 0 = none is limited there.
 * The limits that this order must keep are `nodeCapacity` and `days`.
 */
export interface Gauges {
  /** node: units that it holds in all, and those that are taken. */
  readonly nodeTotal: Int32Array;
  readonly nodeUsed: Int32Array;
  /** source: gauge of the day that it starts on, −1 = none. That of `days` where there are some, else the node. */
  readonly sourceDay: Int32Array;
  readonly dayTotal: Int32Array;
  readonly dayUsed: Int32Array;
}

/**
 * Delivery groups share stock and capacity, never a shipment. Every source belongs to one, and the lines' masks see to it that a line uses
 * sources of its own only.
 */
export interface Groups {
  readonly sourceGroup: Int32Array;
  readonly lineGroup: Int32Array;
  /** group: at most so many shipments; 2^30 = no limit. */
  readonly maxShipments: Int32Array;
  /** group: 1 = every line of it whole, or nothing of it ships. */
  readonly shipComplete: Uint8Array;
}

/** What depends on source and destination only. Index: source. */
export interface SourceColumns {
  /** 1: may serve this order (lines can still forbid it). */
  readonly usable: Uint8Array;
  /** Milli per shipment: base rate (unless a cell says it), surcharges per shipment, handling, rule costs. */
  readonly open: Float64Array;
  /** Milli per order line in the shipment (a line counts `members` of them): handling, rule costs. */
  readonly line: Float64Array;
  /** False when `line` is all zero. */
  readonly hasLine: boolean;
  /** Milli per gram: the rate's price per kilogram ÷ 1000, an integer number of minor units per kilogram. 0 where a cell says it. */
  readonly gram: Float64Array;
  /** Rate cell of the source, −1 = its rate is the line `open` + `gram`, in one parcel; null = no source has a cell. */
  readonly cell: Int32Array | null;
  readonly cells: FreightCells | null;
  /** Milli per order unit (so × `weight`): handling, rule costs. */
  readonly unit: Float64Array;
  /** Whole metres, as the objective counts them (an unknown distance counts half the circumference). */
  readonly metres: Float64Array;
  /** ms from `asOf` to delivery; NaN = unknown (then no line needs it). */
  readonly delivery: Float64Array;
}

/**
 * Rates that are no straight line, one cell per card and zone (or source). A shipment of `grams`, `cm3` and so many order units in p
 * parcels costs p × (rate(b) + `extra`), b = the greater of ⌈grams ÷ p⌉ and ⌈cm3 × 1000 ÷ p ÷ `divisor`⌉, each rounded up to `step`;
 * p is the count that costs least (the fewest of equal price) from ⌈grams ÷ `parcelGrams`⌉ and ⌈cm3 ÷ `parcelCm3`⌉, at least 1, to the
 * units, of those whose b the breaks reach. A shipment with an oversize unit costs `oversizeExtra` more per parcel and `oversizeOnce`.
 */
export interface FreightCells {
  readonly cells: number;
  /** cell + 1 → first break. A cell without breaks has a linear rate. */
  readonly breakStart: Int32Array;
  /** break: last billable gram (ascending within a cell); milli of a parcel up to it, percentages included. */
  readonly breakGrams: Float64Array;
  readonly breakMilli: Float64Array;
  /** cell: linear rate, half-up of max(`minimum`, `base` + `gram` × b) × (100,000 + `fuel`) ÷ 100,000, all in milli. */
  readonly base: Float64Array;
  readonly gram: Float64Array;
  readonly minimum: Float64Array;
  /** cell: 1/1000 percent. */
  readonly fuel: Float64Array;
  /** cell: milli more per parcel (surcharges). */
  readonly extra: Float64Array;
  /** cell: grams, at least 1. */
  readonly step: Float64Array;
  /** cell: cm³ per kilogram; 0 = volume is not billed. */
  readonly divisor: Float64Array;
  /** cell: what one parcel holds; Infinity = no limit. Every order unit of an eligible pair fits one (sourcing sees to that). */
  readonly parcelGrams: Float64Array;
  readonly parcelCm3: Float64Array;
  /** cell: a unit longer or heavier than this is oversize; Infinity = none is. */
  readonly oversizeMm: Float64Array;
  readonly oversizeGrams: Float64Array;
  readonly oversizeExtra: Float64Array;
  readonly oversizeOnce: Float64Array;
}

export interface ProblemLine {
  /** Units asked. A line that may not be split is one unit that weighs all of them. */
  readonly units: number;
  /** Order units in one unit here: what `unfilled`, distance, tiers, lateness and capacity count. 1 for a plain line. */
  readonly weight: number;
  /** Order lines in it: what handling per line counts. 1 for a plain line. */
  readonly members: number;
  /** Grams and cm³ of one unit here (0 where unknown and no cell that the line may use reads it). */
  readonly grams: number;
  readonly cm3: number;
  /** The longest side (mm) and the greatest weight (g) of an order unit in it. */
  readonly longestMm: number;
  readonly heaviestGrams: number;
  /** Milli per unit left unfilled; NaN = no price (then unfilled units are counted by a level before the cost, and cost nothing). */
  readonly unfilledMilli: number;
  /** Need-by in ms after `asOf`; Infinity = none. Lines that travel as one may differ: see `lateUnits`. */
  readonly need: number;
  /** All units or none, over any number of shipments. */
  readonly complete: boolean;
  /** At most so many shipments may carry it; 2^30 = no limit. */
  readonly maxShipments: number;
  /**
   * Stock: entries rowStart … rowEnd − 1 of rowNode (ascending) and rowUnits (units here that the node can fill; may be ≤ 0), so many of
   * these per entry as there are ranks of starts.
   */
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

/** Stock by node: entries rowStart … rowEnd − 1, node ascending, units may be ≤ 0, so many per entry as there are ranks of starts. */
export interface StockRow {
  readonly rowNode: Int32Array;
  readonly rowUnits: Int32Array;
  readonly rowStart: number;
  readonly rowEnd: number;
}

/**
 * One asked level, smaller is better. `tiersUpTo` counts order units not served from tiers ≤ `tier`, unfilled ones included; `weighted` is
 * Σ factor × level, `balance` the fullest gauge that the plan draws on, in whole per mille, rounded up (used before + this plan's units).
 */
export type Level = (
  | {
      readonly goal:
        | 'unfilled'
        | 'lateness'
        | 'shipments'
        | 'tier'
        | 'priority'
        | 'unitDistance'
        | 'shipmentDistance'
        | 'cost'
        | 'balance';
    }
  | { readonly goal: 'tiersUpTo'; readonly tier: number }
  | { readonly goal: 'weighted'; readonly weights: readonly Weighted[] }
) & { readonly tolerance?: Tolerance };

/** `factor`: a whole number, at least 1. Never of `balance`, which is no sum. */
export interface Weighted {
  readonly level: Level;
  readonly factor: number;
}

/** How far above its own optimum a level may be where a later one gains by it: the greater of both. */
export interface Tolerance {
  /** In the level's unit. */
  readonly amount: number;
  /** In 1/1000 percent of the optimum, rounded down to the unit. */
  readonly milliPercent: number;
}

/** The answer: who ships what, and how well that is known. */
export interface Assignment {
  /** Shipped units (of the problem), sorted by (line, source). */
  readonly parts: readonly { readonly line: number; readonly source: number; readonly units: number }[];
  /** One per source that ships, by source: its parcels, and what its rate cell charges (0 without one), in milli. */
  readonly shipments: readonly { readonly source: number; readonly parcels: number; readonly freightMilli: number }[];
  /** One per asked level. Of a level with a tolerance, `optimal` says that `bound` is its own optimum, and `value` within the tolerance. */
  readonly levels: readonly { readonly value: number; readonly bound: number; readonly optimal: boolean }[];
  /** True: no plan that is equal on every asked level comes before this one. */
  readonly tiesSettled: boolean;
  /** Pairs of line and source looked at. */
  readonly steps: number;
}
