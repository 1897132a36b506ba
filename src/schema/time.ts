import * as z from 'zod';
import { idSchema, wordsSchema } from './common';

export const weekdaySchema = z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']);

/** A local time of day, to the minute; `24:00` is the end of the day. */
export const clockSchema = z
  .string()
  .regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, 'must be a local time from 00:00 to 24:00, as in 17:30');

export const localDateSchema = z.iso.date('must be a local date, as in 2026-03-01');

const everyDay = weekdaySchema.options;

const daysSchema = z
  .array(weekdaySchema)
  .min(1)
  .max(7)
  .default([...everyDay]);

const opensFirst = ({ open, close }: { open: string; close: string }) => open < close;
const OPENS_FIRST = { message: 'must open before it closes; a night is two entries' };

/** Hours of one day. */
export const hoursSchema = z
  .strictObject({ open: clockSchema.default('00:00'), close: clockSchema.default('24:00') })
  .refine(opensFirst, OPENS_FIRST);

/**
 * When something is open, in the local time of the place that uses it. `week`: hours by weekday, several entries add up. `except`: dates
 * with hours of their own (none: closed), as holidays and days of surge.
 */
export const calendarSchema = z.strictObject({
  id: idSchema,
  week: z
    .array(
      z
        .strictObject({
          days: daysSchema,
          open: clockSchema.default('00:00'),
          close: clockSchema.default('24:00'),
        })
        .refine(opensFirst, OPENS_FIRST),
    )
    .max(100),
  except: z
    .array(z.strictObject({ date: localDateSchema, hours: z.array(hoursSchema).max(10).default([]) }))
    .max(10_000)
    .default([]),
});

/**
 * The carrier collects at this local time of the node, on these weekdays, what is ready by then and was released by the cut-off: `cutOff`
 * so many days before the day of collection.
 */
export const pickUpSchema = z.strictObject({
  days: daysSchema,
  time: clockSchema.default('24:00'),
  cutOff: clockSchema.optional(),
  cutOffDaysBefore: z.int().min(0).max(30).default(0),
});

export const pickUpsSchema = z.array(pickUpSchema).min(1).max(100);

/** When a service delivers, in the destination's local time. */
export const deliverySchema = z.strictObject({
  /** Days that it delivers on; absent: the service's `calendar`, else every day. */
  calendar: idSchema.optional(),
  /** Absent: until 20:00 on every day. */
  windows: z
    .array(z.strictObject({ days: daysSchema, to: clockSchema }))
    .min(1)
    .max(100)
    .optional(),
});

/**
 * A window in a node's local time in which what is collected there may be handed over, on its `days` and its `dates`, where the node's
 * calendar is open; without either, on every open day.
 */
export const slotSchema = z
  .strictObject({
    id: idSchema,
    days: z.array(weekdaySchema).min(1).max(7).optional(),
    dates: z.array(localDateSchema).min(1).max(10_000).optional(),
    from: clockSchema,
    until: clockSchema,
    /** So many delivery groups may book it, each time it happens. */
    bookings: z.int().min(0).max(1e9),
    /** What it can do beside what its node can. */
    capabilities: wordsSchema.optional(),
  })
  .refine(({ from, until }) => from < until, {
    path: ['until'],
    message: 'must be later than from; a night is two slots',
  });

/** A slot of a node on one of the node's local dates. */
export const slotDateSchema = z.strictObject({ id: idSchema, date: localDateSchema });
