/** Which way of looking ahead serves this base: fits the candidates to the past, judges them on what came after, and says why it chose. */

import type { FitError } from '../core/errors.js'
import { UsageError } from '../core/errors.js'
import { type Reason, reason } from '../core/reason.js'
import type { Result } from '../core/result.js'
import { safely } from '../core/safely.js'
import { type AsOf, momentOf } from '../core/time/as-of.js'
import { formatDate } from '../core/time/civil.js'
import type { Length } from '../core/time/length.js'
import { zoneOf } from '../core/time/zone.js'
import type { Facts } from '../facts/facts.js'
import { splitFacts } from '../facts/split.js'
import type { SummaryTable } from '../facts/summary.js'
import { safeFitBgNbd } from './fit-bgnbd.js'
import { safeFitMbgNbd } from './fit-mbgnbd.js'
import { FEW_CUSTOMERS, FEW_RETURNED } from './fit-nbd.js'
import { safeFitParetoNbd } from './fit-paretonbd.js'
import { fitResponse, predictResponse } from './fit-response.js'
import { futureOf, type PurchaseModel } from './futures.js'
import { rateSoFar } from './historic-value.js'
import { devianceTerms, type Judgement, judgeForecast, meanWithInterval } from './judge.js'
import { periodsOf } from './periods.js'
import { predictNbd } from './predict-nbd.js'
import { dateBefore, responseFeatures } from './response-features.js'

/**
 * `bgnbd`, `mbgnbd`, `paretonbd` — the probability models; `ridge` — `fitResponse`; `blend` — the geometric mean of `ridge` and the best probability model;
 * `rate` — everybody goes on at the rate so far; `recency` — the base's mean purchases by fifths of silence; `mean` — the same for everybody.
 */
export type ClvCandidate = 'bgnbd' | 'mbgnbd' | 'paretonbd' | 'ridge' | 'blend' | 'rate' | 'recency' | 'mean'

export interface CompareClvOptions {
  /** Length of the time held out, and of the forecasts. */
  readonly holdout: Length
  /** The end of the time held out. Default: the day of the last fact. */
  readonly until?: AsOf
  /** Default: all. */
  readonly candidates?: readonly ClvCandidate[]
}

export interface JudgedCandidate extends Judgement {
  readonly id: ClvCandidate
  /** Deviance beyond the best's, per customer, with the 95 % interval of the paired difference; the best has 0. */
  readonly behind: { readonly value: number; readonly low: number; readonly high: number }
  /** The difference from the best may be chance: its interval holds 0. */
  readonly tie: boolean
  /** The figures of the fit, for the probability models. */
  readonly aic: number | null
  readonly warnings: readonly Reason[]
}

export interface ClvComparison {
  readonly kind: 'clvcomparison'
  readonly format: 1
  readonly calibrationEnd: string
  readonly until: string
  readonly holdout: Length
  readonly customers: number
  /** Lowest deviance first. */
  readonly candidates: readonly JudgedCandidate[]
  /** Candidates that these data could not carry, and why. */
  readonly left: readonly { readonly id: ClvCandidate; readonly reason: Reason }[]
  readonly best: ClvCandidate
  /** Why the best was chosen. `clv.compare.few` among them: with fewer than 100 customers, or 30 who bought in the time held out, another time may choose another. */
  readonly why: readonly Reason[]
}

/**
 * Decides by mean Poisson deviance out of sample; beside it stand RMSE, Brier score, calibration slope and ranking. MAE is given and not used: forecasting 0
 * for everybody wins it on most bases. Among ties the simpler candidate is named in `why`.
 *
 * @throws UsageError `clv.compare.no-customers` when nobody had bought before the holdout
 */
