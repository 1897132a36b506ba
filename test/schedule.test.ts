/** From release to delivery and back: against a naive computation, laws, and the cases of peers. */
import { describe, expect, it } from 'vitest';
import type { NetworkInput } from '../src/model/types';
import type { DestinationSchedules } from '../src/promising/destinationSchedules';
import type { Schedule } from '../src/promising/schedule';
import { Schedules } from '../src/promising/schedules';
import { networkSchema } from '../src/schema/network';
import { indexNetwork } from '../src/sourcing/network';
import { type NaiveAnswer, NaiveTimes } from './oracle/naive-times';
import { makeSetting, type Setting } from './random-times';
import { Draw, seededDice } from './world-draw';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function schedulesOf(network: NetworkInput): Schedules {
  return new Schedules(indexNetwork(networkSchema.parse(network)));
}

/** Of node `a` and service `s`, which is source 0. */
function waysOf({ network, given }: Setting): DestinationSchedules {
  const { kind } = given.service;
  const pickUpNode = kind === 'carrier' ? -1 : kind === 'pickUp' ? 0 : 1;
  const destination = given.zone === undefined ? {} : { timeZone: given.zone };
  return schedulesOf(network).to(destination, pickUpNode, new Int32Array(2));
}

function instants({ start, ready, handOver, delivery }: Schedule | NaiveAnswer): NaiveAnswer {
  return { start, ready, handOver, delivery };
}

/** What `lastRelease` keeps. */
function reached(answer: NaiveAnswer, hasPickUps: boolean): number {
  return hasPickUps || Number.isNaN(answer.delivery) ? answer.handOver : answer.delivery;
}

interface Counts {
  cases: number;
  closed: number;
  unknown: number;
  waits: number;
  later: number;
  atEdge: number;
  transfers: number;
}

/** Every trial against the naive computation: the instants, and that the last release is the last. */
function compare(seeds: number, trials: number, rare: number): Counts {
  const counts = { cases: 0, closed: 0, unknown: 0, waits: 0, later: 0, atEdge: 0, transfers: 0 };
  for (let seed = 1; seed <= seeds; seed += 1) {
    const draw = new Draw(seededDice(seed));
    const setting = makeSetting(draw, rare);
    const { given, processingMinutes: minutes, around } = setting;
    const naive = new NaiveTimes(given);
    const ways = waysOf(setting);
    const hasPickUps = given.service.kind !== 'pickUp' && given.service.pickUps !== undefined;
    const edges = naive.edges(around);
    for (let trial = 0; trial < trials; trial += 1) {
      const release = makeRelease(draw, around, edges);
      const ours = ways.of(0, release, minutes);
      const theirs = naive.answer(release, minutes);
      const shown = `seed ${seed}, release ${new Date(release).toISOString()}`;
      expect(instants(ours), shown).toEqual(theirs);
      counts.cases += 1;
      if (Number.isNaN(ours.start)) {
        counts.closed += 1;
        continue;
      }
      const { lastRelease } = ours;
      expect(lastRelease, shown).toBeGreaterThanOrEqual(release);
      const before = reached(theirs, hasPickUps);
      expect(reached(naive.answer(lastRelease, minutes), hasPickUps), `${shown}, last release`).toBe(before);
      const after = reached(naive.answer(lastRelease + 1, minutes), hasPickUps);
      expect(after, `${shown}, a millisecond after the last release`).not.toBe(before);
      if (Number.isNaN(ours.delivery)) counts.unknown += 1;
      if (ours.start > release) counts.waits += 1;
      if (lastRelease > release) counts.later += 1;
      if (edges.includes(lastRelease)) counts.atEdge += 1;
      if (given.store !== undefined) counts.transfers += 1;
    }
  }
  return counts;
}

