/**
 * Plans with dates, worked out by hand from docs/dates.md: what `verifyPlan` is held against. Clocks beside the instants say what it is
 * there. In 2026 Europe goes forward on 29 March and back on 25 October, the United States forward on 8 March.
 */
import type { Cost, NetworkInput, OrderInput, Plan, Shipment, WorkItem } from '../src/model/types';
import type { HandMade } from './verified-plans';

export const DATED = {
  cutOff,
  holiday,
  leap,
  inbound,
  spilled,
  counter,
  shipToStore,
  twoGroups,
  twoHouses,
  kits,
  earliest,
  midnight,
};

/** Whole minor units. */
function money(terms: Partial<Cost>): Cost {
  const total = Object.values(terms).reduce((sum, term) => sum + term, 0);
  const none = { shipping: 0, handling: 0, procurement: 0, lateness: 0, rules: 0, split: 0, unfilled: 0 };
  return { ...none, ...terms, total, exact: total * 1000 };
}

interface ShippedLine {
  readonly line: string;
  readonly sku: string;
  readonly quantity: number;
  readonly lateDays?: number;
  /** Of a kit; else the SKU itself. */
  readonly picks?: WorkItem['lines'][number]['picks'];
}

type Shipped = Pick<Shipment, 'node' | 'service' | 'start' | 'ready' | 'handOver' | 'delivery' | 'distanceMetres'> & {
  readonly group?: string;
  readonly pickBy: string;
  readonly lines: readonly ShippedLine[];
  readonly cost?: Partial<Cost>;
};

interface Written {
  readonly asOf: string;
  readonly order: string;
  readonly status?: Plan['status'];
  readonly promise?: Plan['promise'];
  readonly shipped: readonly Shipped[];
  readonly unfilled?: Plan['unfilled'];
  readonly cost?: Partial<Cost>;
  readonly levels: readonly (readonly [goal: string, value: number])[];
  readonly stock: Plan['claims']['stock'];
  readonly days?: Plan['claims']['days'];
}

/** What a plan says twice is written once: work items are the shipments again. */
function written({
  asOf,
  order,
  status = 'complete',
  promise,
  shipped,
  unfilled = [],
  cost = {},
  levels,
  stock,
  days = [],
}: Written): Plan {
  return {
    schema: 'order-sourcing/plan@1',
    engine: 'by hand',
    order,
    asOf,
    currency: 'EUR',
    rules: { id: 'default', version: '1' },
    timeZones: 'of a book',
    snapshot: { id: 'stock', revision: 1 },
    status,
    ...(promise === undefined ? {} : { promise }),
    shipments: shipped.map(({ pickBy, lines, cost: own = {}, ...rest }) => ({
      ...rest,
      parcels: 1,
      weightGrams: null,
      lines: lines.map(({ picks, lateDays = 0, ...line }) => ({ ...line, lateDays })),
      cost: money(own),
    })),
    workItems: shipped.map(({ node, service, group, start, pickBy, handOver, lines }) => ({
      node,
      service,
      ...(group === undefined ? {} : { group }),
      start,
      pickBy,
      handOver: handOver as string,
      lines: lines.map(({ line, sku, quantity, picks = [{ sku, units: quantity }] }) => ({
        line,
        sku,
        quantity,
        picks,
      })),
    })),
    unfilled,
    cost: money(cost),
    proof: {
      levels: levels.map(([goal, value]) => ({ goal: goal as 'cost', value, status: 'optimal', bound: value, gap: 0 })),
      ties: 'settled',
      steps: 1,
    },
    claims: { stock, capacity: [], days },
  };
}

const FREE_CARD: NetworkInput['rateCards'][number] = { id: 'free', bands: [{ base: 0 }] };

function network(parts: Partial<NetworkInput>): NetworkInput {
  return { currency: 'EUR', nodes: [], services: [], rateCards: [FREE_CARD], ...parts };
}

function oneLine(id: string, sku: string, quantity: number, order: Partial<OrderInput>): OrderInput {
  return { id, destination: {}, lines: [{ id: '1', sku, quantity }], ...order };
}

