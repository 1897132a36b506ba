/** The nouns, as TypeScript types. They are inferred from the schemas, which are the one source. */
import type * as z from 'zod';
import type { networkSchema, nodeSchema } from '../schema/network';
import type { lineSchema, orderSchema } from '../schema/order';
import type { costSchema, planSchema, shipmentSchema, unfilledLineSchema } from '../schema/plan';
import type { deltaSchema, positionSchema, snapshotSchema } from '../schema/positions';
import type { goalSchema, rulesSchema } from '../schema/rules';

export type { Condition } from '../schema/rules';

/** What a caller writes (defaults may be left out) … */
export type NetworkInput = z.input<typeof networkSchema>;
export type RulesInput = z.input<typeof rulesSchema>;
export type OrderInput = z.input<typeof orderSchema>;
export type PositionInput = z.input<typeof positionSchema>;
export type DeltaInput = z.input<typeof deltaSchema>;
export type SnapshotInput = z.input<typeof snapshotSchema>;

/** … and what the engine reads (defaults filled in). */
export type Network = z.output<typeof networkSchema>;
export type Node = z.output<typeof nodeSchema>;
export type Rules = z.output<typeof rulesSchema>;
export type Order = z.output<typeof orderSchema>;
export type OrderLine = z.output<typeof lineSchema>;
export type Position = z.output<typeof positionSchema>;
export type Delta = z.output<typeof deltaSchema>;
export type Snapshot = z.output<typeof snapshotSchema>;
export type Goal = z.output<typeof goalSchema>;

export type Plan = z.output<typeof planSchema>;
export type Shipment = z.output<typeof shipmentSchema>;
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
}

/** Any iterable of positions, or columns. */
export type Inventory = Iterable<PositionInput> | PositionColumns;

/** Whole metres from a node to a destination; null: unknown. Must give the same number for the same arguments. */
export type DistanceFunction = (
  node: { readonly id: string; readonly location?: { readonly lat: number; readonly lng: number } },
  destination: OrderInput['destination'],
) => number | null;
