/** Explanations that read like stories: drawn networks, and the texts that are kept of them in `fixtures/explanations/`. */
import { createRouter, type ExplainOptions, orderWith, planOrder } from 'order-sourcing';
import { describe, expect, it } from 'vitest';
import { type Drawn, draw, withLine } from './drawn';

function explain({ network, rules, inventory, order, asOf }: Drawn, more: Partial<ExplainOptions> = {}) {
  return createRouter({ network, rules })
    .withInventory(inventory)
    .explain(order, { asOf, ...more });
}

/** Told, and kept. */
async function story(name: string, drawn: Drawn, more: Partial<ExplainOptions> = {}): Promise<void> {
  const explanation = explain(drawn, more);
  expect(JSON.stringify(explanation)).not.toContain('toString');
  await expect(String(explanation)).toMatchFileSnapshot(`./fixtures/explanations/${name}.txt`);
}

const SHOPS = `dc    120 km  500  tea 9, cup 9
               shop    3 km  300  tea 2
               mall    9 km  250  cup 4`;

describe('what is asked', () => {
  const drawn = draw(SHOPS, '2 tea, 1 cup');

  it('names lines and nodes, or how many; what is counted stays complete', () => {
    const all = explain(drawn);
    const some = explain(drawn, { lines: ['tea'], nodes: ['mall'] });
    expect(some.lines.map(({ line, nodes }) => [line, nodes.map(({ node }) => node)])).toEqual([
      ['tea', ['dc', 'mall']],
    ]);
    expect(some.counts).toEqual(all.counts);
    expect(some.lines[0].counts).toEqual(all.lines[1].counts);
    expect(explain(drawn, { most: 1 }).lines.map(({ nodes }) => nodes.length)).toEqual([2, 2]);
    expect(explain(drawn, { most: 0, lines: [] }).lines).toEqual([]);
    expect(String(explain(drawn, { most: 0 }))).toContain('and 2 others: 1 eligible and 1 without stock');
  });

  it('is refused with every issue at once where it is wrong', () => {
    const wrong = (more: object) => () => explain(drawn, more as Partial<ExplainOptions>);
    expect(wrong({ lines: ['teas', '__proto__', 'tea', 'tea'], nodes: ['mal'] })).toThrow(
      [
        'options.lines[3]: "tea" is already at lines[2].',
        'options.lines[0]: "teas" is not the id of a line of the order. Maybe "tea"?',
        'options.lines[1]: "__proto__" is not the id of a line of the order.',
        'options.nodes[0]: "mal" is not the id of a node. Maybe "mall"?',
      ].join('\n'),
    );
    expect(wrong({ most: -1 })).toThrow(/options.most/);
    expect(wrong({ most: Number.NaN })).toThrow(/options.most/);
    expect(wrong({ plan: { schema: 'order-sourcing/plan@1' } })).toThrow(/options.plan/);
    expect(wrong({ explain: true })).toThrow(/options.explain/);
  });

  it('of an order that holds claims is explained as if it held none, and changes nothing', () => {
    const { network, rules, inventory, order, asOf } = drawn;
    const planner = createRouter({ network, rules }).withInventory(inventory);
    const plan = planner.plan(order, { asOf });
    const before = planner.explain(order, { asOf });
    planner.commit(plan);
    const held = planner.positions(['tea', 'cup']);
    expect(planner.explain(order, { asOf })).toEqual(before);
    expect(planner.explain(order, { asOf, plan })).toEqual({ ...before, given: true });
    expect(planner.positions(['tea', 'cup'])).toEqual(held);
    expect(planner.commit(plan)).toBe(false);
    expect(planner.release(order.id)).toBe(true);
  });

  it('is judged on what other orders have left', () => {
    const { network, rules, inventory, order, asOf } = draw('dc  9 km  500  tea 3  capacity 4', '2 tea');
    const planner = createRouter({ network, rules }).withInventory(inventory);
    const plan = planner.plan(order, { asOf });
    expect(planner.explain(order, { asOf, plan }).violations).toEqual([]);
    planner.commit(planner.plan({ ...order, id: 'other' }, { asOf }));
    const { violations } = planner.explain(order, { asOf, plan });
    expect(violations.map(({ code }) => code)).toEqual(['stock']);
  });
});

