import type { Destination, Network, Node, PickUp } from './types';

/** In `sourceCard`: it charges nothing. */
export const NO_CARD = -1;

/**
 * The network with ids turned into integers, made once per router. Nodes, services and sources are numbered in code-unit order
 * of their ids (a source's id is the pair node, service), so a lower index is a smaller id: the last ties rest on that.
 */
export interface NetworkIndex {
  readonly network: Network;
  /** Gives a place its location and region by its postal code. */
  readonly postal: { complete(destination: Destination): Destination };
  /** With location and region of their postal areas. */
  readonly nodes: readonly Node[];
  readonly nodeOfId: ReadonlyMap<string, number>;
  readonly services: readonly Service[];
  readonly serviceOfId: ReadonlyMap<string, number>;
  /** What customers may choose: a service's `level`, or its id → services. */
  readonly levels: ReadonlyMap<string, readonly number[]>;
  readonly cards: readonly RateCard[];
  readonly sources: number;
  /** node + 1 → first source. A node that is offline has none. */
  readonly nodeSourceStart: Int32Array;
  /** source → node, service, rate card (−1: free). */
  readonly sourceNode: Int32Array;
  readonly sourceService: Int32Array;
  readonly sourceCard: Int32Array;
  /** source → when the carrier comes for it; undefined: at any time. */
  readonly sourcePickUps: readonly (readonly PickUp[] | undefined)[];
  /** source: milli per unit to get from a vendor, or over a hop. */
  readonly sourceProcurement: Float64Array;
  /** When nodes are not online, in epoch ms: `from ≤ asOf < until`. */
  readonly offline: readonly { readonly node: number; readonly from: number; readonly until: number }[];
  /** Some node has `capacityUnits`. */
  readonly hasCapacity: boolean;
}

export type Service = Network['services'][number];
export type RateCard = Network['rateCards'][number];
