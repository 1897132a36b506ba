// Rules are data: who may serve what, in which tier, at what extra cost. The same order under three rule documents.
import { planOrder } from 'order-sourcing';

const berlin = { lat: 52.52, lng: 13.4 };
const network = {
  currency: 'EUR',
  nodes: [
    { id: 'dc', kind: 'distributionCentre', location: { lat: 51.34, lng: 12.37 }, groups: ['automated'] },
    { id: 'flagship', kind: 'store', location: { lat: 52.5, lng: 13.33 }, attributes: { staff: 25 } },
    { id: 'kiosk', kind: 'store', location: { lat: 52.53, lng: 13.41 }, attributes: { staff: 2 } },
  ],
  services: [{ id: 'parcel', rateCard: 'parcel' }],
  rateCards: [{ id: 'parcel', bands: [{ upToKm: 50, base: 390 }, { base: 490 }] }],
};

const inventory = [
  { node: 'dc', sku: 'boots', onHand: 1 },
  { node: 'flagship', sku: 'boots', onHand: 3 },
  { node: 'kiosk', sku: 'boots', onHand: 9 },
];

const order = { id: 'order-1', destination: { location: berlin }, lines: [{ id: '1', sku: 'boots', quantity: 3 }] };

const documents = {
  'cheapest first': {},
  'no small stores': {
    filters: [{ id: 'small-stores', exclude: { field: 'node.attributes.staff', op: 'lt', value: 5 } }],
  },
  'distribution centre first, stores for the rest': {
    tiers: {
      mode: 'hard',
      list: [
        { id: 'centres', nodes: { field: 'node.kind', op: 'eq', value: 'distributionCentre' } },
        { id: 'stores', nodes: { field: 'node.kind', op: 'eq', value: 'store' } },
      ],
    },
    costs: [{ id: 'busy-flagship', when: { field: 'node.id', op: 'eq', value: 'flagship' }, perShipment: 200 }],
  },
};

for (const [name, rules] of Object.entries(documents)) {
  const plan = planOrder({ order, network, inventory, rules, asOf: '2026-03-01T12:00:00Z' });
  const shipped = plan.shipments.map(({ node, lines }) => `${lines[0].quantity} from ${node}`).join(', ');
  console.log(`${name}: ${shipped}; ${plan.cost.total} cents`);
}