/**
 * Friday noon in Berlin, to the millisecond the cut-off for the pick-up at half past two. An hour and a half of work with lunch in
 * between is done just then. Two days later it is there.
 */
function cutOff(): HandMade {
  const asOf = '2026-03-06T11:00:00Z'; // 12:00
  return {
    world: {
      asOf,
      network: network({
        nodes: [
          {
            id: 'hall',
            timeZone: 'Europe/Berlin',
            calendar: 'work',
            processingMinutes: 90,
            services: [
              {
                id: 'parcel',
                pickUps: [
                  { days: ['fri'], time: '14:30', cutOff: '12:00' },
                  { days: ['mon', 'tue', 'wed', 'thu', 'fri'], time: '16:00', cutOff: '14:00' },
                  { days: ['sat'], time: '12:00' },
                ],
              },
            ],
          },
        ],
        services: [{ id: 'parcel', rateCard: 'free', pickUps: [{ time: '23:00' }], transit: { bands: [{ days: 2 }] } }],
        calendars: [
          {
            id: 'work',
            week: [
              { days: ['mon', 'tue', 'wed', 'thu', 'fri'], open: '08:00', close: '12:30' },
              { days: ['mon', 'tue', 'wed', 'thu', 'fri'], open: '13:30', close: '17:00' },
            ],
          },
        ],
      }),
      order: oneLine('cut-off', 'cup', 2, {}),
      inventory: [{ node: 'hall', sku: 'cup', onHand: 2 }],
      rules: {},
    },
    plan: written({
      asOf,
      order: 'cut-off',
      shipped: [
        {
          node: 'hall',
          service: 'parcel',
          start: asOf,
          // Half an hour before lunch, an hour after it: 14:30.
          ready: '2026-03-06T13:30:00Z',
          handOver: '2026-03-06T13:30:00Z',
          pickBy: '2026-03-06T13:30:00Z',
          delivery: '2026-03-08T13:30:00Z',
          distanceMetres: null,
          lines: [{ line: '1', sku: 'cup', quantity: 2 }],
        },
      ],
      levels: [
        ['unfilled', 0],
        ['cost', 0],
      ],
      stock: [{ node: 'hall', sku: 'cup', start: asOf, units: 2 }],
    }),
  };
}

/** Two business days from Chicago to New York, over Independence Day (observed on the Friday) and a weekend. Late by an hour. */
function holiday(): HandMade {
  const asOf = '2026-07-02T15:00:00Z'; // Thursday, 10:00
  return {
    world: {
      asOf,
      network: network({
        nodes: [{ id: 'dock', country: 'US', region: 'IL', timeZone: 'America/Chicago' }],
        services: [
          {
            id: 'ground',
            rateCard: 'free',
            calendar: 'business',
            pickUps: [{ time: '17:00' }],
            transit: {
              count: 'business',
              zones: {
                from: ['US', 'IL'],
                to: ['NY', 'US'],
                days: [
                  [3, 4],
                  [2, null],
                ],
              },
              bands: [{ days: 9 }],
            },
          },
        ],
        calendars: [
          {
            id: 'business',
            week: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'] }],
            except: [{ date: '2026-07-03' }, { date: '2026-07-11', hours: [{}] }],
          },
        ],
        postalAreas: [{ prefix: '100', location: { lat: 40.7, lng: -74 }, region: 'NY', timeZone: 'America/New_York' }],
      }),
      order: oneLine('holiday', 'flag', 3, {
        destination: { country: 'US', postalCode: '10012' },
        needBy: '2026-07-07T23:00:00Z',
      }),
      inventory: [{ node: 'dock', sku: 'flag', onHand: 3 }],
      rules: { lateness: { perUnitDay: 5 } },
    },
    plan: written({
      asOf,
      order: 'holiday',
      shipped: [
        {
          node: 'dock',
          service: 'ground',
          start: asOf,
          ready: asOf,
          handOver: '2026-07-02T22:00:00Z',
          pickBy: '2026-07-02T22:00:00Z',
          // Monday is the first, Tuesday the second day: 20:00 there.
          delivery: '2026-07-08T00:00:00Z',
          distanceMetres: null,
          lines: [{ line: '1', sku: 'flag', quantity: 3, lateDays: 1 }],
          cost: { lateness: 15 },
        },
      ],
      cost: { lateness: 15 },
      levels: [
        ['unfilled', 0],
        ['cost', 15_000],
      ],
      stock: [{ node: 'dock', sku: 'flag', start: asOf, units: 3 }],
    }),
  };
}