describe('a schedule, against a naive computation', () => {
  it('has its instants, and its last release, in 10,800 random cases', () => {
    const counts = compare(300, 36, 0);
    expect(counts.cases).toBe(10_800);
    expect(counts.unknown).toBeLessThan(1500);
    expect(counts.waits).toBeGreaterThan(3000);
    expect(counts.later).toBeGreaterThan(6000);
    expect(counts.atEdge).toBeGreaterThan(500);
    expect(counts.transfers).toBeGreaterThan(1000);
  });

  it('is closed where nothing comes within 400 days', () => {
    const counts = compare(60, 4, 60);
    expect(counts.closed).toBeGreaterThan(60);
    expect(counts.cases - counts.closed).toBeGreaterThan(60);
    expect(counts.unknown).toBeGreaterThan(10);
  });
});

describe('all sources at once', () => {
  it('have the deliveries that each has, which stay the same until they say', () => {
    let changed = 0;
    let closed = 0;
    let trials = 0;
    for (let seed = 1; seed <= 60; seed += 1) {
      const draw = new Draw(seededDice(seed));
      const { network, around } = mergeSettings(Array.from({ length: 5 }, () => makeSetting(draw, draw.pick([0, 10]))));
      const schedules = schedulesOf(network);
      const pickUpNode = draw.chance(50) ? -1 : draw.int(0, network.nodes.length - 1);
      const ways = schedules.to({ timeZone: 'Europe/Berlin' }, pickUpNode, new Int32Array(network.nodes.length));
      for (let trial = 0; trial < 10; trial += 1) {
        const minutes = network.nodes.map(() => draw.pick([0, 30, 30, 600]));
        const release = around + draw.int(-4 * DAY, 10 * DAY);
        const column = ways.deliveries(release, minutes);
        const expected = Array.from({ length: 25 }, (_, source) =>
          ways.serves(source) ? ways.of(source, release, minutes[Math.floor(source / 5)]) : undefined,
        );
        expect([...column.delivery]).toEqual(expected.map((each) => each?.delivery ?? Number.NaN));
        expect([...(column.closed ?? new Uint8Array(25))]).toEqual(
          expected.map((each) => (each !== undefined && Number.isNaN(each.start) ? 1 : 0)),
        );
        trials += 1;
        if (column.closed !== null) closed += 1;
        expect(column.until).toBeGreaterThanOrEqual(release);
        const later = Number.isFinite(column.until) ? column.until : release + 1000 * DAY;
        for (const at of [later, release + Math.floor((later - release) / 2)]) {
          const again = ways.deliveries(at, minutes);
          expect([again.delivery, again.closed]).toEqual([column.delivery, column.closed]);
        }
        if (!Number.isFinite(column.until)) continue;
        if (!same(ways.deliveries(column.until + 1, minutes).delivery, column.delivery)) changed += 1;
      }
    }
    expect(trials).toBe(600);
    expect(closed).toBeGreaterThan(20);
    expect(changed).toBeGreaterThan(350);
  });
});

function same(a: Float64Array, b: Float64Array): boolean {
  return a.every((each, place) => Object.is(each, b[place]));
}

/** Five nodes, each handing to the five services of as many settings. */
function mergeSettings(settings: readonly Setting[]): { network: NetworkInput; around: number } {
  const calendars = settings.flatMap(({ network }, place) =>
    (network.calendars ?? []).map((calendar) => ({ ...calendar, id: calendar.id + place })),
  );
  const renamed = (calendar: string | undefined, place: number) =>
    calendar === undefined ? {} : { calendar: calendar + place };
  const services = settings.map(
    (
      {
        network: {
          services: [service],
        },
      },
      place,
    ) => ({
      ...service,
      id: `s${place}`,
      ...renamed(service.calendar, place),
      ...(service.delivery && { delivery: { ...service.delivery, ...renamed(service.delivery.calendar, place) } }),
    }),
  );
  const nodes = settings.map(
    (
      {
        network: {
          nodes: [node],
        },
      },
      place,
    ) => ({
      id: `n${place}`,
      timeZone: node.timeZone as string,
      ...renamed(node.calendar, place),
      processingMinutes: place * 20,
      services: services.map(({ id }) => ({ ...(id === `s${place}` ? node.services?.[0] : {}), id })),
    }),
  );
  return { network: { ...settings[0].network, nodes, services, calendars }, around: settings[0].around };
}

