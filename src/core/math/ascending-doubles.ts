/** Whether the first half of a double in memory is its low word. */
const LOW = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 0 : 1
const DIGIT = 65_536

/**
 * The positions of any doubles in ascending order of their values, NaN last; equal values (−0 and 0 too) keep their order.
 * A stable radix sort of 16 bits a pass over the bits of the doubles; a digit that all values share costs no pass.
 */
export function ascendingDoubles(values: ArrayLike<number>): Uint32Array {
  const { length } = values
  const words = new Uint32Array(new Float64Array(length).buffer)
  const doubles = new Float64Array(words.buffer)
  for (let i = 0; i < length; i++) {
    doubles[i] = values[i] + 0 // −0 becomes 0
    const high = 2 * i + 1 - LOW
    if (Number.isNaN(values[i])) words[high] = words[2 * i + LOW] = 0xffff_ffff
    else if (words[high] >= 0x8000_0000) {
      words[high] = ~words[high]
      words[2 * i + LOW] = ~words[2 * i + LOW]
    } else words[high] |= 0x8000_0000
  }
  let order = new Uint32Array(length)
  for (let i = 0; i < length; i++) order[i] = i
  let other = new Uint32Array(length)
  const starts = new Uint32Array(DIGIT + 1)
  for (const [word, shift] of [
    [LOW, 0],
    [LOW, 16],
    [1 - LOW, 0],
    [1 - LOW, 16],
  ]) {
    starts.fill(0)
    for (let at = word; at < words.length; at += 2) starts[((words[at] >>> shift) & 0xffff) + 1]++
    if (length === 0 || starts[((words[word] >>> shift) & 0xffff) + 1] === length) continue
    for (let d = 1; d <= DIGIT; d++) starts[d] += starts[d - 1]
    for (let k = 0; k < length; k++) {
      const i = order[k]
      other[starts[(words[2 * i + word] >>> shift) & 0xffff]++] = i
    }
    ;[order, other] = [other, order]
  }
  return order
}
