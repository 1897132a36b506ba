/**
 * Networks drawn as text, so that a story can be read without the code:
 *
 *   dc    120 km   500   tea 5, cup 2
 *   shop    3 km   300   tea 1            capacity 3
 *
 * name, distance to the customer, price of a shipment in cents, stock, extras. One carrier service, `ground`, one day.
 */
import { planOrder, verifyPlan } from 'order-sourcing';
import { expect } from 'vitest';
import type { NetworkInput, OrderInput, Plan, PositionInput, RulesInput } from '../src/model/types';

export interface Drawn {
  network: NetworkInput;
  inventory: PositionInput[];
  order: OrderInput;
  rules: RulesInput;
  asOf: string;
}

type NodeInput = NetworkInput['nodes'][number];

/** @param order lines as text, `3 tea, 1 cup`: their ids are their SKUs */
export function draw(nodes: string, order: string, more: Partial<OrderInput> = {}, rules: RulesInput = {}): Drawn {
  const rows = nodes
    .split('\n')
    .map((row) => row.trim())
    .filter((row) => row !== '')
    .map(readRow);
  const network: NetworkInput = {
    currency: 'EUR',
    nodes: rows.map(({ node }) => node),
    services: [{ id: 'ground', rateCard: rows[0].card.id, transit: { bands: [{ days: 1 }] } }],
    rateCards: rows.map(({ card }) => card),
    distance: {
      kind: 'matrix',
      nodes: rows.map(({ node }) => node.id),
      places: ['home'],
      metres: rows.map(({ metres }) => [metres]),
    },
  };
  return {
    network,
    inventory: rows.flatMap(({ positions }) => positions),
    order: { id: 'order', destination: { place: 'home' }, lines: readLines(order), ...more },
    rules,
    asOf: '2026-03-01T12:00:00Z',
  };
}

function readRow(row: string) {
  const [id, far, , price, ...rest] = row.split(/\s+/);
  const [stock, ...extras] = rest.join(' ').split(/ (?=capacity|offline|can|minutes|priority)/);
  const node: NodeInput = {
    id,
    services: [{ id: 'ground', rateCard: `card-${id}` }],
    ...Object.assign({}, ...extras.map(readExtra)),
  };
  return {
    node,
    metres: far === '?' ? null : Number(far) * 1000,
    card: { id: `card-${id}`, bands: [{ base: Number(price) }] },
    positions: readList(stock).map(([sku, units]) => ({ node: id, sku, onHand: Number(units) })),
  };
}

function readExtra(extra: string): Partial<NodeInput> {
  const [word, value] = extra.split(' ');
  if (word === 'offline') return { online: false };
  if (word === 'can') return { capabilities: [value] };
  if (word === 'minutes') return { processingMinutes: Number(value) };
  return word === 'priority' ? { priority: Number(value) } : { capacityUnits: Number(value) };
}

function readLines(text: string): OrderInput['lines'] {
  return readList(text).map(([quantity, sku]) => ({ id: sku, sku, quantity: Number(quantity) }));
}

function readList(text: string): string[][] {
  return text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '' && each !== '-')
    .map((each) => each.split(' '));
}

/** Plans, verifies, and draws the answer: a line per shipment, then what is unfilled and why. */
export function sketch(drawn: Drawn): string[] {
  return sketchPlan(planVerified(drawn));
}

export function planVerified(drawn: Drawn): Plan {
  const plan = planOrder(drawn);
  expect(verifyPlan(plan, drawn)).toEqual([]);
  return plan;
}

export function sketchPlan(plan: Plan): string[] {
  return [
    ...plan.shipments.map(({ node, lines, cost }) => {
      const what = lines.map(({ line, quantity }) => `${quantity} ${line}`).join(', ');
      return `${node} ships ${what} for ${cost.total}`;
    }),
    ...plan.unfilled.map(({ line, quantity, reasons }) => `unfilled ${quantity} ${line}: ${reasons.join(', ')}`),
  ];
}

/** Sets fields of one line. */
export function withLine(drawn: Drawn, id: string, more: Partial<OrderInput['lines'][number]>): Drawn {
  const lines = drawn.order.lines.map((line) => (line.id === id ? { ...line, ...more } : line));
  return { ...drawn, order: { ...drawn.order, lines } };
}
