/** What the amounts of a raw cost rule are multiplied by. Fractions of big integers, nothing rounded before the end. Shares no code with `src/`. */
import type { RuleFunctions } from '../../src/model/types';
import { WORLD_FUNCTIONS } from '../world-functions';
import type { World } from '../worlds';
import { dateAt, opensAt } from './world-dates';
import type { Group } from './world-groups';

type Line = World['order']['lines'][number];
type Node = World['network']['nodes'][number];
type CostRule = NonNullable<World['rules']['costs']>[number];
type Curve = Extract<NonNullable<CostRule['times']>, { curve: unknown }>;

/** Where a rule is asked for its factor. */
export interface Asked {
  readonly group: Group;
  readonly node: Node;
  readonly line: Line | undefined;
  /** As rules read them; null: unknown. */
  readonly metres: number | null;
  /** Epoch ms. */
  readonly start: number;
}

/** Millionths; null: nobody knows, and so the pair may not be. */
export function factorOf({ times }: CostRule, asked: Asked): bigint | null {
  if (times === undefined) return 1_000_000n;
  if ('function' in times) return byFunction(times, asked);
  const value = quantity(times.of, asked);
  if (value === null) return times.missing === 'free' ? 0n : null;
  return factorAt(times, value);
}

function byFunction({ function: name, params }: { function: string; params?: unknown }, asked: Asked): bigint {
  const { costs }: RuleFunctions = WORLD_FUNCTIONS;
  const { factor, params: read } = costs![name];
  const { node, line, group } = asked;
  const args = { node, line, destination: group.view.order.destination };
  return BigInt(Math.round(factor(args as never, read?.(params)) * 1e6));
}

/** Half-up. */
export function divided(a: bigint, b: bigint): bigint {
  const [top, bottom] = [2n * a + b, 2n * b];
  const cut = top / bottom;
  return cut * bottom > top ? cut - 1n : cut;
}

function factorAt({ shape, curve }: Curve, value: bigint): bigint {
  const x = curve.map(([at]) => BigInt(Math.round(at * 1000)));
  const y = curve.map(([, factor]) => BigInt(Math.round(factor * 1_000_000)));
  const last = x.filter((at) => at <= value).length - 1;
  if (last < 0) return y[0];
  if (shape === 'steps' || last === x.length - 1) return y[last];
  const [run, rise] = [x[last + 1] - x[last], y[last + 1] - y[last]];
  return divided(y[last] * run + rise * (value - x[last]), run);
}

/** In thousandths; null: unknown. */
function quantity(of: string, { group, node, line, metres, start }: Asked): bigint | null {
  const { view } = group;
  if (of === 'distanceKm') return metres === null ? null : BigInt(metres);
  if (of === 'load') return load(view, node);
  if (of === 'order.value') {
    if (view.order.lines.some(({ value }) => value === undefined)) return null;
    return view.order.lines.reduce((sum, each) => sum + BigInt(each.quantity) * BigInt(each.value!) * 1000n, 0n);
  }
  if (['onHand', 'available', 'weeksOfSupply'].includes(of)) return ofStock(view, of, node, line!, start);
  const thing = of.startsWith('node.') ? node : line!;
  const name = of.slice(of.indexOf('.') + 1);
  const value = name.startsWith('attributes.')
    ? new Map(Object.entries(thing.attributes ?? {})).get(name.slice('attributes.'.length))
    : (thing as { [field: string]: unknown })[name];
  return typeof value === 'number' ? BigInt(Math.round(value * 1000)) : null;
}

function ofStock(world: World, of: string, node: Node, line: Line, start: number): bigint | null {
  let least: bigint | null = null;
  for (const [sku, units] of takenBy(line)) {
    const position = world.inventory.find((each) => each.node === node.id && each.sku === sku);
    const { onHand = 0, reserved = 0, safetyStock = 0, inbound = [], weeklyDemand = 0 } = position ?? {};
    const come = inbound.reduce((sum, each) => (Date.parse(each.at) <= start ? sum + each.units : sum), 0);
    const available = Math.max(0, onHand - reserved - safetyStock + come);
    if (of === 'weeksOfSupply' && weeklyDemand === 0) return null;
    const value =
      of === 'weeksOfSupply'
        ? divided(BigInt(available) * 1_000_000n, BigInt(Math.round(weeklyDemand * 1000)))
        : 1000n * BigInt(Math.floor((of === 'onHand' ? onHand : available) / units));
    if (least === null || value < least) least = value;
  }
  return least;
}

/** Units that one unit of the line takes, by SKU. */
export function takenBy({ sku, kit = [{ sku, quantity: 1 }] }: Line): Map<string, number> {
  const taken = new Map<string, number>();
  for (const part of kit) taken.set(part.sku, (taken.get(part.sku) ?? 0) + part.quantity);
  return taken;
}

/** The fullest of the limits of the day on which the node would start what it hears of first. */
function load(world: World, node: Node): bigint | null {
  const { capacityPerDay } = node;
  const start = opensAt(world, node, Date.parse(world.asOf) + (world.rules.holdMinutes ?? 0) * 60_000);
  if (capacityPerDay === undefined || Number.isNaN(start)) return null;
  const day = dateAt(node, start).toString();
  const used = world.snapshot?.used?.find((row) => row.node === node.id && row.day === day);
  const shares = Object.entries(capacityPerDay).map(([measure, limit]) => {
    const taken = used?.[measure as 'orders'] ?? 0;
    return taken >= limit! ? 1000 : Math.ceil((1000 * taken) / limit!);
  });
  return BigInt(Math.max(...shares));
}
