/** Gauss's hypergeometric function ₂F₁(a, b; c; z) on z < 1, as a log where it leaves the doubles. */

import { lbeta } from './gamma-ratio.js'
import { logaddexp, softplus } from './logsum.js'
import { betaRule, logIntegral } from './quadrature.js'

/**
 * ₂F₁(a, b; c; z) for c > 0 and z < 1.
 * @returns relative error below 1e-12 for parameters up to thousands; ±∞ where it overflows (see `logHyp2f1`); NaN only for z < 0 with both a, b > c, where it
 *   swings about 0, and no series ends
 */
export function hyp2f1(a: number, b: number, c: number, z: number): number {
  const { value, log } = evaluate(a, b, c, z, Math.log1p(-z))
  return log === 0 ? value : value * Math.exp(log)
}

/** ln ₂F₁(a, b; c; z) where the function is positive. Relative precision is kept where it is close to 0. */
export function logHyp2f1(a: number, b: number, c: number, z: number): number {
  const { value, log, excess } = evaluate(a, b, c, z, Math.log1p(-z))
  if (excess !== undefined) return log + Math.log1p(excess)
  const whole = log + Math.log(value)
  if (!(z < 0 && Math.abs(whole) < 0.1)) return whole
  if (b > 0 && c > b) return Math.log1p(meanExcess(a, b, c, z))
  return a > 0 && c > a ? Math.log1p(meanExcess(b, a, c, z)) : whole
}

/** F − 1 as the mean of (1 − zp)^−a − 1 over p ~ Beta(b, c − b), for z < 0. */
function meanExcess(a: number, b: number, c: number, z: number): number {
  const { nodes, weights } = betaRule(b, c - b, Math.abs(a * z))
  let total = 0
  for (let i = 0; i < nodes.length; i++) total += weights[i] * Math.expm1(-a * Math.log1p(-z * nodes[i]))
  return total
}

/** value · e^log; `excess` is value − 1 where that is more precise */
interface Scaled {
  readonly value: number
  readonly log: number
  readonly excess?: number
}

/**
 *   −½ < z < ½   the Gauss series where its first term is small: 1 + excess, and the excess keeps its digits
 *   z < 0        Pfaff: (1 − z)^−a ₂F₁(a, c − b; c; z/(z − 1)), which for c > b has only positive terms
 *   0 ≤ z < 1    the Gauss series, or Euler's (1 − z)^(c−a−b) ₂F₁(c − a, c − b; c; z) where that is shorter;
 *                Euler's integral over Beta(b, c − b) where neither ends within 3,000 terms or terms cancel; for a, b > c steps
 *                up from below c
 *
 * @param gap ln(1 − z)
 * @source Abramowitz & Stegun (1964), 15.1.1, 15.3.1, 15.3.3, 15.3.4
 */
function evaluate(a: number, b: number, c: number, z: number, gap: number): Scaled {
  if (z === 0 || a === 0 || b === 0) return { value: 1, log: 0, excess: 0 }
  if (a === c || b === c) return { value: 1, log: -(a === c ? b : a) * gap }
  if (Math.abs(z) < 0.5 && Math.abs(((a * b) / c) * z) < 0.5) {
    const near = gaussSeries(a, b, c, z)
    if (near) return near
  }
  if (z < 0) {
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
  if (a > 0 && b > 0) return a < b ? climb(b, a, c, z, gap) : climb(a, b, c, z, gap)
  const swapped = gaussSeries(c - a, c - b, c, z, 1e6)
  return swapped ? { value: swapped.value, log: swapped.log + shift } : { value: Number.NaN, log: 0 }
}

/**
 * For 0 < z < 1 and a ≥ b > c: up from b below c by Gauss's relation between b − 1, b and b + 1, in which F is the solution that outgrows the other.
 * A c below 2 is first raised by F(a, b; c) = F(a, b; c + 1) + (abz/(c(c + 1))) F(a + 1, b + 1; c + 2), both parts positive.
 * @source Abramowitz & Stegun (1964), 15.2.11; the second from comparing the series term by term
 */
function climb(a: number, b: number, c: number, z: number, gap: number): Scaled {
  if (c < 2) {
    const plain = evaluate(a, b, c + 1, z, gap)
    const raised = evaluate(a + 1, b + 1, c + 2, z, gap)
    const logPlain = plain.log + Math.log(plain.value)
    const logRaised = raised.log + Math.log(raised.value) + Math.log(a / c) + Math.log((b * z) / (c + 1))
    return { value: 1, log: logaddexp(logPlain, logRaised) }
  }
  const steps = Math.ceil(b - c)
  if (steps > LONGEST_CLIMB) return { value: Number.NaN, log: 0 }
  let at = b - steps
  const start = evaluate(a, at, c, z, gap)
  const below = evaluate(a, at - 1, c, z, gap)
  let { value, log } = start
  let before = below.value * Math.exp(below.log - log)
  for (let n = 0; n < steps; n++, at++) {
    const next = ((c - at) * before + (2 * at - c + (a - at) * z) * value) / (at * (1 - z))
    before = value
    value = next
    if (value > 1e200) {
      before *= 1e-200
      value *= 1e-200
      log += 200 * Math.LN10
    }
  }
  return { value, log }
}

/** A second's work. */
const LONGEST_CLIMB = 1e7

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
