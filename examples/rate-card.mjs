// What a shipment really costs: a rate card with weight breaks, volume weight, parcels, fuel and surcharges. All prices are made up.
import { createRouter, postalAreas, verifyPlan } from 'order-sourcing';

const card = {
  id: 'parcel',
  bands: [
    {
      upToKm: 500, // the near zone; money in cents
      breaks: [
        { upToGrams: 2000, price: 649 },
        { upToGrams: 5000, price: 799 },
        { upToGrams: 10_000, price: 1090 },
        { upToGrams: 20_000, price: 2490 },
        { upToGrams: 31_500, price: 3690 },
      ],
    },
    {
      breaks: [
        { upToGrams: 2000, price: 799 },
        { upToGrams: 5000, price: 1149 },
        { upToGrams: 10_000, price: 1690 },
        { upToGrams: 20_000, price: 3390 },
        { upToGrams: 31_500, price: 5690 },
      ],
    },
  ],
  divisorCm3PerKg: 5000, // a parcel is billed by weight or by volume ÷ 5,000 cm³ per kg, whichever is more …
  stepGrams: 500, // … rounded up to half kilograms
  fuelPercent: 12.5,
  parcel: { maxGrams: 31_500, maxLongestSideMm: 1200 },
  surcharges: {
    residential: { price: 150, per: 'parcel' },
    oversize: { overMm: 1000, price: 900, per: 'parcel' },
  },
};

// Nodes and destinations may come as postal codes: a table of prefixes gives them a point, made here from a list of codes.
const codes = [
  { code: '10115', country: 'DE', lat: 52.53, lng: 13.38 },
  { code: '10999', country: 'DE', lat: 52.5, lng: 13.42 },
  { code: '04109', country: 'DE', lat: 51.34, lng: 12.37 },
  { code: '80331', country: 'DE', lat: 48.14, lng: 11.57 },
];
const network = {
  currency: 'EUR',
  nodes: [
    { id: 'leipzig', country: 'DE', postalCode: '04317', handling: { perShipment: 120 } },
    { id: 'munich', country: 'DE', postalCode: '80337', handling: { perShipment: 150 } },
  ],
  services: [{ id: 'parcel', rateCard: 'parcel' }],
  rateCards: [card],
  postalAreas: postalAreas(codes, { prefixLength: 2 }),
};

const inventory = [
  { node: 'leipzig', sku: 'amplifier', onHand: 5 },
  { node: 'leipzig', sku: 'lampshade', onHand: 1 },
  { node: 'munich', sku: 'lampshade', onHand: 5 },
  { node: 'munich', sku: 'amplifier', onHand: 2 },
];
const order = {
  id: 'order-1',
  destination: { country: 'DE', postalCode: '10245', residential: true },
  lines: [
    { id: '1', sku: 'amplifier', quantity: 2, weightGrams: 7600, volumeCm3: 21_000, longestSideMm: 430 },
    { id: '2', sku: 'lampshade', quantity: 1, weightGrams: 900, volumeCm3: 26_000, longestSideMm: 380 },
  ],
};
const rules = { objective: 'fillFirst' };
const asOf = '2026-03-01T12:00:00Z';
const planner = createRouter({ network, rules }).withInventory(inventory);

// Billed kilograms of a shipment: of each parcel, the greater of weight and volume, in steps.
const lineOf = new Map(order.lines.map((line) => [line.id, line]));
function billed({ lines, parcels, weightGrams }) {
  const cm3 = lines.reduce((sum, { line, quantity }) => sum + quantity * lineOf.get(line).volumeCm3, 0);
  const grams = Math.max(weightGrams / parcels, (1000 * cm3) / parcels / card.divisorCm3PerKg);
  return (Math.ceil(grams / card.stepGrams) * card.stepGrams) / 1000;
}

function show(title, wish) {
  const plan = planner.plan({ ...order, ...wish }, { asOf });
  const isProven = plan.proof.levels.every(({ status }) => status === 'optimal');
  console.log(`${title}: ${plan.cost.total} cents, ${isProven ? 'proven optimal' : 'best found'}`);
  for (const shipment of plan.shipments) {
    const { node, lines, distanceMetres, weightGrams, parcels, cost } = shipment;
    const carried = lines.map(({ quantity, sku }) => `${quantity} × ${sku}`).join(', ');
    const km = Math.round(distanceMetres / 1000);
    console.log(
      `  ${node}, ${km} km: ${carried}; ${weightGrams / 1000} kg in ${parcels} × ${billed(shipment)} kg billed`,
    );
    console.log(`    shipping ${cost.shipping} + handling ${cost.handling} = ${cost.total} cents`);
  }
  return plan;
}

const plan = show('the cheapest plan', {});
show('all from Munich, a zone further', { excludedNodes: ['leipzig'] });
show('the lampshade alone, billed by volume', { lines: [order.lines[1]] });

// By hand. Each parcel: the near zone's price to 10 kg, 12.5 % fuel, 1.50 for a home. Two of them cost less than one to 20 kg.
const inParcels = (count, price) => count * (price * 1.125 + 150);
console.log(`by hand: two parcels ${inParcels(2, 1090)}, one ${inParcels(1, 2490)} cents`);
console.log(`violations: ${verifyPlan(plan, { order, network, inventory, rules, asOf }).length}`);
