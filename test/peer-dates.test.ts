/** Dates that open systems test themselves with: the same question asked of schedules here. `docs/peer-cases.md` says how. */
import { readFileSync } from 'node:fs';
import { planOrder } from 'order-sourcing';
import { describe, expect, it } from 'vitest';
import type { NetworkInput } from '../src/model/types';
import { Schedules } from '../src/promising/schedules';
import { networkSchema } from '../src/schema/network';
import { indexNetwork } from '../src/sourcing/network';

interface PeerDate {
  readonly id: string;
  readonly kind: 'ship-date' | 'next-business-day' | 'delivery-date';
  readonly input: {
    readonly now?: string;
    readonly cutoff?: string;
    readonly handlingDays?: number;
    readonly start?: string;
    readonly ship?: string;
    readonly transitBusinessDays?: number;
    readonly units?: number;
    readonly capacityUnitsPerDay?: number;
    readonly committed?: Readonly<Record<string, number>>;
  };
  readonly expected: string;
}

const cases: readonly PeerDate[] = JSON.parse(
  readFileSync(new URL('./fixtures/peer-date-cases.json', import.meta.url), 'utf8'),
);

/** Public holidays of the United States in 2020, from September on. */
const HOLIDAYS = ['2020-09-07', '2020-10-12', '2020-11-11', '2020-11-26', '2020-12-25'];
const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri'] as const;

/** The node works around the clock on business days, the carrier comes at the end of them and delivers on them. */
function networkOf({
  cutoff,
  transitBusinessDays,
  capacityUnitsPerDay,
  handlingDays,
}: PeerDate['input']): NetworkInput {
  const pickUp = { time: '23:59', ...(cutoff === undefined ? {} : { cutOff: cutoff }) };
  const capacity = capacityUnitsPerDay === undefined ? {} : { capacityPerDay: { units: capacityUnitsPerDay } };
  return {
    currency: 'USD',
    nodes: [
      { id: 'n', timeZone: 'UTC', calendar: 'business', processingMinutes: (handlingDays ?? 0) * 1440, ...capacity },
    ],
    services: [
      {
        id: 's',
        rateCard: 'c',
        calendar: 'business',
        pickUps: [pickUp],
        transit: { count: 'business', bands: [{ days: transitBusinessDays ?? 1 }] },
      },
    ],
    rateCards: [{ id: 'c', bands: [{ base: 0 }] }],
    calendars: [{ id: 'business', week: [{ days: [...DAYS] }], except: HOLIDAYS.map((date) => ({ date })) }],
  };
}

describe('dates of peers', () => {
  it('are eleven', () => {
    expect(cases).toHaveLength(11);
    expect(new Set(cases.map(({ id }) => id)).size).toBe(11);
  });

  it.each(cases.map((peer) => [peer.id, peer] as const))('%s', (_, { kind, input, expected }) => {
    const network = networkOf(input);
    const index = indexNetwork(networkSchema.parse(network));
    const release = Date.parse(`${input.now ?? `${input.ship ?? input.start}T00:00`}:00Z`);
    const minutes = index.nodes[0].processingMinutes;
    const schedules = new Schedules(index);
    const found = schedules.to({ timeZone: 'UTC' }, -1, new Int32Array(1)).of(0, release, minutes);
    // The next business day: when the node is first open after the day.
    const next = schedules.start(0, release + 86_400_000);
    const asked = { 'ship-date': found.handOver, 'delivery-date': found.delivery, 'next-business-day': next };
    expect(dateOf(asked[kind])).toBe(expected);
    if (input.committed !== undefined) expect(claimed(network, input)).toEqual([expected]);
  });
});

/** Days that a plan takes capacity of. */
function claimed(network: NetworkInput, { now, units, committed }: PeerDate['input']): string[] {
  const used = Object.entries(committed ?? {}).map(([day, count]) => ({
    node: 'n',
    day,
    orders: 1,
    shipments: 1,
    lines: 1,
    units: count,
  }));
  const plan = planOrder({
    order: { id: 'o', destination: { timeZone: 'UTC' }, lines: [{ id: 'l', sku: 'k', quantity: units ?? 1 }] },
    network,
    inventory: [{ node: 'n', sku: 'k', onHand: 1000 }],
    rules: {},
    snapshot: { used },
    asOf: `${now}:00Z`,
  });
  expect(plan.status).toBe('complete');
  return plan.claims.days.map(({ day }) => day);
}

function dateOf(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}
