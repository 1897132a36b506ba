import * as z from 'zod';
import {
  attributesSchema,
  currencySchema,
  idSchema,
  instantSchema,
  locationSchema,
  moneySchema,
  quantitySchema,
  wordsSchema,
} from './common';

/** One part of a kit: so many units of a SKU go into one kit. */
export const componentSchema = z.strictObject({ sku: idSchema, quantity: quantitySchema.max(1e6) });

/** An order line. Weights in grams, volume in cm³, length in mm, money in minor units, all per unit. */
export const lineSchema = z.strictObject({
  id: idSchema,
  sku: idSchema,
  quantity: quantitySchema,
  weightGrams: z.int().min(0).max(1e9).optional(),
  volumeCm3: z.int().min(0).max(1e12).optional(),
  longestSideMm: z.int().min(0).max(1e6).optional(),
  value: moneySchema.optional(),
  needBy: instantSchema.optional(),
  /** What a node must be able to do to serve this line. */
  capabilities: wordsSchema.optional(),
  /** Price of a unit that is not filled; else the rules' `unfilled`. */
  unfilledPrice: moneySchema.optional(),
  /** The line is a kit: its units consume these parts, each kit from one node; `sku` is only its name. */
  kit: z.array(componentSchema).min(1).max(100).optional(),
  /** At most so many shipments may carry this line. */
  maxShipments: z.int().min(1).max(1000).optional(),
  /** The whole line in one shipment, or unfilled. */
  noSplit: z.boolean().optional(),
  /** The whole line (over any number of shipments), or unfilled. */
  shipComplete: z.boolean().optional(),
  /** Lines with the same word travel whole in one shipment, or are all unfilled. */
  shipTogether: idSchema.optional(),
  /** Only these nodes may serve this line. */
  pinnedNodes: wordsSchema.optional(),
  /** Where lots are known, only units that are good for so many days of 24 h after delivery. */
  minShelfLifeDays: z.int().min(0).max(36_500).optional(),
  /** How long a node works on it: see a node's `processing`. */
  itemClass: idSchema.optional(),
  /** Of an order with delivery groups: the one it belongs to. */
  deliveryGroup: idSchema.optional(),
  attributes: attributesSchema.optional(),
});

/**
 * Where an order goes. Without `location` (or a `postalCode` that the network's postal areas know, or `place`, for a distance matrix)
 * the distance is unknown.
 */
export const destinationSchema = z.strictObject({
  location: locationSchema.optional(),
  place: idSchema.optional(),
  country: idSchema.optional(),
  region: idSchema.optional(),
  postalCode: idSchema.optional(),
  /** Else that of its postal area. Deliveries by local dates need one. */
  timeZone: idSchema.optional(),
  /** A private home: carriers may charge for it. Absent = not. */
  residential: z.boolean().optional(),
});

/**
 * What a promise fixed: placed with it, the order is delivered by then, and no less filled or dearer than the plan that was promised, on the
 * same stock at the same instant.
 */
export const promisedSchema = z.strictObject({
  /** The step of relaxation that it took. */
  step: idSchema.optional(),
  /** No shipment is delivered later. */
  deliverBy: instantSchema.nullable(),
  /** Units that may stay unfilled, by line; a line that is not listed is filled. */
  unfilled: z.array(z.strictObject({ line: idSchema, units: quantitySchema })).max(10_000),
  /** Who ships what in the plan that was promised. */
  shipments: z
    .array(
      z.strictObject({
        node: idSchema,
        service: idSchema,
        start: instantSchema,
        lines: z
          .array(z.strictObject({ line: idSchema, quantity: quantitySchema }))
          .min(1)
          .max(10_000),
      }),
    )
    .max(10_000),
});

const groupShape = {
  /** Only services of this level. */
  level: idSchema.optional(),
  needBy: instantSchema.optional(),
  /** At most so many shipments. */
  maxShipments: z.int().min(1).max(1000).optional(),
  /** All lines whole, or nothing ships. */
  shipComplete: z.boolean().optional(),
  promised: promisedSchema.optional(),
};

/** Lines that go to one place by one method. Exactly one of `destination` and `pickUpNode`. */
export const deliveryGroupSchema = z
  .strictObject({
    id: idSchema,
    destination: destinationSchema.optional(),
    /** The customer collects it there. */
    pickUpNode: idSchema.optional(),
    ...groupShape,
  })
  .refine((group) => (group.destination === undefined) !== (group.pickUpNode === undefined), {
    message: 'exactly one of destination and pickUpNode',
  });

/** Exactly one of `destination`, `pickUpNode` and `deliveryGroups`. */
export const orderSchema = z.strictObject({
  id: idSchema,
  destination: destinationSchema.optional(),
  pickUpNode: idSchema.optional(),
  deliveryGroups: z.array(deliveryGroupSchema).min(1).max(100).optional(),
  lines: z.array(lineSchema).min(1).max(10_000),
  currency: currencySchema.optional(),
  channel: idSchema.optional(),
  type: idSchema.optional(),
  ...groupShape,
  excludedNodes: wordsSchema.optional(),
  pinnedNodes: wordsSchema.optional(),
  attributes: attributesSchema.optional(),
});