/** Never is later than any time. */
function expectNoLater(a: Schedule, b: Schedule, shown: string): void {
  for (const stage of ['start', 'ready', 'handOver', 'delivery'] as const) {
    expect(Number.isNaN(b[stage]) || a[stage] <= b[stage], `${stage} of ${shown}`).toBe(true);
  }
}

type Change = (network: NetworkInput) => Partial<NetworkInput>;

/** Many settings with and without the change, which must not make anything later. @returns how often the hand-over is earlier by it */
function compareChanged(change: Change): number {
  let earlier = 0;
  for (let seed = 1000; seed < 1150; seed += 1) {
    const draw = new Draw(seededDice(seed));
    const setting = makeSetting(draw);
    const { network, processingMinutes: minutes, around } = setting;
    const now = waysOf(setting);
    const better = waysOf({ ...setting, network: { ...network, ...change(network) } });
    for (let trial = 0; trial < 12; trial += 1) {
      const release = makeRelease(draw, around, []);
      const [a, b] = [better.of(0, release, minutes), now.of(0, release, minutes)];
      expectNoLater(a, b, `seed ${seed}, ${new Date(release).toISOString()}`);
      if (a.delivery < b.delivery) earlier += 1;
    }
  }
  return earlier;
}

describe('the laws of schedules', () => {
  it('a later release, or more work, is never earlier anywhere', () => {
    for (let seed = 1000; seed < 1150; seed += 1) {
      const draw = new Draw(seededDice(seed));
      const setting = makeSetting(draw);
      const ways = waysOf(setting);
      const minutes = setting.processingMinutes;
      for (let trial = 0; trial < 12; trial += 1) {
        const release = makeRelease(draw, setting.around, []);
        const later = release + draw.pick([1, MINUTE, HOUR, DAY, draw.int(1, 5 * DAY)]);
        const now = ways.of(0, release, minutes);
        expectNoLater(now, ways.of(0, later, minutes), `seed ${seed}, ${release}, not ${later}`);
        expectNoLater(now, ways.of(0, release, minutes + draw.int(1, 600)), `seed ${seed}, ${release}, more work`);
      }
    }
  });

  it('longer hours, of node and store, are never later', () => {
    const longer = { open: '05:15', close: '22:45' };
    const earlier = compareChanged(({ calendars }) => ({
      calendars: (calendars ?? []).map(({ id, week, except }) => ({
        id,
        week: [...week, longer],
        except: (except ?? []).map(({ date, hours }) => ({ date, hours: [...(hours ?? []), longer] })),
      })),
    }));
    expect(earlier).toBeGreaterThan(300);
  });

  it('later cut-offs are never later', () => {
    const later = <T extends { pickUps?: PickUpInput[] | undefined }>(thing: T): T => ({
      ...thing,
      ...(thing.pickUps && { pickUps: thing.pickUps.map((pickUp) => ({ ...pickUp, cutOffDaysBefore: 0 })) }),
    });
    const earlier = compareChanged(({ nodes, services }) => ({
      nodes: nodes.map((node) => ({ ...node, ...(node.services && { services: node.services.map(later) }) })),
      services: services.map(later),
    }));
    expect(earlier).toBeGreaterThan(20);
  });

  it('a faster transit is never later', () => {
    const earlier = compareChanged(({ services: [service] }) => {
      const { days, minutes } = service.transit?.bands?.[0] ?? {};
      const faster = days ? { days: days - 1 } : minutes ? { minutes: minutes - 1 } : undefined;
      return faster ? { services: [{ ...service, transit: { ...service.transit, bands: [faster] } }] } : {};
    });
    expect(earlier).toBeGreaterThan(300);
  });

  it('what was asked before changes no answer', () => {
    const far = [-300, 0, 250, 0, 999, 5000, 0].map((years) => Date.UTC(2026, 2, 2, 15) + years * 365 * DAY);
    for (let seed = 1; seed <= 10; seed += 1) {
      const setting = makeSetting(new Draw(seededDice(seed)));
      const asked = waysOf(setting);
      for (const release of far) expect(asked.of(0, release, 90)).toEqual(waysOf(setting).of(0, release, 90));
    }
  });
});

