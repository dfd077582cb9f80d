/** Tricomi's confluent hypergeometric function U(a, b, z), as a log. */

import { lgamma } from './lgamma.js'
import { logistic, softplus } from './logsum.js'
import { logIntegral } from './quadrature.js'

/**
 * ln U(a, b, z) for a > 0, z > 0 and any real b:
 *
 *   U(a, b, z) = (1/Γ(a)) ∫₀^∞ e^(−zt) t^(a−1) (1 + t)^(b−a−1) dt
 *
 * integrated in ln t. U(s, s, z) = e^z Γ(1 − s, z) has no special case at integer s.
 *
 * @returns absolute error below 1e-12 (1 + |result|)
 * @source Abramowitz & Stegun (1964), 13.2.5
 */
export function logHyperU(a: number, b: number, z: number): number {
  return logLaplace(a, b - a - 1, z) - lgamma(a)
}

/** ln ∫₀^∞ e^(−zt) t^(a−1) (1 + t)^k dt */
function logLaplace(a: number, k: number, z: number): number {
  return logIntegral(
    {
      f: (u) => a * u - z * Math.exp(u) + k * softplus(u),
      slope: (u) => a - z * Math.exp(u) + k * logistic(u),
      slopeLeft: a,
      start: 0,
    },
    Number.NEGATIVE_INFINITY,
    Number.POSITIVE_INFINITY,
  )
}

/**
 * ∫₀^∞ e^(−zv) (1 + v)^(−s) dv = e^z E_s(z) = U(1, 2 − s, z), for z > 0 and any real s: what a stream that thins out like (1 + v)^(−s) is worth at the discount rate z.
 *
 *   z + s ≥ 2 and z > 0.05   the continued fraction 1/(z + s/(1 + 1/(z + (s + 1)/(1 + 2/(z + …)))))
 *   otherwise                the integral in ln v
 *
 * @source Abramowitz & Stegun (1964), 5.1.22
 */
export function scaledExpIntegral(s: number, z: number): number {
  if (z === Number.POSITIVE_INFINITY) return 0
  if (z > 0.05 && z + s >= 2) {
    // Lentz's method on 1/(z + s − 1·s/(z + s + 2 − 2(s + 1)/(z + s + 4 − …)))
    let b = z + s
    let c = 1e300
    let d = 1 / b
    let h = d
    for (let n = 1; n < 2000; n++) {
      const an = -n * (s + n - 1)
      b += 2
      d = 1 / (an * d + b)
      c = b + an / c
      const step = c * d
      h *= step
      if (Math.abs(step - 1) < 2e-16) return h
    }
  }
  return Math.exp(logLaplace(1, -s, z))
}
