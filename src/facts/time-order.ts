/** The order of facts in time. Exports mostly come sorted; only the rest is sorted. */

import { ascending } from '../core/math/ascending.js'

/** Rows in ascending order of `at`, ties by `compare`; `undefined` when they already are. */
export function timeOrder(at: Float64Array, compare: (a: number, b: number) => number): Int32Array | undefined {
  if (isOrdered(at, compare)) return undefined
  const order = ascending(at)
  for (let start = 0; start < order.length; ) {
    let end = start + 1
    while (end < order.length && at[order[end]] === at[order[start]]) end++
    if (end - start > 1) order.subarray(start, end).sort(compare)
    start = end
  }
  return order
}

function isOrdered(at: Float64Array, compare: (a: number, b: number) => number): boolean {
  const ties = tiesOf(at)
  if (ties === undefined) return false
  for (let i = 1; ties > 0 && i < at.length; i++) if (at[i] === at[i - 1] && compare(i - 1, i) > 0) return false
  return true
}

/** How many instants are those before them; `undefined` where one is earlier. */
function tiesOf(at: Float64Array): number | undefined {
  let ties = 0
  for (let i = 1; i < at.length; i++) {
    if (at[i] < at[i - 1]) return undefined
    ties += ~~(at[i] === at[i - 1])
  }
  return ties
}
