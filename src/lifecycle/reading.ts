/** How a lifecycle reads what a host hands in, and tells time in its zone. It comes with the machine, so that the verbs carry none of it. */

import { canonicalJson } from '../core/canonical-json.js'
import { currencyExponent } from '../core/decimal/currency.js'
import { readDecimal, toUnitsExact } from '../core/decimal/decimal.js'
import type { FactLike } from '../core/language/fact-scope.js'
import { type AsOf, instantOf, momentOf } from '../core/time/as-of.js'
import type { Day } from '../core/time/civil.js'
import { formatInstant, type Instant, mayBeSeconds, parseInstant } from '../core/time/instant.js'
import { instantProblem } from '../core/time/instant-problem.js'
import { addLength } from '../core/time/length.js'
import { dayAt, startOfDay, type Zone } from '../core/time/zone.js'
import type { LifecycleDefinition } from './definition.js'
import { isInstant, type LifecycleEvent, type Unreadable } from './event.js'

/** `asOf` a date (to its end) or an instant (what is before it), or `at` a moment that has been reached. */
export type LifecycleUntil = { readonly asOf: AsOf } | { readonly at: AsOf }

export interface Reading {
  /** An event that is no fact yet: times as ISO text, decimal amounts, attributes among its keys. */
  readonly fact: (event: LifecycleEvent) => FactLike | Unreadable
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
    fact: (event) => factOf(event, own),
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

const KNOWN = new Set(['id', 'customerId', 'type', 'at', 'amountMinor', 'currency', 'channel', 'refersTo', 'lines', 'attributes'])

function factOf(event: LifecycleEvent, currency: string): FactLike | Unreadable {
  if (event === null || typeof event !== 'object') return unreadable('', 'not-an-object')
  if (typeof event.type !== 'string') return unreadable('type', event.type === undefined ? 'missing' : 'unreadable')
  const { at, amountMinor } = event
  const instant = typeof at === 'string' ? parseInstant(at) : at
  if (!isInstant(instant) || (instant === at && mayBeSeconds(instant))) return { why: { field: 'at', ...instantProblem(at) } }
  if (event.id !== undefined && typeof event.id !== 'string') return unreadable('id', 'unreadable')
  if (amountMinor !== undefined && !Number.isSafeInteger(amountMinor)) return unreadable('amountMinor', 'not-whole')
  const { amount, ...rest } = event
  const fact: Record<string, unknown> = { attributes: undefined }
  const attributes: Record<string, unknown> = { ...event.attributes }
  for (const key of Object.keys(rest)) {
    if (key === 'attributes') continue
    if (KNOWN.has(key)) fact[key] = rest[key]
    else attributes[key] = rest[key]
  }
  fact.at = instant
  if (amount !== undefined) {
    const read = readDecimal(amount)
    const minor = read && toUnitsExact(read, currencyExponent(event.currency ?? currency) ?? 2)
    if (minor === undefined) return unreadable('amount', read === undefined ? 'unreadable' : 'too-precise')
    if (amountMinor !== undefined && amountMinor !== minor)
      return { why: { field: 'amount', problem: 'disagrees', given: `${amount} / ${amountMinor}` } }
    fact.amountMinor = minor
  }
  if (Object.keys(attributes).length > 0) fact.attributes = attributes
  else delete fact.attributes
  // Built key by key; what a fact must have, `type` and `at`, was read above.
  return fact as unknown as FactLike
}

function unreadable(field: string, problem: string): Unreadable {
  return { why: { field, problem } }
}
