/** The judge of dates, delivery groups, pick-ups, stock that arrives and work items: good plans pass, and every way to break one is noticed. */
import fc from 'fast-check';
import { type Plan, type ViolationCode, verifyPlan } from 'order-sourcing';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { opensAt, workedAt } from '../src/verify/calendars';
import { type Facts, factsOf, readFacts } from '../src/verify/facts';
import { addDays, LocalTime, weekdayOf } from '../src/verify/localTime';
import { DATED } from './dated-plans';
import type { HandMade } from './verified-plans';

type Case = keyof typeof DATED;
type Json = Record<string, unknown>;

const cases = Object.keys(DATED) as Case[];

function noticed({ plan, world }: HandMade): string[] {
  return verifyPlan(plan, world).map(({ code, path }) => `${code} at ${path.join('.')}`);
}

/** Sets what stands at `a.0.b`; undefined: takes it away. */
function put(root: object, path: string, value: unknown): void {
  const steps = path.split('.');
  const last = steps.pop() as string;
  const parent = steps.reduce((thing, step) => thing[step] as Json, root as Json);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
}

describe('plans with dates worked out by hand', () => {
  it.each(cases)('%s passes', (name) => {
    expect(verifyPlan(DATED[name]().plan, DATED[name]().world)).toEqual([]);
  });

  it('may write the same instant in another way', () => {
    const made = DATED.inbound();
    made.plan.shipments[1].start = '2026-03-05T08:00Z';
    made.plan.workItems[1].pickBy = '2026-03-06T17:00:00.000Z';
    made.plan.claims.stock[1].start = '2026-03-05T08:00:00.0Z';
    expect(noticed(made)).toEqual([]);
  });

  it('may rest on any time-zone data', () => {
    const made = DATED.leap();
    made.plan.timeZones = null;
    expect(noticed(made)).toEqual([]);
  });
});

/** What a plan may say freely, and what only a search could judge. */
const FREE = /^(engine|timeZones|snapshot\.(id|revision)|proof\.(steps|ties)|unfilled\.\d+\.reasons\.\d+)$/;

interface Place {
  readonly path: string;
  readonly value: unknown;
}

function placesIn(value: unknown, path: readonly string[] = []): Place[] {
  const inside = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return [{ path: path.join('.'), value }, ...inside.flatMap(([key, each]) => placesIn(each, [...path, key]))];
}

const INSTANT = /^\d{4}-\d\d-\d\dT/;
const SHIFTS = [1, -1, 60_000, 3_600_000, -3_600_000, 86_400_000, -86_400_000, 7 * 86_400_000];

/** Other values for a leaf: near ones, and what stands elsewhere in the plan. */
function othersFor({ path, value }: Place, words: readonly string[]): unknown[] {
  if (typeof value === 'number') return [value + 1, value - 1, value + 1000, value + 0.5, null];
  const isInstant = typeof value === 'string' && INSTANT.test(value);
  const shifted = isInstant ? SHIFTS.map((by) => new Date(Date.parse(value) + by).toISOString()) : [];
  const pool = path.endsWith('.service') ? [] : words;
  const same = (word: string) => word === value || (isInstant && Date.parse(word) === Date.parse(value));
  const unlike = pool.filter((word) => !same(word));
  return [...shifted, ...unlike, 'unknown', ...(value === null ? ['2026-03-09T00:00:00Z', 7] : [null])];
}

/** Without an element, with it twice, and swapped with the next. */
function spoiltAt(list: readonly unknown[], at: number): unknown[][] {
  const [before, each, after] = [list.slice(0, at), list[at], list.slice(at + 1)];
  const swapped = after.length === 0 ? [] : [[...before, after[0], each, ...after.slice(1)]];
  return [[...before, ...after], [...before, each, each, ...after], ...swapped];
}

