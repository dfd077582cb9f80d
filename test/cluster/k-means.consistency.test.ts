/** The pass over vectors and the pass over single rows give the same bits; where WebAssembly is missing or refused, so does what is left. */

import { fitClusters } from 'tierwise/cluster'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { lloyd } from '../../src/cluster/k-means.js'
import { scalarPass, simdPass } from '../../src/cluster/simd-pass.js'
import { random } from '../../src/core/math/random.js'

/** Multiples of 2⁻²⁰, as `matrixOf` makes them; every seventh row is the row before, and some lie halfway between two centers. */
function matrixOf(rows: number, width: number, seed: number) {
  const chance = random(seed)
  const values = Float64Array.from({ length: rows * width }, () => Math.round(chance.normal() * 2 ** 20) / 2 ** 20)
  for (let r = 7; r < rows; r += 7) values.copyWithin(r * width, (r - 1) * width, r * width)
  return { rows, width, values, index: Int32Array.from({ length: rows }, (_, i) => i) }
}

afterEach(() => {
  vi.unstubAllGlobals()
})

describe.each([
  [2, 1, 2],
  [3, 2, 3],
  [1001, 3, 5],
  [1000, 9, 5],
  [777, 4, 8],
  [64, 1, 50],
])('%i rows, %i columns, %i clusters', (rows, width, k) => {
  const matrix = matrixOf(rows, width, 10 * rows + k)
  const start = matrix.values.slice(0, k * width)

  test('one pass gives the same sums and counts to the bit', () => {
    const vectors = simdPass(matrix, k)
    expect(vectors, 'this engine has vectors').toBeDefined()
    const centers = Float64Array.from({ length: k * width }, (_, i) => start[i % start.length] ?? 0)
    const halves = Float64Array.from({ length: k }, (_, c) => {
      let square = 0
      for (let j = 0; j < width; j++) square += centers[c * width + j] ** 2
      return square / 2
    })
    const run = (pass: typeof vectors) => {
      const sums = new Float64Array(k * width)
      const counts = new Float64Array(k)
      for (let times = 0; times < 2; times++) pass?.(centers, halves, sums, counts) // adds, and starts from zero itself
      return { sums, counts }
    }
    expect(run(vectors)).toEqual(run(scalarPass(matrix, k)))
    expect(run(vectors).counts.reduce((sum, n) => sum + n, 0)).toBe(2 * rows)
  })

  test('all rounds give the same clusters to the bit', () => {
    if (start.length < k * width) return
    const by = (pass: ReturnType<typeof scalarPass> | undefined) => lloyd(matrix, start.slice(), 50, pass)
    expect(by(simdPass(matrix, k))).toEqual(by(scalarPass(matrix, k)))
  })
})

describe('a base large enough for vectors', () => {
  const chance = random(4)
  const column = () => Float64Array.from({ length: 30_001 }, (_, i) => Math.exp((i % 3) + 0.3 * chance.normal()))
  const table = { length: 30_001, columns: { a: column(), b: column(), c: column() } }
  const clustered = () => fitClusters(table, { columns: ['a', 'b', 'c'], seed: 1, k: 3 })

  test('is clustered the same without WebAssembly', () => {
    const model = clustered()
    vi.stubGlobal('WebAssembly', undefined)
    expect(clustered()).toEqual(model)
  })

  test('is clustered the same where a content security policy refuses to compile', () => {
    const model = clustered()
    let asked = 0
    vi.stubGlobal('WebAssembly', {
      Module: class {
        constructor() {
          asked++
          throw new EvalError('Refused to compile WebAssembly module')
        }
      },
    })
    expect(clustered()).toEqual(model)
    expect(asked).toBeGreaterThan(0)
  })
})
