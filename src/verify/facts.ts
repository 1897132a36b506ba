/** The raw input with its defaults filled in by hand, and what follows from it for a node, a service, a line. */
import { InputError } from '../model/errors';
import type {
  DistanceFunction,
  Inventory,
  NetworkInput,
  OrderInput,
  RateFunction,
  RulesInput,
  SnapshotInput,
  WorkloadInput,
} from '../model/types';
import { holds, type Readable } from './conditions';
import { located } from './places';
import { isInstant } from './shape';
import { type InventoryIndex, indexSkus } from './stock';
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
  /** Of it only `used` is read: what nodes with `capacityPerDay` had taken on before this plan. */
  readonly snapshot?: SnapshotInput | undefined;
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
  | 'cost';

export interface Facts {
  /** Its destination with what postal areas know of it. */
  readonly order: OrderInput;
  readonly network: NetworkInput;
  readonly rules: RulesInput;
  /** Epoch ms. */
  readonly asOf: number;
  /** As they were given: see {@link nodeOf}. */
  readonly nodes: ReadonlyMap<string, NodeInput>;
  readonly services: ReadonlyMap<string, ServiceInput>;
  readonly lines: ReadonlyMap<string, Line>;
  readonly stock: InventoryIndex;
  /** Asked levels before hard tiers are put in: presets spelled out, `unfilled` in front. */
  readonly goals: readonly Goal[];
  readonly distance: DistanceFunction | undefined;
  readonly rate: RateFunction | undefined;
  readonly used: readonly WorkloadInput[];
}

/** @throws InputError if `asOf` is no instant */
export function readFacts(input: VerifyInput): Facts {
  const { network, rules, asOf } = input;
  if (!isInstant(asOf)) {
    throw new InputError([
      { code: 'invalid', path: ['asOf'], message: `asOf: ${show(asOf)} must be an instant in UTC.` },
    ]);
  }
  const order = { ...input.order, destination: located(network, input.order.destination) };
  const skus = new Set(order.lines.flatMap((line) => partsOf(line).map((part) => part.sku)));
  return {
    order,
    network,
    rules,
    asOf: Date.parse(asOf),
    nodes: new Map(network.nodes.map((node) => [node.id, node])),
    services: new Map(network.services.map((service) => [service.id, service])),
    lines: new Map(order.lines.map((line) => [line.id, line])),
    stock: indexSkus(input.inventory, skus),
    goals: goalsOf(rules),
    distance: input.distance,
    rate: input.rate,
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
export function nodeOf(facts: Facts, id: string): NodeInput | undefined {
  const node = facts.nodes.get(id);
  return node && located(facts.network, node);
}

/** What one unit of a line takes from the stock: itself, or the parts of a kit. */
export function partsOf(line: Line): readonly { readonly sku: string; readonly quantity: number }[] {
  return line.kit ?? [{ sku: line.sku, quantity: 1 }];
}

/** Epoch ms; undefined = never late. */
export function needByOf({ order }: Facts, line: Line): number | undefined {
  const needBy = line.needBy ?? order.needBy;
  return needBy === undefined ? undefined : Date.parse(needBy);
}

/** A date is needed where someone waits for it, and lateness costs or counts. */
export function needsDate(facts: Facts, line: Line): boolean {
  if (needByOf(facts, line) === undefined) return false;
  return (facts.rules.lateness?.perUnitDay ?? 0) > 0 || facts.goals.includes('lateness');
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
export function tierOf({ rules }: Facts, node: NodeInput): number | undefined {
  if (rules.tiers === undefined) return undefined;
  const place = rules.tiers.list.findIndex((tier) => holds(tier.nodes, { node }));
  return place < 0 ? rules.tiers.list.length + 1 : place + 1;
}
