/** The values at these positions, in this order. A plain loop: `from` with a function walks an iterator, thirty times slower. */
export function pick(values: Float64Array, positions: ArrayLike<number>): Float64Array
export function pick(values: Int32Array, positions: ArrayLike<number>): Int32Array
export function pick(values: Float64Array | Int32Array, positions: ArrayLike<number>): Float64Array | Int32Array {
  const picked = values instanceof Float64Array ? new Float64Array(positions.length) : new Int32Array(positions.length)
  for (let i = 0; i < picked.length; i++) picked[i] = values[positions[i]]
  return picked
}
