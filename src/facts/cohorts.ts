/** Cohorts by first purchase: who came together, and how many of them were still buying later. */

import type { Table } from '../core/table.js'
import { type AsOf, momentOf } from '../core/time/as-of.js'
import { formatDate, MS_PER_DAY } from '../core/time/civil.js'
import { startOfUnit, unitsBetween } from '../core/time/length.js'
import { zoneOf } from '../core/time/zone.js'
import { typeCodes } from './fact-types.js'
import type { Facts } from './facts.js'
import { netOrders } from './net.js'
import type { Period } from './summary.js'

export type CohortColumns = {
  /** First day of the period in which the cohort bought first. */
  readonly cohort: readonly string[]
  /** Periods since then; 0 is the first. */
  readonly period: Int32Array
  /** Customers of the cohort. */
  readonly customers: Int32Array
  /** Of these, how many bought in this period. */
  readonly active: Int32Array
  readonly orders: Int32Array
  readonly revenueMinor: Float64Array
  /** False while the period runs at `asOf`: its figures will still grow. */
  readonly complete: Uint8Array
}

/** One row per cohort and period up to `asOf`, in order; cohorts without customers are left out. */
export function cohortTable(
  facts: Facts,
  options: { readonly asOf: AsOf; readonly period: Period; readonly purchases?: readonly string[] },
): Table<CohortColumns> {
  const { period, purchases = ['purchase'] } = options
  const zone = zoneOf(facts.timeZone, facts.zones)
  const { before, day: today } = momentOf(options.asOf, zone)
  const { customer, type, at, amountMinor } = facts.columns
  const isPurchase = typeCodes(facts, purchases)
  const { refundedMinor, cancelled } = netOrders(facts, before, purchases)
  const first = new Float64Array(facts.customers.ids.length).fill(Number.NaN)
  const lastActive = new Int32Array(facts.customers.ids.length).fill(-1)
  const cohorts = new Map<number, { customers: number; active: number[]; orders: number[]; revenue: number[] }>()
  for (let i = 0; i < facts.length && at[i] < before; i++) {
    if (!isPurchase[type.codes[i]] || cancelled?.[i]) continue
    const c = customer[i]
    const start = startOfUnit(Math.floor((at[i] + zone.offsetAt(at[i])) / MS_PER_DAY), period)
    if (Number.isNaN(first[c])) {
      first[c] = start
      const known = cohorts.get(start) ?? { customers: 0, active: [], orders: [], revenue: [] }
      known.customers++
      cohorts.set(start, known)
    }
    const cohort = cohorts.get(first[c]) as { customers: number; active: number[]; orders: number[]; revenue: number[] }
    const k = Math.round(unitsBetween(first[c], start, period))
    if (lastActive[c] !== k) cohort.active[k] = (cohort.active[k] ?? 0) + 1
    lastActive[c] = k
    cohort.orders[k] = (cohort.orders[k] ?? 0) + 1
    cohort.revenue[k] =
      (cohort.revenue[k] ?? 0) + (Number.isNaN(amountMinor[i]) ? 0 : amountMinor[i]) - (refundedMinor ? refundedMinor[i] : 0)
  }
  const current = startOfUnit(today, period)
  const rows = [...cohorts]
    .sort(([a], [b]) => a - b)
    .flatMap(([start, cohort]) => {
      const last = Math.round(unitsBetween(start, current, period))
      return Array.from({ length: last + 1 }, (_, k) => ({
        start,
        k,
        cohort,
        complete: k < last || startOfUnit(today + 1, period) !== current,
      }))
    })
  return {
    length: rows.length,
    columns: {
      cohort: rows.map(({ start }) => formatDate(start)),
      period: Int32Array.from(rows, ({ k }) => k),
      customers: Int32Array.from(rows, ({ cohort }) => cohort.customers),
      active: Int32Array.from(rows, ({ cohort, k }) => cohort.active[k] ?? 0),
      orders: Int32Array.from(rows, ({ cohort, k }) => cohort.orders[k] ?? 0),
      revenueMinor: Float64Array.from(rows, ({ cohort, k }) => cohort.revenue[k] ?? 0),
      complete: Uint8Array.from(rows, ({ complete }) => (complete ? 1 : 0)),
    },
  }
}