describe.each(cases)('%s, broken anywhere, is noticed', (name) => {
  const { plan: good, world } = DATED[name]();
  const places = placesIn(good);
  const words = [...new Set(places.flatMap(({ value }) => (typeof value === 'string' ? [value] : [])))];

  function unnoticed(path: string, value: unknown): string[] {
    const plan = structuredClone(good);
    put(plan, path, value);
    return verifyPlan(plan, world).length === 0 ? [`${path}: ${JSON.stringify(value)}`] : [];
  }

  it('in any leaf', () => {
    const leaves = places.filter(
      ({ path, value }) => (typeof value !== 'object' || value === null) && !FREE.test(path),
    );
    const missed = leaves.flatMap((leaf) => othersFor(leaf, words).flatMap((value) => unnoticed(leaf.path, value)));
    expect(missed).toEqual([]);
    expect(leaves.length).toBeGreaterThan(50);
  });

  it('by a field or an element that is missing, or one too many', () => {
    const missed = places.slice(1).flatMap(({ path, value }) => {
      const isElement = /\.\d+$/.test(path);
      const without = isElement ? [] : unnoticed(path, undefined);
      if (Array.isArray(value)) {
        const lists = path.endsWith('.reasons') ? [] : value.flatMap((_, at) => spoiltAt(value, at));
        return [...without, ...lists.flatMap((list) => unnoticed(path, list))];
      }
      const isObject = typeof value === 'object' && value !== null;
      return [...without, ...(isObject ? unnoticed(path, { ...value, extra: 1 }) : [])];
    });
    expect(missed).toEqual([]);
  });

  it('by any instants of a shipment, together with its work item and claims', () => {
    const missed = good.shipments.flatMap(({ start }, place) =>
      SHIFTS.flatMap((by) => {
        const plan = JSON.parse(JSON.stringify(good), (_, value) =>
          typeof value === 'string' && INSTANT.test(value) && Date.parse(value) >= Date.parse(start)
            ? new Date(Date.parse(value) + by).toISOString()
            : value,
        ) as Plan;
        plan.asOf = good.asOf;
        return verifyPlan(plan, world).length === 0 ? [`${place} by ${by}`] : [];
      }),
    );
    expect(missed).toEqual([]);
  });
});

type Row = readonly [name: Case, path: string, value: unknown, found: `${ViolationCode} at ${string}`];

/** Changes of the world, each at one place: the plan says what was right before. */
function isNoticed([name, path, value, found]: Row): void {
  const made = DATED[name]();
  put(made.world, path, value);
  expect(noticed(made)).toContain(found);
}

const MON_TO_FRI = ['mon', 'tue', 'wed', 'thu', 'fri'];

