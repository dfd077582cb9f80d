import { random } from '../core/math/random.js'

/**
 * Mean values of repeat purchases of the Gamma-Gamma story, for customers with the given frequencies: each purchase is Gamma(p, rate ν), ν ~ Gamma(q, rate v).
 * @returns the `monetary` column: NaN where the frequency is 0
 * @source Fader & Hardie (2013), brucehardie.com/notes/025
 */
export function simulateGammaGamma(
  { p, q, v }: { readonly p: number; readonly q: number; readonly v: number },
  options: { readonly frequency: ArrayLike<number>; readonly seed: number },
): Float64Array {
  const { frequency, seed } = options
  return Float64Array.from({ length: frequency.length }, (_, i) => {
    const x = frequency[i]
    if (!(x > 0)) return Number.NaN
    const chance = random(seed, i + SPEND_STREAMS)
    const rate = chance.gamma(q, v)
    return chance.gamma(p * x, rate) / x // the sum of x purchases
  })
}

/** Streams of their own: with one seed for both, spend must not share its chance with the purchases it belongs to. */
const SPEND_STREAMS = 2 ** 40
