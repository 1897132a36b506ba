/** Units of one position by when they expire. */
export interface Lot {
  /** Epoch ms. */
  readonly expires: number;
  readonly units: number;
}

/**
 * Units that are still good at an instant (epoch ms) and free of what others hold. Nobody says which lots those take, so they count as taking
 * the ones that keep longest: what is promised to a customer is never too old.
 */
export function freshUnits(lots: readonly Lot[], until: number, held: number): number {
  let fresh = 0;
  for (const { expires, units } of lots) if (expires >= until) fresh += units;
  return Math.max(0, fresh - held);
}
