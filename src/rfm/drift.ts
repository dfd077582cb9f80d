/** Stored cut points against refitted ones: whether the base moved, and whether refitting would hide it. */

import { UsageError } from '../core/errors.js'
import { type Reason, reason } from '../core/reason.js'
import { type Column, cell } from '../core/table.js'
import type { RfmTable } from './column.js'
import { refitRfm } from './fit.js'
import { identityOf, type RfmModelIdentity } from './levels.js'
import type { RfmModel } from './model.js'
import { type RfmScores, scoreRfm } from './score.js'
import type { RfmSegments } from './segments.js'

/** What `driftRfm` compares with. */
export interface DriftRfmOptions {
  /** The table as it was, usually the one the model was fitted on: then the drift also says who changed since. */
  readonly before?: RfmTable
  /** Count changes of segment too. */
  readonly segments?: RfmSegments
  /** Share of customers above which refitting is said to hide a change, 0 … 1; default 0.05. */
  readonly tolerance?: number
}

/** How far a base has moved away from a model, and what refitting it would hide. */
export interface RfmDrift {
  readonly kind: 'rfm-drift'
  readonly format: 1
  readonly model: RfmModelIdentity
  /** The day of the fit and the day of the table, as far as both are known. */
  readonly asOf: { readonly fitted: string | null; readonly now: string | null }
  /** Customers with scores now. */
  readonly customers: number
  /** Customers with scores both now and before; absent without `before`. */
  readonly compared?: number
  readonly measures: readonly RfmMeasureDrift[]
  /** Absent without `segments`. */
  readonly segments?: RfmDisagreement
  /** What refitting would hide, in words. */
  readonly findings: readonly Reason[]
}

/** How many customers the stored and the refitted cut points tell apart. */
export interface RfmDisagreement {
  /** Customers whom the two place differently today. */
  readonly apart: number
  /** Customers placed differently than before, by the stored cut points and by refitted ones. Absent without `before`. */
  readonly changed?: { readonly frozen: number; readonly refitted: number }
}

/** The drift of one measure. */
export interface RfmMeasureDrift extends RfmDisagreement {
  readonly measure: string
  readonly cutPoints: { readonly frozen: readonly number[]; readonly refitted: readonly number[] }
  /** Customers per score, score 1 first. */
  readonly counts: { readonly fitted: readonly number[] | null; readonly frozen: readonly number[]; readonly refitted: readonly number[] }
  /** Customers whose score by the stored cut points is lower, or higher, than the refitted one. */
  readonly lower: number
  readonly higher: number
  /** The least share of customers that must have changed score since the fit: ½ Σ |share then − share now|, 0 … 1. `null` for a model that was not fitted. */
  readonly shift: number | null
}

/**
 * What happens to scores if thresholds stay (`frozen`) and what if they are fitted anew (`refitted`).
 *
 * Quantiles are relative: on a base where nobody buys any more, refitting keeps a fifth of the customers at R = 5 for ever. Where the two
 * disagree, `findings` says so: `rfm.drift.hidden-decline` (customers score lower than refitted scores would show), `rfm.drift.hidden-growth`.
 *
 * @param now the same measures at a later day
 * @throws FitError `rfm.fit.no-customers`; UsageError as `scoreRfm`, `rfm.drift.no-ids` if `before` cannot be matched
 */
