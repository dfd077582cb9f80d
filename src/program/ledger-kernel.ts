/**
 * The books of a program that is points alone, one currency, in columns: what `step` does, without an object for anything.
 * Which programs are that simple is decided here; all others take the long way.
 */

import { currencyExponent } from '../core/decimal/currency.js'
import { TEN } from '../core/decimal/decimal.js'
import { divideExact, type Exact, multiplyExact, readExact } from '../core/decimal/exact.js'
import { divideRounded, type Rounding } from '../core/decimal/rounding.js'
import type { EndRule } from '../core/language/end.js'
import type { Value } from '../core/language/value.js'
import type { NumberColumn } from '../core/table.js'
import { MS_PER_DAY } from '../core/time/civil.js'
import { offsetMs } from '../core/time/instant.js'
import type { EventColumns } from './batch.js'
import type { ProgramDefinition } from './definition.js'
import type { Program } from './form.js'
import { newRun } from './run.js'
import { draftOf, EMPTY_BOOKS } from './state.js'

/** What a fact type does: `units = value · times / over`, earned or redeemed. */
interface Movement {
  readonly type: string
  readonly redeems: boolean
  /** `null`: the amount in minor units. */
  readonly attribute: string | null
  readonly times: number
  readonly over: number
  readonly mode: Rounding | undefined
}

export interface LedgerPlan {
  readonly currency: string
  readonly movements: readonly Movement[]
  /** The last usable day of a lot posted on a day; `NEVER` without one. */
  readonly endOf: (day: number) => number
  readonly dayOf: (at: number) => number
  /** Local time − UTC in ms, where it never changes; NaN elsewhere. */
  readonly offset: number
}

/** What one account came to, in units; reused. */
export interface LedgerFigures {
  earned: number
  spent: number
  expired: number
  refused: number
}

export interface LedgerSpace {
  left: Float64Array
  until: Int32Array
}

const NEVER = 2_147_483_647

/** A plan, or `undefined` for a program that does more than this. */
export function ledgerPlan(program: Program): LedgerPlan | undefined {
  const { definition } = program
  const {
    kind: _,
    format: __,
    id: ___,
    name: ____,
    timeZone,
    currency,
    calendar,
    lateness,
    tiers,
    currencies,
    earn,
    redeem,
    reversible,
    ...more
  } = definition
  const [name, ...others] = Object.keys(currencies ?? {})
  if (Object.keys(more).length > 0 || name === undefined || others.length > 0 || (tiers?.length ?? 0) > 1) return undefined
  if (tiers?.[0]?.grant !== undefined) return undefined
  const form = program.currencies[name]
  const rules = form.definition
  if (rules.idle !== undefined || rules.lots?.suspend !== undefined || form.floor !== 0 || form.consume !== 'oldest') return undefined
  if (!isByDay(rules.lots?.until ?? 'never')) return undefined
  const exponent = currencyExponent(currency) ?? 2
  const movements: Movement[] = []
  for (const rule of earn ?? []) {
    const { id: _, on, to: __, value = 'amount', per = 1, rate = 1, round, ...special } = rule
    const factor = constant(rate, per)
    if (Object.keys(special).length > 0 || typeof round === 'object' || factor === undefined) return undefined
    for (const type of typeof on === 'string' ? [on] : on) {
      const movement = movementOf(type, false, value, factor, form.scale, exponent, round)
      if (movement === undefined || movements.some((other) => other.type === type)) return undefined
      movements.push(movement)
    }
  }
  for (const rule of redeem ?? []) {
    const { id: _, on, from: __, amount, value: ___, ...special } = rule
    const movement = movementOf(on, true, amount, 1, form.scale, exponent, undefined)
    if (Object.keys(special).length > 0 || movement === undefined || movements.some((other) => other.type === on)) return undefined
    movements.push(movement)
  }
  return { currency: name, movements, endOf: endsByDay(program), dayOf: program.calendar.dayOf, offset: offsetOf(definition) }
}

/** The end depends on the day alone and never comes sooner for a later day, so that the oldest lot also ends first. */
function isByDay(rule: EndRule): boolean {
  if (rule === 'never') return true
  if (typeof rule !== 'object' || Array.isArray(rule)) return false
  if ('plus' in rule) {
    const n = readExact(rule.plus.n)
    return typeof n === 'number' && n >= 0
  }
  return 'endOf' in rule && typeof rule.endOf === 'object' && 'fixed' in rule.endOf
}

function constant(rate: Value, per: Value): Exact | undefined {
  const a = typeof rate === 'object' ? undefined : readExact(rate)
  const b = typeof per === 'object' ? undefined : readExact(per)
  return a === undefined || b === undefined ? undefined : divideExact(a, b)
}

function movementOf(
  type: string,
  redeems: boolean,
  value: Value,
  factor: Exact,
  scale: number,
  exponent: number,
  mode: Rounding | undefined,
): Movement | undefined {
  if (typeof value !== 'string' || readExact(value) !== undefined || value.includes('.') || WORDS.has(value)) return undefined
  const isAmount = value === 'amount'
  const scaled = multiplyExact(factor, TEN[scale])
  const exact = isAmount ? divideExact(scaled, TEN[exponent]) : scaled
  if (exact === undefined || (typeof exact !== 'number' && typeof exact.n !== 'number')) return undefined
  const times = typeof exact === 'number' ? exact : (exact.n as number)
  const over = typeof exact === 'number' ? 1 : (exact.d as number)
  return times < 0 ? undefined : { type, redeems, attribute: isAmount ? null : value, times, over, mode }
}

