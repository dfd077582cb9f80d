/** What a host hands in becomes a fact: known fields checked, amounts exact, everything else an attribute. */

import { minorUnits } from '../core/decimal/amount.js'
import { currencyExponent } from '../core/decimal/currency.js'
import { TEN } from '../core/decimal/decimal.js'
import { type PlainLimits, plainCopy } from '../core/plain.js'
import { mayBeSeconds, parseInstant } from '../core/time/instant.js'
import { instantProblem } from '../core/time/instant-problem.js'
import type { Program } from './form.js'
import { faultOf } from './needs.js'
import type { ProgramFact } from './state.js'

/** A fact as `readFacts` makes it, or with a decimal `amount` in major units; keys that are not known become attributes. */
export interface ProgramEvent {
  readonly id: string
  /** Whose it is. An account takes its name from the first, and refuses events of others; left out, the event is the account's own. */
  readonly customerId?: string
  /** A word of the definition. What no rule asks for is applied, and the outcome says that it counts for nothing. */
  readonly type: string
  /** Epoch ms, or ISO text with an offset. */
  readonly at: number | string
  /** Not below 0 where it earns or spends: what comes back is an event of its own, a refund. */
  readonly amount?: string | number
  /** Where both are given they say the same. */
  readonly amountMinor?: number
  /** The program's own, unless the rules say what another is worth. */
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
  /** What was given, as far as it may be shown. */
  readonly given?: string
}

/** An event, if the program can do something with it. */
export function readEvent(event: unknown, program: Program): ProgramFact | EventProblem {
  const read = readFact(event, program)
  return 'problem' in read ? read : (faultOf(program, read) ?? read)
}

/** An event as it is: a basket has no amount yet. */
export function readFact(event: unknown, program: Program): ProgramFact | EventProblem {
  return readFlat(event, program.definition.currency) ?? readAny(event, program)
}

/**
 * The usual event is flat: texts, numbers and truths. It is read once, member by member; anything else about it (a list, an object, a text
 * that is long or ill-formed, an amount to be parsed with care, a problem) is left to the slow road.
 */
function readFlat(event: unknown, currency: string): ProgramFact | undefined {
  if (event === null || typeof event !== 'object' || Object.getPrototypeOf(event) !== Object.prototype) return undefined
  let id = ''
  let type = ''
  let customerId = ''
  let at = Number.NaN
  let minor: number | undefined
  let amount: unknown
  let named: string | undefined
  let channel: string | undefined
  let refersTo: string | undefined
  let attributes: Record<string, unknown> | undefined
  const given = event as Readonly<Record<string, unknown>>
  let count = 0
  // An engine walks this loop by the object's shape, without looking a member up; it does not see through `Object.hasOwn`.
  const { hasOwnProperty: isOwn } = Object.prototype
  for (const key in given) {
    if (++count > FLAT_KEYS || !isOwn.call(given, key)) return undefined
    let value: unknown
    try {
      value = given[key]
    } catch {
      return undefined
    }
    if (typeof value === 'string' ? !isShortText(value) : typeof value === 'number' ? !Number.isFinite(value) : typeof value !== 'boolean')
      return undefined
    switch (key) {
      case 'id':
        if (typeof value !== 'string') return undefined
        id = value
        break
      case 'type':
        if (typeof value !== 'string') return undefined
        type = value
        break
      case 'customerId':
        if (typeof value !== 'string') return undefined
        customerId = value
        break
      case 'at':
        at = typeof value === 'string' ? parseInstant(value) : typeof value === 'number' ? value : Number.NaN
        break
      case 'amountMinor':
        if (typeof value !== 'number' || !Number.isSafeInteger(value)) return undefined
        minor = value + 0
        break
      case 'amount':
        amount = value
        break
      case 'currency':
        if (typeof value !== 'string') return undefined
        named = value
        break
      case 'channel':
        if (typeof value !== 'string') return undefined
        channel = value
        break
      case 'refersTo':
        if (typeof value !== 'string') return undefined
        refersTo = value
        break
      case 'lines':
      case 'attributes':
      case '__proto__':
      case 'constructor':
      case 'prototype':
        return undefined
      default:
        if (!isShortText(key)) return undefined
        attributes ??= {}
        attributes[key] = typeof value === 'number' ? value + 0 : value
    }
  }
  if (id === '' || type === '' || !isInstant(at, given.at)) return undefined
  if (amount !== undefined) {
    const read = plainMinor(amount, currencyExponent(named ?? currency))
    if (read === undefined || (minor !== undefined && minor !== read)) return undefined
    minor = read
  }
  const fact: { -readonly [K in keyof ProgramFact]: ProgramFact[K] } = { id, customerId, type, at }
  if (minor !== undefined) fact.amountMinor = minor
  if (named !== undefined) fact.currency = named
  if (channel !== undefined) fact.channel = channel
  if (refersTo !== undefined) fact.refersTo = refersTo
  if (attributes !== undefined) fact.attributes = attributes
  return fact
}

/** Wider than any purchase a host writes by hand, and far below the limit of the slow road. */
const FLAT_KEYS = 64

function isInstant(at: number, given: unknown): boolean {
  return Number.isSafeInteger(at) && Math.abs(at) <= 8.64e15 && !(at === given && mayBeSeconds(at))
}

