/** Symmetric positive-definite systems of a few unknowns, row-major in a Float64Array. */

/** Lower factor L of A = LLᵀ, or undefined when A is not positive definite (a pivot at or below `floor`, relative to its diagonal). */
export function cholesky(a: ArrayLike<number>, n: number, floor = 1e-14): Float64Array | undefined {
  const l = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let s = a[i * n + j]
      for (let k = 0; k < j; k++) s -= l[i * n + k] * l[j * n + k]
      if (i === j) {
        if (!(s > floor * Math.abs(a[i * n + i]))) return undefined
        l[i * n + i] = Math.sqrt(s)
      } else l[i * n + j] = s / l[j * n + j]
    }
  }
  return l
}

/** x with LLᵀx = b. */
export function solveCholesky(l: Float64Array, n: number, b: ArrayLike<number>): Float64Array {
  const x = Float64Array.from(b)
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i] -= l[i * n + k] * x[k]
    x[i] /= l[i * n + i]
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i] -= l[k * n + i] * x[k]
    x[i] /= l[i * n + i]
  }
  return x
}

/** (LLᵀ)⁻¹, symmetric to the bit. */
export function invertCholesky(l: Float64Array, n: number): Float64Array {
  const inverse = new Float64Array(n * n)
  for (let j = 0; j < n; j++) {
    const unit = new Float64Array(n)
    unit[j] = 1
    const column = solveCholesky(l, n, unit)
    for (let i = 0; i <= j; i++) {
      inverse[i * n + j] = column[i]
      inverse[j * n + i] = column[i]
    }
  }
  return inverse
}
