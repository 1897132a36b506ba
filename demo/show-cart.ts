/** The cart on the terminal: its options, in local time, and until when they hold. */
import type { CartPromise, DeliveryOption } from 'order-sourcing';
import type { CartStory } from './cart';
import { paint } from './paint';
import { alignRows, dollars } from './table';

const HEAD = ['', 'arrives', 'costs us', 'customer pays', 'shipments', 'holds until'];

export function showCart({ cart, city, asOf, promise, taken, placed, waiting, promiseMs }: CartStory): string[] {
  const zone = city.timeZone;
  const items = cart.lines.map(({ quantity, sku }) => `${quantity} × ${sku}`).join(', ');
  return [
    paint('bold', `A cart at the checkout: ${items} to ${city.name}, ${city.region}, on ${local(asOf, zone)}`),
    'Now with opening hours, cut-offs and pick-ups: what may be promised, in local time',
    ...table(promise, zone),
    `The ${name(taken)} option is placed: planned again to arrive ${local(latest(placed.shipments), zone)} for ${cents(placed.cost.total)}, as promised, and verified.`,
    `One such promise takes ${promiseMs.toFixed(1)} ms here, cold: each cart goes to another city.`,
    '',
    paint(
      'bold',
      `The same cart if ${waiting.sku} were out of stock everywhere, and on its way until ${local(waiting.arrives, zone)}`,
    ),
    ...table(waiting.promise, zone),
  ];
}

function table({ groups: [{ options }] }: CartPromise, zone: string): string[] {
  return alignRows([HEAD, ...distinct(options).map((option) => row(option, zone))]);
}

/** Of a level, the earliest way is shown only where it is another. */
function distinct(options: readonly DeliveryOption[]): DeliveryOption[] {
  return options.filter(
    (option, place) =>
      option.choice === 'cheapest' ||
      option.delivery !== options[place - 1]?.delivery ||
      option.cost !== options[place - 1]?.cost,
  );
}

function row(option: DeliveryOption, zone: string): string[] {
  const { delivery, cost, price, shipments, validUntil, short } = option;
  const missing = short.reduce((sum, { quantity }) => sum + quantity, 0);
  return [
    name(option),
    delivery === null ? 'not known' : `${local(delivery, zone)}${missing > 0 ? `, ${missing} short` : ''}`,
    cents(cost),
    price === null ? '–' : cents(price),
    String(shipments),
    validUntil === null ? '–' : local(validUntil, zone),
  ];
}

function name({ method, level, pickUpNode, choice }: DeliveryOption): string {
  return method === 'pickUp' ? `collect at ${pickUpNode}, ${choice}` : `${level}, ${choice}`;
}

function latest(shipments: readonly { readonly delivery: string | null }[]): string {
  return (
    shipments
      .map(({ delivery }) => delivery ?? '')
      .sort()
      .at(-1) ?? ''
  );
}

function local(instant: string, timeZone: string): string {
  const format = {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  } as const;
  return new Intl.DateTimeFormat('en-GB', format).format(Date.parse(instant));
}

function cents(minor: number): string {
  return dollars(1000 * minor);
}
