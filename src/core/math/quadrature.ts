/**
 * Integrals of positive functions whose logs are smooth in u = ln(odds) or u = ln(amount), by Gauss–Legendre panels as wide as the function allows.
 *
 * On that scale every kernel of the models (powers of α + y, of 1 − p, of 1 + pτ) has its nearest singularity at distance π from the real line, so that
 * 16 nodes on a panel of length 2 across which the log changes by at most 12 give 1e-15.
 */

/** exp(f) is the function; f should rise to one peak and fall from it. */
export interface LogCurve {
  readonly f: (u: number) => number
  /** f′ */
  readonly slope: (u: number) => number
  /** f′ at −∞ and +∞, if the interval reaches there and f becomes straight at the rate eᵘ (or e⁻ᵘ) */
  readonly slopeLeft?: number
  readonly slopeRight?: number
  /** where to look for the peak */
  readonly start: number
}

/** ln ∫ exp(f(u)) du from `lo` to `hi`, either of which may be infinite. */
export function logIntegral(curve: LogCurve, lo: number, hi: number): number {
  const { f } = curve
  const peak = findPeak(curve, lo, hi)
  const top = f(peak)
  let total = 0
  walk(
    curve,
    lo,
    hi,
    peak,
    top,
    (from, to) => {
      const half = (to - from) / 2
      const mid = from + half
      let sum = 0
      for (let k = 0; k < 8; k++)
        sum += GAUSS_W[k] * (Math.exp(f(mid - half * GAUSS_X[k]) - top) + Math.exp(f(mid + half * GAUSS_X[k]) - top))
      total += half * sum
    },
    (_, mass) => {
      total += mass
    },
  )
  return top + Math.log(total)
}

/** A rule for expectations: E[g(X)] ≈ Σ weights[i] g(nodes[i]); the weights sum to 1. */
export interface Rule {
  readonly nodes: Float64Array
  /** 1 − node with all its digits, of a rule on [0, 1]. */
  readonly rests: Float64Array
  readonly weights: Float64Array
}

/**
 * A rule for p ~ Beta(a, b), good for every function that is smooth in ln(p / (1 − p)); `scale` is how steeply it may vary near p = 0 (|g′/g| there, so that
 * g(0) may be that many times the rest).
 * Below the smallest panel the distribution is one node at its mean, exact for functions linear there: a may be 1e-8.
 */
export function betaRule(a: number, b: number, scale: number): Rule {
  const share = a / (a + b)
  const rest = b / (a + b)
  const at = (w: number): number => 1 / (1 + (b / a) * Math.exp(-w))
  const restAt = (w: number): number => 1 / (1 + (a / b) * Math.exp(w))
  const bend = (w: number, part: number): number => (w > 700 ? w + Math.log(part) : Math.log1p(part * Math.expm1(w)))
  const curve: LogCurve = {
    // from the smaller side, which does not cancel
    f: (w) => (share < 0.5 ? a * w - (a + b) * bend(w, share) : -b * w - (a + b) * bend(-w, rest)),
    slope: (w) => a - (a + b) * at(w),
    slopeLeft: a,
    slopeRight: -b,
    start: 0,
  }
  return collect(curve, at, restAt, scale)
}

/** A rule for λ ~ Gamma(shape, rate 1). */
export function gammaRule(shape: number, scale: number): Rule {
  const at = (w: number): number => shape * Math.exp(w)
  const curve: LogCurve = {
    f: (w) => shape * (w - Math.expm1(w)),
    slope: (w) => -shape * Math.expm1(w),
    slopeLeft: shape,
    start: 0,
  }
  return collect(curve, at, at, scale)
}

function collect(curve: LogCurve, at: (w: number) => number, restAt: (w: number) => number, scale: number): Rule {
  const nodes: number[] = []
  const rests: number[] = []
  const weights: number[] = []
  let total = 0
  const add = (node: number, rest: number, weight: number): void => {
    nodes.push(node)
    rests.push(rest)
    weights.push(weight)
    total += weight
  }
  const top = curve.f(0)
  walk(
    curve,
    Number.NEGATIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    0,
    top,
    (from, to) => {
      const half = (to - from) / 2
      const mid = from + half
      for (let k = 0; k < 8; k++) {
        const low = mid - half * GAUSS_X[k]
        const high = mid + half * GAUSS_X[k]
        add(at(low), restAt(low), half * GAUSS_W[k] * Math.exp(curve.f(low) - top))
        add(at(high), restAt(high), half * GAUSS_W[k] * Math.exp(curve.f(high) - top))
      }
    },
    (u, mass, rate) => {
      const p = at(u)
      const q = (restAt(u) * rate) / (rate - 1)
      if (rate > 0) add((p * rate) / (1 + rate), 1 - (p * rate) / (1 + rate), mass)
      else add(1 - q, q, mass)
    },
    // the rest may be replaced by one node only where g is linear as well
    (w) => (w < 0 ? at(w) * scale < 1e-8 : restAt(w) < 1e-8),
    // g may rise towards 0 by as much as it is steep
    Math.log1p(scale),
  )
  const out = Float64Array.from(weights)
  for (let i = 0; i < out.length; i++) out[i] /= total
  return { nodes: Float64Array.from(nodes), rests: Float64Array.from(rests), weights: out }
}

