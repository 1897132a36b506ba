/** The nouns, as TypeScript types. They are inferred from the schemas, which are the one source. */
import type * as z from 'zod';
import type { networkSchema, nodeSchema } from '../schema/network';
import type { goalSchema, levelSchema, presetSchema, toleranceSchema } from '../schema/objective';
import type { destinationSchema, lineSchema, orderSchema, promisedSchema } from '../schema/order';
import type { overridesSchema } from '../schema/overrides';
import type { costSchema, planSchema, shipmentSchema, unfilledLineSchema, workItemSchema } from '../schema/plan';
import type { bookingSchema, deltaSchema, positionSchema, snapshotSchema, workloadSchema } from '../schema/positions';
import type { listingSchema, promiseOptionsSchema } from '../schema/promise';
import type { rateSchema } from '../schema/rates';
import type { rulesSchema } from '../schema/rules';
import type { calendarSchema, pickUpSchema, slotDateSchema, slotSchema } from '../schema/time';

export type { Condition, FieldTest, FunctionTest } from '../schema/conditions';

/** What a caller writes (defaults may be left out) … */
export type NetworkInput = z.input<typeof networkSchema>;
export type RulesInput = z.input<typeof rulesSchema>;
export type OrderInput = z.input<typeof orderSchema>;
export type DestinationInput = z.input<typeof destinationSchema>;
export type PositionInput = z.input<typeof positionSchema>;
export type DeltaInput = z.input<typeof deltaSchema>;
export type SnapshotInput = z.input<typeof snapshotSchema>;
export type WorkloadInput = z.input<typeof workloadSchema>;
export type BookingInput = z.input<typeof bookingSchema>;
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
export type Slot = z.output<typeof slotSchema>;
/** A slot of a node on one of the node's local dates. */
export type SlotDate = z.output<typeof slotDateSchema>;
export type Position = z.output<typeof positionSchema>;
export type Delta = z.output<typeof deltaSchema>;
/** What holds for one call, beside the rules. */
export type Overrides = z.output<typeof overridesSchema>;
export type Snapshot = z.output<typeof snapshotSchema>;
/** What one of a node's local days holds. */
export type Workload = z.output<typeof workloadSchema>;
/** Bookings of a node's slot on a local date. */
export type Booking = z.output<typeof bookingSchema>;
export type Rate = z.output<typeof rateSchema>;
export type Scope = Rules['scopes'][number];
export type Relaxation = Rules['relaxation'][number];
/** What happens to units that stay unfilled. */
export type AfterAction = Rules['afterActions'][number];
/** A price by condition; a table of prices; what is kept from orders. */
export type CostRule = Rules['costs'][number];
export type CostRuleInput = NonNullable<RulesInput['costs']>[number];
export type CostTableInput = NonNullable<RulesInput['costTables']>[number];
export type Protection = Rules['protection'][number];
/** What a plan must keep to. */
export type Policy = Rules['policies'][number];
export type Goal = z.output<typeof goalSchema>;
export type Preset = z.output<typeof presetSchema>;
/** A level as a document asks for it. */
export type AskedLevel = z.output<typeof levelSchema>;
export type SumGoal = Exclude<Goal, 'balance'>;
export type Tolerance = z.output<typeof toleranceSchema>;

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

/** What a caller's function may read of a node: what conditions read, and where it is. */
export type NodeFacts = Pick<
  NetworkInput['nodes'][number],
  | 'id'
  | 'kind'
  | 'location'
  | 'country'
  | 'region'
  | 'postalCode'
  | 'timeZone'
  | 'groups'
  | 'capabilities'
  | 'priority'
  | 'attributes'
>;

/** … and of an order line. */
export type LineFacts = Pick<
  OrderInput['lines'][number],
  | 'id'
  | 'sku'
  | 'quantity'
  | 'weightGrams'
  | 'volumeCm3'
  | 'longestSideMm'
  | 'value'
  | 'needBy'
  | 'capabilities'
  | 'itemClass'
  | 'deliveryGroup'
  | 'attributes'
>;

/** What a function of each kind is given. Nodes and destinations come with the location, region and zone of their postal area. */
export interface FunctionArguments {
  readonly node: { readonly node: NodeFacts };
  readonly nodeDestination: { readonly node: NodeFacts; readonly destination: DestinationInput };
  readonly nodeLine: { readonly node: NodeFacts; readonly line: LineFacts };
}

/**
 * A test of the caller's own, which conditions name. It must answer the same for the same arguments: it is asked at most once for each
 * node, node and destination, or node and line of an order, and never while plans are searched.
 */
export type ConditionFunction<Params = undefined> = {
  [Reads in keyof FunctionArguments]: {
    readonly reads: Reads;
    /** Checks what the document gives, once: throws, or returns what `test` gets. Absent: the document gives nothing. */
    readonly params?: (given: unknown) => Params;
    readonly test: (args: FunctionArguments[Reads], params: Params) => boolean;
  };
}[keyof FunctionArguments];

/** What the amounts of a cost rule are multiplied by, where its `times` names the function. Asked as seldom as a test, and for as long the same. */
export type CostFunction<Params = undefined> = {
  [Reads in keyof FunctionArguments]: {
    readonly reads: Reads;
    /** Checks what the document gives, once: throws, or returns what `factor` gets. Absent: the document gives nothing. */
    readonly params?: (given: unknown) => Params;
    /** From 0 to 1,000,000; rounded half-up to a millionth. */
    readonly factor: (args: FunctionArguments[Reads], params: Params) => number;
  };
}[keyof FunctionArguments];

/** Functions of a TypeScript caller that rules may name. */
export interface RuleFunctions {
  // biome-ignore lint/suspicious/noExplicitAny: each function knows the type of its own params.
  readonly conditions?: Readonly<Record<string, ConditionFunction<any>>>;
  // biome-ignore lint/suspicious/noExplicitAny: each function knows the type of its own params.
  readonly costs?: Readonly<Record<string, CostFunction<any>>>;
}
