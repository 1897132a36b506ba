/** Why a node's carrier service may not serve a line: the closed list that `planner.eligibility` speaks. */
export const INELIGIBLE_REASONS = [
  /** The node is offline. */
  'offline',
  /** The order names the node in `excludedNodes`. */
  'excluded-by-order',
  /** The order or the line is pinned to other nodes. */
  'not-pinned',
  /** The node lacks a capability that the line needs, or node and slot one that collecting does. */
  'missing-capability',
  /** The node has no capacity left. */
  'node-full',
  /** The node's local day has no room left for an order, a shipment, a line or a unit. */
  'day-full',
  /** The delivery group asks for another kind or level of service, or collects elsewhere. */
  'other-service',
  /** The node does not open, the carrier does not come, or the slot does not begin, within 400 days. */
  'closed',
  /** It is collected at a node that wants a slot named, and none is. */
  'no-slot',
  /** The slot has begun. */
  'slot-past',
  /** The slot has no bookings left on that date. */
  'slot-full',
  /** It is ready to be collected only after the slot begins. */
  'misses-slot',
  /** The distance is unknown, and a rate, rule, level or transit time of this order needs it. */
  'unknown-distance',
  /** The service does not reach the destination. */
  'not-reached',
  /** The rate card has no rate for this way. */
  'no-rate',
  /** The region or postal code that the rate card's zones ask for is unknown. */
  'unknown-zone',
  /** The rate depends on the order's value, and a line has none. */
  'unknown-value',
  /** A filter says no; `rule` is its id. */
  'excluded-by-rule',
  /** The line's weight is unknown, and the rate needs it. */
  'unknown-weight',
  /** The line's volume is unknown, and the rate or its parcels need it. */
  'unknown-volume',
  /** The line's longest side is unknown, and the rate or its parcels need it. */
  'unknown-size',
  /** A unit of the line fits no parcel of the rate card. */
  'fits-no-parcel',
  /** The transit time is unknown, and the line's need-by or the slot needs it. */
  'unknown-transit',
  /** It would be delivered after the need-by, and the rules forbid that. */
  'too-late',
  /** A cost table has no price; `rule` is its id. */
  'no-price',
] as const;

export type IneligibleReason = (typeof INELIGIBLE_REASONS)[number];

/** One service of a node, for one line: usable if `reason` is absent. */
export interface ServiceEligibility {
  readonly service: string;
  readonly reason?: IneligibleReason;
  /** Id of the filter, cost rule or cost table behind `excluded-by-rule` and `no-price`. */
  readonly rule?: string;
}

/** A node that holds at least one unit of the line. */
export interface NodeEligibility {
  readonly node: string;
  /** Units (kits) available there. */
  readonly units: number;
  readonly services: readonly ServiceEligibility[];
}

export interface LineEligibility {
  readonly line: string;
  readonly sku: string;
  /** In code-unit order of the node ids. */
  readonly nodes: readonly NodeEligibility[];
}
