/** The facts of one source on their way in: columns of the source's length, some rows struck out. */

import type { AttributeValue, FactLine } from './fact.js'
import type { OriginalAmount } from './facts.js'
import type { SourceKind } from './mapping.js'

/** What became of a row, in `Batch.struck`. */
export const USED = 0
/** Not used; an issue says why. */
export const SKIPPED = 1
/** Was no record at all. */
export const NO_RECORD = 2
/** Lacks a column that no row has; said once. */
export const NO_COLUMN = 3
/** A line of an order that another row stands for. */
export const JOINED = 4

export interface Batch {
  readonly kind: SourceKind
  readonly length: number
  /** `USED` or why not. */
  readonly struck: Uint8Array
  /** Codes into the shared customer dictionary, −1 where unknown. */
  customer: Int32Array
  /** They are no codes yet but the customers' own whole numbers, all 0 or greater. */
  numbered?: boolean
  /** Codes into the shared type dictionary. */
  readonly type: Int32Array
  readonly at: Float64Array
  /** NaN: no amount. For a refund that is the whole order. */
  amountMinor: Float64Array
  id?: (string | undefined)[]
  channel?: (string | undefined)[]
  refersTo?: (string | undefined)[]
  lines?: (readonly FactLine[] | undefined)[]
  attributes?: (Record<string, AttributeValue> | undefined)[]
  original?: (OriginalAmount | undefined)[]
  alias?: (string | undefined)[]
}

/** Whether every row is used. @param struck of a batch */
export function isComplete(struck: Uint8Array): boolean {
  const words = new Int32Array(struck.buffer, struck.byteOffset, struck.length >> 2) // four rows at a time
  for (let i = 0; i < words.length; i++) if (words[i] !== USED) return false
  for (let i = 4 * words.length; i < struck.length; i++) if (struck[i] !== USED) return false
  return true
}

/** Strings to small numbers, in order of arrival. */
export interface Dictionary {
  readonly values: string[]
  code(value: string): number
  /** The code of a value that is not among them yet. */
  add(value: string): number
}

export function newDictionary(): Dictionary {
  const values: string[] = []
  let codes: Map<string, number> | undefined // a filled dictionary may never be asked
  const known = (): Map<string, number> => {
    codes ??= new Map(values.map((value, code) => [value, code]))
    return codes
  }
  const add = (value: string): number => {
    codes?.set(value, values.length)
    return values.push(value) - 1
  }
  return {
    values,
    code: (value) => known().get(value) ?? add(value),
    add,
  }
}