type PickUpInput = NonNullable<NetworkInput['services'][number]['pickUps']>[number];

/** One node in New York, open 8 to 18 on weekdays, and a carrier that comes at 17:00 for what was released by noon. */
function plain(node: object = {}, service: object = {}, rest: Partial<NetworkInput> = {}): NetworkInput {
  return {
    currency: 'USD',
    nodes: [{ id: 'a', timeZone: 'America/New_York', calendar: 'work', services: [{ id: 's' }], ...node }],
    services: [{ id: 's', rateCard: 'c', pickUps: [{ time: '17:00', cutOff: '12:00' }], ...service }],
    rateCards: [{ id: 'c', bands: [{ base: 1 }] }],
    calendars: [{ id: 'work', week: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], open: '08:00', close: '18:00' }] }],
    ...rest,
  };
}

const NEW_YORK = { timeZone: 'America/New_York' };

/** Instants as New York's clocks show them; a * where it is another zone's. */
function story(network: NetworkInput, release: string, minutes: number, destination: object = NEW_YORK): string[] {
  const schedules = schedulesOf(network);
  const found = schedules.to(destination, -1, new Int32Array(1)).of(0, Date.parse(release), minutes);
  return [found.start, found.ready, found.handOver, found.delivery, found.lastRelease].map((instant) =>
    Number.isNaN(instant) ? 'never' : new Date(instant).toISOString().replace('.000Z', 'Z'),
  );
}

/** One node without a calendar of its own, and a carrier or a delivery that is there on these dates alone. */
function onDates(dates: readonly string[], service: object): NetworkInput {
  const calendars = [{ id: 'work', week: [], except: dates.map((date) => ({ date, hours: [{}] })) }];
  return plain(
    { calendar: undefined },
    { pickUps: undefined, transit: { bands: [{ days: 1 }] }, ...service },
    { calendars },
  );
}

