/** What an explanation says: plain JSON, codes and numbers, so that every text can be made from it, in any language. Money in 1/1000 minor unit ("milli"). */
import type { IneligibleReason } from './reasons';
import type { Plan } from './types';

/** What became of a node for a line: the closed list, from the best to the worst. */
export const FATES = [
  /** Ships units of the line. */
  'chosen',
  /** May serve it, and is not used: `instead` says what using it would change, or which limit it would break. */
  'eligible',
  /** What it ships would come after the date that it must not pass; `cutOff` says by how much the order missed it. */
  'after-cut-off',
  /** The node, or its days, take no more. */
  'full',
  /** The node does not open, or the carrier does not come. */
  'closed',
  /** Order, rules, rates or distances say no. */
  'excluded',
  'offline',
  /** It holds no unit of the line that it may promise. */
  'no-stock',
] as const;

export type FateName = (typeof FATES)[number];

export type CostTerm = 'shipping' | 'handling' | 'procurement' | 'lateness' | 'rules' | 'split' | 'unfilled';

/** Milli by term, and their sum. */
export type TermSums = Readonly<Record<CostTerm | 'total', number>>;

/** What an amount of the cost is for. */
export type CostCode =
  | 'flat-rate'
  | 'parcel'
  | 'minimum'
  | 'weight'
  | 'fuel'
  | 'residential'
  | 'remote'
  | 'oversize'
  | 'per-shipment'
  | 'per-line'
  | 'per-unit'
  | 'per-unit-km'
  | 'late-unit-days'
  | 'table'
  | 'tier'
  | 'split'
  | 'unfilled';

/** One amount: so many of something at so much each. */
export interface CostEntry {
  readonly term: CostTerm;
  readonly code: CostCode;
  /** Id of the rule, table or tier. */
  readonly rule?: string;
  /** Order line that it is paid for; absent: the shipment as a whole. */
  readonly line?: string;
  readonly count: number;
  /** Below zero: a credit. */
  readonly eachMilli: number;
  /** The factor that is in it, in millionths, where the rule's amounts are multiplied by one. */
  readonly factor?: number;
  readonly milli: number;
}

/** Which price of the rate card holds. */
export interface RatePlace {
  readonly card: string;
  /** The zone, or how far the band reaches (null: any distance). */
  readonly zone?: string;
  readonly upToKm?: number | null;
  /** The price is flat, by the order's value. */
  readonly byOrderValue?: true;
  /** The caller's own function said it. */
  readonly byFunction?: true;
  readonly parcels: number;
  /** Of each parcel, where its price goes by weight: billed so, by weight or by volume, and the break that holds it. */
  readonly billedGrams?: number;
  readonly billedBy?: 'weight' | 'volume';
  readonly breakGrams?: number;
  readonly fuelPercent?: number;
}

type PlanShipment = Plan['shipments'][number];

export interface ExplainedShipment
  extends Pick<
    PlanShipment,
    | 'node'
    | 'service'
    | 'start'
    | 'ready'
    | 'handOver'
    | 'delivery'
    | 'distanceMetres'
    | 'parcels'
    | 'weightGrams'
    | 'lines'
  > {
  readonly group?: string;
  /** null: it is free, or nobody can say. */
  readonly rate: RatePlace | null;
  /** They add up to `costMilli`. */
  readonly costs: readonly CostEntry[];
  readonly costMilli: number;
}

export type LevelName = Plan['proof']['levels'][number]['goal'];

/** An asked level of the objective, taken apart: shipments, and units not filled, add up to `value`. */
export interface ExplainedLevel {
  readonly goal: LevelName;
  readonly value: number;
  readonly status: 'optimal' | 'feasible';
  readonly bound: number;
  readonly gap: number;
  /** By shipment, in the plan's order. */
  readonly shipments: readonly number[];
  readonly unfilled: readonly { readonly line: string; readonly value: number }[];
  /** What is counted for the plan as a whole: of the cost, the split. */
  readonly plan: number;
}

/** A test of a condition that decided: where it stands in the rule document, what it wants and what it saw (null: nothing there). */
export interface Clause {
  readonly path: readonly (string | number)[];
  readonly field: string;
  readonly op: string;
  readonly wanted: unknown;
  /** It was compared with what stands in this field. */
  readonly wantedField?: string;
  readonly seen: unknown;
  /** Whether the test held. */
  readonly held: boolean;
}

/** A limit, what it allows and what is taken of it. */
export interface LimitSeen {
  readonly limit:
    | 'max-shipments'
    | 'ship-complete'
    | 'ship-together'
    | 'no-split'
    | 'stock'
    | 'capacity'
    | 'orders'
    | 'shipments'
    | 'lines'
    | 'units';
  /** Whose limit it is. */
  readonly of: 'order' | 'group' | 'line' | 'node' | 'day';
  /** The policy that asks for it, if the order does not itself. */
  readonly rule?: string;
  /** Local date of the node, `2026-03-01`. */
  readonly day?: string;
  readonly most?: number;
  readonly taken?: number;
}