describe('a plan for another world', () => {
  it.each<Row>([
    // Hours and work.
    ['cutOff', 'rules.holdMinutes', 1, 'instant at shipments.0.start'],
    ['cutOff', 'network.calendars.0.week.0.close', '12:00', 'instant at shipments.0.start'],
    ['cutOff', 'network.calendars.0.week.1.open', '13:31', 'instant at shipments.0.ready'],
    ['cutOff', 'network.calendars.0.except', [{ date: '2026-03-06' }], 'instant at shipments.0.start'],
    ['cutOff', 'network.nodes.0.processingMinutes', 91, 'instant at shipments.0.ready'],
    ['cutOff', 'network.nodes.0.timeZone', 'Europe/London', 'instant at shipments.0.ready'],
    ['cutOff', 'network.calendars.0.week', [], 'ineligible at shipments.0.lines.0'],
    ['cutOff', 'network.nodes.0.processingMinutes', 525_600, 'ineligible at shipments.0.lines.0'],
    ['leap', 'network.calendars.0.week.0.open', '01:31', 'instant at shipments.0.start'],
    ['leap', 'network.calendars.0.week.0.close', '03:29', 'instant at shipments.0.ready'],
    // Pick-ups and cut-offs.
    ['cutOff', 'network.nodes.0.services.0.pickUps.0.cutOff', '11:59', 'instant at shipments.0.handOver'],
    ['cutOff', 'network.nodes.0.services.0.pickUps.0.time', '14:29', 'instant at shipments.0.handOver'],
    ['cutOff', 'network.nodes.0.services.0.pickUps.0.days', ['thu'], 'instant at shipments.0.handOver'],
    ['cutOff', 'network.nodes.0.services.0.pickUps.0.cutOffDaysBefore', 1, 'instant at shipments.0.handOver'],
    ['cutOff', 'network.nodes.0.services.0.pickUps', undefined, 'instant at shipments.0.handOver'],
    ['cutOff', 'network.nodes.0.services', undefined, 'instant at shipments.0.handOver'],
    ['holiday', 'network.services.0.pickUps', undefined, 'work-items at workItems.0.pickBy'],
    ['holiday', 'network.services.0.pickUps.0.days', ['fri'], 'instant at shipments.0.handOver'],
    ['holiday', 'network.calendars.0.week', [], 'ineligible at shipments.0.lines.0'],
    ['holiday', 'network.calendars.0.except.1', { date: '2026-07-02' }, 'instant at shipments.0.handOver'],
    ['holiday', 'network.calendars.0', { id: 'business', week: [] }, 'ineligible at shipments.0.lines.0'],
    ['spilled', 'network.nodes.0.services', [{ id: 'truck', pickUps: [{}] }], 'instant at shipments.1.handOver'],
    ['midnight', 'network.calendars.0.except', [], 'instant at shipments.0.handOver'],
    ['midnight', 'network.calendars.0.week.0.days', ['sat'], 'instant at shipments.0.handOver'],
    ['midnight', 'network.calendars.0', { id: 'no-saturdays', week: [] }, 'ineligible at shipments.0.lines.0'],
    // Transit and delivery.
    ['cutOff', 'network.services.0.transit.bands.0', { days: 3 }, 'instant at shipments.0.delivery'],
    ['cutOff', 'network.services.0.transit.bands.0', { minutes: 2879 }, 'instant at shipments.0.delivery'],
    ['cutOff', 'network.services.0.delivery', {}, 'instant at shipments.0.delivery'],
    ['cutOff', 'network.services.0.transit', undefined, 'instant at shipments.0.delivery'],
    ['holiday', 'network.calendars.0.except', [], 'instant at shipments.0.delivery'],
    ['holiday', 'network.services.0.transit.count', 'calendar', 'instant at shipments.0.delivery'],
    ['holiday', 'network.services.0.transit.count', 'elapsed', 'instant at shipments.0.delivery'],
    ['holiday', 'network.services.0.transit.zones.days.1.0', 3, 'instant at shipments.0.delivery'],
    ['holiday', 'network.services.0.transit.zones.days.1.0', null, 'ineligible at shipments.0.lines.0'],
    ['holiday', 'network.services.0.transit.zones.to', ['CA', 'DE'], 'instant at shipments.0.delivery'],
    ['holiday', 'order.needBy', '2026-07-06T23:59:59.999Z', 'late-days at shipments.0.lines.0.lateDays'],
    ['holiday', 'network.services.0.transit.lanes', [{ to: {}, days: 1 }], 'instant at shipments.0.delivery'],
    [
      'holiday',
      'network.services.0.delivery',
      { windows: [{ days: ['wed'], to: '20:00' }] },
      'instant at shipments.0.delivery',
    ],
    ['holiday', 'network.postalAreas.0.timeZone', 'America/Chicago', 'instant at shipments.0.delivery'],
    ['holiday', 'network.postalAreas.0.timeZone', undefined, 'ineligible at shipments.0.lines.0'],
    ['holiday', 'order.destination.timeZone', 'Asia/Tokyo', 'instant at shipments.0.delivery'],
    ['leap', 'network.services.0.delivery.windows.1.to', '07:29', 'instant at shipments.0.delivery'],
    ['leap', 'network.services.0.delivery.windows.1.days', MON_TO_FRI, 'instant at shipments.0.delivery'],
    ['leap', 'network.services.0.delivery', undefined, 'instant at shipments.0.delivery'],
    ['leap', 'network.services.0.transit.lanes.0.minutes', 631, 'instant at shipments.0.delivery'],
    ['leap', 'order.destination.timeZone', undefined, 'instant at shipments.0.delivery'],
    // Stock that arrives.
    ['inbound', 'inventory.0.inbound.1.units', 2, 'stock at shipments.1'],
    ['inbound', 'inventory.0.onHand', 3, 'stock at shipments.0'],
    ['inbound', 'inventory.0.inbound.1.at', '2026-03-05T08:00:00.001Z', 'instant at shipments.1.start'],
    ['inbound', 'inventory.0.inbound.1.at', '2026-03-04T17:59:59.999Z', 'instant at shipments.1.start'],
    ['inbound', 'inventory.0.inbound', undefined, 'instant at shipments.1.start'],
    [
      'inbound',
      'claims',
      [{ node: 'barn', sku: 'tent', start: '2027-01-01T00:00:00Z', units: 10 }],
      'stock at shipments.1',
    ],
    ['inbound', 'network.services.0.pickUps.1.cutOffDaysBefore', 0, 'instant at shipments.1.handOver'],
    ['inbound', 'rules.split.perShipment', 99, 'cost at cost.split'],
    ['kits', 'inventory.0.inbound.0.at', '2026-03-02T09:00:00.001Z', 'stock at shipments.1'],
    // Days with limits.
    ['spilled', 'snapshot.used.0.units', 3, 'capacity at shipments.0'],
    ['spilled', 'snapshot.used.1.day', '2026-03-03', 'capacity at shipments.1'],
    ['spilled', 'network.nodes.0.capacityPerDay', undefined, 'instant at shipments.1.start'],
    ['spilled', 'network.nodes.0.capacityPerDay.orders', 0, 'ineligible at shipments.1.lines.0'],
    ['spilled', 'network.services.0.pickUps.0.cutOffDaysBefore', 0, 'instant at shipments.1.handOver'],
    // Pick-ups by the customer.
    ['counter', 'rules.holdMinutes', 14, 'instant at shipments.0.start'],
    ['counter', 'order.pickUpNode', 'other', 'ineligible at shipments.0.lines.0'],
    ['counter', 'network.services.0.reaches', [{ country: 'FR' }], 'ineligible at shipments.0.lines.0'],
    ['shipToStore', 'network.nodes.1.processingMinutes', 59, 'instant at shipments.0.delivery'],
    ['shipToStore', 'network.calendars.0.week.1.open', '10:00', 'instant at shipments.0.delivery'],
    ['shipToStore', 'network.calendars.0.week', [], 'ineligible at shipments.0.lines.0'],
    ['shipToStore', 'network.nodes.1.timeZone', 'Europe/London', 'instant at shipments.0.delivery'],
    ['shipToStore', 'network.nodes.1.country', 'BE', 'instant at shipments.0.delivery'],
    ['shipToStore', 'network.nodes.1.location.lng', 0.1, 'distance at shipments.0.distanceMetres'],
    ['shipToStore', 'network.services.1.kind', 'carrier', 'ineligible at shipments.0.lines.0'],
    ['shipToStore', 'order.pickUpNode', 'hall', 'ineligible at shipments.0.lines.0'],
    ['shipToStore', 'order.needBy', '2026-03-03T10:30:00Z', 'late-days at shipments.0.lines.0.lateDays'],
    ['shipToStore', 'network.rateCards.0.bands.0.upToKm', 111.194, 'cost at shipments.0.cost.shipping'],
    // Groups.
    ['twoGroups', 'order.lines.0.deliveryGroup', 'gift', 'delivery-group at shipments.2.lines.0'],
    ['twoGroups', 'order.lines.0.deliveryGroup', undefined, 'delivery-group at shipments.2.lines.0'],
    ['twoGroups', 'order.deliveryGroups.1.level', 'slow', 'ineligible at shipments.0.lines.0'],
    ['twoGroups', 'order.level', 'air', 'ineligible at shipments.0.lines.0'],
    ['twoGroups', 'order.deliveryGroups.1.maxShipments', 1, 'max-shipments at shipments'],
    ['twoGroups', 'order.maxShipments', 2, 'max-shipments at shipments'],
    ['twoGroups', 'order.deliveryGroups.1.shipComplete', true, 'ship-complete at shipments'],
    ['twoGroups', 'order.shipComplete', true, 'ship-complete at shipments'],
    ['twoGroups', 'order.deliveryGroups.1.needBy', undefined, 'late-days at shipments.1.lines.0.lateDays'],
    ['twoGroups', 'order.deliveryGroups.1.needBy', '2026-03-03T09:00:00Z', 'late-days at shipments.1.lines.0.lateDays'],
    ['twoGroups', 'order.lines.2.needBy', '2026-03-02T08:59:59.999Z', 'late-days at shipments.0.lines.0.lateDays'],
    ['twoGroups', 'order.needBy', '2026-03-02T09:00:00Z', 'late-days at shipments.2.lines.0.lateDays'],
    ['twoGroups', 'order.deliveryGroups.1.destination.location.lng', 0.5, 'distance at shipments.0.distanceMetres'],
    [
      'twoGroups',
      'order.deliveryGroups.1.promised.deliverBy',
      '2026-03-03T08:59:59.999Z',
      'promised at shipments.0.delivery',
    ],
    ['twoGroups', 'order.deliveryGroups.1.promised.unfilled', [], 'promised at promise'],
    ['twoGroups', 'order.promised', { deliverBy: null, unfilled: [], shipments: [] }, 'promised at promise'],
    ['twoGroups', 'network.services.0.transit', {}, 'promised at shipments.1.delivery'],
    ['twoGroups', 'order.deliveryGroups.0.pickUpNode', 'hall', 'ineligible at shipments.2.lines.0'],
    ['twoGroups', 'order.deliveryGroups.1.id', 'present', 'unknown-id at shipments.0.group'],
    ['twoGroups', 'order.deliveryGroups', undefined, 'delivery-group at shipments.0.group'],
    ['twoGroups', 'inventory.0.onHand', 4, 'stock at shipments.1'],
    // Work by class.
    ['kits', 'network.nodes.0.processing.0.minutes', 241, 'instant at shipments.1.ready'],
    ['kits', 'network.nodes.0.processing.1.minutes', 241, 'instant at shipments.1.ready'],
    ['kits', 'network.nodes.0.processing', undefined, 'instant at shipments.1.ready'],
    ['kits', 'order.lines.1.itemClass', 'chilled', 'instant at shipments.0.ready'],
    ['kits', 'order.lines.0.kit.1.quantity', 2, 'work-items at workItems.1.lines.0.picks'],
    // Levels.
    ['earliest', 'earliest', undefined, 'proof at proof.levels'],
    ['earliest', 'network.services.0.transit', undefined, 'ineligible at shipments.0.lines.0'],
    ['counter', 'rules.objective', [{ goal: 'cost' }], 'proof at proof.levels'],
  ])('%s, %s: %j → %s', (...row) => isNoticed(row));

  it.each<[Case, path: string, value: unknown]>([
    ['cutOff', 'network.nodes.0.processing', [{ itemClass: 'x', minutes: 91 }]],
    // To the millisecond: it closes just then, and what was not yet open work is none.
    ['inbound', 'inventory.0.inbound.1.at', '2026-03-04T18:00:00Z'],
    ['counter', 'network.services.0.rateCard', 'free'],
    ['counter', 'rules.holdMinutes', 15],
    ['leap', 'network.services.0.transit.lanes.0.minutes', 630],
    ['twoGroups', 'order.lines.2.needBy', undefined],
    ['twoGroups', 'order.deliveryGroups.1.promised.deliverBy', null],
    ['kits', 'network.nodes.0.processing.2.minutes', 9999],
    ['holiday', 'network.services.0.delivery', { windows: [{ to: '20:00' }], calendar: 'business' }],
  ])('%s, %s: %j makes no difference', (name, path, value) => {
    const made = DATED[name]();
    put(made.world, path, value);
    expect(noticed(made)).toEqual([]);
  });

  it('delivers on the days of its own calendar', () => {
    const made = DATED.holiday();
    made.world.network.calendars?.push({ id: 'not-tuesday', week: [{}], except: [{ date: '2026-07-07' }] });
    put(made.world, 'network.services.0.delivery', { calendar: 'not-tuesday' });
    expect(noticed(made)).toContain('instant at shipments.0.delivery');
    put(made.plan, 'shipments.0.delivery', '2026-07-09T00:00:00Z');
    put(made.world, 'order.needBy', '2026-07-08T00:00:00Z');
    expect(noticed(made)).toEqual([]);
  });
});