const WORDS: ReadonlySet<string> = new Set(['it', 'id', 'type', 'currency', 'channel', 'refersTo', 'lines', 'redeemed'])

function endsByDay(program: Program): (day: number) => number {
  const [{ until }] = program.currencyList
  if (until === undefined) return () => NEVER
  const run = newRun(program, draftOf(EMPTY_BOOKS))
  return (day) => {
    run.day = day
    return until(run, day) ?? NEVER
  }
}

function offsetOf({ timeZone, calendar }: ProgramDefinition): number {
  if ((calendar?.dayStartsAt ?? '00:00') !== '00:00') return Number.NaN
  return timeZone === 'UTC' ? 0 : /^[+-]\d{2}:\d{2}$/.test(timeZone) ? offsetMs(timeZone) : Number.NaN
}

/** Columns a plan reads, by type code. */
export interface LedgerColumns {
  readonly kind: Uint8Array
  readonly values: readonly (NumberColumn | undefined)[]
  readonly movements: readonly (Movement | undefined)[]
  /** The last usable day of lots of `firstDay` and the days after. */
  readonly ends: Int32Array
  readonly firstDay: number
}

const NOTHING = 0
const EARNS = 1
const REDEEMS = 2

/** A batch that spans more days than this (a century and a half) takes the long way. */
const DAYS_MAX = 55_000

/** @returns `undefined` for a batch whose days lie too far apart */
export function bindColumns(
  { movements, endOf, dayOf }: LedgerPlan,
  { types, amountMinor, attributes, at }: EventColumns,
): LedgerColumns | undefined {
  let first = Number.POSITIVE_INFINITY
  let last = Number.NEGATIVE_INFINITY
  for (let k = 0; k < at.length; k++) {
    if (at[k] < first) first = at[k]
    if (at[k] > last) last = at[k]
  }
  const firstDay = at.length === 0 ? 0 : dayOf(first)
  const days = at.length === 0 ? 0 : dayOf(last) - firstDay + 1
  if (days > DAYS_MAX) return undefined
  const ends = Int32Array.from({ length: days }, (_, i) => endOf(firstDay + i))
  const bound = types.map((type) => movements.find((movement) => movement.type === type))
  return {
    kind: Uint8Array.from(bound, (movement) => (movement === undefined ? NOTHING : movement.redeems ? REDEEMS : EARNS)),
    values: bound.map((movement) =>
      movement === undefined ? undefined : movement.attribute === null ? amountMinor : attributes?.[movement.attribute],
    ),
    movements: bound,
    ends,
    firstDay,
  }
}

/**
 * One account from nothing to the end of `last`, the local day that has come.
 * @returns false for what only the long way can do (a penalty, an amount beyond the safe range); `figures` are then void
 */
export function playLedger(
  { dayOf, offset }: LedgerPlan,
  { kind, values, movements, ends, firstDay }: LedgerColumns,
  { from, type, at }: EventColumns,
  account: number,
  last: number,
  space: LedgerSpace,
  figures: LedgerFigures,
): boolean {
  const { left, until } = space
  const isFixed = !Number.isNaN(offset)
  let head = 0
  let tail = 0
  let balance = 0
  let earned = 0
  let spent = 0
  let expired = 0
  let refused = 0
  for (let k = from[account], stop = from[account + 1]; k < stop; k++) {
    const code = type[k]
    const what = kind[code]
    if (what === NOTHING) continue
    const column = values[code]
    const value = column === undefined ? Number.NaN : column[k]
    const { times, over, mode, attribute } = movements[code] as Movement
    let units = value * times
    if (over !== 1) {
      if (units % over === 0) units /= over
      else if (mode === undefined || what === REDEEMS) {
        refused++
        continue
      } else if (!Number.isSafeInteger(units)) return false
      else units = divideRounded(units, over, mode)
    }
    if (!(units >= 0 && units <= Number.MAX_SAFE_INTEGER && units === Math.floor(units))) {
      if (!Number.isNaN(units)) return false
      if (what === REDEEMS || attribute === null) refused++
      continue
    }
    const day = isFixed ? Math.floor((at[k] + offset) / MS_PER_DAY) : dayOf(at[k])
    while (head < tail && until[head] < day) {
      expired += left[head]
      balance -= left[head++]
    }
    if (what === EARNS) {
      if (units === 0) continue
      left[tail] = units
      until[tail++] = ends[day - firstDay]
      balance += units
      earned += units
    } else if (units === 0 || balance < units) refused++
    else {
      balance -= units
      spent += units
      let wanted = units
      while (wanted > 0) {
        const here = left[head]
        if (here <= wanted) {
          wanted -= here
          head++
        } else {
          left[head] = here - wanted
          wanted = 0
        }
      }
    }
  }
  while (head < tail && until[head] < last) expired += left[head++]
  if (!Number.isSafeInteger(earned)) return false
  figures.earned = earned
  figures.spent = spent
  figures.expired = expired
  figures.refused = refused
  return true
}
