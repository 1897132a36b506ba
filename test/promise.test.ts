/** What a checkout may promise: stories, input errors, and the promise that a placed order keeps. Laws on random worlds: `promise-laws.test.ts`. */
import {
  type CartPromise,
  createRouter,
  type DeliveryOption,
  InputError,
  type OrderFragment,
  orderWith,
  type Planner,
  type PromiseOptions,
} from 'order-sourcing';
import { describe, expect, it } from 'vitest';
import type { NetworkInput, OrderInput, PositionInput, RulesInput } from '../src/model/types';
import { askedBy, broken, judge, judgeOption } from './promise-cases';
import type { World } from './worlds';

/** A Monday, ten o'clock in Berlin. */
const ASK = { asOf: '2026-03-02T09:00:00Z' };
const WEEKDAYS: ('mon' | 'tue' | 'wed' | 'thu' | 'fri')[] = ['mon', 'tue', 'wed', 'thu', 'fri'];
const HOME = { location: { lat: 52.5, lng: 13.4 }, timeZone: 'Europe/Berlin' };

/**
 * A centre 68 km from the customer, two shops 2 and 7 km. The carrier comes to the centre at 17:00 for what was ordered by 15:00, at 18:00 for
 * express; on weekdays. Shops open at 09:00 and hand to customers only; a truck takes to them what leaves the centre at 06:00.
 */
function network(): NetworkInput {
  const node = { timeZone: 'Europe/Berlin', processingMinutes: 60 };
  const shop = {
    ...node,
    kind: 'store' as const,
    calendar: 'shop',
    processingMinutes: 30,
    services: [{ id: 'counter' }],
  };
  const transit = (days: number) => ({ count: 'business' as const, bands: [{ days }] });
  return {
    currency: 'EUR',
    calendars: [
      { id: 'shop', week: [{ days: [...WEEKDAYS, 'sat'], open: '09:00', close: '20:00' }] },
      { id: 'carrier', week: [{ days: WEEKDAYS }], except: [{ date: '2026-03-04' }] },
    ],
    nodes: [
      {
        ...node,
        id: 'centre',
        location: { lat: 52.5, lng: 14.4 },
        services: [{ id: 'ground' }, { id: 'express' }, { id: 'truck' }],
      },
      { ...shop, id: 'near', location: { lat: 52.5, lng: 13.43 } },
      { ...shop, id: 'nearer than far', location: { lat: 52.5, lng: 13.5 } },
    ],
    services: [
      {
        id: 'ground',
        level: 'standard',
        rateCard: 'ground',
        calendar: 'carrier',
        pickUps: [{ days: WEEKDAYS, time: '17:00', cutOff: '15:00' }],
        transit: transit(2),
      },
      {
        id: 'express',
        level: 'next day',
        rateCard: 'express',
        calendar: 'carrier',
        pickUps: [{ days: WEEKDAYS, time: '18:00', cutOff: '17:00' }],
        transit: transit(1),
        delivery: { windows: [{ days: WEEKDAYS, to: '12:00' }] },
      },
      { id: 'counter', kind: 'pickUp' },
      {
        id: 'truck',
        kind: 'transfer',
        rateCard: 'truck',
        pickUps: [{ days: WEEKDAYS, time: '06:00' }],
        transit: { bands: [{ minutes: 90 }] },
      },
    ],
    rateCards: [
      { id: 'ground', bands: [{ base: 500 }] },
      { id: 'express', bands: [{ base: 1200 }] },
      { id: 'truck', bands: [{ base: 100 }] },
    ],
  };
}

const STOCK: PositionInput[] = [
  { node: 'centre', sku: 'tea', onHand: 10 },
  { node: 'near', sku: 'tea', onHand: 2 },
  { node: 'centre', sku: 'cup', onHand: 3 },
  { node: 'nearer than far', sku: 'cup', onHand: 1 },
];

interface Story {
  readonly world: World;
  readonly planner: Planner;
}

function story(
  lines: string,
  more: Partial<OrderInput> = {},
  rules: RulesInput = {},
  inventory = STOCK,
  net = network(),
): Story {
  const order: OrderInput = { id: 'cart', destination: HOME, lines: linesOf(lines), ...more };
  const world: World = { order, network: net, inventory, rules, asOf: ASK.asOf };
  return { world, planner: createRouter({ network: net, rules }).withInventory(inventory) };
}