/** The night in which the clock goes forward: an hour of work from half past one ends at half past three, when the pick-up at half past two is. */
function leap(): HandMade {
  return {
    world: {
      asOf: '2026-03-28T22:00:00Z',
      network: network({
        nodes: [{ id: 'mill', timeZone: 'Europe/Berlin', calendar: 'night', processingMinutes: 60 }],
        services: [
          {
            id: 'van',
            rateCard: 'free',
            pickUps: [{ time: '02:30' }],
            transit: { lanes: [{ to: { country: 'US' }, minutes: 600 }], bands: [{ days: 1 }] },
            delivery: { windows: [{ to: '20:00' }, { days: ['sun'], to: '08:00' }, { days: ['sun'], to: '07:00' }] },
          },
        ],
        calendars: [{ id: 'night', week: [{ days: ['sun'], open: '01:30', close: '04:00' }] }],
      }),
      order: oneLine('leap', 'hare', 1, { destination: { country: 'US', timeZone: 'America/New_York' } }),
      inventory: [{ node: 'mill', sku: 'hare', onHand: 1 }],
      rules: {},
    },
    plan: written({
      asOf: '2026-03-28T22:00:00Z',
      order: 'leap',
      shipped: [
        {
          node: 'mill',
          service: 'van',
          start: '2026-03-29T00:30:00Z',
          ready: '2026-03-29T01:30:00Z',
          handOver: '2026-03-29T01:30:00Z',
          pickBy: '2026-03-29T01:30:00Z',
          // There at 07:30 on the same Sunday.
          delivery: '2026-03-29T12:00:00Z',
          distanceMetres: null,
          lines: [{ line: '1', sku: 'hare', quantity: 1 }],
        },
      ],
      levels: [
        ['unfilled', 0],
        ['cost', 0],
      ],
      stock: [{ node: 'mill', sku: 'hare', start: '2026-03-29T00:30:00Z', units: 1 }],
    }),
  };
}

/** Two tents are there, three more arrive on Wednesday evening: after hours, and after the cut-off for Thursday's pick-up. */
function inbound(): HandMade {
  const asOf = '2026-03-02T10:00:00Z'; // Monday
  return {
    world: {
      asOf,
      network: network({
        nodes: [{ id: 'barn', timeZone: 'UTC', calendar: 'hours', handling: { perShipment: 10 } }],
        services: [
          {
            id: 'parcel',
            rateCard: 'free',
            pickUps: [
              { days: ['mon'], time: '17:00' },
              { days: ['thu', 'fri'], time: '17:00', cutOff: '12:00', cutOffDaysBefore: 1 },
            ],
            transit: { count: 'calendar', bands: [{ days: 1 }] },
          },
        ],
        calendars: [{ id: 'hours', week: [{ open: '08:00', close: '18:00' }] }],
      }),
      order: oneLine('inbound', 'tent', 5, { destination: { timeZone: 'UTC' } }),
      inventory: [
        {
          node: 'barn',
          sku: 'tent',
          onHand: 4,
          reserved: 1,
          safetyStock: 1,
          inbound: [
            { at: '2026-03-09T08:00:00Z', units: 9 },
            { at: '2026-03-04T20:00:00Z', units: 3 },
          ],
        },
        { node: 'barn', sku: 'pole', onHand: 0, inbound: [{ at: '2026-03-03T08:00:00Z', units: 5 }] },
      ],
      rules: { split: { perShipment: 100 } },
    },
    plan: written({
      asOf,
      order: 'inbound',
      shipped: [
        {
          node: 'barn',
          service: 'parcel',
          start: asOf,
          ready: asOf,
          handOver: '2026-03-02T17:00:00Z',
          pickBy: '2026-03-02T17:00:00Z',
          delivery: '2026-03-03T20:00:00Z',
          distanceMetres: null,
          lines: [{ line: '1', sku: 'tent', quantity: 2 }],
          cost: { handling: 10 },
        },
        {
          node: 'barn',
          service: 'parcel',
          start: '2026-03-05T08:00:00Z',
          ready: '2026-03-05T08:00:00Z',
          handOver: '2026-03-06T17:00:00Z',
          pickBy: '2026-03-06T17:00:00Z',
          delivery: '2026-03-07T20:00:00Z',
          distanceMetres: null,
          lines: [{ line: '1', sku: 'tent', quantity: 3 }],
          cost: { handling: 10 },
        },
      ],
      cost: { handling: 20, split: 100 },
      levels: [
        ['unfilled', 0],
        ['cost', 120_000],
      ],
      stock: [
        { node: 'barn', sku: 'tent', start: asOf, units: 2 },
        { node: 'barn', sku: 'tent', start: '2026-03-05T08:00:00Z', units: 3 },
      ],
    }),
  };
}

