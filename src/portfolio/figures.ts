/** Every number a scorecard, a ladder or a column can ask for, computed when first asked. */

import { currencyExponent } from '../core/decimal/currency.js'
import { TEN } from '../core/decimal/decimal.js'
import { UsageError } from '../core/errors.js'
import type { Table } from '../core/table.js'
import { measureFacts } from '../facts/measures.js'
import { scoreRfm } from '../rfm/score.js'
import { PLAIN_MEASURES, type PlainMeasure } from './columns.js'
import type { CriterionBase } from './criteria/base.js'
import { NINE_CRITERIA, type NineCriterion, nine, type PreferenceModels } from './criteria/nine.js'
import type { CriterionResult } from './criteria/parts.js'
import { type PreferenceResult, productPreference } from './criteria/product-preference.js'
import type { TierTableRecipe } from './definition.js'
import type { TierTableModel } from './model.js'

export interface Figures {
  readonly base: CriterionBase
  criterion(id: NineCriterion): CriterionResult
  preference(): PreferenceResult
  /** @throws UsageError `portfolio.measure.unknown` */
  number(name: string): Float64Array
}

export type FigureModels = PreferenceModels & Pick<TierTableModel, 'rfm'>

export function figuresOf(recipe: TierTableRecipe, models: FigureModels, base: CriterionBase, inputs: Table | undefined): Figures {
  const { facts, moment, summary } = base
  const criterion = memo((id: NineCriterion) => (id === 'productPreference' ? preference('') : nine[id](base, models)))
  const preference = memo((_: string) => productPreference(base, models.preference))
  const declared = memo((_: string) => measureFacts(facts, recipe.measures, { asOf: moment.before }).columns)
  const handed = memo((name: string) => inputColumn(inputs, name, facts.customers.ids))
  const plain = memo((name: PlainMeasure) => plainMeasure(name, summary, models.rfm))
  return {
    base,
    criterion,
    preference: () => preference(''),
    number(name) {
      if (isNine(name)) return criterion(name).values
      if (isPlainMeasure(name)) return plain(name)
      if (Object.hasOwn(recipe.measures, name)) return declared('')[name] as Float64Array
      if (recipe.inputs.includes(name)) return handed(name)
      throw new UsageError('portfolio.measure.unknown', { measure: name })
    },
  }
}

function memo<K extends string, V>(compute: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>()
  return (key) => {
    const value = known.get(key)
    if (value !== undefined) return value
    const computed = compute(key)
    known.set(key, computed)
    return computed
  }
}

export function isNine(name: string): name is NineCriterion {
  return (NINE_CRITERIA as readonly string[]).includes(name)
}

export function isPlainMeasure(name: string): name is PlainMeasure {
  return (PLAIN_MEASURES as readonly string[]).includes(name)
}

function plainMeasure(name: PlainMeasure, summary: CriterionBase['summary'], rfm: TierTableModel['rfm']): Float64Array {
  const { columns, length } = summary
  const unit = TEN[currencyExponent(summary.currency) ?? 2]
  switch (name) {
    case 'recencyDays':
      return columns.recencyDays
    case 'tenureDays':
      return columns.tenureDays
    case 'gapDeviationDays':
      return columns.gapDeviationDays
    case 'repeatDays':
      return columns.frequency
    case 'contribution':
      return columns.contributionMinor.map((minor) => minor / unit)
    case 'refunded':
      return columns.refundedMinor.map((minor) => minor / unit)
    case 'rfmScore':
      return rfm ? scoreRfm(rfm, summary).columns.score : new Float64Array(length).fill(Number.NaN)
  }
}

/** A host's column, joined by customer. Customers it does not list have no value. */
function inputColumn(inputs: Table | undefined, name: string, ids: readonly string[]): Float64Array {
  const column = inputs && Object.hasOwn(inputs.columns, name) ? inputs.columns[name] : undefined
  if (inputs === undefined || column === undefined || !ArrayBuffer.isView(column))
    throw new UsageError('portfolio.input.missing', { input: name, hint: 'a table with customerId and a numeric column of this name' })
  const numbers = column as unknown as ArrayLike<number>
  const rowOf = rowsById(inputs)
  return Float64Array.from(ids, (id) => {
    const row = rowOf(id)
    return row === undefined ? Number.NaN : numbers[row]
  })
}

/** Where a table lists a customer. @throws UsageError `portfolio.input.no-ids` */
export function rowsById(table: Table): (id: string) => number | undefined {
  const column = table.columns.customerId
  if (column === undefined || ArrayBuffer.isView(column)) throw new UsageError('portfolio.input.no-ids', { column: 'customerId' })
  const rows = new Map<string, number>()
  for (let i = 0; i < table.length; i++) {
    const id = Array.isArray(column) ? column[i] : 'codes' in column ? column.values[column.codes[i]] : undefined
    if (id !== undefined) rows.set(id, i)
  }
  return (id) => rows.get(id)
}
