/** The raw input with its defaults filled in by hand, and what follows from it for a node, a service, a line. */
import { InputError } from '../model/errors';
import type {
  DestinationInput,
  DistanceFunction,
  Inventory,
  NetworkInput,
  OrderInput,
  Plan,
  RateFunction,
  RuleFunctions,
  RulesInput,
  SnapshotInput,
  WorkloadInput,
} from '../model/types';
import { MS_PER_MINUTE } from '../model/units';
import { holds, type Readable } from './conditions';
import { type Group, groupsOf, isOf } from './groups';
import { LocalTime } from './localTime';
import { located } from './places';
import { underPolicies } from './policies';
import { isInstant } from './shape';
import { type HeldUnits, type InventoryIndex, indexSkus } from './stock';
import { show } from './violations';

/** What a plan was made for. It must be input that the planner accepts: only the plan is judged. */
export interface VerifyInput {
  readonly order: OrderInput;
  readonly network: NetworkInput;
  /** Positions, columns, or an index made once; those of the order's SKUs are enough. */
  readonly inventory: Inventory | InventoryIndex;
  readonly rules: RulesInput;
  /** ISO instant. */
  readonly asOf: string;
  /** The caller's own distances; they go before what the network says. */
  readonly distance?: DistanceFunction | undefined;
  /** The caller's own rates; they go before the cards. */
  readonly rate?: RateFunction | undefined;
  /** The caller's own functions that rules name. */
  readonly functions?: RuleFunctions | undefined;
  /** Of it only `used` is read: what nodes with `capacityPerDay` had taken on before this plan. */
  readonly snapshot?: SnapshotInput | undefined;
  /** Stock that other plans hold from their starts on, where the inventory does not count it as reserved. */
  readonly claims?: Plan['claims']['stock'] | undefined;
  /**
   * The plan was asked to be the earliest: `unfilled`, the latest delivery, `cost`, in place of the rules' objective. Of an order with
   * delivery groups: the id of the group whose delivery counts.
   */
  readonly earliest?: boolean | string | undefined;
}

export type NodeInput = NetworkInput['nodes'][number];
export type ServiceInput = NetworkInput['services'][number];
export type RateCardInput = NetworkInput['rateCards'][number];
export type Line = OrderInput['lines'][number];
export type Goal =
  | 'unfilled'
  | 'lateness'
  | 'shipments'
  | 'tier'
  | 'priority'
  | 'unitDistance'
  | 'shipmentDistance'
  | 'delivery'
  | 'cost';

/** All that is known of an order but where it goes. */
export interface OrderFacts {
  /** With what policies ask of it. */
  readonly order: OrderInput;
  readonly groups: readonly Group[];
  readonly network: NetworkInput;
  readonly rules: RulesInput;
  /** Epoch ms. */
  readonly asOf: number;
  /** Epoch ms: when nodes hear of the order. */
  readonly release: number;
  readonly local: LocalTime;
  /** As they were given: see {@link nodeOf}. */
  readonly nodes: ReadonlyMap<string, NodeInput>;
  readonly services: ReadonlyMap<string, ServiceInput>;
  readonly lines: ReadonlyMap<string, Line>;
  readonly stock: InventoryIndex;
  readonly held: readonly HeldUnits[];
  /** Asked levels before hard tiers are put in: presets spelled out, `unfilled` in front. */
  readonly goals: readonly Goal[];
  /** The only delivery group whose delivery is a level; undefined: every one's. */
  readonly earliestGroup: string | undefined;
  readonly distance: DistanceFunction | undefined;
  readonly rate: RateFunction | undefined;
  readonly functions: RuleFunctions;
  readonly used: readonly WorkloadInput[];
}

/** … and of one of its delivery groups: what conditions, rates and dates read. */
export interface Facts extends OrderFacts {
  readonly group: Group;
  /** Its destination is the group's. */
  readonly order: OrderInput & { readonly destination: DestinationInput };
}

/** undefined: the order has no such group. */
export function factsOf(facts: OrderFacts, id: string | undefined): Facts | undefined {
  const group = facts.groups.find((each) => each.id === id);
  return group && { ...facts, group, order: { ...facts.order, destination: group.destination } };
}

