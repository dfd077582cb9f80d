/** The order of facts in time. Exports come sorted, or sorted backwards; only the rest is sorted. */

/** Rows in ascending order of `at`, ties by `compare`; `undefined` when they already are. */
export function timeOrder(at: Float64Array, compare: (a: number, b: number) => number): Int32Array | undefined {
  if (isOrdered(at, compare)) return undefined
  const order = sortedByTime(at)
  for (let start = 0; start < order.length; ) {
    let end = start + 1
    while (end < order.length && at[order[end]] === at[order[start]]) end++
    if (end - start > 1) order.subarray(start, end).sort(compare)
    start = end
  }
  return order
}

function isOrdered(at: Float64Array, compare: (a: number, b: number) => number): boolean {
  for (let i = 1; i < at.length; i++) if (at[i] < at[i - 1] || (at[i] === at[i - 1] && compare(i - 1, i) > 0)) return false
  return true
}

/** 16 bits a pass: times of one year fit in three passes, and a pass over ten million rows costs less than one comparison sort level. */
const DIGIT = 65_536

/** Stable radix sort of row numbers by instant. */
function sortedByTime(at: Float64Array): Int32Array {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (let i = 0; i < at.length; i++) {
    if (at[i] < low) low = at[i]
    if (at[i] > high) high = at[i]
  }
  let order = Int32Array.from({ length: at.length }, (_, i) => i)
  if (at.length < 1024) return order.sort((a, b) => at[a] - at[b] || a - b)
  let other = new Int32Array(at.length)
  const starts = new Int32Array(DIGIT + 1)
  for (let unit = 1; unit <= high - low; unit *= DIGIT) {
    starts.fill(0)
    for (let i = 0; i < at.length; i++) starts[(Math.floor((at[i] - low) / unit) % DIGIT) + 1]++
    for (let d = 1; d <= DIGIT; d++) starts[d] += starts[d - 1]
    for (let k = 0; k < at.length; k++) {
      const i = order[k]
      other[starts[Math.floor((at[i] - low) / unit) % DIGIT]++] = i
    }
    const swap = order
    order = other
    other = swap
  }
  return order
}
