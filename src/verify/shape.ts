/** The shape of a plan, written out by hand: the schema would be the solver's own word for it. */
import type { Plan } from '../model/types';
import { type Findings, type Path, show } from './violations';

type Check = (value: unknown, path: Path, found: Findings) => void;

/** The value as a plan if its shape is right, else undefined and a violation for every field that is wrong. */
export function readPlan(value: unknown, found: Findings): Plan | undefined {
  const before = found.violations.length;
  plan(value, [], found);
  return found.violations.length === before ? (value as Plan) : undefined;
}

const MOST_ID_LENGTH = 200;

const text: Check = rule('text', (value) => typeof value === 'string');
const id: Check = rule(`an id of 1 to ${MOST_ID_LENGTH} characters`, isId);
const whole: Check = rule('a whole number', (value) => Number.isSafeInteger(value) && !Object.is(value, -0));
const count: Check = rule('a whole number from 0', (value) => isWholeFrom(0, value));
const units: Check = rule('a whole number from 1', (value) => isWholeFrom(1, value));
const share: Check = rule('a number from 0', (value) => typeof value === 'number' && value >= 0 && value < Infinity);
const date: Check = rule('a date', (value) => typeof value === 'string' && isInstant(`${value}T00:00Z`));
const instant: Check = rule('an instant in UTC', (value) => typeof value === 'string' && isInstant(value));

const TERMS = ['shipping', 'handling', 'procurement', 'lateness', 'rules', 'split', 'unfilled', 'total', 'exact'];
const cost = object(Object.fromEntries(TERMS.map((term) => [term, whole])));

const shipment = object(
  {
    node: id,
    service: id,
    start: instant,
    ready: instant,
    handOver: orNull(instant),
    delivery: orNull(instant),
    distanceMetres: orNull(whole),
    parcels: units,
    weightGrams: orNull(whole),
    lines: list(object({ line: id, sku: id, quantity: units, lateDays: count })),
    cost,
  },
  { group: id },
);

const picks = list(object({ sku: id, units }));
const workItem = object(
  {
    node: id,
    service: id,
    start: instant,
    pickBy: instant,
    handOver: instant,
    lines: list(object({ line: id, sku: id, quantity: units, picks })),
  },
  { group: id },
);

const REASONS = [
  'no-eligible-stock',
  'ship-complete',
  'ship-together',
  'no-split',
  'max-shipments',
  'capacity',
  'dearer-than-unfilled',
  'tolerance',
  'search-budget',
];
const after = object({ rule: id, action: oneOf('backorder', 'preOrder', 'hold', 'cancel', 'review') });
const unfilled = object({ line: id, sku: id, quantity: units, reasons: list(oneOf(...REASONS)) }, { after });

const level = object({ goal: text, value: whole, status: oneOf('optimal', 'feasible'), bound: whole, gap: share });

const PLAN_FIELDS = {
  schema: oneOf('order-sourcing/plan@1'),
  engine: text,
  order: id,
  asOf: instant,
  currency: rule('three capital letters', (value) => typeof value === 'string' && /^[A-Z]{3}$/.test(value)),
  rules: object({ id, version: id }, { scope: id, step: id }),
  timeZones: orNull(text),
  snapshot: object({ id, revision: rule('an id or a whole number from 0', (v) => isId(v) || isWholeFrom(0, v)) }),
  status: oneOf('complete', 'partial', 'nothing'),
  shipments: list(shipment),
  workItems: list(workItem),
  unfilled: list(unfilled),
  cost,
  proof: object({ levels: list(level), ties: oneOf('settled', 'open'), steps: count }),
  claims: object(
    {
      stock: list(object({ node: id, sku: id, start: instant, units }, { channel: id })),
      capacity: list(object({ node: id, units })),
      days: list(object({ node: id, day: date, orders: count, shipments: count, lines: count, units: count })),
    },
    { slots: list(object({ node: id, slot: id, date, bookings: units })) },
  ),
};
const overrides = object(
  {},
  {
    excludedNodes: list(id),
    pinnedLines: list(object({ line: id, nodes: list(id) })),
    pausedNodes: list(object({ node: id, until: instant })),
  },
);
const plan = object(PLAN_FIELDS, {
  promise: oneOf('kept', 'broken'),
  relaxed: object({ units, cost: whole }),
  overrides,
});

function isId(value: unknown): boolean {
  return typeof value === 'string' && value.length >= 1 && value.length <= MOST_ID_LENGTH;
}

function isWholeFrom(least: number, value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= least && !Object.is(value, -0);
}

/** ISO 8601 with `Z`, to the millisecond at the finest. Date.parse alone would also take 31 February and local times. */
export function isInstant(value: string): boolean {
  const parts = /^(\d{4}-\d\d-\d\dT\d\d:\d\d)(:\d\d(\.\d{1,3})?)?Z$/.exec(value);
  if (parts === null) return false;
  const ms = Date.parse(value);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(parts[1]);
}

function rule(what: string, holds: (value: unknown) => boolean): Check {
  return (value, path, found) => {
    if (!holds(value)) found.add('shape', path, `says ${show(value)}, must be ${what}`);
  };
}

function oneOf(...words: string[]): Check {
  return rule(words.map(show).join(' or '), (value) => words.includes(value as string));
}

function orNull(check: Check): Check {
  return (value, path, found) => {
    if (value !== null) check(value, path, found);
  };
}

function list(check: Check): Check {
  return (value, path, found) => {
    if (!Array.isArray(value)) return found.add('shape', path, `says ${show(value)}, must be a list`);
    // By index: `forEach` would pass over holes.
    for (let index = 0; index < value.length; index += 1) check(value[index], [...path, index], found);
  };
}

interface Fields {
  readonly [name: string]: Check;
}

function object(fields: Fields, optional: Fields = {}): Check {
  return (value, path, found) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return found.add('shape', path, `says ${show(value)}, must be an object`);
    }
    for (const [name, check] of Object.entries(fields)) {
      if (Object.hasOwn(value, name)) check((value as Record<string, unknown>)[name], [...path, name], found);
      else found.add('shape', [...path, name], 'is missing');
    }
    for (const name of Object.keys(value)) {
      if (Object.hasOwn(fields, name)) continue;
      if (Object.hasOwn(optional, name))
        optional[name]((value as Record<string, unknown>)[name], [...path, name], found);
      else found.add('shape', [...path, name], 'is not a field of a plan');
    }
  };
}
