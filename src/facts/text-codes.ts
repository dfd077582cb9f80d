/** Texts to codes of a dictionary. Most are letters and digits as they should be: those are told apart by a hash of their own, without trimming any. */

import type { Dictionary } from './batch.js'

/**
 * @param known finds or adds what is not as it should be (blanks around it, letters beyond ASCII, no text at all), row by row
 */
export function codeTexts(values: readonly unknown[], codes: Int32Array, dictionary: Dictionary, known: (i: number) => number): void {
  let table = new Int32Array(4096)
  let count = 0
  // As long as all that is known came by this table, what is not in the table is new.
  let isOwn = dictionary.values.length === 0
  for (let i = 0; i < codes.length; i++) {
    const value = values[i]
    const hash = typeof value === 'string' ? hashOf(value) : 0
    if (hash === 0) {
      codes[i] = known(i)
      isOwn = false
      continue
    }
    const mask = (table.length >> 1) - 1
    let place = hash & mask
    // A hash and a code + 1 side by side; 0 is free.
    while (table[2 * place + 1] !== 0 && !(table[2 * place] === hash && dictionary.values[table[2 * place + 1] - 1] === value))
      place = (place + 1) & mask
    if (table[2 * place + 1] === 0) {
      table[2 * place] = hash
      table[2 * place + 1] = (isOwn ? dictionary.add(value as string) : dictionary.code(value as string)) + 1
      count++
    }
    codes[i] = table[2 * place + 1] - 1
    if (2 * count > mask) table = enlarged(table)
  }
}

function enlarged(table: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * table.length)
  const mask = table.length - 1
  for (let k = 0; k < table.length; k += 2) {
    if (table[k + 1] === 0) continue
    let place = table[k] & mask
    while (larger[2 * place + 1] !== 0) place = (place + 1) & mask
    larger[2 * place] = table[k]
    larger[2 * place + 1] = table[k + 1]
  }
  return larger
}

/** Of letters, digits and signs alone; 0 for everything else, also for a `+`, which a spreadsheet puts into numbers it rounds. */
function hashOf(text: string): number {
  let hash = text.length
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit <= SPACE || unit >= DELETE || unit === PLUS) return 0
    hash = Math.imul(hash ^ unit, 0x01000193)
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b)
  return text === '' ? 0 : hash ^ (hash >>> 13) || 1
}

const SPACE = 0x20
const PLUS = 0x2b
const DELETE = 0x7f
