/** Seeded chance: the same seed and stream give the same numbers, to the bit. For simulation and resampling; not for secrets. */

/** One stream of random numbers. Every method draws from the same sequence and advances it. */
export interface Random {
  /** Strictly between 0 and 1, in steps of 2⁻⁵³. */
  uniform(): number
  /** An integer, 0 ≤ k < n. */
  below(n: number): number
  /** Mean 0, deviation 1. */
  normal(): number
  /** Mean 1 / rate. */
  exponential(rate: number): number
  /** Mean shape / rate. */
  gamma(shape: number, rate: number): number
  /** Mean a / (a + b). */
  beta(a: number, b: number): number
  poisson(mean: number): number
}

/**
 * A stream of its own for each `(seed, stream)`: a customer's history stays the same whoever else is simulated.
 * The generator is sfc32 (a counter in the state: period at least 2³²), seeded by Murmur3's finalizer and run past its first twelve outputs.
 * @param seed a safe integer
 * @param stream a safe integer
 * @source C. Doty-Humphrey (2010), PractRand, sfc32; A. Appleby (2008), MurmurHash3, fmix32
 */
export function random(seed: number, stream = 0): Random {
  let a = scrambled(seed >>> 0, 0x9e3779b9)
  let b = scrambled(Math.floor(seed / 2 ** 32) >>> 0, a)
  let c = scrambled((stream >>> 0) ^ scrambled(Math.floor(stream / 2 ** 32) >>> 0, b), b)
  let counter = 1
  const next32 = (): number => {
    const result = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + result
    return result >>> 0
  }
  for (let i = 0; i < 12; i++) next32()

  const uniform = (): number => {
    for (;;) {
      const value = ((next32() >>> 5) * 0x4000000 + (next32() >>> 6)) / 2 ** 53
      if (value > 0) return value // a zero would be an infinite logarithm
    }
  }
  const normal = (): number => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())

  /** @source G. Marsaglia & W. Tsang (2000), ACM TOMS 26, 363–372; below shape 1 by their boost, section 6 */
  const unitGamma = (shape: number): number => {
    if (shape < 1) return unitGamma(shape + 1) * uniform() ** (1 / shape)
    const d = shape - 1 / 3
    const scale = 1 / Math.sqrt(9 * d)
    for (;;) {
      const x = normal()
      const v = (1 + scale * x) ** 3
      if (v > 0 && Math.log(uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v
    }
  }

  return {
    uniform,
    normal,
    below: (n) => Math.floor(uniform() * n),
    exponential: (rate) => -Math.log(uniform()) / rate,
    gamma: (shape, rate) => unitGamma(shape) / rate,
    beta(alpha, beta) {
      const x = unitGamma(alpha)
      return x / (x + unitGamma(beta))
    },
    poisson(mean) {
      // A Poisson count is a sum of Poisson counts: pieces small enough that exp(−mean) keeps its digits.
      let count = 0
      for (let left = mean; left > 0; left -= PIECE) {
        const limit = Math.exp(-Math.min(left, PIECE))
        for (let product = uniform(); product > limit; product *= uniform()) count++
      }
      return count
    },
  }
}

const PIECE = 32

function scrambled(value: number, salt: number): number {
  let h = (value ^ salt) >>> 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
