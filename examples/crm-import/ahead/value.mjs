/** What customers are expected to bring: which model the base's own past speaks for, and what it says of each of them. */
import {
  clvRange,
  compareClv,
  futureOf,
  nextPurchase,
  predictBgNbd,
  predictClv,
  predictMbgNbd,
  predictParetoNbd,
  safeFitBgNbd,
  safeFitGammaGamma,
  safeFitMbgNbd,
  safeFitParetoNbd,
  trackPurchases,
  validatePurchases,
} from 'tierwise/clv'
import { row, splitFacts, summarize } from 'tierwise/facts'
import { total } from '../report/data.mjs'
import { dateAfter } from './dates.mjs'
import { sampled } from './sampled.mjs'
import { weeklyRepeats } from './weekly-repeats.mjs'

/** The models that tell P(alive) and a value; the others of `compareClv` only forecast purchases. */
const MODELS = {
  mbgnbd: { fit: safeFitMbgNbd, predict: predictMbgNbd },
  bgnbd: { fit: safeFitBgNbd, predict: predictBgNbd },
  paretonbd: { fit: safeFitParetoNbd, predict: predictParetoNbd },
}
/** With more customers than this the models are compared and fitted on a sample of `SAMPLE`, which settles both to far below what is told, in a fraction of the time. */
const MANY = 50_000
const SAMPLE = 20_000
/** A comparison on less history than this says nothing. */
const LEAST_WEEKS = 12
/** Nor on fewer customers: which model forecast a dozen best is chance. */
const LEAST_CUSTOMERS = 100
export const INTERVAL = 0.8

/**
 * @param summary with `period: 'week'`
 * @param progress called with the name of what goes on and its share done
 * @returns `{ refused: Reason }` where the data carry no model; else the model, why, a figure per customer and what the charts draw
 */
export function valueAhead(facts, summary, progress = () => {}) {
  const weeks = longest(summary.columns.age)
  const some = summary.length > MANY ? sampled(facts, SAMPLE) : facts
  const learned = some === facts ? summary : summarize(some, { asOf: summary.asOf, period: 'week' })
  progress('compare', 0)
  const judged = weeks < LEAST_WEEKS || learned.length < LEAST_CUSTOMERS ? undefined : compared(some, learned, weeks)
  const ranking = judged ? judged.candidates.map(({ id }) => id) : []
  const candidates = new Set([...ranking.filter((id) => id in MODELS), 'mbgnbd', 'bgnbd'])
  progress('value', 0)
  const chosen = firstFitted(candidates, learned)
  if (chosen.refused) return { ...chosen, weeks }
  const { id, model, warning } = chosen
  const spend = fitted(safeFitGammaGamma(learned))
  const horizon = { n: weeks >= 52 ? 12 : weeks >= 26 ? 6 : 3, unit: 'month' }
  const margin = marginOf(summary)
  const models = spend.model && { purchases: model, spend: spend.model }
  const { columns } = models
    ? predictClv(models, summary, { future: futureOf(model), horizon, margin, interval: INTERVAL })
    : MODELS[id].predict(model, summary, { horizon, interval: INTERVAL })
  return {
    model: id,
    spendRefused: spend.model ? undefined : hasAmounts(summary) ? spend.warning : { code: 'value.no-amounts', outcome: 'info', params: {} },
    warnings: once([warning, ...(spend.model ? [spend.warning] : []), ...model.warnings, ...(spend.model?.warnings ?? [])].filter(Boolean)),
    judged,
    weeks,
    horizon,
    margin,
    models,
    customers: columns.pAlive.filter((p) => p >= 0).length,
    alive: total(columns.pAlive.filter((p) => p >= 0)),
    columns,
    nextOrder: nextOrders(model, summary, progress),
    ...(some === facts ? {} : { sample: { customers: learned.length, of: summary.length } }),
    ...checked(some, learned, id, judged),
  }
}

/** A column of a hundred thousand is more than a call can have arguments. */
function longest(ages) {
  return ages.reduce((most, age) => (age > most ? age : most), 0)
}

/** The best point of a fit that failed carries the reason once more. */
function once(reasons) {
  return [...new Map(reasons.map((each) => [each.code, each])).values()]
}

/** `undefined` where the history cannot carry a comparison. */
function compared(facts, summary, weeks) {
  const holdout = { n: Math.max(4, Math.min(26, Math.floor(weeks / 3))), unit: 'week' }
  try {
    return compareClv(facts, { holdout, until: summary.asOf })
  } catch (error) {
    if (!/^clv\.compare\./.test(error.problem ?? '')) throw error
    return undefined
  }
}

