import { normalQuantile, wilson } from '../core/math/normal.js'
import type { DictionaryColumn, Table } from '../core/table.js'
import { formatDate } from '../core/time/civil.js'
import { startOfUnit, type Unit } from '../core/time/length.js'
import type { StagePaths } from './stage-paths.js'

export type StageFunnelColumns = {
  /** The first day of the cohort's unit. */
  readonly cohort: readonly string[]
  readonly stage: DictionaryColumn
  readonly cohortSize: Float64Array
  /** Customers of the cohort who have ever been in the stage. */
  readonly reached: Float64Array
  readonly share: Float64Array
  /** Wilson's interval of the share. */
  readonly low: Float64Array
  readonly high: Float64Array
  /** Mean days from leaving the initial stage to the first time in this one, of those who reached it. */
  readonly meanDays: Float64Array
}

export interface StageFunnelOptions {
  /** Default `month`. */
  readonly by?: Unit
  readonly confidence?: number
}

/**
 * How far each cohort has come. A customer's cohort is the unit in which they left the initial stage; who never did is in none.
 * Younger cohorts have had less time, so that rows of one cohort compare with each other before they compare with another's.
 */
export function stageFunnel(paths: StagePaths, { by = 'month', confidence = 0.95 }: StageFunnelOptions = {}): Table<StageFunnelColumns> {
  const { customer, stage, fromDay } = paths.columns
  const { values } = stage
  const n = values.length
  const initial = values.indexOf(paths.initial)
  const cohorts = new Map<number, { size: number; reached: Float64Array; days: Float64Array }>()
  for (let i = 0; i < paths.length; ) {
    const c = customer[i]
    let born = Number.NaN
    const seen = new Set<number>()
    let group: { size: number; reached: Float64Array; days: Float64Array } | undefined
    for (; i < paths.length && customer[i] === c; i++) {
      const code = stage.codes[i]
      if (group === undefined) {
        if (code === initial) continue
        born = fromDay[i]
        const key = startOfUnit(born, by)
        group = cohorts.get(key) ?? { size: 0, reached: new Float64Array(n), days: new Float64Array(n) }
        cohorts.set(key, group)
        group.size++
      }
      if (seen.has(code)) continue
      seen.add(code)
      group.reached[code]++
      group.days[code] += fromDay[i] - born
    }
  }
  const z = normalQuantile(0.5 + confidence / 2)
  const rows = [...cohorts]
    .sort(([a], [b]) => a - b)
    .flatMap(([key, group]) => values.map((_, s) => ({ key, s, group, limits: wilson(group.reached[s], group.size, z) })))
  const column = (of: (row: (typeof rows)[number]) => number): Float64Array => Float64Array.from(rows, of)
  return {
    length: rows.length,
    columns: {
      cohort: rows.map(({ key }) => formatDate(key)),
      stage: { codes: Uint8Array.from(rows, ({ s }) => s), values },
      cohortSize: column(({ group }) => group.size),
      reached: column(({ group, s }) => group.reached[s]),
      share: column(({ group, s }) => group.reached[s] / group.size),
      low: column(({ limits }) => limits.low),
      high: column(({ limits }) => limits.high),
      meanDays: column(({ group, s }) => (group.reached[s] === 0 ? Number.NaN : group.days[s] / group.reached[s])),
    },
  }
}
