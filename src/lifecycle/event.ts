/** What a host hands in becomes a fact. A fact as `readFacts` makes it is taken as it is. */

import type { FactLike } from '../core/language/fact-scope.js'
import type { Machine } from './machine.js'

/** A fact, or one with a decimal `amount` in major units; keys that are not known are attributes. */
export interface LifecycleEvent {
  readonly id?: string
  readonly customerId?: string
  readonly type: string
  /** Epoch ms, or ISO text with an offset. */
  readonly at: number | string
  readonly amount?: string | number
  readonly amountMinor?: number
  readonly currency?: string
  readonly channel?: string
  readonly refersTo?: string
  readonly lines?: readonly object[]
  readonly attributes?: Readonly<Record<string, unknown>>
  readonly [key: string]: unknown
}

/** Years 1 … 9999. */
const FIRST = -62_135_596_800_000
const LAST = 253_402_300_799_999

const KNOWN = new Set(['id', 'customerId', 'type', 'at', 'amountMinor', 'currency', 'channel', 'refersTo', 'lines', 'attributes'])

/** @returns the field that cannot be read, as text, for an event that is none */
export function readEvent(event: LifecycleEvent, { names, reading }: Machine): FactLike | 'type' | 'at' | 'id' | 'amount' | 'amountMinor' {
  if (event === null || typeof event !== 'object' || typeof event.type !== 'string') return 'type'
  const { at, amountMinor } = event
  const instant = typeof at === 'string' ? reading.instant(at) : at
  if (!(Number.isSafeInteger(instant) && instant >= FIRST && instant <= LAST)) return 'at'
  if (event.id !== undefined && typeof event.id !== 'string') return 'id'
  if (amountMinor !== undefined && !Number.isSafeInteger(amountMinor)) return 'amountMinor'
  if (instant === at && event.amount === undefined && !hasAny(event, names)) return event as FactLike
  const { amount, ...rest } = event
  const fact: Record<string, unknown> = { attributes: undefined }
  const attributes: Record<string, unknown> = { ...event.attributes }
  for (const key of Object.keys(rest)) {
    if (key === 'attributes') continue
    if (KNOWN.has(key)) fact[key] = rest[key]
    else attributes[key] = rest[key]
  }
  fact.at = instant
  if (amount !== undefined && amountMinor === undefined) {
    const minor = reading.minor(amount, event.currency)
    if (minor === undefined) return 'amount'
    fact.amountMinor = minor
  }
  if (Object.keys(attributes).length > 0) fact.attributes = attributes
  else delete fact.attributes
  return fact as unknown as FactLike
}

function hasAny(event: object, names: readonly string[]): boolean {
  for (let i = 0; i < names.length; i++) if (Object.hasOwn(event, names[i])) return true
  return false
}

/** Facts of one instant have one order, by type and id as in `Facts`, whatever order they came in. */
export function compareFacts(a: FactLike, b: FactLike): number {
  return a.at - b.at || order(a.type, b.type) || order(a.id ?? '', b.id ?? '')
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