/** By how much an order missed a hand-over. */
export interface CutOff {
  /** The date that its delivery must not pass, and the delivery as it is (null: unknown); absent: it is about an earlier pick-up. */
  readonly deliverBy?: string;
  readonly delivery?: string | null;
  /** The pick-up that is missed. */
  readonly handOver?: string;
  /** The last release that would have made it, and whole minutes from it to this one, begun ones counted; null: none in the fortnight before. */
  readonly lastRelease: string | null;
  readonly missedByMinutes: number | null;
}

/** Why not. What stands here depends on `reason`. */
export interface Obstacle {
  readonly reason: IneligibleReason | 'shelf-life' | 'not-there-in-time';
  /** The filter, cost rule or cost table. */
  readonly rule?: string;
  readonly clauses?: readonly Clause[];
  /** The line that must travel with this one, and cannot. */
  readonly line?: string;
  readonly missing?: readonly string[];
  readonly limits?: readonly LimitSeen[];
  readonly cutOff?: CutOff;
}

/** What a node has of a SKU, in units. */
export interface StockSeen {
  readonly sku: string;
  /** Of one unit of the line. */
  readonly each: number;
  readonly onHand: number;
  readonly reserved: number;
  readonly safetyStock: number;
  /** Held by plans that were committed. */
  readonly claimed: number;
  /** Kept from this order: by rules that protect it, or for other channels. Absent: none. */
  readonly kept?: number;
  readonly inbound: readonly { readonly at: string; readonly units: number }[];
  /** What may be promised at any time. */
  readonly available: number;
  /** How many days it must keep after delivery, and what does; absent: nobody asks, or no lots are known. */
  readonly shelfLifeDays?: number;
  readonly fresh?: number;
}

/** What using the node would change: the units that it can serve come from it, the rest of the plan stays as it is. */
export interface Instead {
  readonly service: string;
  /** Absent: it holds too little to start anything. */
  readonly start?: string;
  readonly delivery?: string | null;
  /** Units of the line; lines that travel with it move too. */
  readonly units: number;
  readonly with?: readonly string[];
  /** The shipment of the plan that carries them then; absent: a new one. */
  readonly joins?: number;
  /** Where the units come from: shipments of the plan, dearest first; null: they were not filled. */
  readonly from: readonly { readonly shipment: number | null; readonly units: number }[];
  /** It cannot be: this limit would be broken. Then nothing is compared. */
  readonly breaks?: LimitSeen;
  /** With the node − as it is, by asked level, then what closes ties. */
  readonly levels?: readonly { readonly goal: LevelName; readonly difference: number }[];
  readonly cost?: TermSums;
  /** The first level that differs; null: all are equal, and the order of ids decides. */
  readonly decidedBy?: LevelName | null;
  /** A pick-up of today that the order missed there. */
  readonly missed?: CutOff;
}

export interface ServiceFate {
  readonly service: string;
  readonly fate: FateName;
  readonly why?: Obstacle;
}

/** A node for a line. */
export interface NodeFate {
  readonly node: string;
  readonly fate: FateName;
  readonly distanceMetres: number | null;
  /** Chosen: units by shipment of the plan. */
  readonly ships?: readonly { readonly shipment: number; readonly units: number }[];
  readonly instead?: Instead;
  readonly why?: Obstacle;
  readonly stock?: readonly StockSeen[];
  /** Where services differ. */
  readonly services?: readonly ServiceFate[];
}

export type FateCounts = Readonly<Record<FateName, number>>;

export interface LineFates {
  readonly line: string;
  readonly sku: string;
  readonly quantity: number;
  /** Every node of the network has exactly one fate. */
  readonly counts: FateCounts;
  /** Chosen ones, then by what they would change, then by how near they come. */
  readonly nodes: readonly NodeFate[];
}

/** Something that is wrong with a plan that was given: see `verifyPlan`. */
export interface Wrong {
  readonly code: string;
  readonly path: readonly (string | number)[];
  readonly message: string;
}

export interface Explanation {
  readonly schema: 'order-sourcing/explanation@1';
  readonly engine: string;
  readonly order: string;
  readonly asOf: string;
  readonly currency: string;
  /** As the plan carries them. */
  readonly rules: Plan['rules'];
  readonly snapshot: Plan['snapshot'];
  readonly status: Plan['status'];
  readonly promise?: Plan['promise'];
  /** The plan was given: what it says of its proof is its own word. */
  readonly given: boolean;
  /** What the judge finds wrong with a plan that was given; [] for our own. */
  readonly violations: readonly Wrong[];
  readonly shipments: readonly ExplainedShipment[];
  readonly unfilled: readonly (Plan['unfilled'][number] & { readonly costMilli: number })[];
  /** What is paid for the plan as a whole. With those of the shipments they add up to `cost.exact`. */
  readonly costs: readonly CostEntry[];
  readonly cost: Plan['cost'];
  readonly levels: readonly ExplainedLevel[];
  readonly ties: Plan['proof']['ties'];
  readonly steps: number;
  /** Over all lines and nodes. */
  readonly counts: FateCounts;
  readonly lines: readonly LineFates[];
}
