import { assignCluster, assignClusters, clusterRules, fitClusters, safeFitClusters } from 'tierwise/cluster'
import { readFacts, summarize } from 'tierwise/facts'
import { en, sentence } from 'tierwise/messages'
import { describe, expect, test } from 'vitest'
import { adjustedRand, silhouette } from '../../src/cluster/quality.js'
import { random } from '../../src/core/math/random.js'
import { fixtureRows } from '../support/csv.js'

/** Three groups far apart, in unequal numbers. */
function groups(seed: number, sizes = [300, 200, 100]) {
  const chance = random(seed)
  const at = [
    [2, 20, 10],
    [20, 30, 60],
    [3, 400, 300],
  ]
  const truth: number[] = []
  const columns: number[][] = [[], [], []]
  sizes.forEach((size, g) => {
    for (let i = 0; i < size; i++) {
      truth.push(g)
      for (const [j, column] of columns.entries()) column.push(at[g][j] * Math.exp(0.15 * chance.normal()))
    }
  })
  return {
    truth,
    table: {
      length: truth.length,
      columns: {
        frequency: Float64Array.from(columns[0]),
        monetary: Float64Array.from(columns[1]),
        recencyDays: Float64Array.from(columns[2]),
      },
    },
  }
}
const COLUMNS = ['frequency', 'monetary', 'recencyDays']

describe('clusters', () => {
  const { truth, table } = groups(1)
  const model = fitClusters(table, { columns: COLUMNS, seed: 7 })

  test('finds the three groups and their number', () => {
    expect(model.clusters.map((cluster) => cluster.customers)).toEqual([300, 200, 100])
    const { cluster } = assignClusters(model, table).columns
    expect(adjustedRand(Uint8Array.from(cluster), Uint8Array.from(truth))).toBe(1)
    const best = model.choice.find((one) => one.k === 3)
    expect(best?.stability).toBeGreaterThan(0.99)
    expect(model.warnings).toEqual([])
  })

  test('does not depend on the order of rows', () => {
    const chance = random(5)
    const order = Array.from({ length: table.length }, (_, i) => i).sort(() => chance.uniform() - 0.5)
    const turned = {
      length: table.length,
      columns: Object.fromEntries(
        Object.entries(table.columns).map(([name, column]) => [name, Float64Array.from(order, (i) => column[i])]),
      ),
    }
    const other = fitClusters(turned, { columns: COLUMNS, seed: 7 })
    expect(other).toEqual(model)
    const here = assignClusters(model, table).columns.cluster
    const there = assignClusters(other, turned).columns.cluster
    expect([...there]).toEqual(order.map((i) => here[i]))
  })

  test('describes each in words and in the host’s units', () => {
    const [most] = model.clusters
    expect(most.means.frequency).toBeGreaterThan(1.8)
    expect(most.means.frequency).toBeLessThan(2.2)
    const words = model.clusters[2].profile.map((reason) => sentence(reason, en))
    expect(words[0]).toMatch(/^(very )?high (monetary|recencyDays) \(/)
  })

  test('gives rules that reproduce it, also on customers set apart', () => {
    const rules = clusterRules(model, table)
    expect(rules.accuracy).toBe(1)
    expect(rules.accuracyApart).toBeGreaterThan(0.98)
    expect(rules.rules.reduce((sum, rule) => sum + rule.customers, 0)).toBe(table.length)
    // every customer meets exactly one rule
    const { cluster } = assignClusters(model, table).columns
    for (let i = 0; i < table.length; i++) {
      const met = rules.rules.filter((rule) =>
        rule.when.all.every(({ measure, gte, lt }) => {
          const value = (table.columns as Record<string, Float64Array>)[measure][i]
          return (gte === undefined || value >= Number(gte)) && (lt === undefined || value < Number(lt))
        }),
      )
      expect(met.length).toBe(1)
      expect(met[0].cluster).toBe(cluster[i])
    }
  })

  test('leaves customers without a figure unassigned', () => {
    const holes = {
      length: 2,
      columns: { frequency: Float64Array.of(2, Number.NaN), monetary: Float64Array.of(20, 20), recencyDays: Float64Array.of(10, 10) },
    }
    expect([...assignClusters(model, holes).columns.cluster]).toEqual([0, -1])
    expect(assignCluster(model, { frequency: 20, monetary: 30, recencyDays: 60 })).toBe(1)
    expect(assignCluster(model, { frequency: 20 })).toBeUndefined()
  })

  test('survives JSON', () => {
    const stored = JSON.parse(JSON.stringify(model)) as typeof model
    expect(assignClusters(stored, table).columns.cluster).toEqual(assignClusters(model, table).columns.cluster)
  })
})

test('says when there is too little, nothing to tell apart, or no clear groups', () => {
  const few = safeFitClusters({ length: 3, columns: { a: Float64Array.of(1, 2, 3) } }, { columns: ['a'], seed: 1 })
  expect(!few.success && few.error.reason.code).toBe('cluster.data.too-few')
  const same = safeFitClusters({ length: 20, columns: { a: new Float64Array(20).fill(3) } }, { columns: ['a'], seed: 1 })
  expect(!same.success && same.error.reason.code).toBe('cluster.data.constant')
  const chance = random(3)
  const cloud = Object.fromEntries(
    ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => [name, Float64Array.from({ length: 800 }, () => chance.normal())]),
  )
  const model = fitClusters({ length: 800, columns: cloud }, { columns: Object.keys(cloud), log: [], seed: 1 })
  expect(model.warnings.map((warning) => warning.code)).toContain('cluster.fit.weak')
})

test('clusters a real base reproducibly', () => {
  const { facts } = readFacts(fixtureRows('own/orders.csv'), {
    order: { id: 'order_id', customer: 'customer_id', at: 'ordered_at', amount: 'amount' },
    currency: 'EUR',
    timeZone: 'UTC',
  })
  const table = summarize(facts, { asOf: '2024-12-31' })
  const options = { columns: ['recencyDays', 'orders', 'revenueMinor'], seed: 1 }
  const model = fitClusters(table, options)
  expect(fitClusters(table, options)).toEqual(model)
  expect(model.clusters.reduce((sum, cluster) => sum + cluster.customers, 0)).toBe(600)
  expect(clusterRules(model, table).accuracy).toBeGreaterThan(0.9)
})

test('silhouette and Rand index by hand', () => {
  // points 0, 1 | 5 on a line: a = 1, 1, –; b = 5, 4, –: (4/5 + 3/4 + 0)/3
  const matrix = { rows: 3, width: 1, values: Float64Array.of(0, 1, 5), index: Int32Array.of(0, 1, 2) }
  expect(silhouette(matrix, Uint8Array.of(0, 0, 1), 2)).toBeCloseTo((0.8 + 0.75) / 3, 12)
  expect(adjustedRand(Uint8Array.of(0, 0, 1, 1), Uint8Array.of(1, 1, 0, 0))).toBe(1)
  // Hubert & Arabie's formula on a 2 × 2 table of ones: both 0, left and right 2 of 6 pairs: (0 − 4/6)/(2 − 4/6) = −1/2
  expect(adjustedRand(Uint8Array.of(0, 0, 1, 1), Uint8Array.of(0, 1, 0, 1))).toBeCloseTo(-0.5, 12)
})
