/** When a shipment starts, is ready, is handed over and arrives. Epoch ms. See `docs/dates.md`. */
export interface Schedule {
  /** When stock and capacity are drawn; NaN: the node does not open. */
  readonly start: number;
  readonly ready: number;
  /** NaN: the node does not open, or the carrier does not come. */
  readonly handOver: number;
  /** NaN: unknown. */
  readonly delivery: number;
  /** The latest release that reaches the same hand-over (without pick-ups: the same delivery). */
  readonly lastRelease: number;
}

/** When a slot is on a date. Epoch ms. */
export interface SlotInstants {
  /** What is collected must be there by then … */
  readonly start: number;
  /** … and is delivered then. */
  readonly end: number;
}

/** Deliveries of one release. */
export interface Deliveries {
  /** source → epoch ms; NaN = unknown. */
  readonly delivery: Float64Array;
  /** source → 1: it is never handed over; null: none is. */
  readonly closed: Uint8Array | null;
  /** The last release for which all of this stays the same. */
  readonly until: number;
}

/** The schedules of one destination. */
export interface DestinationSchedules {
  /** @param release epoch ms; @param minutes of the node's open time */
  of(source: number, release: number, minutes: number): Schedule;
  /** @param minutes node → minutes of open time */
  deliveries(release: number, minutes: ArrayLike<number>): Deliveries;
  /** Of what is collected in a slot: what misses it has a delivery of NaN. */
  inSlot(slot: SlotInstants): DestinationSchedules;
}
