/** k-means on a standardized matrix: seeded k-means++ and Lloyd's iterations, the same for any order of rows. */

import type { Matrix } from './matrix.js'
import { nearestOf, type Pass, scalarPass, simdPass } from './simd-pass.js'

export interface KMeans {
  readonly k: number
  /** k × width, row-major. */
  readonly centers: Float64Array
  /** How many rows are nearest to each. */
  readonly counts: Float64Array
  readonly iterations: number
}

/**
 * @param seed chance belongs to a row's values, not to its place: the same customers in another order get the same clusters
 * @param starts runs from different seeds; the one with the least `within` is taken
 * @source D. Arthur & S. Vassilvitskii (2007), k-means++; S. Lloyd (1982), IEEE Transactions on Information Theory 28
 */
export function kMeans(matrix: Matrix, k: number, seed: number, starts = 4): KMeans {
  if (matrix.rows > LARGE) {
    // starts are tried on a sample; the whole base then only settles from the best of them
    const { centers } = kMeans(sampleRows(matrix, LARGE, seed, 99), k, seed, starts)
    return lloyd(matrix, centers)
  }
  let best: KMeans | undefined
  let least = Number.POSITIVE_INFINITY
  for (let start = 0; start < starts; start++) {
    const run = lloyd(matrix, seedCenters(matrix, k, seed * 7919 + start))
    const { within } = labelsOf(matrix, run.centers)
    if (best === undefined || within < least) {
      best = run
      least = within
    }
  }
  return best as KMeans
}

/** Each next center is a row drawn with probability proportional to its squared distance from the nearest so far. */
function seedCenters({ rows, width, values }: Matrix, k: number, seed: number): Float64Array {
  const centers = new Float64Array(k * width)
  const distance = new Float64Array(rows).fill(1)
  for (let c = 0; c < k; c++) {
    // of exponential variables with rates w, the smallest belongs to row i with probability wᵢ/Σw
    let chosen = 0
    let least = Number.POSITIVE_INFINITY
    for (let r = 0; r < rows; r++) {
      if (!(distance[r] > 0)) continue
      const key = -Math.log(chanceOf(values, r * width, width, seed, c)) / distance[r]
      if (key < least) {
        least = key
        chosen = r
      }
    }
    centers.set(values.subarray(chosen * width, (chosen + 1) * width), c * width)
    for (let r = 0; r < rows; r++) {
      let d = 0
      for (let j = 0; j < width; j++) d += (values[r * width + j] - centers[c * width + j]) ** 2
      if (c === 0 || d < distance[r]) distance[r] = d
    }
  }
  return centers
}

