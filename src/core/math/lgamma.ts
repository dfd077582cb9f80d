/** ln Γ(x) and its Stirling remainder, on which every ratio of gamma functions below rests. */

/**
 * ln Γ(x) for x > 0.
 *
 *   0.5 ≤ x ≤ 2.5   the series in ζ(k) − 1 about 1 or 2: relative precision is kept at the two zeros
 *   x ≥ 16          Stirling's series, remainder below 1e-16
 *   otherwise       shifted up by Γ(x + 1) = x Γ(x)
 *
 * @returns relative error below 1e-14 on (0, 1e300]; +∞ at 0; NaN below 0
 * @source Abramowitz & Stegun (1964), 6.1.33, 6.1.41
 */
export function lgamma(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.POSITIVE_INFINITY : Number.NaN
  if (x < 0.5) return x < 1e-17 ? -Math.log(x) : lgamma(x + 1) - Math.log(x)
  if (x <= 1.5) return aboutTwo(x - 1) - Math.log1p(x - 1)
  if (x <= 2.5) return aboutTwo(x - 2)
  if (x >= 16) return (x - 0.5) * Math.log(x) - x + HALF_LOG_TWO_PI + stirling(x)
  let product = 1
  let z = x
  if (x < 9) {
    for (; z > 2.5; z--) product *= z - 1
    return aboutTwo(z - 2) + Math.log(product)
  }
  for (; z < 16; z++) product *= z
  return (z - 0.5) * Math.log(z) - z + HALF_LOG_TWO_PI + stirling(z) - Math.log(product)
}

/** ln Γ(x) − (x − ½) ln x + x − ½ ln 2π for x ≥ 16: 1/(12x) − 1/(360x³) + … */
export function stirling(x: number): number {
  const i = 1 / x
  const square = i * i
  let total = 0
  for (let k = STIRLING.length - 1; k >= 0; k--) total = STIRLING[k] + square * total
  return i * total
}

/** Of x^−1, x^−3, … in that remainder. */
export const STIRLING: readonly number[] = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360]

/** ln Γ(2 + z) = z (1 − γ) + Σ_{k ≥ 2} (ζ(k) − 1) (−z)^k / k for |z| ≤ ½. */
function aboutTwo(z: number): number {
  let total = 0
  for (let k = ZETA_MINUS_ONE.length - 1; k >= 0; k--) total = ZETA_MINUS_ONE[k] / (k + 2) - z * total
  return z * (ONE_MINUS_EULER + z * total)
}

const HALF_LOG_TWO_PI = 0.9189385332046727
const ONE_MINUS_EULER = 0.42278433509846713
// ζ(2) − 1 … ζ(27) − 1; the next term is below 1e-17 of the sum at |z| = ½
const ZETA_MINUS_ONE = [
  0.6449340668482264, 0.2020569031595943, 0.08232323371113819, 0.03692775514336993, 0.01734306198444914, 0.008349277381922827,
  0.00407735619794434, 0.002008392826082214, 0.0009945751278180853, 0.0004941886041194646, 0.0002460865533080483, 0.0001227133475784891,
  6.124813505870483e-5, 3.058823630702049e-5, 1.528225940865187e-5, 7.637197637899763e-6, 3.81729326499984e-6, 1.908212716553939e-6,
  9.539620338727962e-7, 4.769329867878064e-7, 2.38450502727733e-7, 1.1921992596531106e-7, 5.960818905125948e-8, 2.980350351465228e-8,
  1.4901554828365043e-8, 7.45071178983543e-9,
]
