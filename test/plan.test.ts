/** The walk, as stories: a drawn network, an order, and the plan a person would expect. Every plan is verified. */
import { planOrder, verifyPlan } from 'order-sourcing';
import { describe, expect, it } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { ENGINE_VERSION } from '../src/model/version';
import { draw, planVerified, sketch, withLine } from './drawn';
import { seededWorld } from './worlds';

describe('where an order ships from', () => {
  it('takes the cheapest node that has it all', () => {
    const drawn = draw(
      `near   3 km  700  tea 5
       far  120 km  500  tea 5`,
      '2 tea',
    );
    expect(sketch(drawn)).toEqual(['far ships 2 tea for 500']);
  });

  it('splits where no node has it all, with as few shipments as the cost allows', () => {
    const drawn = draw(
      `dc   120 km  500  tea 5
       shop   3 km  300  cup 2
       mall   9 km  200  cup 2`,
      '3 tea, 1 cup',
    );
    expect(sketch(drawn)).toEqual(['dc ships 3 tea for 500', 'mall ships 1 cup for 200']);
  });

  it('prefers one dearer shipment to two where a split fee says so', () => {
    const nodes = `dc    120 km  900  tea 5, cup 5
                   shop    3 km  300  tea 5
                   mall    9 km  200  cup 5`;
    expect(sketch(draw(nodes, '1 tea, 1 cup'))).toEqual(['mall ships 1 cup for 200', 'shop ships 1 tea for 300']);
    const withFee = draw(nodes, '1 tea, 1 cup', {}, { split: { perShipment: 500 } });
    expect(sketch(withFee)).toEqual(['dc ships 1 cup, 1 tea for 900']);
  });

  it('takes the nearest of equally dear nodes, then the smallest id', () => {
    const nodes = `b  5 km  500  tea 5
                   a  9 km  500  tea 5
                   c  5 km  500  tea 5`;
    expect(sketch(draw(nodes, '1 tea'))).toEqual(['b ships 1 tea for 500']);
  });

  it('lets two lines of one SKU share the stock', () => {
    const drawn = draw('dc  5 km  500  tea 3', '1 tea', {
      lines: [
        { id: 'first', sku: 'tea', quantity: 2 },
        { id: 'second', sku: 'tea', quantity: 2 },
      ],
    });
    const plan = planVerified(drawn);
    expect(plan.shipments[0].lines.reduce((sum, line) => sum + line.quantity, 0)).toBe(3);
    expect(plan.unfilled.map(({ reasons }) => reasons)).toEqual([['no-eligible-stock']]);
    expect(plan.claims.stock).toEqual([{ node: 'dc', sku: 'tea', start: '2026-03-01T12:00:00.000Z', units: 3 }]);
  });

  it('makes kits from the parts of one node', () => {
    const nodes = `dc    5 km  500  tea 4, cup 3
                   shop  3 km  300  tea 9`;
    const drawn = withLine(draw(nodes, '3 set'), 'set', {
      kit: [
        { sku: 'tea', quantity: 2 },
        { sku: 'cup', quantity: 1 },
      ],
    });
    expect(sketch(drawn)).toEqual(['dc ships 2 set for 500', 'unfilled 1 set: no-eligible-stock']);
    expect(planVerified(drawn).claims.stock).toEqual([
      { node: 'dc', sku: 'cup', start: '2026-03-01T12:00:00.000Z', units: 2 },
      { node: 'dc', sku: 'tea', start: '2026-03-01T12:00:00.000Z', units: 4 },
    ]);
  });

  it('leaves safety stock and reserved units where they are', () => {
    const drawn = draw('dc  5 km  500  tea 5', '5 tea');
    drawn.inventory = [{ node: 'dc', sku: 'tea', onHand: 5, reserved: 1, safetyStock: 2 }];
    expect(sketch(drawn)).toEqual(['dc ships 2 tea for 500', 'unfilled 3 tea: no-eligible-stock']);
  });

  it('ships nothing of a SKU that nobody stocks, and says why', () => {
    const plan = planVerified(draw('dc  5 km  500  tea 5', '1 moon'));
    expect(plan.status).toBe('nothing');
    expect(plan.unfilled).toEqual([{ line: 'moon', sku: 'moon', quantity: 1, reasons: ['no-eligible-stock'] }]);
    expect(plan.claims).toEqual({ stock: [], capacity: [], days: [] });
  });
});

