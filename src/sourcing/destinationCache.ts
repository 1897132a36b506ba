import type { OrderView } from '../model/orderView';
import type { Destination } from '../model/types';
import type { DeliveryGroup } from './groups';

/** Keeps what was used lately: two generations, the older one forgotten when the younger is full. */
export class DestinationCache<Value> {
  #young = new Map<string, Value>();
  #old = new Map<string, Value>();

  /** @param most values in a generation */
  constructor(readonly most: number) {}

  get(key: string): Value | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  set(key: string, value: Value): void {
    if (this.#young.size >= this.most) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, value);
  }
}

/** `destination.…` and `order.…` fields that columns of a destination depend on. */
export type CacheField = readonly ['destination' | 'order', string];

/** Equal text = equal in every field. Groups that differ in nothing but their level share one. */
export function cacheKey(fields: readonly CacheField[], order: OrderView, group: DeliveryGroup): string {
  const { destination, pickUpNode } = group;
  let key = pickUpNode < 0 ? '' : `${pickUpNode};`;
  for (const [subject, name] of fields) {
    if (name === 'location') {
      const { location } = destination;
      key += location === undefined ? '-;' : `${location.lat},${location.lng};`;
    } else {
      key += `${JSON.stringify(fieldOf(subject === 'order' ? order : destination, name)) ?? '-'};`;
    }
  }
  return key;
}

function fieldOf(thing: OrderView | Destination, name: string): unknown {
  if (!name.startsWith('attributes.')) return (thing as unknown as Record<string, unknown>)[name];
  const key = name.slice('attributes.'.length);
  const attributes = (thing as OrderView).attributes;
  return attributes !== undefined && Object.hasOwn(attributes, key) ? attributes[key] : undefined;
}
