/** What a cost rule's amounts are multiplied by, from the raw rule: a curve over a quantity, or a caller's function. */
import type { CostRuleInput } from '../model/types';
import { opensAt, zoneOf } from './calendars';
import { argumentsFor, refused } from './conditions';
import { type Facts, type Line, type NodeInput, partsOf, releaseAt } from './facts';
import { orderReadable } from './orderReadable';
import { promisable } from './stock';
import { readMetres } from './travel';
import { show } from './violations';

type Times = NonNullable<CostRuleInput['times']>;
type Curve = Extract<Times, { curve: unknown }>;

const ONE = 1_000_000n;

/** Where a rule is read: without a line it may not ask for one. */
export interface Place {
  readonly facts: Facts;
  readonly node: NodeInput;
  readonly line: Line | undefined;
  /** When the shipment starts, epoch ms. */
  readonly start: number;
}

/** Millionths; undefined: it is not known, and the rule says that then the pair may not be. */
export function factorOf({ id, times }: CostRuleInput, place: Place): bigint | undefined {
  if (times === undefined) return ONE;
  if ('function' in times) return factorBy(id, times, place);
  const value = quantityOf(times.of, place);
  if (value === undefined) return times.missing === 'free' ? 0n : undefined;
  return onCurve(times, value);
}

/** An amount in 1/1000 minor unit × the factor (and ÷ what it is per), half-up. */
export function timesFactor(amount: bigint, factor: bigint, per = 1n): bigint {
  return halfUp(amount * factor, ONE * per);
}

/** For a divisor over 0. */
function halfUp(value: bigint, divisor: bigint): bigint {
  const doubled = 2n * value + divisor;
  const whole = 2n * divisor;
  return doubled / whole - (doubled % whole < 0n ? 1n : 0n);
}

/** @param value in thousandths, a whole number or infinite */
function onCurve({ curve, shape }: Curve, value: number): bigint {
  const points = curve.map(([x, factor]) => ({ x: Math.round(x * 1000), factor: BigInt(Math.round(factor * 1e6)) }));
  const before = points.filter(({ x }) => x <= value).at(-1);
  const after = points.find(({ x }) => x > value);
  if (before === undefined) return points[0].factor;
  if (shape === 'steps' || after === undefined) return before.factor;
  const way = BigInt(value) - BigInt(before.x);
  const whole = BigInt(after.x) - BigInt(before.x);
  return halfUp(before.factor * whole + (after.factor - before.factor) * way, whole);
}

/** In thousandths; undefined: not known. */
function quantityOf(of: string, place: Place): number | undefined {
  const { facts, node, line } = place;
  const [subject, name, ...rest] = of.split('.');
  switch (of) {
    case 'distanceKm':
      return readMetres(facts, node);
    case 'load':
      return loadOf(facts, node);
    case 'order.value':
      return orderValue(facts);
    case 'onHand':
    case 'available':
    case 'weeksOfSupply': {
      const parts = partsTaken(line).map(([sku, units]) => ofStock(of, place, sku, units));
      return parts.includes(undefined) ? undefined : Math.min(...parts.map((each) => each ?? 0));
    }
  }
  const thing: object = (subject === 'node' ? node : line) ?? {};
  const value = name === 'attributes' ? own(own(thing, name), rest.join('.')) : own(thing, name);
  return typeof value === 'number' ? Math.round(value * 1000) : undefined;
}

function own(thing: unknown, name: string): unknown {
  const isThere = typeof thing === 'object' && thing !== null && Object.hasOwn(thing, name);
  return isThere ? (thing as Record<string, unknown>)[name] : undefined;
}

/** Each SKU that a unit takes, and how many of it. */
function partsTaken(line: Line | undefined): [sku: string, units: number][] {
  const units = new Map<string, number>();
  for (const { sku, quantity } of line === undefined ? [] : partsOf(line))
    units.set(sku, (units.get(sku) ?? 0) + quantity);
  return [...units];
}

/** What there is before the order, whatever is kept from it. */
function ofStock(of: string, { facts, node, start }: Place, sku: string, units: number): number | undefined {
  const { onHand, weeklyDemand } = facts.stock.position(node.id, sku);
  if (of === 'onHand') return Math.floor(onHand / units) * 1000;
  const available = promisable(facts.stock, facts.held, node.id, sku, start);
  if (of === 'available') return Math.floor(available / units) * 1000;
  const demand = BigInt(Math.round(weeklyDemand * 1000));
  return demand === 0n ? undefined : Number(halfUp(BigInt(available) * ONE, demand));
}

/** Of the day on which the node would start what it hears of at the release. */
function loadOf(facts: Facts, node: NodeInput): number | undefined {
  const { capacityPerDay: limits } = node;
  const begun = opensAt(facts, node, releaseAt(facts, node));
  if (limits === undefined || begun === undefined) return undefined;
  const day = facts.local.dateAt(zoneOf(node), begun);
  const used = facts.used.find((row) => row.node === node.id && row.day === day);
  const shares = (['orders', 'shipments', 'lines', 'units'] as const).flatMap((counted) => {
    const limit = limits[counted];
    if (limit === undefined) return [];
    const taken = used?.[counted] ?? 0;
    return [taken >= limit ? 1000 : Math.ceil((taken * 1000) / limit)];
  });
  return shares.length === 0 ? undefined : Math.max(...shares);
}

function orderValue({ order }: Facts): number | undefined {
  const values = order.lines.map(({ value, quantity }) => (value === undefined ? undefined : value * quantity));
  return values.includes(undefined) ? undefined : values.reduce<number>((sum, each) => sum + (each ?? 0), 0) * 1000;
}

function factorBy(
  rule: string,
  { function: name, params }: Extract<Times, { function: string }>,
  { facts, node, line }: Place,
): bigint {
  const given = facts.functions?.costs?.[name];
  if (given === undefined) throw refused('costs', name, `is not given, and the rule ${show(rule)} names it`);
  const about = { node, ...orderReadable(facts.order, facts.group), ...(line === undefined ? {} : { line }) };
  const answer: unknown = given.factor(argumentsFor(given.reads, about) as never, given.params?.(params));
  if (typeof answer === 'number' && answer >= 0 && answer <= 1e6) return BigInt(Math.round(answer * 1e6));
  const why = `says ${show(answer)} of the node ${show(node.id)}, must say a number from 0 to 1,000,000`;
  throw refused('costs', name, why);
}
