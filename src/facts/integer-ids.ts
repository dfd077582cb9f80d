/** Facts whose customers are whole numbers: numbers serve where texts and codes would only cost, and those are made when first read. */

import { withLazy } from '../core/lazy.js'
import { distinctIntegers } from '../core/math/distinct-integers.js'
import type { CustomerList, FactColumns } from './facts.js'

const numbers = new WeakMap<FactColumns, Int32Array>()

/** The customer of each fact as the number it came as, 0 or greater, where the facts have nothing else. */
export function integerIds(columns: FactColumns): Int32Array | undefined {
  return numbers.get(columns)
}

/** Columns and customers of facts by whole numbers; the order of numbers is the order of customers. */
export function codedWhenRead(ids: Int32Array, rest: Omit<FactColumns, 'customer'>): { columns: FactColumns; customers: CustomerList } {
  let coded: { codes: Int32Array; texts: string[] } | undefined
  const made = (): { codes: Int32Array; texts: string[] } => {
    if (!coded) {
      const { distinct, codes } = distinctIntegers(ids)
      coded = { codes, texts: Array.from(distinct, String) }
    }
    return coded
  }
  const columns: FactColumns = withLazy({ ...rest }, 'customer', () => made().codes)
  numbers.set(columns, ids)
  return { columns, customers: withLazy({}, 'ids', () => made().texts) }
}
