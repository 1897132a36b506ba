/** What a network may say of times: every slip with its place, a reason and a hint; and which times lead where. */
import { createRouter, InputError } from 'order-sourcing';
import { describe, expect, it } from 'vitest';
import { IssueList } from '../src/model/issues';
import type { Destination, NetworkInput } from '../src/model/types';
import { checkTimes } from '../src/promising/checkTimes';
import { Schedules } from '../src/promising/schedules';
import { networkSchema } from '../src/schema/network';
import { indexNetwork } from '../src/sourcing/network';

const DAY = 86_400_000;

type Parts = Partial<Omit<NetworkInput, 'nodes' | 'services'>> & { node?: object; service?: object };

function networkOf({ node, service, ...rest }: Parts): NetworkInput {
  return {
    currency: 'EUR',
    nodes: [{ id: 'a', ...node }],
    services: [{ id: 's', rateCard: 'c', ...service }],
    rateCards: [{ id: 'c', bands: [{ base: 1 }] }],
    ...rest,
  };
}

function messagesOf(parts: Parts): string[] {
  try {
    createRouter({ network: networkOf(parts), rules: {} });
  } catch (error) {
    if (error instanceof InputError) return error.issues.map(({ message }) => message);
    throw error;
  }
  return [];
}

const WEEK = [{ open: '08:00', close: '18:00' }];

