/** The words of a condition over a plain row: every subject is a member of it. */

import { arithmetic } from '../core/language/arithmetic.js'
import { type Datum, numberOf, type Scope } from '../core/language/scope.js'
import type { RuleRow } from './definition.js'

const get =
  (name: string) =>
  (row: RuleRow): Datum => {
    const datum = row[name] as Datum
    if (typeof datum === 'number') return datum - datum === 0 ? datum : undefined // neither NaN nor an infinity
    return datum === null || !Object.hasOwn(row, name) ? undefined : datum
  }

/** Doubles that are not whole are read by their shortest decimal form. */
export const rowScope: Scope<RuleRow> = {
  field: get,
  measure: (id) => {
    const datum = get(id)
    return (row) => numberOf(datum(row))
  },
  balance: (id) => {
    const datum = get(id)
    return (row) => numberOf(datum(row))
  },
  member: get,
  words: arithmetic,
  flag: (id) => (row) => get(id)(row) === true,
}
