/** Special functions at every raw point of the stress file (50 to 70 digits, rounded to doubles). */

import { betainc, logBetainc } from '../../src/core/math/betainc.js'
import { lbeta, logPochhammer } from '../../src/core/math/gamma-ratio.js'
import { hyp2f1, logHyp2f1 } from '../../src/core/math/hyp2f1.js'
import { logHyperU } from '../../src/core/math/hyperu.js'
import { lgamma } from '../../src/core/math/lgamma.js'
import { logaddexp } from '../../src/core/math/logsum.js'
import { digamma, trigamma } from '../../src/core/math/polygamma.js'
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
