/**
 * Every plan of a small world, one after another: the best vector of levels and, among its plans, the one that the last ties
 * choose. Naive on purpose; shares no code with `src/`.
 */
import type { World } from '../worlds';
import { type PairFacts, readWorld, type WorldFacts } from './world-facts';
import { type ParcelPrice, priceShipment, withPlaces } from './world-rates';

export interface Allocation {
  readonly line: string;
  readonly node: string;
  readonly service: string;
  readonly quantity: number;
}

export interface OracleAnswer {
  /** The asked levels in order, by the names that a plan's proof uses. */
  readonly levels: readonly { readonly goal: string; readonly value: number }[];
  /** Sorted by line, node, service. */
  readonly allocation: readonly Allocation[];
  /** Sorted by node, service. */
  readonly parcels: readonly { readonly node: string; readonly service: string; readonly parcels: number }[];
  /** Plans that were compared. */
  readonly plans: number;
  /** Plans that had the best asked levels: more than one is a tie. */
  readonly ties: number;
}

/** Units of a line from a source, both by index. */
interface Part {
  readonly line: number;
  readonly source: number;
  readonly units: number;
}

type Choice = readonly Part[];

export function bestPlan(raw: World): OracleAnswer {
  const world = withPlaces(raw);
  const facts = readWorld(world);
  const goals = askedGoals(world, facts);
  const ranks = rankSources(world, facts);
  let best: { vector: number[]; parts: Choice; list: Allocation[] } | undefined;
  let plans = 0;
  let ties = 0;
  for (const parts of everyPlan(world, facts)) {
    plans += 1;
    const vector = measure(world, facts, ranks, goals, parts);
    const order = best === undefined ? -1 : compareNumbers(vector, best.vector);
    const asked =
      best === undefined ? -1 : compareNumbers(vector.slice(0, goals.length), best.vector.slice(0, goals.length));
    if (asked < 0) ties = 0;
    if (asked <= 0) ties += 1;
    if (order > 0) continue;
    const list = toAllocation(world, facts, parts);
    if (best === undefined || order < 0 || compareLists(list, best.list) < 0) best = { vector, parts, list };
  }
  const { vector, list, parts } = best!;
  const levels = goals.map((goal, index) => ({ goal, value: vector[index] }));
  return { levels, allocation: list, parcels: parcelsOf(world, facts, parts), plans, ties };
}

/** The levels asked for, hard tiers included, without the closing ones. */
function askedGoals(world: World, facts: WorldFacts): string[] {
  const objective = world.rules.objective ?? 'fillFirst';
  if (objective === 'landedCost') return ['cost'];
  const goals: string[] = objective === 'fillFirst' ? ['unfilled', 'cost'] : objective.map((level) => level.goal);
  if (goals[0] !== 'unfilled' && goals[0] !== 'cost') goals.unshift('unfilled');
  if (world.rules.tiers?.mode !== 'hard') return goals;
  const tiers = Array.from({ length: facts.tiers - 1 }, (_, index) => `tiers≤${index + 1}`);
  return [goals[0], ...tiers, ...goals.slice(1)];
}

/** Stock of each node by SKU, below zero included. */
function readStock(world: World): Map<string, number> {
  return new Map(
    world.inventory.map((position) => [
      stockKey(position.node, position.sku),
      position.onHand - (position.reserved ?? 0) - (position.safetyStock ?? 0),
    ]),
  );
}

function stockKey(node: string, sku: string): string {
  return JSON.stringify([node, sku]);
}

/** What one unit of a line draws. */
function drawsOf(line: World['order']['lines'][number]): { sku: string; quantity: number }[] {
  return line.kit ?? [{ sku: line.sku, quantity: 1 }];
}

/** source → its rank among those that could serve anything at all, from 1. */
function rankSources(world: World, facts: WorldFacts): Map<number, number> {
  const stock = readStock(world);
  const stocks = (line: number, source: number) => fits(world, stock, [{ line, source, units: 1 }], facts);
  const canServe = facts.sources
    .map((source, index) => ({ source, index }))
    .filter(({ index }) =>
      world.order.lines.some((_, line) => facts.pairs[line][index].eligible && stocks(line, index)),
    );
  canServe.sort(
    (a, b) => compareText(a.source.node.id, b.source.node.id) || compareText(a.source.service.id, b.source.service.id),
  );
  return new Map(canServe.map(({ index }, position) => [index, position + 1]));
}

