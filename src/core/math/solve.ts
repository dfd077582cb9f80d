/**
 * X with A X = B for small square systems, row-major, by Gaussian elimination with partial pivoting.
 * @param columns of B and X
 * @returns undefined when a pivot vanishes against the largest entry of A
 */
export function solve(a: ArrayLike<number>, n: number, b: ArrayLike<number>, columns = 1): Float64Array | undefined {
  const m = Float64Array.from(a)
  const x = Float64Array.from(b)
  let largest = 0
  for (let i = 0; i < m.length; i++) largest = Math.max(largest, Math.abs(m[i]))
  for (let k = 0; k < n; k++) {
    let pivot = k
    for (let i = k + 1; i < n; i++) if (Math.abs(m[i * n + k]) > Math.abs(m[pivot * n + k])) pivot = i
    // An entry this small is what rounding leaves of a zero.
    if (!(Math.abs(m[pivot * n + k]) > 1e-13 * largest)) return undefined
    if (pivot !== k) {
      for (let j = 0; j < n; j++) [m[k * n + j], m[pivot * n + j]] = [m[pivot * n + j], m[k * n + j]]
      for (let j = 0; j < columns; j++) [x[k * columns + j], x[pivot * columns + j]] = [x[pivot * columns + j], x[k * columns + j]]
    }
    for (let i = k + 1; i < n; i++) {
      const factor = m[i * n + k] / m[k * n + k]
      if (factor === 0) continue
      for (let j = k; j < n; j++) m[i * n + j] -= factor * m[k * n + j]
      for (let j = 0; j < columns; j++) x[i * columns + j] -= factor * x[k * columns + j]
    }
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let c = 0; c < columns; c++) {
      let s = x[i * columns + c]
      for (let j = i + 1; j < n; j++) s -= m[i * n + j] * x[j * columns + c]
      x[i * columns + c] = s / m[i * n + i]
    }
  }
  return x
}
