/** Weights and bands from what customers did next, judged beside the host's own card on a period that was not used to find them. */

import { FitError, UsageError } from '../core/errors.js'
import { deepFreeze } from '../core/freeze.js'
import { devianceTerm, giniOfForecast } from '../core/math/forecast-error.js'
import { rising } from '../core/math/isotonic.js'
import { sortedNumbers } from '../core/math/quantile.js'
import { ridge, ridgeDeviance } from '../core/math/ridge.js'
import { mean, sum } from '../core/math/sum.js'
import { type Reason, reason } from '../core/reason.js'
import type { Table } from '../core/table.js'
import { type AsOf, momentOf } from '../core/time/as-of.js'
import { formatDate } from '../core/time/civil.js'
import { addLength, type Length } from '../core/time/length.js'
import { zoneOf } from '../core/time/zone.js'
import type { Facts } from '../facts/facts.js'
import { splitFacts } from '../facts/split.js'
import type { SummaryTable } from '../facts/summary.js'
import type { ScoreBand, ScorecardCriterion, ScorecardDefinition } from './definition.js'
import { fitLevels, fitShares } from './fit-shares.js'
import { numbersOf, scoreScorecard } from './score.js'
import { shareEdges } from './share-edges.js'

/** `purchases` — how many; `any` — whether any; `revenue` — how much, net of refunds. */
export type ScorecardOutcome = 'purchases' | 'any' | 'revenue'

export interface ProposeScorecardOptions {
  /** The end of what is known. */
  readonly asOf: AsOf
  /** How long the period is whose outcome counts. */
  readonly horizon: Length
  readonly outcome: ScorecardOutcome
  /** The host's own card: judged beside the proposal, and its measures are those the proposal may use. */
  readonly card?: ScorecardDefinition
  /** Which columns may become criteria. Default: the measures of `card`; without one, recency, orders, revenue, tenure and mean gap. */
  readonly measures?: readonly string[]
  /** The host's own measures as of a day, a row per customer of the summary; without it, the columns of the summary itself. Must use only what was known then. */
  readonly table?: (customers: SummaryTable, facts: Facts, asOf: string) => Table
  readonly id?: string
}

/** How well a card ranked customers on the period that judges. */
export interface JudgedScorecard {
  /** Mean deviance per customer; lower is better. What a card forecasts is what customers with such a score did in the period before, as a share of all. */
  readonly deviance: number
  /** Ranking: 1 perfect, 0 none. */
  readonly gini: number
}

export interface ScorecardProposal {
  readonly kind: 'scorecardproposal'
  readonly format: 1
  readonly outcome: ScorecardOutcome
  readonly horizon: Length
  /** Frozen, as `defineScorecard` makes it: score with it, or save and change it. */
  readonly card: ScorecardDefinition
  /** Measures as of this day, outcome of the horizon after it. */
  readonly learnedFrom: string
  readonly judgedFrom: string
  readonly customers: { readonly learned: number; readonly judged: number }
  readonly proposed: JudgedScorecard
  /** Null without a card of the host's. */
  readonly host: JudgedScorecard | null
  /** The same for everybody: what a card must beat. */
  readonly none: JudgedScorecard
  /** Deviance of the rival — the host's card, or none — less the proposal's, with the 95 % interval of the paired difference: above 0 the proposal is better. */
  readonly gain: { readonly value: number; readonly low: number; readonly high: number }
  /** The interval holds 0: the difference may be chance. */
  readonly noise: boolean
  readonly why: readonly Reason[]
}

