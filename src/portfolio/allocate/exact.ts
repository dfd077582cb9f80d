/** The best plan by dynamic programming: best value for every amount a group could spend, then how groups share the budget. */

import type { Group } from './allocate.js'

/**
 * For each group and subject the position of its option, −1 for none; `undefined` when the search would take more than `steps`.
 * Costs are divided by their common divisor first, so that a budget in cents is not searched cent by cent.
 */
export function bestPlan(groups: readonly Group[], budget: number, steps: number): number[][] | undefined {
  const unit = commonDivisor(groups)
  const most = groups.reduce(
    (sum, group) => sum + group.subjects.reduce((best, { options }) => best + Math.max(0, ...options.map(({ cost }) => cost)), 0),
    0,
  )
  const width = Math.floor(Math.min(budget, most) / unit) + 1
  const choices = groups.reduce((sum, group) => sum + group.subjects.reduce((count, { options }) => count + options.length + 1, 0), 0)
  if (width * choices + groups.length * width * width > steps) return undefined

  const tables = groups.map((group) => groupTable(group, width, unit))
  // best[b]: most value when the first groups spend exactly b; share[g][b]: what group g spends of it
  let best = new Float64Array(width).fill(Number.NEGATIVE_INFINITY)
  best[0] = 0
  const shares = groups.map(({ floor, cap }, g) => {
    const next = new Float64Array(width).fill(Number.NEGATIVE_INFINITY)
    const share = new Int32Array(width)
    const { value } = tables[g]
    const reachable = lastReachable(value, Math.floor(cap / unit))
    // A floor beyond what the group can take is met as far as it goes.
    const from = Math.min(Math.ceil(floor / unit), reachable)
    for (let own = from; own <= Math.min(width - 1, Math.floor(cap / unit)); own++) {
      if (value[own] === Number.NEGATIVE_INFINITY) continue
      for (let rest = 0; rest + own < width; rest++) {
        const sum = best[rest] + value[own]
        if (sum > next[rest + own]) {
          next[rest + own] = sum
          share[rest + own] = own
        }
      }
    }
    best = next
    return share
  })
  let at = 0
  for (let b = 1; b < width; b++) if (best[b] > best[at]) at = b
  if (best[at] === Number.NEGATIVE_INFINITY) return undefined // the floors together do not fit whole options
  const plan: number[][] = []
  for (let g = groups.length - 1; g >= 0; g--) {
    plan[g] = tables[g].read(shares[g][at])
    at -= shares[g][at]
  }
  return plan
}

interface GroupTable {
  /** Most value for spending exactly that many units; −∞ where no choice does. */
  readonly value: Float64Array
  /** The choice behind it. */
  readonly read: (units: number) => number[]
}

function groupTable({ subjects }: Group, width: number, unit: number): GroupTable {
  let value = new Float64Array(width).fill(Number.NEGATIVE_INFINITY)
  value[0] = 0
  const picked = subjects.map(({ options }) => {
    const next = value.slice()
    const pick = new Int16Array(width).fill(-1)
    options.forEach((option, k) => {
      const cost = option.cost / unit
      for (let b = cost; b < width; b++) {
        const sum = value[b - cost] + option.value
        if (sum > next[b]) {
          next[b] = sum
          pick[b] = k
        }
      }
    })
    value = next
    return pick
  })
  return {
    value,
    read(units) {
      const plan: number[] = []
      let b = units
      for (let s = subjects.length - 1; s >= 0; s--) {
        plan[s] = picked[s][b]
        if (plan[s] >= 0) b -= subjects[s].options[plan[s]].cost / unit
      }
      return plan
    },
  }
}

function lastReachable(value: Float64Array, cap: number): number {
  for (let b = Math.min(value.length - 1, cap); b > 0; b--) if (value[b] > Number.NEGATIVE_INFINITY) return b
  return 0
}

function commonDivisor(groups: readonly Group[]): number {
  let divisor = 0
  for (const { subjects } of groups) for (const { options } of subjects) for (const { cost } of options) divisor = gcd(divisor, cost)
  return divisor === 0 ? 1 : divisor
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b)
}
