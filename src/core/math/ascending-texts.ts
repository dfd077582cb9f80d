/** Many texts in the order of their code units: by a number made of the letters that follow what all begin with, then, where those are equal, one by one. */

import { ascending } from './ascending.js'

/** The positions of texts in ascending order; no text comes twice. */
export function ascendingTexts(texts: readonly string[]): Int32Array {
  const prefix = commonPrefix(texts)
  const keys = Float64Array.from(texts, (text) => keyOf(text, prefix))
  const order = ascending(keys)
  for (let start = 0; start < order.length; ) {
    let end = start + 1
    while (end < order.length && keys[order[end]] === keys[order[start]]) end++
    if (end - start > 1) order.subarray(start, end).sort((a, b) => (texts[a] < texts[b] ? -1 : 1))
    start = end
  }
  return order
}

/** How many letters all have in common. */
function commonPrefix([first = '', ...others]: readonly string[]): number {
  let length = first.length
  for (const text of others) {
    let k = 0
    while (k < length && text.charCodeAt(k) === first.charCodeAt(k)) k++
    length = k
  }
  return length
}

/** Six letters below 255 of eight bits each, ascending like them: a later one counts as 255, and the letters after it no more. */
function keyOf(text: string, from: number): number {
  let key = 0
  for (let k = from; k < from + KEY_LETTERS; k++) {
    const unit = k < text.length ? text.charCodeAt(k) + 1 : 0
    key = key * 256 + Math.min(unit, LATER)
    if (unit >= LATER) return key * 256 ** (from + KEY_LETTERS - 1 - k)
  }
  return key
}

const KEY_LETTERS = 6
const LATER = 255