describe('policies, and the reasons they leave', () => {
  const nodes = `dc    120 km  500  tea 3, cup 1
                 shop    3 km  300  tea 3`;

  it('max-shipments: one shipment carries what it can', () => {
    const drawn = draw(nodes, '5 tea', { maxShipments: 1 });
    expect(sketch(drawn)).toEqual(['shop ships 3 tea for 300', 'unfilled 2 tea: max-shipments']);
    expect(sketch(draw(nodes, '5 tea', {}, { policies: [{ id: 'policy', maxShipments: 1 }] }))).toEqual(sketch(drawn));
  });

  it('max-shipments of a line', () => {
    const drawn = withLine(draw(nodes, '5 tea, 1 cup'), 'tea', { maxShipments: 1 });
    expect(sketch(drawn)).toEqual(['dc ships 1 cup, 3 tea for 500', 'unfilled 2 tea: max-shipments']);
    const byRule = draw(nodes, '5 tea, 1 cup', {}, { policies: [{ id: 'policy', maxShipmentsPerLine: 1 }] });
    expect(sketch(byRule)).toEqual(sketch(drawn));
  });

  it('no-split: a whole line in one shipment, or not at all', () => {
    expect(sketch(withLine(draw(nodes, '3 tea'), 'tea', { noSplit: true }))).toEqual(['shop ships 3 tea for 300']);
    const drawn = withLine(draw(nodes, '4 tea'), 'tea', { noSplit: true });
    expect(sketch(drawn)).toEqual(['unfilled 4 tea: no-split']);
    expect(sketch(draw(nodes, '4 tea', {}, { policies: [{ id: 'policy', noSplit: true }] }))).toEqual([
      'unfilled 4 tea: no-split',
    ]);
  });

  it('ship-complete of an order: all of it, or nothing', () => {
    expect(sketch(draw(nodes, '5 tea, 1 cup', { shipComplete: true }))).toEqual([
      'dc ships 1 cup, 2 tea for 500',
      'shop ships 3 tea for 300',
    ]);
    expect(sketch(draw(nodes, '5 tea, 2 cup', { shipComplete: true }))).toEqual([
      'unfilled 2 cup: no-eligible-stock, ship-complete',
      'unfilled 5 tea: ship-complete',
    ]);
  });

  it('ship-complete of a line: all of it, over any number of shipments', () => {
    const drawn = withLine(draw(nodes, '7 tea, 1 cup'), 'tea', { shipComplete: true });
    expect(sketch(drawn)).toEqual(['dc ships 1 cup for 500', 'unfilled 7 tea: no-eligible-stock, ship-complete']);
  });

  it('ship-together: lines with the same word in one shipment', () => {
    let drawn = draw(nodes, '2 tea, 1 cup');
    for (const id of ['tea', 'cup']) drawn = withLine(drawn, id, { shipTogether: 'present' });
    expect(sketch(drawn)).toEqual(['dc ships 1 cup, 2 tea for 500']);
    let apart = draw('dc  120 km  500  cup 1\nshop  3 km  300  tea 3', '2 tea, 1 cup');
    for (const id of ['tea', 'cup']) apart = withLine(apart, id, { shipTogether: 'present' });
    expect(sketch(apart)).toEqual(['unfilled 1 cup: ship-together', 'unfilled 2 tea: ship-together']);
  });

  it('capacity: a node takes only so many units', () => {
    const drawn = draw('dc  120 km  500  tea 9  capacity 2', '3 tea');
    expect(sketch(drawn)).toEqual(['dc ships 2 tea for 500', 'unfilled 1 tea: capacity']);
    expect(planVerified(drawn).claims.capacity).toEqual([{ node: 'dc', units: 2 }]);
  });

  it('dearer-than-unfilled: under landed cost a shipment must be worth it', () => {
    const rules = { objective: 'landedCost', unfilled: { perUnit: 200 } } as const;
    expect(sketch(draw('dc  120 km  500  tea 9', '2 tea', {}, rules))).toEqual([
      'unfilled 2 tea: dearer-than-unfilled',
    ]);
    expect(sketch(draw('dc  120 km  500  tea 9', '3 tea', {}, rules))).toEqual(['dc ships 3 tea for 500']);
  });

  it('search-budget: a search that was cut off says so instead of guessing, and its plan is right', () => {
    let unproven = 0;
    let cutShort = 0;
    for (let seed = 0; seed < 300; seed += 1) {
      const world = seededWorld(seed);
      const plan = planOrder({ ...world, budget: 0 });
      expect(verifyPlan(plan, world), `seed ${seed}`).toEqual([]);
      if (plan.proof.levels.some(({ status }) => status === 'feasible')) unproven += 1;
      if (plan.unfilled.some(({ reasons }) => reasons.includes('search-budget'))) cutShort += 1;
    }
    expect(unproven).toBeGreaterThan(30);
    expect(cutShort).toBeGreaterThan(10);
  });
});

