/** Sets of nodes or services as bits. */
export type Bits = Uint32Array;

export function bitsOf(size: number, has: (index: number) => boolean): Bits {
  const bits = new Uint32Array((size + 31) >>> 5);
  for (let index = 0; index < size; index += 1) if (has(index)) bits[index >>> 5] |= 1 << (index & 31);
  return bits;
}

export function hasBit(bits: Bits, index: number): boolean {
  return (bits[index >>> 5] & (1 << (index & 31))) !== 0;
}

export function isEmpty(bits: Bits): boolean {
  return bits.every((word) => word === 0);
}

export function both(a: Bits, b: Bits): Bits {
  return a.map((word, place) => word & b[place]);
}

export function either(a: Bits, b: Bits): Bits {
  return a.map((word, place) => word | b[place]);
}

export function except(a: Bits, b: Bits): Bits {
  return a.map((word, place) => word & ~b[place]);
}

/** Whether two sets have, together, all of a third. */
export function isJoinedWithin(a: Bits, one: Bits, other: Bits): boolean {
  for (let place = 0; place < a.length; place += 1) if ((a[place] & ~one[place] & ~other[place]) !== 0) return false;
  return true;
}

export function isWithin(a: Bits, b: Bits): boolean {
  for (let place = 0; place < a.length; place += 1) if ((a[place] & ~b[place]) !== 0) return false;
  return true;
}

export function isApart(a: Bits, b: Bits): boolean {
  for (let place = 0; place < a.length; place += 1) if ((a[place] & b[place]) !== 0) return false;
  return true;
}
