/**
 * `npm start`: a day of a retailer with 1,000 nodes at real places, on a parcel carrier's rate card (made up, see
 * `bench/carrier-card.ts`). Every order is planned, verified and committed; then the day is compared with two other ways of sourcing it,
 * and with rates whose steps are smoothed; one split order is explained; and a cart is promised a date.
 *
 *   --json           one JSON object, nothing else on stdout: npm start --silent -- --json (npm itself prints two lines without --silent)
 *   --orders 2000 --nodes 1000 --skus 3000 --density 0.05 --seed 1
 */
import { parseArgs } from 'node:util';
import { createRouter } from 'order-sourcing';
import { generateWorld, type World } from '../bench/generator';
import { type CartStory, tellCart } from './cart';
import { type Day, runDay } from './day';
import { showExplanation } from './explain';
import { paint } from './paint';
import { startProgress } from './progress';
import { runGreedy, runWaterfall } from './rivals';
import { showCart } from './show-cart';
import { showStory } from './show-story';
import { runSmoothed, type SmoothedTotals } from './smooth';
import { findStory, type Story } from './story';
import { type DayReport, type Part, showSummary } from './summary';
import { count } from './table';
import type { Totals } from './totals';

function readArguments() {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      orders: { type: 'string', default: '2000' },
      nodes: { type: 'string', default: '1000' },
      skus: { type: 'string', default: '3000' },
      density: { type: 'string', default: '0.05' },
      seed: { type: 'string', default: '1' },
    },
  });
  const { json, ...numbers } = values;
  const world = Object.fromEntries(Object.entries(numbers).map(([name, text]) => [name, readNumber(name, text)]));
  return { json, world: world as Record<keyof typeof numbers, number> };
}

function readNumber(name: string, text: string): number {
  const value = Number(text);
  if (!(value >= 0)) throw new Error(`--${name} ${text}: a number, please.`);
  return value;
}

function main(): void {
  const { json, world: options } = readArguments();
  const parts: Part[] = [];
  const timed = <T>(name: string, run: () => T): T => {
    const start = performance.now();
    const answer = run();
    parts.push({ name, seconds: (performance.now() - start) / 1000 });
    return answer;
  };
  const progress = (label: string) => startProgress(label, options.orders, json && !process.stderr.isTTY);

  const world = timed('generating the world', () =>
    generateWorld({ ...options, lines: 'mix', objective: 'fillFirst', model: 'cards' }),
  );
  const router = timed('compiling network and rules', () =>
    createRouter({ network: world.network, rules: world.rules }),
  );
  if (!json) console.log([...introduction(world, options.skus), ''].join('\n'));
  const day = runDay(world, router, progress('plan, verify, commit'));
  parts.push(
    { name: 'planning', seconds: day.planMs / 1000 },
    { name: 'verifying', seconds: day.verifyMs / 1000 },
    { name: 'committing', seconds: day.commitMs / 1000 },
  );
  const greedy = timed('the good greedy', () => runGreedy(world, router, progress('the same by greedy')));
  const waterfall = timed('the waterfall', () => runWaterfall(world, router, progress('the same by waterfall')));
  const smoothed = timed('the smoothed rates', () =>
    runSmoothed(world, day.planned, router.withInventory(world.positions), progress('the same by smoothed rates')),
  );
  const story = timed('the story of one order', () => findStory(world, router, day.planned));
  const cart = timed('the cart at the checkout', () => tellCart({ ...options, model: 'cards' }));
  const report = { day, waterfall, greedy, smoothed, parts };
  if (json) console.log(JSON.stringify(toJson(world, report, story, cart)));
  else
    console.log(
      [
        '',
        ...showSummary(report),
        '',
        ...(story === null ? [] : [...showStory(world, story), '', ...showExplanation(router, story.planned)]),
        '',
        ...(cart === null ? [] : showCart(cart)),
      ].join('\n'),
    );
}

function introduction({ network, positions, orders }: World, skus: number): string[] {
  const zones = new Set(network.nodes.map(({ timeZone }) => timeZone)).size;
  const [{ bands = [] }] = network.rateCards;
  const centres = network.nodes.filter(({ kind }) => kind === 'distributionCentre').length;
  return [
    paint('bold', 'order-sourcing: a day of orders on a real map'),
    `${count(network.nodes.length)} nodes (${centres} distribution centres) in ${zones} time zones, ${count(skus)} SKUs, ` +
      `${count(positions.onHand.length)} stock positions, ${count(orders.length)} orders of 1–40 lines.`,
    `Rates: a made-up parcel carrier’s, ${bands[0].breaks?.length ?? 0} weight breaks in ${bands.length} zones, ${network.rateCards.length} cards; fuel, volume weight, parcels to 30 kg.`,
  ];
}

function toJson(
  world: World,
  { day, waterfall, greedy, smoothed, parts }: DayReport,
  story: Story | null,
  cart: CartStory | null,
) {
  const { planned, totals, ...figures } = day;
  return {
    nodes: world.network.nodes.length,
    positions: world.positions.onHand.length,
    orders: planned.length,
    verifiedPlans: figures.verifiedPlans,
    provenShare: figures.provenOrders / planned.length,
    largestGap: figures.largestGap,
    steps: figures.steps,
    plansPerSecond: (1000 * planned.length) / figures.planMs,
    /** The time of ours is that of a whole plan, of the others that of deciding. */
    ways: { orderSourcing: waysJson(totals), greedy: waysJson(greedy), waterfall: waysJson(waterfall) },
    savings: { againstGreedy: savingOf(day, greedy), againstWaterfall: savingOf(day, waterfall) },
    /** The same orders planned with smoothed rates, at the card's prices. */
    smoothed: { line: smoothedJson(smoothed.line), lineOnly: smoothedJson(smoothed.lineOnly) },
    seconds: Object.fromEntries(parts.map(({ name, seconds }) => [name, seconds])),
    cart:
      cart === null
        ? null
        : {
            cart: cart.cart,
            promise: cart.promise,
            placed: cart.placed,
            waiting: cart.waiting,
            promiseMs: cart.promiseMs,
          },
    splitOrder:
      story === null
        ? null
        : {
            plan: story.planned.plan,
            freight: story.freight,
            alternatives: story.alternatives,
            nearest: story.nearest,
          },
  };
}

function waysJson({ time, ...totals }: Totals) {
  return { ...totals, timeUs: time };
}

function smoothedJson(totals: SmoothedTotals) {
  return { ...totals, moreShare: totals.milli / totals.oursMilli - 1 };
}

/** Share of the rival's cost of what it ships. */
function savingOf({ totals }: Day, rival: Totals): number {
  const spent = ({ totalMilli, terms }: Totals) => totalMilli - terms.unfilled;
  return 1 - spent(totals) / spent(rival);
}

main();
