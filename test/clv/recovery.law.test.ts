/** Do fits find the truth they were simulated from? Seeds 1 to 20, every model: 97 % of the parameters within 3 standard errors, none beyond 5. */

import { fitBdw, fitBgBb, fitBgNbd, fitGammaGamma, fitMbgNbd, fitParetoNbd, fitSbg } from 'tierwise/clv'
import { simulateBgBb, simulateBgNbd, simulateContracts, simulateGammaGamma, simulateMbgNbd, simulateParetoNbd } from 'tierwise/simulate'
import { expect, test } from 'vitest'

interface Fitted {
  readonly params: Readonly<Record<string, number>>
  readonly standardErrors: Readonly<Record<string, number | null>>
}

const SEEDS = Array.from({ length: 20 }, (_, i) => i + 1)
const coins = { r: 0.6, alpha: 5, a: 0.8, b: 2.2 }
const pareto = { r: 0.8, alpha: 9, s: 0.7, beta: 14 }
const opportunities = { alpha: 1.3, beta: 0.8, gamma: 0.6, delta: 3 }
const spend = { p: 5, q: 4, v: 16 }
const options = (seed: number): { customers: number; seed: number; age: readonly [number, number] } => ({
  customers: 3000,
  seed,
  age: [30, 80],
})

test.each<readonly [string, Readonly<Record<string, number>>, (seed: number) => Fitted]>([
  ['BG/NBD', coins, (seed) => fitBgNbd(simulateBgNbd(coins, options(seed)))],
  ['MBG/NBD', coins, (seed) => fitMbgNbd(simulateMbgNbd(coins, options(seed)))],
  ['Pareto/NBD', pareto, (seed) => fitParetoNbd(simulateParetoNbd(pareto, options(seed)))],
  ['BG/BB', opportunities, (seed) => fitBgBb(simulateBgBb(opportunities, { customers: 3000, seed, age: 12 }))],
  [
    'Gamma-Gamma',
    spend,
    (seed) => {
      const { columns, length } = simulateParetoNbd(pareto, options(seed))
      return fitGammaGamma({ length, columns: { ...columns, monetary: simulateGammaGamma(spend, { frequency: columns.frequency, seed }) } })
    },
  ],
  [
    'sBG',
    { alpha: 0.8, beta: 2.4 },
    (seed) => fitSbg(simulateContracts({ alpha: 0.8, beta: 2.4 }, { customers: 3000, renewals: 8, seed })),
  ],
  [
    'BdW',
    { alpha: 0.7, beta: 2, c: 1.3 },
    (seed) => fitBdw(simulateContracts({ alpha: 0.7, beta: 2, c: 1.3 }, { customers: 10_000, renewals: 12, seed })),
  ],
])('%s recovers its parameters', (_, truth, estimate) => {
  let inside = 0
  let count = 0
  for (const seed of SEEDS) {
    const { params, standardErrors } = estimate(seed)
    for (const [name, value] of Object.entries(truth)) {
      // on the log scale, on which the likelihood is nearly quadratic and the estimates are nearly normal
      const distance = (Math.abs(Math.log(params[name] / value)) * params[name]) / (standardErrors[name] ?? Number.NaN)
      expect(distance, `seed ${seed} ${name}`).toBeLessThan(5)
      if (distance < 3) inside++
      count++
    }
  }
  expect(inside / count).toBeGreaterThanOrEqual(0.97)
})