describe('the horizon', () => {
  const release = Date.parse('2026-03-02T15:00:00Z');
  const asked = (network: NetworkInput, at = release) =>
    schedulesOf(network).to(NEW_YORK, -1, new Int32Array(1)).deliveries(at, [0]);

  it('is 400 days from the release for what must come to the node', () => {
    // 400 days after 2 March 2026 is 6 April 2027; summer time has begun, so 15:00Z is 11:00 there.
    const carrier = (date: string, time: string) => onDates([date], { calendar: 'work', pickUps: [{ time }] });
    expect(story(carrier('2027-04-06', '11:00'), '2026-03-02T15:00:00Z', 0)[2]).toBe('2027-04-06T15:00:00Z');
    expect(story(carrier('2027-04-06', '11:01'), '2026-03-02T15:00:00Z', 0)[2]).toBe('never');
    expect(story(onDates(['2027-04-06'], { calendar: 'work' }), '2026-03-02T15:00:00Z', 0)[2]).toBe(
      '2027-04-06T04:00:00Z',
    );
    expect(story(onDates(['2027-04-07'], { calendar: 'work' }), '2026-03-02T15:00:00Z', 0)[0]).toBe('never');
  });

  it('is 400 dates for the next date of a transit, and for a window', () => {
    const window = (date: string) =>
      onDates([date], { delivery: { calendar: 'work' }, transit: { bands: [{ days: 0 }] } });
    expect(story(window('2027-04-06'), '2026-03-02T15:00:00Z', 0)[3]).toBe('2027-04-07T00:00:00Z');
    expect(story(window('2027-04-07'), '2026-03-02T15:00:00Z', 0)[3]).toBe('never');
    const business = (date: string) =>
      onDates(['2026-03-02', date], { calendar: 'work', transit: { count: 'business', bands: [{ days: 1 }] } });
    expect(story(business('2027-04-06'), '2026-03-02T15:00:00Z', 0)[3]).toBe('2027-04-07T00:00:00Z');
    expect(story(business('2027-04-07'), '2026-03-02T15:00:00Z', 0).slice(2, 4)).toEqual([
      '2026-03-02T15:00:00Z',
      'never',
    ]);
  });

  it('of a window, and of a store, is far from the last day of the carrier', () => {
    // The carrier comes on 2 March 2026 and never again; the window is 400 dates later, the store opens 400 days after that.
    const calendars = [
      { id: 'once', week: [], except: [{ date: '2026-03-02', hours: [{}] }] },
      { id: 'window', week: [], except: [{ date: '2027-04-07', hours: [{}] }] },
      { id: 'store', week: [], except: [{ date: '2028-05-10', hours: [{}] }] },
    ];
    for (const count of ['elapsed', 'business'] as const) {
      const transit = { count, bands: [{ days: 0 }] };
      const network = plain(
        { calendar: undefined },
        { kind: 'transfer', pickUps: undefined, calendar: 'once', delivery: { calendar: 'window' }, transit },
        { calendars },
      );
      network.nodes.push({ id: 'shop', timeZone: 'Pacific/Kiritimati', calendar: 'store', services: [{ id: 's' }] });
      const ways = schedulesOf(network).to({ timeZone: 'Pacific/Kiritimati' }, 1, new Int32Array(2));
      // 22:00Z is the next date on Kiritimati, from which elapsed time counts.
      const found = ways.of(0, Date.parse('2026-03-02T22:00:00Z'), 0);
      const isReached = count === 'elapsed';
      expect(found.delivery).toBe(isReached ? Date.parse('2028-05-09T10:00:00Z') : Number.NaN);
      // Until the carrier's day is over, five hours behind.
      expect(new Date(found.lastRelease).toISOString()).toBe(
        isReached ? '2026-03-03T04:59:59.999Z' : '2026-03-02T22:00:00.000Z',
      );
    }
  });

  it('moves: what is closed today is asked again tomorrow, unless nothing comes any more', () => {
    const far = onDates(['2027-04-07'], { calendar: 'work' });
    expect(asked(far)).toEqual({ delivery: Float64Array.of(Number.NaN), closed: Uint8Array.of(1), until: release });
    expect(asked(far, release + DAY).closed).toBe(null);
    expect(asked(onDates(['2026-02-20'], { calendar: 'work' })).until).toBe(Number.POSITIVE_INFINITY);
    const shut = plain({}, {}, { calendars: [{ id: 'work', week: [] }] });
    expect(asked(shut)).toEqual({
      delivery: Float64Array.of(Number.NaN),
      closed: Uint8Array.of(1),
      until: Number.POSITIVE_INFINITY,
    });
  });

  it('an unknown transit is unknown for ever, but whether it is closed may change', () => {
    const none = { transit: undefined };
    expect(asked(plain({ calendar: undefined }, { ...none, pickUps: undefined })).until).toBe(Number.POSITIVE_INFINITY);
    const once = asked(onDates(['2026-03-02'], { ...none, calendar: 'work', pickUps: [{ time: '17:00' }] }));
    expect(once).toEqual({
      delivery: Float64Array.of(Number.NaN),
      closed: null,
      until: Date.parse('2026-03-02T22:00:00Z'),
    });
  });
});