/** Uniform in (0, 1), a function of the row's values, the seed and the round. @source A. Appleby (2008), MurmurHash3, fmix32 */
function chanceOf(values: Float64Array, from: number, width: number, seed: number, round: number): number {
  let h = (seed ^ Math.imul(round + 1, 0x9e3779b1)) | 0
  for (let j = 0; j < width; j++) {
    h = Math.imul(h ^ (values[from + j] * 2 ** 20), 0x85ebca6b)
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  }
  h ^= h >>> 16
  h = Math.imul(h, 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32 + 2 ** -33
}

/**
 * From these centers until none moves. Nearness is ‖c‖²/2 − x·c, which orders centers as distance does; sums are exact, so that neither the order of rows nor
 * the way a pass is made changes a bit. The last pass counts; labels, which a large base does not need, are for `labelsOf`.
 * @param pass vectors where the host has them and the base is worth it
 */
export function lloyd(
  matrix: Matrix,
  centers: Float64Array,
  rounds = LONGEST,
  pass: Pass = (matrix.rows > LARGE ? simdPass(matrix, centers.length / matrix.width) : undefined) ??
    scalarPass(matrix, centers.length / matrix.width),
): KMeans {
  const { rows, width, values } = matrix
  const k = centers.length / width
  const halves = new Float64Array(k)
  const sums = new Float64Array(k * width)
  const counts = new Float64Array(k)
  // in a large base a few customers on a border may move for ever and hardly move a center
  const still = rows > LARGE ? 1e-4 : 0
  let iterations = 0
  for (let moved = Number.POSITIVE_INFINITY; moved > still && iterations < rounds; iterations++) {
    halfSquares(centers, width, halves)
    sums.fill(0)
    counts.fill(0)
    pass(centers, halves, sums, counts)
    const lost = counts.indexOf(0)
    if (lost >= 0) {
      // a center that lost all its rows starts again from the worst served one
      const worst = width * worstServed(matrix, k, centers, halves)
      for (let j = 0; j < width; j++) sums[lost * width + j] = values[worst + j]
      counts[lost] = 1
    }
    moved = 0
    for (let i = 0; i < k * width; i++) {
      const count = counts[Math.floor(i / width)]
      if (count === 0) continue
      const next = sums[i] / count
      moved = Math.max(moved, Math.abs(next - centers[i]))
      centers[i] = next
    }
  }
  halfSquares(centers, width, halves)
  counts.fill(0)
  pass(centers, halves, sums, counts)
  return { k, centers, counts, iterations }
}

/** The nearest center of each row, and the sum of squared distances to it. */
export function labelsOf({ rows, width, values }: Matrix, centers: Float64Array): { readonly labels: Uint8Array; readonly within: number } {
  const k = centers.length / width
  const halves = new Float64Array(k)
  halfSquares(centers, width, halves)
  const labels = new Uint8Array(rows)
  let within = 0
  for (let r = 0; r < rows; r++) {
    labels[r] = nearestOf(values, r * width, width, k, centers, halves)
    within += squaredDistance(values, r * width, centers, labels[r] * width, width)
  }
  return { labels, within }
}

function halfSquares(centers: Float64Array, width: number, out: Float64Array): void {
  for (let c = 0; c < out.length; c++) {
    let square = 0
    for (let j = 0; j < width; j++) square += centers[c * width + j] ** 2
    out[c] = square / 2
  }
}

function squaredDistance(a: Float64Array, from: number, b: Float64Array, at: number, width: number): number {
  let d = 0
  for (let j = 0; j < width; j++) d += (a[from + j] - b[at + j]) ** 2
  return d
}

function worstServed({ rows, width, values }: Matrix, k: number, centers: Float64Array, halves: Float64Array): number {
  let worst = 0
  let far = -1
  for (let r = 0; r < rows; r++) {
    const nearest = nearestOf(values, r * width, width, k, centers, halves)
    const d = squaredDistance(values, r * width, centers, nearest * width, width)
    if (d > far) {
      far = d
      worst = r
    }
  }
  return worst
}

/** The nearest center of one row. */
export function nearestCenter(values: Float64Array, from: number, centers: readonly (readonly number[])[]): number {
  let nearest = 0
  let least = Number.POSITIVE_INFINITY
  for (let c = 0; c < centers.length; c++) {
    let d = 0
    for (let j = 0; j < centers[c].length; j++) d += (values[from + j] - centers[c][j]) ** 2
    if (d < least) {
      least = d
      nearest = c
    }
  }
  return nearest
}

/** Real bases settle in 10 to 60 rounds; what moves after 200 moves single customers. */
const LONGEST = 200
const LARGE = 20_000

/** The rows with the smallest chance numbers, in the order of these: the same sample in the same order for any order of rows. */
export function sampleRows({ rows, width, values, index }: Matrix, size: number, seed: number, round: number): Matrix {
  const chance = Float64Array.from({ length: rows }, (_, r) => chanceOf(values, r * width, width, seed, 1000 + round))
  // rows of equal chance have equal values, all but never: which of them comes first makes no difference
  const limit = rows > size ? chance.slice().sort()[size - 1] : Number.POSITIVE_INFINITY
  const kept: number[] = []
  for (let r = 0; r < rows; r++) if (chance[r] <= limit) kept.push(r)
  kept.sort((a, b) => chance[a] - chance[b])
  const used = kept.slice(0, size)
  const out = new Float64Array(used.length * width)
  used.forEach((r, i) => {
    out.set(values.subarray(r * width, (r + 1) * width), i * width)
  })
  return { rows: used.length, width, values: out, index: Int32Array.from(used, (r) => index[r]) }
}
