import { normalQuantile, wilson } from '../core/math/normal.js'
import type { DictionaryColumn, Table } from '../core/table.js'
import { dayOf } from './stage-counts.js'
import { type StagePaths, stagesOn } from './stage-paths.js'

export type StageMatrixColumns = {
  readonly from: DictionaryColumn
  readonly to: DictionaryColumn
  readonly customers: Float64Array
  /** Of those who began in `from`; NaN where nobody did. */
  readonly share: Float64Array
  /** Wilson's interval of the share. */
  readonly low: Float64Array
  readonly high: Float64Array
}

export interface StageMatrixOptions {
  /** `YYYY-MM-DD`, each seen at its end. */
  readonly from: string
  readonly to: string
  /** Of the intervals; default 0.95. */
  readonly confidence?: number
}

/**
 * Who went where between two days: one row per pair of stages, also empty ones; the shares of one `from` add up to 1.
 * @throws UsageError `tierwise.date.unreadable`, `tierwise.lifecycle.after-as-of`
 */
export function stageMatrix(paths: StagePaths, { from, to, confidence = 0.95 }: StageMatrixOptions): Table<StageMatrixColumns> {
  const before = stagesOn(paths, dayOf(from))
  const after = stagesOn(paths, dayOf(to))
  const { values } = paths.columns.stage
  const n = values.length
  const z = normalQuantile(0.5 + confidence / 2)
  const customers = new Float64Array(n * n)
  const began = new Float64Array(n)
  for (let c = 0; c < before.length; c++) {
    customers[before[c] * n + after[c]]++
    began[before[c]]++
  }
  const missing = (): Float64Array => new Float64Array(n * n).fill(Number.NaN)
  const share = missing()
  const low = missing()
  const high = missing()
  for (let i = 0; i < n * n; i++) {
    const whole = began[Math.floor(i / n)]
    if (whole === 0) continue
    const limits = wilson(customers[i], whole, z)
    share[i] = customers[i] / whole
    low[i] = limits.low
    high[i] = limits.high
  }
  return {
    length: n * n,
    columns: {
      from: { codes: Uint8Array.from({ length: n * n }, (_, i) => Math.floor(i / n)), values },
      to: { codes: Uint8Array.from({ length: n * n }, (_, i) => i % n), values },
      customers,
      share,
      low,
      high,
    },
  }
}