export function driftRfm(model: RfmModel, now: RfmTable, options: DriftRfmOptions = {}): RfmDrift {
  const { before, segments, tolerance = 0.05 } = options
  const result = refitRfm(model, now)
  if (!result.success) throw result.error
  const refit = result.data
  const frozen = scoreRfm(model, now, { segments })
  const refitted = scoreRfm(refit, now, { segments })
  const then = before && matched(scoreRfm(model, before, { segments }), before, frozen, now)

  const customers = refit.provenance?.customers ?? 0
  const disagreement = (key: string): RfmDisagreement => ({
    apart: differences(frozen.columns[key], refitted.columns[key]),
    ...(then ? { changed: { frozen: then.changes(frozen, key), refitted: then.changes(refitted, key) } } : {}),
  })
  const measures = model.measures.map(({ id, cutPoints, counts, bins }, j): RfmMeasureDrift => {
    const a = frozen.columns[id] as Float64Array
    const b = refitted.columns[id] as Float64Array
    let lower = 0
    for (let i = 0; i < a.length; i++) lower += ~~(a[i] < b[i])
    const both = disagreement(id)
    const frozenCounts = countsOf(a, bins)
    return {
      measure: id,
      ...both,
      cutPoints: { frozen: cutPoints, refitted: refit.measures[j].cutPoints },
      counts: { fitted: counts, frozen: frozenCounts, refitted: countsOf(b, bins) },
      lower,
      higher: both.apart - lower,
      shift: counts && shiftOf(counts, frozenCounts),
    }
  })
  return {
    kind: 'rfm-drift',
    format: 1,
    model: identityOf(model),
    asOf: { fitted: model.provenance?.asOf ?? null, now: now.asOf ?? null },
    customers,
    ...(then ? { compared: then.compared } : {}),
    measures,
    ...(segments ? { segments: disagreement('segment') } : {}),
    findings: measures.flatMap(({ measure, lower, higher }) => {
      const params = { measure, lower, higher, customers }
      if (Math.max(lower, higher) <= tolerance * customers) return []
      return [reason(lower >= higher ? 'rfm.drift.hidden-decline' : 'rfm.drift.hidden-growth', 'warning', params)]
    }),
  }
}

/** Rows that hold different values; unscored rows are unscored in both. */
function differences(a: Column, b: Column): number {
  const length = lengthOf(a)
  let count = 0
  for (let i = 0; i < length; i++) if (cell(a, i) !== cell(b, i)) count++
  return count
}

interface Matched {
  readonly compared: number
  /** Customers whose value of this column differs from what it was. */
  changes(scores: RfmScores, key: string): number
}

/** Pairs customers by id, or by position where neither table has ids. */
function matched(then: RfmScores, before: RfmTable, frozen: RfmScores, now: RfmTable): Matched {
  const idsThen = then.columns.customerId
  const idsNow = frozen.columns.customerId
  if ((idsThen === undefined) !== (idsNow === undefined) || (idsThen === undefined && before.length !== now.length))
    throw new UsageError('rfm.drift.no-ids', { before: before.length, now: now.length })
  const rowThen = new Map<unknown, number>()
  for (let i = 0; i < before.length; i++) rowThen.set(idsThen ? cell(idsThen, i) : i, i)
  const pairs: [number, number][] = []
  for (let i = 0; i < now.length; i++) {
    const at = rowThen.get(idsNow ? cell(idsNow, i) : i)
    if (at !== undefined && then.columns.cell.codes[at] >= 0 && frozen.columns.cell.codes[i] >= 0) pairs.push([at, i])
  }
  return {
    compared: pairs.length,
    changes: (scores, key) => pairs.filter(([a, b]) => cell(then.columns[key], a) !== cell(scores.columns[key], b)).length,
  }
}

function lengthOf(column: Column): number {
  return 'codes' in column ? column.codes.length : column.length
}

function countsOf(scores: Float64Array, bins: number): number[] {
  const counts = new Array<number>(bins).fill(0)
  for (const score of scores) if (!Number.isNaN(score)) counts[score - 1]++
  return counts
}

/** Over the common denominator, so that equal shares differ by exactly nothing. */
function shiftOf(then: readonly number[], now: readonly number[]): number {
  const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0)
  const a = Math.max(1, total(then))
  const b = Math.max(1, total(now))
  return then.reduce((sum, count, i) => sum + Math.abs(count * b - now[i] * a), 0) / (2 * a * b)
}
