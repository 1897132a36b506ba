/** Local time against Temporal: every zone the engine knows, at each of its transitions and around. */
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { dayOfText, dayText, isTimeZone, TimeZone, TimeZones, timeZoneNames } from '../src/promising/timeZone';

const HOUR = 3_600_000;
const DAY = 86_400_000;
const FROM = Date.UTC(2024, 0, 1);
const TO = Date.UTC(2029, 0, 1);

/** Local time as a number, by Temporal. */
function localOf(zone: string, instant: number): number {
  const at = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
  return instant + at.offsetNanoseconds / 1e6;
}

/** Local time as a number → instant, by Temporal. */
function instantOf(zone: string, local: number): number {
  const plain = Temporal.Instant.fromEpochMilliseconds(local).toZonedDateTimeISO('UTC').toPlainDateTime();
  return plain.toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds;
}

function transitionsOf(zone: string): number[] {
  const found: number[] = [];
  let at = Temporal.Instant.fromEpochMilliseconds(FROM).toZonedDateTimeISO(zone);
  for (;;) {
    const next = at.getTimeZoneTransition('next');
    if (next === null || next.epochMilliseconds >= TO) return found;
    found.push(next.epochMilliseconds);
    at = next;
  }
}

/** ms before and after a transition, in local time or not. */
const AROUND = [-3 * HOUR, -HOUR, -HOUR / 2, -1, 0, 1, HOUR / 4, HOUR / 2, HOUR - 1, HOUR, 2 * HOUR];

describe('a time zone', () => {
  it('has the local time that Temporal has, for every zone, around its transitions, at midnight and at noon', () => {
    const wrong: string[] = [];
    let checked = 0;
    const compare = (zone: TimeZone, at: number, isLocal: boolean) => {
      checked += 1;
      const ours = isLocal ? zone.toInstant(at) : zone.toLocal(at);
      const theirs = isLocal ? instantOf(zone.name, at) : localOf(zone.name, at);
      if (ours !== theirs) wrong.push(`${zone.name} ${isLocal ? 'local ' : ''}${at}: ${ours}, not ${theirs}`);
    };
    let transitions = 0;
    for (const name of timeZoneNames()) {
      const zone = new TimeZone(name);
      const changes = transitionsOf(name);
      transitions += changes.length;
      expect(
        zone
          .transitions(FROM, TO)
          .map(({ at }) => at)
          .slice(1),
        name,
      ).toEqual(changes);
      for (const change of [FROM, ...changes]) {
        const midnight = Math.floor(localOf(name, change) / DAY) * DAY;
        for (const shift of AROUND) {
          compare(zone, change + shift, false);
          compare(zone, localOf(name, change - 1) + 1 + shift, true);
          compare(zone, localOf(name, change) + shift, true);
        }
        for (const shift of [0, 12 * HOUR, DAY, 36 * HOUR]) compare(zone, midnight + shift, true);
      }
    }
    expect(wrong).toEqual([]);
    expect(transitions).toBeGreaterThan(1000);
    expect(checked).toBeGreaterThan(50_000);
  });

  it.each([
    // The clock goes forward: 02:30 does not exist and is an hour later. It goes back: of 01:30 the first counts.
    ['America/New_York', '2026-03-08T02:30', '2026-03-08T07:30:00Z'],
    ['America/New_York', '2026-11-01T01:30', '2026-11-01T05:30:00Z'],
    ['America/New_York', '2026-11-01T02:00', '2026-11-01T07:00:00Z'],
    // Half an hour, three quarters, half-hour steps of the clock.
    ['Asia/Kolkata', '2026-05-01T00:00', '2026-04-30T18:30:00Z'],
    ['Asia/Kathmandu', '2026-05-01T00:00', '2026-04-30T18:15:00Z'],
    ['Australia/Lord_Howe', '2026-10-04T02:15', '2026-10-03T15:45:00Z'],
    // Midnights that do not exist, or come twice.
    ['Africa/Cairo', '2026-04-24T00:00', '2026-04-23T22:00:00Z'],
    ['America/Santiago', '2026-09-06T00:00', '2026-09-06T04:00:00Z'],
    ['America/Havana', '2026-11-01T00:00', '2026-11-01T04:00:00Z'],
    // Year ends at both ends of the world.
    ['Pacific/Kiritimati', '2027-01-01T00:00', '2026-12-31T10:00:00Z'],
    ['Pacific/Pago_Pago', '2026-12-31T23:59', '2027-01-01T10:59:00Z'],
    // A date that a country left out.
    ['Pacific/Apia', '2011-12-30T12:00', '2011-12-30T22:00:00Z'],
  ])('%s %s is %s', (name, local, instant) => {
    const found = new TimeZone(name).toInstant(Date.parse(`${local}:00Z`));
    expect(new Date(found).toISOString()).toBe(instant.replace('Z', '.000Z'));
    expect(instantOf(name, Date.parse(`${local}:00Z`))).toBe(found);
  });

  it('knows dates and when they begin, in years far off and jumping about', () => {
    const zone = new TimeZone('America/New_York');
    for (const text of [
      '0001-01-01',
      '1969-12-31',
      '1970-01-01',
      '2024-02-29',
      '2026-12-31',
      '2100-03-01',
      '9998-12-31',
    ]) {
      const day = dayOfText(text);
      expect(dayText(day)).toBe(text);
      for (const other of [day, day + 20_000, day - 40_000, day]) {
        if (other * DAY < -62_000_000_000_000) continue;
        expect(zone.midnight(other)).toBe(instantOf(zone.name, other * DAY));
        expect(zone.day(zone.midnight(other))).toBe(other);
        expect(zone.day(zone.midnight(other) - 1)).toBe(other - 1);
      }
    }
  });

  it('is nothing but a name that the engine knows', () => {
    expect(['Europe/Berlin', 'UTC', 'America/Argentina/Buenos_Aires'].map(isTimeZone)).toEqual([true, true, true]);
    const none = [
      '',
      'Europe/Berlln',
      '+01:00',
      '-05:00',
      'local',
      '__proto__',
      'Europe/Berlin\n',
      '🕛',
      'x'.repeat(200),
    ];
    expect(none.filter(isTimeZone)).toEqual([]);
    expect(() => new TimeZone('Nowhere')).toThrow(RangeError);
    expect(new TimeZones().has('Nowhere')).toBe(false);
  });
});

