/** Room for typed arrays that grow: a power of two above what is wanted. */
export function grown(wanted: number): number {
  return 1 << (32 - Math.clz32(wanted));
}

export function copyInt(from: Int32Array, size: number): Int32Array<ArrayBuffer> {
  const to = new Int32Array(size);
  to.set(from);
  return to;
}

export function copyFloat(from: Float64Array, size: number): Float64Array<ArrayBuffer> {
  const to = new Float64Array(size);
  to.set(from);
  return to;
}