function fits(world: World, stock: ReadonlyMap<string, number>, parts: Choice, facts: WorldFacts): boolean {
  const drawn = new Map<string, number>();
  for (const part of parts) {
    const { node, room } = facts.sources[part.source];
    const here = parts.filter((other) => facts.sources[other.source].node === node);
    if (here.reduce((sum, other) => sum + other.units, 0) > room.units) return false;
    if (here.length > room.lines) return false;
    if (new Set(here.map((other) => other.source)).size > room.shipments) return false;
    for (const draw of drawsOf(world.order.lines[part.line])) {
      const key = stockKey(node.id, draw.sku);
      const units = (drawn.get(key) ?? 0) + draw.quantity * part.units;
      if (units > Math.max(0, stock.get(key) ?? 0)) return false;
      drawn.set(key, units);
    }
  }
  return true;
}

/** Every plan that keeps stock, capacity and the order's and lines' policies. */
function* everyPlan(world: World, facts: WorldFacts): Generator<Choice> {
  const stock = readStock(world);
  const blocks = everyBlock(world, facts).map((choices) => choices.filter((parts) => fits(world, stock, parts, facts)));
  const { order, rules } = world;
  const mostShipments = Math.min(order.maxShipments ?? 1e9, rules.policies?.maxShipments ?? 1e9);
  const allOrNothing = order.shipComplete === true || rules.policies?.shipComplete === 'order';
  const asked = order.lines.reduce((sum, line) => sum + line.quantity, 0);
  function* extend(block: number, parts: Choice): Generator<Choice> {
    if (new Set(parts.map((part) => part.source)).size > mostShipments) return;
    if (!fits(world, stock, parts, facts)) return;
    if (block < blocks.length) {
      for (const choice of blocks[block]) yield* extend(block + 1, [...parts, ...choice]);
      return;
    }
    const shipped = parts.reduce((sum, part) => sum + part.units, 0);
    if (!allOrNothing || shipped === 0 || shipped === asked) yield parts;
  }
  yield* extend(0, []);
}

/** Lines that must travel as one, or a line alone; for each all that could happen to it. */
function everyBlock(world: World, facts: WorldFacts): Choice[][] {
  const words = new Map<string, number[]>();
  const alone: number[] = [];
  for (const [index, line] of world.order.lines.entries()) {
    if (line.shipTogether === undefined) alone.push(index);
    else words.set(line.shipTogether, [...(words.get(line.shipTogether) ?? []), index]);
  }
  return [
    ...[...words.values()].map((lines) => wholeInOneShipment(world, facts, lines)),
    ...alone.map((line) => everySpread(world, facts, line)),
  ];
}

function wholeInOneShipment(world: World, facts: WorldFacts, lines: readonly number[]): Choice[] {
  const choices: Choice[] = [[]];
  for (let source = 0; source < facts.sources.length; source++) {
    if (!lines.every((line) => facts.pairs[line][source].eligible)) continue;
    choices.push(lines.map((line) => ({ line, source, units: world.order.lines[line].quantity })));
  }
  return choices;
}

/** All ways to spread a line over its eligible sources, within its own policies. */
function everySpread(world: World, facts: WorldFacts, line: number): Choice[] {
  const { policies } = world.rules;
  const asked = world.order.lines[line];
  if (asked.noSplit || policies?.noSplit) return wholeInOneShipment(world, facts, [line]);
  const most = Math.min(asked.maxShipments ?? 1e9, policies?.maxShipmentsPerLine ?? 1e9);
  const complete = asked.shipComplete === true || policies?.shipComplete === 'line';
  const stock = readStock(world);
  let choices: { parts: Choice; units: number }[] = [{ parts: [], units: 0 }];
  for (let source = 0; source < facts.sources.length; source++) {
    if (!facts.pairs[line][source].eligible) continue;
    choices = choices.flatMap((choice) => {
      const next = [choice];
      for (let units = 1; choice.units + units <= asked.quantity && choice.parts.length < most; units++) {
        const part = { line, source, units };
        if (!fits(world, stock, [part], facts)) break;
        next.push({ parts: [...choice.parts, part], units: choice.units + units });
      }
      return next;
    });
  }
  return choices
    .filter((choice) => !complete || choice.units === 0 || choice.units === asked.quantity)
    .map((choice) => choice.parts);
}

