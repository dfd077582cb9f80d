/** How often each customer did something. */

import { MS_PER_DAY } from '../../core/time/civil.js'
import { zoneOf } from '../../core/time/zone.js'
import { typeCodes } from '../../facts/fact-types.js'
import type { CriterionBase } from './base.js'

export interface FactCounts {
  readonly counts: Float64Array
  /** Whether the base has any. */
  readonly observed: boolean
}

/** Facts of these types per customer; by `'day'`, the local days that have one. */
export function countFacts({ facts, moment }: CriterionBase, types: readonly string[], by: 'fact' | 'day' = 'fact'): FactCounts {
  const { customer, type, at } = facts.columns
  const zone = zoneOf(facts.timeZone, facts.zones)
  const counted = typeCodes(facts, types)
  const counts = new Float64Array(facts.customers.ids.length)
  const lastDay = new Float64Array(by === 'day' ? counts.length : 0).fill(Number.NEGATIVE_INFINITY)
  let observed = false
  for (let i = 0; i < facts.length && at[i] < moment.before; i++) {
    if (!counted[type.codes[i]]) continue
    observed = true
    const c = customer[i]
    if (by === 'day') {
      const day = Math.floor((at[i] + zone.offsetAt(at[i])) / MS_PER_DAY)
      if (day <= lastDay[c]) continue
      lastDay[c] = day
    }
    counts[c]++
  }
  return { counts, observed }
}