/** Panels outwards from the peak until the function is below 1e-16 of it, or until the rest is a plain exponential whose mass is known. */
function walk(
  curve: LogCurve,
  lo: number,
  hi: number,
  peak: number,
  top: number,
  panel: (from: number, to: number) => void,
  tail: (u: number, mass: number, rate: number) => void,
  mayEnd: (u: number) => boolean = () => true,
  deeper = 0,
): void {
  const { f, slope } = curve
  for (const side of [1, -1] as const) {
    const end = side > 0 ? hi : lo
    const rate = side > 0 ? curve.slopeRight : curve.slopeLeft
    const depth = side > 0 ? DEPTH : DEPTH - deeper
    let u = peak
    while (side * (end - u) > 0) {
      const height = f(u) - top
      const here = slope(u)
      if (height < depth && side * here < 0) break
      if (rate !== undefined && end === side * Number.POSITIVE_INFINITY && side * rate < 0 && Math.abs(here - rate) < 1e-8 && mayEnd(u)) {
        // ∫ exp(rate·v + bend (e^±v − 1)) over the rest, to first order in the bend
        tail(u, (Math.exp(height) / Math.abs(rate)) * (1 + (side * (here - rate)) / (Math.abs(rate) + 1)), rate)
        break
      }
      let step = Math.min(LONGEST, Math.abs(end - u), STEEPEST / Math.abs(here))
      while (step * Math.abs(slope(u + side * step)) > STEEPEST) step *= 0.7
      const next = step === Math.abs(end - u) ? end : u + side * step
      if (side > 0) panel(u, next)
      else panel(next, u)
      u = next
    }
  }
}

/** The zero of the slope, within a tenth of a panel; an end if the slope keeps its sign. */
function findPeak(curve: LogCurve, lo: number, hi: number): number {
  const { slope } = curve
  if (lo > Number.NEGATIVE_INFINITY && slope(lo) <= 0) return lo
  if (hi < Number.POSITIVE_INFINITY && slope(hi) >= 0) return hi
  let left = Math.min(Math.max(curve.start, lo), hi)
  let right = left
  for (let step = 1; slope(left) < 0; step *= 2) {
    right = left
    left = Math.max(lo, left - step)
  }
  for (let step = 1; slope(right) > 0; step *= 2) {
    left = right
    right = Math.min(hi, right + step)
  }
  while (right - left > 1e-3 && right - left > 1e-12 * Math.abs(left)) {
    const middle = (left + right) / 2
    if (slope(middle) > 0) left = middle
    else right = middle
  }
  // a narrow peak needs its place to a fraction of its own width
  for (let i = 0; i < 60; i++) {
    const middle = (left + right) / 2
    if (Math.abs(slope(left)) * (right - left) < 0.1 && Math.abs(slope(right)) * (right - left) < 0.1) break
    if (slope(middle) > 0) left = middle
    else right = middle
  }
  return (left + right) / 2
}

/** 16 nodes per panel give 1e-15 where a panel is no longer, the log changes across it by no more, and what lies deeper is left out. */
export const LONGEST = 2
export const STEEPEST = 12
export const DEPTH = -37.5 // e^−37.5 = 5e-17

/** Positive nodes and weights of the 16-point Gauss–Legendre rule on [−1, 1]. */
export const GAUSS_X = [
  0.09501250983763744, 0.2816035507792589, 0.45801677765722737, 0.6178762444026438, 0.755404408355003, 0.8656312023878318,
  0.9445750230732326, 0.9894009349916499,
]
export const GAUSS_W = [
  0.1894506104550685, 0.18260341504492358, 0.16915651939500254, 0.14959598881657674, 0.12462897125553388, 0.09515851168249279,
  0.062253523938647894, 0.027152459411754096,
]
