/** How a lifecycle reads what a host hands in, and tells time in its zone. It comes with the machine, so that the verbs carry none of it. */

import { canonicalJson } from '../core/canonical-json.js'
import { currencyExponent } from '../core/decimal/currency.js'
import { readDecimal, toUnitsExact } from '../core/decimal/decimal.js'
import type { FactLike } from '../core/language/fact-scope.js'
import { type AsOf, instantOf, momentOf } from '../core/time/as-of.js'
import type { Day } from '../core/time/civil.js'
import { formatInstant, type Instant, parseInstant } from '../core/time/instant.js'
import { addLength } from '../core/time/length.js'
import { dayAt, startOfDay, type Zone } from '../core/time/zone.js'
import type { LifecycleDefinition } from './definition.js'

/** `asOf` a date (to its end) or an instant (what is before it), or `at` a moment that has been reached. */
export type LifecycleUntil = { readonly asOf: AsOf } | { readonly at: AsOf }

export interface Reading {
  /** A decimal amount in minor units; `undefined` for what is none. */
  readonly minor: (amount: unknown, currency: string | undefined) => number | undefined
  /** ISO text with an offset; NaN for what is none. */
  readonly instant: (text: string) => Instant
  readonly instantText: (instant: Instant) => string
  /** The last instant that has happened, and its local day. */
  readonly moment: (until: LifecycleUntil) => { readonly at: Instant; readonly day: Day }
  readonly dayStart: (day: Day) => Instant
  /** The first local day from which a late fact still finds its place. */
  readonly earliest: (day: Day) => Day
  /** Whether a fact told twice says the same. */
  readonly isSame: (a: FactLike, b: FactLike) => boolean
}

export function readingOf({ currency: own, lateness }: LifecycleDefinition, zone: Zone): Reading {
  return {
    minor: (amount, currency) => {
      const read = readDecimal(amount)
      return read && toUnitsExact(read, currencyExponent(currency ?? own) ?? 2)
    },
    instant: parseInstant,
    instantText: formatInstant,
    moment: (until) => {
      if ('at' in until) {
        const at = instantOf(until.at)
        return { at, day: dayAt(zone, at) }
      }
      const { before, day } = momentOf(until.asOf, zone)
      return { at: before - 1, day }
    },
    dayStart: (day) => startOfDay(zone, day),
    earliest: (day) => (lateness === undefined ? day : addLength(day, { n: -lateness.n, unit: lateness.unit })),
    isSame: (a, b) => canonicalJson(a) === canonicalJson(b),
  }
}
