/** Silence after something went wrong: a complaint, a return, a low answer. */

import type { Table } from '../core/table.js'
import { type AsOf, momentOf } from '../core/time/as-of.js'
import { formatDate } from '../core/time/civil.js'
import { dayAt, zoneOf } from '../core/time/zone.js'
import type { AttributeValue } from '../facts/fact.js'
import { typeCodes } from '../facts/fact-types.js'
import type { Facts } from '../facts/facts.js'

/** What counts as bad: facts of a type, with these attributes if any are named, and a score of at most so much if one is named. */
export interface BadExperience {
  readonly type: string
  /** `{ complaint: true }`, `{ survey: 'nps' }` */
  readonly where?: Readonly<Record<string, AttributeValue>>
  /** `{ attribute: 'score', atMost: 6 }`: the detractors of an NPS. */
  readonly score?: { readonly attribute: string; readonly atMost: number }
}

export interface BadExperienceOptions {
  readonly asOf: AsOf
  readonly experiences: readonly BadExperience[]
  readonly purchases?: readonly string[]
}

export type BadExperienceColumns = {
  readonly customerId: readonly string[]
  /** Day of the last bad experience, `YYYY-MM-DD`; absent without one. */
  readonly on: readonly (string | undefined)[]
  readonly type: readonly (string | undefined)[]
  readonly daysSince: Float64Array
  /** Purchases after it. */
  readonly purchasesSince: Float64Array
  /** Days without a purchase since it; NaN where one followed, or where there was no bad experience. */
  readonly silentDays: Float64Array
}

export interface BadExperienceTable extends Table<BadExperienceColumns> {
  readonly kind: 'badexperiencetable'
  readonly format: 1
  readonly asOf: string
}

/**
 * For every customer: the last time something went wrong, and whether silence followed. Rows follow the facts' list of customers.
 * @throws UsageError `tierwise.as-of.unreadable`
 */
export function scoreBadExperience(facts: Facts, options: BadExperienceOptions): BadExperienceTable {
  const { experiences, purchases = ['purchase'] } = options
  const zone = zoneOf(facts.timeZone, facts.zones)
  const { before, day: today } = momentOf(options.asOf, zone)
  const { customer, type, at, attributes } = facts.columns
  const bought = typeCodes(facts, purchases)
  const length = facts.customers.ids.length
  const lastBad = new Int32Array(length).fill(-1)
  const since = new Float64Array(length).fill(Number.NaN)
  for (let i = 0; i < facts.length && at[i] < before; i++) {
    const code = type.codes[i]
    const c = customer[i]
    const name = type.values[code]
    if (experiences.some((experience) => experience.type === name && matches(experience, attributes?.[i]))) {
      lastBad[c] = i
      since[c] = 0
    } else if (bought[code] && lastBad[c] >= 0) since[c]++
  }
  const dayOf = (c: number): number => dayAt(zone, at[lastBad[c]])
  const ids = facts.customers.ids
  const daysSince = Float64Array.from(ids, (_, c) => (lastBad[c] < 0 ? Number.NaN : today - dayOf(c)))
  return {
    kind: 'badexperiencetable',
    format: 1,
    asOf: formatDate(today),
    length,
    columns: {
      customerId: ids,
      on: ids.map((_, c) => (lastBad[c] < 0 ? undefined : formatDate(dayOf(c)))),
      type: ids.map((_, c) => (lastBad[c] < 0 ? undefined : type.values[type.codes[lastBad[c]]])),
      daysSince,
      purchasesSince: since,
      silentDays: daysSince.map((days, c) => (since[c] === 0 ? days : Number.NaN)),
    },
  }
}

function matches({ where = {}, score }: BadExperience, attributes: Readonly<Record<string, AttributeValue>> = {}): boolean {
  if (!Object.entries(where).every(([key, value]) => attributes[key] === value)) return false
  if (score === undefined) return true
  const given = attributes[score.attribute]
  return given !== undefined && given !== '' && Number(given) <= score.atMost
}
