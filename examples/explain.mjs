// Why a plan is as it is: what became of every node, what it would cost to use another, and which price of the rate card holds.
import { createRouter } from 'order-sourcing';

const network = {
  currency: 'EUR',
  nodes: [
    { id: 'leipzig', location: { lat: 51.34, lng: 12.37 }, handling: { perShipment: 90 } },
    { id: 'berlin', location: { lat: 52.5, lng: 13.33 }, attributes: { staff: 25 }, handling: { perShipment: 240 } },
    { id: 'kiosk', location: { lat: 52.53, lng: 13.41 }, attributes: { staff: 2 } },
    { id: 'depot', location: { lat: 52.4, lng: 13.06 } },
    { id: 'munich', location: { lat: 48.14, lng: 11.57 } },
  ],
  services: [{ id: 'parcel', rateCard: 'parcel' }],
  rateCards: [
    {
      id: 'parcel',
      bands: [
        { upToKm: 50, base: 390 },
        { upToKm: 300, base: 430 },
        { base: 590, perKg: 20 },
      ],
    },
  ],
};
const rules = { filters: [{ id: 'small-stores', exclude: { field: 'node.attributes.staff', op: 'lt', value: 5 } }] };
const planner = createRouter({ network, rules }).withInventory([
  { node: 'leipzig', sku: 'boots', onHand: 12 },
  { node: 'berlin', sku: 'boots', onHand: 1 },
  { node: 'kiosk', sku: 'boots', onHand: 3 },
  { node: 'depot', sku: 'boots', onHand: 4, reserved: 4 },
  { node: 'munich', sku: 'boots', onHand: 8 },
]);
const order = {
  id: 'order-1',
  destination: { location: { lat: 52.52, lng: 13.4 } },
  lines: [{ id: '1', sku: 'boots', quantity: 2, weightGrams: 1300 }],
};

const explanation = planner.explain(order, { asOf: '2026-03-01T12:00:00Z' });
console.log(String(explanation));

// The same as plain JSON: codes and numbers, for a page or another language.
for (const { node, fate, instead, why } of explanation.lines[0].nodes) {
  console.log(node, fate, instead?.cost?.total ?? why?.reason ?? '');
}
