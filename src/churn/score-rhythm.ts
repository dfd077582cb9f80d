/** Who is overdue, by how much, since when, and how likely they still come. */

import { UsageError } from '../core/errors.js'
import { type Reason, reason } from '../core/reason.js'
import type { Table } from '../core/table.js'
import { formatDate, parseDate } from '../core/time/civil.js'
import { type RhythmModel, type StepCurve, shrunkGap } from './fit-rhythm.js'

/** The columns of `summarize` (with `countBy: 'day'`, the default) that rhythm is read from. */
export interface RhythmSubject {
  readonly length: number
  readonly columns: {
    readonly frequency: ArrayLike<number>
    readonly recencyDays: ArrayLike<number>
    readonly tenureDays: ArrayLike<number>
  }
  /** The day the figures run to. */
  readonly asOf: string
}

export interface RhythmOptions {
  /** How far ahead `pReturn` looks, days. Default: twice the base's mean gap. */
  readonly horizonDays?: number
  /** A customer is overdue once this share of the gaps that ended were shorter than their silence. Default 0.8. */
  readonly overdueShare?: number
}

export type RhythmColumns = {
  /** What was to be expected of this customer, days between purchases. */
  readonly expectedGapDays: Float64Array
  readonly silenceDays: Float64Array
  /** Silence over expected gap. */
  readonly overdueRatio: Float64Array
  /** Share of the gaps that ended, of customers at the same point, that were shorter than this silence: 0.95 means 19 of 20 who came back had come by now. */
  readonly percentile: Float64Array
  /** Chance of a purchase within the horizon. */
  readonly pReturn: Float64Array
  /** 1 − pReturn. */
  readonly risk: Float64Array
  /** The day on which the customer became or becomes overdue, `YYYY-MM-DD`; absent where no gap of that kind (first to second purchase, or later) ever ended in this base. */
  readonly overdueOn: readonly (string | undefined)[]
  /** Days from asOf to that day; negative once it has passed, NaN where there is no such day. */
  readonly daysToOverdue: Float64Array
}

export interface RhythmTable extends Table<RhythmColumns> {
  readonly kind: 'rhythmtable'
  readonly format: 1
  readonly model: { readonly kind: string; readonly id: string }
  readonly asOf: string
  readonly horizonDays: number
  readonly overdueShare: number
}

/**
 * A customer's silence against their own rhythm. One-time buyers are measured against how long second purchases took to come; their risk grows with every
 * day, and is 1 once nobody in the base ever came back after such a silence.
 *
 * @returns a table of equal length and order; prospects are missing
 * @throws UsageError `churn.rhythm.option` for a share outside (0, 1) or a horizon below 0
 */
export function scoreRhythm(model: RhythmModel, customers: RhythmSubject, options: RhythmOptions = {}): RhythmTable {
  const { overdueShare = 0.8, horizonDays = 2 * model.meanGapDays } = options
  if (!(overdueShare > 0 && overdueShare < 1) || !(horizonDays >= 0))
    throw new UsageError('churn.rhythm.option', { overdueShare, horizonDays })
  const today = parseDate(customers.asOf)
  const { length } = customers
  const { frequency, recencyDays, tenureDays } = customers.columns
  const make = (): Float64Array => new Float64Array(length).fill(Number.NaN)
  const columns = {
    expectedGapDays: make(),
    silenceDays: make(),
    overdueRatio: make(),
    percentile: make(),
    pReturn: make(),
    risk: make(),
    overdueOn: new Array<string | undefined>(length).fill(undefined),
    daysToOverdue: make(),
  }
  const firstLimit = limitOf(model.first, overdueShare)
  const laterLimit = limitOf(model.later, overdueShare)
  for (let i = 0; i < length; i++) {
    const n = frequency[i]
    if (!(n >= 0)) continue
    const silence = recencyDays[i]
    const expected = shrunkGap(model.meanGapDays, model.priorGaps, tenureDays[i] - silence, n)
    const curve = n === 0 ? model.first : model.later
    const unit = n === 0 ? 1 : expected
    const now = at(curve, silence / unit)
    const then = at(curve, (silence + horizonDays) / unit)
    columns.expectedGapDays[i] = expected
    columns.silenceDays[i] = silence
    columns.overdueRatio[i] = silence / expected
    columns.percentile[i] = ended(curve, now)
    columns.pReturn[i] = now > 0 ? 1 - then / now : 0
    columns.risk[i] = 1 - columns.pReturn[i]
    const limit = n === 0 ? firstLimit : laterLimit
    if (limit !== undefined) {
      const days = Math.ceil(limit * unit)
      columns.daysToOverdue[i] = days - silence
      columns.overdueOn[i] = formatDate(today - silence + days)
    }
  }
  return {
    kind: 'rhythmtable',
    format: 1,
    model: { kind: model.kind, id: model.id },
    asOf: customers.asOf,
    horizonDays,
    overdueShare,
    length,
    columns,
  }
}

/** Why customer `i` is, or will be, overdue: with the figures behind it. */
export function explainRhythm(table: RhythmTable, i: number): Reason | undefined {
  const { silenceDays, expectedGapDays, overdueRatio, percentile, overdueOn, daysToOverdue } = table.columns
  if (Number.isNaN(silenceDays[i])) return undefined
  const params = {
    silence: silenceDays[i],
    expected: Math.round(expectedGapDays[i]),
    ratio: Math.round(100 * overdueRatio[i]) / 100,
    percentile: Math.round(100 * percentile[i]),
    on: overdueOn[i] ?? null,
    days: Number.isNaN(daysToOverdue[i]) ? null : Math.abs(daysToOverdue[i]),
  }
  return daysToOverdue[i] <= 0
    ? reason('churn.rhythm.overdue', 'warning', params, { actual: silenceDays[i], required: silenceDays[i] + daysToOverdue[i] })
    : reason('churn.rhythm.on-time', 'info', params)
}

function at({ time, survival }: StepCurve, t: number): number {
  let low = 0
  let high = time.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (time[middle] <= t) low = middle + 1
    else high = middle
  }
  return low === 0 ? 1 : survival[low - 1]
}

/** Share of those who ever came back that had come by then. */
function ended({ survival }: StepCurve, now: number): number {
  const never = survival.length > 0 ? survival[survival.length - 1] : 1
  return never < 1 ? (1 - now) / (1 - never) : 0
}

/** The silence after which `share` of those who came back had come. */
function limitOf(curve: StepCurve, share: number): number | undefined {
  return curve.time.find((_, k) => ended(curve, curve.survival[k]) >= share - 1e-12)
}