/** `2 tea, 1 cup`: ids are SKUs. */
function linesOf(text: string): OrderInput['lines'] {
  return text.split(', ').map((each) => {
    const [quantity, sku] = each.split(' ');
    return { id: sku, sku, quantity: Number(quantity) };
  });
}

/** Promises, and holds each option against the judge and against what is planned when it is placed. */
function promised({ world, planner }: Story, options: Omit<PromiseOptions, 'asOf'> = {}): CartPromise {
  const answer = planner.promise(world.order, { ...ASK, ...options });
  for (const { options: found, group } of answer.groups) {
    for (const option of found) {
      expect(judgeOption(option, world, answer.groups.length)).toEqual([]);
      if (answer.groups.length > 1) continue;
      const placed = orderWith(world.order, option.fragment);
      const plan = planner.plan(placed, ASK);
      expect(judge(plan, placed, world)).toEqual([]);
      expect(broken(option.plan, plan, [group])).toEqual([]);
    }
  }
  return answer;
}

/** A line per option, in the local time of the customer. */
function sketch({ options }: CartPromise['groups'][number]): string[] {
  return options.map(({ level, pickUpNode, choice, date, cost, short, plan: { shipments } }) => {
    const from = shipments.map(
      ({ node, lines }) => `${lines.map((each) => `${each.quantity} ${each.line}`).join(' + ')} from ${node}`,
    );
    const left = short.map(({ quantity, line }) => `, without ${quantity} ${line}`).join('');
    return `${level ?? `at ${pickUpNode}`}, ${choice}: ${date} for ${cost}, ${from.join(', ')}${left}`;
  });
}

function optionOf(
  { groups: [{ options }] }: CartPromise,
  way: string,
  choice: DeliveryOption['choice'],
): DeliveryOption {
  const option = options.find((each) => [each.level, each.pickUpNode].includes(way) && each.choice === choice);
  if (option === undefined) throw new Error(`No option ${way}, ${choice}.`);
  return option;
}

