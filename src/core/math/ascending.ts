/** Bits of a pass: the instants of a year fit in three of sixteen, and such a pass over ten million costs less than one level of a comparison sort. */
const LONG_DIGIT = 16
/** Counters of sixteen bits would take longer than as few values. */
const SHORT_DIGIT = 12
const FEW = 1 << 15

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
  const digits = 2 ** (values.length < FEW ? SHORT_DIGIT : LONG_DIGIT)
  const starts = new Int32Array(digits + 1)
  for (let unit = 1; unit <= high - low; unit *= digits) {
    starts.fill(0)
    for (let i = 0; i < values.length; i++) starts[digitOf(values[i] - low, unit, digits) + 1]++
    for (let d = 1; d <= digits; d++) starts[d] += starts[d - 1]
    for (let k = 0; k < values.length; k++) {
      const i = order[k]
      other[starts[digitOf(values[i] - low, unit, digits)]++] = i
    }
    const swap = order
    order = other
    other = swap
  }
  return order
}

/** `units` and `digits` are powers of 2: dividing is exact, and `&` takes the whole part modulo 2³², which a remainder takes four times as long for. */
function digitOf(value: number, unit: number, digits: number): number {
  return (value / unit) & (digits - 1)
}
