/** How many customers a comparison needs, and what a comparison of so many can find. */

import { UsageError } from '../../core/errors.js'
import { normalCdf, normalQuantile, studentQuantile } from '../../core/math/normal.js'
import { gammaRule } from '../../core/math/quadrature.js'
import { bracketUp, findRoot } from '../../core/math/root.js'

export interface SampleSizeOptions {
  /** `share`: of customers who did something; `mean`: of a number such as revenue. */
  readonly kind: 'share' | 'mean'
  /** The share without treatment, 0 < base < 1; for `share`. */
  readonly base?: number
  /** Standard deviation between customers; for `mean`. */
  readonly deviation?: number
  /** Chance to find an effect that is there. Default 0.8. */
  readonly power?: number
  /** Default 0.95. */
  readonly confidence?: number
}

/**
 * Customers per arm (not yet rounded up) to find `effect` with the given power, two-sided, arms of equal size.
 *
 *   share: n = ((z_α √((p₁ + p₂)(1 − (p₁ + p₂)/2)) + z_β √(p₁q₁ + p₂q₂)) / (p₁ − p₂))²
 *   mean:  power = P(T′ > t_α), T′ noncentral Student with 2(n − 1) degrees and noncentrality √(n/2) · effect / deviation
 *
 * @throws UsageError `portfolio.effect.options` for an effect of 0, a share outside (0, 1), a deviation ≤ 0, a power outside (0, 1)
 * @source J. L. Fleiss (1981), Statistical Methods for Rates and Proportions, 3.2; J. Cohen (1988), Statistical Power Analysis, 2.4
 */
export function sampleSize(effect: number, options: SampleSizeOptions): number {
  const { power, confidence } = checked(options)
  if (!(Math.abs(effect) > 0)) throw new UsageError('portfolio.effect.options', { effect })
  if (options.kind === 'share') {
    const p1 = options.base as number
    const p2 = p1 + effect
    if (!(p2 > 0 && p2 < 1)) throw new UsageError('portfolio.effect.options', { base: p1, effect })
    const zAlpha = normalQuantile((1 + confidence) / 2)
    const zBeta = normalQuantile(power)
    return ((zAlpha * Math.sqrt((p1 + p2) * (1 - (p1 + p2) / 2)) + zBeta * Math.sqrt(p1 * (1 - p1) + p2 * (1 - p2))) / effect) ** 2
  }
  const size = Math.abs(effect) / (options.deviation as number)
  const lacking = (n: number): number => powerOfMeans(n, size, confidence) - power
  if (lacking(2) >= 0) return 2
  const [low, high] = bracketUp(lacking, 2) ?? [2, 2]
  return findRoot(lacking, low, high, 1e-10)
}

/**
 * The smallest effect that `customers` per arm find with the given power: the other way round.
 * For shares the effect is upward from `base`; NaN where even base → 1 could not be found.
 */
export function detectableEffect(customers: number, options: SampleSizeOptions): number {
  const { power, confidence } = checked(options)
  if (!(customers >= 2)) throw new UsageError('portfolio.effect.options', { customers })
  if (options.kind === 'share') {
    const base = options.base as number
    const surplus = (effect: number): number => sampleSize(effect, options) - customers
    const most = 1 - base - 1e-12
    return surplus(most) > 0 ? Number.NaN : findRoot(surplus, 1e-12, most, 1e-12)
  }
  const lacking = (size: number): number => powerOfMeans(customers, size, confidence) - power
  const [low, high] = bracketUp(lacking, 1e-6) ?? [0, 0]
  return findRoot(lacking, low, high, 1e-12) * (options.deviation as number)
}

/** P(T′ > t_α): with V ~ χ² of 2(n − 1) degrees, T′ = (Z + δ) / √(V / degrees), so the chance is the mean of Φ(δ − t_α √(V / degrees)). */
function powerOfMeans(n: number, size: number, confidence: number): number {
  const degrees = 2 * (n - 1)
  const critical = studentQuantile((1 + confidence) / 2, degrees)
  const shift = Math.sqrt(n / 2) * size
  const { nodes, weights } = gammaRule(degrees / 2, 1)
  let power = 0
  for (let k = 0; k < nodes.length; k++) power += weights[k] * normalCdf(shift - critical * Math.sqrt((2 * nodes[k]) / degrees))
  return power
}

function checked({ kind, base, deviation, power = 0.8, confidence = 0.95 }: SampleSizeOptions): { power: number; confidence: number } {
  const within = (value: number | undefined): boolean => value !== undefined && value > 0 && value < 1
  if (!within(power) || !within(confidence)) throw new UsageError('portfolio.effect.options', { power, confidence })
  if (kind === 'share' && !within(base)) throw new UsageError('portfolio.effect.options', { base: base ?? null })
  if (kind === 'mean' && !((deviation ?? 0) > 0)) throw new UsageError('portfolio.effect.options', { deviation: deviation ?? null })
  return { power, confidence }
}
