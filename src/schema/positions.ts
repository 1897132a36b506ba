import * as z from 'zod';
import { idSchema, instantSchema, quantitySchema } from './common';
import { overridesSchema } from './overrides';
import { localDateSchema } from './time';

const stockSchema = z.int().min(-1e9).max(1e9);

/** Supply on its way: purchase orders, transfers. */
export const inboundSchema = z.array(z.strictObject({ at: instantSchema, units: quantitySchema })).max(1000);

/** What is on hand, by when it expires. Units that no lot names count as expired. */
export const lotsSchema = z.array(z.strictObject({ expires: instantSchema, units: quantitySchema })).max(1000);

/** Units set aside for the orders of a channel. */
export const allocationsSchema = z
  .array(z.strictObject({ channel: idSchema, units: quantitySchema }))
  .max(1000)
  .refine((list) => new Set(list.map(({ channel }) => channel)).size === list.length, {
    message: 'must name each channel once',
  });

/** Units that a node sells of a SKU in a week; 0: not known. At most three decimals. */
export const weeklyDemandSchema = z
  .number()
  .min(0)
  .max(1e9)
  .refine((units) => Math.abs(units * 1000 - Math.round(units * 1000)) < 1e-6 * Math.max(1, units), {
    message: 'at most three decimals',
  });

/** What a node holds of a SKU, in units. Available = on hand − reserved − safety stock, and what arrives, from then on. */
export const positionSchema = z.strictObject({
  node: idSchema,
  sku: idSchema,
  onHand: z.int().min(0).max(1e9),
  reserved: z.int().min(0).max(1e9).optional(),
  safetyStock: z.int().min(0).max(1e9).optional(),
  inbound: inboundSchema.optional(),
  lots: lotsSchema.optional(),
  allocations: allocationsSchema.optional(),
  weeklyDemand: weeklyDemandSchema.optional(),
});

export const positionsSchema = z.array(positionSchema);

const amountsSchema = z.strictObject({
  onHand: stockSchema.optional(),
  reserved: stockSchema.optional(),
  safetyStock: stockSchema.optional(),
});

/** A change of one position: `add` is relative, `set` absolute (`inbound`, `lots`, `allocations`: all there are). Exactly one of the two. */
export const deltaSchema = z
  .strictObject({
    node: idSchema,
    sku: idSchema,
    add: amountsSchema.optional(),
    set: amountsSchema
      .extend({
        inbound: inboundSchema.optional(),
        lots: lotsSchema.optional(),
        allocations: allocationsSchema.optional(),
        weeklyDemand: weeklyDemandSchema.optional(),
      })
      .optional(),
  })
  .refine((delta) => (delta.add === undefined) !== (delta.set === undefined), {
    message: 'exactly one of add and set',
  });

export const deltasSchema = z.array(deltaSchema).max(10_000_000);

const countSchema = z.int().min(0).max(1e9);

/** What one of a node's local days holds already, or what a plan adds to it. */
export const workloadSchema = z.strictObject({
  node: idSchema,
  day: localDateSchema,
  orders: countSchema.default(0),
  shipments: countSchema.default(0),
  lines: countSchema.default(0),
  units: countSchema.default(0),
});

/** Bookings of a node's slot on a local date: those there are already, or those that a plan adds. */
export const bookingSchema = z.strictObject({
  node: idSchema,
  slot: idSchema,
  date: localDateSchema,
  bookings: countSchema,
});

/**
 * Names the stock a plan was made on. Both are the caller's. `used`: what nodes with `capacityPerDay` have taken on already. `booked`: the
 * bookings of their slots.
 */
export const snapshotSchema = z.strictObject({
  id: idSchema.default('snapshot'),
  revision: z.union([idSchema, z.int().min(0)]).default(0),
  used: z.array(workloadSchema).max(1_000_000).default([]),
  booked: z.array(bookingSchema).max(1_000_000).default([]),
});

export const planOptionsSchema = z.strictObject({
  asOf: instantSchema,
  budget: z.int().min(0).max(1e9).optional(),
  overrides: overridesSchema.optional(),
});
