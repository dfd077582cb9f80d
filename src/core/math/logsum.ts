/** Sums of numbers that are kept as logs. */

/** ln(eᵃ + eᵇ) without overflow; −∞ is the log of zero. */
export function logaddexp(a: number, b: number): number {
  if (a === b) return a + Math.LN2
  const high = Math.max(a, b)
  return high + Math.log1p(Math.exp(Math.min(a, b) - high))
}

/** ln Σ exp(vᵢ); −∞ for an empty list. */
export function logsumexp(values: ArrayLike<number>): number {
  let high = Number.NEGATIVE_INFINITY
  for (let i = 0; i < values.length; i++) if (values[i] > high) high = values[i]
  if (!Number.isFinite(high)) return high
  let total = 0
  for (let i = 0; i < values.length; i++) total += Math.exp(values[i] - high)
  return high + Math.log(total)
}

/** ln(1 + eᵘ). */
export function softplus(u: number): number {
  return u > 0 ? u + Math.log1p(Math.exp(-u)) : Math.log1p(Math.exp(u))
}

/** 1 / (1 + e⁻ᵘ). */
export function logistic(u: number): number {
  if (u >= 0) return 1 / (1 + Math.exp(-u))
  const e = Math.exp(u)
  return e / (1 + e)
}

/** ln(1 − eᵘ) for u < 0. */
export function log1mexp(u: number): number {
  return u > -Math.LN2 ? Math.log(-Math.expm1(u)) : Math.log1p(-Math.exp(u))
}
