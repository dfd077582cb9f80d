import {
  fitBdw,
  fitBgNbd,
  fitGammaGamma,
  fitMbgNbd,
  fitParetoNbd,
  fitSbg,
  predictBgNbd,
  predictParetoNbd,
  purchaseChances,
} from 'tierwise/clv'
import { simulateBgBb, simulateBgNbd, simulateMbgNbd, simulateParetoNbd } from 'tierwise/simulate'
import { describe, expect, test } from 'vitest'
import { logSurvival } from '../../src/clv/bdw.js'
import { purchasesPmfAlive as coinPmf } from '../../src/clv/beta-geometric.js'
import { purchasesPmfAlive as bbPmf, bgBbFuture } from '../../src/clv/bgbb.js'
import { bgNbdFuture } from '../../src/clv/bgnbd.js'
import type { Future } from '../../src/clv/future.js'
import { mbgNbdFuture } from '../../src/clv/mbgnbd.js'
import { paretoNbdFuture, purchasesPmfAlive as paretoPmf } from '../../src/clv/paretonbd.js'
import { random } from '../../src/core/math/random.js'
import { cases } from '../support/cases.js'
import { fixtureRows } from '../support/csv.js'

type Params = Readonly<Record<string, number>>

const CONTINUOUS: readonly (readonly [string, Future<Params>])[] = [
  ['BG/NBD', bgNbdFuture as unknown as Future<Params>],
  ['MBG/NBD', mbgNbdFuture as unknown as Future<Params>],
  ['Pareto/NBD', paretoNbdFuture as unknown as Future<Params>],
]
const ALL = [...CONTINUOUS, ['BG/BB', bgBbFuture as unknown as Future<Params>] as const]

function pmfOf(future: Future<Params>): (params: Params, t: number, n: number) => number {
  const known = future as unknown
  return (known === paretoNbdFuture ? paretoPmf : known === bgBbFuture ? bbPmf : coinPmf) as never
}

/** Parameters and a history from wide ranges: shapes over six orders of magnitude, times over five. */
function draw(future: Future<Params>, seed: number): { params: Params; x: number; tx: number; T: number; discrete: boolean } {
  const chance = random(seed)
  const wide = (low: number, high: number): number => Math.exp(Math.log(low) + chance.uniform() * Math.log(high / low))
  const discrete = (future as unknown) === bgBbFuture
  const params = Object.fromEntries(future.names.map((name) => [name, wide(1e-3, 1e3)]))
  const T = discrete ? 1 + chance.below(60) : wide(0.1, 1e4)
  const x = chance.below(3) === 0 ? 0 : discrete ? 1 + chance.below(T) : Math.floor(wide(1, 300))
  const tx = x === 0 ? 0 : discrete ? x + chance.below(T - x + 1) : T * chance.uniform()
  return { params, x, tx, T, discrete }
}

describe.each(ALL)('%s', (_, future) => {
  test('P(alive) is a probability and falls as silence grows', () => {
    for (let seed = 0; seed < cases(200); seed++) {
      const { params, x, tx, T, discrete } = draw(future, seed)
      const alive = future.pAlive(params, x, tx, T)
      const later = future.pAlive(params, x, tx, discrete ? T + 1 : T * 1.5)
      expect(alive >= 0 && alive <= 1, `${seed}: ${alive}`).toBe(true)
      expect(later <= alive * (1 + 1e-12), `${seed}: ${later} > ${alive}`).toBe(true)
    }
  })

  test('expected purchases rise with the horizon, are finite, and never negative', () => {
    for (let seed = 0; seed < cases(200); seed++) {
      const { params, x, T, discrete } = draw(future, seed)
      const posterior = future.posterior(params, x, T)
      let before = 0
      for (const t of discrete ? [1, 2, 10, 100] : [1e-3, 1, 30, 1e4]) {
        const now = future.expectedPurchasesAlive(posterior, t)
        expect(Number.isFinite(now) && now >= before * (1 - 1e-11), `${seed} ${t}: ${now} after ${before}`).toBe(true)
        before = now
      }
    }
  })

  test('chances of purchase counts sum to 1 and their mean is the expectation', () => {
    for (let seed = 0; seed < cases(40); seed++) {
      const chance = random(seed, 1)
      const params = Object.fromEntries(future.names.map((name) => [name, 0.3 + 3 * chance.uniform()]))
      const t = 1 + chance.below(9)
      let total = 0
      let mean = 0
      for (let n = 0; n < 4000; n++) {
        const p = pmfOf(future)(params, t, n)
        total += p
        mean += n * p
        if (n > 20 && p < 1e-15) break
      }
      expect(total, `${seed}`).toBeCloseTo(1, 9)
      expect(future.anyPurchaseAlive(params, t), `${seed}`).toBeCloseTo(1 - pmfOf(future)(params, t, 0), 12)
      expect(Math.abs(mean / future.expectedPurchasesAlive(params, t) - 1), `${seed}`).toBeLessThan(1e-7)
    }
  })

  test('discounted purchases fall with the rate and tend to the expectation', () => {
    for (let seed = 0; seed < cases(30); seed++) {
      const { params, x, T } = draw(future, seed)
      const posterior = future.posterior(params, x, T)
      const values = [1e-3, 1e-2, 0.1, 1].map((rate) => future.discountedPurchasesAlive(posterior, rate))
      for (let i = 1; i < values.length; i++) expect(values[i] <= values[i - 1], `${seed}: ${values}`).toBe(true)
    }
  })
})