/** One unit is left of today, so three start when tomorrow begins in Los Angeles, too late for the cut-off of the night before. */
function spilled(): HandMade {
  const asOf = '2026-03-02T17:00:00Z'; // 09:00
  const tomorrow = '2026-03-03T08:00:00Z'; // 00:00
  return {
    world: {
      asOf,
      network: network({
        nodes: [{ id: 'shed', timeZone: 'America/Los_Angeles', capacityPerDay: { units: 3 }, processingMinutes: 30 }],
        services: [
          {
            id: 'truck',
            rateCard: 'free',
            pickUps: [
              { time: '10:00', cutOff: '23:59', cutOffDaysBefore: 1 },
              { days: ['mon'], time: '12:00' },
            ],
          },
        ],
      }),
      order: oneLine('spilled', 'log', 4, {}),
      inventory: [{ node: 'shed', sku: 'log', onHand: 4 }],
      rules: {},
      snapshot: {
        used: [
          { node: 'shed', day: '2026-03-02', units: 2 },
          { node: 'shed', day: '2026-03-04', units: 3 },
        ],
      },
    },
    plan: written({
      asOf,
      order: 'spilled',
      shipped: [
        {
          node: 'shed',
          service: 'truck',
          start: asOf,
          ready: '2026-03-02T17:30:00Z',
          handOver: '2026-03-02T20:00:00Z',
          pickBy: '2026-03-02T20:00:00Z',
          delivery: null,
          distanceMetres: null,
          lines: [{ line: '1', sku: 'log', quantity: 1 }],
        },
        {
          node: 'shed',
          service: 'truck',
          start: tomorrow,
          ready: '2026-03-03T08:30:00Z',
          // On Wednesday: the night before, a minute before midnight, it was not yet released.
          handOver: '2026-03-04T18:00:00Z',
          pickBy: '2026-03-04T18:00:00Z',
          delivery: null,
          distanceMetres: null,
          lines: [{ line: '1', sku: 'log', quantity: 3 }],
        },
      ],
      levels: [
        ['unfilled', 0],
        ['cost', 0],
      ],
      stock: [
        { node: 'shed', sku: 'log', start: asOf, units: 1 },
        { node: 'shed', sku: 'log', start: tomorrow, units: 3 },
      ],
      days: [
        { node: 'shed', day: '2026-03-02', orders: 1, shipments: 1, lines: 1, units: 1 },
        { node: 'shed', day: '2026-03-03', orders: 1, shipments: 1, lines: 1, units: 3 },
      ],
    }),
  };
}

