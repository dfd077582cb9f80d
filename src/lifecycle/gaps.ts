import type { Table } from '../core/table.js'
import type { AsOf } from '../core/time/as-of.js'
import { momentOf } from '../core/time/as-of.js'
import { dayAt, zoneOf } from '../core/time/zone.js'
import { type Facts, rowsByCustomer } from '../facts/facts.js'

export type GapColumns = {
  readonly customerId: readonly string[]
  /** Days from one beat to the next, or to today for the last one. */
  readonly days: Float64Array
  /** 1 where another beat followed, 0 where the gap still lasts. */
  readonly ended: Uint8Array
  /** Mean of the customer's gaps before this one, in days; NaN with fewer than two. */
  readonly meanBefore: Float64Array
}

export interface GapOptions {
  readonly asOf: AsOf
  /** Fact types whose days are the beats; default `purchase`. */
  readonly on?: readonly string[]
}

/** Every gap between the purchase days of every customer: what `fitLifecycle` reads. */
export function gapTable(facts: Facts, { asOf, on = ['purchase'] }: GapOptions): Table<GapColumns> {
  const zone = zoneOf(facts.timeZone, facts.zones)
  const { before, day: today } = momentOf(asOf, zone)
  const { at, type } = facts.columns
  const counts = type.values.map((value) => on.includes(value))
  const day = new Int32Array(facts.length)
  for (let i = 0; i < facts.length; i++) day[i] = dayAt(zone, at[i])
  const { starts, rows } = rowsByCustomer(facts)
  const customerId: string[] = []
  const days: number[] = []
  const ended: number[] = []
  const meanBefore: number[] = []
  facts.customers.ids.forEach((id, c) => {
    let first = Number.NaN
    let last = Number.NaN
    let gaps = 0
    const add = (length: number, over: number): void => {
      customerId.push(id)
      days.push(length)
      ended.push(over)
      meanBefore.push(gaps < 2 ? Number.NaN : (last - first) / gaps)
    }
    for (let k = starts[c]; k < starts[c + 1]; k++) {
      const i = rows[k]
      if (!counts[type.codes[i]] || at[i] >= before || day[i] === last) continue
      if (Number.isNaN(last)) first = day[i]
      else {
        add(day[i] - last, 1)
        gaps++
      }
      last = day[i]
    }
    if (!Number.isNaN(last)) add(today - last, 0)
  })
  return {
    length: days.length,
    columns: { customerId, days: Float64Array.from(days), ended: Uint8Array.from(ended), meanBefore: Float64Array.from(meanBefore) },
  }
}
