/**
 * Measures what a checkout may promise, and what a listing page shows, in a dated world. Every option is verified, and placed with its
 * fragment, before the clock runs.
 */
import {
  createRouter,
  type DeliveryOption,
  type InventoryIndex,
  indexInventory,
  type ListingInput,
  type NetworkInput,
  type OrderInput,
  orderWith,
  type Plan,
  type Planner,
  type PromiseOptions,
  verifyPlan,
} from 'order-sourcing';
import { COLLECT } from './calendars';
import { generateWorld, type World } from './generator';
import { PromiseFloor } from './peers/promise-floor';
import { type Random, randomFor } from './random';
import type { PromiseResult } from './results';
import { prepare } from './seam';
import { mean, quantiles, timeEach, timeOnce } from './timing';

export interface PromiseCell {
  readonly nodes: number;
  readonly skus: number;
  readonly density: number;
  readonly lines: number;
  readonly carts: number;
}

export const PROMISE_CELLS: readonly PromiseCell[] = [0.02, 0.1, 0.3].map((density) => {
  return { nodes: 1000, skus: 2000, density, lines: 2, carts: 60 };
});

const LISTED = 50;
const LISTINGS = 20;
const REPEATS = 7;
/** It takes a few µs, and the clock is that coarse. */
const FLOOR_REPEATS = 50;
const PICK_UP_STORES = 3;
/** When all carts are looked at: a Monday morning. And when the first deliveries have moved. */
const AS_OF = '2026-03-02T15:04:05Z';
const MS_PER_HOUR = 3_600_000;

/** A dated network with its stock, and carts and listings for it. */
interface Shop {
  readonly world: World;
  readonly planner: Planner;
  readonly inventory: InventoryIndex;
  readonly carts: readonly OrderInput[];
  readonly listings: readonly ListingInput[];
}

/** @throws if an option fails `verifyPlan`, does not hold when it is placed, or a listing says anything else than a promise does */
export function measurePromises(cell: PromiseCell, seed: number): PromiseResult {
  const shop = openShop(cell, seed);
  const { planner, carts, listings } = shop;
  for (const cart of carts) checkPromise(shop, cart);
  checkListing(planner, listings[0]);
  const floor = promiseFloor(shop.world.network);
  const problems = carts.map((cart) => prepare(planner, cart, AS_OF));
  const floorUs = timeEach(problems, (problem) => floor.of(problem), FLOOR_REPEATS);
  const promiseUs = timeEach(carts, (cart) => planner.promise(cart, { asOf: AS_OF }), REPEATS);
  const pickUpUs = timeEach(carts, (cart) => planner.promise(cart, pickUpOnly(AS_OF)), REPEATS);
  return {
    ...cell,
    floorUs: quantiles(floorUs),
    promiseUs: quantiles(promiseUs),
    pickUpUs: quantiles(pickUpUs),
    slotUs: quantiles(carts.map((cart, nth) => timeInNewSlot(planner, cart, nth))),
    coldUs: quantiles(unseen(carts).map((cart) => timeOnce(() => planner.promise(cart, { asOf: AS_OF })).us)),
    perSecond: Math.round(1e6 / mean(promiseUs)),
    steps: quantiles(carts.map((cart) => planner.promise(cart, { asOf: AS_OF }).steps)),
    listing: measureListings(shop, floor),
  };
}

function measureListings({ planner, listings }: Shop, floor: PromiseFloor): PromiseResult['listing'] {
  const problems = listings.map((listing) =>
    listing.items.map((_, place) => prepare(planner, cartOf(listing, place), AS_OF)),
  );
  const floorOf = (items: (typeof problems)[number]) => {
    let sum = 0;
    for (const problem of items) sum += floor.of(problem);
    return sum;
  };
  return {
    items: LISTED,
    listings: listings.length,
    floorUs: quantiles(timeEach(problems, floorOf, FLOOR_REPEATS)),
    listUs: quantiles(timeEach(listings, (listing) => planner.list(listing), REPEATS)),
    coldUs: quantiles(unseen(listings).map((listing) => timeOnce(() => planner.list(listing)).us)),
  };
}

function openShop({ carts: count, ...cell }: PromiseCell, seed: number): Shop {
  const world = generateWorld({ ...cell, seed, orders: count, dated: true, objective: 'fillFirst' });
  const planner = createRouter({ network: world.network, rules: world.rules }).withInventory(world.positions);
  // Who has not chosen yet needs nothing by a date.
  const carts = world.orders.map(({ order: { needBy, ...cart } }) => {
    return { ...cart, lines: cart.lines.map(({ needBy: _, ...line }) => line) };
  });
  const random = randomFor(seed, 'listings');
  const listings = carts.slice(0, LISTINGS).map(({ destination }) => {
    return {
      asOf: AS_OF,
      destination: destination as ListingInput['destination'],
      items: drawItems(random, carts, cell.skus),
    };
  });
  return { world, planner, inventory: indexInventory(world.positions), carts, listings };
}

