/** The facts of one source on their way in: columns of the source's length, some rows struck out. */

import type { AttributeValue, FactLine } from './fact.js'
import type { OriginalAmount } from './facts.js'
import type { SourceKind } from './mapping.js'

export interface Batch {
  readonly kind: SourceKind
  readonly length: number
  /** 1 where the row is not used. */
  readonly struck: Uint8Array
  /** Codes into the shared customer dictionary. */
  readonly customer: Int32Array
  /** Codes into the shared type dictionary. */
  readonly type: Int32Array
  readonly at: Float64Array
  /** NaN: no amount. For a refund that is the whole order. */
  readonly amountMinor: Float64Array
  id?: (string | undefined)[]
  channel?: (string | undefined)[]
  refersTo?: (string | undefined)[]
  lines?: (readonly FactLine[] | undefined)[]
  attributes?: (Record<string, AttributeValue> | undefined)[]
  original?: (OriginalAmount | undefined)[]
  alias?: (string | undefined)[]
}

/** Strings to small numbers, in order of arrival. */
export interface Dictionary {
  readonly values: string[]
  code(value: string): number
}

export function newDictionary(): Dictionary {
  const values: string[] = []
  const codes = new Map<string, number>()
  return {
    values,
    code(value) {
      let code = codes.get(value)
      if (code === undefined) {
        code = values.length
        values.push(value)
        codes.set(value, code)
      }
      return code
    },
  }
}
