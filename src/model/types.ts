/** The nouns, as TypeScript types. They are inferred from the schemas, which are the one source. */
import type * as z from 'zod';
import type { networkSchema, nodeSchema } from '../schema/network';
import type { goalSchema } from '../schema/objective';
import type { destinationSchema, lineSchema, orderSchema, promisedSchema } from '../schema/order';
import type { costSchema, planSchema, shipmentSchema, unfilledLineSchema, workItemSchema } from '../schema/plan';
import type { deltaSchema, positionSchema, snapshotSchema, workloadSchema } from '../schema/positions';
import type { listingSchema, promiseOptionsSchema } from '../schema/promise';
import type { rateSchema } from '../schema/rates';
import type { rulesSchema } from '../schema/rules';
import type { calendarSchema, pickUpSchema } from '../schema/time';

export type { Condition } from '../schema/conditions';

/** What a caller writes (defaults may be left out) … */
export type NetworkInput = z.input<typeof networkSchema>;
export type RulesInput = z.input<typeof rulesSchema>;
export type OrderInput = z.input<typeof orderSchema>;
export type DestinationInput = z.input<typeof destinationSchema>;
export type PositionInput = z.input<typeof positionSchema>;
export type DeltaInput = z.input<typeof deltaSchema>;
export type SnapshotInput = z.input<typeof snapshotSchema>;
export type WorkloadInput = z.input<typeof workloadSchema>;
/** What `list` is asked. */
export type ListingInput = z.input<typeof listingSchema>;
/** What `promise` is asked. */
export type PromiseOptions = z.input<typeof promiseOptionsSchema>;
export type RateInput = z.input<typeof rateSchema>;

/** … and what the engine reads (defaults filled in). */
export type Network = z.output<typeof networkSchema>;
export type Node = z.output<typeof nodeSchema>;
export type Rules = z.output<typeof rulesSchema>;
export type Order = z.output<typeof orderSchema>;
export type OrderLine = z.output<typeof lineSchema>;
export type Destination = z.output<typeof destinationSchema>;
export type Promised = z.output<typeof promisedSchema>;
export type Calendar = z.output<typeof calendarSchema>;
export type PickUp = z.output<typeof pickUpSchema>;
export type Position = z.output<typeof positionSchema>;
export type Delta = z.output<typeof deltaSchema>;
export type Snapshot = z.output<typeof snapshotSchema>;
/** What one of a node's local days holds. */
export type Workload = z.output<typeof workloadSchema>;
export type Rate = z.output<typeof rateSchema>;
/** A price by condition; a table of prices; what is kept from orders. */
export type CostRule = Rules['costs'][number];
export type CostRuleInput = NonNullable<RulesInput['costs']>[number];
export type CostTableInput = NonNullable<RulesInput['costTables']>[number];
export type Protection = Rules['protection'][number];
/** What a plan must keep to. */
export type Policy = Rules['policies'][number];
export type Goal = z.output<typeof goalSchema>;

export type Plan = z.output<typeof planSchema>;
export type Shipment = z.output<typeof shipmentSchema>;
export type WorkItem = z.output<typeof workItemSchema>;
export type Cost = z.output<typeof costSchema>;
export type UnfilledLine = z.output<typeof unfilledLineSchema>;
export type UnfilledReason = UnfilledLine['reasons'][number];

/** Positions by column: `node[i]` and `sku[i]` index into `nodes` and `skus`. Amounts in units. */
export interface PositionColumns {
  readonly nodes: readonly string[];
  readonly skus: readonly string[];
  readonly node: ArrayLike<number>;
  readonly sku: ArrayLike<number>;
  readonly onHand: ArrayLike<number>;
  readonly reserved?: ArrayLike<number>;
  readonly safetyStock?: ArrayLike<number>;
  /** Units a week; 0: not known. */
  readonly weeklyDemand?: ArrayLike<number>;
}

/** Any iterable of positions, or columns. */
export type Inventory = Iterable<PositionInput> | PositionColumns;

/** Whole metres from a node to a destination; null: unknown. Must give the same number for the same arguments. */
export type DistanceFunction = (
  node: { readonly id: string; readonly location?: { readonly lat: number; readonly lng: number } },
  destination: DestinationInput,
) => number | null;

/**
 * What a parcel costs from a node by a service to a destination: a rate in the card's stead; null: the service does not go there;
 * undefined: the card says. Must give the same rate for the same arguments.
 */
export type RateFunction = (
  node: { readonly id: string; readonly location?: { readonly lat: number; readonly lng: number } },
  service: { readonly id: string },
  destination: DestinationInput,
) => RateInput | null | undefined;

/** What a rule passes to a function, as its document says it. */
export type FunctionParams = Readonly<Record<string, string | number | boolean | readonly string[]>>;

interface FactorFunction<Reads extends string, Args> {
  /** What the factor depends on. It is asked at most once for each. */
  readonly reads: Reads;
  /** What is wrong with the params that a rule gives, as the end of a sentence; undefined: nothing is. Absent: no rule may give any. */
  readonly params?: (params: FunctionParams) => string | undefined;
  /** From 0 to 1,000,000; rounded half-up to a millionth. Must give the same number for the same arguments. */
  readonly factor: (args: Args, params: FunctionParams) => number;
}

/** What the amounts of a cost rule are multiplied by, where its `times` names the function. */
export type CostFunction =
  | FactorFunction<'node', { readonly node: Node }>
  | FactorFunction<
      'nodeDestination',
      /** null: unknown. */
      { readonly node: Node; readonly destination: Destination; readonly distanceKm: number | null }
    >
  | FactorFunction<'nodeLine', { readonly node: Node; readonly line: OrderLine }>;

/** A caller's own functions, by the names that rules call them. */
export interface RuleFunctions {
  readonly costs?: Readonly<Record<string, CostFunction>>;
}