/** Without surrogates there can be no half of one. */
function isShortText(text: string): boolean {
  if (text.length > 256) return false
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if ((unit & 0xf800) === 0xd800) return false
  }
  return true
}

/** `'320.50'` or a whole number of major units, as minor units; anything that needs thought is left alone. */
function plainMinor(amount: unknown, exponent: number | undefined): number | undefined {
  if (exponent === undefined || exponent > 4) return undefined
  if (typeof amount === 'number') {
    const minor = amount * TEN[exponent]
    return Number.isSafeInteger(amount) && Number.isSafeInteger(minor) ? minor + 0 : undefined
  }
  if (typeof amount !== 'string' || amount.length === 0 || amount.length > 14) return undefined
  let minor = 0
  let places = -1
  for (let i = 0; i < amount.length; i++) {
    const digit = amount.charCodeAt(i) - 48
    if (digit >= 0 && digit <= 9) {
      minor = minor * 10 + digit
      if (places >= 0) places++
    } else if (digit === -2 && places < 0 && i > 0) places = 0
    else return undefined
  }
  if (places === 0 || places > exponent) return undefined
  return minor * TEN[exponent - Math.max(places, 0)]
}

function readAny(event: unknown, { definition }: Program): ProgramFact | EventProblem {
  const own = definition.currency
  const time = timeOf(event)
  if (time !== undefined && instantProblem(time).problem === 'date-object') return { problem: 'date-object', field: 'at' } // no JSON, so it is asked for first
  const { data, issues } = plainCopy(event, EVENT_LIMITS)
  if (issues.length > 0) return { problem: issues[0].code, field: (issues[0].path ?? []).join('.') }
  if (data === null || typeof data !== 'object' || Array.isArray(data)) return { problem: 'not-an-object', field: '' }
  const given = data as Readonly<Record<string, unknown>>
  for (const [field, kind] of KINDS) {
    const value = given[field]
    if (isAbsent(value)) {
      if (field === 'id' || field === 'type') return { problem: 'missing', field }
    } else if (kindOf(value) !== kind) return { problem: `not-${kind}`, field, given: kindOf(value) }
  }
  const { id, type, customerId, currency: named, channel, refersTo, lines } = given as Known
  if (!id) return { problem: 'missing', field: 'id' }
  if (!type) return { problem: 'missing', field: 'type' }
  const at = typeof given.at === 'string' ? parseInstant(given.at) : given.at
  if (typeof at !== 'number' || !isInstant(at, given.at)) return { ...instantProblem(given.at), field: 'at' }
  let currency = named ?? undefined
  let amountMinor: number | undefined
  if (!isAbsent(given.amountMinor)) {
    if (typeof given.amountMinor !== 'number' || !Number.isSafeInteger(given.amountMinor))
      return { problem: 'not-whole', field: 'amountMinor', given: kindOf(given.amountMinor) }
    amountMinor = given.amountMinor
  }
  if (!isAbsent(given.amount)) {
    const read = minorUnits(given.amount, 'major', currency ?? own)
    if (typeof read === 'string') return { problem: read, field: 'amount', given: kindOf(given.amount) }
    if (amountMinor !== undefined && amountMinor !== read.minor)
      return { problem: 'disagrees', field: 'amount', given: `${given.amount} / ${amountMinor}` }
    amountMinor = read.minor
    if (read.currency !== undefined && read.currency !== own) currency ??= read.currency // a sign written beside it: US$5
    if (read.currency !== undefined && read.currency !== (currency ?? own)) return { problem: 'currency-mismatch', field: 'amount' }
  }
  const attributes: Record<string, unknown> = { ...(isObject(given.attributes) ? given.attributes : {}) }
  for (const key of Object.keys(given)) if (!KNOWN.has(key)) attributes[key] = given[key]
  return {
    id,
    customerId: customerId ?? '',
    type,
    at,
    ...(amountMinor === undefined ? {} : { amountMinor }),
    ...(isAbsent(currency) ? {} : { currency }),
    ...(isAbsent(channel) ? {} : { channel }),
    ...(isAbsent(refersTo) ? {} : { refersTo }),
    ...(isAbsent(lines) ? {} : { lines }),
    ...(Object.keys(attributes).length === 0 ? {} : { attributes }),
  }
}

/** What the known keys hold. A null is what a database writes for nothing. */
const KINDS: readonly (readonly [field: string, kind: 'text' | 'list' | 'object'])[] = [
  ['id', 'text'],
  ['type', 'text'],
  ['customerId', 'text'],
  ['currency', 'text'],
  ['channel', 'text'],
  ['refersTo', 'text'],
  ['lines', 'list'],
  ['attributes', 'object'],
]

/** What `KINDS` has been asked about. */
interface Known extends Readonly<Partial<Record<'id' | 'type' | 'customerId' | 'currency' | 'channel' | 'refersTo', string | null>>> {
  readonly lines?: readonly object[] | null
}

function isAbsent(value: unknown): value is null | undefined {
  return value === undefined || value === null
}

function kindOf(value: unknown): string {
  if (typeof value === 'string') return 'text'
  return value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value
}

/** Looked at, not read: a getter is code of the stranger's. */
function timeOf(event: unknown): unknown {
  return event !== null && typeof event === 'object' ? Object.getOwnPropertyDescriptor(event, 'at')?.value : undefined
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
