/** Measures of many customers, as columns. */

import { exactNumber } from '../decimal/exact.js'
import type { FactLike } from '../language/fact-scope.js'
import type { Table } from '../table.js'
import { type AsOf, momentOf } from '../time/as-of.js'
import type { Day } from '../time/civil.js'
import type { Measure } from './definition.js'
import { addFactToPartials, emptyPartials, type MeasureContext, measureSet, readPartials } from './evaluate.js'

export interface CustomerFacts {
  readonly customerId: string
  readonly facts: Iterable<FactLike>
  /** Local days that anchored windows count from: `enrollment`, … */
  readonly anchors?: Readonly<Record<string, Day | undefined>>
}

/**
 * One row per customer, one `Float64Array` per measure; NaN where the measure is absent.
 * Values are rounded to doubles only here: a rule that must be exact reads the one-customer form.
 */
export function measureTable(
  measures: Readonly<Record<string, Measure>>,
  customers: readonly CustomerFacts[],
  options: MeasureContext & { readonly asOf: AsOf },
): Table<{ readonly customerId: readonly string[] } & Readonly<Record<string, Float64Array | readonly string[]>>> {
  const set = measureSet(measures, options)
  const { before, day } = momentOf(options.asOf, options.zone)
  const columns = set.ids.map(() => new Float64Array(customers.length).fill(Number.NaN))
  for (let c = 0; c < customers.length; c++) {
    const partials = emptyPartials(set)
    for (const fact of customers[c].facts) if (fact.at < before) addFactToPartials(set, partials, fact)
    const values = readPartials(set, partials, day, customers[c].anchors)
    for (let i = 0; i < values.length; i++) {
      const value = values[i]
      if (value !== undefined) columns[i][c] = exactNumber(value)
    }
  }
  return {
    length: customers.length,
    columns: { customerId: customers.map((one) => one.customerId), ...Object.fromEntries(set.ids.map((id, i) => [id, columns[i]])) },
  }
}
