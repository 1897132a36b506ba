/** What policies ask of an order becomes what the order asks itself: the strictest of those that hold. */
import { OrderView } from '../model/orderView';
import type { Destination, Order, OrderLine, Policy } from '../model/types';
import { type ConditionCompiler, DESTINATION, decide, type Facts, LINE, ORDER, type Test, TRUE } from './condition';

export interface CompiledPolicy {
  readonly asks: Policy;
  /** null = always. */
  readonly test: Test | null;
}

export function compilePolicies(policies: readonly Policy[], compiler: ConditionCompiler): CompiledPolicy[] {
  return policies.map((asks) => ({
    asks,
    test: asks.when === undefined ? null : compiler.compile(asks.when, asks.id),
  }));
}

/** What a policy's condition may read. */
export function policyReads(asks: Policy): number {
  if (asks.maxShipments !== undefined || asks.shipComplete === 'order') return ORDER;
  if (asks.maxShipmentsPerGroup !== undefined || asks.shipComplete === 'group') return ORDER | DESTINATION;
  return ORDER | DESTINATION | LINE;
}

interface Limited {
  readonly maxShipments?: number | undefined;
  readonly shipComplete?: boolean | undefined;
}

/** A delivery group as policies see it. Of an order without groups the id is undefined. */
interface Group extends Limited {
  readonly id: string | undefined;
  readonly level: string | undefined;
  readonly needBy: string | undefined;
  readonly destination: Destination;
}

/** The order and its groups with what policies ask of them; the same objects where they ask nothing. */
export function underPolicies<G extends Group>(
  policies: readonly CompiledPolicy[],
  order: Order,
  groups: readonly G[],
): { order: Order; groups: readonly G[] } {
  if (policies.length === 0) return { order, groups };
  const known = { line: undefined, node: 0, service: 0, distanceKm: undefined };
  const ofGroups = new Map(
    groups.map((group): [string | undefined, Facts] => [
      group.id,
      { ...known, order: new OrderView(order, group), destination: group.destination },
    ]),
  );
  const lines = order.lines.map((line) => {
    const ofGroup = ofGroups.get(line.deliveryGroup) as Facts;
    return underLinePolicies(policies, line, { ...ofGroup, line });
  });
  const whole = { ...known, order: new OrderView(order), destination: groups[0].destination };
  const ordered = holding(policies, whole, ORDER);
  const limits = limited(order, ordered, 'maxShipments', 'order');
  return {
    order: { ...order, ...limits, lines },
    groups: groups.map((group) => {
      const held = holding(policies, ofGroups.get(group.id) as Facts, ORDER | DESTINATION);
      return { ...group, ...limited(group, held, 'maxShipmentsPerGroup', 'group') };
    }),
  };
}

function underLinePolicies(policies: readonly CompiledPolicy[], line: OrderLine, facts: Facts): OrderLine {
  const held = holding(policies, facts, ORDER | DESTINATION | LINE);
  const together = held.find(({ shipTogether }) => shipTogether === true);
  return {
    ...line,
    ...limited(line, held, 'maxShipmentsPerLine', 'line'),
    ...(held.some(({ noSplit }) => noSplit === true) ? { noSplit: true } : {}),
    // Longer than an id may be, so that it is no word of the caller's.
    ...(together === undefined || line.shipTogether !== undefined ? {} : { shipTogether: together.id.padEnd(201) }),
  };
}

/** Policies whose condition is decided by what is known, and holds. */
function holding(policies: readonly CompiledPolicy[], facts: Facts, known: number): Policy[] {
  return policies.filter(({ test }) => test === null || decide(test, facts, known) === TRUE).map(({ asks }) => asks);
}

function limited(
  own: Limited,
  held: readonly Policy[],
  limit: 'maxShipments' | 'maxShipmentsPerGroup' | 'maxShipmentsPerLine',
  what: Policy['shipComplete'],
): Limited {
  const limits = [own.maxShipments, ...held.map((policy) => policy[limit])].filter((each) => each !== undefined);
  return {
    ...(limits.length === 0 ? {} : { maxShipments: Math.min(...limits) }),
    ...(held.some(({ shipComplete }) => shipComplete === what) ? { shipComplete: true } : {}),
  };
}
