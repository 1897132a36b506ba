/** A cart at a checkout: what may be promised in the same network with opening hours, cut-offs and pick-ups, and that it holds. */
import {
  type CartPromise,
  createRouter,
  type DeliveryOption,
  type OrderInput,
  orderWith,
  type Plan,
  type Planner,
  verifyPlan,
} from 'order-sourcing';
import { generateWorld, type World, type WorldOptions } from '../bench/generator';

/** What customers pay, in cents. */
const DELIVERY_PRICES = [
  { price: 595 },
  { atLeast: 15_000, price: 0 },
  { level: 'second-day', price: 1295 },
  { level: 'next-day', price: 2495 },
  { method: 'pickUp' as const, price: 0 },
];
const PICK_UP_STORES = 2;
/** Carts looked at until one has a choice worth showing. */
const LOOKED_AT = 300;
const MS_PER_DAY = 86_400_000;

export interface CartStory {
  readonly world: World;
  readonly cart: OrderInput;
  readonly city: World['orders'][number]['city'];
  readonly asOf: string;
  readonly promise: CartPromise;
  /** The option that is taken, and the plan of the order that is placed with it. */
  readonly taken: DeliveryOption;
  readonly placed: Plan;
  /** The same cart when one of its items is on its way only. */
  readonly waiting: { readonly sku: string; readonly arrives: string; readonly promise: CartPromise };
  /** Milliseconds of one promise, mean over the carts looked at. */
  readonly promiseMs: number;
}

/** @throws if a plan of an option fails `verifyPlan`, or a promise does not hold */
export function tellCart(options: Omit<WorldOptions, 'lines' | 'orders'>): CartStory | null {
  const world = generateWorld({ ...options, lines: 2, orders: LOOKED_AT, dated: true, objective: 'fillFirst' });
  const rules = { ...world.rules, deliveryPrices: DELIVERY_PRICES };
  const planner = createRouter({ network: world.network, rules }).withInventory(world.positions, { id: 'morning' });
  const start = performance.now();
  const looked = world.orders.map(({ order: { needBy, ...order }, asOf, city }) => {
    const cart = { ...order, lines: order.lines.map(({ needBy: _, ...line }) => line) };
    return { cart, asOf, city, promise: promiseOf(planner, cart, asOf) };
  });
  const promiseMs = (performance.now() - start) / looked.length;
  const found = looked.find(({ promise }) => hasChoice(promise));
  const taken = found?.promise.groups[0].options.find(
    ({ choice, level }) => choice === 'earliest' && level === 'standard',
  );
  if (found === undefined || taken === undefined) return null;
  const { cart, asOf } = found;
  const order = orderWith(cart, taken.fragment);
  const placed = planner.plan(order, { asOf });
  if (placed.cost.exact > taken.plan.cost.exact) throw new Error(`${cart.id} costs more than was promised.`);
  const inventory = planner.positions(cart.lines.map(({ sku }) => sku));
  const check = (plan: Plan, made: OrderInput, earliest: boolean) => {
    const input = { order: made, network: world.network, inventory, rules, asOf, earliest };
    const violations = verifyPlan(plan, input);
    if (violations.length > 0) throw new Error(`${cart.id} fails verifyPlan: ${JSON.stringify(violations[0])}`);
  };
  check(placed, order, false);
  for (const { plan, fragment, choice } of found.promise.groups[0].options) {
    check(plan, { ...orderWith(cart, fragment), promised: undefined }, choice === 'earliest');
  }
  return { world, ...found, taken, placed, waiting: waitFor(world, planner, cart, asOf), promiseMs };
}

function promiseOf(planner: Planner, cart: OrderInput, asOf: string): CartPromise {
  return planner.promise(cart, { asOf, pickUp: { limit: PICK_UP_STORES } });
}

/** Three levels of service, a place to collect, and an earlier way that costs more. */
function hasChoice({ groups: [{ options }] }: CartPromise): boolean {
  const levels = new Set(options.map(({ level, pickUpNode }) => level ?? pickUpNode));
  const ofStandard = options.filter(({ level }) => level === 'standard');
  return (
    levels.size >= 4 &&
    options.some(({ method, short }) => method === 'pickUp' && short.length === 0) &&
    new Set(ofStandard.map(({ date }) => date)).size === 2
  );
}

/** The first item is nowhere, and on its way to the first distribution centre that had it: it is there in two days. */
function waitFor(world: World, planner: Planner, cart: OrderInput, asOf: string): CartStory['waiting'] {
  const [{ sku, quantity }] = cart.lines;
  const arrives = new Date(Date.parse(asOf) + 2 * MS_PER_DAY).toISOString();
  const isCentre = new Set(world.network.nodes.filter(({ kind }) => kind === 'distributionCentre').map(({ id }) => id));
  const positions = planner.positions([sku]);
  const centre = positions.find(({ node }) => isCentre.has(node))?.node ?? positions[0].node;
  const deltas = positions.map(({ node }) => {
    const inbound = node === centre ? [{ at: arrives, units: 10 + quantity }] : [];
    return { node, sku, set: { onHand: 0, inbound } };
  });
  planner.update(deltas, { revision: 2 });
  return { sku, arrives, promise: promiseOf(planner, cart, asOf) };
}
