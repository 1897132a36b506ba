// A checkout promises dates: cheapest and earliest by level of service, and collection at the nearest store. The chosen option is placed, and holds.
import { createRouter, orderWith, verifyPlan } from 'order-sourcing';

const workdays = ['mon', 'tue', 'wed', 'thu', 'fri'];
const network = {
  currency: 'EUR',
  calendars: [
    { id: 'warehouse', week: [{ days: workdays, open: '08:00', close: '18:00' }], except: [{ date: '2026-12-25' }] },
    { id: 'shop', week: [{ days: [...workdays, 'sat'], open: '10:00', close: '19:00' }] },
    { id: 'carrier', week: [{ days: [...workdays, 'sat'] }], except: [{ date: '2026-12-25' }, { date: '2026-12-26' }] },
  ],
  nodes: [
    {
      id: 'leipzig',
      location: { lat: 51.34, lng: 12.37 },
      timeZone: 'Europe/Berlin',
      calendar: 'warehouse',
      processingMinutes: 120,
      services: [{ id: 'parcel' }, { id: 'express' }],
    },
    {
      id: 'berlin',
      location: { lat: 52.5, lng: 13.33 },
      timeZone: 'Europe/Berlin',
      calendar: 'shop',
      processingMinutes: 60,
      services: [{ id: 'parcel' }, { id: 'counter' }],
    },
  ],
  services: [
    {
      id: 'parcel',
      level: 'standard',
      rateCard: 'parcel',
      calendar: 'carrier',
      pickUps: [{ days: workdays, time: '17:00', cutOff: '14:00' }],
      transit: { count: 'business', bands: [{ upToKm: 100, days: 1 }, { days: 2 }] },
    },
    {
      id: 'express',
      rateCard: 'express',
      calendar: 'carrier',
      pickUps: [{ days: workdays, time: '18:00', cutOff: '15:00' }],
      transit: { count: 'business', bands: [{ days: 1 }] },
      delivery: { windows: [{ to: '12:00' }] },
    },
    { id: 'counter', kind: 'pickUp' },
  ],
  rateCards: [
    { id: 'parcel', bands: [{ base: 490 }] },
    { id: 'express', bands: [{ base: 1490 }] },
  ],
};
const rules = { deliveryPrices: [{ price: 590 }, { level: 'express', price: 1290 }, { method: 'pickUp', price: 0 }] };
const inventory = [
  { node: 'leipzig', sku: 'boots', onHand: 0, inbound: [{ at: '2026-12-28T07:00:00Z', units: 40 }] },
  { node: 'berlin', sku: 'boots', onHand: 2 },
  { node: 'leipzig', sku: 'laces', onHand: 9 },
  { node: 'berlin', sku: 'laces', onHand: 3 },
];

const planner = createRouter({ network, rules }).withInventory(inventory);
const home = { location: { lat: 52.52, lng: 13.4 }, timeZone: 'Europe/Berlin' };
const cart = {
  id: 'cart-1',
  destination: home,
  lines: [
    { id: '1', sku: 'boots', quantity: 1 },
    { id: '2', sku: 'laces', quantity: 2 },
  ],
};
const asOf = '2026-12-23T12:30:00Z'; // half an hour before the parcel carrier's cut-off in Berlin

const [{ options }] = planner.promise(cart, { asOf, pickUp: { limit: 1 } }).groups;
for (const { level, pickUpNode, choice, delivery, price, shipments, validUntil } of options) {
  console.log(
    level ?? `collect in ${pickUpNode}`,
    choice,
    delivery,
    `${price} cents,`,
    `${shipments} shipment(s),`,
    'until',
    validUntil,
  );
}

const chosen = options.find(({ level, choice }) => level === 'standard' && choice === 'cheapest');
const order = orderWith(cart, chosen.fragment);
const plan = planner.plan(order, { asOf });
console.log(
  plan.promise,
  plan.shipments[0].delivery,
  verifyPlan(plan, { order, network, inventory, rules, asOf }).length,
);