describe.each(CONTINUOUS)('%s', (_, future) => {
  test('adds up over adjacent horizons: E over t + u = E over t + the expectation after t of those then alive', () => {
    // E[Y(t + u)] − E[Y(t)] is the rate integrated from t to t + u; Simpson's rule on differences of E converges to it
    for (let seed = 0; seed < cases(50); seed++) {
      const { params, x, T } = draw(future, seed)
      const posterior = future.posterior(params, x, T)
      const E = (t: number): number => future.expectedPurchasesAlive(posterior, t)
      const whole = E(20)
      const parts = E(5) - E(0) + (E(12) - E(5)) + (E(20) - E(12))
      expect(Math.abs(parts - whole)).toBeLessThan(1e-12 * whole)
      // concave: customers only leave
      expect(E(20) - E(10)).toBeLessThanOrEqual((E(10) - E(0)) * (1 + 1e-10))
    }
  })

  test('does not depend on the unit of time', () => {
    for (let seed = 0; seed < cases(100); seed++) {
      const { params, x, tx, T } = draw(future, seed)
      const scaled: Record<string, number> = { ...params, alpha: params.alpha * 7 }
      if ('beta' in params) scaled.beta = params.beta * 7
      const close = (a: number, b: number): void => expect(Math.abs(a - b), `${seed}`).toBeLessThanOrEqual(1e-9 * Math.abs(b))
      close(future.pAlive(scaled, x, 7 * tx, 7 * T), future.pAlive(params, x, tx, T))
      close(
        future.expectedPurchasesAlive(future.posterior(scaled, x, 7 * T), 70),
        future.expectedPurchasesAlive(future.posterior(params, x, T), 10),
      )
    }
  })
})

test('expectations equal the simulators’ means within four standard errors', () => {
  const horizon = 20
  const bg = { r: 0.8, alpha: 6, a: 0.7, b: 2.5 }
  const pareto = { r: 0.8, alpha: 6, s: 0.7, beta: 12 }
  const bb = { alpha: 1.2, beta: 0.8, gamma: 0.7, delta: 4 }
  const options = { customers: cases(20_000), seed: 3, age: 30, horizon }
  for (const [name, future, params, base] of [
    ['bgnbd', bgNbdFuture, bg, simulateBgNbd(bg, options)],
    ['mbgnbd', mbgNbdFuture, bg, simulateMbgNbd(bg, options)],
    ['paretonbd', paretoNbdFuture, pareto, simulateParetoNbd(pareto, options)],
    ['bgbb', bgBbFuture, bb, simulateBgBb(bb, options)],
  ] as unknown as readonly (readonly [string, Future<Params>, Params, ReturnType<typeof simulateBgNbd>])[]) {
    const { frequency, recency, age, alive, future: bought } = base.columns
    let surprise = 0
    let variance = 0
    let aliveSurprise = 0
    let aliveVariance = 0
    let newcomers = 0
    for (let i = 0; i < base.length; i++) {
      const p = future.pAlive(params, frequency[i], recency[i], age[i])
      const error = bought[i] - p * future.expectedPurchasesAlive(future.posterior(params, frequency[i], age[i]), horizon)
      surprise += error
      variance += error * error
      aliveSurprise += alive[i] - p
      aliveVariance += p * (1 - p)
      newcomers += frequency[i]
    }
    expect(Math.abs(surprise), `${name} purchases`).toBeLessThan(4 * Math.sqrt(variance))
    expect(Math.abs(aliveSurprise), `${name} alive`).toBeLessThan(4 * Math.sqrt(aliveVariance) + 1e-9)
    const { alive: first, params: fresh } = future.newcomer(params)
    const mean = newcomers / base.length
    const expected = first * future.expectedPurchasesAlive(fresh, 30)
    const spread = Math.sqrt(frequency.reduce((sum, x) => sum + (x - mean) ** 2, 0)) / base.length
    expect(Math.abs(mean - expected), `${name} newcomers`).toBeLessThan(4 * spread)
  }
})

