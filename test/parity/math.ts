/** Special functions at every raw point of the stress file (50 to 70 digits, rounded to doubles). */

import { betainc, gammaincLower, gammaincUpper, logBetainc } from '../../src/core/math/betainc.js'
import { lbeta, logBetaShare, logPochhammer } from '../../src/core/math/gamma-ratio.js'
import { hyp2f1, logHyp2f1 } from '../../src/core/math/hyp2f1.js'
import { logHyperU } from '../../src/core/math/hyperu.js'
import { lgamma } from '../../src/core/math/lgamma.js'
import { logaddexp } from '../../src/core/math/logsum.js'
import { normalQuantile } from '../../src/core/math/normal.js'
import { digamma, trigamma } from '../../src/core/math/polygamma.js'
import { kaplanMeier, restrictedMean, survivalAt, survivalLimits, survivalQuantile } from '../../src/core/math/survival.js'
import { fixtureRows } from '../support/csv.js'
import { fixtureJson } from '../support/json.js'
import type { Figure } from './figure.js'

interface Point {
  readonly id: string
  readonly f: string
  readonly a: number
  readonly b: number
  readonly c: number
  readonly z: number
  readonly x: number
  readonly n: number
  readonly s: number
  readonly value: number | null
  readonly log?: number
  readonly log_abs?: number
}

export function* figures(): Generator<Figure> {
  yield* survivalFigures()
  yield* hardFigures()
  const { points } = fixtureJson<{ points: { special_functions: readonly Point[] } }>('reference/stress.json')
  for (const point of points.special_functions) {
    const { a, b, c, z, x, n, s } = point
    const of: Record<string, readonly [() => number, (() => number)?]> = {
      lgamma: [() => lgamma(x)],
      digamma: [() => digamma(x)],
      trigamma: [() => trigamma(x)],
      lbeta: [() => lbeta(a, b)],
      log_pochhammer: [() => logPochhammer(a, n)],
      hyp2f1: [() => hyp2f1(a, b, c, z), () => logHyp2f1(a, b, c, z)],
      hyperu_ss: [() => Math.exp(logHyperU(s, s, z)), () => logHyperU(s, s, z)],
      betainc_regularized: [() => betainc(a, b, x), () => logBetainc(a, b, x)],
      logaddexp: [() => logaddexp(a, b)],
    }
    const [value, log] = of[point.f]
    // sums of some thousand terms of alternating size keep eleven digits; everything else thirteen
    const tolerance = point.f === 'hyp2f1' || point.f === 'betainc_regularized' ? 1e-11 : 1e-13
    const figure = (what: string, published: number, ours: () => number): Figure => ({
      id: `${point.id} ${point.f} ${what}`,
      source: 'stress.json',
      published,
      ours,
      tolerance,
      relative: true,
    })
    if (point.value !== null) yield figure('value', point.value, value)
    const published = point.log ?? point.log_abs
    if (log && published !== undefined) yield figure('log', published, log)
  }
}

/** Special functions where they were imprecise once. */
function* hardFigures(): Generator<Figure> {
  interface Hard {
    readonly f: string
    readonly [argument: string]: number | string
  }
  const { functions } = fixtureJson<{ functions: readonly Hard[] }>('own/stress.json')
  for (const [i, { f, value, ...rest }] of functions.entries()) {
    const { a, b, c, n, p, q, x, z } = rest as Record<string, number>
    const ours = {
      gammainc_upper: () => gammaincUpper(a, x),
      gammainc_lower: () => gammaincLower(a, x),
      log_beta_share: () => logBetaShare(p, z, q),
      log_pochhammer: () => logPochhammer(a, n),
      log_betainc: () => logBetainc(a, b, x),
      log_hyp2f1: () => logHyp2f1(a, b, c, z),
      normal_quantile: () => normalQuantile(x),
    }[f] as () => number
    const tolerance = f === 'normal_quantile' ? 1e-14 : 1e-10
    yield { id: `own stress function ${i} ${f}`, source: 'own/stress.json', published: Number(value), ours, tolerance, relative: true }
  }
}

/** Kaplan–Meier, its standard errors and limits, recomputed elsewhere in exact fractions. */
function* survivalFigures(): Generator<Figure> {
  const durations = fixtureRows('own/km_durations.csv')
  const curve = kaplanMeier(
    durations.map((row) => Number(row.duration_days)),
    durations.map((row) => Number(row.event)),
  )
  const { columns } = curve
  const z = 1.959963984540054
  const figure = (id: string, published: number, ours: () => number, tolerance = 1e-12): Figure => ({
    id: `km ${id}`,
    source: 'own/km.csv, own/km.json',
    published,
    ours,
    tolerance,
  })
  for (const [i, row] of fixtureRows('own/km.csv').entries()) {
    const plain = (): readonly [number, number] => survivalLimits(columns.survival[i], columns.standardError[i], z, 'plain')
    const loglog = (): readonly [number, number] => survivalLimits(columns.survival[i], columns.standardError[i], z, 'loglog')
    yield figure(`day ${row.day}`, Number(row.day), () => columns.time[i], 0)
    yield figure(`${row.day} at risk`, Number(row.at_risk), () => columns.atRisk[i], 0)
    yield figure(`${row.day} events`, Number(row.events), () => columns.events[i], 0)
    yield figure(`${row.day} censored`, Number(row.censored), () => columns.censored[i], 0)
    yield figure(`${row.day} survival`, Number(row.survival), () => columns.survival[i])
    yield figure(`${row.day} se`, Number(row.se_greenwood), () => columns.standardError[i])
    yield figure(`${row.day} lower plain`, Number(row.lower_plain), () => plain()[0])
    yield figure(`${row.day} upper plain`, Number(row.upper_plain), () => plain()[1])
    yield figure(`${row.day} lower loglog`, Number(row.lower_loglog), () => loglog()[0])
    yield figure(`${row.day} upper loglog`, Number(row.upper_loglog), () => loglog()[1])
  }
  const km = fixtureJson<{
    median_days: number
    lower_quartile_days: number
    restricted_mean_days_270: number
    at: readonly { day: number; survival: number }[]
    hand_check_10_rows: {
      durations: readonly number[]
      events: readonly number[]
      by_hand: readonly { day: number; survival: string; variance: string | null }[]
    }
  }>('own/km.json')
  yield figure('median', km.median_days, () => survivalQuantile(curve, 0.5) ?? Number.NaN, 0)
  yield figure('lower quartile', km.lower_quartile_days, () => survivalQuantile(curve, 0.25) ?? Number.NaN, 0)
  yield figure('restricted mean to 270 days', km.restricted_mean_days_270, () => restrictedMean(curve, 270), 1e-10)
  for (const { day, survival } of km.at) yield figure(`S(${day})`, survival, () => survivalAt(curve, day))
  const { durations: ten, events, by_hand } = km.hand_check_10_rows
  const small = kaplanMeier(ten, events)
  const fraction = (text: string): number => {
    const [over, under = '1'] = text.split('/')
    return Number(over) / Number(under)
  }
  for (const { day, survival, variance } of by_hand) {
    const i = small.columns.time.indexOf(day)
    yield figure(`by hand S(${day})`, fraction(survival), () => small.columns.survival[i])
    if (variance !== null) yield figure(`by hand variance ${day}`, fraction(variance), () => small.columns.standardError[i] ** 2)
  }
}