export function compareClv(facts: Facts, options: CompareClvOptions): ClvComparison {
  const { holdout } = options
  const zone = zoneOf(facts.timeZone, facts.zones)
  if (facts.length === 0) throw new UsageError('clv.compare.no-customers', { customers: 0 })
  const until = options.until ?? formatDate(momentOf(facts.columns.at[facts.length - 1] + 1, zone).day)
  const calibrationEnd = dateBefore(facts, until, holdout)
  const { calibration, holdout: after } = splitFacts(facts, { asOf: calibrationEnd, until, period: 'week' })
  const rows: number[] = []
  for (let i = 0; i < calibration.length; i++) if (calibration.columns.frequency[i] >= 0) rows.push(i)
  if (rows.length === 0) throw new UsageError('clv.compare.no-customers', { customers: 0 })
  const actual = Float64Array.from(rows, (i) => after.columns.purchases[i])
  const horizon = periodsOf(holdout, 'week')
  const wanted = new Set(options.candidates ?? CANDIDATES)
  const forecasts = new Map<ClvCandidate, Forecast>()
  const left: { id: ClvCandidate; reason: Reason }[] = []
  const offer = (id: ClvCandidate, make: () => Result<Forecast, FitError>): void => {
    if (!wanted.has(id) && !(id !== 'rate' && id !== 'recency' && id !== 'mean' && wanted.has('blend'))) return
    const made = make()
    if (made.success) forecasts.set(id, made.data)
    else left.push({ id, reason: made.error.reason })
  }
  offer('bgnbd', () => modelForecast(safeFitBgNbd(calibration), calibration, rows, holdout))
  offer('mbgnbd', () => modelForecast(safeFitMbgNbd(calibration), calibration, rows, holdout))
  offer('paretonbd', () => modelForecast(safeFitParetoNbd(calibration), calibration, rows, holdout))
  offer('ridge', () =>
    safely(() => {
      const model = shortestTry(holdout, (learnFrom) =>
        fitResponse(facts, { asOf: calibrationEnd, horizon: holdout, outcome: 'purchases', learnFrom }),
      )
      const features = responseFeatures(facts, { asOf: calibrationEnd, horizon: holdout, window: model.window })
      const { expected } = predictResponse(model, features).columns
      return { expected: Float64Array.from(rows, (i) => expected[i]), aic: null, warnings: model.warnings }
    }),
  )
  const rate = rateSoFar(calibration, horizon) as Float64Array
  offer('rate', () => ({ success: true, data: plain(Float64Array.from(rows, (i) => rate[i])) }))
  const before = pastRates(facts, calibration, calibrationEnd, holdout)
  offer('recency', () => ({
    success: true,
    data: plain(Float64Array.from(rows, (i) => before.bySilence(calibration.columns.recencyDays[i]))),
  }))
  offer('mean', () => ({ success: true, data: plain(new Float64Array(rows.length).fill(before.overall)) }))
  const ridge = forecasts.get('ridge')
  const models = (['bgnbd', 'mbgnbd', 'paretonbd'] as const).flatMap((id) => forecasts.get(id) ?? [])
  if (wanted.has('blend') && ridge && models.length > 0) {
    // which model to blend with is decided in sample, so that the holdout judges a choice it has not seen
    const partner = models.reduce((best, one) => ((one.aic ?? 0) < (best.aic ?? 0) ? one : best))
    forecasts.set('blend', { expected: ridge.expected.map((value, i) => Math.sqrt(value * partner.expected[i])), aic: null, warnings: [] })
  }
  for (const id of [...forecasts.keys()]) if (!wanted.has(id)) forecasts.delete(id)
  return verdict(forecasts, left, actual, {
    calibrationEnd,
    until: typeof until === 'string' ? until : formatDate(momentOf(until, zone).day),
    holdout,
  })
}

/** The simplest first: among ties this order names the one to prefer. */
const CANDIDATES: readonly ClvCandidate[] = ['mean', 'rate', 'recency', 'mbgnbd', 'bgnbd', 'paretonbd', 'ridge', 'blend']

interface Forecast {
  readonly expected: Float64Array
  readonly pAny?: Float64Array
  readonly aic: number | null
  readonly warnings: readonly Reason[]
}

/** The pseudo-holdout is as long as the horizon; where the history is too short for that, half or a quarter of it. */
function shortestTry<T>(horizon: Length, attempt: (learnFrom: Length) => T): T {
  for (const part of [1, 2]) {
    const tried = safely(() => attempt({ n: Math.max(1, Math.floor(horizon.n / part)), unit: horizon.unit }))
    if (tried.success) return tried.data
  }
  return attempt({ n: Math.max(1, Math.floor(horizon.n / 4)), unit: horizon.unit })
}

function plain(expected: Float64Array): Forecast {
  return { expected, aic: null, warnings: [] }
}

/** A model that the data do not fully determine still forecasts from its best point, with the reason as a warning. */
function modelForecast(
  fitted: Result<PurchaseModel, FitError>,
  table: SummaryTable,
  rows: readonly number[],
  horizon: Length,
): Result<Forecast, FitError> {
  const model = fitted.success ? fitted.data : (fitted.error.best as PurchaseModel | null)
  if (model === null) return fitted as Result<Forecast, FitError>
  const { expectedPurchases, pAny } = predictNbd(futureOf(model), model as never, table, { horizon }).columns
  const pick = (column: Float64Array): Float64Array => Float64Array.from(rows, (i) => column[i])
  return {
    success: true,
    data: {
      expected: pick(expectedPurchases as Float64Array),
      pAny: pick(pAny as Float64Array),
      aic: model.fit.aic,
      warnings: model.warnings,
    },
  }
}

/**
 * The simple rules learn from a pseudo-holdout as the regression does: what customers did in the time before calibration ended, in the horizon, or in half or
 * a quarter of it times two or four.
 */
