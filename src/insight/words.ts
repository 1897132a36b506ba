/** Numbers as people read them: money of the network's currency, kilometres, instants, units. English, and the same on every machine. */
import { minorDigits } from '../model/currency';
import type { LevelName } from '../model/explanation';
import { MILLI_PER_MINOR, roundHalfUp } from '../model/units';

/** Amounts under so many minor units are shown with their fractions, as prices by the unit or gram have them. */
const SMALL = 10;

/** 1/1000 minor unit as an amount, `12.34`, in whole minor units, half away from zero. */
export function amount(milli: number, currency: string): string {
  const digits = minorDigits(currency) + 3;
  const exact = Math.abs(milli);
  const told = exact < SMALL * MILLI_PER_MINOR ? exact : roundHalfUp(exact / MILLI_PER_MINOR) * MILLI_PER_MINOR;
  const text = String(told).padStart(digits + 1, '0');
  const decimals = text.slice(-digits);
  const shown = decimals.slice(0, digits - 3) + decimals.slice(digits - 3).replace(/0+$/, '');
  return `${milli < 0 ? '−' : ''}${grouped(text.slice(0, -digits))}${shown === '' ? '' : `.${shown}`}`;
}

export function money(milli: number, currency: string): string {
  return `${amount(milli, currency)} ${currency}`;
}

/** With its sign, also where it is more. */
export function signed(text: string): string {
  return text.startsWith('−') ? text : `+${text}`;
}

function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Whole from ten kilometres on. */
export function km(metres: number | null): string {
  if (metres === null) return 'unknown distance';
  return `${kilometres(metres)} km`;
}

function kilometres(metres: number): string {
  const sign = metres < 0 ? '−' : '';
  const far = Math.abs(metres);
  return sign + (far < 10_000 ? String(Math.round(far / 100) / 10) : grouped(String(Math.round(far / 1000))));
}

/** `2026-03-01 12:00`, in UTC; seconds where there are any. */
export function time(instant: string): string {
  const [date, clock] = instant.slice(0, 19).split('T');
  return `${date} ${clock.endsWith(':00') ? clock.slice(0, 5) : clock}`;
}

/** Of one day: the clock alone. */
export function clockAfter(instant: string, before: string): string {
  return instant.slice(0, 10) === before.slice(0, 10) ? time(instant).slice(11) : time(instant);
}

/** `1 unit`, `2 units`. */
export function count(number: number, noun: string): string {
  return `${grouped(String(number))} ${noun}${number === 1 ? '' : 's'}`;
}

export function grams(weight: number): string {
  return weight < 1000 ? `${weight} g` : `${Math.round(weight / 10) / 100} kg`;
}

/** `2 h 5 min`. */
export function minutes(number: number): string {
  const days = Math.floor(number / 1440);
  const hours = Math.floor((number % 1440) / 60);
  const parts = [`${days} d`, `${hours} h`, `${number % 60} min`].filter((part) => !part.startsWith('0 '));
  return parts.length === 0 ? '0 min' : parts.join(' ');
}

/** A value of a level, in what it counts. */
export function levelValue(goal: LevelName, value: number, currency: string): string {
  const sign = value < 0 ? '−' : '';
  const number = Math.abs(value);
  switch (goal) {
    case 'cost':
      return money(value, currency);
    case 'unitDistance':
      return `${kilometres(value)} unit-km`;
    case 'shipmentDistance':
      return km(value);
    case 'lateness':
      return sign + count(number, 'unit-day');
    case 'shipments':
      return sign + count(number, 'shipment');
    case 'unfilled':
      return sign + count(number, 'unit');
    default:
      return goal.startsWith('tiers≤') ? sign + count(number, 'unit') : `${sign}${grouped(String(number))}`;
  }
}

const LEVELS: Readonly<Record<string, string>> = {
  unfilled: 'units not filled',
  lateness: 'lateness',
  shipments: 'shipments',
  tier: 'tiers of units',
  priority: 'priorities of units',
  unitDistance: 'distance of units',
  shipmentDistance: 'distance of shipments',
  delivery: 'latest delivery',
  cost: 'cost',
};

export function levelLabel(goal: LevelName): string {
  return LEVELS[goal] ?? (goal.startsWith('tiers≤') ? `units beyond tier ${goal.slice(6)}` : goal);
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`;
}
