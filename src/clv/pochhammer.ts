/** ln (z)ₙ and its first two derivatives in z: the terms of the likelihoods that depend on a count only. */

import { logPochhammer } from '../core/math/gamma-ratio.js'
import { digamma, trigamma } from '../core/math/polygamma.js'

/** Writes [ln Γ(z + n)/Γ(z), ψ(z + n) − ψ(z), ψ′(z + n) − ψ′(z)]; n a count ≥ 0. */
export function pochhammerTerms(z: number, n: number, out: Float64Array): void {
  out[0] = logPochhammer(z, n)
  if (n > 64 || !Number.isInteger(n)) {
    out[1] = digamma(z + n) - digamma(z)
    out[2] = trigamma(z + n) - trigamma(z)
    return
  }
  let first = 0
  let second = 0
  for (let j = 0; j < n; j++) {
    const i = 1 / (z + j)
    first += i
    second -= i * i
  }
  out[1] = first
  out[2] = second
}
