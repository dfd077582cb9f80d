/** Gauss's hypergeometric function ₂F₁(a, b; c; z) on z < 1, as a log where it leaves the doubles. */

import { lbeta } from './gamma-ratio.js'
import { softplus } from './logsum.js'
import { logIntegral } from './quadrature.js'

/**
 * ₂F₁(a, b; c; z) for c > 0 and z < 1.
 * @returns relative error below 1e-12 for parameters up to thousands; ±∞ where it overflows (see `logHyp2f1`)
 */
export function hyp2f1(a: number, b: number, c: number, z: number): number {
  const { value, log } = evaluate(a, b, c, z, Math.log1p(-z))
  return log === 0 ? value : value * Math.exp(log)
}

/** ln ₂F₁(a, b; c; z) where the function is positive. */
export function logHyp2f1(a: number, b: number, c: number, z: number): number {
  const { value, log, excess } = evaluate(a, b, c, z, Math.log1p(-z))
  return log + (excess === undefined ? Math.log(value) : Math.log1p(excess))
}

/** value · e^log; `excess` is value − 1 where that is more precise */
interface Scaled {
  readonly value: number
  readonly log: number
  readonly excess?: number
}

/**
 *   −½ < z < 0   the Gauss series where its first term is small: 1 + excess, and the excess keeps its digits
 *   z < 0        Pfaff: (1 − z)^−a ₂F₁(a, c − b; c; z/(z − 1)), which for c > b has only positive terms
 *   0 ≤ z < 1    the Gauss series, or Euler's (1 − z)^(c−a−b) ₂F₁(c − a, c − b; c; z) where that is shorter;
 *                Euler's integral over Beta(b, c − b) where neither ends within 3,000 terms or terms cancel
 *
 * @param gap ln(1 − z)
 * @source Abramowitz & Stegun (1964), 15.1.1, 15.3.1, 15.3.3, 15.3.4
 */
function evaluate(a: number, b: number, c: number, z: number, gap: number): Scaled {
  if (z === 0 || a === 0 || b === 0) return { value: 1, log: 0, excess: 0 }
  if (z < 0) {
    if (z > -0.5 && Math.abs(((a * b) / c) * z) < 0.5) {
      const near = gaussSeries(a, b, c, z)
      if (near) return near
    }
    const [first, second] = c - b >= c - a ? [a, b] : [b, a]
    const inner = evaluate(first, c - second, c, z / (z - 1), -gap) // 1 − z/(z − 1) = 1/(1 − z); formed from z it would lose digits
    return { value: inner.value, log: inner.log - first * gap }
  }
  const euler = c - a > -1 && c - b > -1 && Math.abs((c - a) * (c - b)) < Math.abs(a * b)
  const shift = (c - a - b) * gap
  const series = euler ? gaussSeries(c - a, c - b, c, z) : gaussSeries(a, b, c, z)
  if (series) return euler ? { value: series.value, log: series.log + shift } : series
  const other = euler ? gaussSeries(a, b, c, z) : c - a > -1 && c - b > -1 ? gaussSeries(c - a, c - b, c, z) : undefined
  if (other) return euler ? other : { value: other.value, log: other.log + shift }
  if (b > 0 && c > b && !(a > b && c > a)) return eulerIntegral(a, b, c, gap)
  if (a > 0 && c > a) return eulerIntegral(b, a, c, gap)
  const swapped = gaussSeries(c - a, c - b, c, z, 1e6)
  return swapped ? { value: swapped.value, log: swapped.log + shift } : { value: Number.NaN, log: 0 }
}

function gaussSeries(a: number, b: number, c: number, z: number, limit = 3000): Scaled | undefined {
  let term = 1
  let excess = 0
  let log = 0
  let one = 1
  let highest = 1
  for (let n = 0; n < limit; n++) {
    term *= (((a + n) / (c + n)) * (b + n) * z) / (n + 1)
    excess += term
    const size = Math.abs(one + excess)
    if (size > highest) highest = size
    // the terms fall from here on once the next ratio is below 1
    if (Math.abs(term) <= 1e-17 * Math.abs(excess) && Math.abs(((a + n + 1) * (b + n + 1) * z) / ((c + n + 1) * (n + 2))) < 0.9999) {
      if (highest > 1e3 * size) return undefined
      return log === 0 ? { value: 1 + excess, log, excess } : { value: one + excess, log }
    }
    if (term === 0) return { value: one + excess, log }
    if (size > 1e200) {
      term *= 1e-200
      excess *= 1e-200
      one *= 1e-200
      highest *= 1e-200
      log += 200 * Math.LN10
    }
  }
  return undefined
}

/** (1/B(b, c − b)) ∫ p^(b−1) (1 − p)^(c−b−1) (1 − zp)^−a dp, in u = ln(p / (1 − p)). */
function eulerIntegral(a: number, b: number, c: number, gap: number): Scaled {
  const up = (u: number): number => 1 / (1 + Math.exp(-u))
  const log = logIntegral(
    {
      f: (u) => b * u - (c - a) * softplus(u) - a * softplus(u + gap),
      slope: (u) => b - (c - a) * up(u) - a * up(u + gap),
      slopeLeft: b,
      slopeRight: b - c,
      start: 0,
    },
    Number.NEGATIVE_INFINITY,
    Number.POSITIVE_INFINITY,
  )
  return { value: 1, log: log - lbeta(b, c - b) }
}
