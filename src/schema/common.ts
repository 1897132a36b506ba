import * as z from 'zod';

/** An id: 1–200 characters, compared by code unit. */
export const idSchema = z.string().min(1).max(200);

/** Money: integer minor units (cents) of the network's currency, never negative. */
export const moneySchema = z.int().min(0).max(1e12);

/** A price that enters the cost once and is kept to 1/1000 minor unit: at most three decimals. */
export const priceSchema = z
  .number()
  .min(0)
  .max(1e12)
  .refine((price) => Math.abs(price * 1000 - Math.round(price * 1000)) < 1e-6 * Math.max(1, price), {
    message: 'at most three decimals of a minor unit',
  });

/** A whole number of units, at least one. */
export const quantitySchema = z.int().min(1).max(1e9);

/** ISO 8601 instant in UTC, `2026-03-01T12:00:00Z`, milliseconds at the finest. */
export const instantSchema = z.iso
  .datetime('must be an instant in UTC, as in 2026-03-01T12:00:00Z')
  .refine((text) => text.length <= 24 && !Number.isNaN(Date.parse(text)), { message: 'must be to the millisecond' });

/** ISO 4217 code. */
export const currencySchema = z.string().regex(/^[A-Z]{3}$/, 'three capital letters, as in ISO 4217');

/** A point in degrees. */
export const locationSchema = z.strictObject({
  lat: z.number().min(-90).max(90),
  lng: z.number().min(-180).max(180),
});

const hostileKeys = new Set(['__proto__', 'prototype', 'constructor']);

export const attributeNameSchema = z
  .string()
  .min(1)
  .max(100)
  .refine((key) => !hostileKeys.has(key), 'a name that JavaScript keeps for itself');

/** Attributes: flat values, read by conditions as `….attributes.<name>`. */
export const attributesSchema = z.record(
  attributeNameSchema,
  z.union([z.string().max(1000), z.number(), z.boolean(), z.array(z.string().max(200)).max(1000)]),
);

/** A set of short words: capabilities, groups. */
export const wordsSchema = z.array(idSchema).max(1000);

/** A part of the world; every field given must match, `postalPrefix` by prefix. */
export const laneEndSchema = z.strictObject({
  country: idSchema.optional(),
  region: idSchema.optional(),
  postalPrefix: idSchema.optional(),
});
