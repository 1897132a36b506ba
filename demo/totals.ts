/** What a way of sourcing did with the day, added up. */
import type { NetworkInput } from 'order-sourcing';
import { nodeOfSource, type Part, priceParts, unitMilli } from '../bench/peers/price';
import { type Quantiles, quantiles } from '../bench/timing';
import type { Problem } from '../src/splitting/problem';

/** Money in 1/1000 cent. */
export interface Terms {
  shipping: number;
  handling: number;
  lateness: number;
  unfilled: number;
}

export interface Totals {
  readonly orders: number;
  readonly terms: Terms;
  readonly totalMilli: number;
  readonly shipments: number;
  readonly parcels: number;
  /** Orders that ship at all; of them, those with more than one shipment. */
  readonly shippedOrders: number;
  readonly splitOrders: number;
  readonly shippedUnits: number;
  readonly unfilledUnits: number;
  /** Mean of the shipped units. */
  readonly meanKm: number;
  /** µs per order. */
  readonly time: Quantiles;
}

type HandledNode = Pick<NetworkInput['nodes'][number], 'handling'>;

/** Adds up orders, whoever sourced them: one price list for all. */
export class Tally {
  readonly #terms: Terms = { shipping: 0, handling: 0, lateness: 0, unfilled: 0 };
  readonly #times: number[] = [];
  #shipments = 0;
  #parcels = 0;
  #shippedOrders = 0;
  #splitOrders = 0;
  #shippedUnits = 0;
  #unfilledUnits = 0;
  #unitMetres = 0;

  /** @param nodes in code-unit order of their ids, as the Problem numbers them */
  constructor(private readonly nodes: readonly HandledNode[]) {}

  /** @returns the order's total in milli */
  add(problem: Problem, parts: readonly Part[], timeUs: number): number {
    const price = priceParts(problem, parts);
    const handling = handlingMilli(problem, parts, this.nodes);
    const lateness = latenessMilli(problem, parts);
    this.#terms.handling += handling;
    this.#terms.lateness += lateness;
    this.#terms.shipping += price.shippedMilli - handling - lateness;
    this.#terms.unfilled += price.unfilledMilli;
    this.#times.push(timeUs);
    this.#shipments += price.shipments;
    this.#parcels += price.parcels;
    if (price.shipments > 0) this.#shippedOrders += 1;
    if (price.shipments > 1) this.#splitOrders += 1;
    for (const { units } of parts) this.#shippedUnits += units;
    this.#unfilledUnits += price.unfilledUnits;
    this.#unitMetres += price.unitMetres;
    return price.shippedMilli + price.unfilledMilli;
  }

  totals(): Totals {
    const { shipping, handling, lateness, unfilled } = this.#terms;
    return {
      orders: this.#times.length,
      terms: { shipping, handling, lateness, unfilled },
      totalMilli: shipping + handling + lateness + unfilled,
      shipments: this.#shipments,
      parcels: this.#parcels,
      shippedOrders: this.#shippedOrders,
      splitOrders: this.#splitOrders,
      shippedUnits: this.#shippedUnits,
      unfilledUnits: this.#unfilledUnits,
      meanKm: this.#unitMetres / 1000 / Math.max(1, this.#shippedUnits),
      time: quantiles(this.#times),
    };
  }
}

function handlingMilli(problem: Problem, parts: readonly Part[], nodes: readonly HandledNode[]): number {
  const handlingOf = (source: number) => nodes[nodeOfSource(problem, source)].handling;
  let minor = 0;
  for (const source of new Set(parts.map((part) => part.source))) minor += handlingOf(source)?.perShipment ?? 0;
  for (const { source, units } of parts) minor += units * (handlingOf(source)?.perUnit ?? 0);
  return 1000 * minor;
}

/** What the units would cost less if lateness had no price. */
function latenessMilli(problem: Problem, parts: readonly Part[]): number {
  const punctual = { ...problem, lateMilli: 0 };
  return parts.reduce((sum, { line, source, units }) => {
    return sum + units * (unitMilli(problem, line, source) - unitMilli(punctual, line, source));
  }, 0);
}
