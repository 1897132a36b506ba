/** The day in figures, beside the two other ways of sourcing it. */
import type { Day } from './day';
import { paint } from './paint';
import type { SmoothedDay } from './smooth';
import { alignRows, count, dollars, percent, showMicros } from './table';
import type { Totals } from './totals';

export interface Part {
  readonly name: string;
  readonly seconds: number;
}

export interface DayReport {
  readonly day: Day;
  readonly waterfall: Totals;
  readonly greedy: Totals;
  readonly smoothed: SmoothedDay;
  readonly parts: readonly Part[];
}

export function showSummary({ day, waterfall, greedy, smoothed, parts }: DayReport): string[] {
  return [
    paint(
      'bold',
      'The day, sourced three ways from the same stock, at the card’s prices (made up, see bench/prices.ts)',
    ),
    ...alignRows(comparison([day.totals, greedy, waterfall])),
    '',
    ...savings(day.totals, greedy, waterfall),
    '',
    paint(
      'bold',
      'What smoothing the steps would have cost: planned with a straight line per zone, priced by the card',
    ),
    ...alignRows(smoothing(smoothed)),
    '',
    paint('bold', 'How sure, how fast'),
    ...alignRows(proofAndSpeed(day, greedy, waterfall), [0, 1]),
    '',
    paint('bold', 'What took how long'),
    ...alignRows(parts.map(({ name, seconds }) => [name, `${seconds.toFixed(1)} s`])),
  ];
}

function comparison(ways: readonly Totals[]): string[][] {
  const row = (name: string, show: (totals: Totals) => string) => [name, ...ways.map(show)];
  return [
    ['', 'order-sourcing', 'good greedy', 'waterfall'],
    row('shipping', ({ terms }) => dollars(terms.shipping, 0)),
    row('handling', ({ terms }) => dollars(terms.handling, 0)),
    row('lateness', ({ terms }) => dollars(terms.lateness, 0)),
    row('unfilled', ({ terms }) => dollars(terms.unfilled, 0)),
    row('total cost', ({ totalMilli }) => dollars(totalMilli, 0)),
    row('cost per order', ({ totalMilli, orders }) => dollars(totalMilli / orders)),
    row('shipments per shipped order', ({ shipments, shippedOrders }) =>
      (shipments / Math.max(1, shippedOrders)).toFixed(3),
    ),
    row('parcels per shipment', ({ parcels, shipments }) => (parcels / Math.max(1, shipments)).toFixed(3)),
    row('orders split', ({ splitOrders, shippedOrders }) => percent(splitOrders / Math.max(1, shippedOrders))),
    row('mean distance of a unit', ({ meanKm }) => `${count(meanKm)} km`),
    row('units shipped', ({ shippedUnits }) => count(shippedUnits)),
    row('units unfilled', ({ unfilledUnits }) => count(unfilledUnits)),
  ];
}

/** Without the price of what is not filled: all three fill what the stock allows, so it would only blur the comparison. */
function savings(ours: Totals, greedy: Totals, waterfall: Totals): string[] {
  const spent = ({ totalMilli, terms }: Totals) => totalMilli - terms.unfilled;
  const line = (name: string, theirs: Totals) => {
    const saved = spent(theirs) - spent(ours);
    return `Against the ${name}: ${dollars(saved, 0)} saved on what is shipped, ${percent(saved / spent(theirs))}, ${dollars(saved / ours.orders)} an order.`;
  };
  return [line('good greedy', greedy), line('waterfall', waterfall)];
}

/** Each order on the stock that our plan had, so that one decision is compared at a time. */
function smoothing({ line, lineOnly }: SmoothedDay): string[][] {
  const ways = [line, lineOnly];
  const more = ({ milli, oursMilli }: { milli: number; oursMilli: number }) =>
    `${dollars(milli - oursMilli, 0)}  ${percent(milli / oursMilli - 1, 2)}`;
  return [
    ['', 'order-sourcing', 'steps smoothed', 'base + per kg only'],
    ['total cost', dollars(line.oursMilli, 0), ...ways.map(({ milli }) => dollars(milli, 0))],
    ['more than ours', '', ...ways.map(more)],
    ['more, on orders that we prove', '', ...ways.map(({ proven }) => more(proven))],
    ['orders decided otherwise', '', ...ways.map(({ otherwise }) => count(otherwise))],
    ['… dearer than ours', '', ...ways.map(({ dearer }) => count(dearer))],
    ['… cheaper than ours, none of them proven', '', ...ways.map(({ cheaper }) => count(cheaper))],
  ];
}

function proofAndSpeed(day: Day, greedy: Totals, waterfall: Totals): string[][] {
  const { totals, planned } = day;
  const seconds = day.planMs / 1000;
  return [
    ['verified', `${count(day.verifiedPlans)} of ${count(planned.length)} plans, before each commit`],
    [
      'proven optimal',
      `${percent(day.provenOrders / planned.length, 2)} of the orders; largest gap ${percent(day.largestGap, 2)}`,
    ],
    ['plans per second', `${count(planned.length / seconds)} on one core (order object in, plan JSON out)`],
    [
      'time of a plan',
      `p50 ${showMicros(totals.time.p50)}, p99 ${showMicros(totals.time.p99)}, from the first, cold one on`,
    ],
    [
      '',
      `(deciding alone, without plan or proof: greedy ${showMicros(greedy.time.p50)}, waterfall ${showMicros(waterfall.time.p50)})`,
    ],
  ];
}