type Instants = Partial<Pick<Plan['shipments'][number], 'ready' | 'handOver' | 'delivery'>>;

/** Other instants of a shipment that starts when it did, also where they are said again. */
function retime({ plan }: HandMade, place: number, { ready, handOver, delivery }: Instants): void {
  if (ready !== undefined) plan.shipments[place].ready = ready;
  if (delivery !== undefined) plan.shipments[place].delivery = delivery;
  if (handOver === undefined) return;
  plan.shipments[place].handOver = handOver;
  Object.assign(plan.workItems[place], { handOver, pickBy: handOver });
}

describe('to the millisecond', () => {
  it('a pick-up at the end of a day takes what is ready when the next begins', () => {
    const made = DATED.spilled();
    const midnight = '2026-03-03T08:00:00Z';
    put(made.world, 'network.services.0.pickUps', [{}]);
    put(made.world, 'network.nodes.0.processingMinutes', 0);
    retime(made, 0, { ready: made.plan.asOf, handOver: midnight });
    retime(made, 1, { ready: midnight, handOver: midnight });
    expect(noticed(made)).toEqual([]);
  });

  it('what is there at midnight is delivered in the windows of the day that begins', () => {
    const made = DATED.leap();
    put(made.world, 'network.services.0.delivery.windows', [{ to: '24:00' }]);
    // 01:30 + 26.5 h is midnight in New York.
    put(made.world, 'network.services.0.transit.lanes.0.minutes', 1590);
    retime(made, 0, { delivery: '2026-03-31T04:00:00Z' });
    expect(noticed(made)).toEqual([]);
  });

  it('a store that has nothing to do has it when it opens', () => {
    const made = DATED.shipToStore();
    put(made.world, 'network.nodes.1.processingMinutes', 0);
    put(made.world, 'order.needBy', '2026-03-03T09:29:59.999Z');
    retime(made, 0, { delivery: '2026-03-03T09:30:00Z' });
    expect(noticed(made)).toEqual([]);
  });
});

