/** The raw input with its defaults filled in by hand, and what follows from it for a node, a service, a line. */
import { InputError } from '../model/errors';
import type {
  BookingInput,
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
import { type Edition, editionOf } from './editions';
import { type Group, groupsOf, isOf } from './groups';
import { LocalTime } from './localTime';
import { type AskedLevel, askedLevels, earliestLevels, type Goal } from './objective';
import { orderReadable } from './orderReadable';
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
  /** Of it `used` and `booked` are read: what nodes with `capacityPerDay` had taken on before this plan, and the bookings of their slots. */
  readonly snapshot?: SnapshotInput | undefined;
  /** Stock that other plans hold from their starts on, where the inventory does not count it as reserved. */
  readonly claims?: Plan['claims']['stock'] | undefined;
  /** Units of nodes' `capacityUnits` that other plans hold: only the level `balance` reads them. */
  readonly capacityClaims?: Plan['claims']['capacity'] | undefined;
  /** What the call had beside the rules. */
  readonly overrides?: OverridesInput | undefined;
  /**
   * The plan was asked to be the earliest: `unfilled`, the latest delivery, `cost`, in place of the rules' objective. Of an order with
   * delivery groups: the id of the group whose delivery counts.
   */
  readonly earliest?: boolean | string | undefined;
}

type OverridesInput = NonNullable<Plan['overrides']>;
export type NodeInput = NetworkInput['nodes'][number];
export type ServiceInput = NetworkInput['services'][number];
export type RateCardInput = NetworkInput['rateCards'][number];
export type Line = OrderInput['lines'][number];
/** All that is known of an order but where it goes. */
export interface OrderFacts {
  /** With what policies ask of it. */
  readonly order: OrderInput;
  readonly groups: readonly Group[];
  readonly network: NetworkInput;
  /** As they are for this order: see {@link Edition}. */
  readonly rules: RulesInput;
  readonly edition: Edition;
  /** Epoch ms. */
  readonly asOf: number;
  /** Epoch ms: when nodes hear of the order, if they are not paused. */
  readonly release: number;
  readonly pauses: NonNullable<OverridesInput['pausedNodes']>;
  readonly local: LocalTime;
  /** As they were given: see {@link nodeOf}. */
  readonly nodes: ReadonlyMap<string, NodeInput>;
  readonly services: ReadonlyMap<string, ServiceInput>;
  readonly lines: ReadonlyMap<string, Line>;
  readonly stock: InventoryIndex;
  readonly held: readonly HeldUnits[];
  /** Asked levels before hard tiers are put in, and every goal that they count, in order. */
  readonly levels: readonly AskedLevel[];
  readonly goals: readonly Goal[];
  /** The only delivery group whose delivery is a level; undefined: every one's. */
  readonly earliestGroup: string | undefined;
  readonly distance: DistanceFunction | undefined;
  readonly rate: RateFunction | undefined;
  readonly functions: RuleFunctions | undefined;
  readonly used: readonly WorkloadInput[];
  readonly booked: readonly BookingInput[];
  readonly capacityClaims: Plan['claims']['capacity'];
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

/** @param named the rules that the plan says it was made by; @throws InputError if `asOf` is no instant */
export function readFacts(input: VerifyInput, named: Plan['rules']): OrderFacts {
  const { network, asOf } = input;
  if (!isInstant(asOf)) {
    throw new InputError([
      { code: 'invalid', path: ['asOf'], message: `asOf: ${show(asOf)} must be an instant in UTC.` },
    ]);
  }
  const edition = editionOf(network, input.rules, input.order, Date.parse(asOf), named);
  const { rules } = edition;
  const overrides = input.overrides ?? {};
  const order = underPolicies(network, rules, underOverrides(input.order, overrides));
  const isOwn = input.earliest !== undefined && input.earliest !== false;
  const levels = isOwn ? earliestLevels() : askedLevels(rules);
  const skus = new Set(order.lines.flatMap((line) => partsOf(line).map((part) => part.sku)));
  return {
    order,
    groups: groupsOf(network, order),
    network,
    rules,
    edition,
    asOf: Date.parse(asOf),
    release: Date.parse(asOf) + (rules.holdMinutes ?? 0) * MS_PER_MINUTE,
    pauses: overrides.pausedNodes ?? [],
    local: new LocalTime(),
    nodes: new Map(network.nodes.map((node) => [node.id, node])),
    services: new Map(network.services.map((service) => [service.id, service])),
    lines: new Map(order.lines.map((line) => [line.id, line])),
    stock: indexSkus(input.inventory, skus),
    held: (input.claims ?? []).map(({ node, sku, start, units, channel }) => {
      return { node, sku, at: Date.parse(start), units, channel };
    }),
    levels,
    goals: levels.flatMap(({ sum }) => sum.map(({ goal }) => goal)),
    earliestGroup: typeof input.earliest === 'string' ? input.earliest : undefined,
    distance: input.distance,
    rate: input.rate,
    functions: input.functions,
    used: input.snapshot?.used ?? [],
    booked: input.snapshot?.booked ?? [],
    capacityClaims: input.capacityClaims ?? [],
  };
}

/** The order as it would be if it said itself what the caller overrides. */
function underOverrides(order: OrderInput, { excludedNodes = [], pinnedLines = [] }: OverridesInput): OrderInput {
  const lines = order.lines.map((line) => {
    const pin = pinnedLines.find((each) => each.line === line.id);
    return pin === undefined ? line : { ...line, pinnedNodes: pin.nodes };
  });
  return { ...order, excludedNodes: [...(order.excludedNodes ?? []), ...excludedNodes], lines };
}

/** Epoch ms: when the node hears of the order. */
export function releaseAt({ release, pauses }: OrderFacts, { id }: NodeInput): number {
  const until = pauses.filter(({ node }) => node === id).map((pause) => Date.parse(pause.until));
  return Math.max(release, ...until);
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
  return {
    node,
    service: { ...service, kind: service.kind ?? 'carrier', level: service.level ?? service.id },
    ...orderReadable(facts.order, facts.group),
    functions: facts.functions,
    ...(line === undefined ? {} : { line }),
    distanceKm: metres === undefined ? undefined : metres / 1000,
  };
}

/** From 1: the first tier whose condition holds, else one more than there are; undefined without tiers. */
export function tierOf({ rules, functions }: OrderFacts, node: NodeInput): number | undefined {
  if (rules.tiers === undefined) return undefined;
  const place = rules.tiers.list.findIndex((tier) => holds(tier.nodes, { node, functions }));
  return place < 0 ? rules.tiers.list.length + 1 : place + 1;
}
