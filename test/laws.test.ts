/**
 * Change the input, predict the output: the true laws of the problem, on random worlds. Each law names the change and how the vector
 * of asked levels may move. A law counts how often its world let it say something, and fails where that is too seldom.
 */
import fc from 'fast-check';
import { planOrder, verifyPlan } from 'order-sourcing';
import { describe, expect, it } from 'vitest';
import type { Plan } from '../src/model/types';
import { allocationOf, isProven } from './oracle/world-judge';
import { type World, worldArbitrary } from './worlds';

const RUNS = 350;
const SEED = 20_260_302;

interface Law {
  /** The changed world; undefined where the world gives nothing to change. */
  readonly change: (world: World, chance: fc.GeneratorValue) => World | undefined;
  readonly holds: (before: Plan, after: Plan) => void;
  /** At least so many runs must reach `holds`, of {@link RUNS}. */
  readonly floor: number;
}

function values(plan: Plan): number[] {
  return plan.proof.levels.map((level) => level.value);
}

/** Lexicographic: negative where `a` is better. */
function compare(a: Plan, b: Plan): number {
  const [left, right] = [values(a), values(b)];
  const at = left.findIndex((value, index) => value !== right[index]);
  return at < 0 ? 0 : left[at] - right[at];
}

const noWorse = (before: Plan, after: Plan) => expect(compare(after, before)).toBeLessThanOrEqual(0);
const noBetter = (before: Plan, after: Plan) => expect(compare(after, before)).toBeGreaterThanOrEqual(0);
const equal = (before: Plan, after: Plan) => expect(values(after)).toEqual(values(before));

/** A copy that `edit` may change; undefined where it says that there was nothing to change. */
function edited(world: World, edit: (copy: World) => boolean): World | undefined {
  const copy = structuredClone(world);
  return edit(copy) ? copy : undefined;
}

function pick<T>(chance: fc.GeneratorValue, list: readonly T[]): T | undefined {
  return list.length === 0 ? undefined : list[chance(fc.nat, { max: list.length - 1 })];
}

/** Takes an optional field away. */
function without<T extends object>(thing: T, key: keyof T): boolean {
  if (thing[key] === undefined) return false;
  delete thing[key];
  return true;
}

const looser: { [name: string]: (world: World) => boolean } = {
  'no K on the order': ({ order }) => without(order, 'maxShipments'),
  'no K on lines': ({ order }) => order.lines.map((line) => without(line, 'maxShipments')).includes(true),
  'lines may split': ({ order }) => order.lines.map((line) => without(line, 'noSplit')).includes(true),
  'lines may ship in part': ({ order }) => order.lines.map((line) => without(line, 'shipComplete')).includes(true),
  'lines may travel apart': ({ order, rules }) =>
    // A line without a word takes that of a policy.
    !(rules.policies ?? []).some(({ shipTogether }) => shipTogether) &&
    order.lines.map((line) => without(line, 'shipTogether')).includes(true),
  'the order may ship in part': ({ order }) => without(order, 'shipComplete'),
  'no policies': ({ rules }) => without(rules, 'policies'),
  'no protected stock': ({ rules }) => without(rules, 'protection'),
  'no stock of channels': ({ inventory }) => inventory.map((each) => without(each, 'allocations')).includes(true),
  'no node excluded': ({ order }) => without(order, 'excludedNodes'),
  'no node pinned': ({ order }) => without(order, 'pinnedNodes'),
  'no node pinned for lines': ({ order }) => order.lines.map((line) => without(line, 'pinnedNodes')).includes(true),
  'no date on lines': ({ order }) => !order.needBy && order.lines.map((line) => without(line, 'needBy')).includes(true),
  'no filters': ({ rules }) => without(rules, 'filters'),
  'unlimited nodes': ({ network }) => network.nodes.map((node) => without(node, 'capacityUnits')).includes(true),
  'unlimited days': (world) => {
    if (readsState(world.rules)) return false;
    delete world.snapshot;
    return world.network.nodes.map((node) => without(node, 'capacityPerDay')).includes(true);
  },
};