describe('times of a network', () => {
  it.each<[string, Parts, string[]]>([
    [
      'an unknown zone',
      { node: { timeZone: 'Europe/Berln' } },
      ['network.nodes[0].timeZone: "Europe/Berln" is not a time zone. Maybe "Europe/Berlin"?'],
    ],
    [
      'an offset for a zone',
      { node: { timeZone: '+01:00' } },
      ['network.nodes[0].timeZone: "+01:00" is not a time zone.'],
    ],
    [
      'an unknown zone of a postal area',
      { postalAreas: [{ prefix: '1', location: { lat: 0, lng: 0 }, timeZone: 'Mars/Phobos' }] },
      ['network.postalAreas[0].timeZone: "Mars/Phobos" is not a time zone.'],
    ],
    [
      'an unknown calendar',
      { node: { timeZone: 'UTC', calendar: 'wrok' }, calendars: [{ id: 'work', week: WEEK }] },
      ['network.nodes[0].calendar: "wrok" is not the id of a calendar. Maybe "work"?'],
    ],
    [
      'unknown calendars of a service',
      { node: { timeZone: 'UTC' }, service: { calendar: 'x', delivery: { calendar: 'y' } } },
      [
        'network.services[0].calendar: "x" is not the id of a calendar.',
        'network.services[0].delivery.calendar: "y" is not the id of a calendar.',
      ],
    ],
    [
      'two calendars with one id, a date twice',
      {
        calendars: [
          { id: 'work', week: WEEK, except: [{ date: '2026-12-25' }, { date: '2026-12-26' }, { date: '2026-12-25' }] },
          { id: 'work', week: WEEK },
        ],
      },
      [
        'network.calendars[1].id: "work" is already at calendars[0].',
        'network.calendars[0].except[2].date: "2026-12-25" is already at calendars[0].except[0].',
      ],
    ],
    [
      'a class of items twice',
      {
        node: {
          processing: [
            { itemClass: 'gift', minutes: 5 },
            { itemClass: 'gift', minutes: 9 },
          ],
        },
      },
      ['network.nodes[0].processing[1].itemClass: "gift" is already at nodes[0].processing[0].'],
    ],
    [
      'days before a cut-off that is not there',
      {
        node: { timeZone: 'UTC', services: [{ id: 's', pickUps: [{ cutOffDaysBefore: 1 }] }] },
        service: { pickUps: [{ time: '10:00' }, { time: '12:00', cutOffDaysBefore: 2 }] },
      },
      [
        'network.services[0].pickUps[1].cutOff: is missing, and cutOffDaysBefore counts days from it.',
        'network.nodes[0].services[0].pickUps[0].cutOff: is missing, and cutOffDaysBefore counts days from it.',
      ],
    ],
    [
      'zones that are no matrix',
      { service: { transit: { zones: { from: ['x', 'y', 'x'], to: ['z', 'z'], days: [[1, 2], [1]] } } } },
      [
        'network.services[0].transit.zones.from[2]: "x" is already at services[0].transit.zones.from[0].',
        'network.services[0].transit.zones.to[1]: "z" is already at services[0].transit.zones.to[0].',
        'network.services[0].transit.zones.days: a list of 2 must have 3 rows, one for each word of from.',
        'network.services[0].transit.zones.days[1]: a list of 1 must have 2 columns.',
      ],
    ],
  ])('%s', (_, parts, messages) => {
    expect(messagesOf(parts)).toEqual(messages);
  });

  const missing = (why: string) => [`network.nodes[0].timeZone: is missing, and ${why}.`];
  it.each<[string, Parts, string[]]>([
    ['capacity by day', { node: { capacityPerDay: { orders: 1 } } }, missing('capacityPerDay counts local days')],
    [
      'a calendar',
      { node: { calendar: 'work' }, calendars: [{ id: 'work', week: WEEK }] },
      missing('its calendar is in local time'),
    ],
    ['pick-ups', { service: { pickUps: [{}] } }, missing('its service s has pick-ups')],
    [
      'pick-ups of its own',
      { node: { services: [{ id: 's', pickUps: [{}] }] } },
      missing('its service s has pick-ups'),
    ],
    [
      'days of the carrier',
      { service: { calendar: 'work' }, calendars: [{ id: 'work', week: WEEK }] },
      missing('its service s has a calendar'),
    ],
    ['counted days', { service: { transit: { count: 'business' } } }, missing('its service s counts business days')],
    ['windows', { service: { delivery: {} } }, missing('its service s delivers in windows')],
    ['windows of a service that it does not hand to', { node: { services: [] }, service: { delivery: {} } }, []],
    ['a pick-up, which has no windows', { service: { kind: 'pickUp', delivery: {}, pickUps: [{}] } }, []],
    ['elapsed days', { service: { transit: { bands: [{ days: 2 }] } } }, []],
  ])('a node needs a time zone for %s', (_, parts, messages) => {
    const found =
      parts.node !== undefined && 'services' in parts.node && (parts.node.services as unknown[]).length === 0;
    const network = networkSchema.parse(networkOf(found ? { ...parts, node: {} } : parts));
    const issues = new IssueList('network');
    // The schema wants at least one service of a node that lists any; none is tried here.
    checkTimes(found ? { ...network, nodes: [{ ...network.nodes[0], services: [] }] } : network, issues);
    expect(issues.isEmpty ? [] : issues.toError().issues.map(({ message }) => message)).toEqual(messages);
  });

  it('the zone of a postal area counts, where the caller says so', () => {
    const network = networkSchema.parse(networkOf({ service: { delivery: {} } }));
    const issues = new IssueList('network');
    checkTimes(network, issues, () => 'Europe/Berlin');
    expect(issues.isEmpty).toBe(true);
  });

  it.each<[string, object]>([
    ['30 February', { except: [{ date: '2026-02-30' }] }],
    ['a date that is none', { except: [{ date: '2026-13-01' }] }],
    ['closing before opening', { week: [{ open: '18:00', close: '08:00' }] }],
    ['closing when it opens', { week: [{ open: '08:00', close: '08:00' }] }],
    ['a night in one entry', { except: [{ date: '2026-02-01', hours: [{ open: '22:00', close: '06:00' }] }] }],
    ['25:00', { week: [{ open: '08:00', close: '25:00' }] }],
    ['24:30', { week: [{ open: '08:00', close: '24:30' }] }],
    ['a time without a zero', { week: [{ open: '8:00', close: '18:00' }] }],
    ['no days', { week: [{ days: [], ...WEEK[0] }] }],
    ['10,001 exceptions', { except: Array.from({ length: 10_001 }, () => ({ date: '2026-01-01' })) }],
  ])('refuses a calendar with %s', (_, calendar) => {
    expect(messagesOf({ calendars: [{ id: 'work', week: WEEK, ...calendar }] })).not.toEqual([]);
  });

  it('takes 10,000 exceptions, as fast as few', () => {
    const except = Array.from({ length: 10_000 }, (_, day) => ({
      date: new Date(Date.UTC(2020, 0, 1) + day * DAY).toISOString().slice(0, 10),
    }));
    const network = networkOf({
      node: { timeZone: 'UTC', calendar: 'work' },
      calendars: [{ id: 'work', week: WEEK, except }],
    });
    const begun = performance.now();
    const schedules = schedulesOf(network);
    expect(schedules.start(0, Date.UTC(2026, 0, 1))).toBe(Number.NaN);
    expect(schedules.start(0, Date.UTC(2047, 4, 19, 1))).toBe(Date.UTC(2047, 4, 19, 8));
    expect(performance.now() - begun).toBeLessThan(2000);
  });
});

function schedulesOf(network: NetworkInput): Schedules {
  return new Schedules(indexNetwork(networkSchema.parse(network)));
}

/** Days, or minutes as fractions of them; undefined: unknown. */
function transitOf(transit: object, node: object, destination: Destination, metres = -1): number | undefined {
  const schedules = schedulesOf(networkOf({ node, service: { transit } }));
  expect(schedules.isElapsed).toBe(true);
  const found = schedules.to(destination, -1, Int32Array.of(metres)).of(0, 0, 0).delivery / DAY;
  return Number.isNaN(found) ? undefined : found;
}