describe('cost by term', () => {
  it('adds up to the minor unit, with the exact total beside it', () => {
    const drawn = draw('dc  2 km  100  tea 9, cup 9', '2 tea, 1 cup', { needBy: '2026-03-01T18:00:00Z' });
    drawn.network.nodes[0].handling = { perShipment: 10, perLine: 5, perUnit: 1 };
    const [band] = drawn.network.rateCards[0].bands ?? [];
    band.perKg = 100;
    drawn.order.lines = drawn.order.lines.map((line) => ({ ...line, weightGrams: 333 }));
    drawn.rules = {
      lateness: { perUnitDay: 7 },
      costs: [
        { id: 'fuel', perUnitKm: 0.5 },
        { id: 'wrap', perUnit: 0.333 },
      ],
    };
    const plan = planVerified(drawn);
    // 100 + 0.999 kg × 100; 10 + 2 × 5 + 3 × 1; 3 units × 1 day × 7; 3 × (2 km × 0.5 + 0.333).
    expect(plan.cost).toEqual({
      shipping: 200,
      handling: 23,
      procurement: 0,
      lateness: 21,
      rules: 4,
      split: 0,
      unfilled: 0,
      total: 248,
      exact: 199_900 + 23_000 + 21_000 + 3_999,
    });
    expect(plan.shipments[0].cost).toEqual(plan.cost);
    expect(plan.shipments[0].lines.map((line) => line.lateDays)).toEqual([1, 1]);
    expect(plan.shipments[0].weightGrams).toBe(999);
  });

  it('counts split and unfilled for the plan only', () => {
    const drawn = draw(
      'dc  2 km  100  tea 1\nshop  2 km  50  cup 1',
      '2 tea, 1 cup',
      {},
      { split: { perShipment: 30 }, unfilled: { perUnit: 7 } },
    );
    const { cost, shipments } = planVerified(drawn);
    expect(cost).toMatchObject({ shipping: 150, split: 30, unfilled: 7, total: 187, exact: 187_000 });
    expect(shipments.map((shipment) => shipment.cost.split + shipment.cost.unfilled)).toEqual([0, 0]);
  });
});

describe('the plan as a document', () => {
  it('carries what it was made from', () => {
    const drawn = draw('dc  2 km  100  tea 9  minutes 90', '1 tea', {}, { id: 'peak', version: '2026-11' });
    const plan = planOrder({ ...drawn, snapshot: { id: 'morning', revision: 7 } });
    expect(plan).toMatchObject({
      schema: 'order-sourcing/plan@1',
      engine: ENGINE_VERSION,
      order: 'order',
      asOf: '2026-03-01T12:00:00.000Z',
      rules: { id: 'peak', version: '2026-11' },
      snapshot: { id: 'morning', revision: 7 },
      status: 'complete',
    });
    expect(plan.shipments[0]).toMatchObject({
      start: '2026-03-01T12:00:00.000Z',
      ready: '2026-03-01T13:30:00.000Z',
      delivery: '2026-03-02T13:30:00.000Z',
      distanceMetres: 2000,
      parcels: 1,
      weightGrams: null,
    });
  });

  it('names the version of the package', () => {
    expect(ENGINE_VERSION).toBe(packageJson.version);
  });

  it('gives equal bytes for equal input, whatever was planned before', () => {
    const drawn = draw('b  2 km  100  tea 9\na  2 km  100  tea 9', '12 tea');
    const first = JSON.stringify(planOrder(drawn));
    planOrder(draw('x  2 km  100  cup 9', '1 cup'));
    expect(JSON.stringify(planOrder(drawn))).toBe(first);
  });
});
