/**
 * k-means: five clusters, twenty rounds of Lloyd's algorithm from the first five rows, on 1 M rows of 3 or 9 columns. Variants agree on the centers to four places;
 * one that finds its centers at rest stops before the twentieth round, the ceilings do not.
 */
import { bundle } from '../../scripts/bundle.mjs'
import { gen } from './ceilings/w6-kmeans/gen.mjs'
import { lloydRows } from './ceilings/w6-kmeans/kernel.mjs'

const CLUSTERS = 5
const ROUNDS = 20

export const base = 'ceiling'
export const sizes = {
  '125k rows, 3 columns': { rows: 125_000, columns: 3, quick: true, warm: 2, runs: 5 },
  '1M rows, 3 columns': { rows: 1_000_000, columns: 3, warm: 1, runs: 4 },
  '1M rows, 9 columns': { rows: 1_000_000, columns: 9, warm: 1, runs: 3 },
}

export const growth = {
  variants: ['ceiling without vectors', 'tierwise'],
  sizes: {
    '125k rows': { rows: 125_000, columns: 3, warm: 1, runs: 3 },
    '250k rows': { rows: 250_000, columns: 3, warm: 1, runs: 3 },
    '500k rows': { rows: 500_000, columns: 3, warm: 1, runs: 3 },
    '1M rows': { rows: 1_000_000, columns: 3, warm: 1, runs: 3 },
  },
}

export const variants = {
  ceiling: async ({ values, rows, columns }) => {
    const { makeWasm } = await import('./ceilings/w6-kmeans/wasm.mjs')
    const module = await makeWasm(rows, columns, CLUSTERS)
    module.load(values)
    return () => module.run(ROUNDS).centroids
  },
  'ceiling without vectors': ({ values, rows, columns }) => {
    return () => lloydRows(values, rows, columns, CLUSTERS, ROUNDS).centroids
  },
  tierwise: (data) => ours(data, 'simdPass'),
  'tierwise without vectors': (data) => ours(data, 'scalarPass'),
  'ml-kmeans': async ({ values, rows, columns }) => {
    const { kmeans } = await import('ml-kmeans')
    const data = Array.from({ length: rows }, (_, i) => Array.from(values.subarray(i * columns, (i + 1) * columns)))
    const initialization = data.slice(0, CLUSTERS).map((row) => [...row])
    return () => Float64Array.from(kmeans(data, CLUSTERS, { initialization, maxIterations: ROUNDS, tolerance: 0 }).centroids.flat())
  },
}

/** The pass alone, as `fitClusters` runs it once it has found where to start. Loading the columns into the module is part of the ceiling's preparation and of ours. */
async function ours({ values, rows, columns }, kind) {
  const { lloyd, passes } = await import(await bundle('test/bench/work/k-means.ts'))
  const matrix = { rows, width: columns, values, index: new Int32Array(0) }
  const pass = passes[kind](matrix, CLUSTERS)
  return () => lloyd(matrix, values.slice(0, CLUSTERS * columns), ROUNDS, pass).centers
}

export function load({ rows, columns }) {
  return { rows, columns, values: gen(rows, columns) }
}

export function check(centers) {
  return Array.from(centers.subarray(0, 3), (value) => value.toFixed(4)).join(' ')
}