it('a service without days of delivery of its own delivers when it works', () => {
  const made = DATED.holiday();
  put(made.world, 'network.services.0.transit.count', 'calendar');
  put(made.world, 'order.needBy', '2026-07-06T23:00:00Z');
  // Saturday, then the first business day.
  retime(made, 0, { delivery: '2026-07-07T00:00:00Z' });
  expect(noticed(made)).toEqual([]);
});

describe('how long a shipment takes', () => {
  it.each<[string, string[]]>([
    ['10:00', []],
    // The class of no line of the order.
    ['10:39', ['instant at shipments.0.ready']],
    ['13:00', ['duplicate at shipments.1']],
  ])('may be as long as a slower line of the order would: until %s', (clock, found) => {
    const made = DATED.kits();
    const ready = `2026-03-02T${clock}:00Z`;
    const delivery = new Date(Date.parse(ready) + 45 * 60_000).toISOString();
    retime(made, 0, { ready, handOver: ready, delivery });
    expect(noticed(made)).toEqual(found.length === 0 ? [] : expect.arrayContaining(found));
  });
});

describe('what another start would need', () => {
  it('is nothing where released at once is soon enough, whatever arrives in between', () => {
    const made = DATED.inbound();
    const { world, plan } = made;
    const [asOf, start] = ['2026-03-04T19:00:00Z', '2026-03-05T08:00:00Z'];
    world.asOf = asOf;
    plan.asOf = asOf;
    Object.assign(world.network.services[0].pickUps?.[1] ?? {}, { cutOff: '19:30' });
    plan.shipments.splice(0, 1);
    plan.workItems.splice(0, 1);
    plan.shipments[0].lines[0].quantity = 5;
    put(plan, 'workItems.0.lines.0', { line: '1', sku: 'tent', quantity: 5, picks: [{ sku: 'tent', units: 5 }] });
    plan.claims.stock = [{ node: 'barn', sku: 'tent', start, units: 5 }];
    plan.cost = structuredClone(plan.shipments[0].cost);
    Object.assign(plan.proof.levels[1], { value: 10_000, bound: 10_000 });
    retime(made, 0, { handOver: '2026-03-05T17:00:00Z', delivery: '2026-03-06T20:00:00Z' });
    expect(noticed(made)).toEqual([]);
    retime(made, 0, { handOver: '2026-03-06T17:00:00Z', delivery: '2026-03-07T20:00:00Z' });
    expect(noticed(made)).toContain('instant at shipments.0.handOver');
  });

  it('is no arrival before nodes hear of the order', () => {
    const made = DATED.kits();
    const early = '2026-03-02T08:59:00Z';
    put(made.world, 'inventory.0.inbound.0.at', early);
    made.plan.shipments[1].start = early;
    expect(noticed(made)).toContain('instant at shipments.1.start');
  });

  /** The second shipment of `inbound`, of poles, which arrive before the tents. */
  it('is the arrival of what ships, not of anything', () => {
    const made = DATED.inbound();
    const [start, pickUp, there] = ['2026-03-03T08:00:00Z', '2026-03-05T17:00:00Z', '2026-03-06T20:00:00Z'];
    Object.assign(made.plan.shipments[1], { start, ready: start, handOver: pickUp, delivery: there });
    Object.assign(made.plan.workItems[1], { start, pickBy: pickUp, handOver: pickUp });
    made.plan.claims.stock[1].start = start;
    expect(noticed(made)).toContain('instant at shipments.1.start');
    put(made.world, 'inventory.0.inbound.1.at', start);
    expect(noticed(made)).toEqual([]);
  });

  it('is the midnight of its day, where days have a limit', () => {
    const made = DATED.spilled();
    const from = '2026-03-03T08:00:00Z';
    const later = JSON.parse(JSON.stringify(made.plan).replaceAll(from, '2026-03-03T09:00:00Z')) as Plan;
    expect(noticed({ ...made, plan: later })).toContain('instant at shipments.1.start');
  });

  it('may be any day, though an earlier one has room', () => {
    const made = DATED.spilled();
    const [start, ready, pickUp] = ['2026-03-05T08:00:00Z', '2026-03-05T08:30:00Z', '2026-03-06T18:00:00Z'];
    Object.assign(made.plan.shipments[1], { start, ready, handOver: pickUp });
    Object.assign(made.plan.workItems[1], { start, pickBy: pickUp, handOver: pickUp });
    made.plan.claims.stock[1].start = start;
    made.plan.claims.days[1].day = '2026-03-05';
    expect(noticed(made)).toEqual([]);
  });
});