describe('what a checkout shows', () => {
  it('every level of service, with the date that its carrier’s calendar allows', () => {
    const { groups } = promised(story('2 tea, 1 cup'));
    // Wednesday the fourth, the carrier rests.
    expect(sketch(groups[0])).toEqual([
      'next day, cheapest: 2026-03-03 for 1200, 1 cup + 2 tea from centre',
      'next day, earliest: 2026-03-03 for 1200, 1 cup + 2 tea from centre',
      'standard, cheapest: 2026-03-05 for 500, 1 cup + 2 tea from centre',
      'standard, earliest: 2026-03-05 for 500, 1 cup + 2 tea from centre',
    ]);
    expect(optionOf({ groups } as CartPromise, 'next day', 'cheapest').delivery).toBe('2026-03-03T11:00:00.000Z');
  });

  it('only the levels that are asked for, and a price by level, method and value', () => {
    const rules: RulesInput = {
      deliveryPrices: [
        { price: 490 },
        { level: 'next day', price: 1490 },
        { atLeast: 5000, price: 0 },
        { method: 'pickUp', price: 0 },
      ],
    };
    const cart = story('1 tea', { lines: [{ id: 'tea', sku: 'tea', quantity: 1, value: 4000 }] }, rules);
    const prices = (answer: CartPromise) =>
      answer.groups[0].options.map(({ level, price }) => [level ?? 'pick-up', price]);
    expect(prices(promised(cart, { levels: ['next day'] }))).toEqual([
      ['next day', 1490],
      ['next day', 1490],
    ]);
    expect(prices(promised(cart, { levels: ['standard'], pickUp: { limit: 1 } }))).toEqual([
      ['standard', 490],
      ['standard', 490],
      ['pick-up', 0],
      ['pick-up', 0],
    ]);
  });

  it('places to collect, the nearest first: from the shop’s own shelf, else brought there', () => {
    const { groups } = promised(story('2 tea'), { levels: ['standard'], pickUp: {} });
    expect(sketch(groups[0]).slice(2)).toEqual([
      'at near, cheapest: 2026-03-02 for 0, 2 tea from near',
      'at near, earliest: 2026-03-02 for 0, 2 tea from near',
      'at nearer than far, cheapest: 2026-03-03 for 100, 2 tea from centre',
      'at nearer than far, earliest: 2026-03-03 for 100, 2 tea from centre',
    ]);
    const [own] = groups[0].options.filter(({ pickUpNode }) => pickUpNode === 'near');
    expect(own.delivery).toBe('2026-03-02T09:30:00.000Z');
    // The truck is there before the shop opens, which then works half an hour on it.
    const [brought] = groups[0].options.filter(({ pickUpNode }) => pickUpNode === 'nearer than far');
    expect(brought.delivery).toBe('2026-03-03T08:30:00.000Z');
  });

  it('`limit` and `nodes` choose among them', () => {
    const places = (pickUp: NonNullable<PromiseOptions['pickUp']>) =>
      promised(story('1 tea'), { levels: ['standard'], pickUp }).groups[0].options.flatMap(
        ({ pickUpNode }) => pickUpNode ?? [],
      );
    expect(new Set(places({ limit: 1 }))).toEqual(new Set(['near']));
    expect(new Set(places({ nodes: ['nearer than far'] }))).toEqual(new Set(['nearer than far']));
  });

  it('the earliest may be dearer than the cheapest', () => {
    const net = network();
    net.nodes.push({ ...net.nodes[0], id: 'depot', handling: { perShipment: 300 }, services: [{ id: 'ground' }] });
    net.nodes[0].processingMinutes = 600;
    const answer = promised(story('1 tea', {}, {}, [...STOCK, { node: 'depot', sku: 'tea', onHand: 5 }], net), {
      levels: ['standard'],
    });
    expect(sketch(answer.groups[0])).toEqual([
      'standard, cheapest: 2026-03-06 for 500, 1 tea from centre',
      'standard, earliest: 2026-03-05 for 800, 1 tea from depot',
    ]);
  });

  it('nothing of what nobody has; what is short of the rest', () => {
    expect(promised(story('1 gold')).groups[0].options).toEqual([]);
    const answer = promised(story('12 tea'), { levels: ['standard'] });
    expect(sketch(answer.groups[0])[0]).toBe(
      'standard, cheapest: 2026-03-05 for 500, 10 tea from centre, without 2 tea',
    );
    expect(optionOf(answer, 'standard', 'earliest').short).toEqual([
      { line: 'tea', sku: 'tea', quantity: 2, couldCome: null },
    ]);
  });

  it('what is short though a node holds it could come', () => {
    const net = network();
    net.nodes.push({ ...net.nodes[0], id: 'depot' });
    const stock = [...STOCK, { node: 'depot', sku: 'pot', onHand: 1 }];
    const cart = story(
      '2 tea, 1 pot',
      { maxShipments: 1 },
      { objective: 'landedCost', unfilled: { perUnit: 10_000 } },
      stock,
      net,
    );
    const { short } = optionOf(promised(cart), 'standard', 'cheapest');
    expect(short).toEqual([{ line: 'pot', sku: 'pot', quantity: 1, couldCome: '2026-03-05T19:00:00.000Z' }]);
  });

  it('goods on their way are promised with the date that they allow', () => {
    const inbound = [{ at: '2026-03-05T10:00:00Z', units: 5 }];
    const cart = story('3 gold', {}, {}, [...STOCK, { node: 'centre', sku: 'gold', onHand: 0, inbound }]);
    expect(sketch(promised(cart).groups[0])).toEqual([
      'next day, cheapest: 2026-03-06 for 1200, 3 gold from centre',
      'next day, earliest: 2026-03-06 for 1200, 3 gold from centre',
      'standard, cheapest: 2026-03-09 for 500, 3 gold from centre',
      'standard, earliest: 2026-03-09 for 500, 3 gold from centre',
    ]);
  });

  it('a group that says how it goes keeps to it', () => {
    const way = (more: Partial<OrderInput>) =>
      promised(story('1 tea', more), { pickUp: {} }).groups[0].options.map(
        ({ level, pickUpNode }) => level ?? pickUpNode,
      );
    expect(way({ level: 'standard' })).toEqual(['standard', 'standard']);
    expect(way({ destination: undefined, pickUpNode: 'near' })).toEqual(['near', 'near']);
  });

  it('two delivery groups: each has its options, and what is chosen of both holds together', () => {
    const cart = story('2 tea, 1 cup', {
      destination: undefined,
      deliveryGroups: [
        { id: 'collected', destination: HOME },
        { id: 'sent', destination: HOME },
      ],
      lines: [
        { id: 'tea', sku: 'tea', quantity: 2, deliveryGroup: 'sent' },
        { id: 'cup', sku: 'cup', quantity: 1, deliveryGroup: 'collected' },
      ],
    });
    const { groups } = promised(cart, { pickUp: { limit: 2 } });
    expect(groups.map(({ group }) => group)).toEqual(['collected', 'sent']);
    const chosen = [
      groups[0].options.find(({ pickUpNode }) => pickUpNode === 'nearer than far') as DeliveryOption,
      groups[1].options.find(({ level }) => level === 'next day') as DeliveryOption,
    ];
    const wanted = orderWith(cart.world.order, ...chosen.map(({ fragment }) => fragment));
    const joint = cart.planner.promise(wanted, ASK).groups.map(({ options }) => options[0]);
    const placed = orderWith(wanted, ...joint.map(({ fragment }) => fragment));
    const plan = cart.planner.plan(placed, ASK);
    expect(judge(plan, placed, cart.world)).toEqual([]);
    expect(broken(joint[0].plan, plan, ['collected', 'sent'])).toEqual([]);
    expect(plan.shipments.map(({ group, node, service }) => [group, node, service])).toEqual([
      ['sent', 'centre', 'express'],
      ['collected', 'nearer than far', 'counter'],
    ]);
  });
});

