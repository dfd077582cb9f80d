import { UsageError } from '../core/errors.js'
import type { DictionaryColumn, Table } from '../core/table.js'
import { type Day, formatDate, parseDate } from '../core/time/civil.js'
import { endOfUnit, type Unit } from '../core/time/length.js'
import { type StagePaths, stagesOn } from './stage-paths.js'

export type StageCountColumns = {
  readonly date: readonly string[]
  readonly stage: DictionaryColumn
  readonly customers: Float64Array
  /** Of all customers. */
  readonly share: Float64Array
}

export type CountDates =
  /** `YYYY-MM-DD`, each seen at its end. */
  | { readonly dates: readonly string[] }
  /** The last day of every such unit, and `to` itself. */
  | { readonly from: string; readonly to: string; readonly every: Unit }

/**
 * How many customers are in which stage on which day: one row per date and stage, also empty ones, so that each date adds up to the whole base.
 * @throws UsageError `tierwise.date.unreadable`, `tierwise.lifecycle.after-as-of`
 */
export function stageCounts(paths: StagePaths, when: CountDates): Table<StageCountColumns> {
  const days = 'dates' in when ? when.dates.map(dayOf) : unitEnds(dayOf(when.from), dayOf(when.to), when.every)
  const { values } = paths.columns.stage
  const length = days.length * values.length
  const date: string[] = []
  const codes = new Uint8Array(length)
  const customers = new Float64Array(length)
  const share = new Float64Array(length)
  days.forEach((day, d) => {
    const text = formatDate(day)
    const row = d * values.length
    for (let s = 0; s < values.length; s++) {
      date.push(text)
      codes[row + s] = s
    }
    for (const code of stagesOn(paths, day)) customers[row + code]++
    for (let s = 0; s < values.length; s++) share[row + s] = customers[row + s] / paths.customers.length
  })
  return { length, columns: { date, stage: { codes, values }, customers, share } }
}

/** @throws UsageError `tierwise.date.unreadable` */
export function dayOf(date: string): Day {
  const day = parseDate(date)
  if (Number.isNaN(day)) throw new UsageError('tierwise.date.unreadable', { date: String(date) })
  return day
}

export function unitEnds(from: Day, to: Day, unit: Unit): Day[] {
  const ends: Day[] = []
  for (let day = from; day <= to; day = ends[ends.length - 1] + 1) ends.push(Math.min(endOfUnit(day, unit), to))
  return ends
}