describe('the time on the way', () => {
  const zones = {
    from: ['east', 'US'],
    to: ['QC', 'CA', 'US'],
    days: [
      [1, 2, null],
      [4, 5, 6],
    ],
  };
  const bands = [
    { upToKm: 10, minutes: 90 },
    { upToKm: 100, days: 8 },
  ];
  const lanes = [
    { node: 'a', to: { postalPrefix: '10' }, days: 20 },
    { node: 'b', to: { country: 'CA' }, days: 21 },
    { to: { country: 'CA', region: 'AB' }, minutes: 720 },
    { node: 'a', to: { region: 'AB' }, days: 22 },
  ];

  it.each<[string, Destination, number, number | undefined]>([
    ['its own lane', { postalCode: '10115' }, -1, 20],
    ['the first lane that leads there, in minutes', { country: 'CA', region: 'AB' }, -1, 0.5],
    ['a later lane', { region: 'AB' }, -1, 22],
    ['the zone of the region', { country: 'CA', region: 'QC' }, -1, 1],
    ['the zone of the country', { country: 'CA', region: 'ON' }, 5000, 2],
    ['null of a zone, which no band makes known', { country: 'US' }, 5000, undefined],
    ['a band where no zone is listed', { country: 'DE' }, 10_000, 0.0625],
    ['the next band', { country: 'DE' }, 10_001, 8],
    ['no band that reaches so far', { country: 'DE' }, 100_001, undefined],
    ['no band for an unknown distance', {}, -1, undefined],
  ])('is that of %s', (_, destination, metres, days) => {
    const node = { id: 'a', region: 'east', country: 'US' };
    const network = networkOf({ node, service: { transit: { lanes, zones, bands } } });
    network.nodes.push({ id: 'b' });
    const schedules = schedulesOf(network);
    const found = schedules.to(destination, -1, Int32Array.of(metres, metres)).of(0, 0, 0).delivery / DAY;
    expect(Number.isNaN(found) ? undefined : found).toBe(days);
  });

  it('goes by the node’s country where its region is not listed, and by nothing where neither is', () => {
    expect(transitOf({ zones }, { region: 'west', country: 'US' }, { country: 'CA' })).toBe(5);
    expect(transitOf({ zones, bands: [{ days: 9 }] }, { country: 'PE' }, { country: 'CA' })).toBe(9);
    expect(transitOf({ zones }, {}, { country: 'CA' })).toBe(undefined);
    expect(transitOf({}, {}, {})).toBe(undefined);
  });

  it('names the fields of a destination that it reads', () => {
    const read = (service: object) => schedulesOf(networkOf({ node: { timeZone: 'UTC' }, service })).reads;
    expect(read({ transit: { lanes, bands } })).toEqual(['country', 'postalCode', 'region']);
    expect(read({ transit: { zones } })).toEqual(['country', 'region']);
    expect(read({ transit: { bands, count: 'calendar' } })).toEqual(['timeZone']);
    expect(read({ pickUps: [{}], transit: { bands } })).toEqual([]);
  });
});

describe('what every delivery is', () => {
  const isElapsed = (parts: Parts) =>
    schedulesOf(networkOf({ node: { timeZone: 'UTC' }, calendars: [{ id: 'work', week: WEEK }], ...parts })).isElapsed;

  it('a constant after the release, or not', () => {
    expect(isElapsed({ service: { transit: { bands: [{ days: 1 }] } } })).toBe(true);
    const others: Parts[] = [
      { node: { timeZone: 'UTC', calendar: 'work' } },
      { node: { timeZone: 'UTC', services: [{ id: 's', pickUps: [{}] }] } },
      ...[{ calendar: 'work' }, { pickUps: [{}] }, { delivery: {} }, { transit: { count: 'calendar' } }].map(
        (service) => ({ service }),
      ),
      ...['pickUp', 'transfer'].map((kind) => ({ service: { kind } })),
    ];
    expect(others.map(isElapsed)).toEqual(others.map(() => false));
  });

  it('dates rest only on zones that something reads', () => {
    const read = (service: object, timeZone: string) => {
      const schedules = schedulesOf(networkOf({ node: { timeZone: 'Asia/Tokyo' }, service }));
      return schedules.zonesRead([{ timeZone }], Date.parse('2026-03-01T00:00:00Z'));
    };
    expect(read({}, 'Asia/Seoul')).toBe(null);
    expect(read({ pickUps: [{}] }, 'Asia/Seoul')).toBe(read({ pickUps: [{}] }, 'Europe/Paris'));
    expect(read({ delivery: {} }, 'Asia/Seoul')).not.toBe(read({ delivery: {} }, 'Europe/Paris'));
  });
});
