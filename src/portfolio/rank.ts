/** From figures to scores and tiers. */

import type { Table } from '../core/table.js'
import type { ScorecardDefinition } from '../scorecard/definition.js'
import { type LevelScale, levelIndex } from '../scorecard/levels.js'
import type { Figures } from './figures.js'

/** The measures of a scorecard as a table. Prospects have no value, whatever a measure says of them. */
export function scorecardInput({ criteria }: ScorecardDefinition, figures: Figures): Table<Record<string, Float64Array>> {
  const names = [...new Set(criteria.map(({ measure }) => measure))]
  return {
    length: figures.base.summary.length,
    columns: Object.fromEntries(names.map((name) => [name, ofCustomers(figures, name)])),
  }
}

export function ofCustomers({ base, number }: Figures, name: string): Float64Array {
  const { orders } = base.summary.columns
  return number(name).map((value, c) => (orders[c] > 0 ? value : Number.NaN))
}

/** @param held the tier held before, as an index into the scale; −1 for none */
export function tiersOf(scale: LevelScale, values: Float64Array, held: Int32Array | undefined): Int8Array {
  return Int8Array.from(values, (value, c) => levelIndex(scale, value, held ? held[c] : -1))
}
