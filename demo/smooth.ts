/**
 * What smoothing the steps of the rate cards would have cost. Every order of the day is planned once more on the very stock that our
 * plan had, under a straight line through each zone's steps; what that plan ships is then priced by the true card, in the parcels that
 * are cheapest.
 *
 * The line of a zone is the least-squares fit through its break ends (weight in kg, price), rounded to whole cents. Two ways: `line`
 * smooths the steps and nothing else (fuel, volume weight and parcels stay); `lineOnly` is a base and a price per kilogram of actual
 * weight, with the fuel in it, as many systems have it.
 */
import { createRouter, type NetworkInput, type Planner, verifyPlan } from 'order-sourcing';
import type { World } from '../bench/generator';
import { type Price, priceParts } from '../bench/peers/price';
import { Ids, type Planned } from './day';
import type { Progress } from './progress';

export type Smoothing = 'line' | 'lineOnly';
export const SMOOTHINGS: readonly Smoothing[] = ['line', 'lineOnly'];

/** Money in 1/1000 cent, with what stays unfilled at its price: a plan is not cheaper for shipping less. */
export interface SmoothedTotals {
  readonly orders: number;
  readonly milli: number;
  readonly oursMilli: number;
  /** The same over the orders whose plan of ours is proven: there it can only cost more. */
  readonly proven: { readonly milli: number; readonly oursMilli: number };
  /** Orders that it decides otherwise, and how many of them cost more and less than ours. */
  readonly otherwise: number;
  readonly dearer: number;
  readonly cheaper: number;
}

export type SmoothedDay = Readonly<Record<Smoothing, SmoothedTotals>>;

type RateCard = NetworkInput['rateCards'][number];
type Band = NonNullable<RateCard['bands']>[number];

export function smoothNetwork(network: NetworkInput, smoothing: Smoothing): NetworkInput {
  return { ...network, rateCards: network.rateCards.map((card) => smoothCard(card, smoothing)) };
}

function smoothCard(card: RateCard, smoothing: Smoothing): RateCard {
  const fuel = smoothing === 'line' ? 0 : (card.fuelPercent ?? 0);
  const bands = card.bands?.map((band) => smoothBand(band, 1 + fuel / 100));
  if (bands === undefined) throw new Error('The generated cards have bands.');
  return smoothing === 'line' ? { ...card, bands } : { id: card.id, bands };
}

function smoothBand({ breaks, ...zone }: Band, factor: number): Band {
  if (breaks === undefined) return zone;
  const kg = breaks.map(({ upToGrams }) => upToGrams / 1000);
  const cents = breaks.map(({ price }) => price * factor);
  const meanKg = mean(kg);
  const meanCents = mean(cents);
  const perKg =
    mean(kg.map((x, at) => (x - meanKg) * (cents[at] - meanCents))) / mean(kg.map((x) => (x - meanKg) ** 2));
  return { ...zone, base: Math.max(0, Math.round(meanCents - perKg * meanKg)), perKg: Math.max(0, Math.round(perKg)) };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

interface Way {
  readonly network: NetworkInput;
  readonly planner: Planner;
  milli: number;
  provenMilli: number;
  otherwise: number;
  dearer: number;
  cheaper: number;
}

/** @throws if a plan under the line fails `verifyPlan` on the network with the line */
export function runSmoothed(
  world: World,
  planned: readonly Planned[],
  truth: Planner,
  progress: Progress,
): SmoothedDay {
  const ids = new Ids(world);
  const ways = SMOOTHINGS.map((smoothing): Way => {
    const network = smoothNetwork(world.network, smoothing);
    const planner = createRouter({ network, rules: world.rules }).withInventory(world.positions, { id: 'morning' });
    return { network, planner, milli: 0, provenMilli: 0, otherwise: 0, dearer: 0, cheaper: 0 };
  });
  let oursMilli = 0;
  let provenMilli = 0;
  planned.forEach((one, done) => {
    const problem = truth.prepare(one.placed.order, { asOf: one.placed.asOf });
    const ours = priceParts(problem, ids.partsOf(one.plan));
    oursMilli += totalOf(ours);
    if (isProven(one)) provenMilli += totalOf(ours);
    for (const way of ways) addOrder(way, world, one, (plan) => priceParts(problem, ids.partsOf(plan)), ours);
    takeFrom([truth, ...ways.map(({ planner }) => planner)], one, done + 1);
    progress.step(done + 1);
  });
  progress.stop();
  const [line, lineOnly] = ways.map(({ milli, provenMilli: theirs, otherwise, dearer, cheaper }) => {
    const proven = { milli: theirs, oursMilli: provenMilli };
    return { orders: planned.length, milli, oursMilli, proven, otherwise, dearer, cheaper };
  });
  return { line, lineOnly };
}

function isProven({ plan }: Planned): boolean {
  return plan.proof.levels.every(({ status }) => status === 'optimal');
}

function totalOf({ shippedMilli, unfilledMilli }: Price): number {
  return shippedMilli + unfilledMilli;
}

type PricePlan = (plan: Planned['plan']) => Price;

/** @throws also where it fills as much as a plan that is proven optimal, for less */
function addOrder(way: Way, { rules }: World, one: Planned, pricePlan: PricePlan, ours: Price): void {
  const { order, asOf } = one.placed;
  const plan = way.planner.plan(order, { asOf });
  const [violation] = verifyPlan(plan, { order, network: way.network, inventory: one.positions, rules, asOf });
  if (violation !== undefined) throw new Error(`${order.id} fails verifyPlan: ${JSON.stringify(violation)}`);
  const price = pricePlan(plan);
  const milli = totalOf(price);
  const oursMilli = totalOf(ours);
  if (isProven(one) && price.unfilledUnits <= ours.unfilledUnits && milli < oursMilli) {
    throw new Error(`${order.id}: cheaper than a plan that is proven optimal.`);
  }
  way.milli += milli;
  if (isProven(one)) way.provenMilli += milli;
  if (contents(plan) !== contents(one.plan)) way.otherwise += 1;
  if (milli > oursMilli) way.dearer += 1;
  if (milli < oursMilli) way.cheaper += 1;
}

function contents({ shipments }: Planned['plan']): string {
  return JSON.stringify(
    shipments.map(({ node, service, lines }) => [node, service, lines.map(({ line, quantity }) => [line, quantity])]),
  );
}

/** What our plan took is gone for the next order, whoever plans it. */
function takeFrom(planners: readonly Planner[], { plan, placed }: Planned, revision: number): void {
  const skuOf = new Map(placed.order.lines.map(({ id, sku }) => [id, sku]));
  const deltas = plan.shipments.flatMap(({ node, lines }) =>
    lines.map(({ line, quantity }) => ({ node, sku: skuOf.get(line) ?? line, add: { onHand: -quantity } })),
  );
  if (deltas.length === 0) return;
  for (const planner of planners) planner.update(deltas, { revision });
}