/** Collected at the counter of a shop in Paris. Held for half an hour, so that the shop hears of it just after closing, on the day the clock goes back. */
function counter(): HandMade {
  const start = '2026-10-25T08:00:00Z'; // Sunday, 09:00 again in winter
  return {
    world: {
      asOf: '2026-10-24T17:00:00Z', // 19:00
      network: network({
        nodes: [
          { id: 'shop', timeZone: 'Europe/Paris', calendar: 'hours', processingMinutes: 15 },
          { id: 'other', timeZone: 'Europe/Paris' },
        ],
        services: [
          { id: 'counter', kind: 'pickUp', calendar: 'never', pickUps: [{ time: '12:00' }] },
          { id: 'post', rateCard: 'free' },
        ],
        rateCards: [FREE_CARD],
        calendars: [
          { id: 'hours', week: [{ open: '09:00', close: '19:15' }] },
          { id: 'never', week: [] },
        ],
      }),
      order: { id: 'counter', pickUpNode: 'shop', lines: [{ id: '1', sku: 'hat', quantity: 1 }] },
      inventory: [
        { node: 'shop', sku: 'hat', onHand: 1 },
        { node: 'other', sku: 'hat', onHand: 1 },
      ],
      rules: { holdMinutes: 30, objective: [{ goal: 'unitDistance' }] },
    },
    plan: written({
      asOf: '2026-10-24T17:00:00Z',
      order: 'counter',
      shipped: [
        {
          node: 'shop',
          service: 'counter',
          start,
          ready: '2026-10-25T08:15:00Z',
          handOver: '2026-10-25T08:15:00Z',
          pickBy: '2026-10-25T08:15:00Z',
          delivery: '2026-10-25T08:15:00Z',
          distanceMetres: 0,
          lines: [{ line: '1', sku: 'hat', quantity: 1 }],
        },
      ],
      levels: [
        ['unfilled', 0],
        ['unitDistance', 0],
      ],
      stock: [{ node: 'shop', sku: 'hat', start, units: 1 }],
    }),
  };
}

/** From the hall to a shop a degree away: the van is there before it opens, and the shop works an hour on it. */
function shipToStore(): HandMade {
  const asOf = '2026-03-02T18:00:00Z'; // Monday, 18:00 in London
  return {
    world: {
      asOf,
      network: network({
        nodes: [
          { id: 'hall', location: { lat: 0, lng: 1 }, timeZone: 'Europe/London' },
          {
            id: 'shop',
            location: { lat: 0, lng: 0 },
            country: 'FR',
            timeZone: 'Europe/Paris',
            calendar: 'hours',
            processingMinutes: 60,
          },
        ],
        services: [
          { id: 'counter', kind: 'pickUp' },
          {
            id: 'van',
            kind: 'transfer',
            rateCard: 'van',
            pickUps: [{ time: '20:00' }],
            transit: { lanes: [{ node: 'hall', to: { country: 'FR' }, days: 1 }], count: 'calendar' },
            delivery: { windows: [{ to: '07:00' }] },
          },
        ],
        rateCards: [{ id: 'van', bands: [{ upToKm: 111.195, base: 450 }, { base: 900 }] }],
        calendars: [
          {
            id: 'hours',
            week: [
              { days: ['mon', 'wed'], open: '09:00', close: '18:00' },
              { days: ['tue'], open: '10:30', close: '18:00' },
            ],
          },
        ],
      }),
      order: {
        id: 'ship-to-store',
        pickUpNode: 'shop',
        needBy: '2026-03-03T10:29:59.999Z',
        lines: [{ id: '1', sku: 'coat', quantity: 2 }],
      },
      inventory: [{ node: 'hall', sku: 'coat', onHand: 2 }],
      rules: { objective: [{ goal: 'lateness' }, { goal: 'shipmentDistance' }, { goal: 'cost' }] },
    },
    plan: written({
      asOf,
      order: 'ship-to-store',
      shipped: [
        {
          node: 'hall',
          service: 'van',
          start: asOf,
          ready: asOf,
          handOver: '2026-03-02T20:00:00Z',
          pickBy: '2026-03-02T20:00:00Z',
          // There on Tuesday at 07:00; open at 10:30, done at 11:30, all in Paris.
          delivery: '2026-03-03T10:30:00Z',
          distanceMetres: 111_195,
          lines: [{ line: '1', sku: 'coat', quantity: 2, lateDays: 1 }],
          cost: { shipping: 450 },
        },
      ],
      cost: { shipping: 450 },
      levels: [
        ['unfilled', 0],
        ['lateness', 2],
        ['shipmentDistance', 111_195],
        ['cost', 450_000],
      ],
      stock: [{ node: 'hall', sku: 'coat', start: asOf, units: 2 }],
    }),
  };
}

