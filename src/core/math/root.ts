/** Zeros of functions of one variable. */

/**
 * A zero of `f` between `low` and `high`, where f(low) and f(high) differ in sign: bisection with secant steps (Illinois), to the last bits of x.
 * @returns NaN when the ends have the same sign
 * @source M. Dowell & P. Jarratt (1971), BIT 11, 168–174
 */
export function findRoot(f: (x: number) => number, low: number, high: number, tolerance = 1e-14): number {
  let a = low
  let b = high
  let fa = f(a)
  let fb = f(b)
  if (fa === 0) return a
  if (fb === 0) return b
  if (!(fa * fb < 0)) return Number.NaN
  for (let i = 0; i < 400; i++) {
    const width = b - a
    const secant = (a * fb - b * fa) / (fb - fa)
    // every third step halves, so that the width falls whatever the curve
    const x = i % 3 === 2 || !(secant > Math.min(a, b) && secant < Math.max(a, b)) ? a + width / 2 : secant
    const fx = f(x)
    if (fx === 0 || Math.abs(width) <= tolerance * Math.max(Math.abs(a), Math.abs(b))) return x
    if (fx * fb < 0) {
      a = b
      fa = fb
    } else fa /= 2
    b = x
    fb = fx
  }
  return b
}

/** The smallest interval [from, from · 2ᵏ] across which `f` changes sign; undefined when 2¹⁰⁰⁰ is reached. */
export function bracketUp(f: (x: number) => number, from: number): readonly [number, number] | undefined {
  const sign = Math.sign(f(from))
  let low = from
  for (let k = 0; k < 1000; k++) {
    const high = low * 2
    if (!Number.isFinite(high)) return undefined
    if (Math.sign(f(high)) !== sign) return [low, high]
    low = high
  }
  return undefined
}
