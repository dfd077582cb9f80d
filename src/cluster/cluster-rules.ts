/** Clusters as rules a person can read and a tier can use: bands of the columns, with how often they agree. */

import { assignClusters } from './assign-clusters.js'
import type { ClusterSubject } from './matrix.js'
import type { ClusterModel } from './model.js'

/** In the condition language: `{ measure, gte }` and `{ measure, lt }` under `all`. */
export interface BandCondition {
  readonly measure: string
  readonly gte?: string
  readonly lt?: string
}

export interface ClusterRule {
  readonly cluster: number
  /** Every condition holds; an empty list holds for everybody. */
  readonly when: { readonly all: readonly BandCondition[] }
  readonly customers: number
  /** Of the customers the rule takes, the share that is in the cluster. */
  readonly precision: number
}

export interface ClusterRules {
  readonly kind: 'clusterrules'
  readonly format: 1
  readonly model: { readonly kind: string; readonly id: string }
  /** Every customer with all figures meets exactly one. */
  readonly rules: readonly ClusterRule[]
  /** Share of customers whose rule names their cluster, on the customers the rules were made from … */
  readonly accuracy: number
  /** … and on a third that was set apart while making them. */
  readonly accuracyApart: number
}

/**
 * A small decision tree over the original columns that reproduces the clusters: cut points are rounded to three figures, so that a rule can be said aloud.
 *
 * @param options.depth questions per rule at most, default 4
 * @param options.fewest customers per rule at least, default 1 % of them
 * @source L. Breiman, J. Friedman, R. Olshen & C. Stone (1984), Classification and Regression Trees (Gini impurity)
 */
export function clusterRules(
  model: ClusterModel,
  subject: ClusterSubject,
  options: { readonly depth?: number; readonly fewest?: number } = {},
): ClusterRules {
  const { cluster } = assignClusters(model, subject).columns
  const rows: number[] = []
  for (let i = 0; i < subject.length; i++) if (cluster[i] >= 0) rows.push(i)
  const names = model.features.map((feature) => feature.column)
  const columns = names.map((name) => subject.columns[name] as ArrayLike<number>)
  const grow = (use: readonly number[]): Leaf[] =>
    split(columns, cluster, model.clusters.length, use, [], options.depth ?? 4, options.fewest ?? Math.max(1, Math.floor(use.length / 100)))
  // set apart by values, not by place: the rules are the same for any order of rows
  const apart = rows.filter((i) => third(columns, i))
  const learned = grow(rows.filter((i) => !third(columns, i)))
  const leaves = grow(rows)
  return {
    kind: 'clusterrules',
    format: 1,
    model: { kind: model.kind, id: model.id },
    rules: leaves.map(({ cuts, label, rows: taken, right }) => ({
      cluster: label,
      when: { all: conditions(cuts, names) },
      customers: taken.length,
      precision: right / taken.length,
    })),
    accuracy: share(leaves, rows, columns, cluster),
    accuracyApart: apart.length > 0 ? share(learned, apart, columns, cluster) : Number.NaN,
  }
}

interface Cut {
  readonly column: number
  readonly at: number
  readonly below: boolean
}

interface Leaf {
  readonly cuts: readonly Cut[]
  readonly label: number
  readonly rows: readonly number[]
  readonly right: number
}