/** What can only make dates earlier. */
const longer: { [name: string]: (world: World) => boolean } = {
  'nodes that are always open': ({ network }) => network.nodes.map((node) => without(node, 'calendar')).includes(true),
  'carriers that work every day': ({ network }) =>
    network.services.map((service) => without(service, 'calendar')).includes(true),
  'carriers that come at any time': ({ network }) =>
    [...network.services, ...network.nodes.flatMap((node) => node.services ?? [])]
      .map((each) => without(each, 'pickUps'))
      .includes(true),
  'one more hour in the evening': ({ network }) => laterHours(network),
  'no cut-offs': ({ network }) => {
    const limited = everyPickUp(network).filter(({ cutOff }) => cutOff !== undefined);
    for (const pickUp of limited) {
      delete pickUp.cutOff;
      delete pickUp.cutOffDaysBefore;
    }
    return limited.length > 0;
  },
  'cut-offs half an hour later': ({ network }) => laterCutOffs(network),
  'work in no time': ({ network }) => {
    const slow = network.nodes.filter((node) => (node.processingMinutes ?? 0) > 0 || node.processing !== undefined);
    for (const node of slow) {
      node.processingMinutes = 0;
      delete node.processing;
    }
    return slow.length > 0;
  },
  'a day less on the way': ({ network }) => fasterTransit(network),
  'no hold': ({ rules }) => without(rules, 'holdMinutes'),
};

type Network = World['network'];

function everyPickUp({ services, nodes }: Network) {
  return [...services, ...nodes.flatMap((node) => node.services ?? [])].flatMap((each) => each.pickUps ?? []);
}

function laterHours({ calendars = [] }: Network): boolean {
  const all = calendars
    .flatMap(({ week }) => week)
    .filter(({ close }) => close !== undefined && close >= '12:00' && close < '23:00');
  for (const hours of all)
    hours.close = `${String(Number(hours.close!.slice(0, 2)) + 1).padStart(2, '0')}${hours.close!.slice(2)}`;
  return all.length > 0;
}

function laterCutOffs(network: Network): boolean {
  const all = everyPickUp(network).filter(({ cutOff }) => cutOff?.endsWith(':00') && cutOff < '24:00');
  for (const pickUp of all) pickUp.cutOff = pickUp.cutOff!.replace(':00', ':30');
  return all.length > 0;
}

function fasterTransit({ services }: Network): boolean {
  const all = services
    .flatMap(({ transit }) => [...(transit?.lanes ?? []), ...(transit?.bands ?? [])])
    .filter(({ days = 0 }) => days > 0);
  for (const each of all) each.days! -= 1;
  return all.length > 0;
}