/**
 * A gift goes out by the express level in two shipments, the rest is collected at the shop; both groups draw on the shop's cups. One is
 * promised, and one cup of it may be missing.
 */
function twoGroups(): HandMade {
  const asOf = '2026-03-02T09:00:00Z';
  return {
    world: {
      asOf,
      network: network({
        nodes: [
          { id: 'hall', location: { lat: 0, lng: 2 } },
          { id: 'shop', location: { lat: 0, lng: 1 }, handling: { perShipment: 1 } },
        ],
        services: [
          { id: 'air', level: 'express', rateCard: 'air', transit: { bands: [{ days: 1 }] } },
          { id: 'sea', level: 'slow', rateCard: 'free', transit: { bands: [{ days: 30 }] } },
          { id: 'counter', kind: 'pickUp', level: 'express' },
        ],
        rateCards: [FREE_CARD, { id: 'air', bands: [{ base: 700 }] }],
      }),
      order: {
        id: 'two-groups',
        level: 'express',
        needBy: '2026-03-02T00:00:00Z',
        maxShipments: 3,
        deliveryGroups: [
          { id: 'mine', pickUpNode: 'shop', maxShipments: 1 },
          {
            id: 'gift',
            destination: { location: { lat: 0, lng: 0 } },
            needBy: '2026-03-03T08:00:00Z',
            maxShipments: 2,
            promised: { deliverBy: '2026-03-03T09:00:00Z', unfilled: [{ line: 'b', units: 1 }], shipments: [] },
          },
        ],
        lines: [
          { id: 'a', sku: 'cup', quantity: 2, deliveryGroup: 'mine' },
          { id: 'b', sku: 'cup', quantity: 4, deliveryGroup: 'gift' },
          { id: 'c', sku: 'jug', quantity: 1, deliveryGroup: 'gift', needBy: '2026-03-02T09:00:00Z' },
        ],
      },
      inventory: [
        { node: 'shop', sku: 'cup', onHand: 5 },
        { node: 'hall', sku: 'jug', onHand: 1 },
      ],
      rules: { split: { perShipment: 50 }, lateness: { perUnitDay: 3 }, unfilled: { perUnit: 20 } },
    },
    plan: written({
      asOf,
      order: 'two-groups',
      status: 'partial',
      promise: 'kept',
      shipped: [
        {
          node: 'hall',
          service: 'air',
          group: 'gift',
          start: asOf,
          ready: asOf,
          handOver: asOf,
          pickBy: asOf,
          delivery: '2026-03-03T09:00:00Z',
          distanceMetres: 222_390,
          lines: [{ line: 'c', sku: 'jug', quantity: 1, lateDays: 1 }],
          cost: { shipping: 700, lateness: 3 },
        },
        {
          node: 'shop',
          service: 'air',
          group: 'gift',
          start: asOf,
          ready: asOf,
          handOver: asOf,
          pickBy: asOf,
          delivery: '2026-03-03T09:00:00Z',
          distanceMetres: 111_195,
          lines: [{ line: 'b', sku: 'cup', quantity: 3, lateDays: 1 }],
          cost: { shipping: 700, handling: 1, lateness: 9 },
        },
        {
          node: 'shop',
          service: 'counter',
          group: 'mine',
          start: asOf,
          ready: asOf,
          handOver: asOf,
          pickBy: asOf,
          delivery: asOf,
          distanceMetres: 0,
          lines: [{ line: 'a', sku: 'cup', quantity: 2, lateDays: 1 }],
          cost: { handling: 1, lateness: 6 },
        },
      ],
      unfilled: [{ line: 'b', sku: 'cup', quantity: 1, reasons: ['no-eligible-stock'] }],
      cost: { shipping: 1400, handling: 2, lateness: 18, split: 50, unfilled: 20 },
      levels: [
        ['unfilled', 1],
        ['cost', 1_490_000],
      ],
      stock: [
        { node: 'hall', sku: 'jug', start: asOf, units: 1 },
        { node: 'shop', sku: 'cup', start: asOf, units: 5 },
      ],
    }),
  };
}

