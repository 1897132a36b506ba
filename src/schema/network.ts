import * as z from 'zod';
import {
  attributesSchema,
  currencySchema,
  idSchema,
  instantSchema,
  laneEndSchema,
  locationSchema,
  moneySchema,
  priceSchema,
  wordsSchema,
} from './common';
import { rateCardSchema } from './rates';
import { calendarSchema, deliverySchema, pickUpsSchema, slotSchema } from './time';

const minutesSchema = z.int().min(0).max(525_600);

const transitShape = { days: z.int().min(0).max(365).optional(), minutes: minutesSchema.optional() };
const isOneTransit = ({ days, minutes }: { days?: unknown; minutes?: unknown }) =>
  (days === undefined) !== (minutes === undefined);
const ONE_TRANSIT = { message: 'either days or minutes' };

/** Handling at a node, in minor units. */
export const handlingSchema = z.strictObject({
  perShipment: moneySchema.default(0),
  perLine: moneySchema.default(0),
  perUnit: moneySchema.default(0),
});

/**
 * A carrier service that a node hands to, optionally on a rate card and with pick-ups of its own. `transferPerUnit`: the hop to the
 * carrier, in minor units.
 */
export const nodeServiceSchema = z.strictObject({
  id: idSchema,
  rateCard: idSchema.optional(),
  pickUps: pickUpsSchema.optional(),
  transferPerUnit: priceSchema.optional(),
});

/** What a node takes on in one of its local days. A line in two shipments counts twice. */
export const dayCapacitySchema = z
  .strictObject({
    orders: z.int().min(0).max(1e9).optional(),
    shipments: z.int().min(0).max(1e9).optional(),
    lines: z.int().min(0).max(1e9).optional(),
    units: z.int().min(0).max(1e9).optional(),
  })
  .refine((limits) => Object.values(limits).some((limit) => limit !== undefined), {
    message: 'at least one of orders, shipments, lines and units',
  });

const offlineSchema = z
  .strictObject({ from: instantSchema, until: instantSchema })
  .refine(({ from, until }) => Date.parse(from) < Date.parse(until), { message: 'from must be before until' });

/**
 * A place that can fulfil. Without `services` it hands to every service of the network; `capacityUnits` is what it still takes,
 * `capacityPerDay` what it takes in each local day (then `timeZone` must be given).
 */
export const nodeSchema = z.strictObject({
  id: idSchema,
  kind: z.enum(['distributionCentre', 'store', 'vendor', 'thirdParty', 'locker']).optional(),
  online: z.boolean().default(true),
  /** When it is not online: `from ≤ asOf < until`. */
  offline: z.array(offlineSchema).max(1000).optional(),
  location: locationSchema.optional(),
  country: idSchema.optional(),
  region: idSchema.optional(),
  postalCode: idSchema.optional(),
  timeZone: idSchema.optional(),
  /** When it works; absent: always. */
  calendar: idSchema.optional(),
  groups: wordsSchema.optional(),
  capabilities: wordsSchema.optional(),
  attributes: attributesSchema.optional(),
  priority: z.int().min(0).max(1e6).optional(),
  services: z.array(nodeServiceSchema).min(1).max(100).optional(),
  /** Minutes of its open time; `processing` says otherwise for items of a class. */
  processingMinutes: minutesSchema.default(0),
  processing: z
    .array(z.strictObject({ itemClass: idSchema, minutes: minutesSchema }))
    .max(1000)
    .optional(),
  capacityUnits: z.int().min(0).max(1e9).optional(),
  capacityPerDay: dayCapacitySchema.optional(),
  /** When customers collect here; needs a time zone. */
  slots: z.array(slotSchema).max(1000).optional(),
  /** Who collects here must name a slot. */
  collectBySlot: z.boolean().default(false),
  handling: handlingSchema.optional(),
  /** What a unit costs to get from a vendor, or to this node, in minor units. */
  procurementPerUnit: priceSchema.optional(),
});

/** Time on the way: the first lane that fits, else the zone, else the distance band. `docs/dates.md` says how days are counted. */
export const transitSchema = z.strictObject({
  count: z.enum(['elapsed', 'calendar', 'business']).default('elapsed'),
  lanes: z
    .array(
      z
        .strictObject({ node: idSchema.optional(), to: laneEndSchema, ...transitShape })
        .refine(isOneTransit, ONE_TRANSIT),
    )
    .max(100_000)
    .optional(),
  /** Days from the node's region or country (rows) to the destination's (columns), the region first; null = unknown. */
  zones: z
    .strictObject({
      from: z.array(idSchema).min(1).max(10_000),
      to: z.array(idSchema).min(1).max(10_000),
      days: z.array(z.array(z.int().min(0).max(365).nullable())),
    })
    .optional(),
  bands: z
    .array(
      z
        .strictObject({ upToKm: z.number().positive().max(40_000).optional(), ...transitShape })
        .refine(isOneTransit, ONE_TRANSIT),
    )
    .max(100)
    .optional(),
});

/** `kind`: see `docs/dates.md`. `level`: what a customer chooses; absent: the service's own id. Only a `pickUp` needs no rate card. */
export const serviceSchema = z
  .strictObject({
    id: idSchema,
    carrier: idSchema.optional(),
    kind: z.enum(['carrier', 'pickUp', 'transfer']).default('carrier'),
    level: idSchema.optional(),
    rateCard: idSchema.optional(),
    /** Days that the carrier works; absent: every day. */
    calendar: idSchema.optional(),
    pickUps: pickUpsSchema.optional(),
    delivery: deliverySchema.optional(),
    /** Destinations it reaches; absent = all. */
    reaches: z.array(laneEndSchema).min(1).max(100_000).optional(),
    transit: transitSchema.optional(),
  })
  .refine(({ kind, rateCard }) => kind === 'pickUp' || rateCard !== undefined, {
    path: ['rateCard'],
    message: 'is missing',
  });

/**
 * How far: great circle over locations (default), or a matrix of whole metres from nodes to the `place` of a destination
 * (null = unknown). TypeScript callers may give a function to `createRouter` instead.
 */
export const distanceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('greatCircle'), radiusMetres: z.number().positive().max(1e8).optional() }),
  z.strictObject({
    kind: z.literal('matrix'),
    nodes: z.array(idSchema).max(100_000),
    places: z.array(idSchema).max(100_000),
    metres: z.array(z.array(z.int().min(0).max(1e9).nullable())),
  }),
]);

/** Turns a postal code into a point, and a region where it has none: the longest prefix that fits. */
export const postalAreaSchema = z.strictObject({
  country: idSchema.optional(),
  prefix: idSchema,
  location: locationSchema,
  region: idSchema.optional(),
  timeZone: idSchema.optional(),
});

export const networkSchema = z.strictObject({
  currency: currencySchema,
  nodes: z.array(nodeSchema).max(100_000),
  services: z.array(serviceSchema).max(1000),
  rateCards: z.array(rateCardSchema).max(10_000),
  calendars: z.array(calendarSchema).max(10_000).optional(),
  distance: distanceSchema.optional(),
  /** For nodes and destinations that have a postal code and no location. */
  postalAreas: z.array(postalAreaSchema).max(1_000_000).optional(),
});