describe('stories', () => {
  it('a nearer node is dearer', () =>
    story('nearer-is-dearer', draw('near  3 km  700  tea 5\nfar  120 km  500  tea 5', '2 tea')));

  it('two shipments cost less than one', () => story('split', draw(SHOPS.replace('500', '900'), '2 tea, 1 cup')));

  it('stock that is not free', () => {
    const drawn = draw('dc  120 km  500  tea 9\nshop  3 km  300  tea 5\nmall  9 km  250  -', '2 tea');
    drawn.inventory = [
      { node: 'dc', sku: 'tea', onHand: 9 },
      { node: 'shop', sku: 'tea', onHand: 5, reserved: 3, safetyStock: 2 },
      { node: 'mall', sku: 'tea', onHand: 0, inbound: [{ at: '2026-03-04T08:00:00Z', units: 20 }] },
    ];
    return story('stock', drawn);
  });

  it('rules that keep nodes out', () => {
    const nodes = `dc       120 km  500  tea 9  can wrap
                   kiosk      1 km  100  tea 9  can wrap
                   shop       3 km  100  tea 9
                   closed     4 km  100  tea 9  offline
                   unloved    5 km  100  tea 9  can wrap`;
    const drawn = withLine(draw(nodes, '1 tea', { excludedNodes: ['unloved'] }), 'tea', { capabilities: ['wrap'] });
    drawn.network.nodes[1].attributes = { staff: 2, kind: 'seasonal' };
    const small = { field: 'node.attributes.staff', op: 'lt', value: 5 } as const;
    const seasonal = { field: 'node.attributes.kind', op: 'in' as const, value: ['seasonal', 'market'] };
    drawn.rules = { filters: [{ id: 'small stalls', exclude: { all: [small, { any: [seasonal] }] } }] };
    return story('rules', drawn);
  });

  it('a policy on shipments', () => {
    const rules = { policies: [{ id: 'one box', maxShipments: 1 }] };
    return story('max-shipments', draw(SHOPS, '2 tea, 2 cup', {}, rules));
  });

  it('lines that travel whole', () => {
    let drawn = draw(
      'dc  120 km  500  tea 4, cup 1\nshop  3 km  300  tea 2, cup 1\nmall  9 km  250  tea 4',
      '3 tea, 1 cup',
    );
    for (const id of ['tea', 'cup']) drawn = withLine(drawn, id, { shipTogether: 'present' });
    return story('together', drawn);
  });

  it('nodes that take no more, and stock that lines share', () => {
    const nodes = `dc    120 km  500  tea 9  capacity 2
                   shop    3 km  300  tea 2
                   full    5 km  100  tea 9  capacity 0`;
    const line = { sku: 'tea', quantity: 2, noSplit: true };
    const lines = [
      { ...line, id: 'first' },
      { ...line, id: 'second' },
    ];
    return story('capacity', draw(nodes, '1 tea', { lines }));
  });

  it('a shipment that is not worth it', () => {
    const rules = { objective: 'landedCost', unfilled: { perUnit: 200 } } as const;
    return story('not-worth-it', draw('dc  120 km  500  tea 9', '2 tea', {}, rules));
  });

  it('a cut-off that was missed', () => {
    const drawn = draw('dc  120 km  500  tea 9\nshop  3 km  300  tea 9\nday  5 km  200  tea 9', '2 tea', {
      needBy: '2026-03-03T18:00:00Z',
    });
    drawn.network.nodes = drawn.network.nodes.map((node) => ({ ...node, timeZone: 'Europe/Berlin' }));
    const [dc, shop, day] = drawn.network.nodes;
    // 13:00 in Berlin.
    dc.services = [{ id: 'ground', rateCard: 'card-dc', pickUps: [{ time: '17:00', cutOff: '15:00' }] }];
    shop.services = [{ id: 'ground', rateCard: 'card-shop', pickUps: [{ time: '16:00', cutOff: '12:20' }] }];
    day.services = [
      { id: 'ground', rateCard: 'card-day', pickUps: [{ days: ['thu'], time: '16:00', cutOff: '12:00' }] },
    ];
    drawn.rules = { lateness: { forbid: true } };
    return story('cut-off', drawn);
  });

  it('a pick-up that is missed, and a day later', () => {
    const drawn = draw('dc  120 km  500  tea 9\nshop  3 km  300  tea 9', '2 tea', { needBy: '2026-03-02T18:00:00Z' });
    drawn.network.nodes = drawn.network.nodes.map((node) => ({ ...node, timeZone: 'Europe/Berlin' }));
    drawn.network.nodes[1].services = [
      { id: 'ground', rateCard: 'card-shop', pickUps: [{ time: '16:00', cutOff: '12:20' }] },
    ];
    drawn.rules = { lateness: { perUnitDay: 150 } };
    return story('missed-pick-up', drawn);
  });

  it('stock that does not keep, and stock that comes too late', () => {
    const nodes = `dc    120 km  500  tea 9
                   old     3 km  300  tea 9
                   late    5 km  100  -`;
    const drawn = withLine(draw(nodes, '2 tea', { needBy: '2026-03-02T18:00:00Z' }), 'tea', { minShelfLifeDays: 30 });
    drawn.inventory = [
      { node: 'dc', sku: 'tea', onHand: 9 },
      { node: 'old', sku: 'tea', onHand: 9, lots: [{ expires: '2026-03-20T00:00:00Z', units: 9 }] },
      { node: 'late', sku: 'tea', onHand: 0, inbound: [{ at: '2026-03-02T08:00:00Z', units: 20 }] },
    ];
    drawn.rules = { lateness: { forbid: true } };
    return story('not-fit', drawn);
  });

  it('an order that was promised a date', () => {
    const drawn = draw('dc  120 km  500  tea 9\nshop  3 km  900  tea 9', '2 tea');
    drawn.network.nodes[0].processingMinutes = 600;
    const { network, rules, inventory, order: cart, asOf } = drawn;
    const [{ options }] = createRouter({ network, rules }).withInventory(inventory).promise(cart, { asOf }).groups;
    const earliest = options.find(({ choice }) => choice === 'earliest');
    expect(earliest?.delivery).toBe('2026-03-02T12:00:00.000Z');
    if (earliest === undefined) return;
    return story('promised', { ...drawn, order: orderWith(cart, earliest.fragment) });
  });

  it('a day that is full, and a node that never opens', () => {
    const drawn = draw('dc  120 km  500  tea 9\nshop  3 km  300  tea 9\nsleepy  2 km  100  tea 9', '2 tea');
    drawn.network.calendars = [{ id: 'never', week: [] }];
    drawn.network.nodes = drawn.network.nodes.map((node) => ({ ...node, timeZone: 'UTC' }));
    drawn.network.nodes[1].capacityPerDay = { shipments: 0, units: 40 };
    drawn.network.nodes[2].calendar = 'never';
    return story('full-and-closed', drawn);
  });

  it('parcels by a rate card, in yen', () => {
    const drawn = draw('dc  120 km  500  amp 9\nshop  3 km  300  amp 9', '2 amp', {
      destination: { place: 'home', residential: true },
    });
    drawn.network.currency = 'JPY';
    drawn.network.rateCards[0] = {
      id: 'card-dc',
      bands: [
        {
          upToKm: 500,
          breaks: [
            { upToGrams: 10_000, price: 1090 },
            { upToGrams: 20_000, price: 2490 },
          ],
        },
        { base: 5000 },
      ],
      divisorCm3PerKg: 5000,
      stepGrams: 500,
      fuelPercent: 12.5,
      surcharges: { residential: { price: 150 } },
    };
    drawn.network.rateCards[1] = { id: 'card-shop', bands: [{ base: 2900, perKg: 12 }] };
    drawn.network.nodes[0].handling = { perShipment: 120, perUnit: 15 };
    drawn.rules = { costs: [{ id: 'wear', perUnitKm: 0.333 }] };
    return story('parcels', withLine(drawn, 'amp', { weightGrams: 7600, volumeCm3: 21_000 }));
  });

  it('tiers, then the way', () => {
    const rules = {
      objective: [{ goal: 'unfilled' }, { goal: 'shipments' }, { goal: 'unitDistance' }, { goal: 'cost' }] as const,
      tiers: { mode: 'hard', list: [{ id: 'shops', nodes: { field: 'node.id', op: 'ne', value: 'dc' } }] },
    };
    return story('levels', draw(SHOPS, '3 tea, 1 cup', {}, rules as unknown as Drawn['rules']));
  });

  it('a plan that somebody else made', () => {
    const drawn = draw(SHOPS, '2 tea');
    const plan = planOrder({ ...drawn, order: { ...drawn.order, pinnedNodes: ['dc'] } });
    const { given, violations } = explain(drawn, { plan });
    expect({ given, violations }).toEqual({ given: true, violations: [] });
    return story('made-elsewhere', drawn, { plan });
  });

  it('a plan that cannot be', () => {
    const drawn = draw(SHOPS, '2 tea, 1 cup');
    const plan = planOrder(drawn);
    plan.shipments[0].lines[0].quantity = 40;
    return story('impossible', drawn, { plan });
  });

  it('a search that was cut off', () => {
    const skus = ['tea', 'cup', 'pot', 'jug', 'tin'];
    const nodes = Array.from({ length: 14 }, (_, at) => {
      const stock = skus.filter((_, sku) => (at * 7 + sku * 5) % 3 > 0).map((sku) => `${sku} ${1 + (at % 3)}`);
      return `n${at}  ${50 + at} km  ${300 + ((at * 37) % 11) * 9}  ${stock.join(', ')}`;
    });
    const drawn = draw(nodes.join('\n'), '6 tea, 5 cup, 7 pot, 4 jug, 5 tin', { maxShipments: 5 });
    const { levels } = explain(drawn, { budget: 0 });
    expect(levels.some(({ status }) => status === 'feasible')).toBe(true);
    return story('cut-short', drawn, { budget: 0, most: 2, lines: ['tea'] });
  });
});
