/** Whole numbers to codes of a dictionary, without a text per row. */

import { distinctIntegers } from '../core/math/distinct-integers.js'
import type { Batch, Dictionary } from './batch.js'

/** In ascending order when they are the first. Dense integers are coded by address, sparse ones by hash. */
export function codeIntegers(values: Int32Array | Uint32Array, codes: Int32Array, dictionary: Dictionary): void {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (let i = 0; i < values.length; i++) {
    if (values[i] < low) low = values[i]
    if (values[i] > high) high = values[i]
  }
  if (high - low >= 4 * values.length + 1024) {
    const { distinct, codes: positions } = distinctIntegers(values)
    const texts = Array.from(distinct, String)
    if (dictionary.values.length === 0) {
      for (const text of texts) dictionary.add(text)
      codes.set(positions)
    } else {
      const known = Int32Array.from(texts, (text) => dictionary.code(text))
      for (let i = 0; i < codes.length; i++) codes[i] = known[positions[i]]
    }
    return
  }
  const table = new Int32Array(Math.max(0, high - low + 1))
  for (let i = 0; i < values.length; i++) table[values[i] - low] = 1
  const first = dictionary.values.length === 0
  for (let slot = 0; slot < table.length; slot++) {
    if (table[slot] === 0) continue
    const text = String(slot + low)
    table[slot] = first ? dictionary.add(text) : dictionary.code(text)
  }
  for (let i = 0; i < values.length; i++) codes[i] = table[values[i] - low]
}

/** Numbers that were taken as they are become codes after all. */
export function codeNumbers(batch: Batch, dictionary: Dictionary): void {
  const codes = new Int32Array(batch.length)
  codeIntegers(batch.customer, codes, dictionary)
  batch.customer = codes
  batch.numbered = false
}
