/** Random settings for schedules: a node, a service, a destination, and the network that says the same. */
import type { Calendar, NetworkInput, PickUp } from '../src/model/types';
import type { NaiveCase, NaiveService, NaiveWindows } from './oracle/naive-times';
import type { Draw } from './world-draw';

type Weekday = PickUp['days'][number];

const ZONES = [
  'America/New_York',
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Africa/Cairo',
  'America/Santiago',
  'America/Havana',
  'Pacific/Chatham',
  'Africa/Casablanca',
  'America/Nuuk',
  'UTC',
  'Pacific/Kiritimati',
];
const WEEK: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
/** Often where clocks change. */
const CLOCKS = [
  '00:00',
  '00:30',
  '01:00',
  '01:30',
  '02:00',
  '02:30',
  '03:00',
  '08:00',
  '12:00',
  '17:30',
  '23:30',
  '24:00',
];

/** Instants near which days are odd: clocks change in most of the zones above, years end. */
const ODD_DAYS = [
  '2026-03-08',
  '2026-03-29',
  '2026-04-05',
  '2026-04-24',
  '2026-09-06',
  '2026-10-04',
  '2026-11-01',
  '2026-12-31',
];

export interface Setting {
  readonly given: NaiveCase;
  readonly network: NetworkInput;
  readonly processingMinutes: number;
  /** Instants to try are around this one. */
  readonly around: number;
}

/** @param rare percentage of calendars that open on a few dates only, some of them more than a year away */
export function makeSetting(draw: Draw, rare = 0): Setting {
  const around = draw.chance(70) ? Date.parse(draw.pick(ODD_DAYS)) : Date.UTC(2026, 0, draw.int(1, 365));
  const calendars: Calendar[] = ['work', 'carrier', 'deliver', 'store'].map((id) => {
    return draw.chance(rare) ? makeRareCalendar(draw, id, around) : makeCalendar(draw, id, around);
  });
  const node = { zone: draw.pick(ZONES), ...draw.maybe(70, () => ({ calendar: calendars[0] })) };
  const kind = draw.pick(['carrier', 'carrier', 'carrier', 'carrier', 'transfer', 'pickUp'] as const);
  const service = makeService(draw, kind, calendars);
  const store =
    kind === 'transfer'
      ? { zone: draw.pick(ZONES), minutes: draw.int(0, 300), ...draw.maybe(70, () => ({ calendar: calendars[3] })) }
      : undefined;
  const zone = store?.zone ?? (draw.chance(95) ? draw.pick(ZONES) : undefined);
  const given: NaiveCase = { node, service, zone, ...(store === undefined ? {} : { store }) };
  const processingMinutes = draw.pick([0, 0, 1, 30, 90, 480, draw.int(0, 5000)]);
  return { given, network: toNetwork(draw, given, calendars), processingMinutes, around };
}

function makeDays(draw: Draw, percent: number): Weekday[] {
  const days = draw.subset(WEEK, percent);
  return days.length === 0 ? [draw.pick(WEEK)] : days;
}

function makeHours(draw: Draw): { open: string; close: string } {
  const [open, close] = draw.sample(CLOCKS, 2).sort();
  return { open, close };
}

function makeCalendar(draw: Draw, id: string, around: number): Calendar {
  const week = Array.from({ length: draw.int(1, 3) }, () => ({ days: makeDays(draw, 70), ...makeHours(draw) }));
  const dates = draw.sample([-3, -2, -1, 0, 1, 2, 3, 4, 5, 9], draw.int(0, 4));
  const except = dates.map((shift) => ({
    date: new Date(around + shift * 86_400_000).toISOString().slice(0, 10),
    hours: Array.from({ length: draw.int(0, 2) }, () => makeHours(draw)),
  }));
  return { id, week, except };
}

/** Around the horizon of 400 days. */
function makeRareCalendar(draw: Draw, id: string, around: number): Calendar {
  const shifts = [
    ...draw.sample([-2, 0, 3], draw.int(0, 2)),
    ...draw.sample([396, 398, 400, 401, 402, 405], draw.int(0, 3)),
  ];
  const except = shifts.map((shift) => ({
    date: new Date(around + shift * 86_400_000).toISOString().slice(0, 10),
    hours: [makeHours(draw)],
  }));
  return { id, week: [], except };
}

function makeService(draw: Draw, kind: NaiveService['kind'], calendars: readonly Calendar[]): NaiveService {
  const windows: NaiveWindows = Array.from({ length: draw.int(1, 3) }, () => ({
    days: makeDays(draw, 80),
    to: draw.pick(CLOCKS),
  }));
  const delivery = { ...draw.maybe(60, () => ({ windows })), ...draw.maybe(40, () => ({ calendar: calendars[2] })) };
  const days = { days: draw.int(0, 7) };
  const transit = draw.chance(80) ? days : { minutes: draw.int(0, 6000) };
  return {
    kind,
    count: draw.pick(['elapsed', 'calendar', 'business'] as const),
    ...draw.maybe(60, () => ({ calendar: calendars[1] })),
    ...draw.maybe(60, () => ({ pickUps: Array.from({ length: draw.int(1, 4) }, () => makePickUp(draw)) })),
    ...draw.maybe(60, () => ({ delivery })),
    ...draw.maybe(96, () => ({ transit })),
  };
}

function makePickUp(draw: Draw): PickUp {
  const cutOff = draw.maybe(70, () => ({ cutOff: draw.pick(CLOCKS) }));
  const cutOffDaysBefore = cutOff.cutOff === undefined ? 0 : draw.pick([0, 0, 1, 3]);
  return { days: makeDays(draw, 60), time: draw.pick(CLOCKS), ...cutOff, cutOffDaysBefore };
}

/** The setting as a network: node `a` hands to service `s`; `b` is where a transfer goes. */
function toNetwork(draw: Draw, { node, service, store }: NaiveCase, calendars: readonly Calendar[]): NetworkInput {
  const { kind, calendar, pickUps, delivery, count, transit } = service;
  const ofNode = draw.chance(50);
  const own = pickUps !== undefined && ofNode ? { pickUps: [...pickUps] } : {};
  const shared = pickUps !== undefined && !ofNode ? { pickUps: [...pickUps] } : {};
  const place = ({ zone, calendar }: { zone: string; calendar?: Calendar | undefined }) => ({
    timeZone: zone,
    ...(calendar === undefined ? {} : { calendar: calendar.id }),
  });
  const written = delivery && {
    ...(delivery.calendar === undefined ? {} : { calendar: delivery.calendar.id }),
    ...(delivery.windows === undefined
      ? {}
      : { windows: delivery.windows.map(({ days, to }) => ({ days: days as Weekday[], to })) }),
  };
  return {
    currency: 'EUR',
    nodes: [
      { id: 'a', ...place(node), services: [{ id: 's', ...own }] },
      { id: 'b', ...place(store ?? { zone: 'UTC' }), processingMinutes: store?.minutes ?? 0 },
    ],
    services: [
      {
        id: 's',
        kind,
        rateCard: 'c',
        ...(calendar === undefined ? {} : { calendar: calendar.id }),
        ...shared,
        ...(written === undefined ? {} : { delivery: written }),
        transit: { count, ...(transit === undefined ? {} : { bands: [{ ...transit }] }) },
      },
    ],
    rateCards: [{ id: 'c', bands: [{ base: 1 }] }],
    calendars: [...calendars],
  };
}