/** @returns the first of the candidates that the data carry, or why they do not carry the first */
function firstFitted(candidates, summary) {
  let refused
  for (const id of candidates) {
    const { model, warning } = fitted(MODELS[id].fit(summary))
    if (model) return { id, model, warning }
    refused ??= warning
  }
  return { refused }
}

/** A model that the data do not fully determine still has a best point, and the sentence says what of it can be used. */
function fitted(result) {
  if (result.success) return { model: result.data }
  return { model: result.error.best ?? undefined, warning: result.error.reason }
}

function hasAmounts({ columns: { revenueMinor } }) {
  return revenueMinor.some((amount) => amount > 0)
}

/** Share of revenue that is left after the costs the files name; 1 where they name none. */
function marginOf({ columns: { revenueMinor, contributionMinor } }) {
  const revenue = total(revenueMinor.filter((amount) => !Number.isNaN(amount)))
  const left = total(contributionMinor.filter((amount) => !Number.isNaN(amount)))
  return revenue > 0 ? Math.min(1, Math.max(0, left / revenue)) : 1
}

/**
 * The day by which the next order has come with a chance of one half; `null` for those who will more likely never come.
 * Customers with one history share the answer. A day is all that is asked for, so it is searched among days.
 */
function nextOrders(model, summary, progress) {
  const { frequency, recency, age } = summary.columns
  const known = new Map()
  return Array.from({ length: summary.length }, (_, i) => {
    if (i % 2000 === 0) progress('value', i / summary.length)
    if (!(frequency[i] >= 0)) return undefined
    const key = `${frequency[i]} ${recency[i]} ${age[i]}`
    let date = known.get(key)
    if (date === undefined) {
      const days = daysTo(0.5, nextPurchase(model, { frequency: frequency[i], recency: recency[i], age: age[i] }))
      date = days === null ? null : dateAfter(summary.asOf, days)
      known.set(key, date)
    }
    return date
  })
}

/** A next order in more than ten years is none. */
const FAR_DAYS = 3640

/** The first day by whose end the next order has come with the chance `p`. */
function daysTo(p, { pNone }) {
  const hasCome = (days) => 1 - pNone(days / 7) >= p
  if (!hasCome(FAR_DAYS)) return null
  let before = 0
  let by = 1
  while (!hasCome(by)) [before, by] = [by, Math.min(FAR_DAYS, by * 2)]
  while (by - before > 1) {
    const middle = Math.floor((before + by) / 2)
    if (hasCome(middle)) by = middle
    else before = middle
  }
  return by
}

/** The model as it stood before the holdout, against what came: week by week, and by number of purchases. */
function checked(facts, summary, id, judged) {
  const from = judged?.calibrationEnd
  const { calibration, holdout } = from
    ? splitFacts(facts, { asOf: from, until: summary.asOf, period: 'week' })
    : { calibration: summary, holdout: undefined }
  const { model } = fitted(MODELS[id].fit(calibration))
  if (!model) return {}
  const oldest = longest(calibration.columns.age)
  const periods = Math.floor(oldest + (judged ? judged.holdout.n : 0))
  if (periods < 4) return {}
  const skipped = Math.max(0, periods - DRAWN_WEEKS)
  const actual = weeklyRepeats(facts, calibration, periods)
  return {
    tracking: {
      ...lately(trackPurchases(model, calibration, { periods, actual }).columns, skipped),
      from: judged ? oldest - skipped : undefined,
      start: dateAfter(calibration.asOf, -Math.round((oldest - skipped) * 7)),
    },
    calibration: holdout && {
      weeks: judged.holdout.n,
      ...validatePurchases(model, calibration, holdout.columns.purchases, { horizon: judged.holdout }),
    },
  }
}

/** As many weeks as a chart can show. */
const DRAWN_WEEKS = 260

function lately(columns, skipped) {
  return Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, column.slice(skipped)]))
}

/** What single customers may bring, luck included: the futures of a few, simulated from a fixed seed. */
export function rangesOf(value, summary, customers) {
  const { models, horizon, margin } = value
  if (!models?.purchases.covariance?.length || !models.spend.covariance?.length) return new Map()
  return new Map(
    customers
      .filter((i) => summary.columns.frequency[i] >= 0)
      .map((i) => [i, clvRange(models, row(summary, i), { horizon, margin, interval: INTERVAL, seed: 1 })]),
  )
}
