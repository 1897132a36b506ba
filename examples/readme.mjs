// The README's first example, word for word: `test-dist/examples.test.mjs` compares the two.
import { createRouter } from 'order-sourcing';

const router = createRouter({
  network: {
    currency: 'USD',
    nodes: [
      { id: 'dc-memphis', location: { lat: 35.15, lng: -90.05 } },
      { id: 'store-boston', location: { lat: 42.36, lng: -71.06 }, handling: { perShipment: 250 } },
    ],
    services: [{ id: 'ground', rateCard: 'ground' }],
    rateCards: [
      {
        id: 'ground',
        bands: [
          { upToKm: 500, base: 590, perKg: 40 },
          { base: 780, perKg: 85 },
        ],
      },
    ],
  },
  rules: { version: '2026-03', objective: 'fillFirst' },
});
const planner = router.withInventory(
  [
    { node: 'dc-memphis', sku: 'kettle', onHand: 40 },
    { node: 'store-boston', sku: 'mug', onHand: 6, safetyStock: 2 },
  ],
  { id: 'stock', revision: 17 },
);

const plan = planner.plan(
  {
    id: 'order-1',
    destination: { location: { lat: 40.71, lng: -74.01 } },
    lines: [
      { id: '1', sku: 'kettle', quantity: 1, weightGrams: 1400 },
      { id: '2', sku: 'mug', quantity: 4, weightGrams: 350 },
    ],
  },
  { asOf: '2026-03-01T12:00:00Z' },
);

for (const { node, lines, cost } of plan.shipments) console.log(node, lines[0].quantity, lines[0].sku, cost.total);
console.log(
  plan.status,
  plan.cost.total,
  plan.proof.levels.map(({ goal, status }) => `${goal} ${status}`),
);
planner.commit(plan); // takes the units; once, however often it is called
