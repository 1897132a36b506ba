// One order, from input to a committed plan. Money is in cents, weight in grams, instants in UTC.
// Run it in a checkout with `node examples/quick-start.mjs`, after `npm run build`.
import { createRouter } from 'order-sourcing';

const network = {
  currency: 'USD',
  nodes: [
    { id: 'dc-memphis', kind: 'distributionCentre', location: { lat: 35.15, lng: -90.05 }, processingMinutes: 240 },
    {
      id: 'store-boston',
      kind: 'store',
      location: { lat: 42.36, lng: -71.06 },
      processingMinutes: 60,
      handling: { perShipment: 250, perUnit: 80 },
    },
  ],
  services: [{ id: 'ground', rateCard: 'ground', transit: { bands: [{ upToKm: 500, days: 1 }, { days: 3 }] } }],
  rateCards: [
    {
      id: 'ground',
      bands: [
        { upToKm: 500, base: 590, perKg: 40 },
        { base: 780, perKg: 85 },
      ],
    },
  ],
};

const rules = {
  id: 'web-shop',
  version: '2026-03',
  objective: 'fillFirst', // fill what can be filled, then at the least cost
  lateness: { perUnitDay: 150 },
};

// Compiled once; a planner holds stock and serves many orders.
const router = createRouter({ network, rules });
const planner = router.withInventory(
  [
    { node: 'dc-memphis', sku: 'kettle', onHand: 40 },
    { node: 'dc-memphis', sku: 'mug', onHand: 0 },
    { node: 'store-boston', sku: 'mug', onHand: 6, safetyStock: 2 },
    { node: 'store-boston', sku: 'kettle', onHand: 1, reserved: 1 },
  ],
  { id: 'stock', revision: 17 },
);

const order = {
  id: 'order-1',
  destination: { location: { lat: 40.71, lng: -74.01 }, country: 'US', region: 'NY' },
  needBy: '2026-03-05T23:00:00Z',
  lines: [
    { id: '1', sku: 'kettle', quantity: 1, weightGrams: 1400 },
    { id: '2', sku: 'mug', quantity: 4, weightGrams: 350 },
  ],
};

const plan = planner.plan(order, { asOf: '2026-03-01T12:00:00Z' });

for (const { node, service, lines, delivery, cost } of plan.shipments) {
  const carried = lines.map(({ quantity, sku }) => `${quantity} × ${sku}`).join(', ');
  console.log(`${node}: ${carried} by ${service}, arrives ${delivery}, costs ${cost.total} cents`);
}
console.log(`${plan.status}, ${plan.cost.total} cents in all, ${plan.proof.levels.map(({ status }) => status).join()}`);

// Takes the plan's units from stock. The same plan again changes nothing; one that no longer fits is a ConflictError.
planner.commit(plan);
console.log(
  'left in Boston:',
  planner.positions(['mug']).find(({ node }) => node === 'store-boston'),
);