describe('stories of a day', () => {
  // 2 March 2026 is a Monday; New York is five hours behind.
  it('a release in the morning is collected at five, until the cut-off, and after it a day later', () => {
    const [five, nextFive] = ['2026-03-02T22:00:00Z', '2026-03-03T22:00:00Z'];
    const network = plain({}, { transit: { bands: [{ minutes: 90 }] } });
    expect(story(network, '2026-03-02T14:00:00Z', 60)).toEqual([
      '2026-03-02T14:00:00Z',
      '2026-03-02T15:00:00Z',
      five,
      '2026-03-02T23:30:00Z',
      '2026-03-02T17:00:00Z',
    ]);
    expect(story(network, '2026-03-02T17:00:00Z', 60)[2]).toBe(five);
    expect(story(network, '2026-03-02T17:00:00.001Z', 60)[2]).toBe(nextFive);
    expect(story(network, '2026-03-02T14:00:00Z', 600)[2]).toBe(nextFive);
  });

  it('before the cut-off it may be the work that decides, to the millisecond', () => {
    const network = plain({}, { pickUps: [{ time: '17:00' }] });
    const until = '2026-03-02T20:30:00Z';
    expect(story(network, '2026-03-02T14:00:00Z', 90)[4]).toBe(until);
    expect(story(network, until, 90)[2]).toBe('2026-03-02T22:00:00Z');
    expect(story(network, '2026-03-02T20:30:00.001Z', 90)[2]).toBe('2026-03-03T22:00:00Z');
    // Work of nine hours must begin at eight; what came since Friday's last minute of work does.
    expect(story(network, '2026-02-28T14:00:00Z', 540)).toEqual([
      '2026-03-02T13:00:00Z',
      '2026-03-02T22:00:00Z',
      '2026-03-02T22:00:00Z',
      'never',
      '2026-03-02T13:00:00Z',
    ]);
    // Without work the node must be open at the hand-over, or at the last moment before.
    const late = plain({}, { pickUps: [{ time: '19:00' }] });
    expect(story(late, '2026-03-02T14:00:00Z', 0)[4]).toBe('2026-03-02T22:59:59.999Z');
  });

  it('hours on the days when clocks change', () => {
    const night = (open: string, close: string): NetworkInput =>
      plain(
        {},
        { pickUps: undefined, transit: { bands: [{ minutes: 0 }] } },
        { calendars: [{ id: 'work', week: [{ open, close }] }] },
      );
    // 8 March: 02:00 is 03:00. Hours from 01:30 to 03:30 are one hour; from 02:15 to 02:45 they are from 03:15 to 03:45; to 03:00, none.
    expect(story(night('01:30', '03:30'), '2026-03-08T05:00:00Z', 60).slice(0, 2)).toEqual([
      '2026-03-08T06:30:00Z',
      '2026-03-08T07:30:00Z',
    ]);
    expect(story(night('02:15', '02:45'), '2026-03-08T05:00:00Z', 30).slice(0, 2)).toEqual([
      '2026-03-08T07:15:00Z',
      '2026-03-08T07:45:00Z',
    ]);
    expect(story(night('02:15', '03:00'), '2026-03-08T05:00:00Z', 30).slice(0, 2)).toEqual([
      '2026-03-09T06:15:00Z',
      '2026-03-09T06:45:00Z',
    ]);
    // From 02:00 to 02:58 are from 03:00 to 03:58, and those from 03:10 to 03:20 within them.
    const nested = plain(
      {},
      {},
      {
        calendars: [
          {
            id: 'work',
            week: [
              { open: '02:00', close: '02:58' },
              { open: '03:10', close: '03:20' },
            ],
          },
        ],
      },
    );
    expect(story(nested, '2026-03-08T05:00:00Z', 58)[1]).toBe('2026-03-08T07:58:00Z');
    // 1 November: 01:00 to 02:00 comes twice, so these hours are three.
    expect(story(night('00:30', '02:30'), '2026-11-01T04:00:00Z', 180).slice(0, 2)).toEqual([
      '2026-11-01T04:30:00Z',
      '2026-11-01T07:30:00Z',
    ]);
  });

  it('a carrier without pick-ups takes nothing on its days off', () => {
    const calendars = [{ id: 'carrier', week: [{ days: ['mon' as const, 'wed' as const] }] }];
    const network = plain(
      { calendar: undefined },
      { pickUps: undefined, calendar: 'carrier', transit: { count: 'business', bands: [{ days: 1 }] } },
      { calendars },
    );
    // Tuesday waits for Wednesday's midnight; the next day of the carrier is Monday, until 20:00 (then it is summer time).
    expect(story(network, '2026-03-03T20:00:00Z', 60).slice(1)).toEqual([
      '2026-03-03T21:00:00Z',
      '2026-03-04T05:00:00Z',
      '2026-03-10T00:00:00Z',
      '2026-03-05T03:59:59.999Z',
    ]);
  });

  it('windows are the destination’s: date, zone, and not before the hand-over', () => {
    const windows = [
      { days: ['tue' as const, 'fri' as const], to: '10:00' },
      { days: ['sat' as const], to: '24:00' },
    ];
    const delivery = (transit: object) => plain({}, { delivery: { windows }, transit });
    const tokyo = { timeZone: 'Asia/Tokyo' };
    // Handed over Monday 22:00Z, which is Tuesday 07:00 in Tokyo. By the node's date a day on is Tuesday; elapsed it is Wednesday.
    expect(story(delivery({ count: 'calendar', bands: [{ days: 1 }] }), '2026-03-02T14:00:00Z', 0, tokyo)[3]).toBe(
      '2026-03-03T01:00:00Z',
    );
    expect(story(delivery({ bands: [{ days: 1 }] }), '2026-03-02T14:00:00Z', 0, tokyo)[3]).toBe('2026-03-06T01:00:00Z');
    expect(story(delivery({ bands: [{ minutes: 180 }] }), '2026-03-02T14:00:00Z', 0, tokyo)[3]).toBe(
      '2026-03-03T01:00:00Z',
    );
    expect(story(delivery({ bands: [{ minutes: 181 }] }), '2026-03-02T14:00:00Z', 0, tokyo)[3]).toBe(
      '2026-03-06T01:00:00Z',
    );
    // Zero days from the node's Monday: the window of Tuesday; nothing without a zone.
    expect(story(delivery({ count: 'business', bands: [{ days: 0 }] }), '2026-03-02T14:00:00Z', 0, tokyo)[3]).toBe(
      '2026-03-03T01:00:00Z',
    );
    expect(story(delivery({ count: 'business', bands: [{ days: 0 }] }), '2026-03-02T14:00:00Z', 0, {})[3]).toBe(
      'never',
    );
    // A day that ends at 24:00 ends with the next day's midnight.
    expect(story(delivery({ bands: [{ days: 4 }] }), '2026-03-02T14:00:00Z', 0, tokyo)[3]).toBe('2026-03-07T15:00:00Z');
  });

  it('a transfer is ready when the store has worked on it; a pick-up when the node has', () => {
    const network = plain({}, { kind: 'transfer', transit: { bands: [{ days: 1 }] } });
    network.nodes.push({
      id: 'shop',
      timeZone: 'America/Chicago',
      calendar: 'work',
      processingMinutes: 60,
      services: [{ id: 'counter' }, { id: 's' }],
    });
    network.services.push({ id: 'counter', kind: 'pickUp' });
    const schedules = schedulesOf(network);
    const ways = schedules.to({ timeZone: 'America/Chicago' }, 1, new Int32Array(2));
    const release = Date.parse('2026-03-02T14:00:00Z');
    const show = (source: number) => new Date(ways.of(source, release, 60).delivery).toISOString();
    // Sources: a by s; the shop by counter and, which is no way to itself, by s.
    expect([0, 1, 2].map((source) => ways.serves(source))).toEqual([true, true, false]);
    expect(show(0)).toBe('2026-03-03T23:00:00.000Z');
    expect(show(1)).toBe('2026-03-02T15:00:00.000Z');
    const shipped = schedules.to(NEW_YORK, -1, new Int32Array(2));
    expect([0, 1, 2].map((source) => shipped.serves(source))).toEqual([false, false, false]);
    expect([...shipped.deliveries(release, [0, 0]).delivery]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  });
});

/** At any ms of a fortnight, on a minute, or at an edge and a ms before and after. */
function makeRelease(draw: Draw, around: number, edges: readonly number[]): number {
  const any = around + draw.int(-4 * DAY, 10 * DAY);
  if (edges.length > 0 && draw.chance(40)) return draw.pick(edges) + draw.pick([-1, 0, 0, 1, -HOUR, HOUR]);
  return draw.chance(50) ? any : Math.floor(any / (30 * MINUTE)) * 30 * MINUTE + draw.pick([-1, 0, 1]);
}
