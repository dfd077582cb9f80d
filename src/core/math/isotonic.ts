/** The rising sequence nearest to a given one: neighbors that fall are pooled. */

/**
 * Weighted least squares under f₁ ≤ f₂ ≤ …, by pooling adjacent violators.
 * @source R. Barlow, D. Bartholomew, J. Bremner & H. Brunk (1972), Statistical Inference under Order Restrictions, ch. 1
 */
export function rising(values: ArrayLike<number>, weights: ArrayLike<number>): Float64Array {
  const blocks: { value: number; weight: number; length: number }[] = []
  for (let i = 0; i < values.length; i++) {
    let block = { value: values[i], weight: weights[i], length: 1 }
    for (let last = blocks[blocks.length - 1]; last !== undefined && last.value >= block.value; last = blocks[blocks.length - 1]) {
      blocks.pop()
      const weight = last.weight + block.weight
      block = {
        value: weight > 0 ? (last.value * last.weight + block.value * block.weight) / weight : last.value,
        weight,
        length: last.length + block.length,
      }
    }
    blocks.push(block)
  }
  return Float64Array.from(blocks.flatMap(({ value, length }) => new Array<number>(length).fill(value)))
}
