/** The first two derivatives of ln Γ. */

/**
 * ψ(x) = d ln Γ(x) / dx for x > 0.
 *
 *   |x − x₀| < 0.2   Taylor series about the zero x₀ = 1.46…, kept in two doubles, so that relative precision is kept there
 *   x ≥ 16           asymptotic series
 *   otherwise        shifted up by ψ(x + 1) = ψ(x) + 1/x
 *
 * @returns relative error below 1e-14 on (0, 1e300]; NaN for x ≤ 0
 * @source Abramowitz & Stegun (1964), 6.3.5, 6.3.18
 */
export function digamma(x: number): number {
  if (!(x > 0)) return Number.NaN
  const d = x - ZERO - ZERO_LOW
  if (Math.abs(d) < 0.2) {
    let total = 0
    for (let k = TAYLOR.length - 1; k >= 0; k--) total = TAYLOR[k] + d * total
    return d * total
  }
  let shift = 0
  let z = x
  for (; z < 16; z++) shift += 1 / z
  const i = 1 / (z * z)
  return Math.log(z) - 0.5 / z - i * (1 / 12 - i * (1 / 120 - i * (1 / 252 - i * (1 / 240 - i * (1 / 132 - i * (691 / 32760)))))) - shift
}

/**
 * ψ′(x) for x > 0, by ψ′(x) = ψ′(x + 1) + 1/x² and the asymptotic series from 16 on.
 *
 * @returns relative error below 1e-14 where 1/x² is representable; +∞ below; NaN for x ≤ 0
 * @source Abramowitz & Stegun (1964), 6.4.6, 6.4.12
 */
export function trigamma(x: number): number {
  if (!(x > 0)) return Number.NaN
  let shift = 0
  let z = x
  for (; z < 16; z++) shift += 1 / z / z
  const i = 1 / (z * z)
  return shift + 1 / z + i / 2 + (i / z) * (1 / 6 - i * (1 / 30 - i * (1 / 42 - i * (1 / 30 - i * (5 / 66 - i * (691 / 2730))))))
}

// x₀ = 1.46163214496836234126265954…, and ψ⁽ᵏ⁾(x₀)/k! for k = 1 … 22
const ZERO = 1.4616321449683622
const ZERO_LOW = 9.5499954299657e-17
const TAYLOR = [
  0.9676722454476212, -0.4427631689835921, 0.258499760955651, -0.1639427054424065, 0.10782405069126237, -0.07219956125645471,
  0.04880428816414311, -0.03316112647484736, 0.022597648232218104, -0.01542476590494896, 0.010538791616612175, -0.007204534386356868,
  0.004926781395729853, -0.003369801655439328, 0.002305126322734928, -0.0015769367714301972, 0.0010788252019162967, -0.000738070938996005,
  0.000504953265834602, -0.0003454680251063077, 0.00023635601564027053, -0.00016170622091974803,
]