const own = fixtureRows('own/summary.csv').map((row) => ({
  frequency: Number(row.x),
  recency: Number(row.t_x),
  age: Number(row.T),
  monetary: Number(row.x) > 0 ? Number(row.m_x) : Number.NaN,
}))

describe('fits', () => {
  test.each([
    ['bgnbd', fitBgNbd],
    ['mbgnbd', fitMbgNbd],
    ['paretonbd', fitParetoNbd],
    ['gammagamma', fitGammaGamma],
  ] as const)('%s does not depend on the order of customers, to the bit', (_, estimate) => {
    const turned = [...own].reverse()
    const there = estimate(own)
    const back = estimate(turned)
    expect(back.params).toEqual(there.params)
    expect(back.fit.logLikelihood).toBe(there.fit.logLikelihood)
  })

  test('a weight of two is the same customer twice', () => {
    const twice = [...own, ...own]
    const weighted = own.map((row) => ({ ...row, weight: 2 }))
    for (const estimate of [fitBgNbd, fitMbgNbd, fitParetoNbd]) expect(estimate(weighted).params).toEqual(estimate(twice).params)
    expect(fitGammaGamma(weighted).fit.logLikelihood).toBeCloseTo(fitGammaGamma(twice).fit.logLikelihood, 9)
  })

  test('covariates that are all zero change nothing', () => {
    const zeros = own.map((row) => ({ ...row, color: 0 }))
    for (const estimate of [fitBgNbd, fitMbgNbd, fitParetoNbd]) {
      const plain = estimate(own)
      // a column without information leaves its coefficient undetermined; the ridge holds it at 0
      const withZeros = estimate(zeros, { covariates: { purchase: ['color'], dropout: ['color'] }, penalty: 1 })
      expect(withZeros.fit.logLikelihood).toBeCloseTo(plain.fit.logLikelihood, 8)
      for (const [name, value] of Object.entries(plain.params))
        expect(Math.abs((withZeros.params as Params)[name] / value - 1)).toBeLessThan(1e-8)
      for (const coefficient of withZeros.coefficients ?? []) expect(coefficient.value).toBe(0)
    }
  })

  test('BdW with c = 1 is sBG', () => {
    for (let seed = 0; seed < cases(50); seed++) {
      const chance = random(seed)
      const [alpha, beta] = [5 * chance.uniform(), 5 * chance.uniform()]
      let stay = 1
      for (let t = 1; t < 30; t++) {
        stay *= (beta + t - 1) / (alpha + beta + t - 1) // Fader & Hardie (2007), eq. (7)
        expect(Math.exp(logSurvival({ alpha, beta, c: 1 }, t))).toBeCloseTo(stay, 13)
      }
    }
    const survivors = [1000, 869, 743, 653, 593, 551, 517, 491] // Fader & Hardie (2007), table 1, high end
    expect(fitBdw(survivors).fit.logLikelihood).toBeGreaterThanOrEqual(fitSbg(survivors).fit.logLikelihood)
  })

  test('survive JSON: a stored model predicts the same numbers', () => {
    const model = fitBgNbd(own)
    const back = JSON.parse(JSON.stringify(model)) as typeof model
    expect(back).toEqual(model)
    expect(predictBgNbd(back, own[0], { horizon: 26 })).toEqual(predictBgNbd(model, own[0], { horizon: 26 }))
  })

  test('row and table agree', () => {
    const model = fitParetoNbd(own)
    const columns = {
      frequency: Float64Array.from(own, (r) => r.frequency),
      recency: Float64Array.from(own, (r) => r.recency),
      age: Float64Array.from(own, (r) => r.age),
    }
    const table = predictParetoNbd(model, { length: own.length, columns }, { horizon: 13, interval: 0.9 })
    for (const i of [0, 1, 17, 599])
      for (const [key, value] of Object.entries(predictParetoNbd(model, own[i], { horizon: 13, interval: 0.9 })))
        expect(value).toBe((table.columns as unknown as Record<string, Float64Array>)[key][i])
  })

  test('chances of a real customer sum to 1', () => {
    const model = fitMbgNbd(own)
    const chances = purchaseChances(model, own[0], { horizon: 52 })
    expect(chances.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 10)
  })
})