/** The asked levels, then the closing ones: smaller is better, from left to right. */
function measure(
  world: World,
  facts: WorldFacts,
  ranks: ReadonlyMap<number, number>,
  goals: readonly string[],
  parts: Choice,
): number[] {
  const sumUnits = (each: (part: Part) => number) => parts.reduce((sum, part) => sum + part.units * each(part), 0);
  const shipments = [...new Set(parts.map((part) => part.source))];
  const sumShipments = (each: (source: number) => number) => shipments.reduce((sum, source) => sum + each(source), 0);
  const asked = world.order.lines.reduce((sum, line) => sum + line.quantity, 0);
  const unfilled = asked - sumUnits(() => 1);
  const metres = (source: number) => facts.sources[source].metres;
  const value = (goal: string): number => {
    if (goal === 'unfilled') return unfilled;
    if (goal === 'shipments') return shipments.length;
    if (goal === 'lateness') return sumUnits((part) => pairOf(facts, part).lateDays);
    if (goal === 'tier') return sumUnits((part) => facts.sources[part.source].tier);
    if (goal === 'priority') return sumUnits((part) => facts.sources[part.source].node.priority!);
    if (goal === 'unitDistance') return sumUnits((part) => metres(part.source));
    if (goal === 'shipmentDistance') return sumShipments(metres);
    if (goal === 'cost') return totalCost(world, facts, parts);
    const upTo = Number(goal.slice('tiers≤'.length));
    return asked - sumUnits((part) => (facts.sources[part.source].tier <= upTo ? 1 : 0));
  };
  return [
    ...goals.map(value),
    unfilled,
    sumUnits((part) => metres(part.source)),
    sumShipments((source) => ranks.get(source)!),
    sumUnits((part) => ranks.get(part.source)!),
  ];
}

function pairOf(facts: WorldFacts, part: Part): PairFacts {
  return facts.pairs[part.line][part.source];
}

/** All terms, in 1/1000 minor unit. */
function totalCost(world: World, facts: WorldFacts, parts: Choice): number {
  const shipments = new Set(parts.map((part) => part.source));
  let cost = 1000 * (world.rules.split?.perShipment ?? 0) * Math.max(0, shipments.size - 1);
  for (const source of shipments) {
    cost += facts.sources[source].perShipment + freight(world, facts, parts, source).milli;
  }
  for (const part of parts) {
    const pair = pairOf(facts, part);
    cost += pair.perLine + part.units * pair.perUnit;
  }
  for (const [index, line] of world.order.lines.entries()) {
    const shipped = parts.reduce((sum, part) => sum + (part.line === index ? part.units : 0), 0);
    cost += (line.quantity - shipped) * (facts.unfilledPrices[index] ?? 0);
  }
  return cost;
}

function freight(world: World, facts: WorldFacts, parts: Choice, source: number): ParcelPrice {
  const contents = parts
    .filter((part) => part.source === source)
    .map(({ line, units }) => ({ line: world.order.lines[line], units }));
  return priceShipment(facts.sources[source].tariff!, world.order.destination, contents);
}

function parcelsOf(world: World, facts: WorldFacts, parts: Choice): OracleAnswer['parcels'] {
  return [...new Set(parts.map((part) => part.source))]
    .map((source) => ({
      node: facts.sources[source].node.id,
      service: facts.sources[source].service.id,
      parcels: freight(world, facts, parts, source).parcels,
    }))
    .sort((a, b) => compareText(a.node, b.node) || compareText(a.service, b.service));
}

function toAllocation(world: World, facts: WorldFacts, parts: Choice): Allocation[] {
  return parts
    .map((part) => ({
      line: world.order.lines[part.line].id,
      node: facts.sources[part.source].node.id,
      service: facts.sources[part.source].service.id,
      quantity: part.units,
    }))
    .sort(comparePlaces);
}

function comparePlaces(a: Allocation, b: Allocation): number {
  return compareText(a.line, b.line) || compareText(a.node, b.node) || compareText(a.service, b.service);
}

/** Element by element. SKU and start need no comparing: they follow from the line and are the same everywhere. */
function compareLists(a: readonly Allocation[], b: readonly Allocation[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const order = comparePlaces(a[i], b[i]) || a[i].quantity - b[i].quantity;
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function compareNumbers(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i] - b[i];
  return 0;
}

/** By code unit, as JavaScript compares text. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
