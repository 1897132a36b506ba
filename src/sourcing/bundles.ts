import type { OrderLine } from '../model/types';
import { compareIds } from '../model/units';

/** No limit on shipments. */
export const NO_LIMIT = 2 ** 30;

/**
 * Lines that are one line of the problem: a plain line alone; a line that may not be split (`whole`); all lines with the same
 * `shipTogether` word (`whole`, and together).
 */
export interface Bundle {
  /** In code-unit order of their ids. */
  readonly members: readonly OrderLine[];
  /** All units in one shipment, or unfilled. */
  readonly whole: boolean;
  /** All units or none, over any number of shipments. */
  readonly complete: boolean;
  readonly maxShipments: number;
}

/** In code-unit order of the smallest member id. @param ofGroup lines of one delivery group, with what policies ask of them */
export function bundleLines(ofGroup: readonly OrderLine[]): Bundle[] {
  const lines = [...ofGroup].sort((a, b) => compareIds(a.id, b.id));
  const bundles: Bundle[] = [];
  const together = new Map<string, OrderLine[]>();
  for (const line of lines) {
    if (line.shipTogether === undefined) {
      bundles.push({
        members: [line],
        whole: line.quantity > 1 && line.noSplit === true,
        complete: line.shipComplete === true,
        maxShipments: line.maxShipments ?? NO_LIMIT,
      });
      continue;
    }
    const members = together.get(line.shipTogether);
    if (members !== undefined) members.push(line);
    else {
      const first = [line];
      together.set(line.shipTogether, first);
      bundles.push({ members: first, whole: true, complete: true, maxShipments: NO_LIMIT });
    }
  }
  return bundles;
}