describe('stock over time', () => {
  it('is not drawn before what a later claim waits for', () => {
    const made = DATED.cutOff();
    const claim = { node: 'hall', sku: 'cup', start: '2026-05-01T00:00:00Z', units: 1 };
    const world = { ...made.world, claims: [claim] };
    expect(verifyPlan(made.plan, world).map(({ code }) => code)).toEqual(['stock']);
    // What arrives before the claim starts is for the claim.
    put(world, 'inventory.0.inbound', [{ at: '2026-04-30T00:00:00Z', units: 1 }]);
    expect(verifyPlan(made.plan, world)).toEqual([]);
    put(world, 'inventory.0.inbound', [{ at: '2026-05-01T00:00:00.001Z', units: 1 }]);
    expect(verifyPlan(made.plan, world).map(({ code }) => code)).toEqual(['stock']);
  });

  it('is drawn by all that start until then', () => {
    const made = DATED.inbound();
    put(made.world, 'inventory.0.inbound.1.units', 2);
    const [violation] = verifyPlan(made.plan, made.world);
    expect(violation.message).toBe(
      'plan.shipments[1]: takes 5 of SKU "tent" at "barn" by 2026-03-05T08:00:00.000Z, 4 are available.',
    );
  });

  it('goes below nothing, and what arrives makes up for that first', () => {
    const made = DATED.inbound();
    put(made.world, 'inventory.0.reserved', 9);
    put(made.world, 'inventory.0.inbound.1.units', 11);
    const messages = verifyPlan(made.plan, made.world).map(({ message }) => message);
    put(made.world, 'inventory.0.inbound.1.units', 10);
    expect(noticed(made)).toEqual(['stock at shipments.0', 'stock at shipments.1']);
    expect(messages).toEqual(['plan.shipments[0]: takes 2 of SKU "tent" at "barn", 0 are available.']);
  });
});

