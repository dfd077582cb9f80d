/** What a host asks of a ledger, and how it is read: known keys only, amounts exact in the currency's units. */

import { isWellFormed } from '../core/canonical-json.js'
import { decimalText, readDecimal, toUnitsExact } from '../core/decimal/decimal.js'
import { type Day, parseDate } from '../core/time/civil.js'
import { type Instant, mayBeSeconds, parseInstant } from '../core/time/instant.js'
import { instantProblem } from '../core/time/instant-problem.js'
import type { PointsForm } from './compile.js'
import type { SpentLot } from './ledger.js'

interface Base {
  /** The host's own id: the same move delivered twice is applied once. */
  readonly id: string
  /** Epoch ms, or ISO text with an offset. */
  readonly at: number | string
  /** What the host calls it (`purchase`, `birthday`); shows in the entries. */
  readonly rule?: string
}

interface Moving extends Base {
  readonly currency: string
  /** In the currency's own unit: `'12.50'`, 120. */
  readonly amount: string | number
}

interface Lasting {
  /** The last usable day, where it is not the currency's own; null: no end. */
  readonly until?: string | null
  /** The first usable day, where that is later. */
  readonly usableFrom?: string
}

/** Usable at once. */
export interface EarnMove extends Moving, Lasting {
  readonly type: 'earn'
}

/** Earned, not usable yet: until `on`, or until it is released. */
export interface HoldMove extends Moving, Lasting {
  readonly type: 'hold'
  /** The day it becomes usable by itself. */
  readonly on?: string
  /** The last day it waits to be released; then it is cancelled. */
  readonly by?: string
}

/** Makes a hold usable. Reversing a hold cancels it. */
export interface ReleaseMove extends Base {
  readonly type: 'release'
  /** The id of the hold. */
  readonly of: string
}

export interface RedeemMove extends Moving {
  readonly type: 'redeem'
}

/** A correction by hand, in (above 0) or out. */
export interface AdjustMove extends Moving, Lasting {
  readonly type: 'adjust'
  /** When the balance is too small; default as the currency says. */
  readonly short?: 'debt' | 'stop'
}

/** Ends the whole balance of a currency before its time. */
export interface ExpireMove extends Base {
  readonly type: 'expire'
  readonly currency: string
}

export interface ConvertMove extends Base {
  readonly type: 'convert'
  /** Its id in the definition. */
  readonly conversion: string
  /** Whole steps; default all the balance holds. */
  readonly amount?: string | number
}

export interface ReverseMove extends Base {
  readonly type: 'reverse'
  /** The id of the move to undo: an earn, hold, redeem, convert or an adjust above 0. */
  readonly of: string
  /** A part; default all that is left of it. A conversion is undone as a whole. */
  readonly amount?: string | number
  /** When too little is left to take back; default as the currency says. `pendingOnly` takes only what is on hold. */
  readonly short?: 'debt' | 'stop' | 'pendingOnly'
}

/** One half of a transfer: use `transferPoints`, which does both. */
export interface SendMove extends Moving {
  readonly type: 'send'
}

/** The other half: the lots that were sent. */
export interface ReceiveMove extends Base {
  readonly type: 'receive'
  readonly currency: string
  readonly lots: readonly SpentLot[]
}

export type PointsMove =
  | EarnMove
  | HoldMove
  | ReleaseMove
  | RedeemMove
  | AdjustMove
  | ExpireMove
  | ConvertMove
  | ReverseMove
  | SendMove
  | ReceiveMove

/** A move as a ledger keeps it. */
export interface MoveFact {
  readonly id: string
  readonly type: PointsMove['type']
  readonly at: Instant
  readonly currency?: string
  readonly units?: number
  /** As text, where the currency is known only when the move is played. */
  readonly amount?: string
  readonly of?: string
  readonly conversion?: string
  readonly until?: Day | null
  readonly usableFrom?: Day
  readonly on?: Day
  readonly by?: Day
  readonly short?: 'debt' | 'stop' | 'pendingOnly'
  readonly rule?: string
  readonly lots?: readonly SpentLot[]
}

export interface MoveProblem {
  readonly problem: string
  readonly field: string
  /** What was given, as far as it may be shown. */
  readonly given?: string
}

type Draft = { -readonly [K in keyof MoveFact]: MoveFact[K] }

/** The keys each type of move may have besides `id`, `type`, `at` and `rule`; those it must have come first, up to the bar. */
const KEYS: Readonly<Record<PointsMove['type'], readonly [must: readonly string[], may: readonly string[]]>> = {
  earn: [
    ['currency', 'amount'],
    ['until', 'usableFrom'],
  ],
  hold: [
    ['currency', 'amount'],
    ['until', 'usableFrom', 'on', 'by'],
  ],
  release: [['of'], []],
  redeem: [['currency', 'amount'], []],
  adjust: [
    ['currency', 'amount'],
    ['until', 'usableFrom', 'short'],
  ],
  expire: [['currency'], []],
  convert: [['conversion'], ['amount']],
  reverse: [['of'], ['amount', 'short']],
  send: [['currency', 'amount'], []],
  receive: [['currency', 'lots'], []],
}