function pastRates(
  facts: Facts,
  table: SummaryTable,
  end: string,
  horizon: Length,
): { overall: number; bySilence: (days: number) => number } {
  for (const part of [1, 2, 4]) {
    const start = dateBefore(facts, end, { n: Math.max(1, Math.floor(horizon.n / part)), unit: horizon.unit })
    const { calibration, holdout } = splitFacts(facts, { asOf: start, until: end })
    const silences: [number, number][] = []
    for (let i = 0; i < calibration.length; i++)
      if (calibration.columns.frequency[i] >= 0) silences.push([calibration.columns.recencyDays[i], part * holdout.columns.purchases[i]])
    if (silences.length < 25) continue
    silences.sort((a, b) => a[0] - b[0])
    const overall = silences.reduce((sum, [, bought]) => sum + bought, 0) / silences.length
    const groups = Array.from({ length: 5 }, (_, k) => {
      const members = silences.slice(Math.floor((k * silences.length) / 5), Math.floor(((k + 1) * silences.length) / 5))
      return {
        to: members[members.length - 1][0],
        mean: (members.reduce((sum, [, bought]) => sum + bought, 0) + overall) / (members.length + 1),
      }
    })
    return { overall, bySilence: (days) => (groups.find((group) => days <= group.to) ?? groups[4]).mean }
  }
  const overall = fallbackRate(table)
  return { overall, bySilence: () => overall }
}

function fallbackRate(table: SummaryTable): number {
  let repeats = 0
  let customers = 0
  for (let i = 0; i < table.length; i++) {
    if (!(table.columns.frequency[i] >= 0)) continue
    repeats += table.columns.frequency[i]
    customers++
  }
  return repeats / Math.max(1, customers)
}

function verdict(
  forecasts: ReadonlyMap<ClvCandidate, Forecast>,
  left: readonly { readonly id: ClvCandidate; readonly reason: Reason }[],
  actual: Float64Array,
  frame: Pick<ClvComparison, 'calibrationEnd' | 'until' | 'holdout'>,
): ClvComparison {
  if (forecasts.size === 0) throw new UsageError('clv.compare.no-candidates', { candidates: left.length })
  const judged = [...forecasts].map(([id, forecast]) => ({ id, forecast, terms: devianceTerms(actual, forecast.expected) }))
  const meanOf = (terms: Float64Array): number => terms.reduce((sum, term) => sum + term, 0) / terms.length
  const first = judged.reduce((best, one) => (meanOf(one.terms) < meanOf(best.terms) ? one : best))
  const candidates = judged
    .map(({ id, forecast, terms }): JudgedCandidate => {
      const behind = meanWithInterval(terms.map((term, i) => term - first.terms[i]))
      return {
        id,
        ...judgeForecast(actual, forecast.expected, forecast.pAny),
        behind,
        tie: id !== first.id && !(behind.low > 0),
        aic: forecast.aic,
        warnings: forecast.warnings,
      }
    })
    .sort((a, b) => a.deviance.value - b.deviance.value)
  const [best] = candidates
  const ties = candidates.filter((candidate) => candidate.tie)
  const simplest = CANDIDATES.find((id) => id === best.id || ties.some((tie) => tie.id === id)) as ClvCandidate
  const { value, low, high } = best.deviance
  const figures = { candidate: best.id, deviance: round(value) }
  // of one customer nothing is known about the spread
  const why: Reason[] = [
    reason('clv.compare.lowest-deviance', 'info', Number.isNaN(low) ? figures : { ...figures, low: round(low), high: round(high) }),
  ]
  const buyers = actual.reduce((count, purchases) => count + (purchases > 0 ? 1 : 0), 0)
  if (actual.length < FEW_CUSTOMERS || buyers < FEW_RETURNED)
    why.push(reason('clv.compare.few', 'warning', { customers: actual.length, buyers, needed: FEW_CUSTOMERS, neededBuyers: FEW_RETURNED }))
  if (ties.length > 0) why.push(reason('clv.compare.tie', 'info', { candidate: best.id, others: ties.map((tie) => tie.id).join(', ') }))
  if (simplest !== best.id) why.push(reason('clv.compare.simpler-as-good', 'info', { candidate: best.id, simpler: simplest }))
  if (best.calibrationSlope < 0.8 || best.calibrationSlope > 1.25)
    why.push(reason('clv.compare.slope', 'warning', { candidate: best.id, slope: round(best.calibrationSlope) }))
  return { kind: 'clvcomparison', format: 1, ...frame, customers: actual.length, candidates, left, best: best.id, why }
}

/** For sentences; the figures themselves stand beside. */
function round(value: number): number {
  return Number(value.toPrecision(3))
}