describe('how long a promise is valid', () => {
  it.each([
    ['standard', '2026-03-02T14:00:00.001Z', 'the cut-off is met to the millisecond'],
    ['next day', '2026-03-02T16:00:00.001Z', 'an hour of work is done by 18:00, the cut-off is at 17:00'],
    ['near', '2026-03-02T09:00:00.001Z', 'without pick-ups, half an hour of work ends when it ends'],
  ])('%s: until %s, since %s', (way, until) => {
    const { planner, world } = story('2 tea');
    const option = optionOf(planner.promise(world.order, { ...ASK, pickUp: {} }), way, 'cheapest');
    expect(option.validUntil).toBe(until);
    const placed = orderWith(world.order, option.fragment);
    const at = (shift: number) => {
      const asOf = new Date(Date.parse(until) + shift).toISOString();
      const { shipments } = planner.plan(askedBy(world.order, option), { asOf });
      const kept = planner.plan(placed, { asOf });
      return [shipments[0].handOver, kept.status];
    };
    const { handOver } = option.plan.shipments[0];
    expect(at(-1)).toEqual([handOver, 'complete']);
    // Now it misses the hand-over, and nothing that is promised can be kept.
    expect(at(0)[0] > handOver).toBe(true);
    expect(at(0)[1]).toBe('nothing');
  });
});

describe('what a promise is made of', () => {
  it('is plain JSON, and a fragment that has been through JSON holds', () => {
    const { planner, world } = story('2 tea, 1 cup');
    const answer = planner.promise(world.order, { ...ASK, pickUp: {} });
    const copy = JSON.parse(JSON.stringify(answer)) as CartPromise;
    expect(copy).toEqual(answer);
    const [{ fragment }] = copy.groups[0].options;
    expect(planner.plan(orderWith(world.order, fragment), ASK)).toEqual(
      planner.plan(orderWith(world.order, answer.groups[0].options[0].fragment), ASK),
    );
  });

  it('says the same again, whatever was asked between', () => {
    const { planner, world } = story('2 tea, 1 cup');
    const first = JSON.stringify(planner.promise(world.order, { ...ASK, pickUp: {} }));
    planner.promise({ ...world.order, lines: linesOf('1 cup') }, { asOf: '2026-03-07T09:00:00Z' });
    planner.plan(world.order, ASK);
    expect(JSON.stringify(planner.promise(world.order, { ...ASK, pickUp: {} }))).toBe(first);
  });

  it('takes nothing from the stock', () => {
    const { planner, world } = story('2 tea, 1 cup');
    const before = planner.positions(['tea', 'cup']);
    planner.promise(world.order, ASK);
    expect(planner.positions(['tea', 'cup'])).toEqual(before);
  });

  it('a listing shows what a cart of each item is promised', () => {
    const { planner, world } = story('1 tea');
    const items = [{ sku: 'tea' }, { sku: 'cup', quantity: 3 }, { sku: 'gold' }, { sku: 'tea', quantity: 12 }];
    const { items: listed } = planner.list({ ...ASK, destination: HOME, items });
    expect(listed.map(({ sku, quantity }) => [sku, quantity])).toEqual([
      ['tea', 1],
      ['cup', 3],
      ['gold', 1],
      ['tea', 12],
    ]);
    items.forEach(({ sku, quantity = 1 }, place) => {
      const cart = { ...world.order, lines: [{ id: '1', sku, quantity }] };
      const options = planner.promise(cart, ASK).groups[0].options.map((option) => ({
        level: option.level,
        choice: option.choice,
        delivery: option.delivery,
        date: option.date,
        cost: option.cost,
        shipments: option.shipments,
        short: option.short.reduce((sum, each) => sum + each.quantity, 0),
        validUntil: option.validUntil,
      }));
      expect(listed[place].options).toEqual(options);
    });
  });
});

