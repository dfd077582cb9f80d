/** The words of a ladder's conditions over a row of computed measures, for proofs; `flat.ts` decides the same. */

import { type Datum, numberOf, type Scope } from '../core/language/scope.js'
import { own } from './flat.js'
import type { Measures } from './ladder.js'

const read =
  (name: string) =>
  (row: Measures): Datum => {
    const datum = own(row, name)
    return typeof datum === 'number' && datum - datum !== 0 ? undefined : (datum as Datum)
  }

/** Arithmetic is the host's: a ladder compares what it is given. */
export const measureScope: Scope<Measures> = {
  field: read,
  measure: (name) => {
    const get = read(name)
    return (row) => {
      const datum = get(row)
      return numberOf(typeof datum === 'boolean' ? Number(datum) : datum)
    }
  },
  flag: (name) => {
    const get = read(name)
    return (row) => get(row) === true || get(row) === 1
  },
}
