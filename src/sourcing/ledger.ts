/** Who holds which claims. Commit takes them from the stock and the nodes' capacity, release gives them back. */
import { type ClaimConflict, ConflictError } from '../model/errors';
import { IssueList, maybe } from '../model/issues';
import type { Plan } from '../model/types';
import { compareIds } from '../model/units';
import type { Stock } from './stock';

/** A node without a limit. */
export const UNLIMITED = 2 ** 30;

/** Claims of one order, equal ones added up, sorted by node and SKU. */
interface Holding {
  readonly stock: readonly { readonly node: number; readonly sku: string; readonly units: number }[];
  readonly capacity: readonly { readonly node: number; readonly units: number }[];
  /** Equal text = equal claims. */
  readonly key: string;
}

export class Ledger {
  readonly #holdings = new Map<string, Holding>();

  /** @param capacity node → units it still takes; UNLIMITED = no limit. Commit lowers it. */
  constructor(
    readonly stock: Stock,
    readonly capacity: Int32Array,
  ) {}

  /**
   * Takes the claims. The same claims of the same order again have no effect.
   * @returns whether anything changed
   * @throws InputError for unknown nodes; ConflictError where the order holds other claims, or these no longer fit
   */
  commit(orderId: string, claims: Plan['claims']): boolean {
    const holding = this.#read(claims);
    const held = this.#holdings.get(orderId);
    if (held !== undefined) {
      if (held.key === holding.key) return false;
      const message = `Order ${orderId} already holds claims of another plan; release it first.`;
      throw new ConflictError(orderId, message, this.#list(holding, held));
    }
    const short = this.#short(holding);
    if (short.length > 0) throw new ConflictError(orderId, describe(orderId, short), short);
    if (holding.stock.length + holding.capacity.length === 0) return false;
    this.#apply(holding, 1);
    this.#holdings.set(orderId, holding);
    return true;
  }

  /** Gives the order's claims back. @returns false if it holds none */
  release(orderId: string): boolean {
    const held = this.#holdings.get(orderId);
    if (held === undefined) return false;
    this.#apply(held, -1);
    this.#holdings.delete(orderId);
    return true;
  }

  #apply({ stock, capacity }: Holding, sign: 1 | -1): void {
    for (const { node, sku, units } of stock) this.stock.commit(node, sku, sign * units);
    for (const { node, units } of capacity) this.capacity[node] -= sign * units;
  }

  #read(claims: Plan['claims']): Holding {
    const issues = new IssueList('plan');
    const nodeOf = (id: string, kind: string, place: number): number => {
      const node = this.stock.index.nodeOfId.get(id);
      if (node !== undefined) return node;
      const hint = maybe(id, this.stock.index.nodeOfId.keys());
      issues.add('unknown-reference', ['claims', kind, place, 'node'], id, 'is not the id of a node', hint);
      return 0;
    };
    const stock = new Map<string, Holding['stock'][number]>();
    claims.stock.forEach(({ node: id, sku, units }, place) => {
      const node = nodeOf(id, 'stock', place);
      const key = `${node} ${sku}`;
      stock.set(key, { node, sku, units: units + (stock.get(key)?.units ?? 0) });
    });
    const capacity = new Map<number, number>();
    claims.capacity.forEach(({ node: id, units }, place) => {
      const node = nodeOf(id, 'capacity', place);
      capacity.set(node, units + (capacity.get(node) ?? 0));
      if (this.capacity[node] !== UNLIMITED) return;
      issues.add('invalid', ['claims', 'capacity', place, 'node'], id, 'has no capacityUnits to claim');
    });
    issues.throwIfAny();
    return holdingOf([...stock.values()], [...capacity]);
  }

  #short(holding: Holding): ClaimConflict[] {
    return this.#conflicts(holding).filter(({ asked, available }) => asked > available);
  }

  /** Every claim of the new plan, and those of the held one that it lacks (asked 0). */
  #list(holding: Holding, held: Holding): ClaimConflict[] {
    const asked = this.#conflicts(holding);
    const isAsked = ({ node, sku }: ClaimConflict) => asked.some((each) => each.node === node && each.sku === sku);
    const others = this.#conflicts(held).filter((claim) => !isAsked(claim));
    return [...asked, ...others.map((claim) => ({ ...claim, asked: 0 }))];
  }

  #conflicts({ stock, capacity }: Holding): ClaimConflict[] {
    const idOf = (node: number) => this.stock.index.nodes[node].id;
    return [
      ...stock.map(({ node, sku, units }) => ({
        node: idOf(node),
        sku,
        asked: units,
        available: Math.max(0, this.stock.available(node, sku)),
      })),
      ...capacity.map(({ node, units }) => ({ node: idOf(node), asked: units, available: this.capacity[node] })),
    ];
  }
}

function holdingOf(stock: Holding['stock'][number][], limits: readonly (readonly [number, number])[]): Holding {
  stock.sort((a, b) => a.node - b.node || compareIds(a.sku, b.sku));
  const capacity = limits.map(([node, units]) => ({ node, units })).sort((a, b) => a.node - b.node);
  return { stock, capacity, key: JSON.stringify([stock, capacity]) };
}

function describe(orderId: string, claims: readonly ClaimConflict[]): string {
  const each = claims.map(
    ({ node, sku, asked, available }) => `${node} × ${sku ?? 'capacity'}: ${asked} asked, ${available} available`,
  );
  return `Claims of order ${orderId} no longer fit. ${each.join('; ')}.`;
}