export function proposeScorecard(facts: Facts, options: ProposeScorecardOptions): ScorecardProposal {
  const { horizon, outcome, card } = options
  if (!(Number.isInteger(horizon.n) && horizon.n > 0)) throw new UsageError('scorecard.outcome.horizon', { n: horizon.n })
  const measures = options.measures ?? (card ? card.criteria.map(({ measure }) => measure) : MEASURES)
  if (measures.length === 0) throw new UsageError('scorecard.outcome.measures', {})
  const { day: end } = momentOf(options.asOf, zoneOf(facts.timeZone, facts.zones))
  const before = (times: number): string => formatDate(addLength(end, { n: -times * horizon.n, unit: horizon.unit }))
  const past = periodOf(facts, options, before(2), before(1))
  const later = periodOf(facts, options, before(1), options.asOf)
  for (const { y } of [past, later])
    if (y.length < FEWEST)
      throw new FitError('scorecard', reason('scorecard.outcome.too-few', 'refused', { customers: y.length, needed: FEWEST }))
  for (const { y } of [past, later])
    if (y.every((value) => value === y[0]))
      throw new FitError('scorecard', reason('scorecard.outcome.one-outcome', 'refused', { customers: y.length }))
  const why: Reason[] = []
  const criteria = measures.flatMap((measure) => criterionOf(measure, past, outcome) ?? [])
  const weights = weightsOf(criteria, past, outcome)
  const kept = criteria.flatMap((criterion, i) => (weights[i] > 0 ? [{ ...criterion.definition, weight: String(weights[i]) }] : []))
  if (kept.length === 0) throw new FitError('scorecard', reason('scorecard.outcome.nothing-found', 'refused', { customers: past.y.length }))
  const proposal = withLevels(
    { kind: 'scorecard', format: 1, id: options.id ?? 'proposed', total: '100', places: 2, criteria: kept, margin: '0' },
    past,
  )
  const learned = (one: ScorecardDefinition): Float64Array => forecastOf(one, past, later)
  const judge = (forecast: Float64Array): JudgedScorecard & { readonly terms: Float64Array } => {
    const terms = later.y.map((value, i) =>
      outcome === 'any' ? bernoulli(value, forecast[i]) : devianceTerm(value, Math.max(forecast[i], 1e-5)),
    )
    return { deviance: mean(terms), gini: giniOfForecast(later.y, forecast), terms }
  }
  const proposed = judge(learned(proposal))
  const host = card && judge(learned(card.criteria.some(({ shares, bands }) => shares && !bands) ? fitShares(card, past.table) : card))
  const none = judge(new Float64Array(later.y.length).fill(mean(later.y)))
  const gain = interval((host ?? none).terms.map((term, i) => term - proposed.terms[i]))
  const noise = gain.low <= 0 && gain.high >= 0
  const figures = {
    gain: round(gain.value),
    low: round(gain.low),
    high: round(gain.high),
    gini: round(proposed.gini),
    rival: round((host ?? none).gini),
  }
  const verdict = noise ? 'noise' : gain.value > 0 ? 'better' : 'worse'
  why.push(
    reason(`scorecard.outcome.${verdict}`, verdict === 'better' ? 'info' : 'warning', { ...figures, against: host ? 'card' : 'none' }),
  )
  for (const { id, weight } of kept) why.push(reason('scorecard.outcome.criterion', 'info', { criterion: id, weight: Number(weight) }))
  for (const measure of measures)
    if (!kept.some((one) => one.measure === measure)) why.push(reason('scorecard.outcome.dropped', 'info', { criterion: measure }))
  const shown = ({ deviance, gini }: JudgedScorecard): JudgedScorecard => ({ deviance, gini })
  return {
    kind: 'scorecardproposal',
    format: 1,
    outcome,
    horizon,
    card: proposal,
    learnedFrom: before(2),
    judgedFrom: before(1),
    customers: { learned: past.y.length, judged: later.y.length },
    proposed: shown(proposed),
    host: host ? shown(host) : null,
    none: shown(none),
    gain,
    noise,
    why,
  }
}

const MEASURES = ['recencyDays', 'orders', 'revenueMinor', 'tenureDays', 'meanGapDays']
/** Ten customers per band, five bands. */
const FEWEST = 50
const FIFTHS = Array.from({ length: 5 }, () => ({ share: '0.2' }))
/** A band's outcome counts as if ten more customers of it had done as the base did. */
const PRIOR = 10

/** Customers who had bought by a day: their measures then, and what they did in the horizon after. */
interface Period {
  readonly table: Table
  readonly y: Float64Array
}

function periodOf(facts: Facts, { outcome, table: own }: ProposeScorecardOptions, from: string, until: AsOf): Period {
  const { calibration, holdout } = splitFacts(facts, { asOf: from, until })
  const source = own?.(calibration, facts, from) ?? calibration
  if (source.length !== calibration.length)
    throw new UsageError('scorecard.outcome.length', { rows: source.length, customers: calibration.length })
  const rows: number[] = []
  for (let i = 0; i < calibration.length; i++) if (calibration.columns.frequency[i] >= 0) rows.push(i)
  const columns: Record<string, Float64Array> = {}
  const { columns: given }: Table = source
  for (const name of Object.keys(given)) {
    const values = given[name]
    if (ArrayBuffer.isView(values)) columns[name] = Float64Array.from(rows, (i) => (values as Float64Array)[i])
  }
  const { purchases, revenueMinor } = holdout.columns
  const y = Float64Array.from(rows, (i) => {
    if (outcome === 'purchases') return purchases[i]
    if (outcome === 'any') return purchases[i] > 0 ? 1 : 0
    return Math.max(0, revenueMinor[i]) // who returned more than they bought brought nothing
  })
  // revenue as multiples of the mean, so that deviances do not depend on the currency
  const scale = outcome === 'revenue' && sum(y) > 0 ? mean(y) : 1
  return { table: { length: rows.length, columns }, y: y.map((value) => value / scale) }
}