/** Of the group that the line belongs to; undefined: it belongs to none. */
export function factsOfLine(facts: OrderFacts, line: Line): Facts | undefined {
  const group = facts.groups.find((each) => isOf(each, line));
  return group && factsOf(facts, group.id);
}

/** @throws InputError if `asOf` is no instant */
export function readFacts(input: VerifyInput): OrderFacts {
  const { network, rules, asOf } = input;
  const order = underPolicies(network, rules, input.order);
  if (!isInstant(asOf)) {
    throw new InputError([
      { code: 'invalid', path: ['asOf'], message: `asOf: ${show(asOf)} must be an instant in UTC.` },
    ]);
  }
  const skus = new Set(order.lines.flatMap((line) => partsOf(line).map((part) => part.sku)));
  return {
    order,
    groups: groupsOf(network, order),
    network,
    rules,
    asOf: Date.parse(asOf),
    release: Date.parse(asOf) + (rules.holdMinutes ?? 0) * MS_PER_MINUTE,
    local: new LocalTime(),
    nodes: new Map(network.nodes.map((node) => [node.id, node])),
    services: new Map(network.services.map((service) => [service.id, service])),
    lines: new Map(order.lines.map((line) => [line.id, line])),
    stock: indexSkus(input.inventory, skus),
    held: (input.claims ?? []).map(({ node, sku, start, units, channel }) => {
      return { node, sku, at: Date.parse(start), units, channel };
    }),
    goals: input.earliest === undefined || input.earliest === false ? goalsOf(rules) : ['unfilled', 'delivery', 'cost'],
    earliestGroup: typeof input.earliest === 'string' ? input.earliest : undefined,
    distance: input.distance,
    rate: input.rate,
    functions: input.functions ?? {},
    used: input.snapshot?.used ?? [],
  };
}

function goalsOf({ objective = 'fillFirst' }: RulesInput): Goal[] {
  if (objective === 'landedCost') return ['cost'];
  if (objective === 'fillFirst') return ['unfilled', 'cost'];
  const goals = objective.map((level) => level.goal);
  return goals[0] === 'unfilled' || goals[0] === 'cost' ? goals : ['unfilled', ...goals];
}

/** The node with what postal areas know of it; undefined: the network has no such node. */
export function nodeOf(facts: OrderFacts, id: string): NodeInput | undefined {
  const node = facts.nodes.get(id);
  return node && located(facts.network, node);
}

/** What one unit of a line takes from the stock: itself, or the parts of a kit. */
export function partsOf(line: Line): readonly { readonly sku: string; readonly quantity: number }[] {
  return line.kit ?? [{ sku: line.sku, quantity: 1 }];
}

/** Epoch ms; undefined = never late. */
export function needByOf({ group }: Facts, line: Line): number | undefined {
  const needBy = line.needBy ?? group.needBy;
  return needBy === undefined ? undefined : Date.parse(needBy);
}

/** A date is needed where someone waits for it, and lateness costs or counts; or where the latest counts. */
export function needsDate(facts: Facts, line: Line): boolean {
  const isAsked = facts.earliestGroup === undefined || facts.earliestGroup === facts.group.id;
  if (isAsked && facts.goals.includes('delivery')) return true;
  if (needByOf(facts, line) === undefined) return false;
  const { perUnitDay = 0, forbid = false } = facts.rules.lateness ?? {};
  return perUnitDay > 0 || forbid || facts.goals.includes('lateness');
}

/** Everything that conditions may read about a pair; without a line, what they may read about a shipment. */
export function readable(facts: Facts, node: NodeInput, service: ServiceInput, line?: Line, metres?: number): Readable {
  const { order } = facts;
  return {
    node,
    service,
    order,
    destination: order.destination,
    ...(line === undefined ? {} : { line }),
    distanceKm: metres === undefined ? undefined : metres / 1000,
  };
}

/** From 1: the first tier whose condition holds, else one more than there are; undefined without tiers. */
export function tierOf({ rules }: OrderFacts, node: NodeInput): number | undefined {
  if (rules.tiers === undefined) return undefined;
  const place = rules.tiers.list.findIndex((tier) => holds(tier.nodes, { node }));
  return place < 0 ? rules.tiers.list.length + 1 : place + 1;
}
