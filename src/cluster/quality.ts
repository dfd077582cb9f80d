/** How good a clustering is: separation of its clusters, and whether another sample would give the same. */

import type { Matrix } from './matrix.js'

/**
 * Mean silhouette (b − a)/max(a, b): a, mean distance to the own cluster; b, to the nearest other. O(n²): meant for samples.
 * @source P. Rousseeuw (1987), Journal of Computational and Applied Mathematics 20, 53–65
 */
export function silhouette({ rows, width, values }: Matrix, labels: Uint8Array, k: number): number {
  const counts = new Float64Array(k)
  for (let r = 0; r < rows; r++) counts[labels[r]]++
  const totals = new Float64Array(k)
  let sum = 0
  for (let r = 0; r < rows; r++) {
    totals.fill(0)
    for (let s = 0; s < rows; s++) {
      let d = 0
      for (let j = 0; j < width; j++) d += (values[r * width + j] - values[s * width + j]) ** 2
      totals[labels[s]] += Math.sqrt(d)
    }
    const own = labels[r]
    if (counts[own] < 2) continue // alone: 0 by convention
    const a = totals[own] / (counts[own] - 1)
    let b = Number.POSITIVE_INFINITY
    for (let c = 0; c < k; c++) if (c !== own && counts[c] > 0) b = Math.min(b, totals[c] / counts[c])
    if (Number.isFinite(b) && Math.max(a, b) > 0) sum += (b - a) / Math.max(a, b)
  }
  return rows > 0 ? sum / rows : Number.NaN
}

/**
 * Agreement of two labelings beyond chance: 1 the same up to names, 0 what chance gives.
 * @source L. Hubert & P. Arabie (1985), Journal of Classification 2, 193–218
 */
export function adjustedRand(a: Uint8Array, b: Uint8Array): number {
  const table = new Map<number, number>()
  const left = new Float64Array(256)
  const right = new Float64Array(256)
  for (let i = 0; i < a.length; i++) {
    const key = a[i] * 256 + b[i]
    table.set(key, (table.get(key) ?? 0) + 1)
    left[a[i]]++
    right[b[i]]++
  }
  const pairs = (n: number): number => (n * (n - 1)) / 2
  let both = 0
  for (const n of table.values()) both += pairs(n)
  const inLeft = left.reduce((sum, n) => sum + pairs(n), 0)
  const inRight = right.reduce((sum, n) => sum + pairs(n), 0)
  const expected = (inLeft * inRight) / Math.max(1, pairs(a.length))
  const most = (inLeft + inRight) / 2
  return most === expected ? 1 : (both - expected) / (most - expected)
}