describe('wrong input', () => {
  const { planner, world } = story('1 tea');
  const issuesOf = (run: () => unknown) => {
    try {
      run();
    } catch (error) {
      if (error instanceof InputError) return error.issues.map(({ code, path }) => `${code} ${path.join('.')}`);
      throw error;
    }
    return [];
  };

  it.each<[string, PromiseOptions, string[]]>([
    ['a level that no service has', { ...ASK, levels: ['standard', 'same day'] }, ['unknown-reference levels.1']],
    ['a place that is none', { ...ASK, pickUp: { nodes: ['near', 'nowhere'] } }, ['unknown-reference pickUp.nodes.1']],
    ['no instant', { asOf: 'today' }, ['invalid asOf']],
    ['no budget', { ...ASK, budget: -1 }, ['invalid budget']],
  ])('%s', (_, options, issues) => {
    expect(issuesOf(() => planner.promise(world.order, options))).toEqual(issues);
  });

  it('of a cart is said as of an order', () => {
    const cart = { ...world.order, lines: [{ id: 'tea', sku: 'tea', quantity: 0 }] };
    expect(issuesOf(() => planner.promise(cart, ASK))).toEqual(['invalid lines.0.quantity']);
  });

  it('of a listing: every issue of every item', () => {
    const items = [
      { sku: 'tea', pinnedNodes: ['x'] },
      { sku: 'tea', pinnedNodes: ['y'] },
    ];
    expect(issuesOf(() => planner.list({ ...ASK, destination: HOME, items, levels: ['z'] }))).toHaveLength(3);
  });

  it('a fragment of a group that the cart does not have', () => {
    const fragment: OrderFragment = { group: 'g', promised: { deliverBy: null, unfilled: [], shipments: [] } };
    expect(issuesOf(() => orderWith(world.order, fragment))).toEqual(['unknown-reference 0.group']);
  });
});

describe('the budget', () => {
  /** Prices close to each other, so that there is something to search. */
  function hard(): Story {
    const net = network();
    const lines = Array.from({ length: 14 }, (_, line) => ({
      id: `l${line}`,
      sku: `s${line}`,
      quantity: 2 + (line % 3),
    }));
    const inventory: PositionInput[] = [];
    for (let node = 0; node < 24; node += 1) {
      net.nodes.push({
        ...net.nodes[0],
        id: `n${node}`,
        handling: { perShipment: 100 + ((node * 37) % 50), perUnit: (node * 13) % 29 },
      });
      lines.forEach(({ sku }, line) => {
        if ((node * 7 + line * 5) % 11 < 4) inventory.push({ node: `n${node}`, sku, onHand: 1 + ((node + line) % 3) });
      });
    }
    return story('1 tea', { lines }, {}, inventory, net);
  }

  it('is shared by all searches of a call; without one, plans are still plans', () => {
    const cart = hard();
    const stepsWith = (budget: number) => promised(cart, { budget }).steps;
    // A search takes its first steps whatever it may take.
    const least = stepsWith(0);
    for (const budget of [1000, 100_000]) expect(stepsWith(budget)).toBeLessThanOrEqual(least + budget);
  });
});