function drawItems(random: Random, carts: readonly OrderInput[], skus: number): ListingInput['items'] {
  return Array.from({ length: LISTED }, () => {
    const [{ weightGrams, value }] = carts[random.int(0, carts.length - 1)].lines;
    return { sku: `sku-${String(random.int(0, skus - 1)).padStart(5, '0')}`, weightGrams, value };
  });
}

/** No carrier serves the level of what is collected. */
function pickUpOnly(asOf: string): PromiseOptions {
  return { asOf, levels: [COLLECT], pickUp: { limit: PICK_UP_STORES } };
}

/** An item of a listing as if it were ordered alone. */
function cartOf({ destination, items }: ListingInput, place: number): OrderInput {
  const { quantity = 1, ...item } = items[place];
  return { id: 'item', destination, lines: [{ ...item, id: '1', quantity }] };
}

/** The floor of the network's shipped levels; sources as the engine numbers them: by node, then service, in code-unit order. */
export function promiseFloor({ nodes, services }: NetworkInput): PromiseFloor {
  const levelOf = new Map(services.map(({ id, level, kind }) => [id, kind === undefined ? (level ?? id) : undefined]));
  const levels = [...new Set(levelOf.values())].filter((level) => level !== undefined).sort();
  const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
  const sources = [...nodes].sort(byId).flatMap((node) => [...(node.services ?? services)].sort(byId));
  const places = sources.map(({ id }) => levels.indexOf(levelOf.get(id) ?? ''));
  return new PromiseFloor(Int8Array.from(places), levels.length);
}

/** When the first deliveries of the next hours have moved: the destination is known, its dates are not. */
function timeInNewSlot(planner: Planner, cart: OrderInput, nth: number): number {
  const asOf = new Date(Date.parse(AS_OF) + (1 + nth) * MS_PER_HOUR).toISOString();
  planner.promise(cart, { asOf: AS_OF });
  return timeOnce(() => planner.promise(cart, { asOf })).us;
}

/** The same with destinations a few kilometres off, where nobody has asked before. */
function unseen<Asked extends Pick<OrderInput, 'destination'>>(asked: readonly Asked[]): Asked[] {
  const random = randomFor(1, 'unseen destinations');
  return asked.map((each) => {
    const { location } = each.destination ?? {};
    if (location === undefined) throw new Error('Generated carts have a location.');
    const draw = () => (random.next() - 0.5) / 10;
    const moved = { lat: location.lat + draw(), lng: location.lng + draw() };
    return { ...each, destination: { ...each.destination, location: moved } };
  });
}

function checkPromise({ world, planner, inventory }: Shop, cart: OrderInput): void {
  const options = { asOf: AS_OF, pickUp: { limit: PICK_UP_STORES } };
  const [{ options: found }] = planner.promise(cart, options).groups;
  const { network, rules } = world;
  for (const option of found) {
    const { level, pickUpNode } = option;
    const { destination, ...rest } = cart;
    const order = pickUpNode === undefined ? { ...cart, level } : { ...rest, pickUpNode };
    const placed = orderWith(cart, option.fragment);
    const plan = planner.plan(placed, { asOf: AS_OF });
    const facts = { network, rules, inventory, asOf: AS_OF };
    const violations = [
      ...verifyPlan(option.plan, { ...facts, order: order as OrderInput, earliest: option.choice === 'earliest' }),
      ...verifyPlan(plan, { ...facts, order: placed }),
    ];
    if (violations.length > 0)
      throw new Error(`${cart.id}: an option fails verifyPlan: ${JSON.stringify(violations[0])}`);
    if (!holds(option, plan)) throw new Error(`${cart.id}: ${JSON.stringify(order)} does not hold as it was promised.`);
  }
}

function holds({ plan: promised }: DeliveryOption, placed: Plan): boolean {
  const unfilled = ({ unfilled: lines }: Plan) => lines.reduce((sum, { quantity }) => sum + quantity, 0);
  const latest = ({ shipments }: Plan) =>
    Math.max(0, ...shipments.map(({ delivery }) => Date.parse(delivery ?? '9999')));
  return (
    unfilled(placed) <= unfilled(promised) &&
    latest(placed) <= latest(promised) &&
    placed.cost.exact <= promised.cost.exact
  );
}

/** Each item is promised alone what the listing shows of it. */
function checkListing(planner: Planner, listing: ListingInput): void {
  const { asOf } = listing;
  planner.list(listing).items.forEach((item, place) => {
    const [{ options }] = planner.promise(cartOf(listing, place), { asOf }).groups;
    const shown = options.map(({ level, choice, delivery, date, cost, shipments, short, validUntil }) => {
      const units = short.reduce((sum, { quantity }) => sum + quantity, 0);
      return { level, choice, delivery, date, cost, shipments, short: units, validUntil };
    });
    if (JSON.stringify(shown) !== JSON.stringify(item.options)) {
      throw new Error(
        `${item.sku}: the listing shows ${JSON.stringify(item.options)}, promised is ${JSON.stringify(shown)}`,
      );
    }
  });
}