describe('the fingerprint of zones', () => {
  const asOf = Date.UTC(2026, 5, 1);

  it('is the same in any order, any number of times, any instant of the year', () => {
    const print = new TimeZones().fingerprint(['Europe/Berlin', 'America/New_York'], asOf);
    expect(print).toMatch(/^[0-9a-f]{16}$/);
    const zones = new TimeZones();
    zones.of('America/New_York').toInstant(Date.UTC(2031, 0, 1));
    for (const names of [
      ['America/New_York', 'Europe/Berlin'],
      ['Europe/Berlin', 'America/New_York', 'Europe/Berlin'],
    ]) {
      expect(zones.fingerprint(names, asOf)).toBe(print);
      expect(zones.fingerprint(new Set(names), Date.UTC(2026, 0, 1))).toBe(print);
      expect(zones.fingerprint(names, Date.UTC(2027, 0, 1) - 1)).toBe(print);
      expect(zones.fingerprint(names, Date.UTC(2027, 0, 1))).not.toBe(print);
    }
    expect(zones.fingerprint([], asOf)).toBe('');
  });

  it('tells zones apart', () => {
    const zones = new TimeZones();
    const names = timeZoneNames();
    const prints = names.map((name) => zones.fingerprint([name], asOf));
    expect(new Set(prints).size).toBe(names.length);
    expect(zones.fingerprint(['Europe/Berlin', 'Europe/Paris'], asOf)).not.toBe(prints[names.indexOf('Europe/Berlin')]);
  });
});
