/** What a host hands in becomes a fact: known fields checked, amounts exact, everything else an attribute. */

import { minorUnits } from '../core/decimal/amount.js'
import { type PlainLimits, plainCopy } from '../core/plain.js'
import { parseInstant } from '../core/time/instant.js'
import type { ProgramFact } from './state.js'

/** A fact as `readFacts` makes it, or with a decimal `amount` in major units; keys that are not known become attributes. */
export interface ProgramEvent {
  readonly id: string
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

/** One event is one purchase, not a database. */
const EVENT_LIMITS: PlainLimits = { nodes: 5_000, depth: 12, textLength: 2_000 }

const KNOWN = new Set(['id', 'customerId', 'type', 'at', 'amount', 'amountMinor', 'currency', 'channel', 'refersTo', 'lines', 'attributes'])

export interface EventProblem {
  readonly problem: string
  readonly field: string
}

/** @param currency of amounts that name none */
export function readEvent(event: unknown, currency: string): ProgramFact | EventProblem {
  const { data, issues } = plainCopy(event, EVENT_LIMITS)
  if (issues.length > 0) return { problem: issues[0].code, field: (issues[0].path ?? []).join('.') }
  if (data === null || typeof data !== 'object' || Array.isArray(data)) return { problem: 'not-an-object', field: '' }
  const given = data as Readonly<Record<string, unknown>>
  const { id, type } = given
  if (typeof id !== 'string' || id === '') return { problem: 'missing', field: 'id' }
  if (typeof type !== 'string' || type === '') return { problem: 'missing', field: 'type' }
  const at = typeof given.at === 'string' ? parseInstant(given.at) : given.at
  if (typeof at !== 'number' || !Number.isSafeInteger(at) || Math.abs(at) > 8.64e15) return { problem: 'unreadable', field: 'at' }
  const named = typeof given.currency === 'string' ? given.currency : undefined
  let amountMinor: number | undefined
  if (given.amountMinor !== undefined) {
    if (typeof given.amountMinor !== 'number' || !Number.isSafeInteger(given.amountMinor))
      return { problem: 'unreadable', field: 'amountMinor' }
    amountMinor = given.amountMinor
  } else if (given.amount !== undefined) {
    const read = minorUnits(given.amount, 'major', named ?? currency)
    if (typeof read === 'string') return { problem: read, field: 'amount' }
    amountMinor = read.minor
  }
  const attributes: Record<string, unknown> = { ...(isObject(given.attributes) ? given.attributes : {}) }
  for (const key of Object.keys(given)) if (!KNOWN.has(key)) attributes[key] = given[key]
  return {
    id,
    customerId: typeof given.customerId === 'string' ? given.customerId : '',
    type,
    at,
    ...(amountMinor === undefined ? {} : { amountMinor }),
    ...(named === undefined ? {} : { currency: named }),
    ...(typeof given.channel === 'string' ? { channel: given.channel } : {}),
    ...(typeof given.refersTo === 'string' ? { refersTo: given.refersTo } : {}),
    ...(Array.isArray(given.lines) ? { lines: given.lines as object[] } : {}),
    ...(Object.keys(attributes).length === 0 ? {} : { attributes }),
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

/** Facts of one instant have one order: an opening, then joining, then the rest by id. */
export function compareFacts(a: ProgramFact, b: ProgramFact): number {
  return a.at - b.at || rankOfType(a.type) - rankOfType(b.type) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
}

function rankOfType(type: string): number {
  return type === 'opening' ? 0 : type === 'enroll' ? 1 : 2
}
