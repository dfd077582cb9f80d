/** 16 bits a pass: the instants of a year fit in three passes, and a pass over ten million costs less than one level of a comparison sort. */
const DIGIT = 65_536

/** The positions of whole numbers in ascending order of their values; equal values keep their order. A stable radix sort. */
export function ascending(values: Float64Array): Int32Array {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (let i = 0; i < values.length; i++) {
    if (values[i] < low) low = values[i]
    if (values[i] > high) high = values[i]
  }
  let order = new Int32Array(values.length)
  for (let i = 0; i < order.length; i++) order[i] = i
  if (values.length < 1024) return order.sort((a, b) => values[a] - values[b] || a - b)
  let other = new Int32Array(values.length)
  const starts = new Int32Array(DIGIT + 1)
  for (let unit = 1; unit <= high - low; unit *= DIGIT) {
    starts.fill(0)
    for (let i = 0; i < values.length; i++) starts[(Math.floor((values[i] - low) / unit) % DIGIT) + 1]++
    for (let d = 1; d <= DIGIT; d++) starts[d] += starts[d - 1]
    for (let k = 0; k < values.length; k++) {
      const i = order[k]
      other[starts[Math.floor((values[i] - low) / unit) % DIGIT]++] = i
    }
    const swap = order
    order = other
    other = swap
  }
  return order
}