it('takes anything at all, anywhere, without an error', () => {
  const made = cases.map((name) => DATED[name]());
  const somewhere = fc
    .constantFrom(...made)
    .chain((one) => fc.tuple(fc.constant(one), fc.constantFrom(...placesIn(one.plan).slice(1))));
  const values = fc.oneof(
    fc.anything(),
    fc.constantFrom('0000-01-01T00:00Z', '9999-12-31T23:59:59.999Z', 'shop', 'van', 'air', 'counter', 'mine'),
  );
  fc.assert(
    fc.property(somewhere, values, ([{ plan: good, world }, { path }], value) => {
      const plan = structuredClone(good);
      put(plan, path, value);
      expect(() => verifyPlan(plan, world)).not.toThrow();
    }),
    { numRuns: 3000, seed: 20260302 },
  );
});

it('the latest delivery of a plan without shipments is 0', () => {
  const { world, plan } = DATED.earliest();
  Object.assign(plan, { status: 'nothing', shipments: [], workItems: [] });
  plan.unfilled = [{ line: '1', sku: 'tent', quantity: 5, reasons: ['no-eligible-stock'] }];
  plan.claims.stock = [];
  put(plan, 'cost', Object.fromEntries(Object.keys(plan.cost).map((term) => [term, 0])));
  const level = (goal: string, value: number) => ({ goal, value, status: 'optimal', bound: value, gap: 0 });
  put(plan, 'proof.levels', [level('unfilled', 5), level('delivery', 0), level('cost', 0)]);
  expect(verifyPlan(plan, world)).toEqual([]);
});

/** Minutes of a day at which something begins or ends. */
const hours = fc
  .uniqueArray(fc.integer({ min: 0, max: 96 }), { minLength: 2, maxLength: 2 })
  .map((quarters) => quarters.sort((a, b) => a - b).map((quarter) => quarter * 15));
const days = fc.uniqueArray(fc.constantFrom('sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'), { minLength: 1 });

