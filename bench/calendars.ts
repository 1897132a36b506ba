/**
 * What makes a generated network dated: hours of centres and stores, a carrier that rests on Sundays and on two dates, pick-ups with
 * cut-offs, deliveries by business days in windows, levels of service, and goods that are collected at a store or brought to one.
 */
import type { NetworkInput } from 'order-sourcing';
import { makeTransferCard } from './prices';
import { randomFor } from './random';

type Node = NetworkInput['nodes'][number];
type Service = NetworkInput['services'][number];
type PickUp = NonNullable<Service['pickUps']>[number];

const WORKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri'] as const;
const CARRIER_DAYS = [...WORKDAYS, 'sat'] as const;
/** Days in the fortnight after the orders come in on which the carrier rests. */
const CLOSED_DATES = ['2026-03-05', '2026-03-13'];

const CALENDARS: NonNullable<NetworkInput['calendars']> = [
  {
    id: 'centre',
    week: [
      { days: [...WORKDAYS], open: '05:00', close: '23:00' },
      { days: ['sat', 'sun'], open: '07:00', close: '19:00' },
    ],
  },
  {
    id: 'store',
    week: [
      { days: [...CARRIER_DAYS], open: '09:00', close: '20:00' },
      { days: ['sun'], open: '11:00', close: '17:00' },
    ],
  },
  { id: 'carrier', week: [{ days: [...CARRIER_DAYS] }], except: CLOSED_DATES.map((date) => ({ date })) },
];

/** By service of `prices.ts`: what a customer chooses, when the carrier comes, and until when it delivers. */
const DATED: Readonly<Record<string, Pick<Service, 'level' | 'pickUps' | 'delivery'>>> = {
  ground: {
    level: 'standard',
    pickUps: [{ days: [...CARRIER_DAYS], time: '17:00', cutOff: '14:00' }],
    delivery: { windows: [{ days: [...WORKDAYS], to: '20:00' }] },
  },
  'two-day': {
    level: 'second-day',
    pickUps: [{ days: [...CARRIER_DAYS], time: '18:00', cutOff: '16:00' }],
    delivery: { windows: [{ days: [...CARRIER_DAYS], to: '17:00' }] },
  },
  express: {
    level: 'next-day',
    pickUps: [{ days: [...CARRIER_DAYS], time: '19:30', cutOff: '17:30' }],
    delivery: { windows: [{ days: [...CARRIER_DAYS], to: '12:00' }] },
  },
};

/** Centres are collected from twice a day, some of them late. */
const CENTRE_PICK_UPS: readonly (readonly PickUp[])[] = [
  [
    { days: [...CARRIER_DAYS], time: '11:00', cutOff: '18:00', cutOffDaysBefore: 1 },
    { days: [...CARRIER_DAYS], time: '20:00', cutOff: '17:00' },
  ],
  [
    { days: [...CARRIER_DAYS], time: '12:30', cutOff: '09:00' },
    { days: [...CARRIER_DAYS], time: '22:00', cutOff: '19:00' },
  ],
];

export const COLLECT = 'collect';
const TO_STORE = 'to-store';

/** The same nodes, services and cards with dates; a stream of chance of its own leaves every other draw alone. */
export function withCalendars(network: NetworkInput, seed: number): NetworkInput {
  const random = randomFor(seed, 'calendars');
  const transferCard = makeTransferCard();
  return {
    ...network,
    calendars: CALENDARS,
    nodes: network.nodes.map((node) => datedNode(node, CENTRE_PICK_UPS[random.int(0, CENTRE_PICK_UPS.length - 1)])),
    services: [...network.services.map(datedService), ...collection(transferCard.id)],
    rateCards: [...network.rateCards, transferCard],
  };
}

function datedNode(node: Node, pickUps: readonly PickUp[]): Node {
  const isCentre = node.kind === 'distributionCentre';
  const services = (node.services ?? []).map((service) => (isCentre ? { ...service, pickUps: [...pickUps] } : service));
  return {
    ...node,
    calendar: isCentre ? 'centre' : 'store',
    services: [...services, { id: isCentre ? TO_STORE : COLLECT }],
  };
}

function datedService(service: Service): Service {
  const { transit } = service;
  return {
    ...service,
    ...DATED[service.id],
    calendar: 'carrier',
    ...(transit === undefined ? {} : { transit: { ...transit, count: 'business' as const } }),
  };
}

/** At the counter of every store, from its own stock or brought there from a centre. */
function collection(rateCard: string): Service[] {
  return [
    { id: COLLECT, kind: 'pickUp' },
    {
      id: TO_STORE,
      kind: 'transfer',
      calendar: 'carrier',
      rateCard,
      pickUps: [{ days: [...WORKDAYS], time: '06:00' }],
      transit: { count: 'business', bands: [{ upToKm: 800, days: 1 }, { upToKm: 2000, days: 2 }, { days: 4 }] },
    },
  ];
}
