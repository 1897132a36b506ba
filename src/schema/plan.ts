import * as z from 'zod';
import { currencySchema, idSchema, instantSchema } from './common';
import { goalSchema } from './objective';
import { overridesSchema } from './overrides';
import { afterActionSchema, unfilledReasonSchema } from './policies';
import { bookingSchema, workloadSchema } from './positions';

const wholeSchema = z.int();

/** Whole minor units by largest remainder, so that they add up to `total`. `exact` is the total in 1/1000 minor unit. */
export const costSchema = z.strictObject({
  shipping: wholeSchema,
  handling: wholeSchema,
  /** Getting units from a vendor, or over a hop. */
  procurement: wholeSchema,
  lateness: wholeSchema,
  rules: wholeSchema,
  split: wholeSchema,
  unfilled: wholeSchema,
  total: wholeSchema,
  exact: wholeSchema,
});

export const shipmentSchema = z.strictObject({
  node: idSchema,
  service: idSchema,
  /** The delivery group that it is for; only in orders with `deliveryGroups`. */
  group: idSchema.optional(),
  /** When stock and capacity are drawn. */
  start: instantSchema,
  ready: instantSchema,
  /** When the carrier takes it. */
  handOver: instantSchema,
  /** null: transit unknown, and nothing needed it. */
  delivery: instantSchema.nullable(),
  /** Whole metres; null: unknown. */
  distanceMetres: wholeSchema.nullable(),
  parcels: z.int().min(1),
  /** null: the weight of a line is unknown, and no rate needed it. */
  weightGrams: wholeSchema.nullable(),
  lines: z.array(
    z.strictObject({
      line: idSchema,
      sku: idSchema,
      quantity: z.int().min(1),
      /** Whole days late per unit. */
      lateDays: z.int().min(0),
    }),
  ),
  cost: costSchema,
});

export const unfilledLineSchema = z.strictObject({
  line: idSchema,
  sku: idSchema,
  quantity: z.int().min(1),
  reasons: z.array(unfilledReasonSchema).min(1),
  /** What the rules say shall happen to them: the after-action's id. */
  after: z.strictObject({ rule: idSchema, action: afterActionSchema.shape.action }).optional(),
});

/** Levels that are no goal of their own: hard tiers, and weighted goals as in `2×cost+0.5×unitDistance`. */
const levelPattern = /^(tiers≤\d+|\d+(\.\d{1,3})?×[A-Za-z]+(\+\d+(\.\d{1,3})?×[A-Za-z]+)+)$/;

export const proofLevelSchema = z.strictObject({
  /** `delivery`: the latest of the plan, asked for by the earliest plans. */
  goal: z.union([goalSchema, z.literal('delivery'), z.string().regex(levelPattern)]),
  /** In the goal's unit: cost in 1/1000 minor unit, distance in metres, balance in per mille, weighted goals in 1/1000 of these, an instant in epoch milliseconds (0 without a shipment). */
  value: wholeSchema,
  /** Of a level with a tolerance: `optimal` says that `bound` is its optimum, and that `value` is within the tolerance of it. */
  status: z.enum(['optimal', 'feasible']),
  bound: wholeSchema,
  gap: z.number().min(0),
});

/** What a node has to do for a shipment: what to take from which stock, and by when. */
export const workItemSchema = z.strictObject({
  node: idSchema,
  service: idSchema,
  group: idSchema.optional(),
  start: instantSchema,
  /** The work must be done by then to reach the hand-over: the pick-up, or `ready` where the carrier comes at any time. */
  pickBy: instantSchema,
  handOver: instantSchema,
  lines: z.array(
    z.strictObject({
      line: idSchema,
      sku: idSchema,
      quantity: z.int().min(1),
      /** What is taken from the stock: of a kit its parts, by SKU. */
      picks: z.array(z.strictObject({ sku: idSchema, units: z.int().min(1) })),
    }),
  ),
});

export const planSchema = z.strictObject({
  schema: z.literal('order-sourcing/plan@1'),
  engine: z.string(),
  order: idSchema,
  asOf: instantSchema,
  currency: currencySchema,
  /** `scope`: the one that serves the order. `step`: the last step of relaxation that was needed. */
  rules: z.strictObject({
    id: idSchema,
    version: idSchema,
    scope: idSchema.optional(),
    step: idSchema.optional(),
  }),
  /** What relaxation brought against the plan without it: units filled, and what they cost more, in minor units. */
  relaxed: z.strictObject({ units: z.int().min(1), cost: wholeSchema }).optional(),
  /** What the call had beside the rules. */
  overrides: overridesSchema.optional(),
  /** Fingerprint of the time-zone data that its dates rest on; null: none was read. */
  timeZones: z.string().nullable(),
  snapshot: z.strictObject({ id: idSchema, revision: z.union([idSchema, z.int().min(0)]) }),
  status: z.enum(['complete', 'partial', 'nothing']),
  /** Of what was promised: whether no line is less filled than that. Nothing is ever delivered later. */
  promise: z.enum(['kept', 'broken']).optional(),
  shipments: z.array(shipmentSchema),
  /** One for each shipment, in the same order. */
  workItems: z.array(workItemSchema),
  unfilled: z.array(unfilledLineSchema),
  cost: costSchema,
  proof: z.strictObject({
    levels: z.array(proofLevelSchema),
    ties: z.enum(['settled', 'open']),
    /** Search steps taken: the same input takes the same steps everywhere. */
    steps: z.int().min(0),
  }),
  claims: z.strictObject({
    /** `channel`: the order's, if it has one: its claims come off what is set aside for it first. */
    stock: z.array(
      z.strictObject({
        node: idSchema,
        sku: idSchema,
        start: instantSchema,
        units: z.int().min(1),
        channel: idSchema.optional(),
      }),
    ),
    /** Units of a node's capacity, for nodes that have one. */
    capacity: z.array(z.strictObject({ node: idSchema, units: z.int().min(1) })),
    /** What it takes of a node's local day, for nodes with `capacityPerDay`. */
    days: z.array(workloadSchema),
    /** Bookings of slots; only in plans that make some. */
    slots: z.array(bookingSchema).optional(),
  }),
});

/** What `commit` reads of a plan. The rest of it is shown, not held. */
export const heldPlanSchema = z.object({
  schema: planSchema.shape.schema,
  order: planSchema.shape.order,
  claims: planSchema.shape.claims,
});
