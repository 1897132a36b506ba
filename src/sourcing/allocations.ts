/** Units of positions that are set aside for the orders of a channel, and what those have taken of them. */
import { compareIds } from '../model/units';

export interface Allocation {
  readonly channel: string;
  readonly units: number;
}

interface Channel {
  /** What the caller set aside. */
  readonly units: number;
  /** What committed claims of the channel's orders hold. */
  readonly taken: number;
}

const NOTHING: Channel = { units: 0, taken: 0 };

export class Allocations {
  /** SKU → node → channel. */
  readonly #channels = new Map<string, Map<number, Map<string, Channel>>>();
  /** Positions with anything set aside. */
  #count = 0;

  /** Nothing is set aside anywhere. */
  get isEmpty(): boolean {
    return this.#count === 0;
  }

  /** All that is set aside of a position, instead of what was; what is taken stays. */
  set(node: number, sku: string, allocations: readonly Allocation[]): void {
    const channels = this.#of(node, sku);
    if (hasUnits(channels)) this.#count -= 1;
    for (const [channel, { taken }] of channels) channels.set(channel, { units: 0, taken });
    for (const { channel, units } of allocations) {
      channels.set(channel, { units, taken: channels.get(channel)?.taken ?? 0 });
    }
    if (hasUnits(channels)) this.#count += 1;
  }

  /** A claim of an order of the channel. @param units negative: given back */
  take(node: number, sku: string, channel: string, units: number): void {
    const channels = this.#of(node, sku);
    const known = channels.get(channel) ?? NOTHING;
    const taken = known.taken + units;
    if (taken === 0 && known.units === 0) channels.delete(channel);
    else channels.set(channel, { ...known, taken });
  }

  /** Units that orders of a channel (undefined: of none) may not use: what is left of those of all others. */
  withheld(node: number, sku: string, channel: string | undefined): number {
    let sum = 0;
    for (const [other, known] of this.#channels.get(sku)?.get(node) ?? []) {
      if (other !== channel) sum += leftOf(known);
    }
    return sum;
  }

  /** Whether something of the SKU is set aside, at any node. */
  concerns(sku: string): boolean {
    for (const channels of this.#channels.get(sku)?.values() ?? []) if (hasUnits(channels)) return true;
    return false;
  }

  /** What is left of a position's units, by channel. */
  list(node: number, sku: string): Allocation[] {
    const left = [...(this.#channels.get(sku)?.get(node) ?? [])].map(([channel, known]) => {
      return { channel, units: leftOf(known) };
    });
    return left.filter(({ units }) => units > 0).sort((a, b) => compareIds(a.channel, b.channel));
  }

  #of(node: number, sku: string): Map<string, Channel> {
    let nodes = this.#channels.get(sku);
    if (nodes === undefined) {
      nodes = new Map();
      this.#channels.set(sku, nodes);
    }
    let channels = nodes.get(node);
    if (channels === undefined) {
      channels = new Map();
      nodes.set(node, channels);
    }
    return channels;
  }
}

function leftOf({ units, taken }: Channel): number {
  return Math.max(0, units - taken);
}

function hasUnits(channels: ReadonlyMap<string, Channel>): boolean {
  for (const { units } of channels.values()) if (units > 0) return true;
  return false;
}
