/** Lots that expire, and lines that want what keeps. */
import { createRouter, type NetworkInput, type OrderInput, type PositionInput, verifyPlan } from 'order-sourcing';
import { describe, expect, it } from 'vitest';

const AS_OF = '2026-03-02T09:00:00Z';
const network: NetworkInput = {
  currency: 'EUR',
  nodes: [
    { id: 'a', location: { lat: 52.5, lng: 13.4 } },
    { id: 'b', location: { lat: 48.9, lng: 2.4 }, procurementPerUnit: 5 },
  ],
  services: [
    { id: 'fast', rateCard: 'fast', transit: { bands: [{ days: 1 }] } },
    { id: 'slow', rateCard: 'slow', transit: { bands: [{ days: 5 }] } },
  ],
  rateCards: [
    { id: 'fast', bands: [{ base: 900 }] },
    { id: 'slow', bands: [{ base: 300 }] },
  ],
};
/** Good for 10, 20 and 40 days from now. */
const lots = [10, 20, 40].map((days) => ({ expires: inDays(days), units: 2 }));

function inDays(days: number): string {
  return new Date(Date.parse(AS_OF) + days * 86_400_000).toISOString();
}

/** Shipments as `node service units`, after the judge has agreed. */
function ship(position: Partial<PositionInput>, ...lines: Partial<OrderInput['lines'][number]>[]) {
  const inventory: PositionInput[] = [
    { node: 'a', sku: 'milk', onHand: 6, lots, ...position },
    { node: 'b', sku: 'milk', onHand: 1 },
  ];
  const order: OrderInput = {
    id: 'order-1',
    destination: { location: { lat: 50, lng: 8 } },
    lines: lines.map((line, place) => ({ id: String(place + 1), sku: 'milk', quantity: 1, ...line })),
  };
  const planner = createRouter({ network, rules: {} }).withInventory(inventory);
  const plan = planner.plan(order, { asOf: AS_OF });
  expect(verifyPlan(plan, { order, network, inventory, rules: {}, asOf: AS_OF })).toEqual([]);
  expect(plan.proof.levels.every(({ status }) => status === 'optimal')).toBe(true);
  const shipped = plan.shipments.map(({ node, service, lines: own }) =>
    [node, service, ...own.map(({ line, quantity }) => `${quantity} of ${line}`)].join(' '),
  );
  return {
    shipped,
    unfilled: plan.unfilled.map(({ line, quantity, reasons }) => `${quantity} of ${line}: ${reasons}`),
    plan,
    order,
    inventory,
    planner,
  };
}

describe('a line that wants what keeps', () => {
  it('takes only lots that keep for so long after delivery', () => {
    expect(ship({}, { quantity: 4, minShelfLifeDays: 15 }).shipped).toEqual(['a slow 4 of 1']);
    expect(ship({}, { quantity: 2, minShelfLifeDays: 35 }).shipped).toEqual(['a slow 2 of 1']);
    expect(ship({}, { quantity: 2, minShelfLifeDays: 36 }).shipped).toEqual(['a fast 2 of 1']);
  });

  it('leaves unfilled what is too old, or takes it from where nothing is known of its age', () => {
    const { shipped, unfilled } = ship({}, { quantity: 4, minShelfLifeDays: 40 });
    expect(shipped).toEqual(['b slow 1 of 1']);
    expect(unfilled).toEqual(['3 of 1: no-eligible-stock']);
  });

  it('takes a faster service for what would else be too old, beside a slower one for the rest', () => {
    // Four are good for 15 days after five days on the way, two more only if they are there in one.
    expect(ship({}, { quantity: 6, minShelfLifeDays: 9 }).shipped).toEqual(['a fast 6 of 1']);
    expect(ship({}, { quantity: 6 }).shipped).toEqual(['a slow 6 of 1']);
  });

  it('shares lots with lines that want less, which never take more than there is', () => {
    const { shipped, unfilled } = ship({ onHand: 3 }, { quantity: 2, minShelfLifeDays: 30 }, { quantity: 2 });
    expect(shipped).toEqual(['a slow 1 of 1 2 of 2', 'b slow 1 of 1']);
    expect(unfilled).toEqual([]);
  });

  it('leaves the lots that keep longest to those who hold some already', () => {
    expect(ship({ reserved: 1 }, { quantity: 2, minShelfLifeDays: 30 }).shipped).toEqual([
      'a slow 1 of 1',
      'b slow 1 of 1',
    ]);
    const { plan, order, planner } = ship({}, { quantity: 2, minShelfLifeDays: 30 });
    planner.commit(plan);
    const next = planner.plan({ ...order, id: 'order-2' }, { asOf: AS_OF });
    expect(next.shipments.map(({ node }) => node)).toEqual(['b']);
    planner.update([{ node: 'a', sku: 'milk', set: { lots: [{ expires: inDays(90), units: 9 }] } }], { revision: 2 });
    expect(planner.positions(['milk'])[0].lots).toEqual([{ expires: inDays(90), units: 9 }]);
    expect(planner.plan({ ...order, id: 'order-3' }, { asOf: AS_OF }).shipments.map(({ node }) => node)).toEqual(['a']);
  });

  it('is judged: a plan that ships what is too old is noticed', () => {
    const { plan, order, inventory } = ship({}, { quantity: 2, minShelfLifeDays: 35 });
    const asked = { ...order, lines: [{ ...order.lines[0], minShelfLifeDays: 36 }] };
    const [violation] = verifyPlan(plan, { order: asked, network, inventory, rules: {}, asOf: AS_OF });
    expect(violation.code).toBe('shelf-life');
  });
});

describe('lateness that is forbidden', () => {
  const rules = { lateness: { forbid: true } };
  const order: OrderInput = {
    id: 'order-1',
    destination: { location: { lat: 50, lng: 8 } },
    needBy: inDays(1),
    lines: [{ id: '1', sku: 'milk', quantity: 2 }],
  };
  const inventory = [{ node: 'a', sku: 'milk', onHand: 6 }];
  const planner = createRouter({ network, rules }).withInventory(inventory);

  it('leaves only services that are there in time, to the millisecond', () => {
    const plan = planner.plan(order, { asOf: AS_OF });
    expect(plan.shipments.map(({ service }) => service)).toEqual(['fast']);
    expect(verifyPlan(plan, { order, network, inventory, rules, asOf: AS_OF })).toEqual([]);
    const sooner = { ...order, needBy: new Date(Date.parse(inDays(1)) - 1).toISOString() };
    expect(planner.plan(sooner, { asOf: AS_OF }).status).toBe('nothing');
    const [{ nodes }] = planner.eligibility(sooner, { asOf: AS_OF });
    expect(nodes[0].services.map(({ reason }) => reason)).toEqual(['too-late', 'too-late']);
  });

  it('is judged', () => {
    const plan = planner.plan({ ...order, needBy: inDays(9) }, { asOf: AS_OF });
    expect(plan.shipments.map(({ service }) => service)).toEqual(['slow']);
    const codes = verifyPlan(plan, { order, network, inventory, rules, asOf: AS_OF }).map(({ code }) => code);
    expect(codes).toContain('ineligible');
  });
});