const laws: { [name: string]: Law } = {
  'more stock never worsens': {
    change: (world, chance) =>
      edited(world, ({ inventory, rules }) => {
        const position = pick(chance, inventory);
        if (!position || readsState(rules)) return false;
        position.onHand += chance(fc.integer, { min: 1, max: 4 });
        return true;
      }),
    holds: noWorse,
    floor: RUNS * 0.6,
  },
  'what arrives too never worsens': {
    change: (world, chance) =>
      edited(world, ({ inventory, asOf, network, rules }) => {
        const position = pick(chance, inventory);
        if (!position || countsDays(network) || readsState(rules)) return false;
        const at = new Date(Date.parse(asOf) + chance(fc.integer, { min: -100, max: 5000 }) * 60_000).toISOString();
        position.inbound = [...(position.inbound ?? []), { at, units: chance(fc.integer, { min: 1, max: 3 }) }];
        return true;
      }),
    holds: noWorse,
    floor: RUNS * 0.2,
  },
  'what arrives sooner never worsens': {
    change: (world, chance) =>
      edited(world, ({ inventory, network, rules }) => {
        if (countsDays(network) || readsState(rules) || startsTwice(planOrder(world))) return false;
        const arrival = pick(
          chance,
          inventory.flatMap(({ inbound }) => inbound ?? []),
        );
        if (arrival) arrival.at = '2026-01-01T00:00:00Z';
        return arrival !== undefined;
      }),
    holds: noWorse,
    floor: RUNS * 0.02,
  },
  'longer hours, later cut-offs, faster transit never worsen': {
    change: (world, chance) => {
      const name = pick(
        chance,
        Object.keys(longer).filter((key) => longer[key](structuredClone(world))),
      );
      return name === undefined || hasWaits(world) || readsState(world.rules) ? undefined : edited(world, longer[name]);
    },
    holds: noWorse,
    floor: RUNS * 0.2,
  },
  'less safety stock never worsens': {
    change: (world, chance) =>
      edited(world, ({ inventory, rules }) => {
        if (readsState(rules)) return false;
        const kept = inventory.filter((position) => (position.safetyStock ?? 0) > 0);
        const position = pick(chance, kept);
        if (position) position.safetyStock = 0;
        return position !== undefined;
      }),
    holds: noWorse,
    floor: RUNS * 0.2,
  },
  'one more unit of capacity never worsens': {
    change: (world, chance) =>
      edited(world, ({ network }) => {
        const node = pick(
          chance,
          network.nodes.filter((each) => each.capacityUnits !== undefined),
        );
        if (node) node.capacityUnits! += 1;
        return node !== undefined;
      }),
    holds: noWorse,
    floor: RUNS * 0.15,
  },
  'K + 1 never worsens': {
    change: (world) =>
      edited(world, ({ order }) => {
        if (order.maxShipments === undefined) return false;
        order.maxShipments += 1;
        return true;
      }),
    holds: noWorse,
    floor: RUNS * 0.05,
  },
  'a looser rule never worsens': {
    change: (world, chance) => {
      const name = pick(
        chance,
        Object.keys(looser).filter((key) => looser[key](structuredClone(world))),
      );
      return name === undefined ? undefined : edited(world, looser[name]);
    },
    holds: noWorse,
    floor: RUNS * 0.5,
  },
  'a filter never improves': {
    change: (world, chance) =>
      edited(world, ({ rules, network }) => {
        const node = pick(chance, network.nodes)!;
        const exclude = { field: 'node.id', op: 'eq' as const, value: node.id };
        rules.filters = [...(rules.filters ?? []), { id: 'one more', exclude }];
        return true;
      }),
    holds: noBetter,
    floor: RUNS * 0.8,
  },
  'integer prices doubled double the cost level, and the plan stays': {
    change: doublePrices,
    holds: (before, after) => {
      const doubled = before.proof.levels.map((level) => (level.goal === 'cost' ? level.value * 2 : level.value));
      expect(values(after)).toEqual(doubled);
      expect(allocationOf(after)).toEqual(allocationOf(before));
      expect(after.cost.exact).toBe(2 * before.cost.exact);
    },
    floor: RUNS * 0.2,
  },
  'a line cut in two costs the same where nothing is priced by the line': {
    change: cutLine,
    holds: equal,
    floor: RUNS * 0.06,
  },
  'pinned to the nodes it used, the plan is as good': {
    change: (world) => {
      const nodes = [...new Set(planOrder(world).shipments.map((shipment) => shipment.node))];
      return nodes.length === 0 ? undefined : { ...world, order: { ...world.order, pinnedNodes: nodes } };
    },
    holds: equal,
    floor: RUNS * 0.18,
  },
  'stock lowered to what the plan takes gives an equally good plan': {
    change: (world) => {
      const { claims } = planOrder(world);
      const { rules, inventory: before } = world;
      if (before.some(({ inbound }) => inbound !== undefined) || rules.protection || readsState(rules))
        return undefined;
      const held = new Map<string, { node: string; sku: string; onHand: number }>();
      for (const { node, sku, units } of claims.stock) {
        const key = JSON.stringify([node, sku]);
        held.set(key, { node, sku, onHand: units + (held.get(key)?.onHand ?? 0) });
      }
      const inventory = [...held.values()];
      return inventory.length === 0 ? undefined : { ...world, inventory };
    },
    holds: equal,
    floor: RUNS * 0.08,
  },
};

/** Some price depends on what nodes hold, or have taken on. */
function readsState({ costs = [] }: World['rules']): boolean {
  const state = ['onHand', 'available', 'weeksOfSupply', 'load'];
  return costs.some(({ times }) => times !== undefined && 'of' in times && state.includes(times.of));
}