/** The same scarf to two houses: two shipments of the same node, service and start. By the clock in Tokyo it is a day later than where they go. */
function twoHouses(): HandMade {
  const asOf = '2026-03-02T22:30:00Z'; // Tuesday, 07:30
  const head = {
    node: 'tower',
    service: 'plane',
    start: asOf,
    ready: asOf,
    handOver: '2026-03-02T23:00:00Z',
    pickBy: '2026-03-02T23:00:00Z',
    distanceMetres: null,
    cost: { shipping: 30 },
  };
  return {
    world: {
      asOf,
      network: network({
        nodes: [{ id: 'tower', timeZone: 'Asia/Tokyo' }],
        services: [
          {
            id: 'plane',
            rateCard: 'plane',
            pickUps: [{ time: '08:00' }],
            transit: { count: 'calendar', bands: [{ days: 1 }] },
          },
        ],
        rateCards: [{ id: 'plane', bands: [{ base: 30 }] }],
      }),
      order: {
        id: 'two-houses',
        deliveryGroups: [
          { id: 'west', destination: { timeZone: 'America/Los_Angeles' } },
          { id: 'east', destination: { timeZone: 'America/New_York' } },
        ],
        lines: [
          { id: '1', sku: 'scarf', quantity: 1, deliveryGroup: 'west' },
          { id: '2', sku: 'scarf', quantity: 1, deliveryGroup: 'east' },
        ],
      },
      inventory: [{ node: 'tower', sku: 'scarf', onHand: 2 }],
      rules: { split: { perShipment: 9 } },
    },
    plan: written({
      asOf,
      order: 'two-houses',
      shipped: [
        {
          ...head,
          group: 'east',
          // Wednesday, 20:00.
          delivery: '2026-03-05T01:00:00Z',
          lines: [{ line: '2', sku: 'scarf', quantity: 1 }],
        },
        {
          ...head,
          group: 'west',
          delivery: '2026-03-05T04:00:00Z',
          lines: [{ line: '1', sku: 'scarf', quantity: 1 }],
        },
      ],
      cost: { shipping: 60 },
      levels: [
        ['unfilled', 0],
        ['cost', 60_000],
      ],
      stock: [{ node: 'tower', sku: 'scarf', start: asOf, units: 2 }],
    }),
  };
}

