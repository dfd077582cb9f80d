/** What a host hands in becomes a fact. A fact as `readFacts` makes it is taken as it is. */

import type { FactLike } from '../core/language/fact-scope.js'
import { mayBeSeconds } from '../core/time/instant.js'
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

/** Why an event is no fact. Every fact has a type. */
export interface Unreadable {
  readonly type?: undefined
  readonly why: { readonly field: string; readonly problem: string; readonly given?: string }
}

export function readEvent(event: LifecycleEvent, { names, reading }: Machine): FactLike | Unreadable {
  return isFact(event, names) ? event : reading.fact(event)
}

/** Whether an event is a fact as it stands. Most are: to ask that first, and nothing else, takes a twentieth off a transition. */
function isFact(event: LifecycleEvent, names: readonly string[]): event is LifecycleEvent & FactLike {
  if (event === null || typeof event !== 'object') return false
  const { type, at, id, amountMinor, amount } = event
  if (typeof type !== 'string' || !isInstant(at) || mayBeSeconds(at) || amount !== undefined) return false
  if (id !== undefined && typeof id !== 'string') return false
  if (amountMinor !== undefined && !Number.isSafeInteger(amountMinor)) return false
  for (let i = 0; i < names.length; i++) if (Object.hasOwn(event, names[i])) return false
  return true
}

export function isInstant(at: unknown): at is number {
  return typeof at === 'number' && at >= FIRST && at <= LAST && Math.floor(at) === at
}

/** Facts of one instant have one order, by type and id as in `Facts`, whatever order they came in. */
export function compareFacts(a: FactLike, b: FactLike): number {
  return a.at - b.at || order(a.type, b.type) || order(a.id ?? '', b.id ?? '')
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