/** Who opens sooner may meet a day that is full, or stock that is not there yet and then comes after a cut-off. */
function hasWaits({ network, inventory }: World): boolean {
  return countsDays(network) || inventory.some(({ inbound }) => inbound !== undefined);
}

/** What waits for a day with room is released when that begins. */
function countsDays({ nodes }: Network): boolean {
  return nodes.some((node) => node.capacityPerDay !== undefined);
}

/** Two shipments of a node may cost less than one, so that it may be well to wait. */
function startsTwice({ shipments }: Plan): boolean {
  return shipments.some((a) => shipments.some((b) => a !== b && a.node === b.node && a.service === b.service));
}

/** Every price twice as high. Rounding must not enter: whole prices per kilometre and whole shares of value only, and no fuel. */
function doublePrices(world: World): World | undefined {
  const { rules } = world;
  if ((rules.costs ?? []).some((rule) => !Number.isInteger(rule.perUnitKm ?? 0))) return undefined;
  if ((rules.costs ?? []).some(({ times }) => times !== undefined)) return undefined;
  if (!Number.isInteger(rules.unfilled?.percentOfValue ?? 0)) return undefined;
  if (world.network.rateCards.some((card) => (card.fuelPercent ?? 0) > 0)) return undefined;
  return doubled(world) as World;
}

const PRICE_KEYS = new Set([
  ...[
    'base',
    'perKg',
    'minimum',
    'price',
    'procurementPerUnit',
    'transferPerUnit',
    'perShipment',
    'perLine',
    'perUnit',
    'perUnitKm',
    'perUnitDay',
    'percentOfValue',
    'unfilledPrice',
  ],
]);

/** Doubles numbers under the names of prices, a cost table's cells among them. */
function doubled(value: unknown, isPrice = false): unknown {
  if (typeof value === 'number') return isPrice ? value * 2 : value;
  if (Array.isArray(value)) return value.map((each) => doubled(each, isPrice));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, doubled(each, PRICE_KEYS.has(key))]));
}

/** Cuts the first line that can be cut; undefined where a price, a rule or a policy looks at lines. */
function cutLine(world: World): World | undefined {
  const { rules, network, order } = world;
  const perLine =
    network.nodes.some((node) => node.handling?.perLine) || (rules.costs ?? []).some((rule) => rule.perLine);
  const byLine = (rules.costTables ?? []).some((table) => table.by === 'line');
  const readsLine = /"line\.(id|quantity)"/.test(JSON.stringify([rules.filters, rules.costs]));
  const policies = (rules.policies ?? []).length > 0;
  if (perLine || byLine || readsLine || policies) return undefined;
  const index = order.lines.findIndex(
    (line) => line.quantity > 1 && !line.noSplit && !line.shipComplete && !line.shipTogether && !line.maxShipments,
  );
  if (index < 0) return undefined;
  const copy = structuredClone(world);
  const line = copy.order.lines[index];
  copy.order.lines.push({ ...structuredClone(line), id: 'cut off', quantity: 1 });
  line.quantity -= 1;
  return copy;
}

describe('the laws', () => {
  it.each(Object.entries(laws))('%s', { timeout: 60_000 }, (_, law) => {
    let said = 0;
    const world = fc.oneof(
      { weight: 2, arbitrary: worldArbitrary({ maxPlans: 50_000, dated: false, plainGoals: true }) },
      { weight: 1, arbitrary: worldArbitrary({ maxPlans: 500, dated: true, plainGoals: true }) },
    );
    const property = fc.property(world, fc.gen(), (world, chance) => {
      const changed = law.change(world, chance);
      if (!changed) return;
      const [before, after] = [planOrder(world), planOrder(changed)];
      expect([...verifyPlan(before, world), ...verifyPlan(after, changed)]).toEqual([]);
      if (!isProven(before) || !isProven(after)) return;
      law.holds(before, after);
      said += 1;
    });
    fc.assert(property, { seed: SEED, numRuns: RUNS });
    expect(said).toBeGreaterThanOrEqual(law.floor);
  });
});