/** Frozen boxes take four hours, ice cream one, cups ten minutes: what goes with the boxes waits for them, and a cup goes before. */
function kits(): HandMade {
  const asOf = '2026-03-02T09:00:00Z';
  const box = [
    { sku: 'ice', quantity: 2 },
    { sku: 'cone', quantity: 1 },
    { sku: 'ice', quantity: 1 },
  ];
  const head = { node: 'plant', service: 'cool', start: asOf, distanceMetres: null };
  return {
    world: {
      asOf,
      network: network({
        nodes: [
          {
            id: 'plant',
            processingMinutes: 10,
            processing: [
              { itemClass: 'frozen', minutes: 240 },
              { itemClass: 'chilled', minutes: 60 },
              { itemClass: 'hot', minutes: 99 },
            ],
          },
        ],
        services: [{ id: 'cool', rateCard: 'free', transit: { bands: [{ minutes: 45 }] } }],
      }),
      order: {
        id: 'kits',
        destination: {},
        lines: [
          { id: 'boxes', sku: 'box', quantity: 2, itemClass: 'frozen', kit: box },
          { id: 'cups', sku: 'cup', quantity: 3, itemClass: 'china' },
          { id: 'scoops', sku: 'ice', quantity: 1, itemClass: 'chilled' },
        ],
      },
      inventory: [
        { node: 'plant', sku: 'ice', onHand: 6, inbound: [{ at: asOf, units: 1 }] },
        { node: 'plant', sku: 'cone', onHand: 2 },
        { node: 'plant', sku: 'cup', onHand: 3 },
      ],
      rules: {},
    },
    plan: written({
      asOf,
      order: 'kits',
      shipped: [
        {
          ...head,
          ready: '2026-03-02T09:10:00Z',
          handOver: '2026-03-02T09:10:00Z',
          pickBy: '2026-03-02T09:10:00Z',
          delivery: '2026-03-02T09:55:00Z',
          lines: [{ line: 'cups', sku: 'cup', quantity: 1 }],
        },
        {
          ...head,
          ready: '2026-03-02T13:00:00Z',
          handOver: '2026-03-02T13:00:00Z',
          pickBy: '2026-03-02T13:00:00Z',
          delivery: '2026-03-02T13:45:00Z',
          lines: [
            {
              line: 'boxes',
              sku: 'box',
              quantity: 2,
              picks: [
                { sku: 'cone', units: 2 },
                { sku: 'ice', units: 6 },
              ],
            },
            { line: 'cups', sku: 'cup', quantity: 2 },
            { line: 'scoops', sku: 'ice', quantity: 1 },
          ],
        },
      ],
      levels: [
        ['unfilled', 0],
        ['cost', 0],
      ],
      stock: [
        { node: 'plant', sku: 'cone', start: asOf, units: 2 },
        { node: 'plant', sku: 'cup', start: asOf, units: 3 },
        { node: 'plant', sku: 'ice', start: asOf, units: 7 },
      ],
    }),
  };
}

/** As early as can be, at any cost. */
function earliest(): HandMade {
  const { world, plan } = inbound();
  plan.proof.levels.splice(1, 0, {
    goal: 'delivery',
    // The second shipment's: 7 March, 20:00.
    value: Date.UTC(2026, 2, 7, 20),
    status: 'feasible',
    bound: Date.UTC(2026, 2, 7, 20) / 2,
    gap: 0.5,
  });
  Object.assign(plan.proof.levels[2], { status: 'feasible', bound: 0, gap: 1 });
  return { world: { ...world, earliest: true }, plan };
}

/** A carrier without pick-ups that does not work on Saturdays takes what is ready when Sunday begins: in Havana, where the clock leaves that hour out. */
function midnight(): HandMade {
  const asOf = '2026-03-07T18:00:00Z'; // Saturday, 13:00
  return {
    world: {
      asOf,
      network: network({
        nodes: [{ id: 'bodega', timeZone: 'America/Havana' }],
        services: [{ id: 'cart', rateCard: 'free', calendar: 'no-saturdays', transit: { bands: [{ minutes: 30 }] } }],
        calendars: [
          {
            id: 'no-saturdays',
            week: [{ days: ['mon'] }],
            except: [{ date: '2026-03-08', hours: [{ open: '12:00' }] }],
          },
        ],
      }),
      order: oneLine('midnight', 'rum', 1, {}),
      inventory: [{ node: 'bodega', sku: 'rum', onHand: 1 }],
      rules: {},
    },
    plan: written({
      asOf,
      order: 'midnight',
      shipped: [
        {
          node: 'bodega',
          service: 'cart',
          start: asOf,
          ready: asOf,
          handOver: '2026-03-08T05:00:00Z',
          pickBy: asOf,
          delivery: '2026-03-08T05:30:00Z',
          distanceMetres: null,
          lines: [{ line: '1', sku: 'rum', quantity: 1 }],
        },
      ],
      levels: [
        ['unfilled', 0],
        ['cost', 0],
      ],
      stock: [{ node: 'bodega', sku: 'rum', start: asOf, units: 1 }],
    }),
  };
}
