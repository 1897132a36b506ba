// A plan can be judged by anyone who has the input: `verifyPlan` shares no code with what makes plans.
import { planOrder, verifyPlan } from 'order-sourcing';

const input = {
  order: { id: 'order-1', destination: { place: 'here' }, lines: [{ id: '1', sku: 'lamp', quantity: 2 }] },
  network: {
    currency: 'EUR',
    nodes: [{ id: 'north' }, { id: 'south' }],
    services: [{ id: 'parcel', rateCard: 'flat' }],
    rateCards: [{ id: 'flat', bands: [{ base: 450 }] }],
  },
  inventory: [
    { node: 'north', sku: 'lamp', onHand: 1 },
    { node: 'south', sku: 'lamp', onHand: 5 },
  ],
  rules: {},
  asOf: '2026-03-01T12:00:00Z',
};

const plan = planOrder(input);
console.log(`${plan.shipments.map(({ node }) => node).join()}: ${verifyPlan(plan, input).length} violations`);

// Someone lets the plan ship from a node that has too little.
const forged = structuredClone(plan);
forged.shipments[0].node = 'north';
for (const violation of verifyPlan(forged, input)) console.log(violation);