function split(
  columns: readonly ArrayLike<number>[],
  labels: Int32Array,
  k: number,
  rows: readonly number[],
  cuts: readonly Cut[],
  depth: number,
  fewest: number,
): Leaf[] {
  const counts = new Float64Array(k)
  for (const i of rows) counts[labels[i]]++
  const right = Math.max(...counts)
  const leaf: Leaf = { cuts, label: counts.indexOf(right), rows, right }
  if (depth === 0 || right === rows.length || rows.length < 2 * fewest) return [leaf]
  let best: { column: number; at: number; impurity: number } | undefined
  for (let column = 0; column < columns.length; column++) {
    const source = columns[column]
    const sorted = [...rows].sort((a, b) => source[a] - source[b])
    const low = new Float64Array(k)
    const high = counts.slice()
    for (let n = 1; n < sorted.length; n++) {
      low[labels[sorted[n - 1]]]++
      high[labels[sorted[n - 1]]]--
      const [before, after] = [source[sorted[n - 1]], source[sorted[n]]]
      if (n < fewest || sorted.length - n < fewest || before === after) continue
      const impurity = n - squares(low) / n + (sorted.length - n) - squares(high) / (sorted.length - n)
      if (best === undefined || impurity < best.impurity - 1e-9) {
        const at = sayable(before, after)
        if (at !== undefined) best = { column, at, impurity }
      }
    }
  }
  if (best === undefined || best.impurity > rows.length - squares(counts) / rows.length - 1e-9) return [leaf]
  const { column, at } = best
  const side = (below: boolean): Leaf[] =>
    split(
      columns,
      labels,
      k,
      rows.filter((i) => columns[column][i] < at === below),
      [...cuts, { column, at, below }],
      depth - 1,
      fewest,
    )
  const leaves = [...side(true), ...side(false)]
  // a question whose answers all name the same cluster is not worth asking
  return leaves.every((one) => one.label === leaf.label) ? [leaf] : leaves
}

function squares(counts: Float64Array): number {
  return counts.reduce((sum, n) => sum + n * n, 0)
}

/** The roundest number above `before` and not above `after`: the same customers, fewer digits. */
function sayable(before: number, after: number): number | undefined {
  for (let digits = 1; digits <= 15; digits++) {
    const middle = Number(((before + after) / 2).toPrecision(digits))
    if (middle > before && middle <= after) return middle
  }
  return after > before ? after : undefined
}

/** The tightest bounds of each column on the way to the leaf. */
function conditions(cuts: readonly Cut[], names: readonly string[]): BandCondition[] {
  const bounds = new Map<number, { gte?: number; lt?: number }>()
  for (const { column, at, below } of cuts) {
    const bound = bounds.get(column) ?? {}
    if (below) bound.lt = Math.min(bound.lt ?? Number.POSITIVE_INFINITY, at)
    else bound.gte = Math.max(bound.gte ?? Number.NEGATIVE_INFINITY, at)
    bounds.set(column, bound)
  }
  return [...bounds].flatMap(([column, { gte, lt }]) => [
    ...(gte === undefined ? [] : [{ measure: names[column], gte: decimalOf(gte) }]),
    ...(lt === undefined ? [] : [{ measure: names[column], lt: decimalOf(lt) }]),
  ])
}

/** Plain decimal digits: definitions carry no exponents. */
function decimalOf(value: number): string {
  const text = String(value)
  return text.includes('e') ? value.toFixed(20).replace(/\.?0+$/, '') : text
}

function share(leaves: readonly Leaf[], rows: readonly number[], columns: readonly ArrayLike<number>[], labels: Int32Array): number {
  let right = 0
  for (const i of rows) {
    const leaf = leaves.find(({ cuts }) => cuts.every(({ column, at, below }) => columns[column][i] < at === below))
    if (leaf?.label === labels[i]) right++
  }
  return rows.length > 0 ? right / rows.length : Number.NaN
}

function third(columns: readonly ArrayLike<number>[], i: number): boolean {
  let h = 0x9e3779b1
  for (const column of columns) {
    bits[0] = column[i] + 0
    h = Math.imul(h ^ halves[0], 0x85ebca6b)
    h = Math.imul(h ^ (h >>> 15) ^ halves[1], 0xc2b2ae35)
  }
  return ((h ^ (h >>> 16)) >>> 0) % 3 === 0
}

const bits = /* @__PURE__ */ new Float64Array(1)
const halves = /* @__PURE__ */ new Int32Array(bits.buffer)