interface Found {
  readonly definition: Omit<ScorecardCriterion, 'weight'>
  /** 0 … 1 for each customer of the period. */
  readonly points: Float64Array
}

/** The measure in bands whose outcome rises (or falls) from one to the next; nothing where it does neither. */
function criterionOf(measure: string, { table, y }: Period, outcome: ScorecardOutcome): Found | undefined {
  const values = numbersOf(table.columns, measure)
  if (values === undefined) throw new UsageError('scorecard.outcome.measures', { measure })
  const edges = shareEdges(sortedNumbers(values), FIFTHS).map(({ edge }) => edge)
  const at = edges.map(Number)
  const base = mean(y)
  const totals = new Float64Array(edges.length + 1)
  const counts = new Float64Array(edges.length + 1)
  const missing = { total: 0, count: 0 }
  const bandOf = (value: number): number => at.reduce((band, from) => band + (value >= from ? 1 : 0), 0)
  for (let i = 0; i < y.length; i++) {
    if (Number.isNaN(values[i])) {
      missing.total += y[i]
      missing.count++
    } else {
      totals[bandOf(values[i])] += y[i]
      counts[bandOf(values[i])]++
    }
  }
  const shrunk = (total: number, count: number): number => (total + PRIOR * base) / (count + PRIOR)
  const means = totals.map((total, b) => shrunk(total, counts[b]))
  const up = rising(means, counts)
  const down = rising(
    means.map((value) => -value),
    counts,
  ).map((value) => -value)
  const misfit = (fitted: Float64Array): number => sum(fitted.map((value, b) => counts[b] * (value - means[b]) ** 2))
  const steady = misfit(up) <= misfit(down) ? up : down
  const height = steady.map((value) => scaled(value, outcome))
  const unknown = missing.count > 0 ? scaled(shrunk(missing.total, missing.count), outcome) : undefined
  const all = unknown === undefined ? [...height] : [...height, unknown]
  const low = Math.min(...all)
  const span = Math.max(...all) - low
  if (!(span > 0)) return undefined
  const points = (value: number): number => Math.round((100 * (value - low)) / span)
  const bands: ScoreBand[] = []
  for (let b = 0; b < height.length; b++) {
    const worth = points(height[b])
    const last = bands[bands.length - 1]
    const to = b < edges.length ? { lt: edges[b] } : {}
    // bands that are worth the same are one band
    if (last && last.points === worth)
      bands[bands.length - 1] = { ...(last.gte === undefined ? {} : { gte: last.gte }), ...to, points: worth }
    else bands.push({ ...(b === 0 ? {} : { gte: edges[b - 1] }), ...to, points: worth })
  }
  const ofMissing = unknown === undefined ? undefined : points(unknown)
  return {
    definition: { id: measure, measure, missing: ofMissing === undefined ? 'exclude' : { points: ofMissing }, bands },
    points: Float64Array.from(
      { length: y.length },
      (_, i) => (Number.isNaN(values[i]) ? (ofMissing ?? 0) : points(height[bandOf(values[i])])) / 100,
    ),
  }
}

/** The scale on which criteria add up: the log of what is expected, or of the odds. */
function scaled(value: number, outcome: ScorecardOutcome): number {
  return outcome === 'any' ? Math.log(value / (1 - value)) : Math.log(value)
}

/**
 * Whole percents that sum to 100. Criteria whose coefficient is negative beside the others only take back what those overstate: they go, one at a time. The
 * penalty is the largest within one standard error of the best by cross-validation.
 */