/** @param type the verb's own, or that of the move */
export function readMove(form: PointsForm, move: unknown, type?: PointsMove['type']): MoveFact | MoveProblem {
  if (move === null || typeof move !== 'object' || Array.isArray(move)) return { problem: 'not-an-object', field: '' }
  const fact: Draft = { id: '', type: 'earn', at: Number.NaN }
  const kind = type ?? own(move, 'type')
  if (typeof kind !== 'string' || !Object.hasOwn(KEYS, kind)) return { ...unknown(kind), field: 'type' }
  fact.type = kind as PointsMove['type']
  const [must, may] = KEYS[fact.type]
  let amount: unknown
  for (const key of Object.keys(move)) {
    if (key === 'type') continue
    if (key !== 'id' && key !== 'at' && key !== 'rule' && !must.includes(key) && !may.includes(key))
      return { problem: 'unknown', field: key }
    const value = own(move, key)
    if (value === undefined) continue
    if (key === 'amount') {
      amount = value
      continue
    }
    const problem = READERS[key](fact, value, form)
    if (problem !== undefined) return typeof problem === 'string' ? { problem, field: key } : { ...problem, field: key }
  }
  if (fact.id === '') return { problem: 'missing', field: 'id' }
  if (Number.isNaN(fact.at)) return { problem: 'missing', field: 'at' }
  for (const key of must) if (key !== 'amount' && fact[key as keyof MoveFact] === undefined) return { problem: 'missing', field: key }
  if (amount !== undefined) return withUnits(form, fact, amount)
  return must.includes('amount') ? { problem: 'missing', field: 'amount' } : fact
}

/** Looked at, not read: a getter is code of the stranger's. */
function own(object: object, key: string): unknown {
  return Object.getOwnPropertyDescriptor(object, key)?.value
}

/** Units where the currency is known by now, the amount as it stands where it is that of another move. */
function withUnits(form: PointsForm, fact: Draft, amount: unknown): MoveFact | MoveProblem {
  const { currency, type } = fact
  const read = readDecimal(amount)
  if (read === undefined) return { problem: 'unreadable', field: 'amount' }
  if (currency === undefined) {
    fact.amount = decimalText(read)
    return fact
  }
  const units = toUnitsExact(read, form.currencies[currency].scale)
  if (units === undefined) return { problem: 'too-fine', field: 'amount' }
  if (units === 0 || (units < 0 && type !== 'adjust')) return { problem: 'not-above-zero', field: 'amount' }
  fact.units = units
  return fact
}

type Reader = (fact: Draft, value: unknown, form: PointsForm) => string | Omit<MoveProblem, 'field'> | undefined

const READERS: Readonly<Record<string, Reader>> = {
  id: text('id'),
  rule: text('rule'),
  of: text('of'),
  at(fact, value) {
    const at = typeof value === 'string' ? parseInstant(value) : value
    if (typeof at !== 'number' || !Number.isSafeInteger(at) || Math.abs(at) > 8.64e15 || (at === value && mayBeSeconds(at)))
      return instantProblem(value)
    fact.at = at
    return undefined
  },
  currency(fact, value, { currencies }) {
    if (typeof value !== 'string' || currencies[value] === undefined) return unknown(value)
    fact.currency = value
    return undefined
  },
  conversion(fact, value, { conversions }) {
    const conversion = typeof value === 'string' ? conversions.get(value) : undefined
    if (conversion === undefined) return unknown(value)
    fact.conversion = conversion.id
    fact.currency = conversion.from
    return undefined
  },
  until(fact, value) {
    if (value === null) fact.until = null
    else return day(fact, 'until', value)
    return undefined
  },
  usableFrom: (fact, value) => day(fact, 'usableFrom', value),
  on: (fact, value) => day(fact, 'on', value),
  by: (fact, value) => day(fact, 'by', value),
  short(fact, value) {
    if (value !== 'debt' && value !== 'stop' && !(value === 'pendingOnly' && fact.type === 'reverse')) return 'unknown'
    fact.short = value
    return undefined
  },
  lots(fact, value) {
    if (!Array.isArray(value) || value.length === 0 || !value.every(isLot)) return 'unreadable'
    fact.lots = value.map(([from, until, units, usableFrom]) => [from, until, units, usableFrom] as const)
    return undefined
  },
}

/** A name the definition does not have; a long one is no name. */
function unknown(value: unknown): Omit<MoveProblem, 'field'> {
  return typeof value === 'string' && value.length <= 64 ? { problem: 'unknown', given: value } : { problem: 'unknown' }
}

const TEXT_MAX = 256

function text(key: 'id' | 'rule' | 'of'): Reader {
  return (fact, value) => {
    if (typeof value === 'number') return { problem: 'not-text', given: 'number' }
    if (typeof value !== 'string' || value === '' || value.length > TEXT_MAX || !isWellFormed(value)) return 'unreadable'
    fact[key] = value
    return undefined
  }
}

function day(fact: Draft, key: 'until' | 'usableFrom' | 'on' | 'by', value: unknown): string | undefined {
  const read = typeof value === 'string' ? parseDate(value) : Number.NaN
  if (Number.isNaN(read)) return 'unreadable'
  fact[key] = read
  return undefined
}

function isLot(lot: unknown): lot is SpentLot {
  if (!Array.isArray(lot)) return false
  const [from, until, units, usableFrom] = lot as readonly unknown[]
  const isDay = (one: unknown): boolean => Number.isSafeInteger(one)
  return (
    isDay(from) &&
    (until === null || isDay(until)) &&
    Number.isSafeInteger(units) &&
    (units as number) > 0 &&
    (usableFrom === null || isDay(usableFrom))
  )
}

/** Moves of one instant have one order: by id. */
export function compareMoves(a: MoveFact, b: MoveFact): number {
  return a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
}