it('open hours are what counting minute by minute says', () => {
  const clock = (minutes: number) =>
    `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  // A clock that never changes, a quarter of an hour off.
  const [zone, ahead] = ['Asia/Kathmandu', 345];
  const begin = Date.UTC(2026, 2, 1) / 60_000;
  const week = fc.array(fc.tuple(days, hours), { minLength: 1, maxLength: 4 });
  const from = fc.integer({ min: 0, max: 7 * 1440 });
  fc.assert(
    fc.property(week, from, fc.integer({ min: 0, max: 3000 }), (entries, offset, work) => {
      const isOpen = (minute: number) => {
        const wall = begin + minute + ahead;
        const day = weekdayOf(new Date(wall * 60_000).toISOString().slice(0, 10));
        const time = wall % 1440;
        return entries.some(([on, [open, close]]) => on.includes(day) && open <= time && time < close);
      };
      let start = offset;
      while (!isOpen(start)) start += 1;
      let ready = start;
      for (let left = work; left > 0; ready += 1) if (isOpen(ready)) left -= 1;
      const calendar = {
        id: 'hours',
        week: entries.map(([on, [open, close]]) => ({ days: on, open: clock(open), close: clock(close) })),
      };
      const node = { id: 'here', timeZone: zone, calendar: 'hours' };
      const network = { currency: 'EUR', nodes: [node], services: [], rateCards: [], calendars: [calendar] } as never;
      const order = { id: 'none', destination: {}, lines: [] };
      const known = readFacts(
        { order, network, inventory: [], rules: {}, asOf: '2026-03-01T00:00:00Z' },
        { id: 'default', version: '1' },
      );
      const facts = factsOf(known, undefined) as Facts;
      const ms = (minute: number) => (begin + minute) * 60_000;
      expect(opensAt(facts, node, ms(offset))).toBe(ms(start));
      expect(workedAt(facts, node, ms(start), work)).toBe(ms(ready));
    }),
    { numRuns: 150, seed: 20260302 },
  );
});

describe('local time', () => {
  const ZONES = [
    'UTC',
    'Europe/Berlin',
    'Europe/Dublin',
    'America/New_York',
    'America/Havana',
    'America/St_Johns',
    'Africa/Casablanca',
    'Africa/Cairo',
    'Asia/Beirut',
    'Asia/Kathmandu',
    'Asia/Tehran',
    'Australia/Lord_Howe',
    'Pacific/Chatham',
    'Pacific/Apia',
    'America/Asuncion',
    'America/Santiago',
  ];
  const MOST_MINUTES = 24 * 60;
  const local = new LocalTime();

  function agrees(zone: string, date: string, minutes: number): void {
    const clock = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
    const day = Temporal.PlainDate.from(date);
    const at = day.toPlainDateTime().add({ minutes }).toZonedDateTime(zone, { disambiguation: 'compatible' });
    expect([zone, date, clock, local.instant(zone, date, clock)]).toEqual([zone, date, clock, at.epochMilliseconds]);
    expect(local.dateAt(zone, at.epochMilliseconds)).toBe(at.toPlainDate().toString());
  }

  it('is what Temporal says it is', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        fc.integer({ min: 0, max: 40 * 365 }),
        fc.integer({ min: 0, max: MOST_MINUTES }),
        (zone, days, minutes) => agrees(zone, addDays('2005-01-01', days), minutes),
      ),
      { numRuns: 3000, seed: 20260302 },
    );
  });

  it('is so on each day on which a clock goes back or forth, every quarter of an hour', () => {
    let changes = 0;
    for (const zone of ZONES) {
      for (const year of [2011, 2026]) {
        let at = Temporal.ZonedDateTime.from(`${year}-01-01T00:00[${zone}]`);
        for (;;) {
          const next = at.getTimeZoneTransition('next');
          if (next === null || next.year > year) break;
          at = next;
          changes += 1;
          const date = at.subtract({ nanoseconds: 1 }).toPlainDate();
          for (let minutes = 0; minutes <= MOST_MINUTES; minutes += 15) {
            for (const days of [0, 1]) agrees(zone, date.add({ days }).toString(), minutes);
          }
        }
      }
    }
    expect(changes).toBeGreaterThan(30);
  });

  it('knows weekdays', () => {
    expect(['2026-03-01', '2026-03-02', '2024-02-29', '2026-03-07'].map(weekdayOf)).toEqual([
      'sun',
      'mon',
      'thu',
      'sat',
    ]);
    expect(addDays('2024-02-28', 2)).toBe('2024-03-01');
  });
});