function weightsOf(criteria: readonly Found[], { y }: Period, outcome: ScorecardOutcome): number[] {
  const family = outcome === 'any' ? 'logistic' : 'poisson'
  const offset = new Float64Array(y.length)
  let use = criteria.map((_, i) => i)
  const coefficients = new Float64Array(criteria.length)
  while (use.length > 0) {
    const columns = use.map((i) => criteria[i].points)
    const found = ridge(family, columns, y, penaltyOf(family, columns, y), offset).coefficients.subarray(1)
    const lowest = found.indexOf(Math.min(...found))
    if (found[lowest] >= 0) {
      use.forEach((i, k) => {
        coefficients[i] = found[k]
      })
      break
    }
    use = use.filter((_, k) => k !== lowest)
  }
  const total = sum(coefficients)
  if (!(total > 0)) return criteria.map(() => 0)
  const exact = Array.from(coefficients, (value) => (100 * value) / total)
  const whole = exact.map(Math.floor)
  const rest = exact.map((value, i) => ({ i, part: value - whole[i] })).sort((a, b) => b.part - a.part || a.i - b.i)
  for (let k = 0, left = 100 - sum(whole); k < left; k++) whole[rest[k].i]++
  return whole
}

function penaltyOf(family: 'poisson' | 'logistic', columns: readonly Float64Array[], y: Float64Array): number {
  const tried = PENALTIES.map((share) => {
    const terms = new Float64Array(y.length)
    for (let fold = 0; fold < FOLDS; fold++) {
      const inside = Array.from(y.keys()).filter((i) => i % FOLDS !== fold)
      const pick = (column: Float64Array): Float64Array => Float64Array.from(inside, (i) => column[i])
      const { coefficients } = ridge(family, columns.map(pick), pick(y), share * inside.length, new Float64Array(inside.length))
      for (let i = fold; i < y.length; i += FOLDS)
        terms[i] = ridgeDeviance(
          family,
          y[i],
          columns.reduce((eta, column, c) => eta + coefficients[c + 1] * column[i], coefficients[0]),
        )
    }
    return { share, terms, deviance: mean(terms) }
  })
  const best = tried.reduce((low, one) => (one.deviance < low.deviance ? one : low))
  const close = tried.filter((one) => interval(one.terms.map((term, i) => term - best.terms[i])).low <= 0)
  return close[close.length - 1].share * y.length
}

const FOLDS = 5
const PENALTIES = [1e-4, 1e-3, 1e-2, 3e-2, 0.1]

function withLevels(card: ScorecardDefinition, { table }: Period): ScorecardDefinition {
  const { score } = scoreScorecard(deepFreeze({ ...card, levels: [] }), table).columns
  return deepFreeze({ ...card, levels: fitLevels(LEVELS, score) })
}

const LEVELS = [
  { id: 'low', share: '0.5' },
  { id: 'medium', share: '0.3' },
  { id: 'high', share: '0.2' },
]

/** What customers with such a score did in the period learned from, in tenths of the base, rising with the score; scaled to the total of the period that judges. */
function forecastOf(card: ScorecardDefinition, past: Period, later: Period): Float64Array {
  const { score } = scoreScorecard(card, past.table).columns
  const edges = shareEdges(sortedNumbers(score), TENTHS).map(({ edge }) => Number(edge))
  const groupOf = (value: number): number => edges.reduce((group, from) => group + (value >= from ? 1 : 0), 0)
  const totals = new Float64Array(edges.length + 1)
  const counts = new Float64Array(edges.length + 1)
  for (let i = 0; i < score.length; i++) {
    if (Number.isNaN(score[i])) continue
    totals[groupOf(score[i])] += past.y[i]
    counts[groupOf(score[i])]++
  }
  const base = mean(past.y)
  const levels = rising(
    totals.map((total, g) => (total + base) / (counts[g] + 1)),
    counts,
  )
  const now = scoreScorecard(card, later.table).columns.score
  const forecast = Float64Array.from(now, (value) => (Number.isNaN(value) ? base : levels[groupOf(value)]))
  const scale = sum(later.y) / sum(forecast)
  return forecast.map((value) => value * scale)
}

const TENTHS = Array.from({ length: 10 }, () => ({ share: '0.1' }))

function bernoulli(happened: number, forecast: number): number {
  const p = Math.min(Math.max(forecast, 1e-6), 1 - 1e-6)
  return -2 * Math.log(happened > 0 ? p : 1 - p)
}

function interval(terms: Float64Array): { value: number; low: number; high: number } {
  const value = mean(terms)
  const width = 1.96 * Math.sqrt(sum(terms.map((term) => (term - value) ** 2)) / Math.max(1, terms.length - 1) / terms.length)
  return { value, low: value - width, high: value + width }
}

/** For sentences; the figures themselves stand beside. */
function round(value: number): number {
  return Number(value.toPrecision(3))
}
