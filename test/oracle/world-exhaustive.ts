/**
 * Every plan of a small world, one after another: the best vector of levels and, among its plans, the one that the last ties
 * choose. Naive on purpose; shares no code with `src/`.
 */
import type { World } from '../worlds';
import { type PairFacts, readWorld, type WorldFacts } from './world-facts';
import { levelsAsked, mostAllowed, type WorldLevel } from './world-goals';
import { withoutPolicies } from './world-policies';
import { positionsFor } from './world-protection';
import { type ParcelPrice, priceShipment } from './world-rates';

export interface Allocation {
  readonly line: string;
  readonly node: string;
  readonly service: string;
  /** ISO, as instants in the plan. */
  readonly start: string;
  readonly ready: string;
  readonly quantity: number;
}

/** A shipment, without its contents. */
export interface ShipmentFacts {
  readonly group: string | undefined;
  readonly node: string;
  readonly service: string;
  readonly start: string;
  readonly ready: string;
  readonly handOver: string;
  readonly delivery: string | null;
  readonly parcels: number;
}

export interface AnswerLevel {
  readonly goal: string;
  readonly value: number;
  /** Its own, and what its tolerance makes of it: the most that the level may be worth. */
  readonly optimum: number;
  readonly most: number;
}

export interface OracleAnswer {
  /** The asked levels in order, by the names that a plan's proof uses. */
  readonly levels: readonly AnswerLevel[];
  /** Sorted by line, node, service, start. */
  readonly allocation: readonly Allocation[];
  /** Sorted by node, service, start. */
  readonly shipments: readonly ShipmentFacts[];
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

export function bestPlan(written: World): OracleAnswer {
  const world = withoutPolicies(written);
  const facts = readWorld(world);
  const asked = levelsAsked(world.rules, facts.tiers);
  const ranks = rankSources(world, facts);
  const all = [...everyPlan(world, facts)].map((parts) => ({
    parts,
    vector: measure(world, facts, ranks, asked, parts),
  }));
  const { within, order, optima } = narrow(all, asked);
  let best: { vector: number[]; parts: Choice; list: Allocation[] } | undefined;
  let ties = 0;
  for (const { parts, vector } of within) {
    const told = best === undefined ? -1 : compareBy(order, vector, best.vector);
    const toldAsked = best === undefined ? -1 : compareBy(order.slice(0, asked.length), vector, best.vector);
    if (toldAsked < 0) ties = 0;
    if (toldAsked <= 0) ties += 1;
    if (told > 0) continue;
    const list = toAllocation(world, facts, parts);
    if (best === undefined || told < 0 || compareLists(list, best.list) < 0) best = { vector, parts, list };
  }
  const { vector, list, parts } = best!;
  const levels = asked.map(({ name, tolerance }, index) => {
    const optimum = optima[index] ?? vector[index];
    const most = tolerance === undefined ? optimum : mostAllowed(optimum, tolerance);
    return { goal: name, value: vector[index], optimum, most };
  });
  return { levels, allocation: list, shipments: shipmentsOf(world, facts, parts), plans: all.length, ties };
}

interface Measured {
  readonly parts: Choice;
  readonly vector: number[];
}

/**
 * The plans that every tolerance allows, its level first brought to its optimum; and by which places of their vectors they are compared:
 * levels without a tolerance, those with one, what always comes after.
 */
function narrow(
  all: readonly Measured[],
  asked: readonly WorldLevel[],
): { within: readonly Measured[]; order: readonly number[]; optima: readonly (number | undefined)[] } {
  let within = all;
  const strict: number[] = [];
  const tolerated: number[] = [];
  const optima: (number | undefined)[] = [];
  for (const [at, { tolerance }] of asked.entries()) {
    if (tolerance === undefined) {
      strict.push(at);
      continue;
    }
    const order = [...strict, at];
    const [first] = within;
    const least = within.reduce((best, plan) => (compareBy(order, plan.vector, best.vector) < 0 ? plan : best), first);
    optima[at] = least.vector[at];
    const most = mostAllowed(least.vector[at], tolerance);
    within = within.filter(({ vector }) => vector[at] <= most);
    tolerated.push(at);
  }
  const closing = all[0].vector.map((_, at) => at).slice(asked.length);
  return { within, order: [...strict, ...tolerated, ...closing], optima };
}

function compareBy(order: readonly number[], a: readonly number[], b: readonly number[]): number {
  for (const at of order) if (a[at] !== b[at]) return a[at] - b[at];
  return 0;
}

type Stock = ReadonlyMap<string, World['inventory'][number]>;

function readStock(world: World): Stock {
  return new Map(positionsFor(world).map((position) => [stockKey(position.node, position.sku), position]));
}

function stockKey(node: string, sku: string): string {
  return JSON.stringify([node, sku]);
}

/** What is there for a start at an instant: nothing leaves it that has come, so that it never falls. */
function availableAt(position: World['inventory'][number] | undefined, start: number): number {
  if (position === undefined) return 0;
  const { onHand, reserved = 0, safetyStock = 0, inbound = [] } = position;
  const arrived = inbound.filter(({ at }) => Date.parse(at) <= start);
  return Math.max(0, onHand - reserved - safetyStock + arrived.reduce((sum, { units }) => sum + units, 0));
}

/** What one unit of a line draws. */
function drawsOf(line: World['order']['lines'][number]): { sku: string; quantity: number }[] {
  return line.kit ?? [{ sku: line.sku, quantity: 1 }];
}

/** source → the rank of its node and service among those that could serve anything at all, from 1. */
function rankSources(world: World, facts: WorldFacts): Map<number, number> {
  const stock = readStock(world);
  const stocks = (line: number, source: number) => fits(world, stock, [{ line, source, units: 1 }], facts);
  const canServe = facts.sources.filter((_, index) =>
    world.order.lines.some((_, line) => facts.pairs[line][index].eligible && stocks(line, index)),
  );
  canServe.sort((a, b) => compareText(a.node.id, b.node.id) || compareText(a.service.id, b.service.id));
  const keyOf = ({ node, service }: WorldFacts['sources'][number]) => JSON.stringify([node.id, service.id]);
  const ranked = [...new Set(canServe.map(keyOf))];
  return new Map(facts.sources.map((source, index) => [index, ranked.indexOf(keyOf(source)) + 1]));
}

/** Stock by the start that draws it, the room of nodes and of their days. */
function fits(world: World, stock: Stock, parts: Choice, facts: WorldFacts): boolean {
  const drawsBy = new Map<string, { start: number; units: number }[]>();
  for (const part of parts) {
    const { node, room, start } = facts.sources[part.source];
    const here = parts.filter(({ source }) => facts.sources[source].node.id === node.id);
    if (here.reduce((sum, other) => sum + other.units, 0) > (node.capacityUnits ?? 1e9)) return false;
    if (room !== null) {
      const today = here.filter(({ source }) => facts.sources[source].start.day === start.day);
      if (today.reduce((sum, other) => sum + other.units, 0) > room.units) return false;
      if (today.length > room.lines) return false;
      if (new Set(today.map(({ source }) => source)).size > room.shipments) return false;
    }
    for (const { sku, quantity } of drawsOf(world.order.lines[part.line])) {
      const key = stockKey(node.id, sku);
      drawsBy.set(key, [...(drawsBy.get(key) ?? []), { start: start.start, units: quantity * part.units }]);
    }
  }
  return [...drawsBy].every(([key, draws]) =>
    draws.every(({ start }) => {
      const drawn = draws.reduce((sum, draw) => (draw.start <= start ? sum + draw.units : sum), 0);
      return drawn <= availableAt(stock.get(key), start);
    }),
  );
}

/** Every plan that keeps stock, capacity and the order's and lines' policies. */
function* everyPlan(world: World, facts: WorldFacts): Generator<Choice> {
  const stock = readStock(world);
  const blocks = everyBlock(world, facts).map((choices) => choices.filter((parts) => fits(world, stock, parts, facts)));
  const { order } = world;
  const mostShipments = order.maxShipments ?? 1e9;
  const allOrNothing = order.shipComplete === true;
  const asked = order.lines.reduce((sum, line) => sum + line.quantity, 0);
  function* extend(block: number, parts: Choice): Generator<Choice> {
    if (countShipments(parts) > mostShipments) return;
    if (facts.groups.some((group) => countShipments(ofGroup(facts, group, parts)) > group.maxShipments)) return;
    if (!fits(world, stock, parts, facts)) return;
    if (block < blocks.length) {
      for (const choice of blocks[block]) yield* extend(block + 1, [...parts, ...choice]);
      return;
    }
    const shipped = parts.reduce((sum, part) => sum + part.units, 0);
    if (allOrNothing && shipped > 0 && shipped < asked) return;
    if (facts.groups.every((group) => !group.shipComplete || isAllOrNothing(world, facts, group, parts))) yield parts;
  }
  yield* extend(0, []);
}

type Group = WorldFacts['groups'][number];

function ofGroup({ sources }: WorldFacts, group: Group, parts: Choice): Choice {
  return parts.filter(({ source }) => sources[source].group === group);
}

function countShipments(parts: Choice): number {
  return new Set(parts.map((part) => part.source)).size;
}

function isAllOrNothing(world: World, facts: WorldFacts, group: Group, parts: Choice): boolean {
  const shipped = ofGroup(facts, group, parts).reduce((sum, part) => sum + part.units, 0);
  const asked = group.lines.reduce((sum, line) => sum + world.order.lines[line].quantity, 0);
  return shipped === 0 || shipped === asked;
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
  const asked = world.order.lines[line];
  if (asked.noSplit) return wholeInOneShipment(world, facts, [line]);
  const most = asked.maxShipments ?? 1e9;
  const complete = asked.shipComplete === true;
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
  levels: readonly WorldLevel[],
  parts: Choice,
): number[] {
  const sumUnits = (each: (part: Part) => number) => parts.reduce((sum, part) => sum + part.units * each(part), 0);
  const shipments = [...new Set(parts.map((part) => part.source))];
  const sumShipments = (each: (source: number) => number) => shipments.reduce((sum, source) => sum + each(source), 0);
  const asked = world.order.lines.reduce((sum, line) => sum + line.quantity, 0);
  const unfilled = asked - sumUnits(() => 1);
  const near = 1000 * (world.rules.equallyNearKm ?? 0);
  const metres = (source: number) => Math.max(near, facts.sources[source].metres);
  const value = (goal: string): number => {
    if (goal === 'unfilled') return unfilled;
    if (goal === 'shipments') return shipments.length;
    if (goal === 'lateness') return sumUnits((part) => pairOf(facts, part).lateDays);
    if (goal === 'tier') return sumUnits((part) => facts.sources[part.source].tier);
    if (goal === 'priority') return sumUnits((part) => facts.sources[part.source].node.priority!);
    if (goal === 'unitDistance') return sumUnits((part) => metres(part.source));
    if (goal === 'shipmentDistance') return sumShipments(metres);
    if (goal === 'cost') return totalCost(world, facts, parts);
    if (goal === 'balance') return balance(world, facts, parts);
    const upTo = Number(goal.slice('tiers≤'.length));
    return asked - sumUnits((part) => (facts.sources[part.source].tier <= upTo ? 1 : 0));
  };
  return [
    ...levels.map(({ sum }) => sum.reduce((total, { goal, times }) => total + times * value(goal), 0)),
    unfilled,
    sumUnits((part) => metres(part.source)),
    sumShipments((source) => ranks.get(source)!),
    sumUnits((part) => ranks.get(part.source)!),
  ];
}

/** The fullest node, or day of one, that the plan draws on: per mille, rounded up. */
function balance({ snapshot }: World, facts: WorldFacts, parts: Choice): number {
  let most = 0;
  const share = (units: number, total: number) => {
    let mille = 0;
    while (mille * total < units * 1000) mille += 1;
    most = Math.max(most, mille);
  };
  const unitsWhere = (isHere: (source: WorldFacts['sources'][number]) => boolean) =>
    parts.reduce((sum, part) => (isHere(facts.sources[part.source]) ? sum + part.units : sum), 0);
  for (const { source } of parts) {
    const { node, start } = facts.sources[source];
    if (node.capacityUnits !== undefined)
      share(
        unitsWhere((other) => other.node.id === node.id),
        node.capacityUnits,
      );
    const daily = node.capacityPerDay?.units;
    if (daily === undefined) continue;
    const before = snapshot?.used?.find((row) => row.node === node.id && row.day === start.day)?.units ?? 0;
    share(before + unitsWhere((other) => other.node.id === node.id && other.start.day === start.day), daily);
  }
  return most;
}

function pairOf(facts: WorldFacts, part: Part): PairFacts {
  return facts.pairs[part.line][part.source];
}

/** All terms, in 1/1000 minor unit. */
function totalCost(world: World, facts: WorldFacts, parts: Choice): number {
  const shipments = new Set(parts.map((part) => part.source));
  let cost = 0;
  for (const group of facts.groups) {
    const beyond = Math.max(0, countShipments(ofGroup(facts, group, parts)) - 1);
    cost += 1000 * (world.rules.split?.perShipment ?? 0) * beyond;
  }
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
  const { tariff, group } = facts.sources[source];
  return priceShipment(tariff!, group.view.order.destination, contents);
}

function shipmentsOf(world: World, facts: WorldFacts, parts: Choice): ShipmentFacts[] {
  return [...new Set(parts.map((part) => part.source))]
    .map((source) => {
      const { node, service, group, start, ready, handOver, delivery } = facts.sources[source];
      return {
        group: group.id,
        node: node.id,
        service: service.id,
        start: iso(start.start),
        ready: iso(ready),
        handOver: iso(handOver),
        delivery: Number.isNaN(delivery) ? null : iso(delivery),
        parcels: freight(world, facts, parts, source).parcels,
      };
    })
    .sort(compareShipments);
}

function iso(instant: number): string {
  return new Date(instant).toISOString();
}

export function compareShipments(a: ShipmentFacts, b: ShipmentFacts): number {
  for (const key of ['node', 'service', 'start', 'ready'] as const)
    if (a[key] !== b[key]) return a[key] < b[key] ? -1 : 1;
  return compareText(a.group ?? '', b.group ?? '');
}

function toAllocation(world: World, facts: WorldFacts, parts: Choice): Allocation[] {
  return parts
    .map((part) => {
      const { node, service, start, ready } = facts.sources[part.source];
      return {
        line: world.order.lines[part.line].id,
        node: node.id,
        service: service.id,
        start: iso(start.start),
        ready: iso(ready),
        quantity: part.units,
      };
    })
    .sort(comparePlaces);
}

export function comparePlaces(a: Allocation, b: Allocation): number {
  for (const key of ['line', 'node', 'service', 'start', 'ready'] as const) {
    if (a[key] !== b[key]) return a[key] < b[key] ? -1 : 1;
  }
  return 0;
}

/** Element by element. The SKU needs no comparing: it follows from the line. */
function compareLists(a: readonly Allocation[], b: readonly Allocation[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const order = comparePlaces(a[i], b[i]) || a[i].quantity - b[i].quantity;
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** By code unit, as JavaScript compares text. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
