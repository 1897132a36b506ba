// The README's first example, word for word: `test-dist/examples.test.mjs` compares the two.
import { createRouter } from 'order-sourcing';

const memphis = { id: 'dc-memphis', location: { lat: 35.15, lng: -90.05 } };
const boston = { id: 'store-boston', location: { lat: 42.36, lng: -71.06 }, handling: { perShipment: 250 } };
const near = { upToKm: 500, base: 590, perKg: 40 };
const far = { base: 780, perKg: 85 };
const rates = { id: 'by-distance', bands: [near, far] };
const ground = { id: 'ground', rateCard: 'by-distance' };
const network = { currency: 'USD', nodes: [memphis, boston], services: [ground], rateCards: [rates] };
const router = createRouter({ network, rules: { version: '2026-03', objective: 'fillFirst' } });

const kettles = { node: 'dc-memphis', sku: 'kettle', onHand: 40 };
const mugs = { node: 'store-boston', sku: 'mug', onHand: 6, safetyStock: 2 };
const planner = router.withInventory([kettles, mugs], { id: 'stock', revision: 17 });

const kettle = { id: '1', sku: 'kettle', quantity: 1, weightGrams: 1400 };
const mug = { id: '2', sku: 'mug', quantity: 4, weightGrams: 350 };
const order = { id: 'order-1', destination: { location: { lat: 40.71, lng: -74.01 } }, lines: [kettle, mug] };
const plan = planner.plan(order, { asOf: '2026-03-01T12:00:00Z' });

for (const { node, lines, cost } of plan.shipments) console.log(node, lines[0].quantity, lines[0].sku, cost.total);
console.log(plan.status, plan.cost.total, plan.proof.levels.map(({ goal, status }) => `${goal} ${status}`).join(', '));
planner.commit(plan); // takes the units; once, however often it is called
